/* SPDX-License-Identifier: GPL-3.0-or-later
** `unseal --document man|bash|zsh`: the man page and the completions, from the
** tables of commands, options, formats and dot-commands. `make documents` writes
** them to shell/; a test fails when they are stale. */
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "dot.h"
#include "message.h"
#include "render.h"

/* --- man ------------------------------------------------------------------------- */

/* roff: dashes and backslashes are escaped, a line does not begin with a dot. */
static void roff(const char *text) {
  if (*text == '.' || *text == '\'') fputs("\\&", stdout);
  for (; *text; text++) {
    if (*text == '-' || *text == '\\') putchar('\\');
    if (*text == '\\') putchar('e');
    else putchar(*text);
  }
}

static void item(const char *head, const char *rest, const char *help) {
  fputs(".TP\n.B ", stdout);
  roff(head);
  if (*rest) {
    fputs(" \\fI", stdout);
    roff(rest);
    fputs("\\fR", stdout);
  }
  putchar('\n');
  roff(help);
  putchar('\n');
}

static void man_option(const struct un_option_row *o) {
  char head[64];
  if (o->old) snprintf(head, sizeof head, "-%s", o->name);
  else if (o->letter) snprintf(head, sizeof head, "-%c, --%s", o->letter, o->name);
  else snprintf(head, sizeof head, "--%s", o->name);
  item(head, o->value ? o->value : "", o->help);
}

static void man_options(bool old) {
  struct un_option_row o;
  for (int i = 0; un_option_at(i, &o); i++) {
    if (o.old == old && !o.hidden) man_option(&o);
  }
}

static const char man_end[] =
    ".SH ENVIRONMENT\n"
    ".TP\n.B SOURCE_DATE_EPOCH\n"
    "Seconds since 1970: the as\\-of date (UTC) and import time when nothing else says them. Without it the as\\-of\n"
    "date is the local date.\n"
    ".TP\n.BR UNSEAL_HISTORY \", \" XDG_STATE_HOME\n"
    "The history file (mode 0600), or the folder of unseal/history; an empty UNSEAL_HISTORY keeps none.\n"
    ".TP\n.BR UNSEAL_PAGER \", \" PAGER \", \" LESS\n"
    "What shows a result that does not fit the screen; empty: nothing does. LESS is FRSX unless set.\n"
    ".TP\n.B NO_COLOR\nWhen not empty, no colours. There are none where the output is not a terminal.\n"
    ".SH FILES\n"
    ".TP\n.I ~/.config/unseal/rc\n"
    "Dot\\-commands and SQL run before a prompt, never in batch; an error in it ends the program.\n"
    ".TP\n.IR ~/.config/unseal/reports \", \" ~/.config/unseal/imports\nOwn reports and import maps.\n"
    ".SH \"EXIT STATUS\"\n"
    "0 done; 1 SQL or report error; 2 usage, unknown name, missing or unbound parameter; 3 database cannot be opened,\n"
    "is locked, or timed out; 4 output could not be written; 5 finished with rejects or with errors found by check,\n"
    "lint or publish; 129, 130, 143 ended by SIGHUP, SIGINT, SIGTERM.\n"
    ".SH EXAMPLES\n.nf\n"
    "unseal init cases.db\n"
    "unseal record cases.db request \\-\\-ref 24\\-017 \\-\\-received\\-on 2024\\-03\\-01 \\-\\-process subpoena\n"
    "unseal show cases.db 24\\-017\n"
    "unseal import cases.db *.csv \\-\\-as register\n"
    "unseal report cases.db gag\\-docket \\-\\-within 30 \\-\\-format table\n"
    "unseal cases.db \"SELECT * FROM notify_queue\"\n"
    ".fi\n"
    ".SH \"SEE ALSO\"\n.BR sqlite3 (1)\n";

static void man(void) {
  const struct un_command *command;
  const char *help, *name;
  printf(".\\\" made by `make documents` from the tables of unseal %s: do not edit\n", UNSEAL_VERSION);
  printf(".TH UNSEAL 1 \"\" \"unseal %s\" \"User Commands\"\n", UNSEAL_VERSION);
  puts(".SH NAME\nunseal \\- shell, import and reports for the record of government demands\n.SH SYNOPSIS");
  for (int i = 0; (command = un_command_at(i)); i++) {
    fputs(i > 0 ? ".br\n.B " : ".B ", stdout);
    roff(command->usage);
    putchar('\n');
  }
  puts(".SH DESCRIPTION\n"
       "A SQLite shell with the unseal extension built in. Without SQL it is a prompt on a terminal and reads statements\n"
       "from a pipe; a line that begins with a dot is a command. Options may stand before, between and after the\n"
       "operands. A first operand that is a command's name is that command; write ./report for a file so named.\n"
       ".SH COMMANDS");
  for (int i = 1; (command = un_command_at(i)); i++) item(command->name, "", command->summary);
  puts(".SH OPTIONS");
  man_options(false);
  puts(".SS As in sqlite3, with one dash or two");
  man_options(true);
  puts(".SH FORMATS");
  for (int i = 0; (name = un_format_at(i, &help)); i++) item(name, "", help);
  puts(".SH DOT-COMMANDS\nNames may be cut while they are unique.");
  for (int i = 0; i < un_dots_count; i++) {
    char head[32];
    if (!un_dots[i].run) continue;
    snprintf(head, sizeof head, ".%s", un_dots[i].name);
    item(head, un_dots[i].usage, un_dots[i].help);
  }
  fputs(man_end, stdout);
}

