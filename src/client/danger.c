/* SPDX-License-Identifier: MIT */
/* Who is not safe, and whom what has reached: the public side, and what is kept on disk. */
#include <stdlib.h>

#include "base/clock.h"
#include "client/core.h"

static struct state_clocks clocks(void)
{
	return (struct state_clocks) { clock_utc_ms(), clock_ms() };
}

size_t pl_client_alerts(const struct pl_client *c, int64_t group, const struct pl_alert **out)
{
	const struct state_group *g = state_find_group(&c->state, group);

	*out = g ? g->session.tools.alert_list : NULL;
	return g ? g->session.tools.list_count : 0;
}

int64_t pl_client_reach(const struct pl_client *c, int64_t group, int64_t member)
{
	const struct state_group *g = state_find_group(&c->state, group);

	return g ? session_reach(&g->session, member) : -1;
}

/* That somebody is not safe goes before all else, and outlives the program; so does a name. */

void meet_keep_first(struct pl_client *c)
{
	struct buf text;
	struct cache_word word = { "danger", NULL };

	buf_init(&text, 1024);
	wishes_keep(&c->wishes, &text);
	if (text.n)
		word.value = buf_text(&text);
	cache_set(c->cache, &word, 1, CACHE_SAME);
	buf_finish(&text);
}

void meet_load_first(struct pl_client *c)
{
	char *text = cache_get(c->cache, "danger");

	if (text)
		wishes_load(&c->wishes, text, clock_ms());
	free(text);
	for (size_t i = 0; i < c->wishes.count; i++) {
		struct state_group *g = state_find_group(&c->state, c->wishes.all[i].group);

		if (g && c->wishes.all[i].act == PL_ACT_DANGER)
			session_ask_help(&g->session, c->state.self.id, clock_utc_ms());
	}
	state_news(&c->state, clocks());
}

void danger_did_wish(struct pl_client *c, struct state_group *g, const struct pl_wish *w)
{
	if (w->act == PL_ACT_WATCH)
		session_watch(&g->session, w->n, clock_ms());
	if (wish_is_kept(w->act))
		meet_keep_first(c);
	if (w->act == PL_ACT_DANGER)
		session_ask_help(&g->session, c->state.self.id, clock_utc_ms());
	if (state_news(&c->state, clocks()))
		c->changed |= PL_CHANGED_SESSION;
}

void meet_write_first(struct pl_client *c, struct buf *json)
{
	wishes_write_first(&c->wishes, clock_ms(), json);
	worksheets_write_first(c, json);
}
