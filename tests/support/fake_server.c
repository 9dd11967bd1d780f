/* SPDX-License-Identifier: MIT */
#include "support/fake_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "wire/wire.h"

/* Frames that wait to be written */

void fake_server_send_raw(struct fake_server *s, const void *p, size_t n)
{
	buf_add(&s->out, &n, sizeof(n));
	buf_add(&s->out, p, n);
	if (s->conn)
		serve_want_write(s->conn);
}

void fake_server_send(struct fake_server *s, const char *json)
{
	struct buf frame;

	buf_init(&frame, WIRE_FRAME_MAX);
	if (!wire_pack(str_of(json), &frame))
		abort();
	fake_server_send_raw(s, frame.p, frame.n);
	buf_finish(&frame);
}

static void on_writable(void *peer, struct buf *out, bool *binary, bool *more)
{
	struct fake_server *s = peer;
	size_t n;

	*binary = true;
	if (s->out.n == 0)
		return;
	memcpy(&n, s->out.p, sizeof(n));
	buf_add(out, s->out.p + sizeof(n), n);
	s->out.n -= sizeof(n) + n;
	memmove(s->out.p, s->out.p + sizeof(n) + n, s->out.n);
	*more = s->out.n > 0;
}

static void send_all(struct fake_server *s, struct buf *json)
{
	if (wire_close(json))
		fake_server_send(s, buf_text(json));
	buf_finish(json);
}

static void send_one(struct fake_server *s, const struct wire_msg *m)
{
	struct buf json;

	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	if (!wire_add(&json, m, NULL))
		abort();
	send_all(s, &json);
}

/* What it says */

static void add_range(struct fake_server *s, int64_t from, int64_t to)
{
	struct buf json;
	struct wire_link link = { 0 };

	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	for (int64_t seq = from; seq <= to; seq++) {
		const struct fake_said *said = &s->said[seq - 1];
		bool own = said->ticket && said->device == s->device;
		struct wire_msg m = { .type = WIRE_MESSAGE,
				      .has = WIRE_G | WIRE_S | WIRE_U | WIRE_D | WIRE_B |
					     (own ? WIRE_K : 0),
				      .g = FAKE_GROUP,
				      .s = seq,
				      .u = said->member,
				      .d = 1000000 + 1000 * seq,
				      .k = own ? said->ticket : 0,
				      .b = str_of(said->text) };

		wire_link_write(&link, &m);
		if (!wire_add(&json, &m, NULL))
			abort();
	}
	send_all(s, &json);
}

/* The highest that it has of the device; 0 where that is not above what the client says. */
static int64_t unknown_ticket(const struct fake_server *s)
{
	const char *at = strstr(s->query, "&k=");
	int64_t top = at ? strtoll(at + 3, NULL, 10) : INT64_MAX, sure = top;

	for (int64_t i = 0; i < s->said_count; i++)
		if (s->said[i].device == s->device && s->said[i].ticket > top)
			top = s->said[i].ticket;
	for (int64_t i = 0; i < s->asked_count; i++)
		if (s->asked[i].device == s->device && s->asked[i].ticket > top)
			top = s->asked[i].ticket;
	return top > sure ? top : 0;
}

static void greet(struct fake_server *s)
{
	const int64_t unknown = unknown_ticket(s);
	struct buf json;

	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	buf_addf(&json, "[{\"t\":\"h\",");
	if (unknown)
		buf_addf(&json, "\"k\":%lld,", (long long)unknown);
	buf_addf(&json,
		 "\"u\":%d,\"x\":\"Ana\",\"r\":\"%s\",\"d\":%lld},"
		 "{\"t\":\"g\",\"g\":%d,\"x\":\"Tuesday\",\"s\":%lld,\"n\":%lld},"
		 "{\"t\":\"p\",\"g\":%d,\"u\":%d,\"x\":\"Mara\",\"r\":\"facilitator\",\"n\":0},"
		 "{\"t\":\"p\",\"g\":%d,\"u\":%d,\"x\":\"Ana\",\"r\":\"%s\",\"n\":0}]",
		 FAKE_ME, s->role ? s->role : "patient",
		 (long long)(s->now_utc_ms ? s->now_utc_ms : 1000000), FAKE_GROUP,
		 (long long)s->said_count, (long long)s->read_seq, FAKE_GROUP, FAKE_MARA,
		 FAKE_GROUP, FAKE_ME, s->role ? s->role : "patient");
	fake_server_send(s, buf_text(&json));
	buf_finish(&json);
}

