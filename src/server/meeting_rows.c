/* SPDX-License-Identifier: MIT */
/* One row a kind of event: who may wish it, when it may be, what it does. */
#include "server/meeting_in.h"

#define P       ROW_PERSON
#define T       ROW_TEXT
#define IN      ROW_IN
#define BELOW   ROW_BELOW
#define CLOSED  ROW_CLOSED
#define OTHER   ROW_OTHER
#define LONG    ROW_LONG
#define HAND    ROW_HAND
#define PICK    ROW_PICK
#define NO_GET  NULL, NULL
#define STAGES  PLAN_STAGES_MAX
#define EXT_MAX MEETING_EXTEND_MIN_MAX

/* clang-format off */
const struct meeting_row meeting_rows[MEETING_KINDS] = {
	/*                    word       who         flags           n from, to       check               apply            what it changes */
	[MEETING_OPEN]     = {"open",    BY_LEADER,  T | LONG | CLOSED, 0, 0,            meeting_check_open,         meeting_do_open,      NO_GET},
	[MEETING_STAGE]    = {"stage",   BY_LEADER,  0,              1, STAGES,       meeting_check_stage,        meeting_do_stage,     NO_GET},
	[MEETING_EXTEND]   = {"extend",  BY_LEADER,  0,              1, EXT_MAX,      meeting_check_extend,       meeting_do_extend,    NO_GET},
	[MEETING_TALK]     = {"talk",    BY_LEADER,  0,              0, TALKS - 1,    meeting_check_new,          meeting_do_n,         meeting_get_talk, meeting_put_talk},
	[MEETING_CAME]     = {"come",    BY_ANYBODY, P,              0, 0,            meeting_check_came,         meeting_do_came,      NO_GET},
	[MEETING_LOST]     = {"lost",    BY_SERVER,  P,              0, 0,            NULL,               meeting_do_lost,      NO_GET},
	[MEETING_BACK]     = {"back",    BY_SERVER,  P,              0, 0,            NULL,               meeting_do_back,      NO_GET},
	[MEETING_LEAVE]    = {"leave",   BY_ANYBODY, P,              0, 0,            meeting_check_leave,        meeting_do_leave,     NO_GET},
	[MEETING_ACCEPT]   = {"accept",  BY_ANYBODY, P,              0, 0,            meeting_check_accept,       meeting_do_accept,    NO_GET},
	[MEETING_ADMIT]    = {"admit",   BY_LEADER,  P | PICK,        0, 0,            meeting_check_admit,        meeting_do_admit,     meeting_get_where, meeting_put_where},
	[MEETING_RAISE]    = {"raise",   BY_ANYBODY, P | T | IN | HAND, 0, 0,         meeting_check_raise,        meeting_do_raise,     NO_GET},
	[MEETING_LOWER]    = {"lower",   BY_ANYBODY, P | OTHER | IN | HAND, 0, 0,     meeting_check_lower,        meeting_do_lower,     NO_GET},
	[MEETING_PASS]     = {"pass",    BY_ANYBODY, P | IN | HAND,  0, 0,            meeting_check_pass,         meeting_do_pass,      NO_GET},
	[MEETING_DONE]     = {"done",    BY_ANYBODY, P | IN | HAND,  0, 0,            meeting_check_floor,        meeting_do_done,      NO_GET},
	[MEETING_MORE]     = {"more",    BY_ANYBODY, P | IN | HAND,  0, 0,            meeting_check_floor,        meeting_do_more,      NO_GET},
	[MEETING_RATE]     = {"rate",    BY_ANYBODY, P | IN,         0, 10,           NULL,               meeting_do_rate,      NO_GET},
	[MEETING_INVITE]   = {"invite",  BY_LEADER,  P | IN,         0, 0,            meeting_check_invite,       meeting_do_invite,    meeting_get_invite, meeting_put_invite},
	[MEETING_CALL]     = {"call",    BY_LEADER,  P | PICK,       0, 0,            meeting_check_call,         meeting_do_call,      NO_GET},
	[MEETING_MUTE]     = {"mute",    BY_LEADER,  P | T | BELOW,  0, MEETING_MUTE_MIN_MAX, meeting_check_mute, meeting_do_mute,      meeting_get_mute, meeting_put_mute},
	[MEETING_STEP_OUT] = {"stepout", BY_LEADER,  P | T | IN | BELOW, 0, 0,        NULL,               meeting_do_step_out,  meeting_get_where, meeting_put_where},
	[MEETING_REMOVE]   = {"remove",  BY_LEADER,  P | T | BELOW,  0, 0,            meeting_check_remove,       meeting_do_remove,    meeting_get_where, meeting_put_where},
	[MEETING_LOCK]     = {"lock",    BY_LEADER,  0,              0, 1,            meeting_check_new,          meeting_do_n,         meeting_get_lock, meeting_put_lock},
	[MEETING_SLOW]     = {"slow",    BY_LEADER,  0,              0, MEETING_SLOW_S_MAX, meeting_check_new,    meeting_do_n,         meeting_get_slow, meeting_put_slow},
	[MEETING_UNDO]     = {"undo",    BY_LEADER,  0,              0, INT64_MAX,    meeting_check_undo, meeting_do_undo, NO_GET},
	[MEETING_TOPIC]    = {"topic",   BY_LEADER,  T,              0, 0,            NULL,               meeting_do_topic,     NO_GET},
	[MEETING_DECIDE]   = {"decide",  BY_LEADER,  T,              0, 0,            meeting_check_text,         meeting_do_decide,    NO_GET},
	[MEETING_SIDE]     = {"side",    BY_ANYBODY, P | T | OTHER | LONG | HAND, 0, 0, meeting_check_side,         meeting_do_side,      NO_GET},
	[MEETING_MODALITY] = {"modality", BY_ANYBODY, P | OTHER,     0, MEETING_BY_BOTH, meeting_check_modality,    meeting_do_modality,  meeting_get_modality, meeting_put_modality},
	[MEETING_CORRECT]  = {"correct", BY_SERVER,  T | CLOSED | HAND, 0, MEETING_DAY_MIN, NULL,          NULL,            NO_GET},
	[MEETING_DANGER]  = {"danger",  BY_ANYBODY, CLOSED | HAND,  0, 0,            NULL,               meeting_do_danger,    NO_GET},
	[MEETING_TAKE]    = {"take",    BY_LEADER,  CLOSED | HAND,  0, 0,            meeting_check_take,         meeting_do_take,      NO_GET},
	[MEETING_BATON]   = {"baton",   BY_LEADER,  P | IN | HAND,  0, 0,            meeting_check_baton,        meeting_do_baton,     meeting_get_baton, meeting_put_baton},
	[MEETING_LEAD]    = {"lead",    BY_LEADER,  0,              0, 0,            meeting_check_lead,         meeting_do_lead,      NO_GET},
	[MEETING_POLL]    = {"poll",    BY_LEADER,  T | LONG,       0, 0,            meeting_check_poll,         meeting_do_poll,      NO_GET},
	[MEETING_VOTE]    = {"vote",    BY_ANYBODY, P | IN | HAND,  1, MEETING_CHOICES_MAX, meeting_check_vote,  meeting_do_vote,      NO_GET},
	[MEETING_COUNT]   = {"count",   BY_LEADER,  0,              0, 0,            meeting_check_count,        meeting_do_count,     NO_GET},
	[MEETING_PIN]     = {"pin",     BY_LEADER,  T,              0, 0,            meeting_check_pin,          meeting_do_pin,       meeting_get_pins, meeting_put_pins},
	[MEETING_UNPIN]   = {"unpin",   BY_LEADER,  0,              0, MEETING_PINS, meeting_check_unpin,        meeting_do_unpin,     meeting_get_pins, meeting_put_pins},
	[MEETING_EXERCISE] = {"exercise", BY_LEADER, T | LONG,       0, 0,            meeting_check_exercise,     meeting_do_exercise,  meeting_get_exercise, meeting_put_exercise},
	[MEETING_STOP]     = {"stop",    BY_LEADER,  0,              0, 0,            meeting_check_stop,         meeting_do_stop,      meeting_get_exercise, meeting_put_exercise},
	[MEETING_LESSON]   = {"lesson",  BY_LEADER,  T | LONG,       0, 0,            meeting_check_lesson,       meeting_do_lesson,    NO_GET},
	[MEETING_PAGE]     = {"page",    BY_LEADER,  0,              1, LESSON_PAGES_MAX, meeting_check_page,     meeting_do_page,         meeting_get_page, meeting_put_page},
	[MEETING_ANSWER]   = {"answer",  BY_ANYBODY, P | IN | HAND | BELOW, 1, INT64_MAX, meeting_check_answer, meeting_do_answer, NO_GET},
	[MEETING_ASK]      = {"ask",     BY_ANYBODY, P | T | LONG | IN | HAND, 0, 0,  meeting_check_ask,          meeting_do_ask,       NO_GET},
	[MEETING_QUESTION] = {"question", BY_LEADER, 0,              0, INT64_MAX,    meeting_check_question,     meeting_do_question,      meeting_get_question, meeting_put_question},
	[MEETING_ANSWERED] = {"answered", BY_LEADER, 0,              0, INT64_MAX,    meeting_check_answered,     meeting_do_answered,  meeting_get_question, meeting_put_question},
	[MEETING_REPLY]  = {"reply",   BY_ANYBODY, P,              1, MEETING_DOOR, meeting_check_reply,   meeting_do_reply,    NO_GET},
	[MEETING_HIDE]    = {"hide",    BY_LEADER,  0,              1, INT64_MAX,    meeting_check_hide,         meeting_do_hide,      NULL, meeting_put_nothing},
	[MEETING_HOLD]    = {"hold",    BY_LEADER,  0,              0, 1,            meeting_check_new,          meeting_do_n,         meeting_get_hold, meeting_put_hold},
	[MEETING_HELD]    = {"held",    BY_SERVER,  P | T | LONG | HAND, 0, 0,       NULL,               meeting_do_held,      NO_GET},
	[MEETING_LET]     = {"let",     BY_LEADER,  HAND,           0, INT64_MAX,    meeting_check_held,         meeting_do_let,       NO_GET},
	[MEETING_REFUSE]  = {"refuse",  BY_LEADER,  T | HAND,       0, INT64_MAX,    meeting_check_held,         meeting_do_refuse,    NULL, meeting_put_held},
	[MEETING_REACT]   = {"react",   BY_ANYBODY, P | IN | HAND,  1, INT64_MAX,    meeting_check_react,        meeting_do_react,     NO_GET},
	[MEETING_MARK]     = {"mark",    BY_SERVER,  0,              0, 0,            NULL,               NULL,            NO_GET},
};
/* clang-format on */
