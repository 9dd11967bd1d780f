/* SPDX-License-Identifier: MIT */
/*
 * A clinic's pack over a bad line, with a real server: fetched with a cut in the middle of it, on
 * from there; asked for again; and a second version of which one form has changed.
 */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/clock.h"
#include "client/packs.h"
#include "packs/pack.h"
#include "porchlight/worksheet.h"
#include "support/far.h"

enum { FORMS = 4, QUESTIONS = 60, OUT_MAX = 1 << 20 };

/* How long a form is.  With PACK_QUESTIONS=300 the line is a bad one, and it takes 2 minutes. */
static int questions(void)
{
	const char *said = getenv("PACK_QUESTIONS");
	const long n = said ? strtol(said, NULL, 10) : 0;

	return n > 0 && n <= 1000 ? (int)n : QUESTIONS;
}

/* ---- the clinic ---- */

/* Words that do not come twice: packed, it is still long. */
static void write_form(const char *folder, int nth, int version)
{
	char path[160];
	unsigned seed = (unsigned)(nth * 100 + version);
	FILE *f;

	snprintf(path, sizeof(path), "%s/form-%d.json", folder, nth);
	f = fopen(path, "we");
	assert_non_null(f);
	fprintf(f,
		"{\"resourceType\":\"Questionnaire\",\"status\":\"active\",\"title\":\"Form "
		"%d\",\"item\":[",
		nth);
	for (int i = 0; i < questions(); i++) {
		fprintf(f, "%s{\"linkId\":\"%d\",\"type\":\"string\",\"text\":\"", i ? "," : "",
			i + 1);
		for (int k = 0; k < 8; k++) {
			seed = seed * 1103515245u + 12345u;
			fprintf(f, "%x ", seed >> 4);
		}
		fputs("\"}", f);
	}
	fputs("]}", f);
	assert_int_equal(fclose(f), 0);
}

static void write_pack(const char *folder, int version)
{
	char path[160];
	FILE *f;

	mkdir(folder, 0700);
	snprintf(path, sizeof(path), "%s/pack.txt", folder);
	f = fopen(path, "we");
	assert_non_null(f);
	fprintf(f, "format 1\nname sleep\nversion %d\ntitle Sleep\ndate 2026-11-26\n", version);
	assert_int_equal(fclose(f), 0);
}

static void admin(struct far *f, const char *a, const char *b)
{
	const char *words[] = { "pack", a, b, NULL };
	struct buf out;

	buf_init(&out, OUT_MAX);
	if (town_admin(f->town, &out, words) != 0)
		fail_msg("pack %s: %s", a, buf_text(&out));
	buf_finish(&out);
}

static const char *folder_of(const struct far *f)
{
	static char folder[96];

	snprintf(folder, sizeof(folder), "%s/pack", f->town->dir);
	return folder;
}

static void publish(struct far *f, int version)
{
	write_pack(folder_of(f), version);
	admin(f, "make", folder_of(f));
	admin(f, "add", folder_of(f));
}

/* ---- the patient ---- */

static struct pl_packs state(const struct far *f)
{
	struct pl_packs out;

	pl_client_packs_state(f->client, &out);
	return out;
}

static bool is_told(const struct far *f)
{
	return state(f).newer;
}

static bool is_over(const struct far *f)
{
	return !state(f).busy;
}

static struct pl_pack pack_of(const struct far *f)
{
	const struct pl_pack *p;
	const size_t n = pl_client_packs(f->client, &p);

	return n ? p[0] : (struct pl_pack) { .name = "" };
}

static void fetch(struct far *f)
{
	assert_int_equal(pl_client_packs_fetch(f->client), PL_OK);
	far_until(f, is_over);
}

static uint64_t bytes_of(struct far *f, void (*act)(struct far *f))
{
	struct lab_count before, after;

	far_settle(f, 900);
	lab_counts(f->lab, &before);
	act(f);
	far_settle(f, 900);
	lab_counts(f->lab, &after);
	return after.bytes_up + after.bytes_down - before.bytes_up - before.bytes_down;
}

static int in_log(const struct far *f, const char *what)
{
	char line[1024];
	FILE *log = fopen(f->town->log, "re");
	int n = 0;

	assert_non_null(log);
	while (fgets(line, sizeof(line), log))
		n += strstr(line, what) != NULL;
	fclose(log);
	return n;
}

static void come_packs_of(struct far *f, int version)
{
	const struct pl_pack p = pack_of(f);

	assert_string_equal(p.name, "sleep");
	assert_int_equal(p.state, PL_PACK_HERE);
	assert_int_equal(p.version, version);
	assert_int_equal(p.forms, FORMS);
}

static uint64_t down_before;

/* All but the list, pack.txt, pack.sig and a form or two is to come still. */
static bool has_come(const struct far *f)
{
	struct lab_count n;

	lab_counts(f->lab, &n);
	return n.bytes_down - down_before > 3000 + 90u * (unsigned)questions() || is_over(f);
}

static void cut_and_go_on(struct far *f)
{
	struct lab_count n;

	lab_counts(f->lab, &n);
	down_before = n.bytes_down;
	assert_int_equal(pl_client_packs_fetch(f->client), PL_OK);
	far_until(f, has_come);
	assert_true(state(f).busy);
	lab_rebind(f->lab); /* what was open is dead now */
	far_until(f, is_over);
}

static void a_pack_comes_over_a_bad_line_in_parts(void **state_of)
{
	struct far *f = *state_of;
	const struct pl_options guest = { .guest = true };
	uint64_t first, same, changed;
	int asked;

	if (!f->lab)
		skip();
	mkdir(folder_of(f), 0700);
	for (int i = 1; i <= FORMS; i++)
		write_form(folder_of(f), i, 1);
	admin(f, "key", NULL);
	far_join(f, &guest);
	pl_client_meter(f->client, PL_METERED_YES); /* nothing comes unasked */
	publish(f, 1);
	far_until(f, is_told);
	lab_set(f->lab, lab_profile(getenv("PACK_QUESTIONS") ? "bad-gprs" : "gprs"));
	first = bytes_of(f, cut_and_go_on);
	come_packs_of(f, 1);
	same = bytes_of(f, fetch);
	come_packs_of(f, 1);
	write_form(folder_of(f), 2, 2);
	publish(f, 2);
	asked = in_log(f, "path=/packs/");
	changed = bytes_of(f, fetch);
	come_packs_of(f, 2);
	print_message("first %llu bytes, unchanged %llu, one form of four changed %llu\n",
		      (unsigned long long)first, (unsigned long long)same,
		      (unsigned long long)changed);
	assert_int_equal(in_log(f, "path=/packs/") - asked, 3);
	pl_client_close(f->client);
	f->client = NULL;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pack_comes_over_a_bad_line_in_parts),
	};

	return cmocka_run_group_tests(tests, far_open, far_close);
}
