/* SPDX-License-Identifier: MIT */
/*
 * The messages of porchlight.1, shared by client and server.  A frame is a JSON
 * list of 1..n messages, each an object whose "t" names its type.  One table
 * (message.c) has a row a type: who sends it, what it must have, what it may have.
 * See porchlight-protocol.5.
 */
#ifndef WIRE_WIRE_H
#define WIRE_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "wire/limits.h"

enum wire_type {
	WIRE_HELLO, /* "h" S: u member, x name, r role, d server time, k ticket */
	WIRE_GROUP, /* "g" S: g, x name, s last seq, n seen seq, opt. k first seq kept, d days for which
	                messages are kept, u years for which attendance is */
	WIRE_PERSON, /* "p" S: g, u, x name, r role, n presence (0 here, 1 line down, 2 left, 3 was
	                erased) */
	WIRE_MESSAGE, /* "m" S: g, s, u, d utc_ms; b text, opt. k (own device's), x warning,
	                 n enum wire_words; see wire_link */
	WIRE_STORED, /* "k" S: g, k ticket, s seq, d utc_ms: own line is durable; answers a say sent from
	                     this connection in place of the "m" with the text it has already */
	WIRE_SHOWN, /* "w" S: g, s, n: messages up to s of yours have been shown to n others */
	WIRE_ERROR, /* "e" S: c code, opt. g, k, b text for the log */
	/* A session: the rows that changed, each whole; all of them to who joins. */
	WIRE_SESSION, /* "j" S: g, s its number (0: none was ever open), n stage (0: none), opt. r talk,
	                 d end of the stage, u the floor, k seconds of slow mode, c flags */
	WIRE_PLAN, /* "z" S: g, n stage (0: a line), r kind, opt. x title, c talk, k minutes, s seconds of a
	              turn, b text; of a question u who asks, k its number, c where it is */
	WIRE_SEAT, /* "q" S: g, u, n enum wire_seat bits, opt. d since, k muted until, b why,
	                 s rating + 1, or of who waits, to them alone, the place */
	WIRE_HAND, /* "i" S: g, u, opt. d when it went up, s which came first, b why; none: lowered */
	WIRE_ASIDE, /* "d" S: g, s number, u who says it, k whose side door, d, b text */
	WIRE_ALERT, /* "n" S: g, s number, u who is not safe, d since when, opt. k who sees to it */
	WIRE_POLL, /* "v" S: g, s number, n 1: over, opt. k own choice, c counts, b question, choices */
	WIRE_REACH, /* "t" S: g, u, s: everything up to s has reached u */
	WIRE_GUIDE, /* "l" S: g, s number, r "exercise" or "lesson", opt. d when it began (none: it does not
	               run), x name, k sum of the text, n page, u own answer, c counts, b text */
	WIRE_PAPER, /* "u" S: g, n enum wire_paper, opt. u whose, or who looked, d when, b text */
	WIRE_HELD, /* "b" S: g, s number, n 0 waits, 1 let through, 2 refused; opt. u who, d since,
	              k own ticket, x warning, b text or why */
	WIRE_HIDDEN, /* "x" S: g, s message, n 1 hidden, 0 shown again: then b text, opt. x warning */
	WIRE_ERASED, /* "X" S: g, u, s: all that u wrote up to s has no words any more */
	/* "T" S: d, n minutes, opt. g, s session, k corrected minutes + 1, u by whom, b why: a
	 * session of this person's; without g the last one: since d, n minutes, of k */
	WIRE_ATTENDED,
	WIRE_REACTED, /* "r" S: g, s message, u who was first, opt. k enum wire_reaction, n how many have */
	WIRE_GRANTED, /* "f" S: g, k: the wish is durable, and has come true */
	/* In a group, also when no session runs. */
	WIRE_REPORT, /* "R" S: g, s report's number, u who made it, n message, d when, b why; with k who
	                settled it, d is when and b what was done */
	/*
	 * The schedule, as rows that have changed since the version that the connection began
	 * with; a WIRE_PROGRAM behind them ends what belongs together.  A member is told the
	 * series of their groups, and those that have a track in common with one of them: into
	 * these they may ask to swap.  Whoever is in a group by a swap that was granted, and
	 * is in the group that they swapped from, is expected there by such swaps alone.
	 */
	WIRE_SERIES, /* "S" S: s series; none of the rest: it is no more; g, r kind, x title, b lines,
	                opt. u leader, n cap, k flags (enum wire_series), c track */
	WIRE_REQUEST, /* "Q" S: s its number, u who, n enum wire_request, r what, c occurrence
	                 (SERIES.UTC_MS), d when; opt. k own ticket, x argument, b words of who
	                 asked, or where n is refused of who refused it */
	WIRE_PROGRAM, /* "P" S: k version: up to it everything is here */
	WIRE_SETTLED, /* "K" S: k own ticket of a WIRE_ASK, _SET or _FEED, opt. s row, c why not */
	WIRE_FEED_AT, /* "L" S: b the feed's path; none: there is none */
	WIRE_HOURS,   /* "H" S: g, opt. u, n minutes had, k minutes planned, s missed + 1, d the
	               week's begin; without u the last one: k the target + 1 */
	/*
	 * Worksheets, as rows that have changed since the version that the connection began with
	 * (a WIRE_CASE behind them ends what belongs together): to the member whose they are, and
	 * to those who lead the group.
	 */
	WIRE_ASSIGNED, /* "B" S: s its number; none of the rest: it is no more; g, u to whom, k by whom,
	                  c form, d due (0: no date), opt. x title, b words */
	WIRE_FILED, /* "C" S: s its number; none of the rest: it is no more; u whose, c form, x its sum, d
	               when it was finished, b answers (worksheet/answers.h), opt. g, k assignment, n 1: an answer
	               asks for review */
	WIRE_NOTED, /* "D" S: s its number, k filed sheet, u by whom, d when, r "read", "comment", "again"
	               or "reviewed", opt. c item, b words */
	WIRE_CLINIC, /* "M" S: s its number, r "crisis", d when it was looked at last, b lines to call; none of
	                the rest: there is none */
	WIRE_CASE, /* "V" S: k version: up to it everything is here */
	/* "Z" S: over HTTP alone: s row of the access log, d when, r what, n how many of it, opt. u by
	 * whom, x their name, g, k when it came about, c which, b why */
	WIRE_WAS_READ,
	WIRE_SAY, /* "y" C: g, k ticket (>0, new for each line of this device), b text, opt. x warning */
	WIRE_SEEN, /* "a" C: g, s: everything up to s has been shown to the person */
	WIRE_MORE, /* "o" C: g, s, n: messages s..s+n-1, again */
	WIRE_WISH, /* "c" C: g, k ticket, c word, opt. u whom, n, d how long ago in ms, b text */
	WIRE_TEXT, /* "s" C: g, s: the text of the exercise or lesson of this number, please */
	WIRE_ATTENDANCE, /* "A" C: please tell this person's */
	WIRE_ASK, /* "W" C: k ticket, r what (as of WIRE_REQUEST, or "withdraw", "grant", "refuse"), opt. s
	             request, c occurrence, x argument, b words */
	WIRE_SET, /* "E" C: k ticket, opt. s series (none: a new one), d version that it was changed
	             from; and as WIRE_SERIES, but the flags stand behind the kind in r, a dot
	             and a WIRE_FLAG_ letter each: "workshop.oc"; without g: it goes */
	WIRE_FEED, /* "F" C: k ticket, n 1 a new one, 0 none, opt. x cover, s minutes of the alarm + 1 */
	WIRE_HOURS_ASK, /* "O" C: g, d when the week began */
	WIRE_WORK, /* "I" C: k ticket, r act: "assign" (g, opt. u, c, d, x title, b), "unassign" (s), "file" (c, x, d,
	              b, opt. g, s assignment, n 1: first), "unfile" (s), "read" (s), "comment" (s, b, opt. c),
	              "again" (s, b), "reviewed" (s, b); answered by a WIRE_SETTLED */
	WIRE_TYPES,
};

