/* SPDX-License-Identifier: MIT */
#include "server/hub.h"

#include <stdlib.h>
#include <string.h>

#include "server/hub_in.h"

/* Half of what a frame may be: whoever asks may still add one message of any size. */
bool hub_full(const struct frame *f)
{
	return f->json->n >= HUB_ROOM || f->count >= WIRE_FRAME_MESSAGES_MAX / 2;
}

void hub_add(struct frame *f, const struct wire_msg *m)
{
	struct wire_msg to = *m;

	hub_number(f->conn, &to);
	f->count += wire_add(f->json, &to, NULL);
}

/* One that has a number: without it where it continues what was told last. */
static void add_linked(struct frame *f, const struct wire_msg *m, struct wire_link *l)
{
	struct wire_link next = *l;
	struct wire_msg short_form = *m;

	hub_number(f->conn, &short_form);
	wire_link_write(&next, &short_form);
	if (!wire_add(f->json, &short_form, NULL))
		return;
	f->count++;
	*l = next;
}

static void add_stored(struct frame *f, const struct hub_said *s, struct wire_link *l)
{
	const struct wire_msg m = { .type = WIRE_STORED,
				    .has = WIRE_G | WIRE_K | WIRE_S | WIRE_D,
				    .g = s->group,
				    .k = s->ticket,
				    .s = s->seq,
				    .d = s->utc_ms };

	add_linked(f, &m, l);
}

/* `device`: whose tickets are told with what they said; 0 for nobody's. */
static void add_said(struct frame *f, const struct hub_said *s, int64_t device,
		     struct wire_link *l)
{
	const bool own = s->device == device && s->ticket > 0;
	const struct wire_msg m = { .type = WIRE_MESSAGE,
				    .has = WIRE_G | WIRE_S | WIRE_U | WIRE_D | WIRE_B |
					   (own ? WIRE_K : 0u) | (s->hidden ? WIRE_N : 0u) |
					   (s->warning.n ? WIRE_X : 0u),
				    .g = s->group,
				    .s = s->seq,
				    .u = s->member,
				    .d = s->utc_ms,
				    .k = own ? s->ticket : 0,
				    .n = s->erased ? WIRE_WORDS_ERASED : s->hidden,
				    .x = s->warning,
				    .b = s->text };

	add_linked(f, &m, l);
}

/* Its store was put back from an old copy, where something is of it that it does not know. */
static void add_hello(struct frame *f, struct hub_conn *c)
{
	const int64_t held = hub_held_ticket(c), top = held > c->ticket ? held : c->ticket;
	const bool behind = c->tickets && top >= c->tickets;
	const struct wire_msg m = { .type = WIRE_HELLO,
				    .has = WIRE_U | WIRE_X | WIRE_R | WIRE_D |
					   (behind ? WIRE_K : 0u),
				    .u = c->member,
				    .k = top,
				    .x = str_of(c->name),
				    .r = str_of(c->role),
				    .d = c->utc_ms };

	if (c->greeted)
		return;
	c->greeted = true;
	hub_add(f, &m);
}

static void add_group(struct frame *f, const struct hub *h, struct place *p)
{
	const struct group *g = p->group;
	const struct wire_msg m = { .type = WIRE_GROUP,
				    .has = WIRE_G | WIRE_X | WIRE_S | WIRE_N |
					   (g->first_seq > 1 ? WIRE_K : 0u) |
					   (h->keep_days ? WIRE_D : 0u) |
					   (h->keep_years ? WIRE_U : 0u),
				    .g = g->id,
				    .x = str_of(g->name),
				    .s = g->last_seq,
				    .n = p->self->seen_seq,
				    .k = g->first_seq,
				    .d = h->keep_days,
				    .u = h->keep_years };

	/* To the other side it is a beginning. */
	p->told = true;
	p->reports_version = 0;
	p->reports_at = 0;
	hub_add(f, &m);
}

static void add_groups(struct frame *f, const struct hub *h)
{
	for (size_t i = 0; i < f->conn->places_count && !hub_full(f); i++)
		if (!f->conn->places[i]->told)
			add_group(f, h, f->conn->places[i]);
}

/* As whom they enrolled is known to those who lead. */
static void add_person(struct frame *f, const struct place *p, const struct person *who)
{
	const bool called = who->called && *who->called;
	const int64_t known_as = hub_known_as(p, who);
	const struct wire_msg m = { .type = WIRE_PERSON,
				    .has = WIRE_G | WIRE_U | WIRE_X | WIRE_R | WIRE_N |
					   (called && strcmp(who->called, who->name) != 0 &&
							    hub_leads_place(p)
						    ? WIRE_B
						    : 0u) |
					   (known_as ? WIRE_K : 0u),
				    .k = known_as,
				    .g = p->group->id,
				    .u = who->id,
				    .x = str_of(called ? who->called : who->name),
				    .b = str_of(who->name),
				    .r = str_of(who->role),
				    .n = who->former ? HUB_FORMER : who->presence };

	hub_add(f, &m);
}

