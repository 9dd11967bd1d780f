/* SPDX-License-Identifier: MIT */
/*
 * porchlightd's packs: made, looked through, taken in whole or not at all; and what HTTP gives of
 * them.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/town.h"

enum { OUT_MAX = 1 << 20 };

static char *path_of(const struct town *t, const char *name)
{
	static char path[4][160];
	static int nth;

	nth = (nth + 1) % 4;
	snprintf(path[nth], sizeof(path[nth]), "%s/%s", t->dir, name);
	return path[nth];
}

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void write_form(const char *path, const char *more)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	fprintf(f, "{\"resourceType\":\"Questionnaire\",\"status\":\"active\",\"title\":"
		   "\"Night\",\"item\":[");
	for (int i = 1; i < 200; i++)
		fprintf(f, "{\"linkId\":\"%d\",\"type\":\"string\",\"text\":\"How was it?\"},",
			i);
	fprintf(f, "{\"linkId\":\"x\",\"type\":\"string\"%s}]}", more);
	assert_int_equal(fclose(f), 0);
}

static void write_head(const struct town *t, int version)
{
	char text[200];

	snprintf(text, sizeof(text),
		 "format 1\nname sleep\nversion %d\ntitle Sleep\ndate 2026-11-26\n", version);
	write_file(path_of(t, "pack/pack.txt"), text);
}

static void make_folder(const struct town *t)
{
	assert_int_equal(mkdir(path_of(t, "pack"), 0700), 0);
	write_head(t, 1);
	write_form(path_of(t, "pack/night.json"), "");
}

/* Ends with `status`, and has said `words`. */
static void pack(struct town *t, const char *const *words, int status, const char *says)
{
	struct buf out;
	int ended;

	buf_init(&out, OUT_MAX);
	ended = town_admin(t, &out, words);
	if (ended != status || !strstr(buf_text(&out), says))
		fail_msg("pack %s ended with %d and said: %s", words[1], ended, buf_text(&out));
	buf_finish(&out);
}

static void on_folder(struct town *t, const char *what, int status, const char *says)
{
	const char *const words[] = { "pack", what, path_of(t, "pack"), NULL };

	pack(t, words, status, says);
}

static void make_key(struct town *t)
{
	static const char *const words[] = { "pack", "key", NULL };

	pack(t, words, 0, "");
}

static void lists(struct town *t, const char *says)
{
	static const char *const words[] = { "pack", "list", NULL };

	pack(t, words, 0, says);
}

static void check_says_what_is_wrong__and_add_changes_nothing(void **state)
{
	struct town *t = *state;

	make_folder(t);
	on_folder(t, "make", 1, "run porchlightd pack key");
	make_key(t);
	on_folder(t, "check", 1, "pack.sig: it is not there");
	on_folder(t, "make", 0, "sleep, version 1: 1 files");
	on_folder(t, "check", 0, "ok    night.json: it can be filled in");
	on_folder(t, "add", 0, "sleep, version 1, is here");
	on_folder(t, "add", 0, "sleep, version 1, is here");
	lists(t, "version 1 of 2026-11-26, 1 files");

	write_file(path_of(t, "pack/more.json"), "{}");
	on_folder(t, "add", 1, "bad   more.json: it is not in pack.txt");
	unlink(path_of(t, "pack/more.json"));
	write_form(path_of(t, "pack/night.json"), ",\"text\":\"Another\"");
	on_folder(t, "add", 1, "bad   night.json: it is not as long as pack.txt says");
	on_folder(t, "make", 0, "");
	on_folder(t, "add", 1, "give it a higher version");
	write_head(t, 2);
	on_folder(t, "check", 1, "bad   pack.sig: it is not the signature of this pack.txt");
	write_form(path_of(t, "pack/night.json"), ",\"required\":true,\"readOnly\":true");
	on_folder(t, "make", 0, "");
	on_folder(t, "add", 1,
		  "bad   night.json, item x: it has to be answered, and is read-only");
	write_form(path_of(t, "pack/night.json"), "]");
	on_folder(t, "make", 0, "");
	on_folder(t, "add", 1, "bad   night.json: ");
	unlink(path_of(t, "pack/night.json"));
	on_folder(t, "add", 1, "bad   night.json: it is missing");
	assert_int_equal(symlink(path_of(t, "data/pack.key"), path_of(t, "pack/night.json")),
			 0);
	on_folder(t, "make", 1, "night.json: it is empty, cannot be read");
	lists(t, "version 1 of 2026-11-26, 1 files");
	unlink(path_of(t, "pack/night.json"));
	write_form(path_of(t, "pack/night.json"), "");
	on_folder(t, "make", 0, "");
	on_folder(t, "add", 0, "sleep, version 2, is here");
	lists(t, "version 2");
	assert_int_equal(access(path_of(t, "data/packs/sleep.1"), F_OK), -1);
	pack(t, (const char *const[]) { "pack", "remove", "sleep", NULL }, 0, "sleep is gone");
	pack(t, (const char *const[]) { "pack", "remove", "sleep", NULL }, 1,
	     "there is no pack");
	lists(t, "there are no packs");
}

