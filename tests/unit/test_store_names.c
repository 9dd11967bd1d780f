/* SPDX-License-Identifier: MIT */
/* What people are called in a group, on every backend of the store. */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/shelf.h"

typedef struct store_req ask;

static void name(struct shelf *sh, enum err_code code, int64_t group, int64_t member,
		 const char *called)
{
	shelf_must(sh, code,
		   (ask) { .op = STORE_NAME,
			   .group = group,
			   .member = member,
			   .a = str_of(called) });
}

/* "Ana=Bo Cal" */
static void called_are(struct shelf *sh, int64_t group, const char *want)
{
	char is[256] = "";

	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_MEMBERS, .group = group });
	for (size_t i = 0; i < sh->r.count; i++) {
		const struct store_user *u = &sh->r.users[i];
		const size_t n = strlen(is);

		snprintf(is + n, sizeof(is) - n, "%s%s%s%s", i ? ", " : "", u->name.p,
			 u->called.n ? "=" : "", u->called.p);
	}
	assert_string_equal(is, want);
}

static void a_name_is_of_one_group_alone(void **state)
{
	struct shelf *sh = *state;
	const int64_t a = shelf_group(sh, "mornings"), b = shelf_group(sh, "evenings");
	const int64_t ana = shelf_person(sh, "Ana", 0);

	name(sh, ERR_NONE, a, ana, "Bo");
	called_are(sh, a, "Ana=Bo");
	called_are(sh, b, "Ana");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_GROUPS, .member = ana });
	assert_string_equal(sh->r.groups[0].called.p, "Bo");
	assert_string_equal(sh->r.groups[1].called.p, "");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_USER_FIND, .a = str_of("Bo") });
	assert_int_equal(sh->r.count, 0);
	name(sh, ERR_NONE, a, ana, "");
	called_are(sh, a, "Ana");
}

static void no_two_of_a_group_are_called_the_same(void **state)
{
	struct shelf *sh = *state;
	const int64_t a = shelf_group(sh, "mornings"), b = shelf_group(sh, "evenings");
	const int64_t ana = shelf_person(sh, "Ana", 0), ben = shelf_person(sh, "Ben", a);

	name(sh, ERR_EXISTS, a, ana, "bEN");
	name(sh, ERR_NONE, b, ana, "Ben"); /* who is not there */
	name(sh, ERR_NONE, a, ana, "Bo");
	name(sh, ERR_EXISTS, a, ben, "bo");
	name(sh, ERR_NONE, a, ana, "BO");
	name(sh, ERR_NONE, a, ben, "Ana"); /* as nobody is called there now */
	name(sh, ERR_EXISTS, a, ana, "");
	called_are(sh, a, "Ana=BO, Ben=Ana");
	name(sh, ERR_NOT_FOUND, b, ben, "Ben 7");
	name(sh, ERR_NOT_FOUND, a, ben + 9, "Dan");
}

static void who_comes_in_does_not_take_anybodys_name(void **state)
{
	struct shelf *sh = *state;
	const int64_t a = shelf_group(sh, "mornings"), b = shelf_group(sh, "evenings");
	const int64_t ana = shelf_person(sh, "Ana", 0), cal = shelf_person(sh, "Cal", 0);
	const char *longest =
		"Maximiliana Theodora Wilhelmina von und zu Hohenstein-Oberursel!";
	int64_t bo, max;

	name(sh, ERR_NONE, a, ana, "Bo");
	name(sh, ERR_NONE, a, cal, "Bo 2");
	bo = shelf_person(sh, "bo", 0);
	called_are(sh, a, "Ana=Bo, Cal=Bo 2, bo=bo 3");
	called_are(sh, b, "Ana, Cal, bo");
	name(sh, ERR_EXISTS, a, bo, "");
	assert_int_equal(strlen(longest), 64);
	name(sh, ERR_NONE, b, ana, longest);
	max = shelf_person(sh, longest, a);

	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_MEMBER_ADD, .group = b, .member = max });
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_MEMBERS, .group = b });
	assert_string_equal(sh->r.users[3].called.p, "Maximiliana The 2");
}

/* ---- and the numbers that they have there ---- */

enum { PEOPLE = 24 };

static void numbers_are(struct shelf *sh, int64_t group, int64_t out[PEOPLE])
{
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_MEMBERS, .group = group });
	assert_int_equal(sh->r.count, PEOPLE);
	for (size_t i = 0; i < PEOPLE; i++)
		out[i] = sh->r.users[i].number;
}

static bool has(const int64_t numbers[PEOPLE], int64_t number)
{
	for (size_t i = 0; i < PEOPLE; i++)
		if (numbers[i] == number)
			return true;
	return false;
}

static bool rises(const int64_t numbers[PEOPLE])
{
	for (size_t i = 1; i < PEOPLE; i++)
		if (numbers[i] < numbers[i - 1])
			return false;
	return true;
}

/* Chance gives them, and would not give two groups the same ones in a million years. */
static void numbers_in_two_groups_say_nothing_of_each_other(void **state)
{
	struct shelf *sh = *state;
	const int64_t a = shelf_group(sh, "mornings"), b = shelf_group(sh, "evenings");
	int64_t in_a[PEOPLE], in_b[PEOPLE];
	char name[8];

	for (int i = 0; i < PEOPLE; i++) {
		snprintf(name, sizeof(name), "P%d", i);
		shelf_person(sh, name, 0);
	}
	numbers_are(sh, a, in_a);
	numbers_are(sh, b, in_b);
	assert_memory_not_equal(in_a, in_b, sizeof(in_a));
	assert_false(rises(in_a));
	for (size_t i = 0; i < PEOPLE; i++) {
		const int64_t mine = in_a[i];

		assert_in_range(mine, 10, INT32_MAX);
		in_a[i] = 0;
		assert_false(has(in_a, mine));
		in_a[i] = mine;
	}
	for (size_t i = 0; i < PEOPLE; i++)
		assert_false(has(in_a, sh->r.users[i].id) || has(in_b, sh->r.users[i].id));
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_GROUPS, .member = sh->r.users[PEOPLE - 1].id });
	assert_int_equal(sh->r.groups[0].number, in_a[PEOPLE - 1]);
	assert_int_equal(sh->r.groups[1].number, in_b[PEOPLE - 1]);
}

/* What is left of who was erased tells no more. */
static void a_former_member_is_another_in_each_group(void **state)
{
	struct shelf *sh = *state;
	const int64_t a = shelf_group(sh, "mornings"), b = shelf_group(sh, "evenings");
	const int64_t ana = shelf_person(sh, "Ana", 0), groups[] = { a, b };
	char want[32];

	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_ERASE,
			   .member = ana,
			   .a = str_of("Former member 1"),
			   .b = str_of("Former member ") });
	for (size_t i = 0; i < 2; i++) {
		shelf_must(sh, ERR_NONE, (ask) { .op = STORE_MEMBERS, .group = groups[i] });
		snprintf(want, sizeof(want), "Former member %d", (int)sh->r.users[0].number);
		assert_string_equal(sh->r.users[0].called.p, want);
	}
}

int main(void)
{
	const struct CMUnitTest rows[] = {
		cmocka_unit_test(a_name_is_of_one_group_alone),
		cmocka_unit_test(no_two_of_a_group_are_called_the_same),
		cmocka_unit_test(who_comes_in_does_not_take_anybodys_name),
		cmocka_unit_test(numbers_in_two_groups_say_nothing_of_each_other),
		cmocka_unit_test(a_former_member_is_another_in_each_group),
	};

	return shelf_run(rows, sizeof(rows) / sizeof(rows[0]));
}
