/* SPDX-License-Identifier: MIT */
/*
 * This person's record as a file; and who has read what of it, as the clinic's access log has it (the agents and
 * entities of FHIR R4's AuditEvent).  Nobody at the clinic can switch it off.  What was fetched is
 * kept in the encrypted store, and there offline.
 */
#ifndef PORCHLIGHT_READS_H
#define PORCHLIGHT_READS_H

#include "porchlight/client.h"

#pragma GCC visibility push(default)

enum pl_read_what {
	PL_READ_OTHER, /* of a kind that this client does not know */
	PL_READ_ATTENDANCE,
	PL_READ_HOURS,
	PL_READ_SESSION,
	PL_READ_NOTE,
	PL_READ_WORKSHEET, /* form, count, of_utc_ms */
	PL_READ_TREND,     /* form */
	PL_READ_PLAN,      /* a safety plan that was shared */
	PL_READ_LEGAL_NAME,
	PL_READ_REPLIES, /* at the door */
	PL_READ_HIDDEN,
	PL_READ_REPORTED,
	PL_READ_SCHEDULE, /* count, of_utc_ms: when the newest was asked */
	PL_READ_CONSENT,
	PL_READ_LOG,
	PL_READ_RECORD,
	PL_READ_WHATS,
};

struct pl_was_read {
	int64_t number, utc_ms; /* number: above 0, grows */
	int64_t of_utc_ms;      /* when the newest of what was read came about; 0: not known */
	int64_t count;          /* how many, at least 1 */
	enum pl_read_what what;
	bool exported, erased;
	int64_t from_utc_ms, to_utc_ms; /* exported: the days that it was of; 0: not known */
	const char *who;                /* "": somebody of the clinic, at the server */
	const char *form;               /* its name, see pl_form; or "" */
	const char *why;                /* the purpose that was given, or "" */
};

struct pl_reads {
	bool busy;               /* they are being asked for */
	bool older;              /* there may be older ones: pl_client_reads_older */
	enum pl_failure failure; /* of the last fetch */
	int64_t asked_utc_ms;    /* the server answered last; 0: never */
};

/* Newest first; borrowed until PL_CHANGED_SHEETS.  Answers how many: at most 250. */
size_t pl_client_reads(struct pl_client *c, const struct pl_was_read **out);
void pl_client_reads_state(const struct pl_client *c, struct pl_reads *out);
/*
 * Asks for the newest; a few bytes where there is nothing new.  PL_FAIL_REFUSED: joined nowhere,
 * PL_FAIL_NOT_NOW: it is on its way.  PL_CHANGED_SHEETS comes when it has ended.
 */
enum pl_failure pl_client_reads_fetch(struct pl_client *c);
/* The same of those before the oldest that is here.  PL_FAIL_GONE: there are no more. */
enum pl_failure pl_client_reads_older(struct pl_client *c);

/*
 * All that the clinic's server has of this person, into a new file that nobody else may read: a Bundle of
 * FHIR R4, as GET /v1/record of porchlight-protocol(5) gives it.  PL_FAIL_FILE: the file is there
 * already, or cannot be made; PL_FAIL_REFUSED: joined nowhere; PL_FAIL_NOT_NOW: one is on its way.
 * PL_CHANGED_ACCOUNT comes as it goes on, and when it has ended.
 */
enum pl_failure pl_client_record(struct pl_client *c, const char *path);

struct pl_record {
	bool busy;     /* it is being fetched */
	int64_t bytes; /* that are here, of the one that is on its way or was last */
	enum pl_failure
		failure; /* of the last; PL_FAIL_NOT_NOW: it changed while it was fetched */
};
void pl_client_record_state(const struct pl_client *c, struct pl_record *out);

#pragma GCC visibility pop

#endif
