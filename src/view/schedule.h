/* SPDX-License-Identifier: MIT */
/* What the views of the schedule share, and its words. */
#ifndef VIEW_SCHEDULE_H
#define VIEW_SCHEDULE_H

#include "view/session.h"
#include "view/words_schedule.h"

extern const struct verb schedule_verbs[], calendar_verbs[];

/* The calendar of this person's own that was to be fetched: how that ended, once; or "". */
const char *calendar_fetched(struct stage *s);
/* Now, by the server's clock. */
int64_t stage_now(const struct stage *s);
const char *schedule_cover(const struct stage *s); /* what others see; never empty */
/* The numbers begin anew; what must be known before all else is told. */
void schedule_begin(struct stage *s, struct model *m);
/* The number of one that can be acted on; 0: it cannot, or there are too many. */
int schedule_number(struct stage *s, const struct pl_occurrence *o);
enum schedule_how { WITH_HOURS, WITH_DAY, BRIEFLY };
struct item *schedule_add(struct stage *s, struct model *m, const struct pl_occurrence *o,
			  enum schedule_how how);
/* When each of `n` days and the one behind them begins: n + 1 moments. */
void schedule_days(int64_t first_utc_ms, int n, int64_t *at);
/* On which of these days it shows: the first, for what has begun before. */
int schedule_day(const int64_t *at, int n, int64_t utc_ms);
void schedule_say(struct model *m, enum item_role role, const char *words);
/* This week's hours, and what would restore them: by their numbers, where the week is `listed`. */
void schedule_tell_tally(struct stage *s, struct model *m, bool listed);
/* The hour at the program, once, where it is another. */
void schedule_tell_zone(struct model *m, const struct pl_occurrence *all, size_t n);
/* The number that a person types for the group, as the view of groups shows it; 0: none. */
int schedule_group_number(const struct stage *s, int64_t group);

/* What is typed behind /week and /month: a date, "+2", "next", "last", or nothing. */
typedef int64_t schedule_step(const struct stage *s, int64_t utc_ms, int by);
int schedule_go(struct stage *s, const struct view *view, const char *rest,
		schedule_step *step);
/* These show the view. */
int week_go(struct stage *s, const char *rest);
int month_go(struct stage *s, const char *rest);
int64_t schedule_at(const struct stage *s); /* the moment whose week or month is shown */

/* The session that is meant: the one with the number that *rest begins with, or the next one.
 * *rest moves behind the number.  False: there is none, and that is told; *bits to answer. */
bool schedule_take(struct stage *s, const char **rest, struct pl_occurrence *out, int *bits);

#endif
