/* SPDX-License-Identifier: MIT */
/* Consents, their chain, and what may be given out on which ground. */
#include "server/ground.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/admin.h"
#include "wire/wire.h"

#define NOW INT64_C(1795716000000) /* 26 November 2026, 18:00 in UTC */
#define DAY INT64_C(86400000)

enum { ANA = 2, BEN = 3, ROWS_MAX = 32 };

/* A log as the store has it. */
struct book {
	struct consents log;
	struct store_message rows[ROWS_MAX];
	size_t count;
};

static void put(struct book *b, int64_t member, int64_t utc_ms,
		const struct body_field f[CONSENT_FIELDS])
{
	struct err err = { .code = ERR_NONE };
	struct consents_row row;

	assert_true(consents_next(&b->log, member, utc_ms, f, &row));
	b->rows[b->count] =
		(struct store_message) { .seq = row.req.seq,
					 .member = member,
					 .utc_ms = row.req.utc_ms,
					 .text = row.req.a,
					 .mark = { mem_dup(row.mark, strlen(row.mark)),
						   strlen(row.mark) } };
	if (!consents_take(&b->log, &b->rows[b->count++], &err))
		fail_msg("%s", err.text);
}

static void offer(struct book *b, const char *kind, const char *what, const char *until)
{
	struct body_field f[CONSENT_FIELDS];

	consent_fields(f, "offer", (int64_t)b->log.count + 1);
	consent_field(f, CONSENT_F_KIND, kind);
	consent_field(f, CONSENT_F_WHAT, what);
	consent_field(f, CONSENT_F_PATIENT, "Ana");
	consent_field(f, CONSENT_F_DISCLOSER, "this program");
	consent_field(f, CONSENT_F_RECIPIENT, "County Clinic");
	consent_field(f, CONSENT_F_PURPOSE, "aftercare");
	consent_field(f, CONSENT_F_UNTIL, until);
	put(b, ANA, NOW, f);
}

static void sign(struct book *b, int64_t number)
{
	struct body_field f[CONSENT_FIELDS];

	consent_fields(f, "sign", number);
	consent_field(f, CONSENT_F_SIGNER, "Ana");
	put(b, ANA, NOW, f);
}

static void revoke(struct book *b, int64_t number)
{
	struct body_field f[CONSENT_FIELDS];

	consent_fields(f, "revoke", number);
	put(b, ANA, NOW + 1000, f);
}

static int set_up(void **state)
{
	*state = mem_get(sizeof(struct book));
	return 0;
}

static void drop(const struct store_message *row)
{
	free((char *)(uintptr_t)row->text.p);
	free((char *)(uintptr_t)row->mark.p);
}

static int tear_down(void **state)
{
	struct book *b = *state;

	for (size_t i = 0; i < b->count; i++)
		drop(&b->rows[i]);
	consents_finish(&b->log);
	free(b);
	return 0;
}

/* ---- consents ---- */

static void one_is_open_then_signed_then_over(void **state)
{
	struct book *b = *state;
	const struct consent *c;

	offer(b, "named", "attendance,measures", "2026-11-28");
	c = consents_find(&b->log, 1);
	assert_int_equal(consent_state(c, NOW), CONSENT_PROPOSED);
	sign(b, 1);
	c = consents_find(&b->log, 1);
	assert_int_equal(consent_state(c, NOW), CONSENT_ACTIVE);
	/* All of its last day counts. */
	assert_int_equal(consent_state(c, NOW + 2 * DAY), CONSENT_ACTIVE);
	assert_int_equal(consent_state(c, NOW + 3 * DAY), CONSENT_INACTIVE);
	revoke(b, 1);
	assert_int_equal(consent_state(consents_find(&b->log, 1), NOW), CONSENT_INACTIVE);
	assert_null(consents_find(&b->log, 2));
	assert_null(consents_find(&b->log, 0));
}

