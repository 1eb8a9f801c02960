/* Any bytes as a terminal is shown them: escaped text holds no control, is as wide
** as was said, and clusters cover it. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "strbuf.h"
#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct un_strbuf out = UN_STRBUF_INIT;
  const char *text = (const char *)data;
  un_text_escape(&out, text, size, UN_ESCAPE_ALL);
  for (size_t i = 0; i < out.len;) {
    unsigned c;
    size_t n = un_utf8(out.text + i, out.len - i, &c);
    if (n == 0 || c < ' ' || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e)) abort();
    i += n;
  }
  if (un_text_width(text, size) != un_text_width(out.text, out.len)) abort();
  size_t sum = 0, width;
  for (size_t i = 0; i < out.len; sum += width) {
    size_t n = un_cluster(out.text + i, out.len - i, &width);
    if (n == 0 || width > 2 || i + n > out.len) abort();
    i += n;
  }
  if (sum != un_text_width(out.text, out.len)) abort();
  un_strbuf_free(&out);
  return 0;
}
