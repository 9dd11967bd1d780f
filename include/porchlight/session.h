/* SPDX-License-Identifier: MIT */
/*
 * A group's session: stages, seats, whose turn it is, and what this person may wish for.
 * Part of libporchlight; see client.h for the loop and for how long pointers last.
 *
 * PL_CHANGED_SESSION tells that something of this changed.  What is worth a sentence is a
 * notice; the rest is for when somebody asks.
 */
#ifndef PORCHLIGHT_SESSION_H
#define PORCHLIGHT_SESSION_H

#include "porchlight/client.h"

#pragma GCC visibility push(default)

/* Who may say something: all, the one who has the floor, those who lead. */
enum pl_talk { PL_TALK_OPEN, PL_TALK_TURNS, PL_TALK_QUIET, PL_TALKS };

enum pl_where {
	PL_NOWHERE,
	PL_IN,
	PL_WAITING, /* to be admitted */
	PL_OUT,     /* asked to step out */
	PL_REMOVED,
	PL_GONE, /* on purpose */
	PL_WHERES,
};

/* How somebody takes part, as they or who leads have stated it. */
enum pl_modality { PL_NOT_STATED, PL_BY_TEXT, PL_BY_PHONE, PL_BY_BOTH, PL_MODALITIES };

struct pl_stage {
	const char *title;
	enum pl_talk talk;
	int minutes; /* 0: no timer */
	bool round;  /* the floor goes to each in turn */
	const char
		*guide; /* what begins its exercise or lesson, "exercise breathing"; "" to who
			      does not lead */
	int turn_s;     /* how long a turn should be, in seconds; 0: as long as it is */
};

/* Of others, members are told `where` (PL_IN or PL_NOWHERE), `down`, `leads` and the hand. */
struct pl_seat {
	int64_t member;
	const char *name;
	enum pl_where where;
	bool down; /* no line just now; the seat waits */
	bool leads, invited, accepted;
	int64_t since_utc_ms;       /* where and down are so; 0: not known */
	int64_t muted_until_utc_ms; /* 0: not muted */
	int rating;                 /* of the check-in, 0 to 10; -1: none */
	int64_t hand_utc_ms;        /* 0: no hand is up */
	int place;                  /* in the queue, from 1; 0: no hand is up */
	const char *why;            /* of the hand; "" */
	enum pl_modality modality;
	const char *reason; /* of being muted, out or removed; of others "" */
	/* In the waiting room, from 1; 0: does not wait.  Known of this person, and of all to
	 * those who lead; since_utc_ms is when they came to it. */
	int waits;
	/* Questions of the door's that got a reply, or were skipped: bits from 1. */
	unsigned replied, skipped;
	int late_minutes; /* that they came after the opening; 0: in time, or not known */
};

/* A script that each device tells by itself, by the moment at which it began. */
struct pl_exercise {
	const char *title;   /* "": none runs here */
	int64_t ends_utc_ms; /* this device's clock */
	bool skipped;        /* by this person: see pl_client_skip */
};

struct pl_lesson {
	const char *title; /* "": none is open, or its text is not here yet */
	const char *const
		*pages; /* each with its title, its lines, and the answers to choose from */
	const char *const *rights; /* of each what is right, and why; "": it asks nothing */
	int pages_count;
	int page;           /* that is up, from 1 */
	int options;        /* answers that it has; 0: it asks nothing */
	int answer;         /* this person's, from 1; 0: none */
	const char *counts; /* "A 3, B 1", for those who lead; else "" */
};

/* Of others' questions, members are told those that were taken up, and not who asked. */
struct pl_open_question {
	int64_t number;
	const char *who, *text; /* "" where not told */
	bool taken;             /* up just now, for all */
	bool mine;
};

/* Who has said that they are not safe.  Told to those who lead, and of oneself. */
struct pl_alert {
	int64_t member;
	const char *name;
	bool mine;
	int64_t utc_ms;    /* since when */
	const char *taker; /* who sees to it; "" nobody yet */
};

