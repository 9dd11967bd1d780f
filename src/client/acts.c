/* SPDX-License-Identifier: MIT */
#include "client/acts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/file.h"
#include "base/locked.h"
#include "client/account.h"
#include "client/core.h"
#include "client/device.h"
#include "text/utf8.h"
#include "wire/body.h"

static void wipe(char **s)
{
	if (*s)
		sodium_memzero(*s, strlen(*s));
	free(*s);
	*s = NULL;
}

void act_finish(struct act *a)
{
	wipe(&a->name);
	wipe(&a->passphrase);
	wipe(&a->secret);
	sodium_memzero(&a->invite, sizeof(a->invite));
	a->kind = a->asks = ACT_NONE;
}

void act_forget(struct act *a)
{
	act_finish(a);
	wipe(&a->recovery);
}

/* What came of it. */

static enum pl_failure on_joined(struct pl_client *c, const struct account_reply *r)
{
	cache_promise(c->cache, c->act.passphrase);
	return device_keep(c, r, c->act.invite.host, c->act.invite.port);
}

static enum pl_failure on_signed_in(struct pl_client *c, const struct account_reply *r)
{
	char *host;
	enum pl_failure failure;

	if (!device_is_same_person(c, r))
		return PL_FAIL_REFUSED;
	host = mem_dup(c->host, strlen(c->host));
	failure = device_keep(c, r, host, c->port);
	free(host);
	return failure;
}

static enum pl_failure on_signed_out(struct pl_client *c, const struct account_reply *r)
{
	static const struct cache_word gone[] = { { "token", NULL }, { "session", NULL } };

	(void)r;
	core_feed(c, LINK_STOP);
	c->failure = PL_OK;
	if (!cache_set(c->cache, gone, sizeof(gone) / sizeof(gone[0]), CACHE_SAME))
		return PL_FAIL_DISK;
	core_load_account(c);
	return PL_OK;
}

static enum pl_failure on_cut_off(struct pl_client *c, const struct account_reply *r)
{
	(void)c;
	(void)r;
	return PL_OK;
}

static enum pl_failure on_noted(struct pl_client *c, const struct account_reply *r)
{
	const char *clean = r->note ? utf8_clean(&c->frame, str_of(r->note)) : "";

	wipe(&c->note);
	c->note = mem_dup(clean, strlen(clean));
	return *clean ? PL_OK : PL_FAIL_SERVER_DOWN;
}

static enum pl_failure on_consents(struct pl_client *c, const struct account_reply *r)
{
	const char *clean = r->consents ? utf8_clean(&c->frame, str_of(r->consents)) : NULL;

	if (!clean)
		return PL_FAIL_SERVER_DOWN;
	wipe(&c->consents);
	c->consents = mem_dup(clean, strlen(clean));
	return PL_OK;
}

static const struct row {
	const char *path;
	bool gives_device; /* the answer is a new device of ours */
	enum pl_failure (*on_ok)(struct pl_client *c, const struct account_reply *r);
} rows[ACT_KINDS] = {
	[ACT_ENROL] = { "/v1/enrol", true, on_joined },
	[ACT_REJOIN] = { "/v1/signin", true, on_joined },
	[ACT_SIGN_IN] = { "/v1/signin", true, on_signed_in },
	[ACT_SIGN_OUT] = { "/v1/signout", false, on_signed_out },
	[ACT_CUT_OFF] = { "/v1/cutoff", false, on_cut_off },
	[ACT_NOTE] = { "/v1/note", false, on_noted },
	[ACT_CONSENTS] = { "/v1/consents", false, on_consents },
	[ACT_CONSENT_SIGN] = { "/v1/consents/sign", false, on_consents },
	[ACT_CONSENT_REVOKE] = { "/v1/consents/revoke", false, on_consents },
};

static void start(struct pl_client *c, enum act_kind kind, struct body_field *fields, size_t n);

/* With the name and the passphrase that the act holds; `figures` "": none yet, but they may be
 * asked for. */
