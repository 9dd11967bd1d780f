/* SPDX-License-Identifier: MIT */
/*
 * What is known of the schedule, in memory.  Pure: rows and clocks come in as arguments, and
 * what is asked of it is worked out by the engine of schedule/.  All text in it is clean.
 */
#ifndef CLIENT_DIARY_H
#define CLIENT_DIARY_H

#include "base/arena.h"
#include "porchlight/schedule.h"
#include "schedule/calendar.h"
#include "schedule/occur.h"
#include "wire/wire.h"

enum {
	DIARY_KEPT_MAX = 64,  /* kept here, and not at the server */
	DIARY_TEXT_MAX = 400, /* bytes of what a person says to a request */
	DIARY_NEXT_DAYS = 60,
	DIARY_CHANGES_MAX = 512, /* of one preview */
	DIARY_HOURS_MAX = 256,   /* people */
};

#define DIARY_MINUTE_MS INT64_C(60000)
#define DIARY_DAY_MS    INT64_C(86400000)

/* Who asks, when and where.  `group`: false where this person is not in it. */
struct diary_world {
	int64_t self, now_utc_ms;
	enum pl_role role;
	const char *zone;
	bool (*group)(const void *user, int64_t id, const struct pl_person **people, size_t *n);
	const void *user;
};

struct diary_series {
	struct pl_series pub;  /* its texts are ours */
	struct calendar *when; /* NULL: its lines are not understood here */
	bool is_fresh;         /* it came on this connection */
};

struct diary_request {
	struct pl_request pub; /* its texts are ours, but `who`, which is not set */
	int64_t ticket;        /* of this device; 0: another's */
	bool is_fresh;         /* it came on this connection */
};

/* What is kept here until the server has answered: a WIRE_ASK, _SET or _FEED. */
struct diary_ask {
	int64_t ticket, utc_ms;
	struct wire_msg m;           /* its texts are in `mem` */
	enum pl_request_state state; /* PL_REQUEST_KEPT: it is to go out */
	bool sent;                   /* on this connection */
	struct arena mem;
};

/* An occurrence as it is given out, and who leads it. */
struct diary_row {
	struct pl_occurrence pub;
	int64_t leader;
};

struct diary_rows {
	struct diary_row *all;
	size_t count, size;
};

/* Came into the group by a swap, and is in the one that they swapped from: see wire.h. */
struct diary_guest {
	int64_t member, group;
};

struct diary {
	int64_t version; /* of the last WIRE_PROGRAM; 0: none came yet */
	struct diary_series *series;
	size_t series_count;
	struct diary_request *requests;
	size_t requests_count;
	struct diary_ask *asks; /* by ticket */
	size_t asks_count;
	struct calendar *overlay; /* this person's own; NULL: there is none */
	int changes_refused;      /* and not told yet */

	struct diary_guest *guests; /* of `request_list` */
	size_t guests_count;
	struct pl_request *request_list; /* newest first */
	size_t request_count;
	bool is_listed; /* and is as things are */
	struct occur *scratch;
};

/* diary.c: what is there */

void diary_init(struct diary *p);
void diary_finish(struct diary *p); /* and as it was at first */
/* A WIRE_SERIES or WIRE_REQUEST, clean; false: not one that is understood here. */
bool diary_take(struct diary *p, const struct wire_msg *m);
/* What a person said to a request that was refused since. */
void diary_set_words(struct diary *p, int64_t number, struct str words);
struct diary_series *diary_find(const struct diary *p, int64_t id); /* may be NULL */
struct diary_request *diary_find_request(const struct diary *p, int64_t number);
/* By the id of pl_request; of these two one is found, or none. */
struct diary_request *diary_request_of(const struct diary *p, uint64_t id);
struct diary_ask *diary_ask_of(const struct diary *p, uint64_t id);
/* A connection begins; and of what did not come on it: a number that is no more, by `series` of
 * a series or of a request; 0: none. */
void diary_connected(struct diary *p);
int64_t diary_next_stale(const struct diary *p, bool series);
void diary_drop(struct diary *p, bool series, int64_t number);
/* A series' texts, copied; `when` is read from its lines. */
void diary_set_series(struct diary_series *s, const struct pl_series *from);
void diary_drop_series(struct diary_series *s);

/* "SERIES.UTC_MS"; false: not of that form. */
bool diary_occurrence_read(struct str text, int64_t *series, int64_t *utc_ms);
const char *diary_ask_word(enum pl_ask what);
bool diary_ask_read(struct str word, enum pl_ask *out);
const char *diary_kind_word(enum pl_kind kind);
bool diary_kind_read(struct str word, enum pl_kind *out);

/* diary_kept.c: what is kept here and not at the server */

/* One message of the client's, as JSON in a frame; false: it is none. */
bool diary_keep(struct diary *p, int64_t ticket, int64_t utc_ms, struct str json);
struct diary_ask *diary_kept(const struct diary *p, int64_t ticket); /* may be NULL */
void diary_forget(struct diary *p, int64_t ticket);
size_t diary_kept_count(const struct diary *p); /* of those that are to go out */
/* All go again on a new connection. */
void diary_again(struct diary *p);
/* The next that may go out; NULL: none.  One series is changed by one at a time. */
struct diary_ask *diary_next_ask(const struct diary *p);
/* What an error's code means for a request. */
enum pl_request_state diary_state_of(struct str code);
/* What this person asks for, as a message, its texts in `mem`. */
struct wire_msg diary_ask_message(const struct pl_asked *a, struct arena *mem);
/* A series that is to be so, from version `base`; as WIRE_SET. */
struct wire_msg diary_set_message(const struct pl_series *s, int64_t base, struct arena *mem);

/* diary_list.c: when things are */

void diary_rows_finish(struct diary_rows *r);
/* Adds all that this person is shown between two moments, by start; `clash` is set. */
void diary_list(struct diary *p, const struct diary_world *w, const int64_t span[2],
		struct diary_rows *out);
/* The occurrences of one series, added; the list of requests is to be there. */
void diary_list_series(struct diary *p, const struct diary_world *w,
		       const struct diary_series *s, const int64_t span[2],
		       struct diary_rows *out);
/* The one that was to be at this moment, of the program; false: there is none. */
bool diary_occurrence(struct diary *p, const struct diary_world *w, int64_t series,
		      int64_t original_utc_ms, struct diary_row *out);
const char *diary_name(const struct diary_world *w, int64_t group, int64_t member);
/* The list of requests, as pl_client_requests has it. */
void diary_list_requests(struct diary *p, const struct diary_world *w);

/* diary_ask.c: may this be asked for, as far as is known here? */
enum pl_failure diary_may_ask(struct diary *p, const struct diary_world *w,
			      const struct pl_asked *a);
/* What says the same of the same occurrence, and stands: the server takes no second one, so it
 * is to be taken back first.  NULL: there is none. */
const struct pl_request *diary_earlier(const struct diary *p, const struct pl_asked *a);

#endif
