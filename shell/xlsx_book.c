/* SPDX-License-Identifier: GPL-3.0-or-later
** A workbook's parts: relationships, sheets, formats, shared texts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xlsx_book.h"

enum { RELATIONS = 4096, FORMATS = 65536, SHARED_MAX = 1 << 28 };

struct relation {
  char *id, *type, *target; /* target: the part's name */
};

/* While a workbook is opened. */
struct opening {
  struct un_xlsx *book;
  const char *base; /* the part whose relationships are read */
  struct relation relations[RELATIONS];
  int relation_count;
  struct {
    int id;
    enum un_sheet_format format;
  } *custom; /* numFmts */
  int custom_count;
  bool in_formats, phonetic;
};

/* --- relationships ------------------------------------------------------------------ */

/* A target beside its base: `worksheets/sheet1.xml`, `/xl/x.xml`, `../x.xml`. */
static char *resolve(const char *base, const char *target) {
  struct un_strbuf path = UN_STRBUF_INIT;
  const char *slash = strrchr(base, '/');
  if (target[0] == '/') target++;
  else if (slash) un_strbuf_add(&path, base, (size_t)(slash - base) + 1);
  while (strncmp(target, "../", 3) == 0 || strncmp(target, "./", 2) == 0) {
    if (target[1] == '.' && path.len > 0) {
      path.text[--path.len] = '\0';
      while (path.len > 0 && path.text[path.len - 1] != '/') path.text[--path.len] = '\0';
    }
    target += target[1] == '.' ? 3 : 2;
  }
  un_strbuf_puts(&path, target);
  return un_strbuf_take(&path);
}

static void relation_start(struct un_xml *xml, const char *name, const char **attributes) {
  struct opening *o = xml->user;
  const char *id = un_xml_attribute(attributes, "Id"), *type = un_xml_attribute(attributes, "Type"),
             *target = un_xml_attribute(attributes, "Target"), *mode = un_xml_attribute(attributes, "TargetMode");
  if (strcmp(name, "Relationship") != 0 || !id || !type || !target) return;
  if (mode && strcmp(mode, "External") == 0) return;
  if (o->relation_count == RELATIONS) {
    un_xml_fail(xml, "more than %d relationships", RELATIONS);
    return;
  }
  o->relations[o->relation_count++] =
      (struct relation){un_strdup(id), un_strdup(type), resolve(o->base, target)};
}

static void forget_relations(struct opening *o) {
  for (int i = 0; i < o->relation_count; i++) {
    free(o->relations[i].id);
    free(o->relations[i].type);
    free(o->relations[i].target);
  }
  o->relation_count = 0;
}

static bool ends_with(const char *text, const char *end) {
  size_t n = strlen(text), m = strlen(end);
  return n >= m && strcmp(text + n - m, end) == 0;
}

static const char *part_of_type(const struct opening *o, const char *type) {
  for (int i = 0; i < o->relation_count; i++) {
    if (ends_with(o->relations[i].type, type)) return o->relations[i].target;
  }
  return NULL;
}

/* --- the workbook ------------------------------------------------------------------- */

static bool is_true(const char *text) { return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0); }

static void workbook_start(struct un_xml *xml, const char *name, const char **attributes) {
  struct opening *o = xml->user;
  struct un_xlsx *book = o->book;
  if (strcmp(name, "workbookPr") == 0) {
    book->from_1904 = is_true(un_xml_attribute(attributes, "date1904"));
  } else if (strcmp(name, "sheet") == 0) {
    const char *sheet = un_xml_attribute(attributes, "name"), *id = un_xml_prefixed(attributes, "id"),
               *state = un_xml_attribute(attributes, "state");
    for (int i = 0; sheet && id && i < o->relation_count; i++) {
      if (strcmp(o->relations[i].id, id) != 0 || !ends_with(o->relations[i].type, "/worksheet")) continue;
      book->sheets = un_realloc(book->sheets, (size_t)(book->count + 1) * sizeof *book->sheets);
      book->sheets[book->count++] = (struct un_sheet){un_strdup(sheet), un_strdup(o->relations[i].target),
                                                      state && strcmp(state, "visible") != 0};
      break;
    }
  }
}

