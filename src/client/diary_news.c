/* SPDX-License-Identifier: MIT */
#include "client/diary_news.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/diary_in.h"

/* Beyond the days that are told of: what was there may have been moved into them. */
enum { BEYOND_DAYS = 2 * NEWS_DAYS };

void news_init(struct diary_news *n)
{
	*n = (struct diary_news) { .minutes = NEWS_SOON_MINUTES };
}

static void drop_batch(struct diary_news *n)
{
	for (size_t i = 0; i < n->was_count; i++)
		free(n->was[i].title);
	free(n->was);
	free(n->known);
	n->was = NULL;
	n->known = NULL;
	n->was_count = n->known_count = 0;
	n->in_batch = false;
}

void news_own(struct diary_news *n, int64_t series)
{
	if (n->own_count < NEWS_OWN_MAX)
		n->own[n->own_count++] = series;
}

bool news_is_own(const struct diary_news *n, int64_t series)
{
	for (size_t i = 0; i < n->own_count; i++)
		if (n->own[i] == series)
			return true;
	return false;
}

void news_finish(struct diary_news *n)
{
	drop_batch(n);
	for (size_t i = 0; i < n->count; i++)
		arena_finish(&n->notes[i].mem);
	free(n->notes);
	free(n->list);
	news_init(n);
}

/* ---- notes ---- */

void news_said(struct diary_news *n, size_t count)
{
	if (count > n->count)
		count = n->count;
	for (size_t i = 0; i < count; i++)
		arena_finish(&n->notes[i].mem);
	n->count -= count;
	if (n->count)
		memmove(n->notes, n->notes + count, n->count * sizeof(*n->notes));
}

static void own_texts(struct news_note *note)
{
	struct pl_occurrence *o = &note->pub.occurrence;
	struct pl_request *r = &note->request;

	o->title = arena_text(&note->mem, o->title);
	o->leader = arena_text(&note->mem, o->leader);
	o->place = arena_text(&note->mem, o->place);
	o->why = arena_text(&note->mem, o->why);
	o->bring = arena_text(&note->mem, o->bring);
	o->zone = arena_text(&note->mem, o->zone);
	o->clash = o->clash ? arena_text(&note->mem, o->clash) : NULL;
	o->request = NULL;
	note->pub.text = arena_text(&note->mem, note->pub.text);
	r->who = arena_text(&note->mem, r->who);
	r->text = arena_text(&note->mem, r->text);
	r->why = arena_text(&note->mem, r->why);
}

void news_add(struct diary_news *n, const struct pl_schedule_note *note)
{
	struct news_note *at;

	if (n->count == NEWS_MAX)
		news_said(n, 1);
	n->notes = mem_grow(n->notes, (n->count + 1) * sizeof(*n->notes));
	at = &n->notes[n->count++];
	*at = (struct news_note) { .pub = *note };
	if (note->request)
		at->request = *note->request;
	own_texts(at);
}

/* A reminder may have waited for whoever was away. */
size_t news_list(struct diary_news *n, int64_t now_utc_ms, const struct pl_schedule_note **out)
{
	n->list = mem_grow(n->list, (n->count + 1) * sizeof(*n->list));
	for (size_t i = 0; i < n->count; i++) {
		n->list[i] = n->notes[i].pub;
		if (n->list[i].what == PL_NEWS_SOON)
			n->list[i].minutes =
				news_minutes_to(n->list[i].occurrence.start_utc_ms, now_utc_ms);
		if (n->list[i].request)
			n->list[i].request = &n->notes[i].request;
	}
	*out = n->list;
	return n->count;
}

/* ---- a batch begins ---- */

/* Whether it is news to this person: what they may swap into, and others' absence, is not. */
static bool concerns(const struct diary_world *w, int64_t group, enum pl_kind kind)
{
	return kind != PL_AWAY && diary_is_in(w, group);
}

static void note_was(struct diary_news *n, const struct diary_row *r)
{
	const struct pl_occurrence *o = &r->pub;

	n->was[n->was_count++] =
		(struct news_was) { .series = o->series,
				    .original_utc_ms = o->original_utc_ms,
				    .start_utc_ms = o->start_utc_ms,
				    .end_utc_ms = o->end_utc_ms,
				    .leader = r->leader,
				    .group = o->group,
				    .kind = o->kind,
				    .cancelled = o->cancelled,
				    .title = mem_dup(o->title, strlen(o->title)) };
}

