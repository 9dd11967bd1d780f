/* SPDX-License-Identifier: MIT */
/* What scripts and terminals that edit for us need beside the verbs of both faces. */
#include <stdlib.h>
#include <string.h>

#include "line/run.h"
#include "text/utf8.h"
#include "view/words.h"

/* ---- /wait ---- */

static bool is_connected(const struct line *l)
{
	struct pl_link_info info;
	const struct pl_group *groups;

	pl_client_link(l->client, &info);
	return info.link == PL_LINK_LIVE && pl_client_groups(l->client, &groups) > 0;
}

static bool is_sent(const struct line *l)
{
	struct pl_link_info info;

	pl_client_link(l->client, &info);
	return info.kept == 0 && !pl_client_busy(l->client);
}

static bool is_told(const struct line *l)
{
	return !l->stale && tell_knows(&l->told, &l->stage.model, l->wait.words);
}

static bool is_never(const struct line *l)
{
	(void)l;
	return false;
}

static const struct {
	const char *word;
	bool (*is_over)(const struct line *l);
} waits[] = {
	{ "connected", is_connected },
	{ "sent", is_sent },
};

static bool is_number(const char *s, int64_t *n)
{
	char *end;

	*n = strtoll(s, &end, 10);
	return *s >= '0' && *s <= '9' && !end[strspn(end, " ")] && *n <= 86400;
}

/* "words" or 'words': what is between, quotes in it included. */
static bool quoted(const char *s, char out[RUN_WORDS_MAX])
{
	size_t n = strlen(s);

	while (n && s[n - 1] == ' ')
		n--;
	if (n < 3 || n - 2 >= RUN_WORDS_MAX || (*s != '"' && *s != '\'') || s[n - 1] != *s)
		return false;
	memcpy(out, s + 1, n - 2);
	out[n - 2] = '\0';
	return true;
}

void script_wait(struct line *l, const char *rest)
{
	struct run_wait w = { .until_ms = l->now_ms + l->o.wait_ms };
	int64_t seconds;

	for (size_t i = 0; i < sizeof(waits) / sizeof(*waits); i++)
		if (strcmp(rest, waits[i].word) == 0)
			w.is_over = waits[i].is_over;
	if (quoted(rest, w.words)) {
		w.is_over = is_told;
	} else if (is_number(rest, &seconds)) {
		w.is_over = is_never;
		w.until_ms = l->now_ms + seconds * 1000;
	}
	l->wait = w;
	if (w.is_over)
		return;
	line_say(l, words_of(WORD_WAIT_HOW));
	l->failed = true;
}

/* Later lines of a script rely on what did not happen: they are not read. */
void script_look(struct line *l)
{
	bool (*is_over)(const struct line *l) = l->wait.is_over;

	if (!is_over)
		return;
	bool out = l->now_ms >= l->wait.until_ms;

	if (!is_over(l) && !out)
		return;
	l->wait.is_over = NULL;
	if (!out || is_over == is_never)
		return;
	line_say(l, words_of(WORD_WAIT_OVER));
	if (!l->somebody) {
		l->failed = true;
		line_leave(l);
	}
}

/* ---- /draft ---- */

static void tell_draft(struct line *l)
{
	line_say(l, words_of(WORD_DRAFT_BACK));
	line_say(l, pl_client_draft(l->client, l->stage.group));
}

static void send_draft(struct line *l)
{
	const char *draft = pl_client_draft(l->client, l->stage.group);
	char *text = mem_dup(draft, strlen(draft));
	enum pl_failure f = pl_client_say(l->client, l->stage.group, text);

	if (f == PL_OK)
		pl_client_draft_set(l->client, l->stage.group, "");
	line_say(l, f == PL_OK ? words_of(WORD_DRAFT_SENT) : words_failure(f));
	lines_wipe(text);
}

static void drop_draft(struct line *l)
{
	pl_client_draft_set(l->client, l->stage.group, "");
	line_say(l, words_of(WORD_DRAFT_DROPPED));
}

static const struct {
	const char *word;
	void (*act)(struct line *l);
} drafts[] = {
	{ "", tell_draft },
	{ "send", send_draft },
	{ "drop", drop_draft },
};

void script_draft(struct line *l, const char *rest)
{
	if (l->edits) {
		line_say(l, words_of(WORD_DRAFT_IN_LINE));
		return;
	}
	if (!*pl_client_draft(l->client, l->stage.group)) {
		line_say(l, words_of(WORD_DRAFT_NONE));
		return;
	}
	for (size_t i = 0; i < sizeof(drafts) / sizeof(*drafts); i++)
		if (strcmp(rest, drafts[i].word) == 0) {
			drafts[i].act(l);
			return;
		}
	line_say(l, words_of(WORD_DRAFT_HOW));
}

bool script_put(struct line *l, const char *text)
{
	struct buf all;
	bool kept = false;

	if (l->stage.group <= 0 || stage_field(&l->stage).sheet)
		return false; /* an answer that is not taken is nothing to say to a group */
	const char *draft = pl_client_draft(l->client, l->stage.group);

	buf_init(&all, 2 * RUN_TEXT_MAX);
	buf_addf(&all, "%s%s%s", draft, *draft ? "\n" : "", text);
	if (all.n && all.n <= RUN_TEXT_MAX)
		kept = pl_client_draft_set(l->client, l->stage.group, all.p) == PL_OK;
	buf_finish(&all);
	return kept;
}

void script_keep(struct line *l, const char *text)
{
	l->failed = l->failed || !l->somebody;
	script_put(l, text);
}
