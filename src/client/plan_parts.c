/* SPDX-License-Identifier: MIT */
#include "client/plan_parts.h"

#include "worksheet/answers.h"

static const struct sheet_item *top_of(const struct sheet_item *item)
{
	while (item->parent)
		item = item->parent;
	return item;
}

/* Is there anything in it for somebody to fill in? */
static bool has_question(const struct questionnaire *q, const struct sheet_item *top)
{
	for (size_t i = 0; i < q->count; i++)
		if (top_of(q->items[i]) == top && item_asks(q->items[i]) &&
		    !q->items[i]->hidden)
			return true;
	return false;
}

static void read_part(const struct response *r, const struct sheet_item *top,
		      struct kit_text *t)
{
	struct buf words;

	buf_init(&words, VALUE_TEXT_MAX);
	buf_addf(&words, "%s %s", top->prefix, top->text);
	kit_text_part(t, (struct str) { buf_text(&words), words.n });
	for (struct blank *b = response_first(r); b; b = blank_next(b)) {
		buf_reset(&words);
		if (top_of(b->item) == top && blank_shown(b) && answers_words(b, &words))
			kit_text_line(t, (struct str) { buf_text(&words), words.n });
	}
	buf_finish(&words);
}

void plan_parts_read(const struct response *r, struct kit_text *t)
{
	const struct questionnaire *q = response_form(r);

	for (const struct sheet_item *top = q->first; top; top = top->next)
		if (has_question(q, top))
			read_part(r, top, t);
}
