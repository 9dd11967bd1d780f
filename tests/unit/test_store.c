/* SPDX-License-Identifier: MIT */
/* What every backend of the store must do.  Each test runs once a backend. */
#include "store/store.h"

#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/shelf.h"

typedef struct store_req ask;

static const struct store_reply *read_on(struct shelf *sh, int64_t group, int64_t after,
					 int limit)
{
	return shelf_must(
		sh, ERR_NONE,
		(ask) { .op = STORE_READ, .group = group, .seq = after, .limit = limit });
}

static void numbers_of_each_group_begin_at_one_and_have_no_gap(void **state)
{
	struct shelf *sh = *state;
	int64_t a = shelf_group(sh, "mornings"), b = shelf_group(sh, "evenings");
	int64_t ana = shelf_person(sh, "Ana", 0);

	for (int64_t i = 1; i <= 5; i++) {
		assert_int_equal(shelf_ask(sh, shelf_say(a, ana, 2 * i, "a"))->seq, i);
		assert_int_equal(shelf_ask(sh, shelf_say(b, ana, 2 * i + 1, "b"))->seq, i);
	}
	/* What is refused in between takes no number. */
	shelf_must(sh, ERR_REFUSED, shelf_say(a, ana + 1, 99, "stranger"));
	assert_int_equal(shelf_ask(sh, shelf_say(a, ana, 100, "a"))->seq, 6);
}

static void a_message_sent_again_is_the_one_that_is_there(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	struct store_req again = shelf_say(g, ana, 7, "first words");

	shelf_must(sh, ERR_NONE, shelf_say(g, ana, 6, "before"));
	shelf_must(sh, ERR_NONE, shelf_say(g, ana, 7, "first words"));
	assert_false(sh->r.repeated);
	assert_int_equal(sh->r.utc_ms, 5007);
	shelf_must(sh, ERR_NONE, shelf_say(g, ana, 8, "after"));
	again.utc_ms = 999999;
	shelf_must(sh, ERR_NONE, again);
	assert_true(sh->r.repeated);
	assert_int_equal(sh->r.seq, 2);
	assert_int_equal(sh->r.utc_ms, 5007);
	assert_int_equal(read_on(sh, g, 0, 50)->count, 3);
	assert_string_equal(sh->r.messages[1].text.p, "first words");
}

static void a_ticket_is_of_one_member_and_one_device(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings");
	int64_t ana = shelf_person(sh, "Ana", g), ben = shelf_person(sh, "Ben", g);
	struct store_req r = shelf_say(g, ana, 1, "one");

	assert_int_equal(shelf_must(sh, ERR_NONE, r)->seq, 1);
	r.device = 77;
	assert_int_equal(shelf_must(sh, ERR_NONE, r)->seq, 2);
	r.member = ben;
	assert_int_equal(shelf_must(sh, ERR_NONE, r)->seq, 3);
	assert_false(sh->r.repeated);
}

/* The number that is there would be taken for these words', and they would be lost. */
static void a_ticket_used_again_for_other_words_is_refused(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);

	shelf_must(sh, ERR_NONE, shelf_say(g, ana, 1, "one"));
	shelf_must(sh, ERR_REFUSED, shelf_say(g, ana, 1, "two"));
	shelf_must(sh, ERR_REFUSED, shelf_say(g, ana, 1, "one more"));
	assert_int_equal(read_on(sh, g, 0, 50)->count, 1);
	assert_int_equal(shelf_must(sh, ERR_NONE, shelf_say(g, ana, 2, "two"))->seq, 2);
}

/* The number that is there would be read as one of the other group. */
static void a_ticket_used_again_in_another_group_is_refused(void **state)
{
	struct shelf *sh = *state;
	int64_t a = shelf_group(sh, "mornings"), b = shelf_group(sh, "evenings");
	int64_t ana = shelf_person(sh, "Ana", 0);

	shelf_must(sh, ERR_NONE, shelf_say(a, ana, 1, "one"));
	shelf_must(sh, ERR_REFUSED, shelf_say(b, ana, 1, "one"));
	assert_int_equal(read_on(sh, b, 0, 50)->count, 0);
	assert_int_equal(shelf_must(sh, ERR_NONE, shelf_say(b, ana, 2, "two"))->seq, 1);
}

