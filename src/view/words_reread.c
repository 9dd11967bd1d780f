/* SPDX-License-Identifier: MIT */
/* Messages again, letter by letter, by whom and when; and how much is told unasked. */
#include "view/words_reread.h"

#include <libintl.h>
#include <string.h>

#include "view/words_in.h"

#define _(s) gettext(s)

static const char *const rows[REREAD_WORDS] = {
	[REREAD_NEWEST] = N_("That is the newest message."),
	[REREAD_OLDEST] = N_("That is the oldest message here. To get older ones, type "
			     "/older."),
	[REREAD_NO_WORD] = N_("That word is not in the message."),
	[REREAD_QUIET_ON] = N_("Quiet is on. You are told only what names you, calls on you, "
			       "or is about danger. To end it, type /quiet off."),
	[REREAD_QUIET_OFF] = N_("Quiet is off."),
	[REREAD_PAUSE_ON] = N_("Pause is on. You are told of danger, and of nothing else. To "
			       "end it, type /pause off."),
	[REREAD_PAUSE_OFF] = N_("Pause is off."),
	[REREAD_UNHEARD_NONE] = N_("Nothing waits to be heard."),
	[REREAD_UNHEARD_HOW] = N_("Type /unheard."),
	[REREAD_GONE] = N_("More came than could wait. To hear all of the talk, type "
			   "/unread."),
};

const char *words_reread(enum reread_word w)
{
	return words_row(rows[w]);
}

const char *words_said_by(struct arena *a, const struct pl_message *m)
{
	return m->mine ? _("You said that.")
		       : words_fill(a, _("%s said that."), (const char *[]) { m->who }, 1);
}

const char *words_said_at(struct arena *a, int64_t utc_ms)
{
	const char *const what[] = { words_when(a, utc_ms), words_day(a, utc_ms) };

	return words_fill(a, _("That was at %s, %s."), what, 2);
}

/* ---- letters ---- */

struct name {
	int32_t code;
	const char *name;
};

static const struct name signs[] = {
	{ ' ', N_("space") },
	{ '\n', N_("new line") },
	{ '!', N_("exclamation mark") },
	{ '"', N_("quote") },
	{ '#', N_("number sign") },
	{ '$', N_("dollar") },
	{ '%', N_("percent") },
	{ '&', N_("and sign") },
	{ '\'', N_("apostrophe") },
	{ '(', N_("left paren") },
	{ ')', N_("right paren") },
	{ '*', N_("star") },
	{ '+', N_("plus") },
	{ ',', N_("comma") },
	{ '-', N_("dash") },
	{ '.', N_("period") },
	{ '/', N_("slash") },
	{ ':', N_("colon") },
	{ ';', N_("semicolon") },
	{ '<', N_("less than") },
	{ '=', N_("equals") },
	{ '>', N_("greater than") },
	{ '?', N_("question mark") },
	{ '@', N_("at sign") },
	{ '[', N_("left bracket") },
	{ '\\', N_("backslash") },
	{ ']', N_("right bracket") },
	{ '^', N_("caret") },
	{ '_', N_("underscore") },
	{ '`', N_("back quote") },
	{ '{', N_("left brace") },
	{ '|', N_("bar") },
	{ '}', N_("right brace") },
	{ '~', N_("tilde") },
	{ 0xa0, N_("space") },
	{ 0xa1, N_("upside down exclamation mark") },
	{ 0xa2, N_("cent") },
	{ 0xa3, N_("pound") },
	{ 0xa7, N_("section sign") },
	{ 0xab, N_("left double angle quote") },
	{ 0xb0, N_("degree") },
	{ 0xb7, N_("middle dot") },
	{ 0xbb, N_("right double angle quote") },
	{ 0xbf, N_("upside down question mark") },
	{ 0xd7, N_("times sign") },
	{ 0xf7, N_("division sign") },
	{ 0x2013, N_("short dash") },
	{ 0x2014, N_("long dash") },
	{ 0x2018, N_("left single quote") },
	{ 0x2019, N_("right single quote") },
	{ 0x201c, N_("left double quote") },
	{ 0x201d, N_("right double quote") },
	{ 0x2022, N_("bullet") },
	{ 0x2026, N_("three dots") },
	{ 0x20ac, N_("euro") },
	{ 0x2764, N_("heart") },
	{ 0x1f44d, N_("thumbs up") },
	{ 0x1f44e, N_("thumbs down") },
	{ 0x1f44f, N_("clapping hands") },
	{ 0x1f64f, N_("folded hands") },
	{ 0x1f917, N_("hug") },
	{ 0x1f499, N_("blue heart") },
	{ 0x1f600, N_("smile") },
	{ 0x1f602, N_("tears of joy") },
	{ 0x1f60a, N_("smile") },
	{ 0x1f622, N_("crying face") },
	{ 0x1f62d, N_("crying face") },
	{ 0x1f641, N_("sad face") },
	{ 0x1f642, N_("smile") },
	{ 0x1f389, N_("party") },
	{ 0x1f4aa, N_("strong arm") },
	{ 0x1f331, N_("young plant") },
};

