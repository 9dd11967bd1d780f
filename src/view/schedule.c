/* SPDX-License-Identifier: MIT */
/* What the views of the schedule share: items, their numbers, the week's hours. */
#include "view/schedule.h"
#include "view/sheets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "view/kit.h"

enum { ANSWER_SOON_MS = 60000 }; /* then nobody needs to hear again what it answers */

int64_t stage_now(const struct stage *s)
{
	return pl_client_server_ms(s->client, s->now_utc_ms);
}

int64_t schedule_at(const struct stage *s)
{
	return s->schedule.at_utc_ms ? s->schedule.at_utc_ms : stage_now(s);
}

const char *schedule_cover(const struct stage *s)
{
	const char *cover = pl_client_cover(s->client);

	return *cover ? cover : words_row(N_("Appointment"));
}

/* ---- items ---- */

void schedule_say(struct model *m, enum item_role role, const char *words)
{
	if (*words)
		model_add(m, view_id(ID_SCHEDULE, m->count), role)->text = model_line(m, words);
}

/* The reader by ear has no status: how old it is stands before all else. */
static void tell_told(struct stage *s, struct model *m)
{
	const int64_t told = pl_client_schedule_told(s->client);
	struct arena *a = &m->mem;
	struct pl_link_info info;

	pl_client_link(s->client, &info);
	m->status = words_link_first(a, &info);
	const bool is_live = info.link == PL_LINK_LIVE || info.link == PL_LINK_QUIET;

	if (!told)
		schedule_say(m, ITEM_NOTICE,
			     words_schedule(a,
					    is_live ? SCHEDULE_NONE_YET : SCHEDULE_NEVER_TOLD,
					    "", ""));
	else if (!is_live)
		schedule_say(m, ITEM_NOTICE,
			     words_schedule(a, SCHEDULE_TOLD, words_moment(a, told), ""));
}

void schedule_begin(struct stage *s, struct model *m)
{
	s->schedule.count = 0;
	tell_told(s, m);
}

static int number_of(const struct stage_schedule *at, const struct pl_occurrence *o)
{
	for (size_t i = 0; i < at->count; i++)
		if (at->numbered[i].series == o->series &&
		    at->numbered[i].original_utc_ms == o->original_utc_ms)
			return (int)i + 1;
	return 0;
}

/* What is over, cancelled, or not of the program, nothing can be asked of. */
int schedule_number(struct stage *s, const struct pl_occurrence *o)
{
	struct stage_schedule *at = &s->schedule;

	if (!o->series || o->cancelled || o->kind == PL_AWAY || o->end_utc_ms <= stage_now(s))
		return 0;
	if (!number_of(at, o) && at->count < STAGE_NUMBERED)
		at->numbered[at->count++] =
			(struct stage_numbered) { o->series, o->original_utc_ms };
	return number_of(at, o);
}

static const char *numbered(struct model *m, int number, const char *words)
{
	return model_line(m, number ? arena_fmt(&m->mem, "%d. %s", number, words) : words);
}

struct item *schedule_add(struct stage *s, struct model *m, const struct pl_occurrence *o,
			  enum schedule_how how)
{
	struct arena *a = &m->mem;
	const int number = schedule_number(s, o);
	struct item *it = model_add(m, view_id(ID_SCHEDULED, o->id), ITEM_CHOICE);
	const char *words = how == BRIEFLY
				    ? words_briefly(a, o, true)
				    : words_occurrence(a, o, how == WITH_DAY, stage_now(s));

	it->text = numbered(m, number, words);
	it->brief = numbered(m, number, words_briefly(a, o, false));
	it->mine = o->expected;
	return it;
}

void schedule_days(int64_t first_utc_ms, int n, int64_t *at)
{
	for (int i = 0; i <= n; i++)
		at[i] = pl_day(first_utc_ms, i);
}

int schedule_day(const int64_t *at, int n, int64_t utc_ms)
{
	int day = 0;

	while (day < n - 1 && at[day + 1] <= utc_ms)
		day++;
	return day;
}

/* ---- this week ---- */

