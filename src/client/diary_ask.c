/* SPDX-License-Identifier: MIT */
/* Requests: all of them as one list, and whether one more may be asked for. */
#include <stdlib.h>
#include <string.h>

#include "client/diary_in.h"

/* ---- the list ---- */

static struct pl_request of_row(const struct diary *p, const struct diary_world *w,
				const struct diary_request *r)
{
	const struct diary_series *s = diary_find(p, r->pub.series);
	struct pl_request out = r->pub;

	out.mine = out.member == w->self;
	out.who = diary_name(w, s ? s->pub.group : 0, out.member);
	for (size_t i = 0; i < p->asks_count; i++)
		out.changing = out.changing || (p->asks[i].m.type == WIRE_ASK &&
						p->asks[i].state == PL_REQUEST_KEPT &&
						p->asks[i].m.s == out.number);
	return out;
}

/* False: it is no request, but an answer to one or something else. */
static bool of_ask(const struct diary *p, const struct diary_world *w,
		   const struct diary_ask *a, struct pl_request *out)
{
	struct wire_msg row = a->m;
	const struct diary_series *s;

	row.s = 0;
	row.n = PL_REQUEST_GRANTED; /* in its place comes what it is here */
	row.d = a->utc_ms;
	row.u = w->self;
	row.k = a->ticket;
	if (a->m.type != WIRE_ASK || a->m.s || !diary_read_request(&row, out))
		return false;
	s = diary_find(p, out->series);
	out->state = a->state;
	out->mine = true;
	out->who = diary_name(w, s ? s->pub.group : 0, w->self);
	out->text = row.b.p ? row.b.p : "";
	out->why = "";
	return true;
}

static int newest_first(const void *a, const void *b)
{
	const struct pl_request *x = a, *y = b;

	if (x->utc_ms != y->utc_ms)
		return x->utc_ms > y->utc_ms ? -1 : 1;
	return x->id > y->id ? -1 : x->id < y->id;
}

/* Of others' groups that this person is not in, all that is known is that they swapped. */
static bool may_be_in(const struct diary_world *w, int64_t group, int64_t member)
{
	const struct pl_person *people;
	size_t n;

	if (!w->group(w->user, group, &people, &n))
		return member != w->self;
	for (size_t i = 0; i < n; i++)
		if (people[i].id == member)
			return true;
	return member == w->self;
}

static void list_guests(struct diary *p, const struct diary_world *w)
{
	p->guests = mem_grow(p->guests, (p->request_count + 1) * sizeof(*p->guests));
	p->guests_count = 0;
	for (size_t i = 0; i < p->request_count; i++) {
		const struct pl_request *r = &p->request_list[i];
		const struct diary_series *from = diary_find(p, r->series);
		const struct diary_series *to = diary_find(p, r->to_series);
		/* Taken back before it was granted it leads nowhere. */
		const bool had =
			r->state == PL_REQUEST_GRANTED || r->state == PL_REQUEST_WITHDRAWN;

		if (r->what == PL_ASK_SWAP && had && from && to &&
		    from->pub.group != to->pub.group &&
		    may_be_in(w, from->pub.group, r->member))
			p->guests[p->guests_count++] =
				(struct diary_guest) { r->member, to->pub.group };
	}
}

void diary_list_requests(struct diary *p, const struct diary_world *w)
{
	size_t n = 0;

	if (p->is_listed)
		return;
	p->request_list = mem_grow(p->request_list, (p->requests_count + p->asks_count + 1) *
							    sizeof(*p->request_list));
	for (size_t i = 0; i < p->requests_count; i++)
		p->request_list[n++] = of_row(p, w, &p->requests[i]);
	for (size_t i = 0; i < p->asks_count; i++)
		n += of_ask(p, w, &p->asks[i], &p->request_list[n]);
	if (n)
		qsort(p->request_list, n, sizeof(*p->request_list), newest_first);
	p->request_count = n;
	list_guests(p, w);
	p->is_listed = true;
}

/* ---- may it be asked? ---- */

bool diary_stands(const struct pl_request *r)
{
	return r->state == PL_REQUEST_KEPT || r->state == PL_REQUEST_ASKED ||
	       r->state == PL_REQUEST_GRANTED || r->state == PL_REQUEST_WAITING;
}

