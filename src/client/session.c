/* SPDX-License-Identifier: MIT */
#include "client/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "client/session_in.h"

static char *copy(const char *s)
{
	return mem_dup(s, strlen(s));
}

static void drop(const char *s)
{
	free((char *)(uintptr_t)s);
}

static void replace(const char **slot, const char *s)
{
	const char *old = *slot;

	*slot = copy(s);
	drop(old);
}

void session_init(struct session *s)
{
	*s = (struct session) { .pub = { .norms = copy(""),
					 .topic = copy(""),
					 .exercise = { .title = "" },
					 .lesson = { .title = "", .counts = "" } },
				.told = { .topic = copy(""), .norms = copy("") } };
}

static void drop_seats(struct session *s)
{
	for (size_t i = 0; i < s->seats_count; i++) {
		drop(s->seats[i].pub.name);
		drop(s->seats[i].pub.why);
		drop(s->seats[i].pub.reason);
	}
	free(s->seats);
	free(s->seat_list);
	s->seats = NULL;
	s->seat_list = NULL;
	s->seats_count = 0;
	s->pub.seats = NULL;
	s->pub.seats_count = 0;
	s->pub.self = NULL;
}

static void drop_decided(struct session *s)
{
	for (size_t i = 0; i < s->pub.decided_count; i++)
		free(s->decided[i]);
	s->pub.decided_count = 0;
}

static void drop_stage(struct pl_stage *st)
{
	drop(st->title);
	drop(st->guide);
}

static void drop_plan(struct session *s)
{
	for (size_t i = 0; i < s->pub.stages_count; i++)
		drop_stage(&s->stages[i]);
	s->pub.stages_count = 0;
	drop_decided(s);
	s->pub.asks = false;
	replace(&s->pub.norms, "");
	replace(&s->pub.topic, "");
}

static void drop_asides(struct session *s)
{
	for (size_t i = 0; i < s->asides_count; i++)
		free(s->asides[i].text);
	free(s->asides);
	s->asides = NULL;
	s->asides_count = s->asides_told = 0;
}

void session_drop_papers(struct session *s)
{
	for (size_t i = 0; i < s->papers_count; i++) {
		explicit_bzero(s->papers[i].text, strlen(s->papers[i].text));
		free(s->papers[i].text);
	}
	free(s->papers);
	s->papers = NULL;
	s->papers_count = 0;
}

void session_finish(struct session *s)
{
	session_drop_held(s);
	drop_seats(s);
	drop_plan(s);
	drop_asides(s);
	session_guides_finish(&s->guides);
	reports_finish(&s->reports);
	session_tools_finish(s);
	session_drop_papers(s);
	for (size_t i = 0; i < s->notices_count; i++) {
		drop(s->notices[i].who);
		drop(s->notices[i].text);
	}
	free(s->notices);
	drop(s->pub.norms);
	drop(s->pub.topic);
	free(s->told.topic);
	free(s->told.norms);
	*s = (struct session) { 0 };
}

void session_disconnect(struct session *s)
{
	s->is_current = false;
	s->tools.watch_again = s->tools.watched != 0;
	s->tools.is_watching = false;
}

static struct session_seat *find_seat(const struct session *s, int64_t member)
{
	for (size_t i = 0; i < s->seats_count; i++)
		if (s->seats[i].pub.member == member)
			return &s->seats[i];
	return NULL;
}

static struct session_seat *get_seat(struct session *s, int64_t member)
{
	struct session_seat *t = find_seat(s, member);

	if (t)
		return t;
	s->seats = mem_grow(s->seats, (s->seats_count + 1) * sizeof(*s->seats));
	t = &s->seats[s->seats_count++];
	*t = (struct session_seat) { .pub = { .member = member,
					      .name = copy(""),
					      .why = copy(""),
					      .reason = copy(""),
					      .rating = -1 } };
	return t;
}

static void lower(struct session_seat *t)
{
	t->pub.hand_utc_ms = 0;
	t->hand_seq = 0;
	replace(&t->pub.why, "");
}

/* Rows */

static int find(const char *const *words, int n, struct str w)
{
	for (int i = 0; i < n; i++)
		if (str_is(w, words[i]))
			return i;
	return 0;
}

static enum pl_talk talk_of(struct str w)
{
	static const char *const words[PL_TALKS] = { "open", "turns", "quiet" };

	return (enum pl_talk)find(words, PL_TALKS, w);
}

