/* SPDX-License-Identifier: MIT */
/* Keys and views by ear: the title, then one item at a time. */
#include <string.h>

#include "base/clock.h"
#include "full/desk.h"
#include "full/hear_in.h"
#include "view/words.h"

/* ---- one item at a time ---- */

static size_t place_of(const struct model *m, uint64_t id)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->items[i].id == id)
			return i;
	return 0;
}

static void tell_item(struct desk *d, size_t i)
{
	const struct model *m = &d->stage.model;
	struct arena a = { 0 };
	const char *item = tell_sentence(&a, &m->items[i], d->stage.times);

	d->hear->at = m->items[i].id;
	hear_say(d, words_item_of(&a, item, i + 1, m->count));
	arena_finish(&a);
}

/* Where one talks, and where a question is answered, the line has the focus. */
static bool is_list(const struct desk *d)
{
	const struct model *m = &d->stage.model;

	return !m->is_talk && !m->takes_text && m->count && !d->edit.text.n;
}

/* At an end the same is said again: its place tells why. */
static bool step(struct desk *d, int by)
{
	const struct model *m = &d->stage.model;

	if (!is_list(d))
		return false;
	const size_t at = place_of(m, d->hear->at);
	const size_t to = by < 0 ? (at ? at - 1 : 0) : at + 1 < m->count ? at + 1 : at;

	tell_item(d, d->hear->at ? to : at);
	return true;
}

static bool key_up(struct desk *d)
{
	return step(d, -1);
}

static bool key_down(struct desk *d)
{
	return step(d, 1);
}

/* In a talk: what was said before that, or the newest again. */
static void page_talk(struct desk *d, int by)
{
	const struct model *m = &d->stage.model;
	size_t at = m->count;

	if (by < 0) {
		hear_follow(d, DID_BACK);
		return;
	}
	while (at > 0 && m->items[at - 1].role != ITEM_MESSAGE)
		at--;
	if (at)
		tell_from(m, m->items[at - 1].id, hear_how(d), &d->hear->hold);
}

/* So many items as the screen may have rows, the last of which is where one is then. */
static void page_list(struct desk *d, int by)
{
	const size_t n = (size_t)desk_page(d), count = d->stage.model.count;
	const size_t at = place_of(&d->stage.model, d->hear->at);
	size_t from = at + 1 < count ? at + 1 : at;

	if (by < 0)
		from = at > n ? at - n : 0;
	for (size_t i = from; i < count && i < from + n && (by > 0 || i < at || i == 0); i++)
		tell_item(d, i);
	if (by < 0)
		d->hear->at = d->stage.model.items[from].id;
}

static bool page(struct desk *d, int by)
{
	if (is_list(d))
		page_list(d, by);
	else if (d->stage.model.is_talk)
		page_talk(d, by);
	return true;
}

static bool key_page_up(struct desk *d)
{
	return page(d, -1);
}

static bool key_page_down(struct desk *d)
{
	return page(d, 1);
}

static bool key_first(struct desk *d)
{
	if (is_list(d))
		tell_item(d, 0);
	else
		page(d, -1);
	return true;
}

static bool key_last(struct desk *d)
{
	if (is_list(d))
		tell_item(d, d->stage.model.count - 1);
	else
		page(d, 1);
	return true;
}

static const struct {
	int32_t key;
	bool (*act)(struct desk *d);
} keys[] = {
	{ KEYS_UP, key_up },           { KEYS_DOWN, key_down },
	{ KEYS_PAGE_UP, key_page_up }, { KEYS_PAGE_DOWN, key_page_down },
	{ KEY_ALT('<'), key_first },   { KEY_ALT('>'), key_last },
};

bool hear_key(struct desk *d, int32_t key)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (keys[i].key == key)
			return keys[i].act(d);
	return false;
}

/* ---- what the stage did ---- */

static void tell_list(struct desk *d)
{
	const struct model *m = &d->stage.model;

	hear_say(d, m->title);
	if (m->count)
		tell_item(d, m->at_id ? place_of(m, m->at_id) : 0);
}

/* A question, and whom to call, are made for the ear already. */
static void did_view(struct desk *d)
{
	const struct model *m = &d->stage.model;

	d->stale = true;
	desk_build(d);
	d->hear->at = 0;
	if (m->is_talk && !d->hear->fresh)
		hear_say(d, m->title);
	else if (!m->is_talk && (m->takes_text || m->says_first))
		tell_view(m, hear_how(d), &d->hear->hold);
	else if (!m->is_talk)
		tell_list(d);
}

static void did_search(struct desk *d)
{
	desk_build(d);
	if (!d->stage.search[0])
		hear_say(d, words_of(WORD_SEARCH_HOW));
	else if (!tell_found(&d->stage.model, d->stage.search, hear_how(d), &d->hear->hold))
		hear_say(d, words_of(WORD_NOTHING_FOUND));
}

static void did_unread(struct desk *d)
{
	desk_build(d);
	hold_forget_talk(&d->hear->hold);
	if (!tell_from(&d->stage.model, d->stage.model.unread_id, hear_how(d), &d->hear->hold))
		hear_say(d, words_of(WORD_NO_UNREAD));
}

/* What the server has of it is told when it comes, when that is asked for again. */
static void did_back(struct desk *d)
{
	desk_build(d);
	if (tell_back(&d->hear->told, &d->stage.model, hear_how(d), &d->hear->hold))
		return;
	if (stage_older(&d->stage) & DID_SAY)
		hear_say(d, d->stage.answer);
}

static void did_resume(struct desk *d)
{
	hold_resume(&d->hear->hold, false);
}

static void did_unheard(struct desk *d)
{
	hold_resume(&d->hear->hold, true);
}

static const struct {
	int bit;
	void (*follow)(struct desk *d);
} follows[] = {
	{ DID_VIEW, did_view }, { DID_SEARCH, did_search }, { DID_UNREAD, did_unread },
	{ DID_BACK, did_back }, { DID_RESUME, did_resume }, { DID_UNHEARD, did_unheard },
};

bool hear_follow(struct desk *d, int bit)
{
	for (size_t i = 0; i < sizeof(follows) / sizeof(*follows); i++)
		if (follows[i].bit == bit) {
			follows[i].follow(d);
			return true;
		}
	return false;
}
