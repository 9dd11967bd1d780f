/* SPDX-License-Identifier: MIT */
#include "support/spoken.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/ear.h"

enum { RECORD_MAX = 1 << 20 };
static const char cut_mark[] = "[cut] ";

/* The words alone, without the marks of what was cut. */
static void add_flat(const char *said, struct buf *out)
{
	char row[1024];

	for (; *said; said += strcspn(said, "\n") + 1) {
		if (strncmp(said, cut_mark, strlen(cut_mark)) == 0)
			said += strlen(cut_mark);
		snprintf(row, sizeof(row), "%.*s", (int)strcspn(said, "\n"), said);
		ear_bare(row, out);
	}
}

/* A letter that the next key cuts off is how one types. */
static int count_cut(const char *said)
{
	char line[1024];
	int n = 0;

	for (; *said; said += strcspn(said, "\n") + 1) {
		snprintf(line, sizeof(line), "%.*s", (int)strcspn(said, "\n"), said);
		n += strncmp(line, cut_mark, strlen(cut_mark)) == 0 &&
		     ear_words(line + strlen(cut_mark)) > 1;
	}
	return n;
}

/* One of what had to be heard, looked for from `from` on: where it ends, or `from`. */
static const char *judge_one(struct spoken *s, const char *all, const char *from,
			     const char *heard)
{
	struct buf what;
	const char *at;
	int times;

	buf_init(&what, EAR_SAID_MAX);
	ear_bare(heard, &what);
	times = ear_count(all, buf_text(&what));
	at = strstr(from, buf_text(&what));
	s->missed += !at;
	s->repeated += times > 1 ? times - 1 : 0;
	s->extra -= times ? ear_words(buf_text(&what)) : 0;
	from = at ? at + what.n : from;
	buf_finish(&what);
	return from;
}

struct spoken spoken_judge(const char *said, const char *const *heard)
{
	struct spoken s = { .cut = count_cut(said) };
	const char *from;
	struct buf flat;

	buf_init(&flat, EAR_SAID_MAX);
	add_flat(said, &flat);
	from = buf_text(&flat);
	s.words = s.extra = ear_words(from);
	for (; *heard; heard++)
		from = judge_one(&s, buf_text(&flat), from, *heard);
	buf_finish(&flat);
	return s;
}

int spoken_rows(const char *said, const char *row)
{
	struct buf is, wanted;
	int n = 0;

	buf_init(&is, EAR_SAID_MAX);
	buf_init(&wanted, EAR_SAID_MAX);
	ear_bare(row, &wanted);
	for (; *said; said += strcspn(said, "\n") + 1) {
		char one[1024];

		snprintf(one, sizeof(one), "%.*s", (int)strcspn(said, "\n"), said);
		buf_reset(&is);
		ear_bare(one, &is);
		n += strcmp(buf_text(&is), buf_text(&wanted)) == 0;
	}
	buf_finish(&is);
	buf_finish(&wanted);
	return n;
}

/* ---- the record ---- */

static bool write_record(const char *path, const struct buf *is)
{
	FILE *f = fopen(path, "w");

	return f && fwrite(is->p, 1, is->n, f) == is->n && fclose(f) == 0;
}

static void tell_difference(const char *path, const char *was, const char *is)
{
	size_t at = 0, from = 0;

	for (; was[at] && was[at] == is[at]; at++)
		if (was[at] == '\n')
			from = at + 1;
	fprintf(stderr, "%s is not what is spoken (GOLDEN=write writes it)\n- %.*s\n+ %.*s\n",
		path, (int)strcspn(was + from, "\n"), was + from, (int)strcspn(is + from, "\n"),
		is + from);
}

bool spoken_compare(const char *name, const struct buf *is)
{
	const char *how = getenv("GOLDEN"), *source = getenv("SOURCE");
	char path[512], *was;
	FILE *f;
	bool same;

	snprintf(path, sizeof(path), "%s/tests/data/spoken/%s.txt", source ? source : ".",
		 name);
	if (how && strcmp(how, "show") == 0)
		return fwrite(is->p, 1, is->n, stdout) == is->n;
	if (how && strcmp(how, "write") == 0)
		return write_record(path, is);
	was = mem_get(RECORD_MAX);
	f = fopen(path, "r");
	was[f ? fread(was, 1, RECORD_MAX - 1, f) : 0] = '\0';
	if (f)
		fclose(f);
	same = strcmp(was, buf_text(is)) == 0;
	if (!same)
		tell_difference(path, was, buf_text(is));
	free(was);
	return same;
}
