/* SPDX-License-Identifier: MIT */
#include "client/diary_revise.h"

#include <stdlib.h>
#include <string.h>

#include "client/diary_in.h"
#include "schedule/change.h"
#include "text/utf8.h"

void revision_finish(struct revision *e)
{
	for (size_t i = 0; i < e->count; i++)
		diary_drop_series(&e->rows[i].now);
	free(e->rows);
	free(e->list);
	diary_rows_finish(&e->before);
	diary_rows_finish(&e->all);
	arena_finish(&e->mem);
	*e = (struct revision) { 0 };
}

/* ---- what is changed ---- */

struct editing {
	struct revision *e;
	struct diary *p;
	const struct diary_world *w;
	const struct pl_changed *ch;
};

static struct revision_row *add_row(struct revision *e, const struct pl_series *from,
				    int64_t base)
{
	struct revision_row *row;

	e->rows = mem_grow(e->rows, (e->count + 1) * sizeof(*e->rows));
	row = &e->rows[e->count++];
	*row = (struct revision_row) { .base = base };
	diary_set_series(&row->now, from);
	return row;
}

/* A change of it that is kept here, and has not gone out. */
static const struct diary_ask *find_kept(const struct diary *p, int64_t id)
{
	for (size_t i = p->asks_count; id && i > 0; i--) {
		const struct diary_ask *a = &p->asks[i - 1];

		if (a->m.type == WIRE_SET && a->m.s == id && a->state == PL_REQUEST_KEPT)
			return a;
	}
	return NULL;
}

static struct pl_series kept_series(const struct diary_ask *a)
{
	const struct wire_msg *m = &a->m;
	const char *dot = m->r.n ? memchr(m->r.p, '.', m->r.n) : NULL;
	const struct str kind = { m->r.p, dot ? (size_t)(dot - m->r.p) : m->r.n };
	struct pl_series s = { .id = m->s,
			       .group = m->g,
			       .title = m->x.p,
			       .leader = m->u,
			       .cap = (int)m->n,
			       .optional = dot && strstr(dot, WIRE_FLAG_OPTIONAL),
			       .counts = dot && strstr(dot, WIRE_FLAG_COUNTS),
			       .track = m->c.p,
			       .lines = m->b.p };

	diary_kind_read(kind, &s.kind);
	return s;
}

/* NULL: there is none, or it is on its way out. */
static struct revision_row *find_row(struct editing *x, int64_t id)
{
	const struct diary_series *s = diary_find(x->p, id);
	const struct diary_ask *kept = find_kept(x->p, id);
	struct revision_row *row;
	struct pl_series now;

	for (size_t i = 0; id && i < x->e->count; i++)
		if (x->e->rows[i].now.pub.id == id)
			return x->e->rows[i].gone ? NULL : &x->e->rows[i];
	if (!s || (kept && !kept->m.g))
		return NULL;
	if (!kept)
		return add_row(x->e, &s->pub, x->p->version);
	now = kept_series(kept);
	row = add_row(x->e, &now, kept->sent ? x->p->version : kept->m.d);
	row->in_place_of = kept->sent ? 0 : kept->ticket;
	return row;
}

static enum pl_failure change(struct editing *x, struct revision_row *row,
			      const struct change_asked *asked)
{
	struct pl_series now = row->now.pub;
	struct buf lines;
	bool ok;

	buf_init(&lines, CALENDAR_LINES_MAX + 1);
	ok = change_lines(str_of(row->now.pub.lines), asked, &lines);
	now.lines = arena_dup(&x->e->mem, buf_text(&lines), lines.n);
	buf_finish(&lines);
	if (!ok)
		return PL_FAIL_STATE;
	now.title = arena_text(&x->e->mem, now.title);
	now.track = arena_text(&x->e->mem, now.track);
	diary_set_series(&row->now, &now);
	return row->now.when ? PL_OK : PL_FAIL_STATE;
}

static const char *clean(struct editing *x, const char *s)
{
	return s ? utf8_clean(&x->e->mem, str_of(s)) : "";
}

static struct change_asked asked_of(struct editing *x, enum change what)
{
	const char *why = clean(x, x->ch->why);

	return (struct change_asked) { .what = what,
				       .original_utc_ms = x->ch->original_utc_ms,
				       .start_utc_ms = x->ch->start_utc_ms,
				       .leader = x->ch->leader,
				       .minutes = x->ch->minutes,
				       .why = *why ? why : NULL };
}

/* ---- one function a kind ---- */

