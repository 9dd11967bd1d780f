/* SPDX-License-Identifier: MIT */
/* What a member is called in a group, asked of a whole server: who is told what, and who is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "server/erase.h"
#include "support/counter.h"

enum { JSON = 512, LONG = 65 };

static int open_groups(void **state)
{
	static struct counter c;

	counter_open(&c);
	*state = &c;
	return 0;
}

static int close_groups(void **state)
{
	counter_close(*state);
	return 0;
}

/* What the server says to that, as this person's. */
static const char *name(struct counter *c, int64_t who, int group, const char *called)
{
	char json[JSON];

	for (int64_t i = 0; i < COUNTER_PEOPLE; i++)
		c->conns[i].heard[0] = '\0';
	snprintf(json, sizeof(json),
		 "{\"t\":\"c\",\"g\":%d,\"k\":@,\"c\":\"name\",\"b\":\"%s\"}", group, called);
	return counter_ask(c, who, json);
}

static bool heard(const struct counter *c, int64_t who, const char *what)
{
	return strstr(c->conns[who].heard, what) != NULL;
}

/* The next message in what was heard; all of it lives in `mem`. */
static bool next_said(const char **at, struct arena *mem, struct wire_msg *out)
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
static int64_t number_of(const char *said, const char *called)
{
	struct arena mem = { 0 };
	struct wire_msg m;
	int64_t number = 0;

	while (!number && next_said(&said, &mem, &m))
		if (m.type == WIRE_PERSON && str_is(m.x, called))
			number = m.u;
	arena_finish(&mem);
	return number;
}

static void the_group_is_told_and_those_who_lead_know_who_it_is(void **state)
{
	struct counter *c = *state;

	assert_string_equal(name(c, ANA, TUESDAY, "Bo"), "");
	assert_int_not_equal(number_of(c->conns[BEN].heard, "Bo"), ANA);
	assert_false(heard(c, BEN, "Ana"));
	assert_true(heard(c, GRACE, "\"x\":\"Bo\""));
	assert_true(heard(c, GRACE, "\"b\":\"Ana\""));
	assert_true(heard(c, ADAM, "\"b\":\"Ana\""));
	house_join(c->house, BEN, "Ben", "patient");
	assert_null(strstr(house_hear(c->house, BEN), "Ana"));
}

/* Gus is in Thursday, and in Tuesday by a swap. */
static void no_other_group_hears_of_it(void **state)
{
	struct counter *c = *state;

	assert_string_equal(name(c, GUS, TUESDAY, "Bo"), "");
	assert_true(heard(c, BEN, "\"x\":\"Bo\""));
	assert_false(heard(c, GRACE, "\"g\":2,\"u\""));
	for (int64_t who = CAL; who <= ABE; who++)
		assert_string_equal(c->conns[who].heard, "");
	assert_string_equal(name(c, GUS, THURSDAY, "Bo 2"), "");
	assert_false(heard(c, BEN, "Bo 2"));
	assert_string_equal(name(c, GUS, SATURDAY, "Bo"), "group");
}

/* Of another group's people it cannot be found out that they are there. */
static void what_others_are_called_elsewhere_is_free(void **state)
{
	struct counter *c = *state;

	assert_string_equal(name(c, CAL, SATURDAY, "Zed"), "");
	assert_string_equal(name(c, ANA, TUESDAY, "Zed"), "");
	assert_string_equal(name(c, ANA, TUESDAY, "Cal"), "");
	assert_string_equal(name(c, ANA, TUESDAY, "bEN"), "name");
	for (int64_t who = CAL; who <= ABE; who++)
		assert_string_equal(c->conns[who].heard, "");
}

static void names_are_as_at_enrolment(void **state)
{
	struct counter *c = *state;
	char large[LONG + 1];

	memset(large, 'x', LONG);
	large[LONG] = '\0';
	assert_string_equal(name(c, ANA, TUESDAY, " \xe2\x80\x8b "), "name");
	assert_string_equal(name(c, ANA, TUESDAY, large), "large");
	assert_string_equal(name(c, ANA, TUESDAY, "B\xe2\x80\xaeo\\n\\u001b]0;x"), "");
	assert_false(heard(c, BEN, "\xe2\x80\xae"));
	assert_false(heard(c, BEN, "\\u001b"));
	assert_string_equal(name(c, GRACE, TUESDAY, "Bo"), "role");
	assert_string_equal(counter_ask(c, ANA, "{\"t\":\"c\",\"g\":1,\"k\":@,\"c\":\"name\"}"),
			    "");
	assert_true(heard(c, BEN, "\"x\":\"Ana\""));
}

