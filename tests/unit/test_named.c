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
#include "support/twofold.h"

enum { LONG = 65 };

static bool heard(const struct counter *c, int64_t who, const char *what)
{
	return strstr(c->conns[who].heard, what) != NULL;
}

static void the_group_is_told_and_those_who_lead_know_who_it_is(void **state)
{
	struct counter *c = *state;

	assert_string_equal(twofold_name(c, ANA, TUESDAY, "Bo"), "");
	assert_int_not_equal(twofold_number(c->conns[BEN].heard, "Bo"), ANA);
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

	assert_string_equal(twofold_name(c, GUS, TUESDAY, "Bo"), "");
	assert_true(heard(c, BEN, "\"x\":\"Bo\""));
	assert_false(heard(c, GRACE, "\"g\":2,\"u\""));
	for (int64_t who = CAL; who <= ABE; who++)
		assert_string_equal(c->conns[who].heard, "");
	assert_string_equal(twofold_name(c, GUS, THURSDAY, "Bo 2"), "");
	assert_false(heard(c, BEN, "Bo 2"));
	assert_string_equal(twofold_name(c, GUS, SATURDAY, "Bo"), "group");
}

/* Of another group's people it cannot be found out that they are there. */
static void what_others_are_called_elsewhere_is_free(void **state)
{
	struct counter *c = *state;

	assert_string_equal(twofold_name(c, CAL, SATURDAY, "Zed"), "");
	assert_string_equal(twofold_name(c, ANA, TUESDAY, "Zed"), "");
	assert_string_equal(twofold_name(c, ANA, TUESDAY, "Cal"), "");
	assert_string_equal(twofold_name(c, ANA, TUESDAY, "bEN"), "name");
	for (int64_t who = CAL; who <= ABE; who++)
		assert_string_equal(c->conns[who].heard, "");
}

static void names_are_as_at_enrolment(void **state)
{
	struct counter *c = *state;
	char large[LONG + 1];

	memset(large, 'x', LONG);
	large[LONG] = '\0';
	assert_string_equal(twofold_name(c, ANA, TUESDAY, " \xe2\x80\x8b "), "name");
	assert_string_equal(twofold_name(c, ANA, TUESDAY, large), "large");
	assert_string_equal(twofold_name(c, ANA, TUESDAY, "B\xe2\x80\xaeo\\n\\u001b]0;x"), "");
	assert_false(heard(c, BEN, "\xe2\x80\xae"));
	assert_false(heard(c, BEN, "\\u001b"));
	assert_string_equal(twofold_name(c, GRACE, TUESDAY, "Bo"), "role");
	assert_string_equal(counter_ask(c, ANA, "{\"t\":\"c\",\"g\":1,\"k\":@,\"c\":\"name\"}"),
			    "");
	assert_true(heard(c, BEN, "\"x\":\"Ana\""));
}

/* Each is a sentence for all of the group: four at once, and no more. */
static void nobody_changes_it_all_the_time(void **state)
{
	struct counter *c = *state;

	for (int i = 0; i < 4; i++)
		assert_string_equal(twofold_name(c, ANA, TUESDAY, i % 2 ? "Bo" : "Bi"), "");
	assert_string_equal(twofold_name(c, ANA, TUESDAY, "Bu"), "slow");
	assert_string_equal(twofold_name(c, BEN, TUESDAY, "Bu"), "");
}

/* ---- and by what number ---- */

static void nothing_says_that_two_are_one(const char *said, const char *there, const char *here)
{
	const int64_t tuesday = twofold_number(said, there),
		      thursday = twofold_number(said, here);

	assert_true(tuesday > 0 && thursday > 0 && tuesday != thursday);
	assert_null(strstr(said, "Gus"));
	assert_int_equal(twofold_told(said, 0, GUS), 0);
	assert_in_range(twofold_told(said, TUESDAY, tuesday), 6, 99);
	assert_int_equal(twofold_told(said, TUESDAY, tuesday), twofold_told(said, 0, tuesday));
	assert_in_range(twofold_told(said, THURSDAY, thursday), 6, 99);
	assert_int_equal(twofold_told(said, THURSDAY, thursday),
			 twofold_told(said, 0, thursday));
}

static void who_is_in_two_groups_is_two_to_others(void **state)
{
	struct counter *c = *state;
	struct buf said;

	buf_init(&said, 64 * HOUSE_TEXT);
	assert_string_equal(twofold_name(c, GUS, TUESDAY, "Bo"), "");
	assert_string_equal(twofold_name(c, GUS, THURSDAY, "Zed"), "");
	twofold_ben_comes(c);
	twofold_takes_part(c, TUESDAY, &said);
	twofold_takes_part(c, THURSDAY, &said);
	c->conns[BEN].heard[0] = '\0';
	twofold_time(c);
	buf_adds(&said, c->conns[BEN].heard);
	assert_non_null(strstr(buf_text(&said), "{\"t\":\"r\""));
	twofold_again(c, &said);
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
	assert_int_equal(twofold_told(c->conns[GRACE].heard, TUESDAY, GUS), 1);
	assert_int_equal(twofold_told(c->conns[ADAM].heard, TUESDAY, GUS), 1);
	assert_int_equal(twofold_told(c->conns[BEN].heard, 0, GUS), 0);
	assert_string_equal(c->conns[EVE].heard, c->conns[BEN].heard);
	house_join(c->house, BEN, "Ben", "patient");
	to_ben = twofold_number(house_hear(c->house, BEN), "Gus");
	assert_int_equal(twofold_told(c->conns[BEN].heard, TUESDAY, to_ben), 1);
	assert_int_equal(twofold_number(c->house->heard, "Ben"), BEN);
	assert_int_equal(twofold_number(c->house->heard, "Grace"), GRACE);
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
	assert_string_equal(twofold_name(c, GUS, TUESDAY, "Bo"), "");
	assert_string_equal(twofold_name(c, GUS, THURSDAY, "Zed"), "");
	counter_must(c, GUS, "{\"t\":\"y\",\"g\":1,\"k\":@,\"b\":\"Hello.\"}");
	counter_must(c, GUS, "{\"t\":\"y\",\"g\":2,\"k\":@,\"b\":\"Hello.\"}");
	twofold_ben_comes(c);
	twofold_again(c, &said);
	snprintf(there, sizeof(there), "Former member %" PRId64,
		 twofold_number(buf_text(&said), "Bo"));
	snprintf(here, sizeof(here), "Former member %" PRId64,
		 twofold_number(buf_text(&said), "Zed"));
	house_must(c->house, (struct store_req) { .op = STORE_ERASE,
						  .member = GUS,
						  .utc_ms = 1,
						  .a = str_of(ERASE_FORMER "6"),
						  .b = str_of(ERASE_FORMER) });
	buf_reset(&said);
	c->conns[BEN].heard[0] = '\0';
	twofold_reload(c);
	buf_adds(&said, c->conns[BEN].heard);
	assert_non_null(strstr(buf_text(&said), "{\"t\":\"X\""));
	twofold_again(c, &said);
	assert_true(twofold_number(buf_text(&said), there) &&
		    twofold_number(buf_text(&said), here));
	assert_null(strstr(buf_text(&said), ERASE_FORMER "6\""));
	assert_int_equal(twofold_told(buf_text(&said), 0, GUS), 0);
	buf_finish(&said);
}

#define IN_GROUPS(f) cmocka_unit_test_setup_teardown(f, twofold_open, twofold_close)

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
