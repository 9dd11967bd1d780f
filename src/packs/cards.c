/* SPDX-License-Identifier: MIT */
#include "packs/cards.h"

#include <string.h>

#include "guide/read.h"
#include "text/utf8.h"

enum { CARDS_BYTES_MAX = 65536 };

/* A line that people read: as it is, or not at all. */
static bool is_clean(struct str words, size_t most)
{
	struct arena mem = { 0 };
	const bool good = words.n && str_is(words, utf8_clean_name(&mem, words, most));

	arena_finish(&mem);
	return good;
}

static const char *read_title(struct str rest, void *out)
{
	struct pack_cards *c = out;

	return is_clean(rest, PACK_TITLE_MAX) && guide_copy(c->title, PACK_TITLE_MAX, rest)
		       ? NULL
		       : "a title has 1 to 64 bytes that can be read";
}

static const char *read_card(struct str rest, void *out)
{
	struct pack_cards *c = out;
	const struct str name = guide_word(&rest);
	struct pack_card *card = &c->all[c->count];

	if (c->count == PACK_CARDS_MAX)
		return "there are more than 24 cards";
	if (!guide_is_name(name) || !is_clean(rest, PACK_TITLE_MAX))
		return "a card has a name of small letters, and a title of 1 to 64 bytes";
	for (size_t i = 0; i < c->count; i++)
		if (str_is(name, c->all[i].name))
			return "this card is there twice";
	*card = (struct pack_card) { .text = "" };
	guide_copy(card->name, GUIDE_NAME_MAX, name);
	guide_copy(card->title, PACK_TITLE_MAX, rest);
	c->count++;
	return NULL;
}

static const char *read_step(struct str rest, void *out)
{
	struct pack_cards *c = out;
	struct pack_card *card = c->count ? &c->all[c->count - 1] : NULL;

	if (!card)
		return "a step comes behind its card";
	if (!is_clean(rest, PACK_STEP_MAX))
		return "a step has 1 to 400 bytes that can be read";
	card->text = arena_fmt(c->mem, "%s%s%.*s", card->text, *card->text ? "\n" : "",
			       (int)rest.n, rest.p);
	return strlen(card->text) <= PACK_CARD_MAX ? NULL : "a card has more than 2000 bytes";
}

static const char *read_whole(void *out)
{
	const struct pack_cards *c = out;

	if (!*c->title)
		return "it needs a line 'title WORDS'";
	for (size_t i = 0; i < c->count; i++)
		if (!*c->all[i].text)
			return "a card has no steps";
	return c->count ? NULL : "it has no cards";
}

bool pack_cards_read(struct str text, struct arena *mem, struct pack_cards *out,
		     struct err *err)
{
	static const struct guide_row rows[] = { { "title", read_title },
						 { "card", read_card },
						 { "step", read_step },
						 { NULL, NULL } };
	static const struct guide_form form = { rows, CARDS_BYTES_MAX, read_whole };

	memset(out, 0, sizeof(*out));
	out->mem = mem;
	return guide_read(text, &form, out, err);
}

const char *pack_cards_of(const struct pack_file *f, char situation[PACK_PATH_MAX + 1])
{
	const size_t n = strcspn(f->path, ".");

	memcpy(situation, f->path, n);
	situation[n] = '\0';
	return strcmp(f->path + n, ".es.txt") == 0 ? "es" : "";
}
