/* SPDX-License-Identifier: MIT */
/* Users, devices and invites, on every backend of the store. */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/shelf.h"

typedef struct store_req ask;

static const struct store_reply *find(struct shelf *sh, enum store_op op, const char *what)
{
	return shelf_must(sh, ERR_NONE, (ask) { .op = op, .a = str_of(what) });
}

static void an_invite_makes_a_user_a_place_and_a_device_in_one_step(void **state)
{
	struct shelf *sh = *state;
	int64_t a = shelf_group(sh, "mornings"), b = shelf_group(sh, "evenings"), member;

	shelf_must(sh, ERR_NONE, shelf_invite("code", b, 100));
	shelf_must(sh, ERR_NONE, shelf_enrol("code", "Ana", "token", 50));
	member = sh->r.member;
	assert_true(member > 0 && sh->r.device > 0);
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "token")->count, 1);
	assert_true(sh->r.device > 0);
	assert_int_equal(sh->r.users[0].id, member);
	assert_string_equal(sh->r.users[0].name.p, "Ana");
	assert_string_equal(sh->r.users[0].role.p, "facilitator");
	assert_false(sh->r.users[0].disabled);
	assert_int_equal(find(sh, STORE_USER_FIND, "aNA")->count, 1);
	assert_int_equal(sh->r.users[0].id, member);
	assert_string_equal(sh->r.users[0].pass_hash.p, "argon2id's");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_MEMBERS, .group = b });
	assert_int_equal(sh->r.count, 1);
	assert_int_equal(sh->r.users[0].pass_hash.n, 0);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_MEMBERS, .group = a });
	assert_int_equal(sh->r.count, 0);
}

static void an_invite_without_a_group_is_for_all_there_are(void **state)
{
	struct shelf *sh = *state;
	int64_t ana;

	shelf_group(sh, "mornings");
	shelf_must(sh, ERR_NONE, shelf_invite("code", 0, 100));
	shelf_group(sh, "evenings");
	ana = shelf_must(sh, ERR_NONE, shelf_enrol("code", "Ana", "token", 50))->member;
	shelf_group(sh, "later");
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_GROUPS, .member = ana });
	assert_int_equal(sh->r.count, 2);
}

static void an_invite_is_good_once_and_until_it_ends(void **state)
{
	struct shelf *sh = *state;

	shelf_must(sh, ERR_NONE, shelf_invite("code", 0, 100));
	shelf_must(sh, ERR_NONE, shelf_invite("old", 0, 100));
	shelf_must(sh, ERR_NOT_FOUND, shelf_enrol("Code", "Ana", "t1", 50));
	shelf_must(sh, ERR_NOT_FOUND, shelf_enrol("cod", "Ana", "t1", 50));
	shelf_must(sh, ERR_TOO_OLD, shelf_enrol("old", "Ana", "t1", 100));
	shelf_must(sh, ERR_NONE, shelf_enrol("code", "Ana", "t1", 99));
	shelf_must(sh, ERR_REFUSED, shelf_enrol("code", "Ben", "t2", 50));
	shelf_must(sh, ERR_REFUSED, shelf_enrol("code", "Ben", "t2", 200)); /* used, then old */
	assert_int_equal(find(sh, STORE_USER_FIND, "Ben")->count, 0);
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "t2")->count, 0);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_USERS });
	assert_int_equal(sh->r.count, 1);
}

static void a_name_that_is_taken_leaves_the_invite_unused(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings");

	shelf_person(sh, "Ana", g);
	shelf_must(sh, ERR_NONE, shelf_invite("code", g, 100));
	shelf_must(sh, ERR_EXISTS, shelf_enrol("code", "aNa", "t1", 50));
	/* The token, too, must be new: all or nothing. */
	shelf_must(sh, ERR_EXISTS, shelf_enrol("code", "Ben", "token of Ana", 50));
	assert_int_equal(find(sh, STORE_USER_FIND, "Ben")->count, 0);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_MEMBERS, .group = g });
	assert_int_equal(sh->r.count, 1);
	shelf_must(sh, ERR_NONE, shelf_enrol("code", "Ben", "t1", 50));
	/* Only ASCII letters are folded: these two are not the same to the store. */
	shelf_person(sh, "\xc3\x89lie", g);
	shelf_person(sh, "\xc3\xa9lie", g);
}

