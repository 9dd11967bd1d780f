/* SPDX-License-Identifier: MIT */
/* Building the program: what would come of changes, what is sent, and files taken in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "client/diary_revise.h"
#include "support/diarist.h"

static void open_leader(struct diarist *p)
{
	diarist_open(p, diarist_week);
	p->world.self = DIARIST_MARA;
	p->world.role = PL_FACILITATOR;
}

/* "-1 Tue 1 18:00-19:30 ..." before, "+..." after; busy ones behind. */
static const char *preview(struct diarist *p, const struct pl_changed *ch, size_t n)
{
	static char text[8192];
	struct revision r = { 0 };
	enum pl_failure f = diary_revise(&p->diary, &p->world, ch, n, &r);
	struct buf out;

	buf_init(&out, sizeof(text) - 1);
	if (f != PL_OK)
		buf_addf(&out, "failure %d\n", (int)f);
	else
		revision_preview(&r, &p->diary, &p->world);
	for (size_t i = 0; i < r.list_count && i < 4; i++) {
		if (r.list[i].before)
			buf_addf(&out, "-%s", diarist_occurrence(p, r.list[i].before));
		if (r.list[i].after)
			buf_addf(&out, "+%s", diarist_occurrence(p, r.list[i].after));
		if (r.list[i].leader_busy)
			buf_addf(&out, " leader: %s\n", r.list[i].leader_busy);
		if (r.list[i].place_busy)
			buf_addf(&out, " place: %s\n", r.list[i].place_busy);
	}
	if (f == PL_OK)
		buf_addf(&out, "%zu of %d people", r.list_count, r.people);
	revision_finish(&r);
	snprintf(text, sizeof(text), "%s", buf_text(&out));
	buf_finish(&out);
	return text;
}

/* What would be sent for the first series. */
static const char *sent(struct diarist *p, const struct pl_changed *ch, size_t n)
{
	static char text[4096];
	struct revision r = { 0 };
	struct buf json;
	struct wire_msg m;

	assert_int_equal(diary_revise(&p->diary, &p->world, ch, n, &r), PL_OK);
	m = revision_message(&r, 0, &r.mem);
	m.k = 77;
	buf_init(&json, 8192);
	assert_true(wire_add(&json, &m, NULL) && wire_close(&json));
	snprintf(text, sizeof(text), "%s", buf_text(&json));
	buf_finish(&json);
	revision_finish(&r);
	return text;
}

static void one_that_is_cancelled(void **state)
{
	struct diarist p;
	const struct pl_changed ch = {
		.what = PL_CHANGE_CANCEL, .id = 1, .original_utc_ms = TUESDAY, .why = "holiday"
	};

	(void)state;
	open_leader(&p);
	assert_string_equal(preview(&p, &ch, 1),
			    "-1 Tue 1 18:00-19:30 Skills, Mara, expected, leads\n"
			    "+1 Tue 1 18:00-19:30 Skills, Mara, cancelled, leads: holiday\n"
			    "1 of 3 people");
	assert_string_equal(
		sent(&p, &ch, 1),
		"[{\"t\":\"E\",\"g\":1,\"s\":1,\"d\":10,\"u\":2,\"k\":77,\"x\":\"Skills\","
		"\"r\":\"group.c\",\"c\":\"skills\",\"b\":\"DTSTART;TZID=America/Denver:"
		"20261124T180000\\nDURATION:PT90M\\nRRULE:FREQ=WEEKLY;BYDAY=TU\\n"
		"DESCRIPTION:The worksheet\\n\\nRECURRENCE-ID:20261202T010000Z\\n"
		"STATUS:CANCELLED\\nCOMMENT:holiday\\n\"}]");
	diarist_close(&p);
}

