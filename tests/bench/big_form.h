/* SPDX-License-Identifier: MIT */
/* A form as large as one may be expected to be, for benches. */
#ifndef BENCH_BIG_FORM_H
#define BENCH_BIG_FORM_H

#include "base/buf.h"

enum { BIG_FORM_ITEMS = 2000 };

/* Groups of ten: a choice of three, numbers and texts, each but the first with a condition; about a
 * megabyte of JSON, added to `b`. */
void big_form(struct buf *b);

#endif
