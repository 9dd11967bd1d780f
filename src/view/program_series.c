/* SPDX-License-Identifier: MIT */
/* A new series, asked for step by step; and what is said of one that there is. */
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"
#include "view/plan.h"

enum {
	TITLE_MAX = 80,
	TRACK_MAX = 30,
	BRING_MAX = 200,
	SEATS_MAX = 999,
	MINUTES_MAX = 1440,
	LOOK_DAYS = 62,
};

typedef bool set_field(struct stage *s, struct plan_series *n, const char *answer);

static const int64_t day_ms = INT64_C(24) * 3600 * 1000;

/* One line of at most `max` bytes, clean; false: too long. */
static bool take_text(char *out, size_t max, const char *answer)
{
	struct arena a = { 0 };
	const char *clean = utf8_clean_name(&a, str_of(answer), max);
	const bool fits = *clean && strlen(answer) <= max + 16;

	if (fits)
		memcpy(out, clean, strlen(clean) + 1);
	arena_finish(&a);
	return fits;
}

static bool set_title(struct stage *s, struct plan_series *n, const char *answer)
{
	(void)s;
	return take_text(n->title, TITLE_MAX, answer);
}

static bool set_kind(struct stage *s, struct plan_series *n, const char *answer)
{
	(void)s;
	if (!words_read_kind(answer, &n->series.kind))
		return false;
	n->series.optional = n->series.kind == PL_WORKSHOP;
	n->series.counts = n->series.kind != PL_AWAY;
	return true;
}

static bool set_start(struct stage *s, struct plan_series *n, const char *answer)
{
	const bool is_weekday = moment_is_weekday(answer);
	struct pl_local l;
	int64_t at;

	if (!moment_take_day(&answer, n->pattern.zone, stage_now(s), &l) ||
	    !moment_take_time(&answer, &l) || *answer)
		return false;
	at = moment_start_utc_ms(n->pattern.zone, &l, is_weekday, stage_now(s));
	if (at < stage_now(s))
		return false;
	n->pattern.start_utc_ms = at;
	return true;
}

static bool take_count(const char *answer, int most, int *out)
{
	int64_t n;

	if (!session_number(answer, &n) || n < 1 || n > most)
		return false;
	*out = (int)n;
	return true;
}

static bool set_minutes(struct stage *s, struct plan_series *n, const char *answer)
{
	(void)s;
	return take_count(answer, MINUTES_MAX, &n->pattern.minutes);
}

static bool set_repeats(struct stage *s, struct plan_series *n, const char *answer)
{
	(void)s;
	return words_read_repeats(answer, &n->pattern);
}

/* "12 times" or "12", a day, or none. */
static bool set_until(struct stage *s, struct plan_series *n, const char *answer)
{
	const size_t digits = strspn(answer, "0123456789");
	struct pl_pattern *p = &n->pattern;
	struct pl_local day;
	int64_t until = 0;
	int count = 0;

	if (moment_take_day(&answer, p->zone, stage_now(s), &day) && !*answer)
		until = moment_day_utc_ms(p->zone, &day, 1) - 1000;
	else if (digits && digits <= 3 && words_read_times(answer + digits))
		count = (int)strtol(answer, NULL, 10);
	else if (!words_read_none(answer))
		return false;
	if ((until && until < p->start_utc_ms) || (digits && !until && !count))
		return false;
	p->until_utc_ms = until;
	p->count = count;
	return true;
}

static bool set_leader(struct stage *s, struct plan_series *n, const char *answer)
{
	const struct pl_person *who = NULL;

	if (words_read_none(answer)) {
		n->series.leader = 0;
		return true;
	}
	if (words_read_me(answer)) {
		n->series.leader = pl_client_self(s->client).id;
		return true;
	}
	who = plan_leader(s, n->series.group, answer);
	if (!who || (who->role != PL_FACILITATOR && who->role != PL_ADMIN))
		return false;
	n->series.leader = who->id;
	return true;
}

static bool take_text_or_none(char *out, size_t max, const char *answer)
{
	if (!words_read_none(answer))
		return take_text(out, max, answer);
	*out = '\0';
	return true;
}

static bool set_room(struct stage *s, struct plan_series *n, const char *answer)
{
	(void)s;
	return take_text_or_none(n->pattern.place, TITLE_MAX, answer);
}

static bool set_seats(struct stage *s, struct plan_series *n, const char *answer)
{
	(void)s;
	if (!words_read_none(answer))
		return take_count(answer, SEATS_MAX, &n->series.cap);
	n->series.cap = 0;
	return true;
}

