/* SPDX-License-Identifier: MIT */
/* What may stand behind /plan: to fill it in, to share it, to unlock it, to print it. */
#include <string.h>

#include "view/kit.h"
#include "view/session.h"
#include "view/sheets.h"
#include "view/words_program.h"

bool kit_yes(const char *rest, bool *out)
{
	char typed[SESSION_TYPED_MAX];

	return session_given(rest) && session_take(typed, rest, strlen(rest)) &&
	       words_read_yes(typed, out);
}

static int tell(struct stage *s, enum kit_word w, const char *what)
{
	return stage_tell(s, words_kit(&s->model.mem, w, what));
}

static int refuse(struct stage *s, enum pl_failure f)
{
	return stage_tell(s, words_failure_of_act(f)) | DID_KEEP;
}

static int do_edit(struct stage *s, const char *rest)
{
	const enum pl_failure f = pl_client_plan_edit(s->client);

	(void)rest;
	return f == PL_OK ? sheet_show(s, pl_client_sheet_opened(s->client)) : refuse(s, f);
}

static int do_share(struct stage *s, const char *rest)
{
	struct pl_link_info info;
	struct pl_plan plan;
	enum pl_failure f;

	(void)rest;
	pl_client_plan(s->client, &plan);
	if (plan.is_empty)
		return tell(s, KIT_NOTHING_TO_SHARE, "") | DID_KEEP;
	f = pl_client_plan_share(s->client, true, s->group);
	if (f == PL_FAIL_WHO || f == PL_FAIL_NOT_NOW)
		return tell(s, KIT_NO_LEADERS, "") | DID_KEEP;
	if (f != PL_OK)
		return refuse(s, f);
	pl_client_link(s->client, &info);
	return tell(s, info.link == PL_LINK_LIVE ? KIT_SHARED : KIT_SHARED_LATER, "");
}

static int do_unshare(struct stage *s, const char *rest)
{
	const enum pl_failure f = pl_client_plan_share(s->client, false, 0);

	(void)rest;
	return f == PL_OK ? tell(s, KIT_UNSHARED, "") : refuse(s, f);
}

static int do_open(struct stage *s, const char *rest)
{
	enum pl_failure f;
	bool yes;

	if (!kit_yes(rest, &yes))
		return tell(s, KIT_OPEN_HOW, "") | DID_KEEP;
	f = pl_client_plan_open_set(s->client, yes);
	if (f == PL_FAIL_NOT_NOW)
		return tell(s, KIT_GUEST, "") | DID_KEEP;
	return f == PL_OK ? tell(s, yes ? KIT_OPENED : KIT_CLOSED, "") : refuse(s, f);
}

static int do_print(struct stage *s, const char *rest)
{
	char path[SESSION_TYPED_MAX];
	enum pl_failure f;

	if (!session_given(rest) || !session_take(path, rest, strlen(rest)))
		return tell(s, KIT_PRINT_HOW, "") | DID_KEEP;
	f = pl_client_plan_save(s->client, path);
	if (f != PL_OK)
		return stage_tell(s, words_failure(f)) | DID_KEEP;
	return tell(s, KIT_PRINTED, model_text(&s->model, path));
}

static const struct {
	const char *word;
	int (*act)(struct stage *s, const char *rest);
} rows[] = {
	{ "edit", do_edit }, { "share", do_share }, { "unshare", do_unshare },
	{ "open", do_open }, { "print", do_print },
};

int kit_plan_go(struct stage *s, const char *rest)
{
	if (!rest || !session_given(rest))
		return stage_show(s, &view_plan);
	const size_t n = strcspn(rest, " \n");

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (strlen(rows[i].word) == n && strncasecmp(rows[i].word, rest, n) == 0)
			return rows[i].act(s, rest + n + strspn(rest + n, " \n"));
	return tell(s, KIT_WORDS_HOW, "") | DID_KEEP;
}
