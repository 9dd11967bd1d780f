/* SPDX-License-Identifier: MIT */
#include "server/feed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/clock.h"
#include "base/log.h"
#include "server/feeds.h"
#include "text/utf8.h"

#define SUFFIX ".ics"

/* At the beginning */

struct loading {
	struct feeds *feeds;
	int64_t after;
	size_t count;
	struct err err;
};

static void on_rows(void *user, const struct store_reply *r)
{
	struct loading *l = user;

	l->err = r->err;
	l->count = r->count;
	for (size_t i = 0; i < r->count; i++) {
		l->after = r->messages[i].seq;
		if (!r->messages[i].hidden && !feeds_read(l->feeds, &r->messages[i]))
			log_event(LOG_ERROR_, "feed_unread", "row=%lld", (long long)l->after);
	}
}

bool feed_load(struct server *s, struct err *err)
{
	struct loading l = { .feeds = &s->feeds };

	do {
		store_ask(s->store, &(struct store_req) { .op = STORE_ROWS,
							  .limit = PROGRAM_FEED,
							  .seq = l.after,
							  .done = on_rows,
							  .user = &l });
		if (l.err.code != ERR_NONE) {
			*err = l.err;
			return false;
		}
	} while (l.count == STORE_ROWS_MAX);
	/* Nobody asks for those that have ended. */
	store_submit(s->store, &(struct store_req) { .op = STORE_ROWS_DROP,
						     .limit = PROGRAM_FEED,
						     .utc_ms = INT64_MAX });
	return true;
}

/* A WIRE_FEED */

struct making {
	struct asking *asking;
	struct server *server;
	int64_t ticket;
	char secret[SECRET_CODE]; /* "": there is to be none */
	struct feed feed;         /* as it is to be */
};

const char *feed_may(const struct peer *p, const struct wire_msg *m)
{
	const struct feed *f = feeds_of(&p->server->feeds, hub_member(p->hub));

	if (m->n > 1 || m->s > FEEDS_ALARM_MAX + 1)
		return WIRE_E_FORM;
	if (m->x.n > WIRE_NAME_MAX)
		return WIRE_E_LARGE;
	return f && f->busy ? WIRE_E_RATE : NULL;
}

/* The secret goes out this once; before that it is done, for behind that nobody asks again. */
static void tell(struct peer *p, int64_t ticket, const char *secret)
{
	char path[SECRET_CODE + 24];

	if (!p->hub)
		return;
	snprintf(path, sizeof(path), "/calendar/%s" SUFFIX, secret);
	hub_tell(p->server->hub, p->hub,
		 &(struct wire_msg) { .type = WIRE_FEED_AT,
				      .has = *secret ? WIRE_B : 0u,
				      .b = str_of(*secret ? path : "") });
	hub_settled(p->server->hub, p->hub, ticket, 0, NULL);
	sodium_memzero(path, sizeof(path));
}

static void on_put(void *user, const struct store_reply *r)
{
	struct making *m = user;
	struct asking *a = m->asking;
	struct feeds *feeds = &m->server->feeds;
	struct feed *now = feeds_of(feeds, m->feed.member);

	now->busy = false;
	if (r->err.code != ERR_NONE) {
		log_event(LOG_ERROR_, "feed_failed", "why=\"%s\"", r->err.text);
		if (!now->row)
			feeds_drop(feeds, m->feed.member);
		if (a->peer->hub)
			hub_settled(m->server->hub, a->peer->hub, m->ticket, 0, WIRE_E_STORE);
	} else {
		m->feed.row = r->seq;
		m->feed.version = r->utc_ms;
		if (*m->secret)
			feeds_put(feeds, &m->feed);
		else
			feeds_drop(feeds, m->feed.member);
		log_event(LOG_INFO_, *m->secret ? "feed_made" : "feed_ended", "member=%lld",
			  (long long)m->feed.member);
		tell(a->peer, m->ticket, m->secret);
	}
	sodium_memzero(m, sizeof(*m));
	free(m);
	asking_end(a);
}

