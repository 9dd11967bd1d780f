/* SPDX-License-Identifier: MIT */
/* What members and those who lead do beyond turns: rows of session_verbs and leader_verbs. */
#ifndef VIEW_TOOLS_H
#define VIEW_TOOLS_H

#include "view/session.h"

/* What was typed, without blanks behind it, in the model's memory. */
const char *tools_trimmed(struct stage *s, const char *rest);

int tools_unsafe(struct stage *s, const char *rest);
int tools_vote(struct stage *s, const char *rest);
/* For those who lead. */
int tools_barrier(struct stage *s, const char *rest);
int tools_see(struct stage *s, const char *rest);
int tools_take(struct stage *s, const char *rest);
int tools_baton(struct stage *s, const char *rest);
int tools_poll(struct stage *s, const char *rest);
int tools_scale(struct stage *s, const char *rest);
int tools_pin(struct stage *s, const char *rest);
int tools_unpin(struct stage *s, const char *rest);

/* The console is up: what has reached each is asked for. */
void tools_watch(struct stage *s);

/* Items of a view: who is not safe; the newest vote; what is up; and what the person of
 * stage->see has before them. */
void tools_tell_alerts(struct stage *s, struct model *out);
void tools_tell_poll(struct stage *s, struct model *out);
void tools_tell_pins(struct stage *s, struct model *out);
void tools_tell_sight(struct stage *s, struct model *out);
/* "3 lines behind"; "" where it is not known. */
const char *tools_behind(struct stage *s, struct arena *a, int64_t member);

#endif
