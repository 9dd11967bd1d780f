/* SPDX-License-Identifier: MIT */
#include "view/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/utf8.h"

struct plan *plan_of(struct stage *s)
{
	if (!s->plan)
		s->plan = mem_get(sizeof(*s->plan));
	return s->plan;
}

void plan_free(struct plan *p)
{
	if (!p)
		return;
	arena_finish(&p->mem);
	free(p->changes);
	free(p);
}

static void empty(struct plan *p)
{
	arena_reset(&p->mem);
	p->count = 0;
}

/* Copies */

static const char *keep(struct plan *p, const char *text)
{
	return text ? arena_text(&p->mem, text) : NULL;
}

static const struct pl_series *keep_series(struct plan *p, const struct pl_series *series)
{
	struct pl_series *own;

	if (!series)
		return NULL;
	own = arena_get(&p->mem, sizeof(*own));
	*own = *series;
	own->title = keep(p, series->title);
	own->track = keep(p, series->track);
	own->bring = keep(p, series->bring);
	own->lines = keep(p, series->lines);
	return own;
}

bool plan_keep(struct plan *p, const struct pl_changed *c)
{
	struct pl_changed *own;

	p->refused = false;
	if (p->count == PLAN_CHANGES_MAX)
		return false;
	if (p->count == p->size) {
		p->size = p->size ? 2 * p->size : 16;
		p->changes = mem_grow(p->changes, p->size * sizeof(*p->changes));
	}
	own = &p->changes[p->count++];
	*own = *c;
	own->why = keep(p, c->why);
	own->place = keep(p, c->place);
	own->series = keep_series(p, c->series);
	return true;
}

/* The numbers */

/* Group by group, as the view has them. */
void plan_number(struct stage *s)
{
	struct plan *p = plan_of(s);
	const struct pl_group *groups;
	const struct pl_series *all;
	const size_t n = pl_client_groups(s->client, &groups);
	const size_t count = pl_client_series(s->client, &all);

	p->series_count = 0;
	for (size_t g = 0; g < n; g++)
		for (size_t i = 0; i < count && p->series_count < PLAN_SHOWN_MAX; i++)
			if (all[i].group == groups[g].id && all[i].id)
				p->series[p->series_count++] = all[i].id;
}

const struct pl_series *plan_series_of(struct stage *s, int64_t id)
{
	const struct pl_series *all;
	const size_t n = pl_client_series(s->client, &all);

	for (size_t i = 0; id && i < n; i++)
		if (all[i].id == id)
			return &all[i];
	return NULL;
}

const struct pl_series *plan_series_to_be(struct stage *s, const struct pl_series *series)
{
	const struct plan *p = plan_of(s);

	for (size_t i = p->count; i; i--)
		if (p->changes[i - 1].what == PL_CHANGE_FIELDS &&
		    p->changes[i - 1].id == series->id)
			return p->changes[i - 1].series;
	return series;
}

const struct pl_series *plan_series(struct stage *s, int64_t number)
{
	struct plan *p = plan_of(s);

	if (!p->series_count)
		plan_number(s);
	if (number < 1 || number > (int64_t)p->series_count)
		return NULL;
	return plan_series_of(s, p->series[number - 1]);
}

const char *plan_zone(struct stage *s)
{
	struct plan *p = plan_of(s);
	const struct pl_series *all;
	const size_t n = pl_client_series(s->client, &all);
	struct pl_pattern pattern;

	for (size_t i = 0; i < n; i++)
		if (all[i].group == s->group && pl_pattern_of(&all[i], &pattern)) {
			memcpy(p->zone, pattern.zone, sizeof(p->zone));
			return p->zone;
		}
	return pl_zone_here();
}

const struct pl_person *plan_leader(struct stage *s, int64_t group, const char *typed)
{
	const struct pl_person *people, *found = NULL;
	const size_t n = pl_client_people(s->client, group, &people);
	char name[SESSION_TYPED_MAX];
	bool many = false;

	if (!session_take(name, typed, strlen(typed)))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (mention_same(people[i].name, name))
			return &people[i];
	for (size_t i = 0; i < n; i++)
		if (utf8_contains(str_of(people[i].name), str_of(name))) {
			many = many || found;
			found = &people[i];
		}
	return many ? NULL : found;
}

/* Doing it, or not */

const char *plan_goes(struct stage *s)
{
	struct pl_link_info info;

	pl_client_link(s->client, &info);
	return words_program(&s->model.mem,
			     info.link == PL_LINK_LIVE ? PROGRAM_GOES_NOW : PROGRAM_GOES_LATER,
			     "", "");
}

/* By its key alone nothing is done: what waits is told. */
int plan_apply(struct stage *s, const char *rest)
{
	struct plan *p = plan_of(s);
	struct arena *mem = &s->model.mem;
	enum pl_failure f;
	struct buf all;

	if (!p->count)
		return stage_tell(s, words_program(mem, PROGRAM_PLAN_EMPTY, "", ""));
	if (!rest) {
		buf_init(&all, sizeof(s->answer) - 1);
		buf_adds(&all, words_plan_waits(mem, p->count));
		plan_preview(s, 0, &all);
		buf_addf(&all, "\n%s", words_program(mem, PROGRAM_APPLY_KEY, "", ""));
		return plan_tell_text(s, &all);
	}
	f = pl_client_change(s->client, p->changes, p->count);
	if (f != PL_OK)
		return stage_tell(s, words_change_failure(f)) | DID_KEEP;
	empty(p);
	return stage_tell(s, words_program(mem, PROGRAM_PLAN_APPLIED, plan_goes(s), ""));
}

static int discard_one(struct stage *s, int64_t n)
{
	struct plan *p = plan_of(s);
	struct arena *mem = &s->model.mem;
	const char *words;

	if (n < 1 || n > (int64_t)p->count)
		return stage_tell(s, words_program(mem, PROGRAM_PLAN_NO_SUCH, "", "")) |
		       DID_KEEP;
	words = plan_change(s, mem, &p->changes[n - 1]);
	memmove(p->changes + n - 1, p->changes + n,
		(p->count - (size_t)n) * sizeof(*p->changes));
	p->count--;
	return stage_tell(s, words_program(mem, PROGRAM_PLAN_LEFT_ONE, words, ""));
}

int plan_discard(struct stage *s, const char *rest)
{
	struct plan *p = plan_of(s);
	struct arena *mem = &s->model.mem;
	int64_t n;

	if (!p->count)
		return stage_tell(s, words_program(mem, PROGRAM_PLAN_EMPTY, "", ""));
	if (!rest)
		return session_how(s, "discard");
	if (!session_given(rest)) {
		empty(p);
		return stage_tell(s, words_program(mem, PROGRAM_PLAN_LEFT, "", ""));
	}
	return session_number(rest, &n) ? discard_one(s, n) : session_how(s, "discard");
}