static void fill(struct feed *f, const struct wire_msg *m, const char *secret)
{
	struct arena mem = { 0 };
	const char *cover = utf8_clean_name(&mem, m->x, WIRE_NAME_MAX);

	snprintf(f->cover, sizeof(f->cover), "%s", *cover ? cover : FEEDS_COVER);
	f->alarm_minutes = m->s ? (int)m->s - 1 : 0;
	f->made_utc_ms = clock_utc_ms() / 1000 * 1000;
	secret_hash(secret, f->hash);
	arena_finish(&mem);
}

/* A put that is repeated made another secret, which was lost: it has no ticket, the newest is
 * the one that is good. */
void feed_make(struct peer *p, const struct wire_msg *m)
{
	struct feeds *feeds = &p->server->feeds;
	const int64_t member = hub_member(p->hub);
	struct feed *now = feeds_of(feeds, member);
	struct making *making;
	struct buf text;

	if (!now && !m->n) {
		tell(p, m->k, "");
		return;
	}
	if (!now)
		now = feeds_put(feeds, &(struct feed) { .member = member });
	now->busy = true;
	making = mem_get(sizeof(*making));
	*making = (struct making) { .asking = mem_get(sizeof(struct asking)),
				    .server = p->server,
				    .ticket = m->k,
				    .feed = { .member = member } };
	buf_init(&text, 1024);
	if (m->n) {
		secret_code(making->secret);
		fill(&making->feed, m, making->secret);
		feeds_write(&making->feed, &text);
	}
	conn_hold(p, making->asking);
	store_submit(p->server->store, &(struct store_req) { .op = STORE_PUT,
							     .limit = PROGRAM_FEED,
							     .member = member,
							     .seq = now->row,
							     .a = { text.p, text.n },
							     .done = on_put,
							     .user = making });
	buf_finish(&text);
}

/* Over HTTP */

static void answer(struct call *c, const struct feed *f)
{
	struct program_plan *plans = NULL;
	const size_t n = program_plans(c->server->plan.program, f->member, &plans);
	char tag[SECRET_HASH];
	struct buf text;

	buf_init(&text, FEEDS_BYTES_MAX);
	if (feeds_calendar(f, plans, n, &text)) {
		secret_hash(buf_text(&text), tag);
		call_answer_file(c,
				 &(struct serve_file) { .type = "text/calendar; charset=utf-8",
							.tag = tag,
							.body = { text.p, text.n } });
	} else {
		log_event(LOG_ERROR_, "feed_unsaid", "member=%lld", (long long)f->member);
		call_fail(c, "store");
	}
	buf_finish(&text);
	program_plans_free(plans, n);
}

/* It may have ended meanwhile, and so may the account. */
static void on_users(void *user, const struct store_reply *r)
{
	struct call *c = user;
	const struct feed *f = feeds_by_hash(&c->server->feeds, c->token_hash);
	bool good = false;

	if (call_store_failed(c, r))
		return;
	for (size_t i = 0; f && i < r->count; i++)
		good |= r->users[i].id == f->member && !r->users[i].disabled;
	if (good)
		answer(c, f);
	else
		call_fail(c, "path");
}

/* An address that was never given is nothing, as one that is not good any more. */
void feed_door(struct call *c)
{
	const size_t n = strlen(c->rest), suffix = sizeof(SUFFIX) - 1;
	const struct feed *f;

	if (n > suffix && strcmp(c->rest + n - suffix, SUFFIX) == 0)
		c->rest[n - suffix] = '\0';
	secret_hash(c->rest, c->token_hash);
	f = feeds_by_hash(&c->server->feeds, c->token_hash);
	if (!call_may(c, BUDGET_FEEDS))
		return;
	if (!f) {
		call_fail(c, "path");
	} else {
		c->member = f->member;
		call_next(c, (struct store_req) { .op = STORE_USERS }, on_users);
	}
}
