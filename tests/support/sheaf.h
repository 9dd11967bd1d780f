/* SPDX-License-Identifier: MIT */
/* Worksheets for tests: a few forms, a measure of three questions, and one of each kind of question. */
#ifndef SUPPORT_SHEAF_H
#define SUPPORT_SHEAF_H

#include "support/porch.h"
#include "view/sheets.h"

#define SHEAF_NOW INT64_C(1796083200000) /* Tuesday 1 December 2026, 00:00 in UTC */

enum { SHEAF_ASSIGNED = 11, SHEAF_DRAFT, SHEAF_KEPT, SHEAF_READ, SHEAF_AGAIN };

/* Puts them into the client, whose people get a facilitator, Robin: see sheaf_robin. */
void sheaf_open(struct pl_client *c);
/* Opens the assigned sheet with these questions. */
void sheaf_measure(struct pl_client *c); /* choices; the last one asks about danger */
void sheaf_kinds(struct pl_client *c);   /* a question of each kind */
void sheaf_moment(struct pl_client *c);  /* a check-in: a scale, yes or no, a choice */

/* cmocka's setup: a porch with all of this, in the evening group, on SHEAF_NOW in UTC. */
int sheaf_porch(void **state);
/* Opens the sheet with these questions, and shows it. */
void sheaf_fills(struct porch *p, void (*questions)(struct pl_client *c));
void sheaf_types(struct porch *p, const char *line, int bits);
void sheaf_says(struct porch *p, const char *line, const char *want); /* the answer, in words */
void sheaf_place_is(const struct porch *p, uint64_t place);

#endif
