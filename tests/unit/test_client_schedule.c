/* SPDX-License-Identifier: MIT */
/* A whole client and the schedule: synchronised, asked for, kept and settled, and its own
 * calendar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/core.h"
#include "support/pair.h"

#define NOW     INT64_C(1796040000000) /* Monday 30 November 2026, 12:00 UTC */
#define TUESDAY INT64_C(1796173200000)
#define DAY_MS  INT64_C(86400000)

static const char week[] =
	"[{\"t\":\"S\",\"s\":1,\"g\":1,\"r\":\"group\",\"x\":\"Skills\",\"u\":2,\"k\":2,"
	"\"c\":\"skills\",\"b\":\"DTSTART;TZID=America/Denver:20261124T180000\\n"
	"DURATION:PT90M\\nRRULE:FREQ=WEEKLY;BYDAY=TU\\n\"},{\"t\":\"P\",\"k\":10}]";

static int open_week(void **state)
{
	struct pair *p;

	setenv("TZ", "America/Denver", 1);
	if (pair_open(state) != 0)
		return -1;
	p = *state;
	p->server.program = week;
	p->server.version = 10;
	p->server.now_utc_ms = NOW;
	return 0;
}

static bool has_schedule(struct pair *p)
{
	return pair_is_live(p) && pl_client_schedule_told(p->client) > 0;
}

static bool has_none_asked(struct pair *p)
{
	return diary_kept_count(&p->client->schedule.diary) == 0;
}

static void join(struct pair *p)
{
	pair_member(p);
	pair_join(p);
	pair_until(p, has_schedule);
}

static void cut(struct pair *p)
{
	fake_server_cut(&p->server);
	pair_until(p, pair_is_waiting);
}

static void resume(struct pair *p)
{
	pl_client_connect_now(p->client);
	pair_until(p, pair_is_live);
}

static void restart(struct pair *p)
{
	pair_quit(p);
	pair_member(p);
}

static const struct pl_occurrence *first(struct pair *p)
{
	const struct pl_occurrence *o;

	assert_int_not_equal(pl_client_schedule(p->client, NOW, NOW + 2 * DAY_MS, &o), 0);
	return o;
}

static enum pl_failure ask(struct pair *p, enum pl_ask what)
{
	const struct pl_asked a = {
		.what = what, .series = 1, .original_utc_ms = TUESDAY, .n = 10
	};

	return pl_client_ask(p->client, &a);
}

static enum pl_request_state state_of_first(struct pair *p)
{
	const struct pl_request *r;

	assert_int_equal(pl_client_requests(p->client, &r), 1);
	return r->state;
}

/* ---- synchronised ---- */

static void the_first_sync__and_then_nothing(void **state)
{
	struct pair *p = *state;

	join(p);
	assert_string_equal(p->server.query, "w=0&v=0&k=0");
	assert_string_equal(first(p)->title, "Skills");
	assert_true(first(p)->expected);
	assert_string_equal(first(p)->leader, "Mara");
	cut(p);
	resume(p);
	assert_string_equal(p->server.query, "c=1.0&w=10&v=0&k=0");
	restart(p);
	assert_string_equal(first(p)->title, "Skills"); /* without a network */
	assert_true(pl_client_schedule_told(p->client) >= NOW);
	assert_string_equal(pl_client_next(p->client)->title, "Skills");
}

/* One may swap into it, but is not in that group. */
static void a_series_of_another_group__makes_no_member(void **state)
{
	struct pair *p = *state;
	const struct pl_group *g;
	const struct pl_occurrence *o;

	join(p);
	fake_server_send(
		&p->server,
		"[{\"t\":\"S\",\"s\":2,\"g\":5,\"r\":\"group\",\"x\":\"New\",\"b\":"
		"\"DTSTART:20261201T100000Z\\nDURATION:PT60M\\n\"},{\"t\":\"P\",\"k\":11}]");
	pair_settle(p);
	assert_int_equal(pl_client_groups(p->client, &g), 1);
	assert_int_equal(pl_client_schedule(p->client, NOW, NOW + DAY_MS, &o), 1);
	assert_false(o->expected);
}

static void rows_without_their_end__are_asked_for_again(void **state)
{
	struct pair *p = *state;

	join(p);
	fake_server_send(&p->server,
			 "[{\"t\":\"S\",\"s\":2,\"g\":1,\"r\":\"group\",\"x\":\"New\",\"b\":"
			 "\"DTSTART:20261201T100000Z\\nDURATION:PT60M\\n\"}]");
	pair_settle(p);
	restart(p);
	pair_until(p, pair_is_live);
	assert_string_equal(p->server.query, "c=1.0&w=10&v=0&k=0");
	assert_string_equal(first(p)->title, "New"); /* and what came is there */
}

