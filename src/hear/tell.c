/* SPDX-License-Identifier: MIT */
#include "hear/tell.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/utf8.h"
#include "view/stage.h"
#include "view/words.h"

struct tell_row {
	uint64_t id;
	enum item_voice voice;
	enum item_about about;
};

void tell_finish(struct tell *t)
{
	free(t->rows);
	*t = (struct tell) { 0 };
}

/* ---- sentences ---- */

const char *tell_one_line(struct arena *a, const char *text)
{
	char *out = arena_text(a, text);

	model_flatten(out);
	return out;
}

/* "Ana, 14:05, kept here: Hello."; of one's own, only what is amiss is worth a word. */
static const char *message(struct arena *a, const struct item *it, bool times)
{
	const char *note = it->note && (!it->mine || it->amiss) ? it->note : NULL;
	const char *when = times ? it->when : NULL;

	return arena_fmt(a, "%s%s%s%s%s: %s", it->who ? it->who : "", when ? ", " : "",
			 when ? when : "", note ? ", " : "", note ? note : "", it->text);
}

/* "/who: Tell who is here now. (Alt-W)" */
static const char *help(struct arena *a, const struct item *it, bool times)
{
	(void)times;
	return arena_fmt(a, "%s%s%s%s%s%s", it->who ? it->who : "", it->who ? ": " : "",
			 it->text, it->note ? " (" : "", it->note ? it->note : "",
			 it->note ? ")" : "");
}

/* "Ana: member, here"; where there is nothing to say of them, "Ana" */
static const char *other(struct arena *a, const struct item *it, bool times)
{
	const char *note = it->note ? it->note : "";
	const bool both = *it->text && *note;

	(void)times;
	return arena_fmt(a, "%s%s%s%s%s", it->who ? it->who : "",
			 it->who && (*it->text || *note) ? ": " : "", it->text,
			 both ? ", " : "", note);
}

const char *tell_sentence(struct arena *a, const struct item *it, bool times)
{
	static const char *(*const rows[ITEM_ROLES])(struct arena *, const struct item *,
						     bool) = {
		[ITEM_HEADING] = other, [ITEM_MESSAGE] = message, [ITEM_NOTICE] = other,
		[ITEM_PERSON] = other,  [ITEM_CHOICE] = other,    [ITEM_HELP] = help,
	};

	return tell_one_line(a, rows[it->role](a, it, times));
}

static void add(struct hold *out, const struct item *it, struct tell_how how,
		enum item_about about)
{
	struct arena a = { 0 };

	hold_add(out, tell_sentence(&a, it, how.times), about, it->mention && !it->mine);
	arena_finish(&a);
}

/* What has become of a line is the news, where somebody wants that told; the line is known. */
static void add_news(struct hold *out, const struct item *it, struct tell_how how)
{
	struct item told = *it;

	told.amiss = it->amiss || it->about == ABOUT_SENT;
	add(out, &told, how, it->about);
}

/* One's own line, that it stands there: how far it has come is another thing. */
static void add_own(struct hold *out, const struct item *it, struct tell_how how)
{
	struct item told = *it;

	told.note = NULL;
	add(out, &told, how, ABOUT_ASKED);
}

/* What was asked for waits for nobody. */
static void add_range(const struct model *m, size_t from, struct tell_how how, struct hold *out)
{
	for (size_t i = from; i < m->count; i++)
		if (!m->items[i].seen_only)
			add(out, &m->items[i], how, ABOUT_ASKED);
}

/* ---- what was told ---- */

static int by_id(const void *a, const void *b)
{
	const struct tell_row *x = a, *y = b;

	return x->id < y->id ? -1 : x->id > y->id;
}

static const struct tell_row *find(const struct tell *t, uint64_t id)
{
	struct tell_row key = { .id = id };

	return t->count ? bsearch(&key, t->rows, t->count, sizeof(key), by_id) : NULL;
}

/* From now on all of the model counts as told. */
static void learn(struct tell *t, const struct model *m)
{
	struct tell_row *rows = mem_get((m->count + 1) * sizeof(*rows));

	for (size_t i = 0; i < m->count; i++)
		rows[i] = (struct tell_row) { m->items[i].id, m->items[i].voice,
					      m->items[i].about };
	qsort(rows, m->count, sizeof(*rows), by_id);
	free(t->rows);
	t->rows = rows;
	t->count = m->count;
}

