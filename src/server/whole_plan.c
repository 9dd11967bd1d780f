/* SPDX-License-Identifier: MIT */
/* What is planned for a person's groups, and what they asked for. */
#include <inttypes.h>

#include "server/program.h"
#include "server/whole.h"

static bool is_in(const struct whole *w, int64_t group)
{
	for (size_t i = 0; i < w->groups_count; i++)
		if (w->groups[i].id == group)
			return true;
	return false;
}

/* Its rule is as RFC 5545 has it. */
static void put_series(struct whole *w, const struct wire_msg *m, int64_t number)
{
	struct entries *e = &w->e;

	if (!(m->has & WIRE_B) || !is_in(w, m->g))
		return;
	entries_begin(e, "Appointment", "series", number);
	fputs(",\"status\":\"booked\"", e->out);
	entries_text(e, "description", m->x);
	entries_text(e, "comment", m->b);
	fputs(",\"participant\":[{\"id\":\"you\"", e->out);
	entries_person(e, "actor", "Patient", w->member);
	fputs(",\"status\":\"accepted\"}]", e->out);
	entries_end(e);
}

static const char *state_of(int64_t state)
{
	static const char *const words[] = {
		[0] = "not said",
		[WIRE_REQUEST_ASKED] = "asked",
		[WIRE_REQUEST_GRANTED] = "granted",
		[WIRE_REQUEST_REFUSED] = "refused",
		[WIRE_REQUEST_WAITING] = "waiting",
		[WIRE_REQUEST_WITHDRAWN] = "withdrawn",
		[WIRE_REQUEST_FULL] = "no seat",
		[WIRE_REQUEST_TOO_LATE] = "too late",
		[WIRE_REQUEST_GONE] = "no such session any more",
		[WIRE_REQUEST_ROLE] = "not for them to ask",
	};

	return state > 0 && state <= WIRE_REQUEST_ROLE ? words[state] : words[0];
}

/* c is SERIES.UTC_MS: of when it is planned. */
static void put_request(struct whole *w, const struct wire_msg *m, int64_t number)
{
	const bool absent = str_is(m->r, "absent");
	struct entries *e = &w->e;
	int64_t series = 0;

	if (m->u != w->member)
		return;
	for (size_t i = 0; i < m->c.n && m->c.p[i] >= '0' && m->c.p[i] <= '9'; i++)
		series = series * 10 + (m->c.p[i] - '0');
	entries_begin(e, "AppointmentResponse", "request", number);
	fprintf(e->out, ",\"appointment\":{\"reference\":\"Appointment/series-%" PRId64 "\"}",
		series);
	entries_person(e, "actor", "Patient", w->member);
	fprintf(e->out, ",\"participantStatus\":\"%s\"", absent ? "declined" : "tentative");
	fprintf(e->out, ",\"identifier\":[{\"type\":{\"text\":\"%s\"}", state_of(m->n));
	entries_text(e, "system", m->r);
	entries_text(e, "value", m->c);
	fputs(",\"period\":{\"id\":\"asked\"", e->out);
	entries_moment(e, "start", m->d);
	fputs("}}]", e->out);
	if (m->b.n)
		entries_text(e, "comment", m->b);
	entries_end(e);
}

struct reading {
	struct whole_page page; /* first: it is what the pages are given to */
	void (*put)(struct whole *w, const struct wire_msg *m, int64_t number);
};

static void on_rows(void *user, const struct store_reply *r)
{
	struct reading *g = user;
	struct arena mem = { 0 };

	g->page.rows = r->count;
	for (size_t i = 0; i < r->count; i++) {
		const struct store_message *row = &r->messages[i];
		struct wire_frame f;

		g->page.seq = row->seq;
		if (!row->hidden && row->text.n &&
		    wire_decode(row->text, WIRE_SERVER, &mem, &f, NULL) && f.n)
			g->put(g->page.w, &f.msgs[0], row->seq);
		arena_reset(&mem);
	}
	arena_finish(&mem);
}

static bool put_all(struct whole *w, enum program_kind kind,
		    void (*put)(struct whole *w, const struct wire_msg *m, int64_t number),
		    struct err *err)
{
	struct reading g = { .page = { .w = w }, .put = put };

	return whole_pages(
		&g.page,
		(struct store_req) { .op = STORE_ROWS, .limit = (int)kind, .done = on_rows },
		err);
}

bool whole_series(struct whole *w, struct err *err)
{
	return put_all(w, PROGRAM_SERIES, put_series, err);
}

bool whole_requests(struct whole *w, struct err *err)
{
	return put_all(w, PROGRAM_REQUEST, put_request, err);
}
