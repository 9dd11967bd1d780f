/* SPDX-License-Identifier: MIT */
#include "server/door.h"

#include <ctype.h>
#include <string.h>

#include <sodium.h>

#include "base/clock.h"
#include "server/budget.h"

/* A clinic's people sit behind one address; nobody mistypes so often. */
static const struct rate address_rate = { 120, 60 }, name_rate = { 10, 6 };

/* On another thread. */
static void work(void *user)
{
	struct call *c = user;

	c->hash_good = c->makes_hash
			       ? secret_pass_hash(c->body[CALL_PASSPHRASE].text, c->hash)
			       : secret_pass_check(c->body[CALL_PASSPHRASE].text, c->hash);
}

static void start_waiting(struct server *s);

static void done(void *user)
{
	struct call *c = user;
	struct server *s = c->server;

	s->door.running--;
	start_waiting(s);
	if (s->ending)
		call_fail(c, "store");
	else
		c->then(c);
}

/* Each takes 64 MB and a processor for a while. */
static void start_waiting(struct server *s)
{
	struct door *d = &s->door;

	while (d->first && d->running < DOOR_AT_ONCE) {
		struct call *c = d->first;

		d->first = c->next;
		d->waiting--;
		d->running++;
		loop_submit(s->loop, work, done, c);
	}
}

bool proof_start(struct call *c, void (*then)(struct call *c))
{
	struct door *d = &c->server->door;

	if (d->waiting >= DOOR_QUEUE || c->server->ending)
		return false;
	c->then = then;
	c->next = NULL;
	if (d->first)
		d->last->next = c;
	else
		d->first = c;
	d->last = c;
	d->waiting++;
	start_waiting(c->server);
	return true;
}

/* Networks and names have a half each: one bucket cannot keep two rates. */
static bool take(struct server *s, size_t half, const void *key, size_t n, struct rate rate)
{
	unsigned char hash[crypto_shorthash_BYTES];
	size_t at;

	crypto_shorthash(hash, key, n, s->door.bucket_key);
	at = half * DOOR_BUCKETS / 2 + (size_t)(hash[0] | hash[1] << 8) % (DOOR_BUCKETS / 2);
	return bucket_take(&s->door.buckets[at], clock_ms(), rate, 1);
}

bool proof_may_try(struct call *c)
{
	unsigned char key[16 + WIRE_NAME_MAX];
	size_t n = budget_network(c->address, key);

	if (!take(c->server, 0, key, n, address_rate))
		return false;
	for (const char *p = c->name; *p && n < sizeof(key); p++)
		key[n++] = (unsigned char)tolower((unsigned char)*p);
	return take(c->server, 1, key, n, name_rate);
}
