/* SPDX-License-Identifier: MIT */
/* Groups of talkers, each a process of its own with its store on disk, and all that any of them
 * has told: what is said in a group is the same for everybody in it. */
#ifndef SUPPORT_STORM_H
#define SUPPORT_STORM_H

#include "support/town.h"

enum { STORM_GROUPS = 10, STORM_PEOPLE = 10, STORM_SEQ_MAX = 1 << 16 };

struct storm_talker {
	struct child child;
	int group;
	char name[24], dir[96];
	char *invite;
	int said;    /* the highest number that it had on disk */
	bool *heard; /* by seq */
	/* Who joined when much was said already has the newest page, and did not ask for more. */
	int64_t first_seq, heard_count;
};

/* What was said in a group, by seq, from 1. */
struct storm_group {
	char name[24];
	struct storm_said {
		char *text;
		int64_t utc_ms;
	} * said;
	int64_t last_seq, count;
};

struct storm {
	struct town *town;
	int groups, people; /* of each group */
	int pause_ms;       /* between two lines of one talker, on average */
	unsigned chance;
	struct storm_group group[STORM_GROUPS];
	struct storm_talker talker[STORM_GROUPS * STORM_PEOPLE];
};

/* All join; who is first in a group leads it, and opens a session by the town's plan "storm". */
void storm_open(struct storm *s, struct town *t);
void storm_close(struct storm *s);
int storm_talkers(const struct storm *s);
/* Takes what they tell, for at most `ms`; fails where two were told different things. */
void storm_turn(struct storm *s, int ms);
/* Kills one of them (SIGKILL), and it begins again. */
void storm_kill(struct storm *s, int talker);
/* No more is said. */
void storm_silence(struct storm *s);
/* How many different lines anybody has heard. */
int64_t storm_count(const struct storm *s);
/* Everybody has heard all from their first line on to their group's last, and all that was kept is
 * there. */
bool storm_is_told(const struct storm *s);
/* Says of everybody who has not what they have and how their line is, and fails. */
void storm_fail_untold(struct storm *s);
/* Fails unless each line of each talker is there once, and in order. */
void storm_check_each_once(const struct storm *s);

#endif
