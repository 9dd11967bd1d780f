/* SPDX-License-Identifier: MIT */
/* What was said, again: step by step, letter by letter, by whom and when.  Nothing moves the place
 * but these words. */
#include "view/reread.h"

#include <string.h>

#include "text/keys.h"
#include "text/utf8.h"
#include "view/session.h"
#include "view/words_reread.h"

enum {
	SPELL_MAX = 100, /* letters, of whole words; then how to go on */
	SPELL_BYTES = STAGE_ANSWER - 256,
};

/* ---- the place ---- */

/* In the order in which they are told: those that are only here come last. */
struct talk {
	const struct pl_message **all;
	size_t n;
};

static struct talk talk_of(struct stage *s)
{
	const struct pl_message *msgs;
	const size_t n = s->group ? pl_client_messages(s->client, s->group, &msgs) : 0;
	struct talk t = { arena_get(&s->model.mem, (n + 1) * sizeof(*t.all)), 0 };

	for (int kept = 0; kept < 2; kept++)
		for (size_t i = 0; i < n; i++)
			if ((msgs[i].seq == 0) == kept)
				t.all[t.n++] = &msgs[i];
	return t;
}

/* The place, or the newest that somebody else said; of oneself, where nobody else has. */
static size_t place(const struct stage *s, const struct talk *t)
{
	for (size_t i = 0; i < t->n && s->reread.group == s->group; i++)
		if (t->all[i]->id == s->reread.id)
			return i;
	for (size_t i = t->n; i > 0; i--)
		if (!t->all[i - 1]->mine)
			return i - 1;
	return t->n ? t->n - 1 : 0;
}

void reread_from(struct stage *s, const struct pl_message *m)
{
	s->reread = (struct stage_reread) { s->group, m->id };
}

static int tell_place(struct stage *s, const struct pl_message *m)
{
	reread_from(s, m);
	return stage_tell(s, message_sentence(s, m));
}

const struct pl_message *reread_at(struct stage *s)
{
	const struct talk t = talk_of(s);

	return t.n ? t.all[place(s, &t)] : NULL;
}

/* ---- step by step ---- */

static int nothing(struct stage *s)
{
	return stage_tell(s, words_of(WORD_NOTHING_SAID));
}

static int act_last(struct stage *s, const char *rest)
{
	const struct talk t = talk_of(s);

	(void)rest;
	return t.n ? tell_place(s, t.all[t.n - 1]) : nothing(s);
}

static int act_earlier(struct stage *s, const char *rest)
{
	const struct talk t = talk_of(s);
	const size_t at = place(s, &t);

	(void)rest;
	if (!t.n)
		return nothing(s);
	return at ? tell_place(s, t.all[at - 1]) : stage_tell(s, words_reread(REREAD_OLDEST));
}

static int act_later(struct stage *s, const char *rest)
{
	const struct talk t = talk_of(s);
	const size_t at = place(s, &t) + 1;

	(void)rest;
	if (!t.n)
		return nothing(s);
	return at < t.n ? tell_place(s, t.all[at]) : stage_tell(s, words_reread(REREAD_NEWEST));
}

static int act_again(struct stage *s, const char *rest)
{
	const struct pl_message *m = reread_at(s);

	(void)rest;
	return m ? stage_tell(s, message_sentence(s, m)) : nothing(s);
}

static int act_said_by(struct stage *s, const char *rest)
{
	const struct pl_message *m = reread_at(s);

	(void)rest;
	return m ? stage_tell(s, model_text(&s->model, words_said_by(&s->model.mem, m)))
		 : nothing(s);
}

static int act_when(struct stage *s, const char *rest)
{
	const struct pl_message *m = reread_at(s);

	(void)rest;
	return m ? stage_tell(s, words_said_at(&s->model.mem, m->utc_ms)) : nothing(s);
}

/* ---- letter by letter ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\n';
}

/* The word that begins at or behind `at`; false: none does. */
static bool next_word(struct str s, size_t at, struct str *word)
{
	size_t end;

	while (at < s.n && is_blank(s.p[at]))
		at++;
	for (end = at; end < s.n && !is_blank(s.p[end]);)
		end++;
	*word = (struct str) { s.p + at, end - at };
	return word->n > 0;
}

