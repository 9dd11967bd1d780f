/* SPDX-License-Identifier: MIT */
/*
 * What both faces share: which view is up, the group, verbs by word and by key.
 * The verbs of every view and those that work everywhere are tables; help and the
 * manual come from the same rows.
 */
#ifndef VIEW_STAGE_H
#define VIEW_STAGE_H

#include "porchlight/session.h"
#include "porchlight/worksheet.h"
#include "view/hush.h"
#include "view/model.h"
#include "view/rebind.h"
#include "view/shade.h"
#include "view/told.h"
#include "view/words.h"

enum { STAGE_OPENED = 64, STAGE_ANSWER = 4352 };

/* What the person was asked about last, and may do by doing the same again. */
struct stage_question {
	bool waits, is_new;
	enum pl_act act;
	int64_t member, n;
};

enum { STAGE_NUMBERED = 200, STAGE_FEED = 512 };

/* What the person has set. */
struct stage_wants {
	int week_start; /* 0: Sunday */
	int remind;     /* minutes before a session; 0: not at all */
	int lock_after; /* minutes without a key; 0: never */
	bool blank_locks;
	bool never_locks;          /* nobody knows a passphrase: practice */
	const struct rebind *keys; /* NULL: those of the tables */
	struct hush hush;          /* and what the person has set since */
};

/* Which part of the schedule is shown, and the sessions that have a number there. */
struct stage_schedule {
	int64_t at_utc_ms; /* the week or month that has this moment; 0: now */
	struct stage_numbered {
		int64_t series, original_utc_ms;
	} numbered[STAGE_NUMBERED];
	size_t count;
	struct stage_numbered asked; /* of which something was asked last, and its name told, */
	int64_t asked_utc_ms;        /* then; 0: the answer was told, too */
	bool asks_feed, asks_calendar; /* the answer is to be told when it comes */
	char feed_was[STAGE_FEED];     /* the address before it was asked for */
};

/* What is known of worksheets beside what the client keeps. */
struct stage_sheets {
	uint64_t numbered[STAGE_NUMBERED]; /* sheets that have a number in the list */
	size_t count;
	bool page;       /* all of the form, in place of a question at a time */
	bool hinted;     /* how to go on was told since the sheet was opened */
	uint64_t before; /* the question before the one that is up, or 0 */
	uint64_t warned; /* the sheet whose answer has shown the safety plan */
	bool by_key;     /* the last answer was a key alone: an Enter behind it goes with it */
	bool plan_up;    /* it was shown for that: who will see the answer is told above it */
	uint64_t last;   /* the sheet that was finished last */
	bool runs; /* the steps of a script go on by themselves: the person has started it */
	int64_t due_utc_ms; /* then the next one is up; 0: it waits for the person */
	int64_t trend_of;   /* whose trend is shown; 0: their own */
	char said[256];     /* what became of the last answer; "" */
};

/* Where the person hears messages again: one of this group's.  What comes does not move it. */
struct stage_reread {
	int64_t group;
	uint64_t id; /* 0: at the newest that somebody else said */
};

/* Whose the line is that is being typed: of a sheet, or of a group's meeting; both 0: nobody's. */
struct stage_field {
	int64_t group;
	uint64_t sheet;
};

/* Coping cards: what is shown of them, and which was used. */
struct stage_cards {
	char situation[64]; /* "": all situations */
	size_t at;          /* of the situation's cards, from 0 */
	char used[128];     /* the name of the one that was shown last, or asked about */
};

struct plan;
struct work;

/* All parts of help one behind the other; their names. */
enum { STAGE_HELP_ALL = 0, STAGE_HELP_PARTS = -1 };

