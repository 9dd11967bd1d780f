/* SPDX-License-Identifier: MIT */
/*
 * Worksheets and measures: forms, and the sheets on which a person fills them in.  All of
 * it works without a network.  Terms are those of FHIR R4 (Questionnaire,
 * QuestionnaireResponse); a measure is a form with published scores.
 *
 * A sheet is one filling of a form: assigned, begun, finished, at the clinic.  It keeps its
 * id through all of these.  What is finished stays on this device alone until the person
 * sends it.
 */
#ifndef PORCHLIGHT_WORKSHEET_H
#define PORCHLIGHT_WORKSHEET_H

#include "porchlight/client.h"

#pragma GCC visibility push(default)

/* PL_CHANGED_SHEETS is a bit of pl_client_work()'s answer. */
enum { PL_CHANGED_SHEETS = 1 << 8 };

/* ---- forms ---- */

enum pl_form_kind {
	PL_FORM_WORKSHEET,
	PL_FORM_MEASURE,     /* it has a score */
	PL_FORM_CHECK_IN,    /* a few questions, a key each, every day */
	PL_FORM_URGE,        /* the same, for one urge */
	PL_FORM_SCRIPT,      /* nothing is asked: to read or to hear, step by step */
	PL_FORM_SAFETY_PLAN, /* see kit.h; there is one sheet of it */
	PL_FORM_WISH,        /* sent to the clinic by a word of its own; nobody assigns it */
	PL_FORM_KINDS,
};

struct pl_form {
	const char *name; /* "phq-9"; of a pack "PACK/NAME" */
	const char *title, *about;
	const char *copyright; /* or "" */
	enum pl_form_kind kind;
	size_t questions; /* that somebody is to answer, as it begins */
	size_t lacks;     /* what it asks for and is not done here: pl_client_lacks */
};
/* By title.  Those of the program, and those of the clinic's packs. */
size_t pl_client_forms(struct pl_client *c, const struct pl_form **out);

/* See worksheet/questionnaire.h's enum sheet_lack, which has the same order. */
enum pl_lack_kind {
	PL_LACK_TYPE, /* of a kind that cannot be answered here */
	PL_LACK_EXTENSION,
	PL_LACK_MODIFIER,
	PL_LACK_EXPRESSION,
	PL_LACK_LANGUAGE,
	PL_LACK_VALUE_SET,
	PL_LACK_FILTER,
	PL_LACK_OPTION,
	PL_LACK_PATTERN,
	PL_LACK_CONTROL,
	PL_LACK_CONDITION,
	PL_LACK_INITIAL,
	PL_LACK_VALUE,
	PL_LACK_TOO_MANY,
	PL_LACK_KINDS,
};
struct pl_lack {
	enum pl_lack_kind kind;
	const char *item; /* linkId, or "": the whole form */
	const char *what; /* clean */
};
/* NULL of `form`: of the sheet that is open.  Item by item, in the form's order. */
size_t pl_client_lacks(struct pl_client *c, const char *form, const struct pl_lack **out);

/* ---- packs: forms of the clinic's own, which are fetched ---- */

enum pl_pack_state {
	PL_PACK_HERE,   /* as the clinic has it, as far as is known */
	PL_PACK_COMING, /* being fetched: `have` of its bytes */
	PL_PACK_WAITS,  /* it is new, or there is a newer one: on the person's word, or where it
	                 * costs nothing */
	PL_PACK_CUT,    /* the line was cut off; it goes on from there */
	PL_PACK_KEY, /* signed by another than before: not taken before pl_client_pack_trust */
	PL_PACK_BAD, /* not what its signature stands for, or no pack: not taken */
	PL_PACK_STATES,
};
struct pl_pack {
	const char *name;
	const char *title, *licence; /* or "" where it is not here, or has none */
	int version;                 /* that is here; 0: none is */
	int newer;                   /* that the clinic has, as far as is known; 0 */
	size_t forms;                /* that are here */
	uint64_t bytes, have; /* have: of the one that is being fetched, or was cut off */
	int64_t utc_ms;       /* when it came; 0 */
	enum pl_pack_state state;
};
/* By name; good until the next call. */
size_t pl_client_packs(struct pl_client *c, const struct pl_pack **out);

struct pl_packs {
	bool busy;  /* being fetched; PL_CHANGED_SHEETS and PL_CHANGED_ACCOUNT when that ends */
	bool newer; /* the clinic has said that something has changed */
	enum pl_failure failure; /* of the last fetch */
	int64_t asked_utc_ms;    /* when the clinic's list was had last; 0: never */
};
void pl_client_packs_state(const struct pl_client *c, struct pl_packs *out);
/*
 * Looks for new and newer ones, and fetches them.  This is done without being asked, too, when
 * the clinic says that something has changed and once a day where there are packs, but never
 * on a metered line.  PL_FAIL_NOT_NOW: it is being done; PL_FAIL_REFUSED: nobody has joined.
 */
