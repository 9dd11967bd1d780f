/* SPDX-License-Identifier: MIT */
/* What a person has filled in is kept: after a kill, on a full disk, by a newer form; and as files. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "client/cache_sheets.h"
#include "client/core.h"
#include "support/fillings.h"

static struct desk_of d;

static void guest_with(const char *items)
{
	fillings_guest(&d);
	fillings_form(&d, "test", items);
	fillings_begin(&d, "test");
}

static void reopen_client(void)
{
	struct folder *f = d.folder;

	fillings_close(&d);
	fillings_open(&d, f);
}

static const struct sheet *sheet_of(uint64_t id)
{
	return sheets_find(&d.client->sheets, id);
}

#define STEPS                                                                                  \
	FORM(ITEM("s", "group",                                                                \
		  ",\"repeats\":true,\"item\":[" ITEM("w", "string", "") "," ITEM(             \
			  "f", "integer", "") "]") "," ITEM("l", "string",                     \
							    ",\"repeats\":true"))

/* ---- kept ---- */

static void a_draft__goes_on_where_the_person_was(void **state)
{
	uint64_t id, question;

	fillings_open(&d, *state);
	id = fillings_begin(&d, "phq-9");
	assert_int_equal(fillings_choose(&d, "/44250-9", 2), PL_ANSWER_TAKEN);
	question = fillings_id(&d, "/44255-8");
	pl_client_sheet_at(d.client, question);
	assert_int_equal(pl_client_sheet_typing_set(d.client, "half a wo"), PL_OK);
	reopen_client();
	assert_int_equal(sheet_of(id)->answered, 1);
	assert_int_equal(pl_client_sheet_opened(d.client), 0);
	assert_int_equal(pl_client_sheet_open(d.client, id), PL_OK);
	assert_int_equal(pl_client_sheet_place(d.client), question);
	assert_string_equal(pl_client_sheet_typing(d.client), "half a wo");
	assert_string_not_equal(fillings_question(&d, "/44250-9")->answer, "");
	assert_int_equal(fillings_choose(&d, "/44255-8", 0), PL_ANSWER_TAKEN);
	assert_string_equal(pl_client_sheet_typing(d.client), "");
	pl_client_sheet_at(d.client, 0);
	reopen_client();
	assert_int_equal(pl_client_sheet_open(d.client, id), PL_OK);
	assert_int_equal(pl_client_sheet_place(d.client), 0);
	assert_string_equal(pl_client_sheet_typing(d.client), "");
	fillings_close(&d);
}

static void a_draft_that_was_only_begun__is_at_its_first_question(void **state)
{
	uint64_t id;

	fillings_open(&d, *state);
	id = fillings_begin(&d, "phq-9");
	reopen_client();
	assert_int_equal(pl_client_sheet_open(d.client, id), PL_OK);
	assert_int_equal(pl_client_sheet_place(d.client), fillings_id(&d, "/44250-9"));
	fillings_close(&d);
}

/* Each of them alone, so that none stands on what another one wrote. */
static void each_change__is_kept_by_itself(void **state)
{
	uint64_t id, made;

	fillings_open(&d, *state);
	fillings_form(&d, "test", STEPS);
	id = fillings_begin(&d, "test");
	fillings_type(&d, "w", "one");
	pl_client_copy_add(d.client, fillings_id(&d, "s"), &made);
	fillings_type(&d, "w 1", "two");
	fillings_type(&d, "f 1", "7");
	fillings_type(&d, "l", "x");
	for (int step = 0; step < 3; step++) {
		reopen_client();
		fillings_form(&d, "test", STEPS);
		assert_int_equal(pl_client_sheet_open(d.client, id), PL_OK);
		if (step == 0) {
			fillings_is(&d, "w 1", "two");
			fillings_is(&d, "f 1", "7");
			assert_int_equal(pl_client_unanswer(d.client, fillings_id(&d, "l")),
					 PL_ANSWER_TAKEN);
		} else if (step == 1) {
			fillings_is(&d, "l", "");
			assert_int_equal(pl_client_copy_remove(d.client, fillings_id(&d, "s")),
					 PL_ANSWER_TAKEN);
		}
	}
	fillings_is(&d, "w", "two");
	assert_int_equal(fillings_question(&d, "s")->copies, 1);
	fillings_close(&d);
}