struct stage {
	struct pl_client *client;
	const struct view *view;
	bool fills;       /* a sheet was up last, of those that one types in: see stage_home */
	bool single_keys; /* set by the face: some answers need no Enter */
	bool blocks;      /* set by the face: its terminal shows U+2581 and the like */
	bool by_ear;      /* set by the face: what it shows is heard */
	bool in_parts; /* set by the face: it tells a view whole, so a long one comes in parts */
	int help_part;             /* from 1, or one of STAGE_HELP_* */
	int64_t group;             /* the group whose meeting is up; 0 before there is one */
	struct model model;        /* of the view that is up, after stage_build */
	struct told told;          /* what the meeting's items are made of */
	char answer[STAGE_ANSWER]; /* one or more whole sentences, or a message; DID_SAY */
	char search[128];          /* DID_SEARCH */
	bool times;                /* say times with messages */
	/* What the person has missed, once the meeting is up: above unread_from (-1 before),
	 * up to unread_to.  What comes while they look is not missed. */
	int64_t unread_from, unread_to;
	bool away;      /* set by the face before a build: what is newest is not in sight */
	uint64_t taken; /* DID_EDIT: the line that it was */
	struct pl_range asked; /* older messages that the person asked for, */
	int64_t asked_group;   /* of this group */
	const char *done;      /* what to tell when the act under way has ended well, or NULL */
	bool consents_asked;   /* they are told when they have come */
	bool attends;          /* attendance was asked for; what was told before, */
	int64_t attends_ms;    /* was told then */
	bool was_up;           /* there has been a connection */
	uint64_t failures_told; /* of the connection, a bit each, since it was up */
	struct stage_question question;
	uint64_t opened[STAGE_OPENED]; /* messages with a warning that the person has opened */
	size_t opened_count;           /* ever */
	int64_t now_utc_ms;            /* stage_clock */
	struct plan *plan;             /* what is to be done to the program, or NULL */
	struct work *work;             /* of those who lead: what is shown of it, or NULL */
	int64_t see;                   /* before whose eyes the console puts one; 0: nobody's */
	struct shade shade;
	struct stage_reread reread;
	struct stage_wants wants; /* set by the face when it has begun */
	struct stage_schedule schedule;
	struct stage_sheets sheets;
	struct stage_cards cards;
	bool packs_asked;   /* how it ends is to be told; */
	int64_t packs_were; /* what was here before */
	bool record_asked;  /* the whole record is being fetched, into this file */
	char record_path[256];
	bool reads_asked;  /* who read what: how it ends is to be told; */
	bool reads_titled; /* who listens has heard the title of it */
	struct stage_reads {
		int64_t from, to; /* numbers; 0: none */
	} reads_had, reads_heard; /* what was here before, and what who listens has heard */
};

void stage_init(struct stage *s, struct pl_client *client);
void stage_finish(struct stage *s);
/* What time it is: the face says it before each build or act. */
void stage_clock(struct stage *s, int64_t utc_ms);
/* Chooses a group if none is chosen, then lets the view build its model. */
void stage_build(struct stage *s);
/* The newest message of the group that is here; there may be newer ones on their way. */
int64_t stage_newest(const struct stage *s);

/*
 * A whole line of the person's: "/word rest" is a verb, "//..." a message that
 * begins with a slash, anything else is said where the view takes text.  Returns DID_ bits.
 */
int stage_line(struct stage *s, const char *line);
/*
 * A key, which is given no text: a verb that needs some says how to type it.  `known`
 * tells whether any verb or view has it.
 */
int stage_key(struct stage *s, int key, bool *known);

/* Where lines without a slash go when other views have been looked at: the sheet that is
 * being filled in, or the meeting. */
const struct view *stage_home(const struct stage *s);
/* Back from a view to there, and from there to the meeting.  DID_ bits. */
int stage_leave(struct stage *s);

