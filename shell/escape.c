/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "escape.h"

#include <string.h>

#include "text.h"

#define ENTITY "#0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

bool un_escape_json(struct un_strbuf *out, const char *text, size_t len) {
  bool whole = true;
  un_strbuf_putc(out, '"');
  for (size_t i = 0; i < len;) {
    unsigned c = 0;
    size_t n = un_utf8(text + i, len - i, &c);
    whole = whole && n > 0;
    if (n == 0) un_strbuf_puts(out, "\\ufffd");
    else if (c == '"' || c == '\\') un_strbuf_printf(out, "\\%c", (char)c);
    else if (c == '\n') un_strbuf_puts(out, "\\n");
    else if (un_is_control(c)) un_strbuf_printf(out, "\\u%04x", c);
    else un_strbuf_add(out, text + i, n);
    i += n ? n : 1;
  }
  un_strbuf_putc(out, '"');
  return whole;
}

void un_escape_html(struct un_strbuf *out, const char *text) {
  for (const unsigned char *at = (const unsigned char *)(text ? text : ""); *at; at++) {
    switch (*at) {
    case '<': un_strbuf_puts(out, "&lt;"); break;
    case '>': un_strbuf_puts(out, "&gt;"); break;
    case '&': un_strbuf_puts(out, "&amp;"); break;
    case '"': un_strbuf_puts(out, "&quot;"); break;
    case '\'': un_strbuf_puts(out, "&#39;"); break;
    default:
      if (*at >= 0x20 && *at != 0x7f) un_strbuf_putc(out, (char)*at);
    }
  }
}

void un_escape_markdown(struct un_strbuf *out, const char *text) {
  for (; *text; text++) {
    size_t name = *text == '&' ? strspn(text + 1, ENTITY) : 0;
    bool entity = name > 0 && text[name + 1] == ';'; /* &amp; would be read as & */
    if (entity || strchr("|\\`*_<>[]~", *text)) un_strbuf_putc(out, '\\');
    un_strbuf_putc(out, *text);
  }
}
