/* SPDX-License-Identifier: MIT */
/* Signals as something to read in the loop's turn, so that nothing breaks in. */
#ifndef LINE_SIGNALS_H
#define LINE_SIGNALS_H

#include <stdbool.h>

/* What has come, as bits. */
enum {
	SIGNALS_LEAVE = 1 << 0, /* SIGTERM, SIGHUP: the end, at once */
	SIGNALS_BREAK = 1 << 1, /* SIGINT: the person pressed Ctrl-C */
	SIGNALS_STOP = 1 << 2,  /* SIGTSTP: the person pressed Ctrl-Z */
	SIGNALS_AGAIN = 1 << 3, /* SIGCONT */
	SIGNALS_SIZE = 1 << 4,  /* SIGWINCH */
	SIGNALS_HIDE = 1 << 5,  /* SIGQUIT: the person pressed Ctrl-\ */
};

/* They wait to be read, or take their old course.  Before anything starts a thread. */
void signals_hold(bool on);
int signals_open(void); /* a descriptor, or -1 */
int signals_take(int fd);
/* Stops this process as SIGTSTP would have; returns when it goes on. */
void signals_stop(void);

#endif
