#include "name.h"

#include <stdbool.h>
#include <string.h>

static bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

static bool same(const char *word, size_t len, const char *other) {
  return strncmp(word, other, len) == 0 && other[len] == '\0';
}

/* The words of `in`, one blank between, lone letters joined, without `the`. */
static size_t join_words(const char *in, size_t len, char *out) {
  size_t n = 0, lone = 0; /* how many lone letters the last word is made of */
  for (size_t i = 0; i < len;) {
    char word[UN_FOLD_ROOM];
    size_t w = 0;
    while (i < len && !is_word(in[i])) i++;
    for (; i < len && (is_word(in[i]) || in[i] == '\''); i++) {
      if (in[i] != '\'') word[w++] = in[i];
    }
    // cppcheck-suppress uninitvar ; w characters of it are set
    if (w == 0 || (w == 3 && memcmp(word, "the", 3) == 0)) continue;
    bool single = w == 1 && is_letter(word[0]);
    bool elided = lone == 1 && w > 1 && (out[n - 1] == 'd' || out[n - 1] == 'l');
    if (n > 0 && !elided && !(single && lone > 0)) out[n++] = ' ';
    memcpy(out + n, word, w);
    n += w;
    lone = single ? lone + 1 : 0;
  }
  return n;
}

/* Written out; NULL for itself, "" for nothing. */
static const char *written_out(const char *word, size_t len, bool first, bool last) {
  static const char *const words[][2] = {
      {"st", "saint"}, {"ste", "sainte"}, {"rep", "republic"}, {"dem", "democratic"},
      {"the", ""}, {"isl", "island"}, {"isls", "island"}, {"islands", "island"}};
  size_t count = sizeof words / sizeof *words - (first ? 3 : 0); /* `Islands` is not Iceland */
  if (!first && last && len == 2 && memcmp(word, "is", 2) == 0) return "island";
  if (len < 2 || len > 7) return NULL;
  for (size_t i = 0; i < count; i++) {
    if (same(word, len, words[i][0])) return words[i][1];
  }
  return NULL;
}

size_t un_name_of(const char *folded, size_t len, char out[UN_NAME_ROOM]) {
  char joined[UN_FOLD_ROOM];
  size_t n = 0, words = join_words(folded, len, joined);
  for (size_t i = 0; i < words;) {
    size_t end = i;
    while (end < words && joined[end] != ' ') end++;
    const char *to = written_out(joined + i, end - i, n == 0, end == words);
    size_t w = to ? strlen(to) : end - i;
    if (n > 0 && w > 0) out[n++] = ' ';
    memcpy(out + n, to ? to : joined + i, w);
    n += w;
    i = end + 1;
  }
  out[n] = '\0';
  return n;
}
