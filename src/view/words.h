/* SPDX-License-Identifier: MIT */
/* Everything that is said to a person, in whole sentences, through gettext. */
#ifndef VIEW_WORDS_H
#define VIEW_WORDS_H

#include "base/arena.h"
#include "porchlight/session.h"

/* A sentence that says what to do; of the connection, which is tried again by itself. */
const char *words_failure(enum pl_failure f);
/* The same of what the person asked for, and which has now ended. */
const char *words_failure_of_act(enum pl_failure f);
const char *words_failure_of_joining(enum pl_failure f);
/* What is to be done with the secret of PL_FAIL_FIGURES_NEW; with recovery codes. */
const char *words_figures_new(struct arena *a, const char *secret);
const char *words_recovery(struct arena *a, const char *codes);
/* Of PL_FAIL_BUSY with the time to wait, if that is told; of others as words_failure_of_act. */
const char *words_busy_or(struct arena *a, enum pl_failure f, int wait_s);
const char *words_role(enum pl_role r);
const char *words_presence(enum pl_presence p);
const char *words_state(struct arena *a, const struct pl_message *m);
/* The line's state, both clocks, what is kept: "Connected." */
const char *words_link(struct arena *a, const struct pl_link_info *i);
const char *words_when(struct arena *a, int64_t utc_ms); /* "14:05" in local time */
const char *words_day(struct arena *a, int64_t utc_ms);  /* "Monday 23 November" */
const char *words_bytes(struct arena *a, uint64_t n);    /* "12.3 KB" */

