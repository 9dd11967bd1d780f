/* SPDX-License-Identifier: MIT */
/* What comes of rows by itself: each is one more row, found from what there is. */
#include <stdlib.h>
#include <string.h>

#include "server/caseload_in.h"

/* A stage of a session, and a member: one ticket of the server's own (device 0) for each. */
enum { STAGE_BITS = 5, GROUP_SHIFT = 40 };

static bool give(struct row *r)
{
	r->pending = true;
	return true;
}

static void empty(const struct row *r, struct caseload_put *out)
{
	*out = (struct caseload_put) { .kind = r->kind,
				       .number = r->number,
				       .member = r->by,
				       .device = r->device,
				       .wipes = true };
}

/* A newer plan takes the place of those before it. */
static bool is_replaced(const struct caseload *c, const struct row *r)
{
	for (size_t i = 0; i < c->plans_count && !r->pending; i++)
		if (!c->plans[i]->gone && c->plans[i]->member == r->member &&
		    c->plans[i]->number > r->number)
			return true;
	return false;
}

static bool next_plan(struct caseload *c, struct caseload_put *out)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->plans_count; i++)
		if (!c->plans[i]->gone)
			c->plans[kept++] = c->plans[i];
	c->plans_count = kept;
	for (size_t i = 0; i < kept; i++) {
		if (!is_replaced(c, c->plans[i]))
			continue;
		caseload_tombstone(c->plans[i], out);
		out->wipes = true;
		return give(c->plans[i]);
	}
	return false;
}

/* What was said to what is no more goes with it. */
static bool next_note(struct caseload *c, struct caseload_put *out)
{
	const struct rows *notes = caseload_rows(c, CASELOAD_NOTED);

	for (size_t i = 0; i < notes->count; i++) {
		struct row *r = notes->all[i];

		if (r->gone || r->pending || !r->of || !r->of->gone)
			continue;
		empty(r, out);
		return give(r);
	}
	return false;
}

/* The clinic's words */

static const char *const clinic_kinds[CLINIC_WORDS] = {
	[CLINIC_CRISIS] = CASELOAD_CRISIS,
	[CLINIC_PACKS] = CASELOAD_PACKS,
};

static void say(struct clinic *w, struct str text, int64_t utc_ms)
{
	free(w->text);
	w->text = mem_dup(text.n ? text.p : "", text.n);
	w->utc_ms = utc_ms;
}

void caseload_crisis(struct caseload *c, struct str lines, int64_t dated_utc_ms)
{
	say(&c->clinic[CLINIC_CRISIS], lines, dated_utc_ms);
}

void caseload_packs(struct caseload *c, const char *sum)
{
	say(&c->clinic[CLINIC_PACKS], str_of(sum), 0);
}

/* The row that is told: the newest of those that are not gone. */
static struct row *clinic_row(const struct caseload *c, int which)
{
	const struct rows *rows = caseload_rows(c, CASELOAD_CLINIC);

	for (size_t i = rows->count; i-- > 0;)
		if (!rows->all[i]->gone && str_is(rows->all[i]->m.r, clinic_kinds[which]))
			return rows->all[i];
	return NULL;
}

static void put_clinic(const struct caseload *c, int which, const struct row *r,
		       struct caseload_put *out)
{
	const struct clinic *w = &c->clinic[which];
	const struct wire_msg m = { .type = WIRE_CLINIC,
				    .has = WIRE_S | WIRE_R | WIRE_B | (w->utc_ms ? WIRE_D : 0u),
				    .s = r ? r->number : 0,
				    .r = str_of(clinic_kinds[which]),
				    .d = w->utc_ms,
				    .b = str_of(w->text) };

	*out = (struct caseload_put) { .kind = CASELOAD_CLINIC, .number = m.s };
	if (*w->text)
		caseload_text(&out->text, &m, NULL);
}