static bool set_track(struct stage *s, struct plan_series *n, const char *answer)
{
	(void)s;
	return !strchr(answer, ' ') && take_text_or_none(n->track, TRACK_MAX, answer);
}

static bool set_bring(struct stage *s, struct plan_series *n, const char *answer)
{
	(void)s;
	return take_text_or_none(n->bring, BRING_MAX, answer);
}

static bool set_sign_up(struct stage *s, struct plan_series *n, const char *answer)
{
	(void)s;
	return words_read_yes(answer, &n->series.optional);
}

static bool set_counts(struct stage *s, struct plan_series *n, const char *answer)
{
	(void)s;
	return words_read_yes(answer, &n->series.counts);
}

static bool set_zone(struct stage *s, struct plan_series *n, const char *answer)
{
	struct pl_local l;

	(void)s;
	if (strlen(answer) >= sizeof(n->pattern.zone) || !pl_zone_known(answer))
		return false;
	pl_local(n->pattern.zone, n->pattern.start_utc_ms, &l); /* the hour stays */
	memcpy(n->pattern.zone, answer, strlen(answer) + 1);
	if (n->pattern.start_utc_ms)
		n->pattern.start_utc_ms = pl_utc_ms(answer, &l);
	return true;
}

/* `edits`: also of a series that there is. */
static const struct {
	set_field *set;
	bool edits;
} fields[SERIES_NAMED] = {
	[SERIES_TITLE] = { set_title, true },      [SERIES_KIND] = { set_kind, true },
	[SERIES_START] = { set_start, false },     [SERIES_MINUTES] = { set_minutes, false },
	[SERIES_REPEATS] = { set_repeats, false }, [SERIES_UNTIL] = { set_until, false },
	[SERIES_LEADER] = { set_leader, true },    [SERIES_ROOM] = { set_room, false },
	[SERIES_SEATS] = { set_seats, true },      [SERIES_TRACK] = { set_track, true },
	[SERIES_BRING] = { set_bring, true },      [SERIES_SIGN_UP] = { set_sign_up, true },
	[SERIES_COUNTS] = { set_counts, true },    [SERIES_ZONE] = { set_zone, false },
};

/* The whole */

static struct plan_series *begin(struct stage *s)
{
	struct plan_series *n = &plan_of(s)->new_series;
	const char *zone = plan_zone(s);

	*n = (struct plan_series) { .asks = true, .pattern = { .every = 1 } };
	memcpy(n->pattern.zone, zone, strnlen(zone, sizeof(n->pattern.zone) - 1));
	n->series = (struct pl_series) { .group = s->group,
					 .leader = pl_client_self(s->client).id,
					 .counts = true };
	return n;
}

/* Is this a day on which the rule has one?  The first session has to be one of its own. */
static bool fits(const struct pl_pattern *p, int64_t at)
{
	struct pl_local l, later;

	pl_local(p->zone, at, &l);
	pl_local(p->zone, at + 7 * day_ms, &later);
	if (p->repeats != PL_REPEATS_WEEKLY && p->repeats != PL_REPEATS_MONTHLY_NTH)
		return true;
	if (!(p->weekdays & 1u << l.weekday))
		return false;
	if (p->repeats == PL_REPEATS_WEEKLY)
		return true;
	return p->nth < 0 ? later.month != l.month : (l.day - 1) / 7 + 1 == p->nth;
}

static void move_start(struct pl_pattern *p)
{
	struct pl_local l;

	pl_local(p->zone, p->start_utc_ms, &l);
	if (p->repeats == PL_REPEATS_WEEKLY && !p->weekdays)
		p->weekdays = 1u << l.weekday;
	for (int i = 0; i < LOOK_DAYS && !fits(p, p->start_utc_ms); i++) {
		const int64_t next = moment_day_utc_ms(p->zone, &l, 1);
		struct pl_local day;

		pl_local(p->zone, next, &day);
		day.hour = l.hour;
		day.minute = l.minute;
		p->start_utc_ms = pl_utc_ms(p->zone, &day);
		l = day;
	}
}

static int finish(struct stage *s)
{
	struct plan_series *n = &plan_of(s)->new_series;
	int bits;

	n->series.title = n->title;
	n->series.track = n->track;
	n->series.bring = n->bring;
	move_start(&n->pattern);
	bits = plan_add_series(s, &n->series, &n->pattern);
	n->asks = (bits & DID_KEEP) != 0;
	return bits;
}

static int tell_question(struct stage *s)
{
	return stage_tell(s, words_series_question(plan_of(s)->new_series.at));
}

