/* SPDX-License-Identifier: MIT */
/*
 * Who has given the right passphrase: are figures of a phone wanted, too?  Those of an account
 * that has them are; where the clinic demands them of staff, an account without is given a
 * secret, and has it from when its figures were given back.
 */
#include <string.h>

#include <sodium.h>

#include "base/clock.h"
#include "base/log.h"
#include "server/device.h"
#include "server/door.h"
#include "server/figures.h"
#include "server/seal.h"

enum { SEALED_MAX = 512, HASHES_MAX = 1024, CODES_MAX = 512 };

bool door_demands_figures(const struct call *c)
{
	return strcmp(c->server->conf->totp, "staff") == 0 && device_is_staff(str_of(c->role));
}

/* ---- a new secret ---- */

static void tell_secret(void *user, const struct store_reply *r)
{
	struct call *c = user;
	struct buf grouped;

	if (call_store_failed(c, r))
		return;
	buf_init(&grouped, 2 * FIGURES_SECRET);
	figures_group(c->secret, &grouped);
	const struct body_field f = { .key = "secret", .text = grouped.p, .there = true };

	call_fail_with(c, "figures-new", &f, 1);
	sodium_memzero(grouped.p, grouped.n);
	buf_finish(&grouped);
}

/* It is no good until its figures were given back, and another takes its place until then. */
void door_give_secret(struct call *c)
{
	struct buf sealed;
	struct err err = { 0 };

	buf_init(&sealed, SEALED_MAX);
	if (figures_secret(c->secret) &&
	    seal_close(c->server->conf, FIGURES_KEY, str_of(c->secret), &sealed, &err)) {
		call_next(c,
			  (struct store_req) { .op = STORE_FIGURES_SET,
					       .member = c->member,
					       .c = { sealed.p, sealed.n } },
			  tell_secret);
	} else {
		log_event(LOG_ERROR_, "no_secret", "why=\"%s\"", err.text);
		call_fail(c, "store");
	}
	buf_finish(&sealed);
}

/* ---- figures that were given ---- */

static void on_used(void *user, const struct store_reply *r)
{
	struct call *c = user;

	if (r->err.code == ERR_REFUSED) {
		call_fail(c, "figures-wrong");
		return;
	}
	if (call_store_failed(c, r))
		return;
	proof_undo(c);
	door_let_in(c);
}

/* With the first figures come the recovery codes; `clean` is a code where step is 0. */
static void use(struct call *c, const char *clean, int64_t step, bool first)
{
	struct buf hash, hashes;

	buf_init(&hash, SECRET_HASH);
	buf_init(&hashes, HASHES_MAX);
	if (!step)
		figures_code_hash(clean, &hash);
	if (first) {
		buf_init(&c->recovery, CODES_MAX);
		figures_codes(&c->recovery, &hashes);
	}
	call_next(c,
		  (struct store_req) { .op = STORE_FIGURES_USE,
				       .member = c->member,
				       .seq = step,
				       .a = { hash.p, hash.n },
				       .d = { hashes.p, hashes.n } },
		  on_used);
	buf_finish(&hash);
	buf_finish(&hashes);
}

static void check(struct call *c, const struct store_message *kept)
{
	const bool first = kept->hidden;
	char clean[FIGURES_TYPED];
	struct buf secret;
	int64_t step = 0;
	bool is_code;

	if (!door_may_try(c, THROTTLE_FIGURES, c->name))
		return;
	figures_clean(c->body[CALL_FIGURES].text, clean);
	is_code = !figures_are(clean);
	buf_init(&secret, FIGURES_SECRET);
	if (!is_code && !seal_open(c->server->conf, FIGURES_KEY, kept->text, &secret)) {
		log_event(LOG_ERROR_, "no_secret", "member=%lld why=\"cannot be opened\"",
			  (long long)c->member);
		call_fail(c, "store");
	} else if (is_code ? first
			   : !figures_fit(buf_text(&secret), clean, clock_utc_ms(), &step)) {
		call_fail(c, "figures-wrong");
	} else {
		use(c, clean, step, first);
	}
	if (secret.p)
		sodium_memzero(secret.p, secret.n);
	buf_finish(&secret);
}

static void on_figures(void *user, const struct store_reply *r)
{
	struct call *c = user;
	const struct store_message *kept = r->count ? &r->messages[0] : NULL;
	const char *given = c->body[CALL_FIGURES].text;
	const bool has = kept && !kept->hidden;

	if (call_store_failed(c, r))
		return;
	if (!has && !door_demands_figures(c))
		door_let_in(c);
	else if (!given) /* a client that does not know of them */
		call_fail(c, "refused");
	else if (*given && kept)
		check(c, kept);
	else if (has)
		call_fail(c, "figures");
	else
		door_give_secret(c);
}

void door_figures(struct call *c)
{
	call_next(c, (struct store_req) { .op = STORE_FIGURES, .member = c->member },
		  on_figures);
}
