/* SPDX-License-Identifier: MIT */
/* What a program is from its first line on; in a child, for it cannot be taken back. */
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/locked.h"
#include "base/process.h"

#define WORDS "what was said"
enum { ROOM = 4096, AT = 2048, NOBODY = 65534, NOT_HERE = 77 };

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED true
#else
#define SANITIZED false
#endif

static int in_a_child(int (*try)(void))
{
	int status = -1;
	const pid_t p = fork();

	if (p == 0)
		_exit(try());
	assert_true(p > 0 && waitpid(p, &status, 0) == p);
	return status;
}

static int be_private(void)
{
	struct rlimit core = { 1, 1 };

	process_keep_private();
	if (umask(0) != 077 || getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_cur != 0)
		return 1;
	return !SANITIZED && prctl(PR_GET_DUMPABLE) != 0 ? 2 : 0;
}

/* The same place is given out again, as it was left. */
static int free_and_look(void)
{
	char *volatile p = malloc(ROOM);
	const uintptr_t first = (uintptr_t)p;

	mallopt(M_PERTURB, 0); /* meson sets it */
	process_wipe_freed();
	memset(p, 'x', ROOM);
	memcpy(p + AT, WORDS, sizeof(WORDS));
	free(p);
	p = malloc(ROOM);
	return (uintptr_t)p != first ? 1 : memmem(p, ROOM, WORDS, sizeof(WORDS)) ? 2 : 0;
}

/* In kB, as the kernel counts it; -1: it does not say. */
static long locked_kb(void)
{
	char line[256];
	FILE *f = fopen("/proc/self/status", "re");
	long kb = -1;

	while (f && fgets(line, sizeof(line), f))
		sscanf(line, "VmLck: %ld", &kb);
	if (f)
		fclose(f);
	return kb;
}

static int lock_some(void)
{
	static char secret[ROOM];
	const long before = locked_kb();

	locked_hold(NULL, 0);
	locked_hold(secret, sizeof(secret));
	if (locked_failed())
		return NOT_HERE;
	return locked_kb() > before ? 0 : 1;
}

/* Not as root, who may always. */
static int lock_where_it_is_not_allowed(void)
{
	const struct rlimit none = { 0 };
	static char secret[ROOM];

	if (setrlimit(RLIMIT_MEMLOCK, &none) != 0 || (geteuid() == 0 && seteuid(NOBODY) != 0))
		return NOT_HERE;
	if (locked_failed() || locked_all())
		return 1;
	locked_hold(secret, sizeof(secret));
	secret[0] = 'x'; /* it is there all the same */
	return locked_failed() ? 0 : 2;
}

static void passes(int status)
{
	if (WEXITSTATUS(status) == NOT_HERE)
		skip(); /* this system does not let us */
	assert_int_equal(status, 0);
}

static void what_is_secret__is_held_in_memory(void **state)
{
	(void)state;
	if (SANITIZED)
		skip(); /* it locks nothing */
	passes(in_a_child(lock_some));
}

static void where_that_is_not_allowed__it_is_known(void **state)
{
	(void)state;
	if (SANITIZED)
		skip();
	passes(in_a_child(lock_where_it_is_not_allowed));
}

static void files_are_its_users_alone__and_there_is_no_core(void **state)
{
	(void)state;
	assert_int_equal(in_a_child(be_private), 0);
}

static void what_is_freed__is_not_to_be_found(void **state)
{
	(void)state;
	if (SANITIZED)
		skip(); /* its memory is another's */
	assert_int_equal(in_a_child(free_and_look), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_its_users_alone__and_there_is_no_core),
		cmocka_unit_test(what_is_secret__is_held_in_memory),
		cmocka_unit_test(where_that_is_not_allowed__it_is_known),
		cmocka_unit_test(what_is_freed__is_not_to_be_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
