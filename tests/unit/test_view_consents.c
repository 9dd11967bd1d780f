/* SPDX-License-Identifier: MIT */
/* Consents: the view of them, and the words to sign one and to take it back. */
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/porch.h"

static void says(struct porch *p, const char *line, const char *answer)
{
	assert_true(stage_line(&p->stage, line) & DID_SAY);
	assert_non_null(strstr(p->stage.answer, answer));
}

static bool shows(const struct porch *p, const char *text)
{
	for (size_t i = 0; i < p->stage.model.count; i++)
		if (strstr(p->stage.model.items[i].text, text))
			return true;
	return false;
}

static void they_are_asked_for_and_shown_line_by_line(void **state)
{
	struct porch *p = *state;

	assert_true(stage_line(&p->stage, "/consents") & DID_VIEW);
	stage_build(&p->stage);
	assert_string_equal(p->stage.view->name, "consents");
	assert_true(shows(p, "The server is asked."));
	p->client.consents = "";
	assert_true(stage_ended(&p->stage) & DID_VIEW);
	stage_build(&p->stage);
	assert_true(shows(p, "There is no consent of yours."));
	p->client.consents = "Consent 3.\nI am Ana\x1b[2J.\n\nNot signed.";
	stage_build(&p->stage);
	assert_int_equal(p->stage.model.count, 4);
	assert_true(shows(p, "Consent 3."));
	assert_false(shows(p, "\x1b"));
}

static void one_is_signed_by_its_number_and_a_name(void **state)
{
	struct porch *p = *state;

	says(p, "/sign", "/sign NUMBER NAME");
	says(p, "/sign 3", "/sign NUMBER NAME");
	says(p, "/sign Ana", "/sign NUMBER NAME");
	says(p, "/sign 3 Ana Bell", "The server is asked.");
	assert_string_equal(p->client.note_name, "3 Ana Bell");
	stage_ended(&p->stage);
	assert_non_null(strstr(p->stage.answer, "You have signed it."));
	says(p, "/revoke 3 Ana", "/revoke NUMBER");
	says(p, "/revoke 3", "The server is asked.");
	assert_string_equal(p->client.note_name, "3");
	p->client.answer = PL_FAIL_NOT_NOW;
	says(p, "/sign 3 Ana", "That cannot be done just now.");
}

#define AT_PORCH(f) cmocka_unit_test_setup_teardown(f, porch_open, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_PORCH(they_are_asked_for_and_shown_line_by_line),
		AT_PORCH(one_is_signed_by_its_number_and_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
