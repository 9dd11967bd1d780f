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
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "support/bottled.h"
#include "support/evening.h"

enum { SEED = 13 };

static struct golden evening;

/* What porchlightd says of it afterwards. */
static const struct {
	const char *name;
	const char *words[9]; /* ended by NULL */
} leaves[] = {
	{ "attendance.csv", { "attendance", "Evening", "--for", "internal" } },
	{ "attendance", { "attendance", "Evening", "--as", "words", "--for", "internal" } },
	{ "attendance.fhir",
	  { "attendance", "Evening", "--as", "fhir", "--person", "Ana", "--for", "internal" } },
	{ "hours", { "hours", "Evening", "--for", "internal" } },
	{ "note-Ana", { "note", "Evening", "1", "Ana", "--for", "internal" } },
	{ "note-Gus", { "note", "Evening", "1", "Gus", "--for", "internal" } },
	{ "note-Jon", { "note", "Evening", "1", "Jon", "--for", "internal" } },
	{ "reports", { "reports", "Evening", "--for", "internal" } },
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
	evening = (struct golden) { .people = evening_people,
				    .people_count = evening_people_count,
				    .acts = evening_acts,
				    .acts_count = evening_acts_count,
				    .end_s = EVENING_END_S };
	golden_hold(&evening);
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
	buf_finish(&evening.screens);
	bottled_close();
	return 0;
}

static void what_each_was_told_in_lines_is_the_record(void **state)
{
	bool same = true;

	(void)state;
	for (size_t i = 0; i < evening_people_count; i++)
		if (!evening_people[i].full)
			same = golden_compare(evening_people[i].name,
					      &evening_people[i].told) &&
			       same;
	assert_true(same);
}

static void what_stood_on_the_screens_is_the_record(void **state)
{
	(void)state;
	assert_true(golden_compare("screens", &evening.screens));
}

static void what_it_leaves_is_the_record(void **state)
{
	bool same = true;
	struct buf out;

	(void)state;
	for (size_t i = 0; i < sizeof(leaves) / sizeof(leaves[0]); i++) {
		buf_init(&out, BOTTLED_OUT_MAX);
		bottled_run(leaves[i].words, &out);
		same = golden_compare(leaves[i].name, &out) && same;
		buf_finish(&out);
	}
	assert_true(same);
}

/* A note is of one person: nobody else is named in it, and nothing that anybody said. */
static void a_note_names_nobody_else(void **state)
{
	const char *const words[] = {
		"note", "Evening", "1", "Ana", "--for", "internal", NULL
	};
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