/* The server was restored from a copy: its versions go back, and what did not come is no more. */
static void a_server_that_knows_less(void **state)
{
	struct pair *p = *state;
	const struct pl_schedule_note *n;
	const struct pl_request *r;

	join(p);
	ask(p, PL_ASK_ABSENT);
	pair_until(p, has_none_asked);
	pair_settle(p);
	pl_client_schedule_said(p->client, pl_client_schedule_news(p->client, &n));
	p->server.program = "[{\"t\":\"S\",\"s\":2,\"g\":1,\"r\":\"group\",\"x\":\"Old\",\"b\":"
			    "\"DTSTART:20261201T100000Z\\nDURATION:PT60M\\n\"},"
			    "{\"t\":\"P\",\"k\":5}]";
	p->server.version = 5000; /* all of it is given */
	cut(p);
	resume(p);
	pair_settle(p);
	assert_string_equal(first(p)->title, "Old");
	assert_int_equal(p->client->schedule.diary.series_count, 1);
	assert_int_equal(pl_client_requests(p->client, &r), 0);
	assert_int_equal(pl_client_schedule_news(p->client, &n), 0);
	restart(p);
	assert_string_equal(first(p)->title, "Old");
	assert_int_equal(p->client->schedule.diary.series_count, 1);
	assert_int_equal(pl_client_requests(p->client, &r), 0);
	assert_int_equal(p->client->schedule.diary.version, 5);
}

static void a_change__is_news(void **state)
{
	struct pair *p = *state;
	const struct pl_schedule_note *n;

	join(p);
	pl_client_schedule_said(p->client, pl_client_schedule_news(p->client, &n));
	p->changed = 0;
	fake_server_send(&p->server, "[{\"t\":\"S\",\"s\":1},{\"t\":\"P\",\"k\":11}]");
	pair_settle(p);
	assert_true(p->changed & PL_CHANGED_SCHEDULE);
	/* Four Tuesdays. */
	assert_int_equal(pl_client_schedule_news(p->client, &n), 4);
	assert_int_equal(n[0].what, PL_NEWS_CANCELLED);
	assert_string_equal(n[0].occurrence.title, "Skills");
	pl_client_schedule_said(p->client, 4);
	assert_int_equal(pl_client_schedule_news(p->client, &n), 0);
}

static void a_clock_that_is_wrong__is_said(void **state)
{
	struct pair *p = *state;
	const struct pl_schedule_note *n;
	size_t count;

	join(p); /* the server lives in 2026's November, and we most likely not */
	count = pl_client_schedule_news(p->client, &n);
	for (size_t i = 0; i < count; i++)
		if (n[i].what == PL_NEWS_CLOCK)
			return;
	fail_msg("the clock was not said to be wrong");
}

/* ---- asked ---- */

static void what_is_asked__goes_out_and_stands(void **state)
{
	struct pair *p = *state;

	join(p);
	assert_int_equal(ask(p, PL_ASK_LATE), PL_OK);
	assert_int_equal(state_of_first(p), PL_REQUEST_KEPT);
	pair_until(p, has_none_asked);
	pair_settle(p);
	assert_int_equal(state_of_first(p), PL_REQUEST_GRANTED);
	assert_string_equal(p->server.asked[0].text, "W late 1.1796173200000 10");
	assert_int_equal(ask(p, PL_ASK_LATE), PL_FAIL_TWICE);
	assert_int_equal(p->server.asks, 1);
}

static bool has_nothing_to_say(struct pair *p)
{
	return has_none_asked(p) && pair_is_live(p);
}

/* "Late 10", and then 20: the server takes no second one, so the first is taken back. */
static void later_than_was_said(void **state)
{
	struct pair *p = *state;
	struct pl_asked a = {
		.what = PL_ASK_LATE, .series = 1, .original_utc_ms = TUESDAY, .n = 20
	};

	join(p);
	ask(p, PL_ASK_LATE);
	pair_until(p, has_none_asked);
	pair_settle(p);
	p->server.ask_mute = true;
	assert_int_equal(pl_client_ask(p->client, &a), PL_OK);
	pair_settle(p);
	assert_int_equal(p->server.asks, 2); /* not before the first is done */
	p->server.ask_mute = false;
	cut(p);
	resume(p);
	pair_until(p, has_nothing_to_say);
	assert_string_equal(p->server.asked[1].text, "W withdraw 1 at 0");
	assert_string_equal(p->server.asked[2].text, "W late 1.1796173200000 20");
	fake_server_down(&p->server);
	pair_until(p, pair_is_waiting);
	a.original_utc_ms = TUESDAY + 7 * DAY_MS;
	assert_int_equal(pl_client_ask(p->client, &a), PL_OK);
	a.n = 30;
	assert_int_equal(pl_client_ask(p->client, &a), PL_OK);
	assert_int_equal(diary_kept_count(&p->client->schedule.diary), 1);
}

