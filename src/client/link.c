/* SPDX-License-Identifier: MIT */
#include "client/link.h"

enum {
	OPEN = LINK_DO_OPEN,
	CLOSE = LINK_DO_CLOSE,
	DROP = LINK_DO_DROP,
	PROBE = LINK_DO_KEEP_ALIVE,
};

struct edge {
	enum link_state to;
	unsigned todo;
};

static const struct edge edges[LINK_STATES][LINK_INPUTS] = {
	[LINK_OFF] = {
		[LINK_WANT] = { LINK_OPENING, OPEN },
	},
	[LINK_OPENING] = {
		[LINK_REACHED] = { LINK_GREETED, 0 },
		[LINK_OPENED] = { LINK_LIVE, 0 },
		[LINK_TICK] = { LINK_WAITING, CLOSE },
		[LINK_AGAIN] = { LINK_OPENING, OPEN },
		[LINK_NUDGE] = { LINK_OPENING, OPEN },
		[LINK_MOVED] = { LINK_OPENING, CLOSE | OPEN },
		[LINK_FAILED] = { LINK_WAITING, 0 },
		[LINK_REFUSAL] = { LINK_REFUSED, CLOSE },
		[LINK_STOP] = { LINK_OFF, CLOSE },
	},
	[LINK_GREETED] = {
		[LINK_OPENED] = { LINK_LIVE, 0 },
		[LINK_TICK] = { LINK_WAITING, CLOSE },
		[LINK_AGAIN] = { LINK_OPENING, OPEN },
		[LINK_MOVED] = { LINK_OPENING, CLOSE | OPEN },
		[LINK_FAILED] = { LINK_WAITING, 0 },
		[LINK_REFUSAL] = { LINK_REFUSED, CLOSE },
		[LINK_STOP] = { LINK_OFF, CLOSE },
	},
	[LINK_LIVE] = {
		[LINK_OPENED] = { LINK_LIVE, 0 },
		[LINK_SENT] = { LINK_ASKED, 0 },
		[LINK_HEARD] = { LINK_LIVE, 0 },
		[LINK_TICK] = { LINK_HUSHED, 0 },
		[LINK_MOVED] = { LINK_DOUBTED, OPEN | PROBE },
		[LINK_LOST] = { LINK_WAITING, 0 },
		[LINK_REFUSAL] = { LINK_REFUSED, CLOSE },
		[LINK_STOP] = { LINK_OFF, CLOSE },
	},
	[LINK_PROBED] = {
		[LINK_OPENED] = { LINK_LIVE, 0 },
		[LINK_SENT] = { LINK_ASKED, 0 },
		[LINK_HEARD] = { LINK_LIVE, 0 },
		[LINK_TOOK] = { LINK_TAKEN, 0 },
		[LINK_ANSWERED] = { LINK_RESTING, 0 },
		[LINK_TICK] = { LINK_DOUBTED, OPEN },
		[LINK_MOVED] = { LINK_DOUBTED, OPEN | PROBE },
		[LINK_LOST] = { LINK_WAITING, 0 },
		[LINK_REFUSAL] = { LINK_REFUSED, CLOSE },
		[LINK_STOP] = { LINK_OFF, CLOSE },
	},
	[LINK_RESTING] = {
		[LINK_OPENED] = { LINK_LIVE, 0 },
		[LINK_SENT] = { LINK_ASKED, 0 },
		[LINK_HEARD] = { LINK_LIVE, 0 },
		[LINK_TICK] = { LINK_HUSHED, 0 },
		[LINK_MOVED] = { LINK_DOUBTED, OPEN | PROBE },
		[LINK_LOST] = { LINK_WAITING, 0 },
		[LINK_REFUSAL] = { LINK_REFUSED, CLOSE },
		[LINK_STOP] = { LINK_OFF, CLOSE },
	},
	[LINK_HUSHED] = {
		[LINK_OPENED] = { LINK_LIVE, 0 },
		[LINK_SENT] = { LINK_ASKED, 0 },
		[LINK_HEARD] = { LINK_LIVE, 0 },
		[LINK_TICK] = { LINK_PROBED, PROBE },
		[LINK_MOVED] = { LINK_DOUBTED, OPEN | PROBE },
		[LINK_LOST] = { LINK_WAITING, 0 },
		[LINK_REFUSAL] = { LINK_REFUSED, CLOSE },
		[LINK_STOP] = { LINK_OFF, CLOSE },
	},
	[LINK_ASKED] = {
		[LINK_OPENED] = { LINK_LIVE, 0 },
		[LINK_HEARD] = { LINK_ASKED, 0 },
		[LINK_TOOK] = { LINK_TAKEN, 0 },
		[LINK_ANSWERED] = { LINK_LIVE, 0 },
		[LINK_TICK] = { LINK_DOUBTED, OPEN },
		[LINK_MOVED] = { LINK_DOUBTED, OPEN },
		[LINK_LOST] = { LINK_WAITING, 0 },
		[LINK_REFUSAL] = { LINK_REFUSED, CLOSE },
		[LINK_STOP] = { LINK_OFF, CLOSE },
	},
	[LINK_TAKEN] = {
		[LINK_OPENED] = { LINK_LIVE, 0 },
		[LINK_HEARD] = { LINK_TAKEN, 0 },
		[LINK_ANSWERED] = { LINK_LIVE, 0 },
		[LINK_TICK] = { LINK_QUIET, OPEN },
		[LINK_MOVED] = { LINK_DOUBTED, OPEN | PROBE },
		[LINK_LOST] = { LINK_WAITING, 0 },
		[LINK_REFUSAL] = { LINK_REFUSED, CLOSE },
		[LINK_STOP] = { LINK_OFF, CLOSE },
	},
	[LINK_DOUBTED] = {
		[LINK_REACHED] = { LINK_DOUBTED, 0 },
		[LINK_EARLY] = { LINK_DOUBTED, DROP },
		[LINK_OPENED] = { LINK_LIVE, 0 },
		[LINK_HEARD] = { LINK_ASKED, DROP },
		[LINK_TOOK] = { LINK_TAKEN, DROP },
		[LINK_ANSWERED] = { LINK_LIVE, DROP },
		[LINK_TICK] = { LINK_QUIET, 0 },
		[LINK_AGAIN] = { LINK_DOUBTED, OPEN },
		[LINK_NUDGE] = { LINK_DOUBTED, OPEN },
		[LINK_MOVED] = { LINK_DOUBTED, OPEN },
		[LINK_FAILED] = { LINK_DOUBTED, 0 },
		[LINK_LOST] = { LINK_OPENING, 0 },
		[LINK_REFUSAL] = { LINK_REFUSED, CLOSE },
		[LINK_STOP] = { LINK_OFF, CLOSE },
	},
	[LINK_QUIET] = {
		[LINK_REACHED] = { LINK_QUIET, 0 },
		[LINK_EARLY] = { LINK_QUIET, DROP },
		[LINK_OPENED] = { LINK_LIVE, 0 },
		[LINK_HEARD] = { LINK_ASKED, DROP },
		[LINK_ANSWERED] = { LINK_LIVE, DROP },
		[LINK_TICK] = { LINK_OPENING, CLOSE | OPEN },
		[LINK_AGAIN] = { LINK_QUIET, OPEN },
		[LINK_NUDGE] = { LINK_QUIET, OPEN },
		[LINK_MOVED] = { LINK_QUIET, OPEN },
		[LINK_FAILED] = { LINK_QUIET, 0 },
		[LINK_LOST] = { LINK_OPENING, 0 },
		[LINK_REFUSAL] = { LINK_REFUSED, CLOSE },
		[LINK_STOP] = { LINK_OFF, CLOSE },
	},
	[LINK_WAITING] = {
		[LINK_TICK] = { LINK_OPENING, OPEN },
		[LINK_NUDGE] = { LINK_OPENING, OPEN },
		[LINK_MOVED] = { LINK_OPENING, OPEN },
		[LINK_STOP] = { LINK_OFF, 0 },
	},
	[LINK_REFUSED] = {
		[LINK_WANT] = { LINK_OPENING, OPEN },
		[LINK_STOP] = { LINK_OFF, 0 },
	},
};

