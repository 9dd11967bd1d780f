/* SPDX-License-Identifier: MIT */
/* What each act comes to.  Who may do it, and with which fields, was looked at before. */
#include "forms/forms.h"
#include "server/caseload_in.h"

static bool is_blank(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] > ' ')
			return false;
	return true;
}

/* A row of this act's, and its text, which is not long. */
static void put_row(const struct acting *a, enum caseload_kind kind, const struct wire_msg *m,
		    struct caseload_put *out)
{
	*out = (struct caseload_put) { .kind = kind,
				       .member = a->act->member,
				       .device = a->act->device,
				       .ticket = a->m->k };
	caseload_text(&out->text, m, NULL);
}

static const char *stands(const struct row *r, struct caseload_put *out)
{
	*out = (struct caseload_put) { .kind = r->kind, .number = r->number };
	return NULL;
}

/* To assign */

void caseload_put_assigned(const struct assigning *a, struct caseload_put *out)
{
	const struct wire_msg *m = a->m;
	const struct wire_msg row = { .type = WIRE_ASSIGNED,
				      .has = WIRE_G | WIRE_U | WIRE_C | WIRE_D |
					     (a->by ? WIRE_K : 0u) | (m->x.n ? WIRE_X : 0u) |
					     (m->b.n ? WIRE_B : 0u),
				      .g = a->group,
				      .u = a->member,
				      .d = m->d,
				      .k = a->by,
				      .c = m->c,
				      .x = m->x,
				      .b = m->b };
	const struct wire_msg made = { .type = WIRE_NOTED,
				       .has = WIRE_S | WIRE_U | WIRE_D | WIRE_K | WIRE_R,
				       .s = a->made_device,
				       .u = a->by ? a->by : a->member,
				       .d = a->now_utc_ms,
				       .k = a->made_ticket,
				       .r = str_of(CASELOAD_MADE) };

	*out = (struct caseload_put) { .kind = CASELOAD_ASSIGNED };
	caseload_text(&out->text, &row, &made);
}

/* Whoever is to do it has it by this act already. */
static bool has_part(const struct acting *a, int64_t member)
{
	const struct row *r = caseload_ticket(a->c, a->act->member, a->act->device, a->m->k);

	for (; r; r = r->same)
		if (r->member == member && r->made_by == a->act->member &&
		    r->made_device == a->act->device && r->made_ticket == a->m->k)
			return true;
	return false;
}

static bool is_to_do_it(const struct acting *a, const struct person *who)
{
	return who->known && who->group == a->m->g && who->patient && !who->leads &&
	       !who->disabled && !has_part(a, who->member);
}

/* Of all who are to do it and have not got it yet: the first; and how many there are. */
static size_t rest(const struct acting *a, const struct person **first)
{
	size_t n = 0;

	for (size_t i = 0; i < a->c->people_count; i++) {
		const struct person *who = a->c->people[i];

		if (!is_to_do_it(a, who))
			continue;
		if (n++ == 0)
			*first = who;
	}
	return n;
}

/* How much was assigned to this person and neither taken back nor finished. */
static size_t open_of(const struct caseload *c, int64_t member)
{
	const struct rows *given = caseload_rows(c, CASELOAD_ASSIGNED);
	const struct rows *filed = caseload_rows(c, CASELOAD_FILED);
	size_t n = 0, done = 0;

	for (size_t i = 0; i < given->count; i++)
		n += given->all[i]->member == member && !given->all[i]->gone;
	for (size_t i = 0; i < filed->count && n > CASELOAD_OPEN_MAX; i++)
		done += filed->all[i]->member == member && filed->all[i]->m.k;
	return n > done ? n - done : 0;
}

/* The last one has the act's ticket: when it is there all of them are. */
static void assign_to(const struct acting *a, int64_t member, bool last,
		      struct caseload_put *out)
{
	const struct assigning it = { .m = a->m,
				      .group = a->m->g,
				      .member = member,
				      .by = a->act->member,
				      .made_device = a->act->device,
				      .made_ticket = a->m->k,
				      .now_utc_ms = a->act->now_utc_ms };

	caseload_put_assigned(&it, out);
	out->member = a->act->member;
	out->device = a->act->device;
	out->ticket = last ? a->m->k : 0;
	out->more = !last;
}

const char *caseload_assign(const struct acting *a, struct caseload_put *out)
{
	const struct wire_msg *m = a->m;
	const struct person *who = NULL;
	size_t n = 1;

	if (!caseload_has_form(a->c, m->c))
		return WIRE_E_TEXT;
	if (m->d && m->d < a->act->now_utc_ms - CASELOAD_DAY_MS)
		return WIRE_E_LATE;
	if (m->has & WIRE_U)
		who = caseload_person(a->c, m->g, m->u);
	else
		n = rest(a, &who);
	if (!who || who->disabled || (who->leads && !(m->has & WIRE_U)))
		return WIRE_E_WHO;
	if (open_of(a->c, who->member) >= CASELOAD_OPEN_MAX)
		return WIRE_E_STATE;
	assign_to(a, who->member, n == 1, out);
	return NULL;
}

const char *caseload_unassign(const struct acting *a, struct caseload_put *out)
{
	if (a->row->gone)
		return stands(a->row, out);
	caseload_tombstone(a->row, out);
	return NULL;
}

