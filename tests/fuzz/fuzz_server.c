/* SPDX-License-Identifier: MIT */
/*
 * Frames of clients at a server with a group that two of its three people are not in.  It goes on,
 * what it tells is what a client takes, and nobody hears of a group that they are not in.  A
 * frame's first byte says whose it is; byte 1e ends it.
 */
#include "fuzz/fuzz.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "support/house.h"

enum { FRAMES_MAX = 24, SETTLE = 3 };

/* What waits for the store, too: nothing here waits for a socket. */
static void settle(struct house *h)
{
	for (int i = 0; i < SETTLE; i++) {
		house_must(h, (struct store_req) { .op = STORE_GROUPS });
		store_drain(h->s.store);
		house_settle(h);
	}
}

static void told(struct str json, int64_t member)
{
	struct wire_frame got = { 0 };
	struct arena mem = { 0 };
	struct err err = { 0 };

	assert(wire_decode(json, WIRE_SERVER, &mem, &got, &err));
	for (size_t i = 0; i < got.n; i++)
		assert(member == GRACE || got.msgs[i].g != THURSDAY ||
		       got.msgs[i].type == WIRE_ERROR); /* the number that they gave */
	arena_finish(&mem);
}

static void hear(struct house *h, int64_t member)
{
	struct peer *p = &h->peers[member];
	bool more = p->hub != NULL;

	while (p->hub && more) {
		struct buf out;

		buf_init(&out, WIRE_FRAME_INFLATED_MAX);
		hub_next(h->s.hub, p->hub, &out, &more);
		if (out.n)
			told((struct str) { buf_text(&out), out.n }, member);
		more = more && out.n;
		buf_finish(&out);
	}
}

static void on_tick(void *user)
{
	(void)user; /* time stands still here */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct house *h;
	void *state;

	house_begin(&state);
	h = state;
	h->s.tick = loop_timer_create(h->s.loop, on_tick, h);
	for (int i = 0; n && i < FRAMES_MAX; i++) {
		const uint8_t *end = memchr(data, 0x1e, n);
		const size_t part = end ? (size_t)(end - data) : n;
		const int64_t member = part ? ANA + data[0] % 3 : ANA;

		if (part > 1 && h->peers[member].hub)
			acts_take(&h->peers[member],
				  (struct str) { (const char *)data + 1, part - 1 }, false);
		settle(h);
		for (int64_t who = ANA; who < PEOPLE_END; who++)
			hear(h, who);
		data += part + (end != NULL);
		n -= part + (end != NULL);
	}
	settle(h);
	loop_timer_destroy(h->s.tick);
	house_end(&state);
	return 0;
}
