/* SPDX-License-Identifier: MIT */
/* A form that we accept we can answer, and what we answer is of the form and comes back the same. */
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/sheets.h"
#include "worksheet/answers.h"

static void must(int good, const char *what)
{
	if (!good) {
		fprintf(stderr, "%s\n", what);
		abort();
	}
}

static void write_out(const struct response *r, bool completed, struct buf *out)
{
	const struct response_cover cover = { .completed = completed };

	buf_init(out, (size_t)64 << 20);
	must(response_write(r, &cover, out), "it is not written");
}

static void comes_back(const struct questionnaire *q, const struct response *r, bool completed)
{
	struct response *again;
	struct buf out, back;
	size_t left_out = 1;

	write_out(r, completed, &out);
	if (out.n <= RESPONSE_BYTES_MAX) {
		again = response_read(q, (struct str) { out.p, out.n }, sheets_clock,
				      &left_out);
		must(again && left_out == 0, "a part of it does not come back");
		write_out(again, completed, &back);
		/* conditions that go round may have come to rest by what is left out */
		must(completed || strcmp(out.p, back.p) == 0, "it comes back as another");
		response_free(again);
		buf_finish(&back);
	}
	buf_finish(&out);
}

static void write_text(const struct response *r, bool off, struct buf *out)
{
	buf_init(out, (size_t)64 << 20);
	must(answers_write(r, off, out), "answers are not written");
}

/* As text: the same text, and the same response. */
static void reads_back(const struct questionnaire *q, const struct response *r, bool off)
{
	struct response *again = response_new(q, sheets_clock);
	struct buf text, back, one, other;
	size_t left_out = 1;

	write_text(r, off, &text);
	must(answers_read(again, (struct str) { text.p, text.n }, &left_out) && left_out == 0,
	     "an answer does not come back");
	write_text(again, true, &back);
	buf_finish(&text);
	write_text(r, true, &text);
	must(!off || strcmp(buf_text(&text), buf_text(&back)) == 0,
	     "answers come back as others");
	write_out(r, !off, &one);
	write_out(again, !off, &other);
	/* conditions that go round: as above */
	must(!off || strcmp(one.p, other.p) == 0, "answers make another response");
	buf_finish(&text);
	buf_finish(&back);
	buf_finish(&one);
	buf_finish(&other);
	response_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct str form = { (const char *)data, n };
	struct questionnaire *q = questionnaire_read(form, NULL, NULL);
	struct response *r = q ? response_new(q, sheets_clock) : NULL;
	const char *wrong;
	struct buf out;

	if (!r)
		return 0;
	must(sheets_fill(r, (unsigned)n) == 0,
	     "nothing stands in the way, and it is not answered");
	write_out(r, true, &out);
	wrong = sheets_wrong(form, (struct str) { out.p, out.n });
	must(!wrong, wrong);
	comes_back(q, r, true);
	comes_back(q, r, false);
	reads_back(q, r, false);
	reads_back(q, r, true);
	buf_finish(&out);
	response_free(r);
	questionnaire_free(q);
	return 0;
}