static int64_t cursor_of(const char *query)
{
	const char *at = strstr(query, "c=1.");

	return at ? strtoll(at + 4, NULL, 10) : 0;
}

static void *on_open(void *user, struct serve_conn *conn, const struct serve_asked *a)
{
	struct fake_server *s = user;
	int64_t from = cursor_of(a->query) + 1, page = s->page ? s->page : WIRE_PAGE;
	char json[64];

	s->opens++;
	s->conn = conn;
	buf_reset(&s->out);
	snprintf(s->query, sizeof(s->query), "%s", a->query);
	snprintf(s->bearer, sizeof(s->bearer), "%s", a->bearer);
	if (s->refusal) {
		snprintf(json, sizeof(json), "[{\"t\":\"e\",\"c\":\"%s\"}]", s->refusal);
		fake_server_send(s, json);
		serve_close(conn);
		return s;
	}
	greet(s);
	if (from <= s->said_count - page)
		from = s->said_count - page + 1;
	if (from <= s->said_count)
		add_range(s, from, s->said_count);
	if (s->program && strstr(a->query, "w=") &&
	    strtoll(strstr(a->query, "w=") + 2, NULL, 10) < s->version)
		fake_server_send(s, s->program);
	if (s->cases && strstr(a->query, "&v=") &&
	    strtoll(strstr(a->query, "&v=") + 3, NULL, 10) < s->case_version)
		fake_server_send(s, s->cases);
	return s;
}

static void on_close(void *peer)
{
	struct fake_server *s = peer;

	s->conn = NULL;
}

void fake_server_say_unheard(struct fake_server *s, int64_t member, const char *text)
{
	if (s->said_count == FAKE_SAID_MAX)
		abort();
	s->said[s->said_count++] =
		(struct fake_said) { .member = member, .text = mem_dup(text, strlen(text)) };
}

void fake_server_say(struct fake_server *s, int64_t member, const char *text)
{
	fake_server_say_unheard(s, member, text);
	if (s->conn)
		add_range(s, s->said_count, s->said_count);
}

/* What it hears */

static int64_t find_ticket(const struct fake_server *s, int64_t ticket)
{
	for (int64_t i = 0; i < s->said_count; i++)
		if (s->said[i].device == s->device && s->said[i].ticket == ticket)
			return i + 1;
	return 0;
}

static void on_say(struct fake_server *s, const struct wire_msg *m)
{
	struct wire_msg answer = { .type = WIRE_STORED,
				   .has = WIRE_G | WIRE_K | WIRE_S | WIRE_D,
				   .g = m->g,
				   .k = m->k };

	s->says++;
	if (s->error && (!s->error_group || s->error_group == m->g)) {
		answer.type = WIRE_ERROR;
		answer.has = WIRE_C | WIRE_G | WIRE_K;
		answer.c = str_of(s->error);
		send_one(s, &answer);
		return;
	}
	answer.s = find_ticket(s, m->k);
	if (!answer.s) {
		fake_server_say_unheard(s, FAKE_ME, m->b.p);
		answer.s = s->said_count;
		s->said[answer.s - 1].ticket = m->k;
		s->said[answer.s - 1].device = s->device;
	}
	answer.d = 1000000 + 1000 * answer.s;
	if (!s->mute)
		send_one(s, &answer);
}

static void on_seen(struct fake_server *s, const struct wire_msg *m)
{
	s->seens++;
	s->last_seen = m->s;
}

static void on_more(struct fake_server *s, const struct wire_msg *m)
{
	s->mores++;
	add_range(s, m->s, m->s + m->n - 1);
}

static void on_text(struct fake_server *s, const struct wire_msg *m)
{
	s->texts++;
	s->last_text = m->s;
}

/* The schedule */

