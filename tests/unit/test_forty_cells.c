/* SPDX-License-Identifier: MIT */
/*
 * Every view on a braille line of 40 cells, in the full face's accessible layout, as a member and
 * as one who leads come to it: the cursor is on what has the focus, and the first 40 cells of
 * each item say which one it is.  Generated from the table of views; in a bottle.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "full/hear_in.h"
#include "support/bottled.h"
#include "support/golden.h"
#include "text/width.h"

enum { SEED = 40, CELLS = 40, VIEWS_MAX = 64, ACTS_MAX = VIEWS_MAX * 4 + 16, EACH_S = 8 };

static const struct bottle_line good = { .name = "good", .rtt_ms = 40, .jitter_ms = 5 };

static struct attend people[] = {
	{ .name = "Grace",
	  .line_kind = &good,
	  .full = true,
	  .by_ear = true,
	  .rows = 24,
	  .cols = 80 },
	{ .name = "Bea",
	  .line_kind = &good,
	  .full = true,
	  .by_ear = true,
	  .rows = 24,
	  .cols = 80 },
};

/* So that there is something in them. */
static const struct golden_act before[] = {
	{ 0, "Grace", NULL },
	{ 4, "Bea", NULL },
	{ 8, "Bea",
	  "Good evening, Grace, it was a long week and I am glad to be here tonight." },
	{ 12, "Grace", "/assign phq-9 to all by 2026-03-09: For Monday." },
	{ 14, "Grace", "/open group" },
	{ 20, "Bea", "/new phq-9" },
	{ 24, "Bea", "2" },
};

static struct golden_act acts[ACTS_MAX];
static char words[VIEWS_MAX][32];
static size_t looked, failed;

/* ---- what must be so ---- */

static void complain(const struct attend *a, const char *why, const char *what)
{
	failed++;
	print_error("%s, /%s: %s: \"%s\"\n", a->name, a->desk.stage.view->name, why, what);
}

static const struct item *item_of(const struct model *m, uint64_t id)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->items[i].id == id)
			return &m->items[i];
	return NULL;
}

/* Where one types no words for it, an item has the focus. */
static bool is_list(const struct model *m)
{
	return !m->is_talk && !m->takes_text && !m->says_first && m->count;
}

/* Its place may stand in place of the dot at its end. */
static bool shows(const char *row, const char *sentence)
{
	const size_t n = strlen(sentence) - 1;

	return strncmp(row, sentence, n < CELLS ? n : CELLS) == 0;
}

static void check_cursor(const struct attend *a)
{
	const struct model *m = &a->desk.stage.model;
	const struct item *it = is_list(m) ? item_of(m, a->desk.hear->at) : NULL;
	struct arena mem = { 0 };
	struct buf row;
	int at, col;

	buf_init(&row, BOTTLED_OUT_MAX);
	bottle_cursor(a->glass, &at, &col);
	bottle_row(a->glass, at, &row);
	if (col != 0 || !*buf_text(&row) || *buf_text(&row) == ' ')
		complain(a, "the cursor is on nothing", buf_text(&row));
	if (is_list(m) && a->desk.hear->at && !it)
		complain(a, "no item has the focus", m->title);
	if (it && !shows(buf_text(&row), tell_sentence(&mem, it, false)))
		complain(a, "the cursor is not on the item", buf_text(&row));
	buf_finish(&row);
	arena_finish(&mem);
}

/* Whose it is, or its number and name, ends before the line of cells does. */
static void check_item(const struct attend *a, const struct item *it)
{
	struct arena mem = { 0 };
	const char *text = tell_sentence(&mem, it, false);
	const size_t name = it->who ? strlen(it->who) : strcspn(text, ".,:;?!(");

	if (it->role == ITEM_NOTICE || it->role == ITEM_HELP)
		name > 0 ? (void)0 : complain(a, "a sentence begins with a sign", text);
	else if (width_of((struct str) { text, name }) > CELLS)
		complain(a, "40 cells do not say which it is", text);
	if (*text == ' ')
		complain(a, "it begins with a blank", text);
	arena_finish(&mem);
}

static void look(struct attend *a)
{
	const struct model *m = &a->desk.stage.model;

	looked++;
	check_cursor(a);
	for (size_t i = 0; i < m->count; i++)
		check_item(a, &m->items[i]);
}

/* ---- the walk ---- */

static size_t walk(void)
{
	size_t n = sizeof(before) / sizeof(*before);
	int at = 40;

	memcpy(acts, before, sizeof(before));
	for (size_t i = 0; stage_views[i]; i++, at += EACH_S) {
		assert_true(i < VIEWS_MAX);
		snprintf(words[i], sizeof(words[i]), "/%s", stage_views[i]->name);
		acts[n++] = (struct golden_act) { at, "Grace", words[i] };
		acts[n++] = (struct golden_act) { at + 1, "Bea", words[i] };
		acts[n++] = (struct golden_act) { at + EACH_S - 2, "Grace", GOLDEN_LOOK };
		acts[n++] = (struct golden_act) { at + EACH_S - 1, "Bea", GOLDEN_LOOK };
	}
	return n;
}

static void each_view_is_sensible_on_forty_cells(void **state)
{
	struct golden held = { .people = people,
			       .people_count = 2,
			       .acts = acts,
			       .acts_count = walk(),
			       .look = look };

	(void)state;
	setenv("TZ", "UTC", 1);
	log_set_level(LOG_ERROR_);
	held.end_s = acts[held.acts_count - 1].s + 1;
	assert_true(bottled_open(SEED, 1, held.people_count));
	golden_hold(&held);
	for (size_t i = 0; i < held.people_count; i++)
		attend_close(&people[i]);
	buf_finish(&held.screens);
	bottled_close();
	assert_int_equal(looked, (held.acts_count - sizeof(before) / sizeof(*before)) / 2);
	assert_int_equal(failed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_view_is_sensible_on_forty_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
