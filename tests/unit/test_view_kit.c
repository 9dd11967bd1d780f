/* SPDX-License-Identifier: MIT */
/* The safety plan, and whom to call, as views and words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/sheaf.h"
#include "text/keys.h"
#include "view/kit.h"

#define NOW  INT64_C(1795800000000) /* 27 November 2026 */
#define YEAR (INT64_C(366) * 24 * 3600 * 1000)

static int open_kit(void **state)
{
	struct porch *p;

	setenv("TZ", "UTC", 1);
	if (porch_open(state))
		return -1;
	p = *state;
	p->stage.now_utc_ms = NOW;
	return 0;
}

static void has_items(const struct model *m, const char *const *want)
{
	size_t n = 0;

	for (; want[n]; n++) {
		assert_true(n < m->count);
		assert_string_equal(m->items[n].text, want[n]);
	}
	assert_int_equal(m->count, n);
}

static void shows(struct porch *p, int key, const char *const *want)
{
	bool known;

	assert_int_equal(stage_key(&p->stage, key, &known), DID_VIEW);
	stage_build(&p->stage);
	has_items(&p->stage.model, want);
}

static void says(struct porch *p, const char *line, const char *want)
{
	assert_true(stage_line(&p->stage, line) & DID_SAY);
	assert_string_equal(p->stage.answer, want);
}

#define OURS                                                                                   \
	"Are you or someone else in danger now? Call 911 or your local emergency number.",     \
		"In the US, call or text 988 at any hour to talk with a trained person. It "   \
		"is free.",                                                                    \
		"Outside the US, call the crisis line or the number for help where you live."
#define ALWAYS                                                                                 \
	"Nobody watches this program for emergencies. Do not wait for an answer here.",        \
		"If you can, go to someone you trust and stay with them."
#define UNSAFE                                                                                 \
	"To tell your facilitators that you are not safe, type /unsafe. Nobody else is told."
#define PLAN                                                                                   \
	"Warning signs: I stop sleeping", "I pace [31m at night",                              \
		"Whom can I ask? Maria, 555-0199"
#define BACK "Type /meeting to go back to the meeting."

static void ones_own_plan_comes_first_then_whom_to_call(void **state)
{
	static const char *const want[] = {
		PLAN,
		"Help right now",
		OURS,
		ALWAYS,
		UNSAFE,
		"About your plan",
		"Kept here. Nobody else has seen it.",
		"To share it with your facilitators, type /plan share.",
		"It opens after your passphrase. To read it without, type /plan open yes. "
		"Then whoever has this device can read it too.",
		"To change your plan, type /plan edit. To print it, type /plan print and the "
		"name of a new file.",
		BACK,
		NULL
	};
	struct porch *p = *state;

	p->client.kit.plan = &fake_kit_plan;
	shows(p, KEY_CTRL('x'), want);
	assert_string_equal(p->stage.model.title, "Your safety plan");
	assert_string_equal(p->stage.model.status, "Below your plan: whom to call. " BACK);
	assert_true(p->stage.model.says_first);
	assert_int_equal(p->stage.model.items[0].voice, VOICE_NOW);
}

static void without_a_plan_whom_to_call_is_first(void **state)
{
	static const char *const want[] = {
		OURS,
		ALWAYS,
		UNSAFE,
		"You have no safety plan on this device yet. To make one, type /plan edit. "
		"Nobody else sees it until you share it.",
		BACK,
		NULL
	};
	struct porch *p = *state;

	fake_client_finish(&p->client); /* signed out, in no group */
	shows(p, KEY_CTRL('x'), want);
	assert_string_equal(p->stage.model.title, "Help right now");
}

static void the_clinics_lines_take_the_place_of_ours_and_are_dated(void **state)
{
	static const char *const want[] = {
		"Clinic, day and night: 555-0100",
		"Text 555-0101",
		"Your clinic looked at these lines on 23 November 2026.",
		"Are you or someone else in danger now? Call 911 or your local emergency "
		"number.",
		ALWAYS,
		UNSAFE,
		BACK,
		NULL
	};
	struct porch *p = *state;

	p->client.kit.crisis = fake_kit_crisis;
	p->client.kit.plan = &fake_kit_plan;
	shows(p, porch_view("crisis")->key, want);
}

/* A day is a day, wherever the device is. */
static void the_day_of_the_clinic_is_that_day_here(void **state)
{
	static const char *const zones[] = { "America/Denver", "Pacific/Honolulu",
					     "Asia/Tokyo" };
	struct pl_crisis crisis = fake_kit_crisis;
	struct porch *p = *state;

	crisis.dated_utc_ms = INT64_C(1795132800000); /* 20 November 2026 */
	p->client.kit.crisis = crisis;
	for (size_t i = 0; i < 3; i++) {
		setenv("TZ", zones[i], 1);
		stage_line(&p->stage, "/crisis");
		stage_build(&p->stage);
		assert_true(porch_holds(&p->stage.model, "on 20 November 2026."));
	}
}

