/* SPDX-License-Identifier: MIT */
/* A consent in words, what became of it, and what was given out, in the language of who reads it. */
#include "server/consent_words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/report.h"

static const struct {
	const char *code, *name;
} languages[CONSENT_LANGUAGES] = {
	[CONSENT_EN] = { "en", "English" },
	[CONSENT_ES] = { "es", "Spanish" },
};

const char *consent_language_code(enum consent_language l)
{
	return languages[l].code;
}

const char *consent_language_name(enum consent_language l)
{
	return languages[l].name;
}

bool consent_find_language(const char *code, enum consent_language *out)
{
	for (int l = 0; l < CONSENT_LANGUAGES; l++)
		if (strcmp(languages[l].code, code) == 0) {
			*out = (enum consent_language)l;
			return true;
		}
	return false;
}

const char *consent_says(enum consent_language l, const char *key)
{
	for (const struct consent_words *w = consent_words; w->key; w++)
		if (strcmp(w->key, key) == 0)
			return w->in[l];
	return "";
}

/* "kind-" and "named" */
static const char *says_of(enum consent_language l, const char *of, const char *word)
{
	char key[48];

	snprintf(key, sizeof(key), "%s-%s", of, word);
	return consent_says(l, key);
}

/* Words of our own stand in a row in English, and are read in each language. */
static const char *own(enum consent_language l, const char *text, const char *key)
{
	return strcmp(text, consent_says(CONSENT_EN, key)) == 0 ? consent_says(l, key) : text;
}

/* ---- what is filled in ---- */

struct hole {
	const char *name; /* NULL ends them */
	const char *text;
};

static const struct hole *hole_at(const char *text, const struct hole *holes)
{
	for (; holes->name; holes++) {
		const size_t n = strlen(holes->name);

		if (strncmp(text + 1, holes->name, n) == 0 && text[1 + n] == '}')
			return holes;
	}
	return NULL;
}

static void fill(struct buf *out, const char *text, const struct hole *holes)
{
	for (const char *at; (at = strchr(text, '{')) != NULL;) {
		const struct hole *h = hole_at(at, holes);

		buf_add(out, text, (size_t)(at - text));
		buf_adds(out, h ? h->text : "{");
		text = at + (h ? strlen(h->name) + 2 : 1);
	}
	buf_adds(out, text);
}

/* ---- a consent ---- */

static void put_whats(unsigned what, enum consent_language l, struct buf *out)
{
	for (const struct consent_what_row *w = consent_whats; w->word; w++)
		if (what & w->bit)
			buf_addf(out, "%s\n", says_of(l, "what", w->word));
}

void consent_write_text(const struct consent *c, enum consent_language l, struct buf *out)
{
	static const char *const rows[] = { "because", "recipient", "purpose", "until" };
	char number[24];
	const struct hole holes[] = {
		{ "number", number },
		{ "patient", c->patient },
		{ "discloser", own(l, c->discloser, "this-program") },
		{ "recipient", own(l, c->recipient, "tpo-recipient") },
		{ "purpose", own(l, c->purpose, "tpo-purpose") },
		{ "until", c->until },
		{ NULL, NULL },
	};

	snprintf(number, sizeof(number), "%" PRId64, c->number);
	fill(out, consent_says(l, "head"), holes);
	buf_adds(out, "\n");
	fill(out, consent_says(l, "lets"), holes);
	buf_adds(out, "\n");
	put_whats(c->what, l, out);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		fill(out, consent_says(l, rows[i]), holes);
		buf_adds(out, "\n");
	}
	buf_addf(out, "%s\n", says_of(l, "kind", c->kind->word));
	fill(out, consent_says(l, "back"), holes);
	buf_adds(out, "\n");
}

enum consent_language consent_read_in(const struct consent *c, enum consent_language wanted)
{
	enum consent_language l = wanted;

	if (c->signed_ms && !consent_find_language(c->language, &l))
		l = CONSENT_EN;
	return *c->texts[l] ? l : CONSENT_EN;
}

/* ---- what became of it ---- */

static void put_signed(const struct consent *c, enum consent_language l, struct buf *out)
{
	char at[32], day[16];
	const struct hole holes[] = { { "signer", c->signer }, { "day", day }, { NULL, NULL } };

	snprintf(day, sizeof(day), "%.10s", report_moment(c->signed_ms, at));
	fill(out, consent_says(l, c->paper ? "signed-paper" : "signed-here"), holes);
	if (*c->language)
		buf_addf(out, " %s", says_of(l, "read", c->language));
}

static void put_ended(const struct consent *c, enum consent_language l, struct buf *out)
{
	char at[32], day[16];
	const struct hole holes[] = {
		{ "day", day },
		{ "why", own(l, own(l, c->why, "by-patient"), "in-writing") },
		{ NULL, NULL },
	};

	snprintf(day, sizeof(day), "%.10s", report_moment(c->ended_ms, at));
	fill(out, consent_says(l, *c->why ? "ended-why" : "ended"), holes);
}

void consent_write_state(const struct consent *c, int64_t now_utc_ms, enum consent_language l,
			 struct buf *out)
{
	const bool is_over = c->ended_ms || consent_state(c, now_utc_ms) == CONSENT_INACTIVE;

	if (c->signed_ms)
		put_signed(c, l, out);
	else if (!is_over)
		buf_adds(out, consent_says(l, "unsigned"));
	if (is_over)
		buf_adds(out, c->signed_ms ? " " : "");
	if (c->ended_ms)
		put_ended(c, l, out);
	else if (is_over)
		buf_adds(out, consent_says(l, "over"));
}

/* ---- what was given out ---- */

/* "attendance and notes", as it stands in the row; in another language the names, by commas. */
static void put_given(const char *what, enum consent_language l, struct buf *out)
{
	const size_t from = out->n;

	for (const struct consent_what_row *w = consent_whats; l != CONSENT_EN && w->word;
	     w++) {
		const char *says = says_of(l, "what", w->word);

		if (!strstr(what, w->word))
			continue;
		buf_adds(out, out->n > from ? ", " : "");
		buf_add(out, says, strcspn(says, ":"));
	}
	if (out->n == from)
		buf_adds(out, what);
}

void consent_write_use(const struct consent_use *u, enum consent_language l, struct buf *out)
{
	const char *ground = says_of(l, "ground", u->ground);
	struct buf what, why;
	char at[32], day[16];

	buf_init(&what, CONSENT_WHATS_MAX);
	buf_init(&why, CONSENT_ROW_MAX);
	put_given(u->what, l, &what);
	buf_addf(&why, "%s%s", *u->why ? ", " : "", u->why);
	snprintf(day, sizeof(day), "%.10s", report_moment(u->utc_ms, at));
	const struct hole holes[] = {
		{ "day", day },
		{ "what", buf_text(&what) },
		{ "recipient", *u->recipient ? u->recipient : consent_says(l, "you") },
		{ "ground", *ground ? ground : u->ground },
		{ "why", buf_text(&why) },
		{ NULL, NULL },
	};

	fill(out, consent_says(l, "use"), holes);
	buf_adds(out, "\n");
	buf_finish(&what);
	buf_finish(&why);
}
