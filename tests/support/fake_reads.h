/* SPDX-License-Identifier: MIT */
/* Who has read what, of the fake client: what is set here is what the getters give. */
#ifndef SUPPORT_FAKE_READS_H
#define SUPPORT_FAKE_READS_H

#include "porchlight/reads.h"

struct fake_reads {
	const struct pl_was_read *all;
	size_t count;
	struct pl_reads state;
	/* What was asked of it. */
	int fetches, olders;
	struct pl_record record;
	char record_path[256];
};

#endif
