/* The rows of `make bench-duckdb`: one a demand, 16 columns, of a provider that does
** not exist. Faster than samples/generate.c, and of the shape that the figures in
** the README were measured on:
**
** 150 countries by Zipf's law (the k-th asks 1/k as often as the first), 10
** processes, 8 outcomes, 12 years in the order of time with 45 days of disorder,
** 200 customers a thousand demands up to 200,000 (a few ask much more often), a
** quarter with a gag, a twentieth of those without an end. The same row for the
** same number, always.
*/
#ifndef BENCH_ROWS_H
#define BENCH_ROWS_H

enum { ROW_COLUMNS = 16, ROW_TEXT = 24 };

struct row {
  char text[ROW_COLUMNS][ROW_TEXT]; /* as CSV has it; "" is NULL */
};

extern const char *const row_columns[ROW_COLUMNS];
extern const char *const row_types[ROW_COLUMNS]; /* of SQLite */

void row_make(struct row *row, long long number, long long rows);

#endif
