/* SPDX-License-Identifier: MIT */
#include "support/week.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DECEMBER  INT64_C(1796108400000) /* 1 December 2026, 0:00 in Denver */
#define MINUTE_MS INT64_C(60000)

struct pl_occurrence week_rows[WEEK_ROWS];

static const struct pl_occurrence rows[WEEK_ROWS] = {
	[WEEK_MONDAY] = { .title = "Skills group",
			  .series = WEEK_SKILLS,
			  .place = "Room 2",
			  .bring = "worksheet 3.",
			  .counts = true,
			  .expected = true },
	[WEEK_TUESDAY] = { .title = "Skills group",
			   .series = WEEK_SKILLS,
			   .cancelled = true,
			   .why = "holiday.",
			   .counts = true },
	[WEEK_MOVED] = { .title = "Skills group",
			 .series = WEEK_SKILLS,
			 .leader = "Sam",
			 .moved = true,
			 .substitute = true,
			 .why = "the room is taken",
			 .counts = true,
			 .expected = true },
	[WEEK_DENTIST] = { .title = "Dentist", .source = PL_OF_MY_OWN },
	[WEEK_THURSDAY] = { .title = "Skills group",
			    .series = WEEK_SKILLS,
			    .counts = true,
			    .expected = true,
			    .clash = "Dentist" },
	[WEEK_FRIDAY] = { .title = "Coping at work",
			  .series = WEEK_WORKSHOP,
			  .kind = PL_WORKSHOP,
			  .optional = true,
			  .cap = 12,
			  .taken = 9 },
	[WEEK_SATURDAY] = { .title = "Skills group", .series = WEEK_OTHER, .counts = true },
	[WEEK_NEXT] = { .title = "Skills group",
			.series = WEEK_SKILLS,
			.counts = true,
			.expected = true },
};

/* Day of December, hour, minute, minutes, hour at which it was to be. */
static const int when[WEEK_ROWS][5] = {
	[WEEK_MONDAY] = { 0, 18, 0, 90, 18 },   [WEEK_TUESDAY] = { 1, 18, 0, 90, 18 },
	[WEEK_MOVED] = { 2, 19, 0, 90, 18 },    [WEEK_DENTIST] = { 3, 17, 30, 60, 0 },
	[WEEK_THURSDAY] = { 3, 18, 0, 90, 18 }, [WEEK_FRIDAY] = { 4, 12, 0, 60, 12 },
	[WEEK_SATURDAY] = { 5, 10, 0, 90, 10 }, [WEEK_NEXT] = { 7, 18, 0, 90, 18 },
};

int64_t week_at(int day, int hour, int minute)
{
	return DECEMBER + ((day - 1) * INT64_C(1440) + hour * 60 + minute) * MINUTE_MS;
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

static void fill(int i)
{
	struct pl_occurrence *o = &week_rows[i];
	const int *w = when[i];

	*o = rows[i];
	o->id = 900 + (uint64_t)i;
	o->start_utc_ms = week_at(w[0], w[1], w[2]);
	o->end_utc_ms = o->start_utc_ms + w[3] * MINUTE_MS;
	o->place = or_empty(o->place);
	o->why = or_empty(o->why);
	o->bring = or_empty(o->bring);
	o->leader = or_empty(o->leader);
	o->zone = "";
	if (o->source == PL_OF_MY_OWN)
		return;
	o->original_utc_ms = week_at(w[0], w[4], w[2]);
	o->group = WEEK_GROUP;
	o->zone = "America/Denver";
	o->leader = *o->leader ? o->leader : "Robin";
}

void week_open(struct pl_client *c, const char *here)
{
	setenv("TZ", here, 1);
	tzset();
	for (int i = 0; i < WEEK_ROWS; i++)
		fill(i);
	c->schedule.occurrences = week_rows;
	c->schedule.occurrence_count = WEEK_ROWS;
	c->schedule.next = &week_rows[WEEK_MONDAY];
	c->schedule.told_utc_ms = week_at(0, 14, 5);
	c->schedule.cover = "Appointment";
	c->schedule.tally = (struct pl_tally) { .week_utc_ms = week_at(0, 0, 0),
						.target = 540,
						.had = 0,
						.planned = 270,
						.offers = &week_rows[WEEK_SATURDAY],
						.offers_count = 1 };
}
