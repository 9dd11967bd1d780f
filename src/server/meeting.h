/* SPDX-License-Identifier: MIT */
/*
 * One group's meeting: stages, seats, turns, and what the facilitator does.  Pure: no
 * sockets, no store, no clock.
 *
 * It is a log of events, and what follows from them.  meeting_ask judges a wish and says
 * which event it would be, or why not; when that event is durable, meeting_apply makes it
 * so, and nothing else does.  So the same events give the same meeting, after any crash.
 * A wish is one event: there is no half of one.
 *
 * All moments are milliseconds since 1970 in UTC by the server's clock.  In a log they
 * never go back, whatever that clock does.
 */
#ifndef SERVER_MEETING_H
#define SERVER_MEETING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "guide/lesson.h"
#include "server/meeting_plan.h"

enum {
	MEETING_DOOR = 3,              /* of the door's: where, who is near, what number */
	MEETING_HAND_BOUND_MS = 30000, /* how far back a hand may say it went up: see below */
	MEETING_UNDO_MS = 60000,       /* an act can be undone for so long */
	MEETING_MARK_MS = 60000,    /* the log says at least so often that the server lives */
	MEETING_EMPTY_MS = 3600000, /* with nobody's line up for so long, it is over */
	MEETING_GRACE_MS = 300000,  /* a line lost for no longer still counts as minutes */
	MEETING_ACTS = 32,          /* newest acts that are remembered to be undone */
	MEETING_TICKETS = 256,      /* newest wishes that are known again when they repeat */
	MEETING_SEATS_MAX = 200,
	MEETING_MUTE_MIN_MAX = 240, /* minutes */
	MEETING_EXTEND_MIN_MAX = 120,
	MEETING_SLOW_S_MAX = 600,
	MEETING_WHY_MAX = 200, /* bytes of a reason */
	MEETING_DAY_MIN = 1440,
	MEETING_DECIDED = 4,   /* newest decisions that are told to those who come later */
	MEETING_HELD_MAX = 64, /* lines that wait at once */
	MEETING_SIDES = 64,    /* newest lines of the side door that are kept ready */
	MEETING_LEAD_LOST_MS = 120000, /* away for so long, another may take the lead */
	MEETING_PINS = 3,              /* lines that stay up at once */
	MEETING_PINNED_MAX = 255,      /* ... and that were up in a session */
	MEETING_POLL_MAX = 600,        /* bytes of a question with its choices */
	MEETING_CHOICES_MAX = 11,
	MEETING_QUESTIONS =
		32, /* that wait; of those answered the newest, while there is room */
	MEETING_ANSWER_PAGE = 10,
	MEETING_REACT_BACK = 50,    /* newest messages that "me too" can be said to */
	MEETING_ASKS = 4,           /* one person's that wait */
	MEETING_QUESTION_MAX = 500, /* bytes */
};

/*
 * Hands are in the order in which they went up where people sit.  A client says how long
 * ago that was, by a clock that does not jump; the server believes at most
 * MEETING_HAND_BOUND_MS, nothing before the stage began, and nothing before the person's
 * own last turn ended.  A liar so comes before those whose hands went up in the last half
 * minute, once a turn; never before one who has waited longer.
 */

