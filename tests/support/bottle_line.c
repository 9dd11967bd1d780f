/* SPDX-License-Identifier: MIT */
#include "support/bottle_line.h"

#include "base/clock.h"

enum { RESEND_MS = 300 };

static int64_t after_holes(const struct bottle_line *l, int64_t from_ms, int64_t due_ms)
{
	const int64_t began_ms = clock_ms() - bottle_ms();

	for (const struct bottle_hole *h = l->holes; h->to_s; h++) {
		const int64_t hole_ms = began_ms + h->from_s * 1000,
			      end_ms = began_ms + h->to_s * 1000;

		/* TCP waits as long again as it has waited in vain. */
		if (due_ms >= hole_ms && from_ms < end_ms)
			due_ms = end_ms + l->rtt_ms + bottle_chance((int)(end_ms - from_ms));
	}
	return due_ms;
}

static int64_t gone_ms(struct bottle_end *end, const struct bottle_pass *p)
{
	const struct bottle_line *l = end->line;
	const int kbit = p->way == BOTTLE_UP ? l->up_kbit : l->down_kbit;
	const int64_t takes_us = kbit ? (int64_t)p->bytes * 8000 / kbit : 0;
	int64_t *free_us = &end->free_us[p->way];

	if (p->from_ms > clock_ms())
		return p->from_ms + takes_us / 1000;
	if (*free_us < p->from_ms * 1000)
		*free_us = p->from_ms * 1000;
	*free_us += takes_us;
	return *free_us / 1000;
}

int64_t bottle_pass(struct bottle_end *end, const struct bottle_pass *p, int64_t *last_ms)
{
	const struct bottle_line *l = end->line;
	int64_t due_ms = gone_ms(end, p) + l->rtt_ms / 2 + bottle_chance(l->jitter_ms);

	while (bottle_chance(1000) < l->loss_per_mille)
		due_ms += l->rtt_ms + RESEND_MS;
	due_ms = after_holes(l, p->from_ms, due_ms);
	if (due_ms < *last_ms)
		due_ms = *last_ms;
	return *last_ms = due_ms;
}
