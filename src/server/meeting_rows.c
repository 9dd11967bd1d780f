/* SPDX-License-Identifier: MIT */
/* One row a kind of event: what a wish for it has, what it does, how it is undone.  Who may wish it
 * and when is in rights.c. */
#include "server/meeting_in.h"

#define P       ROW_PERSON
#define T       ROW_TEXT
#define LONG    ROW_LONG
#define HAND    ROW_HAND
#define PICK    ROW_PICK
#define NO_GET  NULL, NULL
#define STAGES  PLAN_STAGES_MAX
#define EXT_MAX MEETING_EXTEND_MIN_MAX

/* clang-format off */
const struct meeting_row meeting_rows[MEETING_KINDS] = {
	/*                    word       flags           n from, to       check               apply            what it changes */
	[MEETING_OPEN]     = {"open",    T | LONG,        0, 0,            meeting_check_open,         meeting_do_open,      NO_GET},
	[MEETING_STAGE]    = {"stage",   0,               1, STAGES,       meeting_check_stage,        meeting_do_stage,     NO_GET},
	[MEETING_EXTEND]   = {"extend",  0,               1, EXT_MAX,      meeting_check_extend,       meeting_do_extend,    NO_GET},
	[MEETING_TALK]     = {"talk",    0,               0, TALKS - 1,    meeting_check_new,          meeting_do_n,         meeting_get_talk, meeting_put_talk},
	[MEETING_CAME]     = {"come",    P,               0, 0,            meeting_check_came,         meeting_do_came,      NO_GET},
	[MEETING_LOST]     = {"lost",    P,               0, 0,            NULL,               meeting_do_lost,      NO_GET},
	[MEETING_BACK]     = {"back",    P,               0, 0,            NULL,               meeting_do_back,      NO_GET},
	[MEETING_LEAVE]    = {"leave",   P,               0, 0,            meeting_check_leave,        meeting_do_leave,     NO_GET},
	[MEETING_ACCEPT]   = {"accept",  P,               0, 0,            meeting_check_accept,       meeting_do_accept,    NO_GET},
	[MEETING_ADMIT]    = {"admit",   P | PICK,        0, 0,            meeting_check_admit,        meeting_do_admit,     meeting_get_where, meeting_put_where},
	[MEETING_RAISE]    = {"raise",   P | T | HAND,    0, 0,         meeting_check_raise,        meeting_do_raise,     NO_GET},
	[MEETING_LOWER]    = {"lower",   P | HAND,        0, 0,     meeting_check_lower,        meeting_do_lower,     NO_GET},
	[MEETING_PASS]     = {"pass",    P | HAND,        0, 0,            meeting_check_pass,         meeting_do_pass,      NO_GET},
	[MEETING_DONE]     = {"done",    P | HAND,        0, 0,            meeting_check_floor,        meeting_do_done,      NO_GET},
	[MEETING_MORE]     = {"more",    P | HAND,        0, 0,            meeting_check_floor,        meeting_do_more,      NO_GET},
	[MEETING_RATE]     = {"rate",    P,               0, 10,           NULL,               meeting_do_rate,      NO_GET},
	[MEETING_INVITE]   = {"invite",  P,               0, 0,            meeting_check_invite,       meeting_do_invite,    meeting_get_invite, meeting_put_invite},
	[MEETING_CALL]     = {"call",    P | PICK,        0, 0,            meeting_check_call,         meeting_do_call,      NO_GET},
	[MEETING_MUTE]     = {"mute",    P | T,           0, MEETING_MUTE_MIN_MAX, meeting_check_mute, meeting_do_mute,      meeting_get_mute, meeting_put_mute},
	[MEETING_STEP_OUT] = {"stepout", P | T,           0, 0,        NULL,               meeting_do_step_out,  meeting_get_where, meeting_put_where},
	[MEETING_REMOVE]   = {"remove",  P | T,           0, 0,            meeting_check_remove,       meeting_do_remove,    meeting_get_where, meeting_put_where},
	[MEETING_LOCK]     = {"lock",    0,               0, 1,            meeting_check_new,          meeting_do_n,         meeting_get_lock, meeting_put_lock},
	[MEETING_SLOW]     = {"slow",    0,               0, MEETING_SLOW_S_MAX, meeting_check_new,    meeting_do_n,         meeting_get_slow, meeting_put_slow},
	[MEETING_UNDO]     = {"undo",    0,               0, INT64_MAX,    meeting_check_undo, meeting_do_undo, NO_GET},
	[MEETING_TOPIC]    = {"topic",   T,               0, 0,            NULL,               meeting_do_topic,     NO_GET},
	[MEETING_DECIDE]   = {"decide",  T,               0, 0,            meeting_check_text,         meeting_do_decide,    NO_GET},
	[MEETING_SIDE]     = {"side",    P | T | LONG | HAND, 0, 0, meeting_check_side,         meeting_do_side,      NO_GET},
	[MEETING_MODALITY] = {"modality", P,               0, MEETING_BY_BOTH, meeting_check_modality,    meeting_do_modality,  meeting_get_modality, meeting_put_modality},
	[MEETING_CORRECT]  = {"correct", T | HAND,        0, MEETING_DAY_MIN, NULL,          NULL,            NO_GET},
	[MEETING_DANGER]  = {"danger",  HAND,            0, 0,            NULL,               meeting_do_danger,    NO_GET},
	[MEETING_TAKE]    = {"take",    HAND,            0, 0,            meeting_check_take,         meeting_do_take,      NO_GET},
	[MEETING_BATON]   = {"baton",   P | HAND,        0, 0,            meeting_check_baton,        meeting_do_baton,     meeting_get_baton, meeting_put_baton},
	[MEETING_LEAD]    = {"lead",    0,               0, 0,            meeting_check_lead,         meeting_do_lead,      NO_GET},
	[MEETING_POLL]    = {"poll",    T | LONG,        0, 0,            meeting_check_poll,         meeting_do_poll,      NO_GET},
	[MEETING_VOTE]    = {"vote",    P | HAND,        1, MEETING_CHOICES_MAX, meeting_check_vote,  meeting_do_vote,      NO_GET},
	[MEETING_COUNT]   = {"count",   0,               0, 0,            meeting_check_count,        meeting_do_count,     NO_GET},
	[MEETING_PIN]     = {"pin",     T,               0, 0,            meeting_check_pin,          meeting_do_pin,       meeting_get_pins, meeting_put_pins},
	[MEETING_UNPIN]   = {"unpin",   0,               0, MEETING_PINS, meeting_check_unpin,        meeting_do_unpin,     meeting_get_pins, meeting_put_pins},
	[MEETING_EXERCISE] = {"exercise", T | LONG,        0, 0,            meeting_check_exercise,     meeting_do_exercise,  meeting_get_exercise, meeting_put_exercise},
	[MEETING_STOP]     = {"stop",    0,               0, 0,            meeting_check_stop,         meeting_do_stop,      meeting_get_exercise, meeting_put_exercise},
	[MEETING_LESSON]   = {"lesson",  T | LONG,        0, 0,            meeting_check_lesson,       meeting_do_lesson,    NO_GET},
	[MEETING_PAGE]     = {"page",    0,               1, LESSON_PAGES_MAX, meeting_check_page,     meeting_do_page,         meeting_get_page, meeting_put_page},
	[MEETING_ANSWER]   = {"answer",  P | HAND,        1, INT64_MAX, meeting_check_answer, meeting_do_answer, NO_GET},
	[MEETING_ASK]      = {"ask",     P | T | LONG | HAND, 0, 0,  meeting_check_ask,          meeting_do_ask,       NO_GET},
	[MEETING_QUESTION] = {"question", 0,               0, INT64_MAX,    meeting_check_question,     meeting_do_question,      meeting_get_question, meeting_put_question},
	[MEETING_ANSWERED] = {"answered", 0,               0, INT64_MAX,    meeting_check_answered,     meeting_do_answered,  meeting_get_question, meeting_put_question},
	[MEETING_REPLY]  = {"reply",   P,               1, MEETING_DOOR, meeting_check_reply,   meeting_do_reply,    NO_GET},
	[MEETING_HIDE]    = {"hide",    0,               1, INT64_MAX,    meeting_check_hide,         meeting_do_hide,      NULL, meeting_put_nothing},
	[MEETING_HOLD]    = {"hold",    0,               0, 1,            meeting_check_new,          meeting_do_n,         meeting_get_hold, meeting_put_hold},
	[MEETING_HELD]    = {"held",    P | T | LONG | HAND, 0, 0,       NULL,               meeting_do_held,      NO_GET},
	[MEETING_LET]     = {"let",     HAND,            0, INT64_MAX,    meeting_check_held,         meeting_do_let,       NO_GET},
	[MEETING_REFUSE]  = {"refuse",  T | HAND,        0, INT64_MAX,    meeting_check_held,         meeting_do_refuse,    NULL, meeting_put_held},
	[MEETING_REACT]   = {"react",   P | HAND,        1, INT64_MAX,    meeting_check_react,        meeting_do_react,     NO_GET},
	[MEETING_MARK]     = {"mark",    0,               0, 0,            NULL,               NULL,            NO_GET},
};
/* clang-format on */
