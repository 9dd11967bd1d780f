/* SPDX-License-Identifier: MIT */
#include "client/sheets.h"

#include <stdlib.h>
#include <string.h>

#include "base/sorted.h"

/* What somebody has answered is nobody's, not even in memory that is free. */
static void wipe(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
}

static void finish_one(struct sheet *s)
{
	free(s->form);
	wipe(s->answers);
}

void sheets_finish(struct sheets *s)
{
	for (size_t i = 0; i < s->count; i++)
		finish_one(&s->all[i]);
	free(s->all);
	*s = (struct sheets) { 0 };
}

/* Where it is, or would be. */
static size_t place_of(const struct sheets *s, uint64_t id)
{
	return sorted_place(s->all, s->count, SORTED_BY(struct sheet, id), (int64_t)id);
}

struct sheet *sheets_find(const struct sheets *s, uint64_t id)
{
	const size_t at = place_of(s, id);

	return at < s->count && s->all[at].id == id ? &s->all[at] : NULL;
}

static struct sheet *make_room(struct sheets *s, uint64_t id)
{
	const size_t at = place_of(s, id);

	s->all = mem_grow(s->all, (s->count + 1) * sizeof(*s->all));
	memmove(&s->all[at + 1], &s->all[at], (s->count - at) * sizeof(*s->all));
	s->all[at] = (struct sheet) { .id = id };
	s->count++;
	return &s->all[at];
}

struct sheet *sheets_put(struct sheets *s, const struct sheet *from)
{
	struct sheet *to = sheets_find(s, from->id), before;

	if (!to)
		to = make_room(s, from->id);
	before = *to;
	*to = *from;
	to->form = mem_dup(from->form, strlen(from->form));
	to->answers = from->answers ? mem_dup(from->answers, strlen(from->answers)) : NULL;
	finish_one(&before);
	return to;
}

void sheets_drop(struct sheets *s, uint64_t id)
{
	struct sheet *gone = sheets_find(s, id);
	size_t at;

	if (!gone)
		return;
	at = (size_t)(gone - s->all);
	finish_one(gone);
	s->count--;
	memmove(gone, gone + 1, (s->count - at) * sizeof(*gone));
}

void sheets_set_answers(struct sheet *s, struct str answers)
{
	wipe(s->answers);
	s->answers = answers.p ? mem_dup(answers.p, answers.n) : NULL;
}

bool sheet_is_finished(const struct sheet *s)
{
	return s->state != PL_SHEET_DRAFT;
}

size_t sheets_drafts(const struct sheets *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++)
		n += !sheet_is_finished(&s->all[i]);
	return n;
}

const struct sheet *sheets_last(const struct sheets *s, const char *form, int64_t before_utc_ms)
{
	const struct sheet *last = NULL;

	for (size_t i = 0; i < s->count; i++) {
		const struct sheet *one = &s->all[i];

		if (sheet_is_finished(one) && (!form || strcmp(one->form, form) == 0) &&
		    one->utc_ms < before_utc_ms && (!last || one->utc_ms >= last->utc_ms))
			last = one;
	}
	return last;
}
