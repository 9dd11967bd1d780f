/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "server/cases.h"
#include "server/feed.h"
#include "server/weekly.h"
#include "server/papers.h"
#include "server/plan.h"
#include "server/rights.h"
#include "server/server_in.h"
#include "server/trouble.h"
#include "text/utf8.h"

/* What this person is to that group: of enum right_who. */
static unsigned in_group(const struct peer *p, int64_t group)
{
	const struct hub *h = p->server->hub;
	const int64_t member = hub_member(p->hub);

	return right_in_group(hub_has_person(h, group, member), hub_leads(h, group, member));
}

static const char *may_turn(const struct peer *p, const struct wire_msg *m)
{
	return m->s + m->n > hub_first(p->server->hub, m->g) ? NULL : WIRE_E_GONE;
}

/* One that was refused, or whose session is over, does not come by another way. */
static const char *may_come_again(const struct peer *p, const struct wire_msg *m)
{
	const struct meeting *mt = hub_meeting(p->server->hub, m->g);
	const struct meeting_held *h = meeting_held(mt, hub_device(p->hub), m->k);

	if (!h || h->state == MEETING_PASSED || (h->state == MEETING_WAITS && meeting_runs(mt)))
		return NULL;
	return WIRE_E_HELD;
}

static const char *may_say(const struct peer *p, const struct wire_msg *m)
{
	const int64_t member = hub_member(p->hub);

	if (utf8_blank(m->b))
		return WIRE_E_FORM;
	if (meeting_held(hub_meeting(p->server->hub, m->g), hub_device(p->hub), m->k))
		return may_come_again(p, m);
	return meeting_may_say(hub_meeting(p->server->hub, m->g), member,
			       hub_leads(p->server->hub, m->g, member),
			       server_utc_ms(p->server));
}

static void on_stored(void *user, const struct store_reply *r)
{
	struct asking *a = user;
	struct peer *p = a->peer;

	a->said.seq = r->seq;
	a->said.utc_ms = r->utc_ms;
	if (r->err.code == ERR_NONE)
		hub_say(p->server->hub, p->hub, &a->said, r->repeated);
	else if (p->hub)
		hub_error(p->server->hub, p->hub,
			  r->err.code == ERR_REFUSED ? WIRE_E_GROUP : WIRE_E_STORE,
			  a->said.group, a->said.ticket);
	/* One that is on its way does not overtake the one that failed. */
	if (r->err.code == ERR_DISK)
		gate_refuse(&p->gates[WIRE_SAY - WIRE_SAY],
			    (struct gate_line) { a->said.group, a->said.ticket });
	if (r->err.code != ERR_NONE)
		trouble_log("say_failed", &r->err);
	asking_end(a);
}

/* Said before, it may be that it was not held then. */
static void on_looked(void *user, const struct store_reply *r)
{
	struct asking *a = user;

	if (r->err.code != ERR_NONE || r->repeated)
		on_stored(user, r);
	else
		session_hold(a);
}

static void do_say(struct peer *p, const struct wire_msg *m)
{
	struct meeting *mt = hub_meeting(p->server->hub, m->g);
	const struct meeting_held *held = meeting_held(mt, hub_device(p->hub), m->k);
	const bool leads = hub_leads(p->server->hub, m->g, hub_member(p->hub));
	const bool holds = meeting_holds(mt, leads);
	struct asking *a;
	struct store_req r = { .op = holds ? STORE_SAID : STORE_SAY,
			       .group = m->g,
			       .member = hub_member(p->hub),
			       .device = hub_device(p->hub),
			       .ticket = m->k,
			       .utc_ms = server_utc_ms(p->server) / 1000 *
					 1000, /* nobody reads less */
			       .a = m->b };

	if (held && held->state == MEETING_WAITS)
		return; /* its row says so */
	if (!utf8_blank(m->x))
		r.b = m->x;
	a = mem_get(sizeof(*a));
	a->said = (struct hub_said) { .group = m->g,
				      .member = r.member,
				      .device = r.device,
				      .ticket = m->k,
				      .text = { mem_dup(m->b.p, m->b.n), m->b.n },
				      .warning = { mem_dup(r.b.p, r.b.n), r.b.n } };
	meeting_said(mt, r.member, r.utc_ms);
	conn_ask(p, a, &r, holds ? on_looked : on_stored);
}

