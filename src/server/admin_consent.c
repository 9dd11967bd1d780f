/* SPDX-License-Identifier: MIT */
/* Consents: prepared here, signed by the patient in the client or on paper; and the accounting of
 * what was given out. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "server/consent_words.h"
#include "server/giving.h"
#include "server/report.h"
#include "text/utf8.h"
#include "wire/limits.h"

/* ---- what is said of one ---- */

enum {
	PATIENT,
	DISCLOSER,
	RECIPIENT,
	PURPOSE,
	WHAT,
	UNTIL,
	CATEGORY,
	PURPOSE_ES,
	UNTIL_ES,
	SAID,
	OPTIONS = PURPOSE_ES, /* those behind it are in files alone */
};

static const char *const keys[SAID] = {
	[PATIENT] = "patient",     [DISCLOSER] = "discloser",
	[RECIPIENT] = "recipient", [PURPOSE] = "purpose",
	[WHAT] = "what",           [UNTIL] = "until",
	[CATEGORY] = "category",   [PURPOSE_ES] = "purpose.es",
	[UNTIL_ES] = "until.es",
};

struct offer {
	struct consents log;
	struct arena mem;
	const char *said[SAID]; /* NULL: it is not */
	struct consent consent; /* of them */
};

static bool take_said(void *user, const char *key, const char *value, struct err *err)
{
	struct offer *o = user;

	for (size_t i = 0; i < SAID; i++) {
		if (strcmp(keys[i], key) != 0)
			continue;
		o->said[i] = utf8_clean_name(&o->mem, str_of(value), WIRE_TEXT_MAX);
		if (strlen(o->said[i]) <= CONSENT_WORDS_MAX)
			return true;
		return err_set(err, ERR_TOO_LARGE, "%s has at most %d bytes", key,
			       CONSENT_WORDS_MAX);
	}
	return err_set(err, ERR_BAD_INPUT, "a consent has no '%s'", key);
}

/* The file first, and the options over it. */
static bool read_said(const struct admin *a, struct offer *o, struct err *err)
{
	const char *file = options_find(&a->options, "file");

	if (file && !conf_each(file, take_said, o, err))
		return false;
	for (size_t i = 0; i < OPTIONS; i++) {
		const char *given = options_find(&a->options, keys[i]);

		if (given && !take_said(o, keys[i], given, err))
			return false;
	}
	return true;
}

static const char *said_or(const struct offer *o, size_t which, const char *otherwise)
{
	return o->said[which] && *o->said[which] ? o->said[which] : otherwise;
}

static bool is_whole(const struct offer *o, struct err *err)
{
	const struct consent *c = &o->consent;
	const struct {
		const char *text, *how;
	} all[] = {
		{ c->recipient, "who gets it: --recipient NAME" },
		{ c->purpose, "what it is for: --purpose WORDS" },
		{ c->until, "when it ends: --until DAY, or what ends it, in words" },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!all[i].text)
			return err_set(err, ERR_BAD_INPUT, "a consent says %s", all[i].how);
	return true;
}

/* NULL: it has to be said. */
static const char *of_everybody(const struct consent *c, const char *key)
{
	return c->kind->everybody ? consent_says(CONSENT_EN, key) : NULL;
}

static bool fill(struct offer *o, struct err *err)
{
	struct consent *c = &o->consent;
	const char *kind = said_or(o, CATEGORY, "named"), *what = said_or(o, WHAT, "");

	c->kind = consent_find_kind(kind);
	if (!c->kind)
		return err_set(err, ERR_BAD_INPUT,
			       "--category is named, tpo, counselling or legal, not '%s'",
			       kind);
	if (!consent_read_what(what, &c->what) || (c->what & ~c->kind->most))
		return err_set(err, ERR_BAD_INPUT,
			       "--what says the kinds of information for '%s', as "
			       "attendance,measures; counselling stands alone: not '%s'",
			       kind, what);
	c->number = (int64_t)o->log.count + 1;
	c->patient = said_or(o, PATIENT, c->patient);
	c->discloser = said_or(o, DISCLOSER, consent_says(CONSENT_EN, "this-program"));
	c->recipient = said_or(o, RECIPIENT, of_everybody(c, "tpo-recipient"));
	c->purpose = said_or(o, PURPOSE, of_everybody(c, "tpo-purpose"));
	c->until = said_or(o, UNTIL, NULL);
	return is_whole(o, err);
}

