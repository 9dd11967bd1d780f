/* SPDX-License-Identifier: MIT */
#include "server/meeting_plan.h"

#include <stdlib.h>
#include <string.h>

static const char *const kinds[STAGE_KINDS] = { "welcome", "round",    "agenda",
						"work",    "exercise", "closed" };
static const char *const talks[TALKS] = { "open", "turns", "quiet" };

const char *meeting_stage_word(enum meeting_stage_kind k)
{
	return kinds[k];
}

const char *meeting_talk_word(enum meeting_talk t)
{
	return talks[t];
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Takes the next word off the line, and the blanks behind it. */
static struct str take_word(struct str *line)
{
	struct str w = { line->p, 0 };

	while (w.n < line->n && !is_blank(w.p[w.n]))
		w.n++;
	line->p += w.n;
	line->n -= w.n;
	while (line->n && is_blank(*line->p)) {
		line->p++;
		line->n--;
	}
	return w;
}

static int find(const char *const *words, int n, struct str w)
{
	for (int i = 0; i < n; i++)
		if (str_is(w, words[i]))
			return i;
	return -1;
}

static int take_number(struct str w, int most)
{
	int n = 0;

	for (size_t i = 0; i < w.n; i++) {
		if (w.p[i] < '0' || w.p[i] > '9' || n > most)
			return -1;
		n = 10 * n + (w.p[i] - '0');
	}
	return w.n && n <= most ? n : -1;
}

static bool copy(char *to, size_t most, struct str from)
{
	if (from.n == 0 || from.n > most)
		return false;
	memcpy(to, from.p, from.n);
	to[from.n] = '\0';
	return true;
}

static bool read_stage(struct str rest, struct meeting_plan *p)
{
	struct meeting_stage *s = &p->stages[p->count];
	int kind, talk;

	if (p->count == PLAN_STAGES_MAX)
		return false;
	kind = find(kinds, STAGE_KINDS, take_word(&rest));
	talk = find(talks, TALKS, take_word(&rest));
	s->minutes = take_number(take_word(&rest), PLAN_MINUTES_MAX);
	if (kind < 0 || talk < 0 || s->minutes < 0)
		return false;
	s->kind = (enum meeting_stage_kind)kind;
	s->talk = (enum meeting_talk)talk;
	p->count++;
	return copy(s->title, PLAN_TITLE_MAX, rest);
}

static bool read_waiting(struct str rest, struct meeting_plan *p)
{
	p->waiting = true;
	return rest.n == 0;
}

static bool read_norms(struct str rest, struct meeting_plan *p)
{
	return !*p->norms && copy(p->norms, PLAN_NORMS_MAX, rest);
}

static const struct {
	const char *word;
	bool (*read)(struct str rest, struct meeting_plan *p);
} rows[] = {
	{ "stage", read_stage },
	{ "waiting", read_waiting },
	{ "norms", read_norms },
};

static bool read_line(struct str line, struct meeting_plan *p)
{
	struct str word;

	while (line.n && is_blank(line.p[line.n - 1]))
		line.n--;
	if (line.n == 0 || *line.p == '#')
		return true;
	word = take_word(&line);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (str_is(word, rows[i].word))
			return rows[i].read(line, p);
	return false;
}

static bool is_whole(const struct meeting_plan *p)
{
	for (size_t i = 0; i < p->count; i++)
		if ((p->stages[i].kind == STAGE_CLOSED) != (i == p->count - 1))
			return false;
	return p->count > 1;
}

bool meeting_plan_read(struct str text, struct meeting_plan *out, struct err *err)
{
	*out = (struct meeting_plan) { 0 };
	if (text.n > PLAN_TEXT_MAX)
		return err_set(err, ERR_TOO_LARGE, "the plan has more than %d bytes",
			       PLAN_TEXT_MAX);
	for (int line = 1; text.n; line++) {
		const char *end = memchr(text.p, '\n', text.n);
		size_t n = end ? (size_t)(end - text.p) : text.n;

		if (!read_line((struct str) { text.p, n }, out))
			return err_set(err, ERR_BAD_INPUT, "line %d of the plan", line);
		n += end != NULL;
		text.p += n;
		text.n -= n;
	}
	return is_whole(out) ||
	       err_set(err, ERR_BAD_INPUT, "a plan has stages, the last of them closed");
}
