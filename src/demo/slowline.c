/* SPDX-License-Identifier: MIT */
#include "demo/slowline.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"

enum { PIECE = 512, HELD_MAX = 16384, RESEND_MS = 300 };

/* What came in together, and when it comes out; of no bytes: the sender has ended. */
struct piece {
	struct piece *next;
	int64_t due_ms;
	size_t n, at;
	char bytes[PIECE];
};

struct pipe {
	struct piece *first, *last;
	size_t held;
	bool in_over, out_over;
	bool blocked; /* the receiver takes no more just now */
};

/* fds[SLOWLINE_UP] is the client's: what goes up comes from there. */
struct conn {
	int fds[SLOWLINE_WAYS];
	struct pipe pipes[SLOWLINE_WAYS];
	int64_t open_ms; /* from then on: connecting took a round trip */
	bool is_silent;
	bool hangs_up; /* what still comes is thrown away */
};

struct slowline {
	int listener, port, server_port;
	struct slowline_quality q;
	struct conn *conns[SLOWLINE_CONNS];
	int count;
	int64_t free_us[SLOWLINE_WAYS]; /* until then the line is taken */
	uint64_t passed[SLOWLINE_WAYS];
	uint64_t seed;
	uint64_t cut_at;
	enum slowline_way cut_way;
	enum slowline_end cut_how;
	bool cut_waits, stalled;
};