static void start_sign_in(struct pl_client *c, enum act_kind kind, const char *figures)
{
	char *known = kind == ACT_SIGN_IN ? cache_get(c->cache, "known") : NULL;
	struct body_field f[] = {
		{ "name", BODY_TEXT, c->act.name, 0, true },
		{ "passphrase", BODY_TEXT, c->act.passphrase, 0, true },
		{ "figures", BODY_TEXT, (char *)(uintptr_t)figures, 0, true },
		{ "known", BODY_TEXT, known, 0, known != NULL }, /* kept when signed out */
	};

	start(c, kind, f, sizeof(f) / sizeof(f[0]));
	free(known);
}

/*
 * The answer to an earlier try may have been lost on the way: then the invite is used, and
 * the name taken, by this very person.  Their passphrase proves it.
 */
static bool rejoin(struct pl_client *c, enum pl_failure why)
{
	if (c->act.kind != ACT_ENROL || (why != PL_FAIL_INVITE_USED && why != PL_FAIL_NAME))
		return false;
	c->act.result = why;
	start_sign_in(c, ACT_REJOIN, "");
	return true;
}

/* It is not over: name and passphrase are kept for when the figures are there. */
static bool waits_for_figures(struct pl_client *c, enum pl_failure why, const char *secret)
{
	struct act *a = &c->act;
	const char *clean = secret ? utf8_clean(&c->frame, str_of(secret)) : "";

	if (why != PL_FAIL_FIGURES && why != PL_FAIL_FIGURES_WRONG &&
	    why != PL_FAIL_FIGURES_NEW)
		return false;
	a->asks = a->kind == ACT_SIGN_IN ? ACT_SIGN_IN : ACT_REJOIN;
	a->kind = ACT_NONE;
	wipe(&a->secret);
	a->secret = mem_dup(clean, strlen(clean));
	return true;
}

static void on_reply(void *user, const struct fetch_reply *reply)
{
	struct pl_client *c = user;
	const struct row *row = &rows[c->act.kind];
	struct account_reply r;
	enum pl_failure failure;

	data_fetched(c, &reply->toll);
	if (c->is_closing)
		return;
	arena_reset(&c->frame);
	failure = account_read(reply, row->gives_device, &r);
	/* Signed out is signed out, whoever did it. */
	if (c->act.kind == ACT_SIGN_OUT && failure == PL_FAIL_TOKEN)
		failure = PL_OK;
	if (failure == PL_OK)
		failure = row->on_ok(c, &r);
	else if (c->act.kind == ACT_REJOIN && failure == PL_FAIL_PASSPHRASE)
		failure = c->act.result; /* it was somebody else, then */
	c->act.wait_s = r.wait_s;
	if (failure == PL_OK && r.recovery) {
		const char *clean = utf8_clean(&c->frame, str_of(r.recovery));

		c->act.recovery = mem_dup(clean, strlen(clean));
	}
	bool waits = waits_for_figures(c, failure, r.secret);

	account_reply_finish(&r);
	if (!waits && rejoin(c, failure))
		return;
	c->act.result = failure;
	if (!waits)
		act_finish(&c->act);
	c->changed |= PL_CHANGED_ACCOUNT | PL_CHANGED_LINK | PL_CHANGED_GROUPS |
		      PL_CHANGED_PEOPLE | PL_CHANGED_MESSAGES;
}

/* Starting one */

static void start(struct pl_client *c, enum act_kind kind, struct body_field *fields, size_t n)
{
	bool joins = kind == ACT_ENROL || kind == ACT_REJOIN;
	struct fetch_ask ask = { .host = joins ? c->act.invite.host : c->host,
				 .port = joins ? c->act.invite.port : c->port,
				 .path = rows[kind].path,
				 .token = rows[kind].gives_device ? NULL : c->token,
				 .ca_pem = joins ? NULL : c->ca,
				 .fingerprint = joins ? c->act.invite.fingerprint : NULL };
	struct buf body;

	wipe(&c->act.recovery);
	buf_init(&body, WIRE_BODY_MAX);
	body_write(&body, fields, n);
	ask.body = buf_text(&body);
	c->act.kind = kind;
	fetch_start(c->loop, &ask, on_reply, c);
	if (body.p)
		sodium_memzero(body.p, body.n);
	buf_finish(&body);
}

