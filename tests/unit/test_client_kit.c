/* SPDX-License-Identifier: MIT */
/* The safety plan, and what of it lies readable. */
#include <dirent.h>
#include <fcntl.h>
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
#include <unistd.h>

#include <cmocka.h>

#include "client/core.h"
#include "client/vault.h"
#include "client/worksheets_line.h"
#include "porchlight/kit.h"
#include "support/enrolled.h"

static struct pl_plan plan(void)
{
	struct pl_plan p;

	pl_client_plan(enrolled.client, &p);
	return p;
}

static void fill(void)
{
	assert_int_equal(pl_client_plan_edit(enrolled.client), PL_OK);
	assert_int_equal(fillings_type(&enrolled, "1", "I stop sleeping\nI pace"),
			 PL_ANSWER_TAKEN);
	assert_int_equal(fillings_type(&enrolled, "4", "Maria, 555-0199"), PL_ANSWER_TAKEN);
}

static void unlocked_path(const char *end, char path[1100])
{
	snprintf(path, 1100, "%s/%s%s", enrolled.folder->dir, UNLOCKED_FILE, end);
}

/* In any file of the folder. */
static bool is_readable(const char *words)
{
	struct dirent *e;
	DIR *dir = opendir(enrolled.folder->dir);
	bool found = false;

	assert_non_null(dir);
	while ((e = readdir(dir))) {
		char path[1100], bytes[400000];
		ssize_t n;
		int fd;

		snprintf(path, sizeof(path), "%s/%s", enrolled.folder->dir, e->d_name);
		fd = open(path, O_RDONLY);
		n = fd < 0 ? -1 : read(fd, bytes, sizeof(bytes));
		found = found || (n > 0 && memmem(bytes, (size_t)n, words, strlen(words)));
		close(fd);
	}
	closedir(dir);
	return found;
}

static void put(const char *end, const char *text)
{
	char path[1100];
	int fd;

	unlocked_path(end, path);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
}

static bool is_there(const char *end)
{
	char path[1100];

	unlocked_path(end, path);
	return access(path, F_OK) == 0;
}

/* ---- the plan ---- */

static void at_first_there_is_none(void **state)
{
	(void)state;
	assert_true(plan().is_empty && !plan().is_open && !plan().asks_open);
	assert_int_equal(plan().shared, PL_SHEET_KEPT);
	assert_false(is_there(""));
}

static void its_parts_are_those_of_the_form_in_their_order(void **state)
{
	struct pl_plan p;
	char english[200];

	(void)state;
	fill();
	p = plan();
	assert_false(p.is_empty);
	assert_true(p.asks_open && !p.is_open && p.utc_ms > 0);
	assert_int_equal(p.count, 7);
	assert_memory_equal(p.parts[0].title, "1. ", 3);
	assert_memory_equal(p.parts[3].title, "4. ", 3);
	snprintf(english, sizeof(english), "%s", p.parts[0].title);
	assert_int_equal(p.parts[0].count, 2);
	assert_string_equal(p.parts[0].lines[0], "I stop sleeping");
	assert_string_equal(p.parts[0].lines[1], "I pace");
	assert_int_equal(p.parts[1].count, 0);
	assert_string_equal(p.parts[3].lines[0], "Maria, 555-0199");
	pl_client_language(enrolled.client, "es");
	assert_string_not_equal(plan().parts[0].title, english);
	assert_string_equal(plan().parts[0].lines[1], "I pace");
}

static void there_is_one_sheet_of_it(void **state)
{
	uint64_t id;

	(void)state;
	fill();
	id = pl_client_sheet_opened(enrolled.client);
	pl_client_sheet_shut(enrolled.client);
	enrolled_again();
	assert_int_equal(plan().parts[0].count, 2);
	assert_int_equal(pl_client_plan_edit(enrolled.client), PL_OK);
	assert_int_equal(pl_client_sheet_opened(enrolled.client), id);
	assert_int_equal(enrolled.client->sheets.count, 1);
	assert_int_equal(pl_client_unanswer(enrolled.client, fillings_id(&enrolled, "4")),
			 PL_ANSWER_TAKEN);
	assert_int_equal(plan().parts[3].count, 0);
}

static void until_it_is_allowed_no_word_of_it_is_readable(void **state)
{
	struct pl_unlocked *u;

	(void)state;
	fill();
	assert_false(is_readable("sleeping"));
	assert_false(is_readable("Maria"));
	u = pl_unlocked_read(enrolled.folder->dir);
	assert_true(u->has_plan && u->plan.is_empty);
	pl_unlocked_free(u);
}

