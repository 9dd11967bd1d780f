/* SPDX-License-Identifier: MIT */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>
#include <utf8proc.h>

#include "support/hostile.h"
#include "text/edit.h"
#include "text/utf8.h"
#include "text/width.h"
#include "text/wrap.h"

static struct hostile_list list;

static int open_list(void **state)
{
	(void)state;
	setlocale(LC_CTYPE, "C.UTF-8");
	return hostile_open(&list, HOSTILE_LIST) ? 0 : -1;
}

static int close_list(void **state)
{
	(void)state;
	hostile_close(&list);
	return 0;
}

/* By category and Unicode's own list, not by the table that is tested. */
static bool is_order(int32_t code)
{
	switch ((int)utf8proc_category(code)) {
	case UTF8PROC_CATEGORY_CC:
		return code != '\n';
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	case UTF8PROC_CATEGORY_CF:
		/* what is kept: joiners, and signs that are seen */
		return code != 0x200c && code != 0x200d &&
		       utf8proc_get_property(code)->boundclass != UTF8PROC_BOUNDCLASS_PREPEND;
	default:
		return (code & 0xfffe) == 0xfffe || (code >= 0xfdd0 && code <= 0xfdef) ||
		       (utf8proc_get_property(code)->ignorable &&
			(code < 0xfe00 || code > 0xfe0f) && code != 0x200c && code != 0x200d);
	}
}

static bool is_mark(int32_t code)
{
	utf8proc_category_t c = utf8proc_category(code);

	return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC ||
	       c == UTF8PROC_CATEGORY_ME;
}

