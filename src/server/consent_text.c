/* SPDX-License-Identifier: MIT */
/* The kinds of consents and of information, and a consent in words. */
#include <stdio.h>
#include <string.h>

#include "schedule/zone.h"
#include "server/consent.h"
#include "server/report.h"

const struct consent_what_row consent_whats[] = {
	{ CONSENT_ATTENDANCE, "attendance", "the days and minutes of my group sessions" },
	{ CONSENT_MEASURES, "measures", "my scores on forms such as the PHQ-9" },
	{ CONSENT_WORKSHEETS, "worksheets", "my answers on forms, and what was said to them" },
	{ CONSENT_NOTES, "notes", "notes on my sessions" },
	{ CONSENT_MESSAGES, "messages", "what I wrote in my groups" },
	{ CONSENT_REQUESTS, "requests", "what I asked for: days off, other times" },
	{ CONSENT_REPORTS, "reports", "what I told staff about a message" },
	{ CONSENT_COUNSELLING, "counselling",
	  "notes on what was said in counselling, which are kept apart from my record" },
	{ 0, NULL, NULL },
};

const struct consent_kind consent_kinds[] = {
	{ "named", CONSENT_RECORD, false, NULL, NULL,
	  "Who gets it may not pass it on, unless I agree in writing or the law allows it." },
	{ "tpo", CONSENT_RECORD, true,
	  "my treating providers, health plans, third-party payers, and people helping to "
	  "operate this program",
	  "all future treatment, payment and health care operations",
	  "Who gets it may pass it on as HIPAA allows. It may not be used in a case against "
	  "me, unless I agree to that in a paper of its own, or a court orders it." },
	{ "counselling", CONSENT_COUNSELLING, false, NULL, NULL,
	  "This paper is about counselling notes and nothing else. I can say no, and my "
	  "treatment goes on." },
	{ "legal", CONSENT_RECORD, false, NULL, NULL,
	  "This paper is for a legal case and nothing else. What I give can be used in that "
	  "case, also against me. I can say no, and my treatment goes on." },
	{ NULL, 0, false, NULL, NULL, NULL },
};

const struct consent_kind *consent_find_kind(const char *word)
{
	for (const struct consent_kind *k = consent_kinds; k->word; k++)
		if (strcmp(k->word, word) == 0)
			return k;
	return NULL;
}

const char *consent_state_word(enum consent_state s)
{
	static const char *const words[] = { "proposed", "active", "inactive" };

	return words[s];
}

static unsigned read_one(struct str word)
{
	if (str_is(word, "record"))
		return CONSENT_RECORD;
	for (const struct consent_what_row *w = consent_whats; w->word; w++)
		if (str_is(word, w->word))
			return w->bit;
	return 0;
}

bool consent_read_what(const char *text, unsigned *out)
{
	*out = 0;
	while (*text) {
		const size_t n = strcspn(text, ", ");
		const unsigned bit = n ? read_one((struct str) { text, n }) : 0;

		if (n && !bit)
			return false;
		*out |= bit;
		text += n;
		text += strspn(text, ", ");
	}
	return *out != 0;
}

void consent_say_what(unsigned what, struct buf *out)
{
	for (const struct consent_what_row *w = consent_whats; w->word; w++) {
		if (!(what & w->bit))
			continue;
		what &= ~w->bit;
		buf_addf(out, "%s%s", w->word,
			 !what                 ? ""
			 : (what & (what - 1)) ? ", "
					       : " and ");
	}
}

bool consent_read_day(const char *text, int64_t *utc_ms)
{
	struct local day = { .hour = 0 };
	int end = 0;

	if (sscanf(text, "%4d-%2d-%2d%n", &day.year, &day.month, &day.day, &end) != 3 ||
	    end != 10 || text[end] || day.year < 1970 || day.month < 1 || day.month > 12 ||
	    day.day < 1 || day.day > 31)
		return false;
	*utc_ms = zone_utc_ms("UTC", &day);
	return true;
}

void consent_write_text(const struct consent *c, struct buf *out)
{
	buf_addf(out,
		 "Consent %lld, by 42 CFR 2.31.\n"
		 "I am %s. I let %s give out what is in this list:\n",
		 (long long)c->number, c->patient, c->discloser);
	for (const struct consent_what_row *w = consent_whats; w->word; w++)
		if (c->what & w->bit)
			buf_addf(out, "%s: %s\n", w->word, w->says);
	buf_addf(out,
		 "All of it comes from treatment for substance use. So it shows that I am "
		 "treated, or was treated, for substance use.\n"
		 "Who gets it: %s.\n"
		 "What it is for: %s.\n"
		 "When this ends: %s.\n"
		 "%s\n"
		 "I can take this back at any time, in writing: here, by /revoke %lld, or in a "
		 "letter to %s. From then on nothing more is given out. What was given out "
		 "before, or done because of it, stays.\n",
		 c->recipient, c->purpose, c->until, c->kind->passed_on, (long long)c->number,
		 c->discloser);
}

void consent_write_state(const struct consent *c, int64_t now_utc_ms, struct buf *out)
{
	char at[32];

	if (c->signed_ms)
		buf_addf(out, "Signed by %s on %.10s, %s.", c->signer,
			 report_moment(c->signed_ms, at), c->paper ? "on paper" : "here");
	if (c->ended_ms)
		buf_addf(out, "%sTaken back on %.10s%s%s.", c->signed_ms ? " " : "",
			 report_moment(c->ended_ms, at), *c->why ? ": " : "", c->why);
	else if (consent_state(c, now_utc_ms) == CONSENT_INACTIVE)
		buf_addf(out, "%sIts time is over.", c->signed_ms ? " " : "");
}
