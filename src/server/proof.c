/* SPDX-License-Identifier: MIT */
#include "server/door.h"

#include <stddef.h>

#include "base/clock.h"

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

static struct call *call_of(struct proof_wait *w)
{
	return (struct call *)((char *)w - offsetof(struct call, waits));
}

/* Each takes 64 MB and a processor for a while. */
static void start_waiting(struct server *s)
{
	struct door *d = &s->door;
	struct proof_wait *w;

	while (d->running < DOOR_AT_ONCE && (w = proof_queue_take(&d->queue))) {
		d->running++;
		loop_submit(s->loop, work, done, call_of(w));
	}
}

bool proof_start(struct call *c, void (*then)(struct call *c))
{
	struct door *d = &c->server->door;

	c->then = then;
	c->waits.known = c->is_known || c->is_invited;
	c->waits.network = throttle_network(d->throttle, c->address);
	if (c->server->ending || !proof_queue_put(&d->queue, &c->waits))
		return false;
	start_waiting(c->server);
	return true;
}

struct call *proof_give_up(struct server *s)
{
	struct proof_wait *w = proof_queue_take(&s->door.queue);

	return w ? call_of(w) : NULL;
}

/* What is counted */

static struct throttle_try try_of(const struct call *c)
{
	return (struct throttle_try) { .what = c->tried,
				       .name = c->tried_name,
				       .address = c->address,
				       .known = c->is_known ? c->body[CALL_KNOWN].text : "" };
}

int64_t proof_take(struct call *c, enum throttle_what what, const char *name)
{
	struct throttle_try by;

	c->tried = what;
	c->tried_name = name;
	by = try_of(c);
	return throttle_take(c->server->door.throttle, &by, clock_ms());
}

void proof_undo(struct call *c)
{
	const struct throttle_try by = try_of(c);

	throttle_undo(c->server->door.throttle, &by, clock_ms());
}