/* Numbers go out of date. */
static void beside_lines_of_a_year_ago_ours_stand_too(void **state)
{
	static const char *const want[] = {
		"Clinic, day and night: 555-0100",
		"Text 555-0101",
		"Your clinic looked at these lines on 23 November 2026.",
		"That was more than a year ago. If one does not work:",
		OURS,
		ALWAYS,
		UNSAFE,
		BACK,
		NULL
	};
	struct porch *p = *state;

	p->client.kit.crisis = fake_kit_crisis;
	p->stage.now_utc_ms = fake_kit_crisis.dated_utc_ms + YEAR;
	shows(p, porch_view("crisis")->key, want);
}

static void
the_plan_comes_up_from_each_view_and_what_is_typed_is_none_of_its_business(void **state)
{
	struct porch *p = *state;
	bool known;

	p->client.kit.plan = &fake_kit_plan;
	for (size_t i = 0; stage_views[i]; i++) {
		p->stage.view = stage_views[i];
		assert_int_equal(stage_key(&p->stage, KEY_CTRL('x'), &known), DID_VIEW);
		assert_true(known);
		stage_build(&p->stage);
		assert_string_equal(p->stage.model.items[0].text,
				    "Warning signs: I stop sleeping");
	}
}

static void who_has_seen_the_plan_is_said_in_words(void **state)
{
	static const struct {
		enum pl_sheet_state shared;
		bool is_older;
		const char *words, *how;
	} rows[] = {
		{ PL_SHEET_SENDING, false,
		  "It is kept here, and goes to the clinic when there is a connection. Nobody "
		  "has seen this yet.",
		  "/plan unshare" },
		{ PL_SHEET_AT_CLINIC, false, "At the clinic. Nobody has seen this yet.",
		  "/plan unshare" },
		{ PL_SHEET_READ, false, "Read by Robin, 23 November 2026.", "/plan unshare" },
		{ PL_SHEET_READ, true, "Read by Robin, 23 November 2026. You changed it since.",
		  "as it is now, type /plan share" },
		{ PL_SHEET_REFUSED, false,
		  "The clinic did not take it. It is kept here. Nobody else has seen it.",
		  "/plan share" },
	};
	struct pl_plan plan = fake_kit_plan;
	struct porch *p = *state;

	plan.reader = "Robin";
	plan.read_utc_ms = INT64_C(1795442700000);
	p->client.kit.plan = &plan;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		plan.shared = rows[i].shared;
		plan.is_older = rows[i].is_older;
		stage_line(&p->stage, "/plan");
		stage_build(&p->stage);
		assert_true(porch_holds(&p->stage.model, rows[i].words));
		assert_true(porch_holds(&p->stage.model, rows[i].how));
	}
	p->client.kit.plan = NULL;
}

static void
whether_it_may_be_read_without_the_passphrase_is_asked_until_it_is_said(void **state)
{
	struct pl_plan plan = fake_kit_plan;
	struct porch *p = *state;

	p->client.kit.plan = &plan;
	plan.asks_open = true;
	stage_line(&p->stage, "/plan");
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model,
				"May your plan be read here without your passphrase?"));
	assert_true(porch_holds(&p->stage.model, "whoever has this device can read it too"));
	says(p, "/plan open", "Type /plan open yes, or /plan open no.");
	says(p, "/plan open maybe", "Type /plan open yes, or /plan open no.");
	assert_int_equal(p->client.kit.opens + p->client.kit.closes, 0);
	says(p, "/plan open yes ",
	     "Your plan can now be read here without your passphrase, by whoever has this "
	     "device.");
	says(p, "/plan open no",
	     "Your plan opens after your passphrase. No copy that can be read without it is "
	     "left here.");
	assert_int_equal(p->client.kit.opens, 1);
	assert_int_equal(p->client.kit.closes, 1);
	p->client.answer = PL_FAIL_NOT_NOW;
	says(p, "/plan open yes", "You are a guest here: nothing is kept on this device.");
	p->client.answer = PL_FAIL_DISK;
	says(p, "/plan open no", words_failure_of_act(PL_FAIL_DISK));
	p->client.kit.plan = NULL;
}