static void one_that_ends_by_an_event_has_no_day(void **state)
{
	struct book *b = *state;

	offer(b, "named", "record", "when my treatment ends");
	sign(b, 1);
	assert_int_equal(consent_state(consents_find(&b->log, 1), NOW + 9999 * DAY),
			 CONSENT_ACTIVE);
}

static void nobody_signs_for_another_or_twice(void **state)
{
	struct book *b = *state;
	const struct consent *c;

	offer(b, "named", "notes", "2027-01-01");
	c = consents_find(&b->log, 1);
	assert_string_equal(consent_may_sign(c, BEN, "Ben", NOW), WIRE_E_GONE);
	assert_string_equal(consent_may_sign(NULL, ANA, "Ana", NOW), WIRE_E_GONE);
	assert_string_equal(consent_may_sign(c, ANA, "  ", NOW), WIRE_E_FORM);
	assert_null(consent_may_sign(c, ANA, "Ana", NOW));
	sign(b, 1);
	assert_string_equal(consent_may_sign(consents_find(&b->log, 1), ANA, "Ana", NOW),
			    WIRE_E_STATE);
}

static void offer_in_both(struct book *b)
{
	struct body_field f[CONSENT_FIELDS];

	consent_fields(f, "offer", (int64_t)b->log.count + 1);
	consent_field(f, CONSENT_F_KIND, "named");
	consent_field(f, CONSENT_F_WHAT, "notes");
	consent_field(f, CONSENT_F_TEXT, "In English.\n");
	consent_field(f, CONSENT_F_TEXT_ES, "En espa\u00f1ol.\n");
	put(b, ANA, NOW, f);
}

static void state_is(const struct consent *c, enum consent_language l, const char *want)
{
	struct buf text;

	buf_init(&text, CONSENT_TEXT_MAX);
	consent_write_state(c, NOW, l, &text);
	assert_string_equal(buf_text(&text), want);
	buf_finish(&text);
}

/* Until it is signed the reader's own language counts, from then on that of the paper. */
static void what_was_signed_stays_in_its_language(void **state)
{
	struct book *b = *state;
	struct body_field f[CONSENT_FIELDS];
	const struct consent *c;

	offer_in_both(b);
	offer(b, "named", "notes", "2027-05-01"); /* as before there was Spanish */
	c = consents_find(&b->log, 1);
	assert_int_equal(consent_read_in(c, CONSENT_ES), CONSENT_ES);
	assert_int_equal(consent_read_in(c, CONSENT_EN), CONSENT_EN);
	state_is(c, CONSENT_ES, "Sin firmar.");
	consent_fields(f, "sign", 1);
	consent_field(f, CONSENT_F_SIGNER, "Ana");
	consent_field(f, CONSENT_F_LANGUAGE, "es");
	put(b, ANA, NOW, f);
	c = consents_find(&b->log, 1);
	assert_int_equal(consent_read_in(c, CONSENT_EN), CONSENT_ES);
	assert_string_equal(c->texts[CONSENT_ES], "En espa\u00f1ol.\n");
	state_is(c, CONSENT_EN, "Signed by Ana on 2026-11-26, here. Read in Spanish.");
	state_is(c, CONSENT_ES,
		 "Lo firm\u00f3 Ana el 2026-11-26, aqu\u00ed. Le\u00eddo en espa\u00f1ol.");
	sign(b, 2); /* a row without a language */
	c = consents_find(&b->log, 2);
	assert_int_equal(consent_read_in(c, CONSENT_ES), CONSENT_EN);
	state_is(c, CONSENT_EN, "Signed by Ana on 2026-11-26, here.");
}

/* ---- the chain ---- */

static bool is_whole(const struct book *b)
{
	struct consents log = { .count = 0 };
	struct err err = { .code = ERR_NONE };
	bool good = true;

	for (size_t i = 0; good && i < b->count; i++)
		good = consents_take(&log, &b->rows[i], &err);
	consents_finish(&log);
	return good;
}