static void one_that_is_moved__onto_something_else(void **state)
{
	struct diarist p;
	const struct pl_changed ch = { .what = PL_CHANGE_MOVE,
				       .id = 1,
				       .original_utc_ms = TUESDAY,
				       .start_utc_ms = INT64_C(1796317200000) };

	(void)state;
	open_leader(&p);
	diarist_frame(&p,
		      "[{\"t\":\"S\",\"s\":4,\"g\":1,\"r\":\"away\",\"x\":\"Dentist\",\"u\":2,"
		      "\"b\":\"DTSTART:20261203T173000Z\\nDURATION:PT60M\\n\"}]");
	assert_string_equal(preview(&p, &ch, 1),
			    "-1 Tue 1 18:00-19:30 Skills, Mara, expected, leads\n"
			    "+1 Thu 3 10:00-11:30 Skills, Mara, moved, expected, leads\n"
			    " leader: Dentist\n1 of 3 people");
	diarist_close(&p);
}

static void a_substitute__and_a_leader_for_all(void **state)
{
	struct diarist p;
	struct pl_changed ch = { .what = PL_CHANGE_LEADER,
				 .id = 1,
				 .original_utc_ms = TUESDAY,
				 .leader = DIARIST_ROBIN };

	(void)state;
	open_leader(&p);
	assert_string_equal(preview(&p, &ch, 1),
			    "-1 Tue 1 18:00-19:30 Skills, Mara, expected, leads\n"
			    "+1 Tue 1 18:00-19:30 Skills, Robin instead\n1 of 3 people");
	ch.leader = DIARIST_BEA;
	assert_string_equal(preview(&p, &ch, 1), "failure 23\n"); /* PL_FAIL_WHO */
	ch.leader = DIARIST_ROBIN;
	ch.original_utc_ms = 0;
	assert_non_null(strstr(sent(&p, &ch, 1), "\"u\":3,"));
	assert_non_null(strstr(preview(&p, &ch, 1), "52 of 3 people")); /* of a year */
	diarist_close(&p);
}

static void a_room_of_one_session__and_of_all(void **state)
{
	struct diarist p;
	struct pl_changed ch = {
		.what = PL_CHANGE_PLACE, .id = 1, .original_utc_ms = TUESDAY, .place = "Room 5"
	};
	const char *one, *change;

	(void)state;
	open_leader(&p);
	one = sent(&p, &ch, 1);
	change = strstr(one, "RECURRENCE-ID");
	assert_non_null(change);
	assert_non_null(strstr(change, "LOCATION:Room 5"));
	ch.original_utc_ms = 0;
	one = sent(&p, &ch, 1);
	assert_non_null(strstr(one, "LOCATION:Room 5"));
	assert_null(strstr(one, "RECURRENCE-ID"));
	assert_non_null(strstr(preview(&p, &ch, 1), "52 of 3 people"));
	ch.place = NULL;
	assert_null(strstr(sent(&p, &ch, 1), "LOCATION"));
	diarist_close(&p);
}

/* All of one's groups at once; what is cancelled already is not cancelled again. */
static void a_holiday(void **state)
{
	struct diarist p;
	const struct pl_changed ch = { .what = PL_CHANGE_HOLIDAY,
				       .start_utc_ms = DIARIST_NOW,
				       .end_utc_ms = DIARIST_NOW + 9 * DAY_MS,
				       .why = "closed" };

	(void)state;
	open_leader(&p);
	assert_string_equal(preview(&p, &ch, 1),
			    "-1 Tue 1 18:00-19:30 Skills, Mara, expected, leads\n"
			    "+1 Tue 1 18:00-19:30 Skills, Mara, cancelled, leads: closed\n"
			    "-3 Thu 3 10:00-11:00 Sleep, 0 of 1\n"
			    "+3 Thu 3 10:00-11:00 Sleep, cancelled: closed, 0 of 1\n"
			    "-1 Tue 8 18:00-19:30 Skills, Mara, expected, leads\n"
			    "+1 Tue 8 18:00-19:30 Skills, Mara, cancelled, leads: closed\n"
			    "3 of 3 people");
	diarist_close(&p);
}

