/* SPDX-License-Identifier: GPL-3.0-or-later
** `unseal record --help`: what may be set, read from the schema of a new register. A
** named CHECK says `"decided_on is not a date"`: that is what the column takes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entry.h"
#include "message.h"
#include "shell.h"
#include "strbuf.h"

enum { LEFT = 28, LINE = 78 };

static void add_words(const struct un_entry *entry, const char *column, struct un_strbuf *out) {
  struct un_names words;
  un_ask_words(entry->db, entry->kind->table, column, &words);
  for (size_t i = 0; i < words.count; i++) un_strbuf_printf(out, "%s%s", i > 0 ? ", " : "", words.list[i]);
  un_names_free(&words);
}

static void add_what(const struct un_entry *entry, const struct un_entry_column *column, const char *sql, struct un_strbuf *out) {
  struct un_strbuf check = UN_STRBUF_INIT;
  const char *codes = un_entry_codes(column->name);
  un_strbuf_printf(&check, "\"%s is not ", column->name);
  const char *says = strstr(sql, check.text);
  if (says) says += check.len;
  if (codes) un_strbuf_printf(out, "a %s", codes);
  else if (says && strncmp(says, "one of its words", 16) == 0) add_words(entry, column->name, out);
  else if (says) un_strbuf_add(out, says, strcspn(says, "\""));
  else un_strbuf_puts(out, column->whole ? "a whole number" : "a text");
  un_strbuf_free(&check);
}

/* `  --process *                 subpoena, court_order, ...`, its lines within LINE columns. */
static void print_column(const struct un_entry_column *column, const char *what) {
  char option[64];
  snprintf(option, sizeof option, "--%s%s", column->name, column->needed ? " *" : "");
  for (char *p = option; *p; p++) *p = *p == '_' ? '-' : *p;
  size_t at = (size_t)printf("  %-*s", LEFT - 2, option);
  for (const char *word = what; *word;) {
    size_t len = strcspn(word, " ");
    if (at + len > LINE && at > LEFT) at = (size_t)printf("\n%*s", LEFT, "") - 1;
    at += (size_t)printf("%s%.*s", at > LEFT ? " " : "", (int)len, word);
    word += len + (word[len] == ' ');
  }
  putchar('\n');
}

static int print_kind(sqlite3 *db, const struct un_entry_kind *kind) {
  struct un_entry entry = {.db = db, .kind = kind};
  int code = un_entry_load(&entry);
  char *sql = un_ask(db, "SELECT sql FROM sqlite_schema WHERE name = ?1", kind->table, NULL);
  printf("%s: %s\n", kind->name, kind->named);
  for (int i = 0; i < entry.count; i++) {
    struct un_strbuf what = UN_STRBUF_INIT;
    const char *name = entry.columns[i].name;
    if ((kind->parent && strcmp(name, kind->parent) == 0) || strcmp(name, "follows_id") == 0) continue; /* --ref, --follows */
    add_what(&entry, &entry.columns[i], sql ? sql : "", &what);
    print_column(&entry.columns[i], what.text);
    un_strbuf_free(&what);
  }
  free(sql);
  un_entry_free(&entry);
  return code;
}

int un_entry_help(struct un_shell *shell, const struct un_entry_kind *kind) {
  const struct un_entry_kind *each;
  int code = un_shell_open(shell, ":memory:", UN_OPEN_CREATE);
  if (code == 0) code = un_init_schema(shell, ":memory:");
  printf("%scolumns, * where a new record needs one (a date is YYYY-MM-DD, an instant\n"
         "YYYY-MM-DDThh:mmZ, a term P90D):\n", kind ? "" : "\n");
  for (int i = 0; code == 0 && (each = un_entry_kind_at(i)); i++) {
    if (kind && each != kind) continue;
    putchar('\n');
    code = print_kind(shell->db, each);
  }
  return code;
}
