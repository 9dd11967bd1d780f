/* SPDX-License-Identifier: MIT */
#include "support/cached.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

const struct cache_word account[5] = {
	{ "host", "example.org" }, { "token", "T-1" }, { "name", "Ana" },
	{ "role", "patient" },     { "member", "7" },
};

int make_folder(void **state)
{
	struct folder *f = mem_get(sizeof(*f));

	if (!tmpdir_make(f->base))
		return -1;
	snprintf(f->dir, sizeof(f->dir), "%s/data", f->base);
	*state = f;
	return 0;
}

int drop_folder(void **state)
{
	struct folder *f = *state;

	cache_close(f->cache);
	tmpdir_drop(f->base);
	free(f);
	return 0;
}

struct cache *reopen(struct folder *f)
{
	struct err err = { 0 };

	cache_close(f->cache);
	f->cache = cache_open(f->dir, PASSPHRASE, &err);
	if (!f->cache)
		fail_msg("%s", err.text);
	return f->cache;
}

struct cache *guest(struct folder *f)
{
	f->cache = cache_open(NULL, NULL, NULL);
	assert_non_null(f->cache);
	return f->cache;
}

void load(struct cache *c, struct state *s)
{
	struct err err = { 0 };

	state_init(s);
	state_set_self(s, ME, "Ana", PL_PATIENT);
	if (!cache_load(c, s, &err))
		fail_msg("%s", err.text);
}

struct wire_msg message(int64_t seq, int64_t member, const char *text)
{
	return (struct wire_msg) { .type = WIRE_MESSAGE,
				   .g = GROUP,
				   .s = seq,
				   .u = member,
				   .d = 1000 * seq,
				   .b = str_of(text) };
}

struct wire_msg group_with(int64_t last, int64_t seen)
{
	return (struct wire_msg) {
		.type = WIRE_GROUP, .g = GROUP, .x = str_of("Tuesday"), .s = last, .n = seen
	};
}

void keep(struct cache *c, struct wire_msg m)
{
	struct err err = { 0 };

	if (!cache_keep(c, &m, 1, ME, &err))
		fail_msg("%s", err.text);
}

void keep_range(struct cache *c, int64_t from, int64_t to)
{
	for (int64_t s = from; s <= to; s++)
		keep(c, message(s, 2, "x"));
}

int64_t say_after(struct cache *c, int64_t top, const char *text)
{
	const struct state_group g = { .pub = { .id = GROUP }, .top = top };
	struct wire_msg line = { .d = 5000, .b = str_of(text) };

	assert_true(cache_outbox_add(c, &g, &line));
	assert_true(line.k > 0);
	return line.k;
}

void outbox_is(struct cache *c, const char *want)
{
	struct arena mem = { 0 };
	struct cache_line line = { 0 };
	struct buf b;

	buf_init(&b, 4096);
	while (cache_outbox_next(c, GROUP, line.ticket, &mem, &line))
		buf_addf(&b, "%s%s", b.n ? "," : "", line.text.p);
	assert_string_equal(buf_text(&b), want);
	buf_finish(&b);
	arena_finish(&mem);
}