static void add_shown(struct frame *f, struct place *p)
{
	struct wire_msg m = { .type = WIRE_SHOWN,
			      .has = WIRE_G | WIRE_S | WIRE_N,
			      .g = p->group->id,
			      .s = p->self->own_seq };

	if (m.s == 0)
		return;
	m.n = hub_shown(p->group, p->self);
	if (m.n == 0 || (m.s == p->shown_seq && m.n == p->shown_n))
		return;
	p->shown_seq = m.s;
	p->shown_n = m.n;
	hub_add(f, &m);
}

static bool people_told(const struct place *p)
{
	return p->told && p->round == p->group->round;
}

static bool is_quiet(const struct place *p)
{
	return people_told(p) && hub_session_told(p) && hub_reach_told(p) &&
	       hub_reports_told(p) && hub_hide_told(p) && hub_erased_told(p) &&
	       hub_react_told(p);
}

/* A large group takes several frames; who changes meanwhile comes in the next pass. */
static void add_people(struct frame *f, struct place *p)
{
	const struct group *g = p->group;

	if (p->people_at == 0) {
		p->pass_version = g->version;
		p->pass_round = g->round;
	}
	for (; p->people_at < g->people_count && !hub_full(f); p->people_at++)
		if (g->told[p->people_at]->version > p->version)
			add_person(f, p, g->told[p->people_at]);
	if (p->people_at < g->people_count)
		return;
	p->people_at = 0;
	p->version = p->pass_version;
	p->round = p->pass_round;
	add_shown(f, p);
}

static void add_news(struct frame *f, const struct hub *h)
{
	for (size_t i = 0; i < f->conn->places_count && !hub_full(f); i++)
		if (!people_told(f->conn->places[i]))
			add_people(f, f->conn->places[i]);
	for (size_t i = 0; i < f->conn->places_count && !hub_full(f); i++)
		if (!hub_session_told(f->conn->places[i]))
			hub_add_session(f, f->conn->places[i]);
	for (size_t i = 0; i < f->conn->places_count && !hub_full(f); i++)
		if (!hub_reach_told(f->conn->places[i]))
			hub_add_reach(f, f->conn->places[i]);
	for (size_t i = 0; i < f->conn->places_count && !hub_full(f); i++)
		if (!hub_reports_told(f->conn->places[i]))
			hub_add_reports(f, h, f->conn->places[i]);
	for (size_t i = 0; i < f->conn->places_count && !hub_full(f); i++)
		if (!hub_hide_told(f->conn->places[i]))
			hub_add_hidden(f, f->conn->places[i]);
	for (size_t i = 0; i < f->conn->places_count && !hub_full(f); i++)
		hub_add_erased(f, f->conn->places[i]);
}

static unsigned answer_has(const struct answer *a)
{
	if (a->has)
		return a->has;
	if (a->type == WIRE_STORED)
		return WIRE_G | WIRE_K | WIRE_S | WIRE_D;
	if (a->type == WIRE_PAPER)
		return WIRE_G | WIRE_N | (a->member ? WIRE_U : 0u) | (a->utc_ms ? WIRE_D : 0u) |
		       (a->text.n ? WIRE_B : 0u);
	return (a->type == WIRE_ERROR ? WIRE_C : 0u) | (a->group ? WIRE_G : 0u) |
	       (a->ticket ? WIRE_K : 0u);
}

static void add_answer(struct frame *f, const struct answer *a)
{
	struct place *p = hub_place(f->conn, a->group);
	struct wire_link none = { 0 };
	const struct wire_msg m = { .type = a->type,
				    .has = answer_has(a),
				    .c = str_of(a->code),
				    .g = a->group,
				    .k = a->ticket,
				    .s = a->seq,
				    .d = a->utc_ms,
				    .u = a->member,
				    .n = a->n,
				    .b = { buf_text(&a->text), a->text.n } };

	add_linked(f, &m, p ? &p->link : &none);
}

static void add_answers(struct frame *f, struct hub_conn *c)
{
	while (c->answers_sent < c->answers_count && !hub_full(f))
		add_answer(f, &c->answers[c->answers_sent++]);
	if (c->answers_sent < c->answers_count || !c->answers)
		return;
	hub_answers_finish(c);
}

static bool ring_has_news(const struct place *p)
{
	return !hub_behind_ring(p) && p->sent_seq < p->group->last_seq && hub_hears(p);
}

static void add_ring(struct frame *f)
{
	for (size_t i = 0; i < f->conn->places_count; i++) {
		struct place *p = f->conn->places[i];

		while (ring_has_news(p) && !hub_full(f)) {
			const struct kept *k = hub_kept(p->group, ++p->sent_seq);

			/* It has the text of what it said: what it lacks is the number. */
			if (k->by == f->conn->id)
				add_stored(f, &k->said, &p->link);
			else
				add_said(f, &k->said, f->conn->device, &p->link);
		}
	}
}

static void add_pages(struct frame *f, struct hub *h, struct hub_conn *c)
{
	for (size_t i = 0; i < c->pages_count && !hub_full(f);) {
		struct page *p = &c->pages[i];
		struct place *place = hub_place(c, p->want.group);
		struct wire_link none = { 0 }, *link = place ? &place->link : &none;

		while (p->messages && p->sent < p->count && !hub_full(f))
			add_said(f, &p->messages[p->sent++], c->device, link);
		if (p->messages && p->sent == p->count)
			hub_page_over(h, c, p);
		else
			i++;
	}
}

