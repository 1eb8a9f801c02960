#!/bin/sh
# make demo: a register from the samples, three reports, one case. $1: the folder
# with the program, where `demo` is made anew.
set -eu
unseal=$1/unseal
dir=$1/demo
samples=$(dirname "$0")
db=$dir/register.db
rm -rf "$dir"
mkdir -p "$dir"

say() { printf '\n\033[1m%s\033[0m\n' "$1"; }
[ -t 1 ] || say() { printf '\n== %s\n' "$1"; }

"$unseal" -q init "$db"
"$unseal" -q import "$db" "$samples"/register/*.csv "$samples"/cases/*.csv --as register
"$unseal" import "$db" "$samples/published/google-user-data.csv" --as google-user-data \
  --published 2023-06-01
"$unseal" import "$db" "$samples/published/nsl-letters.csv" --as nsl-letters

report() { "$unseal" -q report "$db" --as-of 2026-11-24 --format table "$@"; }
say 'What was demanded and given in the second half of 2025 (samples, invented)'
report transparency --period 2025-H2 --by process
say 'How often demands were refused'
report refusals --from 2024 --unit year --by customer_kind
say 'Gags that end within 90 days of 31 December 2024'
report gag-docket --within 90 --as-of 2024-12-31
say 'How long the released letters were secret (real)'
"$unseal" "$db" --format table "SELECT r.ref, g.started_on AS issued, e.event_on AS released,
  gag_days_left(e.event_on, g.started_on) AS days
FROM gags g JOIN requests r ON r.id = g.request_id JOIN gag_events e ON e.gag_id = g.id
WHERE e.kind = 'lifted' AND r.ref LIKE '% NSL % %-%-%' ORDER BY days DESC"
say "Google's answer to the United States, 2012-H2 (real)"
"$unseal" "$db" --format table "SELECT process, low AS requests FROM published_latest
WHERE origin = 'US' AND series = 'requests' AND period_end = '2012-12-31' ORDER BY process"
say "The Microsoft case (real)"
"$unseal" "$db" -f "$samples/microsoft-case.sql" --as-of 2026-11-24
printf '\nThe register is %s; try:\n  %s %s\n  %s report %s refusals --help\n' "$db" \
  "$unseal" "$db" "$unseal" "$db"
