/* SPDX-License-Identifier: MIT */
#include "server/erase.h"

#include <stdlib.h>

#include "base/clock.h"
#include "server/chain.h"
#include "server/giving.h"
#include "server/stored.h"

enum { PAGE = 500 };

/* One page after the other, of whatever it is. */
struct walk {
	struct erase *e;
	int64_t group, kind, seq;
	size_t rows;
	struct err err;
};

static bool walk(struct walk *w, struct store_req r, struct err *err)
{
	w->seq = 0;
	do {
		r.seq = w->seq;
		r.user = w;
		if (!admin_ask(w->e->a, r, err))
			return false;
	} while (w->rows == PAGE || w->rows == STORE_ROWS_MAX);
	return true;
}

/* ---- messages ---- */

static void on_messages(void *user, const struct store_reply *r)
{
	struct walk *w = user;

	w->rows = r->count;
	for (size_t i = 0; i < r->count; i++) {
		w->seq = r->messages[i].seq;
		w->e->messages += r->messages[i].text.n > 0;
	}
}

/* ---- sessions ---- */

/* Kinds of events that have a person's own words. */
static bool has_own_words(enum meeting_kind kind)
{
	return kind == MEETING_RAISE || kind == MEETING_SIDE || kind == MEETING_ASK ||
	       kind == MEETING_HELD;
}

static void add_event(struct erase *e, int64_t group, const struct store_message *row)
{
	struct buf out;

	buf_init(&out, CHAIN_HEAD_MAX + row->text.n);
	if (chain_erase(row->text, &out)) {
		e->events = mem_grow(e->events, (e->events_count + 1) * sizeof(*e->events));
		e->events[e->events_count++] =
			(struct erase_event) { group, row->seq,
					       mem_dup(buf_text(&out), out.n) };
	} else {
		e->old_words++;
	}
	buf_finish(&out);
}

static bool take_event(void *user, const struct store_message *row, struct err *err)
{
	struct walk *w = user;
	struct meeting_event event;

	(void)err;
	if (meeting_read(row->text, &event) && event.by == w->e->member && event.text.n &&
	    has_own_words(event.kind))
		add_event(w->e, w->group, row);
	return true;
}

static bool look_at_sessions(struct erase *e, int64_t group, struct err *err)
{
	struct report r = { .group = NULL };
	const bool good = report_read(&r, e->a, group, err);
	const struct record *log = &r.record;

	for (size_t i = 0; good && i < log->sessions_count; i++) {
		const struct meeting *m = log->sessions[i];

		e->meets |= i + 1 == log->sessions_count && meeting_runs(m);
		if (!record_was_there(m, e->member))
			continue;
		e->sessions++;
		if (m->utc_ms > e->session_ms)
			e->session_ms = m->utc_ms;
	}
	report_finish(&r);
	return good;
}

static bool look_at_group(struct erase *e, int64_t group, struct err *err)
{
	struct walk w = { .e = e, .group = group };
	const struct store_req said = { .op = STORE_SAID_BY,
					.group = group,
					.member = e->member,
					.limit = PAGE,
					.done = on_messages };

	return look_at_sessions(e, group, err) && admin_log(e->a, group, take_event, &w, err) &&
	       walk(&w, said, err);
}

/* ---- worksheets, the schedule ---- */

static void on_rows(void *user, const struct store_reply *r)
{
	struct walk *w = user;
	struct erase *e = w->e;

	w->rows = r->count;
	for (size_t i = 0; i < r->count; i++) {
		const struct store_message *m = &r->messages[i];
		const struct caseload_row sheet = stored_case((int)w->kind, m);
		const struct program_row request = stored_program((int)w->kind, m);

		w->seq = m->seq;
		if (w->kind == PROGRAM_FEED && m->member == e->member && !m->hidden) {
			e->feed_rows =
				mem_grow(e->feed_rows, (e->feeds + 1) * sizeof(*e->feed_rows));
			e->feed_rows[e->feeds++] = m->seq;
		}
		if (w->kind == PROGRAM_REQUEST)
			program_take(e->program, &request);
		else if (w->kind >= CASELOAD_ASSIGNED)
			caseload_take(e->caseload, &sheet);
	}
}

static bool read_rows(struct erase *e, struct err *err)
{
	static const int kinds[] = { PROGRAM_REQUEST, PROGRAM_FEED, CASELOAD_ASSIGNED,
				     CASELOAD_FILED, CASELOAD_NOTED };

	e->caseload = caseload_create();
	e->program = program_create();
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct walk w = { .e = e, .kind = kinds[i] };
		const struct store_req rows = { .op = STORE_ROWS,
						.limit = kinds[i],
						.done = on_rows };

		if (!walk(&w, rows, err))
			return false;
	}
	return true;
}

/* What goes is given one after the other; it is put only where it is to be done. */
static bool put(struct erase *e, int kind, int64_t number, const struct buf *text,
		struct err *err)
{
	return admin_ask(e->a,
			 (struct store_req) { .op = STORE_PUT,
					      .limit = kind,
					      .seq = number,
					      .a = { buf_text(text), text->n } },
			 err);
}

