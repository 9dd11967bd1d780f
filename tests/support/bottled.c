/* SPDX-License-Identifier: MIT */
#include "support/bottled.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "server/admin.h"
#include "support/bottle.h"
#include "support/tmpdir.h"

#define EVENING_MS INT64_C(1772733600000)

#define BOTTLED_GROUP "Evening"

enum { ARGS_MAX = 16 };

static char folder[TMPDIR_PATH], data[TMPDIR_PATH + 8];
static char *invites[BOTTLED_PEOPLE_MAX];

/* What it prints goes to `out`. */
static int run_admin(const char *const *words, struct buf *out)
{
	char program[] = "porchlightd", flag[] = "--data",
	     *argv[ARGS_MAX] = { program, flag, data };
	char host[] = "--host", name[] = "127.0.0.1", port[] = "--port", number[] = "7443";
	int argc = 3, status, was = dup(STDOUT_FILENO);
	FILE *file = tmpfile();
	char part[4096];
	size_t n;

	argv[argc++] = host, argv[argc++] = name, argv[argc++] = port, argv[argc++] = number;
	for (; *words; words++)
		argv[argc++] = (char *)(uintptr_t)*words;
	fflush(stdout);
	assert_true(file && dup2(fileno(file), STDOUT_FILENO) >= 0);
	status = admin_main(argc, argv);
	fflush(stdout);
	dup2(was, STDOUT_FILENO);
	close(was);
	rewind(file);
	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		buf_add(out, part, n);
	fclose(file);
	return status;
}

void bottled_run(const char *const *words, struct buf *out)
{
	const int status = run_admin(words, out);

	if (status != 0)
		fail_msg("porchlightd %s: %d: %s", words[0], status, buf_text(out));
}

static void take_invites(const char *role, const char *group, size_t n, size_t from)
{
	char count[12];
	const char *const words[] = { "invite", "--role",  role,  "--count",
				      count,    "--group", group, NULL };
	struct buf out;
	const char *at;

	snprintf(count, sizeof(count), "%zu", n);
	buf_init(&out, BOTTLED_OUT_MAX);
	bottled_run(words, &out);
	at = buf_text(&out);
	while ((at = strstr(at, "porchlight join "))) {
		free(invites[from]);
		invites[from] = mem_dup(at, strcspn(at, "\n"));
		at += strlen(invites[from++]);
	}
	buf_finish(&out);
}

void bottled_plan(const char *name, const char *text)
{
	char path[TMPDIR_PATH + 64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/plans", data);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/plans/%s.txt", data, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

bool bottled_open(uint64_t seed, size_t leaders, size_t people)
{
	static const char *const init[] = { "init", "--group", BOTTLED_GROUP, NULL };
	struct buf out;

	if (!tmpdir_make(folder))
		return false;
	snprintf(data, sizeof(data), "%s/data", folder);
	bottle_open(seed, EVENING_MS);
	buf_init(&out, BOTTLED_OUT_MAX);
	bottled_run(init, &out);
	buf_finish(&out);
	take_invites("facilitator", BOTTLED_GROUP, leaders, 0);
	take_invites("patient", BOTTLED_GROUP, people - leaders, leaders);
	return true;
}

void bottled_group(const char *name, size_t leaders)
{
	const char *const words[] = { "group", "add", name, NULL };
	struct buf out;

	buf_init(&out, BOTTLED_OUT_MAX);
	bottled_run(words, &out);
	buf_finish(&out);
	take_invites("facilitator", "all", leaders, 0);
}

void bottled_close(void)
{
	for (size_t i = 0; i < BOTTLED_PEOPLE_MAX; i++) {
		free(invites[i]);
		invites[i] = NULL;
	}
	bottle_close();
	tmpdir_drop(folder);
}

const char *bottled_invite(size_t nth)
{
	return invites[nth];
}

void bottled_serve(void)
{
	/* The test goes on in this process: no fence. */
	static const char *const serve[] = {
		"serve", "--log", "error", "--sandbox", "no", NULL
	};
	struct buf out;

	buf_init(&out, BOTTLED_OUT_MAX);
	bottled_run(serve, &out);
	buf_finish(&out);
}
