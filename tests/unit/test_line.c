/* SPDX-License-Identifier: MIT */
/* The line face on pipes: scripts, what they say, wait for and end with. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "line/line.h"
#include "line/lines.h"
#include "line/run.h"
#include "line/signals.h"
#include "support/hostile.h"
#include "support/scripted.h"
#include "text/utf8.h"

static void ben_says_soup(struct scripted *s)
{
	s->msgs[1] = porch_talk[2];
	s->msgs[1].seq = 2;
	s->msgs[1].text = "Soup is ready.";
	s->porch->client.message_count = 2;
	s->groups[0].last_seq = 2;
}

static void line_comes_up(struct scripted *s)
{
	s->porch->client.link.link = PL_LINK_LIVE;
}

static void all_is_sent(struct scripted *s)
{
	s->porch->client.link.kept = 0;
}

static void is_refused(struct scripted *s)
{
	s->msgs[1] = porch_talk[4];
	s->msgs[1].state = PL_NOT_ACCEPTED;
	s->porch->client.message_count = 2;
	s->porch->client.link.kept = 0;
}

static void system_wants_the_end(struct scripted *s)
{
	(void)s;
	kill(getpid(), SIGTERM);
}

/* ---- saying ---- */

static void a_script_says_its_lines_and_ends_well(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(scripted_run(s, "Hello all\n//not a verb\n/say and this\n"), LINE_OK);
	assert_int_equal(s->porch->client.says, 3);
	assert_string_equal(s->porch->client.said, "and this");
	assert_string_equal(s->heard, "Evening group\nSunday 22 November\nBen: Welcome.\n");
}

static void lines_that_came_along_are_said_in_the_group(void **state)
{
	struct scripted *s = *state;
	int in = scripted_memory("before the face", 15), out = scripted_memory("", 0),
	    kept = dup(1);
	struct lines lines;

	lines_init(&lines, in);
	lines_read(&lines); /* as with the passphrase */
	s->o.in = &lines;
	fflush(stdout);
	dup2(out, 1);
	int status = line_run(&s->porch->client, &s->o);

	dup2(kept, 1);
	close(kept);
	close(out);
	close(in);
	lines_finish(&lines);
	assert_int_equal(status, LINE_OK);
	assert_string_equal(s->porch->client.said, "before the face");
}

static void an_empty_script_tells_what_there_is(void **state)
{
	struct scripted *s = *state;

	s->groups[0].read_seq = 0;
	assert_int_equal(scripted_run(s, ""), LINE_OK);
	assert_string_equal(s->heard, "Evening group\nSunday 22 November\nNot read before\n"
				      "Ben: Welcome.\n");
	assert_int_equal(s->porch->client.seen_seq, 1);
}

static void verbs_answer_in_the_order_of_the_lines(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(scripted_run(s, "/who\n/times\n/again\n/people\n/dance\n/meeting\n"),
			 LINE_OK);
	assert_string_equal(s->heard,
			    "Evening group\nSunday 22 November\nBen: Welcome.\n"
			    "Here now: Ana, Cy.\nTimes are on.\nBen: Welcome.\n"
			    "People\nAna: you, member, here\nCy: member, here\n"
			    "Ben: facilitator, line down\n"
			    "There is no /dance here. Type /help to see what there is. To say "
			    "a line that begins with a slash, type two slashes.\n"
			    "Evening group\n");
}

static void the_last_line_needs_no_end_and_crlf_is_one(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(scripted_run(s, "One\r\n\r\n   \nTwo"), LINE_OK);
	assert_int_equal(s->porch->client.says, 2);
	assert_string_equal(s->porch->client.said, "Two");
}

static void bytes_that_are_no_text_are_made_harmless(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(scripted_run_bytes(s, "a\033[31m\0b\xff\n", 9), LINE_OK);
	assert_null(strchr(s->porch->client.said, '\033'));
	assert_true(utf8_valid(str_of(s->porch->client.said)));
}

static void what_could_not_be_said_becomes_the_draft_and_a_failure(void **state)
{
	struct scripted *s = *state;

	s->porch->client.answer = PL_FAIL_DISK;
	assert_int_equal(scripted_run(s, "for the group\nand more\n"), LINE_FAILED);
	assert_null(s->porch->client.said);
	assert_string_equal(s->porch->client.draft, "for the group\nand more");
	assert_non_null(strstr(s->heard, words_failure(PL_FAIL_DISK)));
}

