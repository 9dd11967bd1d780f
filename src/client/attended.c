/* SPDX-License-Identifier: MIT */
#include "client/attended.h"

#include <stdlib.h>
#include <string.h>

static void drop(struct pl_attended *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free((char *)(uintptr_t)rows[i].why);
	free(rows);
}

void attended_disconnect(struct attended *a)
{
	drop(a->coming, a->coming_count);
	a->coming = NULL;
	a->coming_count = 0;
}

void attended_finish(struct attended *a)
{
	attended_disconnect(a);
	drop(a->rows, a->rows_count);
	*a = (struct attended) { 0 };
}

static int minutes(int64_t n)
{
	return n > INT32_MAX ? INT32_MAX : (int)n;
}

static int newest_first(const void *a, const void *b)
{
	const struct pl_attended *x = a, *y = b;

	return x->utc_ms > y->utc_ms ? -1 : x->utc_ms < y->utc_ms;
}

static void add(struct attended *a, const struct wire_msg *m)
{
	const char *why = m->has & WIRE_B ? m->b.p : "";

	if (a->coming_count == ATTENDED_MAX)
		return;
	a->coming = mem_grow(a->coming, (a->coming_count + 1) * sizeof(*a->coming));
	a->coming[a->coming_count++] = (struct pl_attended) {
		.group = m->g,
		.session = m->s,
		.utc_ms = m->d,
		.minutes = minutes(m->n),
		.corrected = m->has & WIRE_K ? minutes(m->k - 1) : -1,
		.by = m->u,
		.why = mem_dup(why, strlen(why)),
	};
}

bool attended_take(struct attended *a, const struct wire_msg *m, int64_t utc_ms)
{
	if (m->g) {
		add(a, m);
		return false;
	}
	drop(a->rows, a->rows_count);
	a->rows = a->coming;
	a->rows_count = a->coming_count;
	a->coming = NULL;
	a->coming_count = 0;
	if (a->rows_count)
		qsort(a->rows, a->rows_count, sizeof(*a->rows), newest_first);
	a->pub = (struct pl_attendance) { .told_utc_ms = utc_ms,
					  .week_utc_ms = m->d,
					  .week_minutes = minutes(m->n),
					  .target_minutes = minutes(m->k),
					  .sessions = a->rows,
					  .sessions_count = a->rows_count };
	return true;
}

void attended_write(struct attended *a, struct buf *json)
{
	const struct wire_msg m = { .type = WIRE_ATTENDANCE };

	if (a->due)
		a->due = !wire_add(json, &m, NULL);
}
