/* SPDX-License-Identifier: MIT */
/* The time that the server told, and clocks that are set. */
#include "base/clock.h"
#include "client/core.h"

static struct news_clocks clocks(void)
{
	return (struct news_clocks) { clock_utc_ms(), clock_asleep_too_ms() };
}

void schedule_told_time(struct pl_client *c)
{
	struct schedule *s = &c->schedule;

	if (news_is_far(c->ahead_ms - s->ahead_ms))
		news_forget_early(&s->news, schedule_now(c));
	s->ahead_ms = c->ahead_ms;
	s->news.clocks = clocks();
	s->is_timed = true;
	if (news_clock(&s->news, c->ahead_ms))
		c->changed |= PL_CHANGED_SCHEDULE;
}

/* What the server said of the time goes on by the clock that nobody sets; without that the wall's
 * is all there is. */
void schedule_look_at_clock(struct pl_client *c)
{
	struct schedule *s = &c->schedule;
	const int64_t jump_ms = news_jump(&s->news, clocks());

	if (!jump_ms)
		return;
	if (!s->is_timed) {
		news_forget_early(&s->news, schedule_now(c));
		return;
	}
	s->ahead_ms = c->ahead_ms -= jump_ms;
	if (news_clock(&s->news, c->ahead_ms))
		c->changed |= PL_CHANGED_SCHEDULE;
}
