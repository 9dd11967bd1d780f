/* SPDX-License-Identifier: MIT */
#include "client/reads.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "client/account.h"
#include "client/core.h"
#include "net/fetch.h"
#include "text/utf8.h"

struct reads_get {
	struct pl_client *client;
	struct fetch_line *line;
	bool stale; /* the rows are another person's now */
	bool older;
};

/* ---- rows ---- */

/* In the order of the enum; behind a dot what else was done. */
static const char *const whats[PL_READ_WHATS] = {
	"",         "attendance", "hours",      "session", "note",   "worksheet",
	"trend",    "plan",       "legal-name", "replies", "hidden", "reported",
	"schedule", "consent",    "access-log", "record",
};

static bool ends_in(struct str word, const char *end)
{
	const size_t n = strlen(end);

	return word.n > n && memcmp(word.p + word.n - n, end, n) == 0;
}

static enum pl_read_what what_of(struct str word)
{
	const char *dot = memchr(word.p, '.', word.n);

	if (dot)
		word.n = (size_t)(dot - word.p);
	for (int i = 1; i < PL_READ_WHATS; i++)
		if (str_is(word, whats[i]))
			return (enum pl_read_what)i;
	return PL_READ_OTHER;
}

static const char *clean(struct reads *r, struct str text, size_t most)
{
	return utf8_clean_name(&r->mem, text, most);
}

/* "2026-01-02/2026-11-26": noon of both days. */
static bool read_span(struct str text, int64_t *from, int64_t *to)
{
	struct tm a = { 0 }, b = { 0 };
	char copy[32];

	snprintf(copy, sizeof(copy), "%.*s", (int)text.n, text.p);
	if (sscanf(copy, "%4d-%2d-%2d/%4d-%2d-%2d", &a.tm_year, &a.tm_mon, &a.tm_mday,
		   &b.tm_year, &b.tm_mon, &b.tm_mday) != 6)
		return false;
	a.tm_year -= 1900;
	b.tm_year -= 1900;
	a.tm_mon--;
	b.tm_mon--;
	a.tm_hour = b.tm_hour = 12; /* the same day in all zones but the farthest */
	*from = (int64_t)timegm(&a) * 1000;
	*to = (int64_t)timegm(&b) * 1000;
	return true;
}

static void add(struct reads *r, const struct wire_msg *m)
{
	struct pl_was_read *row = &r->rows[r->count];

	if (m->type != WIRE_WAS_READ || r->count == READS_MAX ||
	    (r->count && m->s >= r->rows[r->count - 1].number))
		return;
	*row = (struct pl_was_read) {
		.number = m->s,
		.utc_ms = m->d,
		.of_utc_ms = m->k,
		.count = m->n,
		.what = what_of(m->r),
		.exported = ends_in(m->r, ".export"),
		.erased = ends_in(m->r, ".erase"),
		.who = clean(r, m->x, WIRE_NAME_MAX),
		.form = clean(r, m->c, WIRE_CODE_MAX),
		.why = clean(r, m->b, WIRE_TEXT_MAX),
	};
	if (row->exported && read_span(m->c, &row->from_utc_ms, &row->to_utc_ms))
		row->form = "";
	r->count++;
}

/* The rows of an answer, behind those that are here, or in their place. */
static bool take(struct reads *r, struct str json, bool older)
{
	struct arena mem = { 0 };
	struct wire_frame f = { .n = 0 };
	struct err err = { 0 };
	const bool none = str_is(json, "[]");
	const bool good = none || wire_decode(json, WIRE_SERVER, &mem, &f, &err);

	if (good && !older) {
		r->count = 0;
		arena_reset(&r->mem);
	}
	for (size_t i = 0; good && i < f.n; i++)
		add(r, &f.msgs[i]);
	if (good)
		r->ended = f.n < READS_PAGE || r->count == READS_MAX;
	else
		log_event(LOG_WARN_, "reads", "why=\"%s\"", err.text);
	arena_finish(&mem);
	return good;
}

