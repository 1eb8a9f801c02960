/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "decode.h"

#include <iconv.h>
#include <string.h>
#include <strings.h>

static size_t put_utf8(unsigned c, char out[4]) {
  size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  if (n == 1) {
    out[0] = (char)c;
    return 1;
  }
  for (size_t i = n - 1; i > 0; i--, c >>= 6) out[i] = (char)(0x80 | (c & 0x3f));
  out[0] = (char)((0xf00 >> n) | c);
  return n;
}

/* The table of a single-byte encoding; false when iconv has none of that name. */
static bool make_table(struct un_decoder *decoder, const char *name) {
  iconv_t convert = iconv_open("UTF-8", name);
  if (convert == (iconv_t)-1) return false; /* NOLINT(performance-no-int-to-ptr) */
  bool single = true;
  for (int i = 0; i < 256 && single; i++) {
    char byte = (char)i, *in = &byte, *out = decoder->table[i];
    size_t in_left = 1, out_left = sizeof decoder->table[i];
    iconv(convert, NULL, NULL, NULL, NULL);
    bool good = iconv(convert, &in, &in_left, &out, &out_left) != (size_t)-1 && in_left == 0;
    decoder->table_len[i] = (unsigned char)(sizeof decoder->table[i] - out_left);
    if (!good || decoder->table_len[i] == 0) {
      decoder->table[i][0] = '\xff';
      decoder->table_len[i] = 1;
    }
    /* Quotes, commas and line ends must be what they are in ASCII. */
    if (i < 0x80) single = good && decoder->table_len[i] == 1 && decoder->table[i][0] == (char)i;
  }
  iconv_close(convert);
  return single;
}

static const struct {
  const char *name, *shown;
  enum un_encoding encoding;
} encodings[] = {{"utf-8", "UTF-8", UN_ENCODING_UTF8},
                 {"utf8", "UTF-8", UN_ENCODING_UTF8},
                 {"utf-16le", "UTF-16LE", UN_ENCODING_UTF16LE},
                 {"utf-16be", "UTF-16BE", UN_ENCODING_UTF16BE}};

static bool declare(struct un_decoder *decoder, const char *name) {
  decoder->name = name;
  for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
    if (strcasecmp(encodings[i].name, name) != 0) continue;
    decoder->encoding = encodings[i].encoding;
    decoder->name = encodings[i].shown;
    return true;
  }
  if (strcasecmp(name, "mac-roman") == 0 || strcasecmp(name, "macroman") == 0) {
    decoder->name = name = "MACINTOSH";
  }
  decoder->encoding = UN_ENCODING_BYTES;
  /* A stateful or wide encoding that keeps ASCII would pass the table's look. */
  static const char *const wide[] = {"gb", "euc", "big5", "sjis", "shift", "johab", "uhc",
                                     "cp9", "iso-2022", "iso2022", "utf"};
  for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
    if (strncasecmp(name, wide[i], strlen(wide[i])) == 0) return false;
  }
  return make_table(decoder, name);
}

/* More input; what is left moves to the front. */
static void fill(struct un_decoder *decoder) {
  memmove(decoder->input, decoder->input + decoder->at, decoder->have - decoder->at);
  decoder->have -= decoder->at;
  decoder->at = 0;
  if (decoder->ended || decoder->have == sizeof decoder->input) return;
  ssize_t n = decoder->read(decoder->user, (char *)decoder->input + decoder->have,
                            sizeof decoder->input - decoder->have);
  if (n > 0) decoder->have += (size_t)n;
  else decoder->ended = true;
  if (n < 0) decoder->failed = true;
}

