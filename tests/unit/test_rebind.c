/* SPDX-License-Identifier: MIT */
/* Keys that a person has set: which they may be, what they do then, and what help says of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "full/hand.h"
#include "support/porch.h"
#include "text/edit.h"
#include "text/keys.h"

static void each_key_of_the_tables_is_read_as_it_is_written(void **state)
{
	char name[24];

	(void)state;
	for (size_t i = 0; stage_tables[i].verbs; i++)
		for (const struct verb *v = stage_tables[i].verbs; v->word; v++) {
			keys_word(v->key, name, sizeof(name));
			assert_int_equal(keys_read(name), v->key);
		}
	for (size_t i = 0; stage_views[i]; i++) {
		keys_word(stage_views[i]->key, name, sizeof(name));
		assert_int_equal(keys_read(name), stage_views[i]->key);
	}
	assert_int_equal(keys_read("ctrl-o comma x"), KEY_SECOND('x'));
	assert_int_equal(keys_read("alt-SHIFT-c"), KEY_ALT('C'));
	assert_int_equal(keys_read("Ctrl-M"), KEYS_ENTER);
	assert_int_equal(keys_read("Ctrl-"), 0);
	assert_int_equal(keys_read(""), 0);
}

static void what_may_not_be_set_is_refused(void **state)
{
	static const struct {
		const char *word, *key;
		enum rebind_end end;
	} rows[] = {
		{ "again", "Ctrl-T", REBIND_OK },
		{ "again", "Ctrl-V", REBIND_TWICE },
		{ "help", "none", REBIND_OK },
		{ "plan", "none", REBIND_FIXED },
		{ "blank", "None", REBIND_FIXED },
		{ "plan", "Ctrl-V", REBIND_OK },
		{ "nothing", "Ctrl-V", REBIND_NO_WORD },
		{ "who", "Ctrl-Up-Down", REBIND_NO_KEY },
		{ "who", "x", REBIND_FIXED },
		{ "who", "Enter", REBIND_FIXED },
		{ "who", "Ctrl-J", REBIND_FIXED },
		{ "who", "Ctrl-D", REBIND_FIXED },
		{ "week", "Ctrl-O Shift-W", REBIND_OK },
	};
	struct rebind r = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(rebind_set(&r, rows[i].word, rows[i].key, (int)i),
				 rows[i].end);
	assert_int_equal(r.count, 4);
	assert_int_equal(r.rows[3].line, 12);
}

/* Those come first in a face: a word that had one would not be reached. */
static void no_key_of_a_face_alone_can_be_set(void **state)
{
	char name[24];

	(void)state;
	for (const struct hand_row *h = hand_rows; h->act; h++)
		for (int i = 0; i < 2; i++) {
			struct rebind r = { 0 };
			const int32_t key = i ? h->other : h->key;

			keys_word(key, name, sizeof(name));
			if (key)
				assert_int_equal(rebind_set(&r, "who", name, 1), REBIND_FIXED);
		}
}

