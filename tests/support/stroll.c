/* SPDX-License-Identifier: MIT */
#include "support/stroll.h"

#include <string.h>

bool stroll_runs(const struct stroll *w)
{
	return meeting_runs(w->t.m);
}

void stroll_wrong(struct stroll *w, const char *what)
{
	if (!w->wrong)
		w->wrong = what;
}

/* The model */

static void model_act(struct stroll *w, const struct meeting_event *e, int64_t before)
{
	w->done[w->done_count++] = (struct done) { e->seq, e->member, before, e->kind };
}

static void model_where(struct stroll *w, const struct meeting_event *e, enum meeting_where to)
{
	model_act(w, e, w->people[e->member].where);
	w->people[e->member].where = to;
}

static void model_mute(struct stroll *w, const struct meeting_event *e)
{
	model_act(w, e, w->people[e->member].muted_ms);
	w->people[e->member].muted_ms = e->d;
}

static void model_modality(struct stroll *w, const struct meeting_event *e)
{
	model_act(w, e, w->people[e->member].modality);
	w->people[e->member].modality = e->n;
}

static void model_undo(struct stroll *w, const struct meeting_event *e)
{
	for (size_t i = 0; i < w->done_count; i++) {
		const struct done *d = &w->done[i];

		if (d->seq != e->n)
			continue;
		if (d->kind == MEETING_MUTE)
			w->people[d->member].muted_ms = d->before;
		else if (d->kind == MEETING_MODALITY)
			w->people[d->member].modality = d->before;
		else if (d->kind == MEETING_PIN || d->kind == MEETING_UNPIN)
			w->pins = d->before;
		else
			w->people[d->member].where = (enum meeting_where)d->before;
	}
}

static void model_came(struct stroll *w, const struct meeting_event *e)
{
	struct person *p = &w->people[e->member];
	const bool waits = e->member != GRACE && (w->t.m->plan.waiting || w->t.m->locked);

	p->seated = true;
	p->modality = MEETING_NOT_STATED;
	p->came_seq = e->seq;
	p->where = waits ? MEETING_WAITING : MEETING_IN;
}

/* Which line was put up, the engine says: that nothing else does is what counts. */
static void model_tools(struct stroll *w, const struct meeting_event *e)
{
	if (e->kind == MEETING_DANGER || e->kind == MEETING_TAKE)
		w->people[e->member].danger = e->kind == MEETING_DANGER;
	for (int i = 0; i < PEOPLE_END && e->kind == MEETING_POLL; i++)
		w->people[i].voted = false;
	if (e->kind == MEETING_VOTE)
		w->people[e->member].voted = true;
	if (e->kind == MEETING_PIN || e->kind == MEETING_UNPIN) {
		model_act(w, e, w->pins);
		w->pins = w->t.m->pins;
	}
}

/* What was replied is in no log. */
static void model_reply(struct stroll *w, const struct meeting_event *e)
{
	struct person *p = &w->people[e->member];

	p->replied |= 1u << (e->n - 1);
	if (p->where != MEETING_WAITING)
		stroll_wrong(w, "a reply of one who does not wait");
	if (e->text.n)
		stroll_wrong(w, "a reply is in the log");
}

/* Each line that waits is decided once. */
static void model_held(struct stroll *w, const struct meeting_event *e)
{
	const struct meeting_act *a =
		e->kind == MEETING_UNDO ? meeting_act(w->t.m, e->n) : NULL;

	if (e->kind == MEETING_OPEN)
		w->held = 0;
	w->held += e->kind == MEETING_HELD || (a && a->kind == MEETING_REFUSE);
	w->held -= e->kind == MEETING_LET || e->kind == MEETING_REFUSE;
}

static void check_held(struct stroll *w)
{
	const struct meeting *m = w->t.m;
	int waits = 0;

	for (size_t i = 0; i < MEETING_HELD_MAX; i++)
		waits += m->held[i].state == MEETING_WAITS;
	if (waits != w->held)
		stroll_wrong(w, "a line that waits was lost, or decided twice");
}

