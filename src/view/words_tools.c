/* SPDX-License-Identifier: MIT */
/* What is said of who is not safe, of the lead, of votes, and of whom what has reached. */
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "view/words_in.h"

#define _(s) gettext(s)

/* Not safe */

const char *words_taken(struct arena *a, const struct pl_notice *n)
{
	return arena_fmt(a, _("%s sees to %s."), n->text, n->who);
}

const char *words_alert(struct arena *a, const struct pl_alert *al, int64_t now_utc_ms)
{
	const char *since = words_span(a, now_utc_ms - al->utc_ms);

	if (*al->taker)
		return arena_fmt(a, _("is not safe, for %s. %s sees to it"), since, al->taker);
	if (al->mine)
		return arena_fmt(a, _("is not safe, for %s. Nobody sees to it yet"), since);
	return arena_fmt(a, _("is not safe, for %s. Nobody sees to it yet. Type /take %s"),
			 since, al->name);
}

const char *words_alerts(struct arena *a, const struct pl_alert *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (*all[i].taker)
			continue;
		if (all[i].mine)
			return _("You are not safe, and nobody has seen it yet. Ctrl-X: whom "
				 "to call now. ");
		return arena_fmt(a, _("%s is not safe: type /take. "), all[i].name);
	}
	return "";
}

const char *words_unsafe(bool live, bool somebody)
{
	if (!live)
		return _("Your line is down. That you are not safe goes out first when it is "
			 "back. Nobody has seen it yet. Do not wait for it: press Ctrl-X or "
			 "type /crisis for people to call now.");
	if (!somebody)
		return _("No facilitator is here now. They are told when they come. Nobody has "
			 "seen it yet. Do not wait for them: press Ctrl-X or type /crisis for "
			 "people to call now.");
	return _(
		"The facilitators are told that you are not safe. Nobody has seen it yet. The "
		"group is told nothing. For people to call now, press Ctrl-X or type /crisis.");
}

/* Votes */

/* The next line of a text, in the arena; *at is behind it. */
static const char *take_line(struct arena *a, const char **at)
{
	const size_t n = strcspn(*at, "\n");
	const char *line = arena_dup(a, *at, n);

	*at += n + ((*at)[n] == '\n');
	return line;
}

static void add_choices(struct buf *b, struct arena *a, const char *at)
{
	for (int i = 1; *at; i++)
		buf_addf(b, " %d: %s.", i, take_line(a, &at));
}

const char *words_asked(struct arena *a, const char *text)
{
	const char *question = take_line(a, &text), *out;
	struct buf b;

	if (!*text)
		return arena_fmt(a,
				 _("A question to all: %s Type /vote and a number from 0 to "
				   "10."),
				 question);
	buf_init(&b, 4096);
	add_choices(&b, a, text);
	out = arena_fmt(a, _("A vote: %s%s Type /vote and a number."), question, buf_text(&b));
	buf_finish(&b);
	return out;
}

const char *words_poll(struct arena *a, const struct pl_notice *n)
{
	return words_asked(a, n->text);
}

enum { COUNTS_MAX = 11 };

struct counts {
	int of[COUNTS_MAX];
	int n, all, sum; /* sum: of the numbers from 0 */
};

static struct counts read_counts(const char *at)
{
	struct counts c = { .n = 0 };
	char *end;

	for (; c.n < COUNTS_MAX; at = end) {
		const int one = (int)strtol(at, &end, 10);

		if (end == at)
			break;
		c.sum += c.n * one;
		c.all += one;
		c.of[c.n++] = one;
	}
	return c;
}

static int first_of(const struct counts *c, bool last)
{
	int at = -1;

	for (int i = 0; i < c->n; i++)
		if (c->of[i] && (last || at < 0))
			at = i;
	return at;
}

/* "7.5 on average, from 6 to 9, 4 answers" */
static const char *scale(struct arena *a, const struct counts *c)
{
	const int tenths = c->all ? (10 * c->sum + c->all / 2) / c->all : 0;

	if (!c->all)
		return _("no answers");
	return arena_fmt(
		a,
		ngettext("%d.%d on average, from %d to %d, %d answer",
			 "%d.%d on average, from %d to %d, %d answers", (unsigned long)c->all),
		tenths / 10, tenths % 10, first_of(c, false), first_of(c, true), c->all);
}

const char *words_votes(struct arena *a, const char *counts, const char *choices)
{
	const struct counts c = read_counts(counts);
	const char *out;
	struct buf b;

	if (!*choices)
		return scale(a, &c);
	buf_init(&b, 4096);
	for (int i = 0; *choices && i < c.n; i++)
		buf_addf(&b, "%s%s: %d", i ? ". " : "", take_line(a, &choices), c.of[i]);
	out = arena_dup(a, buf_text(&b), b.n);
	buf_finish(&b);
	return out;
}

const char *words_counted(struct arena *a, const struct pl_notice *n)
{
	const char *at = n->text;
	const char *counts = take_line(a, &at), *question = take_line(a, &at);

	return arena_fmt(a, _("The vote is over. %s %s."), question,
			 words_votes(a, counts, at));
}

/* Who was shown what */

const char *words_reach(struct arena *a, const struct pl_notice *n)
{
	if (!*n->text)
		return _("All have this.");
	return arena_fmt(a, _("%d have this. Still receiving: %s."), (int)n->n, n->text);
}

const char *words_behind(struct arena *a, int64_t seq, int64_t newest)
{
	const int n = (int)(newest - seq);

	if (seq < 0)
		return "";
	if (n <= 0)
		return _(", has all");
	return arena_fmt(a,
			 ngettext(", has up to number %d, %d line behind",
				  ", has up to number %d, %d lines behind", (unsigned long)n),
			 (int)seq, n);
}

const char *words_sight(struct arena *a, int lines, int64_t oldest_ms)
{
	if (!lines)
		return _("All that was said has reached them.");
	return arena_fmt(a,
			 ngettext("%d line has not reached them yet. It is %s old:",
				  "%d lines have not reached them yet. The first is %s old:",
				  (unsigned long)lines),
			 lines, words_span(a, oldest_ms));
}
