/* SPDX-License-Identifier: MIT */
/*
 * Plain words: all that both programs say, and what our own texts of exercises, lessons, plans and
 * the protocol say, at a reading grade of 6 or below by Flesch and Kincaid, in short sentences.
 * Forms and cards are in test_forms_words.  What is hard is printed, the ten worst first.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "guide/texts.h"
#include "support/grade.h"

enum {
	SENTENCE_MOST = 20,
	WORDS_ALONE = 10, /* from so many on a text is looked at by itself, too */
	WORST = 10,
	TEXT_MAX = 4096,
	TEXTS_MAX = 4000,
};

#define GRADE_MOST 6.05 /* 6.0, to one place as it is printed */

struct hard {
	double grade;
	size_t longest;
	char text[160];
};

struct reading {
	const char *language;
	struct grade all;
	struct hard texts[TEXTS_MAX];
	size_t count, hard;
};

static int by_grade(const void *a, const void *b)
{
	const struct hard *x = a, *y = b;

	return x->grade < y->grade ? 1 : x->grade > y->grade ? -1 : 0;
}

static void add(struct reading *r, const char *text)
{
	struct grade alone = { 0 };

	grade_add(&r->all, text, r->language);
	grade_add(&alone, text, r->language);
	const double grade = grade_flesch_kincaid(&alone);

	r->hard += (alone.words >= WORDS_ALONE && grade > GRADE_MOST) ||
		   alone.longest > SENTENCE_MOST;
	if (alone.words < WORDS_ALONE || r->count == TEXTS_MAX)
		return;
	struct hard *h = &r->texts[r->count++];

	*h = (struct hard) { .grade = grade, .longest = alone.longest };
	snprintf(h->text, sizeof(h->text), "%s", text);
}

static void print_worst(struct reading *r)
{
	qsort(r->texts, r->count, sizeof(*r->texts), by_grade);
	for (size_t i = 0; i < WORST && i < r->count; i++)
		print_message("%5.1f, longest sentence %2zu: %s\n", r->texts[i].grade,
			      r->texts[i].longest, r->texts[i].text);
}

static void is_plain(struct reading *r, const char *what)
{
	const double grade = grade_flesch_kincaid(&r->all);

	print_message("%s: grade %.1f, %zu words, %zu sentences, longest %zu words\n", what,
		      grade, r->all.words, r->all.sentences, r->all.longest);
	print_worst(r);
	if (r->all.longest > SENTENCE_MOST)
		fail_msg("a long sentence: %s", r->all.sentence);
	assert_true(r->all.words > 1000); /* it has been read */
	assert_true(grade <= GRADE_MOST);
	assert_int_equal(r->hard, 0);
}

/* ---- the catalogue ---- */

/* A row in quotes, joined to `out`; what printf puts in is a word. */
static void take_row(const char *row, char out[TEXT_MAX])
{
	size_t n = strlen(out);

	for (row = strchr(row, '"') + 1; *row && *row != '"' && n + 2 < TEXT_MAX; row++) {
		if (*row == '\\' && row[1]) {
			row++;
			out[n++] = *row == 'n' ? '\n' : *row;
		} else if (*row == '%' && row[1] && row[1] != '%') {
			row += 1 + strcspn(row + 1, "diouxscf");
			out[n++] = 'X';
		} else {
			out[n++] = *row;
		}
	}
	out[n] = '\0';
}

static bool begins(const char *line, const char *with)
{
	return strncmp(line, with, strlen(with)) == 0;
}

/* Each msgid and each msgid_plural. */
static void add_catalogue(struct reading *r, FILE *f)
{
	char line[TEXT_MAX], text[TEXT_MAX] = "";
	bool takes = false;

	while (fgets(line, sizeof(line), f)) {
		const bool more = takes && line[0] == '"';

		if (!more && *text) {
			add(r, text);
			text[0] = '\0';
		}
		takes = more || begins(line, "msgid");
		if (takes)
			take_row(line, text);
	}
}

static void all_that_is_said__is_plain(void **state)
{
	struct reading *r = calloc(1, sizeof(*r));
	FILE *f = fopen(CATALOGUE, "re");

	(void)state;
	assert_non_null(r);
	assert_non_null(f);
	r->language = "";
	add_catalogue(r, f);
	fclose(f);
	is_plain(r, "What the programs say");
	free(r);
}

/* ---- our own texts ---- */

/* How many fields stand between the word that begins a line and what is read. */
static const struct {
	const char *word;
	int fields;
} lines[] = {
	{ "title", 0 }, { "say", 1 },   { "page", 0 }, { "text", 0 },  { "quiz", 0 },
	{ "right", 0 }, { "wrong", 0 }, { "why", 0 },  { "norms", 0 }, { "stage", 3 },
};

static const char *behind_field(const char *at)
{
	at += strcspn(at, " \n");
	return at + strspn(at, " ");
}

static void add_line(struct reading *r, const char *line)
{
	const size_t n = strcspn(line, " \n");

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		const char *at = behind_field(line);

		if (strlen(lines[i].word) != n || strncmp(lines[i].word, line, n) != 0)
			continue;
		for (int k = 0; k < lines[i].fields; k++)
			at = behind_field(at);
		add(r, at);
	}
}

static void each_line(struct reading *r, const char *text)
{
	char line[TEXT_MAX];

	for (size_t n; *text; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		snprintf(line, sizeof(line), "%.*s", (int)n, text);
		add_line(r, line);
	}
}

static void add_protocol(struct reading *r)
{
	FILE *f = fopen(PROTOCOL, "re");
	char line[TEXT_MAX];

	assert_non_null(f);
	while (fgets(line, sizeof(line), f))
		if (line[0] != '#')
			add(r, line);
	fclose(f);
}

static void our_own_texts__are_plain(void **state)
{
	struct reading *r = calloc(1, sizeof(*r));

	(void)state;
	assert_non_null(r);
	r->language = "";
	for (const struct guide_text *t = guide_texts; t->name; t++)
		if (!*t->language)
			each_line(r, t->text);
	add_protocol(r);
	is_plain(r, "Exercises, lessons, plans and the protocol");
	free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_that_is_said__is_plain),
		cmocka_unit_test(our_own_texts__are_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
