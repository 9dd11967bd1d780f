/* SPDX-License-Identifier: MIT */
/*
 * Random walks of the meeting engine, beside a model that knows only the events.  Each
 * walk is 300 inputs.  MEETING_WALKS says how many walks there are; without it a few.
 * The planted bugs at the end show that the checks can fail.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/stroll.h"
#include "wire/wire.h"

enum { WALKS = 500 };

static unsigned roll(struct stroll *w, unsigned n)
{
	w->seed = w->seed * 1664525u + 1013904223u;
	return (w->seed >> 8) % n;
}

/* The inputs */

static const char plain_plan[] = "stage work open 0 Talk\n"
				 "stage round turns 1 Round\n"
				 "stage work turns 1 Work\n"
				 "stage closed open 0 Closed\n";

/* What a word has as its text, where it is not a reason. */
static const struct {
	const char *word, *texts[2];
} texts[] = {
	{ "open", { meet_plan, plain_plan } },
	{ "exercise", { "rest\ntitle Rest\nsay 9 Sit.\n", "walk\ntitle Walk\nsay 9 Go.\n" } },
	{ "lesson",
	  { "waves\ntitle Waves\nquiz Which?\nright a\nwrong b\nwhy so\npage Two\npage Three\n",
	    "sleep\ntitle Sleep\npage One\nquiz Which?\nright a\nwrong b\nwrong c\nwhy "
	    "so\npage Two\n" } },
};

static struct str text_for(struct stroll *w, const char *word)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!strcmp(word, texts[i].word))
			return str_of(texts[i].texts[roll(w, 2)]);
	return str_of(roll(w, 2) ? "why not" : "");
}

static void do_wish(struct stroll *w, struct meeting_wish *wish)
{
	struct meeting_event e;
	bool repeated;
	const char *no = meeting_ask(w->t.m, wish, &e, &repeated);

	w->granted += !no;
	w->refused += no != NULL;
	if (!no && !repeated)
		stroll_keep(w, &e);
	if (!no)
		w->last = *wish;
}

static void do_word(struct stroll *w, const char *word, int64_t n, bool by_leader)
{
	struct meeting_wish wish = { .word = str_of(word),
				     .by = by_leader ? GRACE : 1 + roll(w, GRACE),
				     .device = 1,
				     .ticket = ++w->t.ticket,
				     .member = roll(w, PEOPLE_END + 1),
				     .n = n,
				     .d = roll(w, 3) ? roll(w, 60000) : 0,
				     .utc_ms = w->t.now };

	wish.leads = wish.by == GRACE;
	wish.text = text_for(w, word);
	do_wish(w, &wish);
}

static void do_any(struct stroll *w)
{
	const int k = (int)roll(w, MEETING_KINDS);

	do_word(w, meeting_word((enum meeting_kind)k), roll(w, 7), roll(w, 3) == 0);
}

/* Most of what is wished at random is refused: these are not. */
static void do_turn(struct stroll *w)
{
	static const char *const words[] = {
		"raise", "pass", "done", "more", "accept", "rate"
	};

	do_word(w, words[roll(w, 6)], 0, false);
}

static void do_reply(struct stroll *w)
{
	do_word(w, "reply", 1 + roll(w, 3), false);
}

static void do_lead(struct stroll *w)
{
	static const struct {
		const char *word;
		unsigned most;
	} acts[] = { { "admit", 0 },    { "admit", 0 },    { "call", 0 },    { "mute", 3 },
		     { "slow", 0 },     { "undo", 0 },     { "stepout", 0 }, { "undo", 0 },
		     { "modality", 3 }, { "modality", 3 }, { "hold", 1 },    { "let", 0 },
		     { "refuse", 0 },   { "undo", 0 },     { "invite", 0 },  { "slow", 9 },
		     { "talk", 2 },     { "lock", 1 } };
	const unsigned i = roll(w, sizeof(acts) / sizeof(acts[0]));

	do_word(w, acts[i].word, acts[i].most ? roll(w, acts[i].most + 1) : 0, true);
}

static void do_tools(struct stroll *w)
{
	static const struct {
		const char *word;
		bool leads;
	} acts[] = { { "danger", false }, { "take", true },  { "take", true },
		     { "poll", true },    { "vote", false }, { "vote", false },
		     { "count", true },   { "pin", true },   { "unpin", true },
		     { "undo", true },    { "lead", true } };
	const unsigned i = roll(w, sizeof(acts) / sizeof(acts[0]));

	do_word(w, acts[i].word, roll(w, 4), acts[i].leads);
}

/* Also by those who may not. */
static void do_react(struct stroll *w)
{
	struct meeting_wish wish = { .word = str_of("react"),
				     .by = 1 + roll(w, GRACE),
				     .device = 1,
				     .ticket = ++w->t.ticket,
				     .n = 1 + roll(w, WALK_MESSAGES),
				     .d = roll(w, WALK_REACTIONS),
				     .newest = WALK_MESSAGES,
				     .utc_ms = w->t.now };

	wish.leads = wish.by == GRACE;
	do_wish(w, &wish);
}

static void do_guide(struct stroll *w)
{
	static const struct {
		const char *word;
		unsigned most;
	} acts[] = { { "exercise", 0 }, { "stop", 0 },     { "lesson", 0 },   { "page", 4 },
		     { "page", 4 },     { "question", 0 }, { "answered", 0 }, { "undo", 0 },
		     { "answer", 4 },   { "ask", 0 },      { "ask", 0 } };
	const unsigned i = roll(w, sizeof(acts) / sizeof(acts[0]));
	const int64_t page = i == 8 ? MEETING_ANSWER_PAGE * w->t.m->page : 0;

	do_word(w, acts[i].word, acts[i].most ? page + 1 + roll(w, acts[i].most) : 0, i < 8);
}

