/* SPDX-License-Identifier: MIT */
#include "support/hearer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"

int64_t hearer_wall_ms, hearer_waiting_ms;

static const char *name(const void *user, int64_t member)
{
	static const char *const names[] = { "", "Me", "Ana", "Grace" };

	(void)user;
	return names[member];
}

static struct session_view view(void)
{
	return (struct session_view) { .self = HEARER_ME,
				       .utc_ms = hearer_wall_ms,
				       .now_ms = hearer_waiting_ms,
				       .name = name };
}

void hearer_rows(struct session *s, const char *json)
{
	const struct session_view v = view();
	struct arena mem = { 0 };
	struct wire_frame f;
	struct err err = { 0 };

	if (!wire_decode(str_of(json), WIRE_SERVER, &mem, &f, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < f.n; i++)
		assert_true(session_apply(s, &f.msgs[i]));
	session_settle(s, &v);
	arena_finish(&mem);
}

void hearer_pass(struct session *s, int64_t ms)
{
	struct session_view v;

	hearer_wall_ms += ms;
	hearer_waiting_ms += ms;
	v = view();
	session_tick(s, &v);
}

int64_t hearer_due(const struct session *s)
{
	return session_due_ms(s, hearer_wall_ms, hearer_waiting_ms);
}

const char *hearer_told(struct session *s)
{
	static const char *const words[PL_NOTES] = {
		[PL_NOTE_EXERCISE] = "exercise", [PL_NOTE_LINE] = "line",
		[PL_NOTE_OVER] = "over",         [PL_NOTE_STOPPED] = "stopped",
		[PL_NOTE_LESSON] = "lesson",     [PL_NOTE_PAGE] = "page",
		[PL_NOTE_QUIZ] = "quiz",         [PL_NOTE_RIGHT] = "right",
		[PL_NOTE_COUNTS] = "counts",     [PL_NOTE_ASKED] = "asked",
		[PL_NOTE_QUESTION] = "question", [PL_NOTE_FIVE] = "five",
		[PL_NOTE_TIME_UP] = "up",        [PL_NOTE_LONG] = "long",
		[PL_NOTE_LONG_OWN] = "own",      [PL_NOTE_DOWN] = "down",
	};
	static char out[4096];
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < s->notices_count; i++) {
		const struct pl_notice *t = &s->notices[i];

		if (words[t->kind])
			n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%s%s%s%s %d;",
					      words[t->kind], *t->who ? " " : "", t->who,
					      *t->text ? " " : "", t->text, (int)t->n);
		free((char *)(uintptr_t)t->who);
		free((char *)(uintptr_t)t->text);
	}
	s->notices_count = 0;
	return out;
}

void hearer_begin(struct session *s, bool leads)
{
	hearer_wall_ms = HEARER_BEGAN;
	hearer_waiting_ms = 77000;
	session_init(s);
	hearer_rows(s, leads ? "[" HEARER_TURNS("") "," HEARER_PLAN "," HEARER_LEADS "]"
			     : "[" HEARER_TURNS("") "," HEARER_PLAN "," HEARER_IN "]");
	hearer_told(s);
}