/* What somebody else said is told once; one's own, and notices, when they become urgent, and one's
 * own when it has arrived. */
static bool is_news(const struct tell *t, const struct item *it)
{
	const struct tell_row *row = find(t, it->id);

	if (!row)
		return it->voice != VOICE_SILENT;
	if (it->about == ABOUT_SENT && row->about != ABOUT_SENT)
		return true;
	return (it->mine || it->role != ITEM_MESSAGE) && row->voice < it->voice;
}

static bool is_others(const struct item *it)
{
	return it->role == ITEM_MESSAGE && !it->mine;
}

/*
 * A device that is new to a group gets what was said before a moment later: the last of
 * it is told too, though it counts as read.  What comes in among older talk is not.
 */
static size_t first_late(const struct tell *t, const struct model *m)
{
	size_t at = m->count, left = TELL_BEFORE;

	while (at > 0 && left > 0 &&
	       !(is_others(&m->items[at - 1]) && find(t, m->items[at - 1].id)))
		left -= is_others(&m->items[--at]);
	return at;
}

/* Where the oldest message stands that was told; behind all if none was. */
static size_t place_of_first(const struct tell *t, const struct model *m)
{
	size_t at = 0;

	while (at < m->count && (!t->first || m->items[at].id != t->first))
		at++;
	return at;
}

static void told_from(struct tell *t, const struct model *m, size_t at)
{
	while (at < m->count && m->items[at].role != ITEM_MESSAGE)
		at++;
	if (at < place_of_first(t, m))
		t->first = m->items[at].id;
}

void tell_news(struct tell *t, const struct model *m, struct tell_how how, struct hold *out)
{
	size_t late = first_late(t, m);

	for (size_t i = 0; i < m->count; i++) {
		const struct item *it = &m->items[i];
		const bool is_late = i >= late && it->role == ITEM_MESSAGE && !find(t, it->id);

		if (is_news(t, it) || (is_late && !it->mine))
			add_news(out, it, how);
		else if (is_late && how.own)
			add_own(out, it, how);
		else
			continue;
		told_from(t, m, i);
	}
	learn(t, m);
}

void tell_view(const struct model *m, struct tell_how how, struct hold *out)
{
	const bool says_first = m->says_first && m->count;

	if (says_first)
		add(out, &m->items[0], how, ABOUT_ASKED);
	if (says_first || !m->untitled)
		hold_add(out, says_first ? m->status : m->title, ABOUT_ASKED, false);
	add_range(m, says_first, how, out);
}

/* Where the last `left` messages before this place begin, with their heading. */
static size_t before(const struct model *m, size_t at, size_t left)
{
	while (at > 0 && left > 0)
		left -= m->items[--at].role == ITEM_MESSAGE;
	if (at > 0 && m->items[at - 1].role == ITEM_HEADING)
		at--;
	return at;
}

/* The last few before the first that was not read. */
static size_t begin_of(const struct model *m)
{
	size_t at = m->count;

	for (size_t i = 0; i < m->count && m->unread_id; i++)
		if (m->items[i].id == m->unread_id)
			at = i;
	return before(m, at, TELL_BEFORE);
}

void tell_meeting(struct tell *t, const struct model *m, struct tell_how how, struct hold *out)
{
	hold_add(out, m->title, ABOUT_ASKED, false);
	add_range(m, begin_of(m), how, out);
	t->first = 0;
	told_from(t, m, begin_of(m));
	learn(t, m);
}

bool tell_back(struct tell *t, const struct model *m, struct tell_how how, struct hold *out)
{
	size_t end = place_of_first(t, m), at = before(m, end, TELL_BACK);

	while (end > 0 && m->items[end - 1].role != ITEM_MESSAGE)
		end--; /* its heading was told with it */
	if (at >= end)
		return false;
	for (size_t i = at; i < end; i++)
		add(out, &m->items[i], how, ABOUT_ASKED);
	told_from(t, m, at);
	return true;
}

