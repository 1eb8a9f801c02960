#!/bin/sh
# make bench: a million generated records, imported by us and by peers, whole
# processes, in turn; the smallest time of each counts. `B=build sh tests/bench/import.sh`,
# ROWS and ROUNDS may be given.
#
#   register   `unseal import --as register` against sqlite3 `.import` into the same
#              table: the register's requests with its checks, indexes and guard, but
#              for `id` and `follows_id`, which the file does not have
#   plain      a map of ours against DuckDB's read_csv, into a table of the same columns
#              without constraints
#
# Every cell is filled: sqlite3 reads an empty one as '', which no check of a date takes.
set -eu
cd "$(dirname "$0")/../.."
B=$(cd "${B:-build}" && pwd)
ROWS=${ROWS:-1000000} ROUNDS=${ROUNDS:-3}
unseal=$B/unseal work=$B/bench-import
rm -rf "$work"
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

"$B/generate" --rows "$ROWS" --seed 7 --csv "$work/gen"
"$unseal" -q import :memory: "$work/gen/requests.csv" --as register --format csv -o "$work/full.csv" -c "
  SELECT ref, coalesce(authority_ref, ref) AS authority_ref, coalesce(issued_on, received_on) AS issued_on,
    received_on, coalesce(received_at, received_on || 'T10:00Z') AS received_at, date_precision,
    authority, coalesce(origin, 'US') AS origin, coalesce(level, 'national') AS level, via, process,
    coalesce(basis, 'US_NDO_2705B') AS basis, service, coalesce(data_kind, 'mixed') AS data_kind,
    emergency, selectors, coalesce(accounts, 1) AS accounts, coalesce(items, 1) AS items,
    coalesce(category, 'none') AS category, coalesce(new_product, 0) AS new_product,
    coalesce(customer_ref, 'C-1') AS customer_ref, coalesce(customer_kind, 'consumer') AS customer_kind,
    coalesce(customer_country, 'US') AS customer_country, coalesce(data_region, 'US') AS data_region,
    outcome, coalesce(refusal_reason, 'defect') AS refusal_reason, coalesce(decided_on, received_on) AS decided_on,
    coalesce(acknowledged_at, received_on || 'T11:00Z') AS acknowledged_at,
    coalesce(effected_at, received_on || 'T12:00Z') AS effected_at,
    coalesce(due_at, received_on || 'T13:00Z') AS due_at, coalesce(source, 'portal') AS source
  FROM requests ORDER BY id"
rm -rf "$work/gen"
header=$(head -n 1 "$work/full.csv")

# The peer's table, from the register's own text.
"$unseal" -q init "$work/empty.db"
{
  echo 'CREATE TABLE gags(id INTEGER PRIMARY KEY, request_id INTEGER NOT NULL);'
  echo 'CREATE INDEX gags_request ON gags(request_id);'
  sqlite3 "$work/empty.db" "SELECT sql || ';' FROM sqlite_schema WHERE name = 'requests'" |
    sed '/^  id INTEGER PRIMARY KEY,$/d; /^  follows_id INTEGER/d'
  sqlite3 "$work/empty.db" "SELECT sql || ';' FROM sqlite_schema
    WHERE name IN ('requests_origin_received', 'requests_received', 'requests_replace_gagged')" |
    sed 's/NEW\.id/NEW.rowid/g; s/r\.id/r.rowid/g'
} > "$work/peer.sql"

# The same columns without constraints, and the map that fills them.
types=$(echo "$header" | sed 's/,/ TEXT, /g; s/$/ TEXT/')
{
  echo '-- import plain'
  echo '-- layout all'
  echo "$header" | tr , '\n' | sed 's/.*/-- column & text = &/'
  echo '-- attempt'
  echo "INSERT INTO plain VALUES($(echo "$header" | sed 's/^/:/; s/,/, :/g'));"
  echo "INSERT INTO plain SELECT $header FROM staged;"
} > "$work/plain.map"

duckdb=$(sh tests/bench/duckdb.sh "$B/duckdb") || true

prepare() {
  rm -f "$work"/run.*
  case $1 in
  sqlite3) sqlite3 "$work/run.db" < "$work/peer.sql" ;;
  register) cp "$work/empty.db" "$work/run.db" ;;
  plain) cp "$work/empty.db" "$work/run.db" && sqlite3 "$work/run.db" "CREATE TABLE plain($types)" ;;
  esac
}

run() {
  case $1 in
  sqlite3) sqlite3 "$work/run.db" '.mode csv' ".import --skip 1 $work/full.csv requests" ;;
  register) "$unseal" -q import "$work/run.db" "$work/full.csv" --as register ;;
  plain) "$unseal" -q import "$work/run.db" "$work/full.csv" --map "$work/plain.map" ;;
  duckdb) "$B/duckdb_sql" "$duckdb" "$work/run.duckdb" "CREATE TABLE plain AS FROM read_csv('$work/full.csv')" ;;
  esac
}

# What was timed must have come in whole.
count() {
  case $1 in
  sqlite3 | register) sqlite3 "$work/run.db" 'SELECT count(*) FROM requests' ;;
  plain) sqlite3 "$work/run.db" 'SELECT count(*) FROM plain' ;;
  duckdb) echo "$ROWS" ;;
  esac
}

best_sqlite3=0 best_register=0 best_plain=0 best_duckdb=0
names='sqlite3 register plain'
[ -n "$duckdb" ] && names="$names duckdb" || echo 'DuckDB cannot be had here (npm): its ratios are left out'
round=0
while [ $round -lt "$ROUNDS" ]; do
  for name in $names; do
    prepare "$name"
    begun=$(date +%s%N)
    run "$name"
    took=$(( ($(date +%s%N) - begun) / 1000000 ))
    [ "$(count "$name")" = "$ROWS" ] || { echo "$name did not store $ROWS records" >&2; exit 1; }
    eval "best=\$best_$name"
    # shellcheck disable=SC2154 # set by eval
    if [ "$best" -eq 0 ] || [ "$took" -lt "$best" ]; then eval "best_$name=$took"; fi
  done
  round=$((round + 1))
done

row() { awk -v a="$2" -v b="$4" -v n="$1" -v p="$3" \
  'BEGIN { printf "%-32s %9d  %-28s %9d %6.2f\n", n, a, p, b, a / b }'; }
printf '%-32s %9s  %-28s %9s %6s\n' "import, $ROWS records, $ROUNDS rounds" 'ours ms' peer 'peer ms' ratio
row 'unseal import --as register' "$best_register" 'sqlite3 .import, same table' "$best_sqlite3"
if [ -n "$duckdb" ]; then
  row 'unseal import, no constraints' "$best_plain" 'duckdb read_csv' "$best_duckdb"
  row 'unseal import --as register' "$best_register" 'duckdb read_csv, unchecked' "$best_duckdb"
fi
