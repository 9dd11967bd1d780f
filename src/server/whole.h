/* SPDX-License-Identifier: MIT */
/*
 * The whole record of a person in one file, for that person or whom it may be given to: a Bundle of FHIR
 * R4, an entry a line, the first of which says in words what the others are.  Of others there is
 * nothing but the name of who acted.  Secrets are not in it; the legal name is, if it is the person who gets
 * it.
 */
#ifndef SERVER_WHOLE_H
#define SERVER_WHOLE_H

#include "server/entries.h"
#include "server/ground.h"

struct whole {
	struct admin *a; /* its store is open */
	int64_t member;
	int64_t now_utc_ms; /* as of when; what came later is left out, where it has a time */
	const struct ground *ground; /* by which it is given; NULL: it is the person who asks */
	/* whole.c's own: */
	struct report names;
	struct entries e;
	struct whole_group {
		int64_t id;
		char *name, *called; /* called: what the person is called in it, or "" */
	} * groups;                  /* that the person is in */
	size_t groups_count;
	enum {
		WHOLE_LEGAL_NONE, /* there is none */
		WHOLE_LEGAL_OPEN,
		WHOLE_LEGAL_SHUT, /* there is one, and legal.key is gone, or another */
		WHOLE_LEGAL_BACK, /* it is not the person who gets the record */
	} has_legal;
	struct buf legal; /* the name, if it is open; wiped at the end */
};

/* `w` with the first four.  False: something could not be read, and what was written is no file. */
bool whole_write(struct whole *w, FILE *out, struct err *err);

/* The parts: each writes its entries. */
typedef bool whole_part(struct whole *w, struct err *err);
/* whole_said.c: messages, what was said in sessions, and reports of messages */
whole_part whole_messages, whole_spoken, whole_reports;
/* whole_plan.c: what is planned, and what the person asked for */
whole_part whole_series, whole_requests;
/* whole_legal.c: FHIR R4 HumanName of use "official", to the person alone: 45 CFR 164.524.  False: it
 * could not be asked for; one that cannot be opened is said on the cover, and the rest is given. */
bool whole_legal_open(struct whole *w, struct err *err);
const char *whole_legal_says(const struct whole *w); /* of the cover */
void whole_legal_put(const struct whole *w); /* the next of Patient.name, if it is open */
/* whole_log.c: consents, what was given out, who has read what */
whole_part whole_consents, whole_given, whole_reads;

/* Of a page of rows: how far it came. */
struct whole_page {
	struct whole *w;
	int64_t group, seq;
	size_t rows;
};
enum { WHOLE_PAGE = 500 };
/* Asks for one page after the other: r.seq, r.user and r.limit are the page's. */
bool whole_pages(struct whole_page *p, struct store_req r, struct err *err);

#endif