static void a_new_one__in_a_room_that_is_taken(void **state)
{
	struct diarist p;
	const struct pl_series s = { .group = 1,
				     .kind = PL_WORKSHOP,
				     .title = "Cooking",
				     .leader = DIARIST_ROBIN,
				     .cap = 8,
				     .optional = true,
				     .track = "",
				     .bring = "An apron",
				     .lines = "DTSTART:20261202T010000Z\nDURATION:PT60M\n"
					      "LOCATION:Kitchen\n" };
	struct pl_changed ch = { .what = PL_CHANGE_NEW, .series = &s };

	(void)state;
	open_leader(&p);
	diarist_frame(&p,
		      "[{\"t\":\"S\",\"s\":4,\"g\":1,\"r\":\"group\",\"x\":\"Lunch\",\"b\":"
		      "\"DTSTART:20261202T013000Z\\nDURATION:PT60M\\nLOCATION:Kitchen\\n\"}]");
	assert_string_equal(preview(&p, &ch, 1), "+0 Tue 1 18:00-19:00 Cooking, Robin, 0 of 8\n"
						 " place: Lunch\n1 of 3 people");
	assert_string_equal(
		sent(&p, &ch, 1),
		"[{\"t\":\"E\",\"g\":1,\"d\":10,\"u\":3,\"k\":77,\"n\":8,\"x\":"
		"\"Cooking\",\"r\":\"workshop.o\",\"b\":\"DTSTART:20261202T010000Z\\n"
		"DURATION:PT60M\\nLOCATION:Kitchen\\nDESCRIPTION:An apron\\n\"}]");
	diarist_close(&p);
}

static void fields__the_rest__and_one_that_goes(void **state)
{
	struct diarist p;
	const struct pl_series s = { .group = 9,
				     .kind = PL_GROUP_SESSION,
				     .title = "Skills",
				     .leader = DIARIST_MARA,
				     .counts = true,
				     .track = "skills",
				     .bring = "" };
	struct pl_changed ch = { .what = PL_CHANGE_FIELDS, .id = 1, .series = &s };

	(void)state;
	open_leader(&p);
	assert_null(strstr(sent(&p, &ch, 1), "DESCRIPTION"));
	assert_non_null(strstr(sent(&p, &ch, 1), "\"g\":1,")); /* it stays in its group */
	ch = (struct pl_changed) { .what = PL_CHANGE_DROP, .id = 1 };
	assert_string_equal(sent(&p, &ch, 1), "[{\"t\":\"E\",\"s\":1,\"d\":10,\"k\":77}]");
	ch = (struct pl_changed) { .what = PL_CHANGE_END,
				   .id = 1,
				   .start_utc_ms = TUESDAY + DAY_MS };
	assert_non_null(strstr(sent(&p, &ch, 1), "UNTIL="));
	ch = (struct pl_changed) { .what = PL_CHANGE_ADD,
				   .id = 1,
				   .start_utc_ms = TUESDAY + DAY_MS };
	assert_string_equal(
		preview(&p, &ch, 1),
		"+1 Wed 2 18:00-19:30 Skills, Mara, expected, leads\n1 of 3 people");
	diarist_close(&p);
}

/* Two changes of one series are one that is sent; one that fails undoes all. */
static void several(void **state)
{
	struct diarist p;
	struct pl_changed ch[2] = {
		{ .what = PL_CHANGE_CANCEL, .id = 1, .original_utc_ms = TUESDAY },
		{ .what = PL_CHANGE_CANCEL, .id = 1, .original_utc_ms = TUESDAY + 7 * DAY_MS },
	};
	struct revision r = { 0 };

	(void)state;
	open_leader(&p);
	assert_int_equal(diary_revise(&p.diary, &p.world, ch, 2, &r), PL_OK);
	assert_int_equal(r.count, 1);
	revision_finish(&r);
	ch[1].original_utc_ms += 1000;
	assert_int_equal(diary_revise(&p.diary, &p.world, ch, 2, &r), PL_FAIL_STATE);
	assert_int_equal(r.count, 0);
	ch[1].id = 99;
	assert_int_equal(diary_revise(&p.diary, &p.world, ch, 2, &r), PL_FAIL_GONE);
	ch[1].id = 2; /* of a group that is not theirs */
	assert_int_equal(diary_revise(&p.diary, &p.world, ch, 2, &r), PL_FAIL_REFUSED);
	p.world.role = PL_PATIENT;
	assert_int_equal(diary_revise(&p.diary, &p.world, ch, 1, &r), PL_FAIL_REFUSED);
	diarist_close(&p);
}

