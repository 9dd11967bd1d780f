/* SPDX-License-Identifier: MIT */
/* The access log, for the commands: they write to it what they give out, and read it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "server/report.h"
#include "text/utf8.h"

enum { PAGE = 500 };

/* The ground, and who it is where that is no user of porchlight: "internal, by Dana". */
static struct str why_of(const struct admin *a, const char *stranger, struct buf *out)
{
	struct arena mem = { 0 };

	buf_adds(out, utf8_clean_name(&mem, str_of(options_find(&a->options, "for")),
				      ACCESS_WORDS_MAX));
	if (stranger)
		buf_addf(out, "%sby %s", out->n ? ", " : "",
			 utf8_clean_name(&mem, str_of(stranger), ACCESS_WORDS_MAX));
	arena_finish(&mem);
	return (struct str) { buf_text(out), out->n };
}

bool admin_access(struct admin *a, struct access_note n, struct err *err)
{
	const char *by = options_find(&a->options, "by");
	struct buf row, why;
	bool good;

	n.way = ACCESS_COMMAND;
	n.by = n.device = 0;
	if (by)
		admin_find_user(a, by, &n.by, &(struct err) { 0 });
	buf_init(&row, ACCESS_ROW_MAX);
	buf_init(&why, ACCESS_ROW_MAX);
	if (!n.why.n)
		n.why = why_of(a, n.by ? NULL : by, &why);
	good = admin_ask(a, access_req(&n, clock_utc_ms(), &row), err);
	buf_finish(&row);
	buf_finish(&why);
	return good;
}

void report_gives(struct report_person *p, int64_t utc_ms)
{
	p->read++;
	if (!p->from_ms || utc_ms < p->from_ms)
		p->from_ms = utc_ms;
	if (utc_ms > p->to_ms)
		p->to_ms = utc_ms;
}

/* "2026-01-02/2026-11-26", an interval of ISO 8601; of nothing with a moment "". */
static struct str span_of(const struct report_person *p, char out[32])
{
	char from[32], to[32];

	if (!p->from_ms)
		return str_of("");
	snprintf(out, 32, "%.10s/%.10s", report_moment(p->from_ms, from),
		 report_moment(p->to_ms, to));
	return str_of(out);
}

bool report_access(struct admin *a, const struct report *r, struct access_note n,
		   struct err *err)
{
	char span[32];

	for (size_t i = 0; i < r->people_count; i++) {
		const struct report_person *p = &r->people[i];

		if (p->read <= 0 || !report_is_named(r, p->id) ||
		    strcmp(p->role, "facilitator") == 0 || strcmp(p->role, "admin") == 0)
			continue;
		n.whose = p->id;
		n.count = p->read;
		if (n.action == ACCESS_EXPORT) {
			n.subject = span_of(p, span);
			n.day_utc_ms = p->to_ms;
		}
		if (!admin_access(a, n, err))
			return false;
	}
	return true;
}

/* The chain */

struct reading {
	struct access_chain chain;
	void (*each)(void *user, const struct access_note *n); /* or NULL */
	void *user;
	size_t rows; /* of the last page */
	struct err err;
};

static void on_page(void *user, const struct store_reply *reply)
{
	struct reading *g = user;
	struct access_note n;

	g->rows = reply->count;
	for (size_t i = 0; i < reply->count && g->err.code == ERR_NONE; i++)
		if (access_take(&g->chain, &reply->messages[i], &n, &g->err) && n.seq &&
		    g->each)
			g->each(g->user, &n);
}

static bool read_all(struct admin *a, struct reading *g, struct err *err)
{
	do {
		if (!admin_ask(a,
			       (struct store_req) { .op = STORE_ACCESSES,
						    .seq = g->chain.seq,
						    .limit = PAGE,
						    .done = on_page,
						    .user = g },
			       err))
			return false;
	} while (g->rows == PAGE && g->err.code == ERR_NONE);
	return g->err.code == ERR_NONE || err_set(err, g->err.code, "%s", g->err.text);
}

bool admin_read_access(struct admin *a, void (*each)(void *user, const struct access_note *n),
		       void *user, struct err *err)
{
	struct reading g = { .each = each, .user = user };

	return read_all(a, &g, err);
}

bool admin_check_access(struct admin *a)
{
	struct reading g = { .rows = 0 };
	struct err err = { 0 };
	const bool good = a->store && read_all(a, &g, &err);

	if (good)
		printf("ok   the access log is whole: %" PRId64 " rows\n", g.chain.seq);
	else if (a->store)
		printf("bad  the access log: %s; what comes behind it cannot be relied on\n",
		       err.text);
	return good;
}
