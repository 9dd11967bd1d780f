/* SPDX-License-Identifier: MIT */
/* The kinds of consents and of information, as one types them. */
#include <stdio.h>
#include <string.h>

#include "schedule/zone.h"
#include "server/consent.h"

const struct consent_what_row consent_whats[] = {
	{ CONSENT_ATTENDANCE, "attendance" },
	{ CONSENT_MEASURES, "measures" },
	{ CONSENT_WORKSHEETS, "worksheets" },
	{ CONSENT_NOTES, "notes" },
	{ CONSENT_MESSAGES, "messages" },
	{ CONSENT_REQUESTS, "requests" },
	{ CONSENT_REPORTS, "reports" },
	{ CONSENT_COUNSELLING, "counselling" },
	{ 0, NULL },
};

const struct consent_kind consent_kinds[] = {
	{ "named", CONSENT_RECORD, false },
	{ "tpo", CONSENT_RECORD, true },
	{ "counselling", CONSENT_COUNSELLING, false },
	{ "legal", CONSENT_RECORD, false },
	{ NULL, 0, false },
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
