#!/bin/sh
# make test-html: publish a register with names that are HTML, look at the page in
# Debian's chromium and check it with axe-core. B=build sh tests/html/run.sh
set -eu
cd "$(dirname "$0")/../.."
sh .ci/need html
B=$(cd "${B:-build}" && pwd)
work=$B/html
mkdir -p "$work"
cp tests/html/package.json "$work"
[ -d "$work/node_modules/axe-core" ] || (cd "$work" && npm install --ignore-scripts --no-audit --no-fund >&2)
rm -rf "$work/page" "$work/r.db"
"$B/generate" --rows 12000 --seed 4 --db "$work/r.db" 2>/dev/null
"$B/unseal" -q "$work/r.db" "INSERT INTO settings VALUES('provider', 'Example <i>&</i> \"Sons\"'), ('us_1874_option', '3');
  UPDATE challenges SET forum = '<script>alert(1)</script><b onclick=x>' WHERE id % 2"
day=1
for period in 2023-H1 2023-H2 2024-H1; do
  "$B/unseal" -q publish "$work/r.db" "$work/page" --period $period --as-of 2025-10-0$day --without uk-statistics > /dev/null
  day=$((day + 1))
done
"$B/unseal" -q publish "$work/r.db" "$work/page" --period 2024-H2 --as-of 2025-12-31 --without uk-statistics > /dev/null
exec node tests/html/check.mjs "$work" "$work/page/index.html" "$work"
