/* SPDX-License-Identifier: MIT */
/*
 * Who hears what.  Pure: no sockets, no store, no clock.  It is told what happened;
 * it says which connections want to write (hub_wanting) and makes their next frame
 * when the socket can take one (hub_next).  A connection has no queue: each has
 * cursors into what its groups hold in common, so a slow reader costs what it
 * has not yet been sent of its own, and nothing else (see HUB_PAGES_MAX, HUB_ANSWERS_MAX).
 */
#ifndef SERVER_HUB_H
#define SERVER_HUB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "server/caseload.h"
#include "server/meeting.h"
#include "server/program.h"
#include "wire/have.h"
#include "wire/wire.h"

enum {
	HUB_RING = 128,         /* newest messages of a group kept ready */
	HUB_ROOM = 32768,       /* bytes of JSON after which a frame or a page is full */
	HUB_PAGES_MAX = 8,      /* pages a connection may have asked for and not got */
	HUB_ANSWERS_MAX = 1024, /* answers to itself alone that a connection may leave unread */
	HUB_BATCH_MS = 15000,   /* presence and shown counts wait so long for company */
	HUB_REACH_MS = 2000,    /* and what has reached each, to who watches that */
	HUB_REACT_MS = 3000,    /* "me too" and "thank you" wait so long for company */
	HUB_REACH_FOR_MS = 900000, /* who asked to watch it does for so long */
	HUB_HIDDEN = 64,       /* newest hidden messages of a group that are told of again */
	HUB_GRACE_MS = 300000, /* a line that is down becomes "left" after this */
};

/* HUB_FORMER: of somebody who was erased; what is left is a name for what they did. */
enum { HUB_HERE, HUB_LINE_DOWN, HUB_LEFT, HUB_FORMER };

struct hub;
struct hub_conn;

struct hub_said {
	int64_t group, seq, member, device, ticket, utc_ms;
	struct str text;
	struct str warning; /* what stands in front of it; empty: nothing */
	bool hidden;        /* by those who lead; then it has no words */
	bool erased;        /* at the wish of who wrote it; then it is hidden, too */
};

/* A page of messages to be had from the store: at most `limit` of those above `after`. */
struct hub_want {
	int64_t id, group, after, limit;
};

/* Who joins, and what they have. */
struct hub_newcomer {
	void *user; /* the caller's */
	int64_t member, device;
	struct str name, role;
	const struct wire_cursor *cursors; /* borrowed for the call */
	size_t cursors_count;
	bool compressed;
	int64_t now_ms, utc_ms;
	int64_t program; /* the version of the schedule that it has, + 1; 0: it knows of none */
	int64_t cases;   /* as well, of worksheets */
	bool accounts;   /* it keeps what was told by the numbers of accounts */
	int64_t tickets; /* the highest that it knows it has given, + 1; 0: it does not say */
	int64_t ticket;  /* the highest that is stored of this device's */
};

struct hub *hub_create(void);
void hub_destroy(struct hub *h); /* connections too; NULL is fine */
/* From now on who joins is given what others have asked for and answered when hub_program_noted and
 * hub_cases_noted have said so. */
void hub_gate(struct hub *h);

struct hub_somebody {
	int64_t id, seen_seq; /* seen_seq: what they have been shown of the group */
	struct str name, role;
	struct str called; /* in this group; "": as their account */
	bool former;       /* was erased */
	int64_t number;    /* what stands for them there, to others: hub_number.c; 0: id */
	bool known; /* who was there with them may have id in what a device keeps: it is told both */
};

/* What the store knows; again changes what has changed. */
void hub_put_group(struct hub *h, int64_t id, struct str name, int64_t last_seq);
/* The first message that is kept; those before it are not any more. */
void hub_put_first(struct hub *h, int64_t id, int64_t first_seq);
int64_t hub_first(const struct hub *h, int64_t group);
/* What members are told of how long it is: 0 without an end. */
void hub_keep(struct hub *h, int message_days, int attendance_years);
void hub_put_person(struct hub *h, int64_t group, const struct hub_somebody *who);
/* They are called so in that group from now on; "": as their account. */
void hub_name_person(struct hub *h, int64_t group, int64_t member, struct str called);
bool hub_has_person(const struct hub *h, int64_t group, int64_t member);

/* A proven device connects. */
struct hub_conn *hub_join(struct hub *h, const struct hub_newcomer *who);
void hub_leave(struct hub *h, struct hub_conn *c, int64_t now_ms);
int64_t hub_member(const struct hub_conn *c);
int64_t hub_device(const struct hub_conn *c);
/* An older connection of the same device, which this one replaces: the caller's; NULL: none. */
void *hub_elder(const struct hub_conn *c);

/* Durable.  `by` said it on this connection, or NULL if it has gone; `repeated`: it was
 * there before.  The numbers of a group come without gaps. */
