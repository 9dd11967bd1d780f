/* SPDX-License-Identifier: MIT */
/*
 * The state of the connection, and nothing else: no sockets, no clock, no
 * callbacks.  The client feeds it what happened and when; it answers with what to
 * do now, and `due_ms` says when it wants LINK_TICK.
 */
#ifndef CLIENT_LINK_H
#define CLIENT_LINK_H

#include <stdbool.h>
#include <stdint.h>

/* Each is named for what it waits for. */
enum link_state {
	LINK_NONE,    /* not a state: what is not in the table changes nothing */
	LINK_OFF,     /* to be wanted */
	LINK_OPENING, /* for the attempt to succeed or fail */
	LINK_LIVE,    /* for anything */
	LINK_ASKED,   /* for an answer to what was sent */
	LINK_QUIET,   /* the same, for so long that the person should know */
	LINK_WAITING, /* for the time of the next attempt */
	LINK_REFUSED, /* for a new sign-in: a refusal is not retried */
	LINK_STATES,
};

enum link_input {
	LINK_WANT, /* there is a server and a token */
	LINK_OPENED,
	LINK_SENT,     /* something went out that will be answered */
	LINK_HEARD,    /* anything came in */
	LINK_ANSWERED, /* nothing sent is unanswered any more */
	LINK_TICK,
	LINK_NUDGE, /* a key, a new route: do not wait any longer */
	LINK_LOST,
	LINK_REFUSAL,
	LINK_STOP,
	LINK_INPUTS,
};

enum { LINK_DO_OPEN = 1, LINK_DO_CLOSE = 2, LINK_DO_KEEP_ALIVE = 4 };

/* Real 3G has holes of 11.6 s: nothing is doubted before 12 s, nor given up before 30 s. */
enum {
	LINK_OPENING_MS = 90000,
	LINK_IDLE_MS = 240000,
	LINK_IDLE_METERED_MS = 600000, /* the server asks after 900 s */
	LINK_DEAD_MS = 120000,         /* a sign of life on a dead line ends it within this */
	LINK_DOUBT_MS = 12000,
	LINK_GIVE_UP_MS = 18000, /* more, once in doubt */
	LINK_RETRY_MIN_MS = 500,
	LINK_RETRY_MAX_MS = 120000,
};

struct link {
	enum link_state state;
	int64_t due_ms;   /* when LINK_TICK is wanted; INT64_MAX: never */
	int64_t heard_ms; /* when anything was heard last; -1: never */
	int64_t retry_ms; /* the next wait */
	int64_t idle_ms;  /* between two signs of life */
	int64_t alive_ms; /* when the last was given, with nothing heard since; -1: none */
};

void link_init(struct link *l);
/*
 * What keeps an idle line alive is paid for, too: on a metered one it goes out less often.
 * Where such a line turns out to have died in the meantime (something on the way forgets
 * idle ones), that saves nothing, and it is done as often as elsewhere from then on.
 */
void link_metered(struct link *l, bool on);
/* `chance` 0..1023 shortens a wait to between half of it and all of it. */
unsigned link_feed(struct link *l, enum link_input in, int64_t now_ms, int chance);

#endif