static void after_another_view_one_talks_in_the_meeting(void **state)
{
	struct scripted *s = *state;

	s->groups[0].read_seq = 0;
	assert_int_equal(scripted_run(s, "/people\nHello\n/crisis\n/unread\n"), LINE_OK);
	assert_string_equal(s->porch->client.said, "Hello");
	const char *behind = strstr(s->heard, "Type /meeting to go back");

	assert_non_null(behind);
	assert_non_null(strstr(behind, "\nBen: Welcome.\n"));
}

static void a_line_that_the_server_refuses_is_a_failure(void **state)
{
	struct scripted *s = *state;

	s->porch->client.link.kept = 1;
	s->at = 3;
	s->then = is_refused;
	assert_int_equal(scripted_run(s, "Fine.\n"), LINE_FAILED);
	assert_non_null(strstr(s->heard, "Ana, not accepted, kept here: Fine.\n"));
}

static void lines_that_are_kept_here_have_a_status_of_their_own(void **state)
{
	struct scripted *s = *state;

	s->porch->client.link = (struct pl_link_info) { .link = PL_LINK_WAITING, .kept = 2 };
	s->o.wait_ms = 1;
	assert_int_equal(scripted_run(s, "Hello\n"), LINE_KEPT);
	assert_non_null(strstr(s->heard, "2 lines are kept here."));
}

static void the_end_waits_until_all_is_at_the_server(void **state)
{
	struct scripted *s = *state;

	s->porch->client.link.kept = 1;
	s->at = 5;
	s->then = all_is_sent;
	assert_int_equal(scripted_run(s, "Hello\n"), LINE_OK);
	assert_int_equal(s->works, 5);
}

/* ---- waiting ---- */

static void a_wait_for_words_holds_the_lines_behind_it(void **state)
{
	struct scripted *s = *state;

	s->at = 6;
	s->then = ben_says_soup;
	assert_int_equal(scripted_run(s, "One\n/wait \"soup\"\nTwo\n"), LINE_OK);
	assert_int_equal(s->says_then, 1);
	assert_int_equal(s->porch->client.says, 2);
	assert_non_null(strstr(s->heard, "Ben: Soup is ready.\n"));
	assert_int_equal(s->porch->client.seen_seq, 2);
}

static void a_wait_for_the_line_and_for_what_was_sent(void **state)
{
	struct scripted *s = *state;

	s->porch->client.link.link = PL_LINK_OPENING;
	s->at = 4;
	s->then = line_comes_up;
	assert_int_equal(scripted_run(s, "/wait connected\nOne\n"), LINE_OK);
	assert_int_equal(s->says_then, 0);
	s->porch->client.link.kept = 1;
	s->at = s->works + 4;
	s->then = all_is_sent;
	assert_int_equal(scripted_run(s, "Two\n/wait sent\nThree\n"), LINE_OK);
	assert_int_equal(s->says_then, 2);
}

static void a_wait_that_runs_out_ends_the_script(void **state)
{
	struct scripted *s = *state;

	s->o.wait_ms = 1;
	assert_int_equal(scripted_run(s, "/wait 'never'\nOne\n"), LINE_FAILED);
	assert_int_equal(s->porch->client.says, 0);
	assert_non_null(strstr(s->heard, words_of(WORD_WAIT_OVER)));
}

static void a_wait_for_time_is_over_in_time(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(scripted_run(s, "/WAIT 0\nOne\n"), LINE_OK);
	assert_int_equal(s->porch->client.says, 1);
}

static void a_wait_for_nothing_known_is_explained(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(
		scripted_run(s, "/wait for it\n/wait\n/wait \"\"\n/wait 99999999\nOne\n"),
		LINE_FAILED);
	assert_non_null(strstr(s->heard, words_of(WORD_WAIT_HOW)));
	assert_int_equal(s->porch->client.says, 1);
}

/* ---- the rest ---- */

static void a_draft_is_told_and_can_be_sent_or_dropped(void **state)
{
	struct scripted *s = *state;

	s->porch->client.draft = mem_dup("half a", 6);
	assert_int_equal(scripted_run(s, "/draft\n/draft eat\nOther\n"), LINE_OK);
	assert_string_equal(s->porch->client.draft, "half a");
	assert_non_null(strstr(s->heard, "Here is what you had typed and not sent.\nhalf a\n"));
	assert_non_null(strstr(s->heard, words_of(WORD_DRAFT_HOW)));
	assert_int_equal(scripted_run(s, "/draft send\n/draft\n"), LINE_OK);
	assert_string_equal(s->porch->client.said, "half a");
	assert_null(s->porch->client.draft);
	assert_non_null(strstr(s->heard, words_of(WORD_DRAFT_NONE)));
	s->porch->client.draft = mem_dup("half a", 6);
	assert_int_equal(scripted_run(s, "/draft drop\n"), LINE_OK);
	assert_null(s->porch->client.draft);
}

