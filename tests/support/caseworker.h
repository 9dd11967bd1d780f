/* SPDX-License-Identifier: MIT */
/* A caseload with two groups, a store of the test's own, and who is told what. */
#ifndef SUPPORT_CASEWORKER_H
#define SUPPORT_CASEWORKER_H

#include "server/caseload.h"

/* Of the evening: three patients, somebody of family, and two who lead.  Of the morning: a
 * patient of both, one more, and one who leads it alone. */
enum { EVENING = 1, MORNING, CASE_GROUPS };
enum { ANA = 1, BEN, CY, KIN, ROBIN, MARA, DEE, SAM, CASE_PEOPLE };

#define CASE_NOW     INT64_C(1796173200000)
#define CASE_DAY     INT64_C(86400000)
#define CALM         "/44250-9\t#1\n/44255-8\t#2\n/44260-8\t#0\n" /* of "phq-9" */
#define DIARY_DANGER "1.3\t3\n"                                   /* of "diary-card" */
#define DANGER       "/44250-9\t#1\n/44255-8\t#2\n/44260-8\t#1\n"

enum { CASE_HEARD = 65536, CASE_PUTS = 4096 };

struct caseworker {
	struct caseload *c;
	int64_t now_utc_ms, version, numbers[CASELOAD_KINDS_END], ticket;
	struct caseload_row *rows; /* their texts are ours */
	size_t rows_count;
	struct {
		int64_t member, device, ticket, number, version;
	} puts[CASE_PUTS]; /* what the store knows of tickets */
	size_t puts_count;
	struct {
		int64_t group, member, version;
	} joined[CASE_GROUPS * CASE_PEOPLE]; /* since it began */
	size_t joined_count;
	int64_t row;                /* of the last act */
	int parts;                  /* of it: stop after so many; 0: do all */
	size_t stored;              /* rows that the last act made or changed */
	struct caseload_cursor *by; /* of the connection that acts; or NULL */
	char heard[CASE_HEARD];
	struct caseload_cursor cursor; /* of the last that heard */
};

/* Everybody is in their groups since before all rows. */
void caseworker_begin(struct caseworker *t);
void caseworker_end(struct caseworker *t);
void caseworker_join(struct caseworker *t, int64_t group, int64_t member);
bool caseworker_is_in(int64_t group, int64_t member);

/* NULL, or the code; t->row.  k is set where it is 0. */
const char *caseworker_act(struct caseworker *t, int64_t by, const struct wire_msg *m);
const char *caseworker_assign(struct caseworker *t, int64_t by, int64_t to, const char *form);
const char *caseworker_file(struct caseworker *t, int64_t by, const char *form,
			    const char *answers);
/* "read", "comment" ..., with words where they are not NULL. */
const char *caseworker_do(struct caseworker *t, int64_t by, const char *what, int64_t row,
			  const char *words);
void caseworker_follow(struct caseworker *t);
/* Puts one row as the store does. */
void caseworker_put(struct caseworker *t, struct caseload_put *put);
/* Out of the store, from the beginning. */
void caseworker_restart(struct caseworker *t);
/* One line a message: "B 1 phq-9 to 1", "C 2 phq-9 of 1 review", "D 3 read 2", "M 1", "V 7". */
const char *caseworker_hear(struct caseworker *t, int64_t member, int64_t told);
const char *caseworker_hear_on(struct caseworker *t);

#endif
