/* SPDX-License-Identifier: MIT */
/*
 * Who is told what.  Rows go out in the order of their versions, so that one number says what a
 * client has.  Where somebody comes to lead a group, or into one, older rows of it go with the
 * entry that says so: the anchor.
 */
#include "server/caseload_in.h"

void caseload_begin(struct caseload *c, struct caseload_cursor *at)
{
	caseload_go_live(c);
	/* From a database that had more: all comes, and the number goes back. */
	if (at->told > c->version)
		at->told = 0;
	at->from = at->told;
	at->old = at->told == 0 ? c->version : 0;
	at->began = ++c->turn;
}

/* What was finished long ago, and what was said to it. */
static bool is_old(const struct row *r, const struct caseload_cursor *at)
{
	const struct row *of = r->kind == CASELOAD_NOTED ? r->of : r;

	return of && of->kind == CASELOAD_FILED && of->made_utc_ms < at->fresh_utc_ms;
}

static bool concerns(const struct caseload *c, const struct entry *e,
		     const struct caseload_cursor *at)
{
	const struct row *r = e->row;

	if (!r || r->version != e->version || !caseload_sees(c, r, at->member))
		return false;
	/* Whoever has nothing has nothing of what is no more, but perhaps what they filed: of
	 * that the answer alone may have come.  And a note says nothing alone. */
	if (r->gone && e->version <= at->old &&
	    (r->kind != CASELOAD_FILED || r->member != at->member))
		return false;
	if (r->kind == CASELOAD_NOTED && (r->gone || r->of->gone))
		return false;
	return e->version > at->old || !is_old(r, at);
}

/* Up to which version older rows go with it; 0: none do. */
static int64_t anchor_to(const struct entry *e, const struct caseload_cursor *at)
{
	if (!e->who || e->who->member != at->member || e->who->since != e->version)
		return 0;
	return e->who->turn > at->began ? e->version - 1 : at->from;
}

static bool goes_with(const struct caseload *c, const struct person *who, const struct entry *e,
		      const struct caseload_cursor *at)
{
	return e->row && e->row->group == who->group && !e->row->gone && concerns(c, e, at) &&
	       !is_old(e->row, at);
}

static bool next_with_anchor(const struct caseload *c, struct caseload_cursor *at,
			     const struct entry *anchor, const struct entry **out)
{
	const int64_t to = anchor_to(anchor, at);
	size_t i = to ? caseload_above(c, at->anchor_at) : c->entries_count;

	for (; i < c->entries_count && c->entries[i].version <= to; i++) {
		at->anchor_at = c->entries[i].version;
		*out = &c->entries[i];
		if (goes_with(c, anchor->who, *out, at))
			return true;
	}
	return false;
}

/* The answer to an act says all that the other side does not know of these. */
void caseload_own(struct caseload_cursor *at, enum caseload_kind kind, int64_t version)
{
	if (kind != CASELOAD_FILED && kind != CASELOAD_NOTED)
		return;
	for (int i = 0; i < CASELOAD_OWN; i++) {
		if (at->own[i])
			continue;
		at->own[i] = version;
		return;
	}
}

static bool take_own(struct caseload_cursor *at, int64_t version)
{
	for (int i = 0; i < CASELOAD_OWN; i++) {
		if (at->own[i] != version)
			continue;
		at->own[i] = 0;
		at->owes = true;
		return true;
	}
	return false;
}

/* May it be given already? */
static bool is_open(const struct caseload *c, const struct caseload_cursor *at, int64_t version)
{
	return !at->gated || (at->noted_shifts == c->shifts && version <= at->noted);
}

/* The next that concerns them; all before it is done with. */
static bool next_entry(const struct caseload *c, struct caseload_cursor *at,
		       const struct entry **out)
{
	for (size_t i = caseload_above(c, at->told); i < c->entries_count; i++) {
		const struct entry *e = &c->entries[i];

		if (!is_open(c, at, e->version))
			return false;
		if (at->anchor != e->version) {
			at->anchor = e->version;
			at->anchor_at = 0;
		}
		if (next_with_anchor(c, at, e, out))
			return true;
		at->told = e->version;
		*out = e;
		if (!take_own(at, e->version) && concerns(c, e, at))
			return true;
	}
	at->told = c->version;
	return false;
}

bool caseload_break(const struct caseload *c, struct caseload_cursor *at, struct wire_msg *out)
{
	if (!caseload_has_news(c, at) || !at->owes || at->told < 1)
		return false;
	at->owes = false;
	*out = (struct wire_msg) { .type = WIRE_CASE, .has = WIRE_K, .k = at->told };
	return true;
}

bool caseload_next(const struct caseload *c, struct caseload_cursor *at, struct wire_msg *out)
{
	const struct entry *e;

	if (at->told < 0)
		return false;
	if (!next_entry(c, at, &e))
		return caseload_break(c, at, out);
	at->owes = true;
	*out = e->row->m;
	return true;
}

/* Where there is none of it, all is passed at once. */
bool caseload_has_news(const struct caseload *c, struct caseload_cursor *at)
{
	struct caseload_cursor look = *at;
	const struct entry *e;

	if (at->told < 0)
		return false;
	if (next_entry(c, &look, &e))
		return true;
	*at = look;
	return at->owes;
}

/* What is noted */

struct caseload_upto caseload_unread(const struct caseload *c, const struct caseload_cursor *at,
				     caseload_reading_fn *each, void *user)
{
	struct caseload_cursor look = *at;
	const struct entry *e;

	look.gated = false;
	while (at->told >= 0 && next_entry(c, &look, &e)) {
		const struct row *r = e->row;

		/* The entry with which it goes, which may be an anchor, was looked at before. */
		const bool was_noted = at->gated && is_open(c, at, look.anchor);

		if (r->kind != CASELOAD_FILED || r->gone || r->member == at->member ||
		    was_noted)
			continue;
		each(user, &(struct caseload_reading) { .version = r->version,
							.group = r->group,
							.member = r->member,
							.filed_utc_ms = r->m.d,
							.form = r->m.c });
	}
	return (struct caseload_upto) { c->version, c->shifts };
}

void caseload_noted(struct caseload_cursor *at, const struct caseload_upto *upto)
{
	at->noted = upto->version;
	at->noted_shifts = upto->shifts;
}