/* Each is an event; most are also what somebody may wish for, by their word. */
enum meeting_kind {
	MEETING_OPEN,   /* text: the plan */
	MEETING_STAGE,  /* n: to which */
	MEETING_EXTEND, /* n: by how many minutes; on the log d: the new end */
	MEETING_TALK,   /* n: enum meeting_talk */
	MEETING_CAME,   /* member has connected; n: 1 leads */
	MEETING_LOST,   /* member's last line went down; n: enum meeting_source */
	MEETING_BACK,   /* member has a line again */
	MEETING_LEAVE,  /* by goes, on purpose */
	MEETING_ACCEPT, /* by accepts the norms */
	MEETING_ADMIT,  /* member (on a wish 0: who has waited longest) may come in */
	MEETING_RAISE,  /* text: why; d: on the wish how long ago in ms, on the log when */
	MEETING_LOWER,
	MEETING_PASS,
	MEETING_DONE, /* by's turn is over */
	MEETING_MORE, /* by has more to say in this turn */
	MEETING_RATE, /* by's number in the check-in, n: 0 to 10 */
	MEETING_INVITE,
	MEETING_CALL, /* member (on a wish 0: the first in the queue) has the floor */
	MEETING_MUTE, /* n: minutes, 0 none; on the log d: until when; text: why */
	MEETING_STEP_OUT,
	MEETING_REMOVE, /* text: why */
	MEETING_LOCK,   /* n: 1 whoever comes now waits */
	MEETING_SLOW,   /* n: seconds between a member's lines, 0 none */
	MEETING_UNDO,   /* n: the act's number; on a wish 0: by's newest */
	MEETING_TOPIC,  /* text: what it is about now; none: nothing */
	MEETING_DECIDE, /* text: what was decided, for those who come later */
	MEETING_SIDE,   /* the side door: text between member and those who lead, by either */
	MEETING_REPLY,  /* n: which question of the door's by replies to; d: 1 skips.  Not what:
	                 * that is sealed, and goes when the session ends */
	MEETING_HIDE,   /* n: the message of the group that nobody is to read */
	MEETING_HOLD,   /* n: 1 a member's line waits for those who lead */
	MEETING_HELD,   /* by's line waits; ticket: the line's; text: warning, newline, words */
	MEETING_LET,    /* n: the line is let through (on a wish 0: the oldest, of member) */
	MEETING_REFUSE, /* n: as with let: it goes back; text: why */
	MEETING_MARK,   /* the server lives */
	MEETING_MODALITY, /* member takes part by n: enum meeting_modality */
	/* An addendum to the log of a session that was: member's minutes in session d are n;
	 * by says so, text: why.  It changes nothing of what is so now. */
	MEETING_CORRECT,
	MEETING_DANGER, /* by is not safe; whether or not a session runs */
	MEETING_TAKE,  /* by sees to member, who is not safe (on a wish 0: who waits longest) */
	MEETING_BATON, /* by, who has the lead, offers it to member, who may lead too */
	MEETING_LEAD,  /* by has the lead from now on */
	MEETING_POLL,  /* text: a question, then a choice a line; none: a number, 0 to 10 */
	MEETING_VOTE,  /* n: by's choice, from 1 */
	MEETING_COUNT, /* the vote is over */
	MEETING_PIN,   /* text: stays up, for those who come later too */
	MEETING_UNPIN, /* n: which of those that are up, from 1; 0: the newest */
	MEETING_EXERCISE, /* it begins; text: its name, a line's end, and all of it */
	MEETING_STOP,     /* the exercise ends for all */
	MEETING_LESSON,   /* it is opened at its first page; text: as with an exercise */
	MEETING_PAGE,     /* n: the lesson's page, from 1 */
	MEETING_ANSWER,   /* n: the page, times 10, and by's answer to what it asks, from 1 */
	MEETING_ASK,      /* text: by's question */
	MEETING_QUESTION, /* n: a question (on a wish 0: the first that waits) is told to all */
	MEETING_ANSWERED, /* n: a question (on a wish 0: the one that is taken up) */
	MEETING_REACT,    /* n: a message of the group; d: enum wire_reaction, of by to it */
	MEETING_KINDS,
};

enum meeting_source { MEETING_BY_LINE, MEETING_BY_SERVER }; /* of a loss: who noticed */

struct meeting_event {
	int64_t seq, utc_ms;
	enum meeting_kind kind;
	int64_t by, device, ticket; /* 0: the server itself */
	int64_t member, n, d;
	struct str text;
};

/* What somebody wishes. */
struct meeting_wish {
	struct str word; /* see meeting_word */
	int64_t by, device, ticket;
	bool leads; /* facilitator or admin */
	int64_t member, n, d;
	int64_t newest; /* the number of the group's newest message */
	bool barred;    /* message n is hidden, or by's own */
	struct str text;
	int64_t utc_ms;
};

enum meeting_where {
	MEETING_WAITING,
	MEETING_IN,
	MEETING_OUT, /* asked to step out */
	MEETING_REMOVED,
	MEETING_GONE, /* left on purpose */
};

/* Attendance: one unbroken time of one kind, and the events that began and ended it. */
enum meeting_being { MEETING_WAITED, MEETING_PRESENT, MEETING_LINE_DOWN, MEETING_STOOD_OUT };

