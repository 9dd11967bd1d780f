/* SPDX-License-Identifier: MIT */
#include "support/planner.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

void planner_begin(struct planner *p)
{
	*p = (struct planner) { .program = program_create() };
}

void planner_end(struct planner *p)
{
	program_destroy(p->program);
}

void planner_person(struct planner *p, int64_t group, int64_t member, bool leads)
{
	program_put_person(p->program, &(struct program_somebody) { .group = group,
								    .member = member,
								    .leads = leads });
	assert_true(program_take(p->program, &(struct program_row) { .kind = PROGRAM_MEMBER,
								     .number = ++p->version,
								     .version = p->version,
								     .member = member,
								     .ticket = group,
								     .text = str_of("[]") }));
}

int64_t planner_series(struct planner *p, int64_t number, const char *row)
{
	char text[2048];

	if (!number)
		number = ++p->series;
	snprintf(text, sizeof(text), "[{\"t\":\"S\",\"s\":%" PRId64 ",%s}]", number, row);
	assert_true(program_take(p->program, &(struct program_row) { .kind = PROGRAM_SERIES,
								     .number = number,
								     .version = ++p->version,
								     .member = 9,
								     .text = str_of(text) }));
	return number;
}

void planner_granted(struct planner *p, int64_t member, const char *what, int64_t series,
		     int64_t original_utc_ms)
{
	char text[512];

	snprintf(text, sizeof(text),
		 "[{\"t\":\"Q\",\"s\":1,\"d\":1000,\"u\":%" PRId64
		 ",\"n\":%d,\"r\":\"%s\",\"c\":\"%" PRId64 ".%" PRId64 "\"}]",
		 member, WIRE_REQUEST_GRANTED, what, series, original_utc_ms);
	assert_true(program_take(p->program, &(struct program_row) { .kind = PROGRAM_REQUEST,
								     .number = ++p->requests,
								     .version = ++p->version,
								     .member = member,
								     .text = str_of(text) }));
}