static void do_seen(struct peer *p, const struct wire_msg *m)
{
	const struct store_req r = {
		.op = STORE_SEEN, .group = m->g, .member = hub_member(p->hub), .seq = m->s
	};

	if (!hub_seen(p->hub, m->g, m->s, clock_ms()))
		return;
	store_submit(p->server->store, &r);
	server_mark_time(p->server);
}

static void do_more(struct peer *p, const struct wire_msg *m)
{
	if (!hub_more(p->server->hub, p->hub, m->g, m->s, m->n))
		hub_error(p->server->hub, p->hub, WIRE_E_RATE, m->g, 0);
}

/* To watch is no event: nobody else is told, and a new connection asks again. */
static void do_watch(struct peer *p, const struct wire_msg *m)
{
	struct hub *h = p->server->hub;

	hub_watch(h, p->hub, m->g, clock_ms());
	hub_granted(h, p->hub, m->g, m->k);
	server_look(p->server);
}

/* What is wished and is no event of a session; the others are judged when it is their turn. */
static const struct {
	const char *word;
	void (*run)(struct peer *p, const struct wire_msg *m);
} plain_wishes[] = {
	{ "watch", do_watch },       { "look", papers_look },      { "looks", papers_looks },
	{ "report", reported_wish }, { "resolve", reported_wish }, { "heard", reported_wish },
	{ "name", named_wish },
};

static void do_wish(struct peer *p, const struct wire_msg *m)
{
	for (size_t i = 0; i < sizeof(plain_wishes) / sizeof(plain_wishes[0]); i++) {
		if (!str_is(m->c, plain_wishes[i].word))
			continue;
		if (right_may(right_of(RIGHT_WISH, m->c), in_group(p, m->g)))
			plain_wishes[i].run(p, m);
		else
			hub_error(p->server->hub, p->hub, WIRE_E_ROLE, m->g, m->k);
		return;
	}
	session_wish(p, m);
}

static void do_text(struct peer *p, const struct wire_msg *m)
{
	hub_want_text(p->server->hub, p->hub, m->g, m->s);
}

static void do_attendance(struct peer *p, const struct wire_msg *m)
{
	(void)m;
	attended_ask(p);
}

enum order {
	ORDER_ALL,   /* all that come behind it */
	ORDER_GROUP, /* those of its group */
	ORDER_NONE,  /* nothing */
};

/* `may`, if there is one, answers with NULL or the error's code: what is no right (rights.h). */
static const struct act {
	const char *(*may)(const struct peer *p, const struct wire_msg *m);
	void (*run)(struct peer *p, const struct wire_msg *m);
	enum budget_what budget;
	enum order order; /* what waits for one that was refused */
} acts[WIRE_TYPES - WIRE_SAY] = {
	[WIRE_SAY - WIRE_SAY] = { may_say, do_say, BUDGET_SAY, ORDER_GROUP },
	[WIRE_SEEN - WIRE_SAY] = { NULL, do_seen, BUDGET_SEEN },
	[WIRE_MORE - WIRE_SAY] = { may_turn, do_more, BUDGET_MORE },
	[WIRE_WISH - WIRE_SAY] = { NULL, do_wish, BUDGET_WISH, ORDER_GROUP },
	[WIRE_TEXT - WIRE_SAY] = { NULL, do_text, BUDGET_TEXT },
	[WIRE_ATTENDANCE - WIRE_SAY] = { NULL, do_attendance, BUDGET_ATTENDANCE },
	[WIRE_ASK - WIRE_SAY] = { NULL, plan_act, BUDGET_ASK },
	[WIRE_SET - WIRE_SAY] = { NULL, plan_act, BUDGET_SET },
	[WIRE_FEED - WIRE_SAY] = { feed_may, feed_make, BUDGET_FEED },
	[WIRE_HOURS_ASK - WIRE_SAY] = { weekly_may, weekly_ask, BUDGET_HOURS },
	[WIRE_WORK - WIRE_SAY] = { NULL, cases_act, BUDGET_WORK, ORDER_NONE },
};

/* As its gate keeps it in order. */
static struct gate_line line_of(const struct wire_msg *m)
{
	const enum order order = acts[m->type - WIRE_SAY].order;

