/* SPDX-License-Identifier: MIT */
/* The two requests that end with a token: to enrol, and to sign in. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "server/cases.h"
#include "server/door.h"
#include "server/known.h"
#include "server/plan.h"

enum { BUSY_S = 5 }; /* when there was no place for the slow hash */

static const char *check_passphrase(const struct call *c, bool is_new)
{
	const char *text = c->body[CALL_PASSPHRASE].text;
	size_t letters = 0;

	if (!text)
		return "form";
	if (strlen(text) > WIRE_PASSPHRASE_MAX)
		return "large";
	for (const char *p = text; *p; p++)
		letters += (*p & 0xc0) != 0x80;
	return is_new && letters < WIRE_PASSPHRASE_MIN ? "weak" : NULL;
}

void door_fail_wait(struct call *c, int64_t seconds)
{
	const struct body_field wait = {
		.key = "wait", .kind = BODY_NUMBER, .number = seconds, .there = true
	};

	call_fail_with(c, "rate", &wait, 1);
}

/* Counts the try; false: it has to wait, and was told for how long. */
bool door_may_try(struct call *c, enum throttle_what what, const char *name)
{
	const int64_t wait_ms = proof_take(c, what, name);

	if (wait_ms)
		door_fail_wait(c, (wait_ms + 999) / 1000);
	return wait_ms == 0;
}

/* The slow hash.  Without a place for it nothing was tried. */
static void start_proof(struct call *c, void (*then)(struct call *c))
{
	if (proof_start(c, then))
		return;
	proof_undo(c);
	door_fail_wait(c, BUSY_S);
}

/* What both end with */

static void send_token(struct call *c)
{
	struct buf known;

	buf_init(&known, WIRE_KNOWN_MAX);
	const bool good = known_make(c->server->conf, c->member, c->device, &known);
	const struct body_field f[] = {
		{ .key = "member", .kind = BODY_NUMBER, .number = c->member, .there = true },
		{ .key = "name", .text = c->name, .there = true },
		{ .key = "role", .text = c->role, .there = true },
		{ .key = "device", .kind = BODY_NUMBER, .number = c->device, .there = true },
		{ .key = "token", .text = c->token, .there = true },
		{ .key = "ca", .text = c->server->ca_pem, .there = true },
		{ .key = "known", .text = known.p, .there = good },
		{ .key = "recovery", .text = c->recovery.p, .there = c->recovery.p != NULL },
	};

	call_answer(c, f, sizeof(f) / sizeof(f[0]));
	buf_finish(&known);
}

static void make_token(struct call *c)
{
	secret_token(c->token);
	secret_hash(c->token, c->token_hash);
}

/* To enrol */

/* Now they are there, and sign in as all do. */
static void on_device_gone(void *user, const struct store_reply *r)
{
	struct call *c = user;

	if (call_store_failed(c, r))
		return;
	if (c->body[CALL_FIGURES].text)
		door_give_secret(c);
	else
		call_fail(c, "refused");
}

/* Their first WebSocket must find them in their groups. */
static void on_groups(void *user, const struct store_reply *r)
{
	struct call *c = user;
	struct hub *h = c->server->hub;
	const struct store_user who = { .id = c->member, .role = str_of(c->role) };

	if (call_store_failed(c, r))
		return;
	for (size_t i = 0; i < r->count; i++) {
		hub_put_group(h, r->groups[i].id, r->groups[i].name, r->groups[i].last_seq);
		hub_put_first(h, r->groups[i].id, r->groups[i].first_seq);
		hub_put_person(h, r->groups[i].id,
			       &(struct hub_somebody) { .id = c->member,
							.seen_seq = r->groups[i].seen_seq,
							.name = str_of(c->name),
							.role = str_of(c->role),
							.called = r->groups[i].called });
		plan_person(c->server, r->groups[i].id, &who);
		cases_person(c->server, r->groups[i].id, &who);
	}
	plan_go(c->server);
	server_pump(c->server);
	if (door_demands_figures(c))
		call_next(c,
			  (struct store_req) { .op = STORE_DEVICE_DROP, .device = c->device },
			  on_device_gone);
	else
		send_token(c);
}

static void on_new_device(void *user, const struct store_reply *r)
{
	struct call *c = user;

	if (call_store_failed(c, r))
		return;
	if (r->count == 0) {
		call_fail(c, "store");
		return;
	}
	c->role = mem_dup(r->users[0].role.p, r->users[0].role.n);
	call_next(c, (struct store_req) { .op = STORE_GROUPS, .member = c->member }, on_groups);
}

