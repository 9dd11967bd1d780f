/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wire/wire.h"

#define LARGEST ((INT64_C(1) << 53) - 1)

static struct arena mem;
static struct wire_frame got;
static struct err err;

static int end(void **state)
{
	(void)state;
	arena_finish(&mem);
	return 0;
}

static bool decode_n(const char *json, size_t n, enum wire_side from)
{
	memset(&err, 0, sizeof(err));
	got = (struct wire_frame) { NULL, 777 };
	return wire_decode((struct str) { json, n }, from, &mem, &got, &err);
}

static bool decode(const char *json, enum wire_side from)
{
	return decode_n(json, strlen(json), from);
}

/* Refused with this code, and nothing handed out. */
#define assert_refused(json, side, want)                                                       \
	do {                                                                                   \
		assert_false(decode(json, side));                                              \
		assert_int_equal(err.code, want);                                              \
		assert_true(err.text[0] != '\0');                                              \
		assert_null(got.msgs);                                                         \
		assert_int_equal(got.n, 777);                                                  \
	} while (0)

static const unsigned numbers[] = { WIRE_G, WIRE_S, WIRE_U, WIRE_D, WIRE_K, WIRE_N };
static const unsigned texts[] = { WIRE_X, WIRE_R, WIRE_C, WIRE_B };
static const size_t limits[] = { WIRE_NAME_MAX, WIRE_CODE_MAX, WIRE_CODE_MAX, WIRE_TEXT_MAX };

static size_t limit(const struct wire_row *row, size_t i)
{
	return texts[i] == WIRE_B && row->may & WIRE_LONG ? WIRE_ANSWERS_MAX : limits[i];
}

static int64_t *number_in(struct wire_msg *m, size_t i)
{
	int64_t *at[] = { &m->g, &m->s, &m->u, &m->d, &m->k, &m->n };

	return at[i];
}

static struct str *text_in(struct wire_msg *m, size_t i)
{
	struct str *at[] = { &m->x, &m->r, &m->c, &m->b };

	return at[i];
}

/* A message of the row with these fields and something in each. */
static struct wire_msg sample(const struct wire_row *row, unsigned has)
{
	static const char *const words[] = { "Ana \"B\" \\ \u00e9", "patient", "rate",
					     "hi\n\t\x01 \u4e2d\U0001F600" };
	struct wire_msg m = { .type = row->type, .has = has };

	for (size_t i = 0; i < 6; i++)
		if (has & numbers[i])
			*number_in(&m, i) = 1000003 * (int64_t)(i + 1);
	for (size_t i = 0; i < 4; i++)
		if (has & texts[i])
			*text_in(&m, i) = str_of(words[i]);
	return m;
}

static void assert_same(const struct wire_msg *a, const struct wire_msg *b)
{
	struct wire_msg x = *a, y = *b;

	assert_int_equal(x.type, y.type);
	assert_int_equal(x.has, y.has);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(*number_in(&x, i), *number_in(&y, i));
	for (size_t i = 0; i < 4; i++)
		assert_true(str_eq(*text_in(&x, i), *text_in(&y, i)));
}

static bool encode(struct buf *json, const struct wire_msg *m)
{
	memset(&err, 0, sizeof(err));
	buf_reset(json);
	return wire_add(json, m, &err) && wire_close(json);
}

static void the_table_is_in_the_order_of_the_enum(void **state)
{
	(void)state;
	for (unsigned t = 0; t < WIRE_TYPES; t++) {
		const struct wire_row *r = &wire_rows[t];

		assert_int_equal(r->type, t);
		assert_int_equal(strlen(r->t), 1);
		assert_int_equal(r->must & r->may, 0);
		assert_int_equal(r->above_zero & ~(r->must | r->may), 0);
		for (unsigned k = 0; k < t; k++)
			assert_string_not_equal(r->t, wire_rows[k].t);
	}
}

