/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "client/state.h"

enum { ME = 7, GROUP = 1 };

static int open_state(void **state)
{
	struct state *s = mem_get(sizeof(*s));

	state_init(s);
	state_set_self(s, ME, "Ana", PL_PATIENT);
	*state = s;
	return 0;
}

static int close_state(void **state)
{
	state_finish(*state);
	free(*state);
	return 0;
}

static unsigned hear(struct state *s, int64_t seq, int64_t member, int64_t ticket,
		     const char *text)
{
	const struct wire_msg m = { .type = WIRE_MESSAGE,
				    .g = GROUP,
				    .s = seq,
				    .u = member,
				    .d = 1000 * seq,
				    .k = ticket,
				    .b = str_of(text) };

	return state_apply(s, &m);
}

static unsigned stored(struct state *s, int64_t ticket, int64_t seq)
{
	const struct wire_msg m = {
		.type = WIRE_STORED, .g = GROUP, .k = ticket, .s = seq, .d = 1000 * seq
	};

	return state_apply(s, &m);
}

static unsigned shown(struct state *s, int64_t seq, int64_t n)
{
	const struct wire_msg m = { .type = WIRE_SHOWN, .g = GROUP, .s = seq, .n = n };

	return state_apply(s, &m);
}

static unsigned group(struct state *s, int64_t last, int64_t seen)
{
	const struct wire_msg m = {
		.type = WIRE_GROUP, .g = GROUP, .x = str_of("Tuesday"), .s = last, .n = seen
	};

	return state_apply(s, &m);
}

static unsigned person(struct state *s, int64_t id, const char *name, int64_t presence)
{
	const struct wire_msg m = { .type = WIRE_PERSON,
				    .g = GROUP,
				    .u = id,
				    .x = str_of(name),
				    .r = str_of("facilitator"),
				    .n = presence };

	return state_apply(s, &m);
}

static void keep(struct state *s, int64_t ticket, const char *text)
{
	const struct wire_msg m = {
		.type = WIRE_SAY, .k = ticket, .d = 5000 + ticket, .b = str_of(text)
	};

	state_put_kept(s, state_get_group(s, GROUP), &m, PL_KEPT_HERE);
}

static const struct state_group *the_group(const struct state *s)
{
	return state_find_group(s, GROUP);
}

/* "1 2 3 -" where '-' is a line that is kept here. */
static void order_is(const struct state *s, const char *want)
{
	const struct state_group *g = the_group(s);
	struct buf b;

	buf_init(&b, 65536);
	for (size_t i = 0; i < g->messages_count; i++) {
		buf_adds(&b, i ? " " : "");
		if (g->messages[i].seq)
			buf_addf(&b, "%d", (int)g->messages[i].seq);
		else
			buf_adds(&b, "-");
	}
	assert_string_equal(buf_text(&b), want);
	buf_finish(&b);
}

static void messages_stand_by_number_whatever_the_order_they_came_in(void **state)
{
	struct state *s = *state;

	hear(s, 5, 2, 0, "e");
	hear(s, 2, 2, 0, "b");
	hear(s, 9, 2, 0, "i");
	hear(s, 3, 2, 0, "c");
	order_is(s, "2 3 5 9");
	assert_int_equal(the_group(s)->pub.last_seq, 9);
	hear(s, 4, 2, 0, "d");
	order_is(s, "2 3 4 5 9");
}

static void a_message_that_comes_twice_is_there_once(void **state)
{
	struct state *s = *state;

	hear(s, 1, 2, 0, "a");
	hear(s, 2, 2, 0, "b");
	hear(s, 1, 2, 0, "a");
	hear(s, 2, 2, 0, "changed");
	order_is(s, "1 2");
	assert_string_equal(the_group(s)->messages[1].text, "b");
}

static void kept_lines_come_last_in_their_order(void **state)
{
	struct state *s = *state;

	hear(s, 1, 2, 0, "a");
	keep(s, 1, "mine");
	keep(s, 2, "mine too");
	hear(s, 2, 2, 0, "b");
	order_is(s, "1 2 - -");
	assert_string_equal(the_group(s)->messages[2].text, "mine");
	assert_true(the_group(s)->messages[2].mine);
	assert_int_equal(the_group(s)->messages[2].state, PL_KEPT_HERE);
}

