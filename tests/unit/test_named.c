/* SPDX-License-Identifier: MIT */
/* What a member is called in a group, asked of a whole server: who is told what, and who is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

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

static void the_group_is_told_and_those_who_lead_know_who_it_is(void **state)
{
	struct counter *c = *state;

	assert_string_equal(name(c, ANA, TUESDAY, "Bo"), "");
	assert_true(heard(c, BEN, "\"g\":1,\"u\":1,\"n\":0,\"x\":\"Bo\""));
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

#define IN_GROUPS(f) cmocka_unit_test_setup_teardown(f, open_groups, close_groups)

int main(void)
{
	const struct CMUnitTest rows[] = {
		IN_GROUPS(the_group_is_told_and_those_who_lead_know_who_it_is),
		IN_GROUPS(no_other_group_hears_of_it),
		IN_GROUPS(what_others_are_called_elsewhere_is_free),
		IN_GROUPS(names_are_as_at_enrolment),
		IN_GROUPS(nobody_changes_it_all_the_time),
	};

	return cmocka_run_group_tests(rows, NULL, NULL);
}