static void every_row_decodes_to_what_was_encoded(void **state)
{
	struct buf json;

	(void)state;
	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	for (const struct wire_row *r = wire_rows; r < wire_rows + WIRE_TYPES; r++) {
		/* with every choice of the fields it may have */
		const unsigned all = r->may & ~(unsigned)WIRE_LONG;

		for (unsigned may = all;; may = (may - 1) & all) {
			struct wire_msg m = sample(r, r->must | may);

			assert_true(encode(&json, &m));
			assert_true(decode(json.p, r->from));
			assert_int_equal(got.n, 1);
			assert_same(&m, &got.msgs[0]);
			if (!may)
				break;
		}
	}
	buf_finish(&json);
}

static void a_message_of_the_other_side_is_refused(void **state)
{
	struct buf json;

	(void)state;
	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	for (const struct wire_row *r = wire_rows; r < wire_rows + WIRE_TYPES; r++) {
		struct wire_msg m = sample(r, r->must);

		assert_true(encode(&json, &m));
		assert_refused(json.p, r->from == WIRE_SERVER ? WIRE_CLIENT : WIRE_SERVER,
			       ERR_BAD_INPUT);
	}
	buf_finish(&json);
}

/* Cuts `,"k":value` out of the JSON, by way of a frame without that field. */
static void take_out(struct buf *json, const struct wire_row *r, unsigned bit)
{
	struct wire_msg m = sample(r, r->must);
	char key[8];

	assert_true(encode(json, &m));
	for (unsigned b = 0; b < 10; b++)
		if (bit == 1u << b)
			snprintf(key, sizeof(key), "\"%c\":", "gsduknxrcb"[b]);
	char *at = strstr(json->p, key);

	assert_non_null(at);
	at[1] = 'z'; /* a key that nobody knows */
}

static void every_field_that_must_be_there_is_missed(void **state)
{
	struct buf json;

	(void)state;
	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	for (const struct wire_row *r = wire_rows; r < wire_rows + WIRE_TYPES; r++) {
		for (unsigned bit = 1; bit <= WIRE_B; bit <<= 1) {
			struct wire_msg m = sample(r, r->must & ~bit);

			if (!(r->must & bit))
				continue;
			assert_false(encode(&json, &m));
			assert_int_equal(err.code, ERR_BAD_INPUT);
			assert_int_equal(json.n, 0);
			take_out(&json, r, bit);
			assert_refused(json.p, r->from, ERR_BAD_INPUT);
			assert_non_null(strstr(err.text, "missing"));
		}
	}
	buf_finish(&json);
}

static void a_field_of_another_type_is_not_encoded_and_skipped_when_it_comes(void **state)
{
	struct buf json;

	(void)state;
	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	for (const struct wire_row *r = wire_rows; r < wire_rows + WIRE_TYPES; r++) {
		for (unsigned bit = 1; bit <= WIRE_B; bit <<= 1) {
			struct wire_msg m = sample(r, r->must | bit);

			if (!((r->must | r->may) & bit))
				assert_false(encode(&json, &m));
		}
	}
	assert_true(
		decode("[{\"t\":\"a\",\"g\":1,\"s\":2,\"b\":\"x\",\"new\":[1,{}],\"n\":null}]",
		       WIRE_CLIENT));
	assert_int_equal(got.msgs[0].has, WIRE_G | WIRE_S);
	assert_int_equal(got.msgs[0].b.n, 0);
	buf_finish(&json);
}

static void each_text_may_be_as_long_as_its_limit_and_no_longer(void **state)
{
	char *big = mem_get(WIRE_ANSWERS_MAX + 2);
	struct buf json;

	(void)state;
	memset(big, 'x', WIRE_ANSWERS_MAX + 1);
	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	for (const struct wire_row *r = wire_rows; r < wire_rows + WIRE_TYPES; r++) {
		for (size_t i = 0; i < 4; i++) {
			struct wire_msg m = sample(r, r->must | texts[i]);
			char *last;

			if (!((r->must | r->may) & texts[i]))
				continue;
			*text_in(&m, i) = (struct str) { big, limit(r, i) + 1 };
			assert_false(encode(&json, &m));
			assert_int_equal(err.code, ERR_TOO_LARGE);
			*text_in(&m, i) = (struct str) { big, limit(r, i) };
			assert_true(encode(&json, &m));
			assert_true(decode(json.p, r->from));
			/* one more, by hand */
			last = strstr(json.p, "xxxx");
			memmove(last + 1, last, strlen(last) + 1);
			assert_refused(json.p, r->from, ERR_TOO_LARGE);
		}
	}
	buf_finish(&json);
	free(big);
}

