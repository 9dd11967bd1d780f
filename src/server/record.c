/* SPDX-License-Identifier: MIT */
#include "server/record.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "server/session.h"

void record_begin(struct record *r, int64_t group, int64_t from_seq)
{
	*r = (struct record) { .group = group, .first_seq = from_seq };
}

void record_finish(struct record *r)
{
	for (size_t i = 0; i < r->sessions_count; i++)
		meeting_destroy(r->sessions[i]);
	for (size_t i = 0; i < r->corrections_count; i++)
		free(r->corrections[i].why);
	free(r->sessions);
	free(r->corrections);
	free(r->facts);
	*r = (struct record) { 0 };
}

/* The log */

static bool take_mark(struct record *r, const struct store_message *row, struct err *err)
{
	const struct store_req as_stored = {
		.group = r->group, .seq = row->seq, .utc_ms = row->utc_ms, .a = row->text
	};
	char mark[SECRET_HASH];

	if (row->mark.n != sizeof(mark) - 1)
		return err_set(err, ERR_DISK, "event %" PRId64 " of the log has no mark",
			       row->seq);
	session_next_mark(r->mark, &as_stored, mark);
	if (row->seq >= r->first_seq && !str_is(row->mark, mark))
		return err_set(err, ERR_DISK,
			       "event %" PRId64 " of the log was changed, or one before it",
			       row->seq);
	memcpy(r->mark, row->mark.p, row->mark.n);
	r->mark[row->mark.n] = '\0';
	return true;
}

/* Each session has a meeting of its own, to be looked at when all is read. */
static void begin_session(struct record *r, int64_t seq)
{
	struct meeting *m = meeting_create();

	meeting_resume(m, seq);
	r->sessions = mem_grow(r->sessions, (r->sessions_count + 1) * sizeof(struct meeting *));
	r->sessions[r->sessions_count++] = m;
}

static void add_correction(struct record *r, const struct meeting_event *e)
{
	r->corrections =
		mem_grow(r->corrections, (r->corrections_count + 1) * sizeof(*r->corrections));
	r->corrections[r->corrections_count++] =
		(struct record_correction) { .seq = e->seq,
					     .utc_ms = e->utc_ms,
					     .by = e->by,
					     .session = e->d,
					     .member = e->member,
					     .minutes = e->n,
					     .why = mem_dup(e->text.p, e->text.n) };
}

static void add_fact(struct record *r, const struct meeting_event *e)
{
	const size_t n = (size_t)(e->seq - r->first_seq);

	r->facts = mem_grow(r->facts, (n + 1) * sizeof(*r->facts));
	r->facts[n] = (struct record_fact) { e->kind, e->by, e->n };
}

/* What is in a log before the first session is no session's. */
static bool apply(struct record *r, const struct meeting_event *e)
{
	if (e->kind == MEETING_OPEN)
		begin_session(r, e->seq);
	return !r->sessions_count || meeting_apply(r->sessions[r->sessions_count - 1], e);
}

static bool take_event(struct record *r, const struct store_message *row, struct err *err)
{
	struct meeting_event e;

	if (!meeting_read(row->text, &e))
		return err_set(err, ERR_DISK, "event %" PRId64 " of the log cannot be read",
			       row->seq);
	e.seq = row->seq;
	e.utc_ms = row->utc_ms;
	if (!apply(r, &e))
		return err_set(err, ERR_DISK,
			       "event %" PRId64 " of the log does not fit those before it",
			       row->seq);
	add_fact(r, &e);
	if (e.kind == MEETING_CORRECT)
		add_correction(r, &e);
	r->seq = e.seq;
	r->utc_ms = e.utc_ms;
	return true;
}

/* A log may begin with what the retention has left of the sessions before: a mark, from
 * which the chain goes on. */
bool record_take(struct record *r, const struct store_message *row, struct err *err)
{
	const int64_t next = r->seq ? r->seq + 1 : r->first_seq;
	const bool is_start = session_is_log_start(row) && !r->seq;

	if (is_start)
		r->first_seq = row->seq + 1;
	else if (row->seq >= r->first_seq && row->seq != next)
		return err_set(err, ERR_DISK, "event %" PRId64 " of the log is missing", next);
	if (!take_mark(r, row, err))
		return false;
	if (is_start)
		r->seq = row->seq;
	return row->seq < r->first_seq || take_event(r, row, err);
}

/* What it says */

const struct meeting *record_session(const struct record *r, int64_t session)
{
	for (size_t i = 0; i < r->sessions_count; i++)
		if (r->sessions[i]->opened_seq == session)
			return r->sessions[i];
	return NULL;
}

const struct record_correction *record_corrected(const struct record *r, int64_t session,
						 int64_t member)
{
	for (size_t i = r->corrections_count; i-- > 0;)
		if (r->corrections[i].session == session && r->corrections[i].member == member)
			return &r->corrections[i];
	return NULL;
}

int64_t record_counted(const struct meeting *m, int64_t member)
{
	const struct meeting_seat *s = meeting_seat(m, member);

	return s ? meeting_minutes(s, MEETING_GRACE_MS, m->utc_ms) : 0;
}

int64_t record_minutes(const struct record *r, const struct meeting *m, int64_t member)
{
	const struct record_correction *c = record_corrected(r, m->opened_seq, member);

	return c ? c->minutes : record_counted(m, member);
}

bool record_was_there(const struct meeting *m, int64_t member)
{
	const struct meeting_seat *s = meeting_seat(m, member);

	return s && s->spans_count;
}

bool record_was_late(const struct meeting *m, int64_t member)
{
	const struct meeting_seat *s = meeting_seat(m, member);

	return s && meeting_late_ms(m, s) > RECORD_LATE_MS;
}

enum record_source record_source(const struct record *r, int64_t seq, int64_t member,
				 int64_t *by)
{
	const struct record_fact *f = &r->facts[seq - r->first_seq];

	*by = f->by;
	if (f->by)
		return f->by == member ? RECORD_SELF : RECORD_BY;
	if (f->kind == MEETING_CAME || f->kind == MEETING_BACK)
		return RECORD_LINE;
	return f->kind == MEETING_LOST && f->n == MEETING_BY_LINE ? RECORD_LINE : RECORD_SERVER;
}
