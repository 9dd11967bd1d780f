/* SPDX-License-Identifier: MIT */
/*
 * Coping cards: two keys lead from anywhere to the one that helped this person most in such
 * a moment.  Later it is asked, once, whether it helped.
 */
#include <stdio.h>
#include <string.h>

#include "text/keys.h"
#include "text/utf8.h"
#include "view/kit.h"
#include "view/session.h"

static int tell(struct stage *s, enum kit_word w, const char *what)
{
	return stage_tell(s, words_kit(&s->model.mem, w, what));
}

static void say(struct model *m, enum item_role role, const char *words)
{
	struct item *it = model_add(m, view_id(ID_CARD, m->count + 1), role);

	it->text = words;
	it->voice = VOICE_POLITE;
}

static void say_numbered(struct model *m, size_t i, const char *title)
{
	say(m, ITEM_CHOICE, arena_fmt(&m->mem, "%zu. %s", i + 1, model_text(m, title)));
}

/* ---- what is shown ---- */

static void tell_situations(struct stage *s, struct model *out)
{
	const struct pl_situation *all;
	const size_t n = pl_client_situations(s->client, &all);

	out->title = words_kit(&out->mem, KIT_CARDS, "");
	for (size_t i = 0; i < n; i++)
		say_numbered(out, i, all[i].title);
	say(out, ITEM_NOTICE, words_kit(&out->mem, n ? KIT_CARDS_HOW : KIT_CARDS_NONE, ""));
}

static void tell_steps(struct model *out, const struct pl_card *card)
{
	const char *before = words_card_before(&out->mem, card);

	say(out, ITEM_HEADING, model_text(out, card->title));
	for (const char *at = card->text; *at;) {
		const size_t n = strcspn(at, "\n");

		if (n)
			say(out, ITEM_NOTICE, model_text(out, arena_dup(&out->mem, at, n)));
		at += n + (at[n] == '\n');
	}
	if (*before)
		say(out, ITEM_NOTICE, before);
}

static void tell_others(struct model *out, const struct pl_card *all, size_t n, size_t at)
{
	if (n > 1)
		say(out, ITEM_HEADING, words_kit(&out->mem, KIT_CARDS_MORE, ""));
	for (size_t i = 0; i < n; i++)
		if (i != at)
			say_numbered(out, i, all[i].title);
	say(out, ITEM_NOTICE, words_kit(&out->mem, KIT_CARD_BACK, ""));
}

static const struct pl_situation *find_situation(struct stage *s, const char *name)
{
	const struct pl_situation *all;
	const size_t n = pl_client_situations(s->client, &all);

	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].name, name) == 0)
			return &all[i];
	return NULL;
}

static void build(struct stage *s, struct model *out)
{
	const struct pl_situation *at = find_situation(s, s->cards.situation);
	const struct pl_card *all;
	struct pl_link_info info;
	size_t n = 0;

	pl_client_link(s->client, &info);
	out->status = words_link_first(&out->mem, &info);
	if (at) {
		out->title = model_text(out, at->title);
		n = pl_client_cards(s->client, s->cards.situation, &all);
	}
	if (s->cards.at >= n) {
		tell_situations(s, out);
		return;
	}
	tell_steps(out, &all[s->cards.at]);
	tell_others(out, all, n, s->cards.at);
}

const struct view view_cards = {
	"cards",
	KEY_CTRL('r'),
	N_("Cards for hard moments: what helped you before comes first. Behind the word: the "
	   "moment, and the number of a card."),
	build,
	NULL,
};

/* ---- which one ---- */

static int show_all(struct stage *s)
{
	s->cards.situation[0] = '\0';
	s->cards.at = 0;
	return stage_show(s, &view_cards);
}

static int none(struct stage *s, const char *typed)
{
	return tell(s, KIT_CARD_NONE, model_text(&s->model, typed)) | DID_KEEP;
}

