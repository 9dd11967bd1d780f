/* SPDX-License-Identifier: MIT */
/*
 * What each connection is told of the meeting: rows, each whole, when they have changed
 * since it was last told.  To who joins that is all of them.  A row comes in one of two
 * ways: whole to the person themselves and to those who lead, and to all others no more
 * than that somebody is in the room, and has a line, and a hand up.
 */
#include "server/hub.h"

#include <stdio.h>
#include <string.h>

#include "server/hub_in.h"

bool hub_leads_in(const struct person *p)
{
	return strcmp(p->role, "facilitator") == 0 || strcmp(p->role, "admin") == 0;
}

struct meeting *hub_meeting(const struct hub *h, int64_t group)
{
	const struct group *g = hub_group(h, group);

	return g ? g->meeting : NULL;
}

bool hub_leads(const struct hub *h, int64_t group, int64_t member)
{
	const struct group *g = hub_group(h, group);
	const struct person *p = g ? hub_person(g, member) : NULL;

	return p && hub_leads_in(p);
}

bool hub_leads_person(const struct hub *h, int64_t leader, int64_t member)
{
	for (size_t i = 0; i < h->groups_count; i++)
		if (hub_leads(h, h->groups[i]->id, leader) && hub_person(h->groups[i], member))
			return true;
	return false;
}

bool hub_leads_place(const struct place *p)
{
	return hub_leads_in(p->self);
}

bool hub_hears(const struct place *p)
{
	return meeting_hears(p->group->meeting, p->self->id, hub_leads_in(p->self));
}

/*
 * It is written down, or that session is over.  Not so when a server that was started again says
 * whose line its end took: who has come and gone since is still to be written.
 */
static void forget_who_passed(struct group *g, const struct meeting_event *e)
{
	const bool told = e->kind == MEETING_BACK ||
			  (e->kind == MEETING_LOST && e->n != MEETING_BY_SERVER);

	for (size_t i = 0; i < g->people_count; i++)
		if (e->kind == MEETING_OPEN || (told && e->member == g->people[i]->id))
			g->people[i]->passed = false;
}

bool hub_happen(struct hub *h, int64_t group, const struct meeting_event *e)
{
	struct group *g = hub_group(h, group);
	int64_t before;

	if (!g)
		return false;
	before = g->meeting->changed;
	if (!meeting_apply(g->meeting, e))
		return false;
	forget_who_passed(g, e);
	if (g->meeting->changed != before)
		hub_mark_group(h, g);
	return true;
}

/*
 * Whether all have gone comes first: who connects the day after finds it closed.  Then who came
 * first, as of the moment when they came: before it is written down, they may have said something.
 */
static bool notice_in(const struct group *g, int64_t utc_ms, struct meeting_event *e)
{
	struct meeting_event one;
	bool any = meeting_mark(g->meeting, utc_ms, e);

	if (any)
		return true;
	for (size_t i = 0; meeting_runs(g->meeting) && i < g->people_count; i++) {
		const struct person *p = g->people[i];
		const struct meeting_somebody who = {
			p->id, p->conns > 0 || (p->passed && meeting_misses(g->meeting, p->id)),
			hub_leads_in(p)
		};

		if (!meeting_notice(g->meeting, &who, who.here ? p->came_utc_ms : utc_ms,
				    &one) ||
		    (any && one.utc_ms >= e->utc_ms))
			continue;
		*e = one;
		any = true;
	}
	return any;
}

bool hub_notice(const struct hub *h, int64_t group, int64_t utc_ms, struct meeting_event *e)
{
	const struct group *g = hub_group(h, group);

	return g && notice_in(g, utc_ms, e);
}

/* The rows */

