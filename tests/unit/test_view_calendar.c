/* SPDX-License-Identifier: MIT */
/* The schedule and other calendars, and what is new in it. */
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
	p->stage.wants.remind = 15;
	return 0;
}

static void does(struct porch *p, const char *line, int bits, const char *told)
{
	assert_int_equal(stage_line(&p->stage, line), bits);
	assert_string_equal(p->stage.answer, told);
}

static void export__into_a_file_that_says_nothing(void **state)
{
	struct porch *p = *state;

	does(p, "/export my weeks.ics", DID_SAY,
	     "Saved to my weeks.ics. It calls each session \"Appointment\", and no more.");
	assert_string_equal(p->client.schedule.export_path, "my weeks.ics");
	assert_int_equal(p->client.schedule.alarm_minutes, 15);
	does(p, "/export", DID_SAY | DID_KEEP, "To do that, type /export FILE");
	p->client.answer = PL_FAIL_FILE;
	does(p, "/export x.ics", DID_SAY | DID_KEEP,
	     "That file cannot be made, or is there already. Please give another name.");
}

static void cover__is_told_and_set(void **state)
{
	struct porch *p = *state;

	does(p, "/cover", DID_SAY,
	     "Others see \"Appointment\" in place of a session. Type "
	     "/cover and a name to change that.");
	does(p, "/cover Piano lesson ", DID_SAY,
	     "From now on others see \"Piano lesson\" in place of a session.");
	assert_string_equal(p->client.schedule.cover_set, "Piano lesson");
}

static void feed__is_asked_for__told_once_when_it_comes__and_ended(void **state)
{
	static const char told[] =
		"Your calendar's address: https://clinic.test/c/abc\nKeep it "
		"to yourself: who has "
		"it can see when you have sessions, but not what they are. "
		"Type /feed off to end "
		"it.";
	struct porch *p = *state;
	bool known;

	does(p, "/feed", DID_SAY,
	     "You have no calendar address. It lets your own calendar show when you have "
	     "sessions, and not what they are. Type /feed on to ask for one.");
	assert_int_equal(p->client.schedule.feeds, 0);
	does(p, "/feed on", DID_SAY, "The server is asked for it. The answer comes by itself.");
	assert_true(p->client.schedule.feed_on);
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING);
	p->client.schedule.feed = "https://clinic.test/c/abc";
	assert_int_equal(stage_ended(&p->stage), DID_SAY);
	assert_string_equal(p->stage.answer, told);
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING);
	assert_int_equal(stage_key(&p->stage, KEY_CHORD('V'), &known), DID_SAY);
	assert_string_equal(p->stage.answer, told);
	assert_int_equal(p->client.schedule.feeds, 1);
	does(p, "/feed on", DID_SAY, "The server is asked for it. The answer comes by itself.");
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING); /* the old one still */
	p->client.schedule.feed = "https://clinic.test/c/def";
	assert_int_equal(stage_ended(&p->stage), DID_SAY);
	assert_non_null(strstr(p->stage.answer, "/c/def"));
	does(p, "/feed off", DID_SAY, "Your calendar's address ends.");
	assert_false(p->client.schedule.feed_on);
	does(p, "/feed maybe", DID_SAY | DID_KEEP, "To do that, type /feed on or off");
}

static void mycalendar__a_file__and_what_is_amiss_with_it(void **state)
{
	static const struct pl_calendar_problem problems[] = {
		{ 12, PL_CALENDAR_ZONE, "Mars/Olympus" },
		{ 40, PL_CALENDAR_FOLDING, "" },
		{ 41, PL_CALENDAR_RULE, "RRULE" },
		{ 99, PL_CALENDAR_VALUE, "DTEND" },
	};
	struct porch *p = *state;
	struct pl_overlay *o = &p->client.schedule.overlay;

	does(p, "/mycalendar", DID_SAY,
	     "You have laid no calendar of your own beside this one.");
	*o = (struct pl_overlay) { .problems = problems,
				   .problems_count = 4,
				   .problems_total = 5 };
	p->client.answer = PL_FAIL_FILE;
	does(p, "/mycalendar home.ics", DID_SAY | DID_KEEP,
	     "It was not taken. Line 12: nobody knows this time zone; its hours are taken as "
	     "those of here (Mars/Olympus). Line 40: this line cannot be read, and is left "
	     "out. Line 41: how this repeats cannot be read, so it is there once (RRULE). And "
	     "2 more. To take what is good, type /mycalendar anyway and the same name.");
	assert_false(p->client.schedule.overlay_anyway);
	p->client.answer = PL_OK;
	*o = (struct pl_overlay) { .from = "home.ics",
				   .events = 1,
				   .read_utc_ms = WEEK_NOW,
				   .problems = problems,
				   .problems_count = 1,
				   .problems_total = 1 };
	does(p, "/mycalendar anyway home.ics", DID_SAY,
	     "Your calendar has 1 entry, read Mon 30 Nov, 17:40 from home.ics. It stays on "
	     "this "
	     "device: nobody else sees it. Line 12: nobody knows this time zone; its hours are "
	     "taken as those of here (Mars/Olympus).");
	assert_true(p->client.schedule.overlay_anyway);
	assert_string_equal(p->client.schedule.overlay_from, "home.ics");
	does(p, "/mycalendar off", DID_SAY, "Your own calendar is taken away.");
	assert_string_equal(p->client.schedule.overlay_from, "");
}

