/* Two lines: any bytes as a published cell, and two numbers as a count and its
** band's width. A cell's ends are in order; a band holds its count and is read
** back as itself. */
#include "input.h"

#include <stdio.h>

#include "stat/range.h"

static void band_holds(int64_t n, int64_t width, int64_t lifted, enum un_band_style style) {
  struct un_number a, b;
  int64_t low, high;
  char out[64];
  if (un_band(n, width, lifted, style, &low, &high) != UN_BAND_OK) return;
  must(low >= 0 && low <= high && n <= high && high - low < width);
  must(lifted > 0 || (n >= low && high - low == width - 1));
  int len = snprintf(out, sizeof out, "%lld-%lld", (long long)low, (long long)high);
  must(un_cell_parse(out, (size_t)len, &a, &b) == UN_CELL_OK);
  must(a.whole && b.whole && a.integer == low && b.integer == high);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct text cell = next_text(&data, &size);
  struct un_number low, high;
  int64_t numbers[3] = {0};
  if (un_cell_parse(cell.at, cell.len, &low, &high) == UN_CELL_OK) {
    must(low.whole && high.whole ? low.integer <= high.integer : low.real <= high.real);
    must(low.real >= 0.0 && (!low.whole || low.integer >= 0));
  }
  free(cell.at);
  memcpy(numbers, data, size < sizeof numbers ? size : sizeof numbers);
  band_holds(numbers[0], numbers[1], numbers[2], UN_BAND_GOOGLE);
  band_holds(numbers[0], numbers[1], numbers[2], UN_BAND_APPLE);
  return 0;
}