static void a_full_disk__says_so_and_what_was_there_stays(void **state)
{
	struct rlimit was, none = { 0 };
	uint64_t id;

	fillings_open(&d, *state);
	id = fillings_begin(&d, "check-in");
	assert_int_equal(fillings_type(&d, "1", "5"), PL_ANSWER_TAKEN);
	getrlimit(RLIMIT_FSIZE, &was);
	none.rlim_max = was.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &none);
	assert_int_equal(fillings_type(&d, "1", "8"), PL_ANSWER_DISK);
	assert_int_equal(pl_client_sheet_typing_set(d.client, "x"), PL_FAIL_DISK);
	assert_int_equal(pl_client_sheet_finish(d.client, false, 0), PL_FAIL_DISK);
	assert_int_equal(pl_client_sheet_opened(d.client), id);
	setrlimit(RLIMIT_FSIZE, &was);
	fillings_is(&d, "1", "8");
	reopen_client();
	assert_int_equal(pl_client_sheet_open(d.client, id), PL_OK);
	fillings_is(&d, "1", "5");
	fillings_close(&d);
}

/* The answer that could not be written goes with the next one. */
static void room_again__keeps_what_was_only_in_memory(void **state)
{
	struct rlimit was, none = { 0 };
	uint64_t id;

	fillings_open(&d, *state);
	id = fillings_begin(&d, "check-in");
	getrlimit(RLIMIT_FSIZE, &was);
	none.rlim_max = was.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &none);
	assert_int_equal(fillings_type(&d, "1", "8"), PL_ANSWER_DISK);
	setrlimit(RLIMIT_FSIZE, &was);
	assert_int_equal(fillings_type(&d, "2", "3"), PL_ANSWER_TAKEN);
	reopen_client();
	assert_int_equal(pl_client_sheet_open(d.client, id), PL_OK);
	fillings_is(&d, "1", "8");
	fillings_is(&d, "2", "3");
	fillings_close(&d);
}

static void a_form_that_is_newer__keeps_what_fits_and_tells_the_rest(void **state)
{
	uint64_t id;

	fillings_open(&d, *state);
	fillings_form(&d, "test",
		      FORM(ITEM("a", "choice", OPTIONS) "," ITEM("b", "string", "") "," ITEM(
			      "n", "string", "")));
	id = fillings_begin(&d, "test");
	fillings_choose(&d, "a", 2);
	fillings_type(&d, "b", "stays");
	fillings_type(&d, "n", "words");
	reopen_client();
	fillings_form(&d, "test",
		      FORM(ITEM("n", "integer",
				"") "," ITEM("a", "choice",
					     ",\"answerOption\":[" OPTION("c") "," OPTION(
						     "a") "]") "," ITEM("b", "string", "")));
	assert_int_equal(pl_client_sheet_open(d.client, id), PL_OK);
	assert_int_equal(pl_client_sheet_left_out(d.client), 1);
	fillings_is(&d, "a", "Word c");
	fillings_is(&d, "b", "stays");
	fillings_is(&d, "n", "");
	fillings_close(&d);
}

static void a_draft_whose_form_is_gone__says_so_and_stays(void **state)
{
	uint64_t id;

	fillings_open(&d, *state);
	fillings_form(&d, "test", FORM(ITEM("a", "string", "")));
	id = fillings_begin(&d, "test");
	fillings_type(&d, "a", "x");
	reopen_client();
	assert_int_equal(pl_client_sheet_open(d.client, id), PL_FAIL_TEXT);
	assert_non_null(sheet_of(id));
	assert_int_equal(pl_client_sheet_open(d.client, id + 1), PL_FAIL_GONE);
	fillings_close(&d);
}

/* ---- finished ---- */

