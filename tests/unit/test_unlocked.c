/* SPDX-License-Identifier: MIT */
/* What lies readable in the data folder: its text, and what is made of a damaged one. */
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

#include "base/file.h"
#include "client/unlocked.h"
#include "client/vault.h"
#include "support/cached.h"
#include "text/utf8.h"

static void put(const struct folder *f, const char *name, const void *bytes, size_t n)
{
	char path[1024];
	int fd;

	mkdir(f->dir, 0700);
	vault_path(f->dir, name, path);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
	close(fd);
}

static void put_text(const struct folder *f, const char *text)
{
	put(f, UNLOCKED_FILE, text, strlen(text));
}

static void fill(struct kit_text *t)
{
	kit_text_init(t);
	kit_text_part(t, str_of("1. Signs"));
	kit_text_line(t, str_of("I stop sleeping\nI pace\n\n"));
	kit_text_part(t, str_of("2. By myself"));
	kit_text_part(t, str_of("3. People"));
	kit_text_line(t, str_of("  "));
	kit_text_line(t, str_of("Maria,\t555\033[2J"));
	kit_text_call(t, str_of("Clinic 555-0100\nText 555-0101"));
	t->plan.utc_ms = 5000;
	t->crisis.dated_utc_ms = 7000;
}

static char *written(bool with_plan)
{
	struct kit_text t;
	struct buf out;
	char *text;

	fill(&t);
	buf_init(&out, UNLOCKED_BYTES_MAX);
	assert_true(unlocked_write(&t, with_plan, &out));
	text = mem_dup(out.p, out.n);
	buf_finish(&out);
	kit_text_reset(&t);
	return text;
}

static void a_plan_that_may_be_read_comes_back_part_by_part(void **state)
{
	char *text = written(true);
	struct pl_unlocked *u;

	put_text(*state, text);
	u = pl_unlocked_read(((struct folder *)*state)->dir);
	assert_non_null(u);
	assert_true(u->has_plan && u->plan.is_open && !u->plan.is_empty);
	assert_int_equal(u->plan.count, 2); /* what is empty is left out */
	assert_string_equal(u->plan.parts[0].title, "1. Signs");
	assert_int_equal(u->plan.parts[0].count, 2);
	assert_string_equal(u->plan.parts[0].lines[1], "I pace");
	assert_string_equal(u->plan.parts[1].lines[0], "Maria, 555[2J");
	assert_int_equal(u->plan.utc_ms, 5000);
	assert_int_equal(u->crisis.count, 2);
	assert_string_equal(u->crisis.lines[1], "Text 555-0101");
	assert_int_equal(u->crisis.dated_utc_ms, 7000);
	pl_unlocked_free(u);
	free(text);
}

static void of_a_plan_that_is_locked_no_word_is_in_it(void **state)
{
	char *text = written(false);
	struct pl_unlocked *u;

	assert_null(strstr(text, "sleeping"));
	assert_null(strstr(text, "Signs"));
	assert_null(strstr(text, "Maria"));
	put_text(*state, text);
	u = pl_unlocked_read(((struct folder *)*state)->dir);
	assert_true(u->has_plan && u->plan.is_empty && !u->plan.is_open);
	assert_int_equal(u->plan.count, 0);
	assert_int_equal(u->crisis.count, 2);
	pl_unlocked_free(u);
	free(text);
}

static void where_nothing_is_to_be_said_there_is_no_text(void **state)
{
	struct kit_text t;
	struct buf out;

	(void)state;
	kit_text_init(&t);
	kit_text_part(&t, str_of("1. Signs"));
	buf_init(&out, UNLOCKED_BYTES_MAX);
	assert_false(unlocked_write(&t, true, &out));
	buf_finish(&out);
	kit_text_reset(&t);
}

static void is_clean(const char *s)
{
	assert_true(utf8_valid(str_of(s)));
	assert_true(strlen(s) <= UNLOCKED_LINE_MAX);
	for (; *s; s++)
		assert_true((unsigned char)*s >= ' ' && *s != 0x7f);
}

static void is_sound(const struct folder *f)
{
	struct pl_unlocked *u = pl_unlocked_read(f->dir);

	if (!u)
		return;
	assert_true(u->plan.count <= UNLOCKED_PARTS_MAX);
	for (size_t i = 0; i < u->plan.count; i++) {
		is_clean(u->plan.parts[i].title);
		assert_true(u->plan.parts[i].count <= UNLOCKED_LINES_MAX);
		for (size_t k = 0; k < u->plan.parts[i].count; k++)
			is_clean(u->plan.parts[i].lines[k]);
	}
	for (size_t i = 0; i < u->crisis.count; i++)
		is_clean(u->crisis.lines[i]);
	pl_unlocked_free(u);
}