/* In all languages; false: it is too long in one. */
static bool write_texts(const struct offer *o, struct buf text[CONSENT_LANGUAGES])
{
	struct consent es = o->consent;
	const struct consent *const in[CONSENT_LANGUAGES] = {
		[CONSENT_EN] = &o->consent, [CONSENT_ES] = &es
	};
	bool good = true;

	es.purpose = said_or(o, PURPOSE_ES, es.purpose);
	es.until = said_or(o, UNTIL_ES, es.until);
	for (int l = 0; l < CONSENT_LANGUAGES; l++) {
		buf_init(&text[l], CONSENT_ROW_MAX);
		consent_write_text(in[l], (enum consent_language)l, &text[l]);
		good = good && text[l].n <= CONSENT_TEXT_MAX;
	}
	return good;
}

static bool put_offer(struct admin *a, struct offer *o, struct err *err)
{
	const struct consent *c = &o->consent;
	struct buf what, text[CONSENT_LANGUAGES];
	struct body_field f[CONSENT_FIELDS];
	bool good = write_texts(o, text) ||
		    err_set(err, ERR_TOO_LARGE, "the consent is too long: say less in it");

	buf_init(&what, CONSENT_WHATS_MAX);
	for (const struct consent_what_row *w = consent_whats; w->word; w++)
		if (c->what & w->bit)
			buf_addf(&what, "%s%s", what.n ? "," : "", w->word);
	consent_fields(f, "offer", c->number);
	consent_field(f, CONSENT_F_KIND, c->kind->word);
	consent_field(f, CONSENT_F_WHAT, buf_text(&what));
	consent_field(f, CONSENT_F_PATIENT, c->patient);
	consent_field(f, CONSENT_F_DISCLOSER, c->discloser);
	consent_field(f, CONSENT_F_RECIPIENT, c->recipient);
	consent_field(f, CONSENT_F_PURPOSE, c->purpose);
	consent_field(f, CONSENT_F_UNTIL, c->until);
	for (int l = 0; l < CONSENT_LANGUAGES; l++)
		consent_field(f, (enum consent_field)(CONSENT_F_TEXT + l), buf_text(&text[l]));
	good = good && giving_put(a, &o->log, c->member, f, err);
	buf_finish(&what);
	for (int l = 0; l < CONSENT_LANGUAGES; l++)
		buf_finish(&text[l]);
	return good;
}

static void put_others(const struct consent *c, enum consent_language first)
{
	for (int l = 0; l < CONSENT_LANGUAGES; l++)
		if ((enum consent_language)l != first && *c->texts[l])
			printf("\nThe same in %s:\n%s",
			       consent_language_name((enum consent_language)l), c->texts[l]);
}

bool admin_consent_offer(struct admin *a, struct err *err)
{
	struct offer o = { .consent = { .number = 0 } };
	struct report people = { .group = NULL };
	bool good = admin_find_user(a, a->args[0], &o.consent.member, err) &&
		    report_read_people(&people, a, err) && giving_read(a, &o.log, err) &&
		    read_said(a, &o, err);

	if (good) {
		o.consent.patient = report_name(&people, o.consent.member);
		good = fill(&o, err) && put_offer(a, &o, err);
	}
	if (good) {
		const struct consent *c = &o.log.all[o.log.count - 1];

		fputs(c->texts[CONSENT_EN], stdout);
		put_others(c, CONSENT_EN);
		printf("\nConsent %zu waits for %s to sign it: /consents in the client, or "
		       "porchlightd consent signed %zu --paper DAY\n",
		       o.log.count, a->args[0], o.log.count);
	}
	consents_finish(&o.log);
	report_finish(&people);
	arena_finish(&o.mem);
	return good;
}

/* ---- one that is there ---- */

static bool open_consent(struct admin *a, struct consents *log, const struct consent **c,
			 struct err *err)
{
	char *end;
	const int64_t number = strtoll(a->args[0], &end, 10);

	if (!isdigit((unsigned char)*a->args[0]) || *end)
		return err_set(err, ERR_BAD_INPUT, "a consent is a number, not '%s'",
			       a->args[0]);
	if (!admin_open(a, err) || !giving_read(a, log, err))
		return false;
	*c = consents_find(log, number);
	return *c || err_set(err, ERR_NOT_FOUND, "there is no consent %" PRId64, number);
}

static void put_state(const struct consent *c)
{
	struct buf state;

	buf_init(&state, CONSENT_TEXT_MAX);
	consent_write_state(c, clock_utc_ms(), CONSENT_EN, &state);
	puts(buf_text(&state));
	buf_finish(&state);
}

/* "": that is not said. */
static bool is_language(const char *in, struct err *err)
{
	enum consent_language l;

	return !*in || consent_find_language(in, &l) ||
	       err_set(err, ERR_BAD_INPUT, "--language is en or es, not '%s'", in);
}

static bool has_language(const struct consent *c, const char *in, struct err *err)
{
	enum consent_language l;

	return !consent_find_language(in, &l) || *c->texts[l] ||
	       err_set(err, ERR_REFUSED, "consent %" PRId64 " has no words in %s", c->number,
		       consent_language_name(l));
}

