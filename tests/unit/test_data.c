/* SPDX-License-Identifier: MIT */
/* The data meter and the metered line, as both faces tell them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/puppet.h"
#include "support/scripted.h"

static const struct pl_data used = {
	.session = { 2400, 10000 },
	.today = { 8000, 40000 },
	.month = { 300000, 800000 },
	.reconnect = 2437,
	.hour = 11040,
	.allowance = 20000000,
	.is_metered = true,
};

static const char *row(struct porch *p, size_t i)
{
	assert_true(i < p->stage.model.count);
	return p->stage.model.items[i].text;
}

static void show(struct porch *p)
{
	assert_int_equal(stage_line(&p->stage, "/data"), DID_VIEW);
	stage_build(&p->stage);
}

/* ---- the view ---- */

static void the_totals_come_first_and_the_rest_in_short_sentences(void **state)
{
	static const char *const rows[] = {
		"This session: 12.4 KB. Today: 48.0 KB. This month: 1.1 MB.",
		"An hour like the last one costs 11.0 KB.",
		"The last time it connected, that cost 2.4 KB.",
		"Of your 20.0 MB for the month 18.9 MB is left.",
		"Metered is on, since you set a limit. Nothing is fetched that you did not ask "
		"for.",
		"Of that you sent: this session 2.4 KB, today 8.0 KB, this month 300.0 KB. The "
		"rest came in.",
	};
	struct porch *p = *state;

	p->client.data = used;
	show(p);
	assert_string_equal(p->stage.model.title, "Data");
	assert_string_equal(p->stage.model.status, "Connected.");
	assert_int_equal(p->stage.model.count, 6);
	for (size_t i = 0; i < 6; i++) {
		assert_string_equal(row(p, i), rows[i]);
		assert_int_equal(p->stage.model.items[i].voice, VOICE_SILENT);
	}
}

static void what_is_not_known_yet_is_said_so(void **state)
{
	struct porch *p = *state;

	show(p);
	assert_int_equal(p->stage.model.count, 5);
	assert_string_equal(row(p, 0),
			    "This session: 0 bytes. Today: 0 bytes. This month: 0 bytes.");
	assert_string_equal(row(p, 1), "What an hour costs can be told after 10 minutes.");
	assert_string_equal(row(p, 2), "You have set no limit for the month.");
	assert_string_equal(row(p, 3), "Metered is off, since you set no limit for the month.");
}

static void what_is_used_up_leaves_nothing(void **state)
{
	struct porch *p = *state;

	p->client.data = used;
	p->client.data.allowance = 1100000;
	show(p);
	assert_true(porch_holds(&p->stage.model, "Of your 1.1 MB for the month nothing is"));
	p->client.data.month = (struct pl_bytes) { UINT64_MAX, UINT64_MAX };
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "Of your 1.1 MB for the month nothing is"));
}

static void the_allowance_is_told_once_and_marked_as_told(void **state)
{
	struct porch *p = *state;

	assert_int_equal(stage_notice(&p->stage), DID_NOTHING);
	p->client.data = used;
	p->client.data.month.down = 16000000;
	p->client.notice = 80;
	assert_int_equal(stage_notice(&p->stage), DID_SAY);
	assert_string_equal(p->stage.answer,
			    "You have used over 80 percent of your data for this "
			    "month: 16.3 MB of 20.0 MB.");
	assert_int_equal(p->client.tolds, 1);
	assert_int_equal(stage_notice(&p->stage), DID_NOTHING);
	p->client.notice = 100;
	assert_int_equal(stage_notice(&p->stage), DID_SAY);
	assert_string_equal(p->stage.answer,
			    "You have used your data for this month: 16.3 MB of 20.0 MB. "
			    "Nothing is cut off. Type /data to see more.");
	assert_int_equal(p->client.tolds, 2);
}

/* ---- metered ---- */

static void assert_told(struct porch *p, const char *line, const char *words)
{
	assert_int_equal(stage_line(&p->stage, line), DID_SAY);
	assert_string_equal(p->stage.answer, words);
}

static void metered_is_set_by_a_word_and_told_without_one(void **state)
{
	struct porch *p = *state;
	bool known;

	assert_told(p, "/metered",
		    "Metered is off, since you set no limit for the month. Type /metered yes, "
		    "/metered no or /metered auto.");
	assert_int_equal(p->client.meters, 0);
	assert_told(p, "/metered yes ",
		    "Metered is on. Nothing is fetched that you did not ask for.");
	assert_true(p->client.data.is_metered);
	assert_told(p, "/metered NO", "Metered is off.");
	assert_told(p, "/metered perhaps", "Type /metered yes, /metered no or /metered auto.");
	assert_int_equal(p->client.meters, 2);
	p->client.data.allowance = 1000000;
	assert_told(p, "/metered auto",
		    "Metered is on, since you set a limit. Nothing is fetched that you did not "
		    "ask for.");
	assert_int_equal(stage_key(&p->stage, KEY_ALT('y'), &known), DID_SAY);
	assert_int_equal(p->client.meters, 3); /* a slip changes nothing */
}