static void an_invite_is_new_and_for_a_group_that_is_there(void **state)
{
	struct shelf *sh = *state;
	ask r = { .op = STORE_INVITE_ADD,
		  .a = str_of("code"),
		  .b = str_of("patient"),
		  .group = 9,
		  .utc_ms = 100 };

	shelf_must(sh, ERR_NOT_FOUND, r);
	r.group = 0;
	shelf_must(sh, ERR_NONE, r);
	shelf_must(sh, ERR_EXISTS, r);
}

static void a_disabled_user_gets_no_device_and_an_enabled_one_begins_anew(void **state)
{
	struct shelf *sh = *state;
	int64_t ana = shelf_person(sh, "Ana", 0), ben = shelf_person(sh, "Ben", 0);
	ask more = { .op = STORE_DEVICE_ADD, .member = ana, .a = str_of("phone"), .utc_ms = 1 };
	ask set = { .op = STORE_USER_SET, .member = ana, .seq = 1 };

	shelf_must(sh, ERR_NONE, more);
	shelf_must(sh, ERR_NONE, set);
	assert_true(find(sh, STORE_DEVICE_FIND, "phone")->users[0].disabled);
	assert_true(find(sh, STORE_DEVICE_FIND, "token of Ana")->users[0].disabled);
	assert_false(find(sh, STORE_DEVICE_FIND, "token of Ben")->users[0].disabled);
	assert_int_equal(sh->r.users[0].id, ben);
	assert_true(find(sh, STORE_USER_FIND, "Ana")->users[0].disabled);
	shelf_must(sh, ERR_REFUSED, more);
	set.seq = 0;
	shelf_must(sh, ERR_NONE, set);
	assert_false(find(sh, STORE_USER_FIND, "Ana")->users[0].disabled);
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "phone")->count, 0);
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "token of Ana")->count, 0);
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "token of Ben")->count, 1);
	shelf_must(sh, ERR_NONE, more);
	set.member = ben + 9;
	shelf_must(sh, ERR_NOT_FOUND, set);
}

static void a_new_passphrase_drops_the_devices_of_its_user(void **state)
{
	struct shelf *sh = *state;
	int64_t ana = shelf_person(sh, "Ana", 0);
	ask set = { .op = STORE_USER_PASS, .member = ana, .a = str_of("new hash") };

	shelf_person(sh, "Ben", 0);
	shelf_must(sh, ERR_NONE, set);
	assert_string_equal(find(sh, STORE_USER_FIND, "Ana")->users[0].pass_hash.p, "new hash");
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "token of Ana")->count, 0);
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "token of Ben")->count, 1);
	set.member = ana + 9;
	shelf_must(sh, ERR_NOT_FOUND, set);
}

/* Else an old ticket would be taken for one of the new device. */
static void a_devices_number_is_never_used_again(void **state)
{
	struct shelf *sh = *state;
	int64_t ana = shelf_person(sh, "Ana", 0), last;
	ask add = { .op = STORE_DEVICE_ADD, .member = ana, .a = str_of("phone"), .utc_ms = 1 };

	last = shelf_must(sh, ERR_NONE, add)->id;
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "phone")->device, last);
	shelf_must(sh, ERR_EXISTS, add);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_DEVICE_DROP, .device = last });
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_DEVICE_DROP, .device = last });
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "phone")->count, 0);
	assert_true(shelf_must(sh, ERR_NONE, add)->id > last);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_DEVICES_DROP, .member = ana });
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "phone")->count, 0);
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "token of Ana")->count, 0);
	add.member = ana + 9;
	shelf_must(sh, ERR_NOT_FOUND, add);
}

