/* SPDX-License-Identifier: MIT */
/* Rows of the access log: what they say, and that nobody changes them unseen. */
#include "server/access.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

enum { ROWS = 4 };

/* A log as the store would have it. */
struct log {
	struct arena mem;
	struct store_message rows[ROWS];
};

static struct access_note note_of(int i)
{
	return (struct access_note) { .what = i % 2 ? ACCESS_WORKSHEET : ACCESS_LEGAL,
				      .action = i == 2 ? ACCESS_EXPORT : ACCESS_READ,
				      .way = i == 2 ? ACCESS_COMMAND : ACCESS_CLIENT,
				      .whose = 10 + i,
				      .by = 3,
				      .device = 5,
				      .group = 1,
				      .day_utc_ms = 1700000000000 + i,
				      .count = i + 1,
				      .subject = str_of(i % 2 ? "phq-9" : ""),
				      .why = str_of("for review") };
}

static struct str keep(struct log *l, struct str text)
{
	return (struct str) { arena_dup(&l->mem, text.p, text.n), text.n };
}

static void write_all(struct log *l)
{
	char mark[STORE_MARK] = "";
	struct buf row;

	buf_init(&row, ACCESS_ROW_MAX);
	for (int i = 0; i < ROWS; i++) {
		const struct access_note n = note_of(i);
		struct store_req r = access_req(&n, 1800000000000 + i, &row);

		r.seq = i + 1;
		r.chain(i ? l->rows[i - 1].mark.p : "", &r, mark);
		l->rows[i] = (struct store_message) { .seq = r.seq,
						      .member = r.member,
						      .device = r.message,
						      .utc_ms = r.utc_ms,
						      .text = keep(l, r.a),
						      .mark = keep(l, str_of(mark)) };
	}
	buf_finish(&row);
}

/* The first row at which it is not whole; 0: it is. */
static int64_t broken_at(const struct log *l, size_t from)
{
	struct access_chain c = { 0 };
	struct access_note n;
	struct err err = { .code = ERR_NONE };

	for (size_t i = from; i < ROWS; i++)
		if (!access_take(&c, &l->rows[i], &n, &err))
			return l->rows[i].seq;
	return 0;
}

static void assert_found(const struct log *l, int64_t seq)
{
	const int64_t at = broken_at(l, 0);

	if (at != seq)
		fail_msg("row %lld was changed, and found at %lld", (long long)seq,
			 (long long)at);
}

static void a_row_says_what_was_noted(void **state)
{
	struct log *l = *state;

	for (int i = 0; i < ROWS; i++) {
		const struct access_note want = note_of(i);
		struct access_note n;

		assert_true(access_read(&l->rows[i], &n));
		assert_int_equal(n.what, want.what);
		assert_int_equal(n.action, want.action);
		assert_int_equal(n.way, want.way);
		assert_int_equal(n.outcome, ACCESS_GIVEN);
		assert_int_equal(n.whose, want.whose);
		assert_int_equal(n.by, 3);
		assert_int_equal(n.device, 5);
		assert_int_equal(n.group, 1);
		assert_int_equal(n.day_utc_ms, want.day_utc_ms);
		assert_int_equal(n.count, i + 1);
		assert_true(str_eq(n.subject, want.subject));
		assert_true(str_is(n.why, "for review"));
		assert_int_equal(n.utc_ms, 1800000000000 + i);
	}
}

/* A line of its own stays one, and a character whole. */
static void texts_are_cut_to_a_line_of_their_own(void **state)
{
	char longest[ACCESS_WORDS_MAX + 2];
	struct access_note n = { .subject = str_of("a\nb"), .why = { longest, 201 } }, back;
	struct store_message m = { 0 };
	struct buf row;

	(void)state;
	memset(longest, 'x', sizeof(longest));
	memcpy(longest + ACCESS_WORDS_MAX - 1, "\xc3\xab", 2);
	buf_init(&row, ACCESS_ROW_MAX);
	m.text = access_req(&n, 1, &row).a;
	assert_true(access_read(&m, &back));
	assert_true(str_is(back.subject, "a b"));
	assert_int_equal(back.why.n, ACCESS_WORDS_MAX - 1);
	assert_int_equal(back.count, 1);
	buf_finish(&row);
}

static void a_changed_byte_is_found(struct log *l, size_t at, struct str text)
{
	char *p = (char *)(uintptr_t)text.p;

	for (size_t i = 0; i < text.n; i++) {
		p[i] ^= 1;
		assert_found(l, l->rows[at].seq);
		p[i] ^= 1;
	}
}

static void every_byte_that_is_changed_is_found(void **state)
{
	struct log *l = *state;

	assert_int_equal(broken_at(l, 0), 0);
	for (size_t i = 0; i < ROWS; i++) {
		int64_t *const columns[] = { &l->rows[i].member, &l->rows[i].device,
					     &l->rows[i].utc_ms };

		a_changed_byte_is_found(l, i, l->rows[i].text);
		a_changed_byte_is_found(l, i, l->rows[i].mark);
		for (size_t k = 0; k < sizeof(columns) / sizeof(columns[0]); k++)
			for (int bit = 0; bit < 62; bit++) {
				*columns[k] ^= INT64_C(1) << bit;
				assert_found(l, l->rows[i].seq);
				*columns[k] ^= INT64_C(1) << bit;
			}
	}
	assert_int_equal(broken_at(l, 0), 0);
}

static void a_row_that_is_missing_or_elsewhere_is_found(void **state)
{
	struct log *l = *state;
	const struct store_message second = l->rows[1];

	l->rows[1] = l->rows[2];
	assert_found(l, 3);
	l->rows[1].seq = 2;
	assert_found(l, 2);
	l->rows[1] = second;
	assert_int_equal(broken_at(l, 1), 2); /* the first has gone */
}

/* What is kept no longer leaves a mark, from which it goes on; but not in the middle. */
static void it_goes_on_from_the_mark_of_those_that_went(void **state)
{
	struct log *l = *state;

	l->rows[1].text.n = 0;
	l->rows[1].member = l->rows[1].device = 0;
	assert_int_equal(broken_at(l, 1), 0);
	assert_found(l, 2);
	((char *)(uintptr_t)l->rows[1].mark.p)[0] ^= 1;
	assert_int_equal(broken_at(l, 1), 3);
}

static int set_up(void **state)
{
	*state = calloc(1, sizeof(struct log));
	write_all(*state);
	return 0;
}

static int tear_down(void **state)
{
	arena_finish(&((struct log *)*state)->mem);
	free(*state);
	return 0;
}

#define ON_A_LOG(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_LOG(a_row_says_what_was_noted),
		ON_A_LOG(texts_are_cut_to_a_line_of_their_own),
		ON_A_LOG(every_byte_that_is_changed_is_found),
		ON_A_LOG(a_row_that_is_missing_or_elsewhere_is_found),
		ON_A_LOG(it_goes_on_from_the_mark_of_those_that_went),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
