#!/bin/sh
# make pictures: samples/pictures/terminal.png and page.png, as they are to be seen.
# $1: the folder with the program. Needs chromium, tmux, aha, pngquant.
set -eu
cd "$(dirname "$0")/.."
B=$(cd "$1" && pwd)
work=$B/pictures
out=samples/pictures
rm -rf "$work"
mkdir -p "$work" "$out"
export TZ=UTC LC_ALL=C.UTF-8

shoot() { # PAGE.html WIDTHxHEIGHT NAME: in few colours, for it is in the repository
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --disable-dev-shm-usage --user-data-dir="$work/profile" \
    --window-size="$2" --screenshot="$work/$3" "file://$1" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
  pngquant --force --strip --speed 1 --output "$out/$3" 48 "$work/$3"
}

# The terminal: a session at the prompt, keys as a person types them.
sh samples/published.sh "$B" samples/published >"$work/log"
tmux="tmux -L unseal-pictures-$$ -f /dev/null"
trap '$tmux kill-server 2>/dev/null || true' EXIT
HOME=$work $tmux new-session -d -x 124 -y 40 "env -u TMUX '$B/unseal' --as-of 2026-11-24 '$B/published/peers.db'"
type() { # tmux would take a last semicolon for its own
  $tmux send-keys -l "${1%;}"
  case $1 in *';') $tmux send-keys -l '\;' ;; esac
  $tmux send-keys Enter
  sleep 1
}
sleep 1
type '.mode table'
type '.report peers --origin US --from 2021-H1 --to 2021-H2 --providers apple,google,meta,microsoft'
type "SELECT ref, started_on AS issued, event_on AS released, gag_days_left(event_on, started_on) AS days,"
type "  bar(gag_days_left(event_on, started_on), 4500, 20) AS secret"
type "FROM gags g JOIN requests r ON r.id = g.request_id JOIN gag_events e ON e.gag_id = g.id"
type "WHERE e.kind = 'lifted' ORDER BY days;"
type "SELECT gag_expiry('US_NDO_2705B', '2024-03-15', 'P1Y') AS last_day;"
$tmux capture-pane -e -p >"$work/terminal.ansi"
{
  echo '<!doctype html><meta charset="utf-8"><style>body{margin:0;background:#16181a;color:#e8e8e4}'
  echo 'pre{margin:14px 18px;font:13.289px/16px "DejaVu Sans Mono",monospace}</style><pre>'
  sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' "$work/terminal.ansi" | aha --no-header
  echo '</pre>'
} >"$work/terminal.html"
shoot "$work/terminal.html" "1030,$(($(grep -c '' "$work/terminal.html") * 16 - 8))" terminal.png

# The page: four publications of a register that nobody is in.
"$B/generate" --rows 12000 --seed 4 --db "$work/cases.db" 2>/dev/null
"$B/unseal" -q "$work/cases.db" "INSERT INTO settings VALUES('provider', 'Example Mail'), ('us_1874_option', '3')"
day=1
for period in 2023-H1 2023-H2 2024-H1 2024-H2; do
  "$B/unseal" -q publish "$work/cases.db" "$work/page" --period $period --as-of 2025-10-0$day --without uk-statistics >/dev/null
  day=$((day + 1))
done
shoot "$work/page/index.html" 1000,1150 page.png
ls -l "$out" | awk 'NR > 1 {print $5, $9}'
