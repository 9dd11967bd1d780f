/* SPDX-License-Identifier: MIT */
/*
 * The texts of exercises and lessons that did not come with the program: each comes over the
 * line once, and the newest of a kind is kept with the rest of what is kept here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/core.h"

/* As it is kept: its sum, and behind it the text. */
static char *find_kept(struct pl_client *c, enum guide_kind k, int64_t sum)
{
	char *kept = cache_get(c->cache, guide_kind_word(k)), *end = NULL;

	if (kept && strtoll(kept, &end, 10) == sum && *end == '\n')
		memmove(kept, end + 1, strlen(end + 1) + 1);
	else
		end = NULL;
	if (end)
		return kept;
	free(kept);
	return NULL;
}

void meet_find_texts(struct pl_client *c)
{
	for (size_t i = 0; i < c->state.groups_count; i++)
		for (int k = GUIDE_EXERCISE; k < GUIDE_KINDS; k++) {
			struct session *s = &c->state.groups[i]->session;
			const int64_t sum = session_lacks(s, (enum guide_kind)k);
			char *text = sum ? find_kept(c, (enum guide_kind)k, sum) : NULL;

			if (text)
				session_give_text(s, (enum guide_kind)k, str_of(text));
			free(text);
		}
}

void meet_ask_texts(struct pl_client *c, struct buf *json)
{
	for (size_t i = 0; i < c->state.groups_count; i++) {
		struct state_group *g = c->state.groups[i];
		struct wire_msg m = { .type = WIRE_TEXT,
				      .has = WIRE_G | WIRE_S,
				      .g = g->pub.id };

		while ((m.s = session_wants_text(&g->session)))
			wire_add(json, &m, NULL);
	}
}

void meet_keep_text(struct pl_client *c, const struct wire_msg *m)
{
	const bool lesson = str_is(m->r, guide_kind_word(GUIDE_LESSON));
	struct cache_word word = { .word = guide_kind_word(lesson ? GUIDE_LESSON
								  : GUIDE_EXERCISE) };
	struct buf text;

	if (!(m->has & WIRE_B && m->has & WIRE_K))
		return;
	buf_init(&text, WIRE_TEXT_MAX + 32);
	buf_addf(&text, "%lld\n%.*s", (long long)m->k, (int)m->b.n, m->b.p);
	word.value = buf_text(&text);
	cache_set(c->cache, &word, 1, CACHE_SAME);
	buf_finish(&text);
}
