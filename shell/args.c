/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "args.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "law/suggest.h"
#include "message.h"
#include "render.h"
#include "strbuf.h"

enum {
  SHELL = 1, INIT = 2, RECORD = 4, SHOW = 8, IMPORT = 16, REPORT = 32, CHECK = 64, BACKUP = 128,
  LINT = 256, PUBLISH = 512,
  QUERY = SHELL | REPORT, ROWS = QUERY | RECORD | SHOW | CHECK | IMPORT | LINT, ALL = 1023,
  OLD = 1 << 20,   /* sqlite3's spelling, for its users' fingers */
  HIDDEN = 1 << 21, /* for our build */
  UNSAFE = 1 << 22 /* touches files: not of a command that runs under --safe */
};

static const struct un_command commands[] = {
    {NULL, "unseal [OPTIONS] [DB [SQL...]]",
     "a prompt for SQL; batch when SQL, -c, -f or a pipe is given; no DB means :memory:",
     un_shell_main, false},
    {"init", "unseal init DB", "create a register, or migrate one to this version's schema",
     un_init_main, false},
    {"record", "unseal record DB request|gag|event|notice|challenge --COLUMN VALUE...",
     "add one record, or with --ref or --id change one; an empty value clears a column",
     un_record_main, true},
    {"show", "unseal show DB REF", "one case: request, gags, events, clocks, what may be told and when",
     un_show_main, false},
    {"import", "unseal import DB FILE... --as MAP|auto",
     "read published files and registers into DB, all or nothing over all files",
     un_import_main, false},
    {"report", "unseal report DB NAME [--PARAM VALUE]...",
     "print a report; `report --list` names them, `report NAME --help` their parameters",
     un_report_main, true},
    {"check", "unseal check DB", "integrity, foreign keys, data quality; exit 5 when there are errors",
     un_check_main, false},
    {"backup", "unseal backup DB FILE", "a consistent copy of DB while it is in use", un_backup_main, false},
    {"lint", "unseal lint DB --period P | FILE.csv --as us-bands|dsa-orders",
     "the publication rules L1 to L13 over a register or a draft; exit 5 when there are errors",
     un_lint_main, false},
    {"publish", "unseal publish DB DIR --period P",
     "lint, then every report that may be published as csv, json, markdown and a page, complete or not at all",
     un_publish_main, false},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

struct option {
  const char *name;
  char letter;
  int commands;
  const char *value; /* NULL: a flag */
  const char *help;
};

static const struct option options[] = {
    {"command", 'c', SHELL | IMPORT, "SQL", "run SQL and exit; repeatable, in order with -f; after an import"},
    {"file", 'f', SHELL | UNSAFE, "FILE", "run a file and exit; `-` is stdin"},
    {"as-of", 0, ROWS | PUBLISH, "DATE", "facts later than this date do not exist"},
    {"format", 0, ROWS, "FORMAT", "how rows are printed, see below"},
    {"output", 'o', QUERY | SHOW | CHECK | IMPORT | LINT | UNSAFE, "FILE", "write to FILE: complete, or the old one untouched"},
    {"param", 0, QUERY | IMPORT, "NAME=VALUE", "value of :NAME in SQL; numbers bind as numbers"},
    {"readonly", 0, QUERY | SHOW | CHECK | LINT, NULL, "open the database read-only"},
    {"safe", 0, QUERY, NULL, "no commands that touch files or other databases"},
    {"timeout", 0, ALL, "SECONDS", "give up after that time (exit 3)"},
    {"spreadsheet", 0, ROWS, NULL, "csv and tsv: cells that would be formulas get a leading apostrophe"},
    {"crlf", 0, ROWS, NULL, "lines of csv, tsv and list end with CR LF"},
    {"wrap", 0, ROWS, "N", "table: cells wider than N columns go on in the next line"},
    {"as", 0, IMPORT, "MAP", "import map, or auto: the one whose headers fit"},
    {"as", 0, LINT, "DRAFT", "what the file is a draft of: us-bands or dsa-orders"},
    {"map", 0, IMPORT | UNSAFE, "FILE", "an import map of your own"},
    {"sheet", 0, IMPORT, "NAME", "of a workbook: only this sheet"},
    {"encoding", 0, IMPORT, "NAME", "of files without a byte order mark: utf-8 (default), windows-1252, mac-roman ..."},
    {"delimiter", 0, IMPORT, "CHAR", "between fields; else `,` `;` or tab, as the header has it"},
    {"rejects", 0, IMPORT | UNSAFE, "FILE", "keep what is bad in FILE and import_rejects, go on (exit 5)"},
    {"period", 0, IMPORT, "PERIOD", "the period of a file that does not say it"},
    {"period", 0, LINT | PUBLISH, "PERIOD", "what is to be published: 2026-H1, 2026-Q3, 2026, 2026-07"},
    {"without", 0, LINT | PUBLISH, "REPORT", "leave a report out; repeatable"},
    {"provider", 0, IMPORT, "NAME", "the provider of a file that does not say it"},
    {"published", 0, IMPORT, "DATE", "the day the file was published"},
    {"update", 0, IMPORT, NULL, "a ref that exists takes the file's values"},
    {"dry-run", 0, IMPORT | RECORD, NULL, "read and check everything, keep nothing"},
    {"list", 0, SHELL | IMPORT | REPORT, NULL, "list the import maps or the reports; in the shell, format list"},
    {"reports", 0, REPORT | LINT | PUBLISH | UNSAFE, "DIR", "also look for reports in DIR"},
    {"skip-empty", 0, REPORT, NULL, "write nothing when the report has no rows: an older -o FILE stays as it is"},
    {"init", 0, SHELL | OLD | UNSAFE, "FILE", "run FILE first, instead of the settings in unseal/rc"},
    {"cmd", 0, SHELL | OLD, "COMMAND", "run COMMAND before anything else"},
    {"batch", 0, SHELL | OLD, NULL, "no prompt, even on a terminal"},
    {"interactive", 0, SHELL | OLD, NULL, "a prompt, even on a pipe"},
    {"bail", 0, SHELL | OLD, NULL, "stop at the first error (the default of scripts)"},
    {"echo", 0, SHELL | OLD, NULL, "print statements before they run"},
    {"stats", 0, SHELL | OLD, NULL, "memory and steps of each statement"},
    {"header", 0, SHELL | OLD, NULL, "column names above rows"},
    {"noheader", 0, SHELL | OLD, NULL, "no column names"},
    {"separator", 0, SHELL | OLD, "SEP", "between columns"},
    {"newline", 0, SHELL | OLD, "SEP", "between rows"},
    {"nullvalue", 0, SHELL | OLD, "TEXT", "what is printed for NULL"},
    {"ascii", 0, SHELL | OLD, NULL, "format ascii"},
    {"box", 0, SHELL | OLD, NULL, "format table"},
    {"column", 0, SHELL | OLD, NULL, "format column"},
    {"csv", 0, SHELL | OLD, NULL, "format csv"},
    {"html", 0, SHELL | OLD, NULL, "format html"},
    {"json", 0, SHELL | OLD, NULL, "format json"},
    {"line", 0, SHELL | OLD, NULL, "format line"},
    {"markdown", 0, SHELL | OLD, NULL, "format markdown"},
    {"quote", 0, SHELL | OLD, NULL, "format quote"},
    {"table", 0, SHELL | OLD, NULL, "format table"},
    {"tabs", 0, SHELL | OLD, NULL, "format tabs"},
    {"document", 0, SHELL | HIDDEN, "man|bash|zsh", "print the man page or a completion"},
    {"quiet", 'q', ALL, NULL, "no notes on stderr, only errors and warnings"},
    {"version", 0, ALL, NULL, "print the version"},
    {"help", 'h', ALL, NULL, "print this"},
};
enum { OPTIONS = sizeof options / sizeof *options };

/* --- tables --------------------------------------------------------------------- */

static int bit(const struct un_command *command) { return 1 << (command - commands); }

static const struct un_command *find_command(const char *name) {
  for (int i = 1; i < COMMANDS; i++) {
    if (strcmp(commands[i].name, name) == 0) return &commands[i];
  }
  return NULL;
}

/* The command's option of that name, else another command's: its value is skipped. */
static const struct option *find_long(const char *name, size_t len, int mask) {
  const struct option *found = NULL;
  for (int i = 0; i < OPTIONS; i++) {
    if (strlen(options[i].name) != len || memcmp(options[i].name, name, len) != 0) continue;
    if (options[i].commands & mask) return &options[i];
    if (!found) found = &options[i];
  }
  return found;
}

static const struct option *find_letter(char letter) {
  for (int i = 0; i < OPTIONS; i++) {
    if (options[i].letter && options[i].letter == letter) return &options[i];
  }
  return NULL;
}

/* `-csv` as sqlite3 spells it: one dash and a whole name of the shell's options. */
static const struct option *find_old(const char *arg) {
  if (arg[0] != '-' || arg[1] == '-' || strlen(arg) < 3) return NULL;
  const struct option *option = find_long(arg + 1, strcspn(arg + 1, "="), SHELL);
  return option && (option->commands & SHELL) ? option : NULL;
}

struct names {
  const char *list[OPTIONS];
  size_t count;
};

static const char *nearest_option(const struct un_command *command, const char *name) {
  struct names names = {.count = 0};
  for (int i = 0; i < OPTIONS; i++) {
    if ((options[i].commands & bit(command)) && !(options[i].commands & HIDDEN)) names.list[names.count++] = options[i].name;
  }
  return un_nearest_or_begun_name(name, names.list, names.count);
}

const char *un_option_meant(const char *command, const char *name) {
  return nearest_option(find_command(command), name);
}

static int unknown_option(const struct un_command *command, const char *dashes, const char *name, size_t len) {
  struct un_strbuf given = UN_STRBUF_INIT, nearest = UN_STRBUF_INIT;
  const struct option *other = find_long(name, len, 0);
  if (command->name && other && dashes[1] && !(other->commands & (OLD | HIDDEN))) {
    return un_fail(UN_EXIT_USAGE, "`unseal %s` has no option '--%s'; see `unseal %s --help`", command->name, other->name,
                   command->name);
  }
  un_strbuf_add(&given, name, len);
  const char *near = nearest_option(command, given.text);
  if (near) un_strbuf_printf(&nearest, "%s%s", dashes, near);
  char *text = un_strbuf_take(&given);
  un_strbuf_printf(&given, "%s%s", dashes, text);
  int code = UN_EXIT_USAGE;
  if (dashes[1] || near) code = un_fail_unknown("option", given.text, near ? nearest.text : NULL);
  else un_fail(code, "Error: unknown option: %s; see --help", given.text);
  free(text);
  un_strbuf_free(&given);
  un_strbuf_free(&nearest);
  return code;
}

bool un_option_at(int i, struct un_option_row *row) {
  if (i >= OPTIONS) return false;
  const struct option *o = &options[i];
  *row = (struct un_option_row){o->name, o->letter, o->commands, (o->commands & OLD) != 0, (o->commands & HIDDEN) != 0,
                                o->value, o->help};
  return true;
}

const struct un_command *un_command_at(int i) { return i < COMMANDS ? &commands[i] : NULL; }

bool un_option_is_of(const struct un_option_row *row, const struct un_command *command) {
  return (row->commands & bit(command)) != 0;
}

/* --- parsing -------------------------------------------------------------------- */

static void add(struct un_arg **list, int *count, const char *name, const char *value) {
  *list = un_realloc(*list, ((size_t)*count + 1) * sizeof **list);
  (*list)[(*count)++] = (struct un_arg){name, value};
}

/* The first operand names the command; an unknown option's value is skipped. An
** operand that is none, with more to come, is left in `first`. */
static const struct un_command *command_of(int argc, char **argv, const char **first) {
  *first = NULL;
  for (int i = 1; i < argc; i++) {
    const char *arg = argv[i];
    if (strcmp(arg, "--") == 0) break;
    if (arg[0] != '-' || arg[1] == '\0') {
      const struct un_command *command = find_command(arg);
      if (!command && i + 1 < argc) *first = arg;
      return command ? command : &commands[0];
    }
    const struct option *old = find_old(arg), *option = old;
    if (!option) option = arg[1] == '-' ? find_long(arg + 2, strcspn(arg + 2, "="), 0) : find_letter(arg[1]);
    bool attached = old || arg[1] == '-' ? strchr(arg, '=') != NULL : arg[2] != '\0';
    bool takes_value = option ? option->value != NULL : i + 1 < argc && !find_command(argv[i + 1]);
    if (takes_value && !attached) i++;
  }
  return &commands[0];
}

/* `--name`, `--name=value`, `--name value` at argv[*i]. */
static int parse_long(int argc, char **argv, int *i, struct un_args *args) {
  const char *name = argv[*i] + (argv[*i][1] == '-' ? 2 : 1);
  size_t len = strcspn(name, "=");
  const char *value = name[len] == '=' ? name + len + 1 : NULL;
  const struct option *option = find_long(name, len, bit(args->command));
  bool ours = option && (option->commands & bit(args->command));
  bool others_flag = option && !ours && !option->value && !(option->commands & OLD);
  if (!ours && (others_flag || !(args->command->parameters && len > 0))) {
    return unknown_option(args->command, argv[*i][1] == '-' ? "--" : "-", name, len);
  }
  bool takes_value = !ours || option->value;
  if (!takes_value && value) {
    return un_fail(UN_EXIT_USAGE, "option '--%s' takes no value", option->name);
  }
  if (takes_value && !value) {
    if (*i + 1 >= argc && argv[*i][1] != '-') return un_fail(UN_EXIT_USAGE, "Error: missing argument to -%s", name);
    if (*i + 1 >= argc) return un_fail(UN_EXIT_USAGE, "option '--%s' needs a value", name);
    value = argv[++*i];
  }
  if (ours) {
    add(&args->given, &args->given_count, option->name, value ? value : "");
  } else {
    char *copy = strndup(name, len); /* freed by un_args_free */
    add(&args->extra, &args->extra_count, copy, value);
  }
  return 0;
}

/* `-c SQL` or `-cSQL`; flags may stand together. */
static int parse_letters(int argc, char **argv, int *i, struct un_args *args) {
  for (const char *p = argv[*i] + 1; *p; p++) {
    const struct option *option = find_letter(*p);
    if (!option || !(option->commands & bit(args->command))) {
      if (p == argv[*i] + 1 && strlen(p) > 1) return unknown_option(args->command, "-", p, strlen(p));
      return un_fail(UN_EXIT_USAGE, "unknown option '-%c'; see --help", *p);
    }
    const char *value = "";
    if (option->value) {
      value = p[1] ? p + 1 : *i + 1 < argc ? argv[++*i] : NULL;
      if (!value) return un_fail(UN_EXIT_USAGE, "option '-%c' needs a value", *p);
    }
    add(&args->given, &args->given_count, option->name, value);
    if (option->value) break;
  }
  return 0;
}

/* `rport r.db refusals` means report, not a database of that name; `./report` and
** `report.db` are files, whether or not they are there already. */
static const char *nearest_command(const char *name) {
  const char *names[COMMANDS];
  if (strpbrk(name, "./:")) return NULL;
  for (int i = 1; i < COMMANDS; i++) names[i - 1] = commands[i].name;
  return un_nearest_name(name, names, COMMANDS - 1);
}

/* `unseal "SELECT 1"` names no database: a file called so would be made, and nothing said. */
static bool is_query(const char *operand) {
  static const char *const words[] = {"SELECT", "WITH", "VALUES"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    size_t len = strlen(words[i]);
    if (strncasecmp(operand, words[i], len) == 0 && isspace((unsigned char)operand[len])) return true;
  }
  return false;
}

/* `frobnicate r.db`: neither a database nor SQL, which is no file's name. */
static bool is_no_command(const struct un_args *args) {
  const char *first = args->operands[0];
  size_t len = args->operand_count > 1 && !args->command->name ? strspn(first, "abcdefghijklmnopqrstuvwxyz-_") : 0;
  return len > 0 && first[len] == '\0' && access(first, F_OK) != 0 && access(args->operands[1], F_OK) == 0;
}

int un_args_parse(int argc, char **argv, struct un_args *args) {
  const char *first;
  *args = (struct un_args){.command = command_of(argc, argv, &first)};
  if (first && access(first, F_OK) != 0 && nearest_command(first)) {
    return un_fail_unknown("command", first, nearest_command(first));
  }
  args->operands = un_alloc((size_t)(argc + 1) * sizeof *args->operands);
  bool ended = false, named = args->command->name == NULL;
  for (int i = 1; i < argc; i++) {
    int code = 0;
    const char *arg = argv[i];
    if (ended || arg[0] != '-' || arg[1] == '\0') {
      if (!named) named = true;
      else args->operands[args->operand_count++] = arg;
    } else if (strcmp(arg, "--") == 0) {
      ended = true;
    } else {
      bool old = !args->command->name && find_old(arg);
      code = old || arg[1] == '-' ? parse_long(argc, argv, &i, args) : parse_letters(argc, argv, &i, args);
    }
    if (code != 0) return code;
  }
  bool shell = args->operand_count > 0 && !args->command->name;
  if (shell && is_query(args->operands[0]) && access(args->operands[0], F_OK) != 0) {
    return un_fail(UN_EXIT_USAGE, "a database stands before the SQL: unseal :memory: \"%s\"", args->operands[0]);
  }
  return is_no_command(args) ? un_fail_unknown("command", args->operands[0], NULL) : 0;
}

void un_args_free(struct un_args *args) {
  for (int i = 0; i < args->extra_count; i++) free((char *)args->extra[i].name);
  free(args->extra);
  free(args->given);
  free(args->operands);
  *args = (struct un_args){0};
}

const char *un_args_get(const struct un_args *args, const char *name) {
  for (int i = args->given_count - 1; i >= 0; i--) {
    if (strcmp(args->given[i].name, name) == 0) return args->given[i].value;
  }
  return NULL;
}

bool un_args_has(const struct un_args *args, const char *name) {
  return un_args_get(args, name) != NULL;
}

const char *un_args_unsafe(const struct un_args *args) {
  for (int i = 0; i < args->given_count; i++) {
    for (int o = 0; o < OPTIONS; o++) {
      if ((options[o].commands & UNSAFE) && strcmp(options[o].name, args->given[i].name) == 0) return options[o].name;
    }
  }
  return NULL;
}

/* --- help ----------------------------------------------------------------------- */

void un_args_usage(const struct un_command *command, struct un_strbuf *out) {
  un_strbuf_printf(out, "usage: %s\n\n%s\n\n", command->usage, command->summary);
  for (int i = 1; !command->name && i < COMMANDS; i++) {
    un_strbuf_printf(out, "%s  %-42s %s\n", i == 1 ? "commands:\n" : "", commands[i].usage + strlen("unseal "),
                     commands[i].summary);
  }
  un_strbuf_printf(out, "%soptions:\n", command->name ? "" : "\n");
  for (int i = 0; i < OPTIONS; i++) {
    const struct option *o = &options[i];
    char left[64];
    if (!(o->commands & bit(command)) || (o->commands & (OLD | HIDDEN))) continue;
    snprintf(left, sizeof left, "%c%c%s --%s%s%s", o->letter ? '-' : ' ',
             o->letter ? o->letter : ' ', o->letter ? "," : " ", o->name, o->value ? " " : "",
             o->value ? o->value : "");
    un_strbuf_printf(out, "  %-26s %s\n", left, o->help);
  }
}

void un_args_help(const struct un_command *command) {
  struct un_strbuf usage = UN_STRBUF_INIT;
  un_args_usage(command, &usage);
  fputs(usage.text, stdout);
  un_strbuf_free(&usage);
  if (!command->name) {
    puts("\nas in sqlite3, with one dash or two:");
    for (int i = 0; i < OPTIONS; i++) {
      if (options[i].commands & OLD) {
        printf("  -%s%s%-*s %s\n", options[i].name, options[i].value ? " " : "",
               (int)(24 - strlen(options[i].name)), options[i].value ? options[i].value : "", options[i].help);
      }
    }
  }
  if (bit(command) & ROWS) {
    const char *help, *name;
    puts("\nformats:");
    for (int i = 0; (name = un_format_at(i, &help)); i++) printf("  %-26s %s\n", name, help);
  }
  puts("\nexit codes: 0 done; 1 SQL or report error; 2 usage; 3 database cannot be opened, is\n"
       "locked or timed out; 4 output could not be written; 5 finished with rejects, or with\n"
       "errors found by check, lint or publish; 129, 130, 143 ended by a signal");
}
