/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "server/device.h"
#include "server/given.h"
#include "server/server_in.h"

/* Every frame that may come before the proof, and where it begins. */
enum { WAITING_HEAD = sizeof(size_t) + 1, WAITING_MAX = WIRE_FRAME_MAX + WAITING_HEAD };

static void peer_drop(struct peer *p)
{
	if (--p->refs)
		return;
	buf_finish(&p->waiting);
	buf_finish(&p->last_words);
	for (size_t i = 0; i < sizeof(p->gates) / sizeof(p->gates[0]); i++)
		gate_finish(&p->gates[i]);
	free(p->have);
	free(p);
}

void conn_hold(struct peer *p, struct asking *a)
{
	a->peer = p;
	p->refs++;
}

void conn_ask(struct peer *p, struct asking *a, struct store_req *r,
	      void (*done)(void *user, const struct store_reply *r))
{
	conn_hold(p, a);
	r->done = done;
	r->user = a;
	store_submit(p->server->store, r);
}

void asking_end(struct asking *a)
{
	struct server *s = a->peer->server;

	if (a->peer->hub && hub_flooded(a->peer->hub))
		conn_cut(a->peer, WIRE_E_RATE);
	peer_drop(a->peer);
	free((char *)(uintptr_t)a->said.text.p);
	free((char *)(uintptr_t)a->said.warning.p);
	free(a);
	server_pump(s);
}

static struct str account_of(const int64_t *member)
{
	return (struct str) { (const char *)member, sizeof(*member) };
}

static void leave_hub(struct peer *p)
{
	const int64_t member = p->hub ? hub_member(p->hub) : 0;

	if (!p->hub)
		return;
	budget_leave(p->server->budget, BUDGET_DEVICES, account_of(&member));
	log_event(LOG_INFO_, "left", "member=%lld device=%lld", (long long)hub_member(p->hub),
		  (long long)hub_device(p->hub));
	device_mark(p->server, hub_device(p->hub), &p->used_utc_ms);
	hub_leave(p->server->hub, p->hub, clock_ms());
	p->hub = NULL;
	server_mark_time(p->server);
	session_go_all(p->server);
}

void conn_cut(struct peer *p, const char *code)
{
	const struct wire_msg m = { .type = WIRE_ERROR, .has = WIRE_C, .c = str_of(code) };
	struct buf json;

	if (!p->conn || p->refused)
		return;
	log_event(LOG_INFO_, "cut", "code=%s", code);
	leave_hub(p);
	p->refused = true;
	buf_finish(&p->waiting);
	buf_init(&json, 1024);
	buf_init(&p->last_words, 1024);
	wire_add(&json, &m, NULL);
	wire_close(&json);
	if (p->compressed)
		wire_pack((struct str) { json.p, json.n }, &p->last_words);
	else
		buf_add(&p->last_words, json.p, json.n);
	buf_finish(&json);
	serve_close(p->conn);
}

/* Who is it? */

static void take_waiting(struct peer *p)
{
	struct buf all = p->waiting;
	const char *at = all.p, *end = at ? at + all.n : at;

	buf_init(&p->waiting, 0);
	while (at < end && p->hub) {
		struct str frame;
		bool binary;

		memcpy(&frame.n, at, sizeof(frame.n));
		binary = at[sizeof(frame.n)] != 0;
		frame.p = at + WAITING_HEAD;
		at = frame.p + frame.n;
		acts_take(p, frame, binary);
	}
	buf_finish(&all);
}

/*
 * A client that doubts its connection opens another beside it.  The old one may be dead and
 * not known to be: who leaves on the new one must not be thought to be here still.
 */
static void replace_elder(struct peer *p)
{
	struct peer *elder;

	while ((elder = hub_elder(p->hub)) != NULL) {
		log_event(LOG_INFO_, "replaced", "device=%lld",
			  (long long)hub_device(elder->hub));
		leave_hub(elder);
		elder->refused = true;
		serve_close(elder->conn);
	}
}

