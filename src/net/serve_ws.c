/* SPDX-License-Identifier: MIT */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "net/lws_common.h"
#include "net/path.h"
#include "net/pulse.h"
#include "net/serve_in.h"

enum {
	NOTSENT_LOWAT = 4096,
	LOOK_MS = 15000,
	PING_MS = 900000, /* nothing was heard: ask, through whatever stands between */
	GONE_MS = 2700000,
	MOVES = 256, /* a handshake leaves 1.4 KB of holes behind */
};

static void set_socket(struct lws *wsi)
{
	int fd = lws_get_socket_fd(wsi), lowat = NOTSENT_LOWAT;

	/* Without this a reader that stalls costs megabytes of kernel memory (FACTS 6). */
	setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &lowat, sizeof(lowat));
	pulse_set_pace(fd);
	path_keep_alive(fd);
}

/* Who is there?  libwebsockets would keep a list of these times, and walk it for each frame. */

static void look(struct serve_conn *c, int64_t now_ms)
{
	int64_t quiet_ms = now_ms - c->heard_ms;
	enum path path = PATH_CLEAR;

	if (c->since_ms)
		path = path_look(lws_get_socket_fd(c->wsi), now_ms - c->since_ms);
	if (path == PATH_CLEAR)
		c->since_ms = 0;
	if (path == PATH_DEAD || quiet_ms >= GONE_MS) {
		pulse_end_at_once(lws_get_socket_fd(c->wsi));
	} else if (quiet_ms >= PING_MS && !c->pinged) {
		c->pinged = c->wants_ping = true;
		lws_callback_on_writable(c->wsi);
	}
}

void ws_look(void *serve)
{
	struct serve *s = serve;
	int64_t now_ms = clock_ms();

	for (struct serve_conn *c = s->conns; c; c = c->next)
		look(c, now_ms);
	if (s->moves >= MOVES) {
		s->moves = 0;
		mem_trim();
	}
	s->looking = s->conns != NULL;
	if (s->looking)
		loop_timer_set(s->look, LOOK_MS);
}

static void conn_add(struct serve *s, struct serve_conn *c)
{
	c->heard_ms = clock_ms();
	c->next = s->conns;
	if (c->next)
		c->next->prev = c;
	s->conns = c;
	s->moves++;
	if (s->looking)
		return;
	s->looking = true;
	loop_timer_set(s->look, LOOK_MS);
}

static void conn_remove(struct serve *s, struct serve_conn *c)
{
	if (c->prev)
		c->prev->next = c->next;
	else
		s->conns = c->next;
	if (c->next)
		c->next->prev = c->prev;
	s->moves++;
}

static void conn_heard(struct serve_conn *c)
{
	c->heard_ms = clock_ms();
	c->pinged = c->wants_ping = false;
}

/* One connection */

/* From a walk through all that wait, so not more than this. */
static void ws_release(struct nagle_conn *n)
{
	const struct serve_conn *c = (const struct serve_conn *)(const void *)n;

	lws_callback_on_writable(c->wsi);
}

enum { QUERY_MAX = 2048 };

/* As it was asked: libwebsockets would join its parts by a comma. */
static void read_query(struct lws *wsi, char query[QUERY_MAX])
{
	int used = 0, n = 0;

	query[0] = '\0';
	for (int part = 0; n >= 0 && used < QUERY_MAX - 2; part++) {
		const int at = part ? used + 1 : 0;

		n = lws_hdr_copy_fragment(wsi, query + at, QUERY_MAX - at,
					  WSI_TOKEN_HTTP_URI_ARGS, part);
		if (n <= 0) {
			query[used] = '\0';
			continue;
		}
		if (part)
			query[used] = '&';
		used = at + n;
	}
}

static int ws_begin(struct lws *wsi, struct slot *slot)
{
	char path[64] = "", query[QUERY_MAX], bearer[160], address[64];
	struct serve *s = serve_of(wsi);
	struct serve_conn *c;
	struct serve_asked a = {
		.path = path, .query = query, .bearer = bearer, .address = address
	};

	lws_hdr_copy(wsi, path, sizeof(path), WSI_TOKEN_GET_URI);
	read_query(wsi, query);
	http_bearer(wsi, bearer, sizeof(bearer));
	lws_get_peer_simple(wsi, address, sizeof(address));
	a.compressed = strcmp(lws_get_protocol(wsi)->name, s->conf.compressed_protocol) == 0;
	set_socket(wsi);
	c = mem_get(sizeof(*c));
	c->wsi = wsi;
	c->nagle.fd = lws_get_socket_fd(wsi);
	c->nagle.release = ws_release;
	c->serve = s;
	buf_init(&c->in, s->conf.frame_max);
	c->peer = s->ops->on_open(s->user, c, &a);
	explicit_bzero(bearer, sizeof(bearer));
	if (!c->peer) {
		free(c);
		return -1;
	}
	slot->conn = c;
	door_upgraded(wsi);
	conn_add(s, c);
	return 0;
}

