/* SPDX-License-Identifier: MIT */
#include "client/account.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "wire/body.h"
#include "wire/limits.h"

enum { WAIT_MAX_S = 1000000 };

static const struct {
	const char *code;
	enum pl_failure failure;
} codes[] = {
	{ "passphrase", PL_FAIL_PASSPHRASE },
	{ "invite", PL_FAIL_INVITE_UNKNOWN },
	{ "used", PL_FAIL_INVITE_USED },
	{ "expired", PL_FAIL_INVITE_EXPIRED },
	{ "name", PL_FAIL_NAME },
	{ "weak", PL_FAIL_PASSPHRASE_WEAK },
	{ "token", PL_FAIL_TOKEN },
	{ "disabled", PL_FAIL_DISABLED },
	{ "refused", PL_FAIL_REFUSED },
	{ "rate", PL_FAIL_BUSY },
	{ "store", PL_FAIL_SERVER_DOWN },
	{ "form", PL_FAIL_REFUSED },
	{ "large", PL_FAIL_TOO_LONG },
	{ "session", PL_FAIL_NO_NOTE },
	{ "figures", PL_FAIL_FIGURES },
	{ "figures-wrong", PL_FAIL_FIGURES_WRONG },
	{ "figures-new", PL_FAIL_FIGURES_NEW },
	{ "consent", PL_FAIL_CONSENT },
};

static const enum pl_failure ends[] = {
	[WS_LOST] = PL_FAIL_NETWORK,
	[WS_NO_DNS] = PL_FAIL_DNS,
	[WS_NO_ROUTE] = PL_FAIL_NETWORK,
	[WS_DOWN] = PL_FAIL_SERVER_DOWN,
	[WS_CERTIFICATE] = PL_FAIL_CERTIFICATE,
	[WS_CLOCK] = PL_FAIL_CLOCK,
	[WS_REFUSED] = PL_FAIL_SERVER_DOWN,
};

enum pl_failure account_failure_of_end(enum ws_end end)
{
	return ends[end];
}

static enum pl_failure read_failure(struct str body, struct account_reply *out)
{
	struct body_field f[] = { { .key = "error", .kind = BODY_TEXT },
				  { .key = "wait", .kind = BODY_NUMBER },
				  { .key = "secret", .kind = BODY_TEXT } };
	enum { FIELDS = sizeof(f) / sizeof(f[0]) };
	enum pl_failure failure = PL_FAIL_SERVER_DOWN;

	body_read(body, f, FIELDS);
	for (size_t i = 0; f[0].there && i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strcmp(f[0].text, codes[i].code) == 0)
			failure = codes[i].failure;
	if (f[1].there && f[1].number > 0 && f[1].number <= WAIT_MAX_S)
		out->wait_s = (int)f[1].number;
	out->secret = f[2].text;
	f[2].text = NULL;
	body_finish(f, FIELDS);
	return failure;
}

/* It goes into a header of each request: see porchlight-protocol(5). */
static bool is_token(const char *s)
{
	size_t n = 0;

	while (s[n] > ' ' && s[n] <= '~')
		n++;
	return n > 0 && n <= WIRE_TOKEN_MAX && s[n] == '\0';
}

/* All must be there but the last two. */
static enum pl_failure read_device(struct str body, struct account_reply *out)
{
	struct body_field f[] = {
		{ .key = "member", .kind = BODY_NUMBER },
		{ .key = "device", .kind = BODY_NUMBER },
		{ .key = "name", .kind = BODY_TEXT },
		{ .key = "role", .kind = BODY_TEXT },
		{ .key = "token", .kind = BODY_TEXT },
		{ .key = "ca", .kind = BODY_TEXT },
		{ .key = "known", .kind = BODY_TEXT },
		{ .key = "recovery", .kind = BODY_TEXT },
	};
	enum { FIELDS = sizeof(f) / sizeof(f[0]) };
	bool good = body_read(body, f, FIELDS);

	for (size_t i = 0; i < FIELDS - 2; i++)
		good = good && f[i].there;
	*out = (struct account_reply) { .member = f[0].number,
					.device = f[1].number,
					.name = f[2].text,
					.role = f[3].text,
					.token = f[4].text,
					.ca = f[5].text,
					.known = f[6].text,
					.recovery = f[7].text };
	return good && out->member > 0 && is_token(out->token) ? PL_OK : PL_FAIL_SERVER_DOWN;
}

/* What is no device may be a note, or consents. */
static enum pl_failure read_other(struct str body, struct account_reply *out)
{
	struct body_field f[] = {
		{ .key = "note", .kind = BODY_TEXT },
		{ .key = "consents", .kind = BODY_TEXT },
	};

	body_read(body, f, sizeof(f) / sizeof(f[0]));
	out->note = f[0].text;
	out->consents = f[1].text;
	return PL_OK;
}

enum pl_failure account_read(const struct fetch_reply *r, bool wants_token,
			     struct account_reply *out)
{
	*out = (struct account_reply) { 0 };
	if (r->status == 0)
		return account_failure_of_end(r->end);
	if (r->status != 200)
		return read_failure(r->body, out);
	return wants_token ? read_device(r->body, out) : read_other(r->body, out);
}

static void wipe(char *text)
{
	if (text)
		sodium_memzero(text, strlen(text));
	free(text);
}

void account_reply_finish(struct account_reply *r)
{
	wipe(r->token);
	wipe(r->recovery);
	wipe(r->secret);
	free(r->name);
	free(r->role);
	free(r->ca);
	free(r->note);
	free(r->known);
	free(r->consents);
	*r = (struct account_reply) { 0 };
}
