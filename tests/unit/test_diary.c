/* SPDX-License-Identifier: MIT */
/* The schedule as the client knows it: who is expected where, what may be asked, the tally. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "client/diary_tally.h"
#include "support/diarist.h"

#define Q(s, u, n, r, c, more)                                                                 \
	"[{\"t\":\"Q\",\"s\":" #s ",\"u\":" #u ",\"n\":" #n ",\"r\":\"" r "\",\"c\":\"" c      \
	"\",\"d\":1796000000000" more "}]"
#define TUE  "1.1796173200000"
#define WED  "2.1796259600000"
#define WORK "3.1796317200000"

static void list_is(struct diarist *p, int days, const char *want)
{
	assert_string_equal(diarist_list(p, days), want);
}

static void a_week__in_the_zone_of_here(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	list_is(&p, 5,
		"1 Tue 1 18:00-19:30 Skills, Mara, expected\n"
		"2 Wed 2 18:00-19:30 Skills B\n"
		"3 Thu 3 10:00-11:00 Sleep, 0 of 1\n");
	p.world.zone = "Europe/Berlin";
	list_is(&p, 3,
		"1 Wed 2 02:00-03:30 Skills, Mara, expected\n"
		"2 Thu 3 02:00-03:30 Skills B\n");
	diarist_close(&p);
}

static void a_row__takes_the_place_of_the_one_before__and_goes(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	diarist_frame(
		&p, "[{\"t\":\"S\",\"s\":1,\"g\":1,\"r\":\"group\",\"x\":\"New\",\"b\":"
		    "\"DTSTART:20261201T100000Z\\nDURATION:PT60M\\n\"},"
		    "{\"t\":\"S\",\"s\":2},{\"t\":\"S\",\"s\":3},{\"t\":\"S\",\"s\":9},"
		    "{\"t\":\"S\",\"s\":4,\"g\":1,\"r\":\"dance\",\"x\":\"?\",\"b\":\"\"},"
		    "{\"t\":\"S\",\"s\":5,\"g\":1,\"r\":\"group\",\"x\":\"?\",\"b\":\"no\"}]");
	list_is(&p, 9, "1 Tue 1 03:00-04:00 New, expected\n");
	assert_int_equal(p.diary.series_count, 2);
	diarist_close(&p);
}

/* ---- who is expected ---- */

static void roles(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	diarist_frame(&p,
		      "[{\"t\":\"S\",\"s\":2},{\"t\":\"S\",\"s\":3},"
		      "{\"t\":\"S\",\"s\":4,\"g\":1,\"r\":\"away\",\"x\":\"Mara is away\","
		      "\"u\":2,\"b\":\"DTSTART:20261202T100000Z\\nDURATION:PT60M\\n\"},"
		      "{\"t\":\"S\",\"s\":5,\"g\":1,\"r\":\"family\",\"x\":\"Family\",\"b\":"
		      "\"DTSTART:20261203T100000Z\\nDURATION:PT60M\\n\"}]");
	list_is(&p, 5,
		"1 Tue 1 18:00-19:30 Skills, Mara, expected\n"
		"5 Thu 3 03:00-04:00 Family, expected\n");
	p.world.role = PL_FAMILY;
	list_is(&p, 5,
		"1 Tue 1 18:00-19:30 Skills, Mara\n"
		"5 Thu 3 03:00-04:00 Family, expected\n");
	p.world.role = PL_FACILITATOR;
	p.world.self = DIARIST_MARA;
	list_is(&p, 5,
		"1 Tue 1 18:00-19:30 Skills, Mara, expected, leads\n"
		"4 Wed 2 03:00-04:00 Mara is away, Mara, leads\n"
		"5 Thu 3 03:00-04:00 Family\n");
	diarist_close(&p);
}

