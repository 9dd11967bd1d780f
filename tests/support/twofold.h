/* SPDX-License-Identifier: MIT */
/*
 * Gus is in Tuesday and in Thursday, under another name in each, and so is Ben, who looks whether
 * they are one.  All that is told is text.
 */
#ifndef SUPPORT_TWOFOLD_H
#define SUPPORT_TWOFOLD_H

#include "support/counter.h"

/* To the tickets that he gives it is added: no others are so high. */
enum { TWOFOLD_TICKETS = 700000 };

/* cmocka's setup and teardown; *state is a struct counter. */
int twofold_open(void **state);
int twofold_close(void **state);
/* What the server says to that, as this person's; what others hear of it is all they heard. */
const char *twofold_name(struct counter *c, int64_t who, int group, const char *called);
/* The next message in what was heard; all of it lives in `mem`. */
bool twofold_next(const char **at, struct arena *mem, struct wire_msg *out);
/* By what number somebody who is called so was told of; 0: nobody is. */
int64_t twofold_number(const char *said, const char *called);
/* In how many messages of that group (0: of any) does this number stand for somebody? */
int twofold_told(const char *said, int64_t group, int64_t number);
/* All that Gus does where Ben hears it; what Ben hears of it goes to `out`. */
void twofold_takes_part(struct counter *c, int64_t group, struct buf *out);
/* The server reads its people anew, and all who are told something of it have been. */
void twofold_reload(struct counter *c);
void twofold_ben_comes(struct counter *c); /* into Thursday */
void twofold_time(struct counter *c);      /* what waits for company goes */
/* Ben's, on a new connection, with all that there is. */
void twofold_again(struct counter *c, struct buf *out);

#endif