/* Of another number of minutes it is something new, here: see diary_earlier. */
static bool is_same(const struct pl_request *r, const struct pl_asked *a)
{
	return r->what == a->what && r->series == a->series &&
	       r->original_utc_ms == a->original_utc_ms &&
	       (a->what != PL_ASK_LATE || r->n == a->n);
}

static bool stands_already(const struct diary *p, const struct pl_asked *a)
{
	for (size_t i = 0; i < p->request_count; i++) {
		const struct pl_request *r = &p->request_list[i];

		if (r->mine && diary_stands(r) && !r->changing && is_same(r, a))
			return true;
	}
	return false;
}

const struct pl_request *diary_earlier(const struct diary *p, const struct pl_asked *a)
{
	for (size_t i = 0; i < p->request_count; i++) {
		const struct pl_request *r = &p->request_list[i];

		if (r->mine && diary_stands(r) && !r->changing && r->what == a->what &&
		    r->series == a->series && r->original_utc_ms == a->original_utc_ms)
			return r;
	}
	return NULL;
}

/* For whom it is: who is expected there, or who is not; and until when. */
static const struct {
	bool needs_expected, before_it_begins;
} asks[PL_ASKS] = {
	[PL_ASK_LATE] = { true, false },    [PL_ASK_LISTENING] = { true, false },
	[PL_ASK_ABSENT] = { true, false },  [PL_ASK_SWAP] = { true, true },
	[PL_ASK_SIGN_UP] = { false, true },
};

static enum pl_failure is_in_time(const struct diary_world *w, const struct pl_occurrence *o,
				  bool before_it_begins)
{
	if (o->cancelled)
		return PL_FAIL_GONE;
	if (o->end_utc_ms <= w->now_utc_ms ||
	    (before_it_begins && o->start_utc_ms <= w->now_utc_ms))
		return PL_FAIL_LATE;
	return PL_OK;
}

static enum pl_failure may_swap(struct diary *p, const struct diary_world *w,
				const struct pl_asked *a)
{
	const struct diary_series *from = diary_find(p, a->series);
	const struct diary_series *to = diary_find(p, a->to_series);
	struct diary_row r;

	if (!to || !diary_occurrence(p, w, a->to_series, a->to_original_utc_ms, &r))
		return PL_FAIL_GONE;
	if (!*from->pub.track || strcmp(from->pub.track, to->pub.track) != 0 || r.pub.expected)
		return PL_FAIL_REFUSED;
	return is_in_time(w, &r.pub, true);
}

static bool is_absent(const struct pl_occurrence *o)
{
	return o->request && o->request->what == PL_ASK_ABSENT && diary_stands(o->request);
}

/* Who leads has their own ways to say so. */
static enum pl_failure is_theirs(const struct diary_world *w, const struct pl_asked *a,
				 const struct pl_occurrence *o)
{
	if (diary_leads(w) || o->kind == PL_AWAY || !diary_is_in(w, o->group))
		return PL_FAIL_REFUSED;
	if (a->what == PL_ASK_SWAP && is_absent(o))
		return PL_OK; /* it makes up for it */
	if (asks[a->what].needs_expected)
		return o->expected ? PL_OK : PL_FAIL_REFUSED;
	if (w->role == PL_FAMILY && o->kind != PL_FAMILY_SESSION)
		return PL_FAIL_REFUSED;
	if (is_absent(o))
		return PL_FAIL_STATE; /* that is to be taken back first */
	return o->expected ? PL_FAIL_TWICE : PL_OK;
}

enum pl_failure diary_may_ask(struct diary *p, const struct diary_world *w,
			      const struct pl_asked *a)
{
	struct diary_row r;
	enum pl_failure f;

	if ((unsigned)a->what >= PL_ASKS)
		return PL_FAIL_STATE;
	if (a->what == PL_ASK_LATE && (a->n < 1 || a->n > 120))
		return PL_FAIL_STATE;
	if (!diary_occurrence(p, w, a->series, a->original_utc_ms, &r))
		return PL_FAIL_GONE;
	f = is_in_time(w, &r.pub, asks[a->what].before_it_begins);
	if (f == PL_OK && stands_already(p, a))
		f = PL_FAIL_TWICE;
	if (f == PL_OK)
		f = is_theirs(w, a, &r.pub);
	if (f == PL_OK && a->what == PL_ASK_SWAP)
		f = may_swap(p, w, a);
	if (f == PL_OK && diary_kept_count(p) >= DIARY_KEPT_MAX)
		f = PL_FAIL_BUSY;
	return f;
}
