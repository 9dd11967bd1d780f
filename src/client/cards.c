/* SPDX-License-Identifier: MIT */
/* Coping cards: those of the program, in the order of what helped this person before. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "client/cache_kit.h"
#include "client/core.h"
#include "forms/forms.h"

/* ---- what there is ---- */

static bool is_in(const struct pl_client *c, const char *language)
{
	const char *wanted = c->filling.language ? c->filling.language : "";

	return strcmp(language, wanted) == 0;
}

/* Its row in the person's language, or the one in English. */
static const struct card_text *card_in_language(const struct pl_client *c,
						const struct card_text *english)
{
	for (const struct card_text *t = card_texts; t->name; t++)
		if (is_in(c, t->language) && strcmp(t->name, english->name) == 0 &&
		    strcmp(t->situation, english->situation) == 0)
			return t;
	return english;
}

static const char *situation_title(const struct pl_client *c, const struct situation_text *of)
{
	for (const struct situation_text *t = situation_texts; t->name; t++)
		if (is_in(c, t->language) && strcmp(t->name, of->name) == 0)
			return t->title;
	return of->title;
}

static int worth(const struct pl_card *card)
{
	return card->helped - card->did_not;
}

/* Behind those of its situation that are worth as much. */
static void insert(struct kit_cards *k, size_t from, struct pl_card card)
{
	size_t at = k->count;

	for (; at > from && worth(&k->all[at - 1]) < worth(&card); at--)
		k->all[at] = k->all[at - 1];
	k->all[at] = card;
	k->count++;
}

static void add_cards(struct pl_client *c, struct pl_situation *of)
{
	struct kit_cards *k = &c->kit.cards;
	const size_t from = k->count;

	for (const struct card_text *t = card_texts; t->name && k->count < KIT_CARDS_MAX; t++) {
		if (*t->language || strcmp(t->situation, of->name) != 0)
			continue;
		const struct card_text *shown = card_in_language(c, t);
		const char *name = arena_fmt(&k->mem, "%s/%s", t->situation, t->name);
		const struct cache_helped said = cache_card(c->cache, name);

		insert(k, from,
		       (struct pl_card) { name, shown->title, shown->text, said.helped,
					  said.did_not });
	}
	of->cards = k->count - from;
}

/* Once, and again when something of it changed. */
static struct kit_cards *list(struct pl_client *c)
{
	struct kit_cards *k = &c->kit.cards;

	if (k->situation_count)
		return k;
	arena_finish(&k->mem);
	k->count = 0;
	for (const struct situation_text *t = situation_texts;
	     t->name && k->situation_count < KIT_SITUATIONS_MAX; t++) {
		struct pl_situation *s = &k->situations[k->situation_count];

		if (*t->language)
			continue;
		*s = (struct pl_situation) { t->name, situation_title(c, t), 0 };
		add_cards(c, s);
		k->situation_count += s->cards > 0;
	}
	return k;
}

void kit_cards_forget(struct pl_client *c)
{
	c->kit.cards.situation_count = 0;
}

size_t pl_client_situations(struct pl_client *c, const struct pl_situation **out)
{
	*out = list(c)->situations;
	return c->kit.cards.situation_count;
}

size_t pl_client_cards(struct pl_client *c, const char *situation, const struct pl_card **out)
{
	const struct kit_cards *k = list(c);

	*out = k->all;
	for (size_t i = 0; i < k->situation_count; *out += k->situations[i++].cards)
		if (strcmp(k->situations[i].name, situation) == 0)
			return k->situations[i].cards;
	return 0;
}

/* ---- did it help? ---- */

static const struct pl_card *find(struct pl_client *c, const char *name)
{
	const struct kit_cards *k = list(c);

	for (size_t i = 0; i < k->count; i++)
		if (strcmp(k->all[i].name, name) == 0)
			return &k->all[i];
	return NULL;
}

/* NULL: nothing is to be asked any more. */
static void wait_for(struct pl_client *c, const char *name, int64_t due_ms)
{
	struct kit_cards *k = &c->kit.cards;
	char *used = name ? mem_dup(name, strlen(name)) : NULL;

	free(k->used);
	k->used = used;
	k->due_ms = due_ms;
	schedule_keep_word(c, "card", used);
	if (used)
		loop_timer_set(c->kit.ask, KIT_ASK_MS);
	else
		loop_timer_stop(c->kit.ask);
}

/* What was used before this start is asked about at once. */
void kit_cards_open(struct pl_client *c)
{
	c->kit.cards.used = cache_get(c->cache, "card");
	if (c->kit.cards.used)
		c->changed |= PL_CHANGED_SHEETS;
}

void pl_client_card_used(struct pl_client *c, const char *name)
{
	if (find(c, name))
		wait_for(c, name, clock_ms() + KIT_ASK_MS);
}

/* Nobody is asked in the middle of a session. */
static bool is_in_session(const struct pl_client *c)
{
	for (size_t i = 0; i < c->state.groups_count; i++)
		if (c->state.groups[i].session.pub.stage)
			return true;
	return false;
}

const struct pl_card *pl_client_card_asks(struct pl_client *c)
{
	const struct kit_cards *k = &c->kit.cards;

	if (!k->used || clock_ms() < k->due_ms || is_in_session(c))
		return NULL;
	return find(c, k->used);
}

void pl_client_card_skip(struct pl_client *c, const char *name)
{
	if (c->kit.cards.used && strcmp(c->kit.cards.used, name) == 0)
		wait_for(c, NULL, 0);
}

enum pl_failure pl_client_card_helped(struct pl_client *c, const char *name, bool helped)
{
	const struct pl_card *card = find(c, name);

	if (!card)
		return PL_FAIL_GONE;
	if (!cache_card_said(c->cache, card->name, helped))
		return PL_FAIL_DISK;
	pl_client_card_skip(c, card->name);
	kit_cards_forget(c);
	return PL_OK;
}
