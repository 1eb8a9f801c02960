/* What the catalogue compiler's files share; compile.c says what it does.
**
** (1) die() ends the run; nothing returns an error.
** (2) put_*(csv) print a catalogue's typed rows; later ones refer to earlier
**     ones, in the order of compile.c's `catalogues`.
**
** Ownership: nothing is freed, the program runs once and ends.
*/
#ifndef UN_COMPILE_H
#define UN_COMPILE_H

#include "law/catalogue.h"
#include "law/name.h"

struct csv {
  const char *path;
  char *data;      /* the file, cut into cells in place */
  char ***rows;    /* rows[r][c]; NULL for an empty cell */
  int *lines;
  int row_count;   /* without the header */
  int column_count;
};

/* compile.c: a table over the keys of the first column, and their lengths. */
void put_hash(const char *name, const struct csv *csv);

/* compile_csv.c. Rows are 1..row_count: row 0 is the header. */
struct csv read_csv(const char *path);
char *read_file(const char *path, size_t *len);
const char *cell(const struct csv *csv, int row, int column);
const char *filled(const struct csv *csv, int row, int column); /* or death */

_Noreturn void die(const char *path, int line, const char *format, ...);
void *must(void *p); /* or die: out of memory */

/* C text: a string literal, 0 for NULL; a day or UN_NO_DAY. */
void put_string(const char *text, size_t len);
void put_text(const char *text);
void put_day(un_day day);
void put_numbers(const char *name, const int *numbers, int count);

/* Open addressing over keys that the caller checked for twins. */
void put_slots(const char *name, char *const *keys, const int *numbers, int count);

un_day read_day(const struct csv *csv, int row, const char *text);

/* The position of `text` in a NULL-ended list, or death. */
int one_of(const struct csv *csv, int row, const char *what, const char *text,
           const char *const *list);

bool flag(const struct csv *csv, int row, const char *text); /* "0" or "1" */

extern char **outcome_names; /* of outcomes.csv; NULL ends it */
extern int outcome_count;

/* compile_pool.c: texts by their offset in un_pool */
uint32_t pooled(const char *text);
const char *pool_text(uint32_t at);
void put_pool(void); /* once, at the end */

/* compile_days.c */
void put_calendars(const struct csv *csv);
void put_holidays(const struct csv *csv);
int calendar_of(const struct csv *csv, int row, const char *text); /* a row, from 0 */

/* compile_places.c: places are read file by file, then put at once. */
void put_folds(const struct csv *csv);
void read_jurisdictions(const struct csv *csv);
void read_parts(const struct csv *csv);
void read_part_names(const struct csv *csv);
void put_twins(const struct csv *csv); /* of territory_parts.csv */
void read_cldr(const struct csv *csv);
void read_iso(const struct csv *csv);
void read_un(const struct csv *csv);
void read_spellings(const struct csv *csv);
void read_shared(const struct csv *csv);
void put_names(void);
void put_words(const struct csv *csv);

bool folded_of(const char *text, char out[UN_FOLD_ROOM]);
bool name_of(const char *text, char out[UN_NAME_ROOM]);
int place_of(const struct csv *csv, int row, const char *code); /* or death */
const char *place_name(const struct csv *csv, int row, const char *code);
int countries(void); /* how many places are no parts: the first */

/* compile_regimes.c */
void read_territories(const struct csv *csv);
void put_regimes(const struct csv *csv); /* after the territories */

/* compile_us.c */
void put_us_states(const struct csv *csv);
void put_us_counties(const struct csv *csv);
void put_us_places(const struct csv *csv);
void put_us_police(const struct csv *csv);
void put_us_agencies(const struct csv *csv);
void put_us_kinds(const struct csv *csv);
void put_us_posts(const struct csv *csv);

#endif