/* Nobody reacts from outside, or twice in the same way. */
static void model_react(struct stroll *w, const struct meeting_event *e)
{
	struct person *p = &w->people[e->member];

	if (!p->seated || p->where != MEETING_IN)
		stroll_wrong(w, "a reaction of one who is not in");
	if (p->reacted[e->n][e->d])
		stroll_wrong(w, "somebody reacted twice");
	p->reacted[e->n][e->d] = true;
}

static void model(struct stroll *w, const struct meeting_event *e)
{
	struct person *p = &w->people[e->member];

	if (e->kind == MEETING_OPEN) {
		for (int i = 0; i < PEOPLE_END; i++)
			w->people[i] = (struct person) { .here = w->people[i].here };
		w->pins = 0;
	}
	if (e->kind == MEETING_CAME)
		model_came(w, e);
	if (e->kind == MEETING_LEAVE && p->where != MEETING_REMOVED)
		p->where = MEETING_GONE;
	if (e->kind == MEETING_ADMIT)
		model_where(w, e, MEETING_IN);
	if (e->kind == MEETING_STEP_OUT)
		model_where(w, e, MEETING_OUT);
	if (e->kind == MEETING_REMOVE)
		model_where(w, e, MEETING_REMOVED);
	if (e->kind == MEETING_MUTE)
		model_mute(w, e);
	if (e->kind == MEETING_MODALITY)
		model_modality(w, e);
	if (e->kind == MEETING_UNDO)
		model_undo(w, e);
	if (e->kind == MEETING_REPLY)
		model_reply(w, e);
	if (e->kind == MEETING_REACT)
		model_react(w, e);
	model_tools(w, e);
}

/* The time in the room, before the event changes who is in it. */
static void model_time(struct stroll *w, const struct meeting_event *e)
{
	for (int i = 0; i < PEOPLE_END && stroll_runs(w); i++)
		if (w->people[i].seated && w->people[i].where == MEETING_IN)
			w->people[i].in_ms += e->utc_ms - w->t.m->utc_ms;
}

/* The invariants */

static void check_floor(struct stroll *w)
{
	const struct meeting *m = w->t.m;
	const struct meeting_seat *s = m->floor ? meeting_seat(m, m->floor) : NULL;

	if (m->floor && (!s || w->people[m->floor].where != MEETING_IN))
		stroll_wrong(w, "the floor is with somebody who is not in");
	if (s && s->hand_ms)
		stroll_wrong(w, "who has the floor still waits for it");
	if (m->floor && !stroll_runs(w))
		stroll_wrong(w, "somebody has the floor of a closed meeting");
}

static bool may_take_hand(const struct stroll *w, const struct meeting_event *e, int64_t member)
{
	if (w->t.m->floor == member)
		return true;
	return e->member == member && (e->kind == MEETING_LOWER || e->kind == MEETING_PASS ||
				       e->kind == MEETING_LEAVE);
}

static void check_hand(struct stroll *w, const struct meeting_event *e, int64_t member)
{
	const struct meeting_seat *s = meeting_seat(w->t.m, member);
	struct person *p = &w->people[member];

	if (p->hand_ms && !s->hand_ms && !may_take_hand(w, e, member))
		stroll_wrong(w, "a hand was lost");
	if (p->hand_ms && s->hand_ms &&
	    (p->hand_ms != s->hand_ms || p->hand_seq != s->hand_seq))
		stroll_wrong(w, "a place in the queue was lost");
	p->hand_ms = s->hand_ms;
	p->hand_seq = s->hand_seq;
}

static void check_seats(struct stroll *w, const struct meeting_event *e)
{
	const struct meeting *m = w->t.m;
	size_t seated = 0;

	for (int64_t i = ANA; i < PEOPLE_END; i++) {
		const struct meeting_seat *s = meeting_seat(m, i);

		seated += w->people[i].seated;
		if (!s != !w->people[i].seated || (s && s->where != w->people[i].where))
			stroll_wrong(w, "a seat was lost");
		else if (s)
			check_hand(w, e, i);
	}
	if (seated != m->seats_count)
		stroll_wrong(w, "somebody has two seats");
}