/* Another session, or the same one from its beginning. */
static void begin(struct session *s, int64_t id)
{
	if (id != s->id) {
		drop_seats(s);
		drop_plan(s);
		drop_asides(s);
		s->aside_seq = 0;
		s->held_told = 0;
		session_guides_finish(&s->guides);
		s->timer = (struct session_timer) { .stage = 0 };
		session_tools_begin(s);
	}
	session_guides_renew(&s->guides);
	drop_decided(s);
	session_drop_held(s);
	for (size_t i = 0; i < s->seats_count; i++)
		lower(&s->seats[i]);
	s->id = id;
	s->is_current = true;
	s->is_fresh = true;
}

static bool has_flag(const struct wire_msg *m, const char *flag)
{
	return m->has & WIRE_C && memchr(m->c.p, *flag, m->c.n);
}

static void on_session(struct session *s, const struct wire_msg *m)
{
	if (!s->is_current || m->s != s->id)
		begin(s, m->s);
	s->pub.stage = m->n > SESSION_STAGES_MAX ? 0 : (int)m->n;
	s->pub.ends_utc_ms = m->d;
	s->pub.floor = m->u;
	s->pub.talk = talk_of(m->r);
	s->pub.slow_s = m->k > 3600 ? 3600 : (int)m->k;
	s->pub.more = has_flag(m, WIRE_FLAG_MORE);
	s->pub.locked = has_flag(m, WIRE_FLAG_LOCKED);
	s->pub.holds = has_flag(m, WIRE_FLAG_HOLDS);
	if (!s->pub.stage) {
		drop_seats(s);
		session_guides_finish(&s->guides);
	}
}

static void put_stage(struct session *s, const struct wire_msg *m)
{
	struct pl_stage *st;

	if (m->n > SESSION_STAGES_MAX || m->n > (int64_t)s->pub.stages_count + 1)
		return; /* they come in order */
	if (m->n == (int64_t)s->pub.stages_count + 1)
		s->stages[s->pub.stages_count++] =
			(struct pl_stage) { .title = copy(""), .guide = copy("") };
	st = &s->stages[m->n - 1];
	replace(&st->title, m->has & WIRE_X ? m->x.p : "");
	replace(&st->guide, m->has & WIRE_B ? m->b.p : "");
	st->talk = talk_of(m->c);
	st->minutes = m->k > 1440 ? 1440 : (int)m->k;
	st->round = str_is(m->r, "round");
	st->turn_s = m->s > 3600 ? 3600 : (int)m->s;
}

static void put_decided(struct session *s, const struct wire_msg *m)
{
	if (s->pub.decided_count == SESSION_DECIDED_MAX) {
		free(s->decided[0]);
		memmove(s->decided, s->decided + 1,
			--s->pub.decided_count * sizeof(s->decided[0]));
		s->told.decided -= s->told.decided > 0;
	}
	s->decided[s->pub.decided_count++] = copy(m->b.p);
}

static void on_plan(struct session *s, const struct wire_msg *m)
{
	if (m->n)
		put_stage(s, m);
	else if (str_is(m->r, "question"))
		session_on_question(s, m);
	else if (str_is(m->r, "ask"))
		s->pub.asks = true;
	else if (session_on_line(s, m) || !(m->has & WIRE_B))
		return;
	else if (str_is(m->r, "norms"))
		replace(&s->pub.norms, m->b.p);
	else if (str_is(m->r, "topic"))
		replace(&s->pub.topic, m->b.p);
	else if (str_is(m->r, "decided"))
		put_decided(s, m);
}

static const struct {
	int64_t bit;
	enum pl_where where;
} wheres[] = {
	{ WIRE_SEAT_IN, PL_IN },     { WIRE_SEAT_WAITING, PL_WAITING },
	{ WIRE_SEAT_OUT, PL_OUT },   { WIRE_SEAT_REMOVED, PL_REMOVED },
	{ WIRE_SEAT_GONE, PL_GONE },
};

/* What cannot be is not known. */
static int late_of(const struct wire_msg *m)
{
	const int64_t minutes = m->n / WIRE_SEAT_LATE;

	return minutes > 0 && minutes <= SESSION_LATE_MAX ? (int)minutes : 0;
}

