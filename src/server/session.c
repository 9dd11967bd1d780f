/* SPDX-License-Identifier: MIT */
/*
 * The sessions of the groups: wishes wait in line, one is judged when the event of the one
 * before it is durable and has come true.  So each is judged by what is so, and not by
 * what might be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "server/cases.h"
#include "server/chain.h"
#include "server/guides.h"
#include "server/papers.h"
#include "server/session.h"
#include "server/trouble.h"

enum { QUEUE_MAX = 256 };

struct session *session_of(struct server *s, int64_t group)
{
	struct session *at = s->sessions;

	while (at && at->group != group)
		at = at->next;
	return at;
}

/* The next thing that the server itself has to say. */
static bool next_notice(struct session *at, struct meeting_event *e)
{
	const struct meeting *m = hub_meeting(at->server->hub, at->group);

	if (at->restarts && meeting_restart(m, at->lived_ms, e))
		return true;
	at->restarts = false;
	return hub_notice(at->server->hub, at->group, server_utc_ms(at->server), e);
}

/* Answers whoever wished it; it is over. */
static void settle(struct session *at, struct asking *a, const char *no)
{
	struct hub *hub = at->server->hub;

	if (!a)
		return;
	if (a->peer->hub && no)
		hub_error(hub, a->peer->hub, no, at->group, a->wish.ticket);
	else if (a->peer->hub && !a->holds)
		hub_granted(hub, a->peer->hub, at->group, a->wish.ticket);
	free((char *)(uintptr_t)a->wish.word.p);
	mem_scrub(a->wish.text.p, a->wish.text.n); /* a reply's */
	asking_end(a);
}

/* An addendum of the administration's came first: it is read, and the wish judged anew. */
static void try_again(struct session *at, struct asking *a)
{
	if (a) {
		a->next = at->first;
		at->first = a;
		if (!a->next)
			at->last = a;
		at->waiting++;
	}
	session_catch_up(at);
}

static void on_stored(void *user, const struct store_reply *r)
{
	struct session *at = user;
	struct asking *a = at->asking;
	const bool good = r->err.code == ERR_NONE;

	at->asking = NULL;
	at->busy = false;
	if (good) {
		memcpy(at->mark, at->next_mark, sizeof(at->mark));
		session_did(at, r);
		hub_happen(at->server->hub, at->group, &at->event);
		if (at->event.kind == MEETING_STAGE &&
		    !meeting_runs(hub_meeting(at->server->hub, at->group)))
			papers_drop(at->server, at->group);
		server_mark_time(at->server);
		cases_go(at->server);
		if (at->event.kind == MEETING_REACT)
			server_look(at->server);
	} else if (r->err.code != ERR_EXISTS) {
		trouble_log("event_failed", &r->err);
	}
	free((char *)(uintptr_t)at->event.text.p);
	if (r->err.code == ERR_EXISTS && !at->server->ending) {
		try_again(at, a);
		return;
	}
	settle(at, a, session_why(r));
	/* A notice that could not be kept is tried again when the time comes. */
	if (good || a)
		session_go(at);
	server_pump(at->server);
}

static void submit(struct session *at, const struct meeting_event *e)
{
	struct buf row;
	struct store_req r = { .op = STORE_EVENT,
			       .group = at->group,
			       .seq = e->seq,
			       .utc_ms = e->utc_ms,
			       .ticket = e->kind == MEETING_OPEN,
			       .done = on_stored,
			       .user = at };

	if (e->kind == MEETING_REPLY) {
		r.op = STORE_REPLY;
		r.member = e->member;
		r.ticket = e->n;
		r.c = (struct str) { at->sealed.p, at->sealed.n };
	}
	at->busy = true;
	at->event = *e;
	at->event.text.p = mem_dup(e->text.p, e->text.n);
	buf_init(&row, CHAIN_HEAD_MAX + WIRE_TEXT_MAX + WIRE_NAME_MAX + 256);
	if (e->text.n)
		chain_begin(&row);
	meeting_write(&row, e);
	r.a = (struct str) { row.p, row.n };
	session_next_mark(at->mark, &r, at->next_mark);
	r.b = str_of(at->next_mark);
	session_fill(at, e, &r);
	at->op = r.op;
	store_submit(at->server->store, &r);
	buf_finish(&row);
	buf_finish(&at->sealed);
}

static struct asking *take(struct session *at)
{
	struct asking *a = at->first;

	if (!a)
		return NULL;
	at->first = a->next;
	if (!at->first)
		at->last = NULL;
	at->waiting--;
	return a;
}

/* Plans, exercises and lessons are wished for by their names: the event has all of the text.
 * Without a name it is the one that the stage has. */
static const struct {
	enum meeting_kind word;
	enum guide_kind kind;
} texts[] = {
	{ MEETING_OPEN, GUIDE_PLAN },
	{ MEETING_EXERCISE, GUIDE_EXERCISE },
	{ MEETING_LESSON, GUIDE_LESSON },
};

static struct str name_or_planned(const struct meeting *m, enum guide_kind k, struct str name)
{
	if (name.n || !meeting_runs(m))
		return name;
	return str_of(m->plan.stages[m->stage - 1].guides[k]);
}

