/* Calendars: working days, and the rolling of a term's end (law.md 2.1, 2.2).
**
** (1) A calendar is a row of calendars.csv, with `+observed` after its name if
**     wanted: the substitute days of 5 USC 6103(b) and E.O. 11582 then count.
** (2) Outside the years a calendar is claimed for there is no answer, only
**     UN_CALENDAR_UNCLAIMED: never a guess.
** (3) Forward rolls run to the next working day. Terms counted back roll, and
**     hour terms roll, only where the row says so (Fed. R. Civ. P. 6(a)).
** (4) A substitute that a country's law makes the holiday is in its plain calendar
**     (BG, LV: the next working day that is no holiday; AU, NL: instead of it).
** (5) CA rolls on Sundays and holidays only (Interpretation Act, s. 26); its
**     Saturdays are still no business days.
**
** Ownership: a un_calendar is a value over static rows. A un_years is the
** caller's: zeroed before first use, it holds the holidays of years seen, so
** that a day costs a bit test. It must not be shared between threads.
*/
#ifndef UN_LAW_CALENDAR_H
#define UN_LAW_CALENDAR_H

#include "catalogue.h"

struct un_calendar {
  const struct un_calendar_row *row; /* NULL: not a calendar */
  bool observed;
};

enum { UN_YEARS = 1024, UN_YEAR_WORDS = 6 }; /* 72 KB; a year that meets another in its slot is filled anew */

struct un_year {
  const struct un_calendar_row *row; /* NULL: empty */
  int32_t year;
  un_day first; /* 1 January */
  bool observed;
  uint64_t holidays[UN_YEAR_WORDS]; /* bit n: the n-th day after 1 January */
};

struct un_years {
  struct un_year at[UN_YEARS];
};

enum un_calendar_result { UN_CALENDAR_OK, UN_CALENDAR_UNCLAIMED, UN_CALENDAR_OUT_OF_RANGE };

bool un_calendar_find(const char *text, size_t len, struct un_calendar *out);

/* The calendar that was probably meant, or NULL: `UK`, `EL`, `Germany` and the
** like as jurisdiction() reads them, else the nearest name. A country that has
** no calendar is not mistaken for a neighbour in spelling. */
const char *un_calendar_nearest(const char *text, size_t len);

enum un_calendar_result un_is_business_day(struct un_years *years, struct un_calendar calendar,
                                           un_day day, bool *out);

/* The day itself or the next working day; on a failure the day without an answer. */
enum un_calendar_result un_business_day(struct un_years *years, struct un_calendar calendar,
                                        un_day day, un_day *out);

/* Roll the nominal end of a term where the calendar rolls it; `out` as above. Of years
** it is not claimed for there is no answer for a term that would not roll either. */
enum un_calendar_result un_roll(struct un_years *years, struct un_calendar calendar,
                                const struct un_term *term, un_day nominal, un_day *out);

/* Whether a day of the years 0001 to 9999 is a holiday, at a weekend too. */
bool un_is_holiday(struct un_years *years, struct un_calendar calendar, un_day day);

/* The holiday of a rule in a year: `day` is the day off, `substitute` another
** one the law or practice gives as well, or UN_NO_DAY. `day` is UN_NO_DAY in a
** year the rule does not hold. */
struct un_holiday_days {
  un_day day;
  un_day substitute;
};
struct un_holiday_days un_holiday_in(const struct un_holiday *rule, int year);

#endif