/* Where nothing repeats there is no last day. */
static void go_on(struct plan_series *n)
{
	n->at++;
	if (n->at == SERIES_UNTIL && n->pattern.repeats == PL_REPEATS_NOT)
		n->at++;
}

static int answer(struct stage *s, enum series_field f, const char *text)
{
	struct plan_series *n = &plan_of(s)->new_series;
	char typed[SESSION_TYPED_MAX];

	if (!text || !session_take(typed, text, strlen(text)) || !fields[f].set(s, n, typed))
		return stage_tell(s, words_series_how(f)) | DID_KEEP;
	if (f == n->at)
		go_on(n);
	return n->at >= SERIES_FIELDS ? finish(s) : tell_question(s);
}

static int edit_room(struct stage *s, const struct pl_series *series, const char *text)
{
	char place[SESSION_TYPED_MAX];

	if (!session_take(place, text, strlen(text)))
		return stage_tell(s, words_series_how(SERIES_ROOM)) | DID_KEEP;
	return plan_add(s,
			&(struct pl_changed) { .what = PL_CHANGE_PLACE,
					       .id = series->id,
					       .group = series->group,
					       .place = words_read_none(place) ? "" : place });
}

/* "3 seats: 12" */
static int edit(struct stage *s, const struct pl_series *series, enum series_field f,
		const char *text)
{
	struct plan_series n = { .series = *series };
	char typed[SESSION_TYPED_MAX];

	if (f == SERIES_ROOM)
		return edit_room(s, series, text);
	if (!fields[f].edits)
		return stage_tell(s, words_program(&s->model.mem, PROGRAM_NO_EDIT, "", "")) |
		       DID_KEEP;
	take_text(n.title, TITLE_MAX, series->title);
	take_text(n.track, TRACK_MAX, series->track);
	take_text(n.bring, BRING_MAX, series->bring);
	if (!session_take(typed, text, strlen(text)) || !fields[f].set(s, &n, typed))
		return stage_tell(s, words_series_how(f)) | DID_KEEP;
	n.series.title = f == SERIES_TITLE ? n.title : series->title;
	n.series.track = f == SERIES_TRACK ? n.track : series->track;
	n.series.bring = f == SERIES_BRING ? n.bring : series->bring;
	return plan_add(s, &(struct pl_changed) { .what = PL_CHANGE_FIELDS,
						  .id = series->id,
						  .group = series->group,
						  .series = &n.series });
}

/* A number and a field's name: what is said of a series that there is.  "7 habits" is not. */
static bool is_edit(const char *rest, int64_t *number, const char **text,
		    enum series_field *field)
{
	char *end;

	if (*rest < '0' || *rest > '9')
		return false;
	*number = strtoll(rest, &end, 10);
	*text = end + strspn(end, " ");
	return *text > end && words_read_field(text, field);
}

static int do_edit(struct stage *s, int64_t number, enum series_field f, const char *text)
{
	const struct pl_series *series = plan_series(s, number);

	if (!series)
		return stage_tell(s, words_program(&s->model.mem, PROGRAM_NO_SUCH_SERIES, "",
						   "")) |
		       DID_KEEP;
	return edit(s, plan_series_to_be(s, series), f, text);
}

static int stop(struct stage *s)
{
	plan_of(s)->new_series.asks = false;
	return stage_tell(s, words_program(&s->model.mem, PROGRAM_SERIES_STOPPED, "", ""));
}

/* What was not asked yet is as it is at first: no limit, this person leads. */
static int done(struct stage *s)
{
	const struct plan_series *n = &plan_of(s)->new_series;

	return n->at > SERIES_REPEATS ? finish(s) : tell_question(s);
}

int series_act(struct stage *s, const char *rest)
{
	struct plan_series *n = &plan_of(s)->new_series;
	enum series_field f;
	const char *text;
	int64_t number;

	if (!session_leads(s))
		return stage_tell(s,
				  words_program(&s->model.mem, PROGRAM_LEADERS_ONLY, "", "")) |
		       DID_KEEP;
	if (session_given(rest) && is_edit(rest, &number, &text, &f))
		return do_edit(s, number, f, text);
	if (n->asks && rest && words_read_stop(rest))
		return stop(s);
	if (n->asks && rest && words_read_done(rest))
		return done(s);
	if (!n->asks)
		n = begin(s);
	if (!session_given(rest))
		return tell_question(s);
	text = rest;
	return words_read_field(&text, &f) ? answer(s, f, text) : answer(s, n->at, rest);
}
