/* SPDX-License-Identifier: MIT */
/* Lines that wait until those who lead let them through, or refuse them. */
#include <stdlib.h>
#include <string.h>

#include "server/meeting_in.h"

bool meeting_holds(const struct meeting *m, bool leads)
{
	return meeting_runs(m) && m->holds && !leads;
}

const struct meeting_held *meeting_held(const struct meeting *m, int64_t device, int64_t ticket)
{
	for (size_t i = 0; i < MEETING_HELD_MAX; i++)
		if (m->held[i].seq && m->held[i].device == device &&
		    m->held[i].ticket == ticket)
			return &m->held[i];
	return NULL;
}

/* What was decided longest ago makes room; NULL: all wait. */
static struct meeting_held *room_in(const struct meeting *m)
{
	const struct meeting_held *best = NULL;

	for (size_t i = 0; i < MEETING_HELD_MAX; i++) {
		const struct meeting_held *h = &m->held[i];

		if (h->state != MEETING_WAITS && (!best || h->version < best->version))
			best = h;
	}
	return (struct meeting_held *)(uintptr_t)best;
}

/* It is not a wish: its ticket is one of the lines'. */
const char *meeting_hold_line(const struct meeting *m, const struct meeting_wish *w,
			      struct meeting_event *e, bool *repeated)
{
	*repeated = meeting_held(m, w->device, w->ticket);
	if (*repeated)
		return NULL;
	/* It has been let go of meanwhile: the line comes again. */
	if (!meeting_holds(m, w->leads) || !meeting_seat(m, w->by) || !room_in(m))
		return WIRE_E_RATE;
	*e = (struct meeting_event) { .seq = m->seq + 1,
				      .utc_ms = w->utc_ms > m->utc_ms ? w->utc_ms : m->utc_ms,
				      .kind = MEETING_HELD,
				      .by = w->by,
				      .device = w->device,
				      .ticket = w->ticket,
				      .member = w->by,
				      .text = w->text };
	return NULL;
}

void meeting_do_held(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	struct meeting_held *h = room_in(m);

	(void)s;
	if (!h)
		return;
	free(h->text);
	free(h->why);
	*h = (struct meeting_held) { .seq = e->seq,
				     .utc_ms = e->utc_ms,
				     .member = e->by,
				     .device = e->device,
				     .ticket = e->ticket,
				     .version = e->seq,
				     .state = MEETING_WAITS,
				     .text = mem_dup(e->text.p, e->text.n),
				     .why = mem_dup("", 0) };
}

struct str meeting_held_warning(const struct meeting_held *h)
{
	return (struct str) { h->text, strcspn(h->text, "\n") };
}

struct str meeting_held_text(const struct meeting_held *h)
{
	const size_t n = strcspn(h->text, "\n");

	return str_of(h->text[n] ? h->text + n + 1 : "");
}

/* By its number, or the oldest that waits, of one member or of all. */
const struct meeting_held *meeting_waiting(const struct meeting *m, int64_t seq, int64_t member)
{
	const struct meeting_held *best = NULL;

	for (size_t i = 0; i < MEETING_HELD_MAX; i++) {
		const struct meeting_held *h = &m->held[i];

		if (h->state == MEETING_WAITS && (!seq || h->seq == seq) &&
		    (!member || h->member == member) && (!best || h->seq < best->seq))
			best = h;
	}
	return best;
}

const char *meeting_check_held(const struct meeting *m, const struct meeting_wish *w,
			       struct meeting_event *e)
{
	const struct meeting_held *h = meeting_waiting(m, w->n, w->member);

	if (!h)
		return WIRE_E_STATE;
	e->n = h->seq;
	e->member = h->member;
	return NULL;
}

static void decide(struct meeting *m, const struct meeting_event *e, int64_t seq, int state)
{
	for (size_t i = 0; i < MEETING_HELD_MAX; i++) {
		struct meeting_held *h = &m->held[i];

		if (!h->seq || h->seq != seq)
			continue;
		h->state = (enum meeting_held_state)state;
		h->version = e->seq;
		free(h->why);
		h->why = mem_dup(e->text.p, e->text.n);
	}
}

void meeting_do_let(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)s;
	decide(m, e, e->n, MEETING_PASSED);
}

void meeting_do_refuse(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)s;
	decide(m, e, e->n, MEETING_REFUSED);
	meeting_remember(m, e, MEETING_WAITS, MEETING_REFUSED);
}

/* An undo: it waits again. */
void meeting_put_held(struct meeting *m, struct meeting_seat *s, int64_t value,
		      const struct meeting_event *e)
{
	const struct meeting_act *a = meeting_act(m, e->n);

	(void)s;
	if (a)
		decide(m, e, a->of, (int)value);
}

int64_t meeting_get_hold(const struct meeting *m, const struct meeting_seat *s)
{
	(void)s;
	return m->holds;
}

void meeting_put_hold(struct meeting *m, struct meeting_seat *s, int64_t value,
		      const struct meeting_event *e)
{
	(void)s;
	(void)e;
	m->holds = value != 0;
}

void meeting_drop_held(struct meeting *m)
{
	for (size_t i = 0; i < MEETING_HELD_MAX; i++) {
		free(m->held[i].text);
		free(m->held[i].why);
	}
}
