/* SPDX-License-Identifier: MIT */
/* The lines to call that the clinic has set, and when it looked at them last. */
#ifndef SERVER_CRISIS_H
#define SERVER_CRISIS_H

#include <stdint.h>

#include "base/buf.h"
#include "server/conf.h"

struct crisis {
	struct buf lines;     /* a line each; the caller's to end, in any case */
	int64_t dated_utc_ms; /* 0: it was not said */
};

/* False, in words, where they cannot be read: then they are as they were. */
bool crisis_read(const struct conf *c, struct crisis *out, struct err *err);
/* For `porchlightd check`: false where they are not dated, or were looked at over a year ago. */
bool crisis_check(const struct conf *c, struct buf *say);

#endif
