/* SPDX-License-Identifier: MIT */
/*
 * The safety plan, the crisis lines and the cards of the fake client: what is set here is what
 * the getters give.  The acts answer what the client's `answer` says.
 */
#ifndef SUPPORT_FAKE_KIT_H
#define SUPPORT_FAKE_KIT_H

#include "porchlight/kit.h"

struct fake_kit {
	const struct pl_plan *plan; /* NULL: nothing was filled in */
	struct pl_crisis crisis;
	const struct pl_situation *situations;
	size_t situation_count;
	const struct pl_card *cards; /* of every situation */
	size_t card_count;
	const struct pl_card *asks;

	/* What was asked of it. */
	int edits, shares, unshares, opens, closes, skips;
	int64_t share_group;
	char plan_path[256], used[64], helped[64];
	bool did_help;
};

/* What pl_unlocked_read gives; NULL: nothing is there. */
extern const struct pl_unlocked *fake_kit_unlocked;
/* A plan of three parts, one of them empty, and two lines of a clinic. */
extern const struct pl_plan fake_kit_plan;
extern const struct pl_crisis fake_kit_crisis;

#endif
