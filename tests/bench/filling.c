/* SPDX-License-Identifier: MIT */
/* bench: what a form of 2,000 items costs in the client: opening, listing, an answer on disk */
/*
 * filling [--json FILE]
 *
 * Instructions, where the kernel counts them, and processor time of this process alone.  Exit
 * status 1: a target was missed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "bench/big_form.h"
#include "bench/counter.h"
#include "bench/figures.h"
#include "support/fillings.h"

enum { RUNS = 21 };
enum { BEGIN, LIST, ANSWER, ANSWER_MS, GO, AGAIN, FIGURES };

static struct figure figures[FIGURES] = {
	[BEGIN] = { "begin", "M", "a draft begun, millions of instructions as the next", -1,
		    false, 0 },
	[LIST] = { "list", "M", "all questions listed after a change", 12, false, 0 },
	[ANSWER] = { "answer", "M", "one answer, until it is on disk", 4, false, 0 },
	[ANSWER_MS] = { "answer_ms", "ms", "the same, processor time", 20, false, 0 },
	[GO] = { "go", "M", "to the next question, and that is on disk", 4, false, 0 },
	[AGAIN] = { "again", "M", "a draft of all answers opened", -1, false, 0 },
};

static double cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void set(int figure, int counter, double since)
{
	if (counter >= 0)
		figure_set(&figures[figure], counter_read(counter) - since);
}

static void set_median(int figure, int counter, double *all)
{
	if (counter >= 0)
		figure_set(&figures[figure], figure_median(all, RUNS));
}

/* Answers in the middle of the form, each looked at. */
static void answer_some(struct desk_of *d, int counter)
{
	double answer[RUNS], ms[RUNS], list[RUNS], go[RUNS], since;
	const struct pl_question *all;
	uint64_t at = fillings_id(d, "1001");

	for (int i = 0; i < RUNS; i++) {
		ms[i] = cpu_ms();
		since = counter_read(counter);
		if (pl_client_choose(d->client, at, 2) &&
		    pl_client_sheet_answer(d->client, at, "7"))
			fail_msg("not taken");
		answer[i] = counter_read(counter) - since;
		ms[i] = cpu_ms() - ms[i];
		since = counter_read(counter);
		pl_client_questions(d->client, &all);
		list[i] = counter_read(counter) - since;
		since = counter_read(counter);
		at = pl_client_question_go(d->client, at, 1);
		pl_client_sheet_at(d->client, at);
		go[i] = counter_read(counter) - since;
	}
	set_median(ANSWER, counter, answer);
	set_median(LIST, counter, list);
	set_median(GO, counter, go);
	figure_set(&figures[ANSWER_MS], figure_median(ms, RUNS));
}

static void measure(struct folder *f, const char *form)
{
	const int counter = counter_open();
	struct desk_of d;
	double since;
	uint64_t id;

	fillings_open(&d, f);
	fillings_form(&d, "big", form);
	since = counter_read(counter);
	id = fillings_begin(&d, "big");
	set(BEGIN, counter, since);
	answer_some(&d, counter);
	fillings_close(&d);
	fillings_open(&d, f);
	fillings_form(&d, "big", form);
	since = counter_read(counter);
	if (pl_client_sheet_open(d.client, id) != PL_OK)
		fail_msg("it does not open again");
	set(AGAIN, counter, since);
	fillings_close(&d);
}

int main(int argc, char **argv)
{
	const char *json = argc == 3 && strcmp(argv[1], "--json") == 0 ? argv[2] : NULL;
	void *state = NULL;
	struct buf form;
	bool good;

	buf_init(&form, 2 << 20);
	big_form(&form);
	if (make_folder(&state) != 0)
		return 2;
	measure(state, buf_text(&form));
	drop_folder(&state);
	buf_finish(&form);
	good = figures_print(figures, FIGURES);
	return good && (!json || figures_write(figures, FIGURES, json)) ? 0 : 1;
}
