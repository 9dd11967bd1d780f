/* SPDX-License-Identifier: MIT */
/*
 * Why something may be given out: a table of grounds of 42 CFR part 2, and what decides by it.
 * Pure.  What is given out by a consent is no more than what the consent is about.
 */
#ifndef SERVER_GROUND_H
#define SERVER_GROUND_H

#include "server/consent.h"

/* 42 CFR 2.32(a)(2), the short form. */
#define GROUND_NOTICE "42 CFR part 2 prohibits unauthorized use or disclosure of these records."

/* What must be said, or be so. */
enum {
	GROUND_NEEDS_RECIPIENT = 1 << 0,
	GROUND_NEEDS_WHY = 1 << 1,
	GROUND_NEEDS_BY = 1 << 2,
	GROUND_NEEDS_PERSON = 1 << 3,
	GROUND_NEEDS_CONSENT = 1 << 4,
	GROUND_GIVES = 1 << 5,   /* it leaves the program: an accounting of it is kept */
	GROUND_NOTICES = 1 << 6, /* to somebody else than the patient: the notice goes along */
	GROUND_OWN = 1 << 7,     /* it is the patient who gets it */
};

struct ground_row {
	const char *word, *law, *says;
	unsigned needs;
};
extern const struct ground_row ground_rows[]; /* ended by a row without a word */

/* A command that gives out what is known of patients; all others do not. */
struct ground_command {
	const char *words;
	unsigned what;
	bool one; /* it can be of one person */
};
extern const struct ground_command ground_commands[]; /* ended by a row without words */
const struct ground_command *ground_find_command(const char *words); /* or NULL */

/* What is asked; texts may be NULL. */
struct ground_ask {
	const char *words; /* "consent:3", "patient" */
	const struct ground_command *command;
	int64_t member; /* of this person; 0: of a whole group */
	const char *recipient, *why, *by;
	int64_t now_utc_ms;
};

struct ground {
	const struct ground_row *row;
	const struct consent *consent; /* or NULL */
	int64_t member;                /* of this person alone; 0: of all */
	unsigned what;                 /* no more than this may go */
	const char *recipient, *why, *by;
	char says[1200]; /* "Allowed: consent 3, ..." */
};

/* False: not allowed, and `err` says why and what would help. */
bool ground_decide(const struct consents *all, const struct ground_ask *ask, struct ground *out,
		   struct err *err);

/* What goes along with it, in each form; nothing where no notice is due. */
void ground_put_words(const struct ground *g, FILE *out);            /* before the words */
void ground_put_csv(const struct ground *g, FILE *out, int columns); /* the last row */
void ground_put_meta(const struct ground *g, FILE *out); /* ,"meta":{...} of a resource */

#endif