static void messages_are_told_while_another_view_is_up(void **state)
{
	struct scripted *s = *state;

	s->at = 3;
	s->then = ben_says_soup;
	assert_int_equal(scripted_run(s, "/mentions\n/wait \"soup\"\n"), LINE_OK);
	assert_non_null(strstr(s->heard, "No message names you.\nBen: Soup is ready.\n"));
	assert_null(strstr(strstr(s->heard, "Soup") + 4, "Soup"));
}

static void another_group_comes_up_with_its_own_talk(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(scripted_run(s, "/group morning\n/group evening\n"), LINE_OK);
	assert_string_equal(s->heard, "Evening group\nSunday 22 November\nBen: Welcome.\n"
				      "Morning group\nNothing has been said yet.\n"
				      "Evening group\nSunday 22 November\nBen: Welcome.\n");
}

static void without_a_group_that_is_said(void **state)
{
	struct scripted *s = *state;

	s->porch->client.group_count = 0;
	s->porch->client.link.link = PL_LINK_WAITING;
	s->o.wait_ms = 1;
	assert_int_equal(scripted_run(s, "hello\n"), LINE_FAILED);
	assert_memory_equal(s->heard, "Meeting\nYou are in no group yet", 31);
}

static void only_what_was_told_counts_as_seen(void **state)
{
	struct scripted *s = *state;

	s->groups[0].last_seq = 9; /* the server has told of them, but they are not here */
	assert_int_equal(scripted_run(s, ""), LINE_OK);
	assert_int_equal(s->porch->client.seen_seq, 1);
}

static void search_and_unread_tell_what_they_find(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(scripted_run(s, "/search WELC\n/search nowhere\n/search\n/unread\n"),
			 LINE_OK);
	assert_non_null(strstr(s->heard, "Ben: Welcome.\nBen: Welcome.\nNothing was found.\n"
					 "Type /search and the words to find.\n"
					 "You have read everything.\n"));
}

static void the_passphrase_is_the_next_line_and_is_not_said(void **state)
{
	struct scripted *s = *state;

	s->porch->client.link.link = PL_LINK_REFUSED;
	assert_int_equal(scripted_run(s, "/signin\n a secret \n"), LINE_OK);
	assert_string_equal(s->porch->client.passphrase, " a secret ");
	assert_int_equal(s->porch->client.says, 0);
	assert_null(strstr(s->heard, "secret"));
}

static void help_has_the_verbs_of_this_face(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(scripted_run(s, "/help all\n"), LINE_OK);
	assert_non_null(strstr(s->heard, words_of(WORD_HELP_SCRIPT)));
	assert_non_null(strstr(s->heard, "/wait WHAT: Wait for"));
	assert_non_null(strstr(s->heard, "/crisis: Whom to call"));
}

static void its_own_verbs_have_words_that_no_other_has(void **state)
{
	struct scripted *s = *state;
	int rows = 0;

	for (const struct line_verb *v = line_verbs; v->word; v++, rows++) {
		assert_null(stage_find_word(&s->porch->stage, v->word, strlen(v->word)));
		assert_null(porch_view(v->word));
		assert_true(v->args[0] && v->help[strlen(v->help) - 1] == '.' && v->act);
	}
	assert_true(rows > 1);
}

static void quit_ends_a_script_before_its_end(void **state)
{
	struct scripted *s = *state;

	assert_int_equal(scripted_run(s, "One\n/quit\nTwo\n"), LINE_OK);
	assert_int_equal(s->porch->client.says, 1);
}

static void a_signal_ends_it_at_once(void **state)
{
	struct scripted *s = *state;

	s->at = 2;
	s->then = system_wants_the_end;
	assert_int_equal(scripted_run(s, "/wait 'never'\nOne\n"), LINE_OK);
	assert_int_equal(s->porch->client.says, 0);
}

