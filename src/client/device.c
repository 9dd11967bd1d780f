/* SPDX-License-Identifier: MIT */
#include "client/device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"

bool device_is_same_person(const struct pl_client *c, const struct account_reply *r)
{
	return c->ca && strcmp(c->ca, r->ca) == 0 && c->state.self.id == r->member;
}

/* The number that this store has had, also while it was signed out. */
static bool is_same_device(struct pl_client *c, const struct account_reply *r)
{
	char *device = cache_get(c->cache, "device");
	const bool same = device && strtoll(device, NULL, 10) == r->device;

	free(device);
	return same;
}

/* What the person's change of device, or of person, is for what is kept. */
static enum cache_rest rest_of(struct pl_client *c, const struct account_reply *r)
{
	if (!device_is_same_person(c, r))
		return CACHE_OTHER;
	return is_same_device(c, r) ? CACHE_SAME : CACHE_DEVICE;
}

/* Of the person before. */
static void forget_rest(struct pl_client *c)
{
	state_reset(&c->state);
	attended_finish(&c->attended);
	packs_forget(c);
	reads_forget(c);
	record_forget(c);
	schedule_forget(c);
	filling_forget(c);
	worksheets_forget(c);
	kit_forget(c);
}

/* The server knows wishes by their device: those that are not kept end with it. */
static void carry_wishes(struct pl_client *c, enum cache_rest rest)
{
	if (rest == CACHE_SAME)
		return;
	wishes_finish(&c->wishes);
	if (rest == CACHE_DEVICE)
		meet_load_first(c);
	else
		meet_keep_first(c);
}

enum pl_failure device_keep(struct pl_client *c, const struct account_reply *r,
			    const char *host, int port)
{
	char member[24], device[24], port_text[16];
	char *name = utf8_clean_name(&c->frame, str_of(r->name), WIRE_NAME_MAX);
	const struct cache_word words[] = {
		{ "host", host },      { "port", port_text }, { "member", member },
		{ "name", name },      { "role", r->role },   { "device", device },
		{ "token", r->token }, { "ca", r->ca },       { "known", r->known },
	};
	const enum cache_rest rest = rest_of(c, r);

	snprintf(member, sizeof(member), "%lld", (long long)r->member);
	snprintf(device, sizeof(device), "%lld", (long long)r->device);
	snprintf(port_text, sizeof(port_text), "%d", port);
	if (!cache_set(c->cache, words, sizeof(words) / sizeof(words[0]), rest))
		return PL_FAIL_DISK;
	if (rest == CACHE_OTHER)
		forget_rest(c);
	carry_wishes(c, rest);
	core_feed(c, LINK_STOP);
	core_load_account(c);
	core_feed(c, LINK_WANT);
	return PL_OK;
}
