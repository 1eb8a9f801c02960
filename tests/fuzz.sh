#!/bin/sh
# Run each fuzz target under libFuzzer for SECONDS_EACH seconds; findings stay in
# the build folder. The corpus is read, not written.
set -eu
cd "$(dirname "$0")/.."
mkdir -p "$B/fuzz/obj"
sources=$(ls ext/law/*.c ext/stat/*.c ext/sql/*.c ext/columnar/*.c ext/unseal.c shell/*.c 2>/dev/null | grep -v shell/main.c)
flags="-std=c11 -g -O1 -fno-sanitize-recover=all -DSQLITE_CORE $CPPFLAGS -U_FORTIFY_SOURCE"
flags="$flags -DUNSEAL_COMMIT='\"fuzz\"' -DUNSEAL_VERSION='\"0\"'"
objects=
jobs=$B/fuzz/jobs # once for all targets, two at a time
: >"$jobs"
for source in $sources "$B/gen/catalogue.c" "$B/gen/texts.c"; do
  object=$B/fuzz/obj/$(basename "$source" .c)-$(dirname "$source" | tr / -).o
  echo "clang $flags -fsanitize=fuzzer-no-link,address,undefined -c -o $object $source" >>"$jobs"
  objects="$objects $object"
done
xargs -P "$(nproc)" -d '\n' -n 1 sh -c <"$jobs"
for target in tests/fuzz/fuzz_*.c; do
  name=$(basename "$target" .c)
  eval clang "$flags" -fsanitize=fuzzer,address,undefined -o "$B/fuzz/$name" "$target" "$objects" "$LIBS"
  mkdir -p "$B/fuzz/corpus-$name"
  "$B/fuzz/$name" -max_total_time="$SECONDS_EACH" -timeout=10 -verbosity=0 -print_final_stats=0 \
    -artifact_prefix="$B/fuzz/" "$B/fuzz/corpus-$name" "tests/fuzz/corpus/${name#fuzz_}"
  echo "$name: $SECONDS_EACH s, nothing found"
done
