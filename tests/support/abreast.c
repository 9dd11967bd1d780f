/* SPDX-License-Identifier: MIT */
#include "support/abreast.h"

#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { ABREAST_MAX = 16 };

static pid_t begin(const char *program, const char *name)
{
	const char *const words[] = { program, name, NULL };
	pid_t pid;

	return posix_spawn(&pid, program, NULL, NULL, (char *const *)(uintptr_t)words,
			   environ) == 0
		       ? pid
		       : -1;
}

static int failed(pid_t pid, const char *name)
{
	int status = -1;

	if (pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	    WEXITSTATUS(status) == 0)
		return 0;
	fprintf(stderr, "%s failed: status %d\n", name, status);
	return 1;
}

int abreast(const char *program, const struct CMUnitTest *tests, size_t n)
{
	pid_t pids[ABREAST_MAX];
	int bad = n > ABREAST_MAX;

	for (size_t i = 0; i < n && i < ABREAST_MAX; i++)
		pids[i] = begin(program, tests[i].name);
	for (size_t i = 0; i < n && i < ABREAST_MAX; i++)
		bad += failed(pids[i], tests[i].name);
	return bad;
}
