/* SPDX-License-Identifier: MIT */
/*
 * One act after the other: it is looked at, its row put into the store, and when that is durable
 * it is answered and all whom it concerns are told; then whatever follows by itself, and then the
 * next act.  So two who want the last seat are looked at one behind the other.
 */
#include "server/plan.h"

#include <inttypes.h>
#include <stdlib.h>

#include "server/cases.h"
#include "server/given.h"
#include "server/trouble.h"
#include "server/wanted.h"

enum {
	TOLD_MAX = 64,      /* changes that wait for company */
	AT_ONCE = 64,       /* rows that follow of one another */
	AGAIN_MS = 30000,   /* when something could not be stored */
	LATER_MS = 3600000, /* a timer goes no farther */
};

struct putting {
	struct server *server;
	struct wanted *wanted; /* NULL: it follows by itself */
	struct program_put put;
};

/* Putting */

static void put_over(struct putting *p)
{
	struct server *s = p->server;

	buf_finish(&p->put.text);
	free(p);
	if (--s->plan.underway == 0)
		plan_go(s);
}

static void on_put(void *user, const struct store_reply *r)
{
	struct putting *p = user;
	struct server *s = p->server;
	const bool good = r->err.code == ERR_NONE;

	if (good) {
		program_took(s->plan.program, &p->put, r->seq, r->utc_ms);
		if (p->put.kind == PROGRAM_MEMBER)
			cases_joined(s, p->put.ticket, p->put.member, r->utc_ms);
		s->plan.untold++;
	} else {
		program_failed(s->plan.program, &p->put);
		trouble_log("plan_failed", &r->err);
	}
	/* Without a new try of its own an act is asked again by its client. */
	s->plan.failed = s->plan.failed || (!good && !p->wanted);
	if (p->wanted)
		wanted_settle(p->wanted, good ? r->seq : 0, good ? NULL : WIRE_E_STORE);
	put_over(p);
}

static void on_joined(void *user, const struct store_reply *r)
{
	struct putting *p = user;
	struct server *s = p->server;

	if (r->err.code == ERR_NONE) {
		server_reload(s);
	} else {
		program_failed(s->plan.program, &p->put);
		s->plan.failed = true;
		trouble_log("plan_failed", &r->err);
	}
	put_over(p);
}

/* Only what makes a row has a ticket: a change of one may be put any time. */
static void submit(struct server *s, const struct program_put *put, struct wanted *w)
{
	struct putting *p = mem_get(sizeof(*p));
	const bool joins = put->kind == PROGRAM_JOIN;
	struct store_req r = { .op = joins ? STORE_MEMBER_ADD : STORE_PUT,
			       .group = joins ? put->group : 0,
			       .member = put->member,
			       .device = put->device,
			       .ticket = put->number ? 0 : put->ticket,
			       .seq = joins ? 0 : put->number,
			       .limit = joins ? 0 : (int)put->kind,
			       .a = { buf_text(&put->text), put->text.n },
			       .done = joins ? on_joined : on_put,
			       .user = p };

	*p = (struct putting) { s, w, *put };
	s->plan.underway++;
	store_submit(s->store, &r);
}

/* Acts */

static void run(struct server *s, struct wanted *w)
{
	const struct program_act a = { .m = &w->m,
				       .member = w->member,
				       .device = w->device,
				       .now_utc_ms = server_utc_ms(s) };
	struct program_put put = { .kind = PROGRAM_SERIES };
	const char *no = w->m.type == WIRE_SET ? program_set(s->plan.program, &a, &put)
					       : program_ask(s->plan.program, &a, &put);

	if (!no && put.text.n)
		submit(s, &put, w);
	else
		wanted_settle(w, no ? 0 : put.number, no);
}

void plan_act(struct peer *p, const struct wire_msg *m)
{
	if (wanted_add(&p->server->plan.acts, p, m))
		plan_go(p->server);
}

/* What follows, and what is old */

static void forget_old(struct server *s)
{
	const struct store_req drop = { .op = STORE_ROWS_DROP,
					.limit = PROGRAM_REQUEST,
					.utc_ms = program_version(s->plan.program) };
	const struct store_req wipe = { .op = STORE_WIPE };

	s->plan.before_utc_ms = 0;
	store_submit(s->store, &drop);
	store_submit(s->store, &wipe);
}

static void follow(struct server *s)
{
	struct plan *p = &s->plan;
	struct program_put put;
	bool old = false;

	while (p->underway < AT_ONCE && !p->failed &&
	       program_follows(p->program, server_utc_ms(s), &put))
		submit(s, &put, NULL);
	while (p->underway < AT_ONCE && !p->failed && p->before_utc_ms &&
	       (old = program_old(p->program, p->before_utc_ms, &put)))
		submit(s, &put, NULL);
	if (p->before_utc_ms && !p->underway && !old && !p->failed)
		forget_old(s);
}

static void set_timer(struct server *s)
{
	const int64_t due_ms = program_due_ms(s->plan.program);
	int64_t in_ms = due_ms ? due_ms - server_utc_ms(s) : -1;

	if (s->plan.failed)
		in_ms = AGAIN_MS;
	if (!s->plan.timer || in_ms < 0)
		return;
	loop_timer_set(s->plan.timer, in_ms < LATER_MS ? in_ms + 1 : LATER_MS);
}

/* Several changes that come together are told together. */
static void tell(struct server *s)
{
	if (!s->plan.untold)
		return;
	s->plan.untold = 0;
	given_go_all(s);
}

void plan_go(struct server *s)
{
	struct plan *p = &s->plan;

	while (p->program && !p->underway && !s->loading && !s->ending) {
		struct wanted *w;

		follow(s);
		if (p->underway)
			return;
		w = wanted_next(&p->acts);
		if (!w || p->untold >= TOLD_MAX)
			tell(s);
		if (!w) {
			set_timer(s);
			return;
		}
		run(s, w);
	}
}

static void on_time(void *user)
{
	struct server *s = user;

	s->plan.failed = false;
	plan_go(s);
	server_pump(s);
}

void plan_retain(struct server *s, int64_t before_utc_ms)
{
	if (before_utc_ms <= 0)
		return;
	s->plan.before_utc_ms = before_utc_ms;
	plan_go(s);
}

/* Life */

void plan_begin(struct server *s)
{
	s->plan.program = program_create();
	s->plan.timer = loop_timer_create(s->loop, on_time, s);
	hub_put_program(s->hub, s->plan.program);
}

void plan_end(struct server *s)
{
	if (s->plan.timer)
		loop_timer_destroy(s->plan.timer);
	s->plan.timer = NULL;
	wanted_end(&s->plan.acts);
}

void plan_finish(struct server *s)
{
	hub_put_program(s->hub, NULL);
	program_destroy(s->plan.program);
	s->plan.program = NULL;
}
