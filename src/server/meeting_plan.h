/* SPDX-License-Identifier: MIT */
/*
 * The plan of a meeting, from a text of lines:
 *
 *	# what is behind a hash is not read
 *	waiting                      whoever comes waits until admitted
 *	ask                          ... and is asked the questions of the door meanwhile
 *	norms TEXT                   what each accepts before they speak
 *	stage KIND TALK MINUTES TITLE
 *	exercise NAME                the stage before has it: see guide/texts.h
 *	lesson NAME
 *	turn SECONDS                 how long a turn in that stage should be
 *	worksheet NAME DAYS          a form that all who are in the room in that stage are to
 *	                             fill in, within so many days; without DAYS: a week
 *
 * KIND is welcome, round, agenda, work, exercise, or closed; TALK is open, turns or quiet;
 * MINUTES 0 is a stage without a timer.  The last stage is the only one that is closed.
 */
#ifndef SERVER_MEETING_PLAN_H
#define SERVER_MEETING_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "forms/forms.h"
#include "guide/texts.h"

enum {
	PLAN_STAGES_MAX = 16,
	PLAN_TITLE_MAX = 48,
	PLAN_NORMS_MAX = 600,
	PLAN_MINUTES_MAX = 480,
	PLAN_TURN_S_MAX = 3600,
	PLAN_TEXT_MAX = 4000,
	PLAN_DAYS_MAX = 90,
	PLAN_DAYS = 7,
};

enum meeting_stage_kind {
	STAGE_WELCOME,
	STAGE_ROUND, /* the floor goes to each in turn */
	STAGE_AGENDA,
	STAGE_WORK,
	STAGE_EXERCISE,
	STAGE_CLOSED,
	STAGE_KINDS,
};

/* Who may say something: all; the one who has the floor; the facilitators alone. */
enum meeting_talk { TALK_OPEN, TALK_TURNS, TALK_QUIET, TALKS };

struct meeting_stage {
	enum meeting_stage_kind kind;
	enum meeting_talk talk;
	int minutes;
	int turn_s; /* 0: a turn may be as long as it is */
	char title[PLAN_TITLE_MAX + 1];
	char form[FORMS_NAME_MAX + 1];                /* "": none */
	int form_days;                                /* until it is due; 0: there is no date */
	char guides[GUIDE_KINDS][GUIDE_NAME_MAX + 1]; /* its exercise and lesson; "" */
};

struct meeting_plan {
	bool waiting, asks;
	char norms[PLAN_NORMS_MAX + 1];
	struct meeting_stage stages[PLAN_STAGES_MAX];
	size_t count;
};

/* As guide_read. */
bool meeting_plan_read(struct str text, struct meeting_plan *out, struct err *err);
const char *meeting_stage_word(enum meeting_stage_kind k);
const char *meeting_talk_word(enum meeting_talk t);

#endif