static void each_changed_byte_of_a_row_is_found(void **state)
{
	struct book *b = *state;

	offer(b, "named", "attendance", "2027-05-01");
	sign(b, 1);
	revoke(b, 1);
	assert_true(is_whole(b));
	for (size_t i = 0; i < b->count; i++) {
		char *text = (char *)(uintptr_t)b->rows[i].text.p;

		for (size_t k = 0; k < b->rows[i].text.n; k++) {
			text[k] ^= 1;
			assert_false(is_whole(b));
			text[k] ^= 1;
		}
		b->rows[i].utc_ms++;
		assert_false(is_whole(b));
		b->rows[i].utc_ms--;
		b->rows[i].member++;
		assert_false(is_whole(b));
		b->rows[i].member--;
	}
	drop(&b->rows[1]);
	b->rows[1] = b->rows[2]; /* one is taken out */
	b->rows[1].seq = 2;
	b->rows[2] = (struct store_message) { .seq = 3 };
	assert_false(is_whole(b));
	b->count = 2;
}

/* A log of before there were languages is whole, and is read as it was. */
static void rows_of_before_keep_their_marks(void **state)
{
	static const struct {
		int64_t utc_ms;
		const char *text, *mark;
	} old[] = {
		{ 1795719281079,
		  "{\"act\":\"offer\",\"consent\":1,\"category\":\"named\",\"class\":\"notes\","
		  "\"patient"
		  "\":\"Ana\",\"organization\":\"this "
		  "program\",\"recipient\":\"Cy\",\"purpose\":\"care"
		  "\",\"period\":\"2027-01-01\",\"source\":\"Consent 1, by 42 CFR 2.31.\\nI am "
		  "Ana"
		  ". I let this program give out what is in this list:\\nnotes: notes on m"
		  "y sessions\\nAll of it comes from treatment for substance use. So it sh"
		  "ows that I am treated, or was treated, for substance use.\\nWho gets it"
		  ": Cy.\\nWhat it is for: care.\\nWhen this ends: 2027-01-01.\\nWho gets it"
		  " may not pass it on, unless I agree in writing or the law allows it.\\n"
		  "I can take this back at any time, in writing: here, by /revoke 1, or i"
		  "n a letter to this program. From then on nothing more is given out. Wh"
		  "at was given out before, or done because of it, stays.\\n\"}",
		  "d93df65ab5072349e99c634d2e2b46ed263a4a086bec928d98d888ae8a1c2ff8" },
		{ 1795719281124,
		  "{\"act\":\"sign\",\"consent\":1,\"performer\":\"Ana\",\"paper\":"
		  "1795132800000}",
		  "521411a087b2aaf5f6fcc9e0cc2f8ca35226cc89a02dc545203e9b04c6975837" },
	};
	struct consents log = { .count = 0 };
	struct err err = { .code = ERR_NONE };

	(void)state;
	for (int i = 0; i < 2; i++) {
		const struct store_message row = { .seq = i + 1,
						   .member = 1,
						   .utc_ms = old[i].utc_ms,
						   .text = str_of(old[i].text),
						   .mark = str_of(old[i].mark) };

		if (!consents_take(&log, &row, &err))
			fail_msg("%s", err.text);
	}
	assert_int_equal(consent_read_in(consents_find(&log, 1), CONSENT_ES), CONSENT_EN);
	assert_non_null(strstr(consents_find(&log, 1)->texts[CONSENT_EN], "I am Ana."));
	state_is(consents_find(&log, 1), CONSENT_EN, "Signed by Ana on 2026-11-20, on paper.");
	consents_finish(&log);
}

/* ---- grounds ---- */

