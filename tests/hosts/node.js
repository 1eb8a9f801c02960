// Node's better-sqlite3. usage: node node.js EXTENSION SQL
const fs = require("fs");
const Database = require("better-sqlite3");

const [extension, file] = process.argv.slice(2);
const db = new Database(":memory:");
db.loadExtension(extension);
const text = fs.readFileSync(file, "utf8").replace(/^--.*\n/gm, "");
text.split(";\n").filter((sql) => sql.trim()).forEach((sql, i) => {
  console.log(`${i + 1}:`);
  try {
    const statement = db.prepare(sql);
    if (!statement.reader) return void statement.run();
    for (const row of statement.raw().iterate()) {
      console.log(row.map((cell) => cell ?? "NULL").join("|"));
    }
  } catch (error) {
    console.log(`! ${error.message}`);
  }
});
