/* SPDX-License-Identifier: MIT */
/*
 * Who is told what.  Rows go out in the order of their versions, so that one number says what a
 * client has.  Where somebody sees what they did not see before (they came into a group, or a
 * series there got a track), older rows go with that: from the anchor on.
 */
#include <stdlib.h>

#include "base/sorted.h"
#include "server/program_in.h"

void program_begin(struct program *p, struct program_cursor *c)
{
	/* From a database that had more: all comes, and the number goes back. */
	if (c->told > p->version)
		c->told = 0;
	c->from = c->caught = c->told;
	c->began = ++p->turn;
}

static bool sees_request(const struct program *p, const struct request *r, int64_t member)
{
	return !r->gone && (r->member == member || program_answers(p, r, member));
}

static bool concerns(const struct program *p, const struct entry *e, int64_t member)
{
	if (e->kind == PROGRAM_SERIES)
		return program_sees(p, e->row, member);
	return e->kind == PROGRAM_REQUEST && sees_request(p, e->row, member);
}

static void fill(const struct entry *e, struct program_cursor *c, struct wire_msg *out)
{
	const struct request *r = e->row;

	if (e->kind == PROGRAM_SERIES) {
		program_series_msg(e->row, out);
		return;
	}
	program_request_msg(r, &c->words, out);
	if (r->member != c->member || r->device != c->device || !r->ticket)
		return;
	out->has |= WIRE_K;
	out->k = r->ticket;
}

/* Anchors */

/* Its sections have not been told of yet: it had no track, or its group had none. */
static bool is_track_anchor(const struct program *p, const struct series *s,
			    const struct program_cursor *c)
{
	return !s->gone && *s->track && program_person(p, s->group, c->member) &&
	       (!s->track_version || s->track_version > c->caught);
}

/* Up to which version older rows go with it; 0: none do. */
static int64_t anchor_to(const struct program *p, const struct entry *e,
			 const struct program_cursor *c)
{
	const struct person *who = e->row;
	const struct series *s = e->row;
	int64_t turn;

	if (e->kind == PROGRAM_MEMBER && who->member == c->member)
		turn = who->turn;
	else if (e->kind == PROGRAM_SERIES && is_track_anchor(p, s, c))
		turn = s->track_turn;
	else
		return 0;
	return turn > c->began ? e->version - 1 : c->from;
}

static bool same_track(const struct program *p, const struct series *s, int64_t group)
{
	for (size_t i = 0; i < p->series_count; i++) {
		const struct series *o = p->series[i];

		if (!o->gone && o->group == group && *s->track &&
		    str_eq(str_of(o->track), str_of(s->track)))
			return true;
	}
	return false;
}

static bool touches(const struct program *p, int64_t series, int64_t group)
{
	const struct series *s = program_any_series(p, series);

	return s && s->group == group;
}

/* Does this row go with that anchor? */
static bool goes_with(const struct program *p, const struct entry *anchor,
		      const struct entry *e)
{
	const struct series *s = e->row, *by = anchor->row;
	const struct request *r = e->row;
	const struct person *who = anchor->row;

	if (e->kind == PROGRAM_MEMBER)
		return false;
	if (anchor->kind == PROGRAM_SERIES)
		return e->kind == PROGRAM_SERIES && s->group != by->group &&
		       str_eq(str_of(s->track), str_of(by->track));
	if (e->kind == PROGRAM_SERIES)
		return s->group == who->group || same_track(p, s, who->group);
	return touches(p, r->series, who->group) || touches(p, r->to_series, who->group);
}

/* The first entry above a version. */
static size_t above(const struct program *p, int64_t version)
{
	return sorted_place(p->entries, p->entries_count, SORTED_BY(struct entry, version),
			    version + 1);
}

static bool next_with_anchor(const struct program *p, struct program_cursor *c,
			     const struct entry *anchor, const struct entry **out)
{
	const int64_t to = anchor_to(p, anchor, c);

	for (size_t i = above(p, c->anchor_at); i < p->entries_count; i++) {
		const struct entry *e = &p->entries[i];

		if (e->version > to)
			break;
		c->anchor_at = e->version;
		*out = e;
		if (goes_with(p, anchor, e) && concerns(p, e, c->member))
			return true;
	}
	return false;
}

/* May it be given already? */
static bool is_open(const struct program *p, const struct program_cursor *c, int64_t version)
{
	return !c->gated || (c->noted_shifts == p->shifts && version <= c->noted);
}

/* The next that concerns them; all before it is done with. */
static bool next_entry(const struct program *p, struct program_cursor *c,
		       const struct entry **out)
{
	for (size_t i = above(p, c->told); i < p->entries_count; i++) {
		const struct entry *e = &p->entries[i];

		if (!is_open(p, c, e->version))
			return false;
		if (c->anchor != e->version) {
			c->anchor = e->version;
			c->anchor_at = 0;
		}
		if (next_with_anchor(p, c, e, out))
			return true;
		c->told = e->version;
		*out = e;
		if (concerns(p, e, c->member))
			return true;
	}
	c->told = c->caught = p->version;
	return false;
}

bool program_break(const struct program *p, struct program_cursor *c, struct wire_msg *out)
{
	struct program_cursor look = *c;
	const struct entry *e;

	if (!next_entry(p, &look, &e))
		*c = look;
	if (!c->owes || c->told < 1)
		return false;
	c->owes = false;
	*out = (struct wire_msg) { .type = WIRE_PROGRAM, .has = WIRE_K, .k = c->told };
	return true;
}

bool program_next(const struct program *p, struct program_cursor *c, struct wire_msg *out)
{
	const struct entry *e;

	if (c->told < 0)
		return false;
	if (!next_entry(p, c, &e))
		return program_break(p, c, out);
	c->owes = true;
	fill(e, c, out);
	return true;
}

bool program_has_news(const struct program *p, struct program_cursor *c)
{
	struct program_cursor look = *c;
	const struct entry *e;

	if (c->told < 0)
		return false;
	if (next_entry(p, &look, &e))
		return true;
	*c = look;
	return c->owes;
}

/* What is noted */

/* The group by which this member answers it. */
static int64_t answered_in(const struct program *p, const struct request *r, int64_t member)
{
	const struct series *from = program_any_series(p, r->series);
	const struct series *to = program_any_series(p, r->to_series);

	if (from && program_leads(p, from->group, member))
		return from->group;
	return to ? to->group : 0;
}

struct program_upto program_unread(const struct program *p, const struct program_cursor *c,
				   program_reading_fn *each, void *user)
{
	struct program_cursor look = *c;
	const struct entry *e;

	look.gated = false;
	while (c->told >= 0 && next_entry(p, &look, &e)) {
		const struct request *r = e->row;

		/* The entry with which it goes, which may be an anchor, was looked at before. */
		if (e->kind != PROGRAM_REQUEST || r->member == c->member ||
		    (c->gated && is_open(p, c, look.anchor)))
			continue;
		each(user, &(struct program_reading) {
				   .version = r->version,
				   .member = r->member,
				   .group = answered_in(p, r, c->member),
				   .asked_utc_ms = r->utc_ms,
			   });
	}
	return (struct program_upto) { p->version, p->shifts };
}

void program_noted(struct program_cursor *c, const struct program_upto *upto)
{
	c->noted = upto->version;
	c->noted_shifts = upto->shifts;
}
