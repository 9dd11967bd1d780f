/* SPDX-License-Identifier: MIT */
/* A client that falls, by itself or by the kernel: no core, no history, no words on the disk. */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/town.h"

#define SAID  "vermilionquokka"
#define TYPED "umberwombat"

enum { PATH = 512, FILE_MAX = 4 << 20 };

/* An ordinary user's, who has core files and a shell that keeps what is typed. */
static void have_cores(const struct town *t, char here[PATH], char history[PATH])
{
	const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	struct rlimit now;

	snprintf(here, PATH, "%s/here", t->dir);
	snprintf(history, PATH, "%s/history", t->dir);
	assert_true(mkdir(here, 0700) == 0 && chdir(here) == 0);
	setenv("HISTFILE", history, 1);
	if (setrlimit(RLIMIT_CORE, &all) != 0 && getrlimit(RLIMIT_CORE, &now) == 0) {
		now.rlim_cur = now.rlim_max;
		setrlimit(RLIMIT_CORE, &now);
	}
}

static bool has(const char *path, const char *words)
{
	static char bytes[FILE_MAX];
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	const ssize_t n = fd < 0 ? 0 : read(fd, bytes, sizeof(bytes));

	if (fd >= 0)
		close(fd);
	assert_true(n >= 0 && n < (ssize_t)sizeof(bytes));
	return memmem(bytes, (size_t)n, words, strlen(words)) != NULL;
}

/* How many files are in the folder; none of them has the words. */
static int look_through(const char *dir)
{
	struct dirent *e;
	char path[2 * PATH];
	int n = 0;
	DIR *d = opendir(dir);

	assert_non_null(d);
	while ((e = readdir(d))) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (has(path, SAID) || has(path, TYPED) || has(path, TOWN_PASSPHRASE))
			fail_msg("what was said is in %s", path);
		n++;
	}
	closedir(d);
	return n;
}

static void fall(struct town *t, int number)
{
	struct child ana;
	int status;

	town_return(t, &ana, "Ana");
	assert_true(child_say(&ana, "/wait connected"));
	assert_true(child_say(&ana, "I say " SAID "."));
	assert_true(child_say(&ana, "/wait sent"));
	assert_true(child_say(&ana, "/new gratitude"));
	assert_true(child_say(&ana, TYPED));
	assert_true(child_say(&ana, "/status"));
	assert_true(child_wait_for(&ana, "You are Ana"));
	child_kill(&ana, number);
	assert_int_equal(waitpid(ana.pid, &status, 0), ana.pid);
	ana.pid = 0;
	assert_false(WIFSIGNALED(status) && WCOREDUMP(status));
	assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	child_finish(&ana);
}

static void nothing_is_left_of_what_was_said(void **state)
{
	static const int numbers[] = { SIGSEGV, SIGABRT, SIGBUS };
	struct town *t = *state;
	char here[PATH], history[PATH], own[PATH];
	struct child ana;

	have_cores(t, here, history);
	town_join(t, &ana, "Ana", "patient");
	child_end_input(&ana);
	child_end(&ana);
	child_finish(&ana);
	snprintf(own, sizeof(own), "%s/Ana", t->dir);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		fall(t, numbers[i]);
		assert_int_equal(look_through(here), 0);
		assert_true(look_through(own) > 0);
		assert_int_not_equal(access(history, F_OK), 0);
	}
	assert_int_equal(chdir("/"), 0);
}

int main(void)
{
	const struct CMUnitTest rows[] = {
		cmocka_unit_test_setup_teardown(nothing_is_left_of_what_was_said, town_open,
						town_close),
	};

	return cmocka_run_group_tests(rows, NULL, NULL);
}