static void add_room(const struct telling *t, size_t i)
{
	const struct meeting *m = t->m;
	const bool runs = meeting_runs(m);
	char flags[4] = "";
	struct wire_msg w = { .type = WIRE_SESSION,
			      .has = WIRE_G | WIRE_S | WIRE_N,
			      .g = t->p->group->id,
			      .s = m->opened_seq,
			      .n = runs ? (int64_t)m->stage : 0,
			      .d = m->ends_ms,
			      .u = t->hears ? m->floor : 0,
			      .k = m->slow_s };

	(void)i;
	if (m->version <= t->after)
		return;
	snprintf(flags, sizeof(flags), "%s%s%s", m->more && t->hears ? WIRE_FLAG_MORE : "",
		 m->locked && t->leads ? WIRE_FLAG_LOCKED : "",
		 m->holds && t->hears ? WIRE_FLAG_HOLDS : "");
	w.r = str_of(meeting_talk_word(m->talk));
	w.c = str_of(flags);
	if (runs)
		w.has |= WIRE_R | (w.d ? WIRE_D : 0u) | (w.u ? WIRE_U : 0u) |
			 (w.k ? WIRE_K : 0u) | (w.c.n ? WIRE_C : 0u);
	hub_add(t->f, &w);
}

/* What who leads types to begin what the stage has: "exercise breathing". */
static void add_planned(const struct meeting_stage *s, struct wire_msg *w, char *out,
			size_t size)
{
	for (int k = GUIDE_EXERCISE; k < GUIDE_KINDS && !w->b.n; k++)
		if (*s->guides[k]) {
			snprintf(out, size, "%s %s", guide_kind_word((enum guide_kind)k),
				 s->guides[k]);
			w->b = str_of(out);
			w->has |= WIRE_B;
		}
}

static void add_stage(const struct telling *t, size_t i)
{
	const struct meeting_stage *s = &t->m->plan.stages[i];
	char planned[GUIDE_NAME_MAX + 16];
	struct wire_msg w = { .type = WIRE_PLAN,
			      .has = WIRE_G | WIRE_N | WIRE_R | WIRE_X | WIRE_C |
				     (s->minutes ? WIRE_K : 0u) | (s->turn_s ? WIRE_S : 0u),
			      .g = t->p->group->id,
			      .n = (int64_t)i + 1,
			      .r = str_of(meeting_stage_word(s->kind)),
			      .x = str_of(s->title),
			      .c = str_of(meeting_talk_word(s->talk)),
			      .k = s->minutes,
			      .s = s->turn_s };

	if (i >= t->m->plan.count || t->m->opened_seq <= t->after)
		return;
	if (t->leads)
		add_planned(s, &w, planned, sizeof(planned));
	hub_add(t->f, &w);
}

void hub_add_line(const struct telling *t, const char *kind, const struct meeting_line *l)
{
	const struct wire_msg w = { .type = WIRE_PLAN,
				    .has = WIRE_G | WIRE_N | WIRE_R | WIRE_B,
				    .g = t->p->group->id,
				    .r = str_of(kind),
				    .b = str_of(l->text) };

	if (l->version > t->after)
		hub_add(t->f, &w);
}

static void add_norms(const struct telling *t, size_t i)
{
	const struct meeting_line l = { (char *)(uintptr_t)t->m->plan.norms, t->m->opened_seq };

	(void)i;
	if (*t->m->plan.norms)
		hub_add_line(t, "norms", &l);
}

static void add_asks(const struct telling *t, size_t i)
{
	const struct wire_msg w = { .type = WIRE_PLAN,
				    .has = WIRE_G | WIRE_N | WIRE_R,
				    .g = t->p->group->id,
				    .r = str_of("ask") };

	(void)i;
	if (t->m->plan.asks && t->m->opened_seq > t->after)
		hub_add(t->f, &w);
}

static void add_topic(const struct telling *t, size_t i)
{
	(void)i;
	if (t->hears)
		hub_add_line(t, "topic", &t->m->topic);
}

/* The oldest first. */
static void add_decided(const struct telling *t, size_t i)
{
	const size_t at = (t->m->decided_count + i) % MEETING_DECIDED;

	if (t->hears && t->m->decided[at].text)
		hub_add_line(t, "decided", &t->m->decided[at]);
}

static const int64_t where_bits[] = {
	[MEETING_WAITING] = WIRE_SEAT_WAITING, [MEETING_IN] = WIRE_SEAT_IN,
	[MEETING_OUT] = WIRE_SEAT_OUT,         [MEETING_REMOVED] = WIRE_SEAT_REMOVED,
	[MEETING_GONE] = WIRE_SEAT_GONE,
};

