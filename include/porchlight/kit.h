/* SPDX-License-Identifier: MIT */
/*
 * What is at hand between sessions: the safety plan, whom to call, coping cards.  All of it
 * works without a network, and, as far as the person allows it, without their passphrase.
 */
#ifndef PORCHLIGHT_KIT_H
#define PORCHLIGHT_KIT_H

#include "porchlight/worksheet.h"

#pragma GCC visibility push(default)

/* ---- the safety plan: the one sheet of the form "safety-plan" ---- */

struct pl_plan_part {
	const char *title;        /* the part's, in the person's language */
	const char *const *lines; /* the person's own words */
	size_t count;
};
struct pl_plan {
	const struct pl_plan_part *parts; /* in their order; empty ones too */
	size_t count;
	bool is_empty;  /* nothing was filled in */
	int64_t utc_ms; /* changed last; 0 */
	bool is_open;   /* it may be read without the passphrase */
	bool asks_open; /* there is a plan, and nobody has said yet whether it may */
	/* Shared with the facilitators: PL_SHEET_KEPT (not), SENDING, AT_CLINIC ("nobody has seen this yet"), READ. */
	enum pl_sheet_state shared;
	bool is_older;      /* what was shared is not what it is now */
	const char *reader; /* or "" */
	int64_t read_utc_ms;
};
void pl_client_plan(struct pl_client *c, struct pl_plan *out);
/* Opens its sheet to be filled in, made where there is none: as pl_client_sheet_open. */
enum pl_failure pl_client_plan_edit(struct pl_client *c);
/* To the facilitators of `group` (0: the first in which there is one), as it is now; or (NULL
 * connection or not, it goes out when it can) no longer: the server's copy goes. */
enum pl_failure pl_client_plan_share(struct pl_client *c, bool on, int64_t group);
/* May whoever sits at this device read it without the passphrase?  At first not.  When it answers
 * PL_OK to `false`, no readable copy is there any more.  PL_FAIL_DISK; PL_FAIL_NOT_NOW: a guest. */
enum pl_failure pl_client_plan_open_set(struct pl_client *c, bool on);
/* Into a new file that nobody else may read: to be printed. */
enum pl_failure pl_client_plan_save(struct pl_client *c, const char *path);

/* ---- whom to call ---- */

struct pl_crisis {
	const char *const *
		lines; /* of the clinic; count 0: it has set none, and the words are the front end's */
	size_t count;
	int64_t dated_utc_ms; /* the day on which the clinic looked at them last, from its begin in UTC; 0 */
};
void pl_client_crisis(struct pl_client *c, struct pl_crisis *out);

/*
 * Both before the store is opened: what was left readable in `dir`.  The plan's parts are
 * empty where the person does not allow it.  NULL: nothing is there.  For pl_unlocked_free.
 */
struct pl_unlocked {
	struct pl_crisis crisis;
	struct pl_plan plan;
	bool has_plan; /* there is a plan, allowed or not */
};
struct pl_unlocked *pl_unlocked_read(const char *dir);
void pl_unlocked_free(struct pl_unlocked *u);

/* ---- coping cards ---- */

struct pl_card {
	const char *name;         /* "craving/wave"; stays the same */
	const char *title, *text; /* text: steps, a line each */
	int helped, did_not;      /* how often this person said so; kept on this device alone */
};
struct pl_situation {
	const char *name, *title; /* "craving" */
	size_t cards;
};
size_t pl_client_situations(struct pl_client *c, const struct pl_situation **out);
/* What helped before first. */
size_t pl_client_cards(struct pl_client *c, const char *situation, const struct pl_card **out);
/* It was opened: later it is asked whether it helped. */
void pl_client_card_used(struct pl_client *c, const char *name);
/* The one to be asked about now (20 minutes after, or at the next start); NULL: none. */
const struct pl_card *pl_client_card_asks(struct pl_client *c);
enum pl_failure pl_client_card_helped(struct pl_client *c, const char *name, bool helped);
/* The question is not to be asked again. */
void pl_client_card_skip(struct pl_client *c, const char *name);

#pragma GCC visibility pop

#endif