/* Who has waited longest is first. */
static void check_queue(struct stroll *w)
{
	int64_t q[PEOPLE_END];
	const size_t n = meeting_queue(w->t.m, q, PEOPLE_END);

	for (size_t i = 1; i < n; i++)
		if (meeting_seat(w->t.m, q[i - 1])->hand_ms >
		    meeting_seat(w->t.m, q[i])->hand_ms)
			stroll_wrong(w, "the queue is out of order");
}

/* By when they came, whatever their line did, and whoever was let in by mistake. */
static void check_waiting(struct stroll *w)
{
	for (int64_t i = ANA; i < PEOPLE_END; i++) {
		const struct person *p = &w->people[i];
		const struct meeting_seat *s = meeting_seat(w->t.m, i);
		int place = p->seated && p->where == MEETING_WAITING;

		for (int64_t k = ANA; k < PEOPLE_END && place; k++)
			place += w->people[k].seated && w->people[k].where == MEETING_WAITING &&
				 w->people[k].came_seq < p->came_seq;
		if (s && (s->replied | s->skipped) != p->replied)
			stroll_wrong(w, "a reply was lost");
		if (s && s->wait_place != place)
			stroll_wrong(w, "a place in the waiting room was lost");
	}
}

static bool same_span(const struct meeting_span *a, const struct meeting_span *b)
{
	return a->being == b->being && a->from_ms == b->from_ms && a->to_ms == b->to_ms &&
	       a->modality == b->modality && a->began_seq == b->began_seq &&
	       a->ended_seq == b->ended_seq;
}

/* What has ended stays as it is; the next begins no sooner. */
static void check_spans(struct stroll *w, const struct meeting_seat *s, struct person *p)
{
	int64_t at = 0, in = 0;

	if (s->spans_count < p->closed)
		stroll_wrong(w, "an interval vanished");
	for (size_t i = 0; i < s->spans_count; i++) {
		const struct meeting_span *x = &s->spans[i];
		const int64_t to = x->ended_seq ? x->to_ms : w->t.m->utc_ms;

		if (x->from_ms < at || to < x->from_ms)
			stroll_wrong(w, "intervals overlap");
		if (i < p->closed && !same_span(x, &p->spans[i]))
			stroll_wrong(w, "an interval was changed");
		if (!x->ended_seq && (i + 1 < s->spans_count || !stroll_runs(w)))
			stroll_wrong(w, "an interval was left open");
		if (!x->ended_seq && x->modality != p->modality)
			stroll_wrong(w, "an interval has a modality that nobody stated");
		if (x->being == MEETING_PRESENT || x->being == MEETING_LINE_DOWN)
			in += to - x->from_ms;
		if (x->ended_seq && i >= p->closed)
			p->spans[p->closed++] = *x;
		at = to;
	}
	if (in != p->in_ms)
		stroll_wrong(w, "time in the room is missing, or too much");
}

static void check_ears(struct stroll *w)
{
	for (int64_t i = ANA; i < PEOPLE_END; i++) {
		const struct person *p = &w->people[i];
		const bool in = p->seated && p->where == MEETING_IN, leads = i == GRACE;

		if (w->engine->hears(w->t.m, i, leads) != (!stroll_runs(w) || in || leads))
			stroll_wrong(w, "the wrong people hear the room");
		for (int64_t of = ANA; of < GRACE; of++)
			if (w->engine->hears_side(w->t.m, i, leads, of) && i != of && !leads)
				stroll_wrong(w, "somebody hears the side door");
	}
}

