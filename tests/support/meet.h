/* SPDX-License-Identifier: MIT */
/* A meeting with its log, and a clock of the test's own. */
#ifndef SUPPORT_MEET_H
#define SUPPORT_MEET_H

#include "server/meeting.h"

enum { MEET_LOG = 2048, MEET_START = 1000000 };

enum { ANA = 1, JO, SAM, LEE, GRACE, PEOPLE_END }; /* Grace leads */

struct meet {
	struct meeting *m;
	int64_t now, ticket, newest;
	int64_t second;       /* leads too; 0: nobody */
	char *rows[MEET_LOG]; /* as written, with the moment before */
	int64_t moments[MEET_LOG];
	size_t count;
};

void meet_open(struct meet *t, const char *plan);
void meet_close(struct meet *t);
/* Everybody in, norms accepted, at this stage. */
void meet_begin(struct meet *t, int64_t stage);
/* Closes; what the log makes of it was the same. */
void meet_end(struct meet *t);
/* The meeting as its log alone makes it. */
struct meeting *meet_again(const struct meet *t);
void meet_keep(struct meet *t, const struct meeting_event *e); /* in the log, and applied */

/* A wish: NULL or why not.  Granted: kept and applied. */
const char *meet_wish(struct meet *t, int64_t by, const char *word, int64_t member, int64_t n);
const char *meet_tell(struct meet *t, int64_t by, const char *word, const char *text,
		      int64_t d);
void meet_here(struct meet *t, int64_t member, bool here);
/* Everything in the two that anybody can see is the same. */
bool meet_same(const struct meeting *a, const struct meeting *b);

extern const char meet_plan[];

#endif
