/* SPDX-License-Identifier: MIT */
/*
 * Forms and what is filled in, at the client's edge: forms by their names, read once; and the
 * one sheet that is open.
 */
#ifndef CLIENT_FILLING_H
#define CLIENT_FILLING_H

#include "client/sheets.h"
#include "worksheet/response.h"

struct pl_client;

/* A form as it was read, in the language that the person has. */
struct filling_form {
	char *name;
	enum pl_form_kind kind;
	int64_t sum;             /* str_sum of its JSON */
	struct questionnaire *q; /* NULL: it cannot be read */
	size_t questions;        /* as it begins */
};

/* Where a question is: its id, and its blank. */
struct filling_place {
	uint64_t id;
	struct blank *blank;
};

struct filling {
	char *language; /* NULL: English */
	struct filling_form **forms;
	size_t forms_count;
	bool is_listed; /* all forms that there are have been read */

	uint64_t open; /* the sheet; 0: none, and none of the following */
	const struct filling_form *form;
	const struct questionnaire *q;
	struct response *r;
	int64_t utc_ms; /* finished, or changed last */
	bool is_read_only;
	bool is_unkept;  /* an answer could not be written: the next one writes all */
	size_t left_out; /* answers that the form does not take */
	struct filling_place *places;
	size_t places_count; /* 0: to be listed anew */
	uint64_t at;         /* the question at which the person is; 0: the review */
	char *typing;
	struct response *before; /* the last finished one of this form, looked up once */
	int64_t before_utc_ms;
	bool has_before;

	struct arena mem; /* of the questions below */
	struct pl_question *questions;
	size_t questions_count;
	bool is_shown; /* they are as things are */
	/* For the getters. */
	struct pl_form *list;
	struct pl_lack *lacks;
};

/* What is kept; and what comes after another person has signed in: nothing is known. */
bool filling_open(struct pl_client *c, struct err *err);
void filling_finish(struct pl_client *c);
void filling_forget(struct pl_client *c);
/* That of forms: NULL, "" or "en": as they are.  The front end's pl_client_language. */
void filling_language(struct pl_client *c, const char *language);
/* A pack came or went: its forms are read anew. */
void filling_forms_changed(struct pl_client *c);

/* Borrowed until forms change; NULL: it is not on this device, or cannot be read. */
const struct filling_form *filling_form(struct pl_client *c, const char *name);
void filling_drop_forms(struct pl_client *c);
/* A finished filling, as it was at that moment; the caller frees it before forms change.  NULL: no
 * such form, or the answers are no text of answers.h.  left_out: how many its form does not take;
 * may be NULL. */
struct response *filling_read(struct pl_client *c, const char *form, struct str answers,
			      int64_t utc_ms, size_t *left_out);
/* The answers of a finished sheet of ours as they go over the wire, added to `out`.  False: its
 * form is not here, or they are more than WIRE_ANSWERS_MAX. */
bool filling_wire(struct pl_client *c, const struct sheet *s, struct buf *out);
void filling_wipe(struct buf *text); /* and it is finished */

/* A moment as FHIR writes it, in the zone of this device. */
struct filling_now {
	char today[16], now[40];
};
struct response_clock filling_clock(struct filling_now *out, int64_t utc_ms);
/* The form's score; false: it has none that can be told.  r NULL is fine. */
bool filling_score(const struct response *r, struct pl_score *out);

/* ---- the open sheet ---- */

void filling_shut(struct pl_client *c);
/* Its blank; NULL: no such question. */
struct blank *filling_find(struct pl_client *c, uint64_t question);
uint64_t filling_id(const struct blank *b);
/* Blanks have come or gone, or changed. */
void filling_moved(struct filling *f);
/* The row that it is, as it stands now; its form is borrowed. */
struct sheet filling_sheet(struct pl_client *c);
/* This blank's answer goes to the disk; NULL: all of them.  False: it is in memory alone. */
bool filling_keep(struct pl_client *c, const struct blank *b);
/* Where the person is; at the review it is this, which is no question's name. */
void filling_keep_place(struct pl_client *c);
#define FILLING_REVIEW "\t"
/* All of it, with this row, which is finished. */
bool filling_keep_finished(struct pl_client *c, struct sheet *s);
/* The last finished one of this form before it; NULL: there is none. */
const struct response *filling_before(struct pl_client *c);
/* One of several answers of an item that is shown as one question, all of them in the first. */
bool filling_is_one(const struct blank *b);

/* ---- the seam: what the server has told, in worksheets_line.c ---- */

/* A sheet that is not one of ours on this device, by its id. */
struct sheet_row {
	const char *form;
	struct str answers; /* of a finished one; p NULL: it is assigned, and nothing more */
	int64_t sum;        /* of the form; 0: it is not said */
	int64_t utc_ms;     /* finished */
	int64_t member, group;
	int64_t assignment, filed; /* numbers of the server's rows; or 0 */
};
/* Borrowed until rows change.  False: there is none. */
bool worksheets_row(struct pl_client *c, uint64_t id, struct sheet_row *out);
/* Whose finished sheets of one form, and before when. */
struct sheet_search {
	int64_t member;   /* 0: this person's, from other devices */
	const char *form; /* NULL: of any */
	int64_t before_utc_ms;
};
/* The last of them.  False: there is none. */
bool worksheets_row_last(struct pl_client *c, const struct sheet_search *search,
			 struct sheet_row *out);
/* It was opened by whoever sits here: "read", where that is somebody who leads. */
void worksheets_opened(struct pl_client *c, uint64_t id);
/* A KEPT or REFUSED one goes to the facilitators of this group; see pl_client_sheet_send. */
enum pl_failure worksheets_send(struct pl_client *c, uint64_t id, int64_t group);
/* How many comments there are to this item (NULL: to any) of the sheet. */
int worksheets_comments(struct pl_client *c, uint64_t id, const char *item);
/* Does whoever read it ask for a change? */
bool worksheets_again(struct pl_client *c, uint64_t id);

#endif