/* How somebody takes part, as they or who leads have stated it; it is never assumed. */
enum meeting_modality {
	MEETING_NOT_STATED,
	MEETING_BY_TEXT,
	MEETING_BY_PHONE,
	MEETING_BY_BOTH
};

struct meeting_span {
	enum meeting_being being;
	enum meeting_modality modality;
	int64_t from_ms, to_ms; /* to_ms 0: it goes on */
	enum meeting_kind began, ended;
	int64_t began_seq, ended_seq;
};

struct meeting_seat {
	int64_t id;
	bool leads, down; /* down: no line just now; the seat waits */
	enum meeting_where where;
	int64_t since_ms; /* `where` and `down` are so since then */
	/* The waiting room: when they came to it (a lost line, and being let in by mistake,
	 * cost nothing), and the place, from 1; 0: does not wait. */
	int64_t waits_ms, waits_seq;
	int wait_place;
	/* Questions of the door's: bits from 1, of those that got a reply, or were skipped. */
	unsigned replied, skipped;
	int64_t accepted_ms;
	int64_t hand_ms, hand_seq; /* 0: no hand is up */
	char *why;                 /* of the hand; never NULL */
	char *reason;              /* of the newest of mute, stepout and remove; never NULL */
	int64_t invited_ms;
	int64_t muted_until_ms;
	int64_t turn_hand_ms; /* when the hand went up that the turn came of; 0: none */
	int64_t turn_ended_ms;
	int64_t said_ms; /* for slow mode; the one thing that is not kept */
	int rating;      /* -1: none */
	enum meeting_modality modality;
	int answer; /* to what the page asks, from 1; 0: none */
	int64_t answer_version;
	int went; /* the newest round in which this seat had its turn or passed */
	struct meeting_span *spans;
	size_t spans_count;
	/* The events that last changed it, its hand, and what all others see of it: whether
	 * it is in the room, and has a line. */
	int64_t version, hand_version, open_version;
	int64_t place_version; /* ... and its place in the waiting room */
};

/* A line that all may read. */
struct meeting_line {
	char *text; /* NULL: none */
	int64_t version;
};

struct meeting_act {
	int64_t seq, utc_ms, by, member, before, after;
	int64_t of; /* the n of its event: which message */
	enum meeting_kind kind;
	bool undone;
};

struct meeting_ticket {
	int64_t device, ticket;
};

/* A line of the side door. */
struct meeting_side {
	int64_t seq, utc_ms, by, member; /* member: whose door it is */
	int64_t device, ticket;
	char *text;
};

/* Who is not safe, and has said so.  A member has one; no session begins while somebody
 * waits, so those that wait are in the log of the newest session. */
struct meeting_alert {
	int64_t member, utc_ms;
	int64_t taken_by; /* 0: nobody has seen to it yet */
	int64_t version;
};

struct meeting_vote {
	int64_t member, choice, version;
};

/* The newest vote; text NULL: there was none. */
struct meeting_poll {
	int64_t seq;
	char *text;
	int choices;
	bool closed;
	struct meeting_vote *votes; /* one a member */
	size_t votes_count;
	int64_t closed_version, version; /* version: of all of it */
};

/* An exercise or a lesson, the newest. */
struct meeting_guide {
	int64_t seq;     /* the event that began it; 0: there was none */
	int64_t from_ms; /* when that was */
	bool runs;
	bool over; /* for good: its stage is */
	int64_t sum, version;
	char name[GUIDE_NAME_MAX + 1];
	char *text; /* NULL: there was none */
};

enum meeting_asked { QUESTION_ASKED, QUESTION_TAKEN, QUESTION_ANSWERED, QUESTIONS };

struct meeting_question {
	int64_t seq, by, version;
	enum meeting_asked is;
	bool shown; /* it was taken up at some time: all have heard it */
	char *text;
};

enum meeting_held_state { MEETING_FREE, MEETING_WAITS, MEETING_PASSED, MEETING_REFUSED };

/* A line that waits, or did; its number is that of its event. */
struct meeting_held {
	int64_t seq, utc_ms, member, device, ticket, version;
	enum meeting_held_state state;
	char *text; /* warning, newline, words */
	char *why;  /* it was refused; never NULL where seq is not 0 */
};

