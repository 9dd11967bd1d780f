/* SPDX-License-Identifier: MIT */
#include "support/fake_caseload.h"

#include <stdio.h>

#include "support/fake_client.h"

#define COPY(to, text) snprintf(to, sizeof(to), "%s", (text) ? (text) : "")

enum pl_failure pl_client_assign(struct pl_client *c, const struct pl_assignment *a)
{
	struct fake_caseload *f = &c->caseload;
	struct pl_assignment *kept = &f->assigned[f->assigns % FAKE_ASSIGNED];

	f->assigns++;
	COPY(f->form, a->form);
	COPY(f->words, a->words);
	*kept = *a;
	kept->form = f->form;
	kept->words = a->words ? f->words : NULL;
	return c->answer;
}

enum pl_failure pl_client_unassign(struct pl_client *c, uint64_t sheet)
{
	c->caseload.unassigned = sheet;
	return c->answer;
}

size_t pl_client_group_sheets(struct pl_client *c, int64_t group, int64_t member,
			      const struct pl_sheet **out)
{
	static struct pl_sheet some[FAKE_GROUP_SHEETS];
	const struct fake_caseload *f = &c->caseload;
	size_t n = 0;

	for (size_t i = 0; i < f->sheet_count && n < FAKE_GROUP_SHEETS; i++)
		if (f->sheets[i].group == group && (!member || f->sheets[i].member == member))
			some[n++] = f->sheets[i];
	*out = some;
	return n;
}

enum pl_failure pl_client_sheet_again(struct pl_client *c, uint64_t sheet, const char *words)
{
	c->caseload.again = sheet;
	COPY(c->caseload.again_words, words);
	return c->answer;
}

enum pl_failure pl_client_sheet_reviewed(struct pl_client *c, uint64_t sheet, const char *words)
{
	c->caseload.reviewed = sheet;
	COPY(c->caseload.reviewed_words, words);
	return c->answer;
}

int pl_client_acts_kept(const struct pl_client *c)
{
	return c->caseload.kept;
}

size_t pl_client_caseload(struct pl_client *c, int64_t group, const struct pl_case **out)
{
	*out = c->caseload.cases;
	return c->caseload.case_group && c->caseload.case_group != group
		       ? 0
		       : c->caseload.case_count;
}

const struct pl_sheet *fake_caseload_sheet(const struct pl_client *c, uint64_t id)
{
	for (size_t i = 0; i < c->caseload.sheet_count; i++)
		if (c->caseload.sheets[i].id == id)
			return &c->caseload.sheets[i];
	return NULL;
}

enum pl_failure pl_client_comment(struct pl_client *c, uint64_t sheet, const char *item,
				  const char *text)
{
	c->caseload.commented = sheet;
	COPY(c->caseload.comment_item, item);
	COPY(c->caseload.comment_text, text);
	return c->answer;
}

size_t pl_client_to_review(struct pl_client *c, int64_t group, const struct pl_case **out)
{
	static struct pl_case some[FAKE_REVIEWS];
	const struct pl_case *all;
	const size_t count = pl_client_caseload(c, group, &all);
	size_t n = 0;

	for (size_t i = 0; i < count && n < FAKE_REVIEWS; i++)
		if (all[i].alerts)
			some[n++] = all[i];
	*out = some;
	return n;
}
