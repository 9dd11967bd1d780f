/* SPDX-License-Identifier: MIT */
/* A meeting on a walk, beside a model that knows only the events, and what is promised. */
#ifndef SUPPORT_STROLL_H
#define SUPPORT_STROLL_H

#include "support/meet.h"

enum { INPUTS = 300, ACTS = 2048, WALK_MESSAGES = 6, WALK_REACTIONS = 2 };

/* The engine, or one with a bug planted in it. */
struct engine {
	const char *name;
	bool (*apply)(struct meeting *m, const struct meeting_event *e);
	const char *(*may_say)(const struct meeting *m, int64_t member, bool leads,
			       int64_t now);
	bool (*hears)(const struct meeting *m, int64_t member, bool leads);
	bool (*hears_side)(const struct meeting *m, int64_t member, bool leads, int64_t of);
};

/* Those with a bug: each must be noticed. */
extern const struct engine stroll_bugs[];
extern const size_t stroll_bugs_count;

/* What was so before an act that may be undone. */
struct done {
	int64_t seq, member, before;
	enum meeting_kind kind;
};

struct asked {
	int64_t seq;
	enum meeting_asked is;
};

struct person {
	bool here, seated;
	int answer;
	unsigned replied; /* or skipped, at the door */
	enum meeting_where where;
	int64_t modality, muted_ms, in_ms, hand_ms, hand_seq, came_seq;
	bool danger; /* has said so, and nobody has seen to it */
	bool voted;
	bool reacted[WALK_MESSAGES + 1][WALK_REACTIONS];
	struct meeting_span spans[INPUTS];
	size_t closed;
};

struct stroll {
	const struct engine *engine;
	unsigned seed;
	struct meet t;
	struct person people[PEOPLE_END];
	struct done done[ACTS];
	size_t done_count;
	int held;     /* lines that wait, by the events alone */
	int64_t line; /* the newest ticket of one */
	int64_t pins;
	struct done guided[ACTS]; /* of exercises, lessons and questions */
	size_t guided_count;
	int64_t runs, begun,
		stage_seq; /* the exercise that runs, the newest; when its stage began */
	int page;
	int64_t lesson_seq;
	struct asked asked[ACTS];
	size_t asked_count;
	struct meeting_wish last; /* to be repeated */
	const char *wrong;
	unsigned granted, refused, said, unsaid;
};

bool stroll_runs(const struct stroll *w);
/* Something is not as promised; the first that is said stays. */
void stroll_wrong(struct stroll *w, const char *what);
/* The event goes into the log, the engine and the model; then all is checked. */
void stroll_keep(struct stroll *w, const struct meeting_event *e);
/* stroll_guide.c: the model of exercises, lessons and questions, and what is promised of them. */
void stroll_guide(struct stroll *w, const struct meeting_event *e);
void stroll_check_guide(struct stroll *w);
/* And engines in which it is not kept: each for struct engine's apply. */
bool stroll_exercise_outlives(struct meeting *m, const struct meeting_event *e);
bool stroll_answers_stay(struct meeting *m, const struct meeting_event *e);
bool stroll_question_vanishes(struct meeting *m, const struct meeting_event *e);
bool stroll_two_are_taken(struct meeting *m, const struct meeting_event *e);
/* Somebody tries to say something. */
void stroll_say(struct stroll *w, int64_t who);

#endif
