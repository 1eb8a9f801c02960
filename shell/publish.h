/* `unseal publish`: a folder of figures, complete or not at all.
**
** (1) Lint comes first; error-level findings refuse (exit 5), nothing is written.
** (2) The folder is written beside its target, every file synced, then exchanged
**     with it (renameat2 RENAME_EXCHANGE; where the file system lacks that, the old
**     folder is renamed away first: for a moment there is none). Only an empty
**     folder or an earlier publication is replaced.
** (3) What is published is written to publications and publication_cells in the
**     same transaction that read it. Done again with the same as-of it is the same
**     publication if it tells the same, else a further one: what was told stays known.
**     A cell that is left out has value NULL.
** (4) Nothing in the folder tells which row or cell was left out, or why: that would
**     tell of it. The house gets the list on stdout.
** (5) Same database, as-of and period: same bytes.
**
** Ownership: a un_publication borrows shell, reports and sheets.
*/
#ifndef UN_SHELL_PUBLISH_H
#define UN_SHELL_PUBLISH_H

#include "figures.h"
#include "strbuf.h"

struct un_publication {
  struct un_shell *shell;
  const struct un_figure_set *sheets;
  char *folder;          /* where files are written now */
  char *provider;        /* the setting, or NULL */
  char database[65];     /* SHA-256 of the register's content */
  int verified, rules;   /* catalogue rows read at their source, of all */
  char option[2];        /* of 50 USC 1874(a) */
};

/* publish_files.c: csv, json and md of every sheet, left-out.csv and restated.csv. */
int un_publish_files(struct un_publication *publication);

/* index.html (page.c) and manifest.json, which lists every other file. */
int un_publish_page(struct un_publication *publication);
int un_publish_manifest(struct un_publication *publication);

/* SHA-256 of the register's own tables but publications and publication_cells:
** for each row in the order of its columns, type, length and bytes of each value. */
int un_publish_hash(struct un_shell *shell, char out[65]);

/* SHA-256 of a file in the folder; false when it cannot be read. */
bool un_publish_hash_file(const struct un_publication *publication, const char *name, char out[65]);

/* Write a text to a file of the folder. */
int un_publish_text(const struct un_publication *publication, const char *name, const char *text, size_t len);

/* chart.c: append an SVG, or nothing when there is too little to see. */
void un_chart_over_time(struct un_strbuf *page, const struct un_publication *publication);
void un_chart_outcomes(struct un_strbuf *page, const struct un_publication *publication);

#endif
