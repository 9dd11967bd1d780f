/* SPDX-License-Identifier: MIT */
/* What a patient has answered or asked for goes to a device of staff when the access log has it, and not
 * before. */
#include "server/cases.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "server/access.h"
#include "support/house.h"

static void file(struct house *h, int64_t by)
{
	cases_act(
		&h->peers[by],
		&(struct wire_msg) { .type = WIRE_WORK,
				     .has = WIRE_K | WIRE_R | WIRE_G | WIRE_C | WIRE_D | WIRE_B,
				     .k = ++h->tickets,
				     .r = str_of("file"),
				     .g = TUESDAY,
				     .c = str_of("phq-9"),
				     .d = clock_utc_ms(),
				     .b = str_of("/44250-9\t#1\n/44260-8\t#0\n") });
}

struct notes {
	size_t count;
	struct access_note newest;
	bool is_phq;
};

static void on_rows(void *user, const struct store_reply *r)
{
	struct notes *n = user;

	n->count = r->count;
	if (!r->count)
		return;
	assert_true(access_read(&r->messages[0], &n->newest));
	n->is_phq = str_is(n->newest.subject, "phq-9");
}

static struct notes notes_of(struct house *h, int64_t whose)
{
	struct notes n = { .count = 0 };

	store_ask(h->s.store, &(struct store_req) { .op = STORE_ACCESSES_OF,
						    .member = whose,
						    .limit = 99,
						    .done = on_rows,
						    .user = &n });
	return n;
}

static bool hears_sheet(struct house *h, int64_t who)
{
	return strstr(house_hear(h, who), "\"t\":\"C\"") != NULL;
}

static bool hears_request(struct house *h, int64_t who)
{
	return strstr(house_hear(h, who), "\"t\":\"Q\"") != NULL;
}

static void answers_go_out_behind_their_row_and_not_before(void **state)
{
	struct house *h = *state;
	struct pollfd p = { .fd = store_fd(h->s.store), .events = POLLIN };
	struct notes n;

	file(h, ANA);
	while (h->s.cases.underway || h->peers[GRACE].noting) {
		assert_false(hears_sheet(h, GRACE));
		poll(&p, 1, -1);
		store_drain(h->s.store);
	}
	n = notes_of(h, ANA);
	assert_int_equal(n.count, 1);
	assert_true(n.is_phq);
	assert_int_equal(n.newest.what, ACCESS_WORKSHEET);
	assert_int_equal(n.newest.by, GRACE);
	assert_int_equal(n.newest.device, 10 + GRACE);
	assert_int_equal(n.newest.group, TUESDAY);
	assert_int_equal(n.newest.count, 1);
	assert_true(hears_sheet(h, GRACE));
	assert_int_equal(notes_of(h, GRACE).count, 0);
	assert_int_equal(notes_of(h, BEN).count, 0);
}

static void what_a_device_was_given_is_noted_once(void **state)
{
	struct house *h = *state;

	file(h, ANA);
	house_settle(h);
	house_join(h, GRACE, "Grace", "facilitator");
	house_settle(h);
	h->wants[GRACE] = true;
	assert_true(hears_sheet(h, GRACE)); /* it had nothing, and so it comes again */
	assert_int_equal(notes_of(h, ANA).count, 1);
	file(h, ANA);
	house_settle(h);
	assert_int_equal(notes_of(h, ANA).count, 2);
}

/* On a device that had nothing: a row for each person and form, that says how many. */
static void what_goes_together_is_one_row(void **state)
{
	struct house *h = *state;

	h->s.peers = NULL; /* nobody is connected */
	for (int i = 0; i < 3; i++)
		file(h, ANA);
	file(h, BEN);
	house_settle(h);
	assert_int_equal(notes_of(h, ANA).count, 0);
	h->peers[GRACE].server = NULL;
	house_join(h, GRACE, "Grace", "facilitator");
	house_settle(h);
	assert_int_equal(notes_of(h, ANA).count, 1);
	assert_int_equal(notes_of(h, ANA).newest.count, 3);
	assert_int_equal(notes_of(h, BEN).count, 1);
	assert_true(hears_sheet(h, GRACE));
}