static void each_number_is_whole_and_within_its_bounds(void **state)
{
	struct buf json;

	(void)state;
	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	for (const struct wire_row *r = wire_rows; r < wire_rows + WIRE_TYPES; r++) {
		for (size_t i = 0; i < 6; i++) {
			struct wire_msg m = sample(r, r->must | (r->may & numbers[i]));
			int64_t *n = number_in(&m, i);

			if (!(m.has & numbers[i]))
				continue;
			*n = LARGEST;
			assert_true(encode(&json, &m));
			assert_true(decode(json.p, r->from));
			assert_int_equal(*number_in((struct wire_msg *)&got.msgs[0], i),
					 LARGEST);
			*n = LARGEST + 1;
			assert_false(encode(&json, &m));
			assert_int_equal(err.code, ERR_TOO_LARGE);
			*n = -1;
			assert_int_equal(encode(&json, &m), numbers[i] == WIRE_D);
			*n = 0;
			assert_int_equal(encode(&json, &m), !(r->above_zero & numbers[i]));
			*n = -LARGEST - 1;
			assert_false(encode(&json, &m));
		}
	}
	buf_finish(&json);
}

static void a_full_frame_keeps_room_for_its_end(void **state)
{
	struct wire_msg m = { .type = WIRE_SEEN, .has = WIRE_G | WIRE_S, .g = 1, .s = 1 };
	const size_t one = strlen("{\"t\":\"a\",\"g\":1,\"s\":1}");
	struct buf json;

	(void)state;
	buf_init(&json, 2 * one + 3);
	assert_false(wire_close(&json));
	assert_true(wire_add(&json, &m, &err));
	assert_true(wire_add(&json, &m, &err));
	assert_false(wire_add(&json, &m, &err));
	assert_int_equal(err.code, ERR_TOO_LARGE);
	assert_int_equal(json.n, 2 * one + 2);
	assert_true(wire_close(&json));
	assert_true(decode(json.p, WIRE_CLIENT));
	assert_int_equal(got.n, 2);
	buf_finish(&json);
	buf_init(&json, 2 * one + 2);
	assert_true(wire_add(&json, &m, &err));
	assert_false(wire_add(&json, &m, &err));
	buf_finish(&json);
}

static void what_is_not_text_is_not_encoded(void **state)
{
	struct wire_msg m = sample(&wire_rows[WIRE_SAY], wire_rows[WIRE_SAY].must);
	struct buf json;

	(void)state;
	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	m.b = str_of("\xff");
	assert_false(encode(&json, &m));
	m.b = (struct str) { "a\0b", 3 };
	assert_false(encode(&json, &m));
	m.b = (struct str) { NULL, 0 };
	assert_true(encode(&json, &m));
	m.type = WIRE_TYPES;
	assert_false(encode(&json, &m));
	buf_finish(&json);
}

/* What goes out of `link` comes in as it was, over `chain`; the words of the JSON are borrowed. */
static const char *told(struct wire_link *link, struct wire_chain *chain, struct wire_msg m)
{
	static struct buf json;
	const int64_t s = m.s, d = m.d;
	struct wire_msg back;

	buf_finish(&json);
	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	wire_link_write(link, &m);
	assert_true(encode(&json, &m));
	assert_true(decode(json.p, WIRE_SERVER));
	back = got.msgs[0];
	assert_true(wire_chain_read(chain, &back, &err));
	assert_true(back.has & WIRE_S);
	assert_int_equal(back.s, s);
	assert_int_equal(back.d, d);
	return json.p;
}

static struct wire_msg said(enum wire_type type, int64_t g, int64_t s, int64_t d)
{
	struct wire_msg m = sample(&wire_rows[type], wire_rows[type].must | WIRE_S);

