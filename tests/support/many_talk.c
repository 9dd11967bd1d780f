/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include <openssl/ssl.h>

#include "support/many_in.h"
#include "wire/wire.h"

enum { BINARY = 0x82, CLOSE = 0x88, PING = 0x89, MASKED = 0x80, SHORT = 126, LONG = 127 };

/* Out */

void many_flush(struct one *o)
{
	size_t sent = 0;

	while (sent < o->out.n) {
		int n = SSL_write(o->tls, o->out.p + sent, (int)(o->out.n - sent));

		if (n <= 0)
			break;
		sent += (size_t)n;
	}
	if (sent && sent < o->out.n)
		memmove(o->out.p, o->out.p + sent, o->out.n - sent);
	o->out.n -= sent;
	many_waits(o, o->out.n > 0);
}

/* The mask is of zeroes: it has to be there, and may be anything. */
void many_put(struct one *o, const char *packed, size_t n)
{
	const unsigned char small[] = { BINARY, (unsigned char)(MASKED | n), 0, 0, 0, 0 };
	const unsigned char large[] = {
		BINARY, MASKED | SHORT, (unsigned char)(n >> 8), (unsigned char)n, 0, 0, 0, 0
	};

	if (n < SHORT)
		buf_add(&o->out, small, sizeof(small));
	else
		buf_add(&o->out, large, sizeof(large));
	buf_add(&o->out, packed, n);
}

static void pack(struct buf *out, const struct wire_msg *w)
{
	struct buf json;

	buf_init(&json, WIRE_FRAME_MAX);
	buf_init(out, WIRE_FRAME_MAX);
	wire_add(&json, w, NULL);
	wire_close(&json);
	wire_pack((struct str) { json.p, json.n }, out);
	buf_finish(&json);
}

void many_pack_say(struct buf *out, int64_t group, int64_t ticket, const char *text)
{
	const struct wire_msg w = { .type = WIRE_SAY,
				    .has = WIRE_G | WIRE_K | WIRE_B,
				    .g = group,
				    .k = ticket,
				    .b = str_of(text) };

	pack(out, &w);
}

void many_ask(struct one *o, int64_t seq, int64_t n)
{
	const struct wire_msg w = { .type = WIRE_MORE,
				    .has = WIRE_G | WIRE_S | WIRE_N,
				    .g = o->group,
				    .s = seq,
				    .n = n };
	struct buf b;

	pack(&b, &w);
	many_put(o, b.p, b.n);
	buf_finish(&b);
	many_flush(o);
}

/* In: the server's JSON has no spaces, and no text in it has a bare quote. */

static const char *read_text(const char *p, const char *end, struct str *out)
{
	const char *from = ++p;

	while (p < end && *p != '"')
		p += *p == '\\' ? 2 : 1;
	*out = (struct str) { from, (size_t)(p - from) };
	return p + 1;
}

static const char *read_number(const char *p, const char *end, int64_t *out)
{
	int sign = p < end && *p == '-' ? -1 : 1;
	int64_t n = 0;

	for (p += sign < 0; p < end && *p >= '0' && *p <= '9'; p++)
		n = 10 * n + (*p - '0');
	*out = sign * n;
	return p;
}

/* From behind `{"t":"x"`; each field is `,"k":VALUE`. */
static const char *read_fields(const char *p, const char *end, struct heard *m)
{
	int64_t *const numbers[128] = {
		['g'] = &m->g, ['s'] = &m->s, ['u'] = &m->u, ['k'] = &m->k
	};

	while (p + 5 < end && *p == ',') {
		const unsigned char key = p[2] & 127;
		struct str text;
		int64_t number;

		p += 5;
		if (*p == '"') {
			p = read_text(p, end, &text);
			if (key == 'b')
				m->b = text;
			else if (key == 'c')
				m->c = text;
			continue;
		}
		p = read_number(p, end, &number);
		if (numbers[key])
			*numbers[key] = number;
	}
	return p;
}

