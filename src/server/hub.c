/* SPDX-License-Identifier: MIT */
#include "server/hub.h"

#include <stdlib.h>
#include <string.h>

#include "server/hub_in.h"

static char *copy(struct str s)
{
	return mem_dup(s.p, s.n);
}

static bool differs(const char *have, struct str want)
{
	return !have || !str_eq(str_of(have), want);
}

struct hub *hub_create(void)
{
	struct hub *h = mem_get(sizeof(*h));

	buf_init(&h->json, WIRE_FRAME_INFLATED_MAX);
	return h;
}

void hub_gate(struct hub *h)
{
	h->gated = true;
}

static void group_free(struct group *g)
{
	for (size_t i = 0; i < HUB_RING; i++)
		hub_kept_drop(&g->ring[i]);
	hub_hide_finish(g);
	free(g->erased);
	for (size_t i = 0; i < g->people_count; i++) {
		free(g->people[i]->name);
		free(g->people[i]->called);
		free(g->people[i]->role);
		free(g->people[i]);
	}
	for (size_t i = 0; i < BATCHES; i++)
		buf_finish(&g->batches[i].frame);
	free(g->people);
	free(g->told);
	free(g->name);
	meeting_destroy(g->meeting);
	hub_reports_finish(g);
	free(g);
}

void hub_destroy(struct hub *h)
{
	if (!h)
		return;
	while (h->conns)
		hub_leave(h, h->conns, 0);
	for (size_t i = 0; i < h->groups_count; i++)
		group_free(h->groups[i]);
	free(h->groups);
	buf_finish(&h->json);
	wire_packer_destroy(h->packer);
	free(h);
}

/* Groups and people are arrays of pointers to what begins with its id, in that order. */

static int compare(const void *id, const void *slot)
{
	const int64_t a = *(const int64_t *)id, b = **(int64_t *const *)slot;

	return a < b ? -1 : a > b;
}

struct group *hub_group(const struct hub *h, int64_t id)
{
	struct group **at = h->groups_count ? bsearch(&id, h->groups, h->groups_count,
						      sizeof(*h->groups), compare)
					    : NULL;

	return at ? *at : NULL;
}

struct person *hub_person(const struct group *g, int64_t id)
{
	struct person **at = g->people_count ? bsearch(&id, g->people, g->people_count,
						       sizeof(*g->people), compare)
					     : NULL;

	return at ? *at : NULL;
}

/* Where `id` goes in an array that has room for one more. */
static size_t make_room(void *array, size_t n, int64_t id)
{
	char *base = array;
	size_t at = n;

	while (at > 0 && compare(&id, base + (at - 1) * sizeof(void *)) < 0)
		at--;
	memmove(base + (at + 1) * sizeof(void *), base + at * sizeof(void *),
		(n - at) * sizeof(void *));
	return at;
}

struct place *hub_place(const struct hub_conn *c, int64_t group)
{
	for (size_t i = 0; i < c->places_count; i++)
		if (c->places[i]->group->id == group)
			return c->places[i];
	return NULL;
}

void hub_mark(struct hub *h, struct hub_conn *c)
{
	if (c->is_wanting)
		return;
	c->is_wanting = true;
	c->next_wanting = h->wanting;
	h->wanting = c;
}

void hub_mark_group(struct hub *h, const struct group *g)
{
	for (struct place *p = g->places; p; p = p->next)
		hub_mark(h, p->conn);
}

void *hub_wanting(struct hub *h)
{
	struct hub_conn *c = h->wanting;

	if (!c)
		return NULL;
	h->wanting = c->next_wanting;
	c->is_wanting = false;
	return c->user;
}

/* Groups and people */

void hub_put_group(struct hub *h, int64_t id, struct str name, int64_t last_seq)
{
	struct group *g = hub_group(h, id);

	if (!g) {
		g = mem_get(sizeof(*g));
		*g = (struct group) { .id = id,
				      .last_seq = last_seq,
				      .first_seq = 1,
				      .meeting = meeting_create(),
				      .ring_first = last_seq + 1,
				      .flush_at_ms = INT64_MAX,
				      .reach_at_ms = INT64_MAX };
		h->groups = mem_grow(h->groups, (h->groups_count + 1) * sizeof(*h->groups));
		h->groups[make_room(h->groups, h->groups_count, id)] = g;
		h->groups_count++;
	}
	if (!differs(g->name, name))
		return;
	free(g->name);
	g->name = copy(name);
	for (struct place *p = g->places; p; p = p->next)
		p->told = false;
	g->round++;
	hub_mark_group(h, g);
}

