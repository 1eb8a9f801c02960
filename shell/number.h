/* Numbers as text, the same in any locale (W4). */
#ifndef UN_SHELL_NUMBER_H
#define UN_SHELL_NUMBER_H

#include <stddef.h>

enum { UN_NUMBER_ROOM = 40 };

/* A whole number: *text points into out; the length. */
size_t un_whole_text(long long x, char out[UN_NUMBER_ROOM], const char **text);

/* A REAL with the fewest digits, from 15 on, that read back the same; always with a
** point. The length. */
size_t un_real_text(double x, char out[UN_NUMBER_ROOM]);

#endif