/* field.c: what is being typed is kept where it belongs, by what stage_home is. */
struct stage_field stage_field(const struct stage *s);
bool stage_field_is(struct stage_field f); /* it is somebody's */
bool stage_field_same(struct stage_field a, struct stage_field b);
const char *stage_field_text(const struct stage *s, struct stage_field f);
enum pl_failure stage_field_keep(struct stage *s, struct stage_field f, const char *text);
/* What stands before the line: what is expected there. */
const char *stage_prompt(const struct stage *s, struct arena *a);
/* Does an empty line mean something: the next question? */
bool stage_takes_empty(const struct stage *s);

/* What is shown of a message: its words, or in their place that it is hidden or has a warning.
 * Borrowed from it, or from `mem`; not clean. */
const char *stage_words_of(const struct stage *s, struct arena *mem,
			   const struct pl_message *msg);
/* Something was said with a warning, or without ("").  DID_ bits. */
int stage_warn(struct stage *s, const char *warning, const char *text);
/* Was this asked about just before?  If not, it is from now on. */
bool stage_asked(struct stage *s, const struct pl_wish *w);

/* DID_BACK was followed to the oldest that is here: asks for more, and tells so. */
int stage_older(struct stage *s);
/* DID_EDIT was followed, and the words are kept: the line that they were goes. */
void stage_taken(struct stage *s);
/* DID_SIGNIN was followed: this is the passphrase.  The bits to go on with. */
int stage_sign_in(struct stage *s, const char *passphrase);
/* DID_FIGURES was followed: these; NULL or "": the person gives it up. */
int stage_figures(struct stage *s, const char *figures);
/* PL_CHANGED_ACCOUNT came: tells how the act that was begun here has ended. */
int stage_ended(struct stage *s);
/* What is new in the schedule, a sentence a line, once, the
 * oldest first.  DID_ bits. */
int stage_news(struct stage *s, size_t most);
enum item_about stage_news_about(int bits); /* of what that answered */
/* So long until stage_tick has something to do, by now_utc_ms; -1: nothing. */
int stage_due_ms(const struct stage *s);
/* The next step of a script that goes on by itself, when it is time.  DID_ bits. */
int stage_tick(struct stage *s);
/* In the week or month that is up, so many further.  DID_ bits; DID_NOTHING elsewhere. */
int stage_step(struct stage *s, int by);
/* There is nothing to wait for before somebody signs in. */
bool stage_signed_out(const struct stage *s);
/* PL_CHANGED_LINK came: tells once what keeps the connection away, and that it is back. */
int stage_link(struct stage *s);
/* Is it worth a sentence?  What waiting does not mend, and all that keeps the first away. */
/* Its bit, if it is told of also while connected: what comes or goes out is not kept. */
uint64_t stage_failure_up(enum pl_failure f);
bool stage_failure_counts(enum pl_failure f, bool was_up);
/* PL_CHANGED_DATA came: tells, once, how much of the month's data is used. */
int stage_notice(struct stage *s);

/* What is beside a talk where there is room: for who leads a session the console, which
 * wants more of it (*is_wide), and for all others the people. */
const struct view *stage_side(const struct stage *s, bool *is_wide);

/* All views, ended by NULL; the first is the one where people talk.  And the verbs that work in each of them. */
extern const struct view *const stage_views[];
extern const struct verb stage_verbs[];
/* All tables of verbs that work in each view, and what help says above each. */
struct verb_table {
	const struct verb *verbs; /* the last row: NULL */
	enum word heading;
};
extern const struct verb_table stage_tables[];
const struct verb *stage_find_word(const struct stage *s, const char *word, size_t n);
/* A second key that does the same as the key of a view; 0: there is none. */
int stage_other_key(int key);
/* The key of a word, as the person has set it; 0: it has none.  `key` is that of its table. */
int stage_key_of(const struct stage *s, const char *word, int key);
/* Where who is new here finds all words and keys: by the key of help, if it has its own. */
const char *stage_greeting(const struct stage *s);
/* Is it one of the word's keys?  `table` is that of its table. */
bool stage_key_is(const struct stage *s, const char *word, int table, int key);
const struct verb *stage_find_key(const struct stage *s, int key);

#endif