/* That this person is not expected there goes without saying. */
static void list_offers(struct stage *s, struct model *m, const struct pl_tally *t)
{
	schedule_say(m, ITEM_HEADING, words_schedule(&m->mem, SCHEDULE_OFFERS, "", ""));
	for (size_t i = 0; i < t->offers_count; i++) {
		struct pl_occurrence o = t->offers[i];

		o.expected = true;
		schedule_add(s, m, &o, WITH_DAY);
	}
}

/* A seat in a group of one's own is signed up for; into another one, one swaps. */
static void tell_how(struct stage *s, struct model *m, const struct pl_tally *t)
{
	size_t own = 0;

	for (size_t i = 0; i < t->offers_count; i++)
		own += schedule_group_number(s, t->offers[i].group) > 0;
	if (own)
		schedule_say(m, ITEM_NOTICE,
			     words_schedule(&m->mem, SCHEDULE_OFFERS_HOW, "", ""));
	if (own < t->offers_count)
		schedule_say(m, ITEM_NOTICE,
			     words_schedule(&m->mem, SCHEDULE_OFFERS_SWAP, "", ""));
}

static void name_offers(struct stage *s, struct model *m, const struct pl_tally *t)
{
	const char *numbers = "";

	for (size_t i = 0; i < t->offers_count; i++) {
		const int n = schedule_number(s, &t->offers[i]);

		if (n)
			numbers =
				arena_fmt(&m->mem, "%s%s%d", numbers, *numbers ? ", " : "", n);
	}
	if (*numbers)
		schedule_say(m, ITEM_NOTICE,
			     words_schedule(&m->mem, SCHEDULE_OFFERS_ARE, numbers, ""));
}

void schedule_tell_tally(struct stage *s, struct model *m, bool listed)
{
	struct pl_tally t;

	pl_client_tally(s->client, &t);
	if (!t.target && !t.planned && t.had <= 0)
		return;
	schedule_say(m, ITEM_NOTICE, words_tally(&m->mem, &t));
	if (t.week_utc_ms && t.week_utc_ms != pl_week(stage_now(s), 0, s->wants.week_start))
		schedule_say(m, ITEM_NOTICE,
			     words_schedule(&m->mem, SCHEDULE_COUNTED_FROM,
					    words_day(&m->mem, t.week_utc_ms), ""));
	if (t.offers_count && listed)
		name_offers(s, m, &t);
	else if (t.offers_count)
		list_offers(s, m, &t);
	tell_how(s, m, &t);
}

void schedule_tell_zone(struct model *m, const struct pl_occurrence *all, size_t n)
{
	const char *words = "";

	for (size_t i = 0; i < n && !*words; i++)
		if (all[i].zone && *all[i].zone)
			words = words_other_zone(&m->mem, all[i].zone, all[i].start_utc_ms);
	schedule_say(m, ITEM_NOTICE, words);
}

int schedule_group_number(const struct stage *s, int64_t group)
{
	const struct pl_group *groups;
	const size_t n = pl_client_groups(s->client, &groups);

	for (size_t i = 0; i < n; i++)
		if (groups[i].id == group)
			return (int)i + 1;
	return 0;
}

/* ---- which week, which month ---- */

static const struct {
	const char *word;
	int by;
} steps[] = { { "next", 1 }, { "last", -1 }, { "this", 0 } };

/* "next", "+2", "-1": false for anything else. */
static bool take_step(const char *typed, int *by)
{
	char *end;

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		if (mention_same(typed, steps[i].word)) {
			*by = steps[i].by;
			return true;
		}
	if (*typed != '+' && *typed != '-')
		return false;
	*by = (int)strtol(typed, &end, 10);
	return end != typed && !*end && *by >= -520 && *by <= 520;
}

/* "2026-12-01"; 0: no such day. */
static int64_t take_day(const char *typed)
{
	struct pl_local l = { .hour = 12 };
	int used = 0;
	int64_t utc_ms;

	if (sscanf(typed, "%4d-%2d-%2d%n", &l.year, &l.month, &l.day, &used) != 3 ||
	    typed[used])
		return 0;
	utc_ms = pl_utc_ms(NULL, &l);
	return l.year > 1970 && utc_ms > 0 ? utc_ms : 0;
}

