/* The tables of sql.md 3 that show places and their names. */
#include "law/jurisdiction.h"
#include "table.h"
#include "value.h"

static const char *const kinds[] = {"country", "territory", "part", "body"};

/* --- jurisdictions ------------------------------------------------------------------ */

void un_jurisdictions_next(struct un_cursor *cursor) { cursor->done = cursor->row >= un_places_count; }

int64_t un_jurisdictions_rows(void) { return un_places_count; }

int64_t un_jurisdictions_find(const char *text, size_t len) { return un_jurisdiction_row(text, len); }

void un_jurisdictions_column(const struct un_cursor *cursor, sqlite3_context *context, int column) {
  const struct un_place *place = &un_places[cursor->row];
  if (column == 0) un_result_static(context, place->code);
  else if (column == 1) un_result_static(context, un_pool + place->name);
  else if (column == 3) un_result_static(context, kinds[place->kind]);
  else if (place->parent >= 0) un_result_static(context, un_places[place->parent].code);
}

/* --- jurisdiction_names: the labels, then the parts as ISO writes them ------------------ */

int64_t un_names_rows(void) { return (int64_t)un_labels_count + un_places_count - un_countries_count; }

void un_names_next(struct un_cursor *cursor) { cursor->done = cursor->row >= un_names_rows(); }

void un_names_column(const struct un_cursor *cursor, sqlite3_context *context, int column) {
  if (cursor->row >= un_labels_count) {
    const struct un_place *part = &un_places[un_countries_count + cursor->row - un_labels_count];
    if (column == 0) un_result_static(context, un_pool + part->name);
    else if (column == 1) un_result_static(context, part->code);
    else if (column == 3) un_result_static(context, "ISO 3166-2");
    return; /* in the language of the country, which ISO does not say */
  }
  const struct un_label *label = &un_labels[cursor->row];
  if (column == 0) un_result_static(context, un_pool + label->name);
  else if (column == 2) un_result_static(context, un_langs[label->lang]);
  else if (column == 3) un_result_static(context, un_sources[label->source]);
  else if (label->place >= 0) un_result_static(context, un_places[label->place].code);
}

/* --- jurisdiction_candidates(text) --------------------------------------------------------- */

bool un_candidates_open(struct un_cursor *cursor, struct un_fault *fault) {
  const char *text;
  size_t len;
  if (!un_text(cursor->args[0], &text, &len)) {
    *fault = (struct un_fault){.arg = 1, .problem = "is not a text"};
    return false;
  }
  un_candidates_start(&cursor->state.candidates.list, text, len);
  un_candidates_step(cursor);
  return true;
}

void un_candidates_step(struct un_cursor *cursor) {
  cursor->done = !un_candidates_next(&cursor->state.candidates.list, &cursor->state.candidates.place,
                                     &cursor->state.candidates.reason);
}

void un_candidates_column(const struct un_cursor *cursor, sqlite3_context *context, int column) {
  const struct un_place *place = &un_places[cursor->state.candidates.place];
  if (column == 0) un_result_static(context, place->code);
  else if (column == 1) un_result_static(context, un_pool + place->name);
  else un_result_static(context, cursor->state.candidates.reason);
}