/* Letters that may have a name of their own: "y" alone is a word in Spanish, and ñ is no n. */
static const struct {
	int32_t base, mark; /* 0: none */
	const char *name;
} letters[] = {
	{ 'y', 0, N_("y") },
	{ 'n', 0x303, N_("n tilde") },
	{ 'u', 0x308, N_("u two dots above") },
	{ 'c', 0x327, N_("c cedilla") },
};

static const struct name marks[] = {
	{ 0x300, N_("grave") },       { 0x301, N_("acute") },
	{ 0x302, N_("circumflex") },  { 0x303, N_("tilde") },
	{ 0x304, N_("macron") },      { 0x306, N_("breve") },
	{ 0x307, N_("dot above") },   { 0x308, N_("two dots above") },
	{ 0x30a, N_("ring above") },  { 0x30b, N_("double acute") },
	{ 0x30c, N_("caron") },       { 0x323, N_("dot below") },
	{ 0x326, N_("comma below") }, { 0x327, N_("cedilla") },
	{ 0x328, N_("ogonek") },
};

static const char *find(const struct name *names, size_t n, int32_t code)
{
	for (size_t i = 0; i < n; i++)
		if (names[i].code == code)
			return _(names[i].name);
	return NULL;
}

static const char *own_name(const struct letter *l)
{
	const int32_t mark = l->mark_count ? l->marks[0] : 0;

	for (size_t i = 0; l->is_plain && i < sizeof(letters) / sizeof(*letters); i++)
		if (l->mark_count < 2 && letters[i].base == l->base && letters[i].mark == mark)
			return _(letters[i].name);
	return NULL;
}

/* With its marks; NULL: one of them has no name, or there is more to it. */
static const char *marked(struct arena *a, const struct letter *l)
{
	char base[4];
	const char *out = arena_dup(a, base, utf8_put(l->base, base));

	for (size_t i = 0; l->is_plain && i < l->mark_count; i++) {
		const char *mark = find(marks, sizeof(marks) / sizeof(*marks), l->marks[i]);

		out = out && mark ? arena_fmt(a, "%s %s", out, mark) : NULL;
	}
	return l->is_plain ? out : NULL;
}

static const char *sign(struct arena *a, const struct letter *l)
{
	const char *name = find(signs, sizeof(signs) / sizeof(*signs), l->base);

	return name ? name
		    : words_fill(a, _("sign %s"),
				 (const char *[]) { arena_fmt(a, "%X", (unsigned)l->base) }, 1);
}

const char *words_letter(struct arena *a, const struct letter *l)
{
	const char *name = own_name(l);

	if (!name)
		name = l->names_itself ? marked(a, l) : sign(a, l);
	if (!name)
		name = arena_dup(a, l->whole.p, l->whole.n);
	return l->is_capital ? words_fill(a, _("capital %s"), (const char *[]) { name }, 1)
			     : name;
}

const char *words_spell_on(struct arena *a, size_t word)
{
	return words_fill(a, _("To go on, type /spell %s."),
			  (const char *[]) { words_count(a, (int)word) }, 1);
}

/* ---- how much is told ---- */

const char *words_waiting(struct arena *a, size_t n)
{
	return arena_fmt(a,
			 ngettext("%d sentence waits to be heard.",
				  "%d sentences wait to be heard.", (unsigned long)n),
			 (int)n);
}

static const char *const levels[HUSH_LEVELS] = {
	[HUSH_NORMAL] = N_("You are told what is said, and how the session goes on."),
	[HUSH_LOW] = N_("You are not told who has the floor, whose line is down, and who says "
			"\"me too\". For all of that, type /verbosity normal."),
	[HUSH_HIGH] = N_("You are also told when your own lines are at the server. For less, "
			 "type /verbosity normal."),
};

const char *words_verbosity(struct arena *a, enum hush_level level)
{
	const char *const what[] = { hush_word(level), words_row(levels[level]) };

	return words_fill(a, _("Verbosity is %s. %s"), what, 2);
}
