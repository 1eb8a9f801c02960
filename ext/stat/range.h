/* Published cells: numbers, ranges and suppressed counts (law.md 4.2, 5.5).
**
** (1) `12`, `1,234` (groups of three only), `12.5`, with one `%` and one `*`
**     dropped at the end; `0-249`, `0 - 249`, en and em dash, `0 to 249`; `<10`,
**     `less than 10`, `fewer than 10` mean 0 to 9.
** (2) Blank, one dash, `n/a`, `(null)`, `#REF!` say nothing: UN_CELL_EMPTY.
** (3) Everything else is UN_CELL_BAD: negative, descending, `1,23`, `5.`, words.
**     A decimal comma is not guessed at (law.md 5.5, Twitter 2017).
*/
#ifndef UN_STAT_RANGE_H
#define UN_STAT_RANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct un_number {
  bool whole;
  int64_t integer; /* when whole */
  double real;
};

enum un_cell_result { UN_CELL_OK, UN_CELL_EMPTY, UN_CELL_BAD, UN_CELL_DESCENDING };

enum un_cell_result un_cell_parse(const char *text, size_t len, struct un_number *low,
                                  struct un_number *high);

/* Bands of 50 USC 1874 reports: width w, the one that holds n (law.md 4.2).
** `lifted` letters are no longer secret; a style says how they show. */
enum un_band_style { UN_BAND_GOOGLE, UN_BAND_APPLE };
enum un_band_result {
  UN_BAND_OK,
  UN_BAND_NEGATIVE,      /* n < 0 */
  UN_BAND_WIDTH,         /* width <= 0 */
  UN_BAND_LIFTED,        /* lifted < 0 or more than n */
  UN_BAND_FLOOR,         /* the floor would leave the band */
  UN_BAND_OUT_OF_RANGE
};

bool un_band_style_find(const char *text, size_t len, enum un_band_style *out);
extern const char *const un_band_style_names[2];

enum un_band_result un_band(int64_t n, int64_t width, int64_t lifted, enum un_band_style style,
                            int64_t *low, int64_t *high);

#endif