/* To one message, of one kind. */
struct meeting_reacted {
	int64_t message, kind; /* kind: enum wire_reaction */
	int64_t *members;      /* the first first; never none */
	size_t count;
	int64_t version;
};

/* Read it; only meeting_apply and meeting_said change it. */
struct meeting {
	int64_t seq, utc_ms; /* of the newest event */
	int64_t changed;     /* the newest event but a mark: there is something to tell */
	int64_t version;     /* the event that last changed stage, end, talk, floor or door */
	struct meeting_plan plan;
	int64_t opened_seq, opened_ms; /* 0: none was ever open */
	struct meeting_line topic, decided[MEETING_DECIDED];
	size_t decided_count; /* ever */
	size_t stage;
	int64_t stage_ms, ends_ms; /* when the stage began; ends_ms 0: it has no timer */
	enum meeting_talk talk;
	int64_t floor, floor_ms; /* whose turn it is, since when; 0: nobody's */
	bool more;               /* the floor has said that there is more to come */
	int round;
	bool locked;
	int64_t slow_s;
	bool holds; /* what members say waits for those who lead */
	struct meeting_held held[MEETING_HELD_MAX]; /* in no order */
	struct meeting_seat **seats;                /* in the order in which people came */
	size_t seats_count;
	struct meeting_act acts[MEETING_ACTS];
	size_t acts_count; /* ever */
	struct meeting_ticket tickets[MEETING_TICKETS];
	size_t tickets_count; /* ever */
	struct meeting_side sides[MEETING_SIDES];
	size_t sides_count;    /* ever */
	int64_t lead, offered; /* who has the lead, to whom it is offered; 0: nobody */
	int64_t lead_version, offered_version;
	struct meeting_poll poll;
	char **pinned; /* all that were ever up in this session */
	size_t pinned_count;
	int64_t pins; /* which are up: from the lowest byte, each the place in `pinned` + 1 */
	int64_t pin_versions[MEETING_PINS];
	struct meeting_alert *alerts;
	size_t alerts_count;
	struct meeting_guide guides[GUIDE_KINDS]; /* that of the plan is not used */
	int page, pages;                          /* of the lesson; 0: none */
	unsigned char
		options[LESSON_PAGES_MAX]; /* answers that each page has; 0: it asks nothing */
	int64_t answers_version;
	struct meeting_question
		questions[MEETING_QUESTIONS]; /* in the order they were asked in */
	size_t questions_count;               /* kept */
	int64_t question;                     /* that is taken up; 0: none */
	struct meeting_reacted *reacted;      /* in this session */
	size_t reacted_count;
	int64_t react_version; /* the newest of theirs */
};

struct meeting *meeting_create(void);
void meeting_destroy(struct meeting *m); /* NULL is fine */
/* A new meeting's log begins at this number, not at 1: what was before is not read. */
void meeting_resume(struct meeting *m, int64_t seq);

/* The own words of somebody who was erased go from a session that is over: they are gone from its log. */
void meeting_erase(struct meeting *m, int64_t member);

/* Does a session run?  If not, everybody talks as they like. */
bool meeting_runs(const struct meeting *m);
/* One of the newest acts, by its event; may be NULL. */
struct meeting_act *meeting_act(const struct meeting *m, int64_t seq);
struct meeting_seat *meeting_seat(const struct meeting *m, int64_t member); /* may be NULL */

/*
 * NULL, and the event that it would be (its text borrowed from the wish); or the code of
 * WIRE_E_* that says why not.  *repeated: it was granted before, and no event comes of it.
 */
const char *meeting_ask(const struct meeting *m, const struct meeting_wish *w,
			struct meeting_event *e, bool *repeated);
/* It is durable.  Out of turn (e->seq is not the next) it is nothing, and false. */
bool meeting_apply(struct meeting *m, const struct meeting_event *e);

/* Does what this person says wait for those who lead? */
bool meeting_holds(const struct meeting *m, bool leads);
/* Judges a line that would wait, as meeting_ask does a wish.  WIRE_E_RATE: it is to come again. */
const char *meeting_hold_line(const struct meeting *m, const struct meeting_wish *w,
			      struct meeting_event *e, bool *repeated);
