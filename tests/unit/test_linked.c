/* SPDX-License-Identifier: MIT */
/* One person in two groups: is there anything, in all that another is given who is in both, by which
 * the two can be told to be one? */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/twofold.h"

/* Of Gus, in a number that is nothing else here; and below FEW groups may have the same by chance. */
enum { HIS_DEVICE = 800001, FEW = 100 };

/* Is a number of these anywhere in it, be it a word of its own or a part of one? */
static bool has_number(const char *said, int64_t from, int64_t to)
{
	static const char digits[] = "0123456789";

	for (said += strcspn(said, digits); *said; said += strcspn(said, digits)) {
		const long long n = strtoll(said, NULL, 10);

		if (n >= from && n <= to)
			return true;
		said += strspn(said, digits);
	}
	return false;
}

/* What he has for himself in all groups. */
static void nothing_is_of_him(const char *said)
{
	assert_false(has_number(said, TWOFOLD_TICKETS, TWOFOLD_TICKETS + 1000));
	assert_false(has_number(said, HIS_DEVICE, HIS_DEVICE));
	assert_null(strstr(said, "Gus"));
}

static bool is_about(const struct wire_msg *m, int64_t group, int64_t number)
{
	return m->g == group && m->has & WIRE_U && (m->u == number || m->k == number);
}

/* Times are of the acts: in one group of before that moment, in the other since, as far as messages
 * tell it.  A session's is when its stage ends, whoever has the floor; without its number a message
 * has the time since the one before it. */
static void is_of_its_time(const struct wire_msg *m, int64_t group, int64_t turn_ms)
{
	const int64_t least_ms = turn_ms / 1000 * 1000;

	if (!(m->has & WIRE_D) || m->type == WIRE_SESSION ||
	    (m->type == WIRE_MESSAGE && !(m->has & WIRE_S)))
		return;
	if (group == TUESDAY)
		assert_true(m->d <= turn_ms);
	else
		assert_true(m->d >= least_ms);
}

/* A seat's n is a sum of what is so, of many people alike. */
static bool is_the_same(const struct wire_msg *a, const struct wire_msg *b)
{
	const unsigned both = a->has & b->has;

	return (both & WIRE_S && a->s >= FEW && a->s == b->s) ||
	       (both & WIRE_K && a->k >= FEW && a->k == b->k) ||
	       (both & WIRE_D && a->d == b->d && a->type != WIRE_MESSAGE) ||
	       (both & WIRE_X && str_eq(a->x, b->x)) ||
	       (both & WIRE_N && a->type != WIRE_SEAT && a->n >= FEW && a->n == b->n);
}

/* Each message about him in one group, and each in the other. */
static void no_two_are_alike(const char *said, int64_t there, int64_t here, int64_t turn_ms)
{
	struct arena mem = { 0 };
	struct wire_msg a, b;

	for (const char *at = said; twofold_next(&at, &mem, &a);) {
		if (is_about(&a, TUESDAY, there))
			is_of_its_time(&a, TUESDAY, turn_ms);
		if (is_about(&a, THURSDAY, here))
			is_of_its_time(&a, THURSDAY, turn_ms);
		for (const char *to = said;
		     is_about(&a, TUESDAY, there) && twofold_next(&to, &mem, &b);)
			if (is_about(&b, THURSDAY, here) && is_the_same(&a, &b))
				fail_msg("alike: %s and %s", wire_rows[a.type].word,
					 wire_rows[b.type].word);
	}
	arena_finish(&mem);
}

/* On another device than all others, of another number. */
static void gus_has_a_device(struct counter *c)
{
	struct serve_conn *conn = &c->conns[GUS];
	char token[SECRET_HASH];

	secret_hash("Gus", token);
	house_must(c->house, (struct store_req) { .op = STORE_DEVICES_DROP, .member = GUS });
	house_must(c->house, (struct store_req) { .op = STORE_DEVICE_ADD,
						  .member = GUS,
						  .device = HIS_DEVICE,
						  .utc_ms = clock_utc_ms(),
						  .a = str_of(token) });
	if (conn->peer)
		conn_ops.on_close(conn->peer);
	conn->peer = NULL;
}

/* All that HTTP gives to Ben, and his calendar. */
static void ask_all(struct counter *c, struct buf *out)
{
	static const struct {
		const char *path, *body;
	} rows[] = {
		{ "/v1/reads", NULL },    { "/v1/record", NULL },
		{ "/v1/consents", "{}" }, { "/v1/ca", NULL },
		{ "/packs", NULL },       { "/v1/note", "{\"group\":1}" },
		{ "/v1/reads/1", NULL },
	};
	char feed[128];
	const char *at;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		counter_request(c, BEN, rows[i].path, rows[i].body);
		buf_adds(out, c->answer);
	}
	counter_must(c, BEN, "{\"t\":\"F\",\"k\":@,\"n\":1}");
	at = strstr(c->conns[BEN].heard, "/calendar/");
	assert_non_null(at);
	snprintf(feed, sizeof(feed), "%.*s", (int)strcspn(at, "\""), at);
	assert_string_equal(counter_request(c, BEN, feed, NULL), "");
	assert_non_null(strstr(c->answer, "UID:"));
	buf_adds(out, c->answer);
}

static void of_all_that_comes_nothing_is_the_same_in_both(void **state)
{
	struct counter *c = *state;
	struct buf said, given;
	int64_t turn_ms, there, here;

	buf_init(&said, 64 * HOUSE_TEXT);
	buf_init(&given, 64 * HOUSE_TEXT);
	gus_has_a_device(c);
	assert_string_equal(twofold_name(c, GUS, TUESDAY, "Bo"), "");
	assert_string_equal(twofold_name(c, GUS, THURSDAY, "Zed"), "");
	twofold_ben_comes(c);
	twofold_takes_part(c, TUESDAY, &said);
	turn_ms = clock_utc_ms();
	twofold_takes_part(c, THURSDAY, &said);
	c->conns[BEN].heard[0] = '\0';
	twofold_time(c);
	buf_adds(&said, c->conns[BEN].heard);
	ask_all(c, &given);
	twofold_again(c, &said);
	there = twofold_number(buf_text(&said), "Bo");
	here = twofold_number(buf_text(&said), "Zed");
	assert_in_range(twofold_told(buf_text(&said), TUESDAY, there), 6, 99);
	assert_in_range(twofold_told(buf_text(&said), THURSDAY, here), 6, 99);
	nothing_is_of_him(buf_text(&said));
	nothing_is_of_him(buf_text(&given));
	no_two_are_alike(buf_text(&said), there, here, turn_ms);
	/* And over HTTP there is nothing of him at all. */
	assert_null(strstr(buf_text(&given), "Bo\""));
	assert_null(strstr(buf_text(&given), "Zed"));
	assert_null(strstr(buf_text(&given), "/6\""));
	buf_finish(&given);
	buf_finish(&said);
}

int main(void)
{
	const struct CMUnitTest rows[] = {
		cmocka_unit_test_setup_teardown(of_all_that_comes_nothing_is_the_same_in_both,
						twofold_open, twofold_close),
	};

	return cmocka_run_group_tests(rows, NULL, NULL);
}
