/* SPDX-License-Identifier: MIT */
/* A program as the client knows it, fed with frames of the server; and it as text. */
#ifndef SUPPORT_DIARIST_H
#define SUPPORT_DIARIST_H

#include "client/diary_news.h"

/* Monday 30 November 2026, 12:00 UTC: 05:00 in Denver. */
#define DIARIST_NOW INT64_C(1796040000000)
#define HOUR_MS     INT64_C(3600000)
#define DAY_MS      INT64_C(86400000)
/* Series 1's first occurrences: Tuesdays, 18:00 in Denver. */
#define TUESDAY (INT64_C(1796173200000))

enum { DIARIST_ME = 7, DIARIST_MARA = 2, DIARIST_ROBIN = 3, DIARIST_BEA = 8 };

/* Series 1, skills, Tuesdays of group 1: Mara leads; series 2, the other section, of group 2,
 * Wednesdays, by Robin; series 3, an optional workshop of group 1 with 1 seat, on Thursday. */
extern const char diarist_week[];

struct diarist {
	struct diary diary;
	struct diary_news news;
	struct diary_world world;
	struct pl_person people[4]; /* of group 1 */
	bool in_two;                /* this person is in group 2, too */
	bool is_out_of_one;
};

void diarist_open(struct diarist *p, const char *json);
void diarist_close(struct diarist *p);
/* A frame: its rows, each clean as they are; P is news. */
void diarist_frame(struct diarist *p, const char *json);
/* What is between now and so many days later; a line each: see diarist.c.  Static. */
const char *diarist_list(struct diarist *p, int days);
const char *diarist_occurrence(struct diarist *p, const struct pl_occurrence *o);
const char *diarist_requests(struct diarist *p);
const char *diarist_news(struct diarist *p); /* and they are said */
/* Something that was asked here: kept with this ticket. */
void diarist_ask(struct diarist *p, int64_t ticket, const struct pl_asked *a);

#endif