/* A store on disk that signs in anew: what it said, and had no answer to, it says again. */
static void a_device_that_signs_in_anew_has_its_number_and_its_tickets(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	int64_t ben = shelf_person(sh, "Ben", g), phone, other;
	ask add = { .op = STORE_DEVICE_ADD, .member = ana, .a = str_of("t1"), .utc_ms = 1 };
	ask say = shelf_say(g, ana, 1, "words");

	phone = say.device = shelf_must(sh, ERR_NONE, add)->id;
	shelf_must(sh, ERR_NONE, say);
	add.a = str_of("t2");
	add.device = phone;
	assert_int_equal(shelf_must(sh, ERR_NONE, add)->id, phone); /* it has a token still */
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "t1")->count, 0);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_DEVICES_DROP, .member = ana });
	add.a = str_of("t3");
	assert_int_equal(shelf_must(sh, ERR_NONE, add)->id, phone); /* or none any more */
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "t3")->device, phone);
	shelf_must(sh, ERR_NONE, say);
	assert_true(sh->r.repeated);
	/* Of a server that was restored, somebody else's: a new one. */
	add.member = ben;
	add.a = str_of("t4");
	other = shelf_must(sh, ERR_NONE, add)->id;
	assert_true(other > phone);
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "t3")->users[0].id, ana);
	/* Or one that it does not know of, and does not give away then. */
	add.device = other + 10;
	add.a = str_of("t5");
	assert_int_equal(shelf_must(sh, ERR_NONE, add)->id, other + 10);
	add.device = 0;
	add.a = str_of("t6");
	assert_true(shelf_must(sh, ERR_NONE, add)->id > other + 10);
}

static void an_invite_can_be_looked_at_and_stays_unused(void **state)
{
	struct shelf *sh = *state;
	ask look = { .op = STORE_INVITE_FIND, .a = str_of("code"), .utc_ms = 50 };

	shelf_must(sh, ERR_NOT_FOUND, look);
	shelf_must(sh, ERR_NONE, shelf_invite("code", 0, 100));
	shelf_must(sh, ERR_NONE, look);
	shelf_must(sh, ERR_NONE, look);
	look.utc_ms = 100;
	shelf_must(sh, ERR_TOO_OLD, look);
	shelf_must(sh, ERR_NONE, shelf_enrol("code", "Ana", "t1", 50));
	shelf_must(sh, ERR_REFUSED, look);
}

static void it_is_known_when_a_device_was_made_and_used(void **state)
{
	struct shelf *sh = *state;
	int64_t device;

	shelf_must(sh, ERR_NONE, shelf_invite("code", 0, 100));
	shelf_must(sh, ERR_NONE, shelf_enrol("code", "Ana", "t1", 50));
	device = find(sh, STORE_DEVICE_FIND, "t1")->device;
	assert_int_equal(sh->r.seq, 50);
	assert_int_equal(sh->r.utc_ms, 50);
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_DEVICE_USED, .device = device, .utc_ms = 70 });
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "t1")->utc_ms, 70);
	assert_int_equal(sh->r.seq, 50);
	/* One that was dropped meanwhile is no error. */
	shelf_must(sh, ERR_NONE,
		   (ask) { .op = STORE_DEVICE_USED, .device = device + 9, .utc_ms = 71 });
}

/* Of lines and of acts, of this device alone. */
static void the_highest_ticket_of_a_device_is_told_with_it(void **state)
{
	struct shelf *sh = *state;
	int64_t group = shelf_group(sh, "Tuesday"), ana = shelf_person(sh, "Ana", group);
	int64_t ben = shelf_person(sh, "Ben", group);
	const int64_t device = find(sh, STORE_DEVICE_FIND, "token of Ana")->device;
	ask line = shelf_say(group, ana, 4, "Hello."),
	    act = { .op = STORE_PUT, .member = ana, .ticket = 7, .a = str_of("row") };

	assert_int_equal(sh->r.ticket, 0);
	line.device = act.device = device;
	shelf_must(sh, ERR_NONE, line);
	shelf_must(sh, ERR_NONE, shelf_say(group, ben, 90, "Hello."));
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "token of Ana")->ticket, 4);
	shelf_must(sh, ERR_NONE, act);
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "token of Ana")->ticket, 7);
	line.ticket = 8;
	shelf_must(sh, ERR_NONE, line);
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "token of Ana")->ticket, 8);
	line.device = act.device = device + 9;
	line.ticket = act.ticket = 20;
	shelf_must(sh, ERR_NONE, line);
	act.ticket = 21;
	shelf_must(sh, ERR_NONE, act);
	assert_int_equal(find(sh, STORE_DEVICE_FIND, "token of Ana")->ticket, 8);
}

/* Figures of a phone. */

static const struct store_reply *figures(struct shelf *sh, int64_t member)
{
	return shelf_must(sh, ERR_NONE, (ask) { .op = STORE_FIGURES, .member = member });
}

static ask use(int64_t member, int64_t step, const char *code)
{
	return (ask) {
		.op = STORE_FIGURES_USE, .member = member, .seq = step, .a = str_of(code)
	};
}

