/* SPDX-License-Identifier: MIT */
#include "support/grade.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "text/utf8.h"

enum { WORD_MAX = 64 }; /* letters that are looked at */

/* The letters of a word in lower case, as far as they matter here: those of ASCII, and for a
 * vowel with a mark its own capital, which no word has once it is lower. */
static const struct {
	int32_t from;
	char to;
} letters[] = {
	{ 0xe1, 'a' }, { 0xc1, 'a' }, { 0xe9, 'e' }, { 0xc9, 'e' }, { 0xf3, 'o' },
	{ 0xd3, 'o' }, { 0xed, 'I' }, { 0xcd, 'I' }, { 0xfa, 'U' }, { 0xda, 'U' },
	{ 0xfc, 'W' }, { 0xdc, 'W' }, { 0xf1, 'n' }, { 0xd1, 'n' },
};

/* 0: it is no letter of a word. */
static char letter_of(int32_t code)
{
	if (code >= 'A' && code <= 'Z')
		return (char)(code - 'A' + 'a');
	if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9'))
		return (char)code;
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (letters[i].from == code)
			return letters[i].to;
	return '\0';
}

static bool among(char c, const char *set)
{
	return c && strchr(set, c);
}

static bool ends(const char *word, size_t n, const char *end)
{
	const size_t m = strlen(end);

	return n > m && memcmp(word + n - m, end, m) == 0;
}

/* Letters at the end that stand for no vowel: the e of "make", "makes" and "walked". */
static size_t silent(const char *w, size_t n)
{
	static const char vowels[] = "aeiouy";

	if (ends(w, n, "e"))
		return !(ends(w, n, "le") && n > 2 && !among(w[n - 3], vowels)) &&
		       !among(w[n - 2], vowels);
	if (ends(w, n, "es"))
		return n > 3 && !among(w[n - 3], vowels) && !among(w[n - 3], "cgsxz") &&
		       !ends(w, n, "ches") && !ends(w, n, "shes") && !ends(w, n, "les");
	if (ends(w, n, "ed"))
		return n > 3 && !among(w[n - 3], vowels) && !among(w[n - 3], "dt");
	return 0;
}

/* Two vowels side by side that are said one by one. */
static bool apart(const char *w, size_t i)
{
	static const char *const pairs[] = { "ia", "io", "iu", "eo", "ua", "uo", "ya", "yo" };

	if (i >= 2 && among(w[i - 2], "cgtsqx") && (w[i - 1] == 'i' || w[i - 2] == 'q'))
		return false; /* "nation", "question", "quality" */
	for (size_t p = 0; p < sizeof(pairs) / sizeof(pairs[0]); p++)
		if (i >= 2 && memcmp(w + i - 1, pairs[p], 2) == 0)
			return !(pairs[p][0] == 'e' && w[i + 1] == 'p'); /* "people" */
	return w[i] == 'i' && w[i + 1] == 'n' && w[i + 2] == 'g';        /* "being" */
}

static size_t count_english(const char *w, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		if (among(w[i], "aeiouy") && (i || w[0] != 'y') &&
		    (i == 0 || !among(w[i - 1], "aeiouy") || (i == 1 && w[0] == 'y') ||
		     apart(w, i)))
			count++;
	return count > silent(w, n) ? count - silent(w, n) : 1;
}

/* A run of vowels has as many syllables as it has strong ones, and one at least. */
static size_t count_spanish(const char *w, size_t n)
{
	size_t count = 0, strong = 0;
	bool in_run = false;

	for (size_t i = 0; i <= n; i++) {
		const char c = i < n ? w[i] : '\0';
		const bool mute =
			c == 'u' && i && i + 1 < n &&
			(w[i - 1] == 'q' || (w[i - 1] == 'g' && among(w[i + 1], "eiI")));
		const bool vowel =
			!mute && (among(c, "aeoiuIUW") || (c == 'y' && (n == 1 || i + 1 == n)));

		if (vowel) {
			strong += among(c, "aeoIU");
			in_run = true;
		} else if (in_run) {
			count += strong ? strong : 1;
			strong = 0;
			in_run = false;
		}
	}
	return count ? count : 1;
}

static size_t count(const char *word, size_t n, const char *language)
{
	return strcmp(language, "es") == 0 ? count_spanish(word, n) : count_english(word, n);
}

size_t grade_syllables(const char *word, const char *language)
{
	struct grade g = { 0 };

	grade_add(&g, word, language);
	return g.syllables;
}

/* Notes a sentence of so many words that began at `from`. */
static void end_sentence(struct grade *g, size_t words, const char *from)
{
	if (words == 0)
		return;
	g->sentences++;
	if (words > g->longest) {
		g->longest = words;
		snprintf(g->sentence, sizeof(g->sentence), "%s", from);
	}
}

void grade_add(struct grade *g, const char *text, const char *language)
{
	const struct str s = str_of(text);
	char word[WORD_MAX + 3] = { 0 };
	size_t n = 0, words = 0, size = 1;
	const char *from = text;

	for (size_t at = 0; at <= s.n; at += size) {
		const int32_t code = at < s.n ? utf8_at(s, at, &size) : 0;
		const char c = letter_of(code);

		if (c && n < WORD_MAX)
			word[n++] = c;
		if (c || code == '\'' || code == 0x2019)
			continue;
		if (n) {
			g->words++;
			words++;
			g->syllables += count(word, n, language);
			memset(word, 0, sizeof(word));
			n = 0;
		}
		if (code == 0 || (code < 128 && among((char)code, ".!?:;\n"))) {
			end_sentence(g, words, from);
			words = 0;
			from = text + at + (at < s.n);
		}
	}
}

double grade_flesch_kincaid(const struct grade *g)
{
	return g->words ? 0.39 * (double)g->words / (double)g->sentences +
				  11.8 * (double)g->syllables / (double)g->words - 15.59
			: 0;
}

double grade_fernandez_huerta(const struct grade *g)
{
	return g->words ? 206.84 - 60.0 * (double)g->syllables / (double)g->words -
				  1.02 * (double)g->words / (double)g->sentences
			: 100;
}