static bool may_enter(struct peer *p, int64_t member)
{
	struct budget *b = p->server->budget;

	if (budget_take(b, BUDGET_DEVICES, account_of(&member), clock_ms())) {
		budget_enter(b, BUDGET_DEVICES, account_of(&member));
		return true;
	}
	conn_cut(p, WIRE_E_RATE);
	return false;
}

static void enter_hub(struct peer *p, const struct store_reply *found)
{
	const struct store_user *u = &found->users[0];
	const int64_t device = found->device;
	const struct hub_newcomer who = { .user = p,
					  .member = u->id,
					  .device = device,
					  .name = u->name,
					  .role = u->role,
					  .cursors = p->have->cursors,
					  .cursors_count = p->have->count,
					  .compressed = p->compressed,
					  .program = p->have->program,
					  .cases = p->have->cases,
					  .accounts = p->have->accounts > 0,
					  .tickets = p->have->tickets,
					  .ticket = found->ticket,
					  .now_ms = clock_ms(),
					  .utc_ms = server_utc_ms(p->server) };

	serve_known(p->conn);
	p->hub = hub_join(p->server->hub, &who);
	p->used_utc_ms = found->utc_ms;
	device_mark(p->server, device, &p->used_utc_ms);
	replace_elder(p);
	given_go(p);
	log_event(LOG_INFO_, "joined", "member=%lld device=%lld", (long long)u->id,
		  (long long)device);
	free(p->have);
	p->have = NULL;
	server_mark_time(p->server);
	session_go_all(p->server);
	take_waiting(p);
}

/* Why this device may not be here; NULL: it may. */
static const char *why_not(const struct peer *p, const struct store_reply *r)
{
	if (r->err.code != ERR_NONE)
		return WIRE_E_STORE;
	if (r->count == 0)
		return WIRE_E_TOKEN;
	if (r->users[0].disabled)
		return WIRE_E_DISABLED;
	return !p->hub && device_ended(p->server, r) ? WIRE_E_TOKEN : NULL;
}

static void on_found(void *user, const struct store_reply *r)
{
	struct asking *a = user;
	struct peer *p = a->peer;
	const char *no = why_not(p, r);

	if (no)
		conn_cut(p, no);
	else if (p->conn && !p->hub && !p->refused && may_enter(p, r->users[0].id))
		enter_hub(p, r);
	asking_end(a);
}

static void prove(struct peer *p)
{
	struct store_req r = { .op = STORE_DEVICE_FIND, .a = str_of(p->token_hash) };

	conn_ask(p, mem_get(sizeof(struct asking)), &r, on_found);
}

void conn_recheck(struct server *s, int64_t member)
{
	for (struct peer *p = s->peers; p; p = p->next)
		if (p->hub && (!member || hub_member(p->hub) == member))
			prove(p);
}

/* The socket's side. */

static void *on_open(void *user, struct serve_conn *conn, const struct serve_asked *a)
{
	struct server *s = user;
	struct peer *p;

	if (strcmp(a->path, "/w") != 0)
		return NULL;
	p = mem_get(sizeof(*p));
	*p = (struct peer) { .server = s,
			     .conn = conn,
			     .refs = 1,
			     .compressed = a->compressed,
			     .next = s->peers };
	if (s->peers)
		s->peers->prev = p;
	s->peers = p;
	buf_init(&p->waiting, WAITING_MAX);
	p->have = mem_get(sizeof(*p->have));
	wire_have_read(a->query, p->have);
	secret_hash(a->bearer, p->token_hash);
	prove(p);
	return p;
}

bool conn_may_bring(struct peer *p, size_t bytes)
{
	return bucket_take(&p->kilobytes, clock_ms(), budget_rows[BUDGET_KILOBYTES].rate,
			   (int64_t)(bytes + 1023) / 1024);
}