static void what_is_finished__is_kept_and_to_be_read_alone(void **state)
{
	uint64_t id, question;

	fillings_open(&d, *state);
	id = fillings_begin(&d, "phq-9");
	assert_int_equal(pl_client_sheet_finish(d.client, false, 0), PL_FAIL_STATE);
	fillings_answer_all(&d, 1);
	assert_int_equal(pl_client_sheet_finish(d.client, false, 0), PL_OK);
	assert_int_equal(pl_client_sheet_opened(d.client), 0);
	assert_int_equal(pl_client_sheet_finish(d.client, false, 0), PL_FAIL_NOT_NOW);
	reopen_client();
	assert_int_equal(sheet_of(id)->state, PL_SHEET_KEPT);
	assert_true(sheet_of(id)->danger); /* the last of the nine, too */
	assert_int_equal(pl_client_sheet_open(d.client, id), PL_OK);
	question = fillings_id(&d, "/44250-9");
	assert_int_equal(pl_client_choose(d.client, question, 0), PL_ANSWER_NO_SHEET);
	assert_int_equal(pl_client_sheet_score(d.client).sum, 9);
	fillings_close(&d);
}

static void one_that_was_kept__may_be_begun_anew_or_dropped(void **state)
{
	uint64_t id;

	fillings_open(&d, *state);
	id = fillings_begin(&d, "check-in");
	fillings_type(&d, "1", "5");
	assert_int_equal(pl_client_sheet_reopen(d.client, id), PL_FAIL_STATE);
	assert_int_equal(pl_client_sheet_finish(d.client, false, 0), PL_OK);
	assert_int_equal(pl_client_sheet_reopen(d.client, id), PL_OK);
	assert_int_equal(pl_client_sheet_opened(d.client), id);
	assert_int_equal(fillings_type(&d, "1", "6"), PL_ANSWER_TAKEN);
	reopen_client();
	assert_int_equal(sheet_of(id)->state, PL_SHEET_DRAFT);
	assert_int_equal(pl_client_sheet_drop(d.client, id), PL_OK);
	assert_int_equal(pl_client_sheet_drop(d.client, id), PL_FAIL_GONE);
	reopen_client();
	assert_null(sheet_of(id));
	assert_true(fillings_begin(&d, "check-in") > id); /* an id is given once */
	fillings_close(&d);
}

static void a_score__knows_the_one_before(void **state)
{
	struct pl_score s;

	(void)state;
	fillings_guest(&d);
	fillings_begin(&d, "phq-9");
	s = pl_client_sheet_score(d.client);
	assert_string_equal(s.measure, "PHQ-9");
	assert_int_equal(s.missing, 9);
	assert_int_equal(s.before, -1);
	assert_false(pl_client_sheet_danger(d.client));
	fillings_answer_all(&d, 2);
	assert_true(pl_client_sheet_danger(d.client));
	assert_int_equal(pl_client_sheet_finish(d.client, false, 0), PL_OK);
	assert_false(pl_client_sheet_danger(d.client));
	fillings_begin(&d, "phq-9");
	fillings_choose(&d, "/44250-9", 1);
	s = pl_client_sheet_score(d.client);
	assert_int_equal(s.before, 18);
	assert_int_equal(s.sum, 1);
	assert_string_equal(fillings_question(&d, "/44260-8")->before,
			    "More than half the days");
	pl_client_sheet_shut(d.client);
	fillings_begin(&d, "check-in");
	assert_null(pl_client_sheet_score(d.client).measure);
	fillings_close(&d);
}

static void one_safety_plan__is_enough(void **state)
{
	uint64_t id, again;

	(void)state;
	fillings_guest(&d);
	id = fillings_begin(&d, "safety-plan");
	assert_int_equal(fillings_type(&d, "1", "no sleep"), PL_ANSWER_TAKEN);
	pl_client_sheet_shut(d.client);
	again = fillings_begin(&d, "safety-plan");
	assert_true(id == again);
	fillings_is(&d, "1", "no sleep");
	fillings_close(&d);
}

static void more_drafts_than_there_may_be__are_not_begun(void **state)
{
	uint64_t id;

	(void)state;
	fillings_guest(&d);
	for (int i = 0; i < SHEETS_DRAFTS_MAX; i++)
		fillings_begin(&d, "check-in");
	assert_int_equal(pl_client_sheet_begin(d.client, "check-in", &id), PL_FAIL_BUSY);
	fillings_close(&d);
}

