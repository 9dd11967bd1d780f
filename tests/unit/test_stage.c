/* SPDX-License-Identifier: MIT */
/* Lines, keys and verbs: what both faces share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "support/porch.h"
#include "text/edit.h"
#include "text/utf8.h"

/* ---- the tables ---- */

/* Every word and key that a person can use, in one list. */
struct listed {
	const char *word, *help;
	int key;
	bool own; /* of a view alone */
};

static size_t list_verbs(struct listed *out, const struct verb *v)
{
	size_t n = 0;

	for (; v && v->word; v++) {
		assert_non_null(v->args);
		assert_non_null(v->act);
		out[n++] = (struct listed) { v->word, v->help, v->key, false };
	}
	return n;
}

static size_t list_all(struct listed *out)
{
	size_t n = 0;

	for (size_t i = 0; stage_tables[i].verbs; i++)
		n += list_verbs(out + n, stage_tables[i].verbs);
	for (size_t i = 0; stage_views[i]; i++) {
		const struct view *v = stage_views[i];

		assert_non_null(v->build);
		out[n++] = (struct listed) { v->name, v->help, v->key, false };
		size_t own = n;

		n += list_verbs(out + n, v->verbs);
		for (; own < n; own++)
			out[own].own = true;
	}
	return n;
}

static void every_verb_and_view_has_a_word_a_key_and_help(void **state)
{
	struct listed all[400];
	size_t n = list_all(all);

	(void)state;
	assert_true(n >= 20);
	for (size_t i = 0; i < n; i++) {
		assert_true(all[i].word[0] && !strpbrk(all[i].word, " /\n"));
		assert_int_not_equal(all[i].key, 0);
		size_t len = strlen(all[i].help);

		assert_true(len > 5 && all[i].help[len - 1] == '.');
	}
}

/* A view may have a word of its own for what elsewhere has it too: then by the same key. */
static bool is_the_same(const struct listed *a, const struct listed *b)
{
	return a->own != b->own && strcmp(a->word, b->word) == 0 && a->key == b->key;
}

static void no_word_and_no_key_means_two_things(void **state)
{
	struct listed all[400];
	size_t n = list_all(all);

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++) {
			if (is_the_same(&all[i], &all[k]))
				continue;
			assert_string_not_equal(all[i].word, all[k].word);
			assert_int_not_equal(all[i].key, all[k].key);
		}
}

static void no_key_of_a_verb_is_one_of_the_editor(void **state)
{
	struct listed all[400];
	size_t n = list_all(all), rows = 0;

	(void)state;
	for (const struct edit_row *r = edit_rows; r->help; r++, rows++)
		for (size_t i = 0; i < n; i++) {
			assert_int_not_equal(all[i].key, r->key);
			assert_int_not_equal(all[i].key, r->other);
		}
	assert_true(rows > 5);
}

static void help_names_every_word_and_every_key(void **state)
{
	struct porch *p = *state;
	struct listed all[400];
	size_t n = list_all(all);
	char name[64];

	p->stage.view = porch_view("help");
	stage_build(&p->stage);
	for (size_t i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "/%s", all[i].word);
		assert_true(porch_holds(&p->stage.model, name));
		assert_true(porch_holds(&p->stage.model, all[i].help));
		keys_word(all[i].key, name, sizeof(name));
		assert_true(name[0] && porch_holds(&p->stage.model, name));
	}
	for (const struct edit_row *r = edit_rows; r->help; r++) {
		keys_word(r->key, name, sizeof(name));
		assert_true(porch_holds(&p->stage.model, name));
		assert_true(porch_holds(&p->stage.model, r->help));
	}
}

/* ---- lines ---- */

static void a_line_is_said_and_two_slashes_say_one(void **state)
{
	struct porch *p = *state;

	stage_build(&p->stage);
	assert_int_equal(stage_line(&p->stage, "Good evening"), DID_NOTHING);
	assert_string_equal(p->client.said, "Good evening");
	assert_int_equal(p->client.said_group, 7);
	assert_int_equal(stage_line(&p->stage, "//help is a word"), DID_NOTHING);
	assert_string_equal(p->client.said, "/help is a word");
	assert_int_equal(stage_line(&p->stage, "/say  me too"), DID_NOTHING);
	assert_string_equal(p->client.said, "me too");
	assert_int_equal(stage_line(&p->stage, "  "), DID_NOTHING);
	assert_int_equal(p->client.says, 3);
}