static const struct row {
	const char *ground, *command;
	int64_t member;
	bool told;        /* recipient, why and by are said */
	const char *says; /* a part of why, or why not */
	bool allowed;
} rows[] = {
	{ NULL, "attendance", 0, true, "say with --for why", false },
	{ "because", "attendance", 0, true, "no such ground: because", false },
	{ "consent", "attendance", ANA, true, "no such ground: consent", false },
	{ "patient:1", "attendance", ANA, true, "no such ground: patient:1", false },
	{ "internal", "attendance", 0, false, "Allowed: use inside this program", true },
	{ "internal", "reports", 0, false, "Allowed: use inside this program", true },
	{ "patient", "attendance", 0, false, "needs one person", false },
	{ "patient", "attendance", ANA, false, "Allowed: the patient's own record", true },
	{ "patient", "reports", 0, false, "can be of a whole group only", false },
	{ "consent:1", "attendance", 0, false,
	  "Allowed: consent 1, signed 2026-11-26, covers attendance and measures, to County "
	  "Clinic, until 2027-05-01.",
	  true },
	{ "consent:1", "attendance", BEN, false, "consent 1 is of another person", false },
	{ "consent:1", "note", ANA, false, "consent 1 is not about that", false },
	{ "consent:1", "attendance", ANA, true, "consent 1 is for County Clinic, nobody else",
	  false },
	{ "consent:1", "worksheets export", 0, false, "Allowed: consent 1", true },
	{ "consent:1", "worksheets", 0, false, "consent 1 is not about that", false },
	{ "consent:2", "attendance", 0, false, "consent 2 is not signed", false },
	{ "consent:3", "attendance", 0, false, "consent 3 is over, or was taken back", false },
	{ "consent:9", "attendance", 0, false, "there is no consent 9", false },
	{ "treatment", "attendance", 0, true, "needs one person", false },
	{ "treatment", "attendance", BEN, true, "has signed no consent for treatment", false },
	{ "payment", "hours", ANA, true,
	  "to Somebody, one of: County Clinic, for payment, until", true },
	{ "operations", "hours", ANA, false, "needs who gets it", false },
	{ "consent:4", "hours", ANA, false, "needs who gets it", false },
	{ "consent:5", "note", ANA, false, "consent 5 is not about that", false },
	{ "emergency", "attendance", 0, true, "needs one person", false },
	{ "emergency", "attendance", ANA, true, "Allowed: a medical emergency (42 CFR 2.51)",
	  true },
	{ "audit", "reports", 0, true, "Allowed: an audit or evaluation", true },
	{ "audit", "reports", 0, false, "needs who gets it", false },
	{ "court", "attendance", ANA, false, "needs who gets it", false },
	{ "research", "attendance", 0, true, "Allowed: research", true },
	{ "service", "attendance", 0, true, "Allowed: a qualified service", true },
};

static void fill(struct book *b)
{
	offer(b, "named", "attendance,measures", "2027-05-01");
	sign(b, 1);
	offer(b, "named", "attendance", "2027-05-01");
	offer(b, "named", "attendance", "2027-05-01");
	sign(b, 3);
	revoke(b, 3);
	offer(b, "tpo", "record", "when my treatment ends");
	sign(b, 4);
	offer(b, "counselling", "counselling", "2027-05-01");
	sign(b, 5);
}

static void each_ground_allows_what_it_says_and_no_more(void **state)
{
	struct book *b = *state;

	fill(b);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *r = &rows[i];
		const struct ground_ask ask = { .words = r->ground,
						.command = ground_find_command(r->command),
						.member = r->member,
						.recipient = r->told ? "Somebody" : NULL,
						.why = r->told ? "Why" : NULL,
						.by = r->told ? "Gus" : NULL,
						.now_utc_ms = NOW + 5000 };
		struct err err = { .code = ERR_NONE };
		struct ground g;
		const bool good = ground_decide(&b->log, &ask, &g, &err);

		assert_int_equal(good, r->allowed);
		if (!strstr(good ? g.says : err.text, r->says))
			fail_msg("row %zu: '%s', not '%s'", i, good ? g.says : err.text,
				 r->says);
	}
}