int schedule_go(struct stage *s, const struct view *view, const char *rest, schedule_step *step)
{
	const bool up = s->view == view;
	char typed[SESSION_TYPED_MAX];
	int64_t at;
	int by;

	if (!session_given(rest) || !session_take(typed, rest, strlen(rest))) {
		s->schedule.at_utc_ms = 0;
		return stage_show(s, view);
	}
	if (take_step(typed, &by))
		at = step(s, up ? schedule_at(s) : stage_now(s), by);
	else
		at = take_day(typed);
	if (at <= 0)
		return stage_tell(s, words_schedule(&s->model.mem, SCHEDULE_WEEK_HOW, "", "")) |
		       DID_KEEP;
	s->schedule.at_utc_ms = at;
	return stage_show(s, view);
}

/* ---- news ---- */

static bool add_line(struct buf *said, const char *words)
{
	return !*words || buf_addf(said, "%s%s", said->n ? "\n" : "", words);
}

/* A session that begins calls for this person, and so does danger: with one of them all comes that
 * stands before it. */
static bool calls(struct stage *s)
{
	const struct pl_schedule_note *all;
	const struct pl_sheet_note *sheets;
	const size_t n = pl_client_schedule_news(s->client, &all);
	const size_t sheets_n = pl_client_sheet_news(s->client, &sheets);
	bool calls = false;

	for (size_t i = 0; i < sheets_n; i++)
		calls = calls || sheets[i].what == PL_SHEET_NEWS_DANGER;
	for (size_t i = 0; i < n && !s->wants.hush.paused; i++)
		calls = calls || all[i].what == PL_NEWS_SOON;
	return calls;
}

enum item_about stage_news_about(int bits)
{
	return bits & DID_NOW ? ABOUT_DANGER : bits & DID_RING ? ABOUT_SOON : ABOUT_NEWS;
}

/* An answer that comes at once does not tell again which session it is of; what somebody has
 * decided upon does. */
static const char *words_of_news(struct stage *s, const struct pl_schedule_note *n)
{
	struct stage_schedule *t = &s->schedule;
	const struct pl_occurrence *o = &n->occurrence;
	const bool soon = t->asked_utc_ms && stage_now(s) - t->asked_utc_ms < ANSWER_SOON_MS;

	if (n->what != PL_NEWS_REQUEST || !n->request || !soon ||
	    n->request->what == PL_ASK_SWAP || o->series != t->asked.series ||
	    o->original_utc_ms != t->asked.original_utc_ms)
		return words_schedule_news(&s->model.mem, n, schedule_cover(s));
	t->asked_utc_ms = 0;
	return words_request(&s->model.mem, n->request, o->leader);
}

/* As many as the answer has room for; the rest is told with the next.  What the person does not
 * want to hear waits at the client, which has it in order and keeps what must not be lost. */
int stage_news(struct stage *s, size_t most)
{
	if (hush_holds(&s->wants.hush, ABOUT_NEWS) && !calls(s))
		return DID_NOTHING;
	const struct pl_schedule_note *all;
	const size_t n = pl_client_schedule_news(s->client, &all);
	struct model *m = &s->model;
	struct buf said;
	size_t told = 0, sheets;
	int bits;

	buf_init(&said, sizeof(s->answer) - 1);
	bits = sheets_news(s, &said, most, &sheets);
	if (!said.n)
		buf_adds(&said, calendar_fetched(s));
	add_line(&said, cards_ask(s));
	for (; told < n && told + sheets < most; told++) {
		const char *words = model_line(m, words_of_news(s, &all[told]));

		if (!add_line(&said, words) && said.n)
			break;
		bits |= all[told].what == PL_NEWS_SOON ? DID_RING : 0;
	}
	if (said.n)
		bits |= stage_tell(s, buf_text(&said));
	if (told)
		pl_client_schedule_said(s->client, told);
	buf_finish(&said);
	return bits;
}