static void the_status_says_it_in_a_word(void **state)
{
	struct porch *p = *state;

	p->client.link.is_metered = true;
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.status,
			    "Evening group. 2 people here. Connected. Metered.");
	stage_line(&p->stage, "/status");
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "Metered."));
	p->client.link.is_metered = false;
	stage_build(&p->stage);
	assert_false(porch_holds(&p->stage.model, "Metered"));
}

/* ---- what is missing ---- */

static const struct pl_message gapped[] = {
	{ 201, 1, 2, "Ben", "One.", 0, PL_AT_SERVER, 0, false, "", false, { 0 }, false },
	{ 202, 40, 2, "Ben", "Forty.", 0, PL_AT_SERVER, 0, false, "", false, { 0 }, false },
	{ 203, 41, 1, "Ana", "Mine.", 0, PL_AT_SERVER, 0, true, "", false, { 0 }, false },
};

static void what_is_missing_is_told_where_it_is_missing(void **state)
{
	struct porch *p = *state;
	struct model *m = &p->stage.model;
	uint64_t id;

	p->client.messages = gapped;
	p->client.message_count = 3;
	stage_build(&p->stage);
	assert_false(porch_holds(m, "missing"));
	p->client.link.is_metered = true;
	stage_build(&p->stage);
	for (size_t i = 0; i + 1 < m->count; i++)
		if (m->items[i].id == 201) {
			id = m->items[i + 1].id;
			assert_string_equal(m->items[i + 1].text,
					    "38 messages are missing here. Type /older to get "
					    "them.");
			assert_int_equal(m->items[i + 1].voice, VOICE_POLITE);
			assert_null(porch_item(m, id + 1));
			return;
		}
	fail();
}

static void older_ones_are_asked_for_and_then_told(void **state)
{
	struct porch *p = *state;

	p->client.messages = gapped;
	p->client.message_count = 3;
	p->stage.unread_from = 41;
	stage_build(&p->stage);
	assert_told(p, "/older", "There is nothing older to get.");
	p->client.missing = (struct pl_range) { 40, 2 };
	assert_told(p, "/older", "Getting 2 older messages.");
	stage_build(&p->stage);
	assert_int_equal(porch_item(&p->stage.model, 201)->voice, VOICE_SILENT);
	assert_int_equal(porch_item(&p->stage.model, 202)->voice, VOICE_POLITE);
	assert_int_equal(porch_item(&p->stage.model, 203)->voice, VOICE_POLITE);
	p->client.answer = PL_FAIL_NOT_NOW;
	assert_told(p, "/older", words_failure(PL_FAIL_NOT_NOW));
	stage_build(&p->stage); /* those are on their way still, and told when they come */
	assert_int_equal(porch_item(&p->stage.model, 202)->voice, VOICE_POLITE);
	assert_int_equal(porch_item(&p->stage.model, 203)->voice, VOICE_POLITE);
}

/* ---- what a person writes ---- */

static void amounts_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *text;
		uint64_t bytes; /* 0: refused */
	} rows[] = {
		{ "20 MB", 20000000 },
		{ "20MB", 20000000 },
		{ "1.5 gb", 1500000000 },
		{ "0.25 MB", 250000 },
		{ "500\tkb", 500000 },
		{ "999999999.999 GB", UINT64_C(999999999999000000) },
		{ "20", 0 },
		{ "MB", 0 },
		{ "-1 MB", 0 },
		{ "0 MB", 0 },
		{ "1. MB", 0 },
		{ "1.2345 MB", 0 },
		{ "1234567890 KB", 0 },
		{ "20 MBit", 0 },
		{ "20 M B", 0 },
		{ "20,5 MB", 0 },
		{ "", 0 },
	};
	uint64_t got;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(words_read_bytes(rows[i].text, &got), rows[i].bytes != 0);
		if (rows[i].bytes)
			assert_true(got == rows[i].bytes);
	}
	assert_true(words_read_bytes("none", &got));
	assert_int_equal(got, 0);
}

static void metered_has_three_words(void **state)
{
	enum pl_metered got = PL_METERED_AUTO;

	(void)state;
	assert_true(words_read_metered("yes", &got) && got == PL_METERED_YES);
	assert_true(words_read_metered("No", &got) && got == PL_METERED_NO);
	assert_true(words_read_metered("auto", &got) && got == PL_METERED_AUTO);
	assert_false(words_read_metered("", &got));
	assert_false(words_read_metered("yess", &got));
}

