/* SPDX-License-Identifier: MIT */
/* Who leads: the room at a glance.  Who waits, whose hands are up, who is where. */
#include <string.h>

#include "text/keys.h"
#include "view/tools.h"
#include "view/work.h"

/* Of who is simply in the room, the first part has a comma that follows nothing. */
static const char *begin_of(const char *parts)
{
	return parts + strspn(parts, ", ");
}

/* What the heading says is not said again. */
static void tell_seat(struct stage *s, struct model *out, const struct pl_seat *t)
{
	struct item *it = model_add(out, view_id(ID_SEAT, (uint64_t)t->member), ITEM_PERSON);
	const struct pl_session *now = session_of_stage(s);

	it->who = model_text(out, t->name);
	it->mine = now->self && now->self->member == t->member;
	it->text = begin_of(
		arena_fmt(&out->mem, "%s%s%s%s", words_seat_below(&out->mem, t, s->now_utc_ms),
			  t->where == PL_IN ? tools_behind(s, &out->mem, t->member) : "",
			  requests_short(s, &out->mem, t->member),
			  now->lead == t->member ? words_of(WORD_HAS_LEAD) : ""));
	if (t->place)
		it->note = model_text(out, words_hand(&out->mem, t));
	else if (t->waits && now->asks)
		it->note = words_replied(&out->mem, t);
	else if (now->floor == t->member)
		it->note = words_of(now->more ? WORD_HAS_FLOOR_MORE : WORD_HAS_FLOOR);
	it->amiss = t->down || t->where == PL_WAITING;
}

/* The parts: each adds its items, and each person is in one of them. */

static void tell_seats(struct stage *s, struct model *out, bool (*in)(const struct pl_seat *))
{
	const struct pl_session *now = session_of_stage(s);

	for (size_t i = 0; i < now->seats_count; i++)
		if (in(&now->seats[i]))
			tell_seat(s, out, &now->seats[i]);
}

/* The places are numbered from 1, without a gap. */
static void tell_in_order(struct stage *s, struct model *out,
			  int (*place_of)(const struct pl_seat *))
{
	const struct pl_session *now = session_of_stage(s);

	for (int place = 1; place <= (int)now->seats_count; place++)
		for (size_t i = 0; i < now->seats_count; i++)
			if (place_of(&now->seats[i]) == place)
				tell_seat(s, out, &now->seats[i]);
}

static int waiting_place(const struct pl_seat *t)
{
	return t->waits;
}

static int hand_place(const struct pl_seat *t)
{
	return t->where == PL_IN ? t->place : 0;
}

static bool is_in(const struct pl_seat *t)
{
	return t->where == PL_IN && !t->place;
}

static bool is_out(const struct pl_seat *t)
{
	return t->where != PL_IN && t->where != PL_WAITING;
}

static void tell_waiting(struct stage *s, struct model *out)
{
	tell_in_order(s, out, waiting_place);
}

static void tell_queue(struct stage *s, struct model *out)
{
	tell_in_order(s, out, hand_place);
}

static void tell_in(struct stage *s, struct model *out)
{
	tell_seats(s, out, is_in);
}

static void tell_out(struct stage *s, struct model *out)
{
	tell_seats(s, out, is_out);
}

static bool has_seat(const struct pl_session *now, int64_t member)
{
	for (size_t i = 0; i < now->seats_count; i++)
		if (now->seats[i].member == member)
			return true;
	return false;
}

static void tell_absent(struct stage *s, struct model *out)
{
	const struct pl_session *now = session_of_stage(s);
	const struct pl_person *people;
	size_t n = pl_client_people(s->client, s->group, &people);

	for (size_t i = 0; i < n; i++) {
		struct item *it;

		if (people[i].presence == PL_FORMER || has_seat(now, people[i].id))
			continue;
		it = model_add(out, view_id(ID_SEAT, (uint64_t)people[i].id), ITEM_PERSON);
		it->who = model_text(out, people[i].name);
		it->text = begin_of(requests_short(s, &out->mem, people[i].id));
	}
}

static void tell_questions(struct stage *s, struct model *out)
{
	const struct pl_session *now = session_of_stage(s);

	for (size_t i = 0; i < now->questions_count; i++)
		model_add(out, view_id(ID_QUESTION, (uint64_t)now->questions[i].number),
			  ITEM_NOTICE)
			->text = model_text(out, words_question(&out->mem, now, i));
}

/* What needs an answer first.  A part with nothing in it is not told. */
/* Numbered as /let and /refuse have them. */
static void tell_held(struct stage *s, struct model *out)
{
	const struct pl_session *now = session_of_stage(s);

	for (size_t i = 0; i < now->held_count; i++) {
		const struct pl_held *h = &now->held[i];
		struct item *it =
			model_add(out, view_id(ID_HELD, (uint64_t)h->number), ITEM_MESSAGE);

		it->who = model_text(out, arena_fmt(&out->mem, "%zu. %s", i + 1, h->who));
		it->text = model_text(
			out, *h->warning
				     ? arena_fmt(&out->mem, "%s %s",
						 words_with(&out->mem, WORD_WARNED, h->warning),
						 h->text)
				     : h->text);
	}
}

static const struct part {
	enum word heading; /* its "%d" is how many there are */
	void (*tell)(struct stage *s, struct model *out);
	bool always; /* also where no session runs */
} parts[] = {
	{ WORD_PART_ALERTS, tools_tell_alerts, true },
	{ WORD_PART_ANSWERS, work_tell_review, true },
	{ WORD_PART_SIGHT, tools_tell_sight, false },
	{ WORD_PART_WAITING, tell_waiting, false },
	{ WORD_PART_REPORTS, reports_tell_open, true },
	{ WORD_PART_HELD, tell_held, false },
	{ WORD_PART_QUEUE, tell_queue, false },
	{ WORD_PART_QUESTIONS, tell_questions, false },
	{ WORD_PART_POLL, tools_tell_poll, false },
	{ WORD_PART_PINS, tools_tell_pins, false },
	{ WORD_PART_IN, tell_in, false },
	{ WORD_PART_OUT, tell_out, false },
	{ WORD_PART_ABSENT, tell_absent, false },
};

static void tell_part(struct stage *s, struct model *out, const struct part *p)
{
	const size_t at = out->count;
	int n;

	model_add(out, view_id(ID_PART, p->heading), ITEM_HEADING);
	p->tell(s, out);
	n = (int)(out->count - at - 1);
	if (n)
		out->items[at].text = words_with_count(&out->mem, p->heading, n);
	else
		out->count = at;
}

static void build(struct stage *s, struct model *out)
{
	const struct pl_session *now = session_of_stage(s);

	out->title = words_of(WORD_CONSOLE);
	out->status = words_stage(&out->mem, now, s->now_utc_ms);
	model_add(out, view_id(ID_SEAT, 0), ITEM_NOTICE)->text = out->status;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (now->stage || parts[i].always)
			tell_part(s, out, &parts[i]);
}

const struct view view_console = {
	"console",
	KEY_ALT('C'),
	N_("For facilitators: who waits, whose hands are up, who is where."),
	build,
	NULL,
};
