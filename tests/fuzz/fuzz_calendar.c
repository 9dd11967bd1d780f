/* SPDX-License-Identifier: MIT */
/*
 * A calendar of anybody: what is read is clean, what is listed is in order, bounded and found
 * again, and what can be said in lines comes back from them.
 */
#include "fuzz/fuzz.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "schedule/occur.h"
#include "schedule/rule.h"
#include "text/utf8.h"

enum { SIZE = 64 };

/* 2026, and the years around. */
static const struct occur_window windows[] = {
	{ INT64_C(1767225600000), INT64_C(1798761600000), "America/Denver" },
	{ INT64_C(1609459200000), INT64_C(1924992000000), "Asia/Kolkata" },
	{ INT64_MIN, INT64_MAX, "no such zone" },
};

static void is_clean(const char *text)
{
	assert(utf8_valid(str_of(text)) && strlen(text) <= CALENDAR_TEXT_MAX);
	for (; *text; text++)
		assert((unsigned char)*text >= ' ' || *text == '\n');
}

static void is_sound(const struct calendar *c, const struct calendar_problems *p)
{
	for (size_t i = 0; i < calendar_count(c); i++) {
		const struct calendar_event *e = calendar_event(c, i);

		is_clean(e->uid);
		is_clean(e->title);
		is_clean(e->place);
		is_clean(e->text);
		is_clean(e->zone);
		assert(!strchr(e->title, '\n') && e->line > 0 && e->leader >= 0);
		assert(i == 0 || e->line >= calendar_event(c, i - 1)->line);
	}
	assert(p->count <= CALENDAR_PROBLEMS_MAX && p->count <= p->total);
	for (size_t i = 0; i < p->count; i++) {
		is_clean(p->all[i].what);
		assert(p->all[i].fault < CALENDAR_FAULTS);
		assert(i == 0 || p->all[i].line >= p->all[i - 1].line);
	}
}

static size_t list(struct calendar *c, const struct occur_window *w, struct occur *out)
{
	uint64_t steps = rule_steps();
	size_t n = occur_within(c, w, out, SIZE), kept = n < SIZE ? n : SIZE;

	assert(rule_steps() - steps <= 24 * RULE_STEPS_MAX);
	for (size_t i = 0; i < kept; i++) {
		assert(out[i].end_utc_ms >= out[i].start_utc_ms);
		assert(out[i].start_utc_ms < w->to_utc_ms &&
		       out[i].end_utc_ms >= w->from_utc_ms);
		assert(i == 0 || out[i].start_utc_ms >= out[i - 1].start_utc_ms);
		is_clean(out[i].title);
		is_clean(out[i].place);
		is_clean(out[i].why);
	}
	return kept;
}

/* By when it was to be, and from close by. */
static void is_found(struct calendar *c, const struct occur *o, const char *here)
{
	const struct occur_window close = { o->start_utc_ms, o->start_utc_ms + 1000, here };
	struct occur again;

	assert(occur_find(c, o->event, o->original_utc_ms, here, &again));
	assert(again.start_utc_ms == o->start_utc_ms && again.end_utc_ms == o->end_utc_ms);
	assert(occur_within(c, &close, &again, 1) >= 1);
}

/* What one event says, through lines. */
static void goes_and_comes(struct calendar *c, size_t event)
{
	struct occur *before = mem_get(SIZE * sizeof(*before)),
		     *after = mem_get(SIZE * sizeof(*after));
	struct calendar *back = NULL;
	struct buf lines, again;

	buf_init(&lines, CALENDAR_LINES_MAX);
	buf_init(&again, CALENDAR_LINES_MAX);
	if (calendar_to_lines(c, event, &lines)) {
		back = calendar_of_lines((struct str) { buf_text(&lines), lines.n }, "title");
		assert(back && calendar_count(back) == 1);
		assert(calendar_to_lines(back, 0, &again));
		assert(str_is((struct str) { again.p, again.n }, buf_text(&lines)));
	}
	if (back && calendar_count(c) == 1) {
		size_t n = list(c, &windows[0], before);

		assert(list(back, &windows[0], after) == n);
		for (size_t i = 0; i < n; i++)
			assert(before[i].start_utc_ms == after[i].start_utc_ms &&
			       before[i].end_utc_ms == after[i].end_utc_ms &&
			       before[i].original_utc_ms == after[i].original_utc_ms &&
			       before[i].cancelled == after[i].cancelled &&
			       before[i].leader == after[i].leader &&
			       strcmp(before[i].place, after[i].place) == 0);
	}
	calendar_free(back);
	buf_finish(&lines);
	buf_finish(&again);
	free(before);
	free(after);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct calendar_problems *problems = mem_get(sizeof(*problems));
	struct occur *found = mem_get(SIZE * sizeof(*found));
	struct str in = { (const char *)data, n };
	struct calendar *c = calendar_read(in, problems);

	assert(c || problems->total > 0);
	if (c)
		is_sound(c, problems);
	for (size_t i = 0; c && i < sizeof(windows) / sizeof(*windows); i++) {
		size_t count = list(c, &windows[i], found);

		for (size_t k = 0; k < count && k < 4; k++)
			is_found(c, &found[k], windows[i].here);
	}
	for (size_t i = 0; c && i < calendar_count(c) && i < 4; i++)
		goes_and_comes(c, i);
	calendar_free(c);
	calendar_free(calendar_of_lines(in, "title"));
	free(found);
	free(problems);
	return 0;
}