/* A vote. */
struct pl_poll {
	int64_t id; /* 0: there was none */
	bool over;
	const char *question;
	const char *const *choices; /* counted from 1 in wishes */
	size_t choices_count;       /* 0: a number from 0 to 10, which is choice 1 to 11 */
	const int *counts;          /* of each choice; NULL: not told */
	size_t counts_count;
	int own; /* what this person chose, from 1; 0: nothing */
};

/* The door's questions, where a plan has them asked of who waits. */
enum pl_door { PL_DOOR_WHERE = 1, PL_DOOR_NEAR, PL_DOOR_NUMBER, PL_DOOR_DONE };

/* A line that waits for those who lead. */
struct pl_held {
	int64_t number, member, utc_ms;
	const char *who, *text, *warning; /* the warning "" where there is none */
};

struct pl_session {
	int stage;                     /* from 1; 0: no session runs */
	const struct pl_stage *stages; /* all of the plan */
	size_t stages_count;
	int64_t ends_utc_ms; /* when the stage is to end; 0: it has no timer */
	enum pl_talk talk;
	int64_t floor;             /* who has it; 0: nobody */
	bool more;                 /* and has more to come */
	bool asks;                 /* who waits is asked the door's questions */
	bool locked;               /* whoever comes now waits; those who lead know */
	int slow_s;                /* seconds between a member's lines */
	const char *norms, *topic; /* "" where there is none */
	const char *const *decided;
	size_t decided_count;
	const char *const *pins; /* what stays up */
	size_t pins_count;
	struct pl_poll poll;        /* the newest; its texts are NULL where there was none */
	int64_t lead, offered;      /* who has the lead, to whom it is offered; 0: nobody */
	bool holds;                 /* what members say waits for those who lead */
	const struct pl_held *held; /* for those who lead; the oldest first */
	size_t held_count;
	const struct pl_seat *seats; /* in the order in which they were heard of */
	size_t seats_count;
	const struct pl_seat *self; /* NULL: no seat */
	struct pl_exercise exercise;
	struct pl_lesson lesson;
	const struct pl_open_question *questions; /* not answered yet, in the order of asking */
	size_t questions_count;
};

/* Zeroed, with texts that are "", where no session runs or none is known. */
const struct pl_session *pl_client_session(const struct pl_client *c, int64_t group);

/* Also where no session runs; those that wait first, the longest before the others. */
size_t pl_client_alerts(const struct pl_client *c, int64_t group, const struct pl_alert **out);
/* Up to which number the group's messages have reached a person; -1: not known here.  It
 * is known to those who wished PL_ACT_WATCH. */
int64_t pl_client_reach(const struct pl_client *c, int64_t group, int64_t member);

