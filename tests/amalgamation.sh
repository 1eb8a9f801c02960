#!/bin/sh
# The amalgamation alone, without the tree: compiles with one line and no warning,
# loadable and static; exports one symbol; gives the hosts' answers both ways.
# Prints what is wrong; exit 0 when nothing is. B is the build folder.
set -u
cd "$(dirname "$0")/.." || exit 2
B=$(cd "${B:-build}" && pwd) || exit 2
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
bad=0
fail() { echo "amalgamation: $*"; bad=1; }
cp "$B/amalgamation/unseal.c" "$B/amalgamation/unseal.h" tests/hosts/c.c "$tmp" || exit 1
strict='-Wall -Wextra -Werror'

for cc in "${CC:-cc}" clang; do
  command -v "$cc" >/dev/null 2>&1 || continue
  [ "$cc" = clang ] && optimize=-O0 || optimize=-O2 # as the README has it
  # shellcheck disable=SC2086 # a list of words
  (cd "$tmp" && "$cc" $strict $optimize -fPIC -shared -o unseal.so unseal.c -lm) || fail "$cc: not loadable"
  # shellcheck disable=SC2086
  (cd "$tmp" && "$cc" $strict -O0 -DSQLITE_CORE -DUNSEAL_LINKED -o static c.c unseal.c -lsqlite3 -lm) ||
    fail "$cc: not static"
  symbols=$(nm -D --defined-only "$tmp/unseal.so" | cut -d' ' -f3)
  [ "$symbols" = sqlite3_unseal_init ] || fail "$cc: exports $symbols"
  EXTENSION=$tmp/unseal.so QUIET=1 sh tests/hosts.sh sqlite3 >"$tmp/out" ||
    { cat "$tmp/out"; fail "$cc: other answers when loaded"; }
  TZ=UTC SOURCE_DATE_EPOCH=1390000000 "$tmp/static" - tests/hosts/hosts.sql 2>&1 |
    diff -u tests/hosts/expected - || fail "$cc: other answers when linked"
done

# A header that serves C++ as well.
if command -v c++ >/dev/null 2>&1; then
  echo '#include "unseal.h"' >"$tmp/h.cc"
  c++ -Wall -Wextra -Werror -fsyntax-only "$tmp/h.cc" || fail 'unseal.h in C++'
fi
exit $bad
