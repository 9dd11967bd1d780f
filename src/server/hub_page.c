/* SPDX-License-Identifier: MIT */
#include "server/hub.h"

#include <stdlib.h>
#include <string.h>

#include "server/hub_in.h"

const struct kept *hub_kept(const struct group *g, int64_t seq)
{
	return &g->ring[seq % HUB_RING];
}

bool hub_behind_ring(const struct place *p)
{
	return p->sent_seq + 1 < p->group->ring_first;
}

/* The newest WIRE_PAGE of what is missing, and no more of the ring than a page's bytes. */
void hub_catch_up(struct place *p)
{
	const struct group *g = p->group;
	int64_t from = g->last_seq;
	size_t bytes = 0;

	if (p->paging)
		return;
	if (p->sent_seq < g->first_seq - 1)
		p->sent_seq = g->first_seq - 1;
	while (from > p->sent_seq && from >= g->ring_first && g->last_seq - from < WIRE_PAGE) {
		bytes += hub_kept(g, from)->cost;
		if (bytes > HUB_ROOM)
			break;
		from--;
	}
	if (from < g->ring_first && from > g->last_seq - WIRE_PAGE)
		from = g->last_seq - WIRE_PAGE; /* the rest of it is in the store */
	if (from > p->sent_seq)
		p->sent_seq = from;
}

static struct page *add_page(struct hub_conn *c, int64_t id, int64_t group, int64_t after,
			     int64_t limit)
{
	c->pages = mem_grow(c->pages, (c->pages_count + 1) * sizeof(*c->pages));
	c->pages[c->pages_count] = (struct page) {
		.want = { .id = id, .group = group, .after = after, .limit = limit }
	};
	return &c->pages[c->pages_count++];
}

bool hub_more(struct hub *h, struct hub_conn *c, int64_t group, int64_t seq, int64_t n)
{
	const int64_t gone = hub_first(h, group) - seq;

	if (c->pages_count >= HUB_PAGES_MAX)
		return false;
	if (gone > 0) {
		seq += gone;
		n -= gone;
	}
	add_page(c, ++h->last_id, group, seq - 1, n > WIRE_PAGE ? WIRE_PAGE : n);
	hub_mark(h, c);
	return true;
}

/* A page that leads up to the ring has the number 0: a place has one at most. */
static void want_ring(struct hub_conn *c, struct place *p)
{
	if (p->paging || !hub_behind_ring(p) || !hub_hears(p))
		return;
	hub_catch_up(p);
	if (!hub_behind_ring(p))
		return;
	p->paging = true;
	add_page(c, -p->group->id, p->group->id, p->sent_seq,
		 p->group->ring_first - 1 - p->sent_seq)
		->resumes = true;
}

/* The page to ask for next: what is live waits for one that leads up to the ring. */
static struct page *next_page(const struct hub_conn *c)
{
	struct page *first = NULL;

	for (size_t i = 0; i < c->pages_count; i++) {
		struct page *p = &c->pages[i];

		if (p->asked)
			return NULL; /* it has not been taken yet: a slow reader holds one */
		if (!first || (p->resumes && !first->resumes))
			first = p;
	}
	return first;
}

bool hub_wants_page(struct hub_conn *c, struct hub_want *w)
{
	struct page *p;

	for (size_t i = 0; i < c->places_count; i++)
		want_ring(c, c->places[i]);
	p = next_page(c);
	if (!p)
		return false;
	p->asked = true;
	*w = p->want;
	return true;
}

/* The newest that fit: what is left out is a gap that the other side sees, and asks for. */
static size_t first_that_fits(const struct hub_said *m, size_t n)
{
	size_t bytes = 0;

	while (n > 0) {
		bytes += hub_cost(&m[n - 1]);
		if (bytes > HUB_ROOM)
			break;
		n--;
	}
	return n;
}

static void page_fill(struct page *p, const struct hub_said *m, size_t n)
{
	size_t at = first_that_fits(m, n);

	p->count = n - at;
	p->messages = mem_get((p->count + 1) * sizeof(*p->messages));
	buf_init(&p->text, HUB_ROOM);
	for (size_t i = 0; i < p->count; i++) {
		p->messages[i] = m[at + i];
		buf_add(&p->text, m[at + i].text.p, m[at + i].text.n);
		buf_add(&p->text, m[at + i].warning.p, m[at + i].warning.n);
	}
	for (size_t i = 0, from = 0; i < p->count; i++) {
		p->messages[i].text.p = buf_text(&p->text) + from;
		from += p->messages[i].text.n;
		p->messages[i].warning.p = buf_text(&p->text) + from;
		from += p->messages[i].warning.n;
	}
}

void hub_page(struct hub *h, struct hub_conn *c, int64_t want_id,
	      const struct hub_said *messages, size_t n)
{
	for (size_t i = 0; i < c->pages_count; i++) {
		struct page *p = &c->pages[i];

		if (p->asked && !p->messages && p->want.id == want_id) {
			page_fill(p, messages, n);
			hub_mark(h, c);
			return;
		}
	}
}

void hub_page_finish(struct page *p)
{
	buf_finish(&p->text);
	free(p->messages);
	*p = (struct page) { 0 };
}

void hub_page_over(struct hub *h, struct hub_conn *c, struct page *p)
{
	struct place *place = hub_place(c, p->want.group);

	if (p->resumes && place) {
		place->sent_seq = p->want.after + p->want.limit;
		place->paging = false;
		if (hub_behind_ring(place))
			hub_mark(h, c);
	}
	hub_page_finish(p);
	c->pages_count--;
	memmove(p, p + 1, (size_t)(c->pages + c->pages_count - p) * sizeof(*p));
	if (c->pages_count) {
		hub_mark(h, c); /* for the next of them */
		return;
	}
	free(c->pages);
	c->pages = NULL;
}
