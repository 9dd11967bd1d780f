/* SPDX-License-Identifier: MIT */
/*
 * What is worth a sentence: what is, against what was told.  So whatever happened while
 * the line was down is told as it is now, once.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "client/session_in.h"

static char *copy(const char *s)
{
	return mem_dup(s, strlen(s));
}

static const char *name_of(const struct session_view *v, int64_t member)
{
	return member ? v->name(v->user, member) : "";
}

static void drop_oldest(struct session *s)
{
	free((char *)(uintptr_t)s->notices[0].who);
	free((char *)(uintptr_t)s->notices[0].text);
	memmove(s->notices, s->notices + 1, --s->notices_count * sizeof(*s->notices));
}

void session_note(struct session *s, const struct session_view *v, const struct pl_notice *n,
		  int64_t who)
{
	struct pl_notice note = *n;

	if (s->notices_count == SESSION_NOTICES_MAX)
		drop_oldest(s);
	note.id = ++s->last_notice;
	note.after_seq = v->after_seq;
	note.utc_ms = v->utc_ms;
	note.who = copy(name_of(v, who));
	note.text = copy(n->text ? n->text : "");
	s->notices = mem_grow(s->notices, (s->notices_count + 1) * sizeof(*s->notices));
	s->notices[s->notices_count++] = note;
}

static void note(struct session *s, const struct session_view *v, enum pl_notice_kind kind,
		 int64_t who)
{
	session_note(s, v, &(struct pl_notice) { .kind = kind }, who);
}

static void note_text(struct session *s, const struct session_view *v, enum pl_notice_kind kind,
		      const char *text)
{
	session_note(s, v, &(struct pl_notice) { .kind = kind, .text = text }, 0);
}

static void note_n(struct session *s, const struct session_view *v, enum pl_notice_kind kind,
		   int64_t n)
{
	session_note(s, v, &(struct pl_notice) { .kind = kind, .n = n }, 0);
}

/* Names and the queue */

static int by_hand(const void *a, const void *b)
{
	const struct session_seat *x = *(struct session_seat *const *)a;
	const struct session_seat *y = *(struct session_seat *const *)b;

	if (x->pub.hand_utc_ms != y->pub.hand_utc_ms)
		return x->pub.hand_utc_ms < y->pub.hand_utc_ms ? -1 : 1;
	return x->hand_seq < y->hand_seq ? -1 : x->hand_seq > y->hand_seq;
}

static void number_hands(struct session *s)
{
	struct session_seat **up =
		mem_get((s->seats_count + 1) * sizeof(struct session_seat *));
	size_t n = 0;

	for (size_t i = 0; i < s->seats_count; i++) {
		s->seats[i].pub.place = 0;
		if (s->seats[i].pub.hand_utc_ms)
			up[n++] = &s->seats[i];
	}
	qsort(up, n, sizeof(*up), by_hand);
	for (size_t i = 0; i < n; i++)
		up[i]->pub.place = (int)i + 1;
	free(up);
}

/* Who came first is first; of the same moment, who was heard of first. */
static int waiting_before(const struct session *s, size_t at)
{
	const int64_t since = s->seats[at].pub.since_utc_ms;
	int n = 0;

	for (size_t i = 0; i < s->seats_count; i++) {
		const struct pl_seat *t = &s->seats[i].pub;

		n += t->where == PL_WAITING &&
		     (t->since_utc_ms < since || (t->since_utc_ms == since && i < at));
	}
	return n;
}

/* Those who lead are not told: they know of all who wait. */
static void number_waiting(struct session *s, const struct session_view *v)
{
	for (size_t i = 0; i < s->seats_count; i++) {
		struct pl_seat *t = &s->seats[i].pub;

		if (t->where == PL_WAITING && t->member != v->self)
			t->waits = 1 + waiting_before(s, i);
	}
}

static void name_seats(struct session *s, const struct session_view *v)
{
	for (size_t i = 0; i < s->seats_count; i++) {
		struct pl_seat *t = &s->seats[i].pub;
		const char *name = name_of(v, t->member);

		if (strcmp(t->name, name) == 0)
			continue;
		free((char *)(uintptr_t)t->name);
		t->name = copy(name);
	}
}

