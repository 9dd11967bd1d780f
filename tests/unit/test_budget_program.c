/* SPDX-License-Identifier: MIT */
/*
 * What the schedule may cost in bytes of frames, as test_budget.c has it for the rest: the
 * payload of a WebSocket frame.  A row that grows fails the build: either what was added is worth
 * it, and the number is raised in the same change, or it is not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "server/hub.h"
#include "support/planned.h"

/* The issue's own: a week the first time, and one where nothing has changed. */
enum { FIRST_WEEK_MAX = 1536, UNCHANGED_MAX = 60 };

static struct planned t;

static void within(const char *what, size_t bytes, size_t most)
{
	print_message("%-44s %4zu of %4zu bytes\n", what, bytes, most);
	assert_in_range(bytes, 0, most);
}

static const struct planned_series week[] = {
	{ .group = SECTION_A,
	  .kind = "group.c",
	  .title = "Skills group, evening section",
	  .leader = LEADER,
	  .cap = 10,
	  .track = "skills",
	  .lines = "DTSTART;TZID=America/Denver:20261201T180000\n"
		   "DURATION:PT90M\n"
		   "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270701T060000Z\n"
		   "LOCATION:Room 2\n"
		   "DESCRIPTION:The worksheet of last time\n" },
	{ .group = SECTION_B,
	  .kind = "group.c",
	  .title = "Skills group, morning section",
	  .leader = LEADS_B,
	  .cap = 10,
	  .track = "skills",
	  .lines = "DTSTART;TZID=America/Denver:20261202T093000\n"
		   "DURATION:PT90M\n"
		   "RRULE:FREQ=WEEKLY;BYDAY=WE,FR;UNTIL=20270701T060000Z\n"
		   "LOCATION:Room 1\n" },
	{ .group = SECTION_A,
	  .kind = "workshop.oc",
	  .title = "Sleep and how to get it back",
	  .leader = LEADER,
	  .cap = 12,
	  .lines = "DTSTART;TZID=America/Denver:20261205T100000\n"
		   "DURATION:PT2H\n"
		   "RRULE:FREQ=WEEKLY;COUNT=4\n"
		   "DESCRIPTION:Something to write with\n" },
	{ .group = SECTION_A,
	  .kind = "individual.c",
	  .title = "Your hour with Robin",
	  .leader = LEADER,
	  .lines = "DTSTART;TZID=America/Denver:20261130T140000\n"
		   "DURATION:PT50M\n"
		   "RRULE:FREQ=WEEKLY\n" },
	{ .group = SECTION_A,
	  .kind = "family.c",
	  .title = "Families and friends",
	  .leader = LEADER,
	  .lines = "DTSTART;TZID=America/Denver:20261203T193000\n"
		   "DURATION:PT1H\n"
		   "RRULE:FREQ=WEEKLY;INTERVAL=2\n" },
};

static void plan_a_week(void)
{
	planned_begin(&t);
	for (size_t i = 0; i < sizeof(week) / sizeof(week[0]); i++) {
		struct planned_series s = week[i];

		if (s.leader == LEADS_B)
			assert_null(planned_set(&t, LEADS_B, &s));
		else
			assert_null(planned_set(&t, LEADER, &s));
	}
}

static struct hub *hub_of_two(void)
{
	static const int64_t groups[] = { SECTION_A, SECTION_B };
	struct hub *h = hub_create();

	hub_put_program(h, t.p);
	for (size_t i = 0; i < 2; i++)
		hub_put_group(h, groups[i], str_of("Evening"), 0);
	hub_put_person(h, SECTION_A,
		       &(struct hub_somebody) {
			       .id = ANA, .name = str_of("Ana"), .role = str_of("patient") });
	return h;
}

/* program: as hub_newcomer's */
static struct hub_conn *join(struct hub *h, int64_t program)
{
	return hub_join(h, &(struct hub_newcomer) { .user = h,
						    .member = ANA,
						    .device = 100 + ANA,
						    .name = str_of("Ana"),
						    .role = str_of("patient"),
						    .compressed = true,
						    .program = program,
						    .now_ms = 1,
						    .utc_ms = FIRST_A });
}