	m.g = g;
	m.s = s;
	m.d = d;
	return m;
}

static void what_continues_is_told_by_the_difference(void **state)
{
	struct wire_link one = { 0 }, two = { 0 };
	struct wire_chain chain = { 0 };
	const char *json;

	(void)state;
	json = told(&one, &chain, said(WIRE_MESSAGE, 1, 7, 1764000000000));
	assert_non_null(strstr(json, "\"s\":7,\"d\":1764000000000,"));
	json = told(&one, &chain, said(WIRE_STORED, 1, 8, 1764000005000));
	assert_null(strstr(json, "\"s\":"));
	assert_non_null(strstr(json, "\"d\":5000,"));
	/* another group is another matter */
	told(&two, &chain, said(WIRE_MESSAGE, 2, 1, 1764000005000));
	json = told(&one, &chain, said(WIRE_MESSAGE, 1, 9, 1763999999000));
	assert_non_null(strstr(json, "\"d\":-6000,"));
	/* a page from before, and then on where it was: both are whole */
	told(&one, &chain, said(WIRE_MESSAGE, 1, 3, 1763000000000));
	json = told(&one, &chain, said(WIRE_MESSAGE, 1, 10, 1764000009000));
	assert_non_null(strstr(json, "\"s\":10,\"d\":1764000009000,"));
	json = told(&one, &chain, said(WIRE_MESSAGE, 1, 11, 1764000009000));
	assert_non_null(strstr(json, "\"d\":0,"));
	wire_chain_forget(&chain);
	told(&two, &chain, said(WIRE_SHOWN, 2, 2, 0));
}

static void what_continues_nothing_is_refused(void **state)
{
	struct wire_msg m = said(WIRE_MESSAGE, 1, 0, 5);
	struct wire_chain chain = { 0 };

	(void)state;
	m.has &= ~(unsigned)WIRE_S;
	assert_false(wire_chain_read(&chain, &m, &err));
	assert_int_equal(err.code, ERR_BAD_INPUT);
	m.has |= WIRE_S;
	m.s = m.d = LARGEST;
	assert_true(wire_chain_read(&chain, &m, &err));
	m.has &= ~(unsigned)WIRE_S;
	m.d = 1;
	assert_false(wire_chain_read(&chain, &m, &err));
	assert_int_equal(err.code, ERR_TOO_LARGE);
	wire_chain_forget(&chain);
}

static void keys_come_in_the_order_of_the_dictionary(void **state)
{
	struct wire_msg m = { .type = WIRE_MESSAGE,
			      .has = WIRE_G | WIRE_S | WIRE_U | WIRE_D | WIRE_K | WIRE_B,
			      .g = 1,
			      .s = 15,
			      .u = 2,
			      .d = 1790000000000,
			      .k = 3 };
	struct buf json;

	(void)state;
	m.b = str_of("hi \"you\"");
	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	assert_true(encode(&json, &m));
	assert_string_equal(json.p, "[{\"t\":\"m\",\"g\":1,\"s\":15,\"d\":1790000000000,"
				    "\"u\":2,\"k\":3,\"b\":\"hi \\\"you\\\"\"}]");
	buf_finish(&json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_in_the_order_of_the_enum),
		cmocka_unit_test(every_row_decodes_to_what_was_encoded),
		cmocka_unit_test(a_message_of_the_other_side_is_refused),
		cmocka_unit_test(every_field_that_must_be_there_is_missed),
		cmocka_unit_test(
			a_field_of_another_type_is_not_encoded_and_skipped_when_it_comes),
		cmocka_unit_test(each_text_may_be_as_long_as_its_limit_and_no_longer),
		cmocka_unit_test(each_number_is_whole_and_within_its_bounds),
		cmocka_unit_test(a_full_frame_keeps_room_for_its_end),
		cmocka_unit_test(what_is_not_text_is_not_encoded),
		cmocka_unit_test(what_continues_is_told_by_the_difference),
		cmocka_unit_test(what_continues_nothing_is_refused),
		cmocka_unit_test(keys_come_in_the_order_of_the_dictionary),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