static void publish(struct session *s, const struct session_view *v)
{
	name_seats(s, v);
	number_hands(s);
	number_waiting(s, v);
	s->seat_list = mem_grow(s->seat_list, (s->seats_count + 1) * sizeof(*s->seat_list));
	s->pub.self = NULL;
	for (size_t i = 0; i < s->seats_count; i++) {
		s->seat_list[i] = s->seats[i].pub;
		if (s->seat_list[i].member == v->self)
			s->pub.self = &s->seat_list[i];
	}
	s->pub.seats = s->seat_list;
	s->pub.seats_count = s->seats_count;
	s->pub.stages = s->stages;
	s->pub.decided = (const char *const *)s->decided;
	session_publish_guides(s, v);
	session_tools_publish(s, v);
}

/* News, in the order in which they are told */

enum { CLOCKS_MS = 20000 };

/* Is it another moment, or the same one by what another connection made of the clocks? */
static bool is_other(int64_t a, int64_t b)
{
	return a > b ? a - b > CLOCKS_MS : b - a > CLOCKS_MS;
}

static enum pl_where where_of(const struct session *s)
{
	return s->pub.self ? s->pub.self->where : PL_NOWHERE;
}

static bool leads(const struct session *s)
{
	return s->pub.self && s->pub.self->leads;
}

static bool is_in(const struct session *s)
{
	return where_of(s) == PL_IN;
}

static void tell_whole(struct session *s, const struct session_view *v)
{
	if (s->pub.stage && (s->told.id != s->id || !s->told.stage))
		note(s, v, PL_NOTE_BEGUN, 0);
	if (!s->pub.stage && s->told.stage)
		note(s, v, PL_NOTE_ENDED, 0);
}

static void tell_where(struct session *s, const struct session_view *v)
{
	static const enum pl_notice_kind kinds[PL_WHERES] = {
		[PL_IN] = PL_NOTE_ADMITTED, [PL_WAITING] = PL_NOTE_WAITING,
		[PL_OUT] = PL_NOTE_OUT,     [PL_REMOVED] = PL_NOTE_REMOVED,
		[PL_GONE] = PL_NOTE_GONE,
	};
	const enum pl_where now = where_of(s);

	if (now == s->told.where || now == PL_NOWHERE || !s->pub.stage)
		return;
	/* Who was always in need not be told so. */
	if (now != PL_IN || s->told.where != PL_NOWHERE)
		note_text(s, v, kinds[now], s->pub.self->reason);
}

static void tell_place(struct session *s, const struct session_view *v)
{
	const int place = s->pub.self ? s->pub.self->waits : 0;

	if (place && place != s->told.waits)
		note_n(s, v, PL_NOTE_PLACE, place);
}

static void tell_stage(struct session *s, const struct session_view *v)
{
	const int at = s->pub.stage;

	if (!at || at > (int)s->pub.stages_count)
		return;
	if (at != s->told.stage) {
		session_note(s, v,
			     &(struct pl_notice) { .kind = PL_NOTE_STAGE,
						   .n = at,
						   .text = s->stages[at - 1].title },
			     0);
		if (*s->stages[at - 1].guide)
			note_text(s, v, PL_NOTE_PLANNED, s->stages[at - 1].guide);
		return;
	}
	if (s->pub.ends_utc_ms && is_other(s->pub.ends_utc_ms, s->told.ends_ms))
		note_n(s, v, PL_NOTE_EXTENDED, s->pub.ends_utc_ms);
}

/* Said with a stage only where it is another than the plan has for it. */
static void tell_talk(struct session *s, const struct session_view *v)
{
	const int at = s->pub.stage;
	const bool moved = at != s->told.stage;

	if (!at || at > (int)s->pub.stages_count || !is_in(s))
		return;
	if (s->pub.talk != (moved ? s->stages[at - 1].talk : s->told.talk))
		note_n(s, v, PL_NOTE_TALK, s->pub.talk);
}

/* Once there is a seat: before that it is not known whether they are to be accepted. */
static void tell_holds(struct session *s, const struct session_view *v)
{
	if (s->pub.stage && is_in(s) && s->pub.holds != s->told.holds)
		note_n(s, v, PL_NOTE_HOLDS, s->pub.holds);
}