/* Each is a sentence for all of the group: four at once, and no more. */
static void nobody_changes_it_all_the_time(void **state)
{
	struct counter *c = *state;

	for (int i = 0; i < 4; i++)
		assert_string_equal(name(c, ANA, TUESDAY, i % 2 ? "Bo" : "Bi"), "");
	assert_string_equal(name(c, ANA, TUESDAY, "Bu"), "slow");
	assert_string_equal(name(c, BEN, TUESDAY, "Bu"), "");
}

/* ---- and by what number ---- */

/* In how many messages of that group (0: of any) does this number stand for somebody? */
static int told_of(const char *said, int64_t group, int64_t number)
{
	struct arena mem = { 0 };
	struct wire_msg m;
	int n = 0;

	while (next_said(&said, &mem, &m))
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
	counter_must(c, who, asked);
	buf_adds(out, c->conns[BEN].heard);
}

/* All that he does where Ben hears it. */
static void gus_takes_part(struct counter *c, int64_t group, struct buf *out)
{
	static const char accept[] = "{\"t\":\"c\",\"g\":%,\"k\":@,\"c\":\"accept\"}";
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
}

/* And all who are told something of it have been. */
static void reload(struct counter *c)
{
	server_reload(&c->house->s);
	house_settle(c->house);
	counter_ask(c, EVE, "{\"t\":\"a\",\"g\":1,\"s\":1}");
}

/* Ben comes into Thursday, where Gus is, too. */
static void ben_is_in_both(struct counter *c)
{
	house_must(c->house, (struct store_req) { .op = STORE_MEMBER_ADD,
						  .group = THURSDAY,
						  .member = BEN });
	reload(c);
}

/* What waits for company goes. */
static void time_goes_by(struct counter *c)
{
	hub_tick(c->house->s.hub, clock_ms());
	hub_tick(c->house->s.hub, clock_ms() + HUB_BATCH_MS);
	counter_ask(c, EVE, "{\"t\":\"a\",\"g\":1,\"s\":1}");
}

/* On a new connection, with all that there is. */
static void again(struct counter *c, struct buf *out)
{
	house_join(c->house, BEN, "Ben", "patient");
	buf_adds(out, house_hear(c->house, BEN));
	hub_leave(c->house->s.hub, c->house->peers[BEN].hub, 1);
	c->house->peers[BEN].hub = NULL;
}

static void nothing_says_that_two_are_one(const char *said, const char *there, const char *here)
{
	const int64_t tuesday = number_of(said, there), thursday = number_of(said, here);

	assert_true(tuesday > 0 && thursday > 0 && tuesday != thursday);
	assert_null(strstr(said, "Gus"));
	assert_int_equal(told_of(said, 0, GUS), 0);
	assert_in_range(told_of(said, TUESDAY, tuesday), 6, 99);
	assert_int_equal(told_of(said, TUESDAY, tuesday), told_of(said, 0, tuesday));
	assert_in_range(told_of(said, THURSDAY, thursday), 6, 99);
	assert_int_equal(told_of(said, THURSDAY, thursday), told_of(said, 0, thursday));
}

static void who_is_in_two_groups_is_two_to_others(void **state)
{
	struct counter *c = *state;
	struct buf said;

	buf_init(&said, 64 * HOUSE_TEXT);
	assert_string_equal(name(c, GUS, TUESDAY, "Bo"), "");
	assert_string_equal(name(c, GUS, THURSDAY, "Zed"), "");
	ben_is_in_both(c);
	gus_takes_part(c, TUESDAY, &said);
	gus_takes_part(c, THURSDAY, &said);
	c->conns[BEN].heard[0] = '\0';
	time_goes_by(c);
	buf_adds(&said, c->conns[BEN].heard);
	assert_non_null(strstr(buf_text(&said), "{\"t\":\"r\""));
	again(c, &said);
	nothing_says_that_two_are_one(buf_text(&said), "Bo", "Zed");
	buf_finish(&said);
}

