/* A built-in report's file, for what uses one as a query. */
#ifndef UN_SHELL_REPORT_TEXT_H
#define UN_SHELL_REPORT_TEXT_H

/* Borrowed, static; NULL when there is none of that name. */
const char *un_report_text(const char *name);

/* `(SELECT ...)`, to stand behind FROM; of a report that is there. */
struct un_strbuf;
void un_report_as_subquery(struct un_strbuf *out, const char *name);

/* The i-th built-in report's name and text; false past the last. */
struct un_report_name {
  char name[64];
  const char *text;
};
int un_report_at(int i, struct un_report_name *report);

#endif