/* Sentences that stand alone, by name. */
enum word {
	WORD_ASK_PASSPHRASE,
	WORD_ASK_FIGURES,
	WORD_ASK_NEW_PASSPHRASE,
	WORD_ASK_AGAIN,
	WORD_ASK_NAME,
	WORD_ASK_INVITE,
	WORD_ASK_ENTER,
	WORD_PASSPHRASES_DIFFER,
	WORD_JOINING,
	WORD_JOINED,
	WORD_FIRST_PRESS,
	WORD_FIRST_TYPE,
	WORD_SIGNED_OUT,
	WORD_SIGNED_OUT_ALL,
	WORD_CUT_OFF,
	WORD_NO_GROUP,
	WORD_NO_VERB,
	WORD_PASTE,
	WORD_DRAFT_BACK,
	WORD_UNREAD,
	WORD_NOTHING_FOUND,
	WORD_NOBODY,
	WORD_BYE,
	WORD_INPUT_PROMPT,
	WORD_TIMES_ON,
	WORD_TIMES_OFF,
	WORD_LINE_DOWN,
	WORD_LINE_BACK,
	WORD_NO_MEMORY,
	WORD_CRISIS,
	WORD_TOO_LONG,
	WORD_NOT_SAID,
	WORD_NEW_BELOW,
	WORD_SEARCH_HOW,
	WORD_LEAVE_ASK,
	WORD_MEETING,
	WORD_PEOPLE,
	WORD_GROUPS,
	WORD_STATUS,
	WORD_HELP,
	WORD_MENTIONS,
	WORD_YOU,
	WORD_NOTHING_SAID,
	WORD_NO_MENTION,
	WORD_NO_UNREAD,
	WORD_TRYING,
	WORD_SIGNING_OUT,
	WORD_SIGNED_IN,
	WORD_NOT_JOINED,
	WORD_SIGNOUT_HOW,
	WORD_SIGNOUT_ALL_HOW,
	WORD_CUTOFF_HOW,
	WORD_CUTTING_OFF,
	WORD_SAY_HOW,
	WORD_SAID_TO,
	WORD_NO_SUCH_GROUP,
	WORD_MANY_GROUPS,
	WORD_GROUP_UP,
	WORD_CRISIS_TITLE,
	WORD_SIGNING_IN,
	WORD_FIGURES_SENT,
	WORD_NOT_SIGNED_IN,
	WORD_JOINED_ALREADY,
	WORD_WAIT_HOW,
	WORD_WAIT_OVER,
	WORD_DRAFT_NONE,
	WORD_DRAFT_HOW,
	WORD_DRAFT_SENT,
	WORD_DRAFT_DROPPED,
	WORD_DRAFT_IN_LINE,
	WORD_OLDER_METERED,
	WORD_NOTHING_REFUSED,
	WORD_EDIT_HOW,
	WORD_DROP_HOW,
	WORD_NO_ANSWER,
	WORD_HELP_SCRIPT,
	WORD_NO_FILE,
	WORD_USAGE,
	WORD_OPTION_UNKNOWN,
	WORD_OPTION_VALUE,
	WORD_COMMAND_UNKNOWN,
	WORD_SETTING_UNKNOWN,
	WORD_SETTING_VALUE,
	WORD_SETTING_FORM,
	WORD_SETTINGS_FILE,
	WORD_NO_FOLDER,
	WORD_HELP_HOW,
	WORD_HELP_PARTS,
	WORD_HELP_VIEW_VERBS,
	WORD_HELP_VIEWS,
	WORD_HELP_VERBS,
	WORD_HELP_EDIT,
	WORD_HERE_ARE,
	WORD_DATA,
	WORD_METERED,
	WORD_METERED_HOW,
	WORD_NO_OLDER,
	WORD_HELP_SESSION,
	WORD_HELP_LEADER,
	WORD_HELP_ORDER,
	WORD_HELP_GUIDE,
	WORD_SKIPPED,
	WORD_SKIPPED_BACK,
	WORD_NO_LESSON,
	WORD_NO_PAGE,
	WORD_NO_QUIZ,
	WORD_PART_QUESTIONS,
	WORD_HELP_MESSAGES,
	WORD_NOTHING_HELD,
	WORD_HOLD_ON,
	WORD_HOLD_OFF,
	WORD_HELP_HOLD,
	WORD_PART_HELD,
	WORD_HIDDEN,
	WORD_ERASED,
	WORD_WARNING,
	WORD_WARNED,
	WORD_NOTHING_COVERED,
	WORD_NO_SUCH_MESSAGE,
	WORD_CONSOLE,
	WORD_HAS_FLOOR,
	WORD_HAS_FLOOR_MORE,
	WORD_TYPE_HOW,
	WORD_WHO_IS_NEXT,
	WORD_WHO_WAITS,
	WORD_UNMUTED,
	WORD_HELP_NOTES,
	WORD_HELP_SCHEDULE,
	WORD_HELP_CALENDAR,
	WORD_NOTE,
	WORD_NOTE_NONE,
	WORD_NOTE_SAVE_HOW,
	WORD_NOTE_ASKED,
	WORD_NOTE_HERE,
	WORD_NOTE_SAVED,
	WORD_CONSENTS,
	WORD_CONSENTS_HOW,
	WORD_CONSENTS_NONE,
	WORD_CONSENTS_ASKED,
	WORD_CONSENTS_HERE,
	WORD_CONSENT_SIGNED,
	WORD_CONSENT_REVOKED,
	WORD_REPORTS,
	WORD_NOT_KEPT,
	WORD_PROTOCOL,
	WORD_LANGUAGE,
	WORD_PART_ALERTS,
	WORD_PART_POLL,
	WORD_PART_PINS,
	WORD_PART_SIGHT,
	WORD_NO_VOTE,
	WORD_HAS_LEAD,
	WORD_OFFER_HELD,
	WORD_OFFER_OPEN,
	WORD_OFFER_MUTED,
	WORD_OFFER_SIDE,
	WORD_OFFER_WAITING,
	WORD_HELP_DOOR,
	WORD_HELP_PROGRAM,
	WORD_HELP_SHEETS,
	WORD_HELP_CASELOAD,
	WORD_READING,
	WORD_PART_ANSWERS,
	WORD_HELP_KIT,
	WORD_HELP_SHADE,
	WORD_HELP_REREAD,
	WORD_NOTHING_ASKED,
	WORD_REPLY_LONG,
	WORD_REPLY_SENT,
	WORD_REPLY_SKIPPED,
	WORD_PART_WAITING,
	WORD_PART_REPORTS,
	WORD_PART_QUEUE,
	WORD_PART_IN,
	WORD_PART_OUT,
	WORD_PART_ABSENT,
	WORD_ATTENDANCE_ASKED,
	WORD_A_FACILITATOR,
	WORDS,
};
/*
 * WORD_PASTE, WORD_NEW_BELOW and each WORD_PART hold one "%d", for a count.  WORD_NO_VERB, WORD_CUTTING_OFF,
 * WORD_SAID_TO, WORD_NO_SUCH_GROUP, WORD_MANY_GROUPS, WORD_HERE_ARE, WORD_TYPE_HOW, WORD_UNMUTED, WORD_NOTE_ASKED, WORD_NOTE_SAVED and those of options,
 * commands and settings hold one "%s": see words_with.
 */