/* ---- the fetch ---- */

static void keep(struct pl_client *c, const struct fetch_reply *r)
{
	char *json = mem_dup(r->body.p, r->body.n);

	schedule_keep_word(c, "reads", json);
	schedule_keep_word(c, "reads_tag", r->tag);
	free(json);
}

static enum pl_failure took(struct reads_get *g, const struct fetch_reply *r)
{
	struct pl_client *c = g->client;

	if (!r->status)
		return account_failure_of_end(r->end);
	if (r->status == 401)
		return PL_FAIL_TOKEN;
	if (r->status != 304 && (r->status != 200 || !take(&c->reads, r->body, g->older)))
		return PL_FAIL_SERVER_DOWN;
	if (g->older)
		return PL_OK;
	if (r->status == 200)
		keep(c, r);
	c->reads.asked_utc_ms = schedule_now(c);
	return PL_OK;
}

static void on_got(void *user, const struct fetch_reply *r)
{
	struct reads_get *g = user;
	struct pl_client *c = g->client;
	struct toll toll = { 0 };

	fetch_line_close(g->line, &toll);
	data_fetched(c, &toll);
	if (!g->stale) {
		c->reads.get = NULL;
		if (!c->is_closing)
			c->reads.failure = took(g, r);
		c->changed |= PL_CHANGED_SHEETS | PL_CHANGED_ACCOUNT;
	}
	free(g);
}

static enum pl_failure start(struct pl_client *c, bool older)
{
	struct reads *r = &c->reads;
	char *tag = older ? NULL : cache_get(c->cache, "reads_tag");
	char path[64] = "/v1/reads";
	struct reads_get *g = mem_get(sizeof(*g));

	*g = (struct reads_get) { .client = c, .line = fetch_line_open(), .older = older };
	if (older)
		snprintf(path, sizeof(path), "/v1/reads/%" PRId64,
			 r->rows[r->count - 1].number);
	r->get = g;
	fetch_start(c->loop,
		    &(struct fetch_ask) { .host = c->host,
					  .port = c->port,
					  .path = path,
					  .token = c->token,
					  .ca_pem = c->ca,
					  .tag = tag,
					  .line = g->line,
					  .packed = true },
		    on_got, g);
	free(tag);
	return PL_OK;
}

/* ---- life ---- */

void reads_open(struct pl_client *c)
{
	char *json = cache_get(c->cache, "reads");

	if (json)
		take(&c->reads, str_of(json), false);
	free(json);
}

void reads_finish(struct pl_client *c)
{
	arena_finish(&c->reads.mem);
}

void reads_forget(struct pl_client *c)
{
	if (c->reads.get)
		c->reads.get->stale = true;
	arena_finish(&c->reads.mem);
	c->reads = (struct reads) { .count = 0 };
}

/* ---- the public face ---- */

size_t pl_client_reads(struct pl_client *c, const struct pl_was_read **out)
{
	*out = c->reads.rows;
	return c->reads.count;
}

void pl_client_reads_state(const struct pl_client *c, struct pl_reads *out)
{
	*out = (struct pl_reads) { .busy = c->reads.get != NULL,
				   .older = c->reads.count && !c->reads.ended,
				   .failure = c->reads.failure,
				   .asked_utc_ms = c->reads.asked_utc_ms };
}

enum pl_failure pl_client_reads_fetch(struct pl_client *c)
{
	if (!pl_client_enrolled(c))
		return PL_FAIL_REFUSED;
	return c->reads.get ? PL_FAIL_NOT_NOW : start(c, false);
}

enum pl_failure pl_client_reads_older(struct pl_client *c)
{
	if (!pl_client_enrolled(c))
		return PL_FAIL_REFUSED;
	if (c->reads.get)
		return PL_FAIL_NOT_NOW;
	return c->reads.count && !c->reads.ended ? start(c, true) : PL_FAIL_GONE;
}
