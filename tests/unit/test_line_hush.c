/* SPDX-License-Identifier: MIT */
/* Quiet and pause in the line face: what waits, what comes through, and that nothing is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/scripted.h"

#define BEGIN "Evening group\nSunday 22 November\nBen: Welcome.\n"
#define QUIET                                                                                  \
	"Quiet is on. You are told only what names you, calls on you, or is about danger. "    \
	"To end it, type /quiet off.\n"
#define PAUSE                                                                                  \
	"Pause is on. You are told of danger, and of nothing else. To end it, type "           \
	"/pause off.\n"

static void says(struct scripted *s, size_t at, uint64_t id, const char *text)
{
	s->msgs[at] = porch_talk[3];
	s->msgs[at].id = id;
	s->msgs[at].seq = (int64_t)at + 1;
	s->msgs[at].text = text;
	s->porch->client.message_count = at + 1;
	s->groups[0].last_seq = (int64_t)at + 1;
}

static void they_talk(struct scripted *s)
{
	says(s, 1, 110, "Rain.");
	says(s, 2, 111, "Ana, it rains.");
	says(s, 3, 112, "Snow.");
}

static int run(struct scripted *s, const char *script)
{
	s->at = s->works + 5;
	s->then = they_talk;
	return scripted_run(s, script);
}

static void in_quiet_what_names_one_is_told_and_the_rest_waits(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(run(s, "/quiet\n/wait \"snow\"\n/quiet off\n/unheard\n"), LINE_OK);
	assert_string_equal(s->heard, BEGIN QUIET "Cy: Ana, it rains.\n"
						  "Quiet is off. 2 sentences wait to be heard. "
						  "Type /unheard.\nCy: Rain.\nCy: Snow.\n");
	assert_int_equal(s->porch->client.seen_seq, 4);
}

static void a_pause_holds_that_too_and_tells_it_in_order(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(run(s, "/pause\n/wait \"snow\"\n/who\n/pause off\n"), LINE_OK);
	assert_string_equal(s->heard, BEGIN PAUSE "Here now: Ana, Cy.\nPause is off.\n"
						  "Cy: Rain.\nCy: Ana, it rains.\nCy: Snow.\n");
	assert_int_equal(s->porch->client.seen_seq, 4);
}

static void what_was_not_heard_is_not_seen(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(run(s, "/quiet\n/wait \"snow\"\n"), LINE_OK);
	assert_true(s->porch->client.seen_seq <= 1);
	/* It is started again, and nothing of it was lost. */
	assert_int_equal(scripted_run(s, ""), LINE_OK);
	assert_non_null(strstr(s->heard, "Not read before\nCy: Rain.\n"));
	assert_non_null(strstr(s->heard, "Cy: Snow.\n"));
	assert_int_equal(s->porch->client.seen_seq, 4);
}

static void unread_tells_what_waits_and_it_waits_no_more(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(run(s, "/quiet\n/wait \"snow\"\n/unread\n/unheard\n"), LINE_OK);
	assert_string_equal(s->heard, BEGIN QUIET "Cy: Ana, it rains.\nCy: Rain.\n"
						  "Cy: Ana, it rains.\nCy: Snow.\n"
						  "Nothing waits to be heard.\n");
	assert_int_equal(s->porch->client.seen_seq, 4);
}

static void what_waits_of_a_group_is_told_when_it_is_up_again(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(run(s, "/quiet\n/wait \"snow\"\n/group 2\n/quiet off\n/group 1\n"),
			 LINE_OK);
	const char *off = strstr(s->heard, "Quiet is off.\n"); /* there, nothing waits */

	assert_non_null(off);
	assert_non_null(strstr(off, "Cy: Rain.\nCy: Ana, it rains.\nCy: Snow.\n"));
}