const char *words_of(enum word w);
/* The words with their "%s" replaced. */
const char *words_with(struct arena *a, enum word w, const char *what);
const char *words_with_count(struct arena *a, enum word w, int n); /* their "%d" */

const char *words_link_first(struct arena *a, const struct pl_link_info *i); /* one sentence */
const char *words_span(struct arena *a, int64_t ms);   /* "14 seconds", "3 minutes" */
const char *words_kept(struct arena *a, int n);        /* "2 lines are kept here." */
const char *words_people_here(struct arena *a, int n); /* "7 people here." */
const char *words_unread(struct arena *a, int64_t n);  /* "3 not read" */
const char *words_missed(struct arena *a,
			 int n); /* "3 new messages are further up." and how to go there */
const char *words_groups(struct arena *a, int n);
const char *words_help_part(struct arena *a, const char *heading,
			    int rows); /* "You are in 2 groups." */
/* The data meter, sentence by sentence. */
const char *words_data(struct arena *a, const struct pl_data *d); /* session, today, month */
const char *words_data_sent(struct arena *a, const struct pl_data *d);
const char *words_data_hour(struct arena *a, const struct pl_data *d);
const char *words_data_reconnect(struct arena *a, const struct pl_data *d);
const char *words_data_allowance(struct arena *a, const struct pl_data *d);
const char *words_data_notice(struct arena *a, const struct pl_data *d, int percent);
const char *words_metered(const struct pl_data *d);
const char *words_missing(struct arena *a, int64_t n); /* "20 messages are missing here." */
const char *words_getting(struct arena *a, int64_t n); /* "Getting 20 older messages." */
/* What a person writes: "20 MB", "none"; false: something else. */
bool words_read_bytes(const char *text, uint64_t *out);
bool words_read_metered(const char *text, enum pl_metered *out); /* "auto", "yes", "no" */
const char *words_self(struct arena *a, const struct pl_person *self);
const char *words_keys(struct arena *a, const char *one, const char *other); /* "A or B" */
/* A session, in words_session.c.  `now_utc_ms`: for how long, and how long still. */
const char *words_where(enum pl_where w);
const char *words_modality(enum pl_modality by); /* "by phone" */
const char *words_talk(enum pl_talk t);
const char *words_notice(struct arena *a, const struct pl_notice *n);
const char *words_wish(struct arena *a, enum pl_act act, const char *what);
/* "Mute Ana for 5 minutes?", and how to do it. */
const char *words_sure(struct arena *a, const struct pl_wish *w, const char *what);
const char *words_let_in(struct arena *a, int n); /* "3 people are let in." */
const char *words_session(struct arena *a, const struct pl_session *s); /* for a status */
const char *words_stage(struct arena *a, const struct pl_session *s, int64_t now_utc_ms);
const char *words_door(struct arena *a, int n); /* enum pl_door, or PL_DOOR_DONE */
/* Of PL_NOTE_REPLY, PL_NOTE_LEGAL and the two PL_NOTE_LOOKED. */
const char *words_reply(struct arena *a, const struct pl_notice *n);
const char *words_legal(struct arena *a, const struct pl_notice *n);
const char *words_looked(struct arena *a, const struct pl_notice *n);
const char *words_replied(struct arena *a, const struct pl_seat *t); /* "replied to 2 of 3" */
/* Of PL_NOTE_PLACE and PL_NOTE_DOOR. */
const char *words_place(struct arena *a, const struct pl_notice *n);
const char *words_door_asks(struct arena *a, const struct pl_notice *n);
/* Where this person is, who is not in the room; and for how long they have waited, or "". */
const char *words_outside(struct arena *a, const struct pl_session *s);
const char *words_waited(struct arena *a, const struct pl_session *s, int64_t now_utc_ms);
const char *words_seat(struct arena *a, const struct pl_seat *s, int64_t now_utc_ms);
/* The same below a heading that has said where they are. */
const char *words_seat_below(struct arena *a, const struct pl_seat *s, int64_t now_utc_ms);
const char *words_hand(struct arena *a, const struct pl_seat *s);

