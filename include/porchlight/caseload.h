/* SPDX-License-Identifier: MIT */
/* For those who lead: what the people of their groups have to do, have done, and need. */
#ifndef PORCHLIGHT_CASELOAD_H
#define PORCHLIGHT_CASELOAD_H

#include "porchlight/worksheet.h"

#pragma GCC visibility push(default)

/*
 * Assigns a form: to one, or (member 0) to all members of the group who do not lead.  Due at
 * the end of a day: `due_utc_ms`, 0 for none.  `words` of at most 400 bytes, or NULL.
 * On disk before it returns PL_OK.  PL_FAIL_TEXT: no such form; PL_FAIL_WHO; PL_FAIL_REFUSED;
 * PL_FAIL_BUSY: 64 acts are kept here.
 */
struct pl_assignment {
	int64_t group, member;
	const char *form, *words;
	int64_t due_utc_ms;
};
enum pl_failure pl_client_assign(struct pl_client *c, const struct pl_assignment *a);
/* It is taken back; what was filled in stays with whose it is. */
enum pl_failure pl_client_unassign(struct pl_client *c, uint64_t sheet);

/* Of the people of a group: to be reviewed first, then not read, then overdue, assigned, the rest by time. */
size_t pl_client_group_sheets(struct pl_client *c, int64_t group, int64_t member,
			      const struct pl_sheet **out); /* member 0: of all */
/* Asks for a change, and says which; the person finds it as PL_SHEET_AGAIN. */
enum pl_failure pl_client_sheet_again(struct pl_client *c, uint64_t sheet, const char *words);
/* An answer that asks for review was seen to: by this person, who says what was done. */
enum pl_failure pl_client_sheet_reviewed(struct pl_client *c, uint64_t sheet,
					 const char *words);
/* How many acts of those above are on this device only. */
int pl_client_acts_kept(const struct pl_client *c);

/* One person and what they need: as numbers; the words are the front end's. */
struct pl_case {
	int64_t member;
	const char *who;
	int alerts;   /* answers that ask for review, and were not */
	int unread;   /* finished sheets that nobody has read */
	int overdue;  /* assigned, and the date is over */
	int assigned; /* to be done */
	int missed; /* sessions of this week, without a word: pl_client_hours; -1: not asked */
	struct pl_score
		score; /* of the measure that got worst, or is worst; measure NULL: none */
	int64_t score_utc_ms;
	int64_t check_in_utc_ms; /* the last one that is at the clinic; 0: none */
};
/* By need, who needs most first: alerts, then a score that rose or is severe, missed, overdue, unread. */
size_t pl_client_caseload(struct pl_client *c, int64_t group, const struct pl_case **out);
/* Those with alerts alone, and of them the alerts alone: it costs little, and may be asked for
 * whenever something is shown. */
size_t pl_client_to_review(struct pl_client *c, int64_t group, const struct pl_case **out);

#pragma GCC visibility pop

#endif
