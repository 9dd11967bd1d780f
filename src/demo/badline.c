/* SPDX-License-Identifier: MIT */
#include "demo/badline.h"

#include <string.h>

/* Round trips, rates and losses are those of the tests' laboratory. */
const struct badline_kind badline_kinds[] = {
	{ "bad-gprs", { 900, 150, { 8, 20 }, 50 }, 120, 25 },
	{ "gprs", { 600, 60, { 14, 35 }, 10 }, 600, 12 },
	{ "edge", { 400, 40, { 60, 120 }, 10 }, 0, 0 },
	{ "satellite", { 650, 10, { 128, 1000 }, 5 }, 300, 8 },
	{ "rural-dsl", { 60, 5, { 128, 768 }, 20 }, 0, 0 },
	{ "good", { 0 }, 0, 0 },
	{ 0 },
};

const struct badline_kind *badline_kind(const char *name)
{
	for (const struct badline_kind *k = badline_kinds; k->name; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

/* From half of `s` seconds to one and a half; xorshift. */
static int64_t about_ms(struct badline *b, int s)
{
	b->chance ^= b->chance << 13;
	b->chance ^= b->chance >> 7;
	b->chance ^= b->chance << 17;
	return s * 500 + (int64_t)(b->chance % (uint64_t)(s * 1000));
}

static void plan_turn(struct badline *b, int64_t now_ms)
{
	const int s = b->hole ? b->kind->hole_s : b->kind->hole_every_s;

	b->turn_ms = s ? now_ms + about_ms(b, s) : INT64_MAX;
}

bool badline_open(struct badline *b, int server_port, const struct badline_kind *kind,
		  uint64_t seed, int64_t now_ms)
{
	*b = (struct badline) { .line = slowline_open(server_port, seed),
				.kind = kind,
				.chance = seed * 2 + 1 };
	if (!b->line)
		return false;
	slowline_set(b->line, &kind->quality);
	plan_turn(b, now_ms);
	return true;
}

void badline_close(struct badline *b)
{
	slowline_close(b->line);
	b->line = NULL;
}

void badline_take_down(struct badline *b, bool down)
{
	if (down && !b->down)
		slowline_cut(b->line, SLOWLINE_RESET);
	b->down = down;
	slowline_stall(b->line, b->down || b->hole);
}

void badline_work(struct badline *b, int64_t now_ms)
{
	if (now_ms >= b->turn_ms) {
		b->hole = !b->hole;
		slowline_stall(b->line, b->down || b->hole);
		plan_turn(b, now_ms);
	}
	slowline_work(b->line, now_ms);
}

int badline_timeout_ms(const struct badline *b, int64_t now_ms)
{
	const int line_ms = slowline_timeout_ms(b->line, now_ms);
	const int64_t left_ms = b->turn_ms - now_ms;

	if (b->turn_ms == INT64_MAX || (line_ms >= 0 && line_ms < left_ms))
		return line_ms;
	return left_ms > 0 ? (int)left_ms : 0;
}