static void list_days(struct diary *p, const struct diary_world *w, int64_t from_utc_ms,
		      int days, struct diary_rows *out)
{
	const int64_t span[2] = { from_utc_ms, from_utc_ms + days * DIARY_DAY_MS };

	diary_list(p, w, span, out);
}

void news_all_anew(struct diary_news *n)
{
	n->is_first = true;
}

static void begin(struct diary_news *n, struct diary *p, const struct diary_world *w)
{
	struct diary_rows rows = { 0 };

	n->in_batch = true;
	n->is_first = n->is_first || p->version == 0;
	n->batch_size = 0;
	n->from_utc_ms = w->now_utc_ms;
	if (n->is_first)
		return;
	list_days(p, w, n->from_utc_ms, BEYOND_DAYS, &rows);
	n->was = mem_get((rows.count + 1) * sizeof(*n->was));
	for (size_t i = 0; i < rows.count; i++)
		if (rows.all[i].pub.series)
			note_was(n, &rows.all[i]);
	n->known = mem_get((p->series_count + 1) * sizeof(*n->known));
	for (size_t i = 0; i < p->series_count; i++)
		n->known[n->known_count++] = p->series[i].pub.id;
	diary_rows_finish(&rows);
}

void news_before(struct diary_news *n, struct diary *p, const struct diary_world *w,
		 const struct wire_msg *m)
{
	const struct diary_request *had = diary_find_request(p, m->s);
	const struct diary_ask *kept = m->k ? diary_kept(p, m->k) : NULL;

	if (!n->in_batch)
		begin(n, p, w);
	n->batch_size += m->x.n + m->b.n + 64;
	n->had_request = m->type == WIRE_REQUEST && had;
	n->had_state = had ? had->pub.state : kept ? kept->state : PL_REQUEST_KEPT;
}

/* Of one's own, that it is in another state; of somebody else, to who leads, that it is there. */
static bool is_news(const struct diary_news *n, const struct diary_world *w,
		    const struct pl_request *r, const struct pl_occurrence *o)
{
	if (r->mine)
		return r->state != n->had_state && r->state != PL_REQUEST_ASKED &&
		       r->state != PL_REQUEST_WITHDRAWN;
	return !n->had_request && diary_leads(w) && diary_stands(r) &&
	       o->end_utc_ms > w->now_utc_ms;
}

void news_taken(struct diary_news *n, struct diary *p, const struct diary_world *w,
		const struct wire_msg *m)
{
	struct pl_schedule_note note = { .request = NULL };
	struct diary_row row = { 0 };

	if (n->is_first || m->type != WIRE_REQUEST)
		return;
	diary_list_requests(p, w);
	for (size_t i = 0; i < p->request_count && !note.request; i++)
		if (p->request_list[i].number == m->s)
			note.request = &p->request_list[i];
	if (!note.request ||
	    !diary_occurrence(p, w, note.request->series, note.request->original_utc_ms, &row))
		return;
	note.what = note.request->mine ? PL_NEWS_REQUEST : PL_NEWS_ASKED;
	note.occurrence = row.pub;
	if (is_news(n, w, note.request, &row.pub))
		news_add(n, &note);
}

/* ---- and ends ---- */

struct telling {
	struct diary_news *news;
	struct diary *diary;
	const struct diary_world *world;
	int told, more;
};

static void tell(struct telling *t, enum pl_schedule_news what, const struct pl_occurrence *o,
		 int64_t was_utc_ms)
{
	const struct pl_schedule_note note = { .what = what,
					       .occurrence = *o,
					       .was_utc_ms = was_utc_ms };

	if (t->told == NEWS_EACH) {
		t->more++;
		return;
	}
	t->told++;
	news_add(t->news, &note);
}

static struct news_was *find_was(const struct diary_news *n, const struct pl_occurrence *o)
{
	for (size_t i = 0; i < n->was_count; i++)
		if (n->was[i].series == o->series &&
		    n->was[i].original_utc_ms == o->original_utc_ms)
			return &n->was[i];
	return NULL;
}

static bool was_known(const struct diary_news *n, int64_t series)
{
	for (size_t i = 0; i < n->known_count; i++)
		if (n->known[i] == series)
			return true;
	return false;
}

