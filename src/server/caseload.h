/* SPDX-License-Identifier: MIT */
/*
 * What was assigned, finished and said to it, and the clinic's words.  Pure: no sockets, no
 * store, no clock.  An act is asked (caseload_act) and gives one row to be put into the store;
 * what is durable is taken (caseload_take), and then may call for more rows by itself
 * (caseload_follows).  So whatever is lost between two rows is found again when all is loaded.
 *
 * Who is told a row: the member whose it is, and those who lead its group.  A note goes with
 * its filed sheet; the clinic's words go to all.
 *
 * A row that is no more by somebody's act keeps whose it was, and of which group, and nothing else, so
 * that all who had it are told; one that is kept no longer has no text at all.
 */
#ifndef SERVER_CASELOAD_H
#define SERVER_CASELOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "wire/wire.h"

enum {
	CASELOAD_WORDS_MAX = 400,    /* bytes of what is said to what is assigned, */
	CASELOAD_COMMENT_MAX = 2000, /* and to what is finished */
	CASELOAD_NOTES_MAX = 500,    /* to one finished sheet */
	CASELOAD_DAILY_MAX = 500,    /* sheets that one person may file in 24 hours */
	CASELOAD_OPEN_MAX = 500,     /* that may be assigned to one person, and not finished */
	CASELOAD_TEXT_MAX = 65536,   /* bytes of a row's text */
	CASELOAD_FRESH_DAYS = 120,   /* who has nothing is not told what was finished before */
	CASELOAD_OWN = 8,
	CASELOAD_CRISIS_LINES = 10,  /* lines to call, each of as many */
	CASELOAD_CRISIS_BYTES = 200, /* bytes */
};

#define CASELOAD_PLAN "safety-plan" /* the form of a plan that is shared when it is filed */

/* The kinds of rows that STORE_PUT has. */
enum caseload_kind {
	CASELOAD_ASSIGNED = 4,
	CASELOAD_FILED,
	CASELOAD_NOTED,
	CASELOAD_CLINIC,
	CASELOAD_KINDS_END,
};
enum { CASELOAD_KINDS = CASELOAD_KINDS_END - CASELOAD_ASSIGNED };

/*
 * A row as the store has it: a frame of the wire.  Of what is assigned it has a second message,
 * a "D" that says who did so (u), when (d), and with which device (s) and ticket (k).
 */
struct caseload_row {
	enum caseload_kind kind;
	int64_t number, version;
	int64_t member, device, ticket; /* who made it */
	struct str text;                /* "": it is no more */
};

/* What is to be put. */
struct caseload_put {
	enum caseload_kind kind;
	int64_t number; /* 0: a new row */
	int64_t member, device, ticket;
	struct buf text; /* "": the row goes */
	bool more;       /* the act is to be asked again when this is durable */
	bool wipes;      /* what was there must not stay in the store's log either */
};

/* What somebody wants: a WIRE_WORK. */
struct caseload_act {
	const struct wire_msg *m;
	int64_t member, device, now_utc_ms;
};

struct caseload_somebody {
	int64_t group, member;
	bool leads, patient, disabled;
};

struct caseload;

struct caseload *caseload_create(void);
void caseload_destroy(struct caseload *c); /* NULL is fine */

/* More forms than those that come with the program, with the value sets that they use; borrowed
 * until the next.  False: there is none of that name. */
struct caseload_form {
	struct str json;
	const struct str *sets;
	size_t set_count;
};
typedef bool caseload_form_fn(void *user, struct str name, struct caseload_form *out);
void caseload_forms(struct caseload *c, caseload_form_fn *find, void *user);
/* Somebody is in a group, or is so in another way than before; and since which version. */
void caseload_put_person(struct caseload *c, const struct caseload_somebody *who);
void caseload_joined(struct caseload *c, int64_t group, int64_t member, int64_t version);
/* A row is durable.  An older version than that which is known changes nothing.  False: it cannot
 * be read; its version counts still. */
bool caseload_take(struct caseload *c, const struct caseload_row *r);
/* Its text may be dropped; `number` and `version` are what the store gave it. */
bool caseload_took(struct caseload *c, const struct caseload_put *put, int64_t number,
		   int64_t version);
int64_t caseload_version(const struct caseload *c);

/*
 * NULL, or a WIRE_E_ word: it was not done.  With NULL, `out` is to be put; or, where
 * out->number is not 0 and out->text.n is 0, it stands so already, as that row.  The caller
 * ends out->text.
 */