/* What is worth a sentence, once.  `who` is the one it is about. */
enum pl_notice_kind {
	PL_NOTE_BEGUN,    /* a session runs */
	PL_NOTE_ENDED,    /* it is over */
	PL_NOTE_STAGE,    /* text: the stage; n: its number */
	PL_NOTE_EXTENDED, /* n: the stage's new end, utc_ms */
	PL_NOTE_TALK,     /* n: enum pl_talk */
	PL_NOTE_TOPIC,    /* text */
	PL_NOTE_DECIDED,  /* text */
	PL_NOTE_NORMS,    /* text, to be accepted */
	PL_NOTE_ACCEPTED, /* this person has accepted them, says the server */
	PL_NOTE_FLOOR,    /* who has it */
	PL_NOTE_YOURS,    /* this person has it */
	PL_NOTE_FREE,     /* nobody has it any more */
	PL_NOTE_MORE,     /* who has more to come */
	PL_NOTE_NEXT,     /* this person is next */
	PL_NOTE_DOWN,     /* who's line is down */
	PL_NOTE_BACK,     /* who is back */
	PL_NOTE_WAITING,  /* this person waits to be admitted */
	PL_NOTE_PLACE,    /* and n is the place now, from 1 */
	PL_NOTE_ADMITTED, /* this person is in */
	PL_NOTE_OUT,      /* this person was asked to step out; text: why */
	PL_NOTE_REMOVED,  /* this person was removed; text: why */
	PL_NOTE_GONE,     /* this person has left, on purpose */
	PL_NOTE_MUTED,    /* this person is muted; n: until when, utc_ms; text: why */
	PL_NOTE_UNMUTED,  /* this person may speak again */
	PL_NOTE_INVITED,  /* this person is invited to speak */
	PL_NOTE_KNOCK,    /* for those who lead: who waits to be admitted */
	PL_NOTE_HAND,     /* for those who lead: who raised a hand; text: why */
	PL_NOTE_ASIDE,    /* who says text at a side door; n: whose door, a member */
	PL_NOTE_MODALITY, /* it is noted how this person takes part; n: enum pl_modality */
	PL_NOTE_PLANNED,  /* for those who lead, text: the stage's pl_stage.guide */
	PL_NOTE_EXERCISE, /* text: the title; n: 1 it begins now, 0 it is under way */
	PL_NOTE_LINE,     /* text: a line of the exercise */
	PL_NOTE_OVER,     /* by itself */
	PL_NOTE_STOPPED,  /* by one who leads */
	PL_NOTE_LESSON,   /* text: the title; it is open */
	PL_NOTE_PAGE,     /* text: the page; n: its number */
	PL_NOTE_QUIZ,     /* the same, and it asks */
	PL_NOTE_RIGHT,    /* text: the right answer and why; n: this person's, 0 none */
	PL_NOTE_COUNTS,   /* for those who lead, text: how many gave each answer */
	PL_NOTE_ASKED,    /* for those who lead: who asks text */
	PL_NOTE_QUESTION, /* text: a question is taken up */
	PL_NOTE_FIVE,     /* the stage has 5 minutes left */
	PL_NOTE_TIME_UP,  /* for those who lead: it has none */
	PL_NOTE_LONG,     /* for those who lead: who has the floor for n ms by now */
	PL_NOTE_LONG_OWN, /* this person has the floor for n ms by now */
	PL_NOTE_DANGER,   /* for those who lead: who is not safe */
	PL_NOTE_TAKEN,    /* for those who lead: text is who sees to who */
	PL_NOTE_UNSEEN,   /* this person is not safe, and nobody has seen to it yet */
	PL_NOTE_SEEN,     /* who sees to it that this person is not safe */
	PL_NOTE_LEAD,     /* who has the lead now */
	PL_NOTE_BATON,    /* this person is offered the lead by who */
	PL_NOTE_NO_BATON, /* and is not any more */
	PL_NOTE_POLL,     /* text: a question, then a choice a line */
	PL_NOTE_COUNTED,  /* text: as PL_NOTE_POLL; before it a line with the counts */
	PL_NOTE_PINNED,   /* text: stays up now */
	PL_NOTE_REACH,    /* n have the message that was asked for; text: who has not; "" all */
	PL_NOTE_REFUSED,  /* what was wished is not; n: enum pl_failure */
	PL_NOTE_REPORT, /* for those who lead: who reports a message; n: its number; text: why */
	PL_NOTE_RESOLVED, /* this person's report n was settled: who says text */
	PL_NOTE_DOOR,     /* of the door's, to this person; n: enum pl_door, or PL_DOOR_DONE */
	/* What this person asked to see. */
	PL_NOTE_LEGAL,        /* who's legal name is text; "": none is kept */
	PL_NOTE_REPLY,        /* who's reply is text; n: to which question; "": none is kept */
	PL_NOTE_LOOKED_LEGAL, /* who looked at this person's legal name; n: when; 0: nobody */
	PL_NOTE_LOOKED_REPLIES, /* ... at their replies */
	PL_NOTE_HIDDEN,         /* a message of who is hidden */
	PL_NOTE_SHOWN,          /* and is shown again */
	PL_NOTE_HELD,           /* this person's line waits for those who lead */
	PL_NOTE_NOT_LET,        /* they have refused it; text: why */
	PL_NOTE_NOT_TAKEN, /* this person's line: the server could not keep it, again and again */
	PL_NOTE_WAITS, /* for those who lead: a line of who waits; text: its words or warning */
	PL_NOTE_METOO, /* who was the first of n to say so to text, this person's message */
	PL_NOTE_THANKS, /* the same */
	PL_NOTE_HOLDS,  /* n: 1 what members say waits for those who lead, 0 it does not */
	PL_NOTE_NAMED,  /* who is called text in this group now; n: 1 this person is */
	PL_NOTES,
};