static void tell_norms(struct session *s, const struct session_view *v)
{
	const struct pl_seat *t = s->pub.self;

	if (t && t->accepted && s->told.where != PL_NOWHERE && !s->told.accepted)
		note(s, v, PL_NOTE_ACCEPTED, 0);
	if (!*s->pub.norms || !t || t->accepted || t->leads ||
	    strcmp(s->pub.norms, s->told.norms) == 0)
		return;
	note_text(s, v, PL_NOTE_NORMS, s->pub.norms);
	free(s->told.norms);
	s->told.norms = copy(s->pub.norms);
}

static void tell_lines(struct session *s, const struct session_view *v)
{
	tell_norms(s, v);
	if (*s->pub.topic && strcmp(s->pub.topic, s->told.topic) != 0)
		note_text(s, v, PL_NOTE_TOPIC, s->pub.topic);
	for (size_t i = s->told.decided; i < s->pub.decided_count; i++)
		note_text(s, v, PL_NOTE_DECIDED, s->decided[i]);
}

static void tell_floor(struct session *s, const struct session_view *v)
{
	const int64_t floor = s->pub.floor;

	if (floor == s->told.floor) {
		if (floor && s->pub.more && !s->told.more && floor != v->self)
			note(s, v, PL_NOTE_MORE, floor);
		return;
	}
	if (floor)
		note(s, v, floor == v->self ? PL_NOTE_YOURS : PL_NOTE_FLOOR, floor);
	else if (s->pub.stage && s->pub.stage == s->told.stage)
		note(s, v, PL_NOTE_FREE, 0);
}

static void tell_self(struct session *s, const struct session_view *v)
{
	const struct pl_seat *t = s->pub.self;

	if (!t)
		return;
	if (t->muted_until_utc_ms > v->utc_ms &&
	    is_other(t->muted_until_utc_ms, s->told.muted_ms))
		session_note(s, v,
			     &(struct pl_notice) { .kind = PL_NOTE_MUTED,
						   .n = t->muted_until_utc_ms,
						   .text = t->reason },
			     0);
	if (!t->muted_until_utc_ms && s->told.muted_ms > v->utc_ms)
		note(s, v, PL_NOTE_UNMUTED, 0);
	if (t->modality != s->told.modality)
		note_n(s, v, PL_NOTE_MODALITY, t->modality);
	if (t->invited && !s->told.invited)
		note(s, v, PL_NOTE_INVITED, 0);
	if (t->place == 1 && s->told.place != 1 && s->pub.floor != v->self)
		note(s, v, PL_NOTE_NEXT, 0);
}

/* Whoever was away oneself, when the server was, is not told of all the others' lines. */
static void tell_line(struct session *s, const struct session_view *v, struct session_seat *t)
{
	const bool in = t->pub.where == PL_IN, down = in && t->pub.down;

	/* It is quiet in an exercise. */
	const bool quiet = *s->pub.exercise.title;

	if (down && !t->told_down && t->told_in && !s->is_fresh && !quiet &&
	    t->pub.member != v->self) {
		note(s, v, PL_NOTE_DOWN, t->pub.member);
		t->noted_down = true;
	}
	if (in && !down && t->noted_down) {
		note(s, v, PL_NOTE_BACK, t->pub.member);
		t->noted_down = false;
	}
	t->told_in = in;
	t->told_down = down;
}

static void tell_leader(struct session *s, const struct session_view *v, struct session_seat *t)
{
	const bool waits = t->pub.where == PL_WAITING;
	const bool hand = t->pub.hand_utc_ms != 0;

	if (leads(s) && waits && !t->told_waiting)
		note(s, v, PL_NOTE_KNOCK, t->pub.member);
	if (leads(s) && hand && !t->told_hand && t->pub.member != v->self)
		session_note(s, v,
			     &(struct pl_notice) { .kind = PL_NOTE_HAND, .text = t->pub.why },
			     t->pub.member);
	t->told_waiting = waits;
	t->told_hand = hand;
}

static void tell_seats(struct session *s, const struct session_view *v)
{
	for (size_t i = 0; i < s->seats_count && s->pub.stage; i++) {
		tell_line(s, v, &s->seats[i]);
		tell_leader(s, v, &s->seats[i]);
	}
}

