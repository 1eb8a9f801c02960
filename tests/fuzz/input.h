/* A fuzz input cut into texts, each in an allocation of its exact size, so that
** a sanitizer sees a read past its end. */
#ifndef FUZZ_INPUT_H
#define FUZZ_INPUT_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct text {
  char *at;
  size_t len;
};

static inline struct text copy_of(const uint8_t *data, size_t size) {
  struct text text = {malloc(size ? size : 1), size};
  if (!text.at) abort();
  if (size) memcpy(text.at, data, size);
  return text;
}

/* Up to the next newline, which is left out; the input moves on. */
static inline struct text next_text(const uint8_t **data, size_t *size) {
  const uint8_t *end = *size ? memchr(*data, '\n', *size) : NULL;
  size_t n = end ? (size_t)(end - *data) : *size;
  struct text text = copy_of(*data, n);
  *data += end ? n + 1 : n;
  *size -= end ? n + 1 : n;
  return text;
}

static inline void must(int truth) {
  if (!truth) abort();
}

#endif