struct pl_notice {
	uint64_t id; /* from 1, in the order in which they came */
	enum pl_notice_kind kind;
	int64_t after_seq; /* it came behind this message of the group */
	int64_t utc_ms;    /* this device's clock */
	int64_t n;
	const char *who, *text; /* "" where there is none */
};

/* Oldest first; at most the newest 200 since the program began. */
size_t pl_client_session_notices(const struct pl_client *c, int64_t group,
				 const struct pl_notice **out);

/* What somebody has told those who lead of a message. */
struct pl_report {
	int64_t number;      /* of the group's, from 1 */
	int64_t message_seq; /* the message's number in the group */
	int64_t member;      /* who made it */
	const char *who, *why;
	int64_t utc_ms;
	int64_t done_by; /* who settled it; 0: it is open */
	const char *done_who, *done;
	int64_t done_utc_ms;
};

/* Oldest first.  To those who lead all that are open, to all others their own, as long as they
 * are open or the server does not know that its end was told. */
size_t pl_client_reports(const struct pl_client *c, int64_t group,
			 const struct pl_report **out);

enum pl_act {
	PL_ACT_RAISE, /* text: why, or "" */
	PL_ACT_LOWER, /* member 0: this person's */
	PL_ACT_PASS,
	PL_ACT_DONE,
	PL_ACT_MORE,
	PL_ACT_RATE, /* n: 0 to 10 */
	PL_ACT_ACCEPT,
	PL_ACT_LEAVE,
	PL_ACT_COME,
	PL_ACT_SIDE,     /* text; for those who lead: member */
	PL_ACT_MODALITY, /* n: enum pl_modality; for those who lead: member */
	PL_ACT_ANSWER,   /* n: from 1 */
	PL_ACT_ASK,      /* text: at most 500 bytes */
	PL_ACT_REPLY,    /* n: enum pl_door; text: at most 200 bytes, "" skips it */
	PL_ACT_LOOKS,    /* who looked at what is kept of this person */
	PL_ACT_DANGER, /* this person is not safe; goes before all else, and is kept on disk */
	PL_ACT_VOTE,   /* n: the choice, from 1 */
	PL_ACT_METOO,  /* "me too" to n, one of the newest 50 messages; once, and it stands */
	PL_ACT_THANKS, /* "thank you", as well */
	/* Also when no session runs. */
	PL_ACT_REPORT, /* n: the message's number in the group; text: why */
	PL_ACT_HEARD, /* n: this person's report that was settled; the library wishes it itself */
	/* text: what this person is to be called in this group, 1 to 64 bytes; "": as their
	 * account.  Kept on disk until the server has it.  Not for those who lead. */
	PL_ACT_NAME,
	/* For those who lead. */
	PL_ACT_RESOLVE, /* n: the report's number; text: what was done; also without a session */
	PL_ACT_OPEN,    /* text: the name of a plan, as the server has it */
	PL_ACT_STAGE,   /* n: from 1 */
	PL_ACT_EXTEND,  /* n: minutes, 1 to 120 */
	PL_ACT_TALK,    /* n: enum pl_talk */
	PL_ACT_ADMIT,   /* member 0: who has waited longest */
	PL_ACT_INVITE,
	PL_ACT_CALL,     /* member 0: who is next */
	PL_ACT_MUTE,     /* n: minutes, 0 to 240; text: why, or "" */
	PL_ACT_STEP_OUT, /* text: why, or "" */
	PL_ACT_REMOVE,   /* text: why, or "" */
	PL_ACT_LOCK,     /* n: 0 or 1 */
	PL_ACT_SLOW,     /* n: seconds, 0 to 600 */
	PL_ACT_TOPIC,
	PL_ACT_DECIDE,
	PL_ACT_EXERCISE, /* text: the name of an exercise; "": the stage's */
	PL_ACT_STOP,     /* the exercise */
	PL_ACT_LESSON,   /* text: as with an exercise */
	PL_ACT_PAGE,     /* n: from 1 */
	PL_ACT_QUESTION, /* n: a question's number; 0: the first that waits */
	PL_ACT_ANSWERED, /* n: a question's number; 0: the one that is taken up */
	PL_ACT_TAKE,     /* member 0: who waits longest */
	PL_ACT_BATON,    /* member: who is to have the lead */
	PL_ACT_LEAD,
	PL_ACT_POLL, /* text: a question, and a choice on each further line; none: 0 to 10 */
	PL_ACT_COUNT,
	PL_ACT_PIN,   /* text, 200 bytes at most */
	PL_ACT_UNPIN, /* n: from 1; 0: the newest */
	/* Makes pl_client_reach known, for 15 minutes.  n: a message; until all in the room
	 * have it, or the stage is another, PL_NOTE_REACH tells how many have.
	 * 0: only that. */
	PL_ACT_WATCH,
	PL_ACT_LOOK,   /* member; n: 0 the legal name, 1 the replies; it is noted who looked */
	PL_ACT_UNDO,   /* this person's newest act, within a minute */
	PL_ACT_HIDE,   /* n: the number of the message that nobody is to read any more */
	PL_ACT_HOLD,   /* n: 1 what members say waits for those who lead, 0 it does not */
	PL_ACT_LET,    /* n: a line that waits; 0: the oldest */
	PL_ACT_REFUSE, /* the same; text: why, or "" */
	PL_ACTS,
};

