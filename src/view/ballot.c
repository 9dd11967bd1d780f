/* SPDX-License-Identifier: MIT */
/* Votes, and what stays up. */
#include <string.h>

#include "base/buf.h"
#include "text/utf8.h"
#include "view/tools.h"

enum { PIN_MAX = 200, POLL_MAX = 600 };

static struct arena *mem(struct stage *s)
{
	return &s->model.mem;
}

/* Votes */

/* "A / B / C" behind "QUESTION:", each a line; false: not of the form. */
static bool add_choices(struct buf *b, const char *at)
{
	int n = 0;

	while (at) {
		const char *end = strchr(at, '/');
		size_t len = end ? (size_t)(end - at) : strlen(at);

		while (len && strchr(" \t", *at))
			at++, len--;
		while (len && strchr(" \t\n", at[len - 1]))
			len--;
		if (!len || memchr(at, '\n', len))
			return false;
		buf_add(b, "\n", 1);
		buf_add(b, at, len);
		n++;
		at = end ? end + 1 : NULL;
	}
	return n >= 2 && n <= 11;
}

/* The last colon before the first slash ends the question. */
static const char *find_choices(const char *text)
{
	const char *slash = strchr(text, '/');

	while (slash && slash > text && *slash != ':')
		slash--;
	return slash && *slash == ':' ? slash : NULL;
}

static int ask(struct stage *s, const char *text)
{
	return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_POLL, .text = text }, "");
}

static int ask_choices(struct stage *s, const char *text)
{
	const char *colon = find_choices(text);
	struct buf b;
	int bits;

	if (!colon || colon == text || memchr(text, '\n', (size_t)(colon - text)))
		return session_how(s, "poll");
	buf_init(&b, POLL_MAX + 1);
	buf_add(&b, text, (size_t)(colon - text));
	bits = add_choices(&b, colon + 1) ? ask(s, buf_text(&b)) : session_how(s, "poll");
	buf_finish(&b);
	return bits;
}

static const char *poll_text(struct stage *s, const struct pl_poll *p, bool question)
{
	const char *out = question ? p->question : "";

	for (size_t i = 0; i < p->choices_count; i++)
		out = arena_fmt(mem(s), "%s%s%s", out, question || i ? "\n" : "",
				p->choices[i]);
	return model_text(&s->model, out);
}

static const char *counts_text(struct stage *s, const struct pl_poll *p)
{
	const char *out = "";

	for (size_t i = 0; i < p->counts_count; i++)
		out = arena_fmt(mem(s), "%s%s%d", out, i ? " " : "", p->counts[i]);
	return out;
}

static const char *standing(struct stage *s, const struct pl_poll *p)
{
	return words_votes(mem(s), counts_text(s, p), poll_text(s, p, false));
}

/* The question again, and how it stands where that is known. */
static int tell_poll(struct stage *s)
{
	const struct pl_poll *p = &session_of_stage(s)->poll;

	if (!p->id)
		return stage_tell(s, words_of(WORD_NO_VOTE));
	return stage_tell(s,
			  arena_fmt(mem(s), "%s %s", words_asked(mem(s), poll_text(s, p, true)),
				    p->counts ? standing(s, p) : ""));
}

int tools_poll(struct stage *s, const char *rest)
{
	if (!session_given(rest))
		return tell_poll(s);
	if (mention_same(tools_trimmed(s, rest), "close"))
		return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_COUNT }, "");
	return ask_choices(s, rest);
}

int tools_scale(struct stage *s, const char *rest)
{
	if (!session_given(rest) || strchr(rest, '\n'))
		return session_how(s, "scale");
	return ask(s, rest);
}

/* By number, by letter, or by a part of the words of only one; 0: none. */
static int64_t find_choice(const struct pl_poll *p, const char *typed)
{
	const bool scale = !p->choices_count;
	const char letter = *typed && !typed[1] ? (char)(*typed | 0x20) : '\0';
	int64_t n, found = 0;

	if (session_number(typed, &n))
		return scale ? (n <= 10 ? n + 1 : 0) : n <= (int64_t)p->choices_count ? n : 0;
	if (letter >= 'a' && letter < 'a' + (int)p->choices_count)
		return letter - 'a' + 1;
	for (size_t i = 0; i < p->choices_count; i++) {
		if (mention_same(p->choices[i], typed))
			return (int64_t)i + 1;
		if (utf8_contains(str_of(p->choices[i]), str_of(typed)))
			found = found ? -1 : (int64_t)i + 1;
	}
	return found > 0 ? found : 0;
}

int tools_vote(struct stage *s, const char *rest)
{
	const struct pl_poll *p = &session_of_stage(s)->poll;
	int64_t n;

	if (!session_given(rest) || !p->id || p->over)
		return tell_poll(s);
	n = find_choice(p, tools_trimmed(s, rest));
	if (!n)
		return tell_poll(s) | DID_KEEP;
	return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_VOTE, .n = n }, "");
}

/* What stays up */

/* Not longer than a line that stays up may be; cut at a character's edge. */
static const char *cut(struct stage *s, const char *text)
{
	size_t n = strlen(text);

	if (n <= PIN_MAX)
		return text;
	n = PIN_MAX - 3;
	while (n && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	return arena_fmt(mem(s), "%.*s...", (int)n, text);
}

/* What was said: `seq` 0 the newest; NULL: not here. */
static const char *line_of(struct stage *s, int64_t seq)
{
	const struct pl_message *msgs;
	size_t n = pl_client_messages(s->client, s->group, &msgs);

	while (n && (!msgs[n - 1].seq || (seq && msgs[n - 1].seq != seq)))
		n--;
	return n ? arena_fmt(mem(s), "%s: %s", msgs[n - 1].who, msgs[n - 1].text) : NULL;
}

int tools_pin(struct stage *s, const char *rest)
{
	const bool given = session_given(rest);
	const char *text = given ? rest : line_of(s, 0);
	int64_t seq;

	if (given && session_number(rest, &seq))
		text = line_of(s, seq);
	if (!text)
		return session_how(s, "pin");
	return session_wish_for(
		s, &(struct pl_wish) { .act = PL_ACT_PIN, .text = cut(s, text) }, "");
}

int tools_unpin(struct stage *s, const char *rest)
{
	int64_t n = 0;

	if (session_given(rest) && (!session_number(rest, &n) || n < 1))
		return session_how(s, "unpin");
	return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_UNPIN, .n = n }, "");
}

/* Items */

void tools_tell_poll(struct stage *s, struct model *out)
{
	const struct pl_poll *p = &session_of_stage(s)->poll;
	struct item *it;

	if (!p->id || p->over)
		return;
	it = model_add(out, view_id(ID_POLL, 0), ITEM_NOTICE);
	it->text = model_text(out, p->question);
	it->note = p->counts ? standing(s, p) : NULL;
}

void tools_tell_pins(struct stage *s, struct model *out)
{
	const struct pl_session *now = session_of_stage(s);

	for (size_t i = 0; i < now->pins_count; i++)
		model_add(out, view_id(ID_PIN, i), ITEM_NOTICE)->text = arena_fmt(
			&out->mem, "%d: %s", (int)i + 1, model_text(out, now->pins[i]));
}
