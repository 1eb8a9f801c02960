/* The SQL files of schema/, embedded by schema/catalogue/compile.c. */
#ifndef UN_SHELL_TEXTS_H
#define UN_SHELL_TEXTS_H

struct un_text {
  const char *path; /* "schema/reports/refusals.sql" */
  const char *text;
};

extern const struct un_text un_texts[];
extern const int un_texts_count;

#endif