static void a_line_keeps_its_id_when_it_is_stored(void **state)
{
	struct state *s = *state;
	uint64_t id;

	keep(s, 3, "mine");
	id = the_group(s)->messages[0].id;
	hear(s, 1, 2, 0, "a");
	assert_true(stored(s, 3, 2) & PL_CHANGED_MESSAGES);
	order_is(s, "1 2");
	assert_true(the_group(s)->messages[1].id == id);
	assert_int_equal(the_group(s)->messages[1].state, PL_AT_SERVER);
	assert_int_equal(the_group(s)->messages[1].utc_ms, 2000);
	assert_int_equal(the_group(s)->pub.last_seq, 2);
	assert_false(stored(s, 3, 2) & PL_CHANGED_MESSAGES);
	order_is(s, "1 2");
}

static void a_message_with_our_ticket_settles_the_line(void **state)
{
	struct state *s = *state;

	keep(s, 3, "mine");
	keep(s, 4, "mine too");
	hear(s, 8, ME, 4, "mine too");
	order_is(s, "8 -");
	hear(s, 7, ME, 3, "mine");
	order_is(s, "7 8");
}

static void a_ticket_on_somebody_elses_message_settles_nothing(void **state)
{
	struct state *s = *state;

	keep(s, 3, "mine");
	hear(s, 8, 2, 3, "theirs");
	order_is(s, "8 -");
}

static void a_line_that_came_without_its_ticket_is_not_shown_twice(void **state)
{
	struct state *s = *state;

	keep(s, 3, "mine");
	hear(s, 5, ME, 0, "mine");
	shown(s, 5, 2);
	order_is(s, "5 -");
	stored(s, 3, 5);
	order_is(s, "5");
	assert_int_equal(the_group(s)->messages[0].shown_to, 2);
	assert_int_equal(the_group(s)->messages[0].state, PL_SHOWN);
}

static void ids_are_unique_across_groups(void **state)
{
	struct state *s = *state;
	struct wire_msg m = { .type = WIRE_MESSAGE, .g = 2, .s = 1, .u = 2, .b = str_of("x") };

	hear(s, 1, 2, 0, "a");
	state_apply(s, &m);
	assert_true(state_find_group(s, 1)->messages[0].id !=
		    state_find_group(s, 2)->messages[0].id);
}

static void only_the_newest_500_are_held(void **state)
{
	struct state *s = *state;

	for (int i = 1; i <= 600; i++)
		hear(s, i, 2, 0, "x");
	assert_int_equal(the_group(s)->messages_count, STATE_MESSAGES_MAX);
	assert_int_equal(the_group(s)->messages[0].seq, 101);
	hear(s, 50, 2, 0, "too old");
	assert_int_equal(the_group(s)->messages_count, STATE_MESSAGES_MAX);
	assert_int_equal(the_group(s)->messages[0].seq, 101);
	keep(s, 1, "mine");
	assert_int_equal(the_group(s)->messages[0].seq, 102);
	stored(s, 1, 601);
	assert_int_equal(the_group(s)->messages[STATE_MESSAGES_MAX - 1].seq, 601);
}

static void a_name_that_changes_is_right_everywhere(void **state)
{
	struct state *s = *state;

	hear(s, 1, 2, 0, "before the name came");
	assert_string_equal(the_group(s)->messages[0].who, "");
	person(s, 2, "Mara", 0);
	assert_string_equal(the_group(s)->messages[0].who, "Mara");
	hear(s, 2, 2, 0, "after");
	person(s, 2, "Maria", 0);
	assert_string_equal(the_group(s)->messages[0].who, "Maria");
	assert_string_equal(the_group(s)->messages[1].who, "Maria");
	assert_int_equal(the_group(s)->people_count, 1);
	assert_int_equal(the_group(s)->people[0].role, PL_FACILITATOR);
}

