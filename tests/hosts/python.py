# Python's sqlite3. usage: python3 python.py EXTENSION SQL
import sqlite3
import sys

sys.stdout.reconfigure(encoding="utf-8")
extension, path = sys.argv[1:]
db = sqlite3.connect(":memory:", isolation_level=None)
db.enable_load_extension(True)
db.load_extension(extension)
with open(path, encoding="utf-8") as file:
    text = "".join(line for line in file if not line.startswith("--"))
for n, sql in enumerate(text.split(";\n")[:-1], 1):
    print(f"{n}:")
    try:
        for row in db.execute(sql):
            print("|".join("NULL" if cell is None else str(cell) for cell in row))
    except sqlite3.Error as error:
        print("!", error)
