#include "tally_spec.h"

#include <stdlib.h>
#include <string.h>

#include "law/suggest.h"

static const struct {
  const char *name;
  enum un_measure_kind kind;
} functions[] = {
    {"sum", UN_SUM}, {"min", UN_MIN}, {"max", UN_MAX}, {"avg", UN_AVG}, {"quantile", UN_QUANTILE},
    {"refusal_rate", UN_REFUSAL_RATE}, {"refusal_count", UN_REFUSAL_COUNT},
    {"refusal_base", UN_REFUSAL_BASE}, {"refusal_low", UN_REFUSAL_LOW},
    {"refusal_high", UN_REFUSAL_HIGH}, {"disclosure_rate", UN_DISCLOSURE_RATE}, {"count", UN_COUNT}};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

/* A reading position; tokens are names, texts, numbers, `:names` and single signs. */
struct reading {
  const struct un_snapshot *source;
  struct un_spec *spec;
  const char *item, *at;
  const char *token;
  size_t len;
  char **error;
};

static bool refuse(struct reading *r, const char *format, ...) {
  va_list list;
  va_start(list, format);
  char *text = sqlite3_vmprintf(format, list);
  va_end(list);
  if (!*r->error && text) *r->error = sqlite3_mprintf("tally: '%s': %s", r->item, text);
  sqlite3_free(text);
  return false;
}

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* What ends a quoted name; NUL for no quote. SQLite reads all three kinds. */
static char closing(char c) { return c == '"' || c == '`' ? c : c == '[' ? ']' : '\0'; }

/* After a quoted name; a doubled quote stands for itself, a bracket cannot be doubled. */
static const char *skip_quoted(const char *at) {
  char close = closing(*at);
  for (at++; *at; at++) {
    if (*at == close && (close == ']' || at[1] != close)) return at + 1;
    if (*at == close) at++;
  }
  return at;
}

char *un_name_unquote(const char *name, size_t len) {
  char close = len > 1 ? closing(name[0]) : '\0';
  if (!close || name[len - 1] != close) return sqlite3_mprintf("%.*s", (int)len, name);
  char *out = sqlite3_malloc64(len), *to = out;
  for (size_t i = 1; out && i < len - 1; i++) {
    *to++ = name[i];
    if (name[i] == close && close != ']') i++;
  }
  if (out) *to = '\0';
  return out;
}

char *un_name_read(const char **at) {
  const char *from = *at, *end = from;
  if (closing(*from)) end = skip_quoted(from);
  else while (*end && *end != '.') end++;
  *at = end;
  return un_name_unquote(from, (size_t)(end - from));
}

static void advance(struct reading *r) {
  const char *at = r->at;
  while (*at == ' ' || (*at >= '\t' && *at <= '\r')) at++;
  r->token = at;
  if (is_letter(*at) || *at == ':') {
    at++;
    while (is_letter(*at) || is_digit(*at)) at++;
  } else if (is_digit(*at) || *at == '.') {
    while (is_digit(*at) || *at == '.') at++;
  } else if (*at == '\'') {
    at++;
    while (*at && *at != '\'') at++;
    if (*at) at++;
  } else if (closing(*at)) {
    at = skip_quoted(at);
  } else if (*at) {
    at++;
  }
  r->len = (size_t)(at - r->token);
  r->at = at;
}

static bool token_is(const struct reading *r, const char *text) {
  return strlen(text) == r->len && sqlite3_strnicmp(r->token, text, (int)r->len) == 0;
}

static bool accept(struct reading *r, const char *text) {
  if (!token_is(r, text)) return false;
  advance(r);
  return true;
}

static bool expect(struct reading *r, const char *text) {
  if (accept(r, text)) return true;
  return refuse(r, r->len > 0 ? "%s is expected, not %.*s" : "%s is expected at the end", text,
                (int)r->len, r->token);
}

static const char *column_at(const void *list, size_t i) {
  return ((const struct un_snapshot *)list)->columns[i].name;
}

static bool read_column(struct reading *r, int *out) {
  if (r->len == 0) return refuse(r, "a column is expected at the end");
  char *name = un_name_unquote(r->token, r->len);
  if (!name) return false;
  *out = un_snapshot_column(r->source, name, strlen(name));
  if (*out < 0) {
    const char *nearest = un_nearest(name, strlen(name), column_at, r->source, (size_t)r->source->count);
    refuse(r, nearest ? "%s is no column of %s; did you mean %s?" : "%s is no column of %s", name,
           r->source->name, nearest);
  } else {
    advance(r);
  }
  sqlite3_free(name);
  return *out >= 0;
}

