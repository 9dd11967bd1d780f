/* SPDX-License-Identifier: MIT */
/*
 * The sheets of others, and what people need, of the fake client: what is set here is what the
 * getters give, and what the acts were asked is kept here.  They answer what the client's
 * `answer` says.
 */
#ifndef SUPPORT_FAKE_CASELOAD_H
#define SUPPORT_FAKE_CASELOAD_H

#include "porchlight/caseload.h"

enum { FAKE_ASSIGNED = 8, FAKE_GROUP_SHEETS = 1024, FAKE_REVIEWS = 64 };

struct fake_caseload {
	const struct pl_sheet
		*sheets; /* of all groups, in the order that the client gives them */
	size_t sheet_count;
	const struct pl_case *cases;
	size_t case_count;
	int64_t case_group; /* of this one; 0: of every group */
	int kept;           /* pl_client_acts_kept */

	/* What was asked of it. */
	struct pl_assignment assigned[FAKE_ASSIGNED]; /* the last; form and words are copied */
	char form[64], words[512];
	int assigns;
	uint64_t unassigned, again, reviewed;
	char again_words[512], reviewed_words[512];
	uint64_t commented;
	char comment_item[64], comment_text[512];
};

struct pl_client;
const struct pl_sheet *fake_caseload_sheet(const struct pl_client *c, uint64_t id); /* NULL */

#endif