static void what_is_asked_offline__is_kept_over_a_restart(void **state)
{
	struct pair *p = *state;
	const struct pl_request *r;
	uint64_t id;

	join(p);
	fake_server_down(&p->server);
	pair_until(p, pair_is_waiting);
	assert_int_equal(ask(p, PL_ASK_ABSENT), PL_OK);
	assert_false(first(p)->expected);
	pl_client_requests(p->client, &r);
	id = r->id;
	restart(p);
	assert_int_equal(state_of_first(p), PL_REQUEST_KEPT);
	fake_server_up(&p->server, NULL);
	pl_client_connect_now(p->client);
	pair_until(p, has_none_asked);
	pair_settle(p);
	assert_int_equal(state_of_first(p), PL_REQUEST_GRANTED);
	pl_client_requests(p->client, &r);
	assert_int_equal(r->id, id);
	assert_int_equal(p->server.asked_count, 1);
}

/* The answer is lost, again and again: it is asked once. */
static void an_answer_that_is_lost__doubles_nothing(void **state)
{
	struct pair *p = *state;

	join(p);
	p->server.ask_mute = true;
	assert_int_equal(ask(p, PL_ASK_ABSENT), PL_OK);
	for (int i = 0; i < 3; i++) {
		pair_settle(p);
		cut(p);
		resume(p);
	}
	restart(p);
	pair_until(p, pair_is_live);
	pair_settle(p);
	assert_true(p->server.asks >= 4);
	assert_int_equal(p->server.asked_count, 1);
	p->server.ask_mute = false;
	cut(p);
	resume(p);
	pair_until(p, has_none_asked);
	pair_settle(p);
	assert_int_equal(p->server.asked_count, 1);
	assert_int_equal(state_of_first(p), PL_REQUEST_GRANTED);
}

static const struct {
	const char *code;
	enum pl_request_state state;
} refusals[] = {
	{ "gone", PL_REQUEST_GONE },   { "late", PL_REQUEST_TOO_LATE },
	{ "role", PL_REQUEST_ROLE },   { "group", PL_REQUEST_ROLE },
	{ "state", PL_REQUEST_GONE },  { "form", PL_REQUEST_ROLE },
	{ "future", PL_REQUEST_GONE },
};

static void what_is_refused__says_why__until_it_is_taken_away(void **state)
{
	struct pair *p = *state;
	const struct pl_request *r;

	join(p);
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		p->server.ask_error = refusals[i].code;
		assert_int_equal(ask(p, PL_ASK_ABSENT), PL_OK);
		pair_until(p, has_none_asked);
		assert_int_equal(state_of_first(p), refusals[i].state);
		assert_true(first(p)->expected);
		pl_client_requests(p->client, &r);
		assert_int_equal(pl_client_withdraw(p->client, r->id), PL_OK);
		assert_int_equal(pl_client_requests(p->client, &r), 0);
	}
	/* It stood already: nothing is amiss. */
	p->server.ask_error = "twice";
	assert_int_equal(ask(p, PL_ASK_ABSENT), PL_OK);
	pair_until(p, has_none_asked);
	assert_int_equal(pl_client_requests(p->client, &r), 0);
	assert_int_equal(p->server.asked_count, 0);
}

static void a_server_that_is_busy__is_asked_again(void **state)
{
	struct pair *p = *state;

	join(p);
	p->server.ask_error = "rate";
	assert_int_equal(ask(p, PL_ASK_LATE), PL_OK);
	pair_settle(p);
	assert_int_equal(p->server.asks, 1);
	assert_int_equal(state_of_first(p), PL_REQUEST_KEPT);
	p->server.ask_error = NULL;
	pair_until(p, has_none_asked); /* after its pause */
	assert_int_equal(p->server.asked_count, 1);
}

