/* SPDX-License-Identifier: MIT */
/* Worksheets and measures in words, for the person whose they are. */
#ifndef VIEW_WORDS_SHEETS_H
#define VIEW_WORDS_SHEETS_H

#include "porchlight/worksheet.h"
#include "view/words.h"

/* ---- words_sheets.c: forms and sheets ---- */

const char *words_form_kind(enum pl_form_kind k); /* heading: "Measures" */
/* "Thought record. Assigned by Robin, due Fri 4 Dec." in sentences; and where it is now. */
const char *words_sheet_row(struct arena *a, const struct pl_sheet *s, int64_t now_utc_ms);
const char *words_sheet_state(struct arena *a, const struct pl_sheet *s);
const char *words_failure_of_sheet(enum pl_failure f);
const char *words_names(struct arena *a, const char *const *names,
			size_t n); /* "Robin and Kim" */

/* "PHQ-9: 14 of 27, moderate."; what came before; what it says and what not. */
const char *words_score(struct arena *a, const struct pl_score *s);
const char *words_band(enum pl_band b); /* "moderately severe" */
const char *words_score_short(struct arena *a, const struct pl_score *s);  /* no full stop */
const char *words_score_before(struct arena *a, const struct pl_score *s); /* or "" */
const char *words_score_means(void);
/* "PHQ-9: 18, 14, 9. Down by 9 since 12 Nov. Lower is better." */
const char *words_trend(struct arena *a, const struct pl_trend *t);
const char *words_bars(struct arena *a, const struct pl_trend *t); /* in blocks of UTF-8 */

const char *words_sheet_news(struct arena *a, const struct pl_sheet_note *n,
			     int64_t now_utc_ms);

/* Sentences that stand alone.  The comment: what their "%s" are. */
enum sheet_word {
	SHEET_LIST,
	SHEET_TO_DO,
	SHEET_BEGUN,
	SHEET_DONE,
	SHEET_NONE,
	SHEET_LIST_HOW,
	SHEET_FORMS_HOW,
	SHEET_NO_FORM,    /* what was typed */
	SHEET_MANY_FORMS, /* what was typed, their titles */
	SHEET_NO_NUMBER,  /* what was typed */
	SHEET_NONE_OPEN,
	SHEET_FORGOTTEN,    /* the title */
	SHEET_FORGET_SURE,  /* the title */
	SHEET_TITLE_AT,     /* title, "4 of 12" */
	SHEET_TITLE_REVIEW, /* title */
	SHEET_TITLE_DONE,   /* title */
	SHEET_AT,           /* "4", "12" */
	SHEET_HINT,
	SHEET_HINT_SCRIPT,
	SHEET_HINT_QUICK,
	SHEET_PLAN_HOW,
	SHEET_STEP, /* how long */
	SHEET_STARTED,
	SHEET_STOPPED,
	SHEET_NOT_STEPS,
	SHEET_LEFT_OUT, /* how many */
	SHEET_LACKS,
	SHEET_NO_LACKS,
	SHEET_MORE_LACKS, /* how many */
	SHEET_PROMPT_PLAN,
	SHEET_FIRST,
	SHEET_NO_PLACE, /* how many */
	SHEET_PAGE_ON,
	SHEET_PAGE_OFF,
	SHEET_CLEARED,
	SHEET_ANSWER, /* the answer */
	SHEET_SAVED,
	SHEET_SEVERAL, /* the answers */
	SHEET_NO_ANSWER,
	SHEET_YOUR_ANSWER, /* the answer */
	SHEET_CHOSEN,
	SHEET_NOT_HERE, /* the question */
	SHEET_NEEDED,
	SHEET_NEEDED_LATER,
	SHEET_LAST_TIME, /* the answer */
	SHEET_LAST_NOW,  /* the answer, that of the last time */
	SHEET_NO_BEFORE,
	SHEET_COPY, /* "2", "3" */
	SHEET_MORE_HOW,
	SHEET_MORE_NOT,
	SHEET_COPY_ADDED,
	SHEET_COPY_GONE,
	SHEET_MISSING_ONE, /* the number */
	SHEET_MISSING,     /* how many, their numbers */
	SHEET_COMPLETE,
	SHEET_WHO_READS, /* names */
	SHEET_NOBODY_READS,
	SHEET_REVIEW_HOW,
	SHEET_KEEP_HOW,
	SHEET_KEPT,       /* title */
	SHEET_SENT_NOW,   /* title, names */
	SHEET_SENT_LATER, /* title, names */
	SHEET_NOT_FINISHED,
	SHEET_COMMENT,     /* who, what */
	SHEET_ASKS_CHANGE, /* who, what */
	SHEET_CHANGE_HOW,
	SHEET_CHANGE_NOT,
	SHEET_DANGER_WHO,  /* names */
	SHEET_DANGER_SENT, /* names */
	SHEET_DANGER_NOBODY,
	SHEET_TRENDS,
	SHEET_NO_TREND,
	SHEET_SEND_HOW,
	SHEET_WRITTEN, /* the file */
	SHEET_NEXT_STEP,
	SHEET_MANY_CHOICES,
	SHEET_OWN_WORDS,
	SHEET_OWN_LABEL, /* what they are called */
	SHEET_PROMPT_REVIEW,
	SHEET_PROMPT_STEP,
	SHEET_WORDS,
};
const char *words_sheet(struct arena *a, enum sheet_word w, const char *one, const char *two);

/* ---- words_questions.c: what is asked, and what is typed ---- */

/* "a whole number from 0 to 10", "yes or no": what "Please type %s." wants. */
const char *words_expected(struct arena *a, const struct pl_question *q);
/* The same before the line: "0 to 10> ". */
const char *words_question_prompt(struct arena *a, const struct pl_question *q);
/* A sentence: what is wrong, and what is expected. */
const char *words_fault(struct arena *a, const struct pl_question *q, enum pl_fault f);
/* What the client has as its answer, now or before: yes and no, dates and times in words. */
const char *words_answer(struct arena *a, const struct pl_question *q, const char *answer);
/* "Why?: because" would be one sign too many. */
const char *words_with_answer(struct arena *a, const char *question, const char *answer);
/* Are the choices numbers themselves, so that they need no other ones? */
bool words_choices_are_numbers(const struct pl_question *q);

/* ---- words_typed_answer.c ---- */

/* What was typed, as pl_client_sheet_answer takes it; as it is where it is none of that kind. */
const char *words_read_answer(struct arena *a, const struct pl_question *q, const char *typed,
			      int64_t now_utc_ms);
enum { READ_NONE = -1, READ_SEVERAL = -2, READ_NO_NUMBER = -3 };
/* Which choice is meant: by its number, its prefix, its words or their beginning. */
int words_read_choice(const struct pl_question *q, const char *typed);
/* YES_NO: 0 yes, 1 no. */
int words_read_yes_no(const char *typed);
bool words_read_back(const char *typed); /* "<" */
/* What is not done of a form, of this question (""; then its item is named); not clean. */
const char *words_lack(struct arena *a, const struct pl_lack *l, const char *question);
/* Is it worth a word when the form is opened? */
bool words_lack_counts(const struct pl_lack *l);

#endif