	return (struct gate_line) { .group = order == ORDER_GROUP ? m->g : 0,
				    .ticket = order == ORDER_NONE ? 0 : m->k };
}

/* As it comes on this connection, and on all of this account together. */
static bool is_slow_enough(struct peer *p, const struct wire_msg *m, size_t row)
{
	const int64_t member = hub_member(p->hub);
	const struct str whom = { (const char *)&member, sizeof(member) };
	struct gate *g = &p->gates[row];

	if (!gate_take(g, line_of(m), clock_ms(), budget_rows[acts[row].budget].rate))
		return false;
	if (budget_take(p->server->budget, BUDGET_ACTS, whom, clock_ms()))
		return true;
	gate_refuse(g, line_of(m));
	return false;
}

/* Who waits to be admitted, or was sent out, may not turn the pages either. */
static const char *has_right(const struct peer *p, const struct wire_msg *m)
{
	const struct right *r = right_of(RIGHT_MESSAGE, str_of(wire_rows[m->type].word));
	const unsigned is = in_group(p, m->g);

	if (!right_may(r, RIGHT_ACCOUNT | is))
		return is ? WIRE_E_ROLE : WIRE_E_GROUP;
	if (r->when & RIGHT_HEARS && !meeting_hears(hub_meeting(p->server->hub, m->g),
						    hub_member(p->hub), is & RIGHT_LEADS))
		return WIRE_E_WAIT;
	return NULL;
}

/* A line that will come again by itself is waited for; one that will not, is not. */
static void keep_order(struct gate *g, const struct wire_msg *m, const char *no)
{
	if (strcmp(no, WIRE_E_WAIT) == 0 || strcmp(no, WIRE_E_SLOW) == 0)
		gate_refuse(g, line_of(m));
	else
		gate_forget(g, line_of(m));
}

static void act(struct peer *p, const struct wire_msg *m)
{
	const size_t row = (size_t)m->type - WIRE_SAY;
	const char *no = has_right(p, m);

	if (!no && acts[row].may)
		no = acts[row].may(p, m);
	if (no)
		keep_order(&p->gates[row], m, no);
	else if (!is_slow_enough(p, m, row))
		no = WIRE_E_RATE;
	if (no && m->type >= WIRE_ASK && m->k)
		hub_settled(p->server->hub, p->hub, m->k, 0, no);
	else if (no)
		hub_error(p->server->hub, p->hub, no, m->g, m->k);
	else
		acts[row].run(p, m);
}

static bool unpack(struct peer *p, struct str frame, bool binary, struct str *json,
		   struct err *err)
{
	struct buf *b = &p->server->json;

	buf_reset(b);
	if (binary != p->compressed)
		return err_set(err, ERR_BAD_INPUT, "a frame of the other subprotocol");
	*json = frame;
	if (!binary)
		return true;
	if (!wire_unpack(frame, b, err))
		return false;
	*json = (struct str) { buf_text(b), b->n };
	return true;
}

/* What is unpacked counts as if it had come so, and a bomb as the most that it may be. */
static bool may_unpack(struct peer *p, const struct err *err)
{
	return conn_may_bring(p, err->code == ERR_TOO_LARGE ? WIRE_FRAME_INFLATED_MAX
							    : p->server->json.n);
}

void acts_take(struct peer *p, struct str frame, bool binary)
{
	struct server *s = p->server;
	struct wire_frame got;
	struct err err = { 0 };
	struct str json;
	const bool good = unpack(p, frame, binary, &json, &err);
	const bool pays = !binary || may_unpack(p, &err);

	arena_reset(&s->frame);
	if (good && wire_decode(json, WIRE_CLIENT, &s->frame, &got, &err)) {
		for (size_t i = 0; i < got.n; i++)
			act(p, &got.msgs[i]);
	} else {
		log_event(LOG_WARN_, "bad_frame", "member=%lld why=\"%s\"",
			  (long long)hub_member(p->hub), err.text);
		hub_error(s->hub, p->hub,
			  err.code == ERR_TOO_LARGE ? WIRE_E_LARGE : WIRE_E_FORM, 0, 0);
	}
	if (!pays || hub_flooded(p->hub))
		conn_cut(p, WIRE_E_RATE);
}
