/* SPDX-License-Identifier: MIT */
/* What the connection costs, in words; and the amounts that a person writes. */
#include <ctype.h>
#include <libintl.h>
#include <string.h>

#include "view/words.h"

#define _(s) gettext(s)

enum { AMOUNT_DIGITS = 9, FRACTION_DIGITS = 3 };

static uint64_t both(struct pl_bytes b)
{
	return b.up > UINT64_MAX - b.down ? UINT64_MAX : b.up + b.down;
}

static const char *amount(struct arena *a, struct pl_bytes b)
{
	return words_bytes(a, both(b));
}

const char *words_data(struct arena *a, const struct pl_data *d)
{
	return arena_fmt(a, _("This session: %s. Today: %s. This month: %s."),
			 amount(a, d->session), amount(a, d->today), amount(a, d->month));
}

const char *words_data_sent(struct arena *a, const struct pl_data *d)
{
	return arena_fmt(a,
			 _("Of that you sent: this session %s, today %s, this month %s. The "
			   "rest came in."),
			 words_bytes(a, d->session.up), words_bytes(a, d->today.up),
			 words_bytes(a, d->month.up));
}

const char *words_data_hour(struct arena *a, const struct pl_data *d)
{
	if (!d->hour)
		return _("What an hour costs can be told after 10 minutes.");
	return arena_fmt(a, _("An hour like the last one costs %s."), words_bytes(a, d->hour));
}

const char *words_data_reconnect(struct arena *a, const struct pl_data *d)
{
	return arena_fmt(a, _("The last time it connected, that cost %s."),
			 words_bytes(a, d->reconnect));
}

const char *words_data_allowance(struct arena *a, const struct pl_data *d)
{
	uint64_t used = both(d->month);

	if (!d->allowance)
		return _("You have set no limit for the month.");
	if (used >= d->allowance)
		return arena_fmt(a, _("Of your %s for the month nothing is left."),
				 words_bytes(a, d->allowance));
	return arena_fmt(a, _("Of your %s for the month %s is left."),
			 words_bytes(a, d->allowance), words_bytes(a, d->allowance - used));
}

const char *words_data_notice(struct arena *a, const struct pl_data *d, int percent)
{
	const char *used = amount(a, d->month), *all = words_bytes(a, d->allowance);

	if (percent >= 100)
		return arena_fmt(a,
				 _("You have used your data for this month: %s of %s. "
				   "Nothing is cut off. Type /data to see more."),
				 used, all);
	return arena_fmt(
		a, _("You have used over %d percent of your data for this month: %s of %s."),
		percent, used, all);
}

const char *words_metered(const struct pl_data *d)
{
	if (d->metered == PL_METERED_AUTO)
		return d->is_metered
			       ? _("Metered is on, since you set a limit. Nothing is fetched "
				   "that you did not ask for.")
			       : _("Metered is off, since you set no limit for the month.");
	return d->is_metered ? _("Metered is on. Nothing is fetched that you did not ask for.")
			     : _("Metered is off.");
}

const char *words_missing(struct arena *a, int64_t n)
{
	return arena_fmt(a,
			 ngettext("%lld message is missing here. Type /older to get it.",
				  "%lld messages are missing here. Type /older to get them.",
				  (unsigned long)n),
			 (long long)n);
}

const char *words_getting(struct arena *a, int64_t n)
{
	return arena_fmt(a,
			 ngettext("Getting %lld older message.", "Getting %lld older messages.",
				  (unsigned long)n),
			 (long long)n);
}

/* ---- what a person writes ---- */

/* Up to so many digits, as a number; false: none, or more. */
static bool digits(const char **p, int most, uint64_t *out, int *n)
{
	*out = 0;
	for (*n = 0; isdigit((unsigned char)**p); ++*n, ++*p) {
		if (*n == most)
			return false;
		*out = *out * 10 + (uint64_t)(**p - '0');
	}
	return *n > 0;
}

static bool unit(const char *p, uint64_t *out)
{
	static const struct {
		const char *word;
		uint64_t bytes;
	} rows[] = { { "KB", 1000 }, { "MB", 1000000 }, { "GB", 1000000000 } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (strcasecmp(p, rows[i].word) == 0) {
			*out = rows[i].bytes;
			return true;
		}
	return false;
}

bool words_read_bytes(const char *text, uint64_t *out)
{
	uint64_t whole, part = 0, bytes;
	int n;

	*out = 0;
	if (strcasecmp(text, "none") == 0)
		return true;
	if (!digits(&text, AMOUNT_DIGITS, &whole, &n))
		return false;
	if (*text == '.') {
		text++;
		if (!digits(&text, FRACTION_DIGITS, &part, &n))
			return false;
		for (; n < FRACTION_DIGITS; n++)
			part *= 10;
	}
	if (!unit(text + strspn(text, " \t"), &bytes))
		return false;
	*out = whole * bytes + part * (bytes / 1000);
	return *out > 0;
}

bool words_read_metered(const char *text, enum pl_metered *out)
{
	static const char *const rows[PL_METERED_WAYS] = { "auto", "yes", "no" };

	for (int i = 0; i < PL_METERED_WAYS; i++)
		if (strcasecmp(text, rows[i]) == 0) {
			*out = (enum pl_metered)i;
			return true;
		}
	return false;
}