bool admin_consent_signed(struct admin *a, struct err *err)
{
	const char *day = admin_option(a, "paper", ""), *in = admin_option(a, "language", "");
	struct consents log = { .count = 0 };
	struct body_field f[CONSENT_FIELDS];
	const struct consent *c;
	int64_t day_ms;
	bool good = consent_read_day(day, &day_ms) ||
		    err_set(err, ERR_BAD_INPUT,
			    "--paper is the day on the paper, as 2026-11-26, not '%s'", day);

	good = good && is_language(in, err) && open_consent(a, &log, &c, err) &&
	       has_language(c, in, err);
	if (good &&
	    (day_ms > clock_utc_ms() || consent_state(c, clock_utc_ms()) != CONSENT_PROPOSED))
		good = err_set(err, ERR_REFUSED,
			       "consent %" PRId64 " does not wait to be signed on that day",
			       c->number);
	if (good) {
		consent_fields(f, "sign", c->number);
		consent_field(f, CONSENT_F_SIGNER, admin_option(a, "signer", c->patient));
		consent_field(f, CONSENT_F_LANGUAGE, in);
		f[CONSENT_F_PAPER].number = day_ms;
		f[CONSENT_F_PAPER].there = true;
		good = giving_put(a, &log, c->member, f, err);
	}
	if (good)
		put_state(consents_find(&log, f[CONSENT_F_NUMBER].number));
	consents_finish(&log);
	return good;
}

bool admin_consent_revoke(struct admin *a, struct err *err)
{
	struct consents log = { .count = 0 };
	struct body_field f[CONSENT_FIELDS];
	const struct consent *c;
	bool good = open_consent(a, &log, &c, err);

	if (good && c->ended_ms)
		good = err_set(err, ERR_REFUSED, "consent %" PRId64 " was taken back before",
			       c->number);
	if (good) {
		consent_fields(f, "revoke", c->number);
		consent_field(f, CONSENT_F_WHY, admin_option(a, "why", "in writing"));
		good = giving_put(a, &log, c->member, f, err);
	}
	if (good)
		put_state(consents_find(&log, f[CONSENT_F_NUMBER].number));
	consents_finish(&log);
	return good;
}

bool admin_consent_show(struct admin *a, struct err *err)
{
	struct consents log = { .count = 0 };
	const struct consent *c;
	const bool good = open_consent(a, &log, &c, err);

	if (good) {
		const enum consent_language l = consent_read_in(c, CONSENT_EN);

		fputs(c->texts[l], stdout);
		put_state(c);
		put_others(c, l);
	}
	consents_finish(&log);
	return good;
}

/* ---- lists ---- */

struct list {
	struct consents log;
	struct report people;
	int64_t only; /* of this person; 0: of all */
};

static void put_consent(const struct list *l, const struct consent *c)
{
	struct buf what;

	buf_init(&what, CONSENT_WHATS_MAX);
	consent_say_what(c->what, &what);
	printf("%" PRId64 "\t%s\t%s\t%s\tto %s\t%s\tuntil %s\n", c->number,
	       report_name(&l->people, c->member),
	       consent_state_word(consent_state(c, clock_utc_ms())), c->kind->word,
	       c->recipient, buf_text(&what), c->until);
	buf_finish(&what);
}

static void put_consents(const struct list *l)
{
	for (size_t i = 0; i < l->log.count; i++)
		if (!l->only || l->log.all[i].member == l->only)
			put_consent(l, &l->log.all[i]);
}

static void put_uses(const struct list *l)
{
	char at[32];

	for (size_t i = l->log.uses_count; i-- > 0;) {
		const struct consent_use *u = &l->log.uses[i];

		if (l->only && u->member != l->only)
			continue;
		printf("%s\t%s\t%s\t%s", report_moment(u->utc_ms, at),
		       report_name(&l->people, u->member), u->what, u->ground);
		if (u->consent)
			printf(":%" PRId64, u->consent);
		printf("\t%s\t%s\t%s\t%s\n", u->recipient, u->why, u->by, u->command);
	}
}

static bool list(struct admin *a, void (*put)(const struct list *l), struct err *err)
{
	struct list l = { .only = 0 };
	const bool good = (a->args_count ? admin_find_user(a, a->args[0], &l.only, err)
					 : admin_open(a, err)) &&
			  report_read_people(&l.people, a, err) && giving_read(a, &l.log, err);

	if (good)
		put(&l);
	report_finish(&l.people);
	consents_finish(&l.log);
	return good;
}

bool admin_consent_list(struct admin *a, struct err *err)
{
	return list(a, put_consents, err);
}

bool admin_disclosures(struct admin *a, struct err *err)
{
	return list(a, put_uses, err);
}