static void mycalendar__an_address_is_told_of_when_it_has_come(void **state)
{
	struct porch *p = *state;
	struct pl_overlay *o = &p->client.schedule.overlay;

	*o = (struct pl_overlay) { .from = "https://me.test/a.ics", .busy = true };
	does(p, "/mycalendar https://me.test/a.ics", DID_SAY,
	     "Your calendar is being fetched.");
	assert_int_equal(stage_news(&p->stage, 9), DID_NOTHING);
	*o = (struct pl_overlay) { .from = "https://me.test/a.ics",
				   .events = 2,
				   .read_utc_ms = WEEK_NOW };
	assert_int_equal(stage_news(&p->stage, 9), DID_SAY);
	assert_string_equal(
		p->stage.answer,
		"Your calendar has 2 entries, read Mon 30 Nov, 17:40 from "
		"https://me.test/a.ics. It stays on this device: nobody else sees it.");
	assert_int_equal(stage_news(&p->stage, 9), DID_NOTHING);
}

/* ---- news ---- */

static void news__a_sentence_each__once__the_oldest_first(void **state)
{
	struct porch *p = *state;
	const struct pl_schedule_note notes[] = {
		{ .what = PL_NEWS_CANCELLED, .occurrence = week_rows[WEEK_TUESDAY] },
		{ .what = PL_NEWS_MOVED,
		  .occurrence = week_rows[WEEK_MOVED],
		  .was_utc_ms = week_at(2, 18, 0) },
		{ .what = PL_NEWS_NEW, .occurrence = week_rows[WEEK_FRIDAY] },
	};

	p->client.schedule.news = notes;
	p->client.schedule.news_count = 3;
	assert_int_equal(stage_news(&p->stage, 2), DID_SAY);
	assert_string_equal(p->stage.answer,
			    "Cancelled: Tue 1 Dec, 18:00, Skills group. Why: holiday.\n"
			    "Moved: Wed 2 Dec, 19:00, Skills group. It was Wed 2 Dec, 18:00. "
			    "Why: the room is taken.");
	assert_int_equal(stage_news(&p->stage, 2), DID_SAY);
	assert_string_equal(p->stage.answer, "New: Fri 4 Dec, 12:00, Coping at work.");
	assert_int_equal(stage_news(&p->stage, 2), DID_NOTHING);
}

/* More than the answer has room for waits for the next time; none is lost or doubled. */
static void news__more_than_fits_is_told_later(void **state)
{
	static struct pl_schedule_note notes[40];
	static char why[300];
	struct porch *p = *state;
	size_t told = 0;

	memset(why, 'x', sizeof(why) - 1);
	for (size_t i = 0; i < 40; i++) {
		notes[i].what = PL_NEWS_CANCELLED;
		notes[i].occurrence = week_rows[WEEK_TUESDAY];
		notes[i].occurrence.why = why;
	}
	p->client.schedule.news = notes;
	p->client.schedule.news_count = 40;
	for (int times = 0; times < 10 && p->client.schedule.news_count; times++) {
		assert_int_equal(stage_news(&p->stage, 99), DID_SAY);
		told++;
		for (const char *at = p->stage.answer; (at = strchr(at, '\n')); at++)
			told++;
	}
	assert_int_equal(told, 40);
}

static void soon__names_the_cover_alone_and_rings(void **state)
{
	struct porch *p = *state;
	const struct pl_schedule_note note = { .what = PL_NEWS_SOON,
					       .occurrence = week_rows[WEEK_MONDAY],
					       .minutes = 10 };

	p->client.schedule.news = &note;
	p->client.schedule.news_count = 1;
	assert_int_equal(stage_news(&p->stage, 9), DID_SAY | DID_RING);
	assert_string_equal(p->stage.answer, "Appointment in 10 minutes.");
	p->client.schedule.news = &note;
	p->client.schedule.news_count = 1;
	p->client.schedule.cover = "";
	stage_news(&p->stage, 9);
	assert_string_equal(p->stage.answer, "Appointment in 10 minutes.");
}

/* Asked without a connection; when it arrives, the other session is full. */
static void a_swap_whose_seat_went_meanwhile__word_for_word(void **state)
{
	static const struct pl_request full = { .id = 1,
						.mine = true,
						.what = PL_ASK_SWAP,
						.state = PL_REQUEST_FULL,
						.to_original_utc_ms = INT64_C(1796490000000) };
	struct porch *p = *state;
	const struct pl_schedule_note note = { .what = PL_NEWS_REQUEST,
					       .occurrence = week_rows[WEEK_THURSDAY],
					       .request = &full };

	assert_int_equal(full.to_original_utc_ms, week_at(5, 10, 0));
	p->client.schedule.news = &note;
	p->client.schedule.news_count = 1;
	stage_news(&p->stage, 9);
	assert_string_equal(p->stage.answer,
			    "Thu 3 Dec, 18:00, Skills group. You asked to come on Sat 5 Dec, "
			    "10:00 instead: there was no seat any more when this reached the "
			    "clinic. You stay in the session that you had.");
}

#define ON(f) cmocka_unit_test_setup_teardown(f, open_week, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(export__into_a_file_that_says_nothing),
		ON(cover__is_told_and_set),
		ON(feed__is_asked_for__told_once_when_it_comes__and_ended),
		ON(mycalendar__a_file__and_what_is_amiss_with_it),
		ON(mycalendar__an_address_is_told_of_when_it_has_come),
		ON(news__a_sentence_each__once__the_oldest_first),
		ON(news__more_than_fits_is_told_later),
		ON(soon__names_the_cover_alone_and_rings),
		ON(a_swap_whose_seat_went_meanwhile__word_for_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
