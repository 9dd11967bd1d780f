/* SPDX-License-Identifier: MIT */
/* The client's inside, shared by client.c (life and link), outbound.c, inbound.c and acts.c. */
#ifndef CLIENT_CORE_H
#define CLIENT_CORE_H

#include "base/arena.h"
#include "client/acts.h"
#include "client/attended.h"
#include "client/cache.h"
#include "client/data.h"
#include "client/filling.h"
#include "client/kit.h"
#include "client/link.h"
#include "client/packs.h"
#include "client/reads.h"
#include "client/record.h"
#include "client/schedule.h"
#include "client/state.h"
#include "client/wish.h"
#include "client/worksheets_line.h"
#include "net/loop.h"
#include "net/ws.h"

enum { SESSION_MAX = 4096 };

/* What is under way on this connection, and ends with it. */
struct outbound {
	bool greeted;       /* hello came: we may speak */
	bool pause;         /* the server wants us to wait before we say more, */
	int64_t until_ms;   /* until then */
	bool one_by_one;    /* it refused a frame of several lines: which one was it? */
	bool seen_due;      /* what was shown has waited for company long enough */
	int64_t unacked_ms; /* since when nothing was acknowledged; -1: nothing waits */
	bool hole_due;      /* there may be messages missing */
	int64_t hole_group; /* where a page is asked for; 0: nowhere */
	int64_t hole_last;  /* its last number */
	bool adrift;        /* a message continues one that we did not understand */
};

struct pl_client {
	struct loop *loop;
	struct ws *ws;
	struct loop_timer *due;   /* the link's */
	struct loop_timer *again; /* ends out.pause */
	struct loop_timer *seen;  /* sets out.seen_due */
	struct loop_timer *beat;  /* time makes something of a session worth a sentence */
	int64_t again_ms;         /* the last pause */
	bool seen_waits;          /* the timer runs */
	bool renumbered;       /* the server has said which numbers people have: meet_names.c */
	int64_t seen_since_ms; /* since then */
	int64_t seen_told_ms;  /* when the server was told last; 0: never */
	struct link link;
	struct state state;
	struct cache *cache;
	struct arena frame; /* one frame, in or out */
	unsigned changed;
	enum pl_failure failure;
	bool is_closing;
	bool wipes; /* what is kept is to go when it is closed */

	char *host, *token, *ca;
	int port;
	unsigned char session[SESSION_MAX]; /* of the last life: see ws_session */
	size_t session_n;

	struct wire_chain chain; /* of this connection */
	struct outbound out;
	int64_t sent_ms;       /* as out.unacked_ms, but of all connections together */
	int64_t older_group;   /* whose older messages the person asked for, */
	struct pl_range older; /* until they are here; n 0: nothing is asked for */
	struct act act;
	char *note;     /* the skeleton that was asked for last; NULL: none */
	char *consents; /* this person's, as they were told last; NULL: they were not */
	struct data data;
	struct wishes wishes;
	struct attended attended;
	struct packs packs;
	struct reads reads;
	struct record record;
	struct schedule schedule;
	struct sheets sheets;
	struct filling filling;
	struct worksheets worksheets;
	struct kit kit;
	int64_t ahead_ms; /* the server's clock of ours, as it said when it greeted us */
	char *draft;      /* as it is kept, of the group below; NULL: not looked up */
	int64_t draft_group;
};

void core_feed(struct pl_client *c, enum link_input in);
/* The person is there: a long wait is over. */
void core_touch(struct pl_client *c);
/* TLS's, for the next start, whenever that is. */
void core_keep_session(struct pl_client *c);
/* The server will not have this device any more. */
void core_refused(struct pl_client *c, enum pl_failure why);
/* What comes on this connection makes no sense any more: it ends, and is made anew. */
void core_lost(struct pl_client *c);
/* The draft that is in memory may not be the one that is kept any more. */
void core_forget_draft(struct pl_client *c);
/* What was read goes into the store: not with each message, but when the server is told. */
void core_keep_seen(struct pl_client *c);
/* The account as it is kept now: in memory too. */
void core_load_account(struct pl_client *c);

/* The two journeys' ends: see src/README.md. */
void client_on_frame(void *user, struct str frame, bool binary);
void client_next_frame(void *user, struct buf *out, bool *binary);