/* Behind the messages: it says something of them. */
static void add_reacted(struct frame *f)
{
	for (size_t i = 0; i < f->conn->places_count && !hub_full(f); i++)
		if (!hub_react_told(f->conn->places[i]))
			hub_add_reacted(f, f->conn->places[i]);
}

static void finish(struct hub *h, bool compressed, struct buf *out)
{
	struct buf *json = &h->json;

	wire_close(json);
	if (!h->packer && compressed)
		h->packer = wire_packer_create();
	if (compressed)
		wire_packer_pack(h->packer, (struct str) { json->p, json->n }, out);
	else
		buf_add(out, json->p, json->n);
	buf_reset(json);
}

/* What is live goes before pages, which may be a day's; and behind those that lead to it. */
static void next_own(struct hub *h, struct hub_conn *c, struct buf *out)
{
	struct frame f = { .conn = c, .json = &h->json };

	add_hello(&f, c);
	add_groups(&f, h);
	add_news(&f, h);
	add_answers(&f, c);
	hub_add_cases(&f, c);
	hub_add_program(&f, c);
	add_ring(&f);
	add_pages(&f, h, c);
	add_ring(&f);
	add_reacted(&f);
	if (f.json->n)
		finish(h, c->compressed, out);
}

/* One frame for all who get just the same */

static struct batch *find_batch(struct group *g, const struct batch *like)
{
	for (size_t i = 0; i < BATCHES; i++) {
		struct batch *b = &g->batches[i];

		if (b->from == like->from && b->to == like->to &&
		    b->compressed == like->compressed && b->linked == like->linked &&
		    b->leads == like->leads)
			return b;
	}
	return NULL;
}

static struct batch *make_batch(struct hub *h, const struct place *p, const struct batch *like)
{
	struct group *g = p->group;
	struct batch *b = &g->batches[g->next_batch++ % BATCHES];
	struct frame f = { .conn = p->conn, .json = &h->json };
	struct wire_link link = p->link;

	buf_finish(&b->frame);
	*b = *like;
	buf_init(&b->frame, WIRE_FRAME_MAX);
	for (int64_t s = b->from; s <= b->to; s++)
		add_said(&f, &hub_kept(g, s)->said, 0, &link);
	finish(h, b->compressed, &b->frame);
	return b;
}

static void next_shared(struct hub *h, struct place *p, struct buf *out)
{
	struct group *g = p->group;
	const struct batch like = { .from = p->sent_seq + 1,
				    .to = g->last_seq,
				    .compressed = p->conn->compressed,
				    .linked = p->link.s == p->sent_seq,
				    .leads = hub_leads_place(p) };
	const struct batch *b = find_batch(g, &like);

	if (!b)
		b = make_batch(h, p, &like);
	buf_add(out, b->frame.p, b->frame.n);
	p->sent_seq = g->last_seq;
	p->link = (struct wire_link) { g->id, g->last_seq,
				       hub_kept(g, g->last_seq)->said.utc_ms };
}

/* No stranger's frame will do for a run that holds words of this person, or is long. */
static bool run_is_shared(const struct place *p)
{
	size_t bytes = 0;

	for (int64_t s = p->sent_seq + 1; s <= p->group->last_seq; s++) {
		const struct kept *k = hub_kept(p->group, s);

		bytes += k->cost;
		if (k->said.member == p->conn->member || bytes > HUB_ROOM)
			return false;
	}
	return true;
}

/* The one place with something new, when nothing else is to be said. */
static struct place *shared_place(struct hub_conn *c)
{
	struct place *only = NULL;

	if (!c->greeted || c->answers_count || c->pages_count || !hub_program_told(c) ||
	    !hub_cases_told(c))
		return NULL;
	for (size_t i = 0; i < c->places_count; i++) {
		struct place *p = c->places[i];

		if (!is_quiet(p) || hub_behind_ring(p))
			return NULL;
		if (!ring_has_news(p))
			continue;
		if (only)
			return NULL;
		only = p;
	}
	return only && run_is_shared(only) ? only : NULL;
}

static bool has_more(struct hub_conn *c)
{
	if (c->answers_count || !hub_program_told(c) || !hub_cases_told(c))
		return true;
	for (size_t i = 0; i < c->pages_count; i++)
		if (c->pages[i].messages)
			return true;
	for (size_t i = 0; i < c->places_count; i++)
		if (!is_quiet(c->places[i]) || ring_has_news(c->places[i]))
			return true;
	return false;
}

void hub_next(struct hub *h, struct hub_conn *c, struct buf *out, bool *more)
{
	struct place *p;

	for (size_t i = 0; i < c->places_count; i++)
		if (hub_behind_ring(c->places[i]))
			hub_catch_up(c->places[i]);
	p = shared_place(c);
	if (p)
		next_shared(h, p, out);
	else
		next_own(h, c, out);
	*more = has_more(c);
}
