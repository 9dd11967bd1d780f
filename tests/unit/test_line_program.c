/* SPDX-License-Identifier: MIT */
/* The line face: building the program by ear, word for word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/built.h"
#include "support/scripted.h"

static void hears(struct scripted *s, const char *words)
{
	if (!strstr(s->heard, words))
		fail_msg("not heard: %s\n%s", words, s->heard);
}

static struct fake_schedule *begin(struct scripted *s)
{
	struct pl_client *c = &s->porch->client;

	built_put(c);
	c->schedule.ahead_ms = PROGRAM_NOW - clock_utc_ms();
	return &c->schedule;
}

static void a_change_is_told_and_then_done(void **state)
{
	struct scripted *s = *state;
	struct fake_schedule *f = begin(s);
	struct pl_occurrence after = built_rows[PROGRAM_TUESDAY];
	struct pl_preview row = { .before = built_rows, .after = &after };

	after.cancelled = true;
	after.why = "snow";
	f->preview = (struct pl_previewed) { .rows = &row, .rows_count = 1, .people = 6 };
	assert_int_equal(scripted_run(s, "/program\n/cancel 1 2026-12-01 snow\n/apply\n"),
			 LINE_OK);
	hears(s, "1: Skills group. Group session. Tuesdays and Thursdays, 18:00 to 19:30, "
		 "until 30 June 2027.");
	hears(s, "1 session changes. 6 people will be told. Cancelled: Skills group, ");
	hears(s, "Nothing is done yet. To do it, type /apply, and to leave it, /discard\n");
	hears(s, "Done. It goes to the server now.\n");
	assert_int_equal(f->changes_made, 1);
}

static void a_series_is_asked_for_line_by_line(void **state)
{
	struct scripted *s = *state;
	struct fake_schedule *f = begin(s);

	assert_int_equal(scripted_run(s, "/series\n/series Skills\n/series group\n"
					 "/series 2026-12-01 18:00\n/series 90\n"
					 "/series weekly tue\n/series done\n/apply\n"),
			 LINE_OK);
	hears(s, "What is the series called? Type /series and the title.\n");
	hears(s, "What kind is it? Type /series and then group, individual, workshop or "
		 "family.\n");
	hears(s, "A new series: Skills. Tuesdays, 18:00 to 19:30.");
	assert_int_equal(f->changes_made, 1);
	assert_string_equal(f->title, "Skills");
	assert_null(s->porch->client.said); /* nothing of it was said to the group */
}

static void a_request_is_granted_by_its_number(void **state)
{
	struct scripted *s = *state;
	struct fake_schedule *f = begin(s);

	assert_int_equal(scripted_run(s, "/requests\n/grant 2\n"), LINE_OK);
	hears(s, "2: Cy asks to come to ");
	hears(s, "You said yes to Cy. It goes to the server now.\n");
	assert_int_equal(f->answered, 24);
	assert_true(f->granted);
}

static void hours_are_told_when_they_come(void **state)
{
	static const struct pl_hours hours[] = {
		{ .member = 3, .who = "Cy", .had = 60, .target = 540 },
	};
	struct scripted *s = *state;
	struct fake_schedule *f = begin(s);

	f->hours = hours;
	f->hours_count = 1;
	assert_int_equal(scripted_run(s, "/hours\n"), LINE_OK);
	hears(s, "1 person is under the hours of this week.\n");
	hears(s, "Cy: 1 hour of 9 hours; nothing more is to come. Not planned yet: 8 hours.\n");
	assert_int_equal(f->hours_asks, 1);
}

#define SCRIPT(f) cmocka_unit_test_setup_teardown(f, scripted_open, scripted_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCRIPT(a_change_is_told_and_then_done),
		SCRIPT(a_series_is_asked_for_line_by_line),
		SCRIPT(a_request_is_granted_by_its_number),
		SCRIPT(hours_are_told_when_they_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
