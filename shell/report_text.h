/* A built-in report's file, for what uses one as a query. */
#ifndef UN_SHELL_REPORT_TEXT_H
#define UN_SHELL_REPORT_TEXT_H

/* Borrowed, static; NULL when there is none of that name. */
const char *un_report_text(const char *name);

#endif
