/* SPDX-License-Identifier: MIT */
#include "store/backend.h"

#include <string.h>

/* The rows so far, with room for one more. */
static void *more(struct store_answer *a, void *rows, size_t size)
{
	void *grown;

	if (a->r.count < a->room)
		return rows;
	a->room = a->room ? 2 * a->room : 8;
	grown = arena_get(&a->mem, a->room * size);
	if (a->r.count)
		memcpy(grown, rows, a->r.count * size);
	return grown;
}

struct store_message *answer_message(struct store_answer *a)
{
	a->r.messages = more(a, a->r.messages, sizeof(*a->r.messages));
	return &a->r.messages[a->r.count++];
}

struct store_group *answer_group(struct store_answer *a)
{
	a->r.groups = more(a, a->r.groups, sizeof(*a->r.groups));
	return &a->r.groups[a->r.count++];
}

struct store_user *answer_user(struct store_answer *a)
{
	a->r.users = more(a, a->r.users, sizeof(*a->r.users));
	return &a->r.users[a->r.count++];
}

struct store_report *answer_report(struct store_answer *a)
{
	a->r.reports = more(a, a->r.reports, sizeof(*a->r.reports));
	return &a->r.reports[a->r.count++];
}

struct str answer_text(struct store_answer *a, struct str text)
{
	return (struct str) { arena_dup(&a->mem, text.p, text.n), text.n };
}

bool answer_line(struct str *rest, struct str *line)
{
	const char *end = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;

	if (!end)
		return false;
	*line = (struct str) { rest->p, (size_t)(end - rest->p) };
	rest->n -= line->n + 1;
	rest->p = end + 1;
	return true;
}

void answer_reset(struct store_answer *a)
{
	a->r = (struct store_reply) { .err = { .code = ERR_NONE } };
	a->room = 0;
	arena_reset(&a->mem);
}

void answer_finish(struct store_answer *a)
{
	arena_finish(&a->mem);
}
