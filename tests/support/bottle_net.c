/* SPDX-License-Identifier: MIT */
/*
 * net/ without a network: WebSockets and requests between the clients of the bottle and its
 * one server, over lines that are slow, lose packets, and have holes.  As TCP does it, nothing
 * is lost, and nothing overtakes: what was lost comes later, and what was sent into a hole
 * comes some time after its end.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "net/fetch.h"
#include "net/nagle.h"
#include "net/serve.h"
#include "net/ws.h"
#include "support/bottle_line.h"

enum {
	HEAD_BYTES = 80, /* of a packet: IP, TCP, TLS */
	HELLO_BYTES = 400,
	BACKLOG_MS = 1000, /* what a socket takes beyond this has to wait */
};
/* How far a connection has come. */
enum stage { SYN, REACHED, ASKED, OPEN };

struct serve {
	struct loop *loop;
	const struct serve_ops *ops;
	void *user;
};

static struct serve *server;     /* NULL: nobody listens */
static struct serve_conn *conns; /* all that there ever were */

struct serve_conn {
	struct serve_conn *next;   /* of its client's attempts */
	struct serve_conn *before; /* of all */
	struct ws *ws;             /* NULL: the client has given it up */
	void *peer;                /* NULL: the server does not have it, or not any more */
	const struct bottle_line *line;
	enum stage stage;
	char *path, *token;
	bool compressed, writes;      /* writes: on_writable is on its way */
	int64_t last_ms[BOTTLE_WAYS]; /* when the newest is there; nothing overtakes it */
	int64_t acked_ms, heard_ms, wrote_ms;
};

struct ws {
	struct loop *loop;
	const struct ws_ops *ops;
	void *user;
	struct bottle_end end;
	struct serve_conn *conn, *attempts;
	struct toll toll;
	bool writes;
};

/* Bytes on their way. */
struct parcel {
	struct serve_conn *conn;
	struct str bytes;
	bool binary;
};

/* ---- the line ---- */

static int64_t pass(struct serve_conn *c, struct ws *w, enum bottle_way way, size_t n,
		    int64_t from_ms)
{
	const struct bottle_pass p = { way, n + HEAD_BYTES, from_ms };
	const int64_t due_ms = bottle_pass(&w->end, &p, &c->last_ms[way]);

	*(way == BOTTLE_UP ? &w->toll.up : &w->toll.down) += p.bytes;
	if (way == BOTTLE_UP)
		c->acked_ms = due_ms + w->end.line->rtt_ms / 2;
	return due_ms;
}

static struct parcel *parcel(struct serve_conn *c, const struct buf *b, bool binary)
{
	struct parcel *p = arena_get(bottle_mem(), sizeof(*p));

	*p = (struct parcel) { c, { arena_dup(bottle_mem(), b->p, b->n), b->n }, binary };
	return p;
}

static bool is_up(const struct serve_conn *c)
{
	return c->ws && c->ws->conn == c;
}

/* ---- the server's end ---- */

static void server_gone(void *arg)
{
	struct serve_conn *c = arg;
	void *peer = c->peer;

	c->peer = NULL;
	if (peer)
		server->ops->on_close(peer);
}

static void client_gone(void *arg)
{
	struct serve_conn *c = arg;
	struct ws *w = c->ws;

	if (!is_up(c))
		return;
	w->conn = NULL;
	c->ws = NULL;
	w->ops->on_end(w->user, WS_LOST);
}

static void to_client(void *arg)
{
	const struct parcel *p = arg;
	struct serve_conn *c = p->conn;

	if (!is_up(c))
		return;
	c->heard_ms = clock_ms();
	c->ws->ops->on_heard(c->ws->user);
	if (is_up(c))
		c->ws->ops->on_frame(c->ws->user, p->bytes, p->binary);
}

/* What the server has for it, in one frame. */
static void server_writes(void *arg)
{
	struct serve_conn *c = arg;
	struct buf out;
	bool binary = true, more = false;

	c->writes = false;
	if (!c->peer)
		return;
	buf_init(&out, 1 << 20);
	server->ops->on_writable(c->peer, &out, &binary, &more);
	c->wrote_ms = out.n ? clock_ms() : c->wrote_ms;
	if (out.n && c->ws)
		bottle_post(c->ws->loop, pass(c, c->ws, BOTTLE_DOWN, out.n, clock_ms()),
			    to_client, parcel(c, &out, binary));
	buf_finish(&out);
	if (more)
		serve_want_write(c);
}

void serve_want_write(struct serve_conn *c)
{
	const int64_t now_ms = clock_ms();
	int64_t at_ms = now_ms;

	if (c->writes || !c->peer)
		return;
	if (c->wrote_ms)
		at_ms += nagle_left_ms(c->line->rtt_ms, now_ms - c->wrote_ms);
	if (c->ws && at_ms < c->ws->end.free_us[BOTTLE_DOWN] / 1000 - BACKLOG_MS)
		at_ms = c->ws->end.free_us[BOTTLE_DOWN] / 1000 - BACKLOG_MS;
	c->writes = true;
	bottle_post(server->loop, at_ms, server_writes, c);
}

