/* SPDX-License-Identifier: MIT */
/* The meeting's inside: meeting.c (life), meeting_ask.c (what may be), meeting_rows.c (one
 * row a kind of event), meeting_room.c, meeting_speak.c, meeting_guide.c, meeting_question.c,
 * meeting_alert.c, meeting_react.c and meeting_poll.c (what they do), meeting_turns.c (floor, queue and round),
 * meeting_time.c (attendance), meeting_wait.c (the waiting room) and meeting_log.c (an event as
 * text). */
#ifndef SERVER_MEETING_IN_H
#define SERVER_MEETING_IN_H

#include "server/meeting.h"
#include "wire/wire.h"

enum {
	ROW_PERSON = 1 << 0, /* it is done to `member`, who must have a seat */
	ROW_TEXT = 1 << 1,   /* its text is kept */
	ROW_LONG = 1 << 2,   /* its text may be as long as a message */
	ROW_HAND = 1 << 3,   /* it changes no more of a seat than the hand, or nothing */
	ROW_PICK = 1 << 4,   /* a wish may leave out to whom: the check picks */
};

typedef const char *meeting_check(const struct meeting *m, const struct meeting_wish *w,
				  struct meeting_event *e);
typedef void meeting_do(struct meeting *m, struct meeting_seat *s,
			const struct meeting_event *e);
typedef int64_t meeting_get(const struct meeting *m, const struct meeting_seat *s);
typedef void meeting_put(struct meeting *m, struct meeting_seat *s, int64_t value,
			 const struct meeting_event *e);

struct meeting_row {
	const char *word;
	unsigned flags;
	int64_t least, most; /* of a wish's n */
	/* Fills in what the event has beyond the wish.  NULL: may always be. */
	meeting_check *check;
	/* `s`: the seat of e->member, which is there where the row or the check asks for it. */
	meeting_do *apply;
	/* An act that can be undone: what it changes.  `apply` need then only say to what. */
	meeting_get *get;
	meeting_put *put;
};

extern const struct meeting_row meeting_rows[MEETING_KINDS];

/* meeting_wait.c: what the rows name. */
meeting_check meeting_check_reply;
meeting_do meeting_do_reply;

/* meeting_room.c and meeting_speak.c: what the rows name. */
meeting_check meeting_check_accept, meeting_check_admit, meeting_check_call, meeting_check_came,
	meeting_check_extend, meeting_check_floor, meeting_check_invite, meeting_check_leave,
	meeting_check_lower, meeting_check_modality, meeting_check_mute, meeting_check_new,
	meeting_check_open, meeting_check_pass, meeting_check_raise, meeting_check_remove,
	meeting_check_side, meeting_check_stage, meeting_check_text;
meeting_do meeting_do_accept, meeting_do_admit, meeting_do_back, meeting_do_call,
	meeting_do_came, meeting_do_decide, meeting_do_done, meeting_do_extend,
	meeting_do_invite, meeting_do_leave, meeting_do_lost, meeting_do_lower,
	meeting_do_modality, meeting_do_more, meeting_do_mute, meeting_do_n, meeting_do_open,
	meeting_do_pass, meeting_do_raise, meeting_do_rate, meeting_do_remove, meeting_do_side,
	meeting_do_stage, meeting_do_step_out, meeting_do_topic;
meeting_get meeting_get_invite, meeting_get_lock, meeting_get_modality, meeting_get_mute,
	meeting_get_slow, meeting_get_talk, meeting_get_where;
meeting_put meeting_put_invite, meeting_put_lock, meeting_put_modality, meeting_put_mute,
	meeting_put_slow, meeting_put_talk, meeting_put_where;

void meeting_give_reason(struct meeting_seat *s, const struct meeting_event *e);
/* meeting_alert.c and meeting_poll.c: the same. */
meeting_check meeting_check_baton, meeting_check_count, meeting_check_lead, meeting_check_pin,
	meeting_check_poll, meeting_check_take, meeting_check_unpin, meeting_check_vote;
meeting_do meeting_do_baton, meeting_do_count, meeting_do_danger, meeting_do_lead,
	meeting_do_pin, meeting_do_poll, meeting_do_take, meeting_do_unpin, meeting_do_vote;
meeting_get meeting_get_baton, meeting_get_pins;
meeting_put meeting_put_baton, meeting_put_pins;
void meeting_drop_poll(struct meeting *m); /* and what was pinned */

/* meeting.c */
const struct meeting_stage *meeting_stage(const struct meeting *m); /* one must be open */

/* meeting_turns.c */
bool meeting_is_up(const struct meeting_seat *s); /* in, and has a line */
void meeting_give_floor(struct meeting *m, struct meeting_seat *s,
			const struct meeting_event *e);
/* Nobody has it.  Who could not finish keeps the claim to it. */
void meeting_free_floor(struct meeting *m, const struct meeting_event *e);
/* Who has it has finished. */
void meeting_finish_floor(struct meeting *m, const struct meeting_event *e);
void meeting_end_turn(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e);
/* In a round the floor goes on by itself. */
void meeting_go_round(struct meeting *m, const struct meeting_event *e);
void meeting_lower(struct meeting_seat *s, const struct meeting_event *e);

/* meeting_time.c */
/* After anything that may have changed where a seat is. */
void meeting_follow(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e);

/* meeting_wait.c */
void meeting_begin_wait(struct meeting_seat *s, const struct meeting_event *e);
/* After anything: each has its place. */
void meeting_line_up(struct meeting *m, const struct meeting_event *e);
int64_t meeting_first_waiting(const struct meeting *m); /* 0: nobody waits */
/* meeting_guide.c: exercises and lessons, and meeting_question.c */
meeting_check meeting_check_answer, meeting_check_answered, meeting_check_ask,
	meeting_check_exercise, meeting_check_lesson, meeting_check_page,
	meeting_check_question, meeting_check_stop;
meeting_do meeting_do_answer, meeting_do_answered, meeting_do_ask, meeting_do_exercise,
	meeting_do_lesson, meeting_do_page, meeting_do_question, meeting_do_stop;
meeting_get meeting_get_exercise, meeting_get_page, meeting_get_question;
meeting_put meeting_put_exercise, meeting_put_page, meeting_put_question;
/* Another stage begins. */
void meeting_end_exercise(struct meeting *m, const struct meeting_event *e);
void meeting_drop_guides(struct meeting *m);
void meeting_drop_questions(struct meeting *m);

/* meeting_ask.c */
const char *meeting_why_not_in(const struct meeting_seat *s); /* NULL: is in */

/* meeting_hold.c: lines that wait */
meeting_check meeting_check_held;
meeting_do meeting_do_held, meeting_do_let, meeting_do_refuse;
meeting_get meeting_get_hold;
meeting_put meeting_put_hold, meeting_put_held;
void meeting_drop_held(struct meeting *m);

/* meeting_messages.c: acts on a message */
meeting_check meeting_check_hide;
meeting_do meeting_do_hide;
meeting_put meeting_put_nothing;

/* meeting_react.c */
meeting_check meeting_check_react;
meeting_do meeting_do_react;
void meeting_drop_reacted(struct meeting *m);

/* meeting_acts.c */
meeting_check meeting_check_undo;
/* The newest act of this kind on this number that stands, or NULL. */
const struct meeting_act *meeting_act_on(const struct meeting *m, enum meeting_kind kind,
					 int64_t of);
meeting_do meeting_do_undo;
void meeting_remember(struct meeting *m, const struct meeting_event *e, int64_t before,
		      int64_t after);

#endif