static void a_step_of_the_figures_is_good_once(void **state)
{
	struct shelf *sh = *state;
	int64_t ana = shelf_person(sh, "Ana", 0), ben = shelf_person(sh, "Ben", 0);
	ask set = { .op = STORE_FIGURES_SET, .member = ana, .c = str_of("sealed") };

	assert_int_equal(figures(sh, ana)->count, 0);
	shelf_must(sh, ERR_REFUSED, use(ana, 7, NULL));
	shelf_must(sh, ERR_NONE, set);
	assert_int_equal(figures(sh, ana)->count, 1);
	assert_string_equal(sh->r.messages[0].text.p, "sealed");
	assert_true(sh->r.messages[0].hidden); /* not confirmed */
	shelf_must(sh, ERR_NONE, use(ana, 7, NULL));
	assert_int_equal(figures(sh, ana)->messages[0].seq, 7);
	assert_false(sh->r.messages[0].hidden);
	shelf_must(sh, ERR_REFUSED, use(ana, 7, NULL));
	shelf_must(sh, ERR_REFUSED, use(ana, 6, NULL));
	shelf_must(sh, ERR_NONE, use(ana, 8, NULL));
	assert_int_equal(figures(sh, ben)->count, 0);
	set.c = str_of("");
	shelf_must(sh, ERR_NONE, set);
	assert_int_equal(figures(sh, ana)->count, 0);
	set.c = str_of("sealed");
	set.member = ben + 9;
	shelf_must(sh, ERR_NOT_FOUND, set);
}

static void a_recovery_code_is_good_once_and_goes_with_the_figures(void **state)
{
	struct shelf *sh = *state;
	int64_t ana = shelf_person(sh, "Ana", 0), ben = shelf_person(sh, "Ben", 0);
	ask set = { .op = STORE_FIGURES_SET,
		    .member = ana,
		    .seq = 1,
		    .c = str_of("sealed"),
		    .d = str_of("one\ntwo\n") };
	ask confirm = use(ana, 5, NULL);

	shelf_must(sh, ERR_NONE, set);
	assert_int_equal(figures(sh, ana)->id, 2);
	assert_false(sh->r.messages[0].hidden);
	shelf_must(sh, ERR_REFUSED, use(ben, 0, "one"));
	shelf_must(sh, ERR_REFUSED, use(ana, 0, "on"));
	shelf_must(sh, ERR_NONE, use(ana, 0, "one"));
	shelf_must(sh, ERR_REFUSED, use(ana, 0, "one"));
	assert_int_equal(figures(sh, ana)->id, 1);
	confirm.d = str_of("three\nfour\nfive\n");
	shelf_must(sh, ERR_NONE, confirm);
	assert_int_equal(figures(sh, ana)->id, 3);
	shelf_must(sh, ERR_REFUSED, use(ana, 0, "two"));
	set.c = set.d = str_of("");
	shelf_must(sh, ERR_NONE, set);
	shelf_must(sh, ERR_REFUSED, use(ana, 0, "three"));
}

int main(void)
{
	const struct CMUnitTest rows[] = {
		cmocka_unit_test(an_invite_makes_a_user_a_place_and_a_device_in_one_step),
		cmocka_unit_test(an_invite_without_a_group_is_for_all_there_are),
		cmocka_unit_test(an_invite_is_good_once_and_until_it_ends),
		cmocka_unit_test(a_name_that_is_taken_leaves_the_invite_unused),
		cmocka_unit_test(an_invite_is_new_and_for_a_group_that_is_there),
		cmocka_unit_test(a_disabled_user_gets_no_device_and_an_enabled_one_begins_anew),
		cmocka_unit_test(a_new_passphrase_drops_the_devices_of_its_user),
		cmocka_unit_test(a_devices_number_is_never_used_again),
		cmocka_unit_test(a_device_that_signs_in_anew_has_its_number_and_its_tickets),
		cmocka_unit_test(an_invite_can_be_looked_at_and_stays_unused),
		cmocka_unit_test(it_is_known_when_a_device_was_made_and_used),
		cmocka_unit_test(the_highest_ticket_of_a_device_is_told_with_it),
		cmocka_unit_test(a_step_of_the_figures_is_good_once),
		cmocka_unit_test(a_recovery_code_is_good_once_and_goes_with_the_figures),
	};

	return shelf_run(rows, sizeof(rows) / sizeof(rows[0]));
}