static void only_members_of_a_group_speak_in_it(void **state)
{
	struct shelf *sh = *state;
	int64_t a = shelf_group(sh, "mornings"), b = shelf_group(sh, "evenings");
	int64_t ana = shelf_person(sh, "Ana", a);

	shelf_must(sh, ERR_REFUSED, shelf_say(b, ana, 1, "let me in"));
	shelf_must(sh, ERR_REFUSED, shelf_say(b + 100, ana, 2, "is anybody there"));
	shelf_must(sh, ERR_REFUSED, shelf_say(a, ana + 100, 3, "nobody"));
	assert_int_equal(read_on(sh, a, 0, 50)->count, 0);
	assert_int_equal(read_on(sh, b, 0, 50)->count, 0);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_MEMBER_ADD, .group = b, .member = ana });
	assert_int_equal(shelf_must(sh, ERR_NONE, shelf_say(b, ana, 1, "thanks"))->seq, 1);
}

static void a_message_comes_back_as_it_was_said(void **state)
{
	static const char bytes[] = "caf\xc3\xa9\0 'x'); -- \xf0\x9f\x8f\xae";
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	struct store_req r = shelf_say(g, ana, 1, "");
	const struct store_message *m;

	r.ticket = INT64_MAX;
	r.device = INT64_MAX - 1;
	r.utc_ms = 1700000000123;
	r.a = (struct str) { bytes, sizeof(bytes) - 1 };
	shelf_must(sh, ERR_NONE, r);
	m = &read_on(sh, g, 0, 1)->messages[0];
	assert_int_equal(m->seq, 1);
	assert_int_equal(m->member, ana);
	assert_true(m->device == INT64_MAX - 1 && m->ticket == INT64_MAX);
	assert_int_equal(m->utc_ms, 1700000000123);
	assert_true(str_eq(m->text, r.a));
}

static void history_is_read_in_pages(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	char text[16];

	for (int i = 1; i <= 25; i++) {
		snprintf(text, sizeof(text), "line %d", i);
		shelf_must(sh, ERR_NONE, shelf_say(g, ana, i, text));
	}
	for (int after = 0, want = 10; after < 25; after += 10, want = after < 20 ? 10 : 5) {
		assert_int_equal(read_on(sh, g, after, 10)->count, want);
		for (int i = 0; i < want; i++) {
			snprintf(text, sizeof(text), "line %d", after + i + 1);
			assert_int_equal(sh->r.messages[i].seq, after + i + 1);
			assert_string_equal(sh->r.messages[i].text.p, text);
		}
	}
	assert_int_equal(read_on(sh, g, 25, 10)->count, 0);
	assert_int_equal(read_on(sh, g, INT64_MAX, 10)->count, 0);
	assert_int_equal(read_on(sh, g, 0, 1000)->count, 25);
	assert_int_equal(read_on(sh, g + 100, 0, 10)->count, 0);
}

static void the_newest_come_oldest_first(void **state)
{
	static const struct {
		int64_t after;
		int limit;
		size_t count;
		int64_t first;
	} rows[] = { { 0, 3, 3, 8 },  { 0, 10, 10, 1 }, { 0, 50, 10, 1 }, { 8, 50, 2, 9 },
		     { 8, 1, 1, 10 }, { 10, 5, 0, 0 },  { 999, 5, 0, 0 } };
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);

	for (int i = 1; i <= 10; i++)
		shelf_must(sh, ERR_NONE, shelf_say(g, ana, i, "words"));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		shelf_must(sh, ERR_NONE,
			   (ask) { .op = STORE_READ_NEWEST,
				   .group = g,
				   .seq = rows[i].after,
				   .limit = rows[i].limit });
		assert_int_equal(sh->r.count, rows[i].count);
		for (size_t k = 0; k < sh->r.count; k++)
			assert_int_equal(sh->r.messages[k].seq, rows[i].first + (int64_t)k);
	}
}

