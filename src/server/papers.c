/* SPDX-License-Identifier: MIT */
/*
 * Papers go to the connection that asked for them, and to nobody else.  That somebody looked
 * is on the disk before they see anything.
 */
#include "server/papers.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/log.h"
#include "server/access.h"
#include "server/seal.h"

enum { LEGAL, REPLIES, LOOKS_TOLD = 10 };

bool papers_seal(const struct server *s, const struct meeting_event *e, int64_t group,
		 struct str words, struct buf *out)
{
	struct err err = { 0 };
	char key[SEAL_NAME];

	seal_replies(group, key);
	if (e->kind != MEETING_REPLY || e->d || seal_close(s->conf, key, words, out, &err))
		return true;
	log_event(LOG_ERROR_, "seal_failed", "why=\"%s\"", err.text);
	return false;
}

void papers_drop(struct server *s, int64_t group)
{
	char key[SEAL_NAME];

	seal_replies(group, key);
	seal_forget(s->conf, key);
	store_submit(s->store,
		     &(struct store_req) { .op = STORE_REPLIES_DROP, .group = group });
	store_submit(s->store, &(struct store_req) { .op = STORE_WIPE });
}

/* Whoever asked has the rest of it. */
static void over(struct asking *a, const char *no)
{
	struct peer *p = a->peer;

	if (p->hub && no)
		hub_error(p->server->hub, p->hub, no, a->want.group, a->wish.ticket);
	else if (p->hub)
		hub_granted(p->server->hub, p->hub, a->want.group, a->wish.ticket);
	asking_end(a);
}

static void tell_paper(const struct asking *a, const struct store_message *row)
{
	struct peer *p = a->peer;
	struct hub_paper paper = { .group = a->want.group,
				   .member = a->wish.member,
				   .n = row->seq };
	char replies[SEAL_NAME];
	struct buf words;

	seal_replies(paper.group, replies);
	buf_init(&words, WIRE_TEXT_MAX);
	if (seal_open(p->server->conf, row->seq == WIRE_PAPER_LEGAL ? SEAL_LEGAL : replies,
		      row->text, &words))
		paper.text = (struct str) { words.p, words.n };
	else
		log_event(LOG_ERROR_, "unseal_failed", "member=%" PRId64, paper.member);
	hub_paper(p->server->hub, p->hub, &paper);
	buf_wipe(&words);
}

static void on_looked(void *user, const struct store_reply *r)
{
	struct asking *a = user;
	struct peer *p = a->peer;
	const struct hub_paper none = { .group = a->want.group,
					.member = a->wish.member,
					.n = a->wish.n };

	if (r->err.code != ERR_NONE && r->err.code != ERR_NOT_FOUND) {
		over(a, WIRE_E_STORE);
		return;
	}
	for (size_t i = 0; p->hub && i < r->count; i++)
		tell_paper(a, &r->messages[i]);
	if (p->hub && r->err.code == ERR_NOT_FOUND)
		hub_paper(p->server->hub, p->hub, &none);
	over(a, NULL);
}

static struct asking *ask(const struct wire_msg *m)
{
	struct asking *a = mem_get(sizeof(*a));

	a->want.group = m->g;
	a->wish.ticket = m->k;
	a->wish.member = m->u;
	a->wish.n = m->n;
	return a;
}

static const char *may_look(const struct peer *p, const struct wire_msg *m)
{
	const struct hub *h = p->server->hub;

	if (m->n != LEGAL && m->n != REPLIES)
		return WIRE_E_FORM;
	return hub_has_person(h, m->g, m->u) ? NULL : WIRE_E_WHO;
}

void papers_look(struct peer *p, const struct wire_msg *m)
{
	struct store_req r = { .op = STORE_LOOK,
			       .group = m->g,
			       .member = m->u,
			       .seq = hub_member(p->hub),
			       .ticket = m->n,
			       .utc_ms = server_utc_ms(p->server) };
	const char *no = may_look(p, m);
	struct store_req row;
	struct buf text;

	if (no) {
		hub_error(p->server->hub, p->hub, no, m->g, m->k);
		return;
	}
	buf_init(&text, ACCESS_ROW_MAX);
	row = access_req(
		&(struct access_note) { .what = m->n == LEGAL ? ACCESS_LEGAL : ACCESS_REPLIES,
					.whose = m->u,
					.by = hub_member(p->hub),
					.device = hub_device(p->hub),
					.group = m->g },
		r.utc_ms, &text);
	r.a = row.a;
	r.chain = row.chain;
	conn_ask(p, ask(m), &r, on_looked);
	buf_finish(&text);
}

/* The newest last, as things are told. */
static void on_looks(void *user, const struct store_reply *r)
{
	struct asking *a = user;
	struct peer *p = a->peer;
	struct hub_paper paper = { .group = a->want.group, .n = WIRE_PAPER_LOOK_LEGAL };

	if (p->hub && r->err.code == ERR_NONE && r->count == 0)
		hub_paper(p->server->hub, p->hub, &paper);
	for (size_t i = r->count; p->hub && i-- > 0;) {
		paper.member = r->messages[i].device;
		paper.n = r->messages[i].ticket == LEGAL ? WIRE_PAPER_LOOK_LEGAL
							 : WIRE_PAPER_LOOK_REPLIES;
		paper.utc_ms = r->messages[i].utc_ms;
		hub_paper(p->server->hub, p->hub, &paper);
	}
	over(a, r->err.code == ERR_NONE ? NULL : WIRE_E_STORE);
}

void papers_looks(struct peer *p, const struct wire_msg *m)
{
	struct store_req r = { .op = STORE_LOOKS,
			       .member = hub_member(p->hub),
			       .limit = LOOKS_TOLD };

	conn_ask(p, ask(m), &r, on_looks);
}
