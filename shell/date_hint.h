/* What a date that is none was probably meant to be: only ever suggested.
**
** (1) A year has four digits; a two-digit year is not guessed.
** (2) Day and month that could be either are both named.
** (3) A day past the month's end suggests its last day.
*/
#ifndef UN_SHELL_DATE_HINT_H
#define UN_SHELL_DATE_HINT_H

struct un_strbuf;

/* Append `; did you mean '2024-02-29'?`, or what a date looks like. */
void un_date_hint(struct un_strbuf *out, const char *text);

/* The same for an instant in UTC, `2024-02-29T09:30Z`. */
void un_instant_hint(struct un_strbuf *out, const char *text);

/* Append `a date, ... or 'indefinite'`, and the term that was probably meant: `1Y` and
** `90 days` are P1Y and P90D. */
void un_ordered_hint(struct un_strbuf *out, const char *text);

#endif
