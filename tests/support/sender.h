/* SPDX-License-Identifier: MIT */
/* A pair with worksheets: what a person fills in and sends, and a line that comes and goes. */
#ifndef SUPPORT_SENDER_H
#define SUPPORT_SENDER_H

#include "porchlight/kit.h"
#include "porchlight/caseload.h"
#include "support/pair.h"

#define SENDER_NOW    INT64_C(1796040000000) /* Monday 30 November 2026, 12:00 UTC */
#define SENDER_DAY_MS INT64_C(86400000)

int sender_open(void **state);
void sender_join(struct pair *p);
void sender_cut(struct pair *p);
void sender_resume(struct pair *p);
void sender_restart(struct pair *p); /* the client's end, and a new one of the same store */
bool sender_has_none_kept(struct pair *p);
/* A measure by the numbers of its choices, finished. */
uint64_t sender_fill(struct pair *p, const char *form, const char *digits, bool send);
/* The server tells the row of what was sent last: of this number and form. */
void sender_row_of(struct pair *p, int64_t number, const char *form);
/* The one sheet there is of this person's. */
const struct pl_sheet *sender_only(struct pair *p);
/* How many notes of this kind there are; and they all are said. */
size_t sender_told(struct pair *p, enum pl_sheet_news what);
void sender_said(struct pair *p);
size_t sender_comments(struct pair *p, uint64_t sheet); /* how many */

#endif
