/* SPDX-License-Identifier: MIT */
/* A report of a message, from who makes it to who settles it and back, without a session. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "support/town.h"

#define SAYS(c, line)  assert_true(child_say(c, line))
#define HEARS(c, text) assert_true(child_wait_for(c, text))

static void quit(struct child *c)
{
	SAYS(c, "/quit");
	assert_int_equal(child_end(c), 0);
	child_finish(c);
}

static void restart(struct town *t)
{
	town_kill(t);
	assert_true(town_serve(t));
}

/* Each is durable before it is told; the server is killed behind each. */
static void a_report_goes_to_who_leads_and_its_end_comes_back(void **state)
{
	struct town *t = *state;
	struct child grace, ana, jo;
	struct buf list;

	town_join(t, &grace, "Grace", "facilitator");
	town_join(t, &ana, "Ana", "patient");
	town_join(t, &jo, "Jo", "patient");
	SAYS(&jo, "You are all wrong.");
	HEARS(&ana, "Jo: You are all wrong.");
	HEARS(&grace, "Jo: You are all wrong.");
	SAYS(&ana, "/report Jo: this hurts me");
	HEARS(&ana, "This goes to the facilitators alone, with your words. Jo: You are all");
	HEARS(&grace, "Report 1, by Ana: this hurts me. Type /reports to see the message.");
	SAYS(&jo, "/reports");
	HEARS(&jo, "No report is open.");
	SAYS(&jo, "/resolve 1 no");
	HEARS(&jo, "The server does not let you do that.");
	quit(&grace);
	quit(&ana);
	restart(t);
	town_return(t, &grace, "Grace");
	HEARS(&grace, "Report 1, by Ana: this hurts me.");
	SAYS(&grace, "/reports");
	HEARS(&grace,
	      "this hurts me. The message: \"Jo: You are all wrong.\" To settle it, type "
	      "/resolve 1 and what was done.");
	SAYS(&grace, "/resolve 1 I spoke with Jo.");
	HEARS(&grace, "Report 1 is settled. Who made it is told what you wrote.");
	restart(t);
	town_return(t, &ana, "Ana");
	HEARS(&ana, "About your report 1, Grace says: I spoke with Jo.");
	assert_int_equal(child_count(&jo, "hurts"), 0);
	buf_init(&list, 8192);
	assert_int_equal(town_admin(t, &list,
				    (const char *const[]) { "reports", "Evening",
							    "--for=internal", NULL }),
			 0);
	assert_non_null(strstr(buf_text(&list), ", by Ana, of message 1: this hurts me\n"));
	assert_non_null(strstr(buf_text(&list), "Z, Grace: I spoke with Jo.\n"));
	buf_finish(&list);
	child_finish(&grace);
	child_finish(&ana);
	child_finish(&jo);
}

/* A session of Ana's with Grace, to its end. */
static void meet(struct child *grace, struct child *ana)
{
	SAYS(grace, "/open talk");
	HEARS(ana, "A session is under way here.");
	HEARS(grace, "A session is under way here.");
	SAYS(grace, "/note Ana");
	HEARS(grace, "There is no note to be had: the session is not over");
	SAYS(ana, "/accept");
	HEARS(ana, "The server has your yes to the norms.");
	SAYS(grace, "/stage 2");
	HEARS(ana, "Now: Open talk.");
	SAYS(ana, "Nobody writes this down.");
	HEARS(grace, "Ana: Nobody writes this down.");
	SAYS(grace, "/stage 4");
	HEARS(ana, "The session is over.");
}

/* What the server prints is what is in the file. */
static void compare(struct town *t, const char *path)
{
	static const char *const words[] = { "note", "1", "1", "Ana", "--for=internal", NULL };
	static const char *const fhir[] = { "note",           "1", "1", "Ana", "--as", "fhir",
					    "--for=internal", NULL };
	struct buf printed, saved;
	FILE *f = fopen(path, "re");

	assert_non_null(f);
	buf_init(&printed, 8192);
	buf_init(&saved, 8192);
	for (int c; (c = fgetc(f)) != EOF;)
		buf_addf(&saved, "%c", c);
	fclose(f);
	assert_int_equal(town_admin(t, &printed, words), 0);
	assert_non_null(strstr(buf_text(&printed), "Allowed: use inside this program"));
	assert_string_equal(buf_text(&saved), strchr(buf_text(&printed), '\n') + 1);
	assert_null(strstr(buf_text(&saved), "Nobody writes"));
	assert_null(strstr(buf_text(&saved), "Grace"));
	buf_reset(&printed);
	assert_int_equal(town_admin(t, &printed, fhir), 0);
	assert_non_null(strstr(buf_text(&printed), "{\"resourceType\":\"DocumentReference\""));
	buf_finish(&printed);
	buf_finish(&saved);
}

static void who_leads_has_the_draft_of_a_note_when_the_session_is_over(void **state)
{
	struct town *t = *state;
	struct child grace, ana;
	char path[128], line[160];
	struct stat st;

	town_join(t, &grace, "Grace", "facilitator");
	town_join(t, &ana, "Ana", "patient");
	meet(&grace, &ana);
	SAYS(&ana, "/note Ana");
	HEARS(&ana, "The server does not let you do that.");
	SAYS(&grace, "/note Ana");
	HEARS(&grace, "The draft is here.");
	SAYS(&grace, "/notes");
	HEARS(&grace, "Draft. Not signed. A person must write and sign this.");
	HEARS(&grace, "Person: Ana");
	snprintf(path, sizeof(path), "%s/note.txt", t->dir);
	snprintf(line, sizeof(line), "/save %s", path);
	SAYS(&grace, line);
	HEARS(&grace, "The draft is in the file");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	compare(t, path);
	child_finish(&grace);
	child_finish(&ana);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_report_goes_to_who_leads_and_its_end_comes_back, town_open,
			town_close),
		cmocka_unit_test_setup_teardown(
			who_leads_has_the_draft_of_a_note_when_the_session_is_over, town_open,
			town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