static void as_it_is_set_it_begins_with(void **state)
{
	struct scripted *s = *state;

	s->o.wants.hush.quiet = true;
	assert_int_equal(run(s, "/wait \"snow\"\n/quiet off\n"), LINE_OK);
	assert_string_equal(s->heard, BEGIN "Cy: Ana, it rains.\nQuiet is off. 2 sentences "
					    "wait to be heard. Type /unheard.\n");
}

static void the_place_of_hearing_again_is_kept_meanwhile(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(run(s, "/quiet\n/last\n/wait \"snow\"\n/again\n/later\n"), LINE_OK);
	assert_string_equal(s->heard, BEGIN QUIET "Ben: Welcome.\nCy: Ana, it rains.\n"
						  "Ben: Welcome.\nCy: Rain.\n");
}

/* ---- news ---- */

static const struct pl_schedule_note soon = {
	.what = PL_NEWS_SOON,
	.occurrence = { .title = "Group", .leader = "", .place = "", .why = "", .bring = "" },
	.minutes = 10,
	.text = ""
};
static const struct pl_schedule_note more = { .what = PL_NEWS_MORE, .count = 3, .text = "" };

static void news_waits_at_the_client_and_a_session_that_begins_does_not(void **state)
{
	struct scripted *s = *state;
	struct fake_schedule *news = &s->porch->client.schedule;

	news->news = &more;
	news->news_count = 1;
	s->o.wants.hush.quiet = true;
	assert_int_equal(scripted_run(s, "/who\n"), LINE_OK);
	assert_string_equal(s->heard, BEGIN "Here now: Ana, Cy.\n");
	assert_int_equal(news->news_count, 1); /* not said */
	assert_int_equal(scripted_run(s, "/quiet off\n/who\n"), LINE_OK);
	assert_int_equal(news->news_count, 0);
	news->news = &soon;
	news->news_count = 1;
	assert_int_equal(scripted_run(s, "/who\n"), LINE_OK);
	assert_non_null(strstr(s->heard, "10 minutes"));
	news->news_count = 1;
	s->o.wants.hush = (struct hush) { .paused = true };
	assert_int_equal(scripted_run(s, "/who\n"), LINE_OK);
	assert_null(strstr(s->heard, "10 minutes"));
}

static void danger_comes_through_a_pause_with_what_stands_before_it(void **state)
{
	static const struct pl_sheet_note news[] = {
		{ .what = PL_SHEET_NEWS_FILED, .title = "Diary", .who = "Cy" },
		{ .what = PL_SHEET_NEWS_DANGER, .title = "PHQ-9", .who = "Cy" },
	};
	struct scripted *s = *state;
	struct fake_sheets *sheets = &s->porch->client.sheets;

	s->o.wants.hush.paused = true;
	sheets->news = news;
	sheets->news_count = 1;
	assert_int_equal(scripted_run(s, "/who\n"), LINE_OK);
	assert_int_equal(sheets->news_count, 1);
	sheets->news_count = 2;
	assert_int_equal(scripted_run(s, "/who\n"), LINE_OK);
	assert_int_equal(sheets->news_count, 0);
	assert_non_null(strstr(s->heard, "PHQ-9"));
}

#define SCRIPT(test) cmocka_unit_test_setup_teardown(test, scripted_open, scripted_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCRIPT(in_quiet_what_names_one_is_told_and_the_rest_waits),
		SCRIPT(a_pause_holds_that_too_and_tells_it_in_order),
		SCRIPT(what_was_not_heard_is_not_seen),
		SCRIPT(unread_tells_what_waits_and_it_waits_no_more),
		SCRIPT(what_waits_of_a_group_is_told_when_it_is_up_again),
		SCRIPT(as_it_is_set_it_begins_with),
		SCRIPT(the_place_of_hearing_again_is_kept_meanwhile),
		SCRIPT(danger_comes_through_a_pause_with_what_stands_before_it),
		SCRIPT(news_waits_at_the_client_and_a_session_that_begins_does_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
