/* SPDX-License-Identifier: MIT */
/* An event as the log keeps it: a word and six numbers on a line, then its text. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/meeting_in.h"

bool meeting_write(struct buf *out, const struct meeting_event *e)
{
	return buf_addf(out,
			"%s %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
			" %" PRId64 "\n",
			meeting_word(e->kind), e->by, e->device, e->ticket, e->member, e->n,
			e->d) &&
	       buf_add(out, e->text.p, e->text.n);
}

/* Up to the next blank or end of line. */
static struct str take(struct str *row)
{
	struct str w = { row->p, 0 };

	while (w.n < row->n && w.p[w.n] != ' ' && w.p[w.n] != '\n')
		w.n++;
	row->p += w.n;
	row->n -= w.n;
	return w;
}

static bool take_number(struct str *row, int64_t *out)
{
	char digits[24];
	struct str w;
	int used = 0;

	if (row->n == 0 || *row->p != ' ')
		return false;
	row->p++;
	row->n--;
	w = take(row);
	if (w.n == 0 || w.n >= sizeof(digits))
		return false;
	memcpy(digits, w.p, w.n);
	digits[w.n] = '\0';
	return sscanf(digits, "%" SCNd64 "%n", out, &used) == 1 && (size_t)used == w.n;
}

static bool find_kind(struct str word, enum meeting_kind *out)
{
	for (int k = 0; k < MEETING_KINDS; k++) {
		if (!str_is(word, meeting_rows[k].word))
			continue;
		*out = (enum meeting_kind)k;
		return true;
	}
	return false;
}

/* What a mark is made of stands before the event: see chain.h. */
static void skip_head(struct str *row)
{
	const char *end = row->n && *row->p == '~' ? memchr(row->p, '\n', row->n) : NULL;

	if (!end)
		return;
	row->n -= (size_t)(end + 1 - row->p);
	row->p = end + 1;
}

bool meeting_read(struct str row, struct meeting_event *e)
{
	int64_t *const numbers[] = { &e->by, &e->device, &e->ticket, &e->member, &e->n, &e->d };

	*e = (struct meeting_event) { 0 };
	skip_head(&row);
	if (!find_kind(take(&row), &e->kind))
		return false;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (!take_number(&row, numbers[i]))
			return false;
	if (row.n == 0 || *row.p != '\n')
		return false;
	e->text = (struct str) { row.p + 1, row.n - 1 };
	return true;
}
