/* SPDX-License-Identifier: MIT */
#include "server/budget.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

/*
 * A clinic's 60 people sit behind one address, and all come back at once after its line was
 * down, with two connections each where the first seems dead, and again when that was for
 * nothing.  tests/unit/test_door_budget.c has that evening.
 */
const struct budget_row budget_rows[BUDGET_ROWS] = {
	[BUDGET_CONNECTIONS] = { "connections",
				 BUDGET_PER_NETWORK,
				 { 1000, 900 },
				 250,
				 BUDGET_SAYS_NOTHING },
	[BUDGET_REQUESTS] = { "requests",
			      BUDGET_PER_NETWORK,
			      { 2400, 1200 },
			      0,
			      BUDGET_SAYS_429 },
	[BUDGET_FEEDS] = { "feeds", BUDGET_PER_NETWORK, { 120, 60 }, 0, BUDGET_SAYS_429 },
	[BUDGET_PACKS] = { "packs", BUDGET_PER_ACCOUNT, { 240, 120 }, 0, BUDGET_SAYS_429 },
	[BUDGET_CONSENTS] = { "consents", BUDGET_PER_ACCOUNT, { 60, 60 }, 0, BUDGET_SAYS_429 },
	[BUDGET_RECORDS] = { "records", BUDGET_PER_ACCOUNT, { 210, 20 }, 0, BUDGET_SAYS_429 },
	[BUDGET_DEVICES] = { "devices", BUDGET_PER_ACCOUNT, { 300, 120 }, 32, BUDGET_SAYS_CUT },
	[BUDGET_ACTS] = { "acts", BUDGET_PER_ACCOUNT, { 4000, 7200 }, 0, BUDGET_SAYS_RATE },
	[BUDGET_NAMES] = { "names", BUDGET_PER_ACCOUNT, { 4, 1 }, 0, BUDGET_SAYS_RATE },
	[BUDGET_FRAMES] = { "frames",
			    BUDGET_PER_CONNECTION,
			    { 2000, 7200 },
			    0,
			    BUDGET_SAYS_CUT },
	[BUDGET_KILOBYTES] = { "kilobytes",
			       BUDGET_PER_CONNECTION,
			       { 8000, 6000 },
			       0,
			       BUDGET_SAYS_CUT },
	[BUDGET_PIECES] = { "pieces",
			    BUDGET_PER_CONNECTION,
			    { 4000, 14400 },
			    0,
			    BUDGET_SAYS_WAIT },
	[BUDGET_STRANGER_KILOBYTES] = { "stranger kilobytes",
					BUDGET_PER_CONNECTION,
					{ 1000, 600 },
					0,
					BUDGET_SAYS_WAIT },
	[BUDGET_STRANGER_PIECES] = { "stranger pieces",
				     BUDGET_PER_CONNECTION,
				     { 600, 1200 },
				     0,
				     BUDGET_SAYS_WAIT },
	[BUDGET_SAY] = { "say", BUDGET_PER_CONNECTION, { 400, 3600 }, 0, BUDGET_SAYS_RATE },
	[BUDGET_SEEN] = { "seen", BUDGET_PER_CONNECTION, { 400, 3600 }, 0, BUDGET_SAYS_RATE },
	[BUDGET_MORE] = { "more", BUDGET_PER_CONNECTION, { 100, 1200 }, 0, BUDGET_SAYS_RATE },
	[BUDGET_WISH] = { "wish", BUDGET_PER_CONNECTION, { 100, 600 }, 0, BUDGET_SAYS_RATE },
	[BUDGET_TEXT] = { "text", BUDGET_PER_CONNECTION, { 20, 120 }, 0, BUDGET_SAYS_RATE },
	[BUDGET_ATTENDANCE] = { "attendance",
				BUDGET_PER_CONNECTION,
				{ 10, 30 },
				0,
				BUDGET_SAYS_RATE },
	[BUDGET_ASK] = { "ask", BUDGET_PER_CONNECTION, { 100, 600 }, 0, BUDGET_SAYS_RATE },
	[BUDGET_SET] = { "set", BUDGET_PER_CONNECTION, { 400, 3600 }, 0, BUDGET_SAYS_RATE },
	[BUDGET_FEED] = { "feed", BUDGET_PER_CONNECTION, { 5, 5 }, 0, BUDGET_SAYS_RATE },
	[BUDGET_HOURS] = { "hours", BUDGET_PER_CONNECTION, { 10, 30 }, 0, BUDGET_SAYS_RATE },
	[BUDGET_WORK] = { "work", BUDGET_PER_CONNECTION, { 200, 120 }, 0, BUDGET_SAYS_RATE },
};

