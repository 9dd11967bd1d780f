/* SPDX-License-Identifier: MIT */
/* What a person asks of the schedule: by word, by key, and what they are told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/porch.h"
#include "support/week.h"
#include "text/keys.h"

static int open_week(void **state)
{
	struct porch *p;

	if (porch_open(state))
		return -1;
	p = *state;
	week_open(&p->client, "America/Denver");
	p->stage.now_utc_ms = WEEK_NOW;
	stage_line(&p->stage, "/week");
	stage_build(&p->stage);
	stage_line(&p->stage, "/meeting");
	return 0;
}

/* One line, what is told, and what the client was asked for. */
static void does(struct porch *p, const char *line, const char *told)
{
	const int bits = stage_line(&p->stage, line);

	assert_int_equal(bits, DID_SAY);
	assert_string_equal(p->stage.answer, told);
}

static void refuses(struct porch *p, const char *line, const char *told)
{
	const int before = p->client.schedule.asks;

	assert_int_equal(stage_line(&p->stage, line), DID_SAY | DID_KEEP);
	assert_string_equal(p->stage.answer, told);
	assert_int_equal(p->client.schedule.asks, before);
}

static void asked(const struct porch *p, enum pl_ask what, int row, int n)
{
	const struct pl_asked *a = &p->client.schedule.asked;

	assert_int_equal(a->what, what);
	assert_int_equal(a->series, week_rows[row].series);
	assert_int_equal(a->original_utc_ms, week_rows[row].original_utc_ms);
	assert_int_equal(a->n, n);
}

static void late__of_the_next__of_a_number__and_for_how_long(void **state)
{
	struct porch *p = *state;

	does(p, "/late",
	     "Mon 30 Nov, 18:00, Skills group. You will be 10 minutes late. It goes to "
	     "the clinic now.");
	asked(p, PL_ASK_LATE, WEEK_MONDAY, 10);
	does(p, "/late 2 15",
	     "Wed 2 Dec, 19:00, Skills group. You will be 15 minutes late. It "
	     "goes to the clinic now.");
	asked(p, PL_ASK_LATE, WEEK_MOVED, 15);
	does(p, "/late 2.",
	     "Wed 2 Dec, 19:00, Skills group. You will be 10 minutes late. It goes "
	     "to the clinic now.");
	does(p, "/late 3 min",
	     "Mon 30 Nov, 18:00, Skills group. You will be 3 minutes late. It "
	     "goes to the clinic now.");
	asked(p, PL_ASK_LATE, WEEK_MONDAY, 3);
	does(p, "/late 20",
	     "Mon 30 Nov, 18:00, Skills group. You will be 20 minutes late. It goes "
	     "to the clinic now.");
	does(p, "/late 1 1",
	     "Mon 30 Nov, 18:00, Skills group. You will be 1 minute late. It goes "
	     "to the clinic now.");
	refuses(p, "/late 1 121", "To do that, type /late NUMBER MINUTES");
	refuses(p, "/late 1 0", "To do that, type /late NUMBER MINUTES");
	refuses(p, "/late soon", "To do that, type /late NUMBER MINUTES");
}

/* What is answered so, after some time. */
static void is_answered(struct porch *p, int row, int64_t after_ms, const char *told)
{
	static const struct pl_request late = {
		.id = 1, .mine = true, .what = PL_ASK_LATE, .n = 3, .state = PL_REQUEST_GRANTED
	};
	const struct pl_schedule_note note = { .what = PL_NEWS_REQUEST,
					       .occurrence = week_rows[row],
					       .request = &late };

	p->client.schedule.news = &note;
	p->client.schedule.news_count = 1;
	p->stage.now_utc_ms += after_ms;
	stage_news(&p->stage, 9);
	assert_string_equal(p->stage.answer, told);
}

static void which_session_it_is__is_told_once(void **state)
{
	static const char first[] = "Mon 30 Nov, 18:00, Skills group. You will be 3 minutes "
				    "late. It goes to the clinic now.",
			  alone[] = "You will be 3 minutes late: at the clinic.",
			  named[] = "Mon 30 Nov, 18:00, Skills group. You will be 3 minutes "
				    "late: at the clinic.";
	struct porch *p = *state;

	does(p, "/late 1 3", first);
	is_answered(p, WEEK_MONDAY, 900, alone);
	is_answered(p, WEEK_MONDAY, 0, named); /* it was asked for on another device */
	does(p, "/late 1 3", first);
	is_answered(p, WEEK_MOVED, 0,
		    "Wed 2 Dec, 19:00, Skills group. You will be 3 minutes late: at the "
		    "clinic.");
	is_answered(p, WEEK_MONDAY, 60000, named);
}

