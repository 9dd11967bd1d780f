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

int main(void)
{
	const struct CMUnitTest rows[] = {
		cmocka_unit_test(a_name_is_of_one_group_alone),
		cmocka_unit_test(no_two_of_a_group_are_called_the_same),
		cmocka_unit_test(who_comes_in_does_not_take_anybodys_name),
	};

	return shelf_run(rows, sizeof(rows) / sizeof(rows[0]));
}
