/* SPDX-License-Identifier: MIT */
/* Rows whose words can go, and the marks that stand. */
#include "server/chain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "server/meeting.h"
#include "server/session.h"

struct row {
	struct buf text;
	char mark[SECRET_HASH];
};

static void mark(const char *before, struct str text, char out[SECRET_HASH])
{
	const struct store_req r = { .group = 1, .seq = 2, .utc_ms = 3, .a = text };

	session_next_mark(before, &r, out);
}

static void write_row(struct row *r, const char *words, bool salted)
{
	const struct meeting_event e = {
		.kind = MEETING_ASK, .by = 7, .member = 7, .text = str_of(words)
	};

	buf_init(&r->text, 1024);
	if (salted)
		chain_begin(&r->text);
	meeting_write(&r->text, &e);
	mark("before", (struct str) { r->text.p, r->text.n }, r->mark);
}

static struct str text_of(const struct row *r)
{
	return (struct str) { r->text.p, r->text.n };
}

static void an_erased_row_has_the_mark_that_it_had(void **state)
{
	struct meeting_event e;
	struct row r;
	struct buf erased;
	char again[SECRET_HASH];
	bool is_gone;

	(void)state;
	write_row(&r, "zanzibar", true);
	buf_init(&erased, 1024);
	assert_true(chain_erase(text_of(&r), &erased));
	assert_null(strstr(buf_text(&erased), "zanzibar"));
	mark("before", (struct str) { erased.p, erased.n }, again);
	assert_string_equal(again, r.mark);
	assert_true(meeting_read((struct str) { erased.p, erased.n }, &e));
	assert_int_equal(e.kind, MEETING_ASK);
	assert_int_equal(e.by, 7);
	assert_int_equal(e.text.n, 0);
	chain_rest((struct str) { erased.p, erased.n }, &is_gone);
	assert_true(is_gone);
	assert_false(chain_erase((struct str) { erased.p, erased.n }, &erased));
	buf_finish(&erased);
	buf_finish(&r.text);
}

static void changed_words_and_changed_heads_are_found(void **state)
{
	struct row r;
	char again[SECRET_HASH];

	(void)state;
	write_row(&r, "zanzibar", true);
	for (size_t i = 1; i < r.text.n; i++) {
		r.text.p[i] ^= 1;
		mark("before", text_of(&r), again);
		assert_string_not_equal(again, r.mark);
		r.text.p[i] ^= 1;
	}
	mark("before", text_of(&r), again);
	assert_string_equal(again, r.mark);
	mark("other", text_of(&r), again);
	assert_string_not_equal(again, r.mark);
	buf_finish(&r.text);
}

static void what_erasing_left_cannot_be_changed_either(void **state)
{
	struct row r;
	struct buf erased;
	char again[SECRET_HASH];

	(void)state;
	write_row(&r, "zanzibar", true);
	buf_init(&erased, 1024);
	assert_true(chain_erase(text_of(&r), &erased));
	for (size_t i = 2; i < erased.n; i++) {
		erased.p[i] ^= 1;
		mark("before", (struct str) { erased.p, erased.n }, again);
		assert_string_not_equal(again, r.mark);
		erased.p[i] ^= 1;
	}
	buf_finish(&erased);
	buf_finish(&r.text);
}

/* The same words, and nobody can tell. */
static void the_same_words_never_have_the_same_proof(void **state)
{
	struct row a, b;
	struct buf gone[2];

	(void)state;
	write_row(&a, "yes", true);
	write_row(&b, "yes", true);
	buf_init(&gone[0], 1024);
	buf_init(&gone[1], 1024);
	assert_true(chain_erase(text_of(&a), &gone[0]) && chain_erase(text_of(&b), &gone[1]));
	assert_string_not_equal(buf_text(&gone[0]), buf_text(&gone[1]));
	buf_finish(&gone[0]);
	buf_finish(&gone[1]);
	buf_finish(&a.text);
	buf_finish(&b.text);
}

static void rows_of_before_are_what_they_were(void **state)
{
	struct meeting_event e;
	struct row r;
	struct buf out;

	(void)state;
	write_row(&r, "zanzibar", false);
	buf_init(&out, 1024);
	assert_false(chain_erase(text_of(&r), &out));
	assert_true(chain_of(text_of(&r), &out).p == r.text.p);
	assert_true(meeting_read(text_of(&r), &e));
	assert_true(str_is(e.text, "zanzibar"));
	buf_finish(&out);
	buf_finish(&r.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_erased_row_has_the_mark_that_it_had),
		cmocka_unit_test(changed_words_and_changed_heads_are_found),
		cmocka_unit_test(what_erasing_left_cannot_be_changed_either),
		cmocka_unit_test(the_same_words_never_have_the_same_proof),
		cmocka_unit_test(rows_of_before_are_what_they_were),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
