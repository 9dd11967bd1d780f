/* SPDX-License-Identifier: MIT */
#include "support/built.h"

#include <stdlib.h>
#include <time.h>

#define DECEMBER      INT64_C(1796108400000) /* 1 December 2026, 0:00 in Denver */
#define MINUTE_MS     INT64_C(60000)
#define AT(day, hour) (DECEMBER + (((day)-1) * INT64_C(1440) + (hour)*60) * MINUTE_MS)

#define SKILLS_LINES                                                                           \
	"DTSTART;TZID=America/Denver:20261103T180000\nDURATION:PT90M\n"                        \
	"RRULE:FREQ=WEEKLY;UNTIL=20270701T055959Z;BYDAY=TU,TH\nLOCATION:Room 2\n\n"            \
	"RECURRENCE-ID:20261204T010000Z\nSTATUS:CANCELLED\nCOMMENT:holiday\n"
#define COPING_LINES                                                                           \
	"DTSTART;TZID=America/New_York:20261204T140000\nDURATION:PT60M\n"                      \
	"RRULE:FREQ=MONTHLY;BYDAY=1FR\n"
#define MORNING_LINES                                                                          \
	"DTSTART;TZID=America/Denver:20261107T100000\nDURATION:PT90M\n"                        \
	"RRULE:FREQ=WEEKLY;COUNT=12\n"

static const struct pl_person people[] = {
	{ 1, "Ana", PL_FACILITATOR, PL_HERE }, { 2, "Ben", PL_FACILITATOR, PL_LINE_DOWN },
	{ 3, "Cy", PL_PATIENT, PL_HERE },      { 4, "Sam", PL_FACILITATOR, PL_LEFT },
	{ 5, "Samira", PL_PATIENT, PL_LEFT },
};

static const struct pl_series series[] = {
	{ .id = PROGRAM_SKILLS,
	  .group = 7,
	  .title = "Skills group",
	  .leader = 2,
	  .cap = 12,
	  .counts = true,
	  .track = "skills",
	  .bring = "worksheet 3",
	  .lines = SKILLS_LINES },
	{ .id = PROGRAM_MORNING,
	  .group = 9,
	  .title = "Morning skills",
	  .leader = 1,
	  .cap = 8,
	  .counts = true,
	  .track = "skills",
	  .bring = "",
	  .lines = MORNING_LINES },
	{ .id = PROGRAM_COPING,
	  .group = 7,
	  .kind = PL_WORKSHOP,
	  .title = "Coping at work",
	  .optional = true,
	  .track = "",
	  .bring = "",
	  .lines = COPING_LINES },
};

#define ROW(n, s, g, name, from, to, was)                                                      \
	.id = 700 + (n), .series = (s), .group = (g), .title = (name), .leader = "Ben",        \
	.place = "", .bring = "", .zone = "America/Denver", .start_utc_ms = (from),            \
	.end_utc_ms = (to), .original_utc_ms = (was)

static const struct pl_occurrence rows[PROGRAM_ROWS] = {
	[PROGRAM_TUESDAY] = { ROW(0, PROGRAM_SKILLS, 7, "Skills group", AT(1, 18),
				  AT(1, 18) + 90 * MINUTE_MS, AT(1, 18)),
			      .why = "", .cap = 12, .taken = 7 },
	[PROGRAM_THURSDAY] = { ROW(1, PROGRAM_SKILLS, 7, "Skills group", AT(3, 18),
				   AT(3, 18) + 90 * MINUTE_MS, AT(3, 18)),
			       .why = "holiday", .cancelled = true, .cap = 12 },
	[PROGRAM_FRIDAY] = { ROW(2, PROGRAM_COPING, 7, "Coping at work", AT(4, 12), AT(4, 13),
				 AT(4, 12)),
			     .why = "", .kind = PL_WORKSHOP, .optional = true },
	[PROGRAM_SATURDAY] = { ROW(3, PROGRAM_MORNING, 9, "Morning skills", AT(5, 10),
				   AT(5, 10) + 90 * MINUTE_MS, AT(5, 10)),
			       .why = "", .cap = 8, .taken = 8 },
	[PROGRAM_MOVED] = { ROW(4, PROGRAM_SKILLS, 7, "Skills group", AT(9, 19),
				AT(9, 19) + 90 * MINUTE_MS, AT(8, 18)),
			    .why = "the room is taken", .moved = true, .substitute = true,
			    .cap = 12 },
};
const struct pl_occurrence *const built_rows = rows;

#define ASKED(n, by, name, asks, at)                                                           \
	.id = (n), .number = (n), .member = (by), .who = (name), .what = (asks),               \
	.series = PROGRAM_SKILLS, .original_utc_ms = (at)

const struct pl_request built_requests[5] = {
	{ ASKED(25, 3, "Cy", PL_ASK_LATE, AT(1, 18)), .n = 10, .state = PL_REQUEST_GRANTED,
	  .text = "", .why = "" },
	{ ASKED(24, 3, "Cy", PL_ASK_SWAP, AT(1, 18)), .to_series = PROGRAM_MORNING,
	  .to_original_utc_ms = AT(5, 10), .state = PL_REQUEST_ASKED, .text = "I work late.",
	  .why = "" },
	{ ASKED(23, 5, "Samira", PL_ASK_SIGN_UP, AT(1, 18)), .n = 1,
	  .state = PL_REQUEST_WAITING, .text = "", .why = "" },
	{ ASKED(22, 5, "Samira", PL_ASK_SWAP, AT(1, 18)), .to_series = PROGRAM_MORNING,
	  .to_original_utc_ms = AT(12, 10), .state = PL_REQUEST_REFUSED, .text = "",
	  .why = "it is full" },
	{ ASKED(21, 1, "Ana", PL_ASK_ABSENT, AT(1, 18)), .state = PL_REQUEST_GRANTED,
	  .text = "", .why = "", .mine = true },
};

int64_t built_at(int day, int hour, int minute)
{
	return AT(day, hour) + minute * MINUTE_MS;
}

void built_put(struct pl_client *c)
{
	setenv("TZ", "America/Denver", 1);
	tzset();
	c->self.role = PL_FACILITATOR;
	c->people = people;
	c->person_count = sizeof(people) / sizeof(people[0]);
	c->schedule.series = series;
	c->schedule.series_count = sizeof(series) / sizeof(series[0]);
	c->schedule.occurrences = rows;
	c->schedule.occurrence_count = PROGRAM_ROWS;
	c->schedule.requests = built_requests;
	c->schedule.request_count = sizeof(built_requests) / sizeof(built_requests[0]);
}

int built_open(void **state)
{
	struct porch *p;

	porch_open(state);
	p = *state;
	built_put(&p->client);
	p->stage.now_utc_ms = PROGRAM_NOW;
	stage_build(&p->stage);
	return 0;
}

int built_close(void **state)
{
	return porch_close(state);
}
