/* SPDX-License-Identifier: MIT */
/* A Bundle of FHIR R4 (a collection), an entry a line, without extensions: what all that write one share. */
#ifndef SERVER_ENTRIES_H
#define SERVER_ENTRIES_H

#include <stdio.h>

#include "server/consent.h"
#include "server/report.h"

struct entries {
	FILE *out;
	const struct report *names; /* of people */
	bool any;                   /* a comma comes before the next */
};

/* `ground` may be NULL. */
void entries_head(const struct entries *e, const struct ground *ground);
void entries_tail(const struct entries *e);

/* {"fullUrl":..,"resource": -- the resource and a '}' are the caller's. */
void entries_open(struct entries *e, const char *type, const char *id);
/* The same, and the resource up to its id, which is "STEM-NUMBER"; entries_end ends it. */
void entries_begin(struct entries *e, const char *type, const char *stem, int64_t number);
void entries_end(const struct entries *e);
/* Resources, a line each, as of NDJSON. */
void entries_lines(struct entries *e, struct str lines);
void entries_consent(struct entries *e, const struct consent *c, int64_t now_utc_ms);

/* ,"NAME":"TEXT" */
void entries_field(const struct entries *e, const char *name, const char *text);
/* The same of a text that has no end of its own. */
void entries_text(const struct entries *e, const char *name, struct str text);
/* Nothing for 0. */
void entries_moment(const struct entries *e, const char *name, int64_t utc_ms);
/* ,"NAME":{"reference":"TYPE/ID","display":..} */
void entries_person(const struct entries *e, const char *name, const char *type, int64_t id);

#endif
