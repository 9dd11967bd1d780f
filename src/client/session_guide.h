/* SPDX-License-Identifier: MIT */
/*
 * The exercise, the lesson and the questions of a session, as this device has them.  An
 * exercise is told by a clock that does not jump, from the moment at which it began: so it
 * goes on while the line is down, and who comes later is told the line that is up.
 */
#ifndef CLIENT_SESSION_GUIDE_H
#define CLIENT_SESSION_GUIDE_H

#include "guide/exercise.h"
#include "guide/lesson.h"
#include "porchlight/session.h"
#include "wire/wire.h"

enum { SESSION_QUESTIONS_MAX = 32 };

struct session;
struct session_view;

/* A text that leads. */
struct session_text {
	int64_t seq, sum; /* its number in the session; 0: none was heard of */
	char *text;       /* NULL: it is not here, and is asked for */
	bool is_wanted;   /* it was not asked for on this connection yet */
};

struct session_question {
	struct pl_open_question pub; /* its texts are ours */
	int64_t by;
};

struct session_guides {
	struct session_text texts[GUIDE_KINDS];
	/* The exercise; its lines are of the text. */
	struct exercise exercise;
	int64_t from_utc_ms; /* by this device's clock */
	int64_t from_ms;     /* by the clock for waiting, */
	int64_t anchored;    /* for the exercise of this number */
	bool runs;
	int64_t skipped; /* the exercise of this number was */
	int64_t told;    /* the exercise of this number, */
	int told_line;   /* up to this line; -1: none */
	bool told_end;
	/* The lesson. */
	struct lesson lesson;
	char *pages[LESSON_PAGES_MAX], *rights[LESSON_PAGES_MAX];
	int page, answer;
	char counts[WIRE_CODE_MAX + 1];
	/* What was told of it, and how the page that was told was answered. */
	int64_t told_lesson;
	int told_page, told_answer;
	char told_counts[WIRE_CODE_MAX + 1];
	/* Questions. */
	struct session_question questions[SESSION_QUESTIONS_MAX];
	struct pl_open_question question_list[SESSION_QUESTIONS_MAX];
	size_t questions_count;
	int64_t told_asked, told_taken; /* the newest */
};

void session_guides_finish(struct session_guides *g);
/* Rows. */
void session_on_guide(struct session *s, const struct wire_msg *m);
void session_on_question(struct session *s, const struct wire_msg *m);
/* All rows come again: questions that do not were answered. */
void session_guides_renew(struct session_guides *g);
/* What is to be told at a frame's end, and what is public. */
void session_tell_guides(struct session *s, const struct session_view *v);
void session_publish_guides(struct session *s, const struct session_view *v);
/* The exercise's lines that are due by now. */
void session_tell_lines_due(struct session *s, const struct session_view *v);
/* When the next one is, in ms from now; -1: none comes. */
int64_t session_line_due_ms(const struct session *s, int64_t now_ms);
/* See pl_client_skip; false: none runs. */
bool session_skip(struct session *s, bool skip);
/* *n, an answer to the page that is up, becomes what the wire has for it; false: none is. */
bool session_answer(const struct session *s, int64_t *n);
/* The next text to be asked for; 0: none.  It counts as asked for. */
int64_t session_wants_text(struct session *s);
/* The sum of the text that is wanted; 0: none is.  And here it is. */
int64_t session_lacks(const struct session *s, enum guide_kind k);
void session_give_text(struct session *s, enum guide_kind k, struct str text);

#endif