static void nothing(struct un_xml *xml, const char *name) { (void)xml, (void)name; }

/* --- formats ------------------------------------------------------------------------ */

static enum un_sheet_format format_of(const struct opening *o, int id) {
  for (int i = o->custom_count - 1; i >= 0; i--) {
    if (o->custom[i].id == id) return o->custom[i].format;
  }
  return un_sheet_format_builtin(id);
}

static void styles_start(struct un_xml *xml, const char *name, const char **attributes) {
  struct opening *o = xml->user;
  struct un_xlsx *book = o->book;
  const char *id = un_xml_attribute(attributes, "numFmtId"), *code = un_xml_attribute(attributes, "formatCode");
  if (strcmp(name, "cellXfs") == 0) {
    o->in_formats = true;
  } else if (strcmp(name, "numFmt") == 0 && id && code && o->custom_count < FORMATS) {
    o->custom = un_realloc(o->custom, (size_t)(o->custom_count + 1) * sizeof *o->custom);
    o->custom[o->custom_count].id = (int)strtol(id, NULL, 10);
    o->custom[o->custom_count++].format = un_sheet_format_of(code);
  } else if (strcmp(name, "xf") == 0 && o->in_formats && book->format_count < FORMATS) {
    book->formats = un_realloc(book->formats, (size_t)(book->format_count + 1) * sizeof *book->formats);
    book->formats[book->format_count++] = format_of(o, id ? (int)strtol(id, NULL, 10) : 0);
  }
}

static void styles_end(struct un_xml *xml, const char *name) {
  if (strcmp(name, "cellXfs") == 0) ((struct opening *)xml->user)->in_formats = false;
}

/* --- shared texts --------------------------------------------------------------------- */

static int hex4(const char *at) {
  int n = 0;
  for (int i = 0; i < 4; i++) {
    const char *digits = "0123456789abcdef", *found = at[i] ? strchr(digits, at[i] | 0x20) : NULL;
    if (!found || (at[i] >= 0x10 && at[i] < 0x20)) return -1;
    n = n * 16 + (int)(found - digits);
  }
  return n;
}

void un_xlsx_unescape(struct un_strbuf *text) {
  char *to = text->text;
  if (!strstr(text->text, "_x")) return;
  for (const char *at = text->text; *at;) {
    int code = at[0] == '_' && at[1] == 'x' ? hex4(at + 2) : -1;
    if (code > 0 && code < 0x80 && at[6] == '_') {
      *to++ = (char)code;
      at += 7;
    } else {
      *to++ = *at++;
    }
  }
  *to = '\0';
  text->len = (size_t)(to - text->text);
}

static void shared_start(struct un_xml *xml, const char *name, const char **attributes) {
  struct opening *o = xml->user;
  (void)attributes;
  if (strcmp(name, "si") == 0) un_strbuf_clear(&xml->text);
  else if (strcmp(name, "rPh") == 0) o->phonetic = true;
  xml->collect = strcmp(name, "t") == 0 && !o->phonetic;
}

static void shared_end(struct un_xml *xml, const char *name) {
  struct opening *o = xml->user;
  struct un_xlsx *book = o->book;
  xml->collect = false;
  if (strcmp(name, "rPh") == 0) o->phonetic = false;
  if (strcmp(name, "si") != 0) return;
  if (book->shared.len + xml->text.len > SHARED_MAX) {
    un_xml_fail(xml, "texts of more than %d MiB", SHARED_MAX >> 20);
    return;
  }
  if (book->shared_count == book->shared_room) {
    book->shared_room = book->shared_room ? book->shared_room * 2 : 256;
    book->shared_at = un_realloc(book->shared_at, (size_t)book->shared_room * sizeof *book->shared_at);
  }
  un_xlsx_unescape(&xml->text);
  book->shared_at[book->shared_count++] = book->shared.len;
  un_strbuf_add(&book->shared, xml->text.text, xml->text.len + 1);
}

/* --- opening ------------------------------------------------------------------------- */

typedef void start_handler(struct un_xml *xml, const char *name, const char **attributes);
typedef void end_handler(struct un_xml *xml, const char *name);