/* A column whose values are compared, which the scan does byte by byte. */
static bool read_compared(struct reading *r, int *out) {
  if (!read_column(r, out)) return false;
  const struct un_snapshot_column *column = &r->source->columns[*out];
  return !column->collation || refuse(r, "%s has the collation %s, and values are compared by BINARY",
                                      column->name, column->collation);
}

static bool read_param(struct reading *r, int *out) {
  struct un_spec *spec = r->spec;
  for (int i = 0; i < spec->param_count; i++) {
    if (strlen(spec->params[i]) == r->len - 1 && memcmp(spec->params[i], r->token + 1, r->len - 1) == 0) {
      *out = i;
      advance(r);
      return true;
    }
  }
  if (spec->param_count == UN_SPEC_PARAMS || r->len < 2) return refuse(r, "a parameter needs a name");
  char *name = sqlite3_mprintf("%.*s", (int)r->len - 1, r->token + 1);
  if (!name) return false;
  *out = spec->param_count;
  spec->params[spec->param_count++] = name;
  advance(r);
  return true;
}

static bool read_definition(struct reading *r, struct un_spec_measure *m) {
  if (r->token[0] == ':') return read_param(r, &m->param);
  if (r->token[0] != '\'' || r->len < 2) return refuse(r, "a definition is a text or a name like :d");
  m->definition = un_definition_find(r->token + 1, r->len - 2);
  if (!m->definition) {
    const char *nearest = un_definition_nearest(r->token + 1, r->len - 2);
    return refuse(r, nearest ? "%.*s is no definition; did you mean %s?" : "%.*s is no definition",
                  (int)r->len, r->token, nearest);
  }
  advance(r);
  return true;
}

static bool read_arguments(struct reading *r, struct un_spec_measure *m) {
  if (m->kind == UN_COUNT && accept(r, "*")) {
    m->kind = UN_COUNT_ROWS;
    return expect(r, ")");
  }
  if (m->kind == UN_COUNT && accept(r, "distinct")) m->kind = UN_DISTINCT;
  bool compared = m->kind == UN_DISTINCT || m->kind == UN_MIN || m->kind == UN_MAX;
  if (!(compared ? read_compared : read_column)(r, &m->column)) return false;
  if (m->kind == UN_QUANTILE) {
    if (!expect(r, ",")) return false;
    if (r->token[0] == ':') {
      if (!read_param(r, &m->param)) return false;
    } else {
      char *end;
      m->p = strtod(r->token, &end);
      if (end == r->token || !(m->p >= 0.0 && m->p <= 1.0)) return refuse(r, "p is not in 0..1");
      advance(r);
    }
  }
  if (un_is_refusal(m->kind) && accept(r, ",")) {
    if (token_is(r, "1") || token_is(r, "NULL")) advance(r);
    else if (!read_column(r, &m->n)) return false;
    if (m->kind != UN_DISCLOSURE_RATE && accept(r, ",") && !read_definition(r, m)) return false;
  }
  return expect(r, ")");
}

static bool add_measure(struct reading *r, char **name, const char *function, size_t len) {
  struct un_spec *spec = r->spec;
  if (spec->measure_count == UN_SPEC_MEASURES) return refuse(r, "more than %d measures", UN_SPEC_MEASURES);
  struct un_spec_measure *m = &spec->measures[spec->measure_count];
  *m = (struct un_spec_measure){.column = -1, .n = -1, .param = -1, .definition = un_definition_find("strict", 6)};
  int i = 0;
  while (i < FUNCTIONS && (strlen(functions[i].name) != len ||
                           sqlite3_strnicmp(functions[i].name, function, (int)len) != 0)) {
    i++;
  }
  if (i == FUNCTIONS) {
    return refuse(r, "%.*s is none of period_of, count, sum, min, max, avg, quantile, refusal_rate, "
                     "refusal_count, refusal_base, refusal_low, refusal_high, disclosure_rate", (int)len, function);
  }
  if (!*name) return refuse(r, "a measure needs a name: x = %.*s(...)", (int)len, function);
  m->kind = functions[i].kind;
  if (m->kind == UN_DISCLOSURE_RATE) m->definition = un_definition_of_disclosure();
  if (!read_arguments(r, m)) return false;
  m->name = *name;
  *name = NULL;
  spec->measure_count++;
  return true;
}

