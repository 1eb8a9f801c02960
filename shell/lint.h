/* `unseal lint`: the publication rules L1 to L13 of law.md 4.7.
**
** A finding names its rule, its level, where it stands, why it is one and what to
** do. Findings of level error make lint exit 5 and publish refuse.
**
** Ownership: a un_lint borrows the shell; its findings are rows of temp.lint.
*/
#ifndef UN_SHELL_LINT_H
#define UN_SHELL_LINT_H

#include "report.h"
#include "figures.h"

struct un_lint {
  struct un_shell *shell;
  long long errors, warnings;
  int code; /* of the first failure to note one */
};

enum un_lint_level { UN_LINT_ERROR, UN_LINT_WARNING };

/* Begin: makes temp.lint (lint_finding.c, as the next and un_lint_print). 0 or an exit code after a message. */
int un_lint_begin(struct un_shell *shell, struct un_lint *lint);

/* `why` and `what` are texts: why it is a finding, what to do about it. */
void un_lint_add(struct un_lint *lint, const char *rule, enum un_lint_level level, const char *report,
                 const char *row, const char *why, const char *what);

/* One line of a US banded report, from a register or a draft. */
struct un_band_line {
  char *period, *category, *band, *where;
};

/* L1 to L5, L11 and L12 over the lines; published_on: YYYY-MM-DD. lint_bands.c. */
void un_lint_bands(struct un_lint *lint, const char *report, const struct un_band_line *lines, size_t count,
                   const char *published_on);

/* A drafted file: "us-bands" or "dsa-orders". lint_draft.c. */
int un_lint_draft(struct un_lint *lint, const struct un_reports *reports, const char *path, const char *as);

/* What publishing the sheets would do, before and after suppression. lint_register.c. */
int un_lint_register(struct un_lint *lint, const struct un_reports *reports, struct un_figure_set *sheets);

/* Say the errors on stderr, a line each. */
void un_lint_say_errors(struct un_lint *lint);

/* Print the findings to shell->out. */
int un_lint_print(struct un_lint *lint);

#endif
