/* SPDX-License-Identifier: MIT */
/* What the files of worksheets share, and their words. */
#ifndef VIEW_SHEETS_H
#define VIEW_SHEETS_H

#include "base/buf.h"
#include "view/session.h"
#include "view/words_sheets.h"

extern const struct verb sheets_verbs[];

/* ---- sheet.c: the sheet that is open ---- */

/* It is this person's, and not finished: what is typed is its answers. */
bool sheet_is_filled(const struct stage *s);
/* The open sheet; its texts are borrowed until a sheet is asked for again.  False: none is. */
bool sheet_open(const struct stage *s, struct pl_sheet *out);
/* Of the open one; of none a worksheet. */
enum pl_form_kind sheet_kind(const struct stage *s);
/* The question that is up; NULL: the review, or none. */
const struct pl_question *sheet_question(const struct stage *s);
const struct pl_question *sheet_find(const struct stage *s, uint64_t question);
/* The next that stops (1), or the one before (-1): what is to be answered, and of a script each
 * step.  From 0: first or last.  0: there is none. */
uint64_t sheet_stop(const struct stage *s, uint64_t from, int way);
/* Items of a question: its choices, range, answer, comments.  For who reads a sheet, too. */
void sheet_tell_question(struct stage *s, struct model *m, const struct pl_question *q);
void sheet_tell_comments(struct stage *s, struct model *m, const char *item);
/* One line a question, with its answer: "4. How did you sleep?: 6" */
void sheet_tell_row(struct stage *s, struct model *m, const struct pl_question *q,
		    const char *before);
/* The words that stand behind the last question; "". */
const char *sheet_tail(const struct stage *s, struct model *m);
void sheet_say(struct model *m, enum item_role role, const char *words);

/* ---- review.c: all of it before it is sent, and what is finished ---- */

void review_build(struct stage *s, struct model *m);
void review_build_done(struct stage *s, struct model *m);
/* Finishes the open one.  DID_ bits. */
int review_finish(struct stage *s, bool send);
/* Enter alone at the review. */
int review_enter(struct stage *s);
/* The names of those who would read it: of its group, or of the first that has any; or "". */
const char *review_readers(const struct stage *s, struct arena *a, int64_t group);

/* ---- sheet_take.c: what is typed ---- */

int sheet_take(struct stage *s, const char *line);
bool sheet_take_key(struct stage *s, int32_t key, int *bits);
/* Shows this question; 0: the review.  DID_ bits. */
int sheet_to(struct stage *s, uint64_t question);
int sheet_step(struct stage *s, int by);
/* The steps of a script go on by themselves, or no longer. */
int sheet_start(struct stage *s);
/* /sheet, and a number behind it. */
int sheet_go(struct stage *s, const char *rest);
int sheet_show(struct stage *s, uint64_t id);
/* A new one; or, where one of this form is assigned and not begun, that. */
int sheet_begin(struct stage *s, const char *form);
extern const struct verb sheet_verbs[];

/* ---- worksheets.c ---- */

int worksheets_take(struct stage *s, const char *line);
/* The sheet that has this number in the list; 0: none. */
uint64_t worksheets_id(struct stage *s, int64_t number);

/* Over the safety plan, when an answer has opened it: who will see that answer. */
void sheets_on_top(struct stage *s, struct model *m);
const struct view *sheets_plan_view(void);
/* Shows the plan, once for a sheet, when its answers say that this person is in danger. */
int sheets_danger(struct stage *s, int bits);
/* Sentences of what is new, a line each, added to `out`; *told: how many of them at most, and
 * then how many were.  DID_ bits. */
int sheets_news(struct stage *s, struct buf *out, size_t most, size_t *told);

#endif
