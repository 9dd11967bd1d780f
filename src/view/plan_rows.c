/* SPDX-License-Identifier: MIT */
/* What would come of changes, a sentence each, and one for many that are the same. */
#include "view/plan.h"

enum { SAME_MIN = 6 }; /* fewer are told one by one: each has its day */

/* Clashes must not be among those that are left out: they come first. */
static struct pl_preview *sorted(struct arena *a, const struct pl_previewed *seen)
{
	struct pl_preview *own = arena_get(a, (seen->rows_count + 1) * sizeof(*own));
	size_t at = 0;

	for (int clash = 1; clash >= 0; clash--)
		for (size_t i = 0; i < seen->rows_count; i++)
			if ((seen->rows[i].leader_busy || seen->rows[i].place_busy) == clash)
				own[at++] = seen->rows[i];
	return own;
}

/* Rows that are the same of other sessions of a series; `first` has their words. */
struct same {
	size_t first, last, count;
};

static size_t find(struct same *all, size_t n, const struct pl_preview *rows, size_t row)
{
	size_t i = 0;

	while (i < n && !words_preview_same(&rows[all[i].first], &rows[row]))
		i++;
	if (i == n)
		all[i] = (struct same) { .first = row };
	all[i].last = row;
	all[i].count++;
	return i;
}

size_t plan_rows(struct arena *a, const struct pl_previewed *seen, const char ***out)
{
	const struct pl_preview *rows = sorted(a, seen);
	const size_t n = seen->rows_count;
	struct same *all = arena_get(a, (n + 1) * sizeof(*all));
	size_t *of = arena_get(a, (n + 1) * sizeof(*of)), kinds = 0, told = 0;

	*out = arena_get(a, (n + 1) * sizeof(**out));
	for (size_t i = 0; i < n; i++) {
		of[i] = find(all, kinds, rows, i);
		kinds += of[i] == kinds;
	}
	for (size_t i = 0; i < n; i++) {
		const struct same *s = &all[of[i]];

		if (s->count < SAME_MIN)
			(*out)[told++] = words_preview(a, &rows[i]);
		else if (s->first == i)
			(*out)[told++] =
				arena_fmt(a, "%s%s", words_preview(a, &rows[i]),
					  words_preview_more(a, &rows[s->last], s->count - 1));
	}
	return told;
}