/* It is in sight from now on: later it is asked whether it helped. */
static int show_card(struct stage *s, const char *situation, size_t at)
{
	const struct pl_card *all;
	const size_t n = pl_client_cards(s->client, situation, &all);
	struct stage_cards *c = &s->cards;

	if (at >= n)
		return none(s, arena_fmt(&s->model.mem, "%zu", at + 1));
	snprintf(c->used, sizeof(c->used), "%s", all[at].name);
	if (situation != c->situation)
		snprintf(c->situation, sizeof(c->situation), "%s", situation);
	c->at = at;
	pl_client_card_used(s->client, c->used);
	return stage_show(s, &view_cards);
}

static bool begins(const char *title, const char *typed)
{
	bool whole;

	return utf8_begins(str_of(title), str_of(typed), &whole);
}

/* By its number, the first letters of its name or title, or a part of the title. */
static const struct pl_situation *typed_situation(struct stage *s, const char *typed)
{
	const struct pl_situation *all;
	const size_t n = pl_client_situations(s->client, &all);
	int64_t number;

	if (session_number(typed, &number))
		return number >= 1 && (uint64_t)number <= n ? &all[number - 1] : NULL;
	for (size_t i = 0; i < n; i++)
		if (begins(all[i].name, typed) || begins(all[i].title, typed))
			return &all[i];
	for (size_t i = 0; i < n; i++)
		if (utf8_contains(str_of(all[i].title), str_of(typed)))
			return &all[i];
	return NULL;
}

/* "craving", "craving 2", "1", "1 2", "cannot sleep". */
int cards_go(struct stage *s, const char *rest)
{
	char typed[SESSION_TYPED_MAX];
	const struct pl_situation *at;
	int64_t number = 1;
	char *last;

	if (!session_given(rest))
		return show_all(s);
	if (!session_take(typed, rest, strlen(rest)))
		return none(s, "");
	last = strrchr(typed, ' ');
	if (last && session_number(last + 1, &number))
		*last = '\0';
	at = typed_situation(s, typed);
	if (!at || number < 1)
		return none(s, rest);
	return show_card(s, at->name, (size_t)number - 1);
}

/* First the moment, then maybe another card for it; 0: all moments again. */
int cards_digit(struct stage *s, int digit)
{
	const struct pl_situation *all;
	const size_t n = pl_client_situations(s->client, &all), at = (size_t)digit - 1;

	if (!digit)
		return show_all(s);
	if (*s->cards.situation)
		return show_card(s, s->cards.situation, at);
	return at < n ? show_card(s, all[at].name, 0)
		      : none(s, arena_fmt(&s->model.mem, "%d", digit));
}

/* ---- did it help? ---- */

/* "craving/wave" */
static const char *title_of(struct stage *s, const char *name)
{
	const size_t n = strcspn(name, "/");
	const struct pl_card *all;
	const size_t count =
		pl_client_cards(s->client, arena_dup(&s->model.mem, name, n), &all);

	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].name, name) == 0)
			return model_text(&s->model, all[i].title);
	return "";
}

static int act_helped(struct stage *s, const char *rest)
{
	enum pl_failure f;
	bool yes;

	if (!*s->cards.used)
		return tell(s, KIT_HELPED_NONE, "");
	if (!kit_yes(rest, &yes))
		return tell(s, KIT_HELPED_HOW, "") | (rest ? DID_KEEP : 0);
	f = pl_client_card_helped(s->client, s->cards.used, yes);
	if (f != PL_OK)
		return stage_tell(s, words_failure_of_act(f)) | DID_KEEP;
	return tell(s, yes ? KIT_CARD_HELPED : KIT_CARD_DID_NOT, title_of(s, s->cards.used));
}

const char *cards_ask(struct stage *s)
{
	const struct pl_card *card = pl_client_card_asks(s->client);
	const char *words;

	if (!card)
		return "";
	snprintf(s->cards.used, sizeof(s->cards.used), "%s", card->name);
	words = words_kit(&s->model.mem, KIT_CARD_ASK, model_text(&s->model, card->title));
	pl_client_card_skip(s->client, s->cards.used);
	return words;
}

const struct verb kit_verbs[] = {
	{ "helped", KEY_CHORD('?'), N_("yes or no"),
	  N_("Say whether the card that you used helped. Only you see this."), act_helped },
	{ NULL, 0, NULL, NULL, NULL },
};