/* Letters are told apart by a comma, so that a reader gives each its time. */
static const char *spell(struct arena *a, struct str text)
{
	struct letter l;
	struct buf out;

	buf_init(&out, 2 * STAGE_ANSWER);
	for (size_t at = 0; at < text.n && out.n < SPELL_BYTES;) {
		at = letter_at(text, at, &l);
		buf_addf(&out, "%s%s", out.n ? ", " : "", words_letter(a, &l));
	}
	const char *words = arena_dup(a, buf_text(&out), out.n);

	buf_finish(&out);
	return words;
}

static size_t letters_in(struct str s)
{
	size_t n = 0;

	for (size_t at = 0; at < s.n; at = utf8_next(s, at))
		n++;
	return n;
}

/* As many whole words as are well heard in one piece, from the one with this number on. */
static int spell_from(struct stage *s, struct str text, size_t number)
{
	struct arena *mem = &s->model.mem;
	struct str word, part = { NULL, 0 };
	size_t at = 0, n = 1;

	for (; next_word(text, at, &word); n++) {
		at = (size_t)(word.p + word.n - text.p);
		if (n < number)
			continue;
		const struct str longer = { part.p ? part.p : word.p,
					    (size_t)(word.p + word.n -
						     (part.p ? part.p : word.p)) };

		if (part.p && letters_in(longer) > SPELL_MAX)
			return stage_tell(s, arena_fmt(mem, "%s. %s", spell(mem, part),
						       words_spell_on(mem, n)));
		part = longer;
	}
	return stage_tell(s, part.p ? spell(mem, part) : words_reread(REREAD_NO_WORD));
}

static int spell_word(struct stage *s, struct str text, struct str typed)
{
	struct str word;

	for (size_t at = 0; next_word(text, at, &word); at = (size_t)(word.p + word.n - text.p))
		if (utf8_contains(word, typed))
			return stage_tell(s, spell(&s->model.mem, word));
	return stage_tell(s, words_reread(REREAD_NO_WORD));
}

static int act_spell(struct stage *s, const char *rest)
{
	const struct pl_message *m = reread_at(s);
	char typed[SESSION_TYPED_MAX];
	int64_t number = 1;

	if (!m)
		return nothing(s);
	const struct str text =
		str_of(model_text(&s->model, stage_words_of(s, &s->model.mem, m)));

	if (!session_given(rest) || session_number(rest, &number))
		return spell_from(s, text, (size_t)number);
	if (!session_take(typed, rest, strlen(rest)))
		return session_how(s, "spell");
	return spell_word(s, text, str_of(typed));
}

const struct verb reread_verbs[] = {
	{ "again", KEY_ALT('a'), "", N_("Tell the message again that you heard last."),
	  act_again },
	{ "last", KEY_SECOND('N'), "", N_("Tell the newest message."), act_last },
	{ "earlier", KEY_SECOND('p'), "", N_("Tell the message before that."), act_earlier },
	{ "later", KEY_SECOND('n'), "", N_("Tell the message after that."), act_later },
	{ "spell", KEY_SECOND('s'), N_("WORD or NUMBER"),
	  N_("Spell the message, a WORD of it, or from its word NUMBER on."), act_spell },
	{ "said-by", KEY_SECOND('w'), "", N_("Tell who said it."), act_said_by },
	{ "when", KEY_SECOND('t'), "", N_("Tell when it was said."), act_when },
	{ "quiet", KEY_SECOND('q'), N_("on or off"),
	  N_("Tell nothing unasked but what names you, calls on you, or is about danger."),
	  reread_quiet },
	{ "pause", KEY_SECOND('h'), N_("on or off"),
	  N_("Tell nothing unasked but danger. What waited is told when the pause is over."),
	  reread_pause },
	{ "unheard", KEY_SECOND('u'), "", N_("Tell all that waits."), reread_unheard },
	{ "verbosity", KEY_SECOND('v'), N_("low, normal or high"),
	  N_("Tell less or more of what goes on."), reread_verbosity },
	{ NULL, 0, NULL, NULL, NULL },
};