static int64_t seen(struct shelf *sh, int64_t group, int64_t member, int64_t seq)
{
	return shelf_must(
		       sh, ERR_NONE,
		       (ask) { .op = STORE_SEEN, .group = group, .member = member, .seq = seq })
		->seq;
}

static void what_was_seen_never_goes_back_nor_beyond_the_last(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), other = shelf_group(sh, "evenings");
	int64_t ana = shelf_person(sh, "Ana", g), ben = shelf_person(sh, "Ben", g);

	assert_int_equal(seen(sh, g, ana, 5), 0);
	for (int i = 1; i <= 5; i++)
		shelf_must(sh, ERR_NONE, shelf_say(g, ana, i, "words"));
	assert_int_equal(seen(sh, g, ana, 3), 3);
	assert_int_equal(seen(sh, g, ana, 2), 3);
	assert_int_equal(seen(sh, g, ana, 0), 3);
	assert_int_equal(seen(sh, g, ana, INT64_MAX), 5);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_MEMBERS, .group = g });
	assert_int_equal(sh->r.count, 2);
	assert_int_equal(sh->r.users[0].id, ana);
	assert_int_equal(sh->r.users[0].seen_seq, 5);
	assert_int_equal(sh->r.users[1].id, ben);
	assert_int_equal(sh->r.users[1].seen_seq, 0);
	shelf_must(sh, ERR_REFUSED,
		   (ask) { .op = STORE_SEEN, .group = other, .member = ana, .seq = 1 });
}

static void groups_are_all_or_those_of_a_member(void **state)
{
	struct shelf *sh = *state;
	int64_t a = shelf_group(sh, "mornings"), b = shelf_group(sh, "evenings");
	int64_t ana = shelf_person(sh, "Ana", b);

	shelf_must(sh, ERR_EXISTS, (ask) { .op = STORE_GROUP_ADD, .a = str_of("MORNINGS") });
	shelf_must(sh, ERR_NONE, shelf_say(b, ana, 1, "one"));
	const ask two = shelf_say(b, ana, 2, "two");

	shelf_must(sh, ERR_NONE, two);
	seen(sh, b, ana, 1);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_GROUPS });
	assert_int_equal(sh->r.count, 2);
	assert_int_equal(sh->r.groups[0].id, a);
	assert_string_equal(sh->r.groups[0].name.p, "mornings");
	assert_int_equal(sh->r.groups[1].last_seq, 2);
	assert_int_equal(sh->r.groups[0].last_utc_ms, 0);
	assert_int_equal(sh->r.groups[1].last_utc_ms, two.utc_ms);
	assert_int_equal(sh->r.groups[1].seen_seq, 0);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_GROUPS, .member = ana });
	assert_int_equal(sh->r.count, 1);
	assert_int_equal(sh->r.groups[0].id, b);
	assert_int_equal(sh->r.groups[0].last_seq, 2);
	assert_int_equal(sh->r.groups[0].seen_seq, 1);
}

static void a_member_is_added_to_what_there_is_also_twice(void **state)
{
	struct shelf *sh = *state;
	int64_t a = shelf_group(sh, "mornings"), b = shelf_group(sh, "evenings");
	int64_t ana = shelf_person(sh, "Ana", a);
	const ask add = { .op = STORE_MEMBER_ADD, .group = b, .member = ana };

	shelf_must(sh, ERR_NONE, add);
	shelf_must(sh, ERR_NONE, shelf_say(b, ana, 1, "one"));
	seen(sh, b, ana, 1);
	shelf_must(sh, ERR_NONE, add);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_MEMBERS, .group = b });
	assert_int_equal(sh->r.count, 1);
	assert_int_equal(sh->r.users[0].seen_seq, 1);
	shelf_must(sh, ERR_NOT_FOUND,
		   (ask) { .op = STORE_MEMBER_ADD, .group = b + 9, .member = ana });
	shelf_must(sh, ERR_NOT_FOUND,
		   (ask) { .op = STORE_MEMBER_ADD, .group = b, .member = ana + 9 });
}