/* And the acknowledgement is back. */
bool serve_arrived(const struct serve_conn *c)
{
	return c->ws && clock_ms() >= c->last_ms[BOTTLE_DOWN] + c->line->rtt_ms / 2;
}

void serve_close(struct serve_conn *c)
{
	if (!c->peer)
		return;
	server_writes(c); /* its last words */
	if (c->ws)
		bottle_post(c->ws->loop, pass(c, c->ws, BOTTLE_DOWN, 0, clock_ms()),
			    client_gone, c);
	bottle_post(server->loop, clock_ms(), server_gone, c);
}

static void to_server(void *arg)
{
	const struct parcel *p = arg;

	if (p->conn->peer)
		server->ops->on_frame(p->conn->peer, p->bytes, p->binary);
}

struct serve *serve_create(struct loop *l, const struct serve_conf *conf,
			   const struct serve_ops *ops, void *user, struct err *err)
{
	(void)conf, (void)err;
	server = mem_get(sizeof(*server));
	*server = (struct serve) { l, ops, user };
	return server;
}

int serve_port(const struct serve *s)
{
	(void)s;
	return 7443;
}

void serve_destroy(struct serve *s)
{
	for (struct serve_conn *c = conns; c; c = c->before)
		server_gone(c);
	free(s);
	server = NULL;
	conns = NULL;
}

/* ---- the client's end ---- */

struct ws *ws_create(struct loop *l, const struct ws_ops *ops, void *user, struct err *err)
{
	struct ws *w = mem_get(sizeof(*w));

	(void)err;
	*w = (struct ws) { .loop = l, .ops = ops, .user = user, .end.line = bottle_line() };
	return w;
}

/* The server hears of it when its FIN is there. */
static void give_up(struct serve_conn *c)
{
	if (c->stage >= ASKED && server)
		bottle_post(server->loop, pass(c, c->ws, BOTTLE_UP, 0, clock_ms()), server_gone,
			    c);
	c->ws = NULL;
}

static void give_up_attempts(struct ws *w, enum stage below)
{
	struct serve_conn **at = &w->attempts, *c;

	while ((c = *at) != NULL) {
		if (c->stage >= below) {
			at = &c->next;
			continue;
		}
		*at = c->next;
		give_up(c);
	}
}

static void on_open(void *arg)
{
	struct serve_conn *c = arg;
	struct ws *w = c->ws;

	if (!w || !c->peer)
		return;
	for (struct serve_conn **at = &w->attempts; *at; at = &(*at)->next)
		if (*at == c) {
			*at = c->next;
			break;
		}
	if (w->conn)
		give_up(w->conn);
	give_up_attempts(w, OPEN);
	c->stage = OPEN;
	c->heard_ms = clock_ms();
	w->conn = c;
	w->ops->on_open(w->user);
}

/* A path that is dead for long is known to be at the server, if it has something to say. */
static void await_death(struct serve_conn *c)
{
	const int64_t began_ms = clock_ms() - bottle_ms();

	for (const struct bottle_hole *h = c->line->holes; h->to_s; h++) {
		const int64_t dead_ms = began_ms + h->from_s * 1000 + BOTTLE_PATH_DEAD_MS;

		if (dead_ms > clock_ms() && dead_ms < began_ms + h->to_s * 1000)
			bottle_post(server->loop, dead_ms, server_gone, c);
	}
}

static void server_accepts(void *arg)
{
	struct serve_conn *c = arg;
	const char *query = strchr(c->path, '?');
	char *path;
	struct serve_asked asked = { .query = query ? query + 1 : "",
				     .bearer = c->token,
				     .address = "10.0.0.1",
				     .compressed = true };

	if (!c->ws)
		return;
	path = mem_dup(c->path, query ? (size_t)(query - c->path) : strlen(c->path));
	asked.path = path;
	c->peer = server->ops->on_open(server->user, c, &asked);
	free(path);
	await_death(c);
	bottle_post(c->ws->loop, pass(c, c->ws, BOTTLE_DOWN, HELLO_BYTES, clock_ms()), on_open,
		    c);
}

static void on_reached(void *arg)
{
	struct serve_conn *c = arg;
	int64_t at_ms;

	if (!c->ws)
		return;
	c->stage = REACHED;
	c->ws->ops->on_reached(c->ws->user);
	if (!c->ws)
		return;
	/* TLS is a round trip, and then the token goes. */
	at_ms = pass(c, c->ws, BOTTLE_DOWN, HELLO_BYTES,
		     pass(c, c->ws, BOTTLE_UP, HELLO_BYTES, clock_ms()));
	c->stage = ASKED;
	bottle_post(server->loop, pass(c, c->ws, BOTTLE_UP, HELLO_BYTES, at_ms), server_accepts,
		    c);
}

void ws_connect(struct ws *w, const struct ws_ask *ask)
{
	struct serve_conn *c = arena_get(bottle_mem(), sizeof(*c));

	*c = (struct serve_conn) {
		.ws = w, .line = w->end.line, .stage = SYN, .next = w->attempts, .before = conns
	};
	conns = c;
	c->path = arena_dup(bottle_mem(), ask->path, strlen(ask->path));
	c->token = arena_dup(bottle_mem(), ask->token, strlen(ask->token));
	w->attempts = c;
	bottle_post(w->loop, pass(c, w, BOTTLE_DOWN, 0, pass(c, w, BOTTLE_UP, 0, clock_ms())),
		    on_reached, c);
}

