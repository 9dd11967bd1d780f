/* SPDX-License-Identifier: MIT */
/* Somebody with a good invite comes when all places for the slow hash are taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "server/secret.h"
#include "support/counter.h"

#define CODE "aaaaaaaaaaaaaaaaaaaaaa"
#define BODY                                                                                   \
	"{\"code\":\"" CODE "\",\"name\":\"Zoe\",\"passphrase\":\"a long enough passphrase\"}"

static int begin(void **state)
{
	static struct counter c;
	char hash[SECRET_HASH + 1];

	counter_open(&c);
	secret_hash(CODE, hash);
	house_must(c.house, (struct store_req) { .op = STORE_INVITE_ADD,
						 .group = 1,
						 .a = str_of(hash),
						 .b = str_of("patient"),
						 .utc_ms = INT64_MAX });
	*state = &c;
	return 0;
}

static int end(void **state)
{
	counter_close(*state);
	return 0;
}

static int counted(const struct throttle *t)
{
	int n = 0;

	for (int i = 0; i < THROTTLE_SETS; i++)
		for (int k = 0; k < THROTTLE_WAYS; k++)
			n += t->sets[i][k].wrong;
	return n;
}

/* They are told to wait, and it was no try. */
static void it_is_told_when_there_is_a_place(void **state)
{
	static struct proof_wait others[PROOF_KNOWN];
	struct counter *c = *state;
	struct door *d = &c->house->s.door;

	d->running = DOOR_AT_ONCE;
	for (int i = 0; i < PROOF_KNOWN; i++) {
		others[i].known = true;
		assert_true(proof_queue_put(&d->queue, &others[i]));
	}
	assert_string_equal(counter_request(c, NOBODY, "/v1/enrol", BODY), "rate");
	assert_non_null(strstr(c->answer, "\"wait\":"));
	assert_int_equal(counted(d->throttle), 0);
	while (proof_queue_take(&d->queue))
		;
	d->running = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_is_told_when_there_is_a_place, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
