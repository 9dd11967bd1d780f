/* SPDX-License-Identifier: MIT */
/* What is said of what people are called in a group. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/porch.h"
#include "view/words_names.h"

enum { ME = 1, BEN = 2 };

static const struct pl_person people[] = {
	{ .id = ME, .name = "Ana", .role = PL_PATIENT, .presence = PL_HERE },
	{ .id = BEN, .name = "Bo", .role = PL_PATIENT, .presence = PL_HERE },
};

static int open_porch(void **state)
{
	struct porch *p;

	if (porch_open(state))
		return -1;
	p = *state;
	p->client.people = people;
	p->client.person_count = 2;
	p->client.self = people[0];
	p->client.renamed = BEN;
	p->client.account = "Ben";
	stage_build(&p->stage);
	return 0;
}

static void says(struct porch *p, const char *line, const char *answer)
{
	assert_true(stage_line(&p->stage, line) & DID_SAY);
	assert_string_equal(p->stage.answer, answer);
}

static void it_asks_once_and_for_each_name_and_group_again(void **state)
{
	struct porch *p = *state;

	says(p, "/name Zed",
	     "You would be called Zed in Evening group. The others there are told, with the "
	     "name you have now. The facilitators still see the name you joined with. To do "
	     "it, send it once more.");
	assert_int_equal(p->client.wishes, 0);
	stage_line(&p->stage, "/name Zoe");
	assert_int_equal(p->client.wishes, 0);
	stage_line(&p->stage, "/who");
	stage_line(&p->stage, "/name Zoe");
	assert_int_equal(p->client.wishes, 0);
	says(p, "/name Zoe", "You will be called Zoe here as soon as the server has it.");
	assert_int_equal(p->client.wish.act, PL_ACT_NAME);
	assert_int_equal(p->client.wish.n, 0);
	assert_string_equal(p->client.wish_text, "Zoe");
}

static void alone_it_tells_the_name(void **state)
{
	struct porch *p = *state;

	says(p, "/name",
	     "You are called Ana in Evening group. To change that, type /name and the name. "
	     "Your other groups do not hear of it.");
	p->client.self.role = PL_FACILITATOR;
	says(p, "/name Zoe",
	     "You are called Ana in Evening group. Facilitators have one name in all groups, "
	     "so that people can tell who read what.");
}

static void what_came_is_one_sentence(void **state)
{
	struct porch *p = *state;
	struct pl_notice n = { .kind = PL_NOTE_NAMED, .who = "Ben", .text = "Bo" };

	assert_string_equal(words_notice(&p->stage.model.mem, &n), "Ben is called Bo now.");
	n.n = 1;
	assert_string_equal(words_notice(&p->stage.model.mem, &n),
			    "You are called Bo in this group now.");
}

static void those_who_lead_act_on_the_account(void **state)
{
	struct porch *p = *state;

	p->client.self.role = PL_FACILITATOR;
	stage_show(&p->stage, porch_view("people"));
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "member, joined as Ben"));
	stage_line(&p->stage, "/note Bo");
	assert_string_equal(p->client.note_name, "Ben");
}

#define ON_PORCH(f) cmocka_unit_test_setup_teardown(f, open_porch, porch_close)

int main(void)
{
	const struct CMUnitTest rows[] = {
		ON_PORCH(it_asks_once_and_for_each_name_and_group_again),
		ON_PORCH(alone_it_tells_the_name),
		ON_PORCH(what_came_is_one_sentence),
		ON_PORCH(those_who_lead_act_on_the_account),
	};

	return cmocka_run_group_tests(rows, NULL, NULL);
}
