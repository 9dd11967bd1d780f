/* SPDX-License-Identifier: MIT */
/* What those who lead do with the sheets of others. */
#include <stdlib.h>
#include <string.h>

#include "text/keys.h"
#include "view/work.h"

static struct arena *mem(struct stage *s)
{
	return &s->model.mem;
}

/* ---- reading ---- */

/* In the list as it was shown last; 0: before its first. */
static size_t place_of(const struct work *w, uint64_t sheet)
{
	for (size_t i = 0; i < w->count; i++)
		if (w->numbered[i] == sheet)
			return i + 1;
	return 0;
}

/* The next one of the list, or the one before, that somebody has finished. */
static int read_on(struct stage *s, int way)
{
	const struct work *w = work_of(s);
	size_t at;

	work_number(s);
	at = place_of(w, w->open);
	if (!at && way < 0)
		at = w->count + 1;
	for (at += (size_t)way; at >= 1 && at <= w->count; at += (size_t)way) {
		const struct pl_sheet *sheet = work_numbered(s, (int64_t)at);

		if (sheet && sheet->state != PL_SHEET_ASSIGNED)
			return reading_open(s, w->numbered[at - 1]);
	}
	return work_say(s, CASELOAD_NO_MORE, "", "");
}

/* What needs them most, and is not open: also what has come since the list was shown. */
static int read_most(struct stage *s)
{
	const struct work *w = work_of(s);
	const struct pl_sheet *all;
	const size_t n = pl_client_group_sheets(s->client, s->group, 0, &all);

	for (int p = WORK_REVIEW; p <= WORK_UNREAD; p++)
		for (size_t i = 0; i < n; i++)
			if (work_part_of(s, &all[i]) == (enum work_part)p &&
			    all[i].id != w->open)
				return reading_open(s, all[i].id);
	return read_on(s, 1);
}

static int act_read(struct stage *s, const char *rest)
{
	char typed[SESSION_TYPED_MAX];
	const struct pl_sheet *sheet;
	int64_t number;
	int bits;

	if (!work_leads(s, &bits))
		return bits;
	if (!session_given(rest))
		return read_most(s);
	if (session_take(typed, rest, strlen(rest)) && words_read_way(typed))
		return read_on(s, words_read_way(typed));
	if (!session_number(rest, &number))
		return session_how(s, "read");
	sheet = work_numbered(s, number);
	if (!sheet)
		return work_say(s, CASELOAD_NO_NUMBER, "", "");
	return reading_open(s, sheet->id);
}

/* ---- saying something to it ---- */

/* False: none is open; *bits of what was told. */
static bool is_open(struct stage *s, const char *rest, const char *verb, int *bits)
{
	if (!work_leads(s, bits))
		return false;
	if (!session_given(rest))
		*bits = session_how(s, verb);
	else if (!reading_sheet(s))
		*bits = work_say(s, CASELOAD_NONE_OPEN, "", "");
	return *bits == DID_NOTHING;
}

/* "3: words": *rest is moved to the words.  NULL: it is no number and a colon. */
static const char *take_number(struct stage *s, const char **rest)
{
	const size_t n = strspn(*rest, "0123456789");
	const char *number = arena_dup(mem(s), *rest, n);

	if (!n || (*rest)[n] != ':' || !session_given(*rest + n + 1))
		return NULL;
	*rest += n + 1;
	*rest += strspn(*rest, " ");
	return number;
}

/* One that is read here, or one of their own that is open; NULL. */
static const struct pl_sheet *commented(struct stage *s)
{
	const struct pl_sheet *own =
		pl_client_sheet(s->client, pl_client_sheet_opened(s->client));

	if (own && own->mine)
		return own;
	return session_leads(s) ? reading_sheet(s) : NULL;
}

static int comment(struct stage *s, const struct pl_sheet *sheet, const char *text)
{
	const struct pl_question *q = NULL;
	const char *number = take_number(s, &text), *to;
	const uint64_t id = sheet->id;

	to = sheet->mine ? arena_fmt(mem(s), "%s", sheet->title)
			 : words_caseload(mem(s), CASELOAD_READING, sheet->title, sheet->who);
	if (number) {
		q = reading_question(s, strtoll(number, NULL, 10));
		if (!q)
			return work_say(s, CASELOAD_NO_QUESTION, number, "");
	}
	return work_did(s, pl_client_comment(s->client, id, q ? q->item : "", text),
			q ? words_caseload(mem(s), CASELOAD_COMMENTED_ON, to, number)
			  : words_caseload(mem(s), CASELOAD_COMMENTED, to, ""));
}

static int act_comment(struct stage *s, const char *rest)
{
	const struct pl_sheet *sheet = commented(s);

	if (!session_given(rest))
		return session_how(s, "comment");
	if (!sheet)
		return work_say(s, CASELOAD_NONE_OPEN, "", "");
	return comment(s, sheet, rest);
}

static int act_redo(struct stage *s, const char *rest)
{
	const char *words;
	int bits;

	if (!is_open(s, rest, "redo", &bits))
		return bits;
	words = words_caseload(mem(s), CASELOAD_ASKED_AGAIN, reading_sheet(s)->who, "");
	return work_did(s, pl_client_sheet_again(s->client, work_of(s)->open, rest), words);
}

/* What was done about it is said, too: those who lead with this person read it. */
static int act_reviewed(struct stage *s, const char *rest)
{
	const struct pl_sheet *sheet;
	const char *words;
	int bits;

	if (!is_open(s, rest, "reviewed", &bits))
		return bits;
	sheet = reading_sheet(s);
	if (work_part_of(s, sheet) != WORK_REVIEW)
		return work_say(s, CASELOAD_NOT_FOR_REVIEW, "", "");
	words = words_caseload(mem(s), CASELOAD_REVIEWED, sheet->who, sheet->title);
	return work_did(s, pl_client_sheet_reviewed(s->client, sheet->id, rest), words);
}

const struct verb caseload_verbs[] = {
	{ "assign", KEY_CHORD('}'), N_("WORKSHEET to NAME, or to all, by DATE: WORDS"),
	  N_("Give a worksheet to a person, to several with commas between, or to all. The "
	     "date and the words may be left out."),
	  assign_act },
	{ "unassign", KEY_CHORD('\\'), N_("NUMBER"),
	  N_("Take a worksheet back that is not done yet, by its number in /work."),
	  assign_back },
	{ "read", KEY_ALT(','), N_("NUMBER, next or back"),
	  N_("Read a finished worksheet, by its number in /work. Alone, and by its key: the "
	     "one that "
	     "needs you most."),
	  act_read },
	{ "comment", KEY_ALT(':'), N_("NUMBER: WORDS, or WORDS"),
	  N_("Write to the question with that number, or to the whole worksheet that is up."),
	  act_comment },
	{ "redo", KEY_ALT('%'), N_("WORDS"),
	  N_("Ask the person to change the worksheet that you read."), act_redo },
	{ "reviewed", KEY_ALT('!'), N_("WORDS"),
	  N_("Tell that you have seen to an answer that asked for it, and what you did."),
	  act_reviewed },
	{ NULL, 0, NULL, NULL, NULL },
};