/* --- completions -------------------------------------------------------------------- */

static void words(const char *separator, const struct un_command *command) {
  struct un_option_row o;
  for (int i = 0; un_option_at(i, &o); i++) {
    if (un_option_is_of(&o, command) && !o.old && !o.hidden) printf("--%s%s", o.name, separator);
  }
}

static void formats(void) {
  const char *name;
  for (int i = 0; (name = un_format_at(i, NULL)); i++) printf("%s%s", i > 0 ? " " : "", name);
}

static void bash(void) {
  const struct un_command *command;
  puts("# made by `make documents` from unseal's tables: do not edit\n_unseal() {\n"
       "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= options= i\n"
       "  for ((i = 1; i < COMP_CWORD; i++)); do\n    case ${COMP_WORDS[i]} in");
  fputs("    ", stdout);
  for (int i = 1; (command = un_command_at(i)); i++) printf("%s%s", i > 1 ? "|" : "", command->name);
  puts(") command=${COMP_WORDS[i]}; break ;;\n    esac\n  done\n  case $before in");
  fputs("  --format) COMPREPLY=($(compgen -W \"", stdout);
  formats();
  puts("\" -- \"$word\")); return ;;\n  --as) COMPREPLY=($(compgen -W \"auto $(unseal import --list 2>/dev/null | cut -d' ' -f1)\" -- \"$word\")); return ;;\n"
       "  esac\n  case $command in");
  for (int i = 1; (command = un_command_at(i)); i++) {
    printf("  %s) options=\"", command->name);
    words(" ", command);
    puts("\" ;;");
  }
  fputs("  *) options=\"", stdout);
  words(" ", un_command_at(0));
  puts("\" ;;\n  esac\n  if [[ $word == -* ]]; then\n    COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n    return\n  fi\n"
       "  COMPREPLY=($(compgen -f -- \"$word\"))");
  fputs("  [[ $command ]] || COMPREPLY+=($(compgen -W \"", stdout);
  for (int i = 1; (command = un_command_at(i)); i++) printf("%s%s", i > 1 ? " " : "", command->name);
  fputs("\" -- \"$word\"))\n  [[ $command != report ]] || COMPREPLY+=($(compgen -W \"$(unseal report --list 2>/dev/null | cut -d' ' -f1)\" -- \"$word\"))\n  ", stdout);
  puts("[[ $command != record ]] || COMPREPLY+=($(compgen -W \"request gag event notice challenge\" -- \"$word\"))\n}\n"
       "complete -o filenames -F _unseal unseal");
}

/* zsh: `'--name[help]:value:action'`; brackets, colons and quotes in help go. */
static void zsh_text(const char *text) {
  for (; *text; text++) putchar(strchr("[]:'", *text) ? ' ' : *text);
}

static void zsh_options(const struct un_command *command) {
  struct un_option_row o;
  for (int i = 0; un_option_at(i, &o); i++) {
    if (!un_option_is_of(&o, command) || o.old || o.hidden) continue;
    printf("      '--%s[", o.name);
    zsh_text(o.help);
    putchar(']');
    if (o.value) {
      bool file = strcmp(o.value, "FILE") == 0 || strcmp(o.value, "DIR") == 0;
      printf(":%s:", o.value);
      if (file) fputs("_files", stdout);
      if (strcmp(o.name, "format") == 0) {
        putchar('(');
        formats();
        putchar(')');
      }
    }
    puts("' \\");
  }
}

static void zsh(void) {
  const struct un_command *command;
  puts("#compdef unseal\n# made by `make documents` from unseal's tables: do not edit\n_unseal() {\n"
       "  local -a commands=(");
  for (int i = 1; (command = un_command_at(i)); i++) {
    printf("    '%s:", command->name);
    zsh_text(command->summary);
    puts("'");
  }
  puts("  )\n  if (( CURRENT == 2 )); then _describe command commands; fi\n  case $words[2] in");
  for (int i = 1; (command = un_command_at(i)); i++) {
    printf("  %s)\n    _arguments \\\n", command->name);
    zsh_options(command);
    if (strcmp(command->name, "report") == 0) {
      puts("      '3:report:($(unseal report --list 2>/dev/null | cut -d\" \" -f1))' \\");
    }
    puts("      '*:file:_files' ;;");
  }
  puts("  *)\n    _arguments \\");
  zsh_options(un_command_at(0));
  puts("      '*:file:_files' ;;\n  esac\n}\n_unseal \"$@\"");
}

int un_document(const char *what) {
  static const char *const kinds[] = {"man", "bash", "zsh"};
  static void (*const writers[])(void) = {man, bash, zsh};
  for (int i = 0; i < 3; i++) {
    if (strcmp(kinds[i], what) != 0) continue;
    writers[i]();
    return 0;
  }
  return un_fail_unknown("document", what, NULL);
}
