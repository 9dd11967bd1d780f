/* SPDX-License-Identifier: MIT */
#include "support/twofold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"

enum { JSON = 512 };

int twofold_open(void **state)
{
	static struct counter c;

	counter_open(&c);
	*state = &c;
	return 0;
}

int twofold_close(void **state)
{
	counter_close(*state);
	return 0;
}

/* What the server says to that, as this person's. */
const char *twofold_name(struct counter *c, int64_t who, int group, const char *called)
{
	char json[JSON];

	for (int64_t i = 0; i < COUNTER_PEOPLE; i++)
		c->conns[i].heard[0] = '\0';
	snprintf(json, sizeof(json),
		 "{\"t\":\"c\",\"g\":%d,\"k\":@,\"c\":\"name\",\"b\":\"%s\"}", group, called);
	return counter_ask(c, who, json);
}

/* The next message in what was heard; all of it lives in `mem`. */
bool twofold_next(const char **at, struct arena *mem, struct wire_msg *out)
{
	const char *row = strstr(*at, "{\"t\":");
	struct err err = { 0 };
	struct wire_frame got;

	if (!row)
		return false;
	*at = row + strcspn(row, "}") + 1;
	row = arena_fmt(mem, "[%.*s]", (int)(*at - row), row);
	if (!wire_decode(str_of(row), WIRE_SERVER, mem, &got, &err) || got.n != 1)
		fail_msg("%s: %s", row, err.text);
	*out = got.msgs[0];
	return true;
}

/* By what number somebody who is called so was told of; 0: nobody is. */
int64_t twofold_number(const char *said, const char *called)
{
	struct arena mem = { 0 };
	struct wire_msg m;
	int64_t number = 0;

	while (!number && twofold_next(&said, &mem, &m))
		if (m.type == WIRE_PERSON && str_is(m.x, called))
			number = m.u;
	arena_finish(&mem);
	return number;
}

/* In how many messages of that group (0: of any) does this number stand for somebody? */
int twofold_told(const char *said, int64_t group, int64_t number)
{
	struct arena mem = { 0 };
	struct wire_msg m;
	int n = 0;

	while (twofold_next(&said, &mem, &m))
		n += (!group || m.g == group) &&
		     (m.u == number || (m.has & WIRE_U && m.k == number));
	arena_finish(&mem);
	return n;
}

/* With the group at its '%'; what Ben hears of it goes to `out`. */
static void must(struct counter *c, int64_t who, int64_t group, const char *json,
		 struct buf *out)
{
	const char *at = strchr(json, '%');
	char asked[JSON];

	snprintf(asked, sizeof(asked), "%.*s%" PRId64 "%s", (int)(at - json), json, group,
		 at + 1);
	c->conns[BEN].heard[0] = '\0';
	if (who == GUS)
		c->ticket += TWOFOLD_TICKETS;
	counter_must(c, who, asked);
	if (who == GUS)
		c->ticket -= TWOFOLD_TICKETS;
	buf_adds(out, c->conns[BEN].heard);
}

/* All that he does where Ben hears it. */
void twofold_takes_part(struct counter *c, int64_t group, struct buf *out)
{
	static const char accept[] = "{\"t\":\"c\",\"g\":%,\"k\":@,\"c\":\"accept\"}";
	static const char file[] =
		"{\"t\":\"I\",\"k\":@,\"r\":\"file\",\"g\":%,\"c\":\"phq-9\",\"d\":1,"
		"\"b\":\"/44250-9\\t#1\\n/44260-8\\t#1\\n\"}";
	static const char *const by_gus[] = {
		"{\"t\":\"y\",\"g\":%,\"k\":@,\"b\":\"Hello.\"}",
		"{\"t\":\"c\",\"g\":%,\"k\":@,\"c\":\"react\",\"n\":1}",
		"{\"t\":\"c\",\"g\":%,\"k\":@,\"c\":\"ask\",\"b\":\"Why?\"}",
		"{\"t\":\"c\",\"g\":%,\"k\":@,\"c\":\"danger\"}",
	};

	must(c, BEN, group, "{\"t\":\"y\",\"g\":%,\"k\":@,\"b\":\"Hi.\"}", out);
	must(c, GRACE, group, "{\"t\":\"c\",\"g\":%,\"k\":@,\"c\":\"open\",\"b\":\"talk\"}",
	     out);
	must(c, BEN, group, accept, out);
	must(c, GUS, group, accept, out);
	must(c, GUS, group, "{\"t\":\"c\",\"g\":%,\"k\":@,\"c\":\"raise\",\"d\":0,\"b\":\"x\"}",
	     out);
	must(c, GRACE, group, "{\"t\":\"c\",\"g\":%,\"k\":@,\"c\":\"call\",\"u\":6}", out);
	for (size_t i = 0; i < sizeof(by_gus) / sizeof(by_gus[0]); i++)
		must(c, GUS, group, by_gus[i], out);
	must(c, GUS, group, file, out);
}

/* And all who are told something of it have been. */
void twofold_reload(struct counter *c)
{
	server_reload(&c->house->s);
	house_settle(c->house);
	counter_ask(c, EVE, "{\"t\":\"a\",\"g\":1,\"s\":1}");
}

/* Ben comes into Thursday, where Gus is, too. */
void twofold_ben_comes(struct counter *c)
{
	house_must(c->house, (struct store_req) { .op = STORE_MEMBER_ADD,
						  .group = THURSDAY,
						  .member = BEN });
	twofold_reload(c);
}

/* What waits for company goes. */
void twofold_time(struct counter *c)
{
	hub_tick(c->house->s.hub, clock_ms());
	hub_tick(c->house->s.hub, clock_ms() + HUB_BATCH_MS);
	counter_ask(c, EVE, "{\"t\":\"a\",\"g\":1,\"s\":1}");
}

/* On a new connection, with all that there is. */
void twofold_again(struct counter *c, struct buf *out)
{
	house_join(c->house, BEN, "Ben", "patient");
	buf_adds(out, house_hear(c->house, BEN));
	hub_leave(c->house->s.hub, c->house->peers[BEN].hub, 1);
	c->house->peers[BEN].hub = NULL;
}
