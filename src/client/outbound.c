/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "client/core.h"

/* A line of 4000 bytes, all of it escaped, fits; a slow line is not held by one long frame. */
enum { OUT_ROOM = 12000 };
enum { RIDE_AFTER_MS = 20000 }; /* an own packet would have had to go soon */
enum { AGAIN_MIN_MS = 2000, AGAIN_MAX_MS = 60000 };

void outbound_reset(struct pl_client *c)
{
	c->out = (struct outbound) { .unacked_ms = -1 };
	if (c->cache)
		cache_unsure(c->cache);
	outbound_lines_reset(c);
	wire_chain_forget(&c->chain);
	wishes_again(&c->wishes);
	attended_disconnect(&c->attended);
	schedule_reset(c);
	worksheets_reset(c);
	loop_timer_stop(c->again);
}

bool outbound_is_awaited(const struct pl_client *c)
{
	for (size_t i = 0; i < c->state.groups_count; i++)
		if (state_is_behind(c->state.groups[i]))
			return true;
	return c->out.unacked_ms >= 0 || c->out.hole_group || !c->out.greeted;
}

/* The clock that the person sees goes on when a connection takes another's place. */
static void note_answer(struct pl_client *c)
{
	if (c->sent_ms >= 0)
		c->sent_ms = outbound_lines_wait(c, true) ? clock_ms() : -1;
}

/* Is there anything that a frame may have to say?  Lines that wait stand last. */
static bool has_words(const struct pl_client *c)
{
	bool has = c->older.n || c->out.hole_due || c->out.seen_due ||
		   wishes_wait(&c->wishes) || schedule_has_words(c) || worksheets_have_words(c);

	for (size_t i = 0; !has && i < c->state.groups_count; i++) {
		const struct state_group *g = c->state.groups[i];

		has = g->messages_count && !g->messages[g->messages_count - 1].seq;
	}
	return has;
}

void outbound_progress(struct pl_client *c)
{
	note_answer(c);
	if (c->out.unacked_ms >= 0)
		c->out.unacked_ms = outbound_lines_wait(c, false) ? clock_ms() : -1;
	if (!outbound_is_awaited(c))
		core_feed(c, LINK_ANSWERED);
	if (has_words(c))
		ws_want_write(c->ws);
}

int64_t outbound_longer(int64_t pause_ms)
{
	const int64_t next = pause_ms ? pause_ms * 2 : AGAIN_MIN_MS;

	return next > AGAIN_MAX_MS ? AGAIN_MAX_MS : next;
}

void outbound_set_again(struct pl_client *c)
{
	int64_t due_ms = c->out.pause ? c->out.until_ms : INT64_MAX, ms;

	for (size_t i = 0; i < c->state.groups_count; i++) {
		ms = c->state.groups[i]->sent.until_ms;
		due_ms = ms && ms < due_ms ? ms : due_ms;
	}
	ms = due_ms - clock_ms();
	if (due_ms < INT64_MAX)
		loop_timer_set(c->again, ms > 0 ? ms : 0);
}

void outbound_pause(struct pl_client *c)
{
	if (c->out.pause)
		return;
	c->again_ms = outbound_longer(c->again_ms);
	c->out.pause = true;
	c->out.until_ms = clock_ms() + c->again_ms;
	outbound_set_again(c);
}

void outbound_on_again(void *user)
{
	struct pl_client *c = user;
	const int64_t now_ms = clock_ms();

	c->out.pause = c->out.pause && now_ms < c->out.until_ms;
	for (size_t i = 0; i < c->state.groups_count; i++) {
		struct state_sent *s = &c->state.groups[i]->sent;

		s->until_ms = now_ms < s->until_ms ? s->until_ms : 0;
	}
	outbound_set_again(c);
	ws_want_write(c->ws);
}

void outbound_on_seen(void *user)
{
	struct pl_client *c = user;

	core_keep_seen(c);
	c->seen_waits = false;
	c->out.seen_due = true;
	ws_want_write(c->ws);
}

void outbound_ride(struct pl_client *c)
{
	if (!c->seen_waits || clock_ms() - c->seen_since_ms < RIDE_AFTER_MS)
		return;
	loop_timer_stop(c->seen);
	outbound_on_seen(c);
}

/* What goes into a frame. */

/* What the person asked for, then what is missing and may be asked for. */
static bool next_page(struct pl_client *c, struct wire_msg *m)
{
	const struct state_group *g =
		c->older.n ? state_find_group(&c->state, c->older_group) : NULL;

	m->g = c->older_group;
	m->s = c->older.first;
	m->n = c->older.n;
	if (g && g->is_current)
		return true;
	for (size_t i = 0; c->out.hole_due && i < c->state.groups_count; i++) {
		m->g = c->state.groups[i]->pub.id;
		if (c->state.groups[i]->is_current && data_may_fill(c, m->g) &&
		    cache_hole(c->cache, m->g, &m->s, &m->n))
			return true;
	}
	c->out.hole_due = false;
	return false;
}

static void add_page(struct pl_client *c, struct buf *json)
{
	struct wire_msg m = { .type = WIRE_MORE, .has = WIRE_G | WIRE_S | WIRE_N };

	if (c->out.hole_group || c->out.pause || !next_page(c, &m))
		return;
	if (wire_add(json, &m, NULL)) {
		c->out.hole_group = m.g;
		c->out.hole_last = m.s + m.n - 1;
	}
}

/* For free when something goes out anyway; otherwise when it has waited. */
static void add_seen(struct pl_client *c, struct buf *json)
{
	if (!json->n && !c->out.seen_due)
		return;
	core_keep_seen(c);
	for (size_t i = 0; i < c->state.groups_count; i++) {
		struct state_group *g = c->state.groups[i];
		const struct wire_msg m = { .type = WIRE_SEEN,
					    .has = WIRE_G | WIRE_S,
					    .g = g->pub.id,
					    .s = g->pub.read_seq };

		if (!g->is_current || g->pub.read_seq <= g->seen_told)
			continue;
		if (!wire_add(json, &m, NULL))
			return;
		g->seen_told = g->pub.read_seq;
		c->seen_told_ms = clock_ms();
	}
	c->out.seen_due = c->seen_waits = false;
	loop_timer_stop(c->seen);
}

/* All that can wait. */
static void add_rest(struct pl_client *c, struct buf *json)
{
	outbound_add_lines(c, json);
	if (!c->out.pause) {
		meet_write(c, json);
		schedule_write(c, json);
		worksheets_write(c, json);
	}
	attended_write(&c->attended, json);
	add_page(c, json);
	add_seen(c, json);
}

void client_next_frame(void *user, struct buf *out, bool *binary)
{
	struct pl_client *c = user;
	struct buf json;

	if (!c->out.greeted)
		return;
	arena_reset(&c->frame);
	buf_init(&json, OUT_ROOM);
	meet_write_first(c, &json);
	if (!link_doubts(&c->link))
		add_rest(c, &json);
	if (wire_close(&json)) {
		*binary = true;
		wire_pack((struct str) { json.p, json.n }, out);
		core_feed(
			c,
			LINK_SENT); /* at least the other end's kernel is to say that it has it */
	}
	buf_finish(&json);
}
