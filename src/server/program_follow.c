/* SPDX-License-Identifier: MIT */
/* What changes by itself: by what was taken, and by the time. */
#include <stdlib.h>

#include "server/program_in.h"

/* Somebody has come into a group: from that version on they see what it has. */
static bool follow_person(struct person *who, struct program_put *out)
{
	if (who->row || who->since < 0 || !who->turn)
		return false;
	who->since = -1;
	*out = (struct program_put) { .kind = PROGRAM_MEMBER,
				      .member = who->member,
				      .ticket = who->group,
				      .group = who->group };
	buf_init(&out->text, 8);
	buf_adds(&out->text, "[]");
	return true;
}

/* When the time is up for what is open. */
static int64_t begins(const struct program *p, const struct request *r)
{
	const struct series *s = program_series(p, r->series);
	const struct series *to = program_series(p, r->to_series);
	struct occur at;
	int64_t ms = 0;

	if (program_find(s, r->original_utc_ms, &at))
		ms = at.start_utc_ms;
	if (program_find(to, r->to_original_utc_ms, &at) && at.start_utc_ms < ms)
		ms = at.start_utc_ms;
	return ms;
}

static bool put(struct request *r, const struct request *as, struct program_put *out)
{
	r->pending = true;
	program_put_request(as, out);
	return true;
}

/* One that is open: is its session there still, is there a seat, who was before? */
static bool follow_open(struct program *p, struct request *r, int64_t now_utc_ms,
			struct program_put *out)
{
	const enum wire_request now = program_judge(p, r, now_utc_ms);
	struct request as = *r;
	int64_t before;

	r->begins_utc_ms = begins(p, r);
	as.x = 0;
	as.state = now;
	if (now != WIRE_REQUEST_GRANTED)
		return put(r, &as, out);
	if (r->state != WIRE_REQUEST_WAITING)
		return false;
	before = program_before(p, r);
	if (before == 0 &&
	    program_has_seat(p, program_series(p, r->series), r->original_utc_ms))
		return put(r, &as, out);
	as.state = WIRE_REQUEST_WAITING;
	as.x = before + 1;
	return as.x != r->x && put(r, &as, out);
}

/* A swap that was granted leads into a group. */
static bool follow_join(const struct program *p, struct request *r, struct program_put *out)
{
	const struct series *to = program_any_series(p, r->to_series);

	if (!to || r->joining || program_person(p, to->group, r->member))
		return false;
	r->joining = true;
	*out = (struct program_put) { .kind = PROGRAM_JOIN,
				      .number = r->number,
				      .member = r->member,
				      .group = to->group };
	return true;
}

static bool is_dirty(const struct program *p, const struct request *r)
{
	const struct series *s = program_any_series(p, r->series);
	const struct series *to = program_any_series(p, r->to_series);

	return !s || s->dirty || (to && to->dirty);
}

static bool follow_request(struct program *p, struct request *r, int64_t now_utc_ms,
			   struct program_put *out)
{
	if (r->gone || r->pending || !is_dirty(p, r))
		return false;
	if (program_open(r))
		return follow_open(p, r, now_utc_ms, out);
	return r->what == ASK_SWAP && r->state == WIRE_REQUEST_GRANTED &&
	       follow_join(p, r, out);
}

/* What is due by the time alone. */
static void look_at_time(struct program *p, int64_t now_utc_ms)
{
	if (!p->due_utc_ms || now_utc_ms < p->due_utc_ms)
		return;
	p->due_utc_ms = 0;
	for (size_t i = 0; i < p->requests_count; i++)
		if (program_open(p->requests[i]))
			program_dirty(p, p->requests[i]->series);
}

static void mark_time(struct program *p)
{
	p->due_utc_ms = 0;
	for (size_t i = 0; i < p->requests_count; i++) {
		const struct request *r = p->requests[i];

		if (program_open(r) && r->begins_utc_ms &&
		    (!p->due_utc_ms || r->begins_utc_ms < p->due_utc_ms))
			p->due_utc_ms = r->begins_utc_ms;
	}
}

static void go_live(struct program *p)
{
	if (p->live)
		return;
	p->live = true;
	program_guests(p);
}

bool program_follows(struct program *p, int64_t now_utc_ms, struct program_put *out)
{
	go_live(p);
	look_at_time(p, now_utc_ms);
	if (!p->dirty)
		return false;
	for (size_t i = 0; i < p->people_count; i++)
		if (follow_person(p->people[i], out))
			return true;
	for (size_t i = 0; i < p->requests_count; i++)
		if (follow_request(p, p->requests[i], now_utc_ms, out))
			return true;
	for (size_t i = 0; i < p->series_count; i++)
		p->series[i]->dirty = false;
	p->dirty = false;
	mark_time(p);
	return false;
}

void program_failed(struct program *p, const struct program_put *put)
{
	struct person *who = program_person(p, put->group, put->member);
	struct request *r = program_request(p, put->number);

	if (put->kind == PROGRAM_MEMBER && who && who->since < 0)
		who->since = 0;
	if (put->kind == PROGRAM_JOIN && r)
		r->joining = false;
	if (put->kind == PROGRAM_REQUEST && r)
		r->pending = false;
}

int64_t program_due_ms(const struct program *p)
{
	return p->due_utc_ms;
}

/* What is kept no longer */

static bool makes_guest(const struct program *p, const struct request *r)
{
	const struct series *to = program_any_series(p, r->to_series);
	const struct person *who = to ? program_person(p, to->group, r->member) : NULL;

	return r->had && who && who->guest;
}

bool program_erase(struct program *p, int64_t member, struct program_put *out)
{
	for (size_t i = 0; i < p->requests_count; i++) {
		struct request *r = p->requests[i], as = *r;

		if (r->gone || r->pending || r->member != member || !r->words || !*r->words)
			continue;
		as.words = NULL;
		return put(r, &as, out);
	}
	return false;
}

bool program_old(struct program *p, int64_t before_utc_ms, struct program_put *out)
{
	for (size_t i = 0; i < p->requests_count; i++) {
		struct request *r = p->requests[i], as = *r;

		if (r->gone || r->pending || r->utc_ms >= before_utc_ms ||
		    r->original_utc_ms >= before_utc_ms ||
		    r->to_original_utc_ms >= before_utc_ms)
			continue;
		as.words = NULL;
		if (makes_guest(p, r) && (!r->words || !*r->words))
			continue;
		put(r, &as, out);
		if (!makes_guest(p, r))
			buf_reset(&out->text);
		return true;
	}
	return false;
}