static void what_is_allowed_is_readable_and_follows_each_change(void **state)
{
	struct pl_unlocked *u;
	struct stat s;
	char path[1100];

	(void)state;
	fill();
	assert_int_equal(pl_client_plan_open_set(enrolled.client, true), PL_OK);
	assert_true(plan().is_open && !plan().asks_open);
	unlocked_path("", path);
	assert_int_equal(stat(path, &s), 0);
	assert_int_equal(s.st_mode & 0777, 0600);
	fillings_type(&enrolled, "6", "Ben keeps the pills");
	u = pl_unlocked_read(enrolled.folder->dir);
	assert_true(u->plan.is_open && u->has_plan);
	assert_int_equal(u->plan.count, 3);
	assert_string_equal(u->plan.parts[2].lines[0], "Ben keeps the pills");
	pl_unlocked_free(u);
	enrolled_again();
	assert_true(plan().is_open);
	assert_true(is_readable("Ben keeps"));
}

static void no_takes_the_words_away_at_once_and_for_good(void **state)
{
	(void)state;
	fill();
	pl_client_plan_open_set(enrolled.client, true);
	assert_true(is_readable("sleeping"));
	assert_int_equal(pl_client_plan_open_set(enrolled.client, false), PL_OK);
	assert_false(is_readable("sleeping"));
	assert_true(!plan().is_open && !plan().asks_open); /* once is enough */
	fillings_type(&enrolled, "2", "A walk");
	enrolled_again();
	assert_false(is_readable("walk"));
	assert_false(plan().asks_open);
}

/* A kill between the copy and the word that allows it, and one in the middle of writing. */
static void what_a_kill_left_is_put_right_at_the_next_start(void **state)
{
	static const char left[] =
		"porchlight unlocked 1\nplan 1\npart P\nline I stop sleeping\n";

	(void)state;
	fill();
	fillings_close(&enrolled);
	put("", left);
	put(".new", left);
	fillings_open(&enrolled, enrolled.folder ? enrolled.folder : *state);
	assert_false(is_readable("sleeping"));
	assert_false(is_there(".new"));
	fillings_close(&enrolled);
	put(".new", left); /* beside a file that is right */
	fillings_open(&enrolled, *state);
	assert_false(is_readable("sleeping"));
	pl_client_plan_open_set(enrolled.client, true);
	fillings_close(&enrolled);
	put("", "half of");
	fillings_open(&enrolled, *state);
	pl_client_language(enrolled.client, "en");
	assert_true(is_readable("line I stop sleeping"));
}

static void where_it_cannot_be_written_it_is_not_open(void **state)
{
	char path[1100];

	(void)state;
	fill();
	unlocked_path("", path);
	unlink(path);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(pl_client_plan_open_set(enrolled.client, true), PL_FAIL_DISK);
	assert_false(plan().is_open);
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(pl_client_plan_open_set(enrolled.client, true), PL_OK);
}

/* Nothing of it stays, or all of it as it was: see what is allowed. */
static void on_a_full_disk_what_is_allowed_stays_and_what_is_not_goes(void **state)
{
	const struct rlimit none = { 0, RLIM_INFINITY };
	struct rlimit before;

	(void)state;
	fill();
	pl_client_plan_open_set(enrolled.client, true);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
	pl_client_language(enrolled.client,
			   "es"); /* its titles are others, and cannot be written */
	assert_true(is_readable("line I stop sleeping"));
	assert_int_equal(pl_client_plan_open_set(enrolled.client, false), PL_FAIL_DISK);
	assert_false(is_readable("sleeping"));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	fillings_type(&enrolled, "2", "A walk");
	assert_false(is_readable("walk")); /* though it could be kept now */
}

static void of_a_guest_nothing_is_kept(void **state)
{
	struct folder *f = *state;

	fillings_close(&enrolled);
	fillings_guest(&enrolled);
	fill();
	assert_int_equal(plan().parts[0].count, 2);
	assert_false(plan().asks_open);
	assert_int_equal(pl_client_plan_open_set(enrolled.client, true), PL_FAIL_NOT_NOW);
	enrolled.folder = f;
	assert_false(is_there(""));
}

static void another_person_finds_nothing_of_it(void **state)
{
	(void)state;
	fill();
	pl_client_plan_open_set(enrolled.client, true);
	pl_client_card_used(enrolled.client, "craving/wave");
	assert_true(cache_set(enrolled.client->cache, account, 5, CACHE_OTHER));
	filling_forget(enrolled.client);
	free(enrolled.client->host); /* nobody has joined just now */
	enrolled.client->host = NULL;
	kit_forget(enrolled.client);
	assert_false(is_there(""));
	assert_true(plan().is_empty && !plan().is_open);
	assert_null(pl_client_card_asks(enrolled.client));
}

static void a_store_that_is_thrown_away_takes_it_along(void **state)
{
	struct err err = { 0 };
	struct cache *c;

	fillings_close(&enrolled);
	put("", "porchlight unlocked 1\nplan 1\npart P\nline I stop sleeping\n");
	put(".new", "half");
	c = cache_open(((struct folder *)*state)->dir, PASSPHRASE, &err);
	assert_non_null(c);
	enrolled.folder = *state;
	cache_discard(c);
	assert_false(is_there(""));
	assert_false(is_there(".new"));
}

