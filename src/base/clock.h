/* SPDX-License-Identifier: MIT */
/* The two clocks.  They never meet in one expression. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

int64_t clock_utc_ms(void); /* a moment on the wall */
int64_t clock_ms(void);     /* a moment for waiting: monotonic */
/* The same, and it goes on while the machine sleeps: for how long nobody was at the keys. */
int64_t clock_asleep_too_ms(void);

#endif