static void check_tools(struct stroll *w)
{
	const struct meeting *m = w->t.m;
	bool danger = false;
	int voters = 0, votes = 0;

	for (int i = 0; i < PEOPLE_END; i++) {
		danger = danger || w->people[i].danger;
		voters += w->people[i].voted;
	}
	for (int i = 1; i <= MEETING_CHOICES_MAX; i++)
		votes += meeting_votes(m, i);
	if (danger != (meeting_in_danger(m) != NULL))
		stroll_wrong(w, "who is not safe was forgotten, or made up");
	if (votes != voters)
		stroll_wrong(w, "a vote was lost, or counted twice");
	if (m->pins != w->pins)
		stroll_wrong(w, "what stays up has changed by itself");
	if (stroll_runs(w) && m->lead != GRACE)
		stroll_wrong(w, "somebody has the lead who may not");
}

static void check_reacted(struct stroll *w)
{
	size_t all = 0, counted = 0;

	for (int i = 0; i < PEOPLE_END; i++)
		for (int n = 0; n <= WALK_MESSAGES; n++)
			all += (size_t)w->people[i].reacted[n][0] + w->people[i].reacted[n][1];
	for (size_t i = 0; i < w->t.m->reacted_count; i++) {
		const struct meeting_reacted *r = &w->t.m->reacted[i];

		counted += r->count;
		for (size_t k = 0; k < r->count; k++)
			if (!w->people[r->members[k]].reacted[r->message][r->kind])
				stroll_wrong(w, "a reaction is somebody else's");
	}
	if (counted != all)
		stroll_wrong(w, "a reaction was lost, or counted twice");
}

static void check(struct stroll *w, const struct meeting_event *e)
{
	check_reacted(w);
	check_tools(w);
	check_floor(w);
	check_seats(w, e);
	check_queue(w);
	check_waiting(w);
	check_ears(w);
	check_held(w);
	for (int64_t i = ANA; i < PEOPLE_END; i++) {
		const struct meeting_seat *s = meeting_seat(w->t.m, i);

		if (s)
			check_spans(w, s, &w->people[i]);
	}
}

void stroll_keep(struct stroll *w, const struct meeting_event *e)
{
	struct meet *t = &w->t;
	struct buf row;

	buf_init(&row, 8192);
	meeting_write(&row, e);
	t->moments[t->count] = e->utc_ms;
	t->rows[t->count++] = row.p;
	model_time(w, e);
	if (!w->engine->apply(t->m, e))
		stroll_wrong(w, "an event was refused");
	model_held(w, e);
	model(w, e);
	stroll_guide(w, e);
	check(w, e);
	stroll_check_guide(w);
}

/* As the server has it: instead of being said. */
static void stroll_hold(struct stroll *w, int64_t who)
{
	const struct meeting_wish wish = { .by = who,
					   .device = who,
					   .ticket = ++w->line,
					   .text = str_of("\nMay I?"),
					   .utc_ms = w->t.now };
	struct meeting_event e;
	bool repeated;

	if (!meeting_hold_line(w->t.m, &wish, &e, &repeated))
		stroll_keep(w, &e);
	if (meeting_hold_line(w->t.m, &wish, &e, &repeated) == NULL && !repeated)
		stroll_wrong(w, "a line waits twice");
}

void stroll_say(struct stroll *w, int64_t who)
{
	const struct person *p = &w->people[who];
	const char *no = w->engine->may_say(w->t.m, who, false, w->t.now);

	w->said += !no;
	w->unsaid += no != NULL;
	if (!stroll_runs(w) && no)
		stroll_wrong(w, "nobody may speak where no session runs");
	if (!stroll_runs(w))
		return;
	if (!no && meeting_holds(w->t.m, false)) {
		stroll_hold(w, who);
		return;
	}
	if (!no && p->muted_ms > w->t.now)
		stroll_wrong(w, "a message from a muted member");
	if (!no && (!p->seated || p->where != MEETING_IN))
		stroll_wrong(w, "a message from one who is not in");
	if (!no && w->t.m->talk == TALK_TURNS && w->t.m->floor != who)
		stroll_wrong(w, "a message from one who does not have the floor");
	if (!no)
		meeting_said(w->t.m, who, w->t.now);
}