/* Practice, in words_practice.c: before it, and how it went. */
enum practice_word {
	PRACTICE_MAKING,
	PRACTICE_IS,
	PRACTICE_LEADER, /* the plan */
	PRACTICE_MEMBER,
	PRACTICE_LEADER_TRY,
	PRACTICE_MEMBER_TRY,
	PRACTICE_LINK, /* the kind of line */
	PRACTICE_GOOD_LINE,
	PRACTICE_END_HOW,
	PRACTICE_ENTER,
	PRACTICE_FAILED,  /* why */
	PRACTICE_OVER,    /* how long */
	PRACTICE_NOTHING, /* the plan */
	/* Names, and of the first two of these how long at most. */
	PRACTICE_LET_IN,
	PRACTICE_CALLED,
	PRACTICE_UNSEEN,
	PRACTICE_SEEN,
	PRACTICE_WAITS,
	PRACTICE_HANDS,
	PRACTICE_MUTED,
	PRACTICE_OUT,
	PRACTICE_REMOVED,
	PRACTICE_ANSWERED,
	PRACTICE_UNANSWERED,
	PRACTICE_LOST,
	PRACTICE_KEPT,
	PRACTICE_WORDS,
};
const char *words_practice(struct arena *a, enum practice_word w, const char *one,
			   const char *two);
/* Reports, notes and what is kept, in words_notes.c. */
const char *words_unstopped(struct arena *a, const char *text); /* for within a sentence */
const char *words_keeping(struct arena *a, const struct pl_group *g); /* for how long */
const char *words_about(struct arena *a, const struct pl_group *g);   /* the same, at length */
/* Exercises, lessons and questions, in words_guide.c. */
const char *words_guide_notice(struct arena *a,
			       const struct pl_notice *n); /* NULL: none of those */
const char *words_exercise(struct arena *a, const struct pl_exercise *x, int64_t now_utc_ms);
/* What of these is under way, behind a blank; "". */
const char *words_guide(struct arena *a, const struct pl_session *s, int64_t now_utc_ms);
const char *words_page(struct arena *a, const struct pl_lesson *l, int number);
const char *words_question(struct arena *a, const struct pl_session *s,
			   size_t i); /* "1. Ana: Why?" */
const char *words_questions(struct arena *a, const struct pl_session *s);
const char *words_count(struct arena *a, int n); /* "3" */
/* What was said to messages, in words_react.c. */
const char *words_reacted(struct arena *a, const struct pl_notice *n);
const char *words_reactions(struct arena *a, const struct pl_message *m); /* "me too 3"; "" */
/* The same behind the text, if there is any. */
const char *words_with_reactions(struct arena *a, const char *text, const struct pl_message *m);
/* Of notices, in words_hold.c. */
const char *words_waits(struct arena *a, const struct pl_notice *n);
const char *words_holds(struct arena *a, const struct pl_notice *n);
/* "Anxiety: 3, 2 of 9": which one of how many it is. */
const char *words_item_of(struct arena *a, const char *item, size_t at, size_t of);
const char *words_reported(struct arena *a, const struct pl_notice *n);
const char *words_resolved(struct arena *a, const struct pl_notice *n);
/* `own`: this person made it; `message` as it is shown, NULL: it is not here. */
const char *words_report(struct arena *a, const struct pl_report *r, bool own,
			 const char *message);
const char *words_reports(struct arena *a, int n); /* "2 reports are open." */

/* Who is not safe: in the console, and before all else in a status ("" where nobody is). */
const char *words_alert(struct arena *a, const struct pl_alert *al, int64_t now_utc_ms);
const char *words_alerts(struct arena *a, const struct pl_alert *all, size_t n);
/* To the one who said so.  `somebody`: one who leads is here. */
const char *words_unsafe(bool live, bool somebody);
/* A question, with a choice on each further line; and what came of it, "3 0 1" and the
 * choices, or "" for a number from 0 to 10. */
const char *words_asked(struct arena *a, const char *text);
const char *words_votes(struct arena *a, const char *counts, const char *choices);
const char *words_behind(struct arena *a, int64_t seq, int64_t newest); /* ", has all" */
const char *words_sight(struct arena *a, int lines, int64_t oldest_ms);

/* One's own attendance, in words_attendance.c. */
const char *words_minutes(struct arena *a, int minutes); /* "1 hour 30 minutes" */
const char *words_attendance_week(struct arena *a, const struct pl_attendance *at);
const char *words_attendance_told(struct arena *a, const struct pl_attendance *at);
const char *words_attended(struct arena *a, const struct pl_attended *t, const char *by);

/* A table's row marks its words with N_(); words_row gives them in the person's language. */
#define N_(s) (s)
const char *words_row(const char *marked);

#endif
