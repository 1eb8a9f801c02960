/* A consistent copy of a database while others use it, complete or not there. */
#ifndef UN_SHELL_BACKUP_H
#define UN_SHELL_BACKUP_H

#include "shell.h"

/* Schema "main", "temp" or an attached one, to a file; an exit code after a
** message. A file that was there stays until the copy is complete. */
int un_backup(struct un_shell *shell, const char *schema, const char *path);

#endif
