/* SPDX-License-Identifier: MIT */
/* The packs of the fake client: what is set here is what the getters give. */
#ifndef SUPPORT_FAKE_PACKS_H
#define SUPPORT_FAKE_PACKS_H

#include "porchlight/worksheet.h"

struct fake_packs {
	const struct pl_pack *all;
	size_t count;
	struct pl_packs state;
	/* What was asked of it. */
	int fetches;
	char trusted[32];
};

#endif
