/* SPDX-License-Identifier: MIT */
/* bench: what a form of 2,000 items and a megabyte costs: opening, scrolling, an answer */
/* sheet [--json FILE].  Exit status 1: a target was missed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/buf.h"
#include "bench/big_form.h"
#include "bench/figures.h"
#include "worksheet/response.h"

enum { BYTES = 1 << 20, TIMES = 21 };

static const struct response_clock evening = { "2026-11-26", "2026-11-26T18:00:00-07:00" };

enum { OPEN_MS, OPEN_MB, BEGIN_MS, SCROLL_MS, ANSWER_MS, WRITE_MS, FIGURES };
static struct figure figures[FIGURES] = {
	[OPEN_MS] = { "open_ms", "ms", "processor time to read the form", 50, false, 0 },
	[OPEN_MB] = { "open_mb", "MB", "memory at most while it is read and filled", 16, false,
		      0 },
	[BEGIN_MS] = { "begin_ms", "ms", "processor time to begin a filling", -1, false, 0 },
	[SCROLL_MS] = { "scroll_ms", "ms", "all blanks once: is it shown, answered", 10, false,
			0 },
	[ANSWER_MS] = { "answer_ms", "ms", "one answer, until the form has settled", 10, false,
			0 },
	[WRITE_MS] = { "write_ms", "ms", "a draft of 2,000 answers, as JSON", -1, false, 0 },
};

static double cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double peak_mb(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (double)u.ru_maxrss / 1024;
}

static size_t fill_all(struct response *r)
{
	const struct sheet_value often = { .kind = VALUE_CODING, .system = "s", .text = "c" };
	size_t n = 0;

	for (struct blank *b = response_first(r); b; b = blank_next(b)) {
		const double from = cpu_ms();

		if (!blank_asks(b))
			continue;
		if (b->item->choice_count ? response_set(r, b, &often)
					  : response_type(r, b, "7"))
			abort();
		if (++n == 1)
			figure_set(&figures[ANSWER_MS], cpu_ms() - from);
	}
	return n;
}

static size_t scroll(const struct response *r)
{
	size_t n = 0;

	for (const struct blank *b = response_first(r); b; b = blank_next(b))
		n += blank_shown(b) && blank_asks(b) && !blank_answered(b);
	return n;
}

static void fill(struct questionnaire *q)
{
	const struct response_cover cover = { .completed = false };
	double from = cpu_ms();
	struct response *r = response_new(q, evening);
	struct buf out;

	figure_set(&figures[BEGIN_MS], cpu_ms() - from);
	from = cpu_ms();
	if (scroll(r) == 0)
		abort();
	figure_set(&figures[SCROLL_MS], cpu_ms() - from);
	printf("%zu questions answered\n", fill_all(r));
	buf_init(&out, RESPONSE_BYTES_MAX);
	from = cpu_ms();
	if (!response_write(r, &cover, &out))
		abort();
	figure_set(&figures[WRITE_MS], cpu_ms() - from);
	buf_finish(&out);
	response_free(r);
}

int main(int argc, char **argv)
{
	const bool json = argc == 3 && strcmp(argv[1], "--json") == 0;
	double times[TIMES], before;
	struct questionnaire *q = NULL;
	struct buf b;

	buf_init(&b, QUESTIONNAIRE_BYTES_MAX);
	big_form(&b);
	before = peak_mb();
	for (int i = 0; i < TIMES; i++) {
		const double from = cpu_ms();

		questionnaire_free(q);
		q = questionnaire_read((struct str) { b.p, b.n }, NULL, NULL);
		times[i] = cpu_ms() - from;
		if (!q || q->count != BIG_FORM_ITEMS || q->lack_total)
			return 2;
	}
	figure_set(&figures[OPEN_MS], figure_median(times, TIMES));
	fill(q);
	figure_set(&figures[OPEN_MB], peak_mb() - before);
	printf("%zu items, %zu bytes (%s a megabyte)\n", q->count, b.n,
	       b.n >= BYTES ? "at least" : "less than");
	questionnaire_free(q);
	buf_finish(&b);
	return figures_print(figures, FIGURES) &&
			       (!json || figures_write(figures, FIGURES, argv[2]))
		       ? 0
		       : 1;
}
