/* SPDX-License-Identifier: MIT */
/* Until worksheets_line.c is there: nothing has come from a server. */
#include "client/core.h"

bool worksheets_row(struct pl_client *c, uint64_t id, struct sheet_row *out)
{
	(void)c;
	(void)id;
	*out = (struct sheet_row) { 0 };
	return false;
}

bool worksheets_row_last(struct pl_client *c, const struct sheet_search *search,
			 struct sheet_row *out)
{
	(void)search;
	return worksheets_row(c, 0, out);
}

void worksheets_opened(struct pl_client *c, uint64_t id)
{
	(void)c;
	(void)id;
}

enum pl_failure worksheets_send(struct pl_client *c, uint64_t id, int64_t group)
{
	(void)c;
	(void)id;
	(void)group;
	return PL_FAIL_NOT_NOW;
}

int worksheets_comments(struct pl_client *c, uint64_t id, const char *item)
{
	(void)c;
	(void)id;
	(void)item;
	return 0;
}

bool worksheets_again(struct pl_client *c, uint64_t id)
{
	(void)c;
	(void)id;
	return false;
}
