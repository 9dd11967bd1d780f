/* SPDX-License-Identifier: MIT */
/* Reports, notes and what is kept for how long, in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/porch.h"

static void says(struct porch *p, const char *line, const char *answer)
{
	assert_true(stage_line(&p->stage, line) & DID_SAY);
	assert_string_equal(p->stage.answer, answer);
}

/* Ana in a group whose server keeps things for so long. */
static void keep(struct porch *p, struct pl_group *g, int days, int years)
{
	*g = porch_groups[0];
	g->first_seq = 2;
	g->keep_told = true;
	g->keep_days = days;
	g->keep_years = years;
	p->client.groups = g;
	p->client.group_count = 1;
	stage_build(&p->stage);
}

static void how_long_things_are_kept_is_told(void **state)
{
	struct porch *p = *state;
	struct pl_group g;

	stage_build(&p->stage);
	says(p, "/about", "How long things are kept is told once you are connected.");
	keep(p, &g, 90, 7);
	assert_true(stage_line(&p->stage, "/about") & DID_SAY);
	assert_non_null(strstr(p->stage.answer, "Messages are kept for 90 days. Attendance is "
						"kept for 7 years. After that"));
	keep(p, &g, 1, 0);
	assert_true(stage_line(&p->stage, "/about") & DID_SAY);
	assert_non_null(strstr(p->stage.answer, "Messages are kept for 1 day. Attendance is "
						"kept without an end."));
}

static void what_is_older_than_that_cannot_be_had(void **state)
{
	struct porch *p = *state;
	struct pl_group g;

	stage_build(&p->stage);
	says(p, "/older", "There is nothing older to get.");
	keep(p, &g, 90, 7);
	says(p, "/older",
	     "What is older is not kept any more. Messages are kept for 90 days. Attendance is "
	     "kept for 7 years.");
}

static void the_norms_say_it_too(void **state)
{
	static const struct pl_notice norms = {
		.id = 1, .kind = PL_NOTE_NORMS, .who = "", .text = "Be kind."
	};
	struct porch *p = *state;
	struct pl_group g;

	p->client.notices = &norms;
	p->client.notice_count = 1;
	keep(p, &g, 90, 7);
	assert_true(porch_holds(&p->stage.model, "The norms: Be kind. To say yes to them, type "
						 "/accept. Messages are kept for 90 days. "
						 "Attendance is kept for 7 years."));
}

#define AT_PORCH(f) cmocka_unit_test_setup_teardown(f, porch_open, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		AT_PORCH(how_long_things_are_kept_is_told),
		AT_PORCH(what_is_older_than_that_cannot_be_had),
		AT_PORCH(the_norms_say_it_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
