/* SPDX-License-Identifier: MIT */
#include "support/counter.h"

#include <inttypes.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"
#include "server/session.h"

static const struct {
	const char *name, *role;
	int64_t group; /* 0: house_begin has enrolled them */
} people[COUNTER_PEOPLE] = {
	[ANA] = { "Ana", "patient", 0 },         [BEN] = { "Ben", "patient", 0 },
	[GRACE] = { "Grace", "facilitator", 0 }, [EVE] = { "Eve", "patient", TUESDAY },
	[UNA] = { "Una", "family", TUESDAY },    [GUS] = { "Gus", "patient", THURSDAY },
	[ADAM] = { "Adam", "admin", TUESDAY },   [DAN] = { "Dan", "patient", TUESDAY },
	[CAL] = { "Cal", "patient", SATURDAY },  [FAY] = { "Fay", "facilitator", SATURDAY },
	[ABE] = { "Abe", "admin", SATURDAY },    [NOBODY] = { "Nobody", "patient", 0 },
};

/* ---- in place of net/serve ---- */

struct serve_request {
	struct counter *counter;
	bool done;
};

void serve_want_write(struct serve_conn *c)
{
	c->wants = true;
}

bool serve_arrived(const struct serve_conn *c)
{
	return c != NULL;
}

void serve_close(struct serve_conn *c)
{
	c->wants = c->closing = true;
}

void serve_known(struct serve_conn *c)
{
	(void)c;
}

bool serve_show(struct serve *s, const char *cert_file, const char *key_file, struct err *err)
{
	(void)s, (void)cert_file, (void)key_file, (void)err;
	return true;
}

void serve_answer(struct serve_request *r, int status, struct str json)
{
	r->done = true;
	r->counter->status = status;
	snprintf(r->counter->answer, sizeof(r->counter->answer), "%.*s", (int)json.n, json.p);
}

void serve_answer_file(struct serve_request *r, const struct serve_file *f)
{
	serve_answer(r, 200, f->body);
}

struct serve *serve_create(struct loop *l, const struct serve_conf *conf,
			   const struct serve_ops *ops, void *user, struct err *err)
{
	(void)l, (void)conf, (void)ops, (void)user, (void)err;
	return NULL;
}

int serve_port(const struct serve *s)
{
	(void)s;
	return 0;
}

void serve_destroy(struct serve *s)
{
	(void)s;
}

/* ---- what it writes ---- */

static void write_out(struct serve_conn *conn)
{
	bool binary, more = true;

	while (conn->peer && more) {
		struct buf out;

		buf_init(&out, WIRE_FRAME_MAX);
		conn_ops.on_writable(conn->peer, &out, &binary, &more);
		snprintf(conn->heard + strlen(conn->heard), HOUSE_TEXT - strlen(conn->heard),
			 "%s", buf_text(&out));
		buf_finish(&out);
	}
	if (conn->closing && conn->peer) {
		conn_ops.on_close(conn->peer);
		conn->peer = NULL;
	}
}

static void drain(struct counter *c)
{
	for (bool any = true; any;) {
		any = false;
		for (int64_t i = 1; i < COUNTER_PEOPLE; i++) {
			if (!c->conns[i].wants)
				continue;
			c->conns[i].wants = false;
			write_out(&c->conns[i]);
			any = true;
		}
	}
}

static bool is_busy(const struct server *s)
{
	if (s->loading || s->plan.underway || s->cases.underway)
		return true;
	for (const struct session *at = s->sessions; at; at = at->next)
		if (at->busy || at->waiting)
			return true;
	for (const struct peer *p = s->peers; p; p = p->next)
		if (p->refs > 1)
			return true;
	return false;
}

static void settle(struct counter *c, const struct serve_request *r)
{
	struct server *s = &c->house->s;
	struct pollfd p[] = { { .fd = store_fd(s->store), .events = POLLIN },
			      { .fd = loop_fd(s->loop), .events = POLLIN } };

	drain(c);
	while (is_busy(s) || (r && !r->done)) {
		poll(p, 2, s->door.records ? 10 : -1);
		if (s->door.records) /* on another thread */
			loop_work_once(s->loop);
		store_drain(s->store);
		drain(c);
	}
}

