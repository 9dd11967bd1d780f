/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "server/admin.h"
#include "server/conf.h"
#include "server/options.h"

static char *file_with(const char *text)
{
	char *path = mem_dup("porchlight-conf-XXXXXX", 22);
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	return path;
}

static bool read_text(struct conf *c, const char *text, struct err *err)
{
	char *path = file_with(text);
	bool good = conf_read(c, path, err);

	unlink(path);
	free(path);
	return good;
}

static int set_up(void **state)
{
	struct conf *c = mem_get(sizeof(*c));

	conf_init(c);
	*state = c;
	return 0;
}

static int tear_down(void **state)
{
	conf_finish(*state);
	free(*state);
	return 0;
}

static void every_setting_has_a_value_before_anything_is_read(void **state)
{
	struct conf *c = *state;
	struct buf b;

	assert_string_equal(c->data, "/var/lib/porchlight");
	assert_int_equal(c->port, 4430);
	assert_false(c->plain);
	buf_init(&b, 1024);
	for (const struct conf_row *r = conf_rows; r->key; r++) {
		buf_reset(&b);
		conf_get(c, r, &b);
		assert_string_equal(buf_text(&b), r->initial);
		assert_true(conf_set(c, r->key, r->initial, NULL));
		assert_true(*r->help);
	}
	buf_finish(&b);
}

static void a_file_is_read_with_its_comments_and_spaces(void **state)
{
	struct conf *c = *state;
	struct err err = { 0 };

	assert_true(read_text(c,
			      "# a comment\n\n  host =  clinic.example  \nport=0\r\n"
			      "plain = yes\n\tlog=debug\naddress = ::1\ndata = /srv/a b",
			      &err));
	assert_string_equal(c->host, "clinic.example");
	assert_int_equal(c->port, 0);
	assert_true(c->plain);
	assert_string_equal(c->log, "debug");
	assert_string_equal(c->address, "::1");
	assert_string_equal(c->data, "/srv/a b");
}

static void what_is_wrong_is_refused_by_name_and_line(void **state)
{
	static const struct {
		const char *text, *name, *line;
	} all[] = {
		{ "port = 1\nprot = 2\n", "'prot'", "line 2" },
		{ "\n\nport = 65536\n", "'port'", "line 3" },
		{ "port = -1\n", "'port'", "line 1" },
		{ "port = 99999999999999999999\n", "'port'", "line 1" },
		{ "port = 12x\n", "'port'", "line 1" },
		{ "port =\n", "'port'", "line 1" },
		{ "plain = true\n", "'plain'", "line 1" },
		{ "log = inf\n", "'log'", "line 1" },
		{ "log = info|debug\n", "'log'", "line 1" },
		{ "Port = 1\n", "'Port'", "line 1" },
		{ "port 1\n", "'port 1'", "line 1" },
		{ "= 1\n", "''", "line 1" },
		{ "host = a\001b\n", "'host'", "line 1" },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct err err = { 0 };

		assert_false(read_text(*state, all[i].text, &err));
		assert_int_equal(err.code, ERR_BAD_INPUT);
		assert_non_null(strstr(err.text, all[i].name));
		assert_non_null(strstr(err.text, all[i].line));
	}
}

static void a_file_that_is_not_there_is_said_so(void **state)
{
	struct err err = { 0 };

	assert_false(conf_read(*state, "/nonexistent/x.conf", &err));
	assert_int_equal(err.code, ERR_DISK);
	assert_non_null(strstr(err.text, "/nonexistent/x.conf"));
	assert_false(conf_read(*state, "/tmp", &err)); /* there, and no file */
	assert_non_null(strstr(err.text, "/tmp"));
}

static void files_are_where_init_puts_them_unless_others_are_given(void **state)
{
	struct conf *c = *state;
	char *path;

	assert_true(conf_set(c, "data", "/d", NULL));
	path = conf_cert(c);
	assert_string_equal(path, "/d/server.pem");
	free(path);
	assert_true(conf_set(c, "key", "/etc/k.pem", NULL));
	path = conf_key(c);
	assert_string_equal(path, "/etc/k.pem");
	free(path);
}

/* The command line */

