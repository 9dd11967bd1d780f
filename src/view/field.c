/* SPDX-License-Identifier: MIT */
/* What is being typed, and where it is kept until it is entered. */
#include "view/sheets.h"

struct stage_field stage_field(const struct stage *s)
{
	const bool fills = stage_home(s) == &view_sheet;

	return (struct stage_field) {
		.group = fills ? 0 : s->group,
		.sheet = fills ? pl_client_sheet_opened(s->client) : 0,
	};
}

bool stage_field_is(struct stage_field f)
{
	return f.group > 0 || f.sheet;
}

bool stage_field_same(struct stage_field a, struct stage_field b)
{
	return a.group == b.group && a.sheet == b.sheet;
}

/* The client has but the words of the sheet that is open. */
static bool is_open(const struct stage *s, struct stage_field f)
{
	return pl_client_sheet_opened(s->client) == f.sheet;
}

const char *stage_field_text(const struct stage *s, struct stage_field f)
{
	if (!f.sheet)
		return f.group > 0 ? pl_client_draft(s->client, f.group) : "";
	return is_open(s, f) ? pl_client_sheet_typing(s->client) : "";
}

enum pl_failure stage_field_keep(struct stage *s, struct stage_field f, const char *text)
{
	if (!f.sheet)
		return pl_client_draft_set(s->client, f.group, text);
	return is_open(s, f) ? pl_client_sheet_typing_set(s->client, text) : PL_FAIL_GONE;
}

/* The line may be shown over another view than the one it belongs to: what is said of it then
 * would be wrong. */
const char *stage_prompt(const struct stage *s, struct arena *a)
{
	const struct pl_question *q;

	if (s->shade.locked)
		return words_of(WORD_ASK_PASSPHRASE);
	if (s->shade.blank)
		return "";
	if (stage_home(s) != &view_sheet || s->view != &view_sheet)
		return words_of(WORD_INPUT_PROMPT);
	q = sheet_question(s);
	if (!q)
		return words_sheet(a,
				   sheet_kind(s) == PL_FORM_SAFETY_PLAN ? SHEET_PROMPT_PLAN
									: SHEET_PROMPT_REVIEW,
				   "", "");
	return q->asks ? words_question_prompt(a, q)
		       : words_sheet(a, SHEET_PROMPT_STEP, "", "");
}

bool stage_takes_empty(const struct stage *s)
{
	return s->view == &view_sheet && sheet_is_filled(s);
}
