/* SPDX-License-Identifier: MIT */
/*
 * A person's whole record, for that person: GET /v1/record, and then part after part.
 *
 * It may be large.  Nothing of it is kept between two parts: each time all is written anew, on
 * another thread and by a connection to the database of its own, and of what is written no more than
 * the part stays.  So that the parts fit, a part begins with when the first was made, how many bytes
 * came before, and a hash of those: where it is another now, the client begins again.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/clock.h"
#include "base/log.h"
#include "server/door.h"
#include "server/whole.h"

enum { HASH = 16, BUSY_S = 5, TAG = 64, ROOM = 4096 };

struct part {
	struct call *call;
	int64_t moment_ms, from, at; /* at: how much was written so far */
	char before[2 * HASH +
		    1]; /* hash of what came before, as the client has it; "" of the first */
	crypto_generichash_state hash;
	char was[2 * HASH + 1], is[2 * HASH + 1]; /* before this part, and with it */
	struct buf bytes, gzip;
	char writing[ROOM]; /* what is on its way into them */
	bool good;
	struct err err;
};

/* ---- the part of what is written ---- */

static int64_t end_of(const struct part *p)
{
	return p->from + WIRE_RECORD_PART;
}

/* Of all up to here; more may be added. */
static void hash_now(const struct part *p, char out[2 * HASH + 1])
{
	crypto_generichash_state st = p->hash;
	unsigned char hash[HASH];

	crypto_generichash_final(&st, hash, sizeof(hash));
	sodium_bin2hex(out, 2 * HASH + 1, hash, sizeof(hash));
}

/* As far as `end`, which is the beginning of the part or its end; answers how much. */
static size_t take(struct part *p, const char *bytes, size_t n, int64_t end, bool keep)
{
	if ((int64_t)n > end - p->at)
		n = (size_t)(end - p->at);
	crypto_generichash_update(&p->hash, (const unsigned char *)bytes, n);
	if (keep)
		buf_add(&p->bytes, bytes, n);
	p->at += (int64_t)n;
	return n;
}

static ssize_t on_write(void *cookie, const char *bytes, size_t n)
{
	struct part *p = cookie;
	size_t used = 0;

	if (p->at < p->from) {
		used = take(p, bytes, n, p->from, false);
		if (p->at == p->from)
			hash_now(p, p->was);
	}
	if (used < n && p->at < end_of(p)) {
		used += take(p, bytes + used, n - used, end_of(p), true);
		hash_now(p, p->is);
	}
	p->at += (int64_t)(n - used);
	return (ssize_t)n;
}

/* ---- on another thread ---- */

static void work(void *user)
{
	struct part *p = user;
	struct admin a = { .conf = *p->call->server->conf };
	struct whole w = { .a = &a, .member = p->call->member, .now_utc_ms = p->moment_ms };
	FILE *out = fopencookie(p, "w", (cookie_io_functions_t) { .write = on_write });

	crypto_generichash_init(&p->hash, NULL, 0, HASH);
	if (out)
		setvbuf(out, p->writing, _IOFBF, sizeof(p->writing));
	p->good = out && admin_open(&a, &p->err) && whole_write(&w, out, &p->err);
	if (out)
		fclose(out);
	sodium_memzero(p->writing, sizeof(p->writing));
	store_close(a.store);
	buf_init(&p->gzip, p->bytes.n);
	if (!wire_gzip((struct str) { p->bytes.p, p->bytes.n }, &p->gzip))
		buf_reset(&p->gzip);
}

/* ---- the answer ---- */

static void wipe(struct buf *b)
{
	if (b->p)
		sodium_memzero(b->p, b->n);
	buf_finish(b);
}

static void end(struct part *p, const char *code)
{
	if (code)
		call_fail(p->call, code);
	wipe(&p->bytes);
	wipe(&p->gzip);
	free(p);
}

/* The tag says how the next part is asked for: "MOMENTnHASH"; of the last part "MOMENTe". */
static void answer(struct part *p)
{
	char tag[TAG];

	if (p->at > end_of(p))
		snprintf(tag, sizeof(tag), "%" PRId64 "n%s", p->moment_ms, p->is);
	else
		snprintf(tag, sizeof(tag), "%" PRId64 "e", p->moment_ms);
	call_answer_file(p->call, &(struct serve_file) { .type = "application/fhir+json",
							 .tag = tag,
							 .body = { p->bytes.p, p->bytes.n },
							 .gzip = { p->gzip.p, p->gzip.n } });
	end(p, NULL);
}

static void done(void *user)
{
	struct part *p = user;
	struct server *s = p->call->server;

	s->door.records = false;
	if (!p->good)
		log_event(LOG_ERROR_, "record_failed", "member=%" PRId64 " why=\"%s\"",
			  p->call->member, p->err.text);
	if (!p->good || s->ending)
		end(p, "store");
	else if (p->from && (strcmp(p->was, p->before) != 0 || !p->bytes.n))
		end(p, "changed");
	else
		answer(p);
}

static void begin(struct part *p)
{
	struct server *s = p->call->server;

	if (s->ending) {
		end(p, "store");
		return;
	}
	s->door.records = true;
	loop_submit(s->loop, work, done, p);
}

static void on_noted(void *user, const struct store_reply *r)
{
	struct part *p = user;

	if (r->err.code == ERR_NONE && !p->call->server->door.records)
		begin(p);
	else
		end(p, r->err.code == ERR_NONE ? "rate" : "store");
}

/* That it went out is a row of the access log before it does. */
static void note(struct part *p)
{
	const struct access_note n = { .what = ACCESS_RECORD,
				       .action = ACCESS_EXPORT,
				       .whose = p->call->member,
				       .by = p->call->member,
				       .device = p->call->device };
	struct buf row;

	buf_init(&row, ACCESS_ROW_MAX);
	call_ask(p->call, access_req(&n, p->moment_ms, &row), p, on_noted);
	buf_finish(&row);
}

/* "MOMENT.BYTES.HASH" */
static bool read_rest(const char *rest, struct part *p)
{
	char *at;

	if (!isdigit((unsigned char)*rest))
		return false;
	p->moment_ms = strtoll(rest, &at, 10);
	if (*at++ != '.' || !isdigit((unsigned char)*at))
		return false;
	p->from = strtoll(at, &at, 10);
	if (*at++ != '.' || strlen(at) != 2 * HASH)
		return false;
	memcpy(p->before, at, 2 * HASH);
	return p->from > 0 && p->from <= (int64_t)WIRE_RECORD_PART * WIRE_RECORD_PARTS &&
	       p->from % WIRE_RECORD_PART == 0;
}

void door_record(struct call *c)
{
	struct part *p;

	if (!call_may(c, BUDGET_RECORDS))
		return;
	if (c->server->door.records) {
		door_fail_wait(c, BUSY_S);
		return;
	}
	p = mem_get(sizeof(*p));
	p->call = c;
	p->moment_ms = clock_utc_ms();
	buf_init(&p->bytes, WIRE_RECORD_PART);
	if (*c->rest && !read_rest(c->rest, p))
		end(p, "path");
	else if (p->from)
		begin(p);
	else
		note(p);
}