enum pl_failure pl_client_packs_fetch(struct pl_client *c);
/* One that is PL_PACK_KEY: who signs it now is believed from now on; it is fetched. */
enum pl_failure pl_client_pack_trust(struct pl_client *c, const char *name);

/* ---- sheets ---- */

enum pl_sheet_state {
	PL_SHEET_ASSIGNED,  /* nothing has been filled in */
	PL_SHEET_DRAFT,     /* begun; on this device only */
	PL_SHEET_KEPT,      /* finished; on this device only */
	PL_SHEET_SENDING,   /* finished, and sent; still on this device only */
	PL_SHEET_AT_CLINIC, /* stored by the server; nobody has read it yet */
	PL_SHEET_READ,      /* by `reader` */
	PL_SHEET_AGAIN,     /* who read it asks for a change: see pl_client_comments */
	PL_SHEET_REFUSED,   /* the server did not take it: `failure`; it is kept here */
	PL_SHEET_STATES,
};

enum pl_band { /* as worksheet/score.h has them */
	       PL_BAND_MINIMAL,
	       PL_BAND_MILD,
	       PL_BAND_MODERATE,
	       PL_BAND_MODERATELY_SEVERE,
	       PL_BAND_SEVERE,
	       PL_BAND_NEGATIVE,
	       PL_BAND_POSITIVE,
	       PL_BANDS,
};

struct pl_score {
	const char *measure; /* "PHQ-9"; NULL: this form has no score */
	int sum, most;       /* 0 .. most */
	int missing;         /* answers that are not there: the sum says nothing */
	enum pl_band band;
	/* Of this person's finished sheet of the same measure before this one; -1: there is none. */
	int before;
	int64_t before_utc_ms;
};

struct pl_sheet {
	uint64_t id;
	const char *form, *title;
	enum pl_form_kind kind;
	enum pl_sheet_state state;
	enum pl_failure failure; /* REFUSED */
	int64_t member;          /* whose; `who` is the name */
	const char *who;
	bool mine;
	int64_t group;      /* whose facilitators see it; 0: it was not sent */
	const char *from;   /* who assigned it, or "" */
	const char *words;  /* what they said to it, or "" */
	int64_t due_utc_ms; /* 0: there is no date */
	int64_t utc_ms;     /* finished; of a draft: changed last; of an assigned one: 0 */
	int answered, questions;
	const char *reader;  /* or "" */
	int64_t read_utc_ms; /* or 0 */
	int comments;        /* by those who read it */
	bool comments_new;   /* one came that pl_client_comments has not given yet */
	struct pl_score score;
	bool danger;          /* an answer asks for a facilitator's review */
	const char *reviewer; /* who has seen to that, or "" */
};

/* Own ones, but the safety plan: assigned by their date, then drafts, then what is finished, newest first. */
size_t pl_client_sheets(struct pl_client *c, const struct pl_sheet **out);
/* The same of one; also of another's (see caseload.h).  NULL: there is none. */
const struct pl_sheet *pl_client_sheet(struct pl_client *c, uint64_t id);

/* ---- filling one in; one is open at a time ---- */

/* A new draft, which is open then.  PL_FAIL_TEXT: no such form.  PL_FAIL_BUSY: 200 drafts. */
enum pl_failure pl_client_sheet_begin(struct pl_client *c, const char *form, uint64_t *id);
/*
 * Opens it: an assigned one becomes a draft with the first answer; a draft goes on where the
 * person was; a finished one is to be read only (facilitators: it is marked as read).
 * PL_FAIL_GONE: there is none; PL_FAIL_TEXT: its form is not on this device (it is in a pack).
 */
enum pl_failure pl_client_sheet_open(struct pl_client *c, uint64_t id);
void pl_client_sheet_shut(struct pl_client *c);
uint64_t pl_client_sheet_opened(const struct pl_client *c); /* 0: none */
/* How many of its answers are left out: its form is a newer version, and does not take them. */
size_t pl_client_sheet_left_out(const struct pl_client *c);
/* A draft, or one that is kept here, is forgotten; of what is at the clinic the copy here is not. */
enum pl_failure pl_client_sheet_drop(struct pl_client *c, uint64_t id);
/* A finished one that was not sent, was refused, or that they want changed: a draft with its answers,
 * which is open then.  PL_FAIL_STATE: it is none of these; PL_FAIL_BUSY: 200 drafts. */
enum pl_failure pl_client_sheet_reopen(struct pl_client *c, uint64_t id);

