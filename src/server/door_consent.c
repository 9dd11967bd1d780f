/* SPDX-License-Identifier: MIT */
/*
 * A person's consents, for that person: to read, to sign and to take back.  Each reads the person's own
 * rows alone, and answers with how things stand then, in the language that was asked for.  To add a row
 * it is asked first where the log of all people ends: what came to that log since is found when the row
 * does not fit there any more.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/log.h"
#include "server/consent.h"
#include "server/door.h"

enum { PAGE = 500, ANSWER_MAX = 32768 };

struct consenting {
	struct call *call;
	struct consents log; /* of this person alone */
	int64_t seq;         /* of the last of its rows */
	/* What row is to be added; NULL: none, or it is there. */
	const char *(*write)(struct consenting *n, struct body_field f[CONSENT_FIELDS]);
	struct consents_row row; /* on its way */
};

static void finish(struct consenting *n)
{
	consents_finish(&n->log);
	buf_finish(&n->row.text);
	free(n);
}

static void fail(struct consenting *n, const char *code)
{
	call_fail(n->call, code);
	finish(n);
}

/* ---- how things stand ---- */

/* Of a language that we do not have, English. */
static enum consent_language asked_for(const struct consenting *n)
{
	const char *code = n->call->body[CALL_LANGUAGE].text;
	enum consent_language l;

	return code && consent_find_language(code, &l) ? l : CONSENT_EN;
}

static void put_consent(const struct consent *c, enum consent_language l, struct buf *out)
{
	struct buf state;

	buf_init(&state, CONSENT_TEXT_MAX);
	consent_write_state(c, clock_utc_ms(), l, &state);
	buf_addf(out, "%s%s\n\n", c->texts[consent_read_in(c, l)], buf_text(&state));
	buf_finish(&state);
}

/* The newest first; as much as there is room for. */
static void write_all(const struct consenting *n, struct buf *out)
{
	const struct consents *log = &n->log;
	const enum consent_language l = asked_for(n);
	const int64_t member = n->call->member;

	for (size_t i = log->count; i-- > 0;)
		if (log->all[i].member == member)
			put_consent(&log->all[i], l, out);
	for (size_t i = log->uses_count; i-- > 0;)
		if (log->uses[i].member == member)
			consent_write_use(&log->uses[i], l, out);
}

static void answer(struct consenting *n)
{
	struct body_field f = { .key = "consents", .there = true };
	struct buf text;

	buf_init(&text, ANSWER_MAX);
	write_all(n, &text);
	f.text = (char *)(uintptr_t)buf_text(&text);
	call_answer(n->call, &f, 1);
	buf_finish(&text);
	finish(n);
}

/* ---- what is written ---- */

/* NULL, or why not: see door.c. */
static const char *write_sign(struct consenting *n, struct body_field f[CONSENT_FIELDS])
{
	const int64_t number = n->call->body[CALL_CONSENT].number;
	const struct consent *c = consents_find(&n->log, number);
	const char *no = consent_may_sign(c, n->call->member, n->call->name, clock_utc_ms());

	if (no)
		return strcmp(no, WIRE_E_FORM) == 0 ? "form" : "consent";
	if (strcasecmp(n->call->name, c->patient) != 0)
		return "consent";
	consent_fields(f, "sign", number);
	consent_field(f, CONSENT_F_SIGNER, n->call->name);
	consent_field(f, CONSENT_F_LANGUAGE,
		      consent_language_code(consent_read_in(c, asked_for(n))));
	return NULL;
}

static const char *write_revoke(struct consenting *n, struct body_field f[CONSENT_FIELDS])
{
	const int64_t number = n->call->body[CALL_CONSENT].number;
	const struct consent *c = consents_find(&n->log, number);

	if (!c || c->member != n->call->member || c->ended_ms)
		return "consent";
	consent_fields(f, "revoke", number);
	consent_field(f, CONSENT_F_WHY, "by the patient, here");
	return NULL;
}

static void look(struct consenting *n);

/* Somebody else has written to the log meanwhile: it is read on, and tried again. */
static void on_written(void *user, const struct store_reply *r)
{
	struct consenting *n = user;

	buf_finish(&n->row.text);
	if (r->err.code == ERR_NONE)
		n->write = NULL;
	if (r->err.code != ERR_NONE && r->err.code != ERR_EXISTS)
		fail(n, "store");
	else
		look(n);
}

static void add_row(struct consenting *n)
{
	struct body_field f[CONSENT_FIELDS];
	const char *no = n->write(n, f);

	if (!no && !consents_next(&n->log, n->call->member, clock_utc_ms(), f, &n->row))
		no = "large";
	if (no)
		fail(n, no);
	else
		call_ask(n->call, n->row.req, n, on_written);
}

static struct store_req page_of(const struct consenting *n)
{
	return (struct store_req) {
		.op = STORE_CONSENTS, .member = n->call->member, .seq = n->seq, .limit = PAGE
	};
}

static void on_page(void *user, const struct store_reply *r)
{
	struct consenting *n = user;
	struct err err = r->err;

	for (size_t i = 0; i < r->count && err.code == ERR_NONE; i++) {
		n->seq = r->messages[i].seq;
		consents_take(&n->log, &r->messages[i], &err);
	}
	if (err.code != ERR_NONE) {
		log_event(LOG_ERROR_, "consents_failed", "why=\"%s\"", err.text);
		fail(n, "store");
	} else if (r->count == PAGE) {
		call_ask(n->call, page_of(n), n, on_page);
	} else if (n->write) {
		add_row(n);
	} else {
		answer(n);
	}
}

static void on_end(void *user, const struct store_reply *r)
{
	struct consenting *n = user;

	if (r->count)
		consents_end(&n->log, &r->messages[0]);
	if (r->err.code != ERR_NONE || n->call->server->ending)
		fail(n, "store");
	else
		call_ask(n->call, page_of(n), n, on_page);
}

/* The end first: a row of this person's that comes between the two is behind it, and found so. */
static void look(struct consenting *n)
{
	const struct store_req end = { .op = STORE_CONSENTS_END };

	if (n->call->server->ending)
		fail(n, "store");
	else if (n->write)
		call_ask(n->call, end, n, on_end);
	else
		call_ask(n->call, page_of(n), n, on_page);
}

static void begin(struct call *c, const char *(*write)(struct consenting *n,
						       struct body_field f[CONSENT_FIELDS]))
{
	struct consenting *n;

	if (!call_may(c, BUDGET_CONSENTS))
		return;
	n = mem_get(sizeof(*n));
	n->call = c;
	n->write = write;
	n->log.own = true;
	look(n);
}

void door_consents(struct call *c)
{
	begin(c, NULL);
}

void door_consent_sign(struct call *c)
{
	const char *no = call_take_name(c);

	if (no)
		call_fail(c, no);
	else
		begin(c, write_sign);
}

void door_consent_revoke(struct call *c)
{
	begin(c, write_revoke);
}