static void it_is_shared_and_taken_back_by_a_word_alone(void **state)
{
	struct porch *p = *state;

	stage_build(&p->stage);
	says(p, "/plan share", "There is no plan to share yet. Type /plan edit.");
	assert_int_equal(p->client.kit.shares, 0);
	p->client.kit.plan = &fake_kit_plan;
	says(p, "/plan share",
	     "Your plan goes to your facilitators now. To take it back, type /plan unshare.");
	assert_int_equal(p->client.kit.share_group, 7);
	p->client.link.link = PL_LINK_WAITING;
	says(p, "/plan share",
	     "Your plan goes to your facilitators when there is a connection. To take it "
	     "back, type /plan unshare.");
	says(p, "/plan unshare",
	     "Your plan is taken back from the clinic. Who has read it may still know it.");
	p->client.answer = PL_FAIL_WHO;
	says(p, "/plan share", "Nobody leads a group of yours, so nobody can get it.");
	p->client.answer = PL_FAIL_NOT_NOW;
	says(p, "/plan share", "Nobody leads a group of yours, so nobody can get it.");
	assert_int_equal(p->client.kit.shares, 4);
	assert_int_equal(p->client.kit.unshares, 1);
}

static void it_is_printed_into_a_file(void **state)
{
	struct porch *p = *state;

	says(p, "/plan print", "Type /plan print and the name of a new file.");
	says(p, "/plan print my plan.txt",
	     "Your plan is in the file my plan.txt, to be printed. Nobody else who uses this "
	     "device can read it there.");
	assert_string_equal(p->client.kit.plan_path, "my plan.txt");
	p->client.answer = PL_FAIL_FILE;
	says(p, "/plan print x", words_failure(PL_FAIL_FILE));
	p->client.answer = PL_OK;
	says(p, "/plan burn",
	     "Type /plan edit, /plan share or /plan unshare, /plan open yes or no. Or type "
	     "/plan print and the name of a new file.");
	stage_line(&p->stage, "/plan EDIT");
	assert_int_equal(p->client.kit.edits, 1);
}

/* ---- while it is filled in ---- */

static void from_a_worksheet_the_way_back_leads_to_it(void **state)
{
	struct porch *p = *state;
	bool known;

	sheaf_fills(p, sheaf_kinds);
	stage_key(&p->stage, KEY_CTRL('x'), &known);
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "To go on with the worksheet, type /sheet."));
	assert_false(porch_holds(&p->stage.model, "/meeting"));
	assert_int_equal(stage_leave(&p->stage), DID_VIEW); /* Ctrl-G */
	assert_ptr_equal(p->stage.view, &view_sheet);
}

/* ---- before the store is opened ---- */

static void locked(struct porch *p, const struct pl_unlocked *u, const char *const *want)
{
	fake_kit_unlocked = u;
	model_reset(&p->stage.model);
	kit_show_unlocked(&p->stage.model, "/nowhere", NOW);
	fake_kit_unlocked = NULL;
	has_items(&p->stage.model, want);
}

#define LATER                                                                                  \
	"To tell your facilitators that you are not safe, open Porchlight and type /unsafe. "  \
	"Nobody else is told."

static void locked_there_is_as_much_as_was_allowed(void **state)
{
	static const char *const nothing[] = { OURS, ALWAYS, LATER, NULL };
	static const char *const hidden[] = { "Your own plan opens after your passphrase.",
					      "Help right now",
					      OURS,
					      ALWAYS,
					      LATER,
					      NULL };
	static const char *const open[] = {
		PLAN,
		"Help right now",
		"Clinic, day and night: 555-0100",
		"Text 555-0101",
		"Your clinic looked at these lines on 23 November 2026.",
		"Are you or someone else in danger now? Call 911 or your local emergency "
		"number.",
		ALWAYS,
		LATER,
		NULL
	};
	const struct pl_unlocked closed = { .plan = { .is_empty = true, .reader = "" },
					    .has_plan = true };
	const struct pl_unlocked all = { fake_kit_crisis, fake_kit_plan, true };

	locked(*state, NULL, nothing);
	locked(*state, &closed, hidden);
	locked(*state, &all, open);
}

#define SHEET(f) cmocka_unit_test_setup_teardown(f, sheaf_porch, porch_close)
#define KIT(f)   cmocka_unit_test_setup_teardown(f, open_kit, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT(ones_own_plan_comes_first_then_whom_to_call),
		KIT(without_a_plan_whom_to_call_is_first),
		KIT(the_clinics_lines_take_the_place_of_ours_and_are_dated),
		KIT(the_day_of_the_clinic_is_that_day_here),
		KIT(beside_lines_of_a_year_ago_ours_stand_too),
		KIT(the_plan_comes_up_from_each_view_and_what_is_typed_is_none_of_its_business),
		KIT(who_has_seen_the_plan_is_said_in_words),
		KIT(whether_it_may_be_read_without_the_passphrase_is_asked_until_it_is_said),
		KIT(it_is_shared_and_taken_back_by_a_word_alone),
		KIT(it_is_printed_into_a_file),
		SHEET(from_a_worksheet_the_way_back_leads_to_it),
		KIT(locked_there_is_as_much_as_was_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
