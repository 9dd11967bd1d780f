/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/cached.h"

/* The folder and its key */

static void a_store_opens_with_its_passphrase_alone(void **state)
{
	struct folder *f = *state;
	struct err err = { 0 };
	char *host;

	assert_false(cache_exists(f->dir));
	assert_true(cache_set(reopen(f), account, 5, CACHE_OTHER));
	assert_true(cache_exists(f->dir));
	cache_close(f->cache);
	f->cache = cache_open(f->dir, "correct hors", &err);
	assert_null(f->cache);
	assert_int_equal(err.code, ERR_KEY);
	host = cache_get(reopen(f), "host");
	assert_string_equal(host, "example.org");
	free(host);
	assert_null(cache_get(f->cache, "nothing"));
}

static void only_its_owner_can_look_into_the_folder(void **state)
{
	static const char *const names[] = { "", "/lock", "/salt", "/store.db" };
	struct folder *f = *state;
	struct stat st;
	char path[128];

	umask(0);
	reopen(f);
	umask(022);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", f->dir, names[i]);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 0777, i ? 0600 : 0700);
	}
}

static void a_second_program_is_told_that_it_is_open(void **state)
{
	struct folder *f = *state;
	struct err err = { 0 };

	reopen(f);
	assert_null(cache_open(f->dir, PASSPHRASE, &err));
	assert_int_equal(err.code, ERR_NOT_NOW);
}

static bool holds(const char *path, const char *words)
{
	static char all[4 << 20];
	FILE *file = fopen(path, "rb");
	size_t n = file ? fread(all, 1, sizeof(all), file) : 0;

	if (file)
		fclose(file);
	return memmem(all, n, words, strlen(words)) != NULL;
}

