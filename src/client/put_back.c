/* SPDX-License-Identifier: MIT */
/* A store that was put back from an old copy: what was done in it since has tickets that the
 * server knows as those of something else, and it would be lost.  It gets others. */
#include "base/log.h"
#include "client/core.h"

static void move(int64_t *ticket, int64_t sure, int64_t by)
{
	if (*ticket > sure)
		*ticket += by;
}

static void move_lines(struct state *s, int64_t sure, int64_t by)
{
	for (size_t i = 0; i < s->groups_count; i++)
		for (size_t k = 0; k < s->groups[i]->messages_count; k++) {
			struct pl_message *m = &s->groups[i]->messages[k];

			if (!m->seq && state_ticket(m) > sure)
				m->id += (uint64_t)by;
		}
}

static void move_asks(struct diary *d, int64_t sure, int64_t by)
{
	for (size_t i = 0; i < d->asks_count; i++) {
		move(&d->asks[i].ticket, sure, by);
		d->asks[i].m.k = d->asks[i].ticket;
	}
	d->is_listed = false;
}

static void move_works(struct sheet_rows *r, int64_t sure, int64_t by)
{
	for (size_t i = 0; i < r->acts_count; i++) {
		struct rows_act *a = &r->acts[i];

		move(&a->ticket, sure, by);
		a->m.k = a->ticket;
		if (rows_act_is(a, "unfile") && a->m.has & ROWS_UNFILE_WAITS)
			move(&a->m.d, sure, by);
	}
}

static void move_sheets(struct sheets *s, int64_t sure, int64_t by)
{
	for (size_t i = 0; i < s->count; i++)
		move(&s->all[i].ticket, sure, by);
}

static bool move_all(struct pl_client *c, int64_t sure, int64_t top)
{
	const int64_t by = cache_put_back(c->cache, top);

	if (!by)
		return false;
	log_event(LOG_WARN_, "put_back", "sure=%lld top=%lld", (long long)sure, (long long)top);
	move_lines(&c->state, sure, by);
	move_asks(&c->schedule.diary, sure, by);
	move_works(&c->worksheets.rows, sure, by);
	move_sheets(&c->sheets, sure, by);
	c->changed |= PL_CHANGED_MESSAGES | PL_CHANGED_SHEETS;
	schedule_changed(c);
	return true;
}

bool put_back_look(struct pl_client *c, const struct wire_msg *m, size_t n)
{
	const int64_t sure = cache_sure(c->cache);

	for (size_t i = 0; i < n; i++) {
		if (m[i].type != WIRE_HELLO)
			continue;
		if (m[i].has & WIRE_K && m[i].k > sure)
			return move_all(c, sure, m[i].k);
		/* Where it cannot be kept, words that have no answer may come twice some day. */
		cache_be_sure(c->cache);
	}
	return true;
}
