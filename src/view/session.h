/* SPDX-License-Identifier: MIT */
/* What the views of a session share. */
#ifndef VIEW_SESSION_H
#define VIEW_SESSION_H

#include "view/views.h"

/* The words for who takes part in a session, and for who leads it. */
extern const struct verb session_verbs[], leader_verbs[], order_verbs[];
/* And for what one is called in it: people.c. */
extern const struct verb people_verbs[];
/* And for reports, notes and what is kept: notes.c. */
extern const struct verb notes_verbs[];
extern const struct verb consents_verbs[];
/* record.c: all that the clinic's server has of this person */
int record_act(struct stage *s, const char *rest);
int record_erase(struct stage *s, const char *rest);
/* And about messages: message.c and hold.c. */
extern const struct verb message_verbs[], hold_verbs[];
/* And those for exercises, lessons and questions. */
extern const struct verb guide_verbs[];
/* reports.c: those that wait for an answer, and the words for them. */
void reports_tell_open(struct stage *s, struct model *out);
int notes_report(struct stage *s, const char *rest);
int notes_resolve(struct stage *s, const char *rest);
/* And for the door's questions, and what is kept sealed: replies.c. */
extern const struct verb door_verbs[];

/* Adds the notices that came behind message `seq` and before the next one; *at: how far. */
void session_tell(struct stage *s, struct model *m, int64_t seq, size_t *at);
const struct pl_session *session_of_stage(const struct stage *s);

bool session_leads(const struct stage *s);
bool session_given(const char *rest); /* something was typed behind the word */
/* A whole number alone; false for anything else. */
bool session_number(const char *text, int64_t *n);
/* The person of the group by a whole name, or a part of only one; NULL: none. */
const struct pl_person *session_find(const struct stage *s, const char *typed, size_t n);
/* Wishes for it and says so; `what` goes into the sentence. */
int session_wish_for(struct stage *s, const struct pl_wish *w, const char *what);
/* What was typed without the blanks around it; false: too long, or nothing. */
enum { SESSION_TYPED_MAX = 256 };
bool session_take(char out[SESSION_TYPED_MAX], const char *typed, size_t n);
int session_no_such(struct stage *s); /* says that there is nobody of that name */
const struct pl_seat *session_seat_of(const struct pl_session *now, int64_t member);
/*
 * The message that is meant: nothing typed, the newest from somebody else; a number, so many
 * back from it, from 1; a name, the newest of that person's.  `fits` NULL: each will do.
 * *whole: a whole name was typed.  NULL: there is none.
 */
typedef bool session_fits(const struct stage *s, const struct pl_message *msg);
const struct pl_message *session_message(struct stage *s, const char *rest, session_fits *fits,
					 bool *whole);
/* Asks whether to do it to `what`; the second time in a row it is done. */
int session_sure(struct stage *s, const struct pl_wish *w, const char *what);
/* Says what to type. */
int session_how(struct stage *s, const char *word);

#endif
