/* SPDX-License-Identifier: MIT */
/* A person's own rows alone: whose they are is who asks, and nothing in the path says otherwise. */
#include "server/reads.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "server/access.h"

struct reading {
	struct call *call;
	struct arena mem;
	struct access_note notes[READS_PAGE];
	size_t count;
	struct str names[READS_PAGE];
};

static void end(struct reading *g, const char *code)
{
	if (code)
		call_fail(g->call, code);
	arena_finish(&g->mem);
	free(g);
}

/* "worksheet", "worksheet.export" */
static struct str kind_of(struct reading *g, const struct access_note *n)
{
	char word[64];
	int len = snprintf(word, sizeof(word), "%s%s%s", access_whats[n->what],
			   n->action == ACCESS_READ ? "" : ".",
			   n->action == ACCESS_READ ? "" : access_actions[n->action]);

	return (struct str) { arena_dup(&g->mem, word, (size_t)len), (size_t)len };
}

static void add(struct reading *g, size_t i, struct buf *json)
{
	const struct access_note *n = &g->notes[i];
	const bool has_subject = n->subject.n && n->subject.n <= WIRE_CODE_MAX;
	struct err err = { 0 };
	const struct wire_msg m = {
		.type = WIRE_WAS_READ,
		.has = WIRE_S | WIRE_D | WIRE_R | WIRE_N | (n->by ? WIRE_U | WIRE_X : 0u) |
		       (n->group ? WIRE_G : 0u) | (n->day_utc_ms > 0 ? WIRE_K : 0u) |
		       (has_subject ? WIRE_C : 0u) | (n->why.n ? WIRE_B : 0u),
		.s = n->seq,
		.d = n->utc_ms,
		.r = kind_of(g, n),
		.n = n->count,
		.u = n->by,
		.x = g->names[i],
		.g = n->group,
		.k = n->day_utc_ms,
		.c = n->subject,
		.b = n->why,
	};

	if (!wire_add(json, &m, &err))
		log_event(LOG_ERROR_, "read_unsaid", "row=%lld why=\"%s\"", (long long)n->seq,
			  err.text);
}

static void answer(struct reading *g)
{
	char tag[SECRET_HASH];
	struct buf json, gzip;

	buf_init(&json, WIRE_FRAME_MAX);
	for (size_t i = 0; i < g->count; i++)
		add(g, i, &json);
	if (!wire_close(&json))
		buf_adds(&json, "[]");
	secret_hash(buf_text(&json), tag);
	buf_init(&gzip, json.n);
	if (!wire_gzip((struct str) { json.p, json.n }, &gzip))
		buf_reset(&gzip);
	call_answer_file(g->call, &(struct serve_file) { .type = "application/json",
							 .tag = tag,
							 .body = { json.p, json.n },
							 .gzip = { gzip.p, gzip.n } });
	buf_finish(&gzip);
	buf_finish(&json);
	end(g, NULL);
}

static void on_users(void *user, const struct store_reply *r)
{
	struct reading *g = user;

	for (size_t i = 0; i < g->count; i++)
		for (size_t k = 0; k < r->count; k++)
			if (r->users[k].id == g->notes[i].by)
				g->names[i] =
					(struct str) { arena_dup(&g->mem, r->users[k].name.p,
								 r->users[k].name.n),
						       r->users[k].name.n };
	if (r->err.code == ERR_NONE)
		answer(g);
	else
		end(g, "store");
}

/* Of rows that cannot be read nothing can be said; porchlightd check says so to the clinic. */
static void on_rows(void *user, const struct store_reply *r)
{
	struct reading *g = user;

	for (size_t i = 0; i < r->count && g->count < READS_PAGE; i++) {
		struct store_message row = r->messages[i];

		row.text.p = arena_dup(&g->mem, row.text.p, row.text.n);
		g->count += access_read(&row, &g->notes[g->count]);
	}
	if (r->err.code != ERR_NONE || g->call->server->ending)
		end(g, "store");
	else
		call_ask(g->call, (struct store_req) { .op = STORE_USERS }, g, on_users);
}

void reads_door(struct call *c)
{
	struct reading *g;
	char *rest = c->rest;
	const int64_t before = strtoll(c->rest, &rest, 10);

	if (*rest || before < 0 || (*c->rest && !isdigit((unsigned char)*c->rest))) {
		call_fail(c, "path");
		return;
	}
	g = mem_get(sizeof(*g));
	g->call = c;
	call_ask(c,
		 (struct store_req) { .op = STORE_ACCESSES_OF,
				      .member = c->member,
				      .seq = before,
				      .limit = READS_PAGE },
		 g, on_rows);
}
