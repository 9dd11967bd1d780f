/* SPDX-License-Identifier: MIT */
#include "support/meet.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char meet_plan[] = "waiting\nask\n"
			 "norms What is said here stays here.\n"
			 "stage welcome quiet 5 Welcome\n"
			 "stage round turns 15 Check-in\n"
			 "stage work turns 40 Work\n"
			 "stage work open 10 Cross-talk\n"
			 "stage round turns 15 Check-out\n"
			 "stage closed open 0 Closed\n";

void meet_keep(struct meet *t, const struct meeting_event *e)
{
	struct buf row;

	assert(t->count < MEET_LOG);
	buf_init(&row, 8192);
	meeting_write(&row, e);
	t->moments[t->count] = e->utc_ms;
	t->rows[t->count++] = row.p;
	if (!meeting_apply(t->m, e))
		abort();
}

void meet_open(struct meet *t, const char *plan)
{
	*t = (struct meet) { .m = meeting_create(), .now = MEET_START };
	if (plan && meet_tell(t, GRACE, "open", plan, 0))
		abort();
}

void meet_close(struct meet *t)
{
	for (size_t i = 0; i < t->count; i++)
		free(t->rows[i]);
	meeting_destroy(t->m);
}

struct meeting *meet_again(const struct meet *t)
{
	struct meeting *m = meeting_create();

	for (size_t i = 0; i < t->count; i++) {
		struct meeting_event e;

		if (!meeting_read(str_of(t->rows[i]), &e))
			abort();
		e.seq = (int64_t)i + 1;
		e.utc_ms = t->moments[i];
		if (!meeting_apply(m, &e))
			abort();
	}
	return m;
}

static bool leads(const struct meet *t, int64_t who)
{
	return who == GRACE || who == t->second;
}

static const char *wish(struct meet *t, struct meeting_wish *w)
{
	struct meeting_event e;
	bool repeated;
	const char *no;

	w->newest = t->newest;
	w->device = w->by;
	w->ticket = ++t->ticket;
	w->leads = leads(t, w->by);
	w->utc_ms = t->now;
	no = meeting_ask(t->m, w, &e, &repeated);
	if (!no && !repeated)
		meet_keep(t, &e);
	return no;
}

const char *meet_wish(struct meet *t, int64_t by, const char *word, int64_t member, int64_t n)
{
	struct meeting_wish w = { .word = str_of(word), .by = by, .member = member, .n = n };

	return wish(t, &w);
}

const char *meet_tell(struct meet *t, int64_t by, const char *word, const char *text, int64_t d)
{
	struct meeting_wish w = {
		.word = str_of(word), .by = by, .text = str_of(text), .d = d
	};

	return wish(t, &w);
}

void meet_here(struct meet *t, int64_t member, bool here)
{
	const struct meeting_somebody who = { member, here, leads(t, member) };
	struct meeting_event e;

	while (meeting_notice(t->m, &who, t->now, &e))
		meet_keep(t, &e);
}

static bool same_spans(const struct meeting_seat *a, const struct meeting_seat *b)
{
	for (size_t i = 0; i < a->spans_count; i++) {
		const struct meeting_span *x = &a->spans[i], *y = &b->spans[i];

		if (x->being != y->being || x->from_ms != y->from_ms || x->to_ms != y->to_ms ||
		    x->began != y->began || x->ended != y->ended ||
		    x->began_seq != y->began_seq || x->ended_seq != y->ended_seq ||
		    x->modality != y->modality)
			return false;
	}
	return true;
}

static bool same_seat(const struct meeting_seat *a, const struct meeting_seat *b)
{
	return a->id == b->id && a->leads == b->leads && a->down == b->down &&
	       a->where == b->where && a->since_ms == b->since_ms &&
	       a->accepted_ms == b->accepted_ms && a->hand_ms == b->hand_ms &&
	       a->hand_seq == b->hand_seq && strcmp(a->why, b->why) == 0 &&
	       strcmp(a->reason, b->reason) == 0 && a->invited_ms == b->invited_ms &&
	       a->muted_until_ms == b->muted_until_ms && a->turn_hand_ms == b->turn_hand_ms &&
	       a->turn_ended_ms == b->turn_ended_ms && a->rating == b->rating &&
	       a->modality == b->modality && a->waits_ms == b->waits_ms &&
	       a->waits_seq == b->waits_seq && a->wait_place == b->wait_place &&
	       a->place_version == b->place_version && a->replied == b->replied &&
	       a->skipped == b->skipped && a->went == b->went && a->answer == b->answer &&
	       a->answer_version == b->answer_version && a->version == b->version &&
	       a->hand_version == b->hand_version && a->spans_count == b->spans_count &&
	       same_spans(a, b);
}

static bool same_sides(const struct meeting *a, const struct meeting *b)
{
	for (size_t i = 0; i < MEETING_SIDES; i++)
		if (a->sides[i].seq != b->sides[i].seq ||
		    a->sides[i].member != b->sides[i].member ||
		    (a->sides[i].text && strcmp(a->sides[i].text, b->sides[i].text) != 0))
			return false;
	return a->sides_count == b->sides_count;
}

static bool same_guides(const struct meeting *a, const struct meeting *b)
{
	for (int k = 0; k < GUIDE_KINDS; k++) {
		const struct meeting_guide *x = &a->guides[k], *y = &b->guides[k];

		if (x->seq != y->seq || x->from_ms != y->from_ms || x->runs != y->runs ||
		    x->over != y->over || x->sum != y->sum || x->version != y->version ||
		    strcmp(x->name, y->name) != 0 || !x->text != !y->text ||
		    (x->text && strcmp(x->text, y->text) != 0))
			return false;
	}
	return a->page == b->page && a->pages == b->pages &&
	       a->answers_version == b->answers_version &&
	       memcmp(a->options, b->options, sizeof(a->options)) == 0;
}