static void what_lacks_something_is_refused_in_its_turn(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	const ask good = shelf_say(g, ana, 1, "words");
	ask bad[6] = { good, good, good, good, good, good };
	size_t at;

	bad[0].group = 0;
	bad[1].member = -1;
	bad[2].device = 0;
	bad[3].ticket = 0;
	bad[4].a = str_of("");
	bad[5].utc_ms = -1;
	for (size_t i = 0; i < 6; i++)
		shelf_must(sh, ERR_BAD_INPUT, bad[i]);
	shelf_must(sh, ERR_BAD_INPUT, (ask) { .op = STORE_READ, .group = g });
	shelf_must(sh, ERR_BAD_INPUT, (ask) { .op = STORE_READ, .group = g, .limit = -1 });
	shelf_must(sh, ERR_BAD_INPUT,
		   (ask) { .op = STORE_READ, .group = g, .limit = 1, .seq = -1 });
	shelf_must(sh, ERR_BAD_INPUT, (ask) { .op = STORE_ENROL, .a = str_of("code") });
	shelf_must(sh, ERR_BAD_INPUT, (ask) { .op = STORE_USER_FIND });
	at = sh->replies;
	shelf_submit(sh, good);
	shelf_submit(sh, bad[0]);
	shelf_submit(sh, shelf_say(g, ana, 2, "more"));
	shelf_wait(sh, at + 3);
	assert_int_equal(sh->order[at], 1);
	assert_int_equal(sh->order[at + 1], 0);
	assert_int_equal(sh->order[at + 2], 2);
}

struct thread_seen {
	struct shelf *sh;
	pthread_t thread;
	bool called;
};

static void on_thread(void *user, const struct store_reply *r)
{
	struct thread_seen *t = user;

	(void)r;
	t->thread = pthread_self();
	t->called = true;
}

static void a_reply_comes_later_and_on_the_thread_that_drains(void **state)
{
	struct shelf *sh = *state;
	struct thread_seen t = { .sh = sh };
	struct pollfd p = { .fd = store_fd(sh->s), .events = POLLIN };
	const ask r = { .op = STORE_USERS, .done = on_thread, .user = &t };

	store_submit(sh->s, &r);
	assert_int_equal(poll(&p, 1, -1), 1);
	assert_false(t.called); /* it is finished, and yet we were not called */
	assert_int_equal(store_drain(sh->s), 1);
	assert_true(t.called);
	assert_true(pthread_equal(t.thread, pthread_self()));
	assert_int_equal(poll(&p, 1, 0), 0);
	assert_int_equal(store_drain(sh->s), 0);
}

static void a_requests_texts_are_its_own(void **state)
{
	struct shelf *sh = *state;
	char name[] = "mornings";
	ask r = { .op = STORE_GROUP_ADD, .a = { name, 8 } }; /* without a callback */

	store_submit(sh->s, &r);
	memset(name, 'x', 8);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_GROUPS });
	assert_string_equal(sh->r.groups[0].name.p, "mornings");
}

static void a_thousand_from_many_devices_have_no_gap_and_keep_their_order(void **state)
{
	enum { DEVICES = 10, EACH = 100, ALL = DEVICES * EACH };
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	size_t before = sh->replies;
	struct store_req r;

	for (int i = 0; i < ALL; i++) {
		r = shelf_say(g, ana, 1 + i / DEVICES, "words");
		r.device = 1 + i % DEVICES;
		shelf_submit(sh, r);
		if (i % 3 == 0) /* and the one before it again, as after a broken line */
			shelf_submit(sh, r);
	}
	shelf_wait(sh, before + ALL + (ALL + 2) / 3);
	assert_int_equal(read_on(sh, g, 0, 5000)->count, ALL);
	for (int i = 0; i < ALL; i++) {
		assert_int_equal(sh->r.messages[i].seq, i + 1);
		assert_int_equal(sh->r.messages[i].device, 1 + i % DEVICES);
		assert_int_equal(sh->r.messages[i].ticket, 1 + i / DEVICES);
	}
}

