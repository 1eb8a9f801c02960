/* SPDX-License-Identifier: GPL-3.0-or-later
** .import: a file's rows into a table, as sqlite3 has it, but nothing is padded or
** dropped in silence. All rows or none, unless --rejects FILE keeps bad ones aside
** with line, byte, column, reason and raw text; constraints count as bad, too.
** A table that is not there is made, its columns TEXT, named by the first record. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "dot.h"
#include "message.h"
#include "reader.h"
#include "strbuf.h"
#include "tempfile.h"

struct load {
  struct un_shell *shell;
  const char *path; /* as it was said, for messages */
  const char *file; /* what is opened: another than `path` for a command */
  const char *table, *schema, *rejects_path;
  bool ascii, csv, header, verbose;
  bool begun; /* the first record was read: the header, where there is one */
  long long skip;
  struct un_reader reader;
  FILE *separated; /* --ascii: instead of the reader */
  int read_error;  /* its errno */
  struct un_record row;
  struct un_out *rejects;
  sqlite3_stmt *insert;
  int columns, *field; /* field[i]: of the record, for column i */
  long long stored, rejected;
};

/* --- the words ------------------------------------------------------------------------ */

/* sqlite3's words, and how it is used. */
static int usage(const char *format, const char *what) {
  struct un_strbuf text = UN_STRBUF_INIT;
  un_strbuf_printf(&text, format, what);
  un_plain("ERROR: %s  Usage:\n.import %s", text.text, un_dot_find('.', "import")->usage);
  un_strbuf_free(&text);
  return UN_EXIT_USAGE;
}

static int parse(struct load *load, const struct un_words *words) {
  const char *operands[2] = {NULL, NULL};
  int count = 0;
  for (int i = 1; i < words->count; i++) {
    const char *word = words->at[i], *name = word + (word[0] == '-' && word[1] == '-');
    const char *value = i + 1 < words->count ? words->at[i + 1] : NULL;
    if (word[0] != '-') {
      if (count == 2) return usage("extra argument: \"%s\".", word);
      operands[count++] = word;
    } else if (strcmp(name, "-csv") == 0) load->csv = true;
    else if (strcmp(name, "-ascii") == 0) load->ascii = true;
    else if (strcmp(name, "-header") == 0) load->header = true;
    else if (strcmp(name, "-v") == 0) load->verbose = true;
    else if (value && strcmp(name, "-skip") == 0) {
      if (!un_whole(value, 0, LONG_MAX, &load->skip)) {
        return un_dot_fail(load->shell, words, i + 1, UN_EXIT_USAGE, "--skip '%s' is no number of records, 0 or more", value);
      }
      i++;
    }
    else if (value && strcmp(name, "-schema") == 0) load->schema = value, i++;
    else if (value && strcmp(name, "-rejects") == 0) load->rejects_path = value, i++;
    else return un_dot_fail(load->shell, words, i, UN_EXIT_USAGE, "unknown option '%s', or without its value", word);
  }
  if (count < 2) return usage("missing %s argument.", count == 0 ? "FILE" : "TABLE");
  load->path = operands[0];
  load->table = operands[1];
  return 0;
}

/* The separator as .mode and .separator have it; 0x1F with --ascii. */
static int delimiter(struct load *load, char *out) {
  const struct un_style *style = &load->shell->style;
  const char *set = style->column_separator ? style->column_separator : style->format->separators;
  if (load->csv || strcmp(style->format->name, "csv") == 0) set = style->column_separator && !load->csv ? set : ",";
  if (load->ascii || strcmp(style->format->name, "ascii") == 0) set = "\x1f";
  if (!set) set = "|";
  *out = set[0];
  if (strlen(set) == 1) return 0;
  return un_fail(UN_EXIT_USAGE, ".import: a separator of %zu bytes; one is read", strlen(set));
}

/* What `|command` prints, in a file of its own: a reader knows files, and no row is
** stored before the command has ended well. */
static int run_command(const char *command, char **path) {
  char block[65536];
  int error = 0, fd = un_temp_open("", path);
  FILE *file = fd >= 0 ? fdopen(fd, "wb") : NULL;
  if (!file) return un_fail(UN_EXIT_WRITE, ".import: %s: %s", un_temp_folder(), strerror(errno));
  fflush(NULL);
  FILE *pipe = popen(command, "re");
  int code = pipe ? 0 : un_fail(UN_EXIT_SQL, ".import: '%s': %s", command, strerror(errno));
  for (size_t n; error == 0 && pipe && !un_interrupted && (n = fread(block, 1, sizeof block, pipe)) > 0;) {
    if (fwrite(block, 1, n, file) < n) error = errno;
  }
  int status = pipe ? pclose(pipe) : 0;
  if (fclose(file) != 0 && error == 0) error = errno;
  if (un_interrupted) return un_interrupted_code();
  if (error != 0) return un_fail(UN_EXIT_WRITE, ".import: %s: %s", un_temp_folder(), strerror(error));
  return code != 0 ? code : un_command_failed(".import", command, status, UN_EXIT_SQL);
}