static bool same_questions(const struct meeting *a, const struct meeting *b)
{
	if (a->questions_count != b->questions_count || a->question != b->question)
		return false;
	for (size_t i = 0; i < a->questions_count; i++) {
		const struct meeting_question *x = &a->questions[i], *y = &b->questions[i];

		if (x->seq != y->seq || x->by != y->by || x->version != y->version ||
		    x->is != y->is || x->shown != y->shown || strcmp(x->text, y->text) != 0)
			return false;
	}
	return true;
}

static bool same_line(const struct meeting_line *a, const struct meeting_line *b)
{
	return a->version == b->version && !a->text == !b->text &&
	       (!a->text || strcmp(a->text, b->text) == 0);
}

static bool same_lines(const struct meeting *a, const struct meeting *b)
{
	for (size_t i = 0; i < MEETING_DECIDED; i++)
		if (!same_line(&a->decided[i], &b->decided[i]))
			return false;
	return a->decided_count == b->decided_count && same_line(&a->topic, &b->topic);
}

static bool same_poll(const struct meeting_poll *a, const struct meeting_poll *b)
{
	return a->seq == b->seq && a->choices == b->choices && a->closed == b->closed &&
	       a->version == b->version && a->votes_count == b->votes_count &&
	       !a->text == !b->text && (!a->text || strcmp(a->text, b->text) == 0) &&
	       (!a->votes_count ||
		memcmp(a->votes, b->votes, a->votes_count * sizeof(*a->votes)) == 0);
}

static bool same_pins(const struct meeting *a, const struct meeting *b)
{
	for (size_t i = 0; i < MEETING_PINS; i++)
		if (!meeting_pin(a, i) != !meeting_pin(b, i) ||
		    (meeting_pin(a, i) && strcmp(meeting_pin(a, i), meeting_pin(b, i)) != 0))
			return false;
	return a->pins == b->pins && a->pinned_count == b->pinned_count;
}

static bool same_alerts(const struct meeting *a, const struct meeting *b)
{
	return a->alerts_count == b->alerts_count &&
	       (!a->alerts_count ||
		memcmp(a->alerts, b->alerts, a->alerts_count * sizeof(*a->alerts)) == 0);
}

static bool same_tools(const struct meeting *a, const struct meeting *b)
{
	return a->lead == b->lead && a->offered == b->offered &&
	       same_poll(&a->poll, &b->poll) && same_pins(a, b) && same_alerts(a, b);
}

static bool same_held(const struct meeting *a, const struct meeting *b)
{
	for (size_t i = 0; i < MEETING_HELD_MAX; i++) {
		const struct meeting_held *x = &a->held[i], *y = &b->held[i];

		if (x->seq != y->seq || x->state != y->state || x->version != y->version ||
		    x->ticket != y->ticket || x->device != y->device ||
		    (x->seq && strcmp(x->text, y->text) != 0))
			return false;
	}
	return true;
}

static bool same_reacted(const struct meeting *a, const struct meeting *b)
{
	for (size_t i = 0; i < a->reacted_count && i < b->reacted_count; i++) {
		const struct meeting_reacted *x = &a->reacted[i], *y = &b->reacted[i];

		if (x->message != y->message || x->kind != y->kind || x->count != y->count ||
		    x->version != y->version ||
		    memcmp(x->members, y->members, x->count * sizeof(*x->members)) != 0)
			return false;
	}
	return a->reacted_count == b->reacted_count && a->react_version == b->react_version;
}

bool meet_same(const struct meeting *a, const struct meeting *b)
{
	if (a->seq != b->seq || a->utc_ms != b->utc_ms || a->version != b->version ||
	    a->opened_seq != b->opened_seq || a->stage != b->stage ||
	    a->stage_ms != b->stage_ms || a->ends_ms != b->ends_ms || a->talk != b->talk ||
	    a->floor != b->floor || a->floor_ms != b->floor_ms || a->more != b->more ||
	    a->round != b->round || a->locked != b->locked || a->holds != b->holds ||
	    !same_held(a, b) || a->slow_s != b->slow_s || a->seats_count != b->seats_count ||
	    a->acts_count != b->acts_count ||
	    memcmp(&a->plan, &b->plan, sizeof(a->plan)) != 0 || !same_sides(a, b) ||
	    !same_lines(a, b) || !same_tools(a, b) || !same_guides(a, b) ||
	    !same_questions(a, b) || !same_reacted(a, b) || a->changed != b->changed)
		return false;
	for (size_t i = 0; i < a->seats_count; i++)
		if (!same_seat(a->seats[i], b->seats[i]))
			return false;
	return true;
}

static void must(const char *no)
{
	if (no)
		abort();
}

void meet_begin(struct meet *t, int64_t stage)
{
	meet_open(t, meet_plan);
	meet_here(t, GRACE, true);
	for (int64_t who = ANA; who < GRACE; who++) {
		meet_here(t, who, true);
		must(meet_wish(t, GRACE, "admit", who, 0));
		must(meet_wish(t, who, "accept", 0, 0));
		t->now += 1000;
	}
	if (stage > 1)
		must(meet_wish(t, GRACE, "stage", 0, stage));
	t->now += 1000;
}

/* What the log makes of it is the same, always. */
void meet_end(struct meet *t)
{
	struct meeting *again = meet_again(t);

	if (!meet_same(t->m, again))
		abort();
	meeting_destroy(again);
	meet_close(t);
}
