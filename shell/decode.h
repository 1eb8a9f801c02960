/* Bytes to UTF-8, in any portions.
**
** (1) A byte order mark decides: UTF-8, UTF-16 LE or BE. Without one the bytes
**     are of the declared encoding, else UTF-8.
** (2) UTF-8 passes as it is: who reads it checks it. Other encodings become
**     well-formed UTF-8, but a byte without a character, an unpaired surrogate or
**     half a unit at the end becomes one byte 0xFF (UTF-16: an unpaired surrogate
**     the three bytes ED xx xx), so that it is found like any fault.
** (3) Every byte of the source is accounted for: un_decode_length gives what a
**     text took there.
** Single-byte encodings are those that iconv knows, by its names (WINDOWS-1252,
** MACINTOSH, ISO-8859-15, KOI8-R ...), and `mac-roman`.
**
** Ownership: the decoder borrows the source behind `read`.
*/
#ifndef UN_SHELL_DECODE_H
#define UN_SHELL_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum un_encoding { UN_ENCODING_UTF8, UN_ENCODING_BYTES, UN_ENCODING_UTF16LE, UN_ENCODING_UTF16BE };

struct un_decoder {
  ssize_t (*read)(void *user, char *out, size_t len); /* 0 at the end, -1: failed */
  void *user;
  enum un_encoding encoding;
  const char *name;     /* for messages: "UTF-8", "WINDOWS-1252" */
  size_t mark;          /* bytes of the byte order mark */
  bool begun, failed;
  char table[256][4];   /* UTF-8 of each byte, UN_ENCODING_BYTES */
  unsigned char table_len[256];
  unsigned char input[4096];
  size_t at, have;      /* of input */
  bool ended;
  char output[8];       /* a character that did not fit */
  size_t output_at, output_len;
};

enum un_decode_result { UN_DECODE_OK, UN_DECODE_UNKNOWN, UN_DECODE_CONTRADICTED };

/* encoding NULL: not declared. UNKNOWN: no such encoding. CONTRADICTED: the byte
** order mark is another's; `name` says whose. Reads the first bytes. */
enum un_decode_result un_decode_open(struct un_decoder *decoder,
                                     ssize_t (*read)(void *user, char *out, size_t len), void *user,
                                     const char *encoding);

/* Up to len bytes of UTF-8; 0 at the end or after a failed read. */
size_t un_decode_read(struct un_decoder *decoder, char *out, size_t len);

/* Bytes of the source that this decoded text took. */
size_t un_decode_length(const struct un_decoder *decoder, const char *text, size_t len);

#endif
