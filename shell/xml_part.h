/* One XML part of a workbook, parsed in portions by expat.
**
** Refused: a document type declaration (so no entities, expanding or external),
** elements more than UN_XML_DEPTH deep, a text above UN_XML_TEXT, what is not
** well-formed. Names come without their prefix.
**
** Ownership: the caller's struct, begun by un_xml_open and ended by un_xml_close;
** the archive is borrowed.
*/
#ifndef UN_SHELL_XML_PART_H
#define UN_SHELL_XML_PART_H

#include <stdbool.h>
#include <expat.h>

#include "strbuf.h"
#include "zip_read.h"

enum { UN_XML_DEPTH = 64, UN_XML_TEXT = 1 << 24 };

struct un_xml {
  void *user;
  void (*start)(struct un_xml *xml, const char *name, const char **attributes);
  void (*end)(struct un_xml *xml, const char *name);
  bool collect;          /* the text goes to `text`; start and end decide */
  struct un_strbuf text;
  struct un_strbuf why;  /* not empty: failed */
  XML_Parser parser;
  struct un_zip *zip;
  const char *part;
  int depth;
  bool paused, done;
};

/* false: there is no such part (`why` says it). */
bool un_xml_open(struct un_xml *xml, struct un_zip *zip, const char *part);
void un_xml_close(struct un_xml *xml);

/* Parse on, to the next pause or a portion further; false at the end and after a
** failure. */
bool un_xml_more(struct un_xml *xml);

void un_xml_pause(struct un_xml *xml); /* from a callback: un_xml_more returns after it */
void un_xml_fail(struct un_xml *xml, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The value of an attribute, by its name without prefix, or NULL. `prefixed`: only
** one that has a prefix (r:id beside id). */
const char *un_xml_attribute(const char **attributes, const char *name);
const char *un_xml_prefixed(const char **attributes, const char *name);

#endif