static int ws_read(struct lws *wsi, struct serve_conn *c, const void *in, size_t n)
{
	if (!c || c->closing)
		return 0;
	conn_heard(c);
	/* RFC 6455 5.2: there are no extensions, and so no such bits; libwebsockets lets them by. */
	if (lws_get_reserved_bits(wsi)) {
		lws_close_reason(wsi, LWS_CLOSE_STATUS_PROTOCOL_ERR, NULL, 0);
		return -1;
	}
	switch (common_gather(wsi, &c->in, in, n)) {
	case GATHER_MORE:
		return 0;
	case GATHER_TOO_LARGE:
		lws_close_reason(wsi, LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE, NULL, 0);
		return -1;
	case GATHER_WHOLE:
		break;
	}
	c->serve->ops->on_frame(c->peer, (struct str) { buf_text(&c->in), c->in.n },
				lws_frame_is_binary(wsi) != 0);
	buf_finish(&c->in); /* thousands of idle ones keep nothing */
	return 0;
}

static int ws_ping(struct serve_conn *c)
{
	unsigned char none[LWS_PRE + 1];

	c->wants_ping = false;
	lws_callback_on_writable(c->wsi);
	return lws_write(c->wsi, none + LWS_PRE, 0, LWS_WRITE_PING) < 0 ? -1 : 0;
}

static int ws_write(struct lws *wsi, struct serve_conn *c)
{
	struct serve *s = serve_of(wsi);
	bool binary = false, more = false;

	if (!c)
		return -1;
	if (c->wants_ping)
		return ws_ping(c);
	buf_reset(&s->out);
	s->writing = true;
	s->ops->on_writable(c->peer, &s->out, &binary, &more);
	s->writing = false;
	if (s->out.n == 0 && c->closing)
		lws_close_reason(wsi, LWS_CLOSE_STATUS_NORMAL, NULL, 0);
	if (s->out.n == 0)
		return c->closing ? -1 : 0;
	if (!common_write(wsi, &s->wire, &s->out, binary))
		return -1;
	nagle_wrote(&c->nagle);
	if (!c->since_ms)
		c->since_ms = clock_ms();
	if (more || c->closing)
		lws_callback_on_writable(wsi);
	return 0;
}

static void ws_gone(struct slot *slot)
{
	struct serve_conn *c = slot->conn;

	slot->conn = NULL;
	if (!c)
		return;
	conn_remove(c->serve, c);
	nagle_leave(&c->serve->nagle, &c->nagle);
	c->serve->ops->on_close(c->peer);
	buf_finish(&c->in);
	free(c);
}

int ws_callback(struct lws *wsi, reason_t reason, void *user, void *in, size_t n)
{
	struct slot *slot = user;

	switch ((int)reason) {
	case LWS_CALLBACK_ADD_HEADERS:
		scratch_find(&serve_of(wsi)->scratch, in);
		return 0;
	case LWS_CALLBACK_ESTABLISHED:
		return ws_begin(wsi, slot);
	case LWS_CALLBACK_RECEIVE:
		return ws_read(wsi, slot->conn, in, n);
	case LWS_CALLBACK_RECEIVE_PONG:
		if (slot->conn)
			conn_heard(slot->conn);
		return 0;
	case LWS_CALLBACK_SERVER_WRITEABLE:
		return ws_write(wsi, slot->conn);
	case LWS_CALLBACK_CLOSED:
		ws_gone(slot);
		return 0;
	default:
		return 0;
	}
}

/*
 * At once where there is room: to ask the loop for it costs as much as the write.  Not from
 * within on_open, whose answer is the peer.
 */
bool serve_arrived(const struct serve_conn *c)
{
	return !lws_partial_buffered(c->wsi) &&
	       path_look(lws_get_socket_fd(c->wsi), 0) == PATH_CLEAR;
}

void serve_want_write(struct serve_conn *c)
{
	if (!c->closing && nagle_holds(&c->serve->nagle, &c->nagle))
		return;
	if (!c->peer || c->serve->writing || c->closing || c->wants_ping ||
	    lws_send_pipe_choked(c->wsi))
		lws_callback_on_writable(c->wsi);
	else if (ws_write(c->wsi, c) < 0)
		pulse_end(lws_get_socket_fd(c->wsi));
}

void serve_known(struct serve_conn *c)
{
	door_known(c->wsi);
}

void serve_close(struct serve_conn *c)
{
	c->closing = true;
	lws_callback_on_writable(c->wsi);
}
