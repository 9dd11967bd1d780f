/* SPDX-License-Identifier: MIT */
/* A row as the log keeps it: four words and six numbers on a line, then its texts, a line each. */
#include "server/access.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/session.h"
#include "text/utf8.h"

const char *const access_whats[ACCESS_WHATS] = {
	[ACCESS_ATTENDANCE] = "attendance",
	[ACCESS_HOURS] = "hours",
	[ACCESS_SESSION] = "session",
	[ACCESS_NOTE] = "note",
	[ACCESS_WORKSHEET] = "worksheet",
	[ACCESS_TREND] = "trend",
	[ACCESS_PLAN] = "plan",
	[ACCESS_LEGAL] = "legal-name",
	[ACCESS_REPLIES] = "replies",
	[ACCESS_HIDDEN] = "hidden",
	[ACCESS_REPORTED] = "reported",
	[ACCESS_SCHEDULE] = "schedule",
	[ACCESS_CONSENT] = "consent",
	[ACCESS_LOG] = "access-log",
	[ACCESS_RECORD] = "record",
};
const char *const access_actions[ACCESS_ACTIONS] = { "read", "export", "erase" };
const char *const access_outcomes[ACCESS_OUTCOMES] = { "given", "refused" };
const char *const access_ways[ACCESS_WAYS] = { "client", "command" };

/* Writing */

/* On a line of its own, cut where a character ends. */
static void add_line(struct buf *row, struct str text)
{
	size_t end = 0;

	while (end < text.n && utf8_next(text, end) <= ACCESS_WORDS_MAX)
		end = utf8_next(text, end);
	for (size_t i = 0; i < end; i++)
		buf_add(row, text.p[i] == '\n' ? " " : &text.p[i], 1);
	buf_adds(row, "\n");
}

struct store_req access_req(const struct access_note *n, int64_t utc_ms, struct buf *row)
{
	buf_reset(row);
	buf_addf(row,
		 "%s %s %s %s %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
		 " %" PRId64 "\n",
		 access_whats[n->what], access_actions[n->action], access_outcomes[n->outcome],
		 access_ways[n->way], n->whose, n->by, n->device, n->group, n->day_utc_ms,
		 n->count > 1 ? n->count : 1);
	add_line(row, n->subject);
	add_line(row, n->why);
	return (struct store_req) { .op = STORE_ACCESS,
				    .member = n->whose,
				    .message = n->by,
				    .device = n->device,
				    .utc_ms = utc_ms,
				    .a = { row->p, row->n },
				    .chain = session_next_mark };
}

/* Reading */

/* Up to the byte that ends it, which goes, too. */
static bool take(struct str *row, char end, struct str *out)
{
	const char *at = row->n ? memchr(row->p, end, row->n) : NULL;

	if (!at)
		return false;
	*out = (struct str) { row->p, (size_t)(at - row->p) };
	row->n -= out->n + 1;
	row->p = at + 1;
	return true;
}

static bool take_word(struct str *row, const char *const *words, int count, int *out)
{
	struct str w;

	if (!take(row, ' ', &w))
		return false;
	for (*out = 0; *out < count; ++*out)
		if (str_is(w, words[*out]))
			return true;
	return false;
}

static bool take_number(struct str *row, char end, int64_t *out)
{
	char digits[24], again[24];
	struct str w;

	if (!take(row, end, &w) || w.n >= sizeof(digits))
		return false;
	memcpy(digits, w.p, w.n);
	digits[w.n] = '\0';
	if (sscanf(digits, "%" SCNd64, out) != 1)
		return false;
	snprintf(again, sizeof(again), "%" PRId64, *out);
	return strcmp(again, digits) == 0;
}

static bool take_words(struct str *row, struct access_note *n)
{
	int what, action, outcome, way;

	if (!take_word(row, access_whats, ACCESS_WHATS, &what) ||
	    !take_word(row, access_actions, ACCESS_ACTIONS, &action) ||
	    !take_word(row, access_outcomes, ACCESS_OUTCOMES, &outcome) ||
	    !take_word(row, access_ways, ACCESS_WAYS, &way))
		return false;
	n->what = (enum access_what)what;
	n->action = (enum access_action)action;
	n->outcome = (enum access_outcome)outcome;
	n->way = (enum access_way)way;
	return true;
}

bool access_read(const struct store_message *row, struct access_note *out)
{
	struct access_note n = { .seq = row->seq, .utc_ms = row->utc_ms };
	int64_t *const numbers[] = { &n.whose, &n.by,         &n.device,
				     &n.group, &n.day_utc_ms, &n.count };
	const size_t last = sizeof(numbers) / sizeof(numbers[0]) - 1;
	struct str text = row->text;

	if (!take_words(&text, &n))
		return false;
	for (size_t i = 0; i <= last; i++)
		if (!take_number(&text, i == last ? '\n' : ' ', numbers[i]))
			return false;
	if (!take(&text, '\n', &n.subject) || !take(&text, '\n', &n.why) || text.n)
		return false;
	*out = n;
	return n.whose == row->member && n.by == row->device;
}

/* The chain */

static bool amiss(struct err *err, int64_t seq, const char *how)
{
	return err_set(err, ERR_DISK, "row %" PRId64 " of the access log %s", seq, how);
}

/* The first may be the mark of those that are kept no longer. */
static bool is_next(const struct access_chain *c, const struct store_message *row)
{
	return row->seq == c->seq + 1 || (!c->seq && session_is_log_start(row));
}

static bool fits(const struct access_chain *c, const struct store_message *row)
{
	const struct store_req as_stored = { .seq = row->seq,
					     .utc_ms = row->utc_ms,
					     .a = row->text };
	char mark[SECRET_HASH];

	session_next_mark(c->mark, &as_stored, mark);
	return str_is(row->mark, mark);
}

bool access_take(struct access_chain *c, const struct store_message *row,
		 struct access_note *out, struct err *err)
{
	const bool is_start = !c->seq && session_is_log_start(row);

	*out = (struct access_note) { 0 };
	if (!is_next(c, row))
		return amiss(err, c->seq + 1, "is missing");
	if (row->mark.n != sizeof(c->mark) - 1)
		return amiss(err, row->seq, "has no mark");
	if (!is_start && !fits(c, row))
		return amiss(err, row->seq, "was changed, or one before it");
	if (!is_start && !access_read(row, out))
		return amiss(err, row->seq, "does not say whose it is");
	c->seq = row->seq;
	memcpy(c->mark, row->mark.p, row->mark.n);
	c->mark[row->mark.n] = '\0';
	return true;
}
