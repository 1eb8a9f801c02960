#!/bin/sh
# Run each fuzz target under libFuzzer for SECONDS_EACH seconds; findings stay in
# the build folder. The corpus is read, not written.
set -eu
cd "$(dirname "$0")/.."
mkdir -p "$B/fuzz"
sources=$(ls ext/law/*.c ext/stat/*.c shell/csv_read.c shell/decode.c shell/record.c shell/strbuf.c shell/text.c shell/message.c)
for target in tests/fuzz/fuzz_*.c; do
  name=$(basename "$target" .c)
  # shellcheck disable=SC2086 # lists of words
  eval clang -std=c11 -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
    -DSQLITE_CORE "$CPPFLAGS" -U_FORTIFY_SOURCE -o "$B/fuzz/$name" "$target" $sources \
    "$B/gen/catalogue.c" -lm
  mkdir -p "$B/fuzz/corpus-$name"
  "$B/fuzz/$name" -max_total_time="$SECONDS_EACH" -timeout=10 -verbosity=0 -print_final_stats=0 \
    -artifact_prefix="$B/fuzz/" "$B/fuzz/corpus-$name" "tests/fuzz/corpus/${name#fuzz_}"
  echo "$name: $SECONDS_EACH s, nothing found"
done