/* A closed meeting is soon followed by another. */
static void do_open(struct stroll *w)
{
	const struct meeting_alert *a = meeting_in_danger(w->t.m);

	if (!stroll_runs(w) && a)
		do_word(w, "take", 0, true);
	else if (!stroll_runs(w))
		do_word(w, "open", 0, true);
	else if (roll(w, 2))
		do_word(w, "stage", 1 + roll(w, 4), true);
}

/* Somebody in the waiting room is let in, and accepts. */
static void do_in(struct stroll *w)
{
	struct meeting_wish wish = { .word = str_of("admit"),
				     .by = GRACE,
				     .device = 1,
				     .leads = true,
				     .member = 1 + roll(w, GRACE - 1),
				     .utc_ms = w->t.now };

	wish.ticket = ++w->t.ticket;
	do_wish(w, &wish);
	wish.word = str_of("accept");
	wish.by = wish.member;
	wish.leads = false;
	wish.ticket = ++w->t.ticket;
	do_wish(w, &wish);
}

static void do_notice(struct stroll *w)
{
	const int64_t who = 1 + roll(w, GRACE);
	struct meeting_event e;

	w->people[who].here = roll(w, 3) != 0;
	const struct meeting_somebody s = { who, w->people[who].here, who == GRACE };

	while (meeting_notice(w->t.m, &s, w->t.now, &e))
		stroll_keep(w, &e);
}

static void do_say(struct stroll *w)
{
	stroll_say(w, 1 + roll(w, GRACE - 1));
}

static void do_time(struct stroll *w)
{
	struct meeting_event e;

	w->t.now += roll(w, 3) ? roll(w, 20000) : roll(w, 400000);
	if (roll(w, 20) == 0)
		w->t.now -= 100000;
	if (meeting_mark(w->t.m, w->t.now, &e))
		stroll_keep(w, &e);
}

static void do_repeat(struct stroll *w)
{
	const size_t before = w->t.count;

	if (!w->last.ticket)
		return;
	do_wish(w, &w->last);
	if (w->t.count != before)
		stroll_wrong(w, "the same wish was granted twice");
}

/* kill -9: what is left is the log. */
static void do_kill(struct stroll *w)
{
	struct meeting *again;
	struct meeting_event e;

	if (roll(w, 8) || w->wrong)
		return;
	again = meet_again(&w->t);
	if (!meet_same(w->t.m, again))
		stroll_wrong(w, "the log does not give the same meeting");
	meeting_destroy(w->t.m);
	w->t.m = again;
	while (meeting_restart(again, 0, &e))
		stroll_keep(w, &e);
	for (int i = 0; i < PEOPLE_END; i++)
		w->people[i].here = false;
}

static void (*const inputs[])(struct stroll *w) = {
	do_open,  do_in,    do_in,    do_say,   do_notice, do_any,    do_any,
	do_turn,  do_turn,  do_turn,  do_lead,  do_lead,   do_notice, do_say,
	do_say,   do_time,  do_time,  do_time,  do_repeat, do_kill,   do_tools,
	do_tools, do_guide, do_guide, do_guide, do_reply,  do_react,  do_react
};

static const char *walk(const struct engine *engine, unsigned seed, unsigned *counts)
{
	struct stroll *w = mem_get(sizeof(*w));
	const char *what;

	w->engine = engine;
	w->seed = seed;
	meet_open(&w->t, NULL);
	do_word(w, "open", 0, true);
	for (int i = 0; i < INPUTS && !w->wrong; i++)
		inputs[roll(w, sizeof(inputs) / sizeof(inputs[0]))](w);
	what = w->wrong;
	counts[0] += w->granted;
	counts[1] += w->refused;
	counts[2] += w->said;
	counts[3] += w->unsaid;
	meet_close(&w->t);
	free(w);
	return what;
}

static const struct engine sound = { "none", meeting_apply, meeting_may_say, meeting_hears,
				     meeting_hears_side };

static unsigned walks(void)
{
	const char *n = getenv("MEETING_WALKS");

	return n ? (unsigned)strtoul(n, NULL, 10) : WALKS;
}

static void walks__hold_what_is_promised(void **state)
{
	unsigned counts[4] = { 0 };

	(void)state;
	for (unsigned seed = 1; seed <= walks(); seed++) {
		const char *what = walk(&sound, seed, counts);

		if (what)
			fail_msg("walk %u: %s", seed, what);
	}
	print_message("%u walks of %d inputs: %u wishes granted, %u refused; "
		      "%u lines let through, %u not\n",
		      walks(), INPUTS, counts[0], counts[1], counts[2], counts[3]);
	/* A walk that is refused everything would show nothing. */
	assert_true(counts[0] > walks() * 30);
	assert_true(counts[2] > walks() * 5 && counts[3] > walks() * 5);
}

static void walks__with_a_bug_planted__fail(void **state)
{
	(void)state;
	for (size_t i = 0; i < stroll_bugs_count; i++) {
		const char *what = NULL;
		unsigned seed = 0, counts[4] = { 0 };

		while (!what && seed < WALKS)
			what = walk(&stroll_bugs[i], ++seed, counts);
		if (!what)
			fail_msg("nothing noticed the bug \"%s\"", stroll_bugs[i].name);
		print_message("bug \"%s\": walk %u: %s\n", stroll_bugs[i].name, seed, what);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(walks__hold_what_is_promised),
		cmocka_unit_test(walks__with_a_bug_planted__fail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
