/* SPDX-License-Identifier: MIT */
/* The rows of a meeting as the store has them, chained, and what is recorded of them. */
#ifndef SUPPORT_MINUTES_H
#define SUPPORT_MINUTES_H

#include "server/report.h"
#include "support/meet.h"

enum { MINUTES_GROUP = 3 };

/* The marks of all events of `t`, by number. */
struct minutes {
	const struct meet *t;
	char marks[MEET_LOG + 1][SECRET_HASH];
};

void minutes_chain(struct minutes *m, const struct meet *t);
/* Row `seq`, from 1, as the store would give it. */
struct store_message minutes_row(const struct minutes *m, int64_t seq);
/* All of them; aborts where the log is not sound. */
void minutes_read(struct record *r, const struct meet *t);
/* The same with its people, in one of the forms; the caller's to free. */
char *minutes_print(const struct meet *t, int64_t only, void (*form)(const struct report *r));
/* An addendum, as the administration makes it. */
void minutes_correct(struct meet *t, int64_t member, int64_t minutes, const char *why);

#endif
