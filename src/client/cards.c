/* SPDX-License-Identifier: MIT */
/* Coping cards: those of the program, in the order of what helped this person before. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "client/cache_kit.h"
#include "client/core.h"
#include "forms/forms.h"
#include "packs/cards.h"

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

/* The file in the person's language, or the one in English, which has the same cards. */
static void read_packed(struct pl_client *c, const struct pack *pack, const struct pack_file *f,
			struct pack_cards *out)
{
	char situation[PACK_PATH_MAX + 1], path[PACK_PATH_MAX + 8];
	struct kit_cards *k = &c->kit.cards;

	pack_cards_of(f, situation);
	snprintf(path, sizeof(path), "%s.es.txt", situation);
	for (size_t i = 0; is_in(c, "es") && i < pack->count; i++)
		if (strcmp(pack->files[i].path, path) == 0 &&
		    pack_cards_read(pack->files[i].bytes, &k->mem, out, NULL))
			return;
	if (!pack_cards_read(f->bytes, &k->mem, out, NULL))
		out->count = 0;
}

/* With what this person has said of it. */
static void add_card(struct pl_client *c, size_t from, struct pl_card card)
{
	const struct cache_helped said = cache_card(c->cache, card.name);

	card.helped = said.helped;
	card.did_not = said.did_not;
	insert(&c->kit.cards, from, card);
}

/* Those of the clinic's packs for this situation, behind those of the program. */
static void add_packed(struct pl_client *c, const char *of, size_t from)
{
	struct kit_cards *k = &c->kit.cards;
	struct pack_cards *cards = mem_get(sizeof(*cards));
	char situation[PACK_PATH_MAX + 1];
	const struct pack_file *f;
	const struct pack *pack;

	for (size_t at = 0; (f = packs_cards_at(c, at, &pack)); at++) {
		pack_cards_of(f, situation);
		if (strcmp(situation, of) != 0)
			continue;
		read_packed(c, pack, f, cards);
		for (size_t i = 0; i < cards->count && k->count < KIT_CARDS_MAX; i++) {
			const struct pack_card *t = &cards->all[i];

			add_card(c, from,
				 (struct pl_card) { .name = arena_fmt(&k->mem, "%s/%s.%s", of,
								      pack->name, t->name),
						    .title = arena_text(&k->mem, t->title),
						    .text = t->text });
		}
	}
	free(cards);
}

static void add_cards(struct pl_client *c, struct pl_situation *of)
{
	struct kit_cards *k = &c->kit.cards;
	const size_t from = k->count;

	for (const struct card_text *t = card_texts; t->name && k->count < KIT_CARDS_MAX; t++) {
		if (*t->language || strcmp(t->situation, of->name) != 0)
			continue;
		const struct card_text *shown = card_in_language(c, t);

		add_card(c, from,
			 (struct pl_card) {
				 .name = arena_fmt(&k->mem, "%s/%s", t->situation, t->name),
				 .title = shown->title,
				 .text = shown->text });
	}
	add_packed(c, of->name, from);
	of->cards = k->count - from;
}

static bool is_listed(const struct kit_cards *k, const char *situation)
{
	for (size_t i = 0; i < k->situation_count; i++)
		if (strcmp(k->situations[i].name, situation) == 0)
			return true;
	return false;
}

/* Situations that only packs have cards for. */
static void list_packed(struct pl_client *c)
{
	struct kit_cards *k = &c->kit.cards;
	struct pack_cards *cards = mem_get(sizeof(*cards));
	char situation[PACK_PATH_MAX + 1];
	const struct pack_file *f;
	const struct pack *pack;

	for (size_t at = 0; (f = packs_cards_at(c, at, &pack)); at++) {
		struct pl_situation *s = &k->situations[k->situation_count];

		pack_cards_of(f, situation);
		if (k->situation_count == KIT_SITUATIONS_MAX || is_listed(k, situation))
			continue;
		read_packed(c, pack, f, cards);
		*s = (struct pl_situation) { arena_text(&k->mem, situation),
					     arena_text(&k->mem, cards->title), 0 };
		add_packed(c, s->name, k->count);
		s->cards = k->count;
		for (size_t i = 0; i < k->situation_count; i++)
			s->cards -= k->situations[i].cards;
		k->situation_count += s->cards > 0;
	}
	free(cards);
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
	list_packed(c);
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
		if (c->state.groups[i]->session.pub.stage)
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