/* What is wrong with the invite, or the name, was told. */
static bool invite_failed(struct call *c, const struct store_reply *r)
{
	static const char *const codes[ERR_CODES] = {
		[ERR_NOT_FOUND] = "invite",
		[ERR_REFUSED] = "used",
		[ERR_TOO_OLD] = "expired",
		[ERR_EXISTS] = "name",
	};

	if (!codes[r->err.code])
		return call_store_failed(c, r);
	call_fail(c, codes[r->err.code]);
	return true;
}

static void on_enrolled(void *user, const struct store_reply *r)
{
	struct call *c = user;

	if (invite_failed(c, r))
		return;
	c->member = r->member;
	c->device = r->device;
	call_next(c, (struct store_req) { .op = STORE_DEVICE_FIND, .a = str_of(c->token_hash) },
		  on_new_device);
}

static void enrol_hashed(struct call *c)
{
	if (!c->hash_good) {
		call_fail(c, "store");
		return;
	}
	make_token(c);
	call_next(c,
		  (struct store_req) { .op = STORE_ENROL,
				       .a = str_of(c->code_hash),
				       .b = str_of(c->name),
				       .c = str_of(c->hash),
				       .d = str_of(c->token_hash),
				       .utc_ms = clock_utc_ms() },
		  on_enrolled);
}

/* Who has a good invite is no stranger: nobody else's tries make them wait. */
static void on_invite(void *user, const struct store_reply *r)
{
	struct call *c = user;

	if (invite_failed(c, r) || !door_may_try(c, THROTTLE_INVITE, c->code_hash))
		return;
	c->is_invited = true;
	start_proof(c, enrol_hashed);
}

void door_enrol(struct call *c)
{
	const char *no = call_take_name(c);

	c->makes_hash = true;
	if (!no)
		no = check_passphrase(c, true);
	if (!no && !c->body[CALL_CODE].text)
		no = "form";
	if (!no && strlen(c->body[CALL_CODE].text) > WIRE_CODE_MAX)
		no = "large";
	if (no) {
		call_fail(c, no);
		return;
	}
	secret_hash(c->body[CALL_CODE].text, c->code_hash);
	call_next(c,
		  (struct store_req) { .op = STORE_INVITE_FIND,
				       .a = str_of(c->code_hash),
				       .utc_ms = clock_utc_ms() },
		  on_invite);
}

/* To sign in */

static void on_device(void *user, const struct store_reply *r)
{
	struct call *c = user;

	if (r->err.code == ERR_REFUSED) {
		call_fail(c, "disabled");
		return;
	}
	if (call_store_failed(c, r))
		return;
	c->device = r->id;
	if (c->device == c->was_device) /* the token that it had is no more */
		conn_recheck(c->server, c->member);
	send_token(c);
}

void door_let_in(struct call *c)
{
	make_token(c);
	call_next(c,
		  (struct store_req) { .op = STORE_DEVICE_ADD,
				       .member = c->member,
				       .device = c->was_device,
				       .a = str_of(c->token_hash),
				       .utc_ms = clock_utc_ms() },
		  on_device);
}

static void signin_checked(struct call *c)
{
	/* c->role tells that there is such a person, and "" that the account is off. */
	if (!c->hash_good || !c->role) {
		call_fail(c, "passphrase");
		return;
	}
	proof_undo(c);
	if (!*c->role)
		call_fail(c, "disabled");
	else
		door_figures(c);
}

static void on_user(void *user, const struct store_reply *r)
{
	struct call *c = user;
	const struct store_user *u = r->count ? &r->users[0] : NULL;
	struct str hash = u ? u->pass_hash : str_of(c->server->door.dummy_hash);

	if (call_store_failed(c, r))
		return;
	if (u) {
		free(c->name);
		c->name = mem_dup(u->name.p, u->name.n);
		c->role = u->disabled ? mem_dup("", 0) : mem_dup(u->role.p, u->role.n);
		c->member = u->id;
		c->is_known = known_is(c->server->conf, c->body[CALL_KNOWN].text, u->id,
				       &c->was_device);
	}
	if (hash.n < sizeof(c->hash))
		memcpy(c->hash, hash.p, hash.n);
	if (door_may_try(c, THROTTLE_PASSPHRASE, c->name))
		start_proof(c, signin_checked);
}

void door_signin(struct call *c)
{
	const char *no = call_take_name(c);

	if (!no)
		no = check_passphrase(c, false);
	if (no)
		call_fail(c, no);
	else
		call_next(c, (struct store_req) { .op = STORE_USER_FIND, .a = str_of(c->name) },
			  on_user);
}