/* --- 0x1F and 0x1E ------------------------------------------------------------------------
** No quotes: a byte is either data or one of the two. */

static enum un_record_result next_separated(struct load *load) {
  struct un_record *row = &load->row;
  int c = EOF;
  bool any = false;
  row->count = 0;
  row->line++;
  un_strbuf_clear(&row->text);
  struct un_field *field = NULL;
  size_t at = 0;
  while ((c = getc(load->separated)) != EOF && c != 0x1e) {
    any = true;
    if (c != 0x1f) {
      un_strbuf_putc(&row->text, (char)c);
      continue;
    }
    field = un_record_add(row);
    *field = (struct un_field){.at = at, .len = row->text.len - at};
    un_strbuf_putc(&row->text, '\0');
    at = row->text.len;
  }
  if (c == EOF && ferror(load->separated)) {
    load->read_error = errno;
    return UN_RECORD_END;
  }
  if (!any && c == EOF) return UN_RECORD_END;
  field = un_record_add(row);
  *field = (struct un_field){.at = at, .len = row->text.len - at};
  return UN_RECORD_READ;
}

static enum un_record_result next_row(struct load *load) {
  return load->separated ? next_separated(load) : un_reader_next(&load->reader);
}

static const struct un_record *row_of(const struct load *load) {
  return load->separated ? &load->row : load->reader.record;
}

/* --- rows -------------------------------------------------------------------------------- */

static void csv_text(struct un_strbuf *line, const char *text, size_t len) {
  un_strbuf_putc(line, '"');
  for (size_t i = 0; i < len; i++) {
    if (text[i] == '"') un_strbuf_putc(line, '"');
    un_strbuf_putc(line, text[i]);
  }
  un_strbuf_putc(line, '"');
}

static int reject(struct load *load, int column, const char *reason) {
  const struct un_record *record = row_of(load);
  long long line = record->fault_line > 0 ? record->fault_line : record->line;
  if (!load->rejects) {
    struct un_strbuf place = UN_STRBUF_INIT;
    if (column > 0) un_strbuf_printf(&place, ", field %d", column);
    int code = un_fail(UN_EXIT_SQL, "%s:%lld%s: %s; nothing was imported (--rejects FILE keeps such rows aside)", load->path, line,
                       place.text, reason);
    un_strbuf_free(&place);
    return code;
  }
  struct un_strbuf text = UN_STRBUF_INIT;
  csv_text(&text, load->path, strlen(load->path));
  un_strbuf_printf(&text, ",%lld,%lld,%d,", line, record->byte, column);
  csv_text(&text, reason, strlen(reason));
  un_strbuf_putc(&text, ',');
  csv_text(&text, record->raw ? record->raw : "", record->raw ? record->raw_len : 0);
  un_strbuf_putc(&text, '\n');
  un_out_write(load->rejects, text.text, text.len);
  un_strbuf_free(&text);
  load->rejected++;
  return 0;
}

static int store(struct load *load) {
  const struct un_record *record = row_of(load);
  sqlite3 *db = load->shell->db;
  for (int i = 0; i < load->columns; i++) {
    const char *text = un_record_text(record, load->field[i]);
    if (text) sqlite3_bind_text(load->insert, i + 1, text, (int)un_record_len(record, load->field[i]), SQLITE_STATIC);
    else sqlite3_bind_null(load->insert, i + 1);
  }
  int rc = sqlite3_step(load->insert);
  sqlite3_reset(load->insert);
  if (rc == SQLITE_DONE) {
    load->stored++;
    return 0;
  }
  int code = un_exit_of_sqlite(rc);
  if (code == UN_EXIT_SQL && (rc & 0xff) != SQLITE_CORRUPT && (rc & 0xff) != SQLITE_FULL && (rc & 0xff) != SQLITE_IOERR) {
    return reject(load, 0, sqlite3_errmsg(db));
  }
  return code > 128 ? code : un_fail(code, "%s: %s", load->path, sqlite3_errmsg(db));
}

/* --- the table --------------------------------------------------------------------------- */