static void a_folder_with_a_long_name_is_named_whole(void **state)
{
	char name[6000];
	struct conf c;
	char *path;

	(void)state;
	memset(name, 'd', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	conf_init(&c);
	assert_true(conf_set(&c, "data", name, NULL));
	path = conf_path(&c, "lock");
	assert_int_equal(strlen(path), sizeof(name) - 1 + 5);
	free(path);
	conf_finish(&c);
}

static void options_come_in_both_forms(void **state)
{
	char a[] = "porchlightd", b[] = "user", c[] = "--data", d[] = "/d", e[] = "list",
	     f[] = "--port=1=2", g[] = "--data=", *argv[] = { a, b, c, d, e, f, g, NULL };
	struct options o;
	struct err err = { 0 };

	(void)state;
	assert_true(options_read(&o, 7, argv, &err));
	assert_int_equal(o.words_count, 2);
	assert_string_equal(o.words[1], "list");
	assert_string_equal(options_find(&o, "port"), "1=2");
	assert_string_equal(options_find(&o, "data"), "");
	assert_null(options_find(&o, "host"));
}

/* People choose their names, and who is called --help must be found too. */
static void behind_two_dashes_there_are_words_alone(void **state)
{
	char a[] = "porchlightd", b[] = "user", c[] = "disable", d[] = "--", e[] = "--help",
	     f[] = "--", *argv[] = { a, b, c, d, e, f, NULL };
	struct options o;

	(void)state;
	assert_true(options_read(&o, 6, argv, NULL));
	assert_int_equal(o.count, 0);
	assert_int_equal(o.words_count, 4);
	assert_string_equal(o.words[2], "--help");
	assert_string_equal(o.words[3], "--");
}

static void an_option_without_its_value_is_refused(void **state)
{
	char a[] = "porchlightd", b[] = "--data", *argv[] = { a, b, NULL };
	struct options o;
	struct err err = { 0 };

	(void)state;
	assert_false(options_read(&o, 2, argv, &err));
	assert_non_null(strstr(err.text, "--data"));
}

static void more_words_or_options_than_there_is_room_for_are_refused(void **state)
{
	char word[] = "word", option[] = "--a", value[] = "b", *argv[2 * OPTIONS_MAX + 4];
	struct options o;
	struct err err = { 0 };

	(void)state;
	for (int i = 0; i < 2 * OPTIONS_MAX + 3; i++)
		argv[i] = word;
	assert_false(options_read(&o, WORDS_MAX + 2, argv, &err));
	for (int i = 1; i < 2 * OPTIONS_MAX + 3; i++)
		argv[i] = i % 2 ? option : value;
	assert_false(options_read(&o, 2 * OPTIONS_MAX + 3, argv, &err));
}

static void every_command_has_help_and_fits_the_table(void **state)
{
	(void)state;
	for (const struct command *c = admin_commands; c->words; c++) {
		assert_true(*c->words && *c->help && c->args && c->run);
	}
}

static bool is_command(const char *words, size_t n)
{
	for (const struct command *c = admin_commands; c->words; c++)
		if (strlen(c->words) == n && memcmp(c->words, words, n) == 0)
			return true;
	return false;
}

static void every_flag_has_help_and_belongs_to_commands_that_are_there(void **state)
{
	(void)state;
	for (const struct admin_flag *f = admin_flags; f->key; f++) {
		assert_true(*f->key && *f->help);
		/* What says all by being there has no value. */
		assert_true(*f->arg || strcmp(f->key, "yes") == 0);
		/* It hides no setting. */
		for (const struct conf_row *r = conf_rows; r->key; r++)
			assert_string_not_equal(r->key, f->key);
		for (const char *p = f->commands; p && p[1]; p += strcspn(p + 1, "|") + 1) {
			assert_int_equal(*p, '|');
			assert_true(is_command(p + 1, strcspn(p + 1, "|")));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			every_setting_has_a_value_before_anything_is_read, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_file_is_read_with_its_comments_and_spaces,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_wrong_is_refused_by_name_and_line,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_file_that_is_not_there_is_said_so, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(
			files_are_where_init_puts_them_unless_others_are_given, set_up,
			tear_down),
		cmocka_unit_test(a_folder_with_a_long_name_is_named_whole),
		cmocka_unit_test(options_come_in_both_forms),
		cmocka_unit_test(behind_two_dashes_there_are_words_alone),
		cmocka_unit_test(an_option_without_its_value_is_refused),
		cmocka_unit_test(more_words_or_options_than_there_is_room_for_are_refused),
		cmocka_unit_test(every_command_has_help_and_fits_the_table),
		cmocka_unit_test(every_flag_has_help_and_belongs_to_commands_that_are_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
