/* SPDX-License-Identifier: MIT */
/*
 * One act after the other, as with what is planned: it is looked at, its row put into the store, and
 * when that is durable it is answered and all whom it concerns are told.
 */
#include "server/cases.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/log.h"
#include "server/given.h"
#include "server/offered.h"
#include "server/session.h"
#include "server/trouble.h"
#include "server/wanted.h"

enum {
	AT_ONCE = 64, /* rows that follow of one another */
};

struct putting {
	struct server *server;
	struct wanted *wanted; /* NULL: it follows by itself */
	struct caseload_put put;
};

static void run(struct server *s, struct wanted *w);

/* Putting */

static void was_put(struct server *s, const struct caseload_put *put,
		    const struct store_reply *r)
{
	caseload_took(s->cases.caseload, put, r->seq, r->utc_ms);
	s->cases.untold++;
	s->cases.wipes |= put->wipes;
	if (caseload_is_danger(s->cases.caseload, put->kind, r->seq))
		log_event(LOG_WARN_, "to_review", "sheet=%" PRId64, r->seq);
}

static void was_not_put(struct server *s, const struct putting *p, const struct store_reply *r)
{
	caseload_failed(s->cases.caseload, &p->put);
	trouble_log("case_failed", &r->err);
	s->cases.failed |= !p->wanted;
}

/* The next part of an act comes before all others. */
static void on_put(void *user, const struct store_reply *r)
{
	struct putting *p = user;
	struct server *s = p->server;
	struct wanted *w = p->wanted;
	const bool good = r->err.code == ERR_NONE, more = good && p->put.more;

	if (good && w && w->asking->peer->hub && !p->put.number && !r->repeated)
		hub_cases_own(w->asking->peer->hub, p->put.kind, r->utc_ms);
	if (good)
		was_put(s, &p->put, r);
	else
		was_not_put(s, p, r);
	buf_finish(&p->put.text);
	free(p);
	s->cases.underway--;
	if (w && more && !s->ending)
		run(s, w);
	else if (w)
		wanted_settle(w, good ? r->seq : 0, good && !more ? NULL : WIRE_E_STORE);
	/* The parts of an act are told together. */
	if (!more || !s->cases.underway)
		cases_go(s);
}

static void submit(struct server *s, const struct caseload_put *put, struct wanted *w)
{
	struct putting *p = mem_get(sizeof(*p));
	const struct store_req r = { .op = STORE_PUT,
				     .member = put->member,
				     .device = put->device,
				     .ticket = put->ticket,
				     .seq = put->number,
				     .limit = (int)put->kind,
				     .a = { buf_text(&put->text), put->text.n },
				     .done = on_put,
				     .user = p };

	p->server = s;
	p->wanted = w;
	p->put = *put;
	s->cases.underway++;
	store_submit(s->store, &r);
}

/* Acts */

static void run(struct server *s, struct wanted *w)
{
	const struct caseload_act a = { .m = &w->m,
					.member = w->member,
					.device = w->device,
					.now_utc_ms = server_utc_ms(s) };
	struct caseload_put put;
	const char *no = caseload_act(s->cases.caseload, &a, &put);

	if (!no && put.text.n)
		submit(s, &put, w);
	else
		wanted_settle(w, no ? 0 : put.number, no);
}

void cases_act(struct peer *p, const struct wire_msg *m)
{
	if (wanted_add(&p->server->cases.acts, p, m))
		cases_go(p->server);
}

/* What follows, and what is old */

/* It has to go from the store's log as well. */
static void wipe(struct server *s)
{
	static const enum caseload_kind kinds[] = { CASELOAD_ASSIGNED, CASELOAD_FILED,
						    CASELOAD_NOTED };
	const struct store_req gone = { .op = STORE_WIPE };

	s->cases.wipes = false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct store_req drop = {
			.op = STORE_ROWS_DROP,
			.limit = (int)kinds[i],
			.utc_ms = caseload_version(s->cases.caseload),
		};

		store_submit(s->store, &drop);
	}
	store_submit(s->store, &gone);
}

/* What a meeting's plan assigns in the stage that runs now: to each who is in the room. */
static void follow_stage(struct server *s, int64_t group)
{
	const struct meeting *m = hub_meeting(s->hub, group);
	const struct meeting_stage *now =
		meeting_runs(m) ? &m->plan.stages[m->stage - 1] : NULL;
	const struct caseload_stage stage = { .group = group,
					      .session = m->opened_seq,
					      .stage = (int64_t)m->stage,
					      .by = m->lead,
					      .form = str_of(now ? now->form : NULL),
					      .days = now ? now->form_days : 0 };
	struct caseload_put put;

	for (size_t i = 0; stage.form.n && i < m->seats_count; i++)
		if (m->seats[i]->where == MEETING_IN &&
		    caseload_staged(s->cases.caseload, &stage, m->seats[i]->id,
				    server_utc_ms(s), &put))
			submit(s, &put, NULL);
}

static void follow(struct server *s)
{
	struct cases *c = &s->cases;
	struct caseload_put put;

	for (const struct session *at = s->sessions; at && !c->failed; at = at->next)
		if (at->ready)
			follow_stage(s, at->group);
	while (c->underway < AT_ONCE && !c->failed && caseload_follows(c->caseload, &put))
		submit(s, &put, NULL);
	/* Who does something does not wait until all that is old has gone. */
	while (c->underway < AT_ONCE && !c->failed && c->before_utc_ms && !c->acts.first) {
		if (caseload_old(c->caseload, c->before_utc_ms, &put))
			submit(s, &put, NULL);
		else
			c->before_utc_ms = 0;
	}
	if (c->wipes && !c->underway && !c->failed)
		wipe(s);
}

/* At once: it may be that somebody is not safe. */
static void tell(struct server *s)
{
	if (!s->cases.untold)
		return;
	s->cases.untold = 0;
	given_go_all(s);
}

void cases_go(struct server *s)
{
	struct cases *c = &s->cases;
	struct wanted *w;

	if (!c->caseload || s->loading || s->ending)
		return;
	tell(s);
	while (!c->underway) {
		follow(s);
		w = c->underway ? NULL : wanted_next(&c->acts);
		if (!w)
			break;
		run(s, w);
	}
	if (c->failed && c->timer)
		loop_timer_set(c->timer, CASES_AGAIN_MS);
}

static void on_time(void *user)
{
	struct server *s = user;

	s->cases.failed = false;
	given_go_all(s);
	cases_go(s);
	server_pump(s);
}

void cases_retain(struct server *s, int64_t before_utc_ms)
{
	s->cases.before_utc_ms = before_utc_ms;
	cases_go(s);
}

/* Life */

/* Of the clinic's packs. */
static bool find_form(void *user, struct str name, struct caseload_form *out)
{
	const struct pack_form *form = offered_form(user, name);

	if (form)
		*out = (struct caseload_form) { form->json, form->sets, form->set_count };
	return form;
}

void cases_begin(struct server *s)
{
	s->cases.caseload = caseload_create();
	caseload_forms(s->cases.caseload, find_form, s);
	s->cases.timer = loop_timer_create(s->loop, on_time, s);
	hub_put_cases(s->hub, s->cases.caseload);
}

void cases_end(struct server *s)
{
	if (s->cases.timer)
		loop_timer_destroy(s->cases.timer);
	s->cases.timer = NULL;
	wanted_end(&s->cases.acts);
}

void cases_finish(struct server *s)
{
	hub_put_cases(s->hub, NULL);
	caseload_destroy(s->cases.caseload);
	s->cases.caseload = NULL;
}