/* Who has not been sent what went is not sent it any more: see hub_catch_up. */
void hub_put_first(struct hub *h, int64_t id, int64_t first_seq)
{
	struct group *g = hub_group(h, id);

	if (!g || first_seq <= g->first_seq)
		return;
	g->first_seq = first_seq;
	for (; g->ring_first < first_seq; g->ring_first++) {
		struct kept *slot = &g->ring[g->ring_first % HUB_RING];

		free((char *)(uintptr_t)slot->said.text.p);
		*slot = (struct kept) { .by = 0 };
	}
}

int64_t hub_first(const struct hub *h, int64_t group)
{
	const struct group *g = hub_group(h, group);

	return g ? g->first_seq : 1;
}

void hub_keep(struct hub *h, int message_days, int attendance_years)
{
	h->keep_days = message_days;
	h->keep_years = attendance_years;
}

/* A person's own connection learns of a group that they are in. */
static void add_place(struct hub *h, struct hub_conn *c, struct person *self, struct group *g,
		      int64_t cursor)
{
	struct place *p = mem_get(sizeof(*p));

	*p = (struct place) { .conn = c,
			      .group = g,
			      .self = self,
			      .sent_seq = cursor < g->last_seq ? cursor : g->last_seq,
			      .round = -1,
			      .next = g->places };
	if (g->places)
		g->places->prev = p;
	g->places = p;
	hub_erased_begin(p, cursor);
	hub_catch_up(p);
	c->places = mem_grow(c->places, (c->places_count + 1) * sizeof(*c->places));
	c->places[c->places_count++] = p;
	hub_mark(h, c);
}

static void drop_place(struct place *p)
{
	if (p->prev)
		p->prev->next = p->next;
	else
		p->group->places = p->next;
	if (p->next)
		p->next->prev = p->prev;
	free(p);
}

void hub_changed(struct group *g, struct person *p)
{
	p->version = ++g->version;
}

static struct person *add_person(struct hub *h, struct group *g, const struct hub_somebody *who)
{
	const int64_t id = who->id;
	struct person *p = mem_get(sizeof(*p));

	*p = (struct person) { .id = id,
			       .number = who->number,
			       .known = who->known,
			       .presence = HUB_LEFT,
			       .left_at_ms = INT64_MAX };
	g->people = mem_grow(g->people, (g->people_count + 1) * sizeof(*g->people));
	g->people[make_room(g->people, g->people_count, id)] = p;
	g->told = mem_grow(g->told, (g->people_count + 1) * sizeof(*g->told));
	g->told[g->people_count++] = p;
	for (struct hub_conn *c = h->conns; c; c = c->next) {
		if (c->member != id)
			continue;
		add_place(h, c, p, g, 0);
		p->came_utc_ms = c->utc_ms;
		p->conns++;
		p->presence = HUB_HERE;
	}
	return p;
}

/* At once, and not with the next batch. */
static void tell_changed(struct hub *h, struct group *g, struct person *p)
{
	hub_changed(g, p);
	hub_order_people(g);
	g->round++;
	hub_mark_group(h, g);
}

/* Whose name it was is to be found nowhere. */
static void wipe_names(struct person *p)
{
	if (p->name)
		mem_scrub(p->name, strlen(p->name));
	if (p->called)
		mem_scrub(p->called, strlen(p->called));
	p->name = p->called = NULL;
}

void hub_put_person(struct hub *h, int64_t group, const struct hub_somebody *who)
{
	struct group *g = hub_group(h, group);
	struct person *p = g ? hub_person(g, who->id) : NULL;

	if (!g)
		return;
	if (!p)
		p = add_person(h, g, who);
	if (who->seen_seq > p->seen_seq)
		p->seen_seq = who->seen_seq;
	if (p->seen_seq > p->got_seq)
		p->got_seq = p->seen_seq;
	if (!differs(p->name, who->name) && !differs(p->role, who->role) &&
	    !differs(p->called, who->called) && p->former == who->former)
		return;
	if (who->former)
		wipe_names(p);
	free(p->name);
	free(p->role);
	free(p->called);
	p->name = copy(who->name);
	p->role = copy(who->role);
	p->called = copy(who->called);
	p->former = who->former;
	tell_changed(h, g, p);
}

