#!/bin/sh
# make samples-published: a database of what companies published, from the files in
# $2 (../shared/data; CSV and workbooks, in folders), or of the excerpts in
# samples/published where that folder is not there. $1: the folder with the program,
# where `published` is made anew. Ends with the table of the README.
set -eu
unseal=$1/unseal
dir=$1/published
db=$dir/peers.db
from=$2
samples=$(cd "$(dirname "$0")" && pwd)
if [ ! -d "$from" ]; then
  echo "samples-published: no folder $from: the excerpts of samples/published instead" >&2
  from=$samples/published
fi
rm -rf "$dir"
mkdir -p "$dir"

# Google published its first years in 2018, and since then with other figures.
# reference/, corpora/ and holidays/ are no publisher's; our DSA sample is invented.
find "$from" -type f \( -name '*.csv' -o -name '*.xlsx' \) ! -path '*/reference/*' ! -path '*/corpora/*' \
  ! -path '*/holidays/*' ! -path '*/published/dsa-orders.csv' | LC_ALL=C sort > "$dir/files"
import() { # DATE PATTERN: all or nothing
  grep -E "$2" "$dir/files" | tr '\n' '\0' |
    xargs -0 "$unseal" -q import "$db" --as auto --published "$1"
}
"$unseal" -q init "$db"
import 2018-06-01 2017
grep -v 2017 "$dir/files" > "$dir/new"
mv "$dir/new" "$dir/files"
import 2023-06-01 .

"$unseal" "$db" --format list "SELECT printf('%s: %d figures of %d providers, from %d files', '$db',
  count(*), count(DISTINCT provider), (SELECT count(*) FROM import_files)) FROM published"
"$unseal" -q report "$db" peers --origin US --from 2021 --to 2021 --providers apple,google,meta,microsoft \
  --as-of 2026-11-24 --format markdown
