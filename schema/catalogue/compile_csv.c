/* CSV files in, cells checked by their type, C texts and numbers out. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compile.h"

_Noreturn void die(const char *path, int line, const char *format, ...) {
  va_list args;
  va_start(args, format);
  fprintf(stderr, "%s:%d: ", path, line);
  vfprintf(stderr, format, args);
  fputc('\n', stderr);
  va_end(args);
  exit(1);
}

void *must(void *p) {
  if (!p) {
    fputs("compile: out of memory\n", stderr);
    exit(1);
  }
  return p;
}

char *read_file(const char *path, size_t *len) {
  FILE *f = fopen(path, "rb");
  if (!f) die(path, 0, "cannot be read");
  size_t room = 1 << 16;
  size_t n = 0;
  char *data = must(malloc(room));
  for (size_t got; (got = fread(data + n, 1, room - n - 1, f)) > 0;) {
    n += got;
    if (n + 1 == room) data = must(realloc(data, room *= 2));
  }
  fclose(f);
  data[n] = '\0';
  *len = n;
  return data;
}

/* One cell from *at; leaves *at on the separator, the line end or the NUL. */
static char *read_cell(const struct csv *csv, char **at, int *line) {
  char *in = *at;
  if (*in != '"') {
    size_t n = strcspn(in, ",\n");
    *at = in + n;
    return in;
  }
  char *cell = ++in;
  char *out = cell;
  for (;; in++) {
    if (*in == '\0') die(csv->path, *line, "a quote is not closed");
    if (*in == '\n') ++*line;
    if (*in == '"' && *++in != '"') break;
    *out++ = *in;
  }
  if (*in != ',' && *in != '\n' && *in != '\0') die(csv->path, *line, "text after a quote");
  *at = in;
  if (out < in) *out = '\0';
  return cell;
}

struct csv read_csv(const char *path) {
  struct csv csv = {.path = path, .row_count = -1};
  size_t len;
  csv.data = read_file(path, &len);
  int line = 1;
  int room = 0;
  char *at = csv.data;
  while (*at == '#') {
    at += strcspn(at, "\n");
    at += *at == '\n';
    line++;
  }
  while (*at) {
    int started = line;
    char *cells[64];
    int n = 0;
    for (bool more = true; more;) {
      if (n == 64) die(path, line, "more than 64 columns");
      char *cell = read_cell(&csv, &at, &line);
      more = *at == ',';
      if (*at) {
        if (!more) line++;
        *at++ = '\0';
      }
      cells[n++] = *cell ? cell : NULL;
    }
    if (csv.row_count >= 0 && n != csv.column_count) {
      die(path, started, "%d cells where the header has %d", n, csv.column_count);
    }
    csv.column_count = n;
    if (++csv.row_count >= room) {
      room = room ? room * 2 : 64;
      csv.rows = must(realloc(csv.rows, (size_t)room * sizeof *csv.rows));
      csv.lines = must(realloc(csv.lines, (size_t)room * sizeof *csv.lines));
    }
    csv.rows[csv.row_count] = must(malloc((size_t)n * sizeof *cells));
    memcpy(csv.rows[csv.row_count], cells, (size_t)n * sizeof *cells);
    csv.lines[csv.row_count] = started;
  }
  if (csv.row_count < 0) die(path, line, "empty");
  return csv;
}

const char *cell(const struct csv *csv, int row, int column) {
  return csv->rows[row][column];
}

const char *filled(const struct csv *csv, int row, int column) {
  const char *text = cell(csv, row, column);
  if (!text) die(csv->path, csv->lines[row], "'%s' is empty", cell(csv, 0, column));
  return text;
}

/* --- C text --------------------------------------------------------------- */

void put_string(const char *text, size_t len) {
  putchar('"');
  for (size_t i = 0; i < len; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c == '\n') {
      fputs(i + 1 < len ? "\\n\"\n  \"" : "\\n", stdout);
    } else if (c == '"' || c == '\\' || c < ' ' || c > '~' || c == '?') {
      printf("\\%03o", c);
    } else {
      putchar(c);
    }
  }
  putchar('"');
}

void put_text(const char *text) {
  if (text) put_string(text, strlen(text));
  else fputs("0", stdout);
}

un_day read_day(const struct csv *csv, int row, const char *text) {
  un_day day;
  if (!text) return UN_NO_DAY;
  if (!un_date_parse(text, strlen(text), &day)) {
    die(csv->path, csv->lines[row], "'%s' is not a date", text);
  }
  return day;
}

void put_day(un_day day) {
  if (day == UN_NO_DAY) fputs("UN_NO_DAY", stdout);
  else printf("%d", day);
}

/* The position of `text` in a NULL-ended list, or death. */
int one_of(const struct csv *csv, int row, const char *what, const char *text,
                  const char *const *list) {
  for (int i = 0; list[i]; i++) {
    if (text && strcmp(text, list[i]) == 0) return i;
  }
  die(csv->path, csv->lines[row], "'%s' is not a %s", text ? text : "", what);
}

bool flag(const struct csv *csv, int row, const char *text) {
  static const char *const values[] = {"0", "1", NULL};
  return one_of(csv, row, "0 or 1", text, values) == 1;
}

void put_numbers(const char *name, const int *numbers, int count) {
  printf("const int16_t %s[] = {", name);
  for (int i = 0; i < count; i++) printf("%d,%s", numbers[i], i % 16 == 15 ? "\n" : "");
  puts("};");
}

/* Open addressing over keys that are checked for twins by the caller. */
void put_slots(const char *name, char *const *keys, const int *numbers, int count) {
  unsigned size = 16;
  while (size < 2 * (unsigned)count) size *= 2;
  int *slots = must(malloc(size * sizeof *slots));
  for (unsigned i = 0; i < size; i++) slots[i] = -1;
  for (int k = 0; k < count; k++) {
    unsigned at = un_hash(keys[k], strlen(keys[k])) & (size - 1);
    while (slots[at] >= 0) at = (at + 1) & (size - 1);
    slots[at] = numbers[k];
  }
  printf("const unsigned %s_hash_mask = %u;\nconst int16_t %s_hash[] = {", name, size - 1, name);
  for (unsigned i = 0; i < size; i++) printf("%d,%s", slots[i], i % 16 == 15 ? "\n" : "");
  puts("};");
}
