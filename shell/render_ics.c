/* SPDX-License-Identifier: GPL-3.0-or-later
** iCalendar (RFC 5545): an all-day event a row, for rows that have a date. Columns
** uid, on_date, summary, or what a report's header makes of its columns. DTSTAMP is
** the as-of date, so that the same day gives the same bytes; lines end CRLF and
** fold at 75 octets; texts are escaped (3.3.11) and hold no other controls. */
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "law/date.h"
#include "message.h"
#include "outfile.h"
#include "render.h"
#include "text.h"

static int column_of(const struct un_rows *rows, const char *name, size_t len) {
  for (int i = 0; i < rows->columns; i++) {
    if (strlen(rows->names[i]) == len && memcmp(rows->names[i], name, len) == 0) return i;
  }
  return -1;
}

/* Fold: a line longer than 75 octets goes on after CRLF and a blank, never inside
** a character (3.1). */
static void put_line(struct un_rows *rows, const char *text) {
  size_t len = strlen(text), room = 75;
  while (len > room) {
    size_t n = room;
    while (n > 1 && ((unsigned char)text[n] & 0xc0) == 0x80) n--;
    un_out_write(rows->out, text, n);
    un_out_puts(rows->out, "\r\n ");
    text += n;
    len -= n;
    room = 74;
  }
  un_out_write(rows->out, text, len);
  un_out_puts(rows->out, "\r\n");
}

static void add_escaped(struct un_strbuf *line, const char *text, size_t len) {
  for (size_t i = 0; i < len;) {
    unsigned code = 0;
    size_t n = un_utf8(text + i, len - i, &code);
    if (n == 0) un_strbuf_puts(line, "\xef\xbf\xbd");
    else if (code == '\n') un_strbuf_puts(line, "\\n");
    else if (code == '\\' || code == ';' || code == ',') un_strbuf_printf(line, "\\%c", (char)code);
    else if (!un_is_control(code)) un_strbuf_add(line, text + i, n);
    i += n ? n : 1;
  }
}

/* The template with {column} replaced; `fallback` names the column without one. */
static void fill(struct un_rows *rows, const char *template, const char *fallback, struct un_strbuf *out) {
  struct un_cell cell;
  un_strbuf_clear(out);
  if (!template) {
    un_cell_read(rows, column_of(rows, fallback, strlen(fallback)), &cell);
    un_strbuf_add(out, cell.text, cell.len);
    return;
  }
  for (const char *at = template; *at;) {
    size_t n = *at == '{' ? strcspn(at, "}") : 0;
    int column = n > 0 && at[n] == '}' ? column_of(rows, at + 1, n - 1) : -1;
    if (column < 0) {
      un_strbuf_putc(out, *at++);
      continue;
    }
    un_cell_read(rows, column, &cell);
    un_strbuf_add(out, cell.text, cell.len);
    at += n + 1;
  }
}

const char *un_ics_check(const struct un_rows *rows) {
  bool mapped = rows->style->uid && rows->style->on_date && rows->style->summary;
  bool own = column_of(rows, "uid", 3) >= 0 && column_of(rows, "on_date", 7) >= 0 && column_of(rows, "summary", 7) >= 0;
  return mapped || own ? NULL : "ics needs the columns uid, on_date and summary, or a report whose header maps them";
}

void un_ics_begin(struct un_rows *rows) {
  put_line(rows, "BEGIN:VCALENDAR");
  put_line(rows, "VERSION:2.0");
  put_line(rows, "PRODID:-//unseal//unseal " UNSEAL_VERSION "//EN");
  put_line(rows, "CALSCALE:GREGORIAN");
}

static int compare(const void *a, const void *b) { return strcmp(a, b); }

/* Two events of one UID are one to a calendar: the second gets a number. */
static void make_unique(struct un_rows *rows, struct un_strbuf *uid) {
  size_t len = uid->len;
  for (int n = 2; tfind(uid->text, &rows->seen, compare); n++) {
    uid->text[uid->len = len] = '\0';
    un_strbuf_printf(uid, "/%d", n);
  }
  char *copy = un_strdup(uid->text);
  if (!tsearch(copy, &rows->seen, compare)) free(copy);
}

static void put_alarm(struct un_rows *rows, const char *trigger, const char *summary) {
  put_line(rows, "BEGIN:VALARM");
  put_line(rows, "ACTION:DISPLAY");
  put_line(rows, summary);
  put_line(rows, trigger);
  put_line(rows, "END:VALARM");
}

void un_ics_row(struct un_rows *rows) {
  struct un_strbuf text = UN_STRBUF_INIT, line = UN_STRBUF_INIT;
  char from[UN_DATE_TEXT], to[UN_DATE_TEXT], stamp[UN_DATE_TEXT];
  un_day day, as_of;
  fill(rows, rows->style->on_date, "on_date", &text);
  if (!un_date_parse(text.text, text.len, &day) || !un_day_in_range(day + 1)) {
    rows->undated++;
    goto done;
  }
  if (!un_date_parse(rows->style->as_of, strlen(rows->style->as_of), &as_of)) as_of = 0;
  un_date_format(day, from);
  un_date_format(day + 1, to);
  un_date_format(as_of, stamp);
  put_line(rows, "BEGIN:VEVENT");
  fill(rows, rows->style->uid, "uid", &text);
  make_unique(rows, &text);
  un_strbuf_puts(&line, "UID:");
  add_escaped(&line, text.text, text.len);
  un_strbuf_puts(&line, "@unseal");
  put_line(rows, line.text);
  un_strbuf_clear(&line);
  un_strbuf_printf(&line, "DTSTAMP:%.4s%.2s%.2sT000000Z", stamp, stamp + 5, stamp + 8);
  put_line(rows, line.text);
  un_strbuf_clear(&line);
  un_strbuf_printf(&line, "DTSTART;VALUE=DATE:%.4s%.2s%.2s", from, from + 5, from + 8);
  put_line(rows, line.text);
  un_strbuf_clear(&line);
  un_strbuf_printf(&line, "DTEND;VALUE=DATE:%.4s%.2s%.2s", to, to + 5, to + 8);
  put_line(rows, line.text);
  fill(rows, rows->style->summary, "summary", &text);
  un_strbuf_clear(&line);
  un_strbuf_puts(&line, "SUMMARY:");
  add_escaped(&line, text.text, text.len);
  put_line(rows, line.text);
  put_line(rows, "TRANSP:TRANSPARENT");
  un_strbuf_clear(&line);
  un_strbuf_puts(&line, "DESCRIPTION:");
  add_escaped(&line, text.text, text.len);
  put_alarm(rows, "TRIGGER:-P7D", line.text);
  put_alarm(rows, "TRIGGER:-P1D", line.text);
  put_line(rows, "END:VEVENT");

done:
  un_strbuf_free(&text);
  un_strbuf_free(&line);
}

void un_ics_end(struct un_rows *rows) {
  if (!rows->cut) put_line(rows, "END:VCALENDAR");
  if (rows->undated > 0 && !rows->cut) un_note("%lld row%s without a date %s no event", rows->undated,
                                                rows->undated == 1 ? "" : "s", rows->undated == 1 ? "is" : "are");
  tdestroy(rows->seen, free);
  rows->seen = NULL;
}
