/* SPDX-License-Identifier: MIT */
/* The clinic's own plans, exercises and lessons: found before the program's, and looked over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "server/guides.h"
#include "support/tmpdir.h"

#define END "stage closed open 0 Closed\n"

struct clinic {
	struct conf conf;
	char dir[TMPDIR_PATH];
};

static int open_clinic(void **state)
{
	struct clinic *c = mem_get(sizeof(*c));

	assert_true(tmpdir_make(c->dir));
	c->conf.data = c->dir;
	*state = c;
	return 0;
}

static int close_clinic(void **state)
{
	struct clinic *c = *state;

	tmpdir_drop(c->dir);
	free(c);
	return 0;
}

static void put(const struct clinic *c, const char *folder, const char *file, const char *text)
{
	char path[160];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", c->dir, folder);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/%s/%s", c->dir, folder, file);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static void finds(const struct clinic *c, enum guide_kind k, const char *name, const char *text)
{
	struct str found = guides_find(&c->conf, k, str_of(name));

	assert_string_equal(found.p, text);
	assert_int_equal(found.n, strlen(text));
	free((char *)(uintptr_t)found.p);
}

static void the_clinics_own__comes_before_the_programs(void **state)
{
	const struct clinic *c = *state;

	finds(c, GUIDE_EXERCISE, "breathing", guide_find(GUIDE_EXERCISE, str_of("breathing")));
	put(c, "exercises", "breathing.txt", "title Ours\nsay 5 Sit.\n");
	finds(c, GUIDE_EXERCISE, "breathing", "title Ours\nsay 5 Sit.\n");
	finds(c, GUIDE_LESSON, "breathing", "");
	put(c, "plans", "evening.txt", "stage work open 0 Talk\n" END);
	finds(c, GUIDE_PLAN, "evening", "stage work open 0 Talk\n" END);
	finds(c, GUIDE_PLAN, "nothing", "");
	finds(c, GUIDE_PLAN, "../plans/evening", "");
	finds(c, GUIDE_PLAN, "", "");
}

static void checks(const struct clinic *c, bool good, const char *what)
{
	struct buf say;

	buf_init(&say, 4096);
	assert_int_equal(guides_check(&c->conf, &say), good);
	if (!strstr(buf_text(&say), what))
		fail_msg("\"%s\" is not in: %s", what, buf_text(&say));
	buf_finish(&say);
}

static void what_is_bad__is_named_by_file_and_line(void **state)
{
	const struct clinic *c = *state;

	checks(c, true, "can be read");
	put(c, "plans", "evening.txt", "stage work open 0 Talk\nexercise rest\n" END);
	checks(c, false, "plans/evening.txt: there is no exercise rest");
	put(c, "exercises", "rest.txt", "title Rest\nsay 5 Sit.\n");
	checks(c, true, "can be read");
	put(c, "exercises", "rest.txt", "title Rest\nsay Sit.\n");
	checks(c, false, "exercises/rest.txt: line 2: say wants");
	put(c, "lessons", "love.txt", "page One\n");
	checks(c, false, "\nbad  lessons/love.txt: a lesson has a title");
	put(c, "lessons", "Love.txt", "title Love\npage One\n");
	checks(c, false, "lessons/Love.txt: its name is not");
	put(c, "plans", ".evening.txt.swp", "what an editor leaves");
	put(c, "plans", "evening.txt", "stage work open 0 Talk\nstage dance open 0 D\n" END);
	checks(c, false, "plans/evening.txt: line 2: a stage wants a kind");
}

#define ON(f) cmocka_unit_test_setup_teardown(f, open_clinic, close_clinic)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(the_clinics_own__comes_before_the_programs),
		ON(what_is_bad__is_named_by_file_and_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
