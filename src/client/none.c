/* SPDX-License-Identifier: MIT */
/*
 * Worksheets before the client has them: there are none.  Weak, so that each part takes the place
 * of its own when it comes; this file goes with the last of them.
 */
#include "porchlight/caseload.h"
#include "porchlight/kit.h"

__attribute__((weak)) size_t pl_client_sheets(struct pl_client *c, const struct pl_sheet **out)
{
	(void)c;
	(void)out;
	return 0;
}

__attribute__((weak)) const struct pl_sheet *pl_client_sheet(struct pl_client *c, uint64_t id)
{
	(void)c;
	(void)id;
	return NULL;
}

__attribute__((weak)) enum pl_failure pl_client_sheet_send(struct pl_client *c, uint64_t id,
							   int64_t group)
{
	(void)c;
	(void)id;
	(void)group;
	return PL_FAIL_NOT_NOW;
}

__attribute__((weak)) size_t pl_client_comments(struct pl_client *c, uint64_t sheet,
						const struct pl_comment **out)
{
	(void)c;
	(void)sheet;
	(void)out;
	return 0;
}

__attribute__((weak)) enum pl_failure pl_client_comment(struct pl_client *c, uint64_t sheet,
							const char *item, const char *text)
{
	(void)c;
	(void)sheet;
	(void)item;
	(void)text;
	return PL_FAIL_NOT_NOW;
}

__attribute__((weak)) size_t pl_client_trends(struct pl_client *c, int64_t member,
					      const struct pl_trend **out)
{
	(void)c;
	(void)member;
	(void)out;
	return 0;
}

__attribute__((weak)) size_t pl_client_sheet_news(struct pl_client *c,
						  const struct pl_sheet_note **out)
{
	(void)c;
	(void)out;
	return 0;
}

__attribute__((weak)) void pl_client_sheet_said(struct pl_client *c, size_t n)
{
	(void)c;
	(void)n;
}

__attribute__((weak)) enum pl_failure pl_client_assign(struct pl_client *c,
						       const struct pl_assignment *a)
{
	(void)c;
	(void)a;
	return PL_FAIL_NOT_NOW;
}

__attribute__((weak)) enum pl_failure pl_client_unassign(struct pl_client *c, uint64_t sheet)
{
	(void)c;
	(void)sheet;
	return PL_FAIL_NOT_NOW;
}

__attribute__((weak)) size_t pl_client_group_sheets(struct pl_client *c, int64_t group,
						    int64_t member, const struct pl_sheet **out)
{
	(void)c;
	(void)group;
	(void)member;
	(void)out;
	return 0;
}

__attribute__((weak)) enum pl_failure pl_client_sheet_again(struct pl_client *c, uint64_t sheet,
							    const char *words)
{
	(void)c;
	(void)sheet;
	(void)words;
	return PL_FAIL_NOT_NOW;
}

__attribute__((weak)) enum pl_failure
pl_client_sheet_reviewed(struct pl_client *c, uint64_t sheet, const char *words)
{
	(void)c;
	(void)sheet;
	(void)words;
	return PL_FAIL_NOT_NOW;
}

__attribute__((weak)) int pl_client_acts_kept(const struct pl_client *c)
{
	(void)c;
	return 0;
}

__attribute__((weak)) size_t pl_client_caseload(struct pl_client *c, int64_t group,
						const struct pl_case **out)
{
	(void)c;
	(void)group;
	(void)out;
	return 0;
}

__attribute__((weak)) void pl_client_crisis(struct pl_client *c, struct pl_crisis *out)
{
	(void)c;
	*out = (struct pl_crisis) { 0 };
}

__attribute__((weak)) enum pl_failure pl_client_plan_share(struct pl_client *c, bool on,
							   int64_t group)
{
	(void)c;
	(void)on;
	(void)group;
	return PL_FAIL_NOT_NOW;
}
