/* SPDX-License-Identifier: MIT */
#include "hear/hold.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

void hold_init(struct hold *h, int64_t hold_ms, int64_t gap_ms)
{
	*h = (struct hold) { .hold_ms = hold_ms, .gap_ms = gap_ms };
	/* Nothing was typed or written yet, whatever the clock says. */
	h->key_ms = h->wrote_ms = INT64_MIN / 2;
}

void hold_finish(struct hold *h)
{
	for (size_t i = 0; i < h->count; i++)
		free(h->rows[(h->first + i) % h->size].text);
	free(h->rows);
	hold_init(h, 0, 0);
}

static void grow(struct hold *h)
{
	size_t size = h->size ? h->size * 2 : 16;
	struct hold_row *rows = mem_get(size * sizeof(*rows));

	for (size_t i = 0; i < h->count; i++)
		rows[i] = h->rows[(h->first + i) % h->size];
	free(h->rows);
	h->rows = rows;
	h->size = size;
	h->first = 0;
}

void hold_add(struct hold *h, const char *text, enum item_voice voice, bool rings)
{
	if (h->count == h->size)
		grow(h);
	h->rows[(h->first + h->count++) % h->size] =
		(struct hold_row) { mem_dup(text, strlen(text)), rings };
	if (voice == VOICE_NOW)
		h->let = h->count;
}

void hold_key(struct hold *h, bool begun, int64_t now_ms)
{
	h->key_ms = now_ms;
	h->begun = begun;
}

void hold_let(struct hold *h)
{
	h->let = h->count;
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
	if (!h->count || due_at_ms(h) > now_ms)
		return false;
	*out = h->rows[h->first];
	h->first = (h->first + 1) % h->size;
	h->count--;
	h->let -= h->let > 0;
	h->wrote_ms = now_ms;
	return true;
}

int64_t hold_due_ms(const struct hold *h, int64_t now_ms)
{
	int64_t at = h->count ? due_at_ms(h) : INT64_MAX;

	if (at == INT64_MAX)
		return -1;
	return at > now_ms ? at - now_ms : 0;
}
