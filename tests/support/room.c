/* SPDX-License-Identifier: MIT */
#include "support/room.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static void read_text(struct script *s, const char *text)
{
	struct err err = { 0 };

	if (!script_add(s, "test", str_of(text), &err))
		fail_msg("%s", err.text);
}

void room_open(struct room *r, const char *text, size_t warm)
{
	const struct player_plan plan = { .warm = warm, .pace = 100 };

	*r = (struct room) { .now_ms = 1000 };
	read_text(&r->script, text);
	r->player = player_create(&r->script, &plan);
}

void room_close(struct room *r)
{
	player_destroy(r->player);
	script_finish(&r->script);
}

static const char *name_of(const struct room *r, int who)
{
	return r->script.cast[who].name;
}

void room_echo(struct room *r)
{
	char *text = mem_dup(r->say.text, strlen(r->say.text));

	player_hear(r->player, name_of(r, r->say.who), text, r->now_ms);
	free(text);
}

int64_t room_wait(struct room *r)
{
	int64_t from_ms = r->now_ms, due_ms;

	while (!player_next(r->player, r->now_ms, &r->say)) {
		due_ms = player_due_ms(r->player);
		if (due_ms == INT64_MAX)
			return -1;
		assert_true(due_ms > r->now_ms);
		r->now_ms = due_ms;
	}
	room_echo(r);
	return r->now_ms - from_ms;
}

void room_expect(struct room *r, const char *said)
{
	char line[512];
	int64_t ms = room_wait(r);

	assert_true(ms >= 0);
	snprintf(line, sizeof(line), "%s: %s", name_of(r, r->say.who), r->say.text);
	assert_string_equal(line, said);
}

void room_person(struct room *r, const char *text)
{
	player_hear(r->player, "Sam", text, r->now_ms);
}

void room_enter(struct room *r, const char *text)
{
	room_open(r, text, 2);
	room_wait(r);
	room_wait(r);
	player_arrive(r->player, "Sam", r->now_ms);
}