void ws_drop(struct ws *w)
{
	give_up_attempts(w, ASKED);
}

void ws_close(struct ws *w)
{
	give_up_attempts(w, OPEN);
	if (w->conn)
		give_up(w->conn);
	w->conn = NULL;
}

void ws_destroy(struct ws *w)
{
	if (w)
		ws_close(w);
	free(w);
}

struct str ws_session(const struct ws *w)
{
	(void)w;
	return (struct str) { NULL, 0 };
}

static void client_writes(void *arg)
{
	struct ws *w = arg;
	struct buf out;
	bool binary = true;

	w->writes = false;
	if (!w->conn)
		return;
	buf_init(&out, 1 << 20);
	w->ops->on_writable(w->user, &out, &binary);
	if (out.n && w->conn)
		bottle_post(server->loop, pass(w->conn, w, BOTTLE_UP, out.n, clock_ms()),
			    to_server, parcel(w->conn, &out, binary));
	buf_finish(&out);
}

void ws_want_write(struct ws *w)
{
	if (w->writes || !w->conn)
		return;
	w->writes = true;
	bottle_post(w->loop, clock_ms(), client_writes, w);
}

void ws_keep_alive(struct ws *w)
{
	if (w->conn)
		pass(w->conn, w, BOTTLE_UP, 6, clock_ms());
}

bool ws_pulse(const struct ws *w, struct pulse *out)
{
	const struct serve_conn *c = w->conn;
	const int64_t now_ms = clock_ms();
	int64_t heard_ms;

	if (!c)
		return false;
	heard_ms =
		c->acked_ms <= now_ms && c->acked_ms > c->heard_ms ? c->acked_ms : c->heard_ms;
	*out = (struct pulse) { .unacked = c->acked_ms > now_ms,
				.heard_ms = now_ms - heard_ms,
				.rtt_ms = c->line->rtt_ms,
				.vary_ms = c->line->jitter_ms };
	return true;
}

struct toll ws_bytes(struct ws *w, bool ending)
{
	(void)ending;
	return w->toll;
}

/* ---- requests: a connection of their own each ---- */

struct serve_request {
	struct loop *loop;
	void (*done)(void *user, const struct fetch_reply *r);
	void *user;
	struct ws line; /* for its rates alone */
	struct serve_conn conn;
	struct serve_asked asked;
	struct fetch_reply reply;
};

static void request_is_there(void *arg)
{
	struct serve_request *r = arg;

	server->ops->on_request(server->user, r, &r->asked);
}

static void answer_is_there(void *arg)
{
	struct serve_request *r = arg;

	r->done(r->user, &r->reply);
}

void serve_answer(struct serve_request *r, int status, struct str json)
{
	r->reply.status = status;
	r->reply.body = (struct str) { arena_dup(bottle_mem(), json.p, json.n), json.n };
	bottle_post(r->loop, pass(&r->conn, &r->line, BOTTLE_DOWN, json.n, clock_ms()),
		    answer_is_there, r);
}

void serve_answer_file(struct serve_request *r, const struct serve_file *f)
{
	serve_answer(r, 200, f->body);
}

static char *keep(const char *text)
{
	return arena_dup(bottle_mem(), text ? text : "", text ? strlen(text) : 0);
}

/* The same server answers, one after the other: there is nothing to keep open. */
struct fetch_line *fetch_line_open(void)
{
	return NULL;
}

void fetch_line_close(struct fetch_line *l, struct toll *sum)
{
	(void)l;
	(void)sum;
}

void fetch_start(struct loop *l, const struct fetch_ask *ask,
		 void (*done)(void *user, const struct fetch_reply *r), void *user)
{
	struct serve_request *r = arena_get(bottle_mem(), sizeof(*r));
	const char *query = strchr(ask->path, '?');
	char *path = keep(ask->path);
	int64_t at_ms = clock_ms();

	*r = (struct serve_request) { .loop = l, .done = done, .user = user };
	r->conn.line = r->line.end.line = bottle_line();
	if (query)
		path[query - ask->path] = '\0';
	r->asked = (struct serve_asked) { .path = path,
					  .post = ask->body != NULL,
					  .query = query ? keep(query + 1) : "",
					  .bearer = keep(ask->token),
					  .address = "10.0.0.1",
					  .match = "",
					  .body = str_of(keep(ask->body)) };
	for (int trip = 0; trip < 2; trip++) /* TCP, TLS */
		at_ms = pass(&r->conn, &r->line, BOTTLE_DOWN, HELLO_BYTES,
			     pass(&r->conn, &r->line, BOTTLE_UP, HELLO_BYTES, at_ms));
	at_ms = pass(&r->conn, &r->line, BOTTLE_UP, r->asked.body.n + HELLO_BYTES, at_ms);
	bottle_post(server->loop, at_ms, request_is_there, r);
}