static int64_t find_asked(const struct fake_server *s, int64_t ticket)
{
	for (int64_t i = 0; i < s->asked_count; i++)
		if (s->asked[i].device == s->device && s->asked[i].ticket == ticket)
			return i + 1;
	return 0;
}

static void note_asked(struct fake_server *s, const struct wire_msg *m)
{
	struct fake_asked *a = &s->asked[s->asked_count++];

	if (s->asked_count == FAKE_ASKED_MAX)
		abort();
	a->device = s->device;
	a->ticket = m->k;
	snprintf(a->text, sizeof(a->text), "%s %.*s", wire_rows[m->type].t, (int)m->r.n,
		 m->r.p);
	for (int i = 0; i < 3; i++) {
		const struct str part = i == 0 ? m->c : i == 1 ? m->x : m->b;
		size_t n = strlen(a->text);

		if (part.n)
			snprintf(a->text + n, sizeof(a->text) - n, " %.*s", (int)part.n,
				 part.p);
	}
	if (m->has & (WIRE_S | WIRE_D)) {
		size_t n = strlen(a->text);

		snprintf(a->text + n, sizeof(a->text) - n, " %lld at %lld", (long long)m->s,
			 (long long)m->d);
	}
}

static void send_request(struct fake_server *s, const struct wire_msg *m, int64_t row)
{
	struct wire_msg q = *m;
	struct buf json;

	q.type = WIRE_REQUEST;
	q.has = WIRE_S | WIRE_U | WIRE_N | WIRE_R | WIRE_C | WIRE_D | WIRE_K |
		(m->has & (WIRE_X | WIRE_B));
	q.s = row;
	q.u = FAKE_ME;
	q.n = s->request_state ? s->request_state : WIRE_REQUEST_GRANTED;
	q.d = 1000000;
	buf_init(&json, 8192);
	if (!wire_add(&json, &q, NULL))
		abort();
	buf_addf(&json, ",{\"t\":\"P\",\"k\":%lld}", (long long)++s->version);
	send_all(s, &json);
}

static void on_asked(struct fake_server *s, const struct wire_msg *m)
{
	struct wire_msg answer = { .type = WIRE_SETTLED, .has = WIRE_K | WIRE_S, .k = m->k };

	s->asks++;
	answer.s = find_asked(s, m->k);
	if (s->ask_error) {
		answer.has = WIRE_K | WIRE_C;
		answer.c = str_of(s->ask_error);
	} else if (!answer.s) {
		note_asked(s, m);
		answer.s = s->asked_count;
	}
	if (s->ask_mute)
		return;
	send_one(s, &answer);
	if (m->type == WIRE_ASK && m->has & WIRE_C && !s->ask_error)
		send_request(s, m, answer.s);
}

static void on_wish(struct fake_server *s, const struct wire_msg *m)
{
	send_one(s,
		 &(struct wire_msg) {
			 .type = WIRE_GRANTED, .has = WIRE_G | WIRE_K, .g = m->g, .k = m->k });
}

static void (*const rows[WIRE_TYPES])(struct fake_server *s, const struct wire_msg *m) = {
	[WIRE_SAY] = on_say,    [WIRE_SEEN] = on_seen,  [WIRE_MORE] = on_more,
	[WIRE_TEXT] = on_text,  [WIRE_ASK] = on_asked,  [WIRE_SET] = on_asked,
	[WIRE_FEED] = on_asked, [WIRE_WORK] = on_asked, [WIRE_WISH] = on_wish,
};

static void on_frame(void *peer, struct str frame, bool binary)
{
	struct fake_server *s = peer;
	struct wire_frame got = { 0 };
	struct arena mem = { 0 };
	struct buf json;

	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	if (!binary || !wire_unpack(frame, &json, NULL) ||
	    !wire_decode((struct str) { json.p, json.n }, WIRE_CLIENT, &mem, &got, NULL))
		abort(); /* our client sends no such thing */
	s->frames++;
	s->frame_bytes = frame.n;
	buf_addf(&s->heard, "%s\n", buf_text(&json));
	if (s->poison && strstr(buf_text(&json), s->poison))
		fake_server_send(s, "[{\"t\":\"e\",\"c\":\"form\"}]");
	else
		for (size_t i = 0; i < got.n; i++)
			rows[got.msgs[i].type](s, &got.msgs[i]);
	buf_finish(&json);
	arena_finish(&mem);
}

