/* SPDX-License-Identifier: MIT */
/* So many at once, and then so many a minute. */
#ifndef BASE_BUCKET_H
#define BASE_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

struct rate {
	int burst, per_min;
};

struct bucket {
	int64_t at_ms; /* 0: full */
	int64_t drops;
};

/* Takes `n`; false, with nothing taken, when there are not so many. */
bool bucket_take(struct bucket *b, int64_t now_ms, struct rate rate, int64_t n);

#endif
