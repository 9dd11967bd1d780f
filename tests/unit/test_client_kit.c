/* SPDX-License-Identifier: MIT */
/* The safety plan and what of it lies readable; coping cards and whether they helped. */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/core.h"
#include "client/vault.h"
#include "porchlight/kit.h"
#include "support/fillings.h"

static struct desk_of d;

/* Ana has joined, and has no line. */
static int open_ana(void **state)
{
	struct folder *f;

	if (make_folder(state))
		return -1;
	f = *state;
	assert_true(cache_set(reopen(f), account, 5, CACHE_OTHER));
	cache_close(f->cache);
	f->cache = NULL;
	fillings_open(&d, f);
	return 0;
}

static int close_ana(void **state)
{
	fillings_close(&d);
	return drop_folder(state);
}

static void start_again(void)
{
	struct folder *f = d.folder;

	fillings_close(&d);
	fillings_open(&d, f);
	pl_client_language(d.client, "en");
}

static struct pl_plan plan(void)
{
	struct pl_plan p;

	pl_client_plan(d.client, &p);
	return p;
}

static void fill(void)
{
	assert_int_equal(pl_client_plan_edit(d.client), PL_OK);
	assert_int_equal(fillings_type(&d, "1", "I stop sleeping\nI pace"), PL_ANSWER_TAKEN);
	assert_int_equal(fillings_type(&d, "4", "Maria, 555-0199"), PL_ANSWER_TAKEN);
}

static void unlocked_path(const char *end, char path[1100])
{
	snprintf(path, 1100, "%s/%s%s", d.folder->dir, UNLOCKED_FILE, end);
}