static void requests_go_out_behind_their_row_and_not_before(void **state)
{
	struct house *h = *state;
	struct pollfd p = { .fd = store_fd(h->s.store), .events = POLLIN };
	struct notes n;

	house_set(h, TUESDAY, 9, "group.c");
	house_settle(h);
	assert_false(hears_request(h, GRACE));
	house_ask(h, ANA, "absent", 1, NULL);
	while (h->s.plan.underway || h->peers[GRACE].noting) {
		assert_false(hears_request(h, GRACE));
		poll(&p, 1, -1);
		store_drain(h->s.store);
	}
	n = notes_of(h, ANA);
	assert_int_equal(n.count, 1);
	assert_int_equal(n.newest.what, ACCESS_SCHEDULE);
	assert_int_equal(n.newest.by, GRACE);
	assert_int_equal(n.newest.device, 10 + GRACE);
	assert_int_equal(n.newest.group, TUESDAY);
	assert_int_equal(n.newest.count, 1);
	assert_true(n.newest.day_utc_ms > 0);
	assert_true(hears_request(h, GRACE));
	assert_true(hears_request(h, ANA)); /* which is her own */
	assert_int_equal(notes_of(h, GRACE).count, 0);
	assert_int_equal(notes_of(h, BEN).count, 0);
}

static void a_request_is_noted_once_for_a_device_and_again_when_it_changed(void **state)
{
	struct house *h = *state;

	house_set(h, TUESDAY, 9, "group.c");
	house_ask(h, ANA, "absent", 1, NULL);
	house_settle(h);
	house_join(h, GRACE, "Grace", "facilitator");
	house_settle(h);
	h->wants[GRACE] = true;
	assert_true(hears_request(h, GRACE));
	assert_int_equal(notes_of(h, ANA).count, 1);
	house_answer(h, ANA, "withdraw", 1);
	house_settle(h);
	assert_int_equal(notes_of(h, ANA).count, 2);
	assert_true(hears_request(h, GRACE));
}

/* A row for what was asked for, and one for what was answered. */
static void requests_that_go_together_are_one_row(void **state)
{
	struct house *h = *state;

	h->s.peers = NULL; /* nobody is connected */
	house_set(h, TUESDAY, 9, "group.c");
	house_set(h, TUESDAY, 9, "group.c");
	house_ask(h, ANA, "absent", 1, NULL);
	file(h, ANA);
	house_ask(h, ANA, "absent", 2, NULL);
	house_ask(h, BEN, "late", 2, "10");
	house_settle(h);
	assert_int_equal(notes_of(h, ANA).count, 0);
	h->peers[GRACE].server = NULL;
	house_join(h, GRACE, "Grace", "facilitator");
	house_settle(h);
	assert_int_equal(notes_of(h, ANA).count, 2);
	assert_int_equal(notes_of(h, ANA).newest.what, ACCESS_SCHEDULE);
	assert_int_equal(notes_of(h, ANA).newest.count, 2);
	assert_int_equal(notes_of(h, BEN).count, 1);
	assert_int_equal(notes_of(h, BEN).newest.count, 1);
	assert_true(hears_request(h, GRACE));
}

#define IN_A_HOUSE(f) cmocka_unit_test_setup_teardown(f, house_begin, house_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_HOUSE(answers_go_out_behind_their_row_and_not_before),
		IN_A_HOUSE(what_a_device_was_given_is_noted_once),
		IN_A_HOUSE(what_goes_together_is_one_row),
		IN_A_HOUSE(requests_go_out_behind_their_row_and_not_before),
		IN_A_HOUSE(a_request_is_noted_once_for_a_device_and_again_when_it_changed),
		IN_A_HOUSE(requests_that_go_together_are_one_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