static void no_file_of_it_holds_a_word_that_was_said(void **state)
{
	struct folder *f = *state;
	struct dirent *e;
	char path[512];
	int seen = 0;
	DIR *dir;

	keep(reopen(f), message(1, 2, "I relapsed on Sunday"));
	say_after(f->cache, 1, "I relapsed on Sunday");
	assert_true(cache_draft_set(f->cache, GROUP, "I relapsed on Sunday"));
	dir = opendir(f->dir);
	while (dir && (e = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/%s", f->dir, e->d_name);
		assert_false(holds(path, "relapsed"));
		assert_false(holds(path, PASSPHRASE));
		seen++;
	}
	closedir(dir);
	assert_true(seen >= 5); /* the log file too */
}

static void a_damaged_salt_is_not_taken_for_a_wrong_passphrase(void **state)
{
	struct folder *f = *state;
	struct err err = { 0 };
	char path[128];

	reopen(f);
	cache_close(f->cache);
	f->cache = NULL;
	snprintf(path, sizeof(path), "%s/salt", f->dir);
	assert_int_equal(truncate(path, 10), 0);
	assert_null(cache_open(f->dir, PASSPHRASE, &err));
	assert_int_equal(err.code, ERR_DISK);
	assert_int_equal(unlink(path), 0);
	assert_null(cache_open(f->dir, PASSPHRASE, &err));
	assert_int_equal(err.code, ERR_DISK); /* a new one would not open the store */
	assert_int_not_equal(access(path, F_OK), 0);
}

static void a_salt_with_no_store_is_begun_again(void **state)
{
	struct folder *f = *state;
	char path[128];

	reopen(f);
	cache_close(f->cache);
	f->cache = NULL;
	snprintf(path, sizeof(path), "%s/store.db", f->dir);
	assert_int_equal(unlink(path), 0);
	assert_true(cache_set(reopen(f), account, 5, CACHE_OTHER));
}

static void a_folder_that_cannot_be_made_is_a_failure_of_the_disk(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_null(cache_open("/proc/porchlight", PASSPHRASE, &err));
	assert_int_equal(err.code, ERR_DISK);
}

/* What survives */

static void typed_words_survive_a_kill(void **state)
{
	struct folder *f = *state;
	struct state s;
	char *draft;
	pid_t child;
	int status;

	keep(reopen(f), group_with(0, 0));
	cache_close(f->cache);
	f->cache = NULL;
	child = fork();
	if (child == 0) {
		struct cache *c = cache_open(f->dir, PASSPHRASE, NULL);

		say_after(c, 0, "said");
		if (c && cache_draft_set(c, GROUP, "half a sent"))
			kill(getpid(), SIGKILL);
		_exit(1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	draft = cache_draft(reopen(f), GROUP);
	assert_string_equal(draft, "half a sent");
	free(draft);
	load(f->cache, &s);
	assert_int_equal(s.groups[0]->messages_count, 1);
	assert_string_equal(s.groups[0]->messages[0].text, "said");
	state_finish(&s);
}

static void warnings_are_kept__and_hidden_words_are_not(void **state)
{
	struct folder *f = *state;
	struct wire_msg m = message(1, 2, "I ate.");
	struct wire_msg line = { .d = 5, .b = str_of("Me too."), .x = str_of("food") };
	const struct state_group g = { .pub = { .id = GROUP } };
	struct cache_line out;
	struct arena mem = { 0 };
	struct state s;

	keep(reopen(f), group_with(0, 0));
	m.x = str_of("food");
	keep(f->cache, m);
	keep(f->cache, message(2, 2, "Gone soon."));
	assert_true(cache_outbox_add(f->cache, &g, &line));
	keep(f->cache, (struct wire_msg) { .type = WIRE_HIDDEN, .g = GROUP, .s = 2, .n = 1 });
	state_init(&s);
	assert_true(cache_load(reopen(f), &s, NULL));
	assert_string_equal(s.groups[0]->messages[0].warning, "food");
	assert_true(s.groups[0]->messages[1].hidden);
	assert_string_equal(s.groups[0]->messages[1].text, "");
	assert_string_equal(s.groups[0]->messages[2].warning, "food");
	assert_true(cache_outbox_next(f->cache, GROUP, 0, &mem, &out));
	assert_true(str_is(out.warning, "food"));
	arena_finish(&mem);
	state_finish(&s);
}

static void a_full_disk_refuses_a_line_and_keeps_the_rest(void **state)
{
	struct folder *f = *state;
	const struct state_group g = { .pub = { .id = GROUP } };
	struct rlimit was, small = { 0 };
	char *long_text = mem_get(4001);
	struct wire_msg line = { .b = { long_text, 4000 } };
	bool ok = true;

	memset(long_text, 'x', 4000);
	keep(reopen(f), group_with(0, 0));
	say_after(f->cache, 0, "first");
	getrlimit(RLIMIT_FSIZE, &was);
	small = (struct rlimit) { .rlim_cur = 128 * 1024, .rlim_max = was.rlim_max };
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &small);
	for (int i = 0; ok && i < 200; i++)
		ok = cache_outbox_add(f->cache, &g, &line);
	setrlimit(RLIMIT_FSIZE, &was);
	assert_false(ok);
	say_after(f->cache, 0, "there is room again");
	assert_true(cache_outbox_waiting(reopen(f), GROUP, INT64_MAX) >= 2);
	free(long_text);
}

static void a_draft_is_of_its_group_and_goes_when_it_is_said(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);
	char *draft;

	assert_null(cache_draft(c, GROUP));
	assert_true(cache_draft_set(c, GROUP, "one"));
	assert_true(cache_draft_set(c, 2, "two"));
	assert_true(cache_draft_set(c, GROUP, "one more"));
	draft = cache_draft(c, GROUP);
	assert_string_equal(draft, "one more");
	free(draft);
	say_after(c, 0, "one more");
	assert_null(cache_draft(c, GROUP));
	draft = cache_draft(c, 2);
	assert_string_equal(draft, "two");
	free(draft);
	assert_true(cache_draft_set(c, 2, NULL));
	assert_null(cache_draft(c, 2));
}

/* Three messages, one of them ours and shown to three; one line kept, one refused. */
static void keep_a_talk(struct cache *c)
{
	const struct wire_msg hello = {
		.type = WIRE_HELLO, .u = ME, .x = str_of("Anna"), .r = str_of("family")
	};
	const struct wire_msg mara = { .type = WIRE_PERSON,
				       .g = GROUP,
				       .u = 2,
				       .x = str_of("Mara"),
				       .r = str_of("admin") };
	const struct wire_msg shown = { .type = WIRE_SHOWN, .g = GROUP, .s = 2, .n = 3 };

	assert_true(cache_set(c, account, 5, CACHE_OTHER));
	keep(c, hello);
	keep(c, group_with(3, 2));
	keep(c, mara);
	keep(c, message(2, ME, "mine"));
	keep(c, message(1, 2, "welcome\nall"));
	keep(c, message(3, 2, "so"));
	keep(c, shown);
	say_after(c, 3, "kept");
	assert_true(cache_outbox_refuse(c, say_after(c, 3, "refused")));
	assert_true(cache_seen(c, GROUP, 3));
	assert_true(cache_seen(c, GROUP, 1));
}

static void what_was_kept_is_loaded_as_it_was(void **state)
{
	struct folder *f = *state;
	const struct state_group *g;
	struct state s;
	char *word;

	keep_a_talk(reopen(f));
	load(reopen(f), &s);
	assert_int_equal(s.groups_count, 1);
	g = s.groups[0];
	assert_string_equal(g->pub.name, "Tuesday");
	assert_int_equal(g->pub.last_seq, 3);
	assert_int_equal(g->pub.read_seq, 3);
	assert_string_equal(g->people[0].name, "Mara");
	assert_int_equal(g->people[0].role, PL_ADMIN);
	assert_int_equal(g->messages_count, 5);
	assert_string_equal(g->messages[0].text, "welcome\nall");
	assert_string_equal(g->messages[0].who, "Mara");
	assert_int_equal(g->messages[1].shown_to, 3);
	assert_int_equal(g->messages[1].state, PL_SHOWN);
	assert_int_equal(g->messages[2].shown_to, 0);
	assert_int_equal(g->messages[3].state, PL_KEPT_HERE);
	assert_int_equal(g->messages[4].state, PL_NOT_ACCEPTED);
	word = cache_get(f->cache, "name");
	assert_string_equal(word, "Anna");
	free(word);
	state_finish(&s);
}

static void only_the_newest_are_loaded(void **state)
{
	struct folder *f = *state;
	struct state s;

	keep_range(guest(f), 1, STATE_MESSAGES_MAX + 20);
	load(f->cache, &s);
	assert_int_equal(s.groups[0]->messages_count, STATE_MESSAGES_MAX);
	assert_int_equal(s.groups[0]->messages[0].seq, 21);
	state_finish(&s);
}

static void a_ticket_is_never_given_twice(void **state)
{
	struct folder *f = *state;
	struct wire_msg stored = { .type = WIRE_STORED, .g = GROUP, .s = 1 };
	int64_t first, second, third;

	first = say_after(reopen(f), 0, "a");
	second = say_after(f->cache, 0, "b");
	assert_true(second > first);
	stored.k = first;
	keep(f->cache, stored);
	stored.k = second;
	stored.s = 2;
	keep(f->cache, stored);
	outbox_is(f->cache, "");
	third = say_after(reopen(f), 2, "c");
	assert_true(third > second);
	assert_true(cache_set(f->cache, account, 5, CACHE_DEVICE));
	assert_true(say_after(f->cache, 2, "d") > third);
}

static void a_frame_is_kept_whole_or_not_at_all(void **state)
{
	struct folder *f = *state;
	struct cache *c = reopen(f);
	struct wire_msg two[] = { message(1, 2, "a"), message(2, 2, "b") };
	struct rlimit was, none = { 0 };
	bool kept;

	getrlimit(RLIMIT_FSIZE, &was);
	none.rlim_max = was.rlim_max;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &none);
	kept = cache_keep(c, two, 2, ME, NULL);
	setrlimit(RLIMIT_FSIZE, &was);
	assert_false(kept);
	assert_int_equal(cache_last_seq(c, GROUP), 0);
	assert_true(cache_keep(c, two, 2, ME, NULL));
	assert_int_equal(cache_last_seq(c, GROUP), 2);
}

