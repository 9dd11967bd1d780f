/* SPDX-License-Identifier: MIT */
/*
 * The skeleton of a note: what the log of a session knows of one person, to be written and
 * signed by whoever led it.  It names nobody else, and has nothing that anybody said.
 */
#ifndef SERVER_NOTE_H
#define SERVER_NOTE_H

#include <stdio.h>

#include "server/record.h"

#define NOTE_DRAFT "Draft. Not signed. A person must write and sign this."

/* What the record does not tell: counted while the log is read. */
struct ground;

struct note {
	struct record record;
	int64_t session, member;     /* session 0: the newest there is */
	const char *group, *name;    /* whose it is; borrowed */
	const struct ground *ground; /* why it may be given out; NULL: nothing is said of it */
	char plan[GUIDE_NAME_MAX +
		  1]; /* one of the program's by its name; "" the clinic's own */
	int64_t begun_ms[PLAN_STAGES_MAX]; /* when each stage first began; 0: never */
	int check_in, check_out;           /* of the first round and of a later one; -1: none */
	int hands, turns, passes;
	int64_t floor;
	size_t stage;
};

/* From event `from_seq` on: see record_begin. */
void note_begin(struct note *n, int64_t group, int64_t from_seq);
void note_finish(struct note *n);
/* The next row of the log: see record_take. */
bool note_take(struct note *n, const struct store_message *row, struct err *err);
/* When all of it was taken: was that person in that session, and is it over?  ERR_NOT_FOUND,
 * ERR_NOT_NOW. */
bool note_is_due(const struct note *n, struct err *err);

const struct meeting *note_session(const struct note *n); /* NULL: there is none */

/* note_print.c, when it is due */
void note_text(const struct note *n, FILE *out);
/* The text as an R4 DocumentReference, preliminary and without an author. */
void note_fhir(const struct note *n, FILE *out);

#endif