static int create(struct load *load, const struct un_record *record) {
  struct un_strbuf sql = UN_STRBUF_INIT;
  char *head = sqlite3_mprintf("CREATE TABLE \"%w\".\"%w\"(", load->schema, load->table);
  un_strbuf_puts(&sql, head);
  sqlite3_free(head);
  for (int i = 0; i < record->count; i++) {
    const char *name = un_record_text(record, i);
    char *column = name && *name ? sqlite3_mprintf("%s\n  \"%w\" TEXT", i > 0 ? "," : "", name)
                                 : sqlite3_mprintf("%s\n  column%d TEXT", i > 0 ? "," : "", i + 1);
    un_strbuf_puts(&sql, column);
    sqlite3_free(column);
  }
  un_strbuf_puts(&sql, ")");
  int code = un_exec(load->shell, sql.text, load->path);
  un_strbuf_free(&sql);
  return code;
}

/* Which field goes where: by position, or by the header's names. Columns that the header
** lacks go to the end: they get their defaults, which is said (W9). */
static int match(struct load *load, struct un_names *columns, const struct un_record *header) {
  load->columns = (int)columns->count;
  load->field = un_alloc(columns->count * sizeof *load->field);
  for (int i = 0; i < load->columns; i++) load->field[i] = header ? -1 : i;
  for (int f = 0; header && f < header->count; f++) {
    const char *name = un_record_text(header, f);
    int at = -1;
    for (int i = 0; i < load->columns && at < 0; i++) {
      if (name && strcasecmp(columns->list[i], name) == 0) at = i;
    }
    if (at < 0 || load->field[at] >= 0) {
      const char *near = name ? un_names_nearest(columns, name) : NULL;
      return un_fail(UN_EXIT_SQL, "%s: the header's '%s' %s of %s%s%s%s", load->path, name ? name : "",
                     at < 0 ? "is no column" : "is there twice, a column", load->table, near && at < 0 ? "; did you mean '" : "",
                     near && at < 0 ? near : "", near && at < 0 ? "'?" : "");
    }
    load->field[at] = f;
  }
  struct un_strbuf absent = UN_STRBUF_INIT;
  load->columns = 0;
  for (size_t i = 0; i < columns->count; i++) {
    char *name = columns->list[i];
    if (load->field[i] < 0) {
      un_strbuf_printf(&absent, "%s%s", absent.len > 0 ? ", " : "", name);
      continue;
    }
    columns->list[i] = columns->list[load->columns];
    columns->list[load->columns] = name;
    load->field[load->columns++] = load->field[i];
  }
  if (absent.len > 0) un_note("%s: the header lacks %s of %s; defaults are stored", load->path, absent.text, load->table);
  un_strbuf_free(&absent);
  return 0;
}

static int prepare(struct load *load, const struct un_names *columns) {
  struct un_strbuf sql = UN_STRBUF_INIT;
  char *head = sqlite3_mprintf("INSERT INTO \"%w\".\"%w\"(", load->schema, load->table);
  un_strbuf_puts(&sql, head);
  sqlite3_free(head);
  for (int i = 0; i < load->columns; i++) {
    char *name = sqlite3_mprintf("%s\"%w\"", i > 0 ? "," : "", columns->list[i]);
    un_strbuf_puts(&sql, name);
    sqlite3_free(name);
  }
  un_strbuf_puts(&sql, ") VALUES(");
  for (int i = 0; i < load->columns; i++) un_strbuf_puts(&sql, i > 0 ? ",?" : "?");
  un_strbuf_putc(&sql, ')');
  int rc = sqlite3_prepare_v2(load->shell->db, sql.text, -1, &load->insert, NULL);
  un_strbuf_free(&sql);
  return rc == SQLITE_OK ? 0 : un_fail(un_exit_of_sqlite(rc), "%s: %s", load->table, sqlite3_errmsg(load->shell->db));
}