enum pl_question_kind {
	PL_QUESTION_GROUP,   /* a heading of what is in it */
	PL_QUESTION_DISPLAY, /* words alone */
	PL_QUESTION_YES_NO,
	PL_QUESTION_NUMBER, /* decimal */
	PL_QUESTION_WHOLE,  /* integer */
	PL_QUESTION_DATE,   /* typed as 2026-11-26, or as words_time reads dates */
	PL_QUESTION_MOMENT, /* "2026-11-26 18:00" */
	PL_QUESTION_TIME,   /* "18:00" */
	PL_QUESTION_LINE,
	PL_QUESTION_TEXT,    /* several lines */
	PL_QUESTION_ADDRESS, /* url */
	PL_QUESTION_CHOICE,
	PL_QUESTION_OPEN_CHOICE, /* a choice, or own words */
	PL_QUESTION_AMOUNT,      /* a number and a unit */
	PL_QUESTION_NOT_HERE,    /* attachment, reference: cannot be answered here */
	PL_QUESTION_KINDS,
};

struct pl_choice {
	const char *text;
	const char *prefix; /* "a)", or "" */
	bool chosen;
};

struct pl_question {
	uint64_t id;      /* stays the same, also when the sheet is opened anew */
	const char *item; /* what comments call it: linkId, and which copy */
	enum pl_question_kind kind;
	int depth; /* 0: in no group */
	const char *prefix, *text;
	const char *help, *prompt;  /* or "" */
	const char *format;         /* how to write it, or "" */
	const char *open_label;     /* OPEN_CHOICE: what own words are called, or "" */
	const char *units[8];       /* AMOUNT; of a number [0] is its unit; NULL ends them */
	const char *least, *most;   /* in words, with the unit; or "" */
	int min_length, max_length; /* characters; 0: none is said */
	bool asks; /* somebody is to answer it: neither read-only nor calculated, nor words alone */
	bool required;
	bool repeats; /* may have more than one answer, or copy */
	int seconds; /* DISPLAY, of a script: how long this step stands; 0: as long as one likes */
	bool slider; /* to be shown as a scale from least to most */
	bool exclusive_chosen;
	const struct pl_choice *choices;
	size_t choice_count;
	const char *answer; /* in words; several choices by ", "; "": there is none */
	const char *
		before; /* the answer of this person's last finished sheet of this form, or "" */
	int copy, copies; /* 1 .. copies; of what does not repeat 1, 1 */
	int at, of;       /* "4 of 12"; 0: it is none of those */
	int comments;     /* to this item: see pl_client_comments */
};

/* All that is shown now of the sheet that is open, in reading order. */
size_t pl_client_questions(struct pl_client *c, const struct pl_question **out);
/* The next (`way` 1) or the one before (-1) that somebody is to answer; from 0: first or last.
 * 0: there is none. */
uint64_t pl_client_question_go(struct pl_client *c, uint64_t from, int way);
/* The next without an answer that is required, behind `from`; 0: of all; 0: there is none. */
uint64_t pl_client_question_missing(struct pl_client *c, uint64_t from);

/* Why an answer is not taken. */
enum pl_fault { /* as worksheet/response.h's enum response_fault */
		PL_ANSWER_TAKEN,
		PL_ANSWER_KIND,
		PL_ANSWER_TOO_LONG,
		PL_ANSWER_TOO_SHORT,
		PL_ANSWER_FORMAT,
		PL_ANSWER_TOO_LOW,
		PL_ANSWER_TOO_HIGH,
		PL_ANSWER_DECIMALS,
		PL_ANSWER_NO_CHOICE,
		PL_ANSWER_UNIT,
		PL_ANSWER_TWICE,
		PL_ANSWER_TOO_MANY,
		PL_ANSWER_READ_ONLY,
		PL_ANSWER_NOT_ASKED,
		PL_ANSWER_DISABLED,
		PL_ANSWER_DISK, /* it is taken, and could not be kept: the disk is full or broken */
		PL_ANSWER_NO_SHEET, /* none is open, or it is finished */
		PL_FAULTS,
};

/* Each is on disk before it returns PL_ANSWER_TAKEN. */
/* As it was typed; a choice by its words or code; "yes" and "no" are the front end's: see choose. */
enum pl_fault pl_client_sheet_answer(struct pl_client *c, uint64_t question, const char *typed);
/* By the number of the choice, from 0 (YES_NO: 0 yes, 1 no).  Of a question that repeats it is
 * taken out again when it was chosen. */
enum pl_fault pl_client_choose(struct pl_client *c, uint64_t question, size_t choice);
/* Of a group: all in it.  One of several copies is emptied, and not taken out. */
enum pl_fault pl_client_unanswer(struct pl_client *c, uint64_t question);
enum pl_fault pl_client_copy_add(struct pl_client *c, uint64_t question, uint64_t *made);
enum pl_fault pl_client_copy_remove(struct pl_client *c, uint64_t question);

