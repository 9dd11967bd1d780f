/* SPDX-License-Identifier: MIT */
/*
 * The state of the connection, and nothing else: no sockets, no clock, no
 * callbacks.  The client feeds it what happened and when; it answers with what to
 * do now, and link_due says when it wants LINK_TICK.
 *
 * A connection that does not answer is not waited for: another one is opened beside it, and
 * whichever speaks first stays.  In the first seconds an attempt only finds out whether there
 * is a way; the connection gets the chance to use it first.  Nothing is given up for a hole of
 * less than half a minute.
 */
#ifndef CLIENT_LINK_H
#define CLIENT_LINK_H

#include <stdbool.h>
#include <stdint.h>

/* Each is named for what it waits for. */
enum link_state {
	LINK_NONE,    /* not a state: what is not in the table changes nothing */
	LINK_OFF,     /* to be wanted */
	LINK_OPENING, /* for an attempt to be answered by anybody */
	LINK_GREETED, /* for the handshake of one that was */
	LINK_LIVE,    /* for anything */
	LINK_PROBED,  /* for an acknowledgement: is the way still there? */
	LINK_RESTING, /* for anything; it was there just now */
	LINK_HUSHED,  /* the same, for so long that nobody can tell any more */
	LINK_ASKED,   /* for an answer to what was sent */
	LINK_TAKEN,   /* the same; the way works, for the other end has what was sent */
	LINK_DOUBTED, /* the same; the way may not work: another attempt is under way beside it */
	LINK_QUIET,   /* the same, for so long that the person should know */
	LINK_WAITING, /* for the time of the next attempt */
	LINK_REFUSED, /* for a new sign-in: a refusal is not retried */
	LINK_STATES,
};

enum link_input {
	LINK_WANT,    /* there is a server and a token */
	LINK_REACHED, /* an attempt was answered: its handshake goes on */
	LINK_EARLY, /* not fed: what LINK_REACHED is while the connection there is may be first */
	LINK_OPENED, /* an attempt is the connection now, in place of one that was there */
	LINK_SENT,
	LINK_HEARD,    /* anything came in on the connection */
	LINK_TOOK,     /* the other end has all that was sent; an answer to it is due */
	LINK_ANSWERED, /* nothing sent is unanswered any more */
	LINK_TICK,
	LINK_AGAIN,  /* not fed: what LINK_TICK is when it is time for another attempt */
	LINK_NUDGE,  /* a key: do not wait any longer; of many in a second one counts */
	LINK_MOVED,  /* the kernel says that there is a way, or another one than before */
	LINK_FAILED, /* all attempts that were under way */
	LINK_LOST,   /* the connection */
	LINK_REFUSAL,
	LINK_STOP,
	LINK_INPUTS,
};

enum {
	LINK_DO_OPEN = 1,       /* one more attempt, beside all that is there */
	LINK_DO_CLOSE = 2,      /* everything; before LINK_DO_OPEN */
	LINK_DO_DROP = 4,       /* the attempts, not the connection */
	LINK_DO_KEEP_ALIVE = 8, /* send something that has no meaning */
};

enum {
	LINK_IDLE_MS = 60000, /* silence after which it is asked whether the way works */
	/* And then ever again, after both together: 3.2 KB an hour at most. */
	LINK_REST_MS = 62000, /* one that is dead for a minute must not seem alive */
	LINK_HUSH_MS = 138000,
	LINK_HUSH_METERED_MS = 540000, /* the server asks after 900 s */
	/* Unanswered for so long is worth another attempt; in between, by the round trip. */
	LINK_DOUBT_MIN_MS = 2000,
	LINK_DOUBT_MAX_MS = 8000,
	LINK_DOUBT_MS = 3000,  /* of a line that is not measured yet */
	LINK_TAKEN_MS = 13000, /* the server has it, and may be slow */
	LINK_QUIET_MS = 9000,  /* more, once in doubt: real 3G has holes of 11.6 s */
	LINK_HOLE_MS = 16000,  /* in doubt: a hole, and until it is found to be over */
	LINK_ALLOW_MAX_MS = 8000,
	LINK_GIVE_UP_MS = 28000, /* more, once it is quiet */
	/* An attempt that nobody answers.  The kernel asks again once a second at first. */
	LINK_AGAIN_MS = 3000,
	LINK_EAGER_MS = 90000,    /* so long; then attempts become rare */
	LINK_PATIENT_MS = 12000,  /* one of those */
	LINK_RARE_MS = 15000,     /* the first wait between them */
	LINK_HANDSHAKE_MS = 5000, /* and 4 round trips, before another is tried beside it */
	LINK_NUDGE_MS = 1000,
	LINK_RETRY_MIN_MS = 500,
	LINK_RETRY_MAX_MS = 120000,
};

struct link {
	enum link_state state;
	int64_t due_ms;   /* when the state has been waited for long enough */
	int64_t again_ms; /* when another attempt is due; both: INT64_MAX is never */
	int64_t since_ms; /* when this wait began: an earlier word says nothing about it */
	int64_t tried_ms; /* the last attempt; -1: none */
	int64_t alone_ms; /* since when attempts are needed; -1: they are not */
	int64_t fair_ms; /* until when the connection there is has its chance; -1: not asked yet */
	int64_t allow_ms; /* what that chance takes */
	int64_t heard_ms; /* when anything was heard last; -1: never */
	int64_t retry_ms; /* the next wait */
	int64_t rtt_ms;   /* of a round trip; 0: not measured */
	int64_t doubt_ms; /* patience with what was sent */
	enum link_state before;
	bool spares;    /* asking costs money */
	bool died_idle; /* it did not answer when it was asked */
};

void link_init(struct link *l);
/*
 * What keeps an idle line alive is paid for, too: on a metered one it goes out less often.
 * Where such a line turns out to have died in the meantime (something on the way forgets
 * idle ones), that saves nothing, and it is done as often as elsewhere from then on.
 */
void link_metered(struct link *l, bool on);
/* The line's round trip and how much it varies, as measured. */
void link_measure(struct link *l, int64_t rtt_ms, int64_t vary_ms);
/* How long the kernel may wait before it sends again; the answer to that beats any handshake. */
void link_allow(struct link *l, int64_t ms);
/* `chance` 0..1023 shortens a wait to between half of it and all of it. */
unsigned link_feed(struct link *l, enum link_input in, int64_t now_ms, int chance);
/* When LINK_TICK is wanted; INT64_MAX: never. */
int64_t link_due(const struct link *l);
/* Something was sent and is not answered: how it goes is to be looked up before LINK_TICK. */
bool link_awaits(const struct link *l);
/* Nothing more is to be sent until something is heard.  It would go twice if another connection
 * takes over, and TCP keeps its pace only with little under way. */
bool link_doubts(const struct link *l);

#endif