/* Names the case: which of so many failed is what one wants to know. */
#define assert_case(h, good)                                                                   \
	do {                                                                                   \
		if (!(good))                                                                   \
			fail_msg("%s: not true: %s", (h)->name, #good);                        \
	} while (0)

static struct str bytes_of(const struct hostile *h)
{
	return (struct str) { buf_text(&h->text), h->text.n };
}

static void nothing_that_a_terminal_obeys_is_left(void **state)
{
	struct arena mem = { 0 };

	(void)state;
	assert_true(list.count >= 60);
	for (const struct hostile *h = list.cases; h < list.cases + list.count; h++) {
		struct str clean = str_of(utf8_clean(&mem, bytes_of(h)));
		size_t n;

		assert_case(h, utf8_valid(clean));
		for (size_t at = 0; at < clean.n; at += n)
			assert_case(h, !is_order(utf8_at(clean, at, &n)));
		arena_reset(&mem);
	}
	arena_finish(&mem);
}

static void cleaning_twice_is_cleaning_once(void **state)
{
	struct arena mem = { 0 };

	(void)state;
	for (const struct hostile *h = list.cases; h < list.cases + list.count; h++) {
		struct str once = str_of(utf8_clean(&mem, bytes_of(h)));

		assert_case(h, str_is(once, utf8_clean(&mem, once)));
		arena_reset(&mem);
	}
	arena_finish(&mem);
}

static void marks_and_clusters_have_an_end(void **state)
{
	struct arena mem = { 0 };

	(void)state;
	for (const struct hostile *h = list.cases; h < list.cases + list.count; h++) {
		struct str clean = str_of(utf8_clean(&mem, bytes_of(h)));
		size_t n, marks = 0;

		for (size_t at = 0; at < clean.n; at += n) {
			int32_t code = utf8_at(clean, at, &n);

			marks = is_mark(code)                      ? marks + 1
				: code == 0x200d || code == 0x200c ? marks
								   : 0;
			assert_case(h, marks <= UTF8_MARKS_MAX);
		}
		for (size_t at = 0; at < clean.n; at = n) {
			n = utf8_next(clean, at);
			assert_case(h, n - at <= (size_t)4 * UTF8_CLUSTER_MAX);
		}
		arena_reset(&mem);
	}
	arena_finish(&mem);
}

/* As many columns as libc's sum says, or fewer where parts are drawn in one place. */
static void a_width_is_never_more_than_the_terminal_takes(void **state)
{
	struct arena mem = { 0 };

	(void)state;
	for (const struct hostile *h = list.cases; h < list.cases + list.count; h++) {
		struct str clean = str_of(utf8_clean(&mem, bytes_of(h)));
		int sum = 0, seen = 0;
		size_t n;

		for (size_t at = 0; at < clean.n; at += n) {
			int32_t code = utf8_at(clean, at, &n);
			int w = wcwidth((wchar_t)code);

			if (w < 0)
				w = utf8proc_charwidth(code);
			sum += code == 0xfe0f ? 1 : w;
			seen += w > 0;
		}
		assert_case(h, width_of(clean) <= sum);
		assert_case(h, !seen || width_of(clean) > 0);
		arena_reset(&mem);
	}
	arena_finish(&mem);
}

static void every_line_fits_the_screen_and_nothing_is_lost(void **state)
{
	static const int widths[] = { 2, 3, 40, 80, 200 };
	struct arena mem = { 0 };

	(void)state;
	for (const struct hostile *h = list.cases; h < list.cases + list.count; h++) {
		struct str clean = str_of(utf8_clean(&mem, bytes_of(h)));

		for (size_t i = 0; i < sizeof(widths) / sizeof(*widths); i++) {
			size_t shown = 0, wanted = 0;
			struct wrap w;
			struct str line;

			for (wrap_init(&w, clean); wrap_next(&w, widths[i], &line);) {
				assert_case(h, width_of(line) <= widths[i] ||
						       utf8_next(line, 0) == line.n);
				for (size_t k = 0; k < line.n; k++)
					shown += line.p[k] != ' ';
			}
			for (size_t k = 0; k < clean.n; k++)
				wanted += clean.p[k] != ' ' && clean.p[k] != '\n';
			assert_case(h, shown == wanted);
		}
		arena_reset(&mem);
	}
	arena_finish(&mem);
}

static void a_name_is_one_line_within_its_bytes(void **state)
{
	struct arena mem = { 0 };

	(void)state;
	for (const struct hostile *h = list.cases; h < list.cases + list.count; h++) {
		struct str name = str_of(utf8_clean_name(&mem, bytes_of(h), 64));

		assert_case(h, utf8_valid(name) && name.n <= 64);
		assert_case(h, !memchr(name.p, '\n', name.n));
		assert_case(h, !strstr(name.p, "  "));
		assert_case(h, !name.n || (name.p[0] != ' ' && name.p[name.n - 1] != ' '));
		assert_case(h, str_is(name, utf8_clean_name(&mem, name, 64)));
		arena_reset(&mem);
	}
	arena_finish(&mem);
}

static void what_is_pasted_is_harmless_too(void **state)
{
	(void)state;
	for (const struct hostile *h = list.cases; h < list.cases + list.count; h++) {
		struct edit e;
		size_t n;

		edit_init(&e, 4 * h->text.n + 16);
		assert_case(h, edit_insert(&e, bytes_of(h)));
		struct str text = { buf_text(&e.text), e.text.n };

		assert_case(h, utf8_valid(text) && e.at == text.n);
		for (size_t at = 0; at < text.n; at += n)
			assert_case(h, !is_order(utf8_at(text, at, &n)));
		edit_finish(&e);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_that_a_terminal_obeys_is_left),
		cmocka_unit_test(cleaning_twice_is_cleaning_once),
		cmocka_unit_test(marks_and_clusters_have_an_end),
		cmocka_unit_test(a_width_is_never_more_than_the_terminal_takes),
		cmocka_unit_test(every_line_fits_the_screen_and_nothing_is_lost),
		cmocka_unit_test(a_name_is_one_line_within_its_bytes),
		cmocka_unit_test(what_is_pasted_is_harmless_too),
	};

	return cmocka_run_group_tests(tests, open_list, close_list);
}