/* What each state waits for, and whether attempts are under way meanwhile. */

static int64_t within_bounds(int64_t ms, int64_t least, int64_t most)
{
	return ms < least ? least : ms > most ? most : ms;
}

static int64_t half_at_least(int64_t ms, int chance)
{
	return ms / 2 + ms / 2 * chance / 1023;
}

static int64_t wait_retry(struct link *l, int64_t now_ms, int chance)
{
	int64_t wait = half_at_least(l->retry_ms, chance);

	l->retry_ms = within_bounds(l->retry_ms * 2, LINK_RETRY_MIN_MS, LINK_RETRY_MAX_MS);
	return now_ms + wait;
}

/* Eager at first; then one attempt at a time, for as long as a very slow line may take. */
static int64_t wait_opening(struct link *l, int64_t now_ms, int chance)
{
	int64_t eager_ms = l->alone_ms + LINK_EAGER_MS;

	(void)chance;
	return now_ms < eager_ms ? eager_ms : now_ms + LINK_PATIENT_MS;
}

/* On a line that is paid for one can live with not knowing. */
static int64_t wait_hushed(struct link *l, int64_t now_ms, int chance)
{
	(void)chance;
	if (l->spares)
		return now_ms + LINK_HUSH_METERED_MS;
	return l->before == LINK_LIVE ? now_ms : now_ms + LINK_HUSH_MS;
}

