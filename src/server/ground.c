/* SPDX-License-Identifier: MIT */
#include "server/ground.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "server/report.h"

enum {
	OUT = GROUND_GIVES | GROUND_NOTICES,
	OUTSIDE = OUT | GROUND_NEEDS_RECIPIENT | GROUND_NEEDS_WHY | GROUND_NEEDS_BY,
	BY_CONSENT = OUT | GROUND_NEEDS_PERSON | GROUND_NEEDS_CONSENT,
};

const struct ground_row ground_rows[] = {
	{ "internal", "42 CFR 2.12(c)(3)",
	  "use inside this program, by those who need it for their work. This is no "
	  "disclosure: nobody outside may have it",
	  0 },
	{ "patient", "42 CFR 2.23", "the patient's own record, for the patient",
	  GROUND_GIVES | GROUND_OWN | GROUND_NEEDS_PERSON },
	{ "consent", "42 CFR 2.33", "the patient's consent", BY_CONSENT },
	{ "treatment", "42 CFR 2.33(b)", "treatment, by the patient's consent",
	  BY_CONSENT | GROUND_NEEDS_RECIPIENT },
	{ "payment", "42 CFR 2.33(b)", "payment, by the patient's consent",
	  BY_CONSENT | GROUND_NEEDS_RECIPIENT },
	{ "operations", "42 CFR 2.33(b)", "health care operations, by the patient's consent",
	  BY_CONSENT | GROUND_NEEDS_RECIPIENT },
	{ "service", "42 CFR 2.12(c)(4)", "a qualified service organization", OUTSIDE },
	{ "emergency", "42 CFR 2.51", "a medical emergency", OUTSIDE | GROUND_NEEDS_PERSON },
	{ "research", "42 CFR 2.52", "research", OUTSIDE },
	{ "audit", "42 CFR 2.53", "an audit or evaluation", OUTSIDE },
	{ "court", "42 CFR 2.61 to 2.67", "a court order", OUTSIDE },
	{ NULL, NULL, NULL, 0 },
};

const struct ground_command ground_commands[] = {
	{ "attendance", CONSENT_ATTENDANCE, true },
	{ "hours", CONSENT_ATTENDANCE, true },
	{ "note", CONSENT_NOTES, true },
	{ "reports", CONSENT_REPORTS, false },
	{ "worksheets", CONSENT_WORKSHEETS, false },
	{ "worksheets export", CONSENT_WORKSHEETS | CONSENT_MEASURES, true },
	{ "record", CONSENT_RECORD, true },
	{ NULL, 0, false },
};

const struct ground_command *ground_find_command(const char *words)
{
	for (const struct ground_command *c = ground_commands; c->words; c++)
		if (strcmp(c->words, words) == 0)
			return c;
	return NULL;
}

static bool is_said(const char *text)
{
	return text && *text;
}

/* "consent:3" */
static const struct ground_row *find_row(const char *words, int64_t *number, struct err *err)
{
	const size_t n = strcspn(words, ":");
	struct buf all;

	*number = words[n] ? strtoll(words + n + 1, NULL, 10) : 0;
	buf_init(&all, 512);
	for (const struct ground_row *r = ground_rows; r->word; r++) {
		const bool counts = strcmp(r->word, "consent") == 0;

		if (str_is((struct str) { words, n }, r->word) && counts == (*number > 0)) {
			buf_finish(&all);
			return r;
		}
		buf_addf(&all, "%s%s%s", all.n ? ", " : "", r->word, counts ? ":NUMBER" : "");
	}
	err_set(err, ERR_BAD_INPUT, "%s%s%s, one of %s: see porchlightd(8), GROUNDS",
		*words ? "no such ground: " : "say with --for why this may be given out", words,
		"", buf_text(&all));
	buf_finish(&all);
	return NULL;
}

/* ---- consents ---- */

static const struct consent *newest_for_all(const struct consents *all, int64_t member,
					    int64_t now_utc_ms)
{
	for (size_t i = all->count; i-- > 0;)
		if (all->all[i].member == member && all->all[i].kind->everybody &&
		    consent_state(&all->all[i], now_utc_ms) == CONSENT_ACTIVE)
			return &all->all[i];
	return NULL;
}

static bool find_consent(const struct consents *all, const struct ground_ask *ask,
			 int64_t number, struct ground *out, struct err *err)
{
	if (!number && ask->member) {
		out->consent = newest_for_all(all, ask->member, ask->now_utc_ms);
		return out->consent ||
		       err_set(err, ERR_REFUSED,
			       "this person has signed no consent for treatment, payment and "
			       "operations: porchlightd consent offer NAME --kind tpo");
	}
	out->consent = consents_find(all, number);
	if (number && !out->consent)
		return err_set(err, ERR_NOT_FOUND, "there is no consent %" PRId64, number);
	return true;
}

