/* SPDX-License-Identifier: MIT */
/* The access log over HTTP: a person reads who has read what of theirs. */
#ifndef SERVER_READS_H
#define SERVER_READS_H

#include "server/door.h"

enum { READS_PAGE = 50 };

/* GET /v1/reads, /v1/reads/NUMBER: the newest rows of whoever asks, or those before that row. */
void reads_door(struct call *c);

#endif
