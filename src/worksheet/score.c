/* SPDX-License-Identifier: MIT */
#include "worksheet/score.h"

#include <string.h>

static const char loinc[] = "http://loinc.org";

static const char *const phq_items[] = {
	"44250-9", "44255-8", "44259-0", "44254-1", "44251-7",
	"44258-2", "44252-5", "44253-3", "44260-8",
};
static const char *const gad_items[] = {
	"69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7",
};

static const struct score_range phq_9_ranges[] = {
	{ 0, SCORE_MINIMAL },   { 5, SCORE_MILD },
	{ 10, SCORE_MODERATE }, { 15, SCORE_MODERATELY_SEVERE },
	{ 20, SCORE_SEVERE },
};
static const struct score_range gad_7_ranges[] = {
	{ 0, SCORE_MINIMAL },
	{ 5, SCORE_MILD },
	{ 10, SCORE_MODERATE },
	{ 15, SCORE_SEVERE },
};
static const struct score_range phq_2_ranges[] = { { 0, SCORE_NEGATIVE },
						   { 3, SCORE_POSITIVE } };

static const struct score_measure measures[] = {
	{ "PHQ-9", "44249-1", "44261-6", phq_items, 9, 27, phq_9_ranges, 5, "44260-8" },
	{ "GAD-7", "69737-5", "70274-6", gad_items, 7, 21, gad_7_ranges, 4, NULL },
	{ "PHQ-2", "55757-9", "55758-7", phq_items, 2, 6, phq_2_ranges, 2, NULL },
};

const struct score_measure *score_measure(const struct questionnaire *q)
{
	for (size_t i = 0; i < sizeof(measures) / sizeof(measures[0]); i++)
		if (sheet_coded(q->codes, q->code_count, loinc, measures[i].code))
			return &measures[i];
	return NULL;
}

enum score_band score_band(const struct score_measure *m, int sum)
{
	size_t i = m->range_count - 1;

	while (i && sum < m->ranges[i].from)
		i--;
	return m->ranges[i].band;
}

static const struct sheet_item *find_item(const struct questionnaire *q, const char *code)
{
	for (size_t i = 0; i < q->count; i++)
		if (sheet_coded(q->items[i]->codes, q->items[i]->code_count, loinc, code))
			return q->items[i];
	return NULL;
}

bool score_of(const struct score_measure *m, const struct response *r, struct score *out)
{
	*out = (struct score) { .danger = -1 };
	for (size_t i = 0; i < m->count; i++) {
		const struct sheet_item *item = find_item(response_form(r), m->items[i]);
		const struct blank *b;

		if (!item)
			return false;
		b = response_twins(r, item);
		if (!blank_answered(b)) {
			out->missing++;
			continue;
		}
		if (!b->value.weighed)
			return false;
		out->sum += (int)b->value.weight;
		if (m->danger && strcmp(m->danger, m->items[i]) == 0)
			out->danger = (int)b->value.weight;
	}
	out->band = score_band(m, out->sum);
	return true;
}

static bool is_danger(const struct blank *b, const struct score_measure *m)
{
	const struct sheet_item *item = b->item;
	const double worth = b->value.weighed ? b->value.weight : b->value.number;
	int from = item->danger;

	if (m && m->danger && sheet_coded(item->codes, item->code_count, loinc, m->danger))
		from = 1;
	return from > 0 && worth >= from && blank_answered(b);
}

bool score_danger(const struct response *r)
{
	const struct score_measure *m = score_measure(response_form(r));

	for (const struct blank *b = response_first(r); b; b = blank_next(b))
		if (is_danger(b, m))
			return true;
	return false;
}