static int64_t wait_answer(struct link *l, int64_t now_ms, int chance)
{
	(void)chance;
	return now_ms + l->doubt_ms;
}

static const struct {
	int64_t ms;                                                  /* so long; or */
	int64_t (*wait)(struct link *l, int64_t now_ms, int chance); /* until then */
	bool tries;  /* attempts are under way */
	bool awaits; /* what was sent is not answered */
	bool doubts; /* what is sent now would only lie in the kernel */
} traits[LINK_STATES] = {
	[LINK_OPENING] = { .wait = wait_opening, .tries = true },
	[LINK_GREETED] = { LINK_EAGER_MS, .tries = true },
	[LINK_LIVE] = { LINK_IDLE_MS },
	[LINK_PROBED] = { .wait = wait_answer, .awaits = true },
	[LINK_RESTING] = { LINK_REST_MS },
	[LINK_HUSHED] = { .wait = wait_hushed },
	[LINK_ASKED] = { .wait = wait_answer, .awaits = true },
	[LINK_TAKEN] = { LINK_TAKEN_MS, .awaits = true },
	[LINK_DOUBTED] = { LINK_QUIET_MS, .tries = true, .awaits = true, .doubts = true },
	[LINK_QUIET] = { LINK_GIVE_UP_MS, .tries = true, .awaits = true, .doubts = true },
	[LINK_WAITING] = { .wait = wait_retry },
};

void link_init(struct link *l)
{
	*l = (struct link) { .state = LINK_OFF,
			     .due_ms = INT64_MAX,
			     .again_ms = INT64_MAX,
			     .tried_ms = -1,
			     .alone_ms = -1,
			     .fair_ms = -1,
			     .heard_ms = -1,
			     .retry_ms = LINK_RETRY_MIN_MS,
			     .doubt_ms = LINK_DOUBT_MS };
}

void link_metered(struct link *l, bool on)
{
	l->spares = on;
}

/* Did it die while it was left alone for long? */
static void learn(struct link *l, enum link_input in)
{
	if (l->state == LINK_PROBED && (in == LINK_TICK || in == LINK_LOST))
		l->died_idle = true;
	if (in == LINK_HEARD || in == LINK_ANSWERED)
		l->died_idle = false;
	if (l->died_idle && (in == LINK_OPENED || in == LINK_LOST))
		l->spares = l->died_idle = false;
}

/* Long enough for TCP to send a lost packet again, and to hear of it. */
void link_measure(struct link *l, int64_t rtt_ms, int64_t vary_ms)
{
	if (rtt_ms <= 0)
		return;
	l->rtt_ms = rtt_ms;
	l->doubt_ms =
		within_bounds(2 * rtt_ms + 6 * vary_ms, LINK_DOUBT_MIN_MS, LINK_DOUBT_MAX_MS);
}

void link_allow(struct link *l, int64_t ms)
{
	l->allow_ms = within_bounds(ms, 0, LINK_ALLOW_MAX_MS);
}

/* The answer to the last thing that the kernel sends of an attempt has time to come. */
static int64_t until_again(const struct link *l)
{
	return LINK_AGAIN_MS + within_bounds(l->rtt_ms, 0, LINK_AGAIN_MS);
}

