/* SPDX-License-Identifier: MIT */
#include "client/link.h"

struct edge {
	enum link_state to;
	unsigned todo;
};

static const struct edge edges[LINK_STATES][LINK_INPUTS] = {
	[LINK_OFF] = {
		[LINK_WANT] = { LINK_OPENING, LINK_DO_OPEN },
	},
	[LINK_OPENING] = {
		[LINK_OPENED] = { LINK_LIVE, 0 },
		[LINK_TICK] = { LINK_WAITING, LINK_DO_CLOSE },
		[LINK_LOST] = { LINK_WAITING, 0 },
		[LINK_REFUSAL] = { LINK_REFUSED, LINK_DO_CLOSE },
		[LINK_STOP] = { LINK_OFF, LINK_DO_CLOSE },
	},
	[LINK_LIVE] = {
		[LINK_SENT] = { LINK_ASKED, 0 },
		[LINK_HEARD] = { LINK_LIVE, 0 },
		[LINK_TICK] = { LINK_LIVE, LINK_DO_KEEP_ALIVE },
		[LINK_LOST] = { LINK_WAITING, 0 },
		[LINK_REFUSAL] = { LINK_REFUSED, LINK_DO_CLOSE },
		[LINK_STOP] = { LINK_OFF, LINK_DO_CLOSE },
	},
	[LINK_ASKED] = {
		[LINK_HEARD] = { LINK_ASKED, 0 },
		[LINK_ANSWERED] = { LINK_LIVE, 0 },
		[LINK_TICK] = { LINK_QUIET, 0 },
		[LINK_LOST] = { LINK_WAITING, 0 },
		[LINK_REFUSAL] = { LINK_REFUSED, LINK_DO_CLOSE },
		[LINK_STOP] = { LINK_OFF, LINK_DO_CLOSE },
	},
	[LINK_QUIET] = {
		[LINK_HEARD] = { LINK_ASKED, 0 },
		[LINK_ANSWERED] = { LINK_LIVE, 0 },
		[LINK_TICK] = { LINK_OPENING, LINK_DO_CLOSE | LINK_DO_OPEN },
		[LINK_NUDGE] = { LINK_OPENING, LINK_DO_CLOSE | LINK_DO_OPEN },
		[LINK_LOST] = { LINK_WAITING, 0 },
		[LINK_REFUSAL] = { LINK_REFUSED, LINK_DO_CLOSE },
		[LINK_STOP] = { LINK_OFF, LINK_DO_CLOSE },
	},
	[LINK_WAITING] = {
		[LINK_TICK] = { LINK_OPENING, LINK_DO_OPEN },
		[LINK_NUDGE] = { LINK_OPENING, LINK_DO_OPEN },
		[LINK_STOP] = { LINK_OFF, 0 },
	},
	[LINK_REFUSED] = {
		[LINK_WANT] = { LINK_OPENING, LINK_DO_OPEN },
		[LINK_STOP] = { LINK_OFF, 0 },
	},
};

/* For LINK_LIVE see `idle_ms`. */
static const int64_t patience_ms[LINK_STATES] = {
	[LINK_OPENING] = LINK_OPENING_MS,
	[LINK_ASKED] = LINK_DOUBT_MS,
	[LINK_QUIET] = LINK_GIVE_UP_MS,
};

void link_init(struct link *l)
{
	*l = (struct link) { .state = LINK_OFF,
			     .due_ms = INT64_MAX,
			     .heard_ms = -1,
			     .retry_ms = LINK_RETRY_MIN_MS,
			     .idle_ms = LINK_IDLE_MS,
			     .alive_ms = -1 };
}

void link_metered(struct link *l, bool on)
{
	l->idle_ms = on ? LINK_IDLE_METERED_MS : LINK_IDLE_MS;
}

/* Did it die while it was left alone for long? */
static void learn(struct link *l, enum link_input in, int64_t now_ms)
{
	if (in == LINK_HEARD || in == LINK_OPENED)
		l->alive_ms = -1;
	if (in == LINK_LOST && l->alive_ms >= 0 && now_ms - l->alive_ms < LINK_DEAD_MS)
		l->idle_ms = LINK_IDLE_MS;
}

static int64_t next_wait(struct link *l, int chance)
{
	int64_t wait = l->retry_ms / 2 + l->retry_ms / 2 * chance / 1023;

	l->retry_ms =
		l->retry_ms >= LINK_RETRY_MAX_MS / 2 ? LINK_RETRY_MAX_MS : l->retry_ms * 2;
	return wait;
}

/* The only place that writes the state. */
static void enter(struct link *l, enum link_state to, int64_t now_ms, int chance)
{
	l->state = to;
	if (to == LINK_WAITING)
		l->due_ms = now_ms + next_wait(l, chance);
	else if (to == LINK_LIVE)
		l->due_ms = now_ms + l->idle_ms;
	else if (patience_ms[to])
		l->due_ms = now_ms + patience_ms[to];
	else
		l->due_ms = INT64_MAX;
}

unsigned link_feed(struct link *l, enum link_input in, int64_t now_ms, int chance)
{
	const struct edge *e = &edges[l->state][in];

	if (in == LINK_HEARD || in == LINK_OPENED)
		l->heard_ms = now_ms;
	learn(l, in, now_ms);
	if (in == LINK_ANSWERED)
		l->retry_ms = LINK_RETRY_MIN_MS; /* it works: the next break begins anew */
	if (e->to == LINK_NONE || (in == LINK_TICK && now_ms < l->due_ms))
		return 0;
	enter(l, e->to, now_ms, chance);
	if (e->todo & LINK_DO_KEEP_ALIVE)
		l->alive_ms = now_ms;
	return e->todo;
}
