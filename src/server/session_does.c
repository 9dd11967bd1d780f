/* SPDX-License-Identifier: MIT */
/* What an event does to the messages of its group: kept in one step with it. */
#include "server/session.h"

/* Which message an event hides or shows again; 0: none. */
static int64_t hides(const struct session *at, const struct meeting_event *e, bool *hidden)
{
	const struct meeting_act *a;

	*hidden = e->kind == MEETING_HIDE;
	if (*hidden)
		return e->n;
	a = e->kind == MEETING_UNDO ? meeting_act(hub_meeting(at->server->hub, at->group), e->n)
				    : NULL;
	return a && a->kind == MEETING_HIDE ? a->of : 0;
}

static void fill_hide(const struct session *at, const struct meeting_event *e,
		      struct store_req *r)
{
	bool hidden;
	const int64_t message = hides(at, e, &hidden);

	if (!message)
		return;
	r->op = STORE_HIDE;
	r->message = message;
	r->ticket = hidden;
}

static const struct meeting_held *let_through(const struct session *at,
					      const struct meeting_event *e)
{
	return meeting_waiting(hub_meeting(at->server->hub, at->group), e->n, 0);
}

static void fill_let(const struct session *at, const struct meeting_event *e,
		     struct store_req *r)
{
	const struct meeting_held *h = let_through(at, e);

	r->op = STORE_LET;
	r->member = h->member;
	r->device = h->device;
	r->ticket = h->ticket;
	r->c = meeting_held_text(h);
	r->d = meeting_held_warning(h);
}

/* The hub hears of it before the event comes true: what it needs is there still. */
static void did_hide(const struct session *at, const struct store_reply *r)
{
	if (r->count == 0)
		return;
	hub_hide(at->server->hub, &(struct hub_said) { .group = at->group,
						       .seq = r->messages[0].seq,
						       .member = r->messages[0].member,
						       .text = r->messages[0].text,
						       .warning = r->messages[0].warning,
						       .hidden = r->messages[0].hidden });
}

static void did_let(const struct session *at, const struct store_reply *r)
{
	const struct meeting_held *h = let_through(at, &at->event);

	hub_say(at->server->hub, NULL,
		&(struct hub_said) { .group = at->group,
				     .seq = r->seq,
				     .member = h->member,
				     .device = h->device,
				     .ticket = h->ticket,
				     .utc_ms = r->utc_ms,
				     .text = meeting_held_text(h),
				     .warning = meeting_held_warning(h) },
		r->repeated);
}

void session_fill(const struct session *at, const struct meeting_event *e, struct store_req *r)
{
	if (e->kind == MEETING_LET)
		fill_let(at, e, r);
	else
		fill_hide(at, e, r);
}

void session_did(const struct session *at, const struct store_reply *r)
{
	if (at->op == STORE_LET)
		did_let(at, r);
	else if (at->op == STORE_HIDE)
		did_hide(at, r);
}

const char *session_why(const struct store_reply *r)
{
	if (r->err.code == ERR_NONE)
		return NULL;
	return r->err.code == ERR_NOT_FOUND || r->err.code == ERR_REFUSED ? WIRE_E_STATE
									  : WIRE_E_STORE;
}
