/* SPDX-License-Identifier: MIT */
/*
 * The screen that shows nothing: locked until the passphrase comes, or hidden behind the day's
 * date until the same key comes again.  The client goes on as it was: what arrives is
 * kept, and told when the screen is open again.  Pure, but for the passphrase: the time comes
 * in.
 */
#ifndef VIEW_SHADE_H
#define VIEW_SHADE_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct model;
struct stage;

enum {
	SHADE_TRIES = 3,   /* so many wrong passphrases cost no time */
	SHADE_FIRST_S = 5, /* the next one waits so long, then twice as long, */
	SHADE_MOST_S = 60, /* and never longer */
	SHADE_TEXT = 512,
};

struct shade {
	bool locked, blank;
	bool plan_up;          /* the safety key was pressed since */
	bool leave_asked;      /* Ctrl-C was pressed once */
	int wrong;             /* passphrases, one after the other */
	int64_t again_ms;      /* none is looked at before */
	int64_t touched_ms;    /* the last key */
	char said[SHADE_TEXT]; /* what became of the last passphrase; "" */
};

/* Nothing of what the person sees otherwise may be shown, said or rung. */
bool shade_covers(const struct stage *s);
/* A key was pressed, or a line came: it is idle from now on. */
void shade_touch(struct stage *s, int64_t now_ms);
/* Milliseconds until the person has been idle long enough; -1: not by time. */
int64_t shade_due_ms(const struct stage *s, int64_t now_ms);
/* Locks, when it is time.  DID_ bits. */
int shade_tick(struct stage *s, int64_t now_ms);
/*
 * While it covers: a key that means something then (true), with its DID_ bits; and a line, which is a
 * passphrase but for a few words with a slash, all of them shorter than any passphrase is.
 */
bool shade_key(struct stage *s, int key, int *bits);
int shade_line(struct stage *s, const char *line, int64_t now_ms);
/* That it is locked, and how to open it; the plan where that was asked for. */
void shade_build(struct stage *s, struct model *out);
/* All that stands on a hidden screen: today's date, for a window with nothing in it is asked
 * about, and one that plays a shell is found out by the first command that is typed. */
const char *shade_dull(const struct stage *s, struct arena *a);

#endif
