/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "client/core.h"

/* A line of 4000 bytes, all of it escaped, fits; a slow line is not held by one long frame. */
enum { OUT_ROOM = 12000, OUT_MESSAGES = WIRE_FRAME_MESSAGES_MAX / 2 };
enum { RIDE_AFTER_MS = 20000 }; /* an own packet would have had to go soon */
enum { AGAIN_MIN_MS = 2000, AGAIN_MAX_MS = 60000 };

void outbound_reset(struct pl_client *c)
{
	c->out = (struct outbound) { .unacked_ms = -1 };
	wire_chain_forget(&c->chain);
	wishes_again(&c->wishes);
	attended_disconnect(&c->attended);
	schedule_reset(c);
	worksheets_reset(c);
	loop_timer_stop(c->again);
}

/* What was missed is on its way: our own lines may be among it. */
static bool is_behind(const struct state_group *g)
{
	return g->is_current && g->pub.last_seq < g->top && session_hears(&g->session);
}

/* Who waits for a seat, or to be let in, keeps their lines until then. */
static bool waits(const struct state_group *g)
{
	const struct pl_seat *t = g->session.pub.self;

	return g->is_current && g->session.pub.stage && (!t || t->where == PL_WAITING);
}

bool outbound_is_awaited(const struct pl_client *c)
{
	for (size_t i = 0; i < c->state.groups_count; i++)
		if (is_behind(c->state.groups[i]))
			return true;
	return c->out.unacked_ms >= 0 || c->out.hole_group || !c->out.greeted;
}

/* The clock that the person sees goes on when a connection takes another's place. */
static void note_answer(struct pl_client *c)
{
	if (c->sent_ms >= 0)
		c->sent_ms = cache_outbox_waiting(c->cache, c->sent_ticket) ? clock_ms() : -1;
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
		c->out.unacked_ms =
			cache_outbox_waiting(c->cache, c->out.ticket) ? clock_ms() : -1;
	if (!outbound_is_awaited(c))
		core_feed(c, LINK_ANSWERED);
	if (has_words(c))
		ws_want_write(c->ws);
}

void outbound_pause(struct pl_client *c, int64_t ticket)
{
	if (ticket && ticket <= c->out.ticket)
		c->out.ticket = ticket - 1;
	if (c->out.pause)
		return;
	c->again_ms = c->again_ms ? c->again_ms * 2 : AGAIN_MIN_MS;
	if (c->again_ms > AGAIN_MAX_MS)
		c->again_ms = AGAIN_MAX_MS;
	c->out.pause = true;
	loop_timer_set(c->again, c->again_ms);
}

void outbound_on_again(void *user)
{
	struct pl_client *c = user;

	c->out.pause = false;
	ws_want_write(c->ws);
}

static void set_state(struct pl_client *c, int64_t ticket, enum pl_state state)
{
	for (size_t i = 0; i < c->state.groups_count; i++) {
		struct pl_message *m = state_find_ticket(c->state.groups[i], ticket);

		if (m && m->seq == 0)
			m->state = state;
	}
	c->changed |= PL_CHANGED_MESSAGES | PL_CHANGED_LINK;
}

void outbound_refuse(struct pl_client *c, int64_t ticket)
{
	cache_outbox_refuse(c->cache, ticket);
	set_state(c, ticket, PL_NOT_ACCEPTED);
}

void outbound_hold(struct pl_client *c, int64_t ticket)
{
	cache_outbox_hold(c->cache, ticket);
	set_state(c, ticket, PL_HELD);
}

void outbound_refuse_some(struct pl_client *c)
{
	struct cache_line line;
	int n = cache_outbox_waiting(c->cache, c->out.ticket);

	if (n == 0 || !cache_outbox_next(c->cache, 0, &c->frame, &line))
		return;
	if (n == 1)
		outbound_refuse(c, line.ticket);
	else
		c->out.ticket = line.ticket - 1;
	c->out.one_by_one = n > 1;
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

/* False: it has no room for this one. */
static bool add_line(struct pl_client *c, struct buf *json, const struct cache_line *line)
{
	const struct wire_msg m = { .type = WIRE_SAY,
				    .has = WIRE_G | WIRE_K | WIRE_B |
					   (line->warning.n ? WIRE_X : 0u),
				    .g = line->group,
				    .k = line->ticket,
				    .x = line->warning,
				    .b = line->text };
	struct err err = { 0 };

	if (!wire_add(json, &m, &err)) {
		if (json->n)
			return false;
		log_event(LOG_ERROR_, "line", "why=\"%s\"", err.text);
		outbound_refuse(c, line->ticket);
		return true;
	}
	c->out.ticket = line->ticket;
	if (c->out.unacked_ms < 0)
		c->out.unacked_ms = clock_ms();
	if (c->sent_ms < 0)
		c->sent_ms = clock_ms();
	if (c->sent_ticket < line->ticket)
		c->sent_ticket = line->ticket;
	return true;
}

static void add_lines(struct pl_client *c, struct buf *json)
{
	struct cache_line line;
	int most = c->out.one_by_one ? 1 : OUT_MESSAGES;

	if (c->out.pause || (c->out.one_by_one && c->out.unacked_ms >= 0))
		return;
	for (int n = 0; n < most; n++) {
		const struct state_group *g;

		if (!cache_outbox_next(c->cache, c->out.ticket, &c->frame, &line))
			return;
		g = state_find_group(&c->state, line.group);
		if (g && (is_behind(g) || waits(g)))
			return; /* asked again with the next frame that comes */
		if (!add_line(c, json, &line))
			break;
	}
	ws_want_write(c->ws); /* there may be more */
}

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
	add_lines(c, json);
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