/* Of any kind, before the proof and after it. */
static bool may_send(struct peer *p, size_t bytes)
{
	return bucket_take(&p->frames, clock_ms(), budget_rows[BUDGET_FRAMES].rate, 1) &&
	       conn_may_bring(p, bytes);
}

static void on_frame(void *peer, struct str frame, bool binary)
{
	struct peer *p = peer;
	const char flag = binary;

	if (!may_send(p, frame.n)) {
		conn_cut(p, WIRE_E_RATE);
		return;
	}
	if (p->hub) {
		acts_take(p, frame, binary);
		server_pump(p->server);
		return;
	}
	/* It talks on without waiting for an answer: its tickets bring again what is lost. */
	if (p->waiting.n + WAITING_HEAD + frame.n > WAITING_MAX) {
		conn_cut(p, WIRE_E_RATE);
		return;
	}
	buf_add(&p->waiting, &frame.n, sizeof(frame.n));
	buf_add(&p->waiting, &flag, 1);
	buf_add(&p->waiting, frame.p, frame.n);
}

static void on_writable(void *peer, struct buf *out, bool *binary, bool *more)
{
	struct peer *p = peer;

	*more = false;
	*binary = p->compressed;
	if (p->hub) {
		hub_next(p->server->hub, p->hub, out, more);
		server_pump(p->server);
		return;
	}
	buf_add(out, p->last_words.p, p->last_words.n);
	buf_reset(&p->last_words);
}

static void on_close(void *peer)
{
	struct peer *p = peer;

	leave_hub(p);
	p->conn = NULL;
	if (p->prev)
		p->prev->next = p->next;
	else
		p->server->peers = p->next;
	if (p->next)
		p->next->prev = p->prev;
	peer_drop(p);
}

/* Before TLS */

static bool on_arrive(void *user, const char *address)
{
	struct server *s = user;
	unsigned char network[16];
	const struct str whom = { (const char *)network, budget_network(address, network) };

	return budget_take(s->budget, BUDGET_CONNECTIONS, whom, clock_ms());
}

static void on_stranger(void *user, const char *address, bool here)
{
	struct server *s = user;
	unsigned char network[16];
	const struct str whom = { (const char *)network, budget_network(address, network) };

	(here ? budget_enter : budget_leave)(s->budget, BUDGET_CONNECTIONS, whom);
}

const struct serve_ops conn_ops = { .on_request = door_on_request,
				    .on_open = on_open,
				    .on_frame = on_frame,
				    .on_writable = on_writable,
				    .on_close = on_close,
				    .on_arrive = on_arrive,
				    .on_stranger = on_stranger };

/* Pages, asked for by server_pump. */

static void on_page(void *user, const struct store_reply *r)
{
	struct asking *a = user;
	struct peer *p = a->peer;
	struct hub_said *said = mem_get((r->count + 1) * sizeof(*said));

	for (size_t i = 0; i < r->count; i++)
		said[i] = (struct hub_said) { a->want.group,         r->messages[i].seq,
					      r->messages[i].member, r->messages[i].device,
					      r->messages[i].ticket, r->messages[i].utc_ms,
					      r->messages[i].text,   r->messages[i].warning,
					      r->messages[i].hidden, r->messages[i].erased };
	if (r->err.code != ERR_NONE) {
		/* Without the page there is no going on: it comes again, and asks again. */
		log_event(LOG_ERROR_, "read_failed", "why=\"%s\"", r->err.text);
		conn_cut(p, WIRE_E_STORE);
	} else if (p->hub) {
		hub_page(p->server->hub, p->hub, a->want.id, said, r->count);
	}
	free(said);
	asking_end(a);
}

void conn_fetch_pages(struct peer *p)
{
	struct hub_want w;

	while (p->hub && hub_wants_page(p->hub, &w)) {
		struct asking *a = mem_get(sizeof(*a));
		struct store_req r = { .op = STORE_READ,
				       .group = w.group,
				       .seq = w.after,
				       .limit = (int)w.limit };

		a->want = w;
		conn_ask(p, a, &r, on_page);
	}
}
