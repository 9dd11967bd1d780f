/* SPDX-License-Identifier: MIT */
/* Cleaning twice is cleaning once; wrapping ends, fits and loses nothing but spaces. */
#include "fuzz/fuzz.h"

#include <assert.h>
#include <string.h>

#include "text/utf8.h"
#include "text/width.h"
#include "text/wrap.h"

static size_t not_space(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] != ' ' && s.p[i] != '\n';
	return n;
}

static void wraps(struct str s, int cols)
{
	size_t kept = 0;
	struct wrap w;
	struct str line;

	for (wrap_init(&w, s); wrap_next(&w, cols, &line); kept += not_space(line))
		assert(width_of(line) <= cols || utf8_next(line, 0) == line.n);
	assert(kept == not_space(s));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str in = { (const char *)data, n };
	struct arena mem = { 0 };
	struct str clean = str_of(utf8_clean(&mem, in));
	struct str name = str_of(utf8_clean_name(&mem, in, 64));

	assert(utf8_valid(clean) && str_is(clean, utf8_clean(&mem, clean)));
	assert(utf8_valid(name) && name.n <= 64 &&
	       str_is(name, utf8_clean_name(&mem, name, 64)));
	for (size_t at = 0, next; at < clean.n; at = next) {
		next = utf8_next(clean, at);
		assert(next > at && utf8_prev(clean, next) == at);
		assert(next - at <= 4 * UTF8_CLUSTER_MAX);
	}
	for (size_t at = 0, next; at < n; at = next) {
		next = utf8_next(in, at);
		assert(next > at && utf8_prev(in, next) == at && utf8_word_next(in, at) > at);
	}
	for (int cols = 2; cols < 200; cols = cols * 3 - 1)
		wraps(clean, cols);
	wraps(in, 10);
	assert(utf8_contains(clean, clean));
	arena_finish(&mem);
	return 0;
}
