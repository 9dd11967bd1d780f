/* SPDX-License-Identifier: MIT */
/* The caseload's inside: caseload.c (rows and people), caseload_text.c (their texts), caseload_ask.c (the
 * table of acts), caseload_acts.c (what each does), caseload_answers.c (answers, and the danger in
 * them), caseload_follow.c (what comes of it) and caseload_walk.c (who is told). */
#ifndef SERVER_CASELOAD_IN_H
#define SERVER_CASELOAD_IN_H

#include "server/caseload.h"

#define CASELOAD_DAY_MS INT64_C(86400000)
#define CASELOAD_CRISIS "crisis"
#define CASELOAD_PACKS  "packs"
/* What the clinic says to all, a row each. */
enum { CLINIC_CRISIS, CLINIC_PACKS, CLINIC_WORDS };
#define CASELOAD_MADE "assigned" /* the second message of what is assigned */

enum note { NOTE_READ, NOTE_COMMENT, NOTE_AGAIN, NOTE_REVIEWED, NOTES };
extern const char *const caseload_notes[NOTES];

struct row {
	enum caseload_kind kind;
	bool gone;
	bool dropped;  /* its text is kept no longer */
	bool pending;  /* a change of it is on its way to the store */
	bool reviewed; /* of one with danger: somebody has seen to it */
	int notes;     /* of a filed sheet */
	int64_t number, version;
	int64_t by, device, ticket; /* who made it, as the store has it; */
	int64_t made_by, made_device, made_ticket, made_utc_ms; /* and as its text has it */
	int64_t group, member; /* whom it concerns; of the clinic's: 0 */
	struct wire_msg m;     /* as it is told; its texts are in `held` */
	char *held;
	size_t held_size;
	struct row *of;   /* of a note: its sheet */
	struct row *same; /* the next with the same place in `tickets` */
};

struct person {
	int64_t group, member;
	bool leads, patient, disabled;
	bool known;    /* is in the group */
	int64_t since; /* the version since which; 0: not known */
	int64_t turn;  /* when they were put, as the caseload counts */
};

/* A row's version, or that since which a person is in a group.  One that is not its row's newest
 * is skipped. */
struct entry {
	int64_t version;
	struct row *row;
	struct person *who;
};

struct rows {
	struct row **all; /* by number */
	size_t count, size;
};

struct caseload {
	struct rows rows[CASELOAD_KINDS];
	struct person **people; /* by group, then by member */
	size_t people_count;
	struct entry *entries; /* by version, once it is live */
	size_t entries_count, entries_size;
	struct row **plans; /* safety plans, those that are no more among them */
	size_t plans_count;
	struct row **tickets; /* by who made them, and with which ticket */
	size_t tickets_count, tickets_size;
	int64_t version, turn;
	int64_t shifts; /* how often somebody's part in a group has changed */
	size_t bytes;
	bool live;  /* all that was stored has been taken */
	bool dirty; /* a sheet has gone, or one took another's place: something may follow */
	caseload_form_fn *find;
	void *find_user;
	struct clinic {
		char *text; /* NULL: it was not said what it is */
		int64_t utc_ms;
		bool pending;
	} clinic[CLINIC_WORDS];
	int64_t old_utc_ms; /* what is older is given to be dropped, and how far that is */
	size_t old_at[CASELOAD_KINDS];
};

/* caseload.c */
struct row *caseload_row(const struct caseload *c, enum caseload_kind kind, int64_t number);
struct rows *caseload_rows(const struct caseload *c, enum caseload_kind kind);
struct person *caseload_person(const struct caseload *c, int64_t group, int64_t member);
bool caseload_leads(const struct caseload *c, int64_t group, int64_t member);
/* Is this person told of it? */
bool caseload_sees(const struct caseload *c, const struct row *r, int64_t member);
/* The first of those that were made with this ticket; go on with `same`, and look again. */
struct row *caseload_ticket(const struct caseload *c, int64_t by, int64_t device,
			    int64_t ticket);
void caseload_go_live(struct caseload *c);
/* The first entry above a version. */
size_t caseload_above(const struct caseload *c, int64_t version);

/* caseload_text.c */
/* Reads a row's text into it.  False: it is none of its kind. */
bool caseload_read(struct caseload *c, struct row *r, struct str text);
/* A message as a row's text; with who made it, where `made` is not NULL. */
void caseload_text(struct buf *out, const struct wire_msg *m, const struct wire_msg *made);
/* That this row is no more. */
void caseload_tombstone(const struct row *r, struct caseload_put *out);
void caseload_forget(struct caseload *c, struct row *r);

/* An act while it is looked at. */
struct acting {
	struct caseload *c;
	const struct caseload_act *act;
	const struct wire_msg *m;
	struct row *row; /* the one that it is about */
};
typedef const char *acting_fn(const struct acting *a, struct caseload_put *out);

/* caseload_acts.c */
acting_fn caseload_assign, caseload_unassign, caseload_file, caseload_unfile,
	caseload_read_mark, caseload_comment, caseload_again, caseload_reviewed;
/* A row of what is assigned, to be put. */
struct assigning {
	const struct wire_msg *m; /* c, x, b, d */
	int64_t group, member, by;
	int64_t made_device, made_ticket, now_utc_ms;
};
void caseload_put_assigned(const struct assigning *a, struct caseload_put *out);

/* caseload_answers.c */
/* Is there one of this name, here or in a pack? */
bool caseload_has_form(const struct caseload *c, struct str form);
/* Of a finished sheet (c, x, b).  NULL, and whether an answer asks for review; or WIRE_E_FORM. */
const char *caseload_judge(const struct acting *a, bool *danger);
/* May that be an item of this sheet's form? */
bool caseload_is_item(const struct caseload *c, const struct row *filed, struct str item);

#endif
