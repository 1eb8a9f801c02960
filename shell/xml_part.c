/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xml_part.h"

#include <string.h>

static const char *local(const char *name) {
  const char *colon = strrchr(name, ':');
  return colon ? colon + 1 : name;
}

const char *un_xml_attribute(const char **attributes, const char *name) {
  for (; attributes[0]; attributes += 2) {
    if (strcmp(attributes[0], name) == 0) return attributes[1];
  }
  return NULL;
}

const char *un_xml_prefixed(const char **attributes, const char *name) {
  for (; attributes[0]; attributes += 2) {
    if (strchr(attributes[0], ':') && strcmp(local(attributes[0]), name) == 0) return attributes[1];
  }
  return NULL;
}

void un_xml_fail(struct un_xml *xml, const char *format, ...) {
  va_list args;
  if (xml->why.len > 0) return;
  un_strbuf_printf(&xml->why, "part '%s': ", xml->part);
  va_start(args, format);
  un_strbuf_vprintf(&xml->why, format, args);
  va_end(args);
  if (xml->parser) XML_StopParser(xml->parser, XML_FALSE);
}

void un_xml_pause(struct un_xml *xml) {
  if (xml->why.len == 0) XML_StopParser(xml->parser, XML_TRUE);
}

static void on_start(void *user, const char *name, const char **attributes) {
  struct un_xml *xml = user;
  if (++xml->depth > UN_XML_DEPTH) un_xml_fail(xml, "elements more than %d deep", UN_XML_DEPTH);
  else xml->start(xml, local(name), attributes);
}

static void on_end(void *user, const char *name) {
  struct un_xml *xml = user;
  xml->depth--;
  xml->end(xml, local(name));
}

static void on_text(void *user, const char *text, int len) {
  struct un_xml *xml = user;
  if (!xml->collect) return;
  if (xml->text.len + (size_t)len > UN_XML_TEXT) un_xml_fail(xml, "a text of more than %d MiB", UN_XML_TEXT >> 20);
  else un_strbuf_add(&xml->text, text, (size_t)len);
}

static void on_doctype(void *user, const char *name, const char *system, const char *public, int internal) {
  (void)name, (void)system, (void)public, (void)internal;
  un_xml_fail(user, "a document type declaration, which no workbook has");
}

bool un_xml_open(struct un_xml *xml, struct un_zip *zip, const char *part) {
  xml->zip = zip;
  xml->part = part;
  xml->text = (struct un_strbuf)UN_STRBUF_INIT;
  xml->why = (struct un_strbuf)UN_STRBUF_INIT;
  xml->parser = NULL;
  xml->depth = 0;
  xml->collect = xml->paused = xml->done = false;
  if (un_zip_enter(zip, part) < 0) {
    un_xml_fail(xml, "is missing");
    return false;
  }
  xml->parser = XML_ParserCreate(NULL);
  if (!xml->parser) {
    un_xml_fail(xml, "out of memory");
    return false;
  }
  XML_SetUserData(xml->parser, xml);
  XML_SetElementHandler(xml->parser, on_start, on_end);
  XML_SetCharacterDataHandler(xml->parser, on_text);
  XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
  return true;
}

void un_xml_close(struct un_xml *xml) {
  if (xml->parser) XML_ParserFree(xml->parser);
  xml->parser = NULL;
  un_strbuf_free(&xml->text);
  un_strbuf_free(&xml->why);
}

/* A portion to the parser: its status, XML_STATUS_ERROR also for a cut entry. */
static enum XML_Status feed(struct un_xml *xml) {
  enum { PORTION = 1 << 16 };
  void *buffer = XML_GetBuffer(xml->parser, PORTION);
  ssize_t n = buffer ? un_zip_read(xml->zip, buffer, PORTION) : -1;
  if (n < 0) {
    un_xml_fail(xml, "is damaged or cut short");
    return XML_STATUS_ERROR;
  }
  xml->done = n == 0;
  return XML_ParseBuffer(xml->parser, (int)n, n == 0);
}

bool un_xml_more(struct un_xml *xml) {
  if (xml->why.len > 0 || (xml->done && !xml->paused)) return false;
  enum XML_Status status = xml->paused ? XML_ResumeParser(xml->parser) : feed(xml);
  xml->paused = status == XML_STATUS_SUSPENDED;
  if (status == XML_STATUS_ERROR && xml->why.len == 0) {
    un_xml_fail(xml, "line %lu: %s", (unsigned long)XML_GetCurrentLineNumber(xml->parser),
                XML_ErrorString(XML_GetErrorCode(xml->parser)));
  }
  return xml->why.len == 0;
}
