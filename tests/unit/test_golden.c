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

#include <cmocka.h>

#include "base/clock.h"
#include "base/log.h"
#include "net/loop.h"
#include "support/attend.h"
#include "support/bottled.h"
#include "support/evening.h"

enum { SEED = 45 };

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
		attend_open(a, bottled_invite((size_t)(a - evening_people)));
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
	struct loop *script = loop_create();

	buf_init(&screens, BOTTLED_OUT_MAX);
	for (size_t i = 0; i < evening_acts_count; i++)
		bottle_post(script, clock_ms() + evening_acts[i].s * INT64_C(1000), act,
			    (void *)(uintptr_t)&evening_acts[i]);
	bottle_post(script, clock_ms() + EVENING_END_S * INT64_C(1000), end, NULL);
	bottled_serve();
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
	char *text = mem_get(BOTTLED_OUT_MAX);

	if (f) {
		text[fread(text, 1, BOTTLED_OUT_MAX - 1, f)] = '\0';
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
	was = read_file(path);
	same = strcmp(was, buf_text(is)) == 0;
	if (!same)
		tell_difference(name, was, buf_text(is));
	free(was);
	return same;
}

/* What porchlightd says of it afterwards. */
static const struct {
	const char *name;
	const char *words[8]; /* ended by NULL */
} leaves[] = {
	{ "attendance.csv", { "attendance", "Evening" } },
	{ "attendance", { "attendance", "Evening", "--as", "words" } },
	{ "attendance.fhir", { "attendance", "Evening", "--as", "fhir", "--person", "Ana" } },
	{ "hours", { "hours", "Evening" } },
	{ "note-Ana", { "note", "Evening", "1", "Ana" } },
	{ "note-Gus", { "note", "Evening", "1", "Gus" } },
	{ "note-Jon", { "note", "Evening", "1", "Jon" } },
	{ "reports", { "reports", "Evening" } },
};

/* ---- the tests ---- */

static int hold_evening(uint64_t seed)
{
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	log_set_level(LOG_ERROR_);
	if (!bottled_open(seed, 2, evening_people_count))
		return -1;
	bottled_plan("evening", evening_plan);
	hold_session();
	return 0;
}

static int open_evening(void **state)
{
	(void)state;
	return hold_evening(SEED);
}

static int close_evening(void **state)
{
	(void)state;
	for (size_t i = 0; i < evening_people_count; i++)
		attend_close(&evening_people[i]);
	buf_finish(&screens);
	bottled_close();
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

static void what_it_leaves_is_the_record(void **state)
{
	bool same = true;
	struct buf out;

	(void)state;
	for (size_t i = 0; i < sizeof(leaves) / sizeof(leaves[0]); i++) {
		buf_init(&out, BOTTLED_OUT_MAX);
		bottled_run(leaves[i].words, &out);
		same = compare(leaves[i].name, &out) && same;
		buf_finish(&out);
	}
	assert_true(same);
}

/* A note is of one person: nobody else is named in it, and nothing that anybody said. */
static void a_note_names_nobody_else(void **state)
{
	const char *const words[] = { "note", "Evening", "1", "Ana", NULL };
	struct buf out;

	(void)state;
	buf_init(&out, BOTTLED_OUT_MAX);
	bottled_run(words, &out);
	for (size_t i = 0; i < evening_people_count; i++) {
		const char *name = evening_people[i].name;

		assert_int_equal(!!strstr(buf_text(&out), name), strcmp(name, "Ana") == 0);
	}
	assert_null(strstr(buf_text(&out), "bread"));
	buf_finish(&out);
}

/* All that was said, each line once, in one order. */
static void check_messages(const struct attend *a, const struct pl_message *first, size_t count)
{
	const struct pl_message *m;
	const struct pl_group *groups;
	size_t n, at = 0;

	assert_int_equal(pl_client_groups(a->client, &groups), 1);
	n = pl_client_messages(a->client, groups[0].id, &m);
	for (size_t i = 0; i < n; i++) {
		if (!m[i].seq)
			continue; /* refused, and kept here */
		assert_in_range(at, 0, count - 1);
		assert_int_equal(m[i].seq, at + 1);
		assert_string_equal(m[i].text, first[at].text);
		assert_string_equal(m[i].who, first[at].who);
		at++;
	}
	if (at != count)
		fail_msg("%s has %zu of %zu", a->name, at, count);
}

static void check_all_have_heard_the_same(void)
{
	const struct pl_message *first;
	const struct pl_group *groups;
	size_t count;

	pl_client_groups(evening_people[0].client, &groups);
	count = pl_client_messages(evening_people[0].client, groups[0].id, &first);
	while (count && !first[count - 1].seq)
		count--;
	assert_in_range(count, 20, 500);
	for (size_t i = 0; i < evening_people_count; i++)
		check_messages(&evening_people[i], first, count);
}

/* Was this person told so, in either face? */
static bool is_told(const struct attend *a, enum pl_notice_kind kind, const char *text)
{
	const struct pl_notice *all;
	const struct pl_group *groups;
	size_t n;

	assert_int_equal(pl_client_groups(a->client, &groups), 1);
	n = pl_client_session_notices(a->client, groups[0].id, &all);
	for (size_t i = 0; i < n; i++)
		if (all[i].kind == kind && strstr(all[i].text, text))
			return true;
	return false;
}

static bool leads(const struct attend *a)
{
	return pl_client_self(a->client).role == PL_FACILITATOR;
}

/* What goes to the side door is told to those who lead, and to whoever it is from; that
 * somebody is not safe, to those who lead. */
static void check_nobody_else_hears(void)
{
	for (size_t i = 0; i < evening_people_count; i++) {
		const struct attend *a = &evening_people[i];
		const bool own = strcmp(a->name, "Cora") == 0;

		assert_int_equal(is_told(a, PL_NOTE_ASIDE, EVENING_SIDE), leads(a) || own);
		assert_int_equal(is_told(a, PL_NOTE_DANGER, ""), leads(a));
	}
}

static void all_have_heard_the_same(void **state)
{
	(void)state;
	check_all_have_heard_the_same();
}

static void nobody_else_hears_the_side_door_or_a_flag(void **state)
{
	(void)state;
	check_nobody_else_hears();
}

/* Other packets are lost, and other waits are longer. */
static void with_other_chances_it_is_so_too(void **state)
{
	for (uint64_t seed = 1; seed <= 2; seed++) {
		assert_int_equal(hold_evening(seed), 0);
		check_all_have_heard_the_same();
		check_nobody_else_hears();
		close_evening(state);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_each_was_told_in_lines_is_the_record),
		cmocka_unit_test(what_stood_on_the_screens_is_the_record),
		cmocka_unit_test(what_it_leaves_is_the_record),
		cmocka_unit_test(a_note_names_nobody_else),
		cmocka_unit_test(all_have_heard_the_same),
		cmocka_unit_test(nobody_else_hears_the_side_door_or_a_flag),
	};

	const struct CMUnitTest more[] = { cmocka_unit_test(with_other_chances_it_is_so_too) };

	return cmocka_run_group_tests(tests, open_evening, close_evening) +
	       cmocka_run_group_tests(more, NULL, NULL);
}