/* ---- people ---- */

static void enter(struct counter *c, int64_t who)
{
	const struct serve_asked asked = { .path = "/w",
					   .query = "w=0&v=0",
					   .bearer = people[who].name,
					   .address = "127.0.0.1" };
	struct serve_conn *conn = &c->conns[who];

	*conn = (struct serve_conn) { .wants = true };
	conn->peer = conn_ops.on_open(&c->house->s, conn, &asked);
	settle(c, NULL);
}

static void enrol_all(struct counter *c)
{
	struct house *h = c->house;

	house_must(h, (struct store_req) { .op = STORE_GROUP_ADD, .a = str_of("Saturday") });
	for (int64_t i = 1; i < COUNTER_PEOPLE; i++)
		if (people[i].group)
			house_enrol(h, people[i].name, people[i].role, people[i].group);
	house_must(h, (struct store_req) { .op = STORE_USER_SET, .member = DAN, .seq = 1 });
	server_reload(&h->s);
	house_settle(h);
}

static void plan(struct counter *c, int64_t who, int64_t group)
{
	char json[400], start[32];
	const time_t at = (time_t)(c->house->first_ms / 1000);
	struct tm tm;

	gmtime_r(&at, &tm);
	strftime(start, sizeof(start), "%Y%m%dT%H%M%SZ", &tm);
	snprintf(json, sizeof(json),
		 "{\"t\":\"E\",\"k\":@,\"d\":0,\"g\":%" PRId64
		 ",\"r\":\"group\",\"x\":\"Skills\","
		 "\"c\":\"%s\",\"b\":\"DTSTART:%s\\nDURATION:PT1H\\nRRULE:FREQ=WEEKLY;COUNT="
		 "9\\n\"}",
		 group, group == SATURDAY ? "other" : "skills", start);
	counter_must(c, who, json);
}

/* ---- messages ---- */

static void expand(struct counter *c, const char *json, struct buf *out)
{
	buf_add(out, "[", 1);
	for (; *json; json++)
		if (*json == '@')
			buf_addf(out, "%" PRId64, ++c->ticket);
		else if (*json == '$')
			buf_addf(out, "%" PRId64, c->house->first_ms);
		else if (*json == '#')
			buf_addf(out, "%" PRId64, clock_utc_ms());
		else
			buf_add(out, json, 1);
	buf_add(out, "]", 1);
}

/* The state of a request that was kept, and is not for who asked. */
#define NOT_THEIRS "\"n\":9,"

/* In what was heard: what answers it. */
static const char *find_answer(struct counter *c, const char *heard, const char *json)
{
	static char code[WIRE_CODE_MAX + 1];
	char ticket[40];
	const char *at;

	snprintf(ticket, sizeof(ticket), "\"k\":%" PRId64, c->ticket);
	at = strstr(heard, "{\"t\":\"e\"");
	for (const char *k = strstr(heard, "{\"t\":\"K\""); k && !at;
	     k = strstr(k + 1, "{\"t\":\"K\""))
		at = strncmp(k + 9, ticket, strlen(ticket)) == 0 ? k : NULL;
	if (!at && strchr(json, '@') && !strstr(heard, ticket))
		return "silence";
	if (!at && strstr(heard, "{\"t\":\"Q\"") && strstr(heard, NOT_THEIRS))
		return WIRE_E_ROLE;
	at = at ? strstr(at, "\"c\":\"") : NULL;
	snprintf(code, sizeof(code), "%.*s", at ? (int)strcspn(at + 5, "\"") : 0,
		 at ? at + 5 : "");
	return code;
}

static void is_never_too_fast(struct peer *p)
{
	for (size_t i = 0; i < sizeof(p->gates) / sizeof(p->gates[0]); i++)
		p->gates[i].bucket = (struct bucket) { 0 };
}