static enum pl_failure set_bring(struct editing *x, struct revision_row *row, const char *bring)
{
	const struct change_asked asked = { .what = CHANGE_BRING, .text = bring };

	if (strcmp(row->now.pub.bring, bring) == 0)
		return PL_OK;
	return change(x, row, &asked);
}

static bool is_good(const struct pl_series *s)
{
	return (unsigned)s->kind < PL_KINDS && s->cap >= 0 && s->leader >= 0 && s->title &&
	       !utf8_blank(str_of(s->title)) && strlen(s->title) <= WIRE_NAME_MAX &&
	       (!s->track || strlen(s->track) <= WIRE_NAME_MAX);
}

/* As it was given, with its words clean and its lines those of `lines`. */
static struct pl_series given(struct editing *x, int64_t id, const char *lines)
{
	struct pl_series s = *x->ch->series;

	s.id = id;
	s.title = utf8_clean_name(&x->e->mem, str_of(s.title), WIRE_NAME_MAX);
	s.track = utf8_clean_name(&x->e->mem, str_of(s.track), WIRE_NAME_MAX);
	s.lines = arena_text(&x->e->mem, lines);
	return s;
}

/* Nobody, or somebody who leads the group. */
static bool may_lead(const struct editing *x, int64_t group, int64_t member)
{
	const struct pl_person *people;
	size_t n;

	if (!x->w->group(x->w->user, group, &people, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (people[i].id == member)
			return people[i].role == PL_FACILITATOR || people[i].role == PL_ADMIN;
	return member == 0;
}

static enum pl_failure do_new(struct editing *x, struct revision_row *row)
{
	struct pl_series s;

	(void)row;
	if (!x->ch->series || !is_good(x->ch->series) || !x->ch->series->lines)
		return PL_FAIL_STATE;
	if (!diary_is_in(x->w, x->ch->series->group))
		return PL_FAIL_REFUSED;
	if (!may_lead(x, x->ch->series->group, x->ch->series->leader))
		return PL_FAIL_WHO;
	s = given(x, 0, x->ch->series->lines);
	row = add_row(x->e, &s, x->p->version);
	if (!row->now.when)
		return PL_FAIL_STATE;
	return x->ch->series->bring && *x->ch->series->bring
		       ? set_bring(x, row, clean(x, x->ch->series->bring))
		       : PL_OK;
}

static enum pl_failure do_fields(struct editing *x, struct revision_row *row)
{
	struct pl_series s;

	if (!x->ch->series || !is_good(x->ch->series))
		return PL_FAIL_STATE;
	s = given(x, row->now.pub.id, row->now.pub.lines);
	s.group = row->now.pub.group;
	if (!may_lead(x, s.group, s.leader))
		return PL_FAIL_WHO;
	diary_set_series(&row->now, &s);
	return set_bring(x, row, clean(x, x->ch->series->bring));
}

/* What schedule/ does to the lines, under the name that it has there. */
static enum pl_failure do_lines(struct editing *x, struct revision_row *row)
{
	static const enum change names[PL_CHANGES] = {
		[PL_CHANGE_CANCEL] = CHANGE_CANCEL,   [PL_CHANGE_MOVE] = CHANGE_MOVE,
		[PL_CHANGE_RESTORE] = CHANGE_RESTORE, [PL_CHANGE_ADD] = CHANGE_ADD,
		[PL_CHANGE_END] = CHANGE_END,
	};
	const struct change_asked asked = asked_of(x, names[x->ch->what]);

	return change(x, row, &asked);
}

static enum pl_failure do_leader(struct editing *x, struct revision_row *row)
{
	const struct change_asked asked = asked_of(x, CHANGE_LEADER);

	if (!may_lead(x, row->now.pub.group, x->ch->leader))
		return PL_FAIL_WHO;
	if (x->ch->original_utc_ms)
		return change(x, row, &asked);
	row->now.pub.leader = x->ch->leader;
	return PL_OK;
}

static enum pl_failure do_place(struct editing *x, struct revision_row *row)
{
	struct change_asked asked = asked_of(x, CHANGE_PLACE);

	asked.text = clean(x, x->ch->place);
	return change(x, row, &asked);
}

static enum pl_failure do_drop(struct editing *x, struct revision_row *row)
{
	(void)x;
	row->gone = true;
	return PL_OK;
}

/* All of one series that are in the time; there are not many that are not cancelled yet. */
static enum pl_failure cancel_span(struct editing *x, int64_t id)
{
	struct revision_row *row = find_row(x, id);
	struct change_asked asked = asked_of(x, CHANGE_CANCEL);
	struct occur all[CALENDAR_CHANGES_MAX + 1];
	enum pl_failure f = PL_OK;
	size_t n;

	if (!row || !row->now.when)
		return PL_OK;
	n = occur_list(row->now.when, x->ch->start_utc_ms, x->ch->end_utc_ms, x->w->zone, all,
		       CALENDAR_CHANGES_MAX + 1);
	if (n > CALENDAR_CHANGES_MAX)
		return PL_FAIL_STATE;
	for (size_t i = 0; i < n && f == PL_OK; i++) {
		asked.original_utc_ms = all[i].original_utc_ms;
		if (!all[i].cancelled && all[i].start_utc_ms >= x->ch->start_utc_ms)
			f = change(x, row, &asked);
	}
	return f;
}

static enum pl_failure do_holiday(struct editing *x, struct revision_row *row)
{
	enum pl_failure f = PL_OK;

	(void)row;
	if (x->ch->end_utc_ms <= x->ch->start_utc_ms)
		return PL_FAIL_STATE;
	if (x->ch->group && !diary_is_in(x->w, x->ch->group))
		return PL_FAIL_REFUSED;
	for (size_t i = 0; i < x->p->series_count && f == PL_OK; i++) {
		const struct pl_series *s = &x->p->series[i].pub;

		if (s->kind != PL_AWAY && diary_is_in(x->w, s->group) &&
		    (!x->ch->group || x->ch->group == s->group))
			f = cancel_span(x, s->id);
	}
	return f;
}

static const struct {
	bool of_one; /* series, which is to be there */
	enum pl_failure (*act)(struct editing *x, struct revision_row *row);
} rows[PL_CHANGES] = {
	[PL_CHANGE_NEW] = { false, do_new },         [PL_CHANGE_FIELDS] = { true, do_fields },
	[PL_CHANGE_CANCEL] = { true, do_lines },     [PL_CHANGE_MOVE] = { true, do_lines },
	[PL_CHANGE_LEADER] = { true, do_leader },    [PL_CHANGE_PLACE] = { true, do_place },
	[PL_CHANGE_RESTORE] = { true, do_lines },    [PL_CHANGE_ADD] = { true, do_lines },
	[PL_CHANGE_END] = { true, do_lines },        [PL_CHANGE_DROP] = { true, do_drop },
	[PL_CHANGE_HOLIDAY] = { false, do_holiday },
};

static enum pl_failure do_one(struct editing *x)
{
	struct revision_row *row = NULL;

	if ((unsigned)x->ch->what >= PL_CHANGES)
		return PL_FAIL_STATE;
	if (rows[x->ch->what].of_one) {
		row = find_row(x, x->ch->id);
		if (!row)
			return PL_FAIL_GONE;
		if (!diary_is_in(x->w, row->now.pub.group))
			return PL_FAIL_REFUSED;
	}
	return rows[x->ch->what].act(x, row);
}

enum pl_failure diary_revise(struct diary *p, const struct diary_world *w,
			     const struct pl_changed *changes, size_t n, struct revision *e)
{
	struct editing x = { e, p, w, changes };
	enum pl_failure f = PL_OK;

	if (!diary_leads(w))
		return PL_FAIL_REFUSED;
	for (; x.ch < changes + n && f == PL_OK; x.ch++)
		f = do_one(&x);
	if (f == PL_OK && diary_kept_count(p) + e->count > DIARY_KEPT_MAX)
		f = PL_FAIL_BUSY;
	if (f != PL_OK)
		revision_finish(e);
	return f;
}

struct wire_msg revision_message(const struct revision *e, size_t i, struct arena *mem)
{
	const struct revision_row *row = &e->rows[i];
	const struct pl_series *s = &row->now.pub;

	if (row->gone)
		return (struct wire_msg) { .type = WIRE_SET,
					   .has = WIRE_S | WIRE_K | WIRE_D,
					   .s = s->id,
					   .d = row->base };
	return diary_set_message(s, row->base, mem);
}

size_t diary_list_all(const struct diary *p, const struct diary_world *w, struct pl_series *out)
{
	size_t n = 0;

	for (size_t i = 0; i < p->series_count; i++) {
		const struct pl_series *s = &p->series[i].pub;
		const struct diary_ask *kept = find_kept(p, s->id);

		if (!diary_is_in(w, s->group) || (kept && !kept->m.g))
			continue;
		out[n] = kept ? kept_series(kept) : *s;
		out[n].bring = s->bring;
		n++;
	}
	return n;
}