static void nobody_who_listens_is_a_failure(void **state)
{
	struct scripted *s = *state;
	int ends[2], kept = dup(1), in = scripted_memory("/who\n", 5), kept_in = dup(0);
	struct lines lines;

	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	fflush(stdout);
	dup2(ends[1], 1);
	dup2(in, 0);
	lines_init(&lines, 0);
	s->o.in = &lines;
	int status = line_run(&s->porch->client, &s->o);

	dup2(kept, 1);
	dup2(kept_in, 0);
	lines_finish(&lines);
	close(ends[1]);
	close(kept);
	close(kept_in);
	close(in);
	assert_int_equal(status, LINE_FAILED);
}

static void hostile_text_comes_out_as_text_in_one_line(void **state)
{
	struct scripted *s = *state;
	struct hostile_list list;
	struct arena a = { 0 };

	assert_true(hostile_open(&list, HOSTILE_LIST));
	assert_true(list.count > 50);
	for (size_t i = 0; i < list.count; i++) {
		struct str raw = { list.cases[i].text.p, list.cases[i].text.n };

		s->msgs[0].text = utf8_clean(&a, raw);
		s->msgs[0].who = utf8_clean_name(&a, raw, 64);
		scripted_run(s, "");
		int lines = 0;

		assert_true(utf8_valid(str_of(s->heard)));
		for (const unsigned char *p = (unsigned char *)s->heard; *p; p++) {
			assert_true(*p == '\n' || (*p >= ' ' && *p != 0x7f));
			assert_false(*p == 0xc2 && p[1] < 0xa0); /* C1 */
			lines += *p == '\n';
		}
		assert_int_equal(lines, 3);
	}
	hostile_close(&list);
	arena_finish(&a);
}

/* ---- lines ---- */

static void a_line_too_long_is_cut_and_its_rest_dropped(void **state)
{
	char *text = mem_get(3 * LINES_MAX + 16);
	struct lines l;
	char *line;

	(void)state;
	memset(text, 'x', 3 * LINES_MAX);
	memcpy(text + 3 * LINES_MAX, "\nnext\n", 6);
	lines_init(&l, scripted_memory(text, 3 * LINES_MAX + 6));
	while (!(line = lines_take(&l)))
		lines_read(&l);
	assert_int_equal(strlen(line), LINES_MAX);
	lines_wipe(line);
	while (!(line = lines_take(&l)) && !l.ended)
		lines_read(&l);
	assert_string_equal(line, "next");
	lines_wipe(line);
	close(l.fd);
	lines_finish(&l);
	free(text);
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, scripted_open, scripted_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(a_script_says_its_lines_and_ends_well),
		SCENE(lines_that_came_along_are_said_in_the_group),
		SCENE(an_empty_script_tells_what_there_is),
		SCENE(verbs_answer_in_the_order_of_the_lines),
		SCENE(the_last_line_needs_no_end_and_crlf_is_one),
		SCENE(bytes_that_are_no_text_are_made_harmless),
		SCENE(what_could_not_be_said_becomes_the_draft_and_a_failure),
		SCENE(after_another_view_one_talks_in_the_meeting),
		SCENE(a_line_that_the_server_refuses_is_a_failure),
		SCENE(lines_that_are_kept_here_have_a_status_of_their_own),
		SCENE(the_end_waits_until_all_is_at_the_server),
		SCENE(a_wait_for_words_holds_the_lines_behind_it),
		SCENE(a_wait_for_the_line_and_for_what_was_sent),
		SCENE(a_wait_that_runs_out_ends_the_script),
		SCENE(a_wait_for_time_is_over_in_time),
		SCENE(a_wait_for_nothing_known_is_explained),
		SCENE(a_draft_is_told_and_can_be_sent_or_dropped),
		SCENE(messages_are_told_while_another_view_is_up),
		SCENE(another_group_comes_up_with_its_own_talk),
		SCENE(without_a_group_that_is_said),
		SCENE(only_what_was_told_counts_as_seen),
		SCENE(search_and_unread_tell_what_they_find),
		SCENE(the_passphrase_is_the_next_line_and_is_not_said),
		SCENE(help_has_the_verbs_of_this_face),
		SCENE(its_own_verbs_have_words_that_no_other_has),
		SCENE(quit_ends_a_script_before_its_end),
		SCENE(a_signal_ends_it_at_once),
		SCENE(nobody_who_listens_is_a_failure),
		SCENE(hostile_text_comes_out_as_text_in_one_line),
		cmocka_unit_test(a_line_too_long_is_cut_and_its_rest_dropped),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	signal(SIGPIPE, SIG_IGN);
	signals_hold(true);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