/* A whole part through its handlers; false with the reason. */
static bool read_part(struct opening *o, const char *part, start_handler *start, end_handler *end, char **why) {
  struct un_xml xml = {.user = o, .start = start, .end = end};
  bool good = un_xml_open(&xml, o->book->zip, part);
  while (good && un_xml_more(&xml)) {
  }
  good = good && xml.why.len == 0;
  if (!good) *why = un_strbuf_take(&xml.why);
  un_xml_close(&xml);
  return good;
}

/* The relationships of a part, `xl/_rels/workbook.xml.rels` of `xl/workbook.xml`. */
static bool read_relations(struct opening *o, const char *part, char **why) {
  struct un_strbuf name = UN_STRBUF_INIT;
  const char *slash = strrchr(part, '/');
  size_t folder = slash ? (size_t)(slash - part) + 1 : 0;
  un_strbuf_add(&name, part, folder);
  un_strbuf_printf(&name, "_rels/%s.rels", part + folder);
  forget_relations(o);
  o->base = part;
  bool good = read_part(o, name.text, relation_start, nothing, why);
  un_strbuf_free(&name);
  return good;
}

static bool read_book(struct opening *o, char **why) {
  if (un_zip_enter(o->book->zip, "_rels/.rels") < 0) {
    bool open_document = un_zip_enter(o->book->zip, "content.xml") >= 0;
    *why = un_strdup(open_document ? "an OpenDocument file; save it as .xlsx or CSV"
                                   : "a ZIP archive, but no workbook (.xlsx) in it");
    return false;
  }
  if (!read_relations(o, "", why)) return false;
  const char *found = part_of_type(o, "/officeDocument");
  if (!found || !ends_with(found, ".xml")) {
    *why = un_strdup(found && ends_with(found, ".bin") ? "a binary workbook (.xlsb); save it as .xlsx or CSV"
                                                       : "an Office file, but no workbook (.xlsx)");
    return false;
  }
  char *workbook = un_strdup(found);
  bool good = read_relations(o, workbook, why) && read_part(o, workbook, workbook_start, nothing, why);
  const char *styles = part_of_type(o, "/styles"), *shared = part_of_type(o, "/sharedStrings");
  if (good && o->book->count == 0) {
    *why = un_strdup("an Office file without worksheets");
    good = false;
  }
  if (good && styles) good = read_part(o, styles, styles_start, styles_end, why);
  if (good && shared) good = read_part(o, shared, shared_start, shared_end, why);
  free(workbook);
  return good;
}

struct un_xlsx *un_xlsx_open(int fd, char **why) {
  struct un_xlsx *book = un_alloc(sizeof *book);
  struct opening *o = un_alloc(sizeof *o);
  *book = (struct un_xlsx){.shared = UN_STRBUF_INIT, .record = {.text = UN_STRBUF_INIT},
                           .raw = UN_STRBUF_INIT, .fault = UN_STRBUF_INIT};
  o->book = book;
  o->relation_count = o->custom_count = 0;
  o->custom = NULL;
  o->in_formats = o->phonetic = false;
  book->zip = un_zip_open(fd, why);
  bool good = book->zip && read_book(o, why);
  forget_relations(o);
  free(o->custom);
  free(o);
  if (good) return book;
  un_xlsx_close(book);
  return NULL;
}

void un_xlsx_close(struct un_xlsx *book) {
  if (!book) return;
  if (book->open) un_xml_close(&book->xml);
  for (int i = 0; i < book->count; i++) {
    free(book->sheets[i].name);
    free(book->sheets[i].part);
  }
  free(book->sheets);
  free(book->formats);
  free(book->shared_at);
  un_strbuf_free(&book->shared);
  un_strbuf_free(&book->raw);
  un_strbuf_free(&book->fault);
  un_record_free(&book->record);
  un_zip_close(book->zip);
  free(book);
}

int un_xlsx_count(const struct un_xlsx *book) { return book->count; }

const char *un_xlsx_name(const struct un_xlsx *book, int sheet, bool *hidden) {
  if (hidden) *hidden = book->sheets[sheet].hidden;
  return book->sheets[sheet].name;
}