static void say_without_words_says_nothing(void **state)
{
	struct porch *p = *state;
	bool known;

	stage_build(&p->stage);
	assert_int_equal(stage_line(&p->stage, "/say"), DID_SAY);
	assert_int_equal(stage_key(&p->stage, KEY_ALT('h'), &known), DID_SAY);
	assert_true(known);
	assert_int_equal(p->client.says, 0);
}

static void an_unknown_word_is_named_and_not_said(void **state)
{
	struct porch *p = *state;

	stage_build(&p->stage);
	assert_int_equal(stage_line(&p->stage, "/dance now"), DID_SAY);
	assert_non_null(strstr(p->stage.answer, "/dance "));
	assert_null(strstr(p->stage.answer, "now"));
	assert_int_equal(stage_line(&p->stage, "/"), DID_SAY);
	assert_int_equal(p->client.says, 0);
}

static void plain_text_in_another_view_goes_nowhere_and_is_kept(void **state)
{
	struct porch *p = *state;

	stage_build(&p->stage);
	assert_int_equal(stage_line(&p->stage, "/people"), DID_VIEW);
	/* before the face has built the view, and behind it */
	assert_int_equal(stage_line(&p->stage, "secret"), DID_SAY | DID_KEEP);
	stage_build(&p->stage);
	assert_false(p->stage.model.takes_text);
	assert_int_equal(stage_line(&p->stage, "//secret"), DID_SAY | DID_KEEP);
	assert_non_null(strstr(p->stage.answer, "/meeting"));
	assert_int_equal(p->client.says, 0);
	assert_int_equal(stage_line(&p->stage, "/say hello"), DID_SAY);
	assert_string_equal(p->stage.answer, "Said to Evening group.");
}

static void what_cannot_be_said_is_kept_and_explained(void **state)
{
	struct porch *p = *state;

	stage_build(&p->stage);
	p->client.answer = PL_FAIL_DISK;
	assert_int_equal(stage_line(&p->stage, "hello"), DID_SAY | DID_KEEP);
	assert_string_equal(p->stage.answer, words_failure(PL_FAIL_DISK));
	p->client.answer = PL_FAIL_TOO_LONG;
	assert_int_equal(stage_line(&p->stage, "/say hello"), DID_SAY | DID_KEEP);
	assert_string_equal(p->stage.answer, words_failure(PL_FAIL_TOO_LONG));
}

/* ---- views and verbs ---- */

static void every_view_comes_up_by_its_word_and_by_its_key(void **state)
{
	struct porch *p = *state;
	char line[64];
	bool known;

	for (size_t i = 0; stage_views[i]; i++) {
		snprintf(line, sizeof(line), "/%s", stage_views[i]->name);
		p->stage.view = stage_views[(i + 1) % 3];
		assert_int_equal(stage_line(&p->stage, line), DID_VIEW);
		assert_ptr_equal(p->stage.view, stage_views[i]);
		p->stage.view = stage_views[(i + 1) % 3];
		assert_int_equal(stage_key(&p->stage, stage_views[i]->key, &known), DID_VIEW);
		assert_true(known);
		assert_ptr_equal(p->stage.view, stage_views[i]);
	}
	assert_int_equal(stage_key(&p->stage, 'z', &known), DID_NOTHING);
	assert_false(known);
}

