/* SPDX-License-Identifier: MIT */
#include "demo/report.h"

#include <stdio.h>
#include <unistd.h>

#include "base/columns.h"
#include "text/wrap.h"
#include "view/words.h"

void report_say(enum practice_word w, const char *one, const char *two)
{
	const int cols = columns_of(STDOUT_FILENO);
	struct arena a = { 0 };
	struct wrap rows;
	struct str row;

	wrap_init(&rows, str_of(words_practice(&a, w, one, two)));
	while (wrap_next(&rows, cols, &row))
		printf("%.*s\n", (int)row.n, row.p);
	fflush(stdout);
	arena_finish(&a);
}

void report_start(const struct practice *p)
{
	const bool bad = p->link != NULL;

	report_say(PRACTICE_IS, "", "");
	report_say(p->member ? PRACTICE_MEMBER : PRACTICE_LEADER, p->plan, "");
	report_say(p->member ? PRACTICE_MEMBER_TRY : PRACTICE_LEADER_TRY, "", "");
	report_say(bad ? PRACTICE_LINK : PRACTICE_GOOD_LINE, bad ? p->link : "", "");
	report_say(PRACTICE_END_HOW, "", "");
	if (p->asks)
		report_say(PRACTICE_ENTER, "", "");
}

/* ---- how it went ---- */

static bool came_in(const struct tally_member *m)
{
	return m->admitted;
}

static bool still_waits(const struct tally_member *m)
{
	return m->waits;
}

static bool was_called(const struct tally_member *m)
{
	return m->called > 0;
}

static bool has_hand(const struct tally_member *m)
{
	return m->hand_ms != 0;
}

static bool was_muted(const struct tally_member *m)
{
	return m->muted;
}

static bool went_out(const struct tally_member *m)
{
	return m->out;
}

static bool was_removed(const struct tally_member *m)
{
	return m->removed;
}

static bool was_answered(const struct tally_member *m)
{
	return m->wrote && m->answered;
}

static bool has_no_answer(const struct tally_member *m)
{
	return m->wrote && !m->answered;
}

static bool was_seen(const struct tally_member *m)
{
	return m->flagged && m->seen;
}

static bool was_not_seen(const struct tally_member *m)
{
	return m->flagged && !m->seen;
}

static bool was_lost(const struct tally_member *m)
{
	return m->lost;
}

static int64_t waited(const struct tally_member *m)
{
	return m->waited_ms;
}

static int64_t had_hand_up(const struct tally_member *m)
{
	return m->hand_most_ms;
}

/* One sentence each, for the names of those of whom it is so; none: nothing is said. */
static const struct {
	bool (*is)(const struct tally_member *m);
	enum practice_word word;
	int64_t (*most)(const struct tally_member *m); /* the most of it goes in, too */
} rows[] = {
	{ was_not_seen, PRACTICE_UNSEEN, NULL },      { was_seen, PRACTICE_SEEN, NULL },
	{ came_in, PRACTICE_LET_IN, waited },         { still_waits, PRACTICE_WAITS, NULL },
	{ was_called, PRACTICE_CALLED, had_hand_up }, { has_hand, PRACTICE_HANDS, NULL },
	{ was_muted, PRACTICE_MUTED, NULL },          { went_out, PRACTICE_OUT, NULL },
	{ was_removed, PRACTICE_REMOVED, NULL },      { was_answered, PRACTICE_ANSWERED, NULL },
	{ has_no_answer, PRACTICE_UNANSWERED, NULL }, { was_lost, PRACTICE_LOST, NULL },
};

static void tell_row(size_t row, const struct tally *t, const struct script *s)
{
	struct arena a = { 0 };
	const char *names = "";
	int64_t most_ms = 0;

	for (size_t i = 0; i < s->cast_count; i++) {
		const struct tally_member *m = &t->members[i];

		if (s->cast[i].leads || !rows[row].is(m))
			continue;
		names = arena_fmt(&a, "%s%s%s", names, *names ? ", " : "", s->cast[i].name);
		if (rows[row].most && rows[row].most(m) > most_ms)
			most_ms = rows[row].most(m);
	}
	if (*names)
		report_say(rows[row].word, names, words_span(&a, most_ms));
	arena_finish(&a);
}

void report_end(const struct practice *p, const struct tally *t, const struct script *s)
{
	struct arena a = { 0 };

	if (t->began_ms)
		report_say(PRACTICE_OVER, words_span(&a, t->ended_ms - t->began_ms), "");
	else
		report_say(PRACTICE_NOTHING, p->plan, "");
	for (size_t i = 0; t->began_ms && i < sizeof(rows) / sizeof(rows[0]); i++)
		tell_row(i, t, s);
	arena_finish(&a);
}