static void too_much__is_not_finished(void **state)
{
	char *text = mem_get(9001);

	(void)state;
	memset(text, 'x', 9000);
	guest_with(FORM(ITEM("a", "text", "") "," ITEM("b", "text", "")));
	fillings_type(&d, "a", text);
	fillings_type(&d, "b", text);
	assert_int_equal(pl_client_sheet_finish(d.client, false, 0), PL_FAIL_TOO_LONG);
	assert_int_equal(pl_client_unanswer(d.client, fillings_id(&d, "b")), PL_ANSWER_TAKEN);
	assert_int_equal(pl_client_sheet_finish(d.client, false, 0), PL_OK);
	free(text);
	fillings_close(&d);
}

static void another_person__finds_nothing(void **state)
{
	uint64_t id;

	fillings_open(&d, *state);
	id = fillings_begin(&d, "check-in");
	fillings_type(&d, "1", "5");
	assert_true(cache_set(d.client->cache, account, 5, CACHE_OTHER));
	filling_forget(d.client);
	assert_int_equal(pl_client_sheet_opened(d.client), 0);
	reopen_client();
	assert_int_equal(d.client->sheets.count, 0);
	assert_int_equal(pl_client_sheet_open(d.client, id), PL_FAIL_GONE);
	fillings_close(&d);
}

/* ---- as a file ---- */

static char *read_file(const char *path)
{
	char *text = mem_get(100001);
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	fread(text, 1, 100000, f);
	fclose(f);
	return text;
}

static void a_file__is_text_or_fhir_and_nobody_elses(void **state)
{
	struct folder *f = *state;
	char text[120], json[120], *got;
	struct stat st;
	uint64_t id;

	fillings_guest(&d);
	id = fillings_begin(&d, "phq-9");
	fillings_answer_all(&d, 1);
	assert_int_equal(pl_client_sheet_finish(d.client, false, 0), PL_OK);
	snprintf(text, sizeof(text), "%s/out.txt", f->base);
	snprintf(json, sizeof(json), "%s/out.json", f->base);
	assert_int_equal(pl_client_sheet_save(d.client, id, text), PL_OK);
	assert_int_equal(pl_client_sheet_save(d.client, id, text), PL_FAIL_FILE);
	assert_int_equal(stat(text, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	got = read_file(text);
	assert_non_null(
		strstr(got, "Little interest or pleasure in doing things\n  Several days\n"));
	assert_non_null(strstr(got, "\nPHQ-9: 9 / 27\n"));
	free(got);
	assert_int_equal(pl_client_sheet_save(d.client, id, json), PL_OK);
	got = read_file(json);
	assert_non_null(strstr(got, "\"resourceType\":\"Bundle\""));
	assert_non_null(strstr(got, "\"code\":\"44261-6\""));
	assert_non_null(strstr(got, "\"valueInteger\":9,\"derivedFrom\""));
	free(got);
	assert_int_equal(pl_client_sheet_save(d.client, 5, json), PL_FAIL_GONE);
	fillings_close(&d);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, drop_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_draft__goes_on_where_the_person_was),
		TEST(a_draft_that_was_only_begun__is_at_its_first_question),
		TEST(each_change__is_kept_by_itself),
		TEST(a_full_disk__says_so_and_what_was_there_stays),
		TEST(room_again__keeps_what_was_only_in_memory),
		TEST(a_form_that_is_newer__keeps_what_fits_and_tells_the_rest),
		TEST(a_draft_whose_form_is_gone__says_so_and_stays),
		TEST(what_is_finished__is_kept_and_to_be_read_alone),
		TEST(one_that_was_kept__may_be_begun_anew_or_dropped),
		cmocka_unit_test(a_score__knows_the_one_before),
		cmocka_unit_test(one_safety_plan__is_enough),
		cmocka_unit_test(more_drafts_than_there_may_be__are_not_begun),
		cmocka_unit_test(too_much__is_not_finished),
		TEST(another_person__finds_nothing),
		TEST(a_file__is_text_or_fhir_and_nobody_elses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
