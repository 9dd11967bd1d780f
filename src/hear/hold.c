/* SPDX-License-Identifier: MIT */
#include "hear/hold.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

/* ---- rows ---- */

static void grow(struct hold_rows *r)
{
	size_t size = r->size ? r->size * 2 : 16;
	struct hold_row *rows = mem_get(size * sizeof(*rows));

	for (size_t i = 0; i < r->count; i++)
		rows[i] = r->p[(r->first + i) % r->size];
	free(r->p);
	r->p = rows;
	r->size = size;
	r->first = 0;
}

static void push(struct hold_rows *r, struct hold_row row)
{
	if (r->count == r->size)
		grow(r);
	r->p[(r->first + r->count++) % r->size] = row;
}

static struct hold_row pop(struct hold_rows *r)
{
	struct hold_row row = r->p[r->first];

	r->first = (r->first + 1) % r->size;
	r->count--;
	return row;
}

static void empty(struct hold_rows *r)
{
	while (r->count)
		free(pop(r).text);
	free(r->p);
	*r = (struct hold_rows) { 0 };
}

/* ---- in ---- */

void hold_init(struct hold *h, int64_t hold_ms, int64_t gap_ms)
{
	*h = (struct hold) { .hold_ms = hold_ms, .gap_ms = gap_ms };
	/* Nothing was typed or written yet, whatever the clock says. */
	h->key_ms = h->wrote_ms = INT64_MIN / 2;
}

void hold_finish(struct hold *h)
{
	empty(&h->due);
	empty(&h->aside);
	hold_init(h, 0, 0);
}

/* What calls for this person waits for no pause. */
static void put_due(struct hold *h, struct hold_row row, bool now)
{
	push(&h->due, row);
	if (now)
		h->let = h->due.count;
}

static void put_aside(struct hold *h, struct hold_row row)
{
	if (h->aside.count == HOLD_ASIDE_MAX) {
		const struct hold_row oldest = pop(&h->aside);

		h->hush->gone += hush_is_in_talk(oldest.about);
		free(oldest.text);
	}
	push(&h->aside, row);
	h->hush->waiting = h->aside.count;
}

void hold_add(struct hold *h, const char *text, enum item_about about, bool rings)
{
	const enum item_voice worth = hush_worth(h->hush ? h->hush->level : HUSH_NORMAL, about);
	struct hold_row row = { .about = about, .rings = rings };

	if (worth == VOICE_SILENT)
		return;
	row.text = mem_dup(text, strlen(text));
	if (h->hush && hush_holds(h->hush, about))
		put_aside(h, row);
	else
		put_due(h, row, worth == VOICE_NOW);
}

void hold_key(struct hold *h, bool begun, int64_t now_ms)
{
	h->key_ms = now_ms;
	h->begun = begun;
}

void hold_let(struct hold *h)
{
	h->let = h->due.count;
}

void hold_resume(struct hold *h, bool all)
{
	for (size_t n = h->aside.count; n > 0; n--) {
		const struct hold_row row = pop(&h->aside);

		if (!all && hush_holds(h->hush, row.about))
			push(&h->aside, row);
		else
			put_due(h, row, true);
	}
	if (h->hush)
		h->hush->waiting = h->aside.count;
}

void hold_forget_talk(struct hold *h)
{
	for (size_t n = h->aside.count; n > 0; n--) {
		const struct hold_row row = pop(&h->aside);

		if (hush_is_in_talk(row.about))
			free(row.text);
		else
			push(&h->aside, row);
	}
	if (h->hush) {
		h->hush->waiting = h->aside.count;
		h->hush->gone = 0;
	}
}

/* ---- out ---- */

bool hold_is_empty(const struct hold *h)
{
	return !h->due.count && !h->aside.count && !(h->hush && h->hush->gone);
}

/* INT64_MAX: not by time alone. */
static int64_t due_at_ms(const struct hold *h)
{
	int64_t next = h->wrote_ms + h->gap_ms;
	int64_t pause = h->key_ms + (h->hold_ms > 0 ? h->hold_ms : 0);

	if (h->let)
		return next;
	if (h->hold_ms == HOLD_UNTIL_ENTER && h->begun)
		return INT64_MAX;
	return pause > next ? pause : next;
}

bool hold_take(struct hold *h, int64_t now_ms, struct hold_row *out)
{
	if (!h->due.count || due_at_ms(h) > now_ms)
		return false;
	*out = pop(&h->due);
	h->let -= h->let > 0;
	h->wrote_ms = now_ms;
	return true;
}

int64_t hold_due_ms(const struct hold *h, int64_t now_ms)
{
	int64_t at = h->due.count ? due_at_ms(h) : INT64_MAX;

	if (at == INT64_MAX)
		return -1;
	return at > now_ms ? at - now_ms : 0;
}
