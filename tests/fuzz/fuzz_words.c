/* Any line through the command tokenizer: it ends, words point into the line, and a
** word in single quotes comes back as it was. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "strbuf.h"
#include "words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *line = un_alloc(size + 3);
  struct un_words words;
  memcpy(line, data, size);
  line[size] = '\0';
  bool closed = un_words_cut(line, &words);
  size_t before = 0;
  for (int i = 0; i < words.count; i++) {
    if (words.offset[i] >= strlen(words.line) || (i > 0 && words.offset[i] <= before)) abort();
    if (strlen(words.at[i]) > size) abort();
    before = words.offset[i];
  }
  if (!closed && words.unclosed >= strlen(words.line)) abort();
  un_words_free(&words);
  /* '...' is read as it is. */
  if (!memchr(data, '\'', size) && !memchr(data, '\0', size)) {
    line[0] = '\'';
    memcpy(line + 1, data, size);
    line[size + 1] = '\'';
    line[size + 2] = '\0';
    if (!un_words_cut(line, &words) || words.count != 1 || strlen(words.at[0]) != size ||
        memcmp(words.at[0], data, size) != 0) {
      abort();
    }
    un_words_free(&words);
  }
  free(line);
  return 0;
}
