/* SPDX-License-Identifier: MIT */
/*
 * Sheets as the faces see them: those of this device and the server's together.  Pure: who
 * asks, when, and the forms come in as arguments.
 */
#ifndef CLIENT_SHEETS_LIST_H
#define CLIENT_SHEETS_LIST_H

#include "client/sheets.h"
#include "client/sheets_rows.h"
#include "worksheet/score.h"

enum {
	SHEETS_VALUES = 12, /* questions with whole numbers of one form, that make a trend */
	SHEETS_RISE = 5,    /* of a measure's sum: worth a look */
};

/* A form that is on this device. */
struct sheets_form {
	const char *title;
	enum pl_form_kind kind;
	const struct questionnaire *q;
	int questions; /* that somebody is to answer, as it begins */
};

struct sheets_world {
	int64_t self, now_utc_ms;
	const struct sheets *own; /* this person's on this device */
	struct response_clock clock;
	/* "": not known. */
	const char *(*name)(const void *user, int64_t group, int64_t member);
	/* False: this person is not in it. */
	bool (*people)(const void *user, int64_t group, const struct pl_person **out,
		       size_t *n);
	/* False: it is not on this device.  Borrowed until this is asked again or called off. */
	bool (*form)(void *user, const char *name, struct sheets_form *out);
	/* Sessions of this week that they missed; -1: it is not known. */
	int (*missed)(const void *user, int64_t group, int64_t member);
	void *user;
};

/* What one finished sheet says in numbers. */
struct sheets_scored {
	uint64_t id;
	int64_t utc_ms;
	bool known; /* its form is here */
	const struct score_measure *measure;
	struct score score;
	int answered, questions;
	int values
		[SHEETS_VALUES]; /* of the form's whole numbers in their order; INT_MIN: none */
};

/* By id: worked out once. */
struct sheets_scores {
	struct sheets_scored *all;
	size_t count;
};

struct sheets_rows_out {
	struct arena mem;
	struct pl_sheet *all;
	size_t count, size;
};

struct sheets_list {
	struct sheets_scores scores;
	struct sheets_rows_out own, group, one;
	struct arena mem; /* of comments */
	struct arena trend_mem, case_mem, review_mem;
	struct pl_trend *trends;
	struct pl_case *cases, *reviews;
};

void sheets_list_finish(struct sheets_list *l); /* and as it was at first */
/* Forms have come or changed. */
void sheets_list_forms_changed(struct sheets_list *l);

size_t sheets_list_own(struct sheets_list *l, const struct sheet_rows *r,
		       const struct sheets_world *w, const struct pl_sheet **out);
/* member 0: of all who do not lead. */
struct sheets_whose {
	int64_t group, member;
};
size_t sheets_list_group(struct sheets_list *l, const struct sheet_rows *r,
			 const struct sheets_world *w, struct sheets_whose whose,
			 const struct pl_sheet **out);
/* NULL: there is none. */
const struct pl_sheet *sheets_list_one(struct sheets_list *l, const struct sheet_rows *r,
				       const struct sheets_world *w, uint64_t id);
/* A row as it is at the server, whatever it is on this device. */
const struct pl_sheet *sheets_list_filed(struct sheets_list *l, const struct sheet_rows *r,
					 const struct sheets_world *w,
					 const struct rows_filed *f);
/* Is the person somebody who leads this group? */
bool sheets_leads(const struct sheets_world *w, int64_t group, int64_t member);

/* ---- sheets_said.c ---- */

/* Is `f` this sheet, be it an older filing of it? */
bool sheets_is_filing(const struct sheet_rows *r, const struct rows_filed *f, uint64_t sheet);
/* Oldest first. */
size_t sheets_comments(struct sheets_list *l, const struct sheet_rows *r,
		       const struct sheets_world *w, uint64_t sheet,
		       const struct pl_comment **out);

/* ---- sheets_score.c ---- */

/* A finished sheet of somebody's. */
struct sheets_done {
	uint64_t key; /* of its scores */
	int64_t utc_ms;
	const char *form, *answers;
	const struct rows_filed *filed; /* NULL: it is on this device alone */
	bool is_here;                   /* it is a sheet of this device */
};
const struct sheets_scored *sheets_scored(struct sheets_scores *s, const struct sheets_world *w,
					  const struct sheets_done *d);
/* Those of a person, by time; what another has taken the place of is not among them. */
size_t sheets_done(const struct sheet_rows *r, const struct sheets_world *w, int64_t member,
		   struct arena *mem, struct sheets_done **out);
/* As the faces see all[at], with the one before it; measure NULL: none. */
struct pl_score sheets_score(struct sheets_scores *s, const struct sheets_world *w,
			     const struct sheets_done *all, size_t at);

/* ---- sheets_trend.c ---- */

size_t sheets_trends(struct sheets_list *l, const struct sheet_rows *r,
		     const struct sheets_world *w, int64_t member, const struct pl_trend **out);

/* ---- sheets_cases.c ---- */

size_t sheets_caseload(struct sheets_list *l, const struct sheet_rows *r,
		       const struct sheets_world *w, int64_t group, const struct pl_case **out);
/* Those with alerts, and no more of them than these. */
size_t sheets_to_review(struct sheets_list *l, const struct sheet_rows *r,
			const struct sheets_world *w, int64_t group,
			const struct pl_case **out);
/* Who needs more comes first: < 0, 0, > 0. */
int sheets_case_order(const struct pl_case *a, const struct pl_case *b);

#endif