/* Who leads is told of all by the numbers of their accounts, and each has their own to themselves. */
static void each_has_a_number_to_themselves_and_to_who_leads(void **state)
{
	struct counter *c = *state;
	int64_t to_ben;

	counter_must(c, BEN, "{\"t\":\"y\",\"g\":1,\"k\":@,\"b\":\"Hi.\"}");
	for (int64_t i = 0; i < COUNTER_PEOPLE; i++)
		c->conns[i].heard[0] = '\0';
	counter_must(c, GUS, "{\"t\":\"y\",\"g\":1,\"k\":@,\"b\":\"Hello.\"}");
	assert_int_equal(told_of(c->conns[GRACE].heard, TUESDAY, GUS), 1);
	assert_int_equal(told_of(c->conns[ADAM].heard, TUESDAY, GUS), 1);
	assert_int_equal(told_of(c->conns[BEN].heard, 0, GUS), 0);
	assert_string_equal(c->conns[EVE].heard, c->conns[BEN].heard);
	house_join(c->house, BEN, "Ben", "patient");
	to_ben = number_of(house_hear(c->house, BEN), "Gus");
	assert_int_equal(told_of(c->conns[BEN].heard, TUESDAY, to_ben), 1);
	assert_int_equal(number_of(c->house->heard, "Ben"), BEN);
	assert_int_equal(number_of(c->house->heard, "Grace"), GRACE);
	hub_leave(c->house->s.hub, c->house->peers[BEN].hub, 1);
	c->house->peers[BEN].hub = NULL;
}

/* What is left of him is called by those numbers, and not by that of the account. */
static void who_was_erased_stays_two(void **state)
{
	struct counter *c = *state;
	char there[WIRE_NAME_MAX], here[WIRE_NAME_MAX];
	struct buf said;

	buf_init(&said, 64 * HOUSE_TEXT);
	assert_string_equal(name(c, GUS, TUESDAY, "Bo"), "");
	assert_string_equal(name(c, GUS, THURSDAY, "Zed"), "");
	counter_must(c, GUS, "{\"t\":\"y\",\"g\":1,\"k\":@,\"b\":\"Hello.\"}");
	counter_must(c, GUS, "{\"t\":\"y\",\"g\":2,\"k\":@,\"b\":\"Hello.\"}");
	ben_is_in_both(c);
	again(c, &said);
	snprintf(there, sizeof(there), "Former member %" PRId64,
		 number_of(buf_text(&said), "Bo"));
	snprintf(here, sizeof(here), "Former member %" PRId64,
		 number_of(buf_text(&said), "Zed"));
	house_must(c->house, (struct store_req) { .op = STORE_ERASE,
						  .member = GUS,
						  .utc_ms = 1,
						  .a = str_of(ERASE_FORMER "6"),
						  .b = str_of(ERASE_FORMER) });
	buf_reset(&said);
	c->conns[BEN].heard[0] = '\0';
	reload(c);
	buf_adds(&said, c->conns[BEN].heard);
	assert_non_null(strstr(buf_text(&said), "{\"t\":\"X\""));
	again(c, &said);
	assert_true(number_of(buf_text(&said), there) && number_of(buf_text(&said), here));
	assert_null(strstr(buf_text(&said), ERASE_FORMER "6\""));
	assert_int_equal(told_of(buf_text(&said), 0, GUS), 0);
	buf_finish(&said);
}

#define IN_GROUPS(f) cmocka_unit_test_setup_teardown(f, open_groups, close_groups)

int main(void)
{
	const struct CMUnitTest rows[] = {
		IN_GROUPS(the_group_is_told_and_those_who_lead_know_who_it_is),
		IN_GROUPS(no_other_group_hears_of_it),
		IN_GROUPS(what_others_are_called_elsewhere_is_free),
		IN_GROUPS(names_are_as_at_enrolment),
		IN_GROUPS(nobody_changes_it_all_the_time),
		IN_GROUPS(who_is_in_two_groups_is_two_to_others),
		IN_GROUPS(each_has_a_number_to_themselves_and_to_who_leads),
		IN_GROUPS(who_was_erased_stays_two),
	};

	return cmocka_run_group_tests(rows, NULL, NULL);
}