/* In any file of the folder. */
static bool is_readable(const char *words)
{
	struct dirent *e;
	DIR *dir = opendir(d.folder->dir);
	bool found = false;

	assert_non_null(dir);
	while ((e = readdir(dir))) {
		char path[1100], bytes[400000];
		ssize_t n;
		int fd;

		snprintf(path, sizeof(path), "%s/%s", d.folder->dir, e->d_name);
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
	pl_client_language(d.client, "es");
	assert_string_not_equal(plan().parts[0].title, english);
	assert_string_equal(plan().parts[0].lines[1], "I pace");
}

static void there_is_one_sheet_of_it(void **state)
{
	uint64_t id;

	(void)state;
	fill();
	id = pl_client_sheet_opened(d.client);
	pl_client_sheet_shut(d.client);
	start_again();
	assert_int_equal(plan().parts[0].count, 2);
	assert_int_equal(pl_client_plan_edit(d.client), PL_OK);
	assert_int_equal(pl_client_sheet_opened(d.client), id);
	assert_int_equal(d.client->sheets.count, 1);
	assert_int_equal(pl_client_unanswer(d.client, fillings_id(&d, "4")), PL_ANSWER_TAKEN);
	assert_int_equal(plan().parts[3].count, 0);
}

static void until_it_is_allowed_no_word_of_it_is_readable(void **state)
{
	struct pl_unlocked *u;

	(void)state;
	fill();
	assert_false(is_readable("sleeping"));
	assert_false(is_readable("Maria"));
	u = pl_unlocked_read(d.folder->dir);
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
	assert_int_equal(pl_client_plan_open_set(d.client, true), PL_OK);
	assert_true(plan().is_open && !plan().asks_open);
	unlocked_path("", path);
	assert_int_equal(stat(path, &s), 0);
	assert_int_equal(s.st_mode & 0777, 0600);
	fillings_type(&d, "6", "Ben keeps the pills");
	u = pl_unlocked_read(d.folder->dir);
	assert_true(u->plan.is_open && u->has_plan);
	assert_int_equal(u->plan.count, 3);
	assert_string_equal(u->plan.parts[2].lines[0], "Ben keeps the pills");
	pl_unlocked_free(u);
	start_again();
	assert_true(plan().is_open);
	assert_true(is_readable("Ben keeps"));
}

static void no_takes_the_words_away_at_once_and_for_good(void **state)
{
	(void)state;
	fill();
	pl_client_plan_open_set(d.client, true);
	assert_true(is_readable("sleeping"));
	assert_int_equal(pl_client_plan_open_set(d.client, false), PL_OK);
	assert_false(is_readable("sleeping"));
	assert_true(!plan().is_open && !plan().asks_open); /* once is enough */
	fillings_type(&d, "2", "A walk");
	start_again();
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
	fillings_close(&d);
	put("", left);
	put(".new", left);
	fillings_open(&d, d.folder ? d.folder : *state);
	assert_false(is_readable("sleeping"));
	assert_false(is_there(".new"));
	pl_client_plan_open_set(d.client, true);
	fillings_close(&d);
	put("", "half of");
	fillings_open(&d, *state);
	pl_client_language(d.client, "en");
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
	assert_int_equal(pl_client_plan_open_set(d.client, true), PL_FAIL_DISK);
	assert_false(plan().is_open);
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(pl_client_plan_open_set(d.client, true), PL_OK);
}

static void of_a_guest_nothing_is_kept(void **state)
{
	struct folder *f = *state;

	fillings_close(&d);
	fillings_guest(&d);
	fill();
	assert_int_equal(plan().parts[0].count, 2);
	assert_false(plan().asks_open);
	assert_int_equal(pl_client_plan_open_set(d.client, true), PL_FAIL_NOT_NOW);
	d.folder = f;
	assert_false(is_there(""));
}

static void another_person_finds_nothing_of_it(void **state)
{
	(void)state;
	fill();
	pl_client_plan_open_set(d.client, true);
	pl_client_card_used(d.client, "craving/wave");
	assert_true(cache_set(d.client->cache, account, 5, CACHE_OTHER));
	filling_forget(d.client);
	free(d.client->host); /* nobody has joined just now */
	d.client->host = NULL;
	kit_forget(d.client);
	assert_false(is_there(""));
	assert_true(plan().is_empty && !plan().is_open);
	assert_null(pl_client_card_asks(d.client));
}

static void a_store_that_is_thrown_away_takes_it_along(void **state)
{
	struct err err = { 0 };
	struct cache *c;

	fillings_close(&d);
	put("", "porchlight unlocked 1\nplan 1\npart P\nline I stop sleeping\n");
	put(".new", "half");
	c = cache_open(((struct folder *)*state)->dir, PASSPHRASE, &err);
	assert_non_null(c);
	d.folder = *state;
	cache_discard(c);
	assert_false(is_there(""));
	assert_false(is_there(".new"));
}

static void it_is_printed_into_a_new_file(void **state)
{
	char path[1100], text[4096] = "";
	struct stat s;
	int fd;

	(void)state;
	fill();
	snprintf(path, sizeof(path), "%s/plan.txt", d.folder->base);
	assert_int_equal(pl_client_plan_save(d.client, path), PL_OK);
	assert_int_equal(pl_client_plan_save(d.client, path), PL_FAIL_FILE);
	assert_int_equal(stat(path, &s), 0);
	assert_int_equal(s.st_mode & 0777, 0600);
	fd = open(path, O_RDONLY);
	assert_true(read(fd, text, sizeof(text) - 1) > 0);
	close(fd);
	assert_non_null(strstr(text, plan().parts[0].title));
	assert_non_null(strstr(text, "\n- I stop sleeping\n- I pace\n\n2. "));
}

/* ---- cards ---- */

static const struct pl_card *first_of(const char *situation)
{
	const struct pl_card *all;

	assert_true(pl_client_cards(d.client, situation, &all) >= 2);
	return all;
}

static void each_situation_has_cards_in_each_language(void **state)
{
	const struct pl_situation *all;
	size_t n = pl_client_situations(d.client, &all);
	char english[200];

	(void)state;
	assert_true(n >= 2);
	for (size_t i = 0; i < n; i++) {
		const struct pl_card *cards;

		assert_int_equal(pl_client_cards(d.client, all[i].name, &cards), all[i].cards);
		for (size_t k = 0; k < all[i].cards; k++) {
			assert_true(*cards[k].title && *cards[k].text);
			assert_memory_equal(cards[k].name, all[i].name, strlen(all[i].name));
		}
	}
	snprintf(english, sizeof(english), "%s", first_of("craving")->title);
	pl_client_language(d.client, "es");
	assert_string_equal(first_of("craving")->name, "craving/wave");
	assert_string_not_equal(first_of("craving")->title, english);
	pl_client_language(d.client, "en");
	assert_string_equal(first_of("craving")->title, english);
	assert_int_equal(pl_client_cards(d.client, "flying", &(const struct pl_card *) { 0 }),
			 0);
}

static void what_helped_before_comes_first(void **state)
{
	char name[64];

	(void)state;
	snprintf(name, sizeof(name), "%s", first_of("craving")[1].name);
	assert_int_equal(pl_client_card_helped(d.client, name, true), PL_OK);
	assert_string_equal(first_of("craving")->name, name);
	assert_int_equal(first_of("craving")->helped, 1);
	start_again();
	assert_string_equal(first_of("craving")->name, name);
	pl_client_card_helped(d.client, name, false);
	pl_client_card_helped(d.client, name, false);
	assert_string_equal(first_of("craving")->name, "craving/wave");
	assert_int_equal(pl_client_card_helped(d.client, "craving/none", true), PL_FAIL_GONE);
}

static void later_it_is_asked_about_but_not_in_a_session(void **state)
{
	struct state_group *g = state_get_group(&d.client->state, 1);

	(void)state;
	pl_client_card_used(d.client, "craving/wave");
	assert_null(pl_client_card_asks(d.client));
	d.client->kit.cards.due_ms = 0; /* 20 minutes later */
	g->session.pub.stage = 1;
	assert_null(pl_client_card_asks(d.client));
	g->session.pub.stage = 0;
	assert_string_equal(pl_client_card_asks(d.client)->name, "craving/wave");
	pl_client_card_skip(d.client, "craving/away"); /* it was not asked about that one */
	assert_non_null(pl_client_card_asks(d.client));
	pl_client_card_skip(d.client, "craving/wave");
	assert_null(pl_client_card_asks(d.client));
	start_again();
	assert_null(pl_client_card_asks(d.client));
}

static void at_the_next_start_it_is_asked_at_once(void **state)
{
	(void)state;
	pl_client_card_used(d.client, "craving/away");
	pl_client_card_used(d.client, "craving/wave");
	pl_client_card_used(d.client, "craving/none");
	start_again();
	assert_true(pl_client_work(d.client) & PL_CHANGED_SHEETS);
	assert_string_equal(pl_client_card_asks(d.client)->name, "craving/wave");
	pl_client_card_helped(d.client, "craving/wave", true);
	assert_null(pl_client_card_asks(d.client));
}

#define ANA(f) cmocka_unit_test_setup_teardown(f, open_ana, close_ana)

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
		ANA(of_a_guest_nothing_is_kept),
		ANA(another_person_finds_nothing_of_it),
		ANA(a_store_that_is_thrown_away_takes_it_along),
		ANA(it_is_printed_into_a_new_file),
		ANA(each_situation_has_cards_in_each_language),
		ANA(what_helped_before_comes_first),
		ANA(later_it_is_asked_about_but_not_in_a_session),
		ANA(at_the_next_start_it_is_asked_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