static bool each_sheet(struct erase *e, bool doing, struct err *err)
{
	struct caseload_put out;
	bool good = true;

	for (e->sheets = 0; good && caseload_erase(e->caseload, e->member, &out); e->sheets++) {
		good = !doing || put(e, (int)out.kind, out.number, &out.text, err);
		buf_finish(&out.text);
	}
	return good;
}

static bool each_request(struct erase *e, bool doing, struct err *err)
{
	struct program_put out;
	bool good = true;

	for (e->requests = 0; good && program_erase(e->program, e->member, &out);
	     e->requests++) {
		good = !doing || put(e, (int)out.kind, out.number, &out.text, err);
		buf_finish(&out.text);
	}
	return good;
}

/* Each is given once: to be given again all is read anew. */
static bool each_row(struct erase *e, bool doing, struct err *err)
{
	caseload_destroy(e->caseload);
	program_destroy(e->program);
	e->feeds = 0;
	return read_rows(e, err) && (e->keep_sheets || each_sheet(e, doing, err)) &&
	       each_request(e, doing, err);
}

/* ---- the logs that stay ---- */

static void on_reads(void *user, const struct store_reply *r)
{
	struct walk *w = user;

	w->rows = r->count;
	for (size_t i = 0; i < r->count; i++) {
		w->seq = r->messages[i].seq;
		w->e->reads++;
		if (r->messages[i].utc_ms > w->e->read_ms)
			w->e->read_ms = r->messages[i].utc_ms;
	}
}

static void on_consents(void *user, const struct store_reply *r)
{
	struct walk *w = user;

	w->rows = r->count;
	w->e->consents += r->count;
	if (r->count)
		w->seq = r->messages[r->count - 1].seq;
}

static bool look_at_logs(struct erase *e, struct err *err)
{
	struct walk w = { .e = e };
	const struct store_req reads = {
		.op = STORE_ACCESSES_OF, .member = e->member, .limit = PAGE, .done = on_reads
	};
	const struct store_req consents = {
		.op = STORE_CONSENTS, .member = e->member, .limit = PAGE, .done = on_consents
	};

	return walk(&w, reads, err) && walk(&w, consents, err);
}

/* ---- looking ---- */

static void on_groups(void *user, const struct store_reply *r)
{
	struct erase *e = user;

	e->group_ids = mem_get((r->count + 1) * sizeof(*e->group_ids));
	for (size_t i = 0; i < r->count; i++)
		e->group_ids[e->groups++] = r->groups[i].id;
}

bool erase_look(struct erase *e, struct err *err)
{
	const struct store_req groups = {
		.op = STORE_GROUPS, .member = e->member, .done = on_groups, .user = e
	};
	bool good = admin_ask(e->a, groups, err);

	for (size_t i = 0; good && i < e->groups; i++)
		good = look_at_group(e, e->group_ids[i], err);
	return good && each_row(e, false, err) && look_at_logs(e, err);
}

void erase_finish(struct erase *e)
{
	for (size_t i = 0; i < e->events_count; i++)
		free(e->events[i].row);
	free(e->events);
	free(e->group_ids);
	free(e->feed_rows);
	caseload_destroy(e->caseload);
	program_destroy(e->program);
}

/* ---- doing ---- */

static bool erase_events(struct erase *e, struct err *err)
{
	bool good = true;

	for (size_t i = 0; good && i < e->events_count; i++)
		good = admin_ask(e->a,
				 (struct store_req) { .op = STORE_EVENT_ERASE,
						      .group = e->events[i].group,
						      .seq = e->events[i].seq,
						      .a = str_of(e->events[i].row) },
				 err);
	return good;
}

static bool erase_feeds(struct erase *e, struct err *err)
{
	const struct buf none = { .p = NULL };
	bool good = true;

	for (size_t i = 0; good && i < e->feeds; i++)
		good = put(e, PROGRAM_FEED, e->feed_rows[i], &none, err);
	return good;
}

bool erase_do(struct erase *e, const char *name, struct err *err)
{
	const struct store_req off = { .op = STORE_USER_SET, .member = e->member, .seq = 1 };
	const struct store_req last = { .op = STORE_ERASE,
					.member = e->member,
					.utc_ms = clock_utc_ms(),
					.a = str_of(name),
					.b = str_of(ERASE_FORMER) };
	const struct store_req wipe = { .op = STORE_WIPE };
	bool good = admin_ask(e->a, off, err);

	/* Nothing more comes from them while the rest goes. */
	if (good)
		admin_tell_server(e->a);
	good = good && erase_events(e, err) && each_row(e, true, err) && erase_feeds(e, err) &&
	       admin_ask(e->a, last, err) && admin_ask(e->a, wipe, err);
	if (good)
		admin_tell_server(e->a);
	return good;
}