bool tell_from(const struct model *m, uint64_t id, struct tell_how how, struct hold *out)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->items[i].id == id) {
			add_range(m, i, how, out);
			return true;
		}
	return false;
}

/* ---- finding ---- */

static bool holds(const struct item *it, const char *words)
{
	return utf8_contains(str_of(it->text), str_of(words)) ||
	       (it->who && utf8_contains(str_of(it->who), str_of(words)));
}

bool tell_found(const struct model *m, const char *words, struct tell_how how, struct hold *out)
{
	size_t at = m->count, found = 0;

	while (at > 0 && found < TELL_SEARCH_MAX)
		found += holds(&m->items[--at], words);
	for (; at < m->count; at++)
		if (holds(&m->items[at], words))
			add(out, &m->items[at], how, ABOUT_ASKED);
	return found > 0;
}

bool tell_knows(const struct tell *t, const struct model *m, const char *words)
{
	for (size_t i = 0; i < m->count; i++) {
		const struct item *it = &m->items[i];

		if (it->role == ITEM_MESSAGE && !it->mine && find(t, it->id) &&
		    utf8_contains(str_of(it->text), str_of(words)))
			return true;
	}
	return false;
}

/* ---- the connection ---- */

/* Once each. */
static bool must_be_told(const struct tell_link *t, enum pl_failure f)
{
	return stage_failure_counts(f, t->was_up) && !(t->failures & UINT64_C(1) << f);
}

static bool is_up(const struct pl_link_info *i)
{
	return i->link == PL_LINK_LIVE || i->link == PL_LINK_QUIET;
}

static bool is_out(const struct pl_link_info *i)
{
	return i->link == PL_LINK_OFF || i->link == PL_LINK_REFUSED;
}

/* How long it may be down before that is worth a sentence. */
static int64_t patience_ms(const struct tell_link *t, const struct pl_link_info *i)
{
	if (is_out(i))
		return 0;
	if (t->was_up)
		return TELL_DOWN_MS;
	return i->link == PL_LINK_OPENING ? TELL_FIRST_DOWN_MS : 0;
}

static void say(struct hold *out, const char *words)
{
	hold_add(out, words, ABOUT_LINK, false);
}

/* Signed out is another thing than down: the person must act. */
static void tell_why(struct tell_link *t, const struct pl_link_info *i, struct hold *out)
{
	enum pl_link why = is_out(i) ? i->link : PL_LINK_WAITING;
	bool named = must_be_told(t, i->failure), is_new = !t->told || t->why != why;
	struct arena a = { 0 };

	if (is_new && !is_out(i))
		say(out, words_of(WORD_LINE_DOWN));
	else if (is_new && !named)
		say(out, words_link_first(&a, i));
	if (named) {
		say(out, words_failure(i->failure));
		t->failures |= UINT64_C(1) << i->failure;
	}
	t->told = true;
	t->why = why;
	arena_finish(&a);
}

/* Connected, all the same: what comes is shown and cannot be kept. */
static void tell_up(struct tell_link *t, const struct pl_link_info *i, struct hold *out)
{
	uint64_t full = stage_failure_up(i->failure);

	if (t->told)
		say(out, words_of(WORD_LINE_BACK));
	if (full & ~t->failures)
		say(out, words_failure(i->failure));
	*t = (struct tell_link) { .was_up = true, .failures = full };
}

void tell_link(struct tell_link *t, const struct pl_link_info *i, int64_t now_ms,
	       struct hold *out)
{
	struct arena a = { 0 };

	if (is_up(i)) {
		tell_up(t, i, out);
		return;
	}
	if (!t->down)
		t->down_ms = now_ms;
	t->down = true;
	if (t->told || now_ms - t->down_ms >= patience_ms(t, i))
		tell_why(t, i, out);
	if (t->told && !t->kept_told && i->kept > 0) {
		say(out, words_kept(&a, i->kept));
		t->kept_told = true;
	}
	arena_finish(&a);
}

int64_t tell_link_due_ms(const struct tell_link *t, const struct pl_link_info *i,
			 int64_t now_ms)
{
	if (!t->down || t->told)
		return -1;
	int64_t left = t->down_ms + patience_ms(t, i) - now_ms;

	return left > 0 ? left : 0;
}