/* Why a message has no words: those who lead have hidden it; it was erased at the wish of who wrote it. */
enum wire_words { WIRE_WORDS_HIDDEN = 1, WIRE_WORDS_ERASED };

/* Where a seat is (one of the first five, or 0: nowhere in the room), and what else it is. */
enum wire_seat {
	WIRE_SEAT_IN = 1 << 0,
	WIRE_SEAT_WAITING = 1 << 1,
	WIRE_SEAT_OUT = 1 << 2,
	WIRE_SEAT_REMOVED = 1 << 3,
	WIRE_SEAT_GONE = 1 << 4,
	WIRE_SEAT_DOWN = 1 << 5, /* no line just now */
	WIRE_SEAT_LEADS = 1 << 6,
	WIRE_SEAT_INVITED = 1 << 7,  /* to speak */
	WIRE_SEAT_ACCEPTED = 1 << 8, /* the norms */
	/* It was stated that they take part by text, by telephone; both bits: by both. */
	WIRE_SEAT_TEXT = 1 << 9,
	WIRE_SEAT_PHONE = 1 << 10,
	/* Questions of the door's, three bits each: those that got an answer, or were skipped. */
	WIRE_SEAT_REPLIED = 1 << 11,
	WIRE_SEAT_SKIPPED = 1 << 14,
	/* To those who lead: so many minutes after the opening they came, all bits from here. */
	WIRE_SEAT_LATE = 1 << 17,
};