static void what_the_server_keeps_no_longer_goes_here_too(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);
	struct wire_msg m = group_with(9, 9);
	struct state s;
	int64_t first, n;

	keep_range(c, 1, 9);
	m.k = 6;
	keep(c, m);
	load(c, &s);
	assert_int_equal(s.groups[0]->messages_count, 4);
	assert_int_equal(s.groups[0]->messages[0].seq, 6);
	assert_false(cache_hole(c, GROUP, &first, &n));
	state_apply(&s, &m);
	assert_int_equal(s.groups[0]->pub.first_seq, 6);
	m.k = 8;
	state_apply(&s, &m);
	assert_int_equal(s.groups[0]->messages_count, 2);
	state_finish(&s);
}

static void a_server_restored_from_a_copy_takes_its_numbers_back(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);
	struct state s;

	keep_range(c, 1, 9);
	assert_true(cache_seen(c, GROUP, 9));
	keep(c, group_with(5, 9));
	assert_int_equal(cache_last_seq(c, GROUP), 5);
	load(c, &s);
	assert_int_equal(s.groups[0]->pub.read_seq, 5);
	state_finish(&s);
}

static void another_person_finds_nothing_of_the_first(void **state)
{
	struct folder *f = *state;
	struct cache *c = guest(f);
	struct state s;

	assert_true(cache_set(c, account, 5, CACHE_OTHER));
	keep_range(c, 1, 3);
	say_after(c, 3, "mine");
	assert_true(cache_draft_set(c, GROUP, "half"));
	assert_true(cache_set(c, account, 1, CACHE_OTHER));
	assert_null(cache_get(c, "token"));
	assert_null(cache_draft(c, GROUP));
	load(c, &s);
	assert_int_equal(s.groups_count, 0);
	state_finish(&s);
	outbox_is(c, "");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_folder, drop_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_store_opens_with_its_passphrase_alone),
		TEST(only_its_owner_can_look_into_the_folder),
		TEST(a_second_program_is_told_that_it_is_open),
		TEST(no_file_of_it_holds_a_word_that_was_said),
		TEST(a_damaged_salt_is_not_taken_for_a_wrong_passphrase),
		TEST(a_salt_with_no_store_is_begun_again),
		TEST(a_folder_that_cannot_be_made_is_a_failure_of_the_disk),
		TEST(typed_words_survive_a_kill),
		TEST(warnings_are_kept__and_hidden_words_are_not),
		TEST(a_full_disk_refuses_a_line_and_keeps_the_rest),
		TEST(a_draft_is_of_its_group_and_goes_when_it_is_said),
		TEST(what_was_kept_is_loaded_as_it_was),
		TEST(only_the_newest_are_loaded),
		TEST(a_ticket_is_never_given_twice),
		TEST(a_frame_is_kept_whole_or_not_at_all),
		TEST(what_the_server_keeps_no_longer_goes_here_too),
		TEST(a_server_restored_from_a_copy_takes_its_numbers_back),
		TEST(another_person_finds_nothing_of_the_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
