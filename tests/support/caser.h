/* SPDX-License-Identifier: MIT */
/* Worksheets as the client knows them, fed with frames of the server; and they as text. */
#ifndef SUPPORT_CASER_H
#define SUPPORT_CASER_H

#include "client/sheets_list.h"
#include "client/sheets_news.h"

/* Monday 30 November 2026, 12:00 UTC. */
#define CASER_NOW INT64_C(1796040000000)
#define DAY_MS    INT64_C(86400000)

enum { CASER_ME = 7, CASER_MARA = 2, CASER_ROBIN = 3, CASER_BEA = 8, CASER_CY = 9 };
enum { CASER_FORMS = 4 };

struct caser_form {
	const char *name, *json; /* NULL: of the program's */
	enum pl_form_kind kind;
	struct questionnaire *q;
};

struct caser {
	struct sheet_rows rows;
	struct sheets_news news;
	struct sheets_list list;
	struct sheets own;
	struct sheets_world world;
	struct pl_person people[5]; /* of group 1; Mara and Robin lead */
	struct caser_form forms[CASER_FORMS];
	int missed; /* sessions, of Bea */
	int64_t version;
};

/* This person is Ana, who is led; or, with `leads`, Mara. */
void caser_open(struct caser *t, bool leads);
void caser_close(struct caser *t);
/* A frame: its rows, each clean as they are; V is news.  'quotes' stand for double ones. */
void caser_frame(struct caser *t, const char *json);
/* All nine or seven answers of a measure, "000000001": the answers as they go over the wire. */
const char *caser_measure(const char *form, const char *digits);
/* A finished measure of a member's, as such a row; `digits` as above. */
struct caser_row {
	int64_t number, member;
	int days; /* before now */
	const char *form, *digits;
};
void caser_filed(struct caser *t, const struct caser_row *row);
/* A sheet of this device's: a finished one has the answers, a draft has NULL. */
struct sheet *caser_own(struct caser *t, uint64_t id, const char *form, int days,
			const char *answers);
/* An act that is kept here: of the client, without its ticket. */
struct rows_act *caser_act(struct caser *t, int64_t ticket, uint64_t sheet, const char *json);

/* A line each; static. */
const char *caser_sheets(struct caser *t);
const char *caser_group(struct caser *t, int64_t member);
const char *caser_news(struct caser *t); /* and they are said */
const char *caser_comments(struct caser *t, uint64_t sheet);
const char *caser_trends(struct caser *t, int64_t member);
const char *caser_cases(struct caser *t);
const char *caser_reviews(struct caser *t);

#endif
