/* SPDX-License-Identifier: MIT */
/*
 * Two people who talk to each other by libporchlight's public face: a patient behind a bad
 * line, and a peer beside the server.  Every look at what a face would show is checked:
 * each line that was typed is there once, in order, without a hole.
 */
#ifndef SUPPORT_LANE_H
#define SUPPORT_LANE_H

#include "porchlight/client.h"
#include "demo/slowline.h"
#include "support/town.h"

enum lane_who { LANE_PATIENT, LANE_PEER, LANE_PEOPLE };

struct lane_end {
	struct pl_client *client;
	char name[24], dir[128];
	int64_t group;
	int said, wanted;
	int64_t seen_seq;       /* all up to here has been looked at */
	int heard[LANE_PEOPLE]; /* lines of each */
	int doubled, early;     /* found wrong */
};

struct lane {
	struct lane_end ends[LANE_PEOPLE];
	struct slowline *line;
	int under_way; /* lines that one may have unanswered */
	int ahead;     /* lines that the other may have still to hear; 0: any number */
};

/* Nobody is there yet; `nth` names them. */
void lane_init(struct lane *l, const struct town *t, int nth);
/* Both have joined; `invites` are theirs, made for the server's own port. */
void lane_open(struct lane *l, const struct town *t, int nth, char *const *invites);
void lane_close(struct lane *l);
/* The patient quits, and comes back to what is kept on the device. */
void lane_leave(struct lane *l);
void lane_return(struct lane *l);

/* Waits for something to happen to any of `n`, at most `ms`, and lets everybody go on. */
void lane_turn(struct lane *lanes, size_t n, int ms);
/* All that was wanted is said, and shown to both. */
bool lane_is_done(const struct lane *l);
bool lane_is_live(const struct lane *l); /* the patient */
/* What was typed and not shown to both. */
int lane_missing(const struct lane *l);
int lane_wrong(const struct lane *l); /* doubled, or before its time */
/* Where everything is, for a test that fails. */
void lane_tell(const struct lane *l);
/* For a group that is there, or NULL for the only one; the lines are the caller's. */
void lane_invites(struct town *t, const char *group, char **out, int n);
/* An invite line for another port; the caller's. */
char *lane_invite(const char *invite, int port);

#endif