const char *caseload_act(struct caseload *c, const struct caseload_act *a,
			 struct caseload_put *out);
/* Is it danger that this row tells of?  Then it is to be in the log that there is some. */
bool caseload_is_danger(const struct caseload *c, enum caseload_kind kind, int64_t number);

/* What the clinic has set: lines to call, a line each, and when they were looked at last (0: not
 * known).  None: "".  Copied. */
void caseload_crisis(struct caseload *c, struct str lines, int64_t dated_utc_ms);
/* Tells one set of packs of forms from another (offered_sum); "": there are none.  Copied. */
void caseload_packs(struct caseload *c, const char *sum);
/* The next row that has to change by itself.  False: none.  One that was given is not given
 * again before it was taken, or has failed. */
bool caseload_follows(struct caseload *c, struct caseload_put *out);
void caseload_failed(struct caseload *c, const struct caseload_put *put);

/* A stage of a meeting at which a form is assigned to whoever is in the room: once. */
struct caseload_stage {
	int64_t group, session, stage; /* session: the event that opened it; stage: from 1 */
	int64_t by;                    /* who leads; 0: nobody */
	struct str form;
	int days; /* until it is due; 0: there is no date */
};
/* False: this member has it, or is none to whom it is to be assigned. */
bool caseload_staged(struct caseload *c, const struct caseload_stage *s, int64_t member,
		     int64_t now_utc_ms, struct caseload_put *out);

/* The next row that is kept no longer, because it is older than that moment: a filed sheet, what
 * was said to it, and what was assigned. */
bool caseload_old(struct caseload *c, int64_t before_utc_ms, struct caseload_put *out);

/* The next row of this person that is to go because they are erased: it says no more than that it is no
 * more, so that all who had it are told; then what was said to those. */
bool caseload_erase(struct caseload *c, int64_t member, struct caseload_put *out);

/* What a connection has been told; all zero but these three at first. */
struct caseload_cursor {
	int64_t told; /* the version that it said it has; -1: is told nothing */
	int64_t member;
	int64_t fresh_utc_ms; /* see CASELOAD_FRESH_DAYS */
	int64_t from, began;  /* set by caseload_begin */
	int64_t old;          /* up to this version what is not fresh is left out */
	int64_t anchor, anchor_at;
	/* What this connection has done itself: it is answered, and does not come again; 0: none. */
	int64_t own[CASELOAD_OWN];
	bool owes; /* a WIRE_CASE, for what was told since the last one */
	/* Nothing is given beyond the version up to which it is noted in the access log what of others'
	 * goes there (caseload_unread, caseload_noted), as long as nobody's part has changed since. */
	bool gated;
	int64_t noted, noted_shifts;
};

/* Answers of somebody that are given to another, and so are read. */
struct caseload_reading {
	int64_t version, group, member; /* whose */
	int64_t filed_utc_ms;
	struct str form; /* borrowed for the call */
};
typedef void caseload_reading_fn(void *user, const struct caseload_reading *r);

/* How far a walk has looked. */
struct caseload_upto {
	int64_t version, shifts;
};

void caseload_begin(struct caseload *c, struct caseload_cursor *at);
/* The new row of that version came of an act of this connection, and has just been taken.  Where there
 * are too many it is told all the same. */
void caseload_own(struct caseload_cursor *at, enum caseload_kind kind, int64_t version);
/* The next row that concerns this member, its texts borrowed until the next change; behind them the
 * WIRE_CASE.  False: there is nothing.  A frame that is full ends with caseload_break. */
bool caseload_next(const struct caseload *c, struct caseload_cursor *at, struct wire_msg *out);
bool caseload_break(const struct caseload *c, struct caseload_cursor *at, struct wire_msg *out);
/* All that the walk would give from here on of what others have answered, each in `each`; what was assigned
 * and what staff has said to it is staff's own. */
struct caseload_upto caseload_unread(const struct caseload *c, const struct caseload_cursor *at,
				     caseload_reading_fn *each, void *user);
/* That is noted, and may be given. */
void caseload_noted(struct caseload_cursor *at, const struct caseload_upto *upto);
/* Is there something? */
bool caseload_has_news(const struct caseload *c, struct caseload_cursor *at);

/* How much memory it has: what its rows cost. */
size_t caseload_bytes(const struct caseload *c);

#endif
