/* SPDX-License-Identifier: MIT */
/* A program with two sections of a group, a store of the test's own, and who hears what. */
#ifndef SUPPORT_PLANNED_H
#define SUPPORT_PLANNED_H

#include "server/program.h"

/* 1 to 5 are in section A, 5 to 8 in section B (so 5 is in both), 9 is family of A's, 10 leads
 * both, 11 leads B; 12 is in group C, which 10 leads too. */
enum { SECTION_A = 1, SECTION_B, GROUP_C, GROUPS_END };
enum { ANA = 1, BEN, CY, DEE, BOTH, EVA, FAY, GUS, KIN, LEADER, LEADS_B, OTHER, PEOPLE_END };

#define DAY_MS       INT64_C(86400000)
#define WEEK_MS      (7 * DAY_MS)
#define FIRST_A      INT64_C(1796173200000) /* Tuesday, 1 December 2026, 18:00 in Denver */
#define FIRST_B      (FIRST_A + 2 * DAY_MS)
#define PLANNED_TEXT 65536

struct planned {
	struct program *p;
	int64_t now_utc_ms, version, numbers[PROGRAM_KINDS], ticket;
	struct program_row *rows; /* their texts are ours */
	size_t rows_count;
	int64_t row; /* that the last act made or changed */
	char heard[PLANNED_TEXT];
	struct program_cursor cursor; /* of the last that heard */
};

struct planned_series {
	int64_t group, number, cap, base; /* number 0: a new one; base -1: the newest version */
	const char *kind;                 /* "group", "workshop.oc" */
	const char *track, *lines, *title;
	int64_t leader;
};

extern const char planned_a[], planned_b[]; /* lines of a weekly series: Tuesdays, Thursdays */

/* Everybody is in their groups, all follows; no series yet. */
void planned_begin(struct planned *t);
void planned_end(struct planned *t);
void planned_join(struct planned *t, int64_t group, int64_t member);
/* NULL, or the code; t->row. */
const char *planned_set(struct planned *t, int64_t by, const struct planned_series *s);
const char *planned_drop(struct planned *t, int64_t by, int64_t series);
const char *planned_act(struct planned *t, int64_t by, const struct wire_msg *m);
const char *planned_ask(struct planned *t, int64_t by, const char *what, const char *at,
			const char *x);
const char *planned_answer(struct planned *t, int64_t by, const char *word, int64_t request);
/* All that follows by itself. */
void planned_follow(struct planned *t);
/* Out of the store, from the beginning. */
void planned_restart(struct planned *t);
/* One line a message: "S 1 Skills", "Q 3 granted", "P 7".  t->cursor is where it is then. */
const char *planned_hear(struct planned *t, int64_t member, int64_t told);
/* Goes on from t->cursor. */
const char *planned_hear_on(struct planned *t);
/* "SERIES.MS", in one of a few buffers. */
const char *planned_at(int64_t series, int64_t ms);
/* Both sections, each with six seats: series 1 and 2. */
void planned_sections(struct planned *t);
enum wire_request planned_state(struct planned *t, int64_t request);

#endif