/* Where the person is: kept, so that they find themselves there again.  0: at the review. */
void pl_client_sheet_at(struct pl_client *c, uint64_t question);
uint64_t pl_client_sheet_place(const struct pl_client *c);
/* What is typed and not entered yet, as pl_client_draft_set; of the sheet that is open. */
enum pl_failure pl_client_sheet_typing_set(struct pl_client *c, const char *text);
const char *pl_client_sheet_typing(const struct pl_client *c);
/* Does an answer of the open sheet say that this person thinks of death or of hurting
 * themselves?  The safety plan is to be shown at once. */
bool pl_client_sheet_danger(const struct pl_client *c);
/* What the open sheet's score is, as far as it goes; measure NULL: none. */
struct pl_score pl_client_sheet_score(struct pl_client *c);

/*
 * It is finished: kept here, or, with `send`, for the facilitators of `group` (of an assigned
 * one that group; 0 elsewhere: the first in which there is one).  One that is sent goes out
 * before all lines when its `danger` is set.  It is shut then, also where it is kept and could not
 * be sent (what pl_client_sheet_send says).  PL_FAIL_STATE: an answer that is required is
 * missing; PL_FAIL_TOO_LONG: its answers are more than 16,000 bytes; PL_FAIL_NOT_NOW: none is open.
 */
enum pl_failure pl_client_sheet_finish(struct pl_client *c, bool send, int64_t group);
/* One that is KEPT or REFUSED is sent after all. */
enum pl_failure pl_client_sheet_send(struct pl_client *c, uint64_t id, int64_t group);
/* Into a new file that nobody else may read: as text, or, where the name ends in ".json", as a
 * FHIR QuestionnaireResponse (of a measure in a Bundle with its Observation). */
enum pl_failure pl_client_sheet_save(struct pl_client *c, uint64_t id, const char *path);

/* ---- what was said to it ---- */

struct pl_comment {
	const char *item;     /* pl_question.item; "": the whole */
	const char *question; /* its words, or "" */
	const char *who, *text;
	int64_t utc_ms;
	bool mine;
	bool asks_again; /* it asks for a change */
	bool is_kept;    /* on this device only */
};
size_t pl_client_comments(struct pl_client *c, uint64_t sheet, const struct pl_comment **out);
/* To an item, or "": of one's own sheet that is at the clinic, or of one of those one leads.
 * On disk before it returns PL_OK.  At most 2,000 bytes. */
enum pl_failure pl_client_comment(struct pl_client *c, uint64_t sheet, const char *item,
				  const char *text);

/* ---- how it goes ---- */

struct pl_point {
	int64_t utc_ms;
	int value;
};
/* One number over time: the sum of a measure, or a question with whole numbers of a check-in. */
struct pl_trend {
	const char *form;  /* its name, */
	const char *title; /* title, or the question's words */
	int least, most;
	bool less_is_better;
	const struct pl_point *points; /* by time */
	size_t count;
};
/* Of what is finished, with two points or more; `member` 0: own ones. */
size_t pl_client_trends(struct pl_client *c, int64_t member, const struct pl_trend **out);

/* ---- news: as in schedule.h ---- */

enum pl_sheet_news {
	PL_SHEET_NEWS_ASSIGNED,  /* to this person */
	PL_SHEET_NEWS_CANCELLED, /* an assignment was taken back: title */
	PL_SHEET_NEWS_READ,
	PL_SHEET_NEWS_COMMENT,
	PL_SHEET_NEWS_AGAIN,
	PL_SHEET_NEWS_REFUSED,  /* what this person sent or said was not taken: failure */
	PL_SHEET_NEWS_STORED,   /* a finished one is at the clinic now */
	PL_SHEET_NEWS_DUE,      /* within a day, or since: once each */
	PL_SHEET_NEWS_FILED,    /* facilitators: somebody has finished one */
	PL_SHEET_NEWS_DANGER,   /* facilitators: an answer asks for review: to be told now */
	PL_SHEET_NEWS_REVIEWED, /* facilitators: somebody has seen to it */
	PL_SHEET_NEWS_MORE,     /* more has changed than is told one by one: `count` */
	PL_SHEET_NEWS_PACK,     /* a pack of forms is here, or a newer one: title */
	PL_SHEET_NEWS_KINDS,
};
struct pl_sheet_note {
	enum pl_sheet_news what;
	uint64_t sheet;
	const char *title, *who;
	int count;
	int64_t utc_ms; /* DUE: when */
	enum pl_failure failure;
};
size_t pl_client_sheet_news(struct pl_client *c, const struct pl_sheet_note **out);
void pl_client_sheet_said(struct pl_client *c, size_t n);

#pragma GCC visibility pop

#endif
