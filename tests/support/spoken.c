/* SPDX-License-Identifier: MIT */
#include "support/spoken.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/ear.h"

enum { RECORD_MAX = 1 << 20 };
static const char cut_mark[] = "[cut] ";

void spoken_flat(const char *said, struct buf *out)
{
	for (; *said; said += strcspn(said, "\n") + 1) {
		if (strncmp(said, cut_mark, strlen(cut_mark)) == 0)
			said += strlen(cut_mark);
		buf_add(out, said, strcspn(said, "\n"));
		buf_adds(out, " ");
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

struct spoken spoken_judge(const char *said, const char *const *heard)
{
	struct spoken s = { .cut = count_cut(said) };
	const char *from;
	struct buf flat;

	buf_init(&flat, EAR_SAID_MAX);
	spoken_flat(said, &flat);
	from = buf_text(&flat);
	s.extra = ear_words(from);
	for (; *heard; heard++) {
		const int times = ear_count(buf_text(&flat), *heard);
		const char *at = strstr(from, *heard);

		s.missed += !at;
		s.repeated += times > 1 ? times - 1 : 0;
		s.extra -= times ? ear_words(*heard) : 0;
		from = at ? at + strlen(*heard) : from;
	}
	buf_finish(&flat);
	return s;
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
