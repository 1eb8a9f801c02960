#!/bin/sh
# The same SQL, tests/hosts/hosts.sql, through every host of tests/hosts: each must
# give tests/hosts/expected, word for word. `sh tests/hosts.sh HOST...` runs those
# only; without a name, all that are here, at least LEAST (default 5).
# EXTENSION is what they load (default $B/unseal.so). Ends as run.sh does.
set -u
cd "$(dirname "$0")/.." || exit 2
B=$(cd "${B:-build}" && pwd) || exit 2
EXTENSION=${EXTENSION:-$B/unseal.so}
SQL=tests/hosts/hosts.sql
export LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=1390000000 # 2014-01-17
export NODE_PATH="${NODE_PATH:-$B/node/node_modules}"
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
passed=0 failed=0

# What a host needs, then how its driver is called. python3 is the system's: a
# version manager's may be built without extensions.
there() {
  case $1 in
  c) command -v cc ;;
  sqlite3) command -v sqlite3 ;;
  perl) perl -MDBD::SQLite -e 1 ;;
  tcl) echo 'package require sqlite3' | tclsh ;;
  python) /usr/bin/python3 -c 'import sqlite3' ;;
  apsw) /usr/bin/python3 -c 'import apsw' ;;
  php) php -r 'exit(class_exists("SQLite3") ? 0 : 1);' ;;
  java) command -v javac && [ -e /usr/share/java/sqlite-jdbc.jar ] ;;
  ruby) ruby -e 'require "sqlite3"' ;;
  node) node -e 'require("better-sqlite3")' ;;
  esac >/dev/null 2>&1
}

drive() {
  case $1 in
  c) cc -o "$tmp/c" tests/hosts/c.c -lsqlite3 && "$tmp/c" "$EXTENSION" $SQL ;;
  sqlite3) sh tests/hosts/sqlite3.sh "$EXTENSION" $SQL ;;
  perl) perl tests/hosts/perl.pl "$EXTENSION" $SQL ;;
  tcl) tclsh tests/hosts/tcl.tcl "$EXTENSION" $SQL ;;
  python) /usr/bin/python3 tests/hosts/python.py "$EXTENSION" $SQL ;;
  apsw) /usr/bin/python3 tests/hosts/apsw.py "$EXTENSION" $SQL ;;
  php) php -d "sqlite3.extension_dir=$(dirname "$EXTENSION")" tests/hosts/php.php "$EXTENSION" $SQL ;;
  java) java -cp /usr/share/java/sqlite-jdbc.jar tests/hosts/Java.java "$EXTENSION" $SQL ;;
  ruby) ruby tests/hosts/ruby.rb "$EXTENSION" $SQL ;;
  node) node tests/hosts/node.js "$EXTENSION" $SQL ;;
  *) echo "no such host: $1"; return 2 ;;
  esac
}

run() {
  drive "$1" >"$tmp/out" 2>&1 </dev/null
  if diff -u tests/hosts/expected "$tmp/out" >"$tmp/diff"; then
    passed=$((passed + 1))
    [ -n "${QUIET:-}" ] || echo "ok   $1"
  else
    failed=$((failed + 1))
    head -n 40 "$tmp/diff"
    echo "FAIL tests/hosts: $1"
  fi
}

if [ $# -gt 0 ]; then
  for host; do run "$host"; done
else
  for host in c sqlite3 perl tcl python apsw php java ruby node; do
    if there $host; then run $host; else echo "skip $host: not here"; fi
  done
  if [ $((passed + failed)) -lt "${LEAST:-5}" ]; then
    failed=$((failed + 1))
    echo "FAIL tests/hosts: fewer than ${LEAST:-5} hosts are here"
  fi
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