/*
 * The way works, then: the connection there is may be as well as the attempt, and only wait
 * for TCP to send again.  If nothing comes of its chance for long, the way was gone again, and
 * it gets another one.  After a longer silence than any hole it is not waited for.
 */
static bool is_early(struct link *l, int64_t now_ms)
{
	if (now_ms - l->alone_ms >= LINK_HOLE_MS)
		return false;
	if (l->fair_ms < 0 || now_ms > l->fair_ms + until_again(l))
		l->fair_ms = now_ms + l->allow_ms;
	return now_ms < l->fair_ms;
}

static void note_attempts(struct link *l, enum link_input in, int64_t now_ms, unsigned todo)
{
	enum link_state to = l->state;

	if (!traits[to].tries && to != LINK_WAITING)
		l->alone_ms = l->fair_ms = -1;
	else if (l->alone_ms < 0 || in == LINK_MOVED)
		l->alone_ms = now_ms;
	if (in == LINK_MOVED)
		l->fair_ms = now_ms; /* where its packets came from is no more */
	if (todo & OPEN)
		l->tried_ms = now_ms;
}

static void set_again(struct link *l, enum link_input in, int64_t now_ms, int chance)
{
	if (!traits[l->state].tries)
		l->again_ms = INT64_MAX;
	else if (in == LINK_REACHED)
		l->again_ms = now_ms + LINK_HANDSHAKE_MS + 4 * l->rtt_ms;
	else if (in == LINK_EARLY)
		l->again_ms = l->fair_ms;
	else if (in == LINK_FAILED)
		l->again_ms = wait_retry(l, now_ms, chance);
	else if (l->tried_ms == now_ms)
		l->again_ms = now_ms - l->alone_ms < LINK_EAGER_MS ? now_ms + until_again(l)
								   : INT64_MAX;
}

/* The only place that writes the state. */
static void enter(struct link *l, const struct edge *e, enum link_input in, int64_t now_ms,
		  int chance)
{
	bool stays = l->state == e->to && traits[e->to].tries;

	l->before = l->state;
	l->state = e->to;
	note_attempts(l, in, now_ms, e->todo);
	set_again(l, in, now_ms, chance);
	if (e->to == LINK_WAITING && in == LINK_TICK && l->retry_ms < LINK_RARE_MS)
		l->retry_ms = LINK_RARE_MS; /* it was tried often enough */
	if (stays && in != LINK_MOVED)
		return;
	l->since_ms = now_ms;
	l->due_ms = traits[e->to].wait ? traits[e->to].wait(l, now_ms, chance)
		    : traits[e->to].ms ? now_ms + traits[e->to].ms
				       : INT64_MAX;
}

static void note_words(struct link *l, enum link_input in, int64_t now_ms)
{
	if ((in == LINK_HEARD || in == LINK_OPENED) && now_ms > l->heard_ms)
		l->heard_ms = now_ms;
	if (in == LINK_ANSWERED)
		l->retry_ms = LINK_RETRY_MIN_MS; /* it works: the next break begins anew */
}

unsigned link_feed(struct link *l, enum link_input in, int64_t now_ms, int chance)
{
	const struct edge *e;

	if (in == LINK_TICK && now_ms < l->due_ms)
		in = LINK_AGAIN;
	if (in == LINK_AGAIN && now_ms < l->again_ms)
		return 0;
	if (in == LINK_NUDGE && traits[l->state].tries && now_ms < l->tried_ms + LINK_NUDGE_MS)
		return 0;
	if (in == LINK_REACHED && edges[l->state][LINK_EARLY].to && is_early(l, now_ms))
		in = LINK_EARLY;
	e = &edges[l->state][in];
	note_words(l, in, now_ms);
	learn(l, in);
	if (e->to == LINK_NONE)
		return 0;
	enter(l, e, in, now_ms, chance);
	return e->todo;
}

int64_t link_due(const struct link *l)
{
	return l->due_ms < l->again_ms ? l->due_ms : l->again_ms;
}

bool link_awaits(const struct link *l)
{
	return traits[l->state].awaits;
}

bool link_doubts(const struct link *l)
{
	return traits[l->state].doubts;
}
