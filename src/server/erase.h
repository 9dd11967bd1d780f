/* SPDX-License-Identifier: MIT */
/*
 * What goes and what stays when a person is erased: first it is found out, and then it is done, by the
 * same rows.  What the law has a clinic keep stays until its time is over (retain.c).
 */
#ifndef SERVER_ERASE_H
#define SERVER_ERASE_H

#include "server/caseload.h"
#include "server/program.h"
#include "server/report.h"

/* The words of an event that can go: the row without them. */
struct erase_event {
	int64_t group, seq;
	char *row;
};

struct erase {
	struct admin *a; /* its store is open */
	int64_t member;
	bool keep_sheets;
	/* What goes: */
	size_t messages, events_count, sheets, requests, feeds;
	struct erase_event *events;
	/* What stays: */
	size_t old_words; /* of events from before their words could go */
	size_t sessions, consents, reads;
	int64_t session_ms, read_ms; /* the newest of those; 0: there is none */
	size_t groups;
	bool meets; /* a session of one of their groups runs: not now */
	/* erase.c's own */
	struct caseload *caseload;
	struct program *program;
	int64_t *group_ids;
	int64_t *feed_rows;
};

/* `e` with the first three.  Always ended by erase_finish. */
bool erase_look(struct erase *e, struct err *err);
/* What somebody is called then, with the number of the account behind it, or in a group with theirs
 * there. */
#define ERASE_FORMER "Former member "
/* In the order in which it can be begun again: the account first and its name last, under `name`. */
bool erase_do(struct erase *e, const char *name, struct err *err);
void erase_finish(struct erase *e);

#endif