/* Of a series that is new the first alone is told. */
static void tell_new(struct telling *t, const struct diary_row *r)
{
	struct diary_news *n = t->news;

	if (r->pub.cancelled || was_known(n, -r->pub.series))
		return;
	if (r->pub.moved && was_known(n, r->pub.series)) {
		tell(t, PL_NEWS_MOVED, &r->pub, r->pub.original_utc_ms);
		return;
	}
	tell(t, PL_NEWS_NEW, &r->pub, 0);
	if (was_known(n, r->pub.series))
		return;
	n->known = mem_grow(n->known, (n->known_count + 1) * sizeof(*n->known));
	n->known[n->known_count++] = -r->pub.series;
}

static void compare(struct telling *t, const struct diary_row *r, const struct news_was *was)
{
	if (r->pub.cancelled != was->cancelled)
		tell(t, was->cancelled ? PL_NEWS_BACK : PL_NEWS_CANCELLED, &r->pub, 0);
	else if (r->pub.cancelled)
		return;
	else if (r->pub.start_utc_ms != was->start_utc_ms)
		tell(t, PL_NEWS_MOVED, &r->pub, was->start_utc_ms);
	else if (r->leader != was->leader)
		tell(t, PL_NEWS_LEADER, &r->pub, 0);
}

static void tell_there(struct telling *t, const struct diary_rows *rows)
{
	const int64_t end = t->news->from_utc_ms + NEWS_DAYS * DIARY_DAY_MS;
	struct diary_news *n = t->news;

	for (size_t i = 0; i < rows->count; i++) {
		const struct diary_row *r = &rows->all[i];
		struct news_was *was = find_was(n, &r->pub);
		const bool soon = r->pub.start_utc_ms < end || (was && was->start_utc_ms < end);
		/* Who comes into a group is told of what is there. */
		const bool begins = !was && !was_known(n, r->pub.series);

		if (was)
			was->found = true;
		if (!r->pub.series || !soon || news_is_own(n, r->pub.series) ||
		    !concerns(t->world, r->pub.group, r->pub.kind))
			continue;
		if (was)
			compare(t, r, was);
		else if (begins || r->pub.start_utc_ms > n->from_utc_ms)
			tell_new(t, r);
	}
}

/* What is not in sight any more: far away, or not there at all. */
static void tell_gone(struct telling *t)
{
	struct diary_news *n = t->news;

	for (size_t i = 0; i < n->was_count; i++) {
		const struct news_was *was = &n->was[i];
		struct diary_row row = { .leader = was->leader };

		if (was->found || was->cancelled || news_is_own(n, was->series) ||
		    was->end_utc_ms <= n->from_utc_ms ||
		    was->start_utc_ms >= n->from_utc_ms + NEWS_DAYS * DIARY_DAY_MS ||
		    !concerns(t->world, was->group, was->kind))
			continue;
		if (diary_occurrence(t->diary, t->world, was->series, was->original_utc_ms,
				     &row)) {
			compare(t, &row, was);
			continue;
		}
		row.pub = (struct pl_occurrence) { .series = was->series,
						   .original_utc_ms = was->original_utc_ms,
						   .start_utc_ms = was->start_utc_ms,
						   .end_utc_ms = was->end_utc_ms,
						   .group = was->group,
						   .kind = was->kind,
						   .title = was->title,
						   .leader = diary_name(t->world, was->group,
									was->leader),
						   .cancelled = true };
		tell(t, PL_NEWS_CANCELLED, &row.pub, 0);
	}
}

bool news_after(struct diary_news *n, struct diary *p, const struct diary_world *w)
{
	struct telling t = { n, p, w, 0, 0 };
	struct diary_rows rows = { 0 };

	if (n->in_batch && !n->is_first) {
		list_days(p, w, n->from_utc_ms, BEYOND_DAYS, &rows);
		tell_there(&t, &rows);
		tell_gone(&t);
		diary_rows_finish(&rows);
	}
	if (t.more)
		news_add(n,
			 &(struct pl_schedule_note) { .what = PL_NEWS_MORE, .count = t.more });
	drop_batch(n);
	n->is_first = n->is_first && n->batch_size >= NEWS_PART_BYTES;
	n->own_count = 0;
	return n->count > 0;
}
