/* Import maps and headers as users and publishers write them: the first line of the
** input is a header (`,` between fields), the rest a map. What parses fits or says
** why; periods are looked for in both. */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "import_head.h"
#include "span.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Messages of bad maps are not what is looked for. */
static void hush(void) {
  static int done = 0;
  int null = done++ ? -1 : open("/dev/null", O_WRONLY);
  if (null >= 0) dup2(null, STDERR_FILENO);
}

static void add_line(struct un_head *head, const char *text) {
  struct un_record record = {.text = UN_STRBUF_INIT, .line = 1};
  while (*text) {
    size_t len = strcspn(text, ",\n");
    struct un_field *field = un_record_add(&record);
    *field = (struct un_field){.at = record.text.len, .len = len, .null = len == 0};
    un_strbuf_add(&record.text, text, len);
    un_strbuf_putc(&record.text, '\0');
    text += len + (text[len] != '\0');
    if (len > 0 && text[-1] == '\n') break;
  }
  un_head_add(head, &record);
  un_record_free(&record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *text = malloc(size + 1);
  static struct un_map map;
  struct un_head head = {.caption = NULL};
  struct un_strbuf why = UN_STRBUF_INIT;
  un_day first, last;
  if (!text) return 0;
  hush();
  memcpy(text, data, size);
  text[size] = '\0';
  if (un_span_find(text, &first, &last) && first > last) abort();
  const char *rest = strchr(text, '\n');
  int code = un_map_parse("map.sql", rest ? rest + 1 : text, &map);
  if (code == 0) {
    add_line(&head, text);
    if (un_head_fit(&head, &map, 1, 0, &why)) {
      for (int i = 0; i < head.layout->count; i++) {
        if (head.field[i] >= head.width) abort();
      }
    } else {
      un_head_explain(&head, &map, 1, &why);
    }
  }
  un_map_free(&map);
  un_head_free(&head);
  un_strbuf_free(&why);
  free(text);
  return 0;
}
