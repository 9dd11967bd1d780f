/* SPDX-License-Identifier: MIT */
/* When a series is, for words: the engine's, under the names of the public header. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "porchlight/schedule.h"
#include "schedule/change.h"
#include "schedule/pattern.h"

static_assert((int)PL_REPEATS_BY_RULE == (int)REPEATS_BY_RULE, "the same ways");
static_assert((int)PL_RULE_MAX == (int)PATTERN_RULE_MAX, "as long");

static void copy(char *to, size_t size, const char *from)
{
	const size_t n = strnlen(from, size - 1);

	memcpy(to, from, n);
	to[n] = '\0';
}

bool pl_pattern_of(const struct pl_series *series, struct pl_pattern *out)
{
	struct pattern p;

	*out = (struct pl_pattern) { .every = 1 };
	if (!pattern_read(str_of(series->lines), &p))
		return false;
	out->repeats = (enum pl_repeats)p.repeats;
	out->every = p.every;
	out->weekdays = p.weekdays;
	out->nth = p.nth;
	out->until_utc_ms = p.until_utc_ms;
	out->count = p.count;
	out->start_utc_ms = p.start_utc_ms;
	out->minutes = p.minutes;
	out->added = p.added;
	copy(out->zone, sizeof(out->zone), p.zone);
	copy(out->place, sizeof(out->place), p.place);
	copy(out->rule, sizeof(out->rule), p.rule);
	return true;
}

char *pl_pattern_lines(const struct pl_pattern *p)
{
	struct pattern in = { .repeats = (enum repeats)p->repeats,
			      .every = p->every,
			      .weekdays = p->weekdays,
			      .nth = p->nth,
			      .until_utc_ms = p->until_utc_ms,
			      .count = p->count };
	char rule[PATTERN_RULE_MAX], *lines = NULL;
	struct change_series s = { .zone = p->zone,
				   .start = zone_local(p->zone, p->start_utc_ms),
				   .minutes = p->minutes,
				   .rule = rule,
				   .place = p->place };
	struct buf out;

	copy(in.rule, sizeof(in.rule), p->rule);
	buf_init(&out, CALENDAR_LINES_MAX);
	if (zone_known(p->zone) && pattern_rule(&in, rule) && change_new(&s, &out))
		lines = mem_dup(buf_text(&out), out.n);
	buf_finish(&out);
	return lines;
}