/* Bits of a series; in a WIRE_SET, where the ticket has their place, letters. */
enum wire_series { WIRE_SERIES_OPTIONAL = 1, WIRE_SERIES_COUNTS = 2 };
#define WIRE_FLAG_OPTIONAL "o"
#define WIRE_FLAG_COUNTS   "c"

/* Where a request is: see enum pl_request_state. */
enum wire_request {
	WIRE_REQUEST_ASKED = 1,
	WIRE_REQUEST_GRANTED,
	WIRE_REQUEST_REFUSED,
	WIRE_REQUEST_WAITING,
	WIRE_REQUEST_WITHDRAWN,
	WIRE_REQUEST_FULL,
	WIRE_REQUEST_TOO_LATE,
	WIRE_REQUEST_GONE,
	WIRE_REQUEST_ROLE,
};

/* What is said to a message: "me too", "thank you". */
enum wire_reaction { WIRE_ME_TOO, WIRE_THANK_YOU, WIRE_REACTIONS };

/* What is kept sealed of somebody, and who has looked at it. */
enum wire_paper {
	WIRE_PAPER_LEGAL, /* the legal name */
	WIRE_PAPER_REPLY, /* to the door's first question; and then to the others */
	WIRE_PAPER_LOOK_LEGAL = 4,
	WIRE_PAPER_LOOK_REPLIES,
};

/* Letters of a session's flags. */
#define WIRE_FLAG_MORE   "m" /* the floor has more to come */
#define WIRE_FLAG_LOCKED "l" /* whoever comes now waits */
#define WIRE_FLAG_HOLDS  "h" /* what members say waits for those who lead */

enum wire_side { WIRE_SERVER = 1, WIRE_CLIENT = 2 };

/* Fields not in a message are zero; `has` tells which were there. */
enum wire_field {
	WIRE_G = 1 << 0,
	WIRE_S = 1 << 1,
	WIRE_D = 1 << 2,
	WIRE_U = 1 << 3,
	WIRE_K = 1 << 4,
	WIRE_N = 1 << 5,
	WIRE_X = 1 << 6,
	WIRE_R = 1 << 7,
	WIRE_C = 1 << 8,
	WIRE_B = 1 << 9,
	WIRE_LONG =
		1
		<< 10, /* no field: of a type that may have it, b may be of WIRE_ANSWERS_MAX */
};

struct wire_msg {
	enum wire_type type;
	unsigned has;
	int64_t g, s, u, d, k, n; /* 0 .. 2^53-1 (d may be negative) */
	struct str x, r, c, b;    /* name, role, code, text */
};

/* One row a type, in the order of the enum. */
struct wire_row {
	enum wire_type type;
	const char *t;    /* the value of "t" */
	const char *word; /* "message", for logs and the manual */
	enum wire_side from;
	unsigned must, may;  /* bits of enum wire_field; other fields are not this type's */
	unsigned above_zero; /* of these, the numbers that must be > 0 when they are there */
};
extern const struct wire_row wire_rows[WIRE_TYPES];

/* Codes of WIRE_ERROR, each documented in porchlight-protocol.5. */
#define WIRE_E_TOKEN    "token"    /* not signed in: the connection ends */
#define WIRE_E_DISABLED "disabled" /* the account is switched off: the connection ends */
#define WIRE_E_FORM     "form"     /* the frame is not of the form */
#define WIRE_E_LARGE    "large"    /* a limit is exceeded */
#define WIRE_E_GROUP    "group"    /* no such group, or not a member of it */
#define WIRE_E_STORE    "store"    /* the server could not store it: try again */
#define WIRE_E_RATE     "rate"     /* too fast: wait */
/* Those of a session: what was wished is not, and may be wished again. */
#define WIRE_E_ROLE   "role"   /* not for this person to do, or not to that one */
#define WIRE_E_STATE  "state"  /* not as things stand now */
#define WIRE_E_WHO    "who"    /* no such person is there */
#define WIRE_E_LATE   "late"   /* the minute in which it can be undone is over */
#define WIRE_E_WAIT   "wait"   /* waits to be admitted */
#define WIRE_E_OUT    "out"    /* is not in the room */
#define WIRE_E_MUTED  "muted"  /* muted for a while */
#define WIRE_E_NORMS  "norms"  /* the norms have not been accepted yet */
#define WIRE_E_TURN   "turn"   /* does not have the floor */
#define WIRE_E_QUIET  "quiet"  /* the facilitators alone speak now */
#define WIRE_E_HELD   "held"   /* those who lead have refused this line */
#define WIRE_E_SLOW   "slow"   /* too soon after the person's last line */
#define WIRE_E_TEXT   "text"   /* no plan, exercise or lesson of that name can be read */
#define WIRE_E_DANGER "danger" /* somebody is not safe: see to that first */
#define WIRE_E_TWICE  "twice"  /* that was said before, and stands */
#define WIRE_E_GONE   "gone"   /* it is not kept any more */
#define WIRE_E_NAME   "name"   /* somebody is called so, or it is no name */
#define WIRE_E_FULL   "full"   /* there is no seat */