void hub_say(struct hub *h, struct hub_conn *by, const struct hub_said *m, bool repeated);
/* A message was hidden, or is shown again: group, seq, hidden, and its words if it is not. */
void hub_hide(struct hub *h, const struct hub_said *m);
/* All that this member wrote up to a message has no words any more; in the order of `upto`. */
void hub_erase(struct hub *h, int64_t group, int64_t member, int64_t upto);
/* True when it was news, to be kept. */
bool hub_seen(struct hub_conn *c, int64_t group, int64_t seq, int64_t now_ms);
/* Who leads is told what has reached each of the group, for a while. */
void hub_watch(struct hub *h, struct hub_conn *c, int64_t group, int64_t now_ms);
/* Is that asked of a group that this connection is in? */
bool hub_is_watched(const struct hub_conn *c);
/* All that went out to it has arrived. */
void hub_arrived(struct hub_conn *c);
/* A page is wanted by the other side, of which something is kept; false: too many at once. */
bool hub_more(struct hub *h, struct hub_conn *c, int64_t group, int64_t seq, int64_t n);
/* `code` is one of WIRE_E_*; group and ticket are 0 where there is none. */
void hub_error(struct hub *h, struct hub_conn *c, const char *code, int64_t group,
	       int64_t ticket);
/* An answer to this connection alone: what `has` tells of; c is one of WIRE_E_*, x and r are not
 * sent. */
void hub_tell(struct hub *h, struct hub_conn *c, const struct wire_msg *m);
/* It does not read what it asks for: answers were lost, and the connection has to end. */
bool hub_flooded(const struct hub_conn *c);

/* A group's meeting, to read and to ask; NULL: no such group. */
struct meeting *hub_meeting(const struct hub *h, int64_t group);
/* An event of it is durable: it comes true, and all are told.  False: out of turn. */
bool hub_happen(struct hub *h, int64_t group, const struct meeting_event *e);
/* A wish that came on this connection has come true. */
void hub_granted(struct hub *h, struct hub_conn *c, int64_t group, int64_t ticket);
/* The other side has not got the text of the exercise or lesson of this number: it is told. */
void hub_want_text(struct hub *h, struct hub_conn *c, int64_t group, int64_t seq);
/* What is kept sealed of `member`, or that they looked at it: to this connection alone. */
struct hub_paper {
	int64_t group, member, n, utc_ms; /* n: enum wire_paper */
	struct str text;
};

void hub_paper(struct hub *h, struct hub_conn *c, const struct hub_paper *p);
/* The number of its newest message; 0: there is none. */
int64_t hub_newest(const struct hub *h, int64_t group);
/* Is that message hidden, or this member's own, as far as is known here? */
bool hub_barred(const struct hub *h, int64_t group, int64_t seq, int64_t member);
/* Does this person lead the group's meeting: facilitator or admin? */
bool hub_leads(const struct hub *h, int64_t group, int64_t member);
/* ... that of any group that this member is in? */
bool hub_leads_person(const struct hub *h, int64_t leader, int64_t member);
/* The next thing that the meeting has to note by itself: see meeting_notice. */
bool hub_notice(const struct hub *h, int64_t group, int64_t utc_ms, struct meeting_event *e);

/* What a member has told those who lead of a message. */
struct hub_report {
	int64_t number, message, member, utc_ms;
	int64_t done_by, done_utc_ms; /* 0: nothing was done yet */
	bool heard;                   /* the member knows what was done */
	struct str why, done;
};

/* It is durable: a new one, or one that was settled. */
void hub_put_report(struct hub *h, int64_t group, const struct hub_report *said);
const struct hub_report *hub_report(const struct hub *h, int64_t group, int64_t number);
void hub_report_heard(struct hub *h, int64_t group, int64_t number);
/* How many of this member's are open. */
size_t hub_reports_open(const struct hub *h, int64_t group, int64_t member);

/* What is planned, borrowed; before anybody joins.  NULL, as at first: nothing is told of it. */
void hub_put_program(struct hub *h, struct program *p);
/* A row of it, or who is in a group, has changed: those whom it concerns are told. */
void hub_program_changed(struct hub *h);
/* See program_unread, program_noted.  False: this connection is told of nothing that is planned. */
bool hub_program_unread(const struct hub_conn *c, struct program_upto *upto,
			program_reading_fn *each, void *user);
void hub_program_noted(struct hub *h, struct hub_conn *c, const struct program_upto *upto);
/* The same of worksheets. */
void hub_put_cases(struct hub *h, struct caseload *c);
void hub_cases_changed(struct hub *h);
/* See caseload_unread, caseload_noted.  False: this connection is told of no worksheets. */
bool hub_cases_unread(const struct hub_conn *c, struct caseload_upto *upto,
		      caseload_reading_fn *each, void *user);
void hub_cases_noted(struct hub *h, struct hub_conn *c, const struct caseload_upto *upto);
/* See caseload_own. */
void hub_cases_own(struct hub_conn *c, enum caseload_kind kind, int64_t version);
/* What came on this connection with that ticket is durable, as row `row` (0: as none); or,
 * with a code, was not done. */
void hub_settled(struct hub *h, struct hub_conn *c, int64_t ticket, int64_t row,
		 const char *code);

/* What the connection needs from the store before it can go on; asked for once, and one at
 * a time: the next when all of that has been sent. */
bool hub_wants_page(struct hub_conn *c, struct hub_want *w);
void hub_page(struct hub *h, struct hub_conn *c, int64_t want_id,
	      const struct hub_said *messages, size_t n);

/* Adds the connection's next frame to `out`, if there is one; *more: there is another. */
void hub_next(struct hub *h, struct hub_conn *c, struct buf *out, bool *more);
/* The next connection that has something to write or a page to want; NULL: none. */
void *hub_wanting(struct hub *h);

/* Batches that are due go, graces end.  Answers when it wants to be called: ms, -1 never. */
int64_t hub_tick(struct hub *h, int64_t now_ms);

#endif