static void nonsense_is_left_out_and_the_rest_is_read(void **state)
{
	static const char text[] =
		"line before any part\n"
		"dated 99999999999999999999\nplan -1\ncall\ncall \n"
		"call good\nfly me\n\n\xff\xfe\xc2\n"
		"part P\nline \x1b]0;owned\x07 x\xff\nline last without an end";
	struct folder *f = *state;
	struct pl_unlocked *u;

	put(f, UNLOCKED_FILE, text, sizeof(text) - 1);
	is_sound(f);
	u = pl_unlocked_read(f->dir);
	assert_int_equal(u->crisis.count, 1);
	assert_int_equal(u->crisis.dated_utc_ms, 0);
	assert_int_equal(u->plan.utc_ms, 0);
	assert_int_equal(u->plan.count, 1);
	assert_string_equal(u->plan.parts[0].lines[0], "]0;owned x\xef\xbf\xbd");
	assert_string_equal(u->plan.parts[0].lines[1], "last without an end");
	pl_unlocked_free(u);
}

/* Each byte of a good one is another, is missing, or is the last. */
static void no_damage_stops_anything(void **state)
{
	struct folder *f = *state;
	char *text = written(true);
	const size_t n = strlen(text);

	for (size_t i = 0; i < n; i++) {
		const char was = text[i];

		put(f, UNLOCKED_FILE, text, i);
		is_sound(f);
		for (int bit = 0; bit < 8; bit++) {
			text[i] = (char)(was ^ 1 << bit);
			put(f, UNLOCKED_FILE, text, n);
			is_sound(f);
		}
		text[i] = was;
	}
	free(text);
}

static void what_is_too_much_is_cut(void **state)
{
	const size_t n = 4 * UNLOCKED_BYTES_MAX;
	char *text = mem_get(n + 1);
	struct folder *f = *state;

	for (size_t i = 0; i + 8 <= n; i += 8)
		memcpy(text + i, i % 64 ? "line xy\n" : "part qq\n", 8);
	put(f, UNLOCKED_FILE, text, n);
	is_sound(f);
	memset(text, 'a', n);
	memcpy(text, "call ", 5);
	put(f, UNLOCKED_FILE, text, n);
	is_sound(f);
	free(text);
}

static void what_is_no_file_of_ours_is_nothing(void **state)
{
	struct folder *f = *state;
	char path[1024];

	assert_null(pl_unlocked_read(f->dir)); /* there is not even a folder */
	mkdir(f->dir, 0700);
	vault_path(f->dir, UNLOCKED_FILE, path);
	assert_null(pl_unlocked_read(f->dir));
	assert_int_equal(mkfifo(path, 0600), 0); /* nobody will ever write into it */
	is_sound(f);
	unlink(path);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_null(pl_unlocked_read(f->dir));
	rmdir(path);
	assert_int_equal(symlink("/etc/passwd", path), 0);
	assert_null(pl_unlocked_read(f->dir));
	pl_unlocked_free(NULL);
}

static void a_file_is_replaced_whole_and_taken_away_with_what_a_kill_left(void **state)
{
	struct folder *f = *state;
	char path[1024], part[1024];
	struct stat s;

	put(f, "x.new", "half", 4);
	vault_path(f->dir, "x", path);
	vault_path(f->dir, "x.new", part);
	assert_true(file_replace(path, str_of("one"), 0600, NULL));
	assert_true(file_replace(path, str_of("two and more"), 0600, NULL));
	assert_int_equal(stat(path, &s), 0);
	assert_int_equal(s.st_size, 12);
	assert_int_equal(s.st_mode & 0777, 0600);
	assert_int_not_equal(access(part, F_OK), 0);
	put(f, "x.new", "half", 4);
	assert_true(file_remove(path, NULL));
	assert_int_not_equal(access(path, F_OK), 0);
	assert_int_not_equal(access(part, F_OK), 0);
	assert_true(file_remove(path, NULL)); /* it is gone already */
	assert_true(file_make(path, str_of("new"), 0600, NULL));
	assert_false(file_make(path, str_of("newer"), 0600, NULL));
}

#define FOLDER(f) cmocka_unit_test_setup_teardown(f, make_folder, drop_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER(a_plan_that_may_be_read_comes_back_part_by_part),
		FOLDER(of_a_plan_that_is_locked_no_word_is_in_it),
		FOLDER(where_nothing_is_to_be_said_there_is_no_text),
		FOLDER(nonsense_is_left_out_and_the_rest_is_read),
		FOLDER(no_damage_stops_anything),
		FOLDER(what_is_too_much_is_cut),
		FOLDER(what_is_no_file_of_ours_is_nothing),
		FOLDER(a_file_is_replaced_whole_and_taken_away_with_what_a_kill_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