static void a_line_that_was_not_accepted_can_be_dropped_or_changed(void **state)
{
	struct porch *p = *state;
	struct pl_message msgs[] = { porch_talk[0], porch_talk[1], porch_talk[4] };
	bool known;

	p->client.messages = msgs;
	p->client.message_count = 3;
	stage_build(&p->stage);
	assert_int_equal(stage_line(&p->stage, "/drop"), DID_SAY);
	assert_string_equal(p->stage.answer, words_of(WORD_NOTHING_REFUSED));
	assert_int_equal(stage_line(&p->stage, "/edit"), DID_SAY);
	assert_string_equal(p->stage.answer, words_of(WORD_NOTHING_REFUSED));
	msgs[2].state = PL_NOT_ACCEPTED;
	assert_int_equal(stage_key(&p->stage, KEY_ALT('z'), &known), DID_SAY);
	assert_string_equal(p->stage.answer, words_of(WORD_DROP_HOW));
	assert_int_equal(stage_key(&p->stage, KEY_ALT('c'), &known), DID_SAY);
	assert_string_equal(p->stage.answer, words_of(WORD_EDIT_HOW));
	assert_int_equal(p->client.dropped, 0);
	assert_int_equal(stage_line(&p->stage, "/edit"), DID_EDIT);
	assert_string_equal(p->stage.answer, msgs[2].text);
	assert_int_equal(p->client.dropped, 0); /* not before its words are kept */
	stage_taken(&p->stage);
	assert_int_equal(p->client.dropped, msgs[2].id);
	p->client.answer = PL_FAIL_DISK;
	assert_int_equal(stage_line(&p->stage, "/drop"), DID_SAY);
	assert_string_equal(p->stage.answer, words_failure(PL_FAIL_DISK));
	p->client.answer = PL_OK;
	assert_int_equal(stage_line(&p->stage, "/drop"), DID_SAY);
	assert_string_equal(p->stage.answer, words_of(WORD_DRAFT_DROPPED));
}

static void a_group_is_chosen_by_number_name_or_part_of_it(void **state)
{
	struct porch *p = *state;

	stage_build(&p->stage);
	assert_int_equal(stage_line(&p->stage, "/group 2"), DID_VIEW);
	assert_int_equal(p->stage.group, 9);
	assert_int_equal(stage_line(&p->stage, "/group EVENING group "), DID_VIEW);
	assert_int_equal(p->stage.group, 7);
	assert_int_equal(stage_line(&p->stage, "/group morn"), DID_VIEW);
	assert_int_equal(p->stage.group, 9);
	assert_int_equal(stage_line(&p->stage, "/group group"), DID_SAY);
	assert_int_equal(stage_line(&p->stage, "/group 3"), DID_SAY);
	assert_int_equal(stage_line(&p->stage, "/group noon"), DID_SAY);
	assert_non_null(strstr(p->stage.answer, "noon"));
	assert_int_equal(p->stage.group, 9);
	assert_int_equal(stage_line(&p->stage, "/group"), DID_VIEW);
	assert_ptr_equal(p->stage.view, porch_view("groups"));
}

static void only_facilitators_may_cut_off(void **state)
{
	struct porch *p = *state;

	stage_build(&p->stage);
	assert_int_equal(stage_line(&p->stage, "/cutoff Cy"), DID_SAY);
	assert_string_equal(p->stage.answer, words_failure(PL_FAIL_REFUSED));
	assert_int_equal(p->client.cut_offs, 0);
	p->client.self.role = PL_FACILITATOR;
	assert_int_equal(stage_line(&p->stage, "/cutoff"), DID_SAY);
	assert_int_equal(p->client.cut_offs, 0);
	assert_int_equal(stage_line(&p->stage, "/cutoff Cy "), DID_SAY);
	assert_int_equal(p->client.cut_offs, 1);
	assert_string_equal(p->client.cut_off_name, "Cy");
	assert_non_null(strstr(p->stage.answer, "Cy"));
}

static void a_key_alone_signs_nobody_out(void **state)
{
	struct porch *p = *state;
	bool known;

	stage_key(&p->stage, KEY_ALT('o'), &known);
	stage_key(&p->stage, KEY_ALT('e'), &known);
	assert_int_equal(p->client.sign_outs + p->client.sign_outs_all, 0);
	assert_int_equal(stage_line(&p->stage, "/signout"), DID_SAY);
	assert_int_equal(stage_line(&p->stage, "/SignOut-Everywhere"), DID_SAY);
	assert_int_equal(p->client.sign_outs, 1);
	assert_int_equal(p->client.sign_outs_all, 1);
}

