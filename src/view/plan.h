/* SPDX-License-Identifier: MIT */
/*
 * What is to be done to the program: changes are gathered here, shown, and then done together
 * or left.  Nothing goes out before that.
 */
#ifndef VIEW_PLAN_H
#define VIEW_PLAN_H

#include "base/buf.h"
#include "view/schedule.h"
#include "view/words_program.h"

enum { PLAN_CHANGES_MAX = 1000, PLAN_SHOWN_MAX = 512 };

/* A new series, as far as its questions are answered. */
struct plan_series {
	struct pl_series series;
	struct pl_pattern pattern;
	enum series_field at; /* the question that waits; SERIES_FIELDS: none */
	char title[128], track[64], bring[256];
	bool asks; /* a series is being asked for */
	bool ends; /* it was said when it ends */
};

struct plan {
	struct arena mem; /* of what the changes point to */
	struct pl_changed *changes;
	size_t count, size;
	/* As they were numbered when they were shown last: what a number means does not change
	 * while somebody types it. */
	int64_t series[PLAN_SHOWN_MAX];
	size_t series_count;
	uint64_t requests[PLAN_SHOWN_MAX];
	size_t requests_count;
	struct plan_series new_series;
	bool hours_asked, refused; /* a change was, and none was made since */
	char zone[64];
};

/* What is meant by what was typed: a series, and of it a session, or those of some days. */
enum { PLAN_SPAN_MAX = 64 };
struct plan_target {
	const struct pl_series *series;
	struct pl_pattern pattern;
	int64_t original_utc_ms, start_utc_ms, end_utc_ms; /* of the first */
	int64_t originals[PLAN_SPAN_MAX];
	size_t originals_count;
};

/* Made when it is asked for first; stage_finish takes it away. */
struct plan *plan_of(struct stage *s);
void plan_free(struct plan *p); /* NULL is fine */

/* The zone of the program: that of the group's first series, or else of this device. */
const char *plan_zone(struct stage *s);
/* A person of the group by a whole name, or a part of only one; NULL: none. */
const struct pl_person *plan_leader(struct stage *s, int64_t group, const char *typed);

/* Copies the change, and tells what would come of it.  DID_ bits. */
int plan_add(struct stage *s, const struct pl_changed *c);
/* The same for each of the sessions that are meant. */
int plan_add_each(struct stage *s, const struct plan_target *t, const struct pl_changed *c);
/* The same for a new series, whose lines are those of the pattern. */
int plan_add_series(struct stage *s, const struct pl_series *series,
		    const struct pl_pattern *p);
/* The same for a file's; what the file has amiss is told too. */
int plan_import(struct stage *s, const char *path);
/* "Cancel Skills group on ...": with title and names.  In `a`. */
const char *plan_change(struct stage *s, struct arena *a, const struct pl_changed *c);
/* A copy of it; false: there are too many. */
bool plan_keep(struct plan *p, const struct pl_changed *c);
/* What would come of the changes from `from` on; where they alone make no sense, of all. */
enum pl_failure plan_preview(struct stage *s, size_t from, struct buf *out);
/* A sentence for each session that differs, or for many of a series that are the same; those
 * with clashes first.  In `a`. */
size_t plan_rows(struct arena *a, const struct pl_previewed *seen, const char ***out);
/* Tells it, clean, and frees it. */
int plan_tell_text(struct stage *s, struct buf *all);
/* Items of the view: each change, and what would come of all. */
void plan_tell(struct stage *s, struct model *out);
const char *plan_goes(struct stage *s); /* now, or when there is a connection */
int plan_apply(struct stage *s, const char *rest);
int plan_discard(struct stage *s, const char *rest);

/* The series of the groups, in the order of the view; at most PLAN_SHOWN_MAX numbers. */
void plan_number(struct stage *s);
/* By its number as it was shown last; NULL: none. */
const struct pl_series *plan_series(struct stage *s, int64_t number);
const struct pl_series *plan_series_of(struct stage *s, int64_t id);
/* What is to be said of it, by the changes that wait: else the series itself. */
const struct pl_series *plan_series_to_be(struct stage *s, const struct pl_series *series);

/* program_target.c.  0, or the bits of what was told because there is none.  *at is moved
 * behind what was taken; `verb` is the one whose form is told. */
int plan_take_series(struct stage *s, const char **at, const char *verb, struct plan_target *t);
/* By a day, by a day and a last day, or the next one; `changed`: those alone that are not as
 * they were planned, and else those alone that take place. */
int plan_take_sessions(struct stage *s, const char **at, bool changed, struct plan_target *t);
bool plan_session_on(struct stage *s, struct plan_target *t, const struct pl_local *day);
bool plan_next_session(struct stage *s, struct plan_target *t, bool changed);
struct pl_changed plan_changed(const struct plan_target *t, enum pl_change what);
/* The line stays: DID_SAY | DID_KEEP. */
int plan_say(struct stage *s, enum program_word w, const char *what);

extern const struct verb program_verbs[];
int program_away(struct stage *s, const char *rest);
int series_act(struct stage *s, const char *rest);
/* requests.c */
int requests_grant(struct stage *s, const char *rest);
int requests_deny(struct stage *s, const char *rest);
/* What this member said of the session that runs: ", comes 10 minutes late"; "". */
const char *requests_short(struct stage *s, struct arena *a, int64_t member);
/* hours.c: asks for them anew */
void hours_watch(struct stage *s);
/* the answer when it has come; else DID_NOTHING. */
int hours_came(struct stage *s);

/* moment.c: days and times as people type them.  Each takes its words from *at, which is moved
 * behind them only if they are such. */
bool moment_take_day(const char **at, const char *zone, int64_t now_utc_ms,
		     struct pl_local *out);
/* The next word is a day of the week: one that may be a week later, too. */
bool moment_is_weekday(const char *at);
int64_t moment_noon_utc_ms(const char *zone, const struct pl_local *day);
bool moment_take_time(const char **at, struct pl_local *out); /* hour and minute */
/* The beginning of the day, and of the one behind it, in the zone. */
int64_t moment_day_utc_ms(const char *zone, const struct pl_local *l, int days);
/* When that is.  Of a day of the week whose hour is over today it is a week later. */
int64_t moment_start_utc_ms(const char *zone, const struct pl_local *l, bool is_weekday,
			    int64_t now_utc_ms);
/* The next word, for a sentence about what was not understood. */
const char *moment_word(struct arena *a, const char *at);

#endif
