/* SPDX-License-Identifier: MIT */
/* The week's hours of a group: had, planned and missed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "server/weekly.h"
#include "support/minutes.h"
#include "support/planner.h"

enum { MINUTE = 60000, HOUR = 3600000, DAY = 24 * HOUR, OTHER_GROUP = 4 };

/* 1 January 1970 was a Thursday: the sessions of the log are on that day, at 00:16 and 01:46. */
#define COUNTS "\"k\":2,"

struct week_of_test {
	struct planner planner;
	struct meet meet;
	struct record record;
	struct weekly hours;
};

static void series(struct week_of_test *w, int64_t group, const char *flags, const char *start)
{
	char row[300];

	snprintf(row, sizeof(row),
		 "\"g\":%d,%s\"r\":\"group\",\"x\":\"Title\",\"b\":\"DTSTART:%s\\n"
		 "DURATION:PT60M\\n\"",
		 (int)group, flags, start);
	planner_series(&w->planner, 0, row);
}

/* Ana is in both sessions, Sam in the second alone, Lee in none. */
static void hold(struct meet *t)
{
	meet_open(t, "stage work open 0 Talk\nstage closed open 0 Closed\n");
	meet_here(t, GRACE, true);
	meet_here(t, ANA, true);
	t->now += 30 * MINUTE;
	assert_null(meet_wish(t, GRACE, "stage", 0, 2));
	t->now += 60 * MINUTE;
	assert_null(meet_tell(t, GRACE, "open",
			      "stage work open 0 Talk\nstage closed open 0 C\n", 0));
	meet_here(t, ANA, true);
	meet_here(t, SAM, true);
	t->now += 20 * MINUTE;
	assert_null(meet_wish(t, GRACE, "stage", 0, 2));
}

static void begin(struct week_of_test *w)
{
	setenv("TZ", "UTC0", 1);
	tzset();
	memset(w, 0, sizeof(*w));
	planner_begin(&w->planner);
	for (int64_t who = ANA; who < PEOPLE_END; who++) {
		planner_person(&w->planner, MINUTES_GROUP, who, who == GRACE);
		planner_person(&w->planner, OTHER_GROUP, who, who == GRACE);
	}
	/* Two that were held, one that was not, and two that are to come; one does not count. */
	series(w, MINUTES_GROUP, COUNTS, "19700101T001500Z");
	series(w, MINUTES_GROUP, COUNTS, "19700101T014000Z");
	series(w, MINUTES_GROUP, COUNTS, "19700101T050000Z");
	series(w, OTHER_GROUP, COUNTS, "19700103T090000Z");
	series(w, OTHER_GROUP, "", "19700103T120000Z");
	/* Of the other group while this one had its own. */
	series(w, OTHER_GROUP, COUNTS, "19700101T002000Z");
	/* And in the week after. */
	series(w, OTHER_GROUP, COUNTS, "19700105T000000Z");
	hold(&w->meet);
	w->hours = (struct weekly) { .program = w->planner.program,
				     .group = MINUTES_GROUP,
				     .now_ms = 12 * HOUR };
	assert_true(week_of(w->hours.now_ms, &w->hours.week));
}

static void end(struct week_of_test *w)
{
	weekly_finish(&w->hours);
	record_finish(&w->record);
	meet_end(&w->meet);
	planner_end(&w->planner);
}

static const struct weekly_person *count(struct week_of_test *w, int64_t member)
{
	minutes_read(&w->record, &w->meet);
	weekly_add(&w->hours, member);
	weekly_log(&w->hours, &w->record);
	return &w->hours.people[0];
}

static void who_was_there__missed_nothing(void **state)
{
	struct week_of_test w;
	const struct weekly_person *p;

	(void)state;
	begin(&w);
	p = count(&w, ANA);
	assert_int_equal(p->had, 50);
	assert_int_equal(p->planned, 60);
	assert_int_equal(p->missed, 0);
	end(&w);
}

static void who_was_in_one_of_two__missed_one(void **state)
{
	struct week_of_test w;
	const struct weekly_person *p;

	(void)state;
	begin(&w);
	p = count(&w, SAM);
	assert_int_equal(p->had, 20);
	assert_int_equal(p->missed, 1);
	end(&w);
}

static void who_said_so__missed_nothing(void **state)
{
	struct week_of_test w;

	(void)state;
	begin(&w);
	planner_granted(&w.planner, LEE, "absent", 1, 15 * MINUTE);
	assert_int_equal(count(&w, LEE)->missed, 1);
	assert_int_equal(w.hours.people[0].had, 0);
	planner_granted(&w.planner, LEE, "absent", 4, 2 * DAY + 9 * HOUR);
	weekly_finish(&w.hours);
	weekly_add(&w.hours, LEE);
	assert_int_equal(w.hours.people[0].planned, 0);
	end(&w);
}

static void a_correction__counts_as_being_there(void **state)
{
	struct week_of_test w;

	(void)state;
	begin(&w);
	minutes_correct(&w.meet, LEE, 15, "By phone.");
	assert_int_equal(count(&w, LEE)->missed, 1);
	assert_int_equal(w.hours.people[0].had, 15);
	end(&w);
}

static void what_is_not_over__is_not_missed(void **state)
{
	struct week_of_test w;

	(void)state;
	begin(&w);
	w.hours.now_ms = 2 * HOUR; /* the first is over, the second runs */
	assert_int_equal(count(&w, LEE)->missed, 1);
	assert_int_equal(w.hours.people[0].planned, 2 * 60);
	end(&w);
}

static void another_week_and_another_group(void **state)
{
	struct week_of_test w;

	(void)state;
	begin(&w);
	w.hours.group = OTHER_GROUP;
	assert_int_equal(count(&w, LEE)->missed, 0);
	assert_int_equal(w.hours.people[0].planned, 60);
	weekly_finish(&w.hours);
	record_finish(&w.record);
	w.hours.group = MINUTES_GROUP;
	assert_true(week_of(-5 * (int64_t)DAY, &w.hours.week));
	assert_int_equal(count(&w, ANA)->had, 0);
	weekly_finish(&w.hours);
	record_finish(&w.record);
	assert_true(week_of(5 * (int64_t)DAY, &w.hours.week));
	assert_int_equal(count(&w, ANA)->had, 0);
	assert_int_equal(w.hours.people[0].missed, 0);
	assert_int_equal(w.hours.people[0].planned, 60);
	end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_was_there__missed_nothing),
		cmocka_unit_test(who_was_in_one_of_two__missed_one),
		cmocka_unit_test(who_said_so__missed_nothing),
		cmocka_unit_test(a_correction__counts_as_being_there),
		cmocka_unit_test(what_is_not_over__is_not_missed),
		cmocka_unit_test(another_week_and_another_group),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