static void absence__counts_before_the_server_knows__a_seat_does_not(void **state)
{
	struct diarist p;
	const struct pl_asked absent = {
		.what = PL_ASK_ABSENT, .series = 1, .original_utc_ms = TUESDAY, .text = ""
	};
	const struct pl_asked seat = { .what = PL_ASK_SIGN_UP,
				       .series = 3,
				       .original_utc_ms = INT64_C(1796317200000),
				       .text = "" };

	(void)state;
	diarist_open(&p, diarist_week);
	diarist_ask(&p, 1, &absent);
	diarist_ask(&p, 2, &seat);
	list_is(&p, 5,
		"1 Tue 1 18:00-19:30 Skills, Mara; kept\n"
		"2 Wed 2 18:00-19:30 Skills B\n"
		"3 Thu 3 10:00-11:00 Sleep, 0 of 1; kept\n");
	diarist_frame(&p, Q(1, 7, 2, "absent", TUE, ",\"k\":1"));
	diarist_frame(&p, Q(2, 7, 2, "sign-up", WORK, ",\"k\":2"));
	list_is(&p, 5,
		"1 Tue 1 18:00-19:30 Skills, Mara; granted\n"
		"2 Wed 2 18:00-19:30 Skills B\n"
		"3 Thu 3 10:00-11:00 Sleep, expected, 1 of 1; granted\n");
	/* One that is taken back does not hide the seat. */
	diarist_frame(&p, "[{\"t\":\"Q\",\"s\":3,\"u\":7,\"n\":5,\"r\":\"late\",\"c\":\"" WORK
			  "\",\"d\":1796000000009,\"x\":\"5\"}]");
	assert_non_null(strstr(diarist_list(&p, 5), "Sleep, expected, 1 of 1; granted"));
	diarist_frame(&p, Q(1, 7, 5, "absent", TUE, ""));
	diarist_frame(&p, Q(2, 7, 4, "sign-up", WORK, ",\"x\":\"2\""));
	list_is(&p, 5,
		"1 Tue 1 18:00-19:30 Skills, Mara, expected; withdrawn\n"
		"2 Wed 2 18:00-19:30 Skills B\n"
		"3 Thu 3 10:00-11:00 Sleep, 0 of 1; waiting\n");
	diarist_close(&p);
}

static void a_swap__moves_one__and_makes_a_guest(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	diarist_frame(&p, Q(1, 7, 1, "swap", TUE, ",\"x\":\"" WED "\""));
	list_is(&p, 3,
		"1 Tue 1 18:00-19:30 Skills, Mara, expected; asked\n"
		"2 Wed 2 18:00-19:30 Skills B\n");
	diarist_frame(&p, Q(1, 7, 2, "swap", TUE, ",\"x\":\"" WED "\""));
	p.in_two = true;
	list_is(&p, 10,
		"1 Tue 1 18:00-19:30 Skills, Mara; granted\n"
		"2 Wed 2 18:00-19:30 Skills B, expected\n"
		"3 Thu 3 10:00-11:00 Sleep, 0 of 1\n"
		"1 Tue 8 18:00-19:30 Skills, Mara, expected\n"
		"2 Wed 9 18:00-19:30 Skills B\n");
	/* Taken back, one is a guest there still; not so if it was never granted. */
	diarist_frame(&p, Q(1, 7, 5, "swap", TUE, ",\"x\":\"" WED "\""));
	list_is(&p, 3,
		"1 Tue 1 18:00-19:30 Skills, Mara, expected; withdrawn\n"
		"2 Wed 2 18:00-19:30 Skills B\n");
	/* No guest either whoever is not in the group that they came from. */
	p.is_out_of_one = true;
	p.diary.is_listed = false;
	list_is(&p, 3,
		"1 Tue 1 18:00-19:30 Skills; withdrawn\n"
		"2 Wed 2 18:00-19:30 Skills B, expected\n");
	p.is_out_of_one = false;
	diarist_frame(&p, Q(1, 7, 5, "swap", TUE, ""));
	list_is(&p, 3,
		"1 Tue 1 18:00-19:30 Skills, Mara, expected; withdrawn\n"
		"2 Wed 2 18:00-19:30 Skills B, expected\n");
	diarist_close(&p);
}

static void a_cap__counts_those_that_are_known(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	diarist_frame(&p, "[{\"t\":\"S\",\"s\":1,\"g\":1,\"r\":\"group\",\"x\":\"A\",\"n\":4,"
			  "\"b\":\"DTSTART:20261202T010000Z\\nDURATION:PT60M\\n\"},"
			  "{\"t\":\"S\",\"s\":2},{\"t\":\"S\",\"s\":3}]");
	list_is(&p, 5, "1 Tue 1 18:00-19:00 A, expected, 2 of 4\n");
	diarist_frame(&p, Q(1, 8, 2, "absent", TUE, ""));
	list_is(&p, 5, "1 Tue 1 18:00-19:00 A, expected, 1 of 4\n");
	diarist_close(&p);
}

