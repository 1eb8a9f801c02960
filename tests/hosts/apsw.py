# Python's apsw. usage: python3 apsw.py EXTENSION SQL
import sys

sys.path.pop(0)  # this folder, where this file has the module's name
import apsw

sys.stdout.reconfigure(encoding="utf-8")
extension, path = sys.argv[1:]
db = apsw.Connection(":memory:")
db.enableloadextension(True)
db.loadextension(extension)
with open(path, encoding="utf-8") as file:
    text = "".join(line for line in file if not line.startswith("--"))
for n, sql in enumerate(text.split(";\n")[:-1], 1):
    print(f"{n}:")
    try:
        for row in db.cursor().execute(sql):
            print("|".join("NULL" if cell is None else str(cell) for cell in row))
    except apsw.Error as error:
        print("!", str(error).split(": ", 1)[1])  # apsw puts `SQLError: ` first
