/* SPDX-License-Identifier: MIT */
/* The events of a calendar file, as changes to the program. */
#include <stdlib.h>
#include <string.h>

#include "client/diary_revise.h"
#include "text/utf8.h"

/* The same names on both sides of the door. */
static const enum pl_calendar_fault faults[CALENDAR_FAULTS] = {
	[CALENDAR_TOO_LARGE] = PL_CALENDAR_TOO_LARGE,
	[CALENDAR_NONE] = PL_CALENDAR_NONE,
	[CALENDAR_TOO_MANY] = PL_CALENDAR_TOO_MANY,
	[CALENDAR_CUT_SHORT] = PL_CALENDAR_CUT_SHORT,
	[CALENDAR_FOLDING] = PL_CALENDAR_FOLDING,
	[CALENDAR_ENCODING] = PL_CALENDAR_ENCODING,
	[CALENDAR_NO_START] = PL_CALENDAR_NO_START,
	[CALENDAR_RULE] = PL_CALENDAR_RULE,
	[CALENDAR_VALUE] = PL_CALENDAR_VALUE,
	[CALENDAR_ZONE] = PL_CALENDAR_ZONE,
	[CALENDAR_STRAY] = PL_CALENDAR_STRAY,
};

void import_finish(struct import *i)
{
	free(i->changes);
	free(i->series);
	free(i->problems);
	arena_finish(&i->mem);
	*i = (struct import) { 0 };
}

void import_problem(struct import *i, struct pl_calendar_problem problem)
{
	i->problems_total++;
	if (i->problems_count == CALENDAR_PROBLEMS_MAX)
		return;
	i->problems = mem_grow(i->problems, (i->problems_count + 1) * sizeof(*i->problems));
	problem.what = arena_text(&i->mem, problem.what);
	i->problems[i->problems_count++] = problem;
}

void import_problems(struct import *i, const struct calendar_problems *from)
{
	for (size_t k = 0; k < from->count; k++)
		import_problem(i, (struct pl_calendar_problem) {
					  from->all[k].line, (int)faults[from->all[k].fault],
					  from->all[k].what });
	i->problems_total += from->total - from->count;
}

static void add(struct import *out, const struct calendar_event *e, const struct buf *lines,
		int64_t group)
{
	const size_t n = out->changes_count++;

	out->changes[n] = (struct pl_changed) { .what = PL_CHANGE_NEW };
	out->series[n] = (struct pl_series) {
		.group = group,
		.kind = PL_GROUP_SESSION,
		.title = utf8_clean_name(&out->mem, str_of(e->title), WIRE_NAME_MAX),
		.track = "",
		.bring = arena_text(&out->mem, e->text),
		.lines = arena_dup(&out->mem, buf_text(lines), lines->n),
	};
}

static int by_line(const void *a, const void *b)
{
	return ((const struct pl_calendar_problem *)a)->line -
	       ((const struct pl_calendar_problem *)b)->line;
}

void diary_import(const struct calendar *c, int64_t group, struct import *out)
{
	const size_t n = calendar_count(c);
	struct buf lines;

	out->changes = mem_get((n + 1) * sizeof(*out->changes));
	out->series = mem_get((n + 1) * sizeof(*out->series));
	for (size_t i = 0; i < n; i++) {
		const struct calendar_event *e = calendar_event(c, i);

		buf_init(&lines, CALENDAR_LINES_MAX + 1);
		if (!utf8_blank(str_of(e->title)) && calendar_to_lines(c, i, &lines))
			add(out, e, &lines, group);
		else
			import_problem(out, (struct pl_calendar_problem) {
						    e->line, PL_CALENDAR_NO_SERIES, e->title });
		buf_finish(&lines);
	}
	for (size_t i = 0; i < out->changes_count; i++)
		out->changes[i].series = &out->series[i];
	if (out->problems_count)
		qsort(out->problems, out->problems_count, sizeof(*out->problems), by_line);
}
