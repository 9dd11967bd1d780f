/* SPDX-License-Identifier: MIT */
/* A whole client that builds the program; and what time, travel and outsiders bring. */
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
#define HOUR_MS INT64_C(3600000)
#define DAY_MS  INT64_C(86400000)

static const char week[] =
	"[{\"t\":\"S\",\"s\":1,\"g\":1,\"r\":\"group\",\"x\":\"Trauma skills\",\"u\":2,\"k\":2,"
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

static void join(struct pair *p)
{
	pair_member(p);
	pair_join(p);
	pair_until(p, has_schedule);
}

static bool has_none_kept(struct pair *p)
{
	return diary_kept_count(&p->client->schedule.diary) == 0;
}

static void restart(struct pair *p)
{
	pair_quit(p);
	pair_member(p);
	pair_until(p, pair_is_live);
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

/* How many notes of this kind there are; the last of them. */
static int count_news(struct pair *p, enum pl_schedule_news what,
		      const struct pl_schedule_note **last)
{
	const struct pl_schedule_note *all;
	size_t n = pl_client_schedule_news(p->client, &all);
	int found = 0;

	for (size_t i = 0; i < n; i++)
		if (all[i].what == what) {
			*last = &all[i];
			found++;
		}
	return found;
}

/* ---- building ---- */

static enum pl_failure cancel(struct pair *p, int weeks)
{
	const struct pl_changed ch = { .what = PL_CHANGE_CANCEL,
				       .id = 1,
				       .original_utc_ms = TUESDAY + weeks * 7 * DAY_MS };

	return pl_client_change(p->client, &ch, 1);
}

static void a_change__goes_once__whatever_is_lost(void **state)
{
	struct pair *p = *state;
	int kept, refused;

	p->server.role = "facilitator";
	join(p);
	p->server.ask_mute = true;
	assert_int_equal(cancel(p, 0), PL_OK);
	pair_settle(p);
	restart(p);
	pair_settle(p);
	pl_client_change_news(p->client, &kept, &refused);
	assert_int_equal(kept, 1);
	p->server.ask_mute = false;
	cut(p);
	resume(p);
	pair_until(p, has_none_kept);
	assert_true(p->server.asks >= 3);
	assert_int_equal(p->server.asked_count, 1);
	assert_non_null(strstr(p->server.asked[0].text, "STATUS:CANCELLED"));
	assert_non_null(strstr(p->server.asked[0].text, " 1 at 10"));
	pl_client_change_news(p->client, &kept, &refused);
	assert_int_equal(kept + refused, 0);
}

/* A second change waits for the first, and then is one of the version that the first made. */
static void one_upon_another(void **state)
{
	struct pair *p = *state;

	p->server.role = "facilitator";
	join(p);
	p->server.ask_mute = true;
	assert_int_equal(cancel(p, 0), PL_OK);
	pair_settle(p);
	assert_int_equal(cancel(p, 1), PL_OK);
	pair_settle(p);
	assert_int_equal(p->server.asked_count, 1);
	fake_server_send(&p->server, "[{\"t\":\"K\",\"k\":1,\"s\":1},{\"t\":\"P\",\"k\":31}]");
	pair_settle(p);
	assert_int_equal(p->server.asked_count, 2);
	assert_non_null(strstr(p->server.asked[1].text, " 1 at 31"));
	assert_non_null(strstr(p->server.asked[1].text, "20261209"));
	assert_non_null(strstr(p->server.asked[1].text, "20261202"));
}

static void a_change_that_is_refused(void **state)
{
	struct pair *p = *state;
	const struct pl_schedule_note *n = NULL;
	int kept, refused;

	p->server.role = "facilitator";
	join(p);
	p->server.ask_error = "state";
	assert_int_equal(cancel(p, 0), PL_OK);
	pair_until(p, has_none_kept);
	pl_client_change_news(p->client, &kept, &refused);
	assert_int_equal(kept, 0);
	assert_int_equal(refused, 1);
	assert_int_equal(count_news(p, PL_NEWS_CHANGE_REFUSED, &n), 1);
	assert_int_equal(n->count, PL_FAIL_STATE);
	assert_string_equal(n->text, "Trauma skills");
	pl_client_change_news(p->client, &kept, &refused);
	assert_int_equal(refused, 0);
}

static void a_member__builds_nothing(void **state)
{
	struct pair *p = *state;
	const struct pl_series *s;

	join(p);
	assert_int_equal(cancel(p, 0), PL_FAIL_REFUSED);
	assert_int_equal(pl_client_series(p->client, &s), 0);
	assert_int_equal(pl_client_hours_ask(p->client, FAKE_GROUP), PL_FAIL_REFUSED);
}

/* ---- time and travel ---- */

static void what_is_soon__is_said_once(void **state)
{
	struct pair *p = *state;
	const struct pl_schedule_note *n = NULL;

	p->server.now_utc_ms = TUESDAY - 5 * 60000;
	join(p);
	pair_settle(p);
	assert_int_equal(count_news(p, PL_NEWS_SOON, &n), 1);
	assert_int_equal(n->minutes, 5);
	restart(p);
	pair_settle(p);
	assert_int_equal(count_news(p, PL_NEWS_SOON, &n), 0);
}

/* Five hours ahead, after it was told the time: the session is as far away as it was. */
static void a_clock_that_is_set__is_no_reminder(void **state)
{
	struct pair *p = *state;
	const struct pl_schedule_note *n = NULL;
	int64_t before;

	p->server.now_utc_ms = TUESDAY - 5 * HOUR_MS;
	join(p);
	pair_settle(p);
	before = p->client->ahead_ms;
	p->client->schedule.news.clocks.utc_ms -= 5 * HOUR_MS;
	schedule_changed(p->client);
	assert_int_equal(count_news(p, PL_NEWS_SOON, &n), 0);
	assert_int_equal(count_news(p, PL_NEWS_CLOCK, &n), 2);
	assert_true(llabs(before - 5 * HOUR_MS - p->client->ahead_ms) < 60000);
}

static void no_reminders(void **state)
{
	struct pair *p = *state;
	const struct pl_schedule_note *n = NULL;

	p->server.now_utc_ms = TUESDAY - 5 * 60000;
	pair_member(p);
	pl_client_remind(p->client, 0);
	pair_join(p);
	pair_until(p, has_schedule);
	pair_settle(p);
	assert_int_equal(count_news(p, PL_NEWS_SOON, &n), 0);
}

static void another_zone__is_said_once(void **state)
{
	struct pair *p = *state;
	const struct pl_schedule_note *n = NULL;

	join(p);
	restart(p);
	assert_int_equal(count_news(p, PL_NEWS_ZONE, &n), 0);
	setenv("TZ", "Europe/Berlin", 1);
	restart(p);
	assert_int_equal(count_news(p, PL_NEWS_ZONE, &n), 1);
	assert_string_equal(n->text, "America/Denver");
	restart(p);
	assert_int_equal(count_news(p, PL_NEWS_ZONE, &n), 0);
}

/* ---- what leaves here ---- */

static void a_file_for_outsiders__names_no_treatment(void **state)
{
	struct pair *p = *state;
	char path[128], text[16384] = "";
	FILE *f;

	join(p);
	assert_int_equal(pl_client_cover_set(p->client, " Lunch with\nSam "), PL_OK);
	restart(p);
	assert_string_equal(pl_client_cover(p->client), "Lunch with Sam");
	snprintf(path, sizeof(path), "%s/out.ics", p->base);
	assert_int_equal(pl_client_export(p->client, path, 15), PL_OK);
	assert_int_equal(pl_client_export(p->client, path, 15), PL_FAIL_FILE);
	f = fopen(path, "rb");
	assert_non_null(f);
	assert_true(fread(text, 1, sizeof(text) - 1, f) > 0);
	fclose(f);
	assert_non_null(strstr(text, "SUMMARY:Lunch with Sam"));
	assert_non_null(strstr(text, "TRIGGER:-PT15M"));
	assert_null(strstr(text, "Trauma"));
	assert_null(strstr(text, "Mara"));
	assert_null(strcasestr(text, "porchlight"));
}

static void a_feed(void **state)
{
	struct pair *p = *state;
	char want[128];

	join(p);
	assert_string_equal(pl_client_feed(p->client), "");
	assert_int_equal(pl_client_feed_make(p->client, true), PL_OK);
	pair_until(p, has_none_kept);
	p->changed = 0;
	fake_server_send(&p->server, "[{\"t\":\"L\",\"b\":\"/feed/SECRET.ics\"}]");
	pair_settle(p);
	assert_true(p->changed & PL_CHANGED_ACCOUNT);
	restart(p);
	snprintf(want, sizeof(want), "https://127.0.0.1:%d/feed/SECRET.ics", p->server.port);
	assert_string_equal(pl_client_feed(p->client), want);
	fake_server_send(&p->server, "[{\"t\":\"L\"}]");
	pair_settle(p);
	assert_string_equal(pl_client_feed(p->client), "");
}

static void the_hours_of_a_group(void **state)
{
	struct pair *p = *state;
	const struct pl_hours *h;

	p->server.role = "facilitator";
	join(p);
	fake_server_send(&p->server,
			 "[{\"t\":\"H\",\"g\":1,\"u\":7,\"n\":300,\"k\":90,\"s\":2,\"d\":1},"
			 "{\"t\":\"H\",\"g\":1,\"k\":541}]");
	pair_settle(p);
	assert_int_equal(pl_client_hours(p->client, &h), 1);
	assert_string_equal(h[0].who, "Ana");
	assert_int_equal(h[0].target, 540);
	assert_int_equal(h[0].missed, 1);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_week, pair_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_change__goes_once__whatever_is_lost),
		CASE(one_upon_another),
		CASE(a_change_that_is_refused),
		CASE(a_member__builds_nothing),
		CASE(what_is_soon__is_said_once),
		CASE(a_clock_that_is_set__is_no_reminder),
		CASE(no_reminders),
		CASE(another_zone__is_said_once),
		CASE(a_file_for_outsiders__names_no_treatment),
		CASE(a_feed),
		CASE(the_hours_of_a_group),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