enum un_decode_result un_decode_open(struct un_decoder *decoder,
                                     ssize_t (*read)(void *user, char *out, size_t len), void *user,
                                     const char *encoding) {
  static const struct {
    const char *bytes, *name;
    size_t len;
    enum un_encoding encoding;
  } marks[] = {{"\xef\xbb\xbf", "UTF-8", 3, UN_ENCODING_UTF8},
               {"\xff\xfe", "UTF-16LE", 2, UN_ENCODING_UTF16LE},
               {"\xfe\xff", "UTF-16BE", 2, UN_ENCODING_UTF16BE}};
  *decoder = (struct un_decoder){.read = read, .user = user, .name = "UTF-8"};
  bool either = encoding && strcasecmp(encoding, "utf-16") == 0;
  if (encoding && !either && !declare(decoder, encoding)) return UN_DECODE_UNKNOWN;
  while (decoder->have < 3 && !decoder->ended) fill(decoder);
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    if (decoder->have < marks[i].len || memcmp(decoder->input, marks[i].bytes, marks[i].len) != 0) continue;
    bool agrees = !encoding || (either && marks[i].encoding != UN_ENCODING_UTF8) ||
                  (!either && decoder->encoding == marks[i].encoding);
    decoder->encoding = marks[i].encoding;
    decoder->name = marks[i].name;
    decoder->at = decoder->mark = marks[i].len;
    return agrees ? UN_DECODE_OK : UN_DECODE_CONTRADICTED;
  }
  /* RFC 2781 4.3: without a mark UTF-16 is big-endian. */
  if (either) decoder->encoding = UN_ENCODING_UTF16BE, decoder->name = "UTF-16";
  return UN_DECODE_OK;
}

static unsigned unit(const struct un_decoder *decoder, size_t i) {
  const unsigned char *p = decoder->input + decoder->at + i;
  return decoder->encoding == UN_ENCODING_UTF16LE ? p[0] | (unsigned)p[1] << 8
                                                  : (unsigned)p[0] << 8 | p[1];
}

/* One character of the input to `output`; false at the end. */
static bool decode_character(struct un_decoder *decoder) {
  size_t take = 2;
  while (decoder->have - decoder->at < 4 && !decoder->ended) fill(decoder);
  size_t have = decoder->have - decoder->at;
  if (have == 0) return false;
  decoder->output_at = 0;
  if (have == 1) {
    decoder->output[0] = '\xff';
    decoder->output_len = take = 1;
  } else {
    unsigned c = unit(decoder, 0);
    if (c >= 0xd800 && c < 0xdc00 && have >= 4) {
      unsigned low = unit(decoder, 2);
      if (low >= 0xdc00 && low < 0xe000) {
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        take = 4;
      }
    }
    decoder->output_len = put_utf8(c, decoder->output);
  }
  decoder->at += take;
  return true;
}

static bool decode_byte(struct un_decoder *decoder) {
  if (decoder->at == decoder->have) fill(decoder);
  if (decoder->at == decoder->have) return false;
  unsigned char byte = decoder->input[decoder->at++];
  memcpy(decoder->output, decoder->table[byte], 4);
  decoder->output_at = 0;
  decoder->output_len = decoder->table_len[byte];
  return true;
}

size_t un_decode_read(struct un_decoder *decoder, char *out, size_t len) {
  size_t n = 0;
  if (decoder->encoding == UN_ENCODING_UTF8) {
    n = decoder->have - decoder->at < len ? decoder->have - decoder->at : len;
    memcpy(out, decoder->input + decoder->at, n);
    decoder->at += n;
    if (n > 0 || decoder->ended || len == 0) return n;
    ssize_t got = decoder->read(decoder->user, out, len);
    decoder->failed = got < 0;
    decoder->ended = got <= 0;
    return got > 0 ? (size_t)got : 0;
  }
  while (n < len) {
    if (decoder->output_at == decoder->output_len) {
      bool more = decoder->encoding == UN_ENCODING_BYTES ? decode_byte(decoder) : decode_character(decoder);
      if (!more) break;
    }
    out[n++] = decoder->output[decoder->output_at++];
  }
  return n;
}

size_t un_decode_length(const struct un_decoder *decoder, const char *text, size_t len) {
  size_t n = 0;
  if (decoder->encoding == UN_ENCODING_UTF8) return len;
  for (size_t i = 0; i < len; i++) {
    unsigned char c = (unsigned char)text[i];
    bool starts = (c & 0xc0) != 0x80;
    if (decoder->encoding == UN_ENCODING_BYTES) n += starts;
    else if (starts) n += c == 0xff ? 1 : c >= 0xf0 ? 4 : 2;
  }
  return n;
}
