/* SPDX-License-Identifier: MIT */
/*
 * What is known of a group's session, in memory.  Pure: rows come in, and at a frame's
 * end what changed by them is told as notices.  All text in it is clean.
 */
#ifndef CLIENT_SESSION_H
#define CLIENT_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/session_guide.h"
#include "client/session_reports.h"
#include "porchlight/session.h"
#include "wire/wire.h"

enum {
	SESSION_NOTICES_MAX = 200,
	SESSION_DECIDED_MAX = 4,
	SESSION_REACH_FOR_MS = 900000, /* whoever asks is told so long what has reached whom */
	SESSION_STAGES_MAX = 16,
	SESSION_PLACE_MAX = 1000,
	SESSION_LATE_MAX = 1440, /* minutes */
	SESSION_PINS = 3,
	SESSION_CHOICES = 11,
	SESSION_PAPERS_MAX = 64,
	SESSION_DOOR = 7, /* their bits */
};

/* A person of the group, as the caller knows them; "" for one whose name is not known. */
typedef const char *session_name(const void *user, int64_t member);

struct session_seat {
	struct pl_seat pub; /* its texts are ours */
	int64_t hand_seq;
	/* What was told of it. */
	bool told_in, told_down, told_waiting, told_hand;
	bool noted_down; /* that was worth a sentence */
};

/* What was told, to see what is news. */
struct session_told {
	int64_t id, ends_ms, floor, muted_ms;
	int stage, place, waits, door;
	enum pl_talk talk;
	enum pl_where where;
	enum pl_modality modality;
	bool holds, more, invited, accepted;
	char *topic, *norms;
	size_t decided; /* how many of them */
};

struct session_aside {
	int64_t seq, by, member;
	char *text;
};

/* What time has still to make worth a sentence. */
struct session_timer {
	int stage;
	int64_t ends_ms;         /* on the wall */
	bool five, end;          /* of the stage */
	int64_t floor, floor_ms; /* who has it, since when by the clock for waiting */
	bool turn;               /* that it is a long one */
};

struct session_alert {
	int64_t member, seq, utc_ms, taken_by;
	int64_t told_utc_ms, told_taken_by; /* what was told of it */
};

struct session_reach {
	int64_t member, seq;
};

/* Beyond stages, seats and turns: session_tools.c */
struct session_tools {
	struct session_alert *alerts;
	struct pl_alert *alert_list; /* by need; their names are ours */
	size_t alerts_count, list_count;
	char *pins[SESSION_PINS]; /* NULL: none at this place */
	char *told_pins[SESSION_PINS];
	const char *pin_list[SESSION_PINS];
	int64_t told_lead, told_offered;
	char *poll_text; /* of which pub.poll's are made: each line ends in NUL */
	const char *choices[SESSION_CHOICES];
	int counts[SESSION_CHOICES];
	int64_t told_poll;
	bool told_over;
	struct session_reach *reach;
	size_t reach_count;
	int64_t reach_ms; /* when it was asked for last */
	int64_t watched;  /* the message that all are to have; 0: none */
	int watched_stage;
	bool is_watching;     /* this connection has asked, at reach_ms */
	bool watch_again;     /* the connection that watched it is gone */
	int64_t told_missing; /* how many had not, when it was told last; -1: was not */
};

/* What came of something that is kept sealed. */
struct session_paper {
	int64_t member, n, utc_ms; /* n: enum wire_paper */
	char *text;
};

struct session {
	int64_t id; /* 0: none was heard of */
	struct pl_session pub;
	bool is_current; /* it was told on this connection */
	bool is_fresh;   /* and that is news in itself */
	bool is_new;     /* rows have come in since news were told */
	struct pl_stage stages[SESSION_STAGES_MAX];
	char *decided[SESSION_DECIDED_MAX];
	struct session_seat *seats;
	struct pl_seat *seat_list; /* for pub.seats, in step with `seats` */
	size_t seats_count;
	struct session_aside *asides;
	size_t asides_count, asides_told;
	int64_t aside_seq; /* the newest */
	struct session_tools tools;
	struct session_paper *papers; /* until they are told */
	size_t papers_count;
	struct session_told told;
	struct session_timer timer;
	struct session_guides guides;
	struct reports reports;
	char language[8];          /* see pl_client_language */
	struct pl_notice *notices; /* their texts are ours */
	size_t notices_count;
	struct pl_held *held; /* pub.held; their texts are ours */
	int64_t held_told;    /* the newest number that was told of */
	uint64_t last_notice;
};

void session_init(struct session *s);
void session_finish(struct session *s);
void session_disconnect(struct session *s); /* what comes next is all of it again */
/* A row of the server's; false: not one of a session. */
bool session_apply(struct session *s, const struct wire_msg *m);

/* Who is told, and what they know beside. */
struct session_view {
	int64_t self, after_seq;
	int64_t utc_ms, now_ms; /* the two clocks */
	session_name *name;
	const void *user;
};

void session_drop_papers(struct session *s);

/* The frame is over: names, places in the queue, and what is worth a sentence. */
void session_settle(struct session *s, const struct session_view *v);
void session_note(struct session *s, const struct session_view *v, const struct pl_notice *n,
		  int64_t who);

/* session_time.c: what is due by now becomes notices; and when the next is, in ms from now; -1:
 * nothing is to come. */
void session_tick(struct session *s, const struct session_view *v);
int64_t session_due_ms(const struct session *s, int64_t utc_ms, int64_t now_ms);
/* At a frame's end. */
void session_set_timers(struct session *s, const struct session_view *v);

/* session_tools.c */
void session_tools_finish(struct session *s);
/* Another session: nothing of the one before holds. */
void session_tools_begin(struct session *s);
void session_on_alert(struct session *s, const struct wire_msg *m);
void session_on_poll(struct session *s, const struct wire_msg *m);
void session_on_reach(struct session *s, const struct wire_msg *m);
/* A line of the plan; false: of a kind that is not known here. */
bool session_on_line(struct session *s, const struct wire_msg *m);
void session_tools_publish(struct session *s, const struct session_view *v);
void session_tools_tell(struct session *s, const struct session_view *v);
/* This person has said that they are not safe: so it stands until the server says more. */
void session_ask_help(struct session *s, int64_t self, int64_t utc_ms);
/* Until all have message `seq`, or the stage is another, how many is told; 0: of none.  What
 * is known and was not kept up for long is forgotten. */
void session_watch(struct session *s, int64_t seq, int64_t now_ms);
/* Is what has reached whom told now, and for a good while yet, as nothing more was asked? */
bool session_is_watching(const struct session *s, int64_t now_ms);
/* Taken: the message to watch again on this connection; 0: none. */
int64_t session_watch_again(struct session *s);
int64_t session_reach(const struct session *s, int64_t member); /* -1: not known */

/* Does this person get what is said to the group, as far as is known here? */
bool session_hears(const struct session *s);
/* May this person say something now, as far as is known here?  PL_OK, or why not. */
enum pl_failure session_may_say(const struct session *s, int64_t utc_ms);

#endif
