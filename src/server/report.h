/* SPDX-License-Identifier: MIT */
/* What the administration reads of a group's log, and the forms in which it is printed. */
#ifndef SERVER_REPORT_H
#define SERVER_REPORT_H

#include <stdio.h>

#include "server/admin.h"
#include "server/record.h"

struct ground;

struct report_person {
	int64_t id;
	char *name, *role;
	bool in_group;          /* now; who was in it before may stand in its log */
	int64_t read;           /* how many things of theirs are given out: report_access */
	int64_t from_ms, to_ms; /* ... that came about from then to then; 0: not known */
};

struct report {
	struct record record;
	char *group; /* its name */
	struct report_person *people;
	size_t people_count;
	int64_t only; /* nobody but this person is printed; 0: all are */
	FILE *out;
	const struct ground *ground; /* why it may be given out; NULL: nothing is said of it */
};

struct report_groups {
	int64_t *ids; /* the caller's to free */
	size_t count;
};

bool report_all_groups(struct admin *a, struct report_groups *g, struct err *err);
/* The store is open.  All of the log of a group, the chain checked. */
bool report_read(struct report *r, struct admin *a, int64_t group, struct err *err);
/* The people alone, for their names; `r` is zeroed. */
bool report_read_people(struct report *r, struct admin *a, struct err *err);
/* The same, and the group's name. */
bool report_read_group(struct report *r, struct admin *a, int64_t group, struct err *err);
void report_finish(struct report *r);

const struct report_person *report_find(const struct report *r, int64_t id); /* may be NULL */
const char *report_name(const struct report *r, int64_t id); /* "" for a stranger */
bool report_is_named(const struct report *r, int64_t id);    /* is this one printed? */
/* A patient of the group who was not there: late and absent are said of patients. */
bool report_was_absent(const struct report *r, const struct meeting *m,
		       const struct report_person *p);
/* All that was stated before or after: "by phone" and the like. */
const char *report_modality(enum meeting_modality by);
const char *report_being(enum meeting_being being);
/* Who caused event `seq`: "line", "server", "self", or a name. */
const char *report_source(const struct report *r, int64_t seq, int64_t member);
/* By which rule the minutes are counted, in words; the text of 512 bytes. */
void report_rule(char *text, size_t size);
/* One more thing of theirs is given out, which came about then. */
void report_gives(struct report_person *p, int64_t utc_ms);
/* "2026-11-26T18:00:00Z"; "" for 0.  The text of 32 bytes. */
const char *report_moment(int64_t utc_ms, char *text);

/* A text in a table of CSV; never a formula. */
void report_put_cell(FILE *out, const char *text);
/* A string of JSON. */
void report_put_string(FILE *out, const char *text);

/*
 * Notes in the access log that each of those people whose `read` is above 0, and who is no staff, is
 * read or exported so many things of: before they are printed.  False: nothing may be.
 */
bool report_access(struct admin *a, const struct report *r, struct access_note n,
		   struct err *err);

/* access_fhir.c: a row of the access log as an AuditEvent, a line; and who read, in words. */
void access_fhir(const struct access_note *n, const struct report *names, FILE *out);
const char *access_reader(const struct access_note *n, const struct report *names);

/* The forms */
void report_csv(const struct report *r);
void report_words(const struct report *r);
void report_fhir(const struct report *r);

#endif