static int new_socket(struct sockaddr_in *out, int port)
{
	*out = (struct sockaddr_in) { .sin_family = AF_INET,
				      .sin_port = htons((uint16_t)port),
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

struct slowline *slowline_open(int server_port, uint64_t seed)
{
	struct slowline *s = mem_get(sizeof(*s));
	struct sockaddr_in a;
	socklen_t n = sizeof(a);

	s->server_port = server_port;
	s->seed = seed * 2 + 1;
	s->listener = new_socket(&a, 0);
	if (bind(s->listener, (struct sockaddr *)&a, n) != 0 || listen(s->listener, 16) != 0 ||
	    fcntl(s->listener, F_SETFL, O_NONBLOCK) != 0 ||
	    getsockname(s->listener, (struct sockaddr *)&a, &n) != 0) {
		slowline_close(s);
		return NULL;
	}
	s->port = ntohs(a.sin_port);
	return s;
}

/* Ends */

static void pipe_empty(struct pipe *p)
{
	while (p->first) {
		struct piece *next = p->first->next;

		free(p->first);
		p->first = next;
	}
	p->held = 0;
}

static void conn_drop(struct slowline *s, int at, bool reset)
{
	const struct linger at_once = { 1, 0 };
	struct conn *c = s->conns[at];

	for (int w = 0; w < SLOWLINE_WAYS; w++) {
		if (reset)
			setsockopt(c->fds[w], SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
		close(c->fds[w]);
		pipe_empty(&c->pipes[w]);
	}
	free(c);
	s->count--;
	memmove(&s->conns[at], &s->conns[at + 1],
		(size_t)(s->count - at) * sizeof(struct conn *));
}

static void conn_hang_up(struct conn *c)
{
	c->hangs_up = true;
	for (int w = 0; w < SLOWLINE_WAYS; w++) {
		shutdown(c->fds[w], SHUT_WR);
		pipe_empty(&c->pipes[w]);
	}
}

void slowline_cut(struct slowline *s, enum slowline_end how)
{
	for (int i = s->count; i-- > 0;) {
		struct conn *c = s->conns[i];

		if (c->is_silent || c->hangs_up)
			continue;
		if (how == SLOWLINE_RESET)
			conn_drop(s, i, true);
		else if (how == SLOWLINE_SILENT)
			c->is_silent = true;
		else
			conn_hang_up(c);
	}
}

void slowline_cut_after(struct slowline *s, enum slowline_way way, uint64_t bytes,
			enum slowline_end how)
{
	s->cut_at = s->passed[way] + bytes;
	s->cut_way = way;
	s->cut_how = how;
	s->cut_waits = true;
}

bool slowline_has_cut(const struct slowline *s)
{
	return !s->cut_waits;
}

void slowline_cut_never(struct slowline *s)
{
	s->cut_waits = false;
}

void slowline_close(struct slowline *s)
{
	if (!s)
		return;
	while (s->count)
		conn_drop(s, 0, true);
	close(s->listener);
	free(s);
}

int slowline_port(const struct slowline *s)
{
	return s->port;
}

void slowline_set(struct slowline *s, const struct slowline_quality *q)
{
	s->q = *q;
}

void slowline_stall(struct slowline *s, bool on)
{
	s->stalled = on;
}

void slowline_bytes(const struct slowline *s, uint64_t out[SLOWLINE_WAYS])
{
	for (int w = 0; w < SLOWLINE_WAYS; w++)
		out[w] = s->passed[w];
}

/* In */

/* Below `n`; xorshift. */
static int chance(struct slowline *s, int n)
{
	s->seed ^= s->seed << 13;
	s->seed ^= s->seed >> 7;
	s->seed ^= s->seed << 17;
	return n > 0 ? (int)(s->seed % (uint64_t)n) : 0;
}

static int64_t due_of(struct slowline *s, enum slowline_way w, size_t n, int64_t from_ms)
{
	const struct slowline_quality *q = &s->q;
	int64_t due_ms;

	if (s->free_us[w] < from_ms * 1000)
		s->free_us[w] = from_ms * 1000;
	if (q->kbit[w])
		s->free_us[w] += (int64_t)n * 8000 / q->kbit[w];
	due_ms = s->free_us[w] / 1000 + q->rtt_ms / 2 + chance(s, q->jitter_ms);
	while (chance(s, 1000) < q->loss_per_mille)
		due_ms += q->rtt_ms + RESEND_MS;
	return due_ms;
}

static void pipe_put(struct pipe *p, struct piece *piece)
{
	if (!p->first)
		p->first = piece;
	else
		p->last->next = piece;
	if (p->held && p->last->due_ms > piece->due_ms)
		piece->due_ms = p->last->due_ms; /* nothing overtakes */
	p->last = piece;
	p->held += piece->n;
}

/* False: the connection is broken. */
static bool take_in(struct slowline *s, struct conn *c, enum slowline_way w, int64_t now_ms)
{
	struct pipe *p = &c->pipes[w];
	int64_t from_ms = now_ms > c->open_ms ? now_ms : c->open_ms;

	while (!p->in_over && p->held < HELD_MAX) {
		struct piece *piece = mem_get(sizeof(*piece));
		ssize_t n = recv(c->fds[w], piece->bytes, PIECE, MSG_DONTWAIT);

		if (n < 0) {
			free(piece);
			return errno == EAGAIN || errno == EINTR;
		}
		p->in_over = n == 0;
		if (c->hangs_up) {
			free(piece);
			continue;
		}
		piece->n = (size_t)n;
		piece->due_ms = due_of(s, w, piece->n, from_ms);
		pipe_put(p, piece);
	}
	return true;
}

/* Out */

static size_t room(const struct slowline *s, enum slowline_way w, size_t n)
{
	uint64_t left = s->cut_at - s->passed[w];

	return s->cut_waits && s->cut_way == w && left < n ? (size_t)left : n;
}

/* True: this was the last byte that may pass. */
static bool count(struct slowline *s, enum slowline_way w, size_t n)
{
	s->passed[w] += n;
	if (!s->cut_waits || s->cut_way != w || s->passed[w] < s->cut_at)
		return false;
	s->cut_waits = false;
	return true;
}

static void take_first(struct pipe *p)
{
	struct piece *piece = p->first;

	p->first = piece->next;
	p->held -= piece->n;
	free(piece);
}

enum put { PUT_ALL, PUT_CUT, PUT_BROKEN };

static enum put put_out(struct slowline *s, struct conn *c, enum slowline_way w, int64_t now_ms)
{
	struct pipe *p = &c->pipes[w];
	int to = c->fds[SLOWLINE_WAYS - 1 - w];

	p->blocked = false;
	while (p->first && p->first->due_ms <= now_ms && !s->stalled) {
		struct piece *f = p->first;
		ssize_t n = send(to, f->bytes + f->at, room(s, w, f->n - f->at),
				 MSG_DONTWAIT | MSG_NOSIGNAL);

		if (f->n == 0) {
			shutdown(to, SHUT_WR);
			p->out_over = true;
			n = 0;
		}
		if (n < 0) {
			p->blocked = errno == EAGAIN;
			return p->blocked || errno == EINTR ? PUT_ALL : PUT_BROKEN;
		}
		f->at += (size_t)n;
		if (f->at == f->n)
			take_first(p);
		if (count(s, w, (size_t)n))
			return PUT_CUT;
	}
	return PUT_ALL;
}

/* The loop's side */

static void take_new(struct slowline *s, int64_t now_ms)
{
	int fd = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC);
	const int on = 1;
	struct sockaddr_in a;
	struct conn *c;

	if (fd < 0)
		return;
	if (s->count == SLOWLINE_CONNS)
		conn_drop(s, 0, true); /* a dead one: the server has given up on it by now */
	c = mem_get(sizeof(*c));
	c->open_ms = now_ms + s->q.rtt_ms;
	c->fds[SLOWLINE_UP] = fd;
	c->fds[SLOWLINE_DOWN] = new_socket(&a, s->server_port);
	for (int w = 0; w < SLOWLINE_WAYS; w++)
		setsockopt(c->fds[w], IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	s->conns[s->count++] = c;
	if (connect(c->fds[SLOWLINE_DOWN], (struct sockaddr *)&a, sizeof(a)) != 0)
		conn_drop(s, s->count - 1, true);
}

static bool is_over(const struct conn *c)
{
	const struct pipe *up = &c->pipes[SLOWLINE_UP], *down = &c->pipes[SLOWLINE_DOWN];

	return c->hangs_up ? up->in_over && down->in_over : up->out_over && down->out_over;
}

/* Answers what a cut did to it by looking anew: false when the connections moved. */
static bool work_one(struct slowline *s, int at, int64_t now_ms)
{
	struct conn *c = s->conns[at];

	for (int i = 0; i < SLOWLINE_WAYS; i++) {
		enum slowline_way w = (enum slowline_way)i;
		enum put put = PUT_BROKEN;

		if (take_in(s, c, w, now_ms))
			put = put_out(s, c, w, now_ms);
		if (put == PUT_CUT)
			slowline_cut(s, s->cut_how);
		if (put == PUT_BROKEN)
			conn_drop(s, at, true);
		if (put != PUT_ALL)
			return false;
	}
	if (!is_over(c))
		return true;
	conn_drop(s, at, false);
	return false;
}

void slowline_work(struct slowline *s, int64_t now_ms)
{
	int at = 0;

	take_new(s, now_ms);
	while (at < s->count)
		if (s->conns[at]->is_silent || work_one(s, at, now_ms))
			at++;
		else
			at = 0;
}

size_t slowline_fds(const struct slowline *s, struct pollfd *out)
{
	size_t n = 0;

	out[n++] = (struct pollfd) { .fd = s->listener, .events = POLLIN };
	for (int i = 0; i < s->count; i++) {
		const struct conn *c = s->conns[i];

		for (int w = 0; w < SLOWLINE_WAYS && !c->is_silent; w++) {
			const struct pipe *in = &c->pipes[w],
					  *back = &c->pipes[SLOWLINE_WAYS - 1 - w];
			short events = !in->in_over && in->held < HELD_MAX ? POLLIN : 0;

			events |= back->blocked ? POLLOUT : 0;
			if (events)
				out[n++] =
					(struct pollfd) { .fd = c->fds[w], .events = events };
		}
	}
	return n;
}

int slowline_timeout_ms(const struct slowline *s, int64_t now_ms)
{
	int64_t due = INT64_MAX;

	for (int i = 0; i < s->count; i++)
		for (int w = 0; w < SLOWLINE_WAYS && !s->conns[i]->is_silent; w++) {
			const struct pipe *p = &s->conns[i]->pipes[w];

			if (p->first && !p->blocked && p->first->due_ms < due)
				due = p->first->due_ms;
		}
	if (due == INT64_MAX || s->stalled)
		return -1;
	return due <= now_ms ? 0 : (int)(due - now_ms);
}