static bool next_clinic(struct caseload *c, int which, struct caseload_put *out)
{
	struct clinic *w = &c->clinic[which];
	struct row *r = clinic_row(c, which);

	if (!w->text || w->pending || (!r && !*w->text))
		return false;
	if (r && str_is(r->m.b, w->text) && r->m.d == w->utc_ms)
		return false;
	put_clinic(c, which, r, out);
	w->pending = true;
	return true;
}

bool caseload_follows(struct caseload *c, struct caseload_put *out)
{
	caseload_go_live(c);
	for (int i = 0; i < CLINIC_WORDS; i++)
		if (next_clinic(c, i, out))
			return true;
	if (c->dirty && (next_plan(c, out) || next_note(c, out)))
		return true;
	c->dirty = false;
	return false;
}

void caseload_failed(struct caseload *c, const struct caseload_put *put)
{
	struct row *r = put->number ? caseload_row(c, put->kind, put->number) : NULL;

	c->dirty = true;
	c->old_utc_ms = 0;
	for (int i = 0; put->kind == CASELOAD_CLINIC && i < CLINIC_WORDS; i++)
		c->clinic[i].pending = false;
	if (r)
		r->pending = false;
}

/* Stages */

bool caseload_staged(struct caseload *c, const struct caseload_stage *s, int64_t member,
		     int64_t now_utc_ms, struct caseload_put *out)
{
	const struct person *who = caseload_person(c, s->group, member);
	const int64_t ticket = s->group << GROUP_SHIFT | s->session << STAGE_BITS | s->stage;
	const struct wire_msg m = { .c = s->form,
				    .d = s->days ? now_utc_ms + s->days * CASELOAD_DAY_MS : 0 };
	const struct assigning it = { .m = &m,
				      .group = s->group,
				      .member = member,
				      .by = s->by,
				      .made_device = 1,
				      .made_ticket = 1,
				      .now_utc_ms = now_utc_ms };

	caseload_go_live(c);
	if (!who || who->leads || !who->patient || who->disabled ||
	    !caseload_has_form(c, s->form) || caseload_ticket(c, member, 0, ticket))
		return false;
	caseload_put_assigned(&it, out);
	out->member = member;
	out->ticket = ticket;
	return true;
}

/* What is kept no longer */

static int64_t age_of(const struct row *r)
{
	/* What was said to a sheet goes with it, or as soon. */
	return r->kind == CASELOAD_NOTED && r->of ? r->of->made_utc_ms : r->made_utc_ms;
}

static bool next_old(struct caseload *c, enum caseload_kind kind, struct caseload_put *out)
{
	const struct rows *rows = caseload_rows(c, kind);
	size_t *at = &c->old_at[kind - CASELOAD_ASSIGNED];

	while (*at < rows->count) {
		struct row *r = rows->all[(*at)++];

		if (r->dropped || r->pending || age_of(r) >= c->old_utc_ms)
			continue;
		empty(r, out);
		return give(r);
	}
	return false;
}

static struct row *next_of(const struct caseload *c, enum caseload_kind kind, int64_t member)
{
	const struct rows *rows = caseload_rows(c, kind);

	for (size_t i = 0; i < rows->count; i++)
		if (rows->all[i]->member == member && !rows->all[i]->gone &&
		    !rows->all[i]->pending)
			return rows->all[i];
	return NULL;
}

bool caseload_erase(struct caseload *c, int64_t member, struct caseload_put *out)
{
	struct row *r;

	caseload_go_live(c);
	r = next_of(c, CASELOAD_FILED, member);
	if (!r)
		r = next_of(c, CASELOAD_ASSIGNED, member);
	if (r) {
		caseload_tombstone(r, out);
		return give(r);
	}
	return next_note(c, out);
}

bool caseload_old(struct caseload *c, int64_t before_utc_ms, struct caseload_put *out)
{
	caseload_go_live(c);
	if (c->old_utc_ms != before_utc_ms)
		memset(c->old_at, 0, sizeof(c->old_at));
	c->old_utc_ms = before_utc_ms;
	return next_old(c, CASELOAD_NOTED, out) || next_old(c, CASELOAD_FILED, out) ||
	       next_old(c, CASELOAD_ASSIGNED, out);
}
