/* SPDX-License-Identifier: MIT */
/*
 * What is known, in memory: groups, people, messages.  Pure: it is told what came
 * in and answers with which PL_CHANGED_ bits changed.  All text in it is clean.
 */
#ifndef CLIENT_STATE_H
#define CLIENT_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/session.h"
#include "porchlight/client.h"
#include "wire/wire.h"

enum { STATE_MESSAGES_MAX = 500 };

/* What has gone out of a group's lines: outbound_lines.c. */
struct state_sent {
	int64_t upto;       /* the lines up to this ticket have, on this connection, */
	int64_t ever;       /* and on whichever */
	int64_t pause_ms;   /* how long its last pause was; 0: none since one was stored */
	int64_t until_ms;   /* when its pause is over; 0: there is none */
	int64_t refused_ms; /* since when its next line is not taken; 0: none was refused so */
};

struct state_group {
	struct pl_group pub;      /* pub.name is ours */
	struct pl_person *people; /* their names are ours */
	const char **accounts;    /* ours; of people, NULL: as they are called */
	size_t people_count;
	struct pl_message *messages; /* who and text are ours; by seq, kept ones last */
	size_t messages_count;
	int64_t seen_told; /* what the server has been told of pub.read_seq */
	int64_t seen_kept; /* and what the store has of it */
	int64_t top;       /* the newest number that the server was heard to have */
	bool is_current;   /* the server named it on this connection */
	struct session session;
	struct state_sent sent;
};

struct state {
	char language[8];      /* of the person, for what comes with the program; "": English */
	struct pl_person self; /* name is ours */
	struct state_group **groups; /* none moves: a session points into itself */
	size_t groups_count;
	struct pl_group *group_list; /* for pl_client_groups; as many */
};

/* A text of ours gives way to a copy of another. */
void state_replace(const char **slot, const char *s);

void state_init(struct state *s);
void state_finish(struct state *s);
void state_set_self(struct state *s, int64_t id, const char *name, enum pl_role role);

struct state_group *state_find_group(const struct state *s, int64_t id); /* may be NULL */
struct state_group *state_get_group(struct state *s, int64_t id);        /* adds it */
void state_name_group(struct state_group *g, const char *name);
struct pl_person *state_find_person(const struct state_group *g, int64_t id);
/* As whom they enrolled; "": as they are called. */
void state_put_account(struct state_group *g, int64_t id, const char *account);
const char *state_account_of(const struct state_group *g, int64_t id); /* or "" */
void state_put_person(struct state_group *g, int64_t id, const char *name, enum pl_role role,
		      enum pl_presence presence);

/* One of the group's messages: s, u, d, b, x, n, and k if it is our own line, which it settles if
 * these are its words.  Nothing if it is there. */
void state_put_message(struct state *s, struct state_group *g, const struct wire_msg *m,
		       int shown_to);
struct pl_message *state_find_seq(const struct state_group *g, int64_t seq); /* may be NULL */
/* Message s is hidden (n 1), or shown again with the words b and the warning x. */
void state_hide(struct state_group *g, const struct wire_msg *m);
/* state_erased.c: a WIRE_ERASED */
unsigned state_erased(struct state *s, struct state_group *g, const struct wire_msg *m);
/* So many have said so to message s: true where that is more than was known. */
bool state_react(struct state_group *g, const struct wire_msg *m);
/* A line of our own that is kept here: k, d, b, x. */
void state_put_kept(struct state *s, struct state_group *g, const struct wire_msg *m,
		    enum pl_state where);
/* What was missed is on its way: our own lines may be among it. */
bool state_is_behind(const struct state_group *g);
/* What was read before: by this person, here or elsewhere. */
void state_read(struct state_group *g, int64_t seq);
/* Our line with this ticket is at the server as `seq`; it takes the place of a message
 * with that number that came without the ticket. */
unsigned state_settle(struct state_group *g, int64_t ticket, int64_t seq, int64_t utc_ms);
int64_t state_ticket(const struct pl_message *m); /* of a line of our own */
struct pl_message *state_find_ticket(struct state_group *g, int64_t ticket);
/* The ticket of our line with this id, if it was not accepted; else 0. */
int64_t state_refused_ticket(const struct state_group *g, uint64_t id);
/* Our line with this ticket, not at the server, is no more. */
void state_drop(struct state_group *g, int64_t ticket);
/* While we are not connected nobody is known to be here, and no group to be as we know it. */
void state_disconnect(struct state *s);
/* A connection in place of another: no group is as we know it, and people are where they were. */
void state_renew(struct state *s);
/* Another person's: nothing is known. */
void state_reset(struct state *s);

enum pl_role state_role(const char *word);

/* Of somebody of the group, or of this person; "" for one whose name is not known. */
const char *state_name_of(const struct state *s, const struct state_group *g, int64_t member);

/* Both clocks, now. */
struct state_clocks {
	int64_t utc_ms, now_ms;
};

/* A frame is over: what is worth a sentence of the sessions becomes notices.  Was there any? */
bool state_news(struct state *s, struct state_clocks at);
/* A notice, about `who`; 0: about nobody. */
void state_note(struct state *s, struct state_group *g, const struct pl_notice *n, int64_t who,
		struct state_clocks at);
/* What time makes worth a sentence: when that is, in ms from now (-1: never), and that it is. */
int64_t state_due_ms(const struct state *s, struct state_clocks at);
void state_tick(struct state *s, struct state_clocks at);

/* One message from the server, with its text clean. */
unsigned state_apply(struct state *s, const struct wire_msg *m);

#endif