static void sign_in_is_asked_for_only_when_signed_out(void **state)
{
	struct porch *p = *state;

	assert_int_equal(stage_line(&p->stage, "/signin"), DID_SAY);
	p->client.link.link = PL_LINK_REFUSED;
	assert_int_equal(stage_line(&p->stage, "/signin"), DID_SIGNIN);
	p->client.enrolled = false; /* signed out: no token, but joined */
	assert_int_equal(stage_line(&p->stage, "/signin"), DID_SIGNIN);
	p->client.self = (struct pl_person) { 0 };
	assert_int_equal(stage_line(&p->stage, "/signin"), DID_SAY);
}

static void an_act_tells_how_it_ended_once(void **state)
{
	struct porch *p = *state;

	assert_int_equal(stage_ended(&p->stage), DID_NOTHING);
	stage_line(&p->stage, "/signout");
	p->client.busy = true;
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING);
	p->client.busy = false;
	assert_int_equal(stage_ended(&p->stage), DID_SAY);
	assert_string_equal(p->stage.answer, words_of(WORD_SIGNED_OUT));
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING);
	assert_int_equal(stage_sign_in(&p->stage, "a long one"), DID_SAY);
	assert_string_equal(p->client.passphrase, "a long one");
	p->client.result = PL_FAIL_PASSPHRASE;
	assert_int_equal(stage_ended(&p->stage), DID_SAY);
	assert_string_equal(p->stage.answer, words_failure(PL_FAIL_PASSPHRASE));
	p->client.answer = PL_FAIL_NOT_NOW;
	assert_int_equal(stage_sign_in(&p->stage, "another"), DID_SAY);
	assert_string_equal(p->stage.answer, words_failure(PL_FAIL_NOT_NOW));
	assert_int_equal(stage_ended(&p->stage), DID_NOTHING);
}

/* What mends itself is told only as long as there was no connection at all. */
static void what_keeps_the_connection_away_is_told_once_and_its_end(void **state)
{
	struct porch *p = *state;

	p->client.link = (struct pl_link_info) { .link = PL_LINK_WAITING,
						 .failure = PL_FAIL_SERVER_DOWN };
	assert_int_equal(stage_link(&p->stage), DID_SAY);
	assert_string_equal(p->stage.answer, words_failure(PL_FAIL_SERVER_DOWN));
	assert_int_equal(stage_link(&p->stage), DID_NOTHING);
	p->client.link.failure = PL_FAIL_CLOCK;
	assert_int_equal(stage_link(&p->stage), DID_SAY);
	assert_string_equal(p->stage.answer, words_failure(PL_FAIL_CLOCK));
	p->client.link = (struct pl_link_info) { .link = PL_LINK_LIVE };
	assert_int_equal(stage_link(&p->stage), DID_SAY);
	assert_string_equal(p->stage.answer, words_of(WORD_LINE_BACK));
	assert_int_equal(stage_link(&p->stage), DID_NOTHING);
	p->client.link.failure = PL_FAIL_DISK; /* what comes is shown, and not kept */
	assert_int_equal(stage_link(&p->stage), DID_SAY);
	assert_string_equal(p->stage.answer, words_failure(PL_FAIL_DISK));
	assert_int_equal(stage_link(&p->stage), DID_NOTHING);
	p->client.link.link = PL_LINK_WAITING;
	p->client.link.failure = PL_FAIL_SERVER_DOWN;
	assert_int_equal(stage_link(&p->stage), DID_NOTHING);
	p->client.link.failure = PL_FAIL_CERTIFICATE;
	assert_int_equal(stage_link(&p->stage), DID_SAY);
}

static void retry_connects_when_there_is_no_connection(void **state)
{
	struct porch *p = *state;

	assert_int_equal(stage_line(&p->stage, "/retry"), DID_SAY);
	assert_int_equal(p->client.connects, 0);
	p->client.link.link = PL_LINK_WAITING;
	assert_int_equal(stage_line(&p->stage, "/retry"), DID_SAY);
	assert_int_equal(p->client.connects, 1);
}

