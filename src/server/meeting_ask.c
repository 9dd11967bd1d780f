/* SPDX-License-Identifier: MIT */
/* What may be: a wish becomes an event, or a code that says why not. */
#include <string.h>

#include "server/meeting_in.h"
#include "server/rights.h"

static const struct {
	enum meeting_where where;
	const char *code;
} not_in[] = {
	{ MEETING_WAITING, WIRE_E_WAIT },
	{ MEETING_OUT, WIRE_E_OUT },
	{ MEETING_REMOVED, WIRE_E_OUT },
	{ MEETING_GONE, WIRE_E_OUT },
};

const char *meeting_why_not_in(const struct meeting_seat *s)
{
	for (size_t i = 0; i < sizeof(not_in) / sizeof(not_in[0]); i++)
		if (s->where == not_in[i].where)
			return not_in[i].code;
	return NULL;
}

static const struct meeting_row *find_row(struct str word, enum meeting_kind *kind)
{
	for (int k = 0; k < MEETING_KINDS; k++) {
		if (!str_is(word, meeting_rows[k].word))
			continue;
		*kind = (enum meeting_kind)k;
		return &meeting_rows[k];
	}
	return NULL;
}

static bool is_repeated(const struct meeting *m, const struct meeting_wish *w)
{
	for (size_t i = 0; i < MEETING_TICKETS; i++)
		if (w->ticket && m->tickets[i].ticket == w->ticket &&
		    m->tickets[i].device == w->device)
			return true;
	return false;
}

static int64_t not_before(const struct meeting *m, int64_t utc_ms)
{
	return utc_ms > m->utc_ms ? utc_ms : m->utc_ms;
}

/* A wish, while it is looked at. */
struct asked {
	const struct meeting *m;
	const struct meeting_wish *w;
	const struct meeting_row *row;
	const struct right *right;
};

/* What else a member wishes is done to themselves, whomever they name. */
static bool is_for_another(const struct asked *a)
{
	return a->right->when & RIGHT_OTHER && a->w->member && a->w->member != a->w->by;
}

/* May this person wish such a thing at all, and is it of the form? */
static const char *check_row(const struct asked *a)
{
	const size_t most = a->row->flags & ROW_LONG ? WIRE_TEXT_MAX : MEETING_WHY_MAX;

	if (!a->right || !a->right->who || a->w->n < a->row->least || a->w->n > a->row->most)
		return WIRE_E_FORM;
	if (!right_may(a->right, right_in_group(true, a->w->leads)) ||
	    (is_for_another(a) && !a->w->leads))
		return WIRE_E_ROLE;
	if (a->w->text.n > most)
		return WIRE_E_LARGE;
	return meeting_runs(a->m) || !(a->right->when & RIGHT_SESSION) ? NULL : WIRE_E_STATE;
}

static const char *check_seat(const struct asked *a, int64_t member)
{
	const struct meeting_seat *s = meeting_seat(a->m, member);

	if (!(a->row->flags & ROW_PERSON) || (a->row->flags & ROW_PICK && !member))
		return NULL;
	if (!s)
		return WIRE_E_WHO;
	if (a->right->when & RIGHT_BELOW && s->leads)
		return WIRE_E_ROLE;
	return a->right->when & RIGHT_ROOM ? meeting_why_not_in(s) : NULL;
}

/* To whom it is done. */
static int64_t find_member(const struct asked *a)
{
	if (is_for_another(a))
		return a->w->member;
	if (a->right->who & RIGHT_MEMBER)
		return a->w->by;
	return a->row->flags & ROW_PERSON ? a->w->member : 0;
}

const char *meeting_ask(const struct meeting *m, const struct meeting_wish *w,
			struct meeting_event *e, bool *repeated)
{
	enum meeting_kind kind;
	const struct meeting_row *row = find_row(w->word, &kind);
	const struct asked a = { m, w, row, right_of(RIGHT_WISH, w->word) };
	const char *no;

	*repeated = is_repeated(m, w);
	if (*repeated)
		return NULL;
	if (!row)
		return WIRE_E_FORM;
	*e = (struct meeting_event) { .seq = m->seq + 1,
				      .utc_ms = not_before(m, w->utc_ms),
				      .kind = kind,
				      .by = w->by,
				      .device = w->device,
				      .ticket = w->ticket,
				      .n = w->n };
	if (row->flags & ROW_TEXT)
		e->text = w->text;
	no = check_row(&a);
	if (!no)
		e->member = find_member(&a);
	if (!no)
		no = check_seat(&a, e->member);
	return no || !row->check ? no : row->check(m, w, e);
}

/* What the server has to say by itself */

static struct meeting_event plain(const struct meeting *m, enum meeting_kind kind,
				  int64_t utc_ms)
{
	return (struct meeting_event) { .seq = m->seq + 1,
					.utc_ms = not_before(m, utc_ms),
					.kind = kind };
}

bool meeting_misses(const struct meeting *m, int64_t member)
{
	const struct meeting_seat *s = meeting_runs(m) ? meeting_seat(m, member) : NULL;

	return s && s->down;
}

bool meeting_notice(const struct meeting *m, const struct meeting_somebody *who, int64_t utc_ms,
		    struct meeting_event *e)
{
	const struct meeting_seat *s = meeting_seat(m, who->member);

	if (!meeting_runs(m) || (s ? s->down != who->here : !who->here) ||
	    (!s && m->seats_count == MEETING_SEATS_MAX))
		return false;
	*e = plain(m, !s ? MEETING_CAME : who->here ? MEETING_BACK : MEETING_LOST, utc_ms);
	e->member = who->member;
	e->n = !s && who->leads;
	return true;
}

/* Since when nobody has a line; 0: somebody does. */
static int64_t empty_since(const struct meeting *m)
{
	int64_t since = m->stage_ms;

	for (size_t i = 0; i < m->seats_count; i++) {
		if (!m->seats[i]->down)
			return 0;
		if (m->seats[i]->since_ms > since)
			since = m->seats[i]->since_ms;
	}
	return since;
}

/* A meeting that nobody closed closes itself.  While nobody is there, there is nothing to
 * vouch for. */
bool meeting_mark(const struct meeting *m, int64_t utc_ms, struct meeting_event *e)
{
	const int64_t empty = meeting_runs(m) ? empty_since(m) : 0;

	if (!meeting_runs(m) ||
	    utc_ms - (empty ? empty : m->utc_ms) < (empty ? MEETING_EMPTY_MS : MEETING_MARK_MS))
		return false;
	*e = plain(m, empty ? MEETING_STAGE : MEETING_MARK, utc_ms);
	if (empty)
		e->n = (int64_t)m->plan.count;
	return true;
}

bool meeting_restart(const struct meeting *m, int64_t lived_ms, struct meeting_event *e)
{
	for (size_t i = 0; meeting_runs(m) && i < m->seats_count; i++) {
		if (m->seats[i]->down)
			continue;
		*e = plain(m, MEETING_LOST, lived_ms);
		e->member = m->seats[i]->id;
		e->n = MEETING_BY_SERVER;
		return true;
	}
	return false;
}
