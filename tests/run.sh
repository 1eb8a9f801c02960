#!/bin/sh
# Run every test that is built and sum them up: `B=build sh tests/run.sh`.
# The last line is `N passed, N failed`; exit 1 when something failed, or when a
# kind of test found none of its cases.
#
#   unit/  cmocka programs      cli/  NAME.in with .out, .err, .rc beside it
#   sql/   sqltest's checks     pty/  expect scripts, exit 0 is a pass
#   fuzz/  the corpus, replayed through each target    hosts/ sqlite3 alone
#
# KINDS: the kinds to run; ONLY: a pattern of the names of cli/ cases.
set -u
cd "$(dirname "$0")/.." || exit 2
ROOT=$(pwd)
B=$(cd "${B:-build}" && pwd) || exit 2
UNSEAL=$B/unseal
SHARED=${SHARED:-$ROOT/../shared/data}
TZ=UTC LC_ALL=C
export ROOT UNSEAL SHARED TZ LC_ALL B
unset SOURCE_DATE_EPOCH UNSEAL_HISTORY XDG_STATE_HOME
# nor what whoever runs them has set for themselves
unset XDG_CONFIG_HOME UNSEAL_PAGER PAGER LESS NO_COLOR TMPDIR VISUAL EDITOR

passed=0 failed=0 skipped=0
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

pass() { passed=$((passed + ${1:-1})); }
fail() { failed=$((failed + 1)); echo "FAIL $1"; }

# Each kind must find something: an empty glob is a failure, not a success.
some() { [ -e "$1" ] || fail "tests/$2: no cases"; }

# SQLite's own shell tests, where SQLITE_TESTS names their folder; see README.md.
sqlite() {
  CLI=$UNSEAL tclsh tests/sqlite/run.tcl "$SQLITE_TESTS"/shell[1-8].test >"$tmp/out" 2>&1
  cat "$tmp/out"
  good=$(sed -n 's/^sum: \([0-9]*\) of .*/\1/p' "$tmp/out")
  sed -n 's/^shell[1-5]\..*{\(.*\)}$/\1/p' "$tmp/out" | tr ' ' '\n' | sort -u >"$tmp/differ"
  grep -o 'shell[1-5]-[0-9.]*[0-9]' tests/README.md | sort -u >"$tmp/listed"
  if diff "$tmp/listed" "$tmp/differ"; then pass; else fail 'sqlite: other tests differ than tests/README.md lists'; fi
  if [ "${good:-0}" -ge 215 ]; then pass; else fail "sqlite: ${good:-0} of SQLite's shell tests passed, 215 wanted"; fi
}
[ -z "${SQLITE_TESTS:-}" ] || sqlite

units() {
  some tests/unit unit
  for test in tests/unit/*/test_*.c; do
    bin=$B/${test%.c}
    if "$bin" >"$tmp/out" 2>&1; then rc=0; else rc=1; fi
    n=$(grep -c '^\[       OK \]' "$tmp/out")
    bad=$(grep -c '^\[  FAILED  \] .*[^)]$' "$tmp/out")
    pass "$n"
    if [ $rc -ne 0 ] || [ "$n" -eq 0 ]; then
      cat "$tmp/out"
      fail "$test ($bad failed)"
    fi
  done
}

sql() {
  some tests/sql sql
  "$B/sqltest" tests/sql/*.test >"$tmp/out" 2>&1
  rc=$?
  last=$(tail -n 1 "$tmp/out")
  case $last in
  'passed '*' failed '*)
    sed '$d' "$tmp/out"
    pass "$(echo "$last" | cut -d' ' -f2)"
    failed=$((failed + $(echo "$last" | cut -d' ' -f4)))
    ;;
  *) cat "$tmp/out"; fail "sqltest ended with $rc" ;;
  esac
}

# One command-line case: stdout, stderr and exit code, each in full.
cli_case() {
  in=$1 base=${1%.in}
  if grep -q '^# needs: shared' "$in" && [ ! -d "$SHARED" ]; then
    echo "skip $in: needs the published files, which are not here"
    skipped=$((skipped + 1))
    return
  fi
  rm -rf "$tmp/case"
  mkdir -p "$tmp/case/dir" "$tmp/case/home"
  (cd "$tmp/case/dir" && HOME=$tmp/case/home sh "$ROOT/$in" \
    >../out 2>../err </dev/null; echo $? >../rc)
  want_out=$base.out want_err=$base.err want_rc=0
  [ -e "$want_out" ] || want_out=/dev/null
  [ -e "$want_err" ] || want_err=/dev/null
  [ ! -e "$base.rc" ] || want_rc=$(cat "$base.rc")
  if diff -u "$want_out" "$tmp/case/out" >"$tmp/diff" &&
    diff -u "$want_err" "$tmp/case/err" >>"$tmp/diff" &&
    [ "$(cat "$tmp/case/rc")" = "$want_rc" ]; then
    pass
  else
    cat "$tmp/diff"
    fail "$in (exit $(cat "$tmp/case/rc"), wanted $want_rc)"
  fi
}

cli() {
  set -- tests/cli/*/${ONLY:-*}.in
  some "$1" cli
  [ -e "$1" ] || return 0
  for in in "$@"; do cli_case "$in"; done
}

pty() {
  some tests/pty pty
  for script in tests/pty/*.exp; do
    mkdir -p "$tmp/pty"
    if (cd "$tmp/pty" && HOME=$tmp/pty timeout -k 5 60 expect -f "$ROOT/$script") \
      >"$tmp/out" 2>&1 </dev/null; then pass; else cat "$tmp/out"; fail "$script"; fi
    rm -rf "$tmp/pty"
  done
}

fuzz() {
  some tests/fuzz fuzz
  for target in tests/fuzz/fuzz_*.c; do
    name=$(basename "$target" .c)
    some "tests/fuzz/corpus/${name#fuzz_}" "fuzz/corpus/${name#fuzz_}"
    if "$B/tests/fuzz/$name" "tests/fuzz/corpus/${name#fuzz_}"/* >"$tmp/out" 2>&1
    then pass; else cat "$tmp/out"; fail "$target"; fi
  done
}

# Other hosts than sqlite3 are asked by `make test-hosts`. A sanitizer build has no
# unseal.so.
hosts() {
  [ -e "$B/unseal.so" ] || return 0
  if QUIET=1 sh tests/hosts.sh sqlite3 >"$tmp/out" 2>&1; then pass; else cat "$tmp/out"; fail hosts; fi
}

# The extension in one file, compiled alone; not what a sanitizer build is for.
amalgamation() {
  [ -e "$B/amalgamation/unseal.c" ] || return 0
  if sh tests/amalgamation.sh >"$tmp/out" 2>&1; then pass; else cat "$tmp/out"; fail amalgamation; fi
}

for kind in ${KINDS:-units sql cli pty fuzz hosts amalgamation}; do "$kind"; done
[ "$skipped" -eq 0 ] || echo "$skipped skipped, see above"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
