/* SPDX-License-Identifier: MIT */
/*
 * What is kept no longer goes by the clock, and a clock may be wrong by years.  When it last
 * went stands in a file; when that is too long ago, somebody has to say that the clock is right.
 */
#ifndef SERVER_LAPSE_H
#define SERVER_LAPSE_H

#include <stdbool.h>
#include <stdint.h>

#include "server/conf.h"

#define LAPSE_FILE "retained"

enum { LAPSE_DAYS = 14 };

enum lapse {
	LAPSE_GOES,
	LAPSE_FIRST, /* it is not known when it went last: this is the first day */
	LAPSE_WAITS, /* for `porchlightd clock confirm` */
};

/* May what is old go at `now_utc_ms`?  last_utc_ms 0: it is not known when it last did. */
enum lapse lapse_judge(int64_t last_utc_ms, int64_t now_utc_ms);

/* When it last went; 0: nobody knows. */
int64_t lapse_last_ms(const struct conf *c);
/* From now on it last went then, be the disk willing. */
bool lapse_went(const struct conf *c, int64_t utc_ms, struct err *err);

#endif
