/* SPDX-License-Identifier: MIT */
/*
 * What the clinic has planned, and what people have asked for.  Pure: no sockets, no store, no
 * clock.  An act is asked (program_ask, program_set) and gives one row to be put into the
 * store; what is durable is taken (program_take), and then may call for more rows by itself
 * (program_follows).  So whatever is lost between two rows is found again when all is loaded.
 *
 * Whose sessions they are:
 *   - Who leads a group leads its sessions, and is expected at none of them.
 *   - Who is of the role "family" is expected at what is of the kind "family" alone.
 *   - Everybody else of the group is expected, but at what is optional, or of the kind "away".
 *   - A guest of the group is not: somebody who came into it by a swap that was granted, from
 *     a series of another group that they are in.  One stays a guest, also when the swap is
 *     withdrawn: so a swap that is withdrawn before it was granted loses its x, and no other does.
 *   - A swap that was granted takes the seat of the one occurrence and gives that of the other; a
 *     sign-up that was granted gives one; "absent" takes any of them.
 *   - The seats that are taken are those of the people who are expected.
 * A series is seen by its group (one of the kind "away" by those who lead it) and, if it has a
 * track, by the groups that have a series of that track, so that one may swap into it.
 */
#ifndef SERVER_PROGRAM_H
#define SERVER_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "schedule/occur.h"
#include "wire/wire.h"

enum {
	PROGRAM_SERIES_MAX = 1000, /* that are not removed */
	PROGRAM_CAP_MAX = 1000,    /* seats */
	PROGRAM_WORDS_MAX = 400,   /* bytes of what a person says to a request */
	PROGRAM_LATE_MAX = 120,    /* minutes */
	PROGRAM_OPEN_MAX = 64,     /* requests of one person that are asked or wait */
	PROGRAM_TITLE_MAX = 64,    /* bytes */
	PROGRAM_TEXT_MAX = 32768,  /* bytes of a row's text */
};

/* The kinds of rows that STORE_PUT has. */
enum program_kind {
	PROGRAM_SERIES,
	PROGRAM_REQUEST,
	PROGRAM_FEED,   /* not read here */
	PROGRAM_MEMBER, /* since when somebody is in a group */
	PROGRAM_KINDS,
	PROGRAM_JOIN, /* no row: somebody is to be put into a group */
};

/* A row as the store has it: a frame of the wire.  Of a series it has a second message, a "K"
 * of the ticket k and the device s by which it was changed last. */
struct program_row {
	enum program_kind kind;
	int64_t number, version;
	int64_t member, device,
		ticket;  /* who made it; of PROGRAM_MEMBER the ticket is the group */
	struct str text; /* "": it is no more */
};

/* What is to be put. */
struct program_put {
	enum program_kind kind;
	int64_t number; /* 0: a new row */
	int64_t member, device, ticket;
	int64_t group;   /* of PROGRAM_MEMBER and PROGRAM_JOIN */
	struct buf text; /* "": the row goes */
};

/* What somebody wants: a WIRE_ASK or WIRE_SET. */
struct program_act {
	const struct wire_msg *m;
	int64_t member, device, now_utc_ms;
};

struct program_somebody {
	int64_t group, member;
	bool leads, family, disabled;
};

struct program;

struct program *program_create(void);
void program_destroy(struct program *p); /* NULL is fine */

/* Somebody is in a group, or is so in another way than before. */
void program_put_person(struct program *p, const struct program_somebody *who);
/* A row is durable.  An older version than that which is known changes nothing.  False: it cannot
 * be read; its version counts still. */
bool program_take(struct program *p, const struct program_row *r);
/* Its text may be dropped; `number` and `version` are what the store gave it. */
bool program_took(struct program *p, const struct program_put *put, int64_t number,
		  int64_t version);
int64_t program_version(const struct program *p);

/*
 * NULL, or a WIRE_E_ word: it was not done.  With NULL, `out` is to be put; or, where
 * out->number is not 0 and out->text.n is 0, it stands so already, as that row.  The caller
 * ends out->text.
 */
const char *program_ask(struct program *p, const struct program_act *a,
			struct program_put *out);