struct pl_wish {
	enum pl_act act;
	int64_t member; /* 0: nobody else */
	int64_t n;
	const char *text; /* NULL is "" */
};

/*
 * Wishes for it.  What a member wishes while the line is down goes out when it is back (a
 * hand counts from now); what only makes sense now is PL_FAIL_NOT_NOW then, and also when the
 * line went down under it and was not back within a minute (PL_NOTE_REFUSED).  PL_FAIL_REFUSED:
 * not for this person.  PL_FAIL_BUSY: 32 wait already.  What the server says comes as a
 * change, or as PL_NOTE_REFUSED.  Wishes are not kept on disk, but for PL_ACT_DANGER and PL_ACT_NAME.
 */
enum pl_failure pl_client_wish(struct pl_client *c, int64_t group, const struct pl_wish *w);

/*
 * Leaves the exercise that runs, on this device alone, or comes back to it.  Nothing of it
 * goes out: nobody can see it.  PL_FAIL_STATE: none runs.
 */
enum pl_failure pl_client_skip(struct pl_client *c, int64_t group, bool skip);

/*
 * The person's language, "es": exercises and lessons that come with the program are told in
 * it, where it has them.  "", as at first, is English.  Not kept; it counts for what begins
 * after it, and for forms of worksheets at once.
 */
void pl_client_language(struct pl_client *c, const char *language);

/* One session that this person was in. */
struct pl_attended {
	int64_t group, session, utc_ms; /* when it was opened */
	int minutes;                    /* as counted */
	int corrected;                  /* minutes that stand instead; -1: none */
	int64_t by;                     /* the member who corrected it */
	const char *why;                /* "" */
};

/* What the server has said last of this person's attendance. */
struct pl_attendance {
	int64_t told_utc_ms;                /* when it did; 0: it has not */
	int64_t week_utc_ms;                /* when the week began */
	int week_minutes, target_minutes;   /* in all groups; 0: there is no target */
	const struct pl_attended *sessions; /* of about four weeks, the newest first */
	size_t sessions_count;
};

/*
 * Asks the server for it; PL_CHANGED_ACCOUNT tells that it is here.  PL_FAIL_NOT_NOW: there
 * is no connection to ask over.  The answer is kept until the program ends.
 */
enum pl_failure pl_client_attendance_ask(struct pl_client *c);
const struct pl_attendance *pl_client_attendance(const struct pl_client *c);

#pragma GCC visibility pop

#endif