static const int64_t modality_bits[] = {
	[MEETING_NOT_STATED] = 0,
	[MEETING_BY_TEXT] = WIRE_SEAT_TEXT,
	[MEETING_BY_PHONE] = WIRE_SEAT_PHONE,
	[MEETING_BY_BOTH] = WIRE_SEAT_TEXT | WIRE_SEAT_PHONE,
};

static int64_t all_bits(const struct meeting_seat *s)
{
	return where_bits[s->where] | modality_bits[s->modality] |
	       (s->down ? WIRE_SEAT_DOWN : 0) | (s->leads ? WIRE_SEAT_LEADS : 0) |
	       (s->invited_ms ? WIRE_SEAT_INVITED : 0) |
	       (s->accepted_ms ? WIRE_SEAT_ACCEPTED : 0) |
	       (int64_t)s->replied * WIRE_SEAT_REPLIED |
	       (int64_t)s->skipped * WIRE_SEAT_SKIPPED;
}

static int64_t open_bits(const struct meeting_seat *s)
{
	const int64_t bits = WIRE_SEAT_IN | WIRE_SEAT_DOWN | WIRE_SEAT_LEADS;

	return s->where == MEETING_IN ? all_bits(s) & bits : 0;
}

static bool is_self(const struct telling *t, const struct meeting_seat *s)
{
	return s->id == t->p->self->id;
}

static bool is_whole(const struct telling *t, const struct meeting_seat *s)
{
	return t->leads || is_self(t, s);
}

static bool is_news(const struct telling *t, const struct meeting_seat *s)
{
	if (!is_whole(t, s))
		return t->hears && s->open_version > t->after;
	return s->version > t->after || (is_self(t, s) && s->place_version > t->after);
}

/* Who waits is told their place; those who lead see it from the moments. */
static int64_t number_of(const struct telling *t, const struct meeting_seat *s)
{
	if (s->where != MEETING_WAITING)
		return s->rating + 1;
	return is_self(t, s) ? s->wait_place : 0;
}

/* For those who lead; two minutes are not late. */
static int64_t late_bits(const struct telling *t, const struct meeting_seat *s)
{
	const int64_t minutes = meeting_late_ms(t->m, s) / 60000;

	return t->leads && minutes > 2 ? minutes * WIRE_SEAT_LATE : 0;
}

static void add_seat(const struct telling *t, size_t i)
{
	const struct meeting_seat *s = t->m->seats[i];
	const bool whole = is_whole(t, s);
	struct wire_msg w = { .type = WIRE_SEAT,
			      .has = WIRE_G | WIRE_U | WIRE_N,
			      .g = t->p->group->id,
			      .u = s->id,
			      .n = whole ? all_bits(s) + late_bits(t, s) : open_bits(s),
			      .d = s->where == MEETING_WAITING ? s->waits_ms : s->since_ms,
			      .k = s->muted_until_ms,
			      .s = number_of(t, s),
			      .b = str_of(s->reason) };

	if (!is_news(t, s))
		return;
	if (whole)
		w.has |= WIRE_D | (w.k ? WIRE_K : 0u) | (w.s ? WIRE_S : 0u) |
			 (w.b.n ? WIRE_B : 0u);
	hub_add(t->f, &w);
}

static void add_hand(const struct telling *t, size_t i)
{
	const struct meeting_seat *s = t->m->seats[i];
	const bool up = s->hand_ms && s->where == MEETING_IN;
	struct wire_msg w = { .type = WIRE_HAND,
			      .has = WIRE_G | WIRE_U | (up ? WIRE_D | WIRE_S : 0u),
			      .g = t->p->group->id,
			      .u = s->id,
			      .d = s->hand_ms,
			      .s = s->hand_seq,
			      .b = str_of(s->why) };

	/* A hand is also news where its seat comes in or goes out. */
	if (!t->hears ||
	    (s->hand_version <= t->after && (!s->hand_ms || s->open_version <= t->after)))
		return;
	if (!up && t->after == 0)
		return; /* it has not been told of one */
	if (up && w.b.n && is_whole(t, s))
		w.has |= WIRE_B;
	hub_add(t->f, &w);
}

