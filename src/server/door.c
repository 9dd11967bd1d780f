/* SPDX-License-Identifier: MIT */
#include "server/door.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/clock.h"
#include "base/log.h"
#include "server/device.h"
#include "server/feed.h"
#include "server/offered.h"
#include "server/plan.h"
#include "server/reads.h"
#include "server/rights.h"
#include "text/utf8.h"

/* What may be asked for; by whom is in rights.c.  A path that ends in '/' is the beginning of
 * one.  See porchlight-protocol(5). */
struct route {
	bool post;
	const char *path;
	void (*run)(struct call *c);
};

static const struct {
	const char *code;
	int status;
} errors[] = {
	{ "form", 400 },        { "weak", 400 },    { "passphrase", 401 },
	{ "token", 401 },       { "figures", 401 }, { "figures-wrong", 401 },
	{ "figures-new", 401 }, { "refused", 403 }, { "disabled", 403 },
	{ "invite", 403 },      { "used", 403 },    { "expired", 403 },
	{ "consent", 409 },     { "changed", 409 }, { "path", 404 },
	{ "session", 404 },     { "name", 409 },    { "large", 413 },
	{ "rate", 429 },        { "store", 500 },
};

static void call_free(struct call *c)
{
	body_finish(c->body, CALL_FIELDS);
	free(c->name);
	free(c->role);
	if (c->recovery.p)
		sodium_memzero(c->recovery.p, c->recovery.n);
	buf_finish(&c->recovery);
	sodium_memzero(c, sizeof(*c));
	free(c);
}

static void call_end(struct call *c, int status, const struct body_field *fields, size_t n)
{
	struct buf json;

	buf_init(&json, 64 * 1024);
	body_write(&json, fields, n);
	serve_answer(c->request, status, (struct str) { json.p, json.n });
	if (json.p)
		sodium_memzero(json.p, json.n);
	buf_finish(&json);
	call_free(c);
}

static void log_answered(const struct call *c)
{
	log_event(LOG_INFO_, "answered", "path=%s member=%lld", c->route->path,
		  (long long)c->member);
}

void call_answer(struct call *c, const struct body_field *fields, size_t n)
{
	log_answered(c);
	call_end(c, 200, fields, n);
}

void call_answer_file(struct call *c, const struct serve_file *f)
{
	log_answered(c);
	serve_answer_file(c->request, f);
	call_free(c);
}

void call_fail_with(struct call *c, const char *code, const struct body_field *more, size_t n)
{
	char copy[WIRE_CODE_MAX];
	struct body_field f[1 + CALL_MORE] = {
		{ .key = "error", .text = copy, .there = true }
	};
	int status = 500;

	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (strcmp(errors[i].code, code) == 0)
			status = errors[i].status;
	memcpy(copy, code, strlen(code) + 1);
	for (size_t i = 0; i < n; i++)
		f[1 + i] = more[i];
	log_event(LOG_INFO_, "refused", "path=%s code=%s", c->route ? c->route->path : "-",
		  code);
	call_end(c, status, f, 1 + n);
}

void call_fail(struct call *c, const char *code)
{
	call_fail_with(c, code, NULL, 0);
}

bool call_may(struct call *c, enum budget_what what)
{
	unsigned char network[16];
	struct str whom = { (const char *)network, budget_network(c->address, network) };

	if (budget_rows[what].per == BUDGET_PER_ACCOUNT)
		whom = (struct str) { (const char *)&c->member, sizeof(c->member) };
	if (budget_take(c->server->budget, what, whom, clock_ms()))
		return true;
	call_fail(c, "rate");
	return false;
}

void call_ask(struct call *c, struct store_req r, void *user,
	      void (*done)(void *user, const struct store_reply *r))
{
	r.done = done;
	r.user = user;
	store_submit(c->server->store, &r);
}

void call_next(struct call *c, struct store_req r,
	       void (*done)(void *user, const struct store_reply *r))
{
	if (c->server->ending)
		call_fail(c, "store");
	else
		call_ask(c, r, c, done);
}

bool call_store_failed(struct call *c, const struct store_reply *r)
{
	if (r->err.code == ERR_NONE)
		return false;
	log_event(LOG_ERROR_, "store_failed", "path=%s why=\"%s\"", c->route->path,
		  r->err.text);
	call_fail(c, "store");
	return true;
}

/* What people write */

const char *call_take_name(struct call *c)
{
	struct arena *a = &c->server->door.names;
	const char *text = c->body[CALL_NAME].text;
	struct str clean;

	if (!text)
		return "form";
	arena_reset(a);
	clean = str_of(utf8_clean_name(a, str_of(text), WIRE_BODY_MAX));
	if (clean.n > WIRE_NAME_MAX)
		return "large";
	if (utf8_blank(clean))
		return "name";
	c->name = mem_dup(clean.p, clean.n);
	return NULL;
}

/* Anybody may ask this */

static void do_ca(struct call *c)
{
	const struct body_field f = { .key = "ca", .text = c->server->ca_pem, .there = true };

	call_answer(c, &f, 1);
}

