/* SPDX-License-Identifier: MIT */
/*
 * Many clients in one process, by libporchlight's public face alone: each says its lines,
 * and each writes down every message it is shown, by number.
 */
#ifndef SUPPORT_CROWD_H
#define SUPPORT_CROWD_H

#include <stdbool.h>
#include <stdint.h>

#include "porchlight/client.h"
#include "support/town.h"

enum { CROWD_MAX = 16, CROWD_SEQ_MAX = 20000 };

struct fan {
	struct pl_client *client;
	char name[24];
	int64_t group;
	int said, wanted;
	char *heard[CROWD_SEQ_MAX]; /* by seq: "name: text" */
	int64_t last_seq;           /* the highest of them */
	int acknowledged;           /* own lines that were seen at the server */
	bool broken;                /* a number was shown with two texts */
};

struct crowd {
	struct fan fans[CROWD_MAX];
	int count;
	bool hurry; /* do not wait out the back-off */
};

/* Joins `count` guests to the town's group and waits until all are connected. */
void crowd_open(struct crowd *c, struct town *t, int count, int lines_each);
void crowd_close(struct crowd *c);
/* Waits for something to happen, at most `ms`, and lets everybody go on. */
void crowd_turn(struct crowd *c, int ms);
int crowd_acknowledged(const struct crowd *c);
/* Everybody has been shown numbers 1 to `last`. */
bool crowd_has_heard(const struct crowd *c, int64_t last);

#endif
