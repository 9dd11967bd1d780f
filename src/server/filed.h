/* SPDX-License-Identifier: MIT */
/*
 * What the administration has of a group's worksheets: what was assigned, what was finished and
 * what was said to it, each with its form where that is here; and the forms in which it is printed.
 */
#ifndef SERVER_FILED_H
#define SERVER_FILED_H

#include "server/caseload.h"
#include "server/offered.h"
#include "server/report.h"
#include "worksheet/score.h"

/* A row, its texts in `mem`. */
struct filed_row {
	enum caseload_kind kind;
	struct wire_msg m;          /* "B", "C" or "D" of the wire */
	int64_t made_utc_ms;        /* an assignment's; of the others m.d */
	const struct filed_row *of; /* of a note: the sheet, or NULL */
};

struct filed {
	struct report r; /* its people and the group's name; `only`, `out` */
	int64_t group;
	int64_t from_utc_ms,
		to_utc_ms; /* of these alone: from .. before to; to 0: without an end */
	struct offered *packs;
	struct filed_row *rows; /* by kind and number */
	size_t count;
	struct arena mem;
	size_t unread;  /* rows that cannot be read */
	size_t unknown; /* sheets whose form is not here: set when they are printed */
};

bool filed_read(struct filed *f, struct admin *a, int64_t group, struct err *err);
void filed_finish(struct filed *f);

/* Is this one to be printed: of the person and the time that were asked for? */
/* May this kind of information go, by the ground that was given? */
bool filed_gives(const struct filed *f, unsigned what);
bool filed_is_named(const struct filed *f, const struct filed_row *row);
/* The sheet that was made of an assignment, or NULL; of several the last. */
const struct filed_row *filed_of(const struct filed *f, const struct filed_row *assigned);
/* The last note of this word ("read") to a sheet, or NULL. */
const struct filed_row *filed_note(const struct filed *f, const struct filed_row *sheet,
				   const char *word);

/* A sheet as it was filled in; r NULL: its form is not here. */
struct filed_sheet {
	struct questionnaire *q;
	struct response *r;
	const struct score_measure *measure; /* NULL: it has no score */
	struct score score;
};
void filed_open(const struct filed *f, const struct filed_row *sheet, struct filed_sheet *out);
void filed_close(struct filed_sheet *s);
/* "minimal", "moderately severe". */
const char *filed_band(enum score_band band);
/* What a form is called where it is here; else its name.  In `mem` of `f`. */
const char *filed_title(struct filed *f, struct str form);

void filed_csv(struct filed *f);
void filed_fhir(struct filed *f);
struct entries;
/* The same as entries of a Bundle that has others, too; nothing of a ground. */
void filed_entries(struct filed *f, struct entries *e);

#endif