const char *program_set(struct program *p, const struct program_act *a,
			struct program_put *out);
/* The next row that has to change by itself, by what was taken or by the time.  False: none.
 * One that was given is not given again before it was taken, or has failed. */
bool program_follows(struct program *p, int64_t now_utc_ms, struct program_put *out);
void program_failed(struct program *p, const struct program_put *put);
/* When program_follows has more by the time alone; 0: never. */
int64_t program_due_ms(const struct program *p);
/* The next request that is kept no longer, because all of it was before that moment: it goes, or,
 * where somebody is a guest by it, its words do. */
bool program_old(struct program *p, int64_t before_utc_ms, struct program_put *out);

/* The next request of this person whose words are to go because they are erased. */
bool program_erase(struct program *p, int64_t member, struct program_put *out);

/* What c and x of a request's message point to. */
struct program_words {
	char occurrence[48], x[48];
};

/* What a connection has been told; all zero but these two, and `gated`, at first. */
struct program_cursor {
	int64_t told; /* the version that it said it has; -1: is told nothing */
	int64_t member, device;
	int64_t from, began; /* set by program_begin */
	int64_t caught;      /* up to here it was told all that it saw then */
	int64_t anchor,
		anchor_at; /* what was not seen before, and now is: how far that is told */
	bool owes;         /* a WIRE_PROGRAM, for what was told since the last one */
	struct program_words words;
	/* Nothing is given beyond the version up to which it is noted in the access log what others have
	 * asked for that goes there (program_unread, program_noted), as long as nobody's part has changed
	 * since. */
	bool gated;
	int64_t noted, noted_shifts;
};

/* A request of somebody that is given to another, and so is read. */
struct program_reading {
	int64_t version, member; /* whose */
	int64_t group;           /* in which they are read by who leads it */
	int64_t asked_utc_ms;
};
typedef void program_reading_fn(void *user, const struct program_reading *r);

/* How far a walk has looked. */
struct program_upto {
	int64_t version, shifts;
};

void program_begin(struct program *p, struct program_cursor *c);
/* The next row that concerns this member, its texts borrowed until the next; behind them the WIRE_PROGRAM.
 * False: there is nothing.  A frame that is full ends with program_break. */
bool program_next(const struct program *p, struct program_cursor *c, struct wire_msg *out);
bool program_break(const struct program *p, struct program_cursor *c, struct wire_msg *out);
/* All that the walk would give from here on of what others have asked for, each in `each`; a series is
 * the clinic's own. */
struct program_upto program_unread(const struct program *p, const struct program_cursor *c,
				   program_reading_fn *each, void *user);
/* That is noted, and may be given. */
void program_noted(struct program_cursor *c, const struct program_upto *upto);
/* Is there something? */
bool program_has_news(const struct program *p, struct program_cursor *c);

/* To read: of a member, for calendars and hours. */

struct program_session {
	int64_t series, group, original_utc_ms, start_utc_ms, end_utc_ms;
	bool counts; /* toward the week's hours */
};
struct program_span {
	int64_t from_utc_ms, to_utc_ms;
};

/* What this person is expected at, that is not cancelled and begins in that span; by series, then
 * by start.  As occur_list. */
size_t program_sessions(const struct program *p, int64_t member,
			const struct program_span *span, struct program_session *out,
			size_t size);
/* Has this person said that they cannot come to it? */
bool program_is_absent(const struct program *p, int64_t member, int64_t series,
		       int64_t original_utc_ms);
bool program_is_expected(const struct program *p, int64_t member, int64_t series,
			 int64_t original_utc_ms);

/* A series with sessions that this person is expected at.  The calendar is borrowed until the next
 * program_take. */
struct program_plan {
	int64_t series, version; /* version: of the newest row that it is made of */
	struct calendar *calendar;
	/* Expected at all of them but these; or, if `single`, at none but those. */
	bool single;
	int64_t *absent, *only; /* occurrences, by their original moments */
	size_t absent_count, only_count;
};
size_t program_plans(const struct program *p, int64_t member, struct program_plan **out);
void program_plans_free(struct program_plan *plans, size_t n);

#endif
