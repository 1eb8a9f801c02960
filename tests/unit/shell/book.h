/* Small workbooks for tests, good and hostile: a ZIP archive of named parts. */
#ifndef UN_TESTS_BOOK_H
#define UN_TESTS_BOOK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "strbuf.h"

struct part {
  const char *name, *data;
  size_t len;            /* 0: the text's */
  unsigned flags;        /* of the directory: 1 is encrypted */
  unsigned method;       /* 0 stored; 8: data is deflated here; else only said */
  unsigned long claimed; /* unpacked size to claim, 0: the true one */
};

static inline void put(struct un_strbuf *out, unsigned long value, int bytes) {
  for (int i = 0; i < bytes; i++, value >>= 8) un_strbuf_putc(out, (char)(value & 0xff));
}

static inline void put_header(struct un_strbuf *out, const struct part *part, unsigned long crc,
                              unsigned long packed, unsigned long size) {
  put(out, part->flags, 2);
  put(out, part->method, 2);
  put(out, 0, 4); /* time and day */
  put(out, crc, 4);
  put(out, packed, 4);
  put(out, part->claimed ? part->claimed : size, 4);
  put(out, strlen(part->name), 2);
}

static inline void make_zip(struct un_strbuf *out, const struct part *parts, int count) {
  struct un_strbuf directory = UN_STRBUF_INIT;
  for (int i = 0; i < count; i++) {
    const struct part *part = &parts[i];
    size_t size = part->len ? part->len : strlen(part->data), packed = size;
    const char *data = part->data;
    unsigned long crc = crc32(0, (const Bytef *)data, (uInt)size);
    char *squeezed = NULL;
    if (part->method == 8) {
      z_stream z = {0};
      squeezed = un_alloc(size + 1000);
      deflateInit2(&z, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
      z.next_in = (Bytef *)data;
      z.avail_in = (uInt)size;
      z.next_out = (Bytef *)squeezed;
      z.avail_out = (uInt)(size + 1000);
      deflate(&z, Z_FINISH);
      packed = z.total_out;
      deflateEnd(&z);
      data = squeezed;
    }
    size_t at = out->len;
    put(out, 0x04034b50, 4);
    put(out, 20, 2);
    put_header(out, part, crc, packed, size);
    put(out, 0, 2);
    un_strbuf_puts(out, part->name);
    un_strbuf_add(out, data, packed);
    put(&directory, 0x02014b50, 4);
    put(&directory, 20, 2);
    put(&directory, 20, 2);
    put_header(&directory, part, crc, packed, size);
    put(&directory, 0, 4); /* extra, comment */
    put(&directory, 0, 4); /* disk, internal */
    put(&directory, 0, 4);
    put(&directory, at, 4);
    un_strbuf_puts(&directory, part->name);
    free(squeezed);
  }
  size_t at = out->len;
  un_strbuf_add(out, directory.text, directory.len);
  put(out, 0x06054b50, 4);
  put(out, 0, 4);
  put(out, (unsigned long)count, 2);
  put(out, (unsigned long)count, 2);
  put(out, directory.len, 4);
  put(out, at, 4);
  put(out, 0, 2);
  un_strbuf_free(&directory);
}

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define MAIN_NS "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELS_NS "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""

static const char book_root[] = XML "<Relationships " RELS_NS "><Relationship Id=\"rId1\" Type=\"" REL
    "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
static const char book_rels[] = XML "<Relationships " RELS_NS ">"
    "<Relationship Id=\"rId1\" Type=\"" REL "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" REL "/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>"
    "<Relationship Id=\"rId3\" Type=\"" REL "/styles\" Target=\"styles.xml\"/>"
    "<Relationship Id=\"rId4\" Type=\"" REL "/sharedStrings\" Target=\"sharedStrings.xml\"/>"
    "<Relationship Id=\"rId5\" Type=\"" REL "/hyperlink\" Target=\"http://example.org/\" TargetMode=\"External\"/>"
    "</Relationships>";
static const char book_workbook[] = XML "<workbook " MAIN_NS " xmlns:r=\"" REL "\"><workbookPr/><sheets>"
    "<sheet name=\"Main\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"Notes\" sheetId=\"2\" state=\"hidden\" r:id=\"rId2\"/>"
    "</sheets></workbook>";
/* Formats by number: 0 general, 1 `0%`, 2 a date, 3 a date and time, 4 elapsed, 5 a word with a d. */
static const char book_styles[] = XML "<styleSheet " MAIN_NS "><numFmts>"
    "<numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm;@\"/><numFmt numFmtId=\"165\" formatCode=\"[h]:mm\"/>"
    "<numFmt numFmtId=\"166\" formatCode=\"0&quot; days&quot;\"/></numFmts>"
    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"9\"/>"
    "<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/></cellXfs></styleSheet>";
static const char book_shared[] = XML "<sst " MAIN_NS "><si><t>Country</t></si>"
    "<si><r><t>Tur</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">key </t></r><rPh sb=\"0\" eb=\"1\"><t>no</t></rPh></si>"
    "<si><t>a_x000D_&amp;_x005F_b</t></si><si><t/></si></sst>";
static const char book_notes[] = XML "<worksheet " MAIN_NS "><sheetData><row><c t=\"inlineStr\"><is><t>note</t></is></c></row>"
    "</sheetData></worksheet>";

/* A workbook whose first sheet has these rows; workbook NULL: the usual one. */
static inline void make_book(struct un_strbuf *out, const char *rows, const char *workbook) {
  struct un_strbuf sheet = UN_STRBUF_INIT;
  un_strbuf_printf(&sheet, XML "<worksheet " MAIN_NS "><sheetData>%s</sheetData>"
                   "<mergeCells count=\"1\"><mergeCell ref=\"A1:B1\"/></mergeCells></worksheet>", rows);
  const struct part parts[] = {{.name = "_rels/.rels", .data = book_root},
                               {.name = "xl/workbook.xml", .data = workbook ? workbook : book_workbook},
                               {.name = "xl/_rels/workbook.xml.rels", .data = book_rels},
                               {.name = "xl/styles.xml", .data = book_styles, .method = 8},
                               {.name = "xl/sharedStrings.xml", .data = book_shared, .method = 8},
                               {.name = "xl/worksheets/sheet1.xml", .data = sheet.text, .method = 8},
                               {.name = "xl/worksheets/sheet2.xml", .data = book_notes}};
  make_zip(out, parts, sizeof parts / sizeof *parts);
  un_strbuf_free(&sheet);
}

/* A workbook of these sheets, all visible, each with its rows. */
static inline void make_sheets(struct un_strbuf *out, char *const *names, const struct un_strbuf *rows, int count) {
  enum { MOST = 16 };
  struct un_strbuf book = UN_STRBUF_INIT, relations = UN_STRBUF_INIT, sheets[MOST];
  char paths[MOST][40];
  struct part parts[MOST + 3];
  if (count > MOST) abort();
  un_strbuf_puts(&book, XML "<workbook " MAIN_NS " xmlns:r=\"" REL "\"><sheets>");
  un_strbuf_puts(&relations, XML "<Relationships " RELS_NS ">");
  for (int i = 0; i < count; i++) {
    un_strbuf_printf(&book, "<sheet name=\"%s\" sheetId=\"%d\" r:id=\"rId%d\"/>", names[i], i + 1, i + 1);
    un_strbuf_printf(&relations, "<Relationship Id=\"rId%d\" Type=\"" REL "/worksheet\" Target=\"worksheets/sheet%d.xml\"/>",
                     i + 1, i + 1);
    sheets[i] = (struct un_strbuf)UN_STRBUF_INIT;
    un_strbuf_printf(&sheets[i], XML "<worksheet " MAIN_NS "><sheetData>%s</sheetData></worksheet>", rows[i].text);
    snprintf(paths[i], sizeof paths[i], "xl/worksheets/sheet%d.xml", i + 1);
    parts[i + 3] = (struct part){.name = paths[i], .data = sheets[i].text};
  }
  un_strbuf_puts(&book, "</sheets></workbook>");
  un_strbuf_puts(&relations, "</Relationships>");
  parts[0] = (struct part){.name = "_rels/.rels", .data = book_root};
  parts[1] = (struct part){.name = "xl/workbook.xml", .data = book.text};
  parts[2] = (struct part){.name = "xl/_rels/workbook.xml.rels", .data = relations.text};
  make_zip(out, parts, count + 3);
  for (int i = 0; i < count; i++) un_strbuf_free(&sheets[i]);
  un_strbuf_free(&book);
  un_strbuf_free(&relations);
}

#endif
