/* SPDX-License-Identifier: MIT */
/* Which tickets this store knows that it has given: one that was put back from a copy does not. */
#include <stdlib.h>

#include "client/cache_in.h"

int64_t cache_sure(struct cache *c)
{
	char *sure = cache_get(c, "sure");
	const int64_t ticket = sure ? strtoll(sure, NULL, 10) : 0;

	free(sure);
	return ticket;
}

static bool set_sure(struct cache *c)
{
	return cache_do(c,
			"INSERT OR REPLACE INTO word SELECT 'sure', seq FROM sqlite_sequence"
			" WHERE name = 'line'",
			0, NULL, NULL);
}

bool cache_be_sure(struct cache *c)
{
	int64_t last = 0;

	c->is_sure = true;
	if (!cache_last_ticket(c, &last))
		return false;
	if (last == cache_sure(c))
		return true;
	return cache_begin_durable(c, NULL) && cache_end(c, set_sure(c), NULL);
}

void cache_unsure(struct cache *c)
{
	c->is_sure = false;
}

bool cache_stay_sure(struct cache *c)
{
	return !c->is_sure || set_sure(c);
}

/* What is behind ?1 goes up by ?2.  The ticket that a row of an act has in it means nothing. */
static const char *const moves[] = {
	"UPDATE line SET was = ticket, ticket = ticket + ?2,"
	" state = CASE state WHEN 0 THEN 1 ELSE state END WHERE ticket > ?1",
	"UPDATE ask SET ticket = ticket + ?2 WHERE ticket > ?1",
	"UPDATE work SET ticket = ticket + ?2 WHERE ticket > ?1",
	"UPDATE sheet SET ticket = ticket + ?2 WHERE ticket > ?1",
};

static bool move_all(struct cache *c, int64_t sure, int64_t by)
{
	bool ok = true;

	for (size_t i = 0; ok && i < sizeof(moves) / sizeof(moves[0]); i++)
		ok = cache_do(c, moves[i], 2, (const int64_t[]) { sure, by }, NULL);
	return ok && cache_move_unfiled(c, sure, by);
}

int64_t cache_put_back(struct cache *c, int64_t top)
{
	const int64_t sure = cache_sure(c);
	int64_t last = 0, by;

	if (!cache_last_ticket(c, &last) || !cache_begin_durable(c, NULL))
		return 0;
	by = (top > last ? top : last) - sure; /* so last + by is not below top */
	c->is_sure = cache_end(c,
			       move_all(c, sure, by) && cache_take_ticket(c, last + by, NULL) &&
				       set_sure(c),
			       NULL);
	return c->is_sure ? by : 0;
}