static void read_frame(struct one *o, struct str frame)
{
	struct many *m = o->many;
	const char *p, *end;

	if (!wire_unpack(frame, &m->json, NULL)) {
		many_gone(o);
		return;
	}
	end = m->json.p + m->json.n;
	for (p = m->json.p + 1; p + 8 < end && o->fd >= 0; p++) {
		struct heard heard = { .t = p[6] };

		p = read_fields(p + 8, end, &heard) + 1;
		if (heard.t == 'm' || heard.t == 'k')
			o->last = heard.s = heard.s ? heard.s : o->last + 1;
		m->conf.on_heard(m->conf.user, o, &heard);
	}
}

/* How many bytes the first frame has, head and all; 0: not all there. */
static size_t frame_size(const struct buf *in, size_t from, size_t *head)
{
	const unsigned char *p = (const unsigned char *)in->p + from;
	size_t have = in->n - from, n;

	*head = 2;
	if (have < 2)
		return 0;
	n = p[1] & 127;
	if (n == SHORT && have >= 4)
		n = (size_t)p[2] << 8 | p[3];
	else if (n == SHORT)
		return 0;
	*head = (p[1] & 127) == SHORT ? 4 : 2;
	/* No frame of the protocol is of the third form. */
	if ((p[1] & 127) == LONG)
		abort();
	return have >= *head + n ? *head + n : 0;
}

static void read_frames(struct one *o)
{
	size_t at = 0, head, n;

	while (o->fd >= 0 && (n = frame_size(&o->in, at, &head)) > 0) {
		const unsigned char kind = (unsigned char)o->in.p[at];

		if (kind == BINARY)
			read_frame(o, (struct str) { o->in.p + at + head, n - head });
		else if (kind == CLOSE)
			many_gone(o);
		at += n;
	}
	if (o->fd < 0)
		return;
	memmove(o->in.p, o->in.p + at, o->in.n - at);
	o->in.n -= at;
	if (o->in.n == 0)
		buf_finish(&o->in);
}

static void upgrade(struct one *o)
{
	char token[64];

	o->many->conf.token(o->person, token, sizeof(token));
	o->state = ONE_UPGRADES;
	buf_addf(&o->out,
		 "GET /w HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
		 "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
		 "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: " WIRE_D2 "\r\n"
		 "Authorization: Bearer %s\r\n\r\n",
		 token);
	many_flush(o);
}

/* False until the head of the answer is there. */
static bool upgraded(struct one *o)
{
	const char *end = o->in.n ? memmem(o->in.p, o->in.n, "\r\n\r\n", 4) : NULL;
	size_t n;

	if (!end)
		return false;
	if (o->in.n < 12 || memcmp(o->in.p + 9, "101", 3) != 0) {
		many_gone(o);
		return false;
	}
	n = (size_t)(end + 4 - o->in.p);
	memmove(o->in.p, o->in.p + n, o->in.n - n);
	o->in.n -= n;
	o->state = ONE_OPEN;
	o->many->under_way--;
	o->many->open++;
	return true;
}

static void shake(struct one *o)
{
	int rc = SSL_do_handshake(o->tls), why;

	if (rc == 1) {
		many_waits(o, false);
		upgrade(o);
		return;
	}
	why = SSL_get_error(o->tls, rc);
	if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE)
		many_gone(o);
	else
		many_waits(o, why == SSL_ERROR_WANT_WRITE);
}

static void take(struct one *o)
{
	static char some[65536];
	int n = 0, why;

	while (o->fd >= 0 && !o->deaf && (n = SSL_read(o->tls, some, sizeof(some))) > 0) {
		o->bytes_in += (uint64_t)n;
		if (!buf_add(&o->in, some, (size_t)n))
			abort();
		if (o->state == ONE_OPEN || upgraded(o))
			read_frames(o);
	}
	if (o->fd < 0 || o->deaf)
		return;
	why = SSL_get_error(o->tls, n);
	if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE)
		many_gone(o);
}

void many_work(struct one *o, unsigned events)
{
	if (o->state < ONE_UPGRADES) {
		o->state = ONE_SHAKES;
		shake(o);
		return;
	}
	if (events & EPOLLOUT)
		many_flush(o);
	if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
		take(o);
}