static void an_own_calendar__clashes_with_what_is_expected(void **state)
{
	static const char ics[] = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n"
				  "DTSTART:20261202T013000Z\r\nDTEND:20261202T030000Z\r\n"
				  "SUMMARY:Dentist\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:b\r\n"
				  "DTSTART;VALUE=DATE:20261201\r\nSUMMARY:Birthday\r\n"
				  "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:c\r\n"
				  "DTSTART:20261202T020000Z\r\nDTEND:20261202T030000Z\r\n"
				  "SUMMARY:Bus\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	p.diary.overlay = calendar_read(str_of(ics), NULL);
	list_is(&p, 2,
		"0 Tue 1 00:00-00:00 Birthday\n"
		"1 Tue 1 18:00-19:30 Skills, Mara, expected; clash Dentist\n"
		"0 Tue 1 18:30-20:00 Dentist; clash Skills\n"
		"0 Tue 1 19:00-20:00 Bus; clash Skills\n");
	diarist_close(&p);
}

/* ---- what may be asked ---- */

static const struct {
	const char *what;
	struct pl_asked a;
	enum pl_failure want;
} may[] = {
	{ "late",
	  { .what = PL_ASK_LATE, .series = 1, .original_utc_ms = TUESDAY, .n = 10 },
	  PL_OK },
	{ "late by nothing",
	  { .what = PL_ASK_LATE, .series = 1, .original_utc_ms = TUESDAY },
	  PL_FAIL_STATE },
	{ "no such series",
	  { .what = PL_ASK_ABSENT, .series = 9, .original_utc_ms = TUESDAY },
	  PL_FAIL_GONE },
	{ "no such moment",
	  { .what = PL_ASK_ABSENT, .series = 1, .original_utc_ms = TUESDAY + 1000 },
	  PL_FAIL_GONE },
	{ "it is over",
	  { .what = PL_ASK_ABSENT, .series = 1, .original_utc_ms = TUESDAY - 7 * DAY_MS },
	  PL_FAIL_LATE },
	{ "is not expected there",
	  { .what = PL_ASK_ABSENT, .series = 3, .original_utc_ms = INT64_C(1796317200000) },
	  PL_FAIL_REFUSED },
	{ "another's group",
	  { .what = PL_ASK_ABSENT, .series = 2, .original_utc_ms = TUESDAY + DAY_MS },
	  PL_FAIL_REFUSED },
	{ "a seat",
	  { .what = PL_ASK_SIGN_UP, .series = 3, .original_utc_ms = INT64_C(1796317200000) },
	  PL_OK },
	{ "a seat where none is to be had",
	  { .what = PL_ASK_SIGN_UP, .series = 1, .original_utc_ms = TUESDAY },
	  PL_FAIL_TWICE },
	{ "a swap",
	  { .what = PL_ASK_SWAP,
	    .series = 1,
	    .original_utc_ms = TUESDAY,
	    .to_series = 2,
	    .to_original_utc_ms = TUESDAY + DAY_MS },
	  PL_OK },
	{ "a swap to another track",
	  { .what = PL_ASK_SWAP,
	    .series = 1,
	    .original_utc_ms = TUESDAY,
	    .to_series = 3,
	    .to_original_utc_ms = INT64_C(1796317200000) },
	  PL_FAIL_REFUSED },
	{ "a swap to nowhere",
	  { .what = PL_ASK_SWAP,
	    .series = 1,
	    .original_utc_ms = TUESDAY,
	    .to_series = 2,
	    .to_original_utc_ms = TUESDAY },
	  PL_FAIL_GONE },
	{ "a swap into the past",
	  { .what = PL_ASK_SWAP,
	    .series = 1,
	    .original_utc_ms = TUESDAY,
	    .to_series = 2,
	    .to_original_utc_ms = TUESDAY - 6 * DAY_MS },
	  PL_FAIL_LATE },
	{ "none of these",
	  { .what = PL_ASKS, .series = 1, .original_utc_ms = TUESDAY },
	  PL_FAIL_STATE },
};

