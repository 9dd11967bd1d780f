/* SPDX-License-Identifier: MIT */
#include "support/house.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"
#include "server/cases.h"
#include "server/given.h"
#include "server/offered.h"
#include "server/plan.h"

static void on_reply(void *user, const struct store_reply *r)
{
	struct house *h = user;

	assert_int_equal(r->err.code, ERR_NONE);
	h->last = *r;
	h->rows[0] = '\0';
	for (size_t i = 0; i < r->count && r->messages; i++)
		if (!r->messages[i].hidden)
			snprintf(h->rows + strlen(h->rows), HOUSE_TEXT - strlen(h->rows),
				 "%s\n", r->messages[i].text.p);
}

const struct store_reply *house_must(struct house *h, struct store_req r)
{
	r.done = on_reply;
	r.user = h;
	store_ask(h->s.store, &r);
	return &h->last;
}

void house_enrol(struct house *h, const char *name, const char *role, int64_t group)
{
	char token[SECRET_HASH];

	secret_hash(name, token);
	house_must(h, (struct store_req) { .op = STORE_INVITE_ADD,
					   .group = group,
					   .a = str_of(name),
					   .b = str_of(role),
					   .utc_ms = INT64_MAX });
	house_must(h, (struct store_req) { .op = STORE_ENROL,
					   .utc_ms = clock_utc_ms(),
					   .a = str_of(name),
					   .b = str_of(name),
					   .c = str_of("hash"),
					   .d = str_of(token) });
}

/* Does something wait until it stands in the access log? */
static bool is_noting(const struct house *h)
{
	for (const struct peer *p = h->s.peers; p; p = p->next)
		if (p->noting)
			return true;
	return false;
}

void house_settle(struct house *h)
{
	struct pollfd p = { .fd = store_fd(h->s.store), .events = POLLIN };

	while (h->s.loading || h->s.plan.underway || h->s.cases.underway || is_noting(h)) {
		poll(&p, 1, -1);
		store_drain(h->s.store);
	}
}

static void drop_gates(struct peer *p)
{
	for (size_t i = 0; i < sizeof(p->gates) / sizeof(p->gates[0]); i++)
		gate_finish(&p->gates[i]);
}

void house_join(struct house *h, int64_t member, const char *name, const char *role)
{
	struct peer *p = &h->peers[member];
	const bool is_new = !p->server;

	drop_gates(p);
	*p = (struct peer) { .server = &h->s,
			     .refs = 1,
			     .next = is_new ? h->s.peers : p->next };
	if (is_new)
		h->s.peers = p;
	p->hub = hub_join(h->s.hub, &(struct hub_newcomer) { .user = p,
							     .member = member,
							     .device = 10 + member,
							     .name = str_of(name),
							     .role = str_of(role),
							     .program = 1,
							     .cases = 1,
							     .now_ms = 1,
							     .utc_ms = clock_utc_ms() });
	given_go(p);
}

int house_begin(void **state)
{
	struct house *h = mem_get(sizeof(*h));

	conf_init(&h->conf);
	h->s.conf = &h->conf;
	h->s.loop = loop_create();
	h->s.hub = hub_create();
	h->s.budget = budget_create();
	h->s.store = store_open("mem", NULL, NULL);
	h->s.gathering = true; /* there are no sockets */
	h->first_ms = (clock_utc_ms() / WEEK_MS + 2) * WEEK_MS;
	house_must(h, (struct store_req) { .op = STORE_GROUP_ADD, .a = str_of("Tuesday") });
	house_must(h, (struct store_req) { .op = STORE_GROUP_ADD, .a = str_of("Thursday") });
	house_enrol(h, "Ana", "patient", TUESDAY);
	house_enrol(h, "Ben", "patient", TUESDAY);
	house_enrol(h, "Grace", "facilitator", TUESDAY);
	house_must(h, (struct store_req) {
			      .op = STORE_MEMBER_ADD, .group = THURSDAY, .member = GRACE });
	plan_begin(&h->s);
	cases_begin(&h->s);
	hub_gate(h->s.hub);
	server_reload(&h->s);
	house_settle(h);
	house_join(h, ANA, "Ana", "patient");
	house_join(h, BEN, "Ben", "patient");
	house_join(h, GRACE, "Grace", "facilitator");
	*state = h;
	return 0;
}

int house_end(void **state)
{
	struct house *h = *state;

	house_settle(h);
	h->s.ending = true;
	plan_end(&h->s);
	cases_end(&h->s);
	loop_destroy(h->s.loop);
	store_close(h->s.store);
	plan_finish(&h->s);
	cases_finish(&h->s);
	offered_finish(&h->s);
	hub_destroy(h->s.hub);
	budget_destroy(h->s.budget);
	session_finish_all(&h->s);
	conf_finish(&h->conf);
	arena_finish(&h->s.frame);
	for (size_t i = 0; i < PEOPLE_END; i++)
		drop_gates(&h->peers[i]);
	free(h);
	return 0;
}

static void look_who_wants(struct house *h)
{
	struct peer *p;

	while ((p = hub_wanting(h->s.hub)))
		h->wants[p - h->peers] = true;
}

/* What this person is told now. */
const char *house_hear(struct house *h, int64_t member)
{
	struct peer *p = &h->peers[member];
	bool more;

	look_who_wants(h);
	more = h->wants[member];
	h->wants[member] = false;
	h->heard[0] = '\0';
	while (p->hub && more) {
		struct buf out;

		buf_init(&out, WIRE_FRAME_MAX);
		hub_next(h->s.hub, p->hub, &out, &more);
		snprintf(h->heard + strlen(h->heard), HOUSE_TEXT - strlen(h->heard), "%s",
			 buf_text(&out));
		more = more && out.n;
		buf_finish(&out);
	}
	return h->heard;
}

/* The schedule */

void house_set(struct house *h, int64_t group, int64_t cap, const char *kind)
{
	char lines[128];
	const time_t at = (time_t)(h->first_ms / 1000);
	struct tm tm;
	struct wire_msg m = { .type = WIRE_SET,
			      .has = WIRE_K | WIRE_D | WIRE_G | WIRE_N | WIRE_R | WIRE_X |
				     WIRE_C | WIRE_B,
			      .k = ++h->tickets,
			      .g = group,
			      .n = cap,
			      .r = str_of(kind),
			      .x = str_of("Skills"),
			      .c = str_of("skills") };

	gmtime_r(&at, &tm);
	strftime(lines, sizeof(lines),
		 "DTSTART:%Y%m%dT%H%M%SZ\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=9\n", &tm);
	m.b = str_of(lines);
	plan_act(&h->peers[GRACE], &m);
}

void house_ask(struct house *h, int64_t member, const char *what, int64_t series, const char *x)
{
	char at[48];
	struct wire_msg m = { .type = WIRE_ASK,
			      .has = WIRE_K | WIRE_R | WIRE_C | (x ? WIRE_X : 0u),
			      .k = ++h->tickets,
			      .r = str_of(what),
			      .x = str_of(x) };

	snprintf(at, sizeof(at), "%lld.%lld", (long long)series, (long long)h->first_ms);
	m.c = str_of(at);
	plan_act(&h->peers[member], &m);
}

void house_answer(struct house *h, int64_t member, const char *word, int64_t request)
{
	const struct wire_msg m = { .type = WIRE_ASK,
				    .has = WIRE_K | WIRE_R | WIRE_S,
				    .k = ++h->tickets,
				    .r = str_of(word),
				    .s = request };

	plan_act(&h->peers[member], &m);
}
