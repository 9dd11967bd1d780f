/* SPDX-License-Identifier: MIT */
/* What the views of those who lead share: whose sheets are shown, and what their numbers mean. */
#ifndef VIEW_WORK_H
#define VIEW_WORK_H

#include "view/plan.h"
#include "view/words_caseload.h"
#include "view/words_sheets.h"

enum { WORK_SHOWN_MAX = 512 };

struct work {
	int64_t group;  /* of which all of this is */
	int64_t member; /* whose are shown; 0: those of the group */
	/* As they were numbered when they were shown last: what a number means does not change
	 * while somebody types it. */
	uint64_t numbered[WORK_SHOWN_MAX];
	size_t count;
	uint64_t open; /* the sheet that is being read; 0: none */
	bool hours_asked;
};

/* Of the group whose meeting is up.  Made when it is asked for first. */
struct work *work_of(struct stage *s);
/* Numbers them, where the view was not up yet. */
void work_number(struct stage *s);
/* By its number as it was shown last; NULL: there is none. */
const struct pl_sheet *work_numbered(struct stage *s, int64_t number);
enum work_part work_part_of(const struct stage *s, const struct pl_sheet *sheet);
/* Shows the view: of the person who is named, or of all. */
int work_go(struct stage *s, const char *rest);
/* The same with the view of trends; without a name their own. */
int work_trend(struct stage *s, const char *rest);
/* The name of the member, 0: of the group. */
const char *work_whose(const struct stage *s, int64_t member);
/* The line stays where it was typed. */
int work_say(struct stage *s, enum caseload_word w, const char *one, const char *two);
/* It went, or why it did not. */
int work_did(struct stage *s, enum pl_failure f, const char *done);
/* For those who lead alone; if it is not so, *bits of what was told. */
bool work_leads(struct stage *s, int *bits);
/* In each status, in all groups of theirs, until somebody has seen to it; "". */
const char *work_alerts(struct stage *s, struct arena *a);
/* The answers of the group that ask for review: items for the console. */
void work_tell_review(struct stage *s, struct model *out);

/* Of news about a sheet of another group than the one that is up: " That is in ..."; "". */
const char *work_elsewhere(struct stage *s, struct arena *a, const struct pl_sheet_note *note);
/* Of news that an act on a sheet of somebody else was not taken; "": it is something else. */
const char *work_refused(struct stage *s, struct arena *a, const struct pl_sheet_note *note);

/* The view of what people need is up: their missed sessions are asked for. */
void caseload_watch(struct stage *s);
/* They have come: by ear they are told; else DID_NOTHING. */
int caseload_came(struct stage *s);

/* The sheet that is being read; NULL: none is, or it is gone. */
const struct pl_sheet *reading_sheet(struct stage *s);
/* Opens it, and shows it. */
int reading_open(struct stage *s, uint64_t sheet);
/* The question of that number in the sheet that is open; NULL. */
const struct pl_question *reading_question(struct stage *s, int64_t number);

/* assign.c */
int assign_act(struct stage *s, const char *rest);
int assign_back(struct stage *s, const char *rest);

extern const struct verb caseload_verbs[];

#endif