/* Another clinic's: not before its key is trusted. */
static void a_pack_of_others_needs_their_key(void **state)
{
	struct town *t = *state;
	char key[65] = "";
	struct buf out;

	make_folder(t);
	make_key(t);
	on_folder(t, "make", 0, "");
	buf_init(&out, OUT_MAX);
	assert_int_equal(town_admin(t, &out, (const char *const[]) { "pack", "key", NULL }), 0);
	snprintf(key, sizeof(key), "%.64s", buf_text(&out));
	buf_finish(&out);
	assert_int_equal(unlink(path_of(t, "data/pack.key")), 0);
	make_key(t); /* another one */
	on_folder(t, "add", 1, "signed by a key that is not trusted here");
	pack(t, (const char *const[]) { "pack", "trust", "nonsense", "Others", NULL }, 2,
	     "a public key has 64 digits");
	pack(t, (const char *const[]) { "pack", "trust", key, "Others", NULL }, 0, "are taken");
	pack(t, (const char *const[]) { "pack", "trust", key, "Others", NULL }, 1, "already");
	on_folder(t, "add", 0, "sleep, version 1, is here");
}

/* A file that was changed on the server's disk is offered no more, and nothing of its pack. */
static void what_has_been_tampered_with_is_not_offered(void **state)
{
	struct town *t = *state;

	make_folder(t);
	make_key(t);
	on_folder(t, "make", 0, "");
	on_folder(t, "add", 0, "");
	write_form(path_of(t, "data/packs/sleep.1/night.json"), ",\"text\":\"Tampered\"");
	lists(t, "not served");
	on_folder(t, "add", 0, "sleep, version 1, is here");
	lists(t, "version 1 of 2026-11-26, 1 files, ");
}

static void http_gives_them_as_it_should(void **state)
{
	struct town *t = *state;
	char script[512], form[160], *comes = town_invite(t, "patient");
	const char *argv[] = { "/usr/bin/python3", script, comes, TOWN_PASSPHRASE, form, NULL };
	struct child c;

	if (!child_has_python("ssl"))
		skip();
	make_folder(t);
	make_key(t);
	on_folder(t, "make", 0, "");
	town_kill(t);
	on_folder(t, "add", 0, "");
	assert_true(town_serve(t));
	snprintf(form, sizeof(form), "%s", path_of(t, "pack/night.json"));
	snprintf(script, sizeof(script), "%s/tests/e2e/packs_client.py", getenv("SOURCE"));
	assert_true(child_open(&c, argv, NULL));
	if (!child_wait_for(&c, "done\n"))
		fail_msg("%s", buf_text(&c.seen));
	child_end_input(&c);
	assert_int_equal(child_end(&c), 0);
	child_finish(&c);
	free(comes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			check_says_what_is_wrong__and_add_changes_nothing, town_open,
			town_close),
		cmocka_unit_test_setup_teardown(a_pack_of_others_needs_their_key, town_open,
						town_close),
		cmocka_unit_test_setup_teardown(what_has_been_tampered_with_is_not_offered,
						town_open, town_close),
		cmocka_unit_test_setup_teardown(http_gives_them_as_it_should, town_open,
						town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
