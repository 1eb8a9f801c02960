/* Files of our own that nobody else reads, in $TMPDIR, else /tmp; mode 0600.
**
** Ownership: un_temp_open gives a path, which un_temp_remove unlinks and frees; a
** signal and the end of the program unlink it too.
*/
#ifndef UN_SHELL_TEMPFILE_H
#define UN_SHELL_TEMPFILE_H

/* A descriptor (close on exec) and its path, which ends with `suffix`; -1 with errno. */
int un_temp_open(const char *suffix, char **path);
void un_temp_remove(char *path);

/* $TMPDIR, else /tmp. */
const char *un_temp_folder(void);

/* What is read from `fd` to its end, in a file without a name, at its begin; -1 with
** errno. */
int un_temp_spool(int fd);

#endif