static size_t count_characters(struct str s)
{
	size_t count = 0, n = 0;

	for (size_t at = 0; at < s.n; at += n, count++)
		utf8_at(s, at, &n);
	return count;
}

static enum pl_failure check_passphrase(const char *passphrase)
{
	if (!utf8_valid(str_of(passphrase)))
		return PL_FAIL_ENCODING;
	if (count_characters(str_of(passphrase)) < WIRE_PASSPHRASE_MIN)
		return PL_FAIL_PASSPHRASE_WEAK;
	return strlen(passphrase) > WIRE_PASSPHRASE_MAX ? PL_FAIL_TOO_LONG : PL_OK;
}

static enum pl_failure check_name(const char *name)
{
	if (!utf8_valid(str_of(name)))
		return PL_FAIL_ENCODING;
	return utf8_blank(str_of(name)) || strlen(name) > WIRE_NAME_MAX ? PL_FAIL_NAME : PL_OK;
}

bool pl_invite_is_whole(const char *invite)
{
	struct invite parts;

	return invite_parse(invite, &parts);
}

enum pl_failure pl_client_join(struct pl_client *c, const char *invite, const char *name,
			       const char *passphrase)
{
	enum pl_failure named = check_name(name), failure = check_passphrase(passphrase);
	struct body_field f[] = {
		{ "code", BODY_TEXT, c->act.invite.code, 0, true },
		{ "name", BODY_TEXT, (char *)(uintptr_t)name, 0, true },
		{ "passphrase", BODY_TEXT, (char *)(uintptr_t)passphrase, 0, true },
		{ "figures", BODY_TEXT, (char *)(uintptr_t) "", 0, true },
	};

	if (c->act.kind != ACT_NONE || pl_client_enrolled(c))
		return PL_FAIL_NOT_NOW;
	act_finish(&c->act);
	if (!invite_parse(invite, &c->act.invite))
		return PL_FAIL_INVITE_FORM;
	if (named != PL_OK)
		return named;
	if (failure != PL_OK)
		return failure;
	c->act.name = mem_dup(name, strlen(name));
	c->act.passphrase = mem_dup(passphrase, strlen(passphrase));
	locked_hold(c->act.passphrase, strlen(passphrase));
	start(c, ACT_ENROL, f, sizeof(f) / sizeof(f[0]));
	return PL_OK;
}

static enum pl_failure may_sign_in(const struct pl_client *c, const char *passphrase)
{
	if (c->act.kind != ACT_NONE || !c->host || !c->ca || !c->state.self.id)
		return PL_FAIL_NOT_NOW;
	if (!utf8_valid(str_of(passphrase)))
		return PL_FAIL_ENCODING;
	return strlen(passphrase) > WIRE_PASSPHRASE_MAX ? PL_FAIL_PASSPHRASE : PL_OK;
}

enum pl_failure pl_client_sign_in(struct pl_client *c, const char *passphrase)
{
	enum pl_failure failure = may_sign_in(c, passphrase);
	const char *name = c->state.self.name;

	if (failure != PL_OK)
		return failure;
	act_finish(&c->act);
	c->act.name = mem_dup(name, strlen(name));
	c->act.passphrase = mem_dup(passphrase, strlen(passphrase));
	locked_hold(c->act.passphrase, strlen(passphrase));
	start_sign_in(c, ACT_SIGN_IN, "");
	return PL_OK;
}

enum pl_failure pl_client_figures(struct pl_client *c, const char *figures)
{
	if (c->act.kind != ACT_NONE || c->act.asks == ACT_NONE)
		return PL_FAIL_NOT_NOW;
	if (!figures)
		act_finish(&c->act);
	else if (!utf8_valid(str_of(figures)) || strlen(figures) > WIRE_FIGURES_MAX)
		return PL_FAIL_FIGURES_WRONG;
	else
		start_sign_in(c, c->act.asks, figures);
	return PL_OK;
}