static void the_other_acts_by_their_words(void **state)
{
	struct porch *p = *state;

	does(p, "/listening 2",
	     "Wed 2 Dec, 19:00, Skills group. You will come, and only listen. It "
	     "goes to the clinic now.");
	asked(p, PL_ASK_LISTENING, WEEK_MOVED, 0);
	does(p, "/absent 3 my son is ill",
	     "Thu 3 Dec, 18:00, Skills group. You cannot come. "
	     "It goes to the clinic now.");
	asked(p, PL_ASK_ABSENT, WEEK_THURSDAY, 0);
	assert_string_equal(p->client.schedule.asked_text, "my son is ill");
	does(p, "/absent the car broke down",
	     "Mon 30 Nov, 18:00, Skills group. You cannot "
	     "come. It goes to the clinic now.");
	assert_string_equal(p->client.schedule.asked_text, "the car broke down");
	does(p, "/swap 3 5 I work then",
	     "Thu 3 Dec, 18:00, Skills group. You asked to come on "
	     "Sat 5 Dec, 10:00 instead. It goes to the clinic now.");
	asked(p, PL_ASK_SWAP, WEEK_THURSDAY, 0);
	assert_int_equal(p->client.schedule.asked.to_series, WEEK_OTHER);
	assert_int_equal(p->client.schedule.asked.to_original_utc_ms, week_at(5, 10, 0));
	assert_string_equal(p->client.schedule.asked_text, "I work then");
	does(p, "/signup 4",
	     "Fri 4 Dec, 12:00, Coping at work. You asked for a seat. It goes to "
	     "the clinic now.");
	asked(p, PL_ASK_SIGN_UP, WEEK_FRIDAY, 0);
}

static void without_a_connection_it_is_kept_here(void **state)
{
	struct porch *p = *state;

	p->client.link.link = PL_LINK_WAITING;
	does(p, "/swap 3 5",
	     "Thu 3 Dec, 18:00, Skills group. You asked to come on Sat 5 Dec, "
	     "10:00 instead. It is kept here, and goes to the clinic when "
	     "there is a connection.");
}

static void a_number_that_is_not_there__and_words_that_are_missing(void **state)
{
	static const char none[] =
		"There is no session with the number 9 here. Type /week to see the numbers.";
	struct porch *p = *state;

	refuses(p, "/absent 9", none);
	refuses(p, "/swap 3 9", none);
	refuses(p, "/swap 9 3", none);
	refuses(p, "/signup 9", none);
	refuses(p, "/late 9 5", none);
	refuses(p, "/swap", "To do that, type /swap NUMBER and NUMBER of the other");
	refuses(p, "/swap 3", "To do that, type /swap NUMBER and NUMBER of the other");
	refuses(p, "/signup", "To do that, type /signup NUMBER");
	refuses(p, "/signup Coping", "To do that, type /signup NUMBER");
	p->client.schedule.next = NULL;
	refuses(p, "/late", "No session is planned for you.");
	refuses(p, "/listening", "No session is planned for you.");
	p->client.schedule.occurrence_count = 1; /* the rest has gone meanwhile */
	refuses(p, "/absent 3",
		"There is no session with the number 3 here. Type /week to see "
		"the numbers.");
}

static void what_the_client_refuses_is_told(void **state)
{
	static const struct {
		enum pl_failure f;
		const char *words;
	} rows[] = {
		{ PL_FAIL_GONE,
		  "Mon 30 Nov, 18:00, Skills group. That session is cancelled, or "
		  "is gone. Type /week to see what there is." },
		{ PL_FAIL_LATE, "Mon 30 Nov, 18:00, Skills group. That session is over." },
		{ PL_FAIL_TWICE, "Mon 30 Nov, 18:00, Skills group. That stands already: there "
				 "is nothing more to ask." },
		{ PL_FAIL_REFUSED, "Mon 30 Nov, 18:00, Skills group. That cannot be asked of "
				   "this session. Your facilitator may be able to help." },
		{ PL_FAIL_BUSY, "Mon 30 Nov, 18:00, Skills group. Too much is kept here "
				"already. It goes out when there is a connection; then try "
				"again." },
		{ PL_FAIL_DISK,
		  "Mon 30 Nov, 18:00, Skills group. The disk is full or cannot be "
		  "written. Make some room, then try again." },
	};
	struct porch *p = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		p->client.answer = rows[i].f;
		assert_int_equal(stage_line(&p->stage, "/absent"), DID_SAY | DID_KEEP);
		assert_string_equal(p->stage.answer, rows[i].words);
	}
}