/* The consent covers measures, and the command gives answers, too. */
static void no_more_goes_than_the_consent_covers(void **state)
{
	struct book *b = *state;
	struct ground_ask ask = { .words = "consent:1",
				  .command = ground_find_command("worksheets export"),
				  .now_utc_ms = NOW };
	struct err err = { .code = ERR_NONE };
	struct ground g;

	fill(b);
	assert_true(ground_decide(&b->log, &ask, &g, &err));
	assert_int_equal(g.what, CONSENT_MEASURES);
	assert_int_equal(g.member, ANA);
	assert_string_equal(g.recipient, "County Clinic");
	ask.now_utc_ms += 300 * DAY;
	assert_false(ground_decide(&b->log, &ask, &g, &err));
}

/* A new command is in the table, or here because it tells nothing of a patient's record. */
static void each_command_that_gives_out_asks_for_a_ground(void **state)
{
	static const char *const others[] = {
		"init",    "serve",     "invite", "user",    "looks",   "group",
		"correct", "schedule",  "import", "pack",    "consent", "disclosures",
		"check",   "renew",     "backup", "restore", "help",    "version",
		"reads",   "retention", "clock",  "erase",
	};

	(void)state;
	for (const struct command *c = admin_commands; c->words; c++) {
		const size_t n = strcspn(c->words, " ");
		bool known = ground_find_command(c->words) != NULL;

		for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
			known = known || str_is((struct str) { c->words, n }, others[i]);
		if (!known)
			fail_msg("%s: has it a ground?", c->words);
	}
}

#define WITH_BOOK(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

/* Ana has the second; her rows are read without those of others, and the number stays. */
static void ones_own_rows_are_read_alone(void **state)
{
	struct book *b = *state;
	struct consents own = { .own = true };
	struct err err = { .code = ERR_NONE };

	offer(b, "named", "notes", "2027-05-01");
	offer(b, "named", "attendance", "2027-05-01");
	sign(b, 2);
	for (size_t i = 1; i < b->count; i++)
		assert_true(consents_take(&own, &b->rows[i], &err));
	assert_int_equal(own.count, 1);
	assert_null(consents_find(&own, 1));
	assert_non_null(consents_find(&own, 2));
	assert_int_equal(consent_state(consents_find(&own, 2), NOW), CONSENT_ACTIVE);
	consents_finish(&own);
}

/* Told where the log of all ends, what is added behind one's own rows fits that of all. */
static void what_is_added_to_ones_own_rows_fits_all_of_them(void **state)
{
	struct book *b = *state;
	struct consents own = { .own = true };
	struct err err = { .code = ERR_NONE };
	struct body_field f[CONSENT_FIELDS];
	struct consents_row one, other;

	offer(b, "named", "notes", "2027-05-01");
	offer(b, "named", "attendance", "2027-05-01");
	consents_end(&own, &b->rows[b->count - 1]);
	assert_true(consents_take(&own, &b->rows[0], &err));
	consent_fields(f, "revoke", 1);
	assert_true(consents_next(&own, ANA, NOW, f, &one));
	assert_true(consents_next(&b->log, ANA, NOW, f, &other));
	assert_int_equal(one.req.seq, 3);
	assert_string_equal(one.mark, other.mark);
	buf_finish(&one.text);
	buf_finish(&other.text);
	consents_finish(&own);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BOOK(one_is_open_then_signed_then_over),
		WITH_BOOK(one_that_ends_by_an_event_has_no_day),
		WITH_BOOK(nobody_signs_for_another_or_twice),
		WITH_BOOK(what_was_signed_stays_in_its_language),
		cmocka_unit_test(rows_of_before_keep_their_marks),
		WITH_BOOK(each_changed_byte_of_a_row_is_found),
		WITH_BOOK(each_ground_allows_what_it_says_and_no_more),
		WITH_BOOK(no_more_goes_than_the_consent_covers),
		WITH_BOOK(ones_own_rows_are_read_alone),
		WITH_BOOK(what_is_added_to_ones_own_rows_fits_all_of_them),
		cmocka_unit_test(each_command_that_gives_out_asks_for_a_ground),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
