/* SPDX-License-Identifier: MIT */
/* What is sealed with a key beside the database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <sodium.h>

#include "server/seal.h"
#include "support/tmpdir.h"

#define WORDS "At home, in Ohio"

struct desk {
	char dir[TMPDIR_PATH];
	struct conf conf;
	struct buf sealed, open;
};

static int open_desk(void **state)
{
	struct desk *d = mem_get(sizeof(*d));

	*state = d;
	conf_init(&d->conf);
	buf_init(&d->sealed, 1024);
	buf_init(&d->open, 1024);
	return sodium_init() < 0 || !tmpdir_make(d->dir) ||
	       !conf_set(&d->conf, "data", d->dir, NULL);
}

static int close_desk(void **state)
{
	struct desk *d = *state;

	tmpdir_drop(d->dir);
	buf_finish(&d->sealed);
	buf_finish(&d->open);
	conf_finish(&d->conf);
	free(d);
	return 0;
}

static struct str sealed(const struct desk *d)
{
	return (struct str) { d->sealed.p, d->sealed.n };
}

static void words__come_back_whole__and_are_not_to_be_seen(void **state)
{
	struct desk *d = *state;
	struct stat st;
	char *key = conf_path(&d->conf, "a.key");

	assert_true(seal_close(&d->conf, "a.key", str_of(WORDS), &d->sealed, NULL));
	assert_null(strstr(d->sealed.p, "Ohio"));
	assert_int_equal(stat(key, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(seal_open(&d->conf, "a.key", sealed(d), &d->open));
	assert_string_equal(d->open.p, WORDS);
	free(key);
}

static void the_same_words__never_look_the_same(void **state)
{
	struct desk *d = *state;
	struct buf again;

	buf_init(&again, 1024);
	assert_true(seal_close(&d->conf, "a.key", str_of(WORDS), &d->sealed, NULL));
	assert_true(seal_close(&d->conf, "a.key", str_of(WORDS), &again, NULL));
	assert_string_not_equal(d->sealed.p, again.p);
	buf_finish(&again);
}

static void another_key__or_one_letter_changed__opens_nothing(void **state)
{
	struct desk *d = *state;

	assert_true(seal_close(&d->conf, "a.key", str_of(WORDS), &d->sealed, NULL));
	assert_false(seal_open(&d->conf, "b.key", sealed(d), &d->open));
	buf_reset(&d->open);
	d->sealed.p[40] = d->sealed.p[40] == 'A' ? 'B' : 'A';
	assert_false(seal_open(&d->conf, "a.key", sealed(d), &d->open));
	assert_false(seal_open(&d->conf, "a.key", str_of("not sealed at all"), &d->open));
	assert_false(seal_open(&d->conf, "a.key", str_of(""), &d->open));
	assert_int_equal(d->open.n, 0);
}

static void a_key_that_is_gone__takes_all_along(void **state)
{
	struct desk *d = *state;

	assert_true(seal_close(&d->conf, "a.key", str_of(WORDS), &d->sealed, NULL));
	seal_forget(&d->conf, "a.key");
	seal_forget(&d->conf, "a.key");
	assert_false(seal_open(&d->conf, "a.key", sealed(d), &d->open));
	/* A new one of that name is another. */
	buf_reset(&d->open);
	assert_true(seal_close(&d->conf, "a.key", str_of("x"), &d->open, NULL));
	buf_reset(&d->open);
	assert_false(seal_open(&d->conf, "a.key", sealed(d), &d->open));
}

#define ON(f) cmocka_unit_test_setup_teardown(f, open_desk, close_desk)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(words__come_back_whole__and_are_not_to_be_seen),
		ON(the_same_words__never_look_the_same),
		ON(another_key__or_one_letter_changed__opens_nothing),
		ON(a_key_that_is_gone__takes_all_along),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