/* What the event will have: a plan's text, or "NAME\nTEXT"; nothing where there is none. */
static void whole_text(struct session *at, enum guide_kind k, struct str name, struct buf *out)
{
	struct str text = guides_find(at->server->conf, k, name);
	struct err err = { 0 };

	if (text.n && !guides_sound(at->server->conf, k, text, &err))
		log_event(LOG_WARN_, "bad_text", "file=%s/%.*s.txt why=\"%s\"",
			  guide_kind_folder(k), (int)name.n, name.p, err.text);
	buf_init(out, GUIDE_NAME_MAX + 1 + text.n);
	if (k != GUIDE_PLAN && text.n)
		buf_addf(out, "%.*s\n", (int)name.n, name.p);
	if (text.n)
		buf_add(out, text.p, text.n);
	free((char *)(uintptr_t)text.p);
}

/* `whole` is to be finished behind the wish. */
static void look_up(struct session *at, struct meeting_wish *w, struct buf *whole)
{
	const struct meeting *m = hub_meeting(at->server->hub, at->group);

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (!str_is(w->word, meeting_word(texts[i].word)))
			continue;
		whole_text(at, texts[i].kind, name_or_planned(m, texts[i].kind, w->text),
			   whole);
		w->text = (struct str) { buf_text(whole), whole->n };
		return;
	}
}

static bool seal(struct session *at, const struct asking *a, const struct meeting_event *e)
{
	buf_init(&at->sealed, WIRE_TEXT_MAX);
	return papers_seal(at->server, e, at->group, a->wish.text, &at->sealed);
}

/* The wish stays as it came: it may have to be judged again. */
static void judge(struct session *at, struct asking *a)
{
	const struct meeting *m = hub_meeting(at->server->hub, at->group);
	struct meeting_wish w = a->wish;
	struct meeting_event e;
	struct buf whole;
	bool repeated;

	buf_init(&whole, 1);
	look_up(at, &w, &whole);
	const char *no = a->holds ? meeting_hold_line(m, &w, &e, &repeated)
				  : meeting_ask(m, &w, &e, &repeated);

	if (!no && !repeated && !seal(at, a, &e))
		no = WIRE_E_STORE;
	if (no || repeated) {
		settle(at, a, no);
	} else {
		at->asking = a;
		submit(at, &e);
	}
	buf_finish(&whole);
}

void session_go(struct session *at)
{
	struct meeting_event e;

	while (!at->busy && at->ready) {
		struct asking *a;

		if (next_notice(at, &e)) {
			submit(at, &e);
			return;
		}
		a = take(at);
		if (!a)
			return;
		judge(at, a);
	}
}

void session_go_all(struct server *s)
{
	for (struct session *at = s->sessions; at; at = at->next)
		session_go(at);
}

int64_t session_turn_ms(const struct server *s)
{
	for (const struct session *at = s->sessions; at; at = at->next)
		if (meeting_runs(hub_meeting(s->hub, at->group)))
			return MEETING_MARK_MS;
	return -1;
}

static struct str keep(struct str s)
{
	return (struct str) { mem_dup(s.p, s.n), s.n };
}

static void put(struct session *at, struct asking *a)
{
	if (at->last)
		at->last->next = a;
	else
		at->first = a;
	at->last = a;
	at->waiting++;
	session_go(at);
}

void session_wish(struct peer *p, const struct wire_msg *m)
{
	struct session *at = session_of(p->server, m->g);
	const int64_t by = hub_member(p->hub);
	struct asking *a;

	if (!at || !at->ready || at->waiting == QUEUE_MAX) {
		hub_error(p->server->hub, p->hub, at && at->ready ? WIRE_E_RATE : WIRE_E_STORE,
			  m->g, m->k);
		return;
	}
	a = mem_get(sizeof(*a));
	conn_hold(p, a);
	a->wish = (struct meeting_wish) { .word = keep(m->c),
					  .by = by,
					  .device = hub_device(p->hub),
					  .ticket = m->k,
					  .leads = hub_leads(p->server->hub, m->g, by),
					  .member = m->u,
					  .n = m->n,
					  .d = m->d,
					  .newest = hub_newest(p->server->hub, m->g),
					  .barred = hub_barred(p->server->hub, m->g, m->n, by),
					  .utc_ms = server_utc_ms(p->server) };
	a->wish.text = keep(m->b);
	put(at, a);
}

void session_hold(struct asking *a)
{
	struct server *s = a->peer->server;
	struct session *at = session_of(s, a->said.group);
	struct buf text;

	if (!at || !at->ready || at->waiting == QUEUE_MAX) {
		if (a->peer->hub)
			hub_error(s->hub, a->peer->hub, WIRE_E_RATE, a->said.group,
				  a->said.ticket);
		asking_end(a);
		return;
	}
	buf_init(&text, WIRE_NAME_MAX + 1 + WIRE_TEXT_MAX);
	buf_add(&text, a->said.warning.p, a->said.warning.n);
	buf_add(&text, "\n", 1);
	buf_add(&text, a->said.text.p, a->said.text.n);
	a->holds = true;
	a->wish = (struct meeting_wish) { .word = keep(str_of("held")),
					  .by = a->said.member,
					  .device = a->said.device,
					  .ticket = a->said.ticket,
					  .text = { text.p, text.n },
					  .utc_ms = server_utc_ms(s) };
	put(at, a);
}
