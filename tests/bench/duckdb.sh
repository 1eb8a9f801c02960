#!/bin/sh
# duckdb.sh DIR: install DuckDB's library below DIR with npm when it is not there, and
# print its path; nothing and exit 1 when it cannot be had.
set -u
so=$1/node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so
if [ ! -e "$so" ]; then
  command -v npm >/dev/null 2>&1 || exit 1
  mkdir -p "$1"
  npm install --prefix "$1" --no-save --no-audit --no-fund --silent \
    '@duckdb/node-bindings-linux-x64@1.5.6-r.1' >/dev/null 2>&1 || exit 1
fi
[ -e "$so" ] && echo "$so"
