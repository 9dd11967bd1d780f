/* SPDX-License-Identifier: MIT */
/* VEVENTs of one UID are one event: what it is, and its changes. */
#include "schedule/calendar_in.h"

#include <stdlib.h>
#include <string.h>

#include "schedule/lines.h"
#include "schedule/rule.h"

static const char *or_none(const char *text)
{
	return text ? text : "";
}

/* The event before its changes; of two of a kind the one that holds is the last. */
static int by_uid(const void *a, const void *b)
{
	const struct content *x = *(struct content *const *)a, *y = *(struct content *const *)b;
	int order = strcmp(or_none(x->uid), or_none(y->uid));

	if (order)
		return order;
	if (x->has_original != y->has_original)
		return x->has_original - y->has_original;
	if (x->sequence != y->sequence)
		return x->sequence < y->sequence ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

static int by_line(const void *a, const void *b)
{
	const struct event *x = a, *y = b;

	return (x->shown.line > y->shown.line) - (x->shown.line < y->shown.line);
}

static int by_original(const void *a, const void *b)
{
	const struct content *x = *(struct content *const *)a, *y = *(struct content *const *)b;
	int64_t at = when_utc(&x->original, zone_utc()),
		other = when_utc(&y->original, zone_utc());

	if (at != other)
		return at < other ? -1 : 1;
	if (x->onward != y->onward)
		return y->onward - x->onward;
	if (x->sequence != y->sequence)
		return x->sequence < y->sequence ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

/* A rule that cannot be read goes, and is told. */
static void check_rules(struct content *c, struct calendar_problems *problems)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->rule_count; i++) {
		struct rule *r = rule_of_text(c->rules[i], c->start.s, c->start.date);

		if (!r) {
			problem_add(problems, CALENDAR_RULE, c->rule_lines[i],
				    str_of(c->rules[i]));
			continue;
		}
		rule_free(r);
		c->rule_lines[kept] = c->rule_lines[i];
		c->rules[kept++] = c->rules[i];
	}
	c->rule_count = kept;
}

static void check_end(struct content *c, struct calendar_problems *problems)
{
	if (!c->has_end)
		return;
	/* Its zone is not known here, but it has to be the start's (RFC 5545 3.8.2.2). */
	if (c->has_start && !c->end.zone)
		c->end.zone = c->start.zone;
	if (c->has_start && c->end.date == c->start.date &&
	    when_utc(&c->end, zone_utc()) >= when_utc(&c->start, zone_utc()))
		return;
	c->has_end = false;
	problem_add(problems, CALENDAR_VALUE, c->line, str_of("DTEND"));
}

/* Of two changes to one occurrence the last holds. */
static void order_changes(struct event *e)
{
	size_t kept = 0;

	if (e->shown.changes)
		qsort(e->changes, e->shown.changes, sizeof(struct content *), by_original);
	for (size_t i = 0; i < e->shown.changes; i++) {
		const struct content *c = e->changes[i],
				     *last = kept ? e->changes[kept - 1] : NULL;

		if (last && last->onward == c->onward &&
		    when_utc(&last->original, zone_utc()) == when_utc(&c->original, zone_utc()))
			kept--;
		e->changes[kept++] = e->changes[i];
	}
	e->shown.changes = kept;
}

static void add_event(struct calendar *c, struct content *content)
{
	struct event *e;

	if (!(c->n & (c->n - 1)))
		c->events = mem_grow(c->events, (c->n ? 2 * c->n : 1) * sizeof(*e));
	e = &c->events[c->n++];
	*e = (struct event) { .content = content };
	e->shown = (struct calendar_event) {
		.uid = or_none(content->uid),
		.title = or_none(content->title),
		.place = or_none(content->place),
		.text = or_none(content->text),
		.zone = content->zone_name,
		.all_day = content->start.date,
		.repeats = content->rule_count || content->also.n,
		.leader = content->leader,
		.line = content->line,
	};
}

static void add_change(struct event *e, struct content *content)
{
	size_t n = e->shown.changes;

	if (!content->original.zone && !content->original.date)
		content->original.zone = e->content->start.zone;
	if (!(n & (n - 1)))
		e->changes = mem_grow(e->changes, (n ? 2 * n : 1) * sizeof(struct content *));
	e->changes[e->shown.changes++] = content;
}

/* All contents of one UID: [from, to), in order. */
static void gather_one(struct calendar *c, size_t from, size_t to,
		       struct calendar_problems *problems)
{
	struct event *e = NULL;

	for (size_t i = from; i < to; i++) {
		struct content *content = c->contents[i];
		bool last = i + 1 == to || c->contents[i + 1]->has_original;

		if (!content->has_original && last && content->has_start) {
			add_event(c, content);
			e = &c->events[c->n - 1];
		} else if (content->has_original && e) {
			add_change(e, content);
		} else if (content->has_original) {
			problem_add(problems, CALENDAR_STRAY, content->line,
				    str_of(or_none(content->title)));
		}
	}
	if (e)
		order_changes(e);
}

void calendar_gather(struct calendar *c, struct calendar_problems *problems)
{
	for (size_t i = 0; i < c->content_count; i++) {
		check_rules(c->contents[i], problems);
		check_end(c->contents[i], problems);
	}
	if (c->content_count)
		qsort(c->contents, c->content_count, sizeof(struct content *), by_uid);
	for (size_t i = 0, end; i < c->content_count; i = end) {
		const char *uid = or_none(c->contents[i]->uid);

		/* what has no UID stands alone */
		for (end = i + 1; *uid && end < c->content_count; end++)
			if (strcmp(or_none(c->contents[end]->uid), uid) != 0)
				break;
		gather_one(c, i, end, problems);
	}
	if (c->n)
		qsort(c->events, c->n, sizeof(*c->events), by_line);
}
