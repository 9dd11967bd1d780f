/* SPDX-License-Identifier: MIT */
/* One's own attendance, in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "support/porch.h"
#include "text/keys.h"
#include "view/stage.h"

enum { GRACE = 3 };

static const struct pl_person people[] = { { 1, "Ana", PL_PATIENT, PL_HERE },
					   { GRACE, "Grace", PL_FACILITATOR, PL_HERE } };

static const struct pl_attended sessions[] = {
	{ 1, 40, INT64_C(1795543500000), 55, -1, 0, "" },
	{ 1, 9, INT64_C(1795457100000), 0, 61, GRACE, "She was on the phone." },
	{ 1, 1, INT64_C(1795370700000), 5, 4, 99, "A slip." },
};

static int open_porch(void **state)
{
	struct porch *p;

	setenv("TZ", "UTC0", 1);
	tzset();
	if (porch_open(state))
		return -1;
	p = *state;
	p->client.people = people;
	p->client.person_count = 2;
	return 0;
}

static void come(struct porch *p, int week, int target, size_t n)
{
	p->client.attendance = (struct pl_attendance) { .told_utc_ms = INT64_C(1795626000000),
							.week_utc_ms = INT64_C(1795392000000),
							.week_minutes = week,
							.target_minutes = target,
							.sessions = sessions,
							.sessions_count = n };
}

#define assert_in(text, p) assert_non_null(strstr((p)->stage.answer, text))

static void attendance__is_asked_for__and_told_once_when_it_comes(void **state)
{
	struct porch *p = *state;
	bool known;

	assert_true(stage_key(&p->stage, KEY_CHORD('M'), &known) & DID_SAY);
	assert_true(known);
	assert_int_equal(p->client.attendance_asks, 1);
	assert_string_equal(p->stage.answer,
			    "The server is asked. The answer comes by itself.");
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING);
	come(p, 116, 540, 3);
	assert_true(stage_ended(&p->stage) & DID_SAY);
	assert_in("This week, since Monday 23 November: 1 hour 56 minutes of 9 hours. Still to "
		  "go: 7 hours 4 minutes. So said the server on Wednesday 25 November, 17:00.",
		  p);
	assert_in("\nTuesday 24 November, 18:05: 55 minutes.\n", p);
	assert_in("\nMonday 23 November, 18:05: 1 hour 1 minute. Grace has put this right; it "
		  "was "
		  "0 minutes. Why: She was on the phone.\n",
		  p);
	assert_in(
		": 4 minutes. A facilitator has put this right; it was 5 minutes. Why: A slip.",
		p);
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING);
}

static void the_week__with_and_without_a_target(void **state)
{
	struct porch *p = *state;

	stage_line(&p->stage, "/attendance");
	come(p, 540, 540, 0);
	stage_ended(&p->stage);
	assert_in("9 hours. That is the 9 hours you need, or more.", p);
	assert_in("You were in no session in the last 4 weeks.", p);
	p->client.answer = PL_FAIL_NOT_NOW;
	come(p, 60, 0, 0);
	stage_line(&p->stage, "/attendance");
	assert_in("This week, since Monday 23 November: 1 hour. So said", p);
}

/* What was told before stands, with its time; where there is nothing, that is said. */
static void without_a_connection__what_was_told_last(void **state)
{
	struct porch *p = *state;

	p->client.answer = PL_FAIL_NOT_NOW;
	stage_line(&p->stage, "/attendance");
	assert_string_equal(p->stage.answer, words_failure(PL_FAIL_NOT_NOW));
	come(p, 116, 540, 3);
	stage_line(&p->stage, "/attendance");
	assert_in("So said the server on Wednesday 25 November, 17:00.", p);
	assert_in("55 minutes.", p);
}

#define ON(f) cmocka_unit_test_setup_teardown(f, open_porch, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(attendance__is_asked_for__and_told_once_when_it_comes),
		ON(the_week__with_and_without_a_target),
		ON(without_a_connection__what_was_told_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