static void what_stands__is_taken_back(void **state)
{
	struct pair *p = *state;
	const struct pl_request *r;

	join(p);
	ask(p, PL_ASK_ABSENT);
	pair_until(p, has_none_asked);
	pair_settle(p);
	fake_server_down(&p->server);
	pair_until(p, pair_is_waiting);
	pl_client_requests(p->client, &r);
	assert_int_equal(pl_client_withdraw(p->client, r->id), PL_OK);
	pl_client_requests(p->client, &r);
	assert_true(r->changing);
	assert_int_equal(pl_client_withdraw(p->client, r->id), PL_FAIL_TWICE);
	assert_int_equal(pl_client_withdraw(p->client, 999), PL_FAIL_GONE);
	fake_server_up(&p->server, NULL);
	pl_client_connect_now(p->client);
	pair_until(p, has_none_asked);
	assert_string_equal(p->server.asked[1].text, "W withdraw 1 at 0");
	pl_client_requests(p->client, &r);
	assert_int_equal(pl_client_answer(p->client, r->id, true, ""), PL_FAIL_REFUSED);
}

/* ---- an own calendar ---- */

static void write_file(struct pair *p, char *path, size_t size, const char *text)
{
	FILE *f;

	snprintf(path, size, "%s/own.ics", p->base);
	f = fopen(path, "wb");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

#define DENTIST                                                                                \
	"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261202T013000Z\r\n"             \
	"DTEND:20261202T030000Z\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\n"

static void an_own_calendar__is_kept_and_clashes(void **state)
{
	struct pair *p = *state;
	struct pl_overlay o;
	char path[128];

	join(p);
	write_file(p, path, sizeof(path), DENTIST "END:VCALENDAR\r\n");
	assert_int_equal(pl_client_overlay(p->client, path, false), PL_OK);
	assert_string_equal(first(p)->clash, "Dentist");
	remove(path);
	restart(p);
	assert_string_equal(first(p)->clash, "Dentist");
	pl_client_overlay_state(p->client, &o);
	assert_string_equal(o.from, path);
	assert_int_equal(o.events, 1);
	assert_int_equal(pl_client_overlay(p->client, NULL, false), PL_OK);
	assert_null(first(p)->clash);
	restart(p);
	assert_null(first(p)->clash);
}

static void a_bad_calendar__leaves_what_was_there__unless_one_says_so(void **state)
{
	struct pair *p = *state;
	struct pl_overlay o;
	char path[128];

	join(p);
	write_file(p, path, sizeof(path), DENTIST "END:VCALENDAR\r\n");
	pl_client_overlay(p->client, path, false);
	write_file(p, path, sizeof(path),
		   "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:b\r\nSUMMARY:No start\r\n"
		   "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:c\r\nDTSTART:20261202T020000Z\r\n"
		   "DTEND:20261202T030000Z\r\nSUMMARY:Bus\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
	assert_int_equal(pl_client_overlay(p->client, path, false), PL_FAIL_FILE);
	assert_string_equal(first(p)->clash, "Dentist");
	pl_client_overlay_state(p->client, &o);
	assert_int_equal(o.problems_total, 1);
	assert_int_equal(o.problems[0].fault, PL_CALENDAR_NO_START);
	assert_int_equal(o.problems[0].line, 2);
	assert_int_equal(pl_client_overlay(p->client, path, true), PL_OK);
	assert_string_equal(first(p)->clash, "Bus");
	remove(path);
	assert_int_equal(pl_client_overlay(p->client, path, true), PL_FAIL_FILE);
	pl_client_overlay_state(p->client, &o);
	assert_int_equal(o.problems[0].fault, PL_CALENDAR_UNREADABLE);
	assert_string_equal(first(p)->clash, "Bus");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_week, pair_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_first_sync__and_then_nothing),
		CASE(a_series_of_another_group__makes_no_member),
		CASE(rows_without_their_end__are_asked_for_again),
		CASE(a_server_that_knows_less),
		CASE(a_change__is_news),
		CASE(a_clock_that_is_wrong__is_said),
		CASE(what_is_asked__goes_out_and_stands),
		CASE(what_is_asked_offline__is_kept_over_a_restart),
		CASE(later_than_was_said),
		CASE(an_answer_that_is_lost__doubles_nothing),
		CASE(what_is_refused__says_why__until_it_is_taken_away),
		CASE(a_server_that_is_busy__is_asked_again),
		CASE(what_stands__is_taken_back),
		CASE(an_own_calendar__is_kept_and_clashes),
		CASE(a_bad_calendar__leaves_what_was_there__unless_one_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