static void tell_asides(struct session *s, const struct session_view *v)
{
	for (; s->asides_told < s->asides_count; s->asides_told++) {
		const struct session_aside *a = &s->asides[s->asides_told];

		session_note(s, v,
			     &(struct pl_notice) {
				     .kind = PL_NOTE_ASIDE, .n = a->member, .text = a->text },
			     a->by);
	}
}

static const struct {
	enum pl_notice_kind kind;
	bool at; /* its n is when, not which */
} papers[] = {
	[WIRE_PAPER_LEGAL] = { PL_NOTE_LEGAL, false },
	[WIRE_PAPER_REPLY] = { PL_NOTE_REPLY, false },
	[WIRE_PAPER_REPLY + 1] = { PL_NOTE_REPLY, false },
	[WIRE_PAPER_REPLY + 2] = { PL_NOTE_REPLY, false },
	[WIRE_PAPER_LOOK_LEGAL] = { PL_NOTE_LOOKED_LEGAL, true },
	[WIRE_PAPER_LOOK_REPLIES] = { PL_NOTE_LOOKED_REPLIES, true },
};

static void tell_papers(struct session *s, const struct session_view *v)
{
	for (size_t i = 0; i < s->papers_count; i++) {
		const struct session_paper *p = &s->papers[i];

		session_note(s, v,
			     &(struct pl_notice) { .kind = papers[p->n].kind,
						   .n = papers[p->n].at ? p->utc_ms : p->n,
						   .text = p->text },
			     p->member);
	}
	session_drop_papers(s);
}

/* The door's question that is next for this person: enum pl_door; 0: none is asked. */
static int door_of(const struct session *s)
{
	const struct pl_seat *t = s->pub.self;
	int next = PL_DOOR_WHERE;

	if (!s->pub.asks || !t || t->where != PL_WAITING)
		return 0;
	while (next < PL_DOOR_DONE && (t->replied | t->skipped) & 1u << (next - 1))
		next++;
	return next;
}

/* Whoever comes again and has replied to all of them is asked nothing. */
static void tell_door(struct session *s, const struct session_view *v)
{
	const int next = door_of(s);

	if (next && next != s->told.door && (next < PL_DOOR_DONE || s->told.door))
		note_n(s, v, PL_NOTE_DOOR, next);
}

static void remember(struct session *s)
{
	char *topic = s->told.topic;

	s->told = (struct session_told) {
		.id = s->id,
		.ends_ms = s->pub.ends_utc_ms,
		.floor = s->pub.floor,
		.stage = s->pub.stage,
		.talk = s->pub.talk,
		.where = s->pub.stage ? where_of(s) : PL_NOWHERE,
		.more = s->pub.more,
		.holds = s->pub.holds,
		.topic = copy(s->pub.topic),
		.norms = s->told.norms,
		.decided = s->pub.decided_count,
		.door = door_of(s),
	};
	if (s->pub.self) {
		s->told.muted_ms = s->pub.self->muted_until_utc_ms;
		s->told.invited = s->pub.self->invited;
		s->told.modality = s->pub.self->modality;
		s->told.accepted = s->pub.self->accepted;
		s->told.place = s->pub.self->place;
		s->told.waits = s->pub.self->waits;
	}
	free(topic);
}

/* Another session has nothing to do with what was told of the one before. */
static void forget(struct session *s)
{
	free(s->told.topic);
	free(s->told.norms);
	s->told = (struct session_told) { .topic = copy(""), .norms = copy("") };
}

void session_settle(struct session *s, const struct session_view *v)
{
	if (!s->is_new)
		return;
	s->is_new = false;
	publish(s, v);
	if (s->told.id != s->id)
		forget(s);
	tell_whole(s, v);
	tell_where(s, v);
	tell_place(s, v);
	tell_stage(s, v);
	tell_talk(s, v);
	tell_holds(s, v);
	tell_lines(s, v);
	tell_floor(s, v);
	tell_self(s, v);
	tell_seats(s, v);
	tell_asides(s, v);
	session_tell_held(s, v);
	session_tools_tell(s, v);
	session_tell_guides(s, v);
	session_set_timers(s, v);
	reports_settle(s, v);
	tell_door(s, v);
	tell_papers(s, v);
	remember(s);
	s->is_fresh = false;
}
