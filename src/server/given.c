/* SPDX-License-Identifier: MIT */
/*
 * Answers of patients, and what people ask for of the schedule, go to the devices of those who lead by
 * themselves, and so they count as read when they go: whoever has a client that says nothing is in the
 * access log all the same.  A version that a device was given once is not noted again when it goes there
 * again.
 */
#include "server/given.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "server/access.h"
#include "server/cases.h" /* CASES_AGAIN_MS */

enum { VERSION_ROOM = 24 /* bytes of a number in a list */ };

/* A row of somebody's, which is read as soon as it is given. */
struct item {
	enum access_what what;
	int64_t version, group, member;
	int64_t utc_ms; /* of when it is */
	char *subject;  /* ours */
};

struct giving {
	struct asking *asking;
	struct server *server;
	struct caseload_upto cases_upto;
	struct program_upto program_upto;
	struct item *items;
	size_t count;
	int64_t member, device;
	int underway; /* rows that are on their way */
	bool failed;
};

static void add(struct giving *g, const struct item *is)
{
	g->items = mem_grow(g->items, (g->count + 1) * sizeof(*g->items));
	g->items[g->count++] = *is;
}

static void add_sheet(void *user, const struct caseload_reading *r)
{
	add(user, &(struct item) { .what = str_is(r->form, CASELOAD_PLAN) ? ACCESS_PLAN
									  : ACCESS_WORKSHEET,
				   .version = r->version,
				   .group = r->group,
				   .member = r->member,
				   .utc_ms = r->filed_utc_ms,
				   .subject = mem_dup(r->form.p, r->form.n) });
}

static void add_request(void *user, const struct program_reading *r)
{
	add(user, &(struct item) { .what = ACCESS_SCHEDULE,
				   .version = r->version,
				   .group = r->group,
				   .member = r->member,
				   .utc_ms = r->asked_utc_ms,
				   .subject = mem_dup("", 0) });
}

static void giving_free(struct giving *g)
{
	for (size_t i = 0; i < g->count; i++)
		free(g->items[i].subject);
	free(g->items);
	free(g);
}

/* All that was looked at may go. */
static void give(const struct giving *g, struct peer *p)
{
	hub_cases_noted(p->server->hub, p->hub, &g->cases_upto);
	hub_program_noted(p->server->hub, p->hub, &g->program_upto);
}

/* What could not be noted is not given; it is tried again with all that could not be stored. */
static void end(struct giving *g)
{
	struct server *s = g->server;
	struct asking *a = g->asking;
	struct peer *p = a->peer;

	p->noting = false;
	if (g->failed && s->cases.timer)
		loop_timer_set(s->cases.timer, CASES_AGAIN_MS);
	if (!g->failed && p->hub) {
		give(g, p);
		given_go(p); /* there may be more by now */
	}
	giving_free(g);
	asking_end(a);
}

static void on_noted(void *user, const struct store_reply *r)
{
	struct giving *g = user;

	if (r->err.code != ERR_NONE) {
		log_event(LOG_ERROR_, "access_failed", "why=\"%s\"", r->err.text);
		g->failed = true;
	}
	if (--g->underway == 0)
		end(g);
}

/* "[12,15]" */
static void list(const struct item *items, size_t count, struct buf *out)
{
	buf_init(out, (count + 1) * VERSION_ROOM);
	for (size_t i = 0; i < count; i++)
		buf_addf(out, "%c%" PRId64, i ? ',' : '[', items[i].version);
	buf_adds(out, "]");
}

static int compare_numbers(int64_t x, int64_t y)
{
	return x < y ? -1 : x > y;
}

static int by_version(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	return compare_numbers(x->version, y->version);
}

/* All of one person and one form together, or of what one person asked for; 0: they are. */
static int by_kind(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	const int64_t keys[][2] = { { x->member, y->member },
				    { x->group, y->group },
				    { (int64_t)x->what, (int64_t)y->what } };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i][0] != keys[i][1])
			return compare_numbers(keys[i][0], keys[i][1]);
	return strcmp(x->subject, y->subject);
}

/* One row of the log, which names the newest. */
static void note_kind(struct giving *g, const struct item *items, size_t count)
{
	struct access_note n = { .what = items->what,
				 .whose = items->member,
				 .by = g->member,
				 .device = g->device,
				 .group = items->group,
				 .count = (int64_t)count,
				 .subject = str_of(items->subject) };
	struct buf row, versions;
	struct store_req q;

	for (size_t i = 0; i < count; i++)
		if (items[i].utc_ms > n.day_utc_ms)
			n.day_utc_ms = items[i].utc_ms;
	buf_init(&row, ACCESS_ROW_MAX);
	list(items, count, &versions);
	q = access_req(&n, clock_utc_ms(), &row);
	q.c = (struct str) { versions.p, versions.n };
	q.done = on_noted;
	q.user = g;
	g->underway++;
	store_submit(g->server->store, &q);
	buf_finish(&row);
	buf_finish(&versions);
}

/* Those that this device was given before are no news. */
static void leave_out(struct giving *g, const struct store_reply *r)
{
	size_t left = 0;

	qsort(g->items, g->count, sizeof(*g->items), by_version);
	for (size_t k = 0; k < r->count; k++) {
		const struct item had = { .version = r->messages[k].seq };
		struct item *is =
			bsearch(&had, g->items, g->count, sizeof(*g->items), by_version);

		if (is)
			is->member = 0;
	}
	for (size_t i = 0; i < g->count; i++)
		if (g->items[i].member)
			g->items[left++] = g->items[i];
		else
			free(g->items[i].subject);
	g->count = left;
}

static void on_given(void *user, const struct store_reply *r)
{
	struct giving *g = user;
	size_t end_of;

	g->failed = r->err.code != ERR_NONE;
	leave_out(g, r);
	qsort(g->items, g->count, sizeof(*g->items), by_kind);
	g->underway = 1; /* this one, too */
	for (size_t i = 0; i < g->count && !g->failed; i = end_of) {
		for (end_of = i + 1; end_of < g->count; end_of++)
			if (by_kind(&g->items[i], &g->items[end_of]) != 0)
				break;
		note_kind(g, &g->items[i], end_of - i);
	}
	if (--g->underway == 0)
		end(g);
}

/* Is there anything of others in what would be given now? */
static bool find_items(struct giving *g, const struct peer *p)
{
	hub_cases_unread(p->hub, &g->cases_upto, add_sheet, g);
	hub_program_unread(p->hub, &g->program_upto, add_request, g);
	return g->count > 0;
}

void given_go(struct peer *p)
{
	struct server *s = p->server;
	struct giving *g;
	struct buf versions;

	if (!p->hub || p->noting || s->ending)
		return;
	g = mem_get(sizeof(*g));
	if (!find_items(g, p)) {
		give(g, p);
		giving_free(g);
		return;
	}
	p->noting = true;
	g->server = s;
	g->member = hub_member(p->hub);
	g->device = hub_device(p->hub);
	g->asking = mem_get(sizeof(*g->asking));
	conn_hold(p, g->asking);
	list(g->items, g->count, &versions);
	store_submit(s->store, &(struct store_req) { .op = STORE_GIVEN,
						     .device = g->device,
						     .a = { versions.p, versions.n },
						     .done = on_given,
						     .user = g });
	buf_finish(&versions);
}

void given_go_all(struct server *s)
{
	for (struct peer *p = s->peers; p; p = p->next)
		given_go(p);
}