void hub_name_person(struct hub *h, int64_t group, int64_t member, struct str called)
{
	struct group *g = hub_group(h, group);
	struct person *p = g ? hub_person(g, member) : NULL;

	if (!p || !differs(p->called, called))
		return;
	free(p->called);
	p->called = copy(called);
	tell_changed(h, g, p);
}

bool hub_has_person(const struct hub *h, int64_t group, int64_t member)
{
	const struct group *g = hub_group(h, group);

	return g && hub_person(g, member);
}

int64_t hub_newest(const struct hub *h, int64_t group)
{
	const struct group *g = hub_group(h, group);

	return g ? g->last_seq : 0;
}

/* Connections */

static void set_presence(struct hub_conn *c, int step, int64_t now_ms)
{
	for (size_t i = 0; i < c->places_count; i++) {
		struct group *g = c->places[i]->group;
		struct person *p = c->places[i]->self;
		int before = p->presence;

		if (!p->conns && !p->passed)
			p->came_utc_ms = c->utc_ms;
		p->conns += step;
		p->passed |= !p->conns;
		p->presence = p->conns ? HUB_HERE : HUB_LINE_DOWN;
		p->left_at_ms = p->conns ? INT64_MAX : now_ms + HUB_GRACE_MS;
		if (p->presence == before)
			continue;
		hub_changed(g, p);
		if (g->flush_at_ms == INT64_MAX)
			g->flush_at_ms = now_ms + HUB_BATCH_MS;
	}
}

static int64_t cursor_of(const struct hub_newcomer *who, int64_t group)
{
	for (size_t i = 0; i < who->cursors_count; i++)
		if (who->cursors[i].group == group && who->cursors[i].seq > 0)
			return who->cursors[i].seq;
	return 0;
}

struct hub_conn *hub_join(struct hub *h, const struct hub_newcomer *who)
{
	struct hub_conn *c = mem_get(sizeof(*c));

	*c = (struct hub_conn) { .next = h->conns,
				 .id = ++h->last_id,
				 .user = who->user,
				 .member = who->member,
				 .device = who->device,
				 .compressed = who->compressed,
				 .accounts = who->accounts,
				 .tickets = who->tickets,
				 .ticket = who->ticket,
				 .name = copy(who->name),
				 .role = copy(who->role),
				 .utc_ms = who->utc_ms };
	if (h->conns)
		h->conns->prev = c;
	h->conns = c;
	for (size_t i = 0; i < h->groups_count; i++) {
		struct group *g = h->groups[i];
		struct person *self = hub_person(g, who->member);

		if (self)
			add_place(h, c, self, g, cursor_of(who, g->id));
	}
	hub_program_begin(h, c, who->program);
	hub_cases_begin(h, c, who->cases);
	set_presence(c, 1, who->now_ms);
	hub_mark(h, c);
	return c;
}

static void unmark(struct hub *h, const struct hub_conn *c)
{
	struct hub_conn **at = &h->wanting;

	while (*at && *at != c)
		at = &(*at)->next_wanting;
	if (*at)
		*at = c->next_wanting;
}

void hub_leave(struct hub *h, struct hub_conn *c, int64_t now_ms)
{
	unmark(h, c);
	if (h->conns == c)
		h->conns = c->next;
	else
		c->prev->next = c->next;
	if (c->next)
		c->next->prev = c->prev;
	set_presence(c, -1, now_ms);
	for (size_t i = 0; i < c->places_count; i++)
		drop_place(c->places[i]);
	for (size_t i = 0; i < c->pages_count; i++)
		hub_page_finish(&c->pages[i]);
	free(c->places);
	free(c->pages);
	hub_answers_finish(c);
	free(c->name);
	free(c->role);
	free(c);
}

int64_t hub_member(const struct hub_conn *c)
{
	return c->member;
}

int64_t hub_device(const struct hub_conn *c)
{
	return c->device;
}

/* Whoever is in no group hears nothing, twice or once. */
void *hub_elder(const struct hub_conn *c)
{
	const struct place *p = c->places_count ? c->places[0]->group->places : NULL;

	for (; p; p = p->next)
		if (p->conn->device == c->device && p->conn->id < c->id)
			return p->conn->user;
	return NULL;
}