static int load_rows(struct load *load, struct un_names *columns) {
  enum un_record_result r = UN_RECORD_READ;
  int code = 0;
  for (long long i = 0; i < load->skip && r != UN_RECORD_END; i++) r = next_row(load);
  while (code == 0 && r != UN_RECORD_END && (r = next_row(load)) != UN_RECORD_END) {
    const struct un_record *record = row_of(load);
    if (un_interrupted) return un_interrupted_code();
    bool make = columns->count == 0, names = make || load->header;
    if (r == UN_RECORD_FAULT && names && !load->begun) {
      return un_fail(UN_EXIT_SQL, "%s:%lld: the header: %s", load->path, record->line, record->fault);
    }
    if (r == UN_RECORD_FAULT) {
      code = reject(load, record->fault_column, record->fault);
      continue;
    }
    if (!load->begun) {
      load->begun = true;
      if (make) code = create(load, record);
      for (int i = 0; make && i < record->count && code == 0; i++) {
        char column[32];
        const char *name = un_record_text(record, i);
        snprintf(column, sizeof column, "column%d", i + 1);
        if (!name || !*name) name = column;
        un_names_add(columns, name, strlen(name));
      }
      if (code == 0) code = match(load, columns, names && !make ? record : NULL);
      if (code == 0) code = prepare(load, columns);
      if (code != 0 || names) continue;
    }
    if (record->count != load->columns) {
      struct un_strbuf reason = UN_STRBUF_INIT;
      un_strbuf_printf(&reason, "%d field%s, %d wanted", record->count, un_s(record->count), load->columns);
      code = reject(load, 0, reason.text);
      un_strbuf_free(&reason);
    } else {
      code = store(load);
    }
  }
  if (code == 0 && un_interrupted) return un_interrupted_code();
  if (code == 0 && load->read_error != 0) {
    return un_fail(UN_EXIT_USAGE, "%s: %s; nothing was imported", load->path, strerror(load->read_error));
  }
  return code == 0 && !load->separated ? un_reader_finish(&load->reader) : code;
}

static int load_file(struct load *load, char separator) {
  struct un_names columns;
  struct un_shell *shell = load->shell;
  char *sql = sqlite3_mprintf("SELECT name FROM pragma_table_info(%Q, %Q)", load->table, load->schema);
  un_ask_names(shell->db, sql, NULL, &columns);
  sqlite3_free(sql);
  const struct un_reader_options options = {.delimiter = separator};
  int code = un_exec(shell, "SAVEPOINT import", load->path);
  if (code != 0) goto done;
  load->row.text = (struct un_strbuf)UN_STRBUF_INIT;
  bool separated = separator == '\x1f';
  if (separated) load->separated = fopen(load->file, "rbe");
  if (separated && !load->separated) code = un_fail(UN_EXIT_USAGE, "%s: %s", load->path, strerror(errno));
  else if (!separated) code = un_reader_open(&load->reader, load->file, &options);
  if (code == 0 && load->rejects_path) {
    code = un_out_refuse_input(load->rejects_path, load->path);
    if (code == 0) code = un_out_open(load->rejects_path, &load->rejects);
    if (code == 0) un_out_puts(load->rejects, "file,line,byte,column,reason,raw\n");
  }
  if (code == 0 && (separated || un_reader_next_table(&load->reader))) code = load_rows(load, &columns);
  if (code == 0 && !load->begun && (load->header || columns.count == 0)) code = un_fail(UN_EXIT_SQL, "%s: has no header", load->path);
  if (!separated) un_reader_close(&load->reader);
  if (load->separated) fclose(load->separated);
  un_record_free(&load->row);
  sqlite3_finalize(load->insert);
  /* The rejects are on disk before the rows are, and have their name after. */
  if (load->rejects && code == 0) code = un_out_settle(load->rejects);
  if (code == 0) code = un_exec(shell, "RELEASE import", load->path);
  bool kept = code == 0;
  if (!kept) sqlite3_exec(shell->db, "ROLLBACK TO import; RELEASE import", NULL, NULL, NULL);
  if (load->rejects && kept) code = un_out_commit(load->rejects);
  else if (load->rejects) un_out_abort(load->rejects);
  if (kept && code != 0) un_fail(code, "%s: %lld rows are stored, the %lld rejected are not kept", load->table, load->stored, load->rejected);

done:
  un_names_free(&columns);
  free(load->field);
  return code;
}

int un_dot_import(struct un_shell *shell, const struct un_words *words) {
  struct load load = {.shell = shell, .schema = "main"};
  char separator, *temporary = NULL;
  int code = parse(&load, words);
  if (code == 0) code = delimiter(&load, &separator);
  if (code == 0 && strcmp(load.schema, "main") == 0) {
    char *schema = un_ask(shell->db, "SELECT 'temp' FROM sqlite_temp_schema WHERE name = ?1", load.table, NULL);
    if (schema) load.schema = "temp";
    free(schema);
  }
  load.file = load.path;
  if (code == 0 && load.path && load.path[0] == '|') {
    code = run_command(load.path + 1, &temporary);
    load.file = temporary;
  }
  if (code == 0) code = load_file(&load, separator);
  un_temp_remove(temporary);
  if (code == 0 && (load.verbose || load.rejected > 0 || shell->interactive)) {
    un_note("%s: %lld rows stored, %lld rejected", load.table, load.stored, load.rejected);
  }
  if (code == 0 && load.rejected > 0 && shell->exit_code == 0) shell->exit_code = UN_EXIT_REJECTS; /* the script goes on */
  return code;
}
