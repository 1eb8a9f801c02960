/* Output that is checked, and files that are complete or untouched (W2, W3).
**
** A file is written beside its target as `.NAME.XXXXXX` (mkostemp), and becomes
** the target only in un_out_commit: flush, fsync, mode of the old file (else
** 0666 & ~umask), rename, fsync of the folder. Abort, exit and signals remove
** it. Targets that are not regular files (`/dev/stdout`, a fifo) are written
** straight. The first write error is kept; later writes do nothing.
**
** Ownership: un_out_open gives the caller an un_out, ended by exactly one of
** un_out_commit and un_out_abort, which free it. un_out_stdout is borrowed.
*/
#ifndef UN_SHELL_OUTFILE_H
#define UN_SHELL_OUTFILE_H

#include <stdbool.h>
#include <stddef.h>

struct un_out;

/* 0, or UN_EXIT_WRITE after a message. "-" and "stdout" are stdout. */
int un_out_open(const char *path, struct un_out **out);
struct un_out *un_out_stdout(void);

/* Output that would take the place of a file in use is refused, exit 2: what the
** guard says of a path, and an input of the same run. */
void un_out_guard(bool (*is_in_use)(const char *path));
int un_out_refuse_input(const char *output, const char *input);
bool un_same_file(const char *a, const char *b);

/* Into the standard input of a shell command, awaited at commit (which fails when the
** command did) or abort. */
int un_out_open_pipe(const char *command, struct un_out **out);

/* A log: appended to, not replaced; stderr and stdout are themselves. */
int un_out_open_log(const char *path, struct un_out **out);

/* Ask where a terminal's text goes, given the first of it: a descriptor, or -1 to
** leave it. NULL ends it. */
typedef int un_out_page_fn(const char *text, size_t len);
void un_out_page(struct un_out *out, un_out_page_fn *page);

/* While held, commit and abort write what there is and leave it open. */
void un_out_hold(struct un_out *out, bool on);
const char *un_out_name(const struct un_out *out);

void un_out_write(struct un_out *out, const void *data, size_t len);
void un_out_puts(struct un_out *out, const char *text);
void un_out_putc(struct un_out *out, char c);
bool un_out_failed(const struct un_out *out);
bool un_out_is_terminal(const struct un_out *out);
void un_out_resume(struct un_out *out); /* after a signal that ended only what was written */
bool un_out_is_fresh(const struct un_out *out); /* nothing was written to it yet */
/* A result broke off: a file will not be committed, which is said where more may come. */
void un_out_break(struct un_out *out, bool goes_on);

/* Flush; 0, UN_EXIT_WRITE after a message (said once), or without one when the reader
** left, as `| head` does. A command that is our own pipe may leave: 0. */
int un_out_flush(struct un_out *out);
int un_out_commit(struct un_out *out);

/* All that a commit can fail of but the rename: flush and fsync. 0 or UN_EXIT_WRITE. */
int un_out_settle(struct un_out *out);
void un_out_abort(struct un_out *out);

/* The same life for a file that someone else writes: a temporary beside the
** target (empty, with the mode of the file it replaces, else of `like`), which
** un_out_file_end makes the target when `code` is 0 and removes otherwise. Both return
** an exit code. */
struct un_out_file {
  char *target, *temporary;
};
int un_out_file_begin(const char *path, const char *like, struct un_out_file *file);
int un_out_file_end(struct un_out_file *file, int code);

/* A file to unlink when the program ends, until it is forgotten; the path stays the
** caller's. */
void un_out_remember(const char *path);
void un_out_forget(const char *path);

/* Unlink what is unfinished, at the end of the program. */
void un_out_abandon_all(void);

#endif
