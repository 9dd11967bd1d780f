/* SPDX-License-Identifier: MIT */
/* What may be: a wish becomes an event, or a code that says why not. */
#include <string.h>

#include "server/meeting_in.h"

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

/* May this person wish such a thing at all, and is it of the form? */
static const char *check_row(const struct meeting *m, const struct meeting_row *row,
			     const struct meeting_wish *w)
{
	const size_t most = row->flags & ROW_LONG ? WIRE_TEXT_MAX : MEETING_WHY_MAX;

	if (row->who == BY_SERVER || w->n < row->least || w->n > row->most)
		return WIRE_E_FORM;
	if (row->who == BY_LEADER && !w->leads)
		return WIRE_E_ROLE;
	if (w->text.n > most)
		return WIRE_E_LARGE;
	return meeting_runs(m) || row->flags & ROW_CLOSED ? NULL : WIRE_E_STATE;
}

static const char *check_seat(const struct meeting *m, const struct meeting_row *row,
			      int64_t member)
{
	const struct meeting_seat *s = meeting_seat(m, member);

	if (!(row->flags & ROW_PERSON) || (row->flags & ROW_PICK && !member))
		return NULL;
	if (!s)
		return WIRE_E_WHO;
	if (row->flags & ROW_BELOW && s->leads)
		return WIRE_E_ROLE;
	return row->flags & ROW_IN ? meeting_why_not_in(s) : NULL;
}

static const char *find_member(const struct meeting_row *row, const struct meeting_wish *w,
			       int64_t *member)
{
	*member = row->who == BY_ANYBODY ? w->by : row->flags & ROW_PERSON ? w->member : 0;
	if (!(row->flags & ROW_OTHER) || !w->member || w->member == w->by)
		return NULL;
	*member = w->member;
	return w->leads ? NULL : WIRE_E_ROLE;
}

const char *meeting_ask(const struct meeting *m, const struct meeting_wish *w,
			struct meeting_event *e, bool *repeated)
{
	enum meeting_kind kind;
	const struct meeting_row *row = find_row(w->word, &kind);
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
	no = check_row(m, row, w);
	if (!no)
		no = find_member(row, w, &e->member);
	if (!no)
		no = check_seat(m, row, e->member);
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

bool meeting_restart(const struct meeting *m, struct meeting_event *e)
{
	for (size_t i = 0; meeting_runs(m) && i < m->seats_count; i++) {
		if (m->seats[i]->down)
			continue;
		*e = plain(m, MEETING_LOST, m->utc_ms);
		e->member = m->seats[i]->id;
		e->n = MEETING_BY_SERVER;
		return true;
	}
	return false;
}
