/* SPDX-License-Identifier: MIT */
/*
 * How hard a text is to read, by two named formulas: for English the grade of Flesch and
 * Kincaid (1975), school years; for Spanish the ease of Fernández Huerta (1959), from 0 (hard)
 * to 100.  Syllables are counted by rules, and a word in twenty or so comes out wrong.
 */
#ifndef SUPPORT_GRADE_H
#define SUPPORT_GRADE_H

#include <stddef.h>

struct grade {
	size_t words, syllables, sentences;
	size_t longest;     /* words of the longest sentence, */
	char sentence[200]; /* and how it begins */
};

/* One text more; the end of a text ends a sentence.  `language`: "es", or any other: English. */
void grade_add(struct grade *g, const char *text, const char *language);
/* 0.39 words a sentence + 11.8 syllables a word - 15.59; without a word: 0. */
double grade_flesch_kincaid(const struct grade *g);
/* 206.84 - 60 syllables a word - 1.02 words a sentence; without a word: 100. */
double grade_fernandez_huerta(const struct grade *g);
/* Of one word; at least 1. */
size_t grade_syllables(const char *word, const char *language);

#endif
