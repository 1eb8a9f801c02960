#!/bin/sh
# make bench, the shell against sqlite3: start to first result, a million rows as
# csv and as a table. Each pair is timed in turn, five times; the smallest counts.
# ratio: sqlite3's time over ours; above 1 we are faster. $1: the build folder.
set -eu
unseal=$1/unseal
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
db=$tmp/bench.db
sqlite3 "$db" "CREATE TABLE t(id INTEGER PRIMARY KEY, ref TEXT, day TEXT, rate REAL, n INTEGER, place TEXT);
  WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < ${ROWS:-1000000})
  INSERT INTO t SELECT x, 'R-' || x, date('2000-01-01', (x % 9000) || ' days'), x / 7.0, x * 31 % 1000,
    CASE x % 4 WHEN 0 THEN 'São Paulo' WHEN 1 THEN 'Tokyo, Japan' WHEN 2 THEN NULL ELSE 'Berlin' END FROM i;"

now() { date +%s%N; }
# nanoseconds of a command run $1 times
time_of() {
  n=$1; shift
  begin=$(now)
  while [ "$n" -gt 0 ]; do "$@" >/dev/null; n=$((n - 1)); done
  echo $(($(now) - begin))
}
# least of five, ours and theirs in turn: $1 name, $2 times, $3 ours, $4 theirs
pair() {
  ours=0 theirs=0
  for round in 1 2 3 4 5; do
    a=$(time_of "$2" $3) b=$(time_of "$2" $4)
    if [ "$ours" -eq 0 ] || [ "$a" -lt "$ours" ]; then ours=$a; fi
    if [ "$theirs" -eq 0 ] || [ "$b" -lt "$theirs" ]; then theirs=$b; fi
  done
  awk -v name="$1" -v n="$2" -v a="$ours" -v b="$theirs" \
    'BEGIN { printf "%-34s %10.2f %10.2f %6.2f\n", name, a / n / 1e6, b / n / 1e6, b / a }'
}
peak() { # most memory of a command, in kB
  "$@" >/dev/null & pid=$!
  high=0
  while [ -r /proc/$pid/status ]; do
    kb=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' /proc/$pid/status 2>/dev/null)
    [ -n "$kb" ] && [ "$kb" -gt "$high" ] && high=$kb
    sleep 0.02
  done 2>/dev/null
  wait $pid
  echo "$high"
}
all='SELECT * FROM t'
ours_start() { "$unseal" :memory: 'select 1'; }
theirs_start() { sqlite3 :memory: 'select 1'; }
ours_csv() { "$unseal" "$db" --format csv "$all"; }
theirs_csv() { sqlite3 -csv -header "$db" "$all"; }
ours_table() { "$unseal" "$db" --format table "$all"; }
theirs_table() { sqlite3 -box "$db" "$all"; }
printf '%-34s %10s %10s %6s\n' 'shell against sqlite3' 'ours ms' 'theirs ms' ratio
pair 'start to first result' 20 ours_start theirs_start
pair 'rows as csv' 1 ours_csv theirs_csv
pair 'rows as table' 1 ours_table theirs_table
printf '%-34s %10d %10d kB\n' 'peak memory of the table' "$(peak "$unseal" "$db" --format table "$all")" \
  "$(peak sqlite3 -box "$db" "$all")"
