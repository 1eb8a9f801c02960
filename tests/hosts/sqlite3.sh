# sqlite3's own shell. Its errors are `Runtime error near line N: text` and
# `Parse error near line N: text` with two lines that point into the statement.
# usage: sh sqlite3.sh EXTENSION SQL
{
  printf '.bail off\n.nullvalue NULL\n.load %s\n' "${1%.so}"
  awk 'BEGIN { print ".print 1:" } /^--/ { next } { print } /;$/ { printf ".print %d:\n", ++n + 1 }' "$2"
} | sqlite3 -batch :memory: 2>&1 |
  sed -e 's/^[A-Z][a-z]* error near line [0-9]*: /! /' -e '/^  /d' -e '$d'