static void add_aside(const struct telling *t, size_t i)
{
	const struct meeting_side *a = &t->m->sides[(t->m->sides_count + i) % MEETING_SIDES];
	const struct wire_msg w = { .type = WIRE_ASIDE,
				    .has = WIRE_G | WIRE_S | WIRE_U | WIRE_K | WIRE_D | WIRE_B,
				    .g = t->p->group->id,
				    .s = a->seq,
				    .u = a->by,
				    .k = a->member,
				    .d = a->utc_ms,
				    .b = str_of(a->text) };

	if (a->text && a->seq > t->after &&
	    meeting_hears_side(t->m, t->p->self->id, t->leads, a->member))
		hub_add(t->f, &w);
}

static size_t seats_of(const struct meeting *m)
{
	return m->seats_count;
}

static size_t alerts_of(const struct meeting *m)
{
	return m->alerts_count;
}

static size_t stages_of(const struct meeting *m)
{
	return m->plan.count;
}

static const struct {
	void (*add)(const struct telling *t, size_t i);
	size_t (*count_of)(const struct meeting *m); /* of the rows; NULL: the next one */
	size_t count;
} parts[] = {
	/* These two also where no session runs. */
	{ add_room, NULL, 1 },
	{ hub_add_alert, alerts_of, 0 },
	{ hub_add_lead, NULL, 1 },
	{ add_stage, stages_of, 0 },
	{ add_norms, NULL, 1 },
	{ add_asks, NULL, 1 },
	{ add_topic, NULL, 1 },
	{ add_seat, seats_of, 0 },
	{ add_hand, seats_of, 0 },
	{ add_decided, NULL, MEETING_DECIDED },
	{ add_aside, NULL, MEETING_SIDES },
	{ hub_add_pin, NULL, MEETING_PINS },
	{ hub_add_poll, NULL, 1 },
	{ hub_add_held, NULL, MEETING_HELD_MAX },
	{ hub_add_guide, NULL, GUIDE_KINDS },
	{ hub_add_question, NULL, MEETING_QUESTIONS },
};
enum { PARTS = sizeof(parts) / sizeof(parts[0]), PARTS_ALWAYS = 2 };

static size_t count_of(const struct meeting *m, size_t part)
{
	return parts[part].count_of ? parts[part].count_of(m) : parts[part].count;
}

/* Of a meeting that is over there is no more to tell than that, and who is not safe. */
static size_t rows_of(const struct meeting *m)
{
	const size_t parts_now = meeting_runs(m) ? PARTS : PARTS_ALWAYS;
	size_t n = 0;

	for (size_t k = 0; k < parts_now; k++)
		n += count_of(m, k);
	return n;
}

static void add_row(const struct telling *t, size_t i)
{
	size_t k = 0;

	while (i >= count_of(t->m, k))
		i -= count_of(t->m, k++);
	parts[k].add(t, i);
}

bool hub_session_told(const struct place *p)
{
	return p->session_seq >= p->group->meeting->changed && !p->text_of;
}

static void begin_pass(struct place *p)
{
	const bool hears = hub_hears(p);

	/* Let in: what was kept back is news now. */
	if (hears && !p->heard)
		p->session_seq = 0;
	p->heard = hears;
	p->pass_text = p->text_of;
	p->text_of = 0;
	p->pass_session = p->group->meeting->changed;
}

/* As with people: what does not fit comes in the next frame, and what changes meanwhile in
 * the next pass. */
void hub_add_session(struct frame *f, struct place *p)
{
	struct telling t = {
		.f = f, .p = p, .m = p->group->meeting, .leads = hub_leads_in(p->self)
	};

	if (p->session_at == 0)
		begin_pass(p);
	t.after = p->session_seq;
	t.hears = p->heard;
	for (; p->session_at < rows_of(t.m) && !hub_full(f); p->session_at++)
		add_row(&t, p->session_at);
	if (p->session_at < rows_of(t.m))
		return;
	p->session_at = 0;
	p->session_seq = p->pass_session;
}
