/* SPDX-License-Identifier: MIT */
#include "wire/wire.h"

#define G         WIRE_G
#define S         WIRE_S
#define U         WIRE_U
#define D         WIRE_D
#define K         WIRE_K
#define N         WIRE_N
#define X         WIRE_X
#define R         WIRE_R
#define C         WIRE_C
#define B         WIRE_B
#define L         WIRE_LONG
#define BY_SERVER WIRE_SERVER
#define BY_CLIENT WIRE_CLIENT

/* clang-format off */
const struct wire_row wire_rows[WIRE_TYPES] = {
	/* type       t    word       from       must               may        above zero */
	{WIRE_HELLO,   "h", "hello",   BY_SERVER, U | X | R | D,     K,         U | K},
	/* s and n are 0 in a group where nobody has spoken yet */
	{WIRE_GROUP,   "g", "group",   BY_SERVER, G | X | S | N,     K | D | U, G | K | U},
	{WIRE_PERSON,  "p", "person",  BY_SERVER, G | U | X | R | N, K | B,     G | U | K},
	{WIRE_MESSAGE, "m", "message", BY_SERVER, G | U | D | B, S | K | X | N, G | S | U | K},
	{WIRE_STORED,  "k", "stored",  BY_SERVER, G | K | D,         S,         G | K | S},
	{WIRE_SHOWN,   "w", "shown",   BY_SERVER, G | S | N,         0,         G | S},
	{WIRE_ERROR,   "e", "error",   BY_SERVER, C,                 G | K | B, G | K},
	{WIRE_SESSION, "j", "session", BY_SERVER, G | S | N, R | D | U | K | C, G | U | K},
	{WIRE_PLAN,    "z", "plan",    BY_SERVER, G | N | R, S | U | X | C | K | B, G | S | U | K},
	{WIRE_SEAT,    "q", "seat",    BY_SERVER, G | U | N, D | K | S | B, G | U | K | S},
	{WIRE_HAND,    "i", "hand",    BY_SERVER, G | U,             D | S | B, G | U | S},
	{WIRE_ASIDE,   "d", "aside",   BY_SERVER, G | S | U | K | D | B, 0,     G | S | U | K},
	{WIRE_ALERT,   "n", "alert",   BY_SERVER, G | S | U | D,     K,         G | S | U | K},
	{WIRE_POLL,    "v", "poll",    BY_SERVER, G | S | N,         K | C | B, G | S | K},
	{WIRE_REACH,   "t", "reach",   BY_SERVER, G | U | S,         0,         G | U},
	{WIRE_GUIDE,   "l", "guide",   BY_SERVER, G | S | R, U | D | K | N | X | C | B, G | S | U | K | N},
	{WIRE_PAPER,   "u", "paper",   BY_SERVER, G | N,             U | D | B, G | U},
	{WIRE_HELD,    "b", "held",    BY_SERVER, G | S | N,         U | D | K | X | B, G | S | U | K},
	{WIRE_HIDDEN,  "x", "hidden",  BY_SERVER, G | S | N,         X | B,     G | S},
	{WIRE_ERASED,  "X", "erased",  BY_SERVER, G | U | S,         0,         G | U | S},
	{WIRE_ATTENDED, "T", "attended", BY_SERVER, D | N,      G | S | K | U | B, G | S | K | U},
	{WIRE_REACTED, "r", "reacted", BY_SERVER, G | S | U,         K | N,     G | S | U | K | N},
	{WIRE_GRANTED, "f", "granted", BY_SERVER, G | K,             0,         G | K},
	{WIRE_REPORT,  "R", "report",  BY_SERVER, G | S | U | N | D | B, K,     G | S | U | N | K},
	{WIRE_SERIES,  "S", "series",  BY_SERVER, S,  G | U | K | N | X | R | C | B, G | S | U | K | N},
	{WIRE_REQUEST, "Q", "request", BY_SERVER, S | U | N | R | C | D, K | X | B, S | U | K | N},
	{WIRE_PROGRAM, "P", "program", BY_SERVER, K,                 0,         K},
	{WIRE_SETTLED, "K", "settled", BY_SERVER, K,                 S | C,     K | S},
	{WIRE_FEED_AT, "L", "feed-at", BY_SERVER, 0,                 B,         0},
	{WIRE_HOURS,   "H", "hours",   BY_SERVER, G | K,             S | D | U | N, G | S | U},
	{WIRE_ASSIGNED, "B", "assigned", BY_SERVER, S, G | U | D | K | X | C | B, G | S | U | K},
	{WIRE_FILED,   "C", "filed",   BY_SERVER, S, G | U | D | K | N | X | C | B | L, G | S | U | K | N},
	{WIRE_NOTED,   "D", "noted",   BY_SERVER, S | U | D | K | R, C | B,     S | U | K},
	{WIRE_CLINIC,  "M", "clinic",  BY_SERVER, S,                 D | R | B, S},
	{WIRE_CASE,    "V", "case",    BY_SERVER, K,                 0,         K},
	{WIRE_WAS_READ, "Z", "was-read", BY_SERVER, S | D | N | R, G | U | K | X | C | B, G | S | U | K | N},
	{WIRE_SAY,     "y", "say",     BY_CLIENT, G | K | B,         X,         G | K},
	{WIRE_SEEN,    "a", "seen",    BY_CLIENT, G | S,             0,         G | S},
	{WIRE_MORE,    "o", "more",    BY_CLIENT, G | S | N,         0,         G | S | N},
	{WIRE_WISH,    "c", "wish",    BY_CLIENT, G | K | C,         U | N | D | B, G | K | U},
	{WIRE_TEXT,    "s", "text",    BY_CLIENT, G | S,             0,         G | S},
	{WIRE_ATTENDANCE, "A", "attendance", BY_CLIENT, 0,     0,         0},
	{WIRE_ASK,     "W", "ask",     BY_CLIENT, K | R,             S | X | C | B, K | S},
	{WIRE_SET,     "E", "set",     BY_CLIENT, K | D, G | S | U | N | X | R | C | B, G | S | U | K | N},
	{WIRE_FEED,    "F", "feed",    BY_CLIENT, K | N,             S | X,     K | S},
	{WIRE_HOURS_ASK, "O", "hours-ask", BY_CLIENT, G | D,         0,         G},
	{WIRE_WORK,    "I", "work",    BY_CLIENT, K | R, G | S | U | D | N | X | C | B | L, G | S | U | K | N},
};
/* clang-format on */