static void presence_is_what_the_server_says_and_nobodys_when_it_is_silent(void **state)
{
	struct state *s = *state;

	person(s, 2, "Mara", 0);
	person(s, 3, "Ben", 2);
	person(s, 4, "Cy", 77);
	assert_int_equal(the_group(s)->people[0].presence, PL_HERE);
	assert_int_equal(the_group(s)->people[1].presence, PL_LEFT);
	assert_int_equal(the_group(s)->people[2].presence, PL_LEFT);
	group(s, 0, 0);
	assert_true(the_group(s)->is_current);
	assert_true(hear(s, 1, 3, 0, "whoever speaks now is here") & PL_CHANGED_PEOPLE);
	assert_int_equal(the_group(s)->people[1].presence, PL_HERE);
	person(s, 2, "Mara", 1);
	assert_true(hear(s, 2, 2, 0, "and so is whose line was down") & PL_CHANGED_PEOPLE);
	assert_false(hear(s, 1, 4, 0, "said before we came") & PL_CHANGED_PEOPLE);
	state_disconnect(s);
	assert_int_equal(the_group(s)->people[0].presence, PL_LINE_DOWN);
	assert_false(the_group(s)->is_current);
}

static void shown_counts_grow_for_own_lines_up_to_the_number(void **state)
{
	struct state *s = *state;

	hear(s, 1, ME, 0, "mine");
	hear(s, 2, 2, 0, "theirs");
	hear(s, 3, ME, 0, "mine");
	shown(s, 2, 4);
	assert_int_equal(the_group(s)->messages[0].shown_to, 4);
	assert_int_equal(the_group(s)->messages[1].shown_to, 0);
	assert_int_equal(the_group(s)->messages[2].shown_to, 0);
	shown(s, 3, 2);
	assert_int_equal(the_group(s)->messages[0].shown_to, 4);
	assert_int_equal(the_group(s)->messages[2].shown_to, 2);
	assert_int_equal(the_group(s)->messages[2].state, PL_SHOWN);
	shown(s, 3, INT64_C(9007199254740991));
	assert_in_range(the_group(s)->messages[2].shown_to, 1, 9999);
}

static void what_was_read_never_goes_back(void **state)
{
	struct state *s = *state;

	hear(s, 1, 2, 0, "a");
	hear(s, 2, 2, 0, "b");
	group(s, 2, 1);
	assert_int_equal(the_group(s)->pub.read_seq, 1);
	state_read(state_get_group(s, GROUP), 2);
	group(s, 2, 1);
	assert_int_equal(the_group(s)->pub.read_seq, 2);
	assert_int_equal(the_group(s)->seen_told, 1);
}

static void a_server_restored_from_a_copy_takes_its_numbers_back(void **state)
{
	struct state *s = *state;

	for (int i = 1; i <= 5; i++)
		hear(s, i, 2, 0, "old");
	keep(s, 1, "mine");
	state_read(state_get_group(s, GROUP), 5);
	group(s, 3, 3);
	order_is(s, "1 2 3 -");
	assert_int_equal(the_group(s)->pub.read_seq, 3);
	hear(s, 4, 2, 0, "new");
	order_is(s, "1 2 3 4 -");
	assert_string_equal(the_group(s)->messages[3].text, "new");
}

static void an_unknown_role_has_the_fewest_rights(void **state)
{
	(void)state;
	assert_int_equal(state_role("admin"), PL_ADMIN);
	assert_int_equal(state_role("emperor"), PL_PATIENT);
	assert_int_equal(state_role(""), PL_PATIENT);
}

/* Random walks, beside a model that is sorted anew each time. */

enum { SEQS = 700, TICKETS = 40, ROOM = SEQS + TICKETS + 2 };

struct entry {
	int64_t seq, ticket;
	bool mine;
};

struct model {
	struct entry e[ROOM];
	size_t n;
	uint64_t random;
	int64_t next_ticket;
};

static int64_t roll(struct model *m, unsigned n)
{
	m->random ^= m->random << 13;
	m->random ^= m->random >> 7;
	m->random ^= m->random << 17;
	return (int64_t)((m->random >> 33) % n);
}

static int by_place(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if ((x->seq == 0) != (y->seq == 0))
		return x->seq == 0 ? 1 : -1;
	if (x->seq != y->seq)
		return x->seq < y->seq ? -1 : 1;
	return x->ticket < y->ticket ? -1 : x->ticket > y->ticket;
}

static void model_drop(struct model *m, size_t at)
{
	m->e[at] = m->e[--m->n];
}

static void model_put(struct model *m, struct entry e)
{
	m->e[m->n++] = e;
	qsort(m->e, m->n, sizeof(m->e[0]), by_place);
	if (m->n > STATE_MESSAGES_MAX)
		memmove(m->e, m->e + 1, --m->n * sizeof(m->e[0]));
}

