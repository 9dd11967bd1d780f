/* SPDX-License-Identifier: MIT */
/* Lines on their way: each group's in order, and none waits for those of another. */
#include "base/clock.h"
#include "base/log.h"
#include "client/core.h"

enum { OUT_LINES = WIRE_FRAME_MESSAGES_MAX / 2 };

void outbound_lines_reset(struct pl_client *c)
{
	for (size_t i = 0; i < c->state.groups_count; i++)
		c->state.groups[i]->sent.upto = c->state.groups[i]->sent.until_ms = 0;
}

static int count_sent(const struct pl_client *c, bool ever)
{
	int n = 0;

	for (size_t i = 0; i < c->state.groups_count; i++) {
		const struct state_group *g = c->state.groups[i];
		const int64_t upto = ever ? g->sent.ever : g->sent.upto;

		n += upto ? cache_outbox_waiting(c->cache, g->pub.id, upto) : 0;
	}
	return n;
}

bool outbound_lines_wait(const struct pl_client *c, bool ever)
{
	return count_sent(c, ever) > 0;
}

/* ---- what the server says of one ---- */

static struct state_group *group_of(const struct pl_client *c, int64_t ticket)
{
	for (size_t i = 0; i < c->state.groups_count; i++)
		if (state_find_ticket(c->state.groups[i], ticket))
			return c->state.groups[i];
	return NULL;
}

static void set_state(struct pl_client *c, int64_t ticket, enum pl_state state)
{
	struct state_group *g = group_of(c, ticket);
	struct pl_message *m = g ? state_find_ticket(g, ticket) : NULL;

	if (m && m->seq == 0)
		m->state = state;
	c->changed |= PL_CHANGED_MESSAGES | PL_CHANGED_LINK;
}

static void keep_here(struct pl_client *c, int64_t ticket)
{
	cache_outbox_refuse(c->cache, ticket);
	set_state(c, ticket, PL_NOT_ACCEPTED);
}

void outbound_refuse(struct pl_client *c, int64_t ticket)
{
	struct state_group *g = group_of(c, ticket);

	if (g)
		g->sent.refused_ms = 0; /* it was answered */
	keep_here(c, ticket);
}

void outbound_hold(struct pl_client *c, int64_t ticket)
{
	cache_outbox_hold(c->cache, ticket);
	set_state(c, ticket, PL_HELD);
}

void outbound_taken(struct pl_client *c, int64_t group)
{
	struct state_group *g = state_find_group(&c->state, group);

	if (g)
		g->sent.pause_ms = g->sent.refused_ms = 0;
}

/* It goes from this ticket on, then. */
static void step_back(struct state_sent *s, int64_t ticket)
{
	if (ticket <= s->upto)
		s->upto = ticket - 1;
	if (ticket <= s->ever)
		s->ever = ticket - 1;
}

static void pause_group(struct pl_client *c, struct state_sent *s)
{
	if (s->until_ms)
		return;
	s->pause_ms = outbound_longer(s->pause_ms);
	s->until_ms = clock_ms() + s->pause_ms;
	outbound_set_again(c);
}

/* Those behind it have waited as long. */
static bool waits_too_long(struct state_sent *s, int64_t now_ms)
{
	if (!s->refused_ms)
		s->refused_ms = now_ms;
	return now_ms - s->refused_ms >= OUTBOUND_GIVE_UP_MS;
}

void outbound_later(struct pl_client *c, int64_t ticket, enum outbound_why why)
{
	struct state_group *g = group_of(c, ticket);

	if (g && why != OUTBOUND_FAST && waits_too_long(&g->sent, clock_ms())) {
		keep_here(c, ticket);
		meet_note(c, g, &(struct pl_notice) { .kind = PL_NOTE_NOT_TAKEN });
	} else if (g) {
		step_back(&g->sent, ticket);
	}
	if (why != OUTBOUND_DOOR || !g)
		outbound_pause(c);
	else
		pause_group(c, &g->sent);
}

/* The oldest that is on its way. */
static bool find_sent(struct pl_client *c, struct cache_line *out)
{
	struct cache_line line;
	bool found = false;

	for (size_t i = 0; i < c->state.groups_count; i++) {
		const struct state_group *g = c->state.groups[i];

		if (!cache_outbox_next(c->cache, g->pub.id, 0, &c->frame, &line) ||
		    line.ticket > g->sent.upto || (found && line.ticket > out->ticket))
			continue;
		*out = line;
		found = true;
	}
	return found;
}

void outbound_refuse_some(struct pl_client *c)
{
	const int n = count_sent(c, false);
	struct cache_line line;

	if (n == 0 || !find_sent(c, &line))
		return;
	if (n == 1)
		outbound_refuse(c, line.ticket);
	else
		outbound_lines_reset(c);
	c->out.one_by_one = n > 1;
}

/* ---- into a frame ---- */

/* Who waits for a seat, or to be let in, keeps their lines until then. */
static bool has_no_seat(const struct state_group *g)
{
	const struct pl_seat *t = g->session.pub.self;

	return g->is_current && g->session.pub.stage && (!t || t->where == PL_WAITING);
}

/* Is there any that may go now?  Lines that wait stand last. */
static bool may_go(const struct state_group *g)
{
	return g->messages_count && !g->messages[g->messages_count - 1].seq &&
	       !g->sent.until_ms && !state_is_behind(g) && !has_no_seat(g);
}

/* The oldest of all groups' next lines, and its group; NULL: there is none. */
static struct state_group *find_next(struct pl_client *c, struct cache_line *out)
{
	struct state_group *from = NULL;
	struct cache_line line;

	for (size_t i = 0; i < c->state.groups_count; i++) {
		struct state_group *g = c->state.groups[i];

		if (!may_go(g) ||
		    !cache_outbox_next(c->cache, g->pub.id, g->sent.upto, &c->frame, &line) ||
		    (from && line.ticket > out->ticket))
			continue;
		*out = line;
		from = g;
	}
	return from;
}

static void note_sent(struct pl_client *c, struct state_sent *s, int64_t ticket)
{
	s->upto = ticket;
	if (s->ever < ticket)
		s->ever = ticket;
	if (c->out.unacked_ms < 0)
		c->out.unacked_ms = clock_ms();
	if (c->sent_ms < 0)
		c->sent_ms = clock_ms();
}

/* False: it has no room for this one. */
static bool add_line(struct pl_client *c, struct buf *json, struct state_sent *s,
		     const struct cache_line *line)
{
	const struct wire_msg m = { .type = WIRE_SAY,
				    .has = WIRE_G | WIRE_K | WIRE_B |
					   (line->warning.n ? WIRE_X : 0u),
				    .g = line->group,
				    .k = line->ticket,
				    .x = line->warning,
				    .b = line->text };
	struct err err = { 0 };

	if (wire_add(json, &m, &err)) {
		note_sent(c, s, line->ticket);
		return true;
	}
	if (json->n)
		return false;
	log_event(LOG_ERROR_, "line", "why=\"%s\"", err.text);
	outbound_refuse(c, line->ticket);
	return true;
}

void outbound_add_lines(struct pl_client *c, struct buf *json)
{
	const int most = c->out.one_by_one ? 1 : OUT_LINES;
	struct cache_line line = { 0 };

	if (c->out.pause || (c->out.one_by_one && c->out.unacked_ms >= 0))
		return;
	for (int n = 0; n < most; n++) {
		struct state_group *g = find_next(c, &line);

		if (!g)
			return; /* asked again with the next frame that comes */
		if (!add_line(c, json, &g->sent, &line))
			break;
	}
	ws_want_write(c->ws); /* there may be more */
}