static size_t heard(struct hub *h, struct hub_conn *c, int *frames)
{
	size_t n = 0, before;
	bool more = true;

	*frames = 0;
	while (more) {
		struct buf out;

		buf_init(&out, WIRE_FRAME_MAX);
		before = n;
		hub_next(h, c, &out, &more);
		n += out.n;
		*frames += out.n > 0;
		buf_finish(&out);
		if (n == before)
			break;
	}
	return n;
}

/* With it and without it: what is left is the schedule's. */
static size_t first_sync(int64_t program)
{
	struct hub *h = hub_of_two();
	int frames;
	const size_t with = heard(h, join(h, program), &frames);

	assert_int_equal(frames, 1);
	hub_destroy(h);
	return with;
}

static void the_first_week(void **state)
{
	(void)state;
	plan_a_week();
	within("a first week, with greeting and group", first_sync(1), 390);
	assert_true(first_sync(1) > first_sync(0) + 200);
	within("of it the schedule: five series", first_sync(1) - first_sync(0), 350);
	assert_true(first_sync(1) <= FIRST_WEEK_MAX);
	planned_end(&t);
}

/* "&w=19" in the upgrade, and nothing back. */
static void an_unchanged_week(void **state)
{
	char query[32];

	(void)state;
	plan_a_week();
	snprintf(query, sizeof(query), "&w=%lld", (long long)t.version);
	within("an unchanged week, up", strlen(query), 6);
	within("an unchanged week, down", first_sync(t.version + 1) - first_sync(0), 0);
	assert_true(strlen(query) <= UNCHANGED_MAX);
	planned_end(&t);
}

static size_t pushed(struct hub *h, struct hub_conn *c)
{
	int frames;
	size_t n;

	hub_program_changed(h);
	assert_ptr_equal(hub_wanting(h), h);
	n = heard(h, c, &frames);
	assert_int_equal(frames, 1);
	return n;
}

static void one_cancelled_session(void **state)
{
	struct planned_series s = week[0];
	struct hub *h;
	struct hub_conn *c;
	char lines[512];
	int frames;

	(void)state;
	plan_a_week();
	h = hub_of_two();
	c = join(h, t.version + 1);
	heard(h, c, &frames);
	hub_wanting(h);
	snprintf(lines, sizeof(lines),
		 "%s\nRECURRENCE-ID:20261209T010000Z\nSTATUS:CANCELLED\nCOMMENT:Holiday\n",
		 s.lines);
	s.lines = lines;
	s.number = 1;
	s.base = -1;
	assert_null(planned_set(&t, LEADER, &s));
	within("one cancelled session, down", pushed(h, c), 225);
	hub_destroy(h);
	planned_end(&t);
}

static void one_request(void **state)
{
	const struct wire_msg m = { .type = WIRE_ASK,
				    .has = WIRE_K | WIRE_R | WIRE_C | WIRE_X,
				    .k = 1764111600,
				    .r = str_of("late"),
				    .c = str_of("1.1796173200000"),
				    .x = str_of("10") };
	struct hub *h;
	struct hub_conn *c;
	struct buf json, frame;
	int frames;

	(void)state;
	plan_a_week();
	h = hub_of_two();
	c = join(h, t.version + 1);
	heard(h, c, &frames);
	hub_wanting(h);
	buf_init(&json, 1024);
	buf_init(&frame, 1024);
	wire_add(&json, &m, NULL);
	wire_close(&json);
	wire_pack((struct str) { json.p, json.n }, &frame);
	within("a request, up", frame.n, 45);
	assert_null(planned_act(&t, ANA, &m));
	hub_settled(h, c, m.k, t.row, NULL);
	within("what comes of it, down", pushed(h, c), 72);
	buf_finish(&json);
	buf_finish(&frame);
	hub_destroy(h);
	planned_end(&t);
}

/* Whom it does not concern is not woken. */
static void nobody_else_hears_of_it(void **state)
{
	struct hub *h;
	int frames;

	(void)state;
	plan_a_week();
	h = hub_of_two();
	heard(h, join(h, t.version + 1), &frames);
	hub_wanting(h);
	assert_null(planned_ask(&t, BEN, "absent", planned_at(1, FIRST_A), NULL));
	hub_program_changed(h);
	assert_null(hub_wanting(h));
	hub_destroy(h);
	planned_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_week),          cmocka_unit_test(an_unchanged_week),
		cmocka_unit_test(one_cancelled_session),   cmocka_unit_test(one_request),
		cmocka_unit_test(nobody_else_hears_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
