/* SPDX-License-Identifier: MIT */
/* Lines that are kept here, and drafts. */
#include "client/cache_in.h"

static bool add_line(struct cache *c, const int64_t *numbers, const struct wire_msg *line)
{
	struct sql_stmt *st =
		cache_ask(c,
			  "INSERT INTO line (party, utc_ms, after_seq, state, text, warning)"
			  " VALUES (?1, ?2, ?3, 0, ?4, ?5)",
			  3, numbers, NULL);

	if (!st)
		return false;
	sql_text(st, 4, line->b);
	sql_text(st, 5, line->x);
	return sql_do(st, NULL);
}

bool cache_outbox_add(struct cache *c, const struct state_group *g, struct wire_msg *line)
{
	const int64_t numbers[] = { g->pub.id, line->d, g->top };
	bool ok;

	if (!cache_begin_durable(c, NULL))
		return false;
	ok = add_line(c, numbers, line);
	line->k = sql_last_id(c->db);
	ok = ok && cache_stay_sure(c) &&
	     cache_do(c, "DELETE FROM draft WHERE party = ?1", 1, numbers, NULL);
	return cache_end(c, ok, NULL);
}

bool cache_outbox_hold(struct cache *c, int64_t ticket)
{
	return cache_do(c, "UPDATE line SET state = 3 WHERE ticket = ?1", 1, &ticket, NULL);
}

bool cache_outbox_refuse(struct cache *c, int64_t ticket)
{
	return cache_do(c, "UPDATE line SET state = 2 WHERE ticket = ?1", 1, &ticket, NULL);
}

bool cache_outbox_drop(struct cache *c, int64_t ticket)
{
	return cache_do(c, "DELETE FROM line WHERE ticket = ?1 AND state = 2", 1, &ticket,
			NULL);
}

int cache_outbox_waiting(struct cache *c, int64_t group, int64_t upto)
{
	const int64_t numbers[] = { group, upto };
	struct sql_stmt *st = cache_ask(c,
					"SELECT count(*) FROM line WHERE state = 0"
					" AND party = ?1 AND ticket <= ?2",
					2, numbers, NULL);
	int n = 0;

	if (st && sql_step(st, NULL) == SQL_ROW) {
		n = (int)sql_get_int(st, 0);
		sql_step(st, NULL);
	}
	return n;
}

bool cache_outbox_next(struct cache *c, int64_t group, int64_t after, struct arena *mem,
		       struct cache_line *out)
{
	const int64_t numbers[] = { group, after };
	struct str text, warning;
	struct sql_stmt *st =
		cache_ask(c,
			  "SELECT ticket, party, text, warning FROM line WHERE state = 0"
			  " AND party = ?1 AND ticket > ?2"
			  " AND NOT EXISTS (SELECT 1 FROM line AS d WHERE d.state = 1"
			  "  AND d.party = line.party AND d.ticket < line.ticket)"
			  " ORDER BY ticket LIMIT 1",
			  2, numbers, NULL);

	if (!st || sql_step(st, NULL) != SQL_ROW)
		return false;
	text = sql_get_text(st, 2);
	warning = sql_get_text(st, 3);
	*out = (struct cache_line) { sql_get_int(st, 0),
				     sql_get_int(st, 1),
				     { arena_dup(mem, text.p, text.n), text.n },
				     { arena_dup(mem, warning.p, warning.n), warning.n } };
	sql_step(st, NULL);
	return true;
}

/* Lines that may be at the server already */

/* The oldest one of the group, and what was the newest number when it was typed, as far as this
 * store knew, or, where it was put back since, as the clocks have it: messages have seconds. */
static bool find_doubtful(struct cache *c, int64_t group, int64_t ahead_ms, int64_t *ticket,
			  int64_t *after)
{
	struct sql_stmt *st =
		cache_ask(c,
			  "SELECT ticket, CASE was WHEN 0 THEN after_seq ELSE max(after_seq,"
			  "  (SELECT ifnull(max(seq), 0) FROM message WHERE party = ?1"
			  "   AND message.utc_ms < line.utc_ms + ?2 - 1000)) END"
			  " FROM line WHERE party = ?1 AND state = 1 ORDER BY ticket LIMIT 1",
			  2, (const int64_t[]) { group, ahead_ms }, NULL);

	if (!st || sql_step(st, NULL) != SQL_ROW)
		return false;
	*ticket = sql_get_int(st, 0);
	*after = sql_get_int(st, 1);
	sql_step(st, NULL);
	return true;
}

