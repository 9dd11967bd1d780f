/* SPDX-License-Identifier: MIT */
/*
 * A session of 45 minutes: ten members and two who lead, in both faces, two of them on a bad
 * line with holes.  All of it is real but the time, the network and the disk's slowness (see
 * support/bottle.h).  What it leaves is compared with the record in tests/data/golden:
 * GOLDEN=write writes that anew.
 */
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

#include "base/clock.h"
#include "base/log.h"
#include "net/loop.h"
#include "server/admin.h"
#include "support/attend.h"
#include "support/evening.h"
#include "support/tmpdir.h"

/* Thursday 5 March 2026, 18:00 in UTC. */
#define EVENING_MS INT64_C(1772733600000)

enum { SEED = 45, OUT_MAX = 1 << 22, ARGS_MAX = 16, INVITES = 16 };

static char folder[TMPDIR_PATH], data[TMPDIR_PATH + 8];
static char *invites[INVITES];

/* ---- porchlightd, in this process ---- */

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

static void must_run(const char *const *words, struct buf *out)
{
	const int status = run_admin(words, out);

	if (status != 0)
		fail_msg("porchlightd %s: %d: %s", words[0], status, buf_text(out));
}

static void take_invites(const char *role, const char *count, size_t from)
{
	const char *const words[] = { "invite", "--role", role, "--count", count, NULL };
	struct buf out;
	const char *at;

	buf_init(&out, OUT_MAX);
	must_run(words, &out);
	at = buf_text(&out);
	while ((at = strstr(at, "porchlight join "))) {
		const size_t n = strcspn(at, "\n");

		invites[from++] = mem_dup(at, n);
		at += n;
	}
	buf_finish(&out);
}

static void write_plan(void)
{
	char path[TMPDIR_PATH + 40];
	FILE *f;

	snprintf(path, sizeof(path), "%s/plans", data);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/plans/evening.txt", data);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(evening_plan, f);
	assert_int_equal(fclose(f), 0);
}

static void make_program(void)
{
	static const char *const init[] = { "init", "--group", "Evening", NULL };
	struct buf out;

	buf_init(&out, OUT_MAX);
	must_run(init, &out);
	buf_finish(&out);
	write_plan();
	take_invites("facilitator", "2", 0);
	take_invites("patient", "10", 2);
}

/* ---- the session ---- */

static struct buf screens;

static struct attend *find(const char *name)
{
	for (size_t i = 0; i < evening_people_count; i++)
		if (strcmp(evening_people[i].name, name) == 0)
			return &evening_people[i];
	fail_msg("there is no %s", name);
	return NULL;
}

static void show(const struct attend *a)
{
	buf_addf(&screens, "==== %s, ", a->name);
	attend_time(&screens);
	buf_adds(&screens, "\n");
	bottle_shown(a->glass, &screens);
}

static void act(void *arg)
{
	const struct evening_act *e = arg;
	struct attend *a = find(e->who);

	if (!e->does)
		attend_open(a, invites[a - evening_people]);
	else if (strcmp(e->does, EVENING_SHOW) == 0)
		show(a);
	else if (*e->does == '\033' || *e->does == '\017')
		attend_keys(a, e->does);
	else
		attend_type(a, e->does);
}

static void end(void *arg)
{
	(void)arg;
	bottle_stop();
}

/* All of it, from the first who joins to the last who goes. */
static void hold_session(void)
{
	static const char *const serve[] = { "serve", "--log", "error", NULL };
	struct loop *script;
	struct buf out;

	buf_init(&screens, OUT_MAX);
	script = loop_create();
	for (size_t i = 0; i < evening_acts_count; i++)
		bottle_post(script, clock_ms() + evening_acts[i].s * INT64_C(1000), act,
			    (void *)(uintptr_t)&evening_acts[i]);
	bottle_post(script, clock_ms() + EVENING_END_S * INT64_C(1000), end, NULL);
	buf_init(&out, OUT_MAX);
	must_run(serve, &out);
	buf_finish(&out);
	loop_destroy(script);
}

/* ---- the record ---- */

static bool writes_record(void)
{
	const char *how = getenv("GOLDEN");

	return how && strcmp(how, "write") == 0;
}

static char *read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = mem_get(OUT_MAX);

	if (f) {
		text[fread(text, 1, OUT_MAX - 1, f)] = '\0';
		fclose(f);
	}
	return text;
}

