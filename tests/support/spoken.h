/* SPDX-License-Identifier: MIT */
/* What was spoken, against what had to be: the speech budget. */
#ifndef SUPPORT_SPOKEN_H
#define SUPPORT_SPOKEN_H

#include <stdbool.h>

#include "base/buf.h"

struct spoken {
	int words;    /* in all */
	int extra;    /* words beyond what had to be heard */
	int repeated; /* of what had to be heard, so often again */
	int missed;   /* never whole */
	int cut;      /* utterances of two words and more that were broken off */
};

/* `said` is ear_hush's, `heard` is ended by NULL; each of them is to come once, in order. */
struct spoken spoken_judge(const char *said, const char *const *heard);
/* How many utterances are no more than this. */
int spoken_rows(const char *said, const char *row);
/* Against tests/data/spoken/NAME.txt, which GOLDEN=write writes anew, and GOLDEN=show
 * prints on standard output; false: they differ. */
bool spoken_compare(const char *name, const struct buf *is);

#endif