bool cache_is_doubtful(struct cache *c, int64_t group)
{
	int64_t ticket, after;

	return find_doubtful(c, group, 0, &ticket, &after);
}

/* Own words, the same, not yet taken for another line; the oldest, as lines keep their order. */
static bool find_said(struct cache *c, const int64_t *numbers, struct cache_doubt *d)
{
	struct sql_stmt *st = cache_ask(
		c,
		"SELECT seq, utc_ms FROM message WHERE party = ?1 AND seq > ?2 AND member = ?3"
		" AND (ticket, text) = (SELECT was, text FROM line WHERE ticket = ?4)"
		" ORDER BY seq LIMIT 1",
		4, numbers, NULL);

	if (!st || sql_step(st, NULL) != SQL_ROW)
		return false;
	d->seq = sql_get_int(st, 0);
	d->utc_ms = sql_get_int(st, 1);
	sql_step(st, NULL);
	return true;
}

static bool has_all(struct cache *c, int64_t group, int64_t after, int64_t top)
{
	const int64_t numbers[] = { group, after };
	struct sql_stmt *st =
		cache_ask(c, "SELECT count(*) FROM message WHERE party = ?1 AND seq > ?2", 2,
			  numbers, NULL);
	int64_t n = -1;

	if (st && sql_step(st, NULL) == SQL_ROW) {
		n = sql_get_int(st, 0);
		sql_step(st, NULL);
	}
	return n >= top - after;
}

static bool write_verdict(struct cache *c, int64_t group, const struct cache_doubt *d)
{
	const int64_t found[] = { group, d->seq, d->ticket };
	const int64_t other[] = { d->ticket,
				  d->verdict == CACHE_TO_SEND ? LINE_KEPT : LINE_REFUSED };
	bool ok = sql_begin(c->db, NULL);

	if (d->verdict == CACHE_FOUND)
		ok = ok &&
		     cache_do(c, "UPDATE message SET ticket = ?3 WHERE party = ?1 AND seq = ?2",
			      3, found, NULL) &&
		     cache_do(c, "DELETE FROM line WHERE ticket = ?1", 1, &d->ticket, NULL);
	else
		ok = ok && cache_do(c, "UPDATE line SET state = ?2 WHERE ticket = ?1", 2, other,
				    NULL);
	return cache_end(c, ok, NULL);
}

struct cache_doubt cache_doubt(struct cache *c, const struct state_group *g, int64_t self,
			       int64_t ahead_ms)
{
	struct cache_doubt d = { .verdict = CACHE_WAITS };
	int64_t after, seq, n;

	if (!g->is_current || !find_doubtful(c, g->pub.id, ahead_ms, &d.ticket, &after) ||
	    cache_last_seq(c, g->pub.id) < g->top || cache_hole(c, g->pub.id, &seq, &n))
		return d;
	if (find_said(c, (const int64_t[]) { g->pub.id, after, self, d.ticket }, &d))
		d.verdict = CACHE_FOUND;
	else
		d.verdict =
			has_all(c, g->pub.id, after, g->top) ? CACHE_TO_SEND : CACHE_UNKNOWN;
	if (!write_verdict(c, g->pub.id, &d))
		d.verdict = CACHE_WAITS;
	return d;
}

/* Drafts */

bool cache_draft_set(struct cache *c, int64_t group, const char *text)
{
	struct sql_stmt *st;

	if (!text || !*text)
		return cache_do(c, "DELETE FROM draft WHERE party = ?1", 1, &group, NULL);
	st = cache_ask(c, "INSERT OR REPLACE INTO draft VALUES (?1, ?2)", 1, &group, NULL);
	if (!st)
		return false;
	sql_text(st, 2, str_of(text));
	return sql_do(st, NULL);
}

char *cache_draft(struct cache *c, int64_t group)
{
	struct sql_stmt *st =
		cache_ask(c, "SELECT text FROM draft WHERE party = ?1", 1, &group, NULL);
	char *text = NULL;

	if (st && sql_step(st, NULL) == SQL_ROW) {
		struct str got = sql_get_text(st, 0);

		text = mem_dup(got.p, got.n);
		sql_step(st, NULL);
	}
	return text;
}