/* The first line in which they differ, and some before it. */
static void tell_difference(const char *name, const char *was, const char *is)
{
	size_t at = 0, line = 1, from = 0;

	while (was[at] && was[at] == is[at]) {
		if (was[at] == '\n') {
			line++;
			from = at + 1;
		}
		at++;
	}
	print_error("%s:%zu is not the record (GOLDEN=write makes it so)\n- %.*s\n+ %.*s\n",
		    name, line, (int)strcspn(was + from, "\n"), was + from,
		    (int)strcspn(is + from, "\n"), is + from);
}

/* False: it is not what it was. */
static bool compare(const char *name, const struct buf *is)
{
	char path[512];
	char *was;
	bool same;

	snprintf(path, sizeof(path), "%s/%s.txt", GOLDEN_DATA, name);
	if (writes_record()) {
		FILE *f = fopen(path, "w");

		assert_non_null(f);
		fwrite(buf_text(is), 1, is->n, f);
		assert_int_equal(fclose(f), 0);
		return true;
	}
	if (access(path, F_OK) != 0) {
		print_message("there is no record of %s yet\n", name);
		return true;
	}
	was = read_file(path);
	same = strcmp(was, buf_text(is)) == 0;
	if (!same)
		tell_difference(name, was, buf_text(is));
	free(was);
	return same;
}

static bool compare_admin(const char *name, const char *const *words)
{
	struct buf out;
	bool same;

	buf_init(&out, OUT_MAX);
	must_run(words, &out);
	same = compare(name, &out);
	buf_finish(&out);
	return same;
}

/* ---- the tests ---- */

static int open_evening(void **state)
{
	(void)state;
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	log_set_level(LOG_ERROR_);
	if (!tmpdir_make(folder))
		return -1;
	snprintf(data, sizeof(data), "%s/data", folder);
	bottle_open(SEED, EVENING_MS);
	make_program();
	hold_session();
	return 0;
}

static int close_evening(void **state)
{
	(void)state;
	for (size_t i = 0; i < evening_people_count; i++)
		attend_close(&evening_people[i]);
	for (size_t i = 0; i < INVITES; i++)
		free(invites[i]);
	buf_finish(&screens);
	bottle_close();
	tmpdir_drop(folder);
	return 0;
}

static void what_each_was_told_in_lines_is_the_record(void **state)
{
	bool same = true;

	(void)state;
	for (size_t i = 0; i < evening_people_count; i++)
		if (!evening_people[i].full)
			same = compare(evening_people[i].name, &evening_people[i].told) && same;
	assert_true(same);
}

static void what_stood_on_the_screens_is_the_record(void **state)
{
	(void)state;
	assert_true(compare("screens", &screens));
}

static void attendance_is_the_record(void **state)
{
	static const char *const words[] = { "attendance", "Evening", NULL };

	(void)state;
	assert_true(compare_admin("attendance", words));
}

/* Whoever was in the room to the end has all that was said, in one order, once. */
static void all_have_heard_the_same(void **state)
{
	const struct pl_message *first = NULL, *m;
	size_t count = 0, n;

	(void)state;
	for (size_t i = 0; i < evening_people_count; i++) {
		const struct attend *a = &evening_people[i];
		const struct pl_group *groups;

		assert_int_equal(pl_client_groups(a->client, &groups), 1);
		n = pl_client_messages(a->client, groups[0].id, &m);
		if (!first) {
			first = m;
			count = n;
		}
		for (size_t k = 0, j = 0; k < n; k++) {
			if (!m[k].seq)
				continue;
			while (j < count && first[j].seq != m[k].seq)
				j++;
			assert_true(j < count);
			assert_string_equal(m[k].text, first[j].text);
			assert_string_equal(m[k].who, first[j].who);
		}
	}
	assert_in_range(count, 30, 500);
}

/* What goes to the side door is told to those who lead, and to whoever it is from. */
static void nobody_else_hears_the_side_door(void **state)
{
	(void)state;
	for (size_t i = 0; i < evening_people_count; i++) {
		const struct attend *a = &evening_people[i];
		const bool may = strcmp(a->name, "Hal") == 0 || strcmp(a->name, "Cora") == 0;

		if (!a->full)
			assert_int_equal(!!strstr(buf_text(&a->told), EVENING_SIDE), may);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_each_was_told_in_lines_is_the_record),
		cmocka_unit_test(what_stood_on_the_screens_is_the_record),
		cmocka_unit_test(attendance_is_the_record),
		cmocka_unit_test(all_have_heard_the_same),
		cmocka_unit_test(nobody_else_hears_the_side_door),
	};

	return cmocka_run_group_tests(tests, open_evening, close_evening);
}