const char *pl_client_secret(const struct pl_client *c)
{
	return c->act.secret ? c->act.secret : "";
}

const char *pl_client_recovery(const struct pl_client *c)
{
	return c->act.recovery ? c->act.recovery : "";
}

enum pl_failure pl_client_sign_out(struct pl_client *c, bool everywhere)
{
	struct body_field f = { "all", BODY_BOOL, NULL, everywhere, true };

	if (c->act.kind != ACT_NONE || !pl_client_enrolled(c))
		return PL_FAIL_NOT_NOW;
	start(c, ACT_SIGN_OUT, &f, 1);
	return PL_OK;
}

enum pl_failure pl_client_cut_off(struct pl_client *c, const char *name)
{
	enum pl_failure named = check_name(name);
	struct body_field f = { "name", BODY_TEXT, (char *)(uintptr_t)name, 0, true };

	if (c->act.kind != ACT_NONE || !pl_client_enrolled(c))
		return PL_FAIL_NOT_NOW;
	if (named != PL_OK)
		return named;
	start(c, ACT_CUT_OFF, &f, 1);
	return PL_OK;
}

enum pl_failure pl_client_note(struct pl_client *c, int64_t group, const char *name)
{
	enum pl_failure named = check_name(name);
	struct body_field f[] = {
		{ "group", BODY_NUMBER, NULL, group, true },
		{ "name", BODY_TEXT, (char *)(uintptr_t)name, 0, true },
	};

	if (c->act.kind != ACT_NONE || !pl_client_enrolled(c))
		return PL_FAIL_NOT_NOW;
	if (named != PL_OK)
		return named;
	start(c, ACT_NOTE, f, 2);
	return PL_OK;
}

const char *pl_client_note_text(const struct pl_client *c)
{
	return c->note ? c->note : "";
}

enum pl_failure pl_client_note_save(const struct pl_client *c, const char *path)
{
	if (!c->note)
		return PL_FAIL_NOT_NOW;
	return file_make(path, str_of(c->note), 0600, NULL) ? PL_OK : PL_FAIL_FILE;
}

static enum pl_failure ask_of_consents(struct pl_client *c, enum act_kind kind, int64_t number,
				       const char *name)
{
	char *language =
		c->filling.language; /* to be read in; NULL: English, which is not said */
	struct body_field f[] = {
		{ "consent", BODY_NUMBER, NULL, number, number > 0 },
		{ "name", BODY_TEXT, (char *)(uintptr_t)name, 0, name != NULL },
		{ "language", BODY_TEXT, language, 0, language != NULL },
	};

	if (c->act.kind != ACT_NONE || !pl_client_enrolled(c))
		return PL_FAIL_NOT_NOW;
	start(c, kind, f, 3);
	return PL_OK;
}

/* What is here may be old by now. */
enum pl_failure pl_client_consents(struct pl_client *c)
{
	const enum pl_failure f = ask_of_consents(c, ACT_CONSENTS, 0, NULL);

	if (f == PL_OK)
		wipe(&c->consents);
	return f;
}

enum pl_failure pl_client_consent_sign(struct pl_client *c, int64_t number, const char *name)
{
	const enum pl_failure named = check_name(name);

	return named == PL_OK ? ask_of_consents(c, ACT_CONSENT_SIGN, number, name) : named;
}

enum pl_failure pl_client_consent_revoke(struct pl_client *c, int64_t number)
{
	return ask_of_consents(c, ACT_CONSENT_REVOKE, number, NULL);
}

const char *pl_client_consents_text(const struct pl_client *c)
{
	return c->consents;
}

enum pl_failure pl_client_check(const struct pl_client *c, const char *passphrase)
{
	return cache_check(c->cache, passphrase);
}

bool pl_client_busy(const struct pl_client *c)
{
	return c->act.kind != ACT_NONE;
}

int pl_client_wait_s(const struct pl_client *c)
{
	return c->act.wait_s;
}

enum pl_failure pl_client_result(const struct pl_client *c)
{
	return c->act.result;
}
