/* SPDX-License-Identifier: MIT */
/* What is said to those who lead of what their people have to do, have done, and need. */
#ifndef VIEW_WORDS_CASELOAD_H
#define VIEW_WORDS_CASELOAD_H

#include "porchlight/caseload.h"
#include "view/words_program.h"

/* Sentences; `words_caseload` replaces each "%s" of one by what is given, in their order. */
enum caseload_word {
	CASELOAD_TITLE, /* the group */
	CASELOAD_NOBODY,
	CASELOAD_WELL,
	CASELOAD_HOW,
	CASELOAD_MISSED, /* who, and how often */
	CASELOAD_WORK,   /* the group, or the person */
	CASELOAD_WORK_NONE,
	CASELOAD_WORK_HOW,
	CASELOAD_NO_NUMBER,
	CASELOAD_NO_MORE, /* no sheet behind this one, or before it */
	CASELOAD_NONE_OPEN,
	CASELOAD_READING, /* the form, whose */
	CASELOAD_NOT_FINISHED,
	CASELOAD_REVIEW,
	CASELOAD_SCORE, /* the score in words */
	CASELOAD_WORDS_TO_IT,
	CASELOAD_BEFORE, /* the answer of last time */
	CASELOAD_SAME,
	CASELOAD_NO_ANSWER,
	CASELOAD_COMMENTS,
	CASELOAD_READ_HOW,
	CASELOAD_NO_FORM,      /* what was typed */
	CASELOAD_MANY_FORMS,   /* what was typed, the titles */
	CASELOAD_NO_PERSON,    /* what was typed */
	CASELOAD_NOT_TO,       /* who */
	CASELOAD_UNASSIGNED,   /* the form, whose */
	CASELOAD_NOT_ASSIGNED, /* it is not one that waits to be done */
	CASELOAD_COMMENTED,    /* to what */
	CASELOAD_COMMENTED_ON, /* to what, the number */
	CASELOAD_NO_QUESTION,  /* what was typed */
	CASELOAD_ASKED_AGAIN,  /* whose */
	CASELOAD_REVIEWED,     /* whose */
	CASELOAD_NOT_FOR_REVIEW,
	CASELOAD_ELSEWHERE, /* the group */
	CASELOAD_TREND,     /* whose */
	CASELOAD_NO_TREND,  /* who */
	CASELOAD_KEPT,      /* a note: on this device only */
	CASELOAD_ANSWER,    /* a question that ends with a mark, its answer */
	CASELOAD_ANSWERED,  /* one that does not */
	CASELOAD_REFUSED,   /* with what, why */
	CASELOAD_WORDS,
};
const char *words_caseload(struct arena *a, enum caseload_word w, const char *one,
			   const char *two);
/* What was assigned, to whom, and until what day: "" where there is none. */
const char *words_assigned(struct arena *a, const char *form, const char *whom,
			   const char *day);

/* "PHQ-9 up 6 to 19 (moderately severe)"; "" where there is no score. */
const char *words_score_change(struct arena *a, const struct pl_score *score);
/* "19 of 27, moderately severe, up 6 since Tue 24 Nov, 18:00". */
const char *words_score_whole(struct arena *a, const struct pl_score *score);
/* What one person needs, most first: "1 answer to review, ..."; "nothing needs you". */
const char *words_case(struct arena *a, const struct pl_case *c);
bool words_case_needs(const struct pl_case *c);
const char *words_cases(struct arena *a, int n); /* how many need something */

/* Where a sheet of somebody's is. */
enum work_part { WORK_REVIEW, WORK_UNREAD, WORK_OVERDUE, WORK_ASSIGNED, WORK_DONE, WORK_PARTS };
const char *words_work_part(struct arena *a, enum work_part p, int n);
/* "Maria, PHQ-9: finished ... Nobody has read it yet." */
const char *words_work(struct arena *a, const struct pl_sheet *s, enum work_part p);
const char *words_work_count(struct arena *a, int review, int unread);
const char *words_work_more(struct arena *a, int n);
const char *words_work_kept(struct arena *a, int n); /* acts that are on this device only */
/* A standing line, with a blank behind it; `n` answers, one of them of `who`, in the group
 * `where` ("": the one that is up).  "": n is 0. */
const char *words_work_alerts(struct arena *a, int n, const char *who, const char *where);
const char *words_alerts_of(struct arena *a, int n); /* "1 answer to review"; "" */
/* "Maria, PHQ-9: finished Tue 24 Nov, 18:00." */
const char *words_finished_by(struct arena *a, const struct pl_sheet *s);
const char *words_said_of(struct arena *a, const struct pl_comment *c);
const char *words_people_to(struct arena *a, int n); /* "9 people" */

/* Why an act on sheets of others did not go. */
const char *words_caseload_failure(enum pl_failure f);

/* What a person types, in English or in their language. */
bool words_read_all(const char *typed);
/* " to " and " by " as they stand between the parts of /assign: the first behind `at`, NULL:
 * there is none; *behind: what follows it. */
const char *words_find_to(const char *at, const char **behind);
const char *words_find_by(const char *at, const char **behind);
/* "next" 1, "back" -1; 0: none of them. */
int words_read_way(const char *typed);

#endif