static void what_may_be_asked(void **state)
{
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	for (size_t i = 0; i < sizeof(may) / sizeof(may[0]); i++) {
		enum pl_failure got = diary_may_ask(&p.diary, &p.world, &may[i].a);

		if (got != may[i].want)
			fail_msg("%s: %d, not %d", may[i].what, (int)got, (int)may[i].want);
	}
	p.world.role = PL_FACILITATOR;
	assert_int_equal(diary_may_ask(&p.diary, &p.world, &may[0].a), PL_FAIL_REFUSED);
	diarist_close(&p);
}

/* Another section makes up for it, if a seat is there and somebody grants it. */
static void who_cannot_come__may_swap_and_nothing_else(void **state)
{
	const struct pl_asked absent = { .what = PL_ASK_ABSENT,
					 .series = 1,
					 .original_utc_ms = TUESDAY };
	struct pl_asked a = absent;
	struct diarist p;

	(void)state;
	diarist_open(&p, diarist_week);
	diarist_ask(&p, 1, &absent);
	a.what = PL_ASK_LISTENING;
	assert_int_equal(diary_may_ask(&p.diary, &p.world, &a), PL_FAIL_REFUSED);
	a.what = PL_ASK_SWAP;
	a.to_series = 2;
	a.to_original_utc_ms = TUESDAY + DAY_MS;
	assert_int_equal(diary_may_ask(&p.diary, &p.world, &a), PL_OK);
	diarist_close(&p);
}

static void what_stands__is_not_asked_twice__and_at_most_64_are_kept(void **state)
{
	struct diarist p;
	struct pl_asked late = may[0].a;

	(void)state;
	diarist_open(&p, diarist_week);
	diarist_ask(&p, 1, &late);
	assert_int_equal(diary_may_ask(&p.diary, &p.world, &late), PL_FAIL_TWICE);
	late.n = 20;
	assert_int_equal(diary_may_ask(&p.diary, &p.world, &late), PL_OK);
	for (int i = 2; i <= DIARY_KEPT_MAX; i++)
		diarist_ask(&p, i, &late);
	late.n = 30;
	assert_int_equal(diary_may_ask(&p.diary, &p.world, &late), PL_FAIL_BUSY);
	diary_kept(&p.diary, 5)->state = PL_REQUEST_GONE;
	assert_int_equal(diary_may_ask(&p.diary, &p.world, &late), PL_OK);
	p.world.now_utc_ms = TUESDAY + HOUR_MS; /* it runs: one may be late still, not swap */
	assert_int_equal(diary_may_ask(&p.diary, &p.world, &late), PL_OK);
	assert_int_equal(diary_may_ask(&p.diary, &p.world, &may[9].a), PL_FAIL_LATE);
	diarist_close(&p);
}

static void a_request__keeps_its_id_and_its_words(void **state)
{
	struct diarist p;
	struct pl_asked a = may[9].a;
	uint64_t id;

	(void)state;
	a.text = "My child is ill.";
	diarist_open(&p, diarist_week);
	diarist_ask(&p, 4, &a);
	assert_string_equal(diarist_requests(&p),
			    "Ana swap 0 of 1 kept: My child is ill., mine\n");
	id = p.diary.request_list[0].id;
	diarist_frame(&p, Q(9, 7, 1, "swap", TUE,
			    ",\"k\":4,\"x\":\"" WED "\",\"b\":\"My child is ill.\""));
	assert_string_equal(diarist_requests(&p),
			    "Ana swap 0 of 1 asked: My child is ill., mine\n");
	assert_int_equal(p.diary.request_list[0].id, id);
	diarist_frame(&p, Q(9, 7, 3, "swap", TUE, ",\"x\":\"" WED "\",\"b\":\"No seat.\""));
	assert_string_equal(diarist_requests(&p),
			    "Ana swap 0 of 1 refused: My child is ill., for "
			    "No seat., mine\n");
	assert_int_equal(p.diary.request_list[0].id, id);
	assert_int_equal(p.diary.asks_count, 0);
	diarist_frame(&p, Q(10, 8, 2, "late", TUE, ",\"x\":\"15\""));
	diarist_frame(&p, Q(11, 8, 2, "sing", TUE, ""));
	diarist_frame(&p, Q(12, 8, 2, "late", "1", ""));
	assert_string_equal(
		diarist_requests(&p),
		"Bea late 15 of 1 granted\nAna swap 0 of 1 refused: My child is ill., "
		"for No seat., mine\n");
	diarist_close(&p);
}