/* The first press tells, the second one does; another act between the two begins anew. */
static void a_key_asks_before_it_does(void **state)
{
	static const struct {
		int key;
		enum pl_ask what;
		const char *first;
	} rows[] = {
		{ KEY_CHORD('K'), PL_ASK_LATE,
		  "Mon 30 Nov, 18:00, Skills group. You will be 10 minutes late. To say so, "
		  "press "
		  "the key once more, or type /late" },
		{ KEY_CHORD('E'), PL_ASK_LISTENING,
		  "Mon 30 Nov, 18:00, Skills group. You will come, and only listen. To say so, "
		  "press "
		  "the key once more, or type /listening" },
		{ KEY_CHORD('N'), PL_ASK_ABSENT,
		  "Mon 30 Nov, 18:00, Skills group. You cannot come. To say so, press the key "
		  "once more, or type /absent" },
	};
	struct porch *p = *state;
	bool known;

	for (int i = 0; i < 3; i++) {
		assert_int_equal(stage_key(&p->stage, rows[i].key, &known), DID_SAY);
		assert_string_equal(p->stage.answer, rows[i].first);
		assert_int_equal(p->client.schedule.asks, i);
		stage_line(&p->stage, "/who");
		stage_key(&p->stage, rows[i].key, &known);
		assert_int_equal(p->client.schedule.asks, i);
		stage_key(&p->stage, rows[i].key, &known);
		assert_int_equal(p->client.schedule.asks, i + 1);
		assert_int_equal(p->client.schedule.asked.what, rows[i].what);
	}
	stage_key(&p->stage, KEY_CHORD('X'), &known);
	assert_string_equal(p->stage.answer,
			    "To do that, type /swap NUMBER and NUMBER of the other");
	stage_key(&p->stage, KEY_CHORD('Y'), &known);
	assert_string_equal(p->stage.answer, "To do that, type /signup NUMBER");
	stage_key(&p->stage, KEY_CHORD('U'), &known);
	assert_string_equal(p->stage.answer, "To do that, type /withdraw NUMBER");
}

static void what_was_asked_for_is_taken_back(void **state)
{
	struct pl_request all[] = {
		{ .id = 41, .mine = false, .original_utc_ms = week_at(3, 18, 0) },
		{ .id = 42,
		  .mine = true,
		  .state = PL_REQUEST_REFUSED,
		  .original_utc_ms = week_at(3, 18, 0) },
		{ .id = 43,
		  .mine = true,
		  .state = PL_REQUEST_ASKED,
		  .original_utc_ms = week_at(3, 18, 0) },
	};
	struct porch *p = *state;

	refuses(p, "/withdraw", "You have asked nothing of that session.");
	p->client.schedule.requests = all;
	p->client.schedule.request_count = 3;
	does(p, "/withdraw", "Thu 3 Dec, 18:00. What you asked for is taken back.");
	assert_int_equal(p->client.schedule.withdrawn, 43);
	refuses(p, "/withdraw 3", "You have asked nothing of that session.");
	week_rows[WEEK_THURSDAY].request = &all[1];
	does(p, "/withdraw 3",
	     "Thu 3 Dec, 18:00, Skills group. What you asked for is taken back.");
	assert_int_equal(p->client.schedule.withdrawn, 42);
	all[1].state = PL_REQUEST_ASKED;
	p->client.link.link = PL_LINK_WAITING;
	does(p, "/withdraw 3",
	     "Thu 3 Dec, 18:00, Skills group. What you asked for is taken "
	     "back. The clinic is told when there is a connection.");
	all[1].state = PL_REQUEST_KEPT;
	does(p, "/withdraw 3",
	     "Thu 3 Dec, 18:00, Skills group. What you asked for is taken back.");
	p->client.answer = PL_FAIL_STATE;
	refuses(p, "/withdraw 3",
		"It has been settled already, so it cannot be taken back. "
		"Type /today to see it.");
}

static void join__goes_to_the_group_of_the_next_one(void **state)
{
	struct porch *p = *state;
	bool known;

	week_rows[WEEK_MONDAY].group = 9;
	assert_int_equal(stage_key(&p->stage, KEY_CHORD('c'), &known), DID_VIEW);
	assert_int_equal(p->stage.group, 9);
	assert_ptr_equal(p->stage.view, &view_meeting);
	week_rows[WEEK_MONDAY].group = 77;
	assert_int_equal(stage_line(&p->stage, "/join"), DID_SAY);
	assert_int_equal(p->stage.group, 9);
	p->client.schedule.next = NULL;
	refuses(p, "/join", "No session is planned for you.");
}

#define ON(f) cmocka_unit_test_setup_teardown(f, open_week, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(late__of_the_next__of_a_number__and_for_how_long),
		ON(which_session_it_is__is_told_once),
		ON(the_other_acts_by_their_words),
		ON(without_a_connection_it_is_kept_here),
		ON(a_number_that_is_not_there__and_words_that_are_missing),
		ON(what_the_client_refuses_is_told),
		ON(a_key_asks_before_it_does),
		ON(what_was_asked_for_is_taken_back),
		ON(join__goes_to_the_group_of_the_next_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
