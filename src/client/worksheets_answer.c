/* SPDX-License-Identifier: MIT */
/* Answers of the sheet that is open: each is on disk before it counts as taken. */
#include <string.h>

#include "client/core.h"
#include "worksheet/score.h"

/* The same order in both: see response.h. */
_Static_assert((int)PL_ANSWER_DISABLED == (int)RESPONSE_DISABLED, "a fault has no word");

/* Nothing is asked within it. */
static bool is_leaf(const struct sheet_item *item)
{
	for (const struct sheet_item *in = item->first; in; in = in->next)
		if (in->type != ITEM_TYPE_DISPLAY)
			return false;
	return item->type != ITEM_TYPE_GROUP;
}

/* Choices are one question: all that were chosen are its answer. */
bool filling_is_one(const struct blank *b)
{
	return b->item->repeats && b->item->choice_count && is_leaf(b->item);
}

static struct blank *find_to_change(struct pl_client *c, uint64_t question)
{
	return c->filling.is_read_only ? NULL : filling_find(c, question);
}

static size_t count_like(const struct blank *b)
{
	const struct sheet_item *item = b->item;
	size_t n = 0;

	for (; b && b->item == item; b = b->next)
		n++;
	return n;
}

/* How many answers the item has in this parent. */
static size_t count_of(const struct blank *b)
{
	while (b->index)
		b = b->prev;
	return count_like(b);
}

/* `b`: all that has changed; NULL: more than one. */
static enum pl_fault kept(struct pl_client *c, enum response_fault fault, const struct blank *b)
{
	if (fault != RESPONSE_TAKEN)
		return (enum pl_fault)fault;
	return filling_keep(c, b) ? PL_ANSWER_TAKEN : PL_ANSWER_DISK;
}

/* What goes in, as one of these. */
struct put {
	const char *typed; /* NULL: */
	size_t choice;
};

static enum response_fault put(struct pl_client *c, struct blank *b, const struct put *what)
{
	struct response *r = c->filling.r;
	const struct sheet_value yes = { .kind = VALUE_BOOLEAN, .number = what->choice == 0 };

	if (what->typed)
		return response_type(r, b, what->typed);
	if (b->item->type == ITEM_TYPE_BOOLEAN)
		return what->choice < 2 ? response_set(r, b, &yes) : RESPONSE_NO_CHOICE;
	return response_choose(r, b, what->choice);
}

/* One more answer of several. */
static enum response_fault put_more(struct pl_client *c, struct blank *b,
				    const struct put *what)
{
	struct response *r = c->filling.r;
	struct blank *made;
	enum response_fault fault = response_add(r, b, &made);

	if (fault == RESPONSE_TAKEN) {
		fault = put(c, made, what);
		if (fault != RESPONSE_TAKEN && made->index)
			response_remove(r, made);
	}
	return fault;
}

static enum pl_fault take(struct pl_client *c, uint64_t question, const struct put *what)
{
	struct blank *b = find_to_change(c, question);
	enum response_fault fault;
	size_t before;

	if (!b)
		return PL_ANSWER_NO_SHEET;
	if (filling_is_one(b)) {
		fault = put_more(c, b, what);
		filling_moved(&c->filling);
		return kept(c, fault, NULL);
	}
	before = count_of(b);
	fault = put(c, b, what);
	filling_moved(&c->filling); /* what is calculated may have come or gone */
	if (fault != RESPONSE_TAKEN)
		return (enum pl_fault)fault;
	return kept(c, fault, count_of(b) == before ? b : NULL);
}

enum pl_fault pl_client_sheet_answer(struct pl_client *c, uint64_t question, const char *typed)
{
	return take(c, question, &(struct put) { .typed = typed });
}

/* The answer that is this choice; NULL: it was not chosen. */
static struct blank *find_chosen(struct blank *b, size_t choice)
{
	const struct sheet_item *item = b->item;

	while (b->index)
		b = b->prev;
	for (; b && b->item == item; b = b->next)
		if (b->value.kind != VALUE_NONE && choice < item->choice_count &&
		    value_compare(&item->choices[choice].value, &b->value) == VALUE_SAME)
			return b;
	return NULL;
}

enum pl_fault pl_client_choose(struct pl_client *c, uint64_t question, size_t choice)
{
	struct blank *b = find_to_change(c, question), *chosen;
	enum response_fault fault;

	if (!b)
		return PL_ANSWER_NO_SHEET;
	chosen = filling_is_one(b) ? find_chosen(b, choice) : NULL;
	if (!chosen)
		return take(c, question, &(struct put) { .choice = choice });
	fault = response_clear(c->filling.r, chosen);
	filling_moved(&c->filling);
	return kept(c, fault, NULL);
}

static enum response_fault clear_all(struct response *r, struct blank *b)
{
	enum response_fault fault = RESPONSE_TAKEN;

	while (fault == RESPONSE_TAKEN && b->next && b->next->item == b->item)
		fault = response_remove(r, b->next);
	return fault == RESPONSE_TAKEN ? response_empty_out(r, b) : fault;
}

enum pl_fault pl_client_unanswer(struct pl_client *c, uint64_t question)
{
	struct blank *b = find_to_change(c, question);
	enum response_fault fault;

	if (!b)
		return PL_ANSWER_NO_SHEET;
	fault = filling_is_one(b) ? clear_all(c->filling.r, b)
				  : response_empty_out(c->filling.r, b);
	filling_moved(&c->filling);
	return kept(c, fault, filling_is_one(b) || !is_leaf(b->item) ? NULL : b);
}

enum pl_fault pl_client_copy_add(struct pl_client *c, uint64_t question, uint64_t *made)
{
	struct blank *b = find_to_change(c, question), *more;
	enum response_fault fault;

	*made = 0;
	if (!b)
		return PL_ANSWER_NO_SHEET;
	if (filling_is_one(b))
		return PL_ANSWER_TOO_MANY; /* it is chosen, or not */
	fault = response_add(c->filling.r, b, &more);
	filling_moved(&c->filling);
	if (fault == RESPONSE_TAKEN)
		*made = filling_id(more);
	return kept(c, fault, NULL);
}

enum pl_fault pl_client_copy_remove(struct pl_client *c, uint64_t question)
{
	struct blank *b = find_to_change(c, question);
	enum response_fault fault;

	if (!b)
		return PL_ANSWER_NO_SHEET;
	fault = response_remove(c->filling.r, b);
	filling_moved(&c->filling);
	return kept(c, fault, NULL);
}

/* ---- what follows from them ---- */

bool pl_client_sheet_danger(const struct pl_client *c)
{
	return c->filling.r && score_danger(c->filling.r);
}

struct pl_score pl_client_sheet_score(struct pl_client *c)
{
	struct pl_score score, before;

	if (filling_score(c->filling.r, &score) && filling_score(filling_before(c), &before) &&
	    !before.missing) {
		score.before = before.sum;
		score.before_utc_ms = c->filling.before_utc_ms;
	}
	return score;
}