static const struct route routes[] = {
	{ false, "/v1/ca", do_ca },
	{ true, "/v1/enrol", door_enrol },
	{ true, "/v1/signin", door_signin },
	{ true, "/v1/signout", door_signout },
	{ true, "/v1/cutoff", door_cutoff },
	{ false, "/calendar/", feed_door },
	{ false, "/packs", offered_door_list },
	{ false, "/packs/", offered_door },
	{ true, "/v1/consents", door_consents },
	{ true, "/v1/consents/sign", door_consent_sign },
	{ true, "/v1/consents/revoke", door_consent_revoke },
	{ false, "/v1/reads", reads_door },
	{ false, "/v1/reads/", reads_door },
	{ false, "/v1/record", door_record },
	{ false, "/v1/record/", door_record },
	{ true, "/v1/note", door_note },
};

/* Who asks, and for what */

/* What they are to the group that they name, if they name one: of enum right_who. */
static unsigned what_they_are(const struct call *c, const struct store_user *u)
{
	const struct hub *h = c->server->hub;
	const int64_t group = c->body[CALL_GROUP].number;
	const bool staff = str_is(u->role, "facilitator") || str_is(u->role, "admin");

	return RIGHT_ACCOUNT | (staff ? RIGHT_STAFF : 0u) |
	       right_in_group(hub_has_person(h, group, u->id), hub_leads(h, group, u->id));
}

/* Why they may not ask for that; NULL: they may. */
static const char *why_not(const struct call *c, const struct store_reply *r)
{
	if (r->count == 0)
		return "token";
	if (r->users[0].disabled)
		return "disabled";
	if (device_ended(c->server, r))
		return "token";
	return right_may(right_of(RIGHT_HTTP, str_of(c->route->path)),
			 what_they_are(c, &r->users[0]))
		       ? NULL
		       : "refused";
}

static void on_who(void *user, const struct store_reply *r)
{
	struct call *c = user;
	const char *no;

	if (call_store_failed(c, r))
		return;
	no = why_not(c, r);
	if (no) {
		call_fail(c, no);
	} else {
		c->member = r->users[0].id;
		c->device = r->device;
		c->role = mem_dup(r->users[0].role.p, r->users[0].role.n);
		c->route->run(c);
	}
}

void door_each(void (*fn)(void *user, const char *path, bool post), void *user)
{
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++)
		fn(user, routes[i].path, routes[i].post);
}

static const struct route *route_of(const struct serve_asked *a, const char **rest)
{
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
		const size_t n = strlen(routes[i].path);
		const bool begins = strncmp(routes[i].path, a->path, n) == 0;

		*rest = begins ? a->path + n : "";
		if (routes[i].post == a->post && begins &&
		    (routes[i].path[n - 1] == '/' || !**rest))
			return &routes[i];
	}
	return NULL;
}

static const struct body_field body_form[CALL_FIELDS] = {
	[CALL_CODE] = { .key = "code" },
	[CALL_NAME] = { .key = "name" },
	[CALL_PASSPHRASE] = { .key = "passphrase" },
	[CALL_ALL] = { .key = "all", .kind = BODY_BOOL },
	[CALL_GROUP] = { .key = "group", .kind = BODY_NUMBER },
	[CALL_KNOWN] = { .key = "known" },
	[CALL_FIGURES] = { .key = "figures" },
	[CALL_CONSENT] = { .key = "consent", .kind = BODY_NUMBER },
	[CALL_LANGUAGE] = { .key = "language" },
};

void door_on_request(void *user, struct serve_request *r, const struct serve_asked *a)
{
	struct call *c = mem_get(sizeof(*c));
	const char *rest;

	c->server = user;
	c->request = r;
	c->route = route_of(a, &rest);
	strncpy(c->rest, rest, sizeof(c->rest) - 1);
	memcpy(c->body, body_form, sizeof(body_form));
	strncpy(c->address, a->address, sizeof(c->address) - 1);
	secret_hash(a->bearer, c->token_hash);
	if (!call_may(c, BUDGET_REQUESTS))
		return;
	if (!c->route)
		call_fail(c, "path");
	else if (a->post && !body_read(a->body, c->body, CALL_FIELDS))
		call_fail(c, "form");
	else if (!right_may(right_of(RIGHT_HTTP, str_of(c->route->path)), 0))
		call_next(c,
			  (struct store_req) { .op = STORE_DEVICE_FIND,
					       .a = str_of(c->token_hash) },
			  on_who);
	else
		c->route->run(c);
}

bool door_init(struct server *s)
{
	char nobody[SECRET_TOKEN];

	s->door.throttle = mem_get(sizeof(*s->door.throttle));
	randombytes_buf(s->door.throttle->key, sizeof(s->door.throttle->key));
	secret_token(nobody);
	return secret_pass_hash(nobody, s->door.dummy_hash);
}

/* Who waits still is told; what runs on another thread ends by itself. */
void door_finish(struct server *s)
{
	struct call *c;

	while ((c = proof_give_up(s)))
		call_fail(c, "store");
	free(s->door.throttle);
	arena_finish(&s->door.names);
}
