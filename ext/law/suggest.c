/* "did you mean": see suggest.h. */
#include "suggest.h"

#include <stdbool.h>
#include <string.h>

enum { LONGEST = 63 }; /* longer words and names are not compared */

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

/* Optimal string alignment distance, three rows at a time. */
static size_t distance(const char *a, size_t na, const char *b, size_t nb) {
  size_t rows[3][LONGEST + 1];
  for (size_t j = 0; j <= nb; j++) rows[0][j] = j;
  for (size_t i = 1; i <= na; i++) {
    size_t *now = rows[i % 3];
    const size_t *before = rows[(i + 2) % 3];
    const size_t *earlier = rows[(i + 1) % 3];
    now[0] = i;
    for (size_t j = 1; j <= nb; j++) {
      char x = lower(a[i - 1]);
      char y = lower(b[j - 1]);
      size_t best = before[j - 1] + (x != y);
      if (before[j] + 1 < best) best = before[j] + 1;
      if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
      if (i > 1 && j > 1 && x == lower(b[j - 2]) && y == lower(a[i - 2]) &&
          earlier[j - 2] + 1 < best) {
        best = earlier[j - 2] + 1;
      }
      now[j] = best;
    }
  }
  return rows[na % 3][nb];
}

/* Two letters are the other way round, or only their case differs. */
static bool is_swapped(const char *a, const char *b, size_t len) {
  return len == 2 && lower(a[0]) == lower(b[1]) && lower(a[1]) == lower(b[0]);
}

const char *un_nearest(const char *word, size_t len, un_name_at *name_at, const void *list,
                       size_t count) {
  if (len == 0 || len > LONGEST) return NULL;
  const char *nearest = NULL;
  size_t least = len / 3 > 1 ? len / 3 + 1 : 2; /* the first distance too far */
  for (size_t i = 0; i < count; i++) {
    const char *name = name_at(list, i);
    size_t name_len = strlen(name);
    size_t apart = name_len > len ? name_len - len : len - name_len;
    if (name_len > LONGEST || apart >= least) continue;
    size_t d = distance(word, len, name, name_len);
    /* Of a word this short an edit leaves too little: ZZ is no AZ, 5 is no 1. */
    if (d > 0 && len <= 2 && !(name_len == len && is_swapped(word, name, len))) continue;
    if (d < least) {
      least = d;
      nearest = name;
    }
  }
  return nearest;
}

static const char *array_name_at(const void *list, size_t i) {
  const char *const *names = list;
  return names[i];
}

const char *un_nearest_or_begun(const char *word, un_name_at *name_at, const void *list, size_t count) {
  size_t len = strlen(word);
  const char *nearest = un_nearest(word, len, name_at, list, count);
  for (size_t i = 0; !nearest && len > 0 && i < count; i++) {
    const char *name = name_at(list, i);
    size_t same = 0;
    while (same < len && lower(name[same]) == lower(word[same])) same++;
    if (same == len) nearest = name;
  }
  return nearest;
}

const char *un_nearest_name(const char *word, const char *const *names, size_t count) {
  return un_nearest(word, strlen(word), array_name_at, names, count);
}

const char *un_nearest_or_begun_name(const char *word, const char *const *names, size_t count) {
  return un_nearest_or_begun(word, array_name_at, names, count);
}