static void one_that_fails_does_not_spoil_those_beside_it(void **state)
{
	struct shelf *sh = *state;
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	size_t before;

	shelf_must(sh, ERR_NONE, shelf_invite("code", g, 100));
	before = sh->replies;
	for (int i = 1; i <= 10; i++) {
		shelf_submit(sh, shelf_say(g, ana, i, "words"));
		shelf_submit(sh, shelf_say(g, ana + 9, i, "stranger"));
		shelf_submit(sh, shelf_enrol("code", "ana", "t", 50));
		shelf_submit(sh, shelf_enrol("code", "Ben", "token of Ana", 50));
	}
	shelf_wait(sh, before + 40);
	for (size_t i = 0; i < 10; i++)
		assert_int_equal(sh->order[before + 4 * i], i + 1);
	assert_int_equal(read_on(sh, g, 0, 50)->count, 10);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_USERS });
	assert_int_equal(sh->r.count, 1);
	shelf_must(sh, ERR_NONE, shelf_enrol("code", "Ben", "t", 50));
}

struct chain {
	struct shelf *sh;
	int left;
};

/* As a server does that fetches page after page while it is told to end. */
static void on_chain(void *user, const struct store_reply *r)
{
	struct chain *c = user;
	const ask next = { .op = STORE_USERS, .done = on_chain, .user = c };

	assert_int_equal(r->err.code, ERR_NONE);
	if (--c->left > 0)
		store_submit(c->sh->s, &next);
}

static void closing_runs_the_callbacks_of_all_that_waits(void **state)
{
	struct shelf *sh = *state;
	struct chain c = { sh, 5 };
	const ask r = { .op = STORE_USERS, .done = on_chain, .user = &c };
	int64_t g = shelf_group(sh, "mornings"), ana = shelf_person(sh, "Ana", g);
	size_t before = sh->replies;

	for (int i = 1; i <= 40; i++)
		shelf_submit(sh, shelf_say(g, ana, i, "words"));
	store_submit(sh->s, &r);
	store_close(sh->s);
	sh->s = NULL;
	assert_int_equal(sh->replies, before + 40);
	assert_int_equal(sh->order[before + 39], 40);
	assert_int_equal(c.left, 0);
}

static void on_ask_inside(void *user, const struct store_reply *r)
{
	struct shelf *sh = user;

	(void)r;
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_USERS });
}

static void a_callback_may_ask_in_its_turn(void **state)
{
	struct shelf *sh = *state;
	const ask r = { .op = STORE_GROUPS, .done = on_ask_inside, .user = sh };

	store_ask(sh->s, &r);
	assert_int_equal(sh->replies, 1);
}

int main(void)
{
	const struct CMUnitTest rows[] = {
		cmocka_unit_test(numbers_of_each_group_begin_at_one_and_have_no_gap),
		cmocka_unit_test(a_message_sent_again_is_the_one_that_is_there),
		cmocka_unit_test(a_ticket_is_of_one_member_and_one_device),
		cmocka_unit_test(a_ticket_used_again_for_other_words_is_refused),
		cmocka_unit_test(a_ticket_used_again_in_another_group_is_refused),
		cmocka_unit_test(only_members_of_a_group_speak_in_it),
		cmocka_unit_test(a_message_comes_back_as_it_was_said),
		cmocka_unit_test(history_is_read_in_pages),
		cmocka_unit_test(the_newest_come_oldest_first),
		cmocka_unit_test(what_was_seen_never_goes_back_nor_beyond_the_last),
		cmocka_unit_test(groups_are_all_or_those_of_a_member),
		cmocka_unit_test(a_member_is_added_to_what_there_is_also_twice),
		cmocka_unit_test(what_lacks_something_is_refused_in_its_turn),
		cmocka_unit_test(a_reply_comes_later_and_on_the_thread_that_drains),
		cmocka_unit_test(a_requests_texts_are_its_own),
		cmocka_unit_test(a_thousand_from_many_devices_have_no_gap_and_keep_their_order),
		cmocka_unit_test(one_that_fails_does_not_spoil_those_beside_it),
		cmocka_unit_test(closing_runs_the_callbacks_of_all_that_waits),
		cmocka_unit_test(a_callback_may_ask_in_its_turn),
	};

	return shelf_run(rows, sizeof(rows) / sizeof(rows[0]));
}
