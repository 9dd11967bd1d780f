/* SPDX-License-Identifier: MIT */
/* The player's inside: player.c (the script and its time), answer.c (the person). */
#ifndef DEMO_PLAYER_IN_H
#define DEMO_PLAYER_IN_H

#include "demo/player.h"

#define PLAYER_NOBODY (-1)
#define PLAYER_NONE   SIZE_MAX

enum {
	PLAYER_INVITES = 2,      /* gentle ones, in all */
	PLAYER_LISTEN_MS = 2500, /* what the person began, they may go on with */
	PLAYER_HOLD_MS = 12000,  /* the script's silence after a word of the person */
	PLAYER_FLOOR_MS = 8000,  /* and after an answer to it: the person's turn again */
};

/* What somebody is about to say because of the person. */
struct answer {
	bool on;
	int who;
	size_t line;
	size_t rank;      /* of its pool among the scenes: the smaller one wins */
	int64_t first_ms; /* when the person began */
	int64_t due_ms;
};

struct player {
	const struct script *script;
	struct player_plan plan;
	size_t scene; /* the one being played */
	size_t warm_left;
	bool *said;     /* by line */
	size_t *cursor; /* by scene: where a pool goes on */
	bool unheard;   /* something of ours is on its way */
	bool floor;     /* and the person's turn comes behind it */
	bool in_vain;   /* the last wait brought no word */
	bool here;      /* the person has come */
	char *you;
	int last, answered; /* who of the cast spoke last, and who answered last */
	size_t last_chars;
	int64_t from_ms;  /* the pause of the next line runs from here */
	int64_t hold_ms;  /* the script is silent until then */
	int64_t nudge_ms; /* when a round was asked to go on; 0: not since its last line */
	int64_t spoke_ms; /* the person's last word; 0: none */
	int64_t quiet_ms; /* since then the person has neither spoken nor been spoken to */
	int invites;      /* still to be had */
	struct answer answer;
	struct buf out;
};

/* player.c */
int64_t player_paced(const struct player *p, int64_t ms);
int64_t player_typing_ms(const struct player *p, size_t line);
/* The scene's first words still to be said, by `who` or by anybody (PLAYER_NOBODY). */
size_t player_unsaid(const struct player *p, const struct script_scene *scene, int who);

/* answer.c */
void answer_to_arrival(struct player *p, int64_t now_ms);
void answer_to_words(struct player *p, const char *text, int64_t now_ms);
/* Somebody invites the person, who has long been silent, to speak; on at once. */
void answer_to_silence(struct player *p, int64_t now_ms);

#endif