static struct entry *model_find(struct model *m, int64_t seq, int64_t ticket)
{
	for (size_t i = 0; i < m->n; i++)
		if ((seq && m->e[i].seq == seq) || (ticket && m->e[i].ticket == ticket))
			return &m->e[i];
	return NULL;
}

static void model_settle(struct model *m, int64_t ticket, int64_t seq)
{
	struct entry *line = model_find(m, 0, ticket), *same;

	if (!line || line->seq)
		return;
	model_drop(m, (size_t)(line - m->e));
	same = model_find(m, seq, 0);
	if (same)
		model_drop(m, (size_t)(same - m->e));
	model_put(m, (struct entry) { seq, ticket, true });
}

static void walk_keep(struct state *s, struct model *m)
{
	if (m->next_ticket > TICKETS)
		return;
	keep(s, m->next_ticket, "mine");
	model_put(m, (struct entry) { 0, m->next_ticket++, true });
}

static void walk_hear(struct state *s, struct model *m)
{
	int64_t seq = 1 + roll(m, SEQS);

	hear(s, seq, 2, roll(m, 8) ? 0 : 1 + roll(m, TICKETS), "theirs");
	if (!model_find(m, seq, 0))
		model_put(m, (struct entry) { seq, 0, false });
}

static void walk_stored(struct state *s, struct model *m)
{
	int64_t seq = 1 + roll(m, SEQS), ticket = 1 + roll(m, TICKETS);

	stored(s, ticket, seq);
	model_settle(m, ticket, seq);
}

static void walk_own(struct state *s, struct model *m)
{
	int64_t seq = 1 + roll(m, SEQS), ticket = 1 + roll(m, TICKETS);

	if (!model_find(m, 0, ticket))
		return;
	hear(s, seq, ME, ticket, "mine");
	model_settle(m, ticket, seq);
}

static void same(const struct state *s, const struct model *m, unsigned seed)
{
	const struct state_group *g = the_group(s);
	bool equal = (g ? g->messages_count : 0) == m->n;

	for (size_t i = 0; equal && i < m->n; i++)
		equal = g->messages[i].seq == m->e[i].seq &&
			g->messages[i].mine == m->e[i].mine;
	if (!equal)
		fail_msg("the walk with seed %u differs", seed);
}

static void random_walks_agree_with_a_simple_model(void **state)
{
	static void (*const steps[])(struct state * s, struct model * m) = {
		walk_hear, walk_hear, walk_hear, walk_hear, walk_keep, walk_stored, walk_own,
	};

	(void)state;
	for (unsigned seed = 1; seed <= 60; seed++) {
		struct model *m = mem_get(sizeof(*m));
		struct state s;

		state_init(&s);
		state_set_self(&s, ME, "Ana", PL_PATIENT);
		m->random = seed * UINT64_C(0x9e3779b97f4a7c15);
		m->next_ticket = 1;
		for (int i = 0; i < 2000; i++) {
			steps[roll(m, sizeof(steps) / sizeof(steps[0]))](&s, m);
			if (i % 20 == 0)
				same(&s, m, seed);
		}
		same(&s, m, seed);
		state_finish(&s);
		free(m);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_state, close_state)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(messages_stand_by_number_whatever_the_order_they_came_in),
		TEST(a_message_that_comes_twice_is_there_once),
		TEST(kept_lines_come_last_in_their_order),
		TEST(a_line_keeps_its_id_when_it_is_stored),
		TEST(a_message_with_our_ticket_settles_the_line),
		TEST(a_ticket_on_somebody_elses_message_settles_nothing),
		TEST(a_line_that_came_without_its_ticket_is_not_shown_twice),
		TEST(ids_are_unique_across_groups),
		TEST(only_the_newest_500_are_held),
		TEST(a_name_that_changes_is_right_everywhere),
		TEST(presence_is_what_the_server_says_and_nobodys_when_it_is_silent),
		TEST(shown_counts_grow_for_own_lines_up_to_the_number),
		TEST(what_was_read_never_goes_back),
		TEST(a_server_restored_from_a_copy_takes_its_numbers_back),
		cmocka_unit_test(an_unknown_role_has_the_fewest_rights),
		cmocka_unit_test(random_walks_agree_with_a_simple_model),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