static void two_words_do_not_have_one_key(void **state)
{
	static const struct {
		const char *a, *a_key, *b, *b_key, *clash;
	} rows[] = {
		{ "again", "Alt-W", "who", "Alt-A", NULL }, /* they changed places */
		{ "again", "Alt-W", "who", "none", NULL },
		{ "again", "none", "who", "none", NULL },
		{ "again", "Alt-W", "times", "none", "who" },
		{ "again", "Ctrl-S", "times", "none", "blank" },
		{ "again", "Ctrl-X", "plan", "Ctrl-V", "plan" },
		{ "again", "Ctrl-V", "plan", "Ctrl-V", "plan" },
		{ "again", "?", "times", "none", "help" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *other = NULL;
		struct rebind r = { 0 };

		assert_int_equal(rebind_set(&r, rows[i].a, rows[i].a_key, 1), REBIND_OK);
		assert_int_equal(rebind_set(&r, rows[i].b, rows[i].b_key, 2), REBIND_OK);
		const struct rebind_row *row = rebind_clash(&r, &other);

		assert_int_equal(row != NULL, rows[i].clash != NULL);
		if (!row)
			continue;
		assert_int_equal(row->line, 1);
		assert_string_equal(other, rows[i].clash);
	}
}

static const struct rebind_row *set(struct porch *p, struct rebind *r, const char *word,
				    const char *key)
{
	assert_int_equal(rebind_set(r, word, key, 1), REBIND_OK);
	p->stage.wants.keys = r;
	return &r->rows[r->count - 1];
}

static const char *word_of(struct porch *p, int key)
{
	const struct verb *v = stage_find_key(&p->stage, key);

	return v ? v->word : "";
}

static void a_key_that_is_set_does_it_and_the_one_before_does_not(void **state)
{
	struct porch *p = *state;
	struct rebind r = { 0 };
	bool known = true;

	set(p, &r, "who", "Ctrl-T");
	set(p, &r, "people", "Ctrl-O Comma 9");
	set(p, &r, "quit", "none");
	set(p, &r, "blank", "Ctrl-V");
	assert_string_equal(word_of(p, KEY_CTRL('t')), "who");
	assert_string_equal(word_of(p, KEY_ALT('w')), "");
	assert_string_equal(word_of(p, KEY_CTRL('q')), "");
	assert_string_equal(word_of(p, KEY_CTRL('v')), "blank");
	assert_string_equal(word_of(p, KEY_CTRL('\\')), "blank");
	assert_string_equal(word_of(p, KEY_CTRL('s')), "blank");
	stage_build(&p->stage);
	assert_int_equal(stage_key(&p->stage, KEY_SECOND('9'), &known), DID_VIEW);
	assert_ptr_equal(p->stage.view, porch_view("people"));
	stage_key(&p->stage, KEY_ALT('p'), &known);
	assert_false(known);
	assert_int_equal(stage_line(&p->stage, "/quit"), DID_QUIT);
}

/* It brings back what it has hidden, too. */
static void a_key_that_is_set_works_on_a_hidden_screen(void **state)
{
	struct porch *p = *state;
	struct rebind r = { 0 };
	bool known;
	int bits;

	set(p, &r, "blank", "Ctrl-V");
	set(p, &r, "quit", "Alt-Q");
	stage_build(&p->stage);
	assert_true(stage_key(&p->stage, KEY_CTRL('v'), &known) & DID_SHADE);
	assert_true(shade_covers(&p->stage));
	assert_false(shade_key(&p->stage, KEY_CTRL('q'), &bits));
	assert_true(shade_key(&p->stage, KEY_ALT('q'), &bits) && bits == DID_QUIT);
	assert_true(shade_key(&p->stage, KEY_CTRL('v'), &bits));
	assert_false(shade_covers(&p->stage));
}

static const struct item *help_of(struct porch *p, const char *who)
{
	const struct model *m = &p->stage.model;

	for (size_t i = 0; i < m->count; i++)
		if (m->items[i].who && strcmp(m->items[i].who, who) == 0)
			return &m->items[i];
	return NULL;
}

static void help_says_what_is_set(void **state)
{
	struct porch *p = *state;
	struct rebind r = { 0 };

	set(p, &r, "who", "Ctrl-T");
	set(p, &r, "times", "none");
	set(p, &r, "again", "Ctrl-B");
	set(p, &r, "plan", "Ctrl-V");
	p->stage.view = porch_view("help");
	stage_build(&p->stage);
	assert_string_equal(help_of(p, "/who")->note, "Ctrl-T");
	assert_null(help_of(p, "/times")->note);
	assert_string_equal(help_of(p, "/plan")->note, "Ctrl-X or Ctrl-V or Ctrl-O Space");
	assert_null(help_of(p, "Ctrl-T"));         /* swaps no letters any more */
	assert_non_null(help_of(p, "Left"));       /* without Ctrl-B */
	assert_null(help_of(p, "Left or Ctrl-B")); /* which is taken */
	assert_non_null(help_of(p, "Right or Ctrl-F"));
}

static void who_is_new_is_told_of_the_word_where_help_has_another_key(void **state)
{
	struct porch *p = *state;
	struct rebind r = { 0 };

	assert_string_equal(stage_greeting(&p->stage), words_of(WORD_FIRST_PRESS));
	set(p, &r, "help", "Alt-?");
	assert_string_equal(stage_greeting(&p->stage), words_of(WORD_FIRST_TYPE));
}

#define WITH_PORCH(f) cmocka_unit_test_setup_teardown(f, porch_open, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_key_of_the_tables_is_read_as_it_is_written),
		cmocka_unit_test(what_may_not_be_set_is_refused),
		cmocka_unit_test(no_key_of_a_face_alone_can_be_set),
		cmocka_unit_test(two_words_do_not_have_one_key),
		WITH_PORCH(a_key_that_is_set_does_it_and_the_one_before_does_not),
		WITH_PORCH(a_key_that_is_set_works_on_a_hidden_screen),
		WITH_PORCH(help_says_what_is_set),
		WITH_PORCH(who_is_new_is_told_of_the_word_where_help_has_another_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