/* ---- what the clinic has ---- */

static void comes(struct wire_msg m)
{
	worksheets_on_row(enrolled.client, &m);
}

static struct wire_msg shared_plan(int64_t number, int64_t utc_ms)
{
	return (struct wire_msg) { .type = WIRE_FILED,
				   .has = WIRE_S | WIRE_U | WIRE_C | WIRE_X | WIRE_D | WIRE_B |
					  WIRE_G,
				   .g = 1,
				   .s = number,
				   .u = ME,
				   .d = utc_ms,
				   .c = str_of("safety-plan"),
				   .x = str_of("1"),
				   .b = str_of("1\tI stop sleeping\n") };
}

static void a_plan_that_was_shared_from_another_device_is_here(void **state)
{
	(void)state;
	comes(shared_plan(5, 9000));
	assert_string_equal(plan().parts[0].lines[0], "I stop sleeping");
	assert_int_equal(plan().shared, PL_SHEET_AT_CLINIC);
	comes((struct wire_msg) { .type = WIRE_NOTED,
				  .has = WIRE_S | WIRE_K | WIRE_U | WIRE_D | WIRE_R,
				  .s = 6,
				  .k = 5,
				  .u = 2,
				  .d = 9500,
				  .r = str_of("read") });
	assert_int_equal(plan().shared, PL_SHEET_READ);
	assert_int_equal(plan().read_utc_ms, 9500);
	assert_int_equal(pl_client_plan_edit(enrolled.client), PL_OK);
	fillings_is(&enrolled, "1", "I stop sleeping");
	assert_int_equal(fillings_type(&enrolled, "2", "A walk"), PL_ANSWER_TAKEN);
	assert_int_equal(plan().parts[0].count, 1);
	assert_int_equal(plan().parts[1].count, 1);
	assert_true(plan().is_older);
}

static void the_clinics_lines_are_readable_from_the_moment_they_come(void **state)
{
	struct pl_unlocked *u;

	(void)state;
	comes((struct wire_msg) { .type = WIRE_CLINIC,
				  .has = WIRE_S | WIRE_R | WIRE_D | WIRE_B,
				  .s = 3,
				  .d = 7000,
				  .r = str_of("crisis"),
				  .b = str_of("Clinic 555-0100\nText 555-0101") });
	u = pl_unlocked_read(enrolled.folder->dir);
	assert_non_null(u);
	assert_int_equal(u->crisis.count, 2);
	assert_string_equal(u->crisis.lines[1], "Text 555-0101");
	assert_int_equal(u->crisis.dated_utc_ms, 7000);
	assert_false(u->has_plan);
	pl_unlocked_free(u);
	comes((struct wire_msg) { .type = WIRE_CLINIC, .has = WIRE_S, .s = 3 });
	assert_null(
		pl_unlocked_read(enrolled.folder->dir)); /* there is nothing to say any more */
}

static void it_is_printed_into_a_new_file(void **state)
{
	char path[1100], text[4096] = "";
	struct stat s;
	int fd;

	(void)state;
	fill();
	snprintf(path, sizeof(path), "%s/plan.txt", enrolled.folder->base);
	assert_int_equal(pl_client_plan_save(enrolled.client, path), PL_OK);
	assert_int_equal(pl_client_plan_save(enrolled.client, path), PL_FAIL_FILE);
	assert_int_equal(stat(path, &s), 0);
	assert_int_equal(s.st_mode & 0777, 0600);
	fd = open(path, O_RDONLY);
	assert_true(read(fd, text, sizeof(text) - 1) > 0);
	close(fd);
	assert_non_null(strstr(text, plan().parts[0].title));
	assert_non_null(strstr(text, "\n- I stop sleeping\n- I pace\n\n2. "));
}

#define ANA(f) cmocka_unit_test_setup_teardown(f, enrolled_open, enrolled_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ANA(at_first_there_is_none),
		ANA(its_parts_are_those_of_the_form_in_their_order),
		ANA(there_is_one_sheet_of_it),
		ANA(until_it_is_allowed_no_word_of_it_is_readable),
		ANA(what_is_allowed_is_readable_and_follows_each_change),
		ANA(no_takes_the_words_away_at_once_and_for_good),
		ANA(what_a_kill_left_is_put_right_at_the_next_start),
		ANA(where_it_cannot_be_written_it_is_not_open),
		ANA(on_a_full_disk_what_is_allowed_stays_and_what_is_not_goes),
		ANA(of_a_guest_nothing_is_kept),
		ANA(another_person_finds_nothing_of_it),
		ANA(a_store_that_is_thrown_away_takes_it_along),
		ANA(a_plan_that_was_shared_from_another_device_is_here),
		ANA(the_clinics_lines_are_readable_from_the_moment_they_come),
		ANA(it_is_printed_into_a_new_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