static void again_tells_the_last_message_of_someone_else_whole(void **state)
{
	static char text[4001];
	struct pl_message msgs[] = { porch_talk[0], porch_talk[4] };
	struct porch *p = *state;

	memset(text, 'x', 4000);
	msgs[0].text = text;
	p->client.messages = msgs;
	p->client.message_count = 2;
	stage_build(&p->stage);
	assert_int_equal(stage_line(&p->stage, "/again"), DID_SAY);
	assert_int_equal(strlen(p->stage.answer), 4005);
	assert_memory_equal(p->stage.answer, "Ben: xxx", 8);
}

static void who_unread_search_times_and_quit_do_what_they_say(void **state)
{
	struct porch *p = *state;

	stage_build(&p->stage);
	assert_int_equal(stage_line(&p->stage, "/who"), DID_SAY);
	assert_string_equal(p->stage.answer, "Here now: Ana, Cy.");
	assert_int_equal(stage_line(&p->stage, "/unread"), DID_UNREAD);
	stage_line(&p->stage, "/help");
	assert_int_equal(stage_line(&p->stage, "/unread"), DID_VIEW | DID_UNREAD);
	p->client.message_count = 2;
	assert_int_equal(stage_line(&p->stage, "/unread"), DID_SAY);
	assert_int_equal(stage_line(&p->stage, "/search two words"), DID_SEARCH);
	assert_string_equal(p->stage.search, "two words");
	assert_int_equal(stage_line(&p->stage, "/search"), DID_SEARCH);
	assert_string_equal(p->stage.search, "");
	assert_int_equal(stage_line(&p->stage, "/times"), DID_TIMES | DID_SAY);
	assert_true(p->stage.times);
	assert_int_equal(stage_line(&p->stage, "/redraw"), DID_REDRAW);
	assert_int_equal(stage_line(&p->stage, "/quit"), DID_QUIT);
}

static void an_answer_too_long_is_cut_between_characters(void **state)
{
	struct porch *p = *state;
	char *long_words = mem_get(10001);

	for (size_t i = 0; i < 10000; i += 2)
		memcpy(long_words + i, "\xc3\xa9", 2);
	memmove(long_words + 1, long_words, 9998);
	long_words[0] = 'x';
	stage_tell(&p->stage, long_words);
	assert_true(utf8_valid(str_of(p->stage.answer)));
	assert_true(strlen(p->stage.answer) >= sizeof(p->stage.answer) - 3);
	free(long_words);
}

#define PORCH(f) cmocka_unit_test_setup_teardown(f, porch_open, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_verb_and_view_has_a_word_a_key_and_help),
		cmocka_unit_test(no_word_and_no_key_means_two_things),
		cmocka_unit_test(no_key_of_a_verb_is_one_of_the_editor),
		PORCH(help_names_every_word_and_every_key),
		PORCH(a_line_is_said_and_two_slashes_say_one),
		PORCH(say_without_words_says_nothing),
		PORCH(an_unknown_word_is_named_and_not_said),
		PORCH(plain_text_in_another_view_goes_nowhere_and_is_kept),
		PORCH(what_cannot_be_said_is_kept_and_explained),
		PORCH(every_view_comes_up_by_its_word_and_by_its_key),
		PORCH(a_line_that_was_not_accepted_can_be_dropped_or_changed),
		PORCH(a_group_is_chosen_by_number_name_or_part_of_it),
		PORCH(only_facilitators_may_cut_off),
		PORCH(a_key_alone_signs_nobody_out),
		PORCH(sign_in_is_asked_for_only_when_signed_out),
		PORCH(an_act_tells_how_it_ended_once),
		PORCH(what_keeps_the_connection_away_is_told_once_and_its_end),
		PORCH(retry_connects_when_there_is_no_connection),
		PORCH(again_tells_the_last_message_of_someone_else_whole),
		PORCH(who_unread_search_times_and_quit_do_what_they_say),
		PORCH(an_answer_too_long_is_cut_between_characters),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