/* ---- the tally ---- */

static void the_tally__and_what_would_restore_it(void **state)
{
	struct diarist p;
	struct tally t = { .told = { DIARIST_NOW - 3 * HOUR_MS, 180, 540 } };
	struct pl_tally got;

	(void)state;
	diarist_open(&p, diarist_week);
	diary_tally(&p.diary, &p.world, &t, &got);
	assert_int_equal(got.target, 540);
	assert_int_equal(got.had, 180);
	assert_int_equal(got.planned, 90);
	assert_int_equal(got.offers_count, 1);
	assert_string_equal(got.offers[0].title, "Sleep");
	diarist_frame(&p, Q(1, 7, 2, "absent", TUE, ""));
	diary_tally(&p.diary, &p.world, &t, &got);
	assert_int_equal(got.planned, 0);
	assert_int_equal(got.offers_count, 2);
	assert_string_equal(got.offers[0].title, "Skills B");
	diarist_frame(&p, Q(2, 8, 2, "sign-up", WORK, "")); /* the one seat is Bea's */
	p.world.now_utc_ms += 7 * DAY_MS;
	diary_tally(&p.diary, &p.world, &t, &got);
	assert_int_equal(got.had, -1);
	assert_int_equal(got.planned, 90);
	p.world.now_utc_ms = TUESDAY + 30 * 60000;
	diary_tally(&p.diary, &p.world, &t, &got);
	assert_int_equal(got.offers_count, 1);
	tally_finish(&t);
	diarist_close(&p);
}

static void hours__by_need(void **state)
{
	struct diarist p;
	struct hours h = { .due = false };
	static const struct wire_msg rows[] = {
		{ .type = WIRE_HOURS,
		  .has = WIRE_U | WIRE_S,
		  .g = 1,
		  .u = 7,
		  .n = 300,
		  .k = 90,
		  .s = 2,
		  .d = DIARIST_NOW },
		{ .type = WIRE_HOURS,
		  .has = WIRE_U,
		  .g = 1,
		  .u = 8,
		  .n = 200,
		  .k = 90,
		  .d = DIARIST_NOW },
		{ .type = WIRE_HOURS, .g = 1, .k = 541 },
	};

	(void)state;
	diarist_open(&p, diarist_week);
	diarist_frame(&p, Q(1, 7, 2, "absent", TUE, ""));
	assert_false(hours_take(&h, &p.diary, &rows[0]));
	assert_false(hours_take(&h, &p.diary, &rows[1]));
	assert_int_equal(h.count, 0);
	assert_true(hours_take(&h, &p.diary, &rows[2]));
	assert_int_equal(h.count, 2);
	assert_int_equal(h.rows[0].member, 8);
	assert_int_equal(h.rows[0].target, 540);
	assert_int_equal(h.rows[1].missed, 1);
	assert_int_equal(h.rows[1].absent, 1);
	hours_finish(&h);
	diarist_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_week__in_the_zone_of_here),
		cmocka_unit_test(a_row__takes_the_place_of_the_one_before__and_goes),
		cmocka_unit_test(roles),
		cmocka_unit_test(absence__counts_before_the_server_knows__a_seat_does_not),
		cmocka_unit_test(a_swap__moves_one__and_makes_a_guest),
		cmocka_unit_test(a_cap__counts_those_that_are_known),
		cmocka_unit_test(an_own_calendar__clashes_with_what_is_expected),
		cmocka_unit_test(what_may_be_asked),
		cmocka_unit_test(who_cannot_come__may_swap_and_nothing_else),
		cmocka_unit_test(what_stands__is_not_asked_twice__and_at_most_64_are_kept),
		cmocka_unit_test(a_request__keeps_its_id_and_its_words),
		cmocka_unit_test(the_tally__and_what_would_restore_it),
		cmocka_unit_test(hours__by_need),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