static void on_seat(struct session *s, const struct wire_msg *m)
{
	struct pl_seat *t = &get_seat(s, m->u)->pub;

	t->where = PL_NOWHERE;
	for (size_t i = 0; i < sizeof(wheres) / sizeof(wheres[0]); i++)
		if (m->n & wheres[i].bit)
			t->where = wheres[i].where;
	t->down = m->n & WIRE_SEAT_DOWN;
	t->leads = m->n & WIRE_SEAT_LEADS;
	t->invited = m->n & WIRE_SEAT_INVITED;
	t->accepted = m->n & WIRE_SEAT_ACCEPTED;
	t->modality = (enum pl_modality)((m->n & WIRE_SEAT_TEXT ? PL_BY_TEXT : 0) +
					 (m->n & WIRE_SEAT_PHONE ? PL_BY_PHONE : 0));
	t->since_utc_ms = m->d;
	t->muted_until_utc_ms = m->k;
	t->waits = t->where == PL_WAITING && m->s <= SESSION_PLACE_MAX ? (int)m->s : 0;
	t->rating = t->where == PL_WAITING || m->s > 11 ? -1 : (int)m->s - 1;
	t->late_minutes = late_of(m);
	t->replied = m->n / WIRE_SEAT_REPLIED & SESSION_DOOR;
	t->skipped = m->n / WIRE_SEAT_SKIPPED & SESSION_DOOR;
	replace(&t->reason, m->has & WIRE_B ? m->b.p : "");
}

static void on_hand(struct session *s, const struct wire_msg *m)
{
	struct session_seat *t = get_seat(s, m->u);

	lower(t);
	if (!(m->has & WIRE_D))
		return;
	t->pub.hand_utc_ms = m->d;
	t->hand_seq = m->s;
	if (m->has & WIRE_B)
		replace(&t->pub.why, m->b.p);
}

static void on_aside(struct session *s, const struct wire_msg *m)
{
	if (m->s <= s->aside_seq)
		return; /* told on another connection */
	s->aside_seq = m->s;
	s->asides = mem_grow(s->asides, (s->asides_count + 1) * sizeof(*s->asides));
	s->asides[s->asides_count++] = (struct session_aside) {
		.seq = m->s, .by = m->u, .member = m->k, .text = copy(m->b.p)
	};
}

static void on_report(struct session *s, const struct wire_msg *m)
{
	reports_apply(&s->reports, m);
}

static void on_paper(struct session *s, const struct wire_msg *m)
{
	if (m->n > WIRE_PAPER_LOOK_REPLIES || s->papers_count == SESSION_PAPERS_MAX)
		return;
	s->papers = mem_grow(s->papers, (s->papers_count + 1) * sizeof(*s->papers));
	s->papers[s->papers_count++] =
		(struct session_paper) { m->u, m->n, m->d,
					 copy(m->has & WIRE_B ? m->b.p : "") };
}

static void (*const rows[WIRE_TYPES])(struct session *s, const struct wire_msg *m) = {
	[WIRE_SESSION] = on_session,     [WIRE_PLAN] = on_plan,
	[WIRE_SEAT] = on_seat,           [WIRE_HAND] = on_hand,
	[WIRE_ASIDE] = on_aside,         [WIRE_PAPER] = on_paper,
	[WIRE_GUIDE] = session_on_guide, [WIRE_REPORT] = on_report,
	[WIRE_ALERT] = session_on_alert, [WIRE_POLL] = session_on_poll,
	[WIRE_REACH] = session_on_reach, [WIRE_HELD] = session_on_held,
};

bool session_apply(struct session *s, const struct wire_msg *m)
{
	if (!rows[m->type])
		return false;
	rows[m->type](s, m);
	s->is_new = true;
	return true;
}

bool session_hears(const struct session *s)
{
	const struct pl_seat *t = s->pub.self;

	return !s->pub.stage || !s->is_current || !t || t->leads || t->where == PL_IN;
}

enum pl_failure session_may_say(const struct session *s, int64_t utc_ms)
{
	static const enum pl_failure why[PL_WHERES] = {
		[PL_WAITING] = PL_FAIL_WAITING,
		[PL_OUT] = PL_FAIL_OUT,
		[PL_REMOVED] = PL_FAIL_OUT,
		[PL_GONE] = PL_FAIL_OUT,
	};
	const struct pl_seat *t = s->pub.self;

	if (!s->pub.stage || !s->is_current || !t || t->leads)
		return PL_OK; /* the server knows better */
	if (why[t->where] != PL_OK)
		return why[t->where];
	if (t->muted_until_utc_ms > utc_ms)
		return PL_FAIL_MUTED;
	if (*s->pub.norms && !t->accepted)
		return PL_FAIL_NORMS;
	if (s->pub.talk == PL_TALK_QUIET)
		return PL_FAIL_QUIET;
	return s->pub.talk == PL_TALK_TURNS && s->pub.floor != t->member ? PL_FAIL_TURN : PL_OK;
}
