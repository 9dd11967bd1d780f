/* SPDX-License-Identifier: MIT */
/* The program's inside: program.c (rows), program_text.c (their texts), program_who.c (who is expected where), program_ask.c and
 * program_answer.c (requests), program_set.c (series), program_follow.c (what comes of them),
 * program_walk.c (who is told) and program_read.c (for calendars and hours). */
#ifndef SERVER_PROGRAM_IN_H
#define SERVER_PROGRAM_IN_H

#include "server/program.h"

enum kind { KIND_GROUP, KIND_INDIVIDUAL, KIND_WORKSHOP, KIND_FAMILY, KIND_AWAY, KINDS };
enum what { ASK_LATE, ASK_LISTENING, ASK_ABSENT, ASK_SWAP, ASK_SIGN_UP, ASKS };

extern const char *const program_kinds[KINDS], *const program_asks[ASKS];
/* The place in a table of words; -1: in none. */
int program_word(const char *const *words, int n, struct str word);

struct series {
	int64_t number, version;
	int64_t member, device, ticket; /* who made it */
	int64_t group, leader, cap, flags;
	enum kind kind;
	char *title, *track, *lines;
	struct calendar *calendar;
	int64_t by_device, by_ticket; /* who changed it last, */
	int64_t base;                 /* and the version from which on nobody else did */
	int64_t track_version,
		track_turn; /* when its track was set; 0: before all was loaded */
	bool gone;
	bool dirty; /* something may follow */
};

struct request {
	int64_t number, version;
	int64_t member, device, ticket;
	enum what what;
	enum wire_request state;
	int64_t series, original_utc_ms, to_series, to_original_utc_ms;
	int64_t utc_ms, x;     /* x: minutes, or the place of one that waits */
	int64_t begins_utc_ms; /* of one that is open: the time is up then; 0: not known */
	char *words;
	bool gone;
	bool had;     /* a swap that was granted, and may have been withdrawn since */
	bool joining; /* its member is being put into the other group */
	bool pending; /* a change of it is on its way to the store */
};

struct person {
	int64_t group, member;
	bool leads, family, disabled;
	bool guest;         /* see program.h */
	int64_t row, since; /* PROGRAM_MEMBER, and its version; since -1: on its way */
	int64_t turn;       /* when it was put, as the program counts */
};

/* A row's newest version.  Of a series, a request, or a person. */
struct entry {
	int64_t version;
	enum program_kind kind;
	void *row;
};

struct program {
	struct series **series; /* by number, as requests */
	struct request **requests;
	struct person **people;
	struct entry *entries; /* by version */
	size_t series_count, requests_count, people_count, entries_count;
	int64_t version, turn;
	int64_t shifts; /* how often somebody's part in a group, or a series' place, has changed */
	int64_t due_utc_ms;
	bool live;  /* all that was stored has been taken */
	bool dirty; /* one of the series is, or somebody has no row yet */
};

/* program.c */
struct series *program_series(const struct program *p, int64_t number); /* NULL: gone, too */
struct series *program_any_series(const struct program *p, int64_t number);
struct request *program_request(const struct program *p, int64_t number);
struct person *program_person(const struct program *p, int64_t group, int64_t member);
void program_dirty(struct program *p, int64_t series);
/* Who is a guest where, once all is loaded. */
void program_guests(struct program *p);

/* program_text.c */
/* A row as the wire has it; the texts are borrowed. */
void program_series_msg(const struct series *s, struct wire_msg *out);
void program_request_msg(const struct request *r, struct program_words *w,
			 struct wire_msg *out);
/* A message as a row's text; with who changed it, if device is not 0. */
void program_text(struct buf *out, const struct wire_msg *m, int64_t device, int64_t ticket);
/* "SERIES.UTC_MS" */
bool program_occurrence(struct str s, int64_t *series, int64_t *original_utc_ms);

/* program_who.c */
bool program_leads(const struct program *p, int64_t group, int64_t member);
/* What they are to the group: of enum right_who. */
unsigned program_is(const struct program *p, int64_t group, int64_t member);
/* Leads the group of the series that it is about, or of the one that it leads to. */
bool program_answers(const struct program *p, const struct request *r, int64_t member);
bool program_sees(const struct program *p, const struct series *s, int64_t member);
bool program_stands(const struct request *r); /* asked, waits, or was granted */
bool program_open(const struct request *r);   /* asked, or waits */
bool program_find(const struct series *s, int64_t original_utc_ms, struct occur *out);
bool program_expected(const struct program *p, const struct series *s, int64_t original_utc_ms,
		      int64_t member);
/* Without any request. */
bool program_by_itself(const struct series *s, const struct person *who);
/* If this request, for an occurrence of that series, were not there. */
bool program_expected_without(const struct program *p, const struct series *s,
			      const struct request *r);
/* May one more come? */
bool program_has_seat(const struct program *p, const struct series *s, int64_t original_utc_ms);
/* Does this swap lead into another group, of which its member is already, and no guest? */
bool program_belongs(const struct program *p, const struct request *swap);
/* How many wait before this one. */
int64_t program_before(const struct program *p, const struct request *r);

/* program_ask.c: a request, as it is to be put */
void program_put_request(const struct request *r, struct program_put *out);

/* program_answer.c */
/* "withdraw", "grant", "refuse": as program_ask. */
const char *program_answer(struct program *p, const struct program_act *a,
			   struct program_put *out);
/* Could what is open still be granted, but for the seat?  WIRE_REQUEST_GRANTED; else why not. */
enum wire_request program_judge(const struct program *p, const struct request *r,
				int64_t now_utc_ms);

#endif
