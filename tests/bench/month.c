/* SPDX-License-Identifier: MIT */
/* bench: what a month of a two-year program costs: 30 series, 3,000 occurrences */
/*
 * month [--json FILE]
 *
 * Processor time and, where the kernel counts them, instructions, of this process alone: to read
 * the lines of all series, and to list one month of them.  Exit status 1: a target was missed;
 * 2: something could not be measured.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/counter.h"
#include "bench/figures.h"
#include "schedule/occur.h"
#include "schedule/zone.h"

enum { SERIES = 30, RUNS = 21, WEEKS = 104 };
enum { FIRST_MS, READ_MS, MONTH_MS, BOTH_INSTRUCTIONS, OCCURRENCES, FIGURES };

static struct figure figures[FIGURES] = {
	[FIRST_MS] = { "first_ms", "ms", "the first month of a process, zones and all", -1,
		       false, 0 },
	[READ_MS] = { "read_ms", "ms", "reading the 30 series", -1, false, 0 },
	[MONTH_MS] = { "month_ms", "ms", "listing a month", 5, false, 0 },
	[BOTH_INSTRUCTIONS] = { "instructions", "M", "both, in millions", -1, false, 0 },
	[OCCURRENCES] = { "occurrences", "", "in the two years", -1, false, 0 },
};

static struct calendar *all[SERIES];
static struct occur found[OCCUR_MAX];

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Some weekly, some of several days, with a cancelled and a moved one, a holiday and an end. */
static void add_lines(struct buf *b, int i)
{
	static const char *const ends[] = { "", ";WKST=SU", ";COUNT=104" };
	static const char *const days[] = { "MO", "TU", "WE", "TH", "FR" };

	/* the 4th of January 2027 is a Monday */
	buf_addf(b, "DTSTART;TZID=America/Denver:202701%02dT%02d3000\nDURATION:PT90M\nRRULE:",
		 4 + i % 5, 8 + i % 10);
	buf_addf(b, "FREQ=WEEKLY;BYDAY=%s%s", days[i % 5], ends[i % 3]);
	buf_adds(b, "\nLOCATION:Room 4\nDESCRIPTION:Bring your worksheet\n");
	buf_addf(b, "EXDATE;TZID=America/Denver:202712%02dT%02d3000\n", 20 + i % 5, 8 + i % 10);
	buf_addf(b, "\nRECURRENCE-ID:202803%02dT%02d3000Z\nSTATUS:CANCELLED\nCOMMENT:holiday\n",
		 6 + i % 5, 15 + i % 9);
}

static void read_all(void)
{
	for (int i = 0; i < SERIES; i++) {
		struct buf b;

		buf_init(&b, 4096);
		add_lines(&b, i);
		all[i] = calendar_of_lines((struct str) { buf_text(&b), b.n }, "Group");
		buf_finish(&b);
	}
}

static void free_all(void)
{
	for (int i = 0; i < SERIES; i++) {
		calendar_free(all[i]);
		all[i] = NULL;
	}
}

static size_t list_all(const struct occur_window *w)
{
	size_t n = 0;

	for (int i = 0; i < SERIES; i++)
		n += all[i] ? occur_within(all[i], w, found, OCCUR_MAX) : 0;
	return n;
}

static struct occur_window window_of(int year, int month, int months)
{
	const struct local l = { .year = year, .month = month, .day = 1 };
	int64_t from = zone_utc_ms("America/Denver", &l);

	return (struct occur_window) { from, zone_month("America/Denver", from, months),
				       "America/Denver" };
}

static void measure(int counter)
{
	double read_ms[RUNS], month_ms[RUNS], count[RUNS];

	for (int i = 0; i < RUNS; i++) {
		struct occur_window w = window_of(2028, 1 + i % 12, 1);
		double first = counter_read(counter), start = now_ms(), middle;

		read_all();
		middle = now_ms();
		list_all(&w);
		month_ms[i] = now_ms() - middle;
		read_ms[i] = middle - start;
		count[i] = counter_read(counter) - first;
		if (i == 0)
			figure_set(&figures[FIRST_MS], read_ms[0] + month_ms[0]);
		free_all();
	}
	figure_set(&figures[READ_MS], figure_median(read_ms, RUNS));
	figure_set(&figures[MONTH_MS], figure_median(month_ms, RUNS));
	if (counter >= 0)
		figure_set(&figures[BOTH_INSTRUCTIONS], figure_median(count, RUNS));
}

int main(int argc, char **argv)
{
	const char *json = argc == 3 && strcmp(argv[1], "--json") == 0 ? argv[2] : NULL;
	struct occur_window years;
	bool good;

	if (argc > 1 && !json) {
		fprintf(stderr, "usage: month [--json FILE]\n");
		return 2;
	}
	measure(counter_open());
	years = window_of(2027, 1, 24);
	read_all();
	figure_set(&figures[OCCURRENCES], (double)list_all(&years));
	free_all();
	good = figures_print(figures, FIGURES);
	if (json && !figures_write(figures, FIGURES, json))
		return 2;
	if (figures[OCCURRENCES].value < 3000)
		return 2;
	return good ? 0 : 1;
}
