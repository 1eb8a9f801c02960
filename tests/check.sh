#!/bin/sh
# Static checks: `sh tests/check.sh FILE.c...`; B is the build folder.
set -u
cd "$(dirname "$0")/.." || exit 2
bad=0
fail() { echo "check: $*"; bad=1; }

# The pure layers know neither SQLite nor stdio nor a clock nor an allocation.
grep -nE 'sqlite3|<stdio\.h>|<time\.h>|[^_a-z](malloc|free|printf|time|fopen)\(' ext/law/*.[ch] ext/stat/*.[ch] |
  grep -v ':\*\*' && fail 'ext/law and ext/stat are pure C'

# Files stay readable; nothing is left for later.
for f in $(git ls-files 2>/dev/null | grep -E '\.(c|h|sql|sh)$'); do
  [ "$(wc -l <"$f")" -le 800 ] || fail "$f has more than 800 lines"
done
git grep -nE 'T[O]DO|F[I]XME|X[X]X[^X]' -- '*.c' '*.h' '*.sh' '*.sql' '*.csv' Makefile |
  grep -v 'XXXXXX' && fail 'left for later'

# Clocks and chance have no place in schema that is replicated by statement.
grep -nE "random\(|'now'|CURRENT_" schema/register/*.sql && fail 'a clock in the schema'

# A library the program is linked with costs every start: this one is opened when needed.
[ ! -e "$B/werror/unseal" ] || ! readelf -d "$B/werror/unseal" | grep -E 'NEEDED.*(xlsxwriter|crypto)' ||
  fail 'unseal is linked with what it needs for workbooks only (shell/xlsx_library.h)'

flags="-std=c11 -D_GNU_SOURCE -DSQLITE_CORE -DUNSEAL_VERSION=\"0\" -Iext -Ishell"
# shellcheck disable=SC2016 # the inner shell's words
printf '%s\n' "$@" | xargs -P "$(nproc)" -n 6 sh -c \
  'flags=$1; shift; exec clang-tidy --quiet --warnings-as-errors="*" "$@" -- $flags' sh "$flags" 2>"$B/tidy.err" || {
  cat "$B/tidy.err"
  fail clang-tidy
}
# shellcheck disable=SC2086
cppcheck -j "$(nproc)" --quiet --error-exitcode=1 --std=c11 --enable=warning,performance,portability \
  --inline-suppr --suppress=missingIncludeSystem -Iext -Ishell -DSQLITE_CORE \
  '-DUNSEAL_VERSION="0"' "$@" || fail cppcheck
[ $bad -eq 0 ] && echo 'check: no findings'
exit $bad