/* HTTP */

static void add_escaped(struct buf *out, const char *text)
{
	for (; *text; text++)
		if (*text == '\n')
			buf_adds(out, "\\n");
		else
			buf_add(out, text, 1);
}

static void on_request(void *user, struct serve_request *r, const struct serve_asked *a)
{
	struct fake_server *s = user;
	bool fails = s->http_error && (!s->http_error_at || !strcmp(s->http_error_at, a->path));
	struct buf json;

	snprintf(s->path, sizeof(s->path), "%s", a->path);
	snprintf(s->body, sizeof(s->body), "%.*s", (int)a->body.n, a->body.p);
	snprintf(s->bearer, sizeof(s->bearer), "%s", a->bearer);
	if (!fails && s->give && s->give(r, a->path)) {
		strncat(s->paths, a->path, sizeof(s->paths) - strlen(s->paths) - 1);
		return;
	}
	strncat(s->paths, a->path, sizeof(s->paths) - strlen(s->paths) - 1);
	buf_init(&json, 8192);
	if (fails) {
		buf_addf(&json, "{\"error\":\"%s\"}", s->http_error);
	} else if (strcmp(a->path, "/v1/enrol") == 0 || strcmp(a->path, "/v1/signin") == 0) {
		s->device += !s->knows || !s->device;
		buf_addf(&json,
			 "{\"member\":%d,\"name\":\"Ana\",\"role\":\"patient\",\"device\":%lld,"
			 "\"token\":\"%s",
			 FAKE_ME, (long long)s->device, s->token ? s->token : "T-");
		buf_addf(&json, s->token ? "\",\"ca\":\"" : "%lld\",\"ca\":\"",
			 (long long)s->device);
		add_escaped(&json, s->certs.ca_pem);
		buf_adds(&json, "\"}");
	} else {
		buf_adds(&json, "{}");
	}
	serve_answer(r, fails ? 403 : 200, (struct str) { json.p, json.n });
	buf_finish(&json);
}

static const struct serve_ops ops = { .on_request = on_request,
				      .on_open = on_open,
				      .on_frame = on_frame,
				      .on_writable = on_writable,
				      .on_close = on_close };

/* Life */

void fake_server_up(struct fake_server *s, const struct certs *c)
{
	const struct serve_conf conf = { .address = "127.0.0.1",
					 .port = s->port,
					 .cert_file = (c ? c : &s->certs)->cert_file,
					 .key_file = (c ? c : &s->certs)->key_file,
					 .frame_max = WIRE_FRAME_MAX,
					 .body_max = WIRE_BODY_MAX,
					 .plain_protocol = WIRE_PLAIN,
					 .compressed_protocol = WIRE_D2 };
	struct err err = { 0 };

	s->loop = loop_create();
	s->serve = serve_create(s->loop, &conf, &ops, s, &err);
	if (!s->serve) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	s->port = serve_port(s->serve);
}

void fake_server_down(struct fake_server *s)
{
	if (!s->serve)
		return;
	serve_destroy(s->serve);
	loop_destroy(s->loop);
	s->serve = NULL;
	s->loop = NULL;
	s->conn = NULL;
}

void fake_server_cut(struct fake_server *s)
{
	if (s->conn)
		serve_close(s->conn);
}

void fake_server_init(struct fake_server *s, const char *dir)
{
	const struct certs_want want = { "IP:127.0.0.1", -1, 30 };

	*s = (struct fake_server) { 0 };
	buf_init(&s->out, 4 << 20);
	buf_init(&s->heard, 4 << 20);
	certs_make(&s->certs, dir, "good", &want);
	fake_server_up(s, NULL);
}

void fake_server_finish(struct fake_server *s)
{
	fake_server_down(s);
	for (int64_t i = 0; i < s->said_count; i++)
		free(s->said[i].text);
	buf_finish(&s->out);
	buf_finish(&s->heard);
}