static void keep_sent(struct diarist *p, const char *json, int64_t ticket)
{
	assert_true(diary_keep(&p->diary, ticket, DIARIST_NOW, str_of(json)));
}

/* One upon another: what has not gone out goes into the next, from the same version. */
static void a_change_of_a_change(void **state)
{
	struct diarist p;
	const struct pl_changed first = { .what = PL_CHANGE_CANCEL,
					  .id = 1,
					  .original_utc_ms = TUESDAY };
	const struct pl_changed second = { .what = PL_CHANGE_LEADER,
					   .id = 1,
					   .leader = DIARIST_ROBIN };
	struct revision r = { 0 };
	struct pl_series all[4];

	(void)state;
	open_leader(&p);
	keep_sent(&p, sent(&p, &first, 1), 77);
	diarist_frame(&p, "[{\"t\":\"P\",\"k\":30}]");
	assert_int_equal(diary_revise(&p.diary, &p.world, &second, 1, &r), PL_OK);
	assert_int_equal(r.rows[0].in_place_of, 77);
	assert_int_equal(r.rows[0].base, 10);
	assert_non_null(strstr(r.rows[0].now.pub.lines, "CANCELLED"));
	assert_true(r.rows[0].now.pub.counts);
	revision_finish(&r);
	diary_kept(&p.diary, 77)->sent = true;
	assert_int_equal(diary_revise(&p.diary, &p.world, &second, 1, &r), PL_OK);
	assert_int_equal(r.rows[0].in_place_of, 0);
	assert_int_equal(r.rows[0].base, 30);
	revision_finish(&r);
	assert_int_equal(diary_list_all(&p.diary, &p.world, all), 2);
	assert_non_null(strstr(all[0].lines, "CANCELLED"));
	diarist_close(&p);
}

static void a_file(void **state)
{
	static const char ics[] =
		"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Yoga\r\n"
		"DTSTART;TZID=America/Denver:20261201T080000\r\nDURATION:PT1H\r\n"
		"RRULE:FREQ=WEEKLY\r\nDESCRIPTION:A mat\r\nEND:VEVENT\r\n"
		"BEGIN:VEVENT\r\nUID:b\r\nSUMMARY:Holiday\r\nDTSTART;VALUE=DATE:20261225\r\n"
		"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:c\r\nDTSTART:20261201T080000\r\n"
		"SUMMARY:Floating\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
	struct calendar *c = calendar_read(str_of(ics), NULL);
	struct import i = { 0 };
	struct diarist p;

	(void)state;
	open_leader(&p);
	import_problem(&i, (struct pl_calendar_problem) { 12, PL_CALENDAR_VALUE, "X" });
	diary_import(c, 1, &i);
	calendar_free(c);
	assert_int_equal(i.changes_count, 1);
	assert_int_equal(i.problems_total, 3);
	assert_int_equal(i.problems[1].line, 12); /* in the order of the file */
	assert_int_equal(i.problems[0].fault, PL_CALENDAR_NO_SERIES);
	assert_int_equal(i.problems[0].line, 10);
	assert_string_equal(i.problems[0].what, "Holiday");
	assert_string_equal(i.changes[0].series->title, "Yoga");
	assert_non_null(strstr(preview(&p, i.changes, 1), "+0 Tue 1 08:00-09:00 Yoga\n"));
	import_finish(&i);
	diarist_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_that_is_cancelled),
		cmocka_unit_test(one_that_is_moved__onto_something_else),
		cmocka_unit_test(a_substitute__and_a_leader_for_all),
		cmocka_unit_test(a_room_of_one_session__and_of_all),
		cmocka_unit_test(a_holiday),
		cmocka_unit_test(a_new_one__in_a_room_that_is_taken),
		cmocka_unit_test(fields__the_rest__and_one_that_goes),
		cmocka_unit_test(several),
		cmocka_unit_test(a_change_of_a_change),
		cmocka_unit_test(a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
