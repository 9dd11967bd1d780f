/* SPDX-License-Identifier: MIT */
/* The week's minutes of this person, and those of a group's people to who leads it. */
#ifndef CLIENT_DIARY_TALLY_H
#define CLIENT_DIARY_TALLY_H

#include "client/diary.h"

/* What the server has told of this person's week last. */
struct tally_told {
	int64_t week_utc_ms; /* 0: nothing */
	int had, target;     /* minutes */
};

struct tally {
	struct tally_told told;
	struct pl_occurrence *offers;
};

void tally_finish(struct tally *t);
/* As pl_client_tally; its offers are `t`'s. */
void diary_tally(struct diary *p, const struct diary_world *w, struct tally *t,
		 struct pl_tally *out);

struct hours {
	bool due; /* to be asked for, of `asked` */
	int64_t asked, week_utc_ms;
	int64_t group;                  /* whose the rows are; 0: none have come */
	struct pl_hours *rows, *coming; /* coming: of an answer that is not whole; no names */
	size_t count, coming_count;
};

void hours_finish(struct hours *h);
void hours_disconnect(struct hours *h);
/* A WIRE_HOURS.  True: it was the last one. */
bool hours_take(struct hours *h, const struct diary *p, const struct wire_msg *m);

#endif
