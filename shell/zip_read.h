/* The entries of a ZIP archive, one at a time, in portions; hostile archives are
** refused when they are opened (minizip inflates, this file distrusts).
**
** (1) Refused: no or a cut directory, encryption, methods other than stored and
**     deflate, names that are absolute, go up (`..`), have a backslash or a NUL,
**     two entries of one name (case aside, as OPC 7.2.3 compares them), more than
**     UN_ZIP_ENTRIES entries, more than UN_ZIP_TOTAL bytes in all, an entry or the
**     whole above UN_ZIP_RATIO times its packed size (beyond the first MiB).
** (2) An entry that gives more bytes than it declared, fewer, or fails its CRC is
**     damaged.
**
** Ownership: un_zip_open's result is the caller's, ended by un_zip_close. The file
** descriptor is borrowed.
*/
#ifndef UN_SHELL_ZIP_READ_H
#define UN_SHELL_ZIP_READ_H

#include <stddef.h>
#include <sys/types.h>

#define UN_ZIP_ENTRIES 4096
#define UN_ZIP_TOTAL (1024LL * 1024 * 1024)
#define UN_ZIP_RATIO 256

struct un_zip;

/* NULL: refused, with the reason in *why (the caller's, freed with free()). */
struct un_zip *un_zip_open(int fd, char **why);
void un_zip_close(struct un_zip *zip);

/* Begin an entry of this name (case aside): its index from 0, -1: there is none. */
int un_zip_enter(struct un_zip *zip, const char *name);

/* Bytes of the entry; 0 at its end, -1: damaged. */
ssize_t un_zip_read(struct un_zip *zip, void *out, size_t len);

#endif