/* A line that waits or did, by its ticket; NULL: none, or it was decided long ago. */
const struct meeting_held *meeting_held(const struct meeting *m, int64_t device,
					int64_t ticket);
/* The oldest that waits, by its number and its member, or 0 and 0; NULL: none. */
const struct meeting_held *meeting_waiting(const struct meeting *m, int64_t seq,
					   int64_t member);
struct str meeting_held_warning(const struct meeting_held *h); /* borrowed from it */
struct str meeting_held_text(const struct meeting_held *h);

/* May this person say something now?  NULL, or a WIRE_E_*. */
const char *meeting_may_say(const struct meeting *m, int64_t member, bool leads,
			    int64_t utc_ms);
void meeting_said(struct meeting *m, int64_t member, int64_t utc_ms);
/* Does this person get what is said to the group? */
bool meeting_hears(const struct meeting *m, int64_t member, bool leads);

/* And what is said at the side door of `of`?  Nobody else ever does. */
bool meeting_hears_side(const struct meeting *m, int64_t member, bool leads, int64_t of);

/*
 * What the server has to tell the meeting by itself: who is connected (asked by the
 * caller for each person of the group), that it lives, and that all have gone.  False: nothing; else the
 * event to make durable and apply, then ask again.
 */
struct meeting_somebody {
	int64_t member;
	bool here, leads;
};

/* Has this person a seat of which the line is down? */
bool meeting_misses(const struct meeting *m, int64_t member);
bool meeting_notice(const struct meeting *m, const struct meeting_somebody *who, int64_t utc_ms,
		    struct meeting_event *e);
bool meeting_mark(const struct meeting *m, int64_t utc_ms, struct meeting_event *e);
/* The server has just started: those who were here lost their line when it was last known
 * to live, at `lived_ms` (utc_ms) or by its newest event.  As meeting_notice, until false. */
bool meeting_restart(const struct meeting *m, int64_t lived_ms, struct meeting_event *e);

/* Who is not safe, and nobody has seen to it, the longest; NULL: nobody. */
const struct meeting_alert *meeting_in_danger(const struct meeting *m);
/* The line that is up there; NULL: none.  `i` is less than MEETING_PINS. */
const char *meeting_pin(const struct meeting *m, size_t i);
/* How many have made this choice, from 1. */
int meeting_votes(const struct meeting *m, int64_t choice);
/* What this member chose, or NULL. */
const struct meeting_vote *meeting_vote_of(const struct meeting *m, int64_t member);

/* Who is next: the first of the round or of the queue; 0: nobody. */
int64_t meeting_next_up(const struct meeting *m);
/* The hands that are up, in order, at most `n`; answers how many there are. */
size_t meeting_queue(const struct meeting *m, int64_t *members, size_t n);

/*
 * How much of a seat's span `i` counts, in ms.  Counted is the time present, and the time
 * of a lost line that came back within `grace_ms`.  Waiting and standing out do not count.
 * What goes on counts up to `utc_ms`.
 */
int64_t meeting_counted_ms(const struct meeting_seat *s, size_t i, int64_t grace_ms,
			   int64_t utc_ms);
/* Of all spans together: whole minutes, the seconds left over dropped. */
int64_t meeting_minutes(const struct meeting_seat *s, int64_t grace_ms, int64_t utc_ms);

/* How long after the opening they first came, to the room or to its door, in ms; 0: have not. */
int64_t meeting_late_ms(const struct meeting *m, const struct meeting_seat *s);

/* How many answers the page that is up has; 0: it asks nothing. */
int meeting_options(const struct meeting *m);
/* How many have given the answer `n`, from 1. */
int meeting_answers(const struct meeting *m, int n);
const char *meeting_asked_word(enum meeting_asked is);

/* "raise"; what a wish and the log call it. */
const char *meeting_word(enum meeting_kind k);
/* An event as the log keeps it, without its number and moment, and back.  False: not of
 * the form; its text is borrowed from `row`. */
bool meeting_write(struct buf *out, const struct meeting_event *e);
bool meeting_read(struct str row, struct meeting_event *e);

#endif
