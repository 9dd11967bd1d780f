/* SPDX-License-Identifier: MIT */
/*
 * Who has to wait before the next try of a passphrase, or of the figures of a phone.  Pure:
 * the time is an argument, in milliseconds, of any clock that does not go back.
 *
 * What signed a person in before, on this device, is counted for itself: nobody else's tries
 * ever make it wait.  All others are strangers.  A stranger's tries of one account are counted
 * by network: near, which is an IPv4 address, or an IPv6 /64 (what a household or a phone
 * gets: its owner has 2^64 addresses of it for nothing), and wide, an IPv4 /24 or an IPv6 /48
 * (the least that is routed; and what a site gets, 65536 near ones for nothing).  A wait grows
 * and ends: there is no lock.  An account that strangers get wrong more than THROTTLE_CALM
 * times is pressed: then a network has THROTTLE_FREE_PRESSED tries at once and waits for hours
 * after that.  A name that nobody has is counted as one that somebody has.
 */
#ifndef SERVER_THROTTLE_H
#define SERVER_THROTTLE_H

#include <stdbool.h>
#include <stdint.h>

enum {
	THROTTLE_FREE = 5,         /* a stranger's tries without a wait, from one network */
	THROTTLE_FREE_PRESSED = 2, /* the same of an account that is pressed */
	THROTTLE_FREE_KNOWN = 10,
	THROTTLE_CALM = 50,
	THROTTLE_SETS = 4096,
	THROTTLE_WAYS = 16, /* in all 65536 counts, 2 MB */
};

/* What is tried, and by whom. */
enum throttle_what { THROTTLE_PASSPHRASE, THROTTLE_FIGURES, THROTTLE_INVITE, THROTTLE_WHATS };

struct throttle_try {
	enum throttle_what what;
	const char *name;    /* the account, in whatever ASCII case; or the invite's hash */
	const char *address; /* numeric */
	const char *known;   /* proven by the caller; "": a stranger */
};

/* One count.  Of several that would have its place the lightest goes. */
struct throttle_count {
	uint64_t tag;     /* 0: nothing is counted here */
	int64_t at_ms;    /* since when it becomes less */
	int64_t again_ms; /* when the next try may be */
	int wrong;
};

struct throttle {
	unsigned char key[16]; /* at random: nobody can aim at another's place */
	struct throttle_count sets[THROTTLE_SETS][THROTTLE_WAYS];
};

/* 0: go on, and it is counted as wrong.  Else so many milliseconds are to be waited. */
int64_t throttle_take(struct throttle *t, const struct throttle_try *by, int64_t now_ms);
/* The one that was taken last was right, or was not looked at: it does not count. */
void throttle_undo(struct throttle *t, const struct throttle_try *by, int64_t now_ms);
/* The near network of an address, told from others by this number. */
uint64_t throttle_network(const struct throttle *t, const char *address);

#endif