/* Is an answer of the server due? */
bool outbound_is_awaited(const struct pl_client *c);
void outbound_reset(struct pl_client *c);    /* a new connection: all that is kept goes again */
void outbound_progress(struct pl_client *c); /* something sent was answered */
/* Wait, then go on. */
void outbound_pause(struct pl_client *c);
/* outbound_lines.c: lines keep their order in their group, and no group waits for another. */
enum { OUTBOUND_GIVE_UP_MS = 1800000 }; /* so long a line is tried again */
void outbound_lines_reset(struct pl_client *c);
/* Is one on its way; `ever`: on whichever connection? */
bool outbound_lines_wait(const struct pl_client *c, bool ever);
void outbound_add_lines(struct pl_client *c, struct buf *json);
/* Why a line was not taken now. */
enum outbound_why {
	OUTBOUND_FAST, /* too much at once, or one before it is missing: that ends soon */
	OUTBOUND_FULL, /* the server cannot keep it */
	OUTBOUND_DOOR, /* its group does not take it */
};
/* The line with this ticket goes again after a pause, and those behind it in its group; but for
 * OUTBOUND_DOOR nothing goes before.  When it was not taken for OUTBOUND_GIVE_UP_MS, and not for
 * OUTBOUND_FAST, it is kept here, and the person hears of it. */
void outbound_later(struct pl_client *c, int64_t ticket, enum outbound_why why);
/* Lines of this group are taken. */
void outbound_taken(struct pl_client *c, int64_t group);
/* It stays here, and does not go out again. */
void outbound_refuse(struct pl_client *c, int64_t ticket);
/* It waits at the server for those who lead. */
void outbound_hold(struct pl_client *c, int64_t ticket);

/* put_back.c: the messages of a frame, before anything else is done with them.  False: the disk
 * is full, and nothing may be said on this connection. */
bool put_back_look(struct pl_client *c, const struct wire_msg *m, size_t n);
/* The server refuses something that we sent, and does not say what. */
void outbound_refuse_some(struct pl_client *c);
/* The next pause, in ms, after one of so long; 0: it is the first. */
int64_t outbound_longer(int64_t pause_ms);
/* When the pauses are over that there are. */
void outbound_set_again(struct pl_client *c);
/* meet.c: what the server says of a session.  True: the error spoke of one. */
void meet_hello(struct pl_client *c);
bool meet_error(struct pl_client *c, const struct wire_msg *m);
/* The moments of a session's row, by our clock: the person sees it beside them. */
void meet_clock(struct pl_client *c, struct wire_msg *m);
/* To this person, about the group. */
void meet_note(struct pl_client *c, struct state_group *g, const struct pl_notice *n);
/* danger.c: what goes before all else, into a frame */
void meet_write_first(struct pl_client *c, struct buf *json);
void meet_write(struct pl_client *c, struct buf *json); /* wishes, into a frame */
/* That somebody is not safe is kept on disk until the server has it. */
void meet_keep_first(struct pl_client *c);
void meet_load_first(struct pl_client *c);
/* Something was wished: what follows from it here. */
void danger_did_wish(struct pl_client *c, struct state_group *g, const struct pl_wish *w);
void meet_attended(struct pl_client *c, const struct wire_msg *m);
void meet_granted(struct pl_client *c, const struct wire_msg *m);
/* meet_text.c: texts of exercises and lessons: kept here, to be asked for, and come. */
void meet_find_texts(struct pl_client *c);
void meet_ask_texts(struct pl_client *c, struct buf *json);
void meet_keep_text(struct pl_client *c, const struct wire_msg *m);
void meet_on_beat(void *user);
void meet_hidden(struct pl_client *c, const struct wire_msg *m); /* before it is applied */
/* Somebody is called something else in a group: before it is applied. */
void meet_person(struct pl_client *c, const struct wire_msg *m);
/* Of a line of ours that waits; and that no line waits any more: before they are applied. */
void meet_held(struct pl_client *c, const struct wire_msg *m);
void meet_reacted(struct pl_client *c, const struct wire_msg *m); /* meet_react.c */
void meet_session(struct pl_client *c, const struct wire_msg *m);
void meet_after_frame(struct pl_client *c);
void meet_no_page(struct pl_client *c); /* the page that was asked for does not come */

void outbound_on_again(void *user);
void outbound_on_seen(void *user);
/* A frame has come, so an acknowledgement goes out now: what has waited goes with it. */
void outbound_ride(struct pl_client *c);

#endif