/*
 * Adds the message to a frame's JSON, '[' and ',' included, so `json` is empty before
 * the first; close with wire_close.  The keys come in the order of enum wire_field, by
 * which the bytes are the dictionary's.  On an error nothing is added: ERR_BAD_INPUT for
 * a message that wire_decode would refuse, ERR_TOO_LARGE for a limit or a full `json`
 * (room for the ']' is kept).  The caller counts to WIRE_FRAME_MESSAGES_MAX.
 */
bool wire_add(struct buf *json, const struct wire_msg *m, struct err *err);
bool wire_close(struct buf *json); /* false: nothing was added to it */

/* What was in a frame. */
struct wire_frame {
	const struct wire_msg *msgs;
	size_t n;
};

/*
 * JSON to messages, in `mem` (text included, so `json` may go).  `from` is the side
 * that sent it: messages of the other side are refused.  Text must be valid UTF-8 with no
 * NUL (err otherwise); it is not cleaned here.  Numbers are whole.  Keys that are not the
 * type's are skipped; an unknown "t" is skipped, so out->n may be 0; a frame with nothing
 * in it, or a key there twice, is refused.  ERR_TOO_LARGE for a limit, else ERR_BAD_INPUT,
 * with the field's name.  On an error *out is as it was.
 */
bool wire_decode(struct str json, enum wire_side from, struct arena *mem,
		 struct wire_frame *out, struct err *err);

/*
 * What was said last of one group on one connection.  A WIRE_MESSAGE or WIRE_STORED that
 * continues it by one goes without its number, and d is the difference to the time of the
 * one before; all others have both whole.  Other types do not count.  All zero at first.
 */
struct wire_link {
	int64_t g, s, d;
};

/* Before wire_add, in the order of sending: makes of `m` what goes on the wire. */
void wire_link_write(struct wire_link *l, struct wire_msg *m);

/* The reading side's links, by group; all zero at first, and again for a new connection. */
struct wire_chain {
	struct wire_link *links;
	size_t n;
};

/* After wire_decode, in order: makes it whole again.  ERR_BAD_INPUT: it continues nothing. */
bool wire_chain_read(struct wire_chain *c, struct wire_msg *m, struct err *err);
void wire_chain_forget(struct wire_chain *c);

/*
 * The two subprotocols.  A frame of d2 begins with a flag byte: 0 what follows is as it is;
 * else raw deflate primed with the dictionary, and the JSON goes on with nothing (1), "}]"
 * (2) or "\"}]" (3).
 */
#define WIRE_PLAIN "porchlight.1"
#define WIRE_D2    "porchlight.1.d2"
/*
 * What goes into a binary frame of d2, added to `out`: the shorter form, so at most one
 * byte more than `json`.  False, with nothing added, when `out` would pass its cap.
 */
bool wire_pack(struct str json, struct buf *out);
/* The same for whoever packs thousands a second: 1 MB of memory, and four to eight times as
 * quick.  The bytes are those of wire_pack up to 2 KB of JSON, and a few more beyond. */
struct wire_packer;
struct wire_packer *wire_packer_create(void);
void wire_packer_destroy(struct wire_packer *p); /* NULL is fine */
bool wire_packer_pack(struct wire_packer *p, struct str json, struct buf *out);
/*
 * `json` is emptied first; its cap bounds the inflated size (ERR_TOO_LARGE).  ERR_BAD_INPUT
 * for what is cut short, damaged or followed by more.  On an error `json` is empty.
 */
bool wire_unpack(struct str frame, struct buf *json, struct err *err);
/* As RFC 1952 has it, added to `out`, for HTTP.  False: it is not shorter, or `out` is full. */
bool wire_gzip(struct str text, struct buf *out);

/* The dictionary; generated at build from src/content/corpus by wire/mkdict.py. */
extern const unsigned char wire_dictionary[];
extern const unsigned wire_dictionary_size;

#endif