static bool holds(const struct ground_ask *ask, const struct ground *g, struct err *err)
{
	static const char *const whys[] = { "is not signed", "", "is over, or was taken back" };
	const struct consent *c = g->consent;
	const enum consent_state state = consent_state(c, ask->now_utc_ms);

	if (ask->member && ask->member != c->member)
		return err_set(err, ERR_REFUSED, "consent %" PRId64 " is of another person",
			       c->number);
	if (state != CONSENT_ACTIVE)
		return err_set(err, ERR_REFUSED, "consent %" PRId64 " %s", c->number,
			       whys[state]);
	if (!(c->what & ask->command->what))
		return err_set(err, ERR_REFUSED, "consent %" PRId64 " is not about that",
			       c->number);
	if (!c->kind->everybody && is_said(ask->recipient) &&
	    strcmp(ask->recipient, c->recipient) != 0)
		return err_set(err, ERR_REFUSED, "consent %" PRId64 " is for %s, nobody else",
			       c->number, c->recipient);
	return true;
}

static bool take_consent(const struct consents *all, const struct ground_ask *ask,
			 int64_t number, struct ground *out, struct err *err)
{
	if (!find_consent(all, ask, number, out, err))
		return false;
	if (!out->consent)
		return true; /* that no person is named is said later */
	if (!holds(ask, out, err))
		return false;
	out->member = out->consent->member;
	out->what &= out->consent->what;
	if (!out->consent->kind->everybody)
		out->recipient = out->consent->recipient;
	return true;
}

/* ---- all grounds ---- */

static bool has_what_it_needs(const struct ground_ask *ask, const struct ground *g,
			      struct err *err)
{
	const struct {
		unsigned need;
		bool there;
		const char *how;
	} all[] = {
		{ GROUND_NEEDS_PERSON, ask->command->one, "can be of a whole group only" },
		{ GROUND_NEEDS_PERSON, g->member > 0, "needs one person: --person NAME" },
		{ GROUND_NEEDS_RECIPIENT, is_said(g->recipient),
		  "needs who gets it: --recipient NAME" },
		{ GROUND_NEEDS_WHY, is_said(g->why), "needs what happened: --why WHY" },
		{ GROUND_NEEDS_BY, is_said(g->by), "needs who gives it out: --by NAME" },
	};
	const unsigned needs =
		g->row->needs |
		(g->consent && g->consent->kind->everybody ? GROUND_NEEDS_RECIPIENT : 0);

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if ((needs & all[i].need) && !all[i].there)
			return err_set(err, ERR_BAD_INPUT, "%s --for %s (%s) %s",
				       ask->command->words, ask->words, g->row->law,
				       all[i].how);
	return true;
}

static void say(struct ground *g)
{
	const struct consent *c = g->consent;
	struct buf text;
	char at[32];

	buf_init(&text, sizeof(g->says) - 1);
	if (c) {
		buf_addf(&text, "Allowed: consent %" PRId64 ", signed %.10s, covers ",
			 c->number, report_moment(c->signed_ms, at));
		consent_say_what(c->what, &text);
		buf_addf(&text, ", to %s, ", g->recipient);
		if (c->kind->everybody)
			buf_addf(&text, "one of: %s, for %s, ", c->recipient, g->row->word);
		buf_addf(&text, "until %s.", c->until);
	} else {
		buf_addf(&text, "Allowed: %s (%s)", g->row->says, g->row->law);
		if (is_said(g->recipient))
			buf_addf(&text, ", to %s", g->recipient);
		if (is_said(g->why))
			buf_addf(&text, ", because: %s", g->why);
		buf_adds(&text, ".");
	}
	memcpy(g->says, buf_text(&text), text.n + 1);
	buf_finish(&text);
}

bool ground_decide(const struct consents *all, const struct ground_ask *ask, struct ground *out,
		   struct err *err)
{
	int64_t number;

	*out = (struct ground) { .member = ask->member,
				 .what = ask->command->what,
				 .recipient = ask->recipient,
				 .why = ask->why,
				 .by = ask->by };
	out->row = find_row(ask->words ? ask->words : "", &number, err);
	if (!out->row)
		return false;
	if ((out->row->needs & GROUND_NEEDS_CONSENT) &&
	    !take_consent(all, ask, number, out, err))
		return false;
	if (!has_what_it_needs(ask, out, err))
		return false;
	say(out);
	return true;
}

/* ---- what goes along ---- */

static bool notices(const struct ground *g)
{
	return g && (g->row->needs & GROUND_NOTICES);
}

void ground_put_words(const struct ground *g, FILE *out)
{
	if (notices(g))
		fprintf(out, "%s\n%s\n\n", GROUND_NOTICE, g->says);
}

void ground_put_csv(const struct ground *g, FILE *out, int columns)
{
	char text[sizeof(GROUND_NOTICE) + sizeof(g->says)];

	if (!notices(g))
		return;
	snprintf(text, sizeof(text), "%s %s", GROUND_NOTICE, g->says);
	fputs("notice", out);
	for (int i = 1; i < columns; i++)
		fputc(',', out);
	report_put_cell(out, text);
	fputs("\r\n", out);
}

void ground_put_meta(const struct ground *g, FILE *out)
{
	if (!notices(g))
		return;
	fputs(",\"meta\":{\"security\":[{\"system\":"
	      "\"http://terminology.hl7.org/CodeSystem/v3-ActCode\",\"code\":\"42CFRPart2\"},"
	      "{\"display\":\"" GROUND_NOTICE "\"},{\"display\":",
	      out);
	report_put_string(out, g->says);
	fputs("}]}", out);
}
