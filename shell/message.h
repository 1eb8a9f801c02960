/* Narration: the only writer of stderr (W1), but for strbuf.c out of memory.
**
** Messages are lower case, without a full stop or newline, and name the thing:
** `report 'refusals': parameter :from is not set`. Control characters in them
** are shown as `\xNN` (W7).
*/
#ifndef UN_SHELL_MESSAGE_H
#define UN_SHELL_MESSAGE_H

/* Exit codes, W2. */
enum un_exit {
  UN_EXIT_OK = 0,
  UN_EXIT_SQL = 1,     /* SQL or report error */
  UN_EXIT_USAGE = 2,   /* usage, unknown name, missing or unbound parameter */
  UN_EXIT_OPEN = 3,    /* cannot be opened, is locked, or timed out */
  UN_EXIT_WRITE = 4,   /* output could not be written */
  UN_EXIT_REJECTS = 5, /* finished with rejects or error-level findings */
  UN_EXIT_INT = 130,
  UN_EXIT_TERM = 143
};

/* --quiet: notes are dropped, the rest stays. Returns what it was. */
int un_message_quiet(int on);

/* A line of progress in place of the last one; NULL wipes it. On a terminal only. */
int un_message_progress_wanted(void);
void un_message_progress(const char *line);

void un_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
void un_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Neither prefix nor level: usage, plans, times. A newline follows. */
void un_plain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints `unseal: ...` and returns `code`, so that callers can return it. */
int un_fail(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A shell command that ended with `status` (of wait): 0 when well, else `code` after a
** message that says how. */
int un_command_failed(const char *who, const char *command, int status, int code);

/* The s of a plural: "" for one. */
const char *un_s(long long n);

/* `unknown report 'refusal'; did you mean 'refusals'?`, exit 2. */
int un_fail_unknown(const char *kind, const char *name, const char *nearest);

#endif
