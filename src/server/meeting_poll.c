/* SPDX-License-Identifier: MIT */
/* Votes, and the lines that stay up. */
#include <stdlib.h>
#include <string.h>

#include "server/meeting_in.h"

/* Votes */

void meeting_drop_poll(struct meeting *m)
{
	free(m->poll.text);
	free(m->poll.votes);
	for (size_t i = 0; i < m->pinned_count; i++)
		free(m->pinned[i]);
	free(m->pinned);
}

/* A question alone is answered with 0 to 10.  0: not of the form. */
static int choices_of(struct str text)
{
	int lines = 0;

	if (text.n > MEETING_POLL_MAX)
		return 0;
	while (text.n) {
		const char *end = memchr(text.p, '\n', text.n);
		const size_t n = end ? (size_t)(end - text.p) : text.n;

		if (n == 0)
			return 0;
		lines++;
		text.p += n + (end != NULL);
		text.n -= n + (end != NULL);
	}
	if (lines == 1)
		return MEETING_CHOICES_MAX;
	return lines >= 3 && lines - 1 <= MEETING_CHOICES_MAX ? lines - 1 : 0;
}

static bool is_open(const struct meeting *m)
{
	return m->poll.text && !m->poll.closed;
}

const char *meeting_check_poll(const struct meeting *m, const struct meeting_wish *w,
			       struct meeting_event *e)
{
	(void)e;
	if (is_open(m))
		return WIRE_E_STATE;
	if (w->text.n > MEETING_POLL_MAX)
		return WIRE_E_LARGE;
	return choices_of(w->text) ? NULL : WIRE_E_FORM;
}

void meeting_do_poll(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	struct meeting_poll *p = &m->poll;

	(void)s;
	free(p->text);
	free(p->votes);
	*p = (struct meeting_poll) { .seq = e->seq,
				     .text = mem_dup(e->text.p, e->text.n),
				     .choices = choices_of(e->text),
				     .version = e->seq };
}

/* Those who lead see how it stands, and so have no vote. */
const char *meeting_check_vote(const struct meeting *m, const struct meeting_wish *w,
			       struct meeting_event *e)
{
	(void)e;
	if (!is_open(m))
		return WIRE_E_STATE;
	return w->n <= m->poll.choices ? NULL : WIRE_E_FORM;
}

const struct meeting_vote *meeting_vote_of(const struct meeting *m, int64_t member)
{
	for (size_t i = 0; i < m->poll.votes_count; i++)
		if (m->poll.votes[i].member == member)
			return &m->poll.votes[i];
	return NULL;
}

int meeting_votes(const struct meeting *m, int64_t choice)
{
	int n = 0;

	for (size_t i = 0; i < m->poll.votes_count; i++)
		n += m->poll.votes[i].choice == choice;
	return n;
}

/* A second vote of the same person takes the place of the first. */
void meeting_do_vote(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	struct meeting_poll *p = &m->poll;
	size_t i = 0;

	while (i < p->votes_count && p->votes[i].member != s->id)
		i++;
	if (i == p->votes_count)
		p->votes = mem_grow(p->votes, ++p->votes_count * sizeof(*p->votes));
	p->votes[i] = (struct meeting_vote) { s->id, e->n, e->seq };
	p->version = e->seq;
}

const char *meeting_check_count(const struct meeting *m, const struct meeting_wish *w,
				struct meeting_event *e)
{
	(void)w;
	(void)e;
	return is_open(m) ? NULL : WIRE_E_STATE;
}

void meeting_do_count(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)s;
	m->poll.closed = true;
	m->poll.closed_version = m->poll.version = e->seq;
}

/* What stays up.  Its texts are kept to the session's end, so that which of them are up is
 * one number: an act that is undone puts the old one back. */

enum { PIN_BITS = 8, PIN_MASK = MEETING_PINNED_MAX };

static size_t place_at(int64_t pins, size_t i)
{
	return (size_t)(pins >> (PIN_BITS * i)) & PIN_MASK;
}

static size_t pins_up(int64_t pins)
{
	size_t n = 0;

	while (n < MEETING_PINS && place_at(pins, n))
		n++;
	return n;
}

/* Those behind it come one nearer. */
static int64_t without(int64_t pins, size_t i)
{
	const int64_t below = pins & ((INT64_C(1) << (PIN_BITS * i)) - 1);

	return below | (pins >> (PIN_BITS * (i + 1))) << (PIN_BITS * i);
}

const char *meeting_pin(const struct meeting *m, size_t i)
{
	const size_t at = place_at(m->pins, i);

	return at ? m->pinned[at - 1] : NULL;
}

int64_t meeting_get_pins(const struct meeting *m, const struct meeting_seat *s)
{
	(void)s;
	return m->pins;
}

void meeting_put_pins(struct meeting *m, struct meeting_seat *s, int64_t value,
		      const struct meeting_event *e)
{
	(void)s;
	for (size_t i = 0; i < MEETING_PINS; i++)
		if (place_at(m->pins, i) != place_at(value, i))
			m->pin_versions[i] = e->seq;
	m->pins = value;
}

const char *meeting_check_pin(const struct meeting *m, const struct meeting_wish *w,
			      struct meeting_event *e)
{
	(void)e;
	if (m->pinned_count == MEETING_PINNED_MAX)
		return WIRE_E_LARGE;
	return w->text.n ? NULL : WIRE_E_FORM;
}

/* Where there is no room the oldest comes down. */
void meeting_do_pin(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	int64_t pins = m->pins;

	if (pins_up(pins) == MEETING_PINS)
		pins = without(pins, 0);
	m->pinned = mem_grow(m->pinned, (m->pinned_count + 1) * sizeof(*m->pinned));
	m->pinned[m->pinned_count++] = mem_dup(e->text.p, e->text.n);
	pins |= (int64_t)m->pinned_count << (PIN_BITS * pins_up(pins));
	meeting_put_pins(m, s, pins, e);
}

const char *meeting_check_unpin(const struct meeting *m, const struct meeting_wish *w,
				struct meeting_event *e)
{
	const int64_t up = (int64_t)pins_up(m->pins);

	e->n = w->n ? w->n : up;
	return e->n && e->n <= up ? NULL : WIRE_E_STATE;
}

void meeting_do_unpin(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	if (e->n >= 1 && e->n <= MEETING_PINS)
		meeting_put_pins(m, s, without(m->pins, (size_t)e->n - 1), e);
}