struct count {
	uint64_t tag; /* of what and whom; another's of the same tag shares its count */
	struct bucket bucket;
	uint32_t open;  /* have entered */
	uint32_t chain; /* the next of the same head; places are numbers + 1, 0 is none */
	uint32_t older, newer;
};

enum { HEADS = 16384 };

struct budget {
	unsigned char key[crypto_shorthash_KEYBYTES];
	uint32_t heads[HEADS];
	uint32_t used, oldest, newest;
	struct count counts[BUDGET_COUNTS + 1];
};

struct budget *budget_create(void)
{
	struct budget *b = mem_get(sizeof(*b));

	randombytes_buf(b->key, sizeof(b->key));
	return b;
}

void budget_destroy(struct budget *b)
{
	free(b);
}

size_t budget_counts(const struct budget *b)
{
	return b->used;
}

static uint64_t tag_of(const struct budget *b, enum budget_what what, struct str whom)
{
	unsigned char text[64], hash[crypto_shorthash_BYTES];
	const size_t n = whom.n < sizeof(text) - 1 ? whom.n : sizeof(text) - 1;
	uint64_t tag;

	text[0] = (unsigned char)what;
	if (n)
		memcpy(text + 1, whom.p, n);
	crypto_shorthash(hash, text, n + 1, b->key);
	memcpy(&tag, hash, sizeof(tag));
	return tag;
}

static void age_out(struct budget *b, uint32_t at)
{
	struct count *c = &b->counts[at];

	*(c->older ? &b->counts[c->older].newer : &b->oldest) = c->newer;
	*(c->newer ? &b->counts[c->newer].older : &b->newest) = c->older;
}

static void make_newest(struct budget *b, uint32_t at)
{
	struct count *c = &b->counts[at];

	c->older = b->newest;
	c->newer = 0;
	*(b->newest ? &b->counts[b->newest].newer : &b->oldest) = at;
	b->newest = at;
}

static void unchain(struct budget *b, uint32_t at)
{
	uint32_t *link = &b->heads[b->counts[at].tag % HEADS];

	while (*link != at)
		link = &b->counts[*link].chain;
	*link = b->counts[at].chain;
}

/* A place that nobody is in; 0: all are in use. */
static uint32_t place(struct budget *b)
{
	uint32_t at = b->oldest;

	if (b->used < BUDGET_COUNTS)
		return ++b->used;
	while (at && b->counts[at].open)
		at = b->counts[at].newer;
	if (!at)
		return 0;
	age_out(b, at);
	unchain(b, at);
	return at;
}

static uint32_t seek(const struct budget *b, uint64_t tag)
{
	uint32_t at = b->heads[tag % HEADS];

	while (at && b->counts[at].tag != tag)
		at = b->counts[at].chain;
	return at;
}

/* The count, which is the newest then; NULL: there is no place for it. */
static struct count *count_of(struct budget *b, enum budget_what what, struct str whom)
{
	const uint64_t tag = tag_of(b, what, whom);
	uint32_t at = seek(b, tag), *head = &b->heads[tag % HEADS];

	if (at) {
		age_out(b, at);
	} else {
		at = place(b);
		if (!at)
			return NULL;
		b->counts[at] = (struct count) { .tag = tag, .chain = *head };
		*head = at;
	}
	make_newest(b, at);
	return &b->counts[at];
}

bool budget_take(struct budget *b, enum budget_what what, struct str whom, int64_t now_ms)
{
	const struct budget_row *row = &budget_rows[what];
	struct count *c = count_of(b, what, whom);

	if (!c || (row->at_once && c->open >= (uint32_t)row->at_once))
		return false;
	return bucket_take(&c->bucket, now_ms, row->rate, 1);
}

void budget_enter(struct budget *b, enum budget_what what, struct str whom)
{
	struct count *c = count_of(b, what, whom);

	if (c)
		c->open++;
}

void budget_leave(struct budget *b, enum budget_what what, struct str whom)
{
	const uint32_t at = seek(b, tag_of(b, what, whom));

	if (at && b->counts[at].open)
		b->counts[at].open--;
}

size_t budget_network(const char *address, unsigned char out[16])
{
	struct in6_addr v6;

	if (inet_pton(AF_INET6, address, &v6) != 1)
		return inet_pton(AF_INET, address, out) == 1 ? 4 : 0;
	if (IN6_IS_ADDR_V4MAPPED(&v6)) {
		memcpy(out, &v6.s6_addr[12], 4);
		return 4;
	}
	memcpy(out, v6.s6_addr, 8);
	return 8;
}
