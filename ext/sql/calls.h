/* The callbacks of ext/sql that rows of un_functions name, by file. */
#ifndef UN_SQL_CALLS_H
#define UN_SQL_CALLS_H

#include "function.h"

/* calendar.c */
un_call_fn un_sql_term_add, un_sql_term_end, un_sql_business_day, un_sql_is_business_day;
un_call_fn un_sql_period_of, un_sql_period_start, un_sql_period_end, un_sql_period_add;

/* gag.c */
un_call_fn un_sql_gag_nominal, un_sql_gag_expiry, un_sql_gag_status, un_sql_gag_days_left;
un_call_fn un_sql_gag_flags, un_sql_gag_problem, un_sql_gag_review_due;

/* gag_follow.c */
un_call_fn un_sql_gag_step;
un_final_fn un_sql_gag_last_day, un_sql_gag_problem_of_all;

/* rate.c */
un_call_fn un_sql_refusal_step, un_sql_refusal_inverse;
un_call_fn un_sql_disclosure_step, un_sql_disclosure_inverse;
un_final_fn un_sql_refusal_rate, un_sql_refusal_count, un_sql_refusal_base;
un_final_fn un_sql_refusal_low, un_sql_refusal_high;
un_call_fn un_sql_wilson_low, un_sql_wilson_high, un_sql_outcome;

/* range.c */
un_call_fn un_sql_range_low, un_sql_range_high, un_sql_band, un_sql_suppress;
un_call_fn un_sql_range_sum_step, un_sql_range_sum_inverse;
un_final_fn un_sql_range_sum;

/* sample.c */
un_call_fn un_sql_quantile_step, un_sql_km_quantile_step, un_sql_km_survival_step;
un_call_fn un_sql_spark_step, un_sql_bar;
un_final_fn un_sql_quantile, un_sql_km_quantile, un_sql_km_survival, un_sql_spark;

/* jurisdiction.c */
un_call_fn un_sql_jurisdiction, un_sql_jurisdiction_name, un_sql_jurisdiction_parent;
un_call_fn un_sql_jurisdiction_tag, un_sql_regime_member;

/* meta.c */
un_call_fn un_sql_version, un_sql_debug, un_sql_asof, un_sql_asof_set;

#endif