/* ---- the line face ---- */

static void by_ear_it_is_a_title_and_sentences(void **state)
{
	struct scripted *s = *state;

	s->porch->client.data = used;
	assert_int_equal(scripted_run(s, "/data\n"), LINE_OK);
	assert_non_null(strstr(s->heard, "\nData\nThis session: 12.4 KB. Today: 48.0 KB. This "
					 "month: 1.1 MB.\nAn hour like"));
	assert_non_null(strstr(s->heard, "The rest came in.\n"));
}

static void uses_it_up(struct scripted *s)
{
	s->porch->client.data = used;
	s->porch->client.notice = 80;
}

static void by_ear_the_allowance_is_told_once(void **state)
{
	struct scripted *s = *state;
	const char *first;

	s->at = 3;
	s->then = uses_it_up;
	assert_int_equal(scripted_run(s, "/wait 1\n/who\n/who\n"), LINE_OK);
	first = strstr(s->heard, "You have used over 80 percent");
	assert_non_null(first);
	assert_null(strstr(first + 1, "You have used"));
}

static void brings_older(struct scripted *s)
{
	s->msgs[1] = s->msgs[0]; /* the newest, read */
	s->msgs[1].id = 300;
	s->msgs[1].seq = 9;
	s->msgs[0].id = 299;
	s->msgs[0].seq = 8;
	s->msgs[0].text = "Long ago.";
	s->porch->client.message_count = 2;
}

static void by_ear_older_ones_are_told_when_they_come(void **state)
{
	struct scripted *s = *state;

	s->groups[0].last_seq = s->groups[0].read_seq = 9;
	s->msgs[0].id = 300;
	s->msgs[0].seq = 9;
	s->porch->client.missing = (struct pl_range) { 8, 1 };
	s->at = 4;
	s->then = brings_older;
	assert_int_equal(scripted_run(s, "/older\n/wait \"Long ago\"\n"), LINE_OK);
	assert_non_null(strstr(s->heard, "Getting 1 older message.\nBen: Long ago.\n"));
	assert_int_equal(s->porch->client.olders, 1);
}

/* ---- the full face ---- */

static void on_the_screen_it_is_a_view_by_word_and_key(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 3);
	puppet_keys(&p, "/data\r");
	puppet_see(&p, "This session: 0 bytes. Today: 0 bytes. This month: 0 bytes.");
	puppet_see(&p, "What an hour costs can be told after 10 minutes.");
	puppet_keys(&p, "\033m");
	puppet_see(&p, "Ben: line 3");
	puppet_keys(&p, "\033t");
	puppet_see(&p, "You have set no limit for the month.");
	puppet_keys(&p, "\033m");
	puppet_see(&p, "Ben: line 3");
	puppet_leave(&p);
}

static void on_the_screen_metered_stands_in_the_status(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 3);
	puppet_row(&p, 22, PUPPET_STATUS);
	puppet_keys(&p, "/metered yes\r");
	puppet_see(&p, "Metered is on. Nothing is fetched that you did not ask for.");
	puppet_see(&p, PUPPET_STATUS " Metered.");
	puppet_keys(&p, "/metered no\r");
	puppet_gone(&p, PUPPET_STATUS " Metered.");
	puppet_keys(&p, "\033u");
	puppet_see(&p, "There is nothing older to get.");
	puppet_leave(&p);
}

#define PORCH(f)    cmocka_unit_test_setup_teardown(f, porch_open, porch_close)
#define SCRIPTED(f) cmocka_unit_test_setup_teardown(f, scripted_open, scripted_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PORCH(the_totals_come_first_and_the_rest_in_short_sentences),
		PORCH(what_is_not_known_yet_is_said_so),
		PORCH(what_is_used_up_leaves_nothing),
		PORCH(the_allowance_is_told_once_and_marked_as_told),
		PORCH(metered_is_set_by_a_word_and_told_without_one),
		PORCH(the_status_says_it_in_a_word),
		PORCH(what_is_missing_is_told_where_it_is_missing),
		PORCH(older_ones_are_asked_for_and_then_told),
		cmocka_unit_test(amounts_are_read_as_people_write_them),
		cmocka_unit_test(metered_has_three_words),
		SCRIPTED(by_ear_it_is_a_title_and_sentences),
		SCRIPTED(by_ear_the_allowance_is_told_once),
		SCRIPTED(by_ear_older_ones_are_told_when_they_come),
		cmocka_unit_test(on_the_screen_it_is_a_view_by_word_and_key),
		cmocka_unit_test(on_the_screen_metered_stands_in_the_status),
	};

	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
