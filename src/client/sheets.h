/* SPDX-License-Identifier: MIT */
/*
 * This person's own sheets on this device: drafts, and what is finished; in memory.  Pure.
 * What the server has told of sheets is sheets_rows.h, and both together sheets_list.h.
 */
#ifndef CLIENT_SHEETS_H
#define CLIENT_SHEETS_H

#include "base/buf.h"
#include "porchlight/worksheet.h"

enum { SHEETS_DRAFTS_MAX = 200 };

/*
 * Where ids are from.  A sheet keeps its id: one that fills an assignment has that row's, one that
 * was filed from another device and is changed here has the filed row's.
 */
#define SHEETS_LOCAL_FROM ((uint64_t)1 << 40)
#define SHEETS_LOCAL_TO   ((uint64_t)1 << 41)

/* On disk all of it is a row of `sheet`, but `answers`, which are rows of `answer`. */
struct sheet {
	uint64_t id;
	char *form;
	int64_t sum; /* str_sum of the version that it was filled in by */
	/* DRAFT, KEPT, SENDING, REFUSED, and AT_CLINIC for all that follows. */
	enum pl_sheet_state state;
	enum pl_failure failure; /* REFUSED */
	int64_t utc_ms;          /* finished; of a draft: changed last */
	int64_t assignment;      /* number of the server's row; 0 */
	int64_t filed;  /* the same; a DRAFT that has one was there, and is changed now */
	int64_t group;  /* to whose facilitators; 0 */
	int64_t ticket; /* SENDING: of the act; 0: it is not one yet */
	bool danger;    /* of one that is finished: an answer asks for review */
	int answered, questions;
	/* As a draft's (worksheet/answers.h): all that was filled in, also what is not asked any
	 * more.  NULL: of a draft, whose answers are in the store alone. */
	char *answers;
};

struct sheets {
	struct sheet *all; /* by id */
	size_t count;
};

void sheets_finish(struct sheets *s);                           /* and as it was at first */
struct sheet *sheets_find(const struct sheets *s, uint64_t id); /* may be NULL */
/* Copied, with its texts; in place of one of the same id.  Borrowed until the next one. */
struct sheet *sheets_put(struct sheets *s, const struct sheet *from);
void sheets_drop(struct sheets *s, uint64_t id);
void sheets_set_answers(struct sheet *s, struct str answers); /* p NULL: a draft */
size_t sheets_drafts(const struct sheets *s);                 /* how many */
bool sheet_is_finished(const struct sheet *s);
/* Finished, of this form (NULL: of any), the last before `before_utc_ms`; NULL: there is none. */
const struct sheet *sheets_last(const struct sheets *s, const char *form,
				int64_t before_utc_ms);

#endif
