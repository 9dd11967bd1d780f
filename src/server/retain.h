/* SPDX-License-Identifier: MIT */
/* How long what is stored is kept, and that it goes when its time is over. */
#ifndef SERVER_RETAIN_H
#define SERVER_RETAIN_H

#include "server/server_in.h"

enum {
	RETAIN_LIMIT = 200,        /* messages at a time: those who talk wait for no more */
	RETAIN_EACH_MS = 86400000, /* how often it is looked for */
	RETAIN_YEAR_DAYS = 366,    /* so that nothing goes too early */
};

/* The moment before which it is not kept; 0: all is. */
int64_t retain_before_ms(int64_t now_utc_ms, int64_t days);

/* Now, and each day from now on, as long as the clock is to be believed; before anybody connects. */
void retain_begin(struct server *s);
/* Once more, where it waits for the clock to be confirmed. */
void retain_again(struct server *s);
void retain_end(struct server *s);

#endif
