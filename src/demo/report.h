/* SPDX-License-Identifier: MIT */
/* What a person in practice is told on standard output, in words. */
#ifndef DEMO_REPORT_H
#define DEMO_REPORT_H

#include "demo/practice.h"
#include "demo/tally.h"
#include "view/words.h"

/* One sentence, in rows of whole words on a terminal; `one` and `two` go into it. */
void report_say(enum practice_word w, const char *one, const char *two);
/* What this is, what to try, and how to end it. */
void report_start(const struct practice *p);
/* How it went. */
void report_end(const struct practice *p, const struct tally *t, const struct script *s);

#endif