/* To finish */

/* Of an assignment that was taken back meanwhile, or is kept no longer, nothing is said: what was
 * filled in counts. */
static const char *find_assignment(const struct acting *a, int64_t *out)
{
	const struct row *r = caseload_row(a->c, CASELOAD_ASSIGNED, a->m->s);

	*out = 0;
	if (!(a->m->has & WIRE_S))
		return NULL;
	if (!r || (r->member != a->act->member && !r->dropped))
		return WIRE_E_GONE;
	if (r->gone || r->dropped)
		return NULL;
	if (!str_eq(r->m.c, a->m->c))
		return WIRE_E_FORM;
	if (r->group != a->m->g)
		return WIRE_E_GROUP;
	*out = r->number;
	return NULL;
}

static bool is_too_many(const struct acting *a)
{
	const struct rows *filed = caseload_rows(a->c, CASELOAD_FILED);
	size_t n = 0;

	for (size_t i = filed->count; i-- > 0 && n < CASELOAD_DAILY_MAX;)
		n += filed->all[i]->member == a->act->member &&
		     filed->all[i]->made_utc_ms > a->act->now_utc_ms - CASELOAD_DAY_MS;
	return n >= CASELOAD_DAILY_MAX;
}

/* A device's clock may be wrong: nothing was finished later than now, or years ago. */
static int64_t finished(const struct acting *a)
{
	const int64_t now = a->act->now_utc_ms;

	return a->m->d > now || a->m->d < now - 366 * CASELOAD_DAY_MS ? now : a->m->d;
}

const char *caseload_file(const struct acting *a, struct caseload_put *out)
{
	struct wire_msg row = { .type = WIRE_FILED,
				.has = WIRE_G | WIRE_U | WIRE_C | WIRE_D | WIRE_B,
				.g = a->m->g,
				.u = a->act->member,
				.d = finished(a),
				.x = a->m->x,
				.c = a->m->c,
				.b = a->m->b };
	bool danger = false;
	const char *no;

	if (!form_is_name(a->m->c))
		return WIRE_E_FORM;
	no = find_assignment(a, &row.k);
	if (!no)
		no = caseload_judge(a, &danger);
	if (!no && !danger && is_too_many(a))
		no = WIRE_E_RATE;
	if (no)
		return no;
	row.n = danger;
	row.has |= (row.k ? WIRE_K : 0u) | (row.n ? WIRE_N : 0u) | (row.x.n ? WIRE_X : 0u);
	put_row(a, CASELOAD_FILED, &row, out);
	return NULL;
}

/* The one sheet that one may take back: what was said to it goes too. */
const char *caseload_unfile(const struct acting *a, struct caseload_put *out)
{
	if (a->row->gone)
		return stands(a->row, out);
	if (!str_is(a->row->m.c, CASELOAD_PLAN))
		return WIRE_E_ROLE;
	caseload_tombstone(a->row, out);
	out->wipes = true;
	return NULL;
}

/* To say something to it */

static const char *note(const struct acting *a, enum note what, struct caseload_put *out)
{
	const struct wire_msg row = { .type = WIRE_NOTED,
				      .has = WIRE_U | WIRE_D | WIRE_K | WIRE_R |
					     (a->m->c.n ? WIRE_C : 0u) |
					     (a->m->b.n ? WIRE_B : 0u),
				      .u = a->act->member,
				      .d = a->act->now_utc_ms,
				      .k = a->row->number,
				      .r = str_of(caseload_notes[what]),
				      .c = a->m->c,
				      .b = a->m->b };

	if (a->row->gone)
		return WIRE_E_GONE;
	if (a->row->notes >= CASELOAD_NOTES_MAX)
		return WIRE_E_STATE;
	put_row(a, CASELOAD_NOTED, &row, out);
	return NULL;
}

/* One reads it once, whatever it is that one reads it with. */
const char *caseload_read_mark(const struct acting *a, struct caseload_put *out)
{
	const struct rows *notes = caseload_rows(a->c, CASELOAD_NOTED);

	for (size_t i = notes->count; i-- > 0 && a->row->notes;) {
		const struct row *r = notes->all[i];

		if (r->of == a->row && r->m.u == a->act->member && !r->gone &&
		    str_is(r->m.r, caseload_notes[NOTE_READ]))
			return stands(r, out);
	}
	return note(a, NOTE_READ, out);
}

const char *caseload_comment(const struct acting *a, struct caseload_put *out)
{
	if (is_blank(a->m->b) || (a->m->c.n && !caseload_is_item(a->c, a->row, a->m->c)))
		return WIRE_E_FORM;
	return note(a, NOTE_COMMENT, out);
}

const char *caseload_again(const struct acting *a, struct caseload_put *out)
{
	return is_blank(a->m->b) ? WIRE_E_FORM : note(a, NOTE_AGAIN, out);
}

const char *caseload_reviewed(const struct acting *a, struct caseload_put *out)
{
	if (!a->row->gone && !a->row->m.n)
		return WIRE_E_STATE;
	return a->row->reviewed ? WIRE_E_TWICE : note(a, NOTE_REVIEWED, out);
}