const char *counter_ask(struct counter *c, int64_t who, const char *json)
{
	struct serve_conn *conn = &c->conns[who];
	struct buf frame;

	if (!conn->peer)
		enter(c, who);
	if (conn->peer) {
		conn->heard[0] = '\0';
		is_never_too_fast(conn->peer);
		buf_init(&frame, WIRE_FRAME_MAX);
		expand(c, json, &frame);
		conn_ops.on_frame(conn->peer, (struct str) { buf_text(&frame), frame.n },
				  false);
		buf_finish(&frame);
	}
	settle(c, NULL);
	return find_answer(c, conn->heard, json);
}

void counter_must(struct counter *c, int64_t who, const char *json)
{
	const char *no = counter_ask(c, who, json);

	if (*no)
		fail_msg("%s may not %s: %s", people[who].name, json, no);
}

/* ---- requests ---- */

const char *counter_request(struct counter *c, int64_t who, const char *path, const char *body)
{
	static char code[WIRE_CODE_MAX + 1];
	struct serve_request r = { .counter = c };
	const struct serve_asked asked = { .path = path,
					   .post = body != NULL,
					   .query = "",
					   .bearer = people[who].name,
					   .address = "127.0.0.1",
					   .match = "",
					   .body = str_of(body) };
	const char *at;

	memset(c->house->s.door.throttle, 0, sizeof(*c->house->s.door.throttle));
	door_on_request(&c->house->s, &r, &asked);
	settle(c, &r);
	at = strstr(c->answer, "\"error\":\"");
	snprintf(code, sizeof(code), "%.*s", at ? (int)strcspn(at + 9, "\"") : 0,
		 at ? at + 9 : "");
	return code;
}

/* ---- life ---- */

/* Nobody waits for the time here. */
static void on_tick(void *user)
{
	(void)user;
}

static void begin_server(struct counter *c)
{
	struct server *s = &c->house->s;

	for (int64_t i = ANA; i <= GRACE; i++) {
		hub_leave(s->hub, c->house->peers[i].hub, 1);
		c->house->peers[i].hub = NULL;
	}
	while (hub_wanting(s->hub))
		;
	s->tick = loop_timer_create(s->loop, on_tick, s);
	s->gathering = false;
	s->ca_pem = mem_dup("", 0);
	buf_init(&s->json, WIRE_FRAME_INFLATED_MAX);
	s->door.throttle = mem_get(sizeof(*s->door.throttle));
}

static void swap_gus(struct counter *c)
{
	plan(c, GRACE, TUESDAY);
	plan(c, GRACE, THURSDAY);
	plan(c, FAY, SATURDAY);
	counter_must(c, GUS,
		     "{\"t\":\"W\",\"k\":@,\"r\":\"swap\",\"c\":\"2.$\",\"x\":\"1.$\"}");
	counter_must(c, GRACE, "{\"t\":\"W\",\"k\":@,\"r\":\"grant\",\"s\":1}");
}

void counter_open(struct counter *c)
{
	void *state;

	*c = (struct counter) { .ticket = 100 };
	assert_true(tmpdir_make(c->dir));
	house_begin(&state);
	c->house = state;
	assert_true(conf_set(&c->house->conf, "data", c->dir, NULL));
	begin_server(c);
	enrol_all(c);
	for (int64_t i = 1; i < COUNTER_PEOPLE; i++)
		enter(c, i);
	swap_gus(c);
}

void counter_close(struct counter *c)
{
	struct server *s = &c->house->s;
	void *state = c->house;

	for (int64_t i = 1; i < COUNTER_PEOPLE; i++)
		if (c->conns[i].peer)
			serve_close(&c->conns[i]);
	settle(c, NULL);
	loop_timer_destroy(s->tick);
	s->tick = NULL;
	buf_finish(&s->json);
	arena_finish(&s->frame);
	arena_finish(&s->door.names);
	feeds_finish(&s->feeds);
	free(s->ca_pem);
	free(s->door.throttle);
	s->door.throttle = NULL;
	house_end(&state);
	tmpdir_drop(c->dir);
}
