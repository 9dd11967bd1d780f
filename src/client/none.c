/* SPDX-License-Identifier: MIT */
/*
 * Worksheets before the client has them: there are none.  Weak, so that each part takes the place
 * of its own when it comes; this file goes with the last of them.
 */
#include "porchlight/caseload.h"

__attribute__((weak)) size_t pl_client_forms(struct pl_client *c, const struct pl_form **out)
{
	(void)c;
	(void)out;
	return 0;
}

__attribute__((weak)) size_t pl_client_lacks(struct pl_client *c, const char *form,
					     const struct pl_lack **out)
{
	(void)c;
	(void)form;
	(void)out;
	return 0;
}

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

__attribute__((weak)) enum pl_failure pl_client_sheet_begin(struct pl_client *c,
							    const char *form, uint64_t *id)
{
	(void)c;
	(void)form;
	(void)id;
	return PL_FAIL_NOT_NOW;
}

__attribute__((weak)) enum pl_failure pl_client_sheet_open(struct pl_client *c, uint64_t id)
{
	(void)c;
	(void)id;
	return PL_FAIL_NOT_NOW;
}

__attribute__((weak)) void pl_client_sheet_shut(struct pl_client *c)
{
	(void)c;
}

__attribute__((weak)) uint64_t pl_client_sheet_opened(const struct pl_client *c)
{
	(void)c;
	return 0;
}

__attribute__((weak)) enum pl_failure pl_client_sheet_drop(struct pl_client *c, uint64_t id)
{
	(void)c;
	(void)id;
	return PL_FAIL_NOT_NOW;
}

__attribute__((weak)) enum pl_failure pl_client_sheet_reopen(struct pl_client *c, uint64_t id)
{
	(void)c;
	(void)id;
	return PL_FAIL_NOT_NOW;
}

__attribute__((weak)) size_t pl_client_questions(struct pl_client *c,
						 const struct pl_question **out)
{
	(void)c;
	(void)out;
	return 0;
}

__attribute__((weak)) uint64_t pl_client_question_go(struct pl_client *c, uint64_t from,
						     int way)
{
	(void)c;
	(void)from;
	(void)way;
	return 0;
}

__attribute__((weak)) uint64_t pl_client_question_missing(struct pl_client *c, uint64_t from)
{
	(void)c;
	(void)from;
	return 0;
}

__attribute__((weak)) enum pl_fault pl_client_sheet_answer(struct pl_client *c,
							   uint64_t question, const char *typed)
{
	(void)c;
	(void)question;
	(void)typed;
	return PL_ANSWER_NO_SHEET;
}

__attribute__((weak)) enum pl_fault pl_client_choose(struct pl_client *c, uint64_t question,
						     size_t choice)
{
	(void)c;
	(void)question;
	(void)choice;
	return PL_ANSWER_NO_SHEET;
}

__attribute__((weak)) enum pl_fault pl_client_unanswer(struct pl_client *c, uint64_t question)
{
	(void)c;
	(void)question;
	return PL_ANSWER_NO_SHEET;
}

__attribute__((weak)) enum pl_fault pl_client_copy_add(struct pl_client *c, uint64_t question,
						       uint64_t *made)
{
	(void)c;
	(void)question;
	(void)made;
	return PL_ANSWER_NO_SHEET;
}

__attribute__((weak)) enum pl_fault pl_client_copy_remove(struct pl_client *c,
							  uint64_t question)
{
	(void)c;
	(void)question;
	return PL_ANSWER_NO_SHEET;
}

__attribute__((weak)) void pl_client_sheet_at(struct pl_client *c, uint64_t question)
{
	(void)c;
	(void)question;
}

__attribute__((weak)) uint64_t pl_client_sheet_place(const struct pl_client *c)
{
	(void)c;
	return 0;
}

__attribute__((weak)) enum pl_failure pl_client_sheet_typing_set(struct pl_client *c,
								 const char *text)
{
	(void)c;
	(void)text;
	return PL_FAIL_NOT_NOW;
}

__attribute__((weak)) const char *pl_client_sheet_typing(const struct pl_client *c)
{
	(void)c;
	return "";
}

__attribute__((weak)) bool pl_client_sheet_danger(const struct pl_client *c)
{
	(void)c;
	return false;
}

__attribute__((weak)) struct pl_score pl_client_sheet_score(struct pl_client *c)
{
	(void)c;
	return (struct pl_score) { .before = -1 };
}

__attribute__((weak)) enum pl_failure pl_client_sheet_finish(struct pl_client *c, bool send,
							     int64_t group)
{
	(void)c;
	(void)send;
	(void)group;
	return PL_FAIL_NOT_NOW;
}

__attribute__((weak)) enum pl_failure pl_client_sheet_send(struct pl_client *c, uint64_t id,
							   int64_t group)
{
	(void)c;
	(void)id;
	(void)group;
	return PL_FAIL_NOT_NOW;
}

__attribute__((weak)) enum pl_failure pl_client_sheet_save(struct pl_client *c, uint64_t id,
							   const char *path)
{
	(void)c;
	(void)id;
	(void)path;
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