static bool add_key(struct reading *r, char **name, bool period) {
  struct un_spec *spec = r->spec;
  if (spec->key_count == UN_SPEC_KEYS) return refuse(r, "more than %d keys", UN_SPEC_KEYS);
  struct un_spec_key *key = &spec->keys[spec->key_count];
  *key = (struct un_spec_key){.period = period, .unit = UN_UNIT_HALF};
  if (!(period ? read_column : read_compared)(r, &key->column)) return false;
  if (period && accept(r, ",")) {
    if (r->len < 2 || r->token[0] != '\'' || !un_unit_find(r->token + 1, r->len - 2, &key->unit)) {
      return refuse(r, "%.*s is not a unit (year, half, quarter, month)", (int)r->len, r->token);
    }
    advance(r);
  }
  if (period && !expect(r, ")")) return false;
  if (!*name) *name = sqlite3_mprintf("%s", period ? "period" : r->source->columns[key->column].name);
  if (!*name) return false;
  key->name = *name;
  *name = NULL;
  spec->key_count++;
  return true;
}

/* threads = 1 or 2: no key can be a number. */
static bool read_threads(struct reading *r) {
  if (r->spec->threads > 0) return refuse(r, "threads is given twice");
  if (!token_is(r, "1") && !token_is(r, "2")) return refuse(r, "threads is 1 or 2");
  r->spec->threads = r->token[0] - '0';
  advance(r);
  return r->len == 0 || refuse(r, "what is '%s'?", r->token);
}

static bool read_item(struct reading *r) {
  char *name = NULL;
  bool ok;
  advance(r);
  const char *first = r->token;
  size_t len = r->len;
  advance(r);
  if (token_is(r, "=") && (is_letter(first[0]) || closing(first[0]))) {
    bool threads = len == 7 && sqlite3_strnicmp(first, "threads", 7) == 0;
    const char *equals = r->token;
    advance(r);
    if (threads && is_digit(r->token[0])) return read_threads(r);
    r->at = equals;
    advance(r);
    name = un_name_unquote(first, len);
    if (!name) return false;
    advance(r);
    first = r->token;
    len = r->len;
    advance(r);
  }
  if (accept(r, "(")) {
    bool period = len == 9 && sqlite3_strnicmp(first, "period_of", 9) == 0;
    ok = period ? add_key(r, &name, true) : add_measure(r, &name, first, len);
  } else {
    r->at = first;
    advance(r);
    ok = add_key(r, &name, false);
  }
  sqlite3_free(name);
  return ok && (r->len == 0 || refuse(r, "what is '%s'?", r->token));
}

static bool names_differ(const struct un_spec *spec, char **error) {
  const char *names[UN_SPEC_KEYS + UN_SPEC_MEASURES + UN_SPEC_PARAMS];
  int count = 0;
  for (int i = 0; i < spec->key_count; i++) names[count++] = spec->keys[i].name;
  for (int i = 0; i < spec->measure_count; i++) names[count++] = spec->measures[i].name;
  for (int i = 0; i < spec->param_count; i++) names[count++] = spec->params[i];
  for (int i = 0; i < count; i++) {
    for (int k = 0; k < i; k++) {
      if (sqlite3_stricmp(names[i], names[k]) != 0) continue;
      *error = sqlite3_mprintf("tally: two columns are called %s", names[i]);
      return false;
    }
  }
  return true;
}

bool un_spec_parse(struct un_spec *spec, const struct un_snapshot *source, int count,
                   const char *const *items, char **error) {
  *spec = (struct un_spec){0};
  /* SQLite cuts at every comma outside parentheses, so an item is whole. */
  for (int i = 0; i < count; i++) {
    struct reading r = {.source = source, .spec = spec, .item = items[i], .at = items[i], .error = error};
    if (!read_item(&r)) return false;
  }
  if (spec->key_count + spec->measure_count == 0) {
    *error = sqlite3_mprintf("tally: name keys and measures after the table");
    return false;
  }
  return names_differ(spec, error);
}

void un_spec_free(struct un_spec *spec) {
  for (int i = 0; i < UN_SPEC_KEYS; i++) sqlite3_free(spec->keys[i].name);
  for (int i = 0; i < UN_SPEC_MEASURES; i++) sqlite3_free(spec->measures[i].name);
  for (int i = 0; i < UN_SPEC_PARAMS; i++) sqlite3_free(spec->params[i]);
}
