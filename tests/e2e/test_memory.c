/* SPDX-License-Identifier: MIT */
/*
 * Server and client that get no more memory: they go on, or end with a word, and nothing that was
 * acknowledged is lost or there twice.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/townsfolk.h"
#include "view/words.h"

enum { PATH = 160 };

#define SAYS(c, line)  assert_true(child_say(c, line))
#define HEARS(c, text) assert_true(child_wait_for(c, text))

static void ask_for_status(struct child *c)
{
	SAYS(c, "/status");
	HEARS(c, "You are Ana");
}

static rlim_t size_of(pid_t pid)
{
	unsigned long pages = 0;
	char path[PATH];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/statm", (int)pid);
	f = fopen(path, "re");
	assert_non_null(f);
	assert_int_equal(fscanf(f, "%lu", &pages), 1);
	fclose(f);
	return pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* It may have no more than it has, and a little. */
static void limit(pid_t pid, rlim_t more)
{
	const struct rlimit most = { size_of(pid) + more, RLIM_INFINITY };

	assert_int_equal(prlimit(pid, RLIMIT_AS, &most, NULL), 0);
}

static void say_much(struct child *c, int round)
{
	char line[3800];

	for (int i = 0; i < 30; i++) {
		const int n = snprintf(line, sizeof(line), "Line %d of round %d. ", i, round);

		memset(line + n, 'x', sizeof(line) - (size_t)n - 1);
		line[sizeof(line) - 1] = '\0';
		SAYS(c, line);
	}
}

static void see_each_once(struct child *c, int round)
{
	char words[64];

	SAYS(c, "/status");
	for (int i = 0; i < 30; i++) {
		snprintf(words, sizeof(words), "Ana: Line %d of round %d. ", i, round);
		HEARS(c, words);
		assert_int_equal(child_count(c, words), 1);
	}
}

static bool is_sanitized(void)
{
#ifdef __SANITIZE_ADDRESS__
	return true;
#else
	return false;
#endif
}

/* It goes on, or it ends and has said why; what it acknowledged is there, once. */
static void a_server_without_memory_loses_nothing(void **state)
{
	static const rlim_t more[] = { 0, 64 << 10, 512 << 10, 4 << 20 };
	struct town *t = *state;
	struct child ana, robin;

	if (is_sanitized()) {
		print_message("skipped: a sanitizer takes all the memory that there is\n");
		skip();
	}
	town_bring(t, &robin, "Robin", "facilitator");
	town_bring(t, &ana, "Ana", "patient");
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++) {
		const int words = town_count_in_log(t, "event=out_of_memory");
		int status;

		limit(t->server.pid, more[i]);
		say_much(&ana, (int)i);
		ask_for_status(&ana);
		if (waitpid(t->server.pid, &status, WNOHANG) == t->server.pid) {
			t->server.pid = 0;
			assert_int_equal(town_count_in_log(t, "event=out_of_memory"),
					 words + 1);
		}
		town_kill(t);
		assert_true(town_serve(t));
		SAYS(&ana, "/retry");
		SAYS(&robin, "/retry");
		see_each_once(&robin, (int)i);
	}
	assert_int_equal(town_admin(t, NULL, (const char *const[]) { "check", NULL }), 0);
	town_leave(&ana);
	town_leave(&robin);
}

static void a_client_without_memory_keeps_what_it_has_kept(void **state)
{
	struct town *t = *state;
	struct child ana, robin;

	if (is_sanitized()) {
		print_message("skipped: a sanitizer takes all the memory that there is\n");
		skip();
	}
	town_bring(t, &robin, "Robin", "facilitator");
	town_bring(t, &ana, "Ana", "patient");
	SAYS(&ana, "Before it.");
	HEARS(&robin, "Ana: Before it.\n");
	limit(ana.pid, 0);
	for (int i = 0; i < 40 && child_say(&ana, "More and more and more."); i++)
		SAYS(&robin, "And so do I.");
	child_end_input(&ana);
	if (child_end(&ana) != 0)
		assert_int_equal(child_count(&ana, words_of(WORD_NO_MEMORY)), 1);
	child_finish(&ana);
	town_return(t, &ana, "Ana");
	SAYS(&ana, "/wait sent");
	SAYS(&ana, "After it.");
	HEARS(&robin, "Ana: After it.\n");
	assert_int_equal(child_count(&robin, "Ana: Before it.\n"), 1);
	town_leave(&ana);
	town_leave(&robin);
}

#define TOWN(f) cmocka_unit_test_setup_teardown(f, town_open, town_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN(a_server_without_memory_loses_nothing),
		TOWN(a_client_without_memory_keeps_what_it_has_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
