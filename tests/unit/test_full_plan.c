/* SPDX-License-Identifier: MIT */
/* The safety plan and coping cards on a whole screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/fake_client.h"
#include "support/puppet.h"

static const struct pl_situation situations[] = { { "craving", "Craving", 2 },
						  { "panic", "Panic", 2 } };
static const struct pl_card cards[] = {
	{ "craving/wave", "Ride the wave", "Look at the clock.\nBreathe out.", 0, 0 },
	{ "craving/away", "Leave the spot", "Stand up now.", 0, 0 },
};

static void fill(struct pl_client *c)
{
	c->kit.plan = &fake_kit_plan;
	c->kit.situations = situations;
	c->kit.situation_count = 2;
	c->kit.cards = cards;
	c->kit.card_count = 2;
}

static void begin(struct puppet *p, int cols)
{
	puppet_begin(p, &(struct puppet_start) { .rows = 30,
						 .cols = cols,
						 .messages = 3,
						 .link = PL_LINK_WAITING,
						 .schedule = fill });
}

static const char *const narrow[] = {
	"Your safety plan",
	"- Warning signs: I stop sleeping",
	"- I pace [31m at night",
	"- Whom can I ask? Maria, 555-0199",
	"Help right now",
	"- Are you or someone else in danger now?",
	"  Call 911 or your local emergency",
	"  number.",
	"- In the US, call or text 988 at any",
	"  hour to talk with a trained person. It",
	"  is free.",
	NULL,
};

static void one_key_shows_it_and_the_line_stays(void **state)
{
	struct puppet p;

	(void)state;
	begin(&p, 40);
	puppet_keys(&p, "half a thought\030");
	puppet_see(&p, "Your safety plan");
	for (int row = 0; narrow[row]; row++)
		puppet_row(&p, row, narrow[row]);
	puppet_see(&p, "> half a thought");
	puppet_see(&p, "Below your plan: whom to call.");
	puppet_keys(&p, "\007");
	puppet_see(&p, "Ben: line 3");
	puppet_see(&p, "> half a thought");
	puppet_leave(&p);
}

static void in_the_middle_of_a_chord_or_of_leaving_too(void **state)
{
	struct puppet p;

	(void)state;
	begin(&p, 80);
	puppet_keys(&p, "\017\030"); /* Ctrl-O begins one */
	puppet_see(&p, "Your safety plan");
	puppet_keys(&p, "\007");
	puppet_gone(&p, "Your safety plan");
	puppet_keys(&p, "\003\030"); /* Ctrl-C asks whether to leave */
	puppet_see(&p, "Your safety plan");
	puppet_leave(&p);
}

static void two_keys_show_the_best_card(void **state)
{
	struct puppet p;

	(void)state;
	begin(&p, 80);
	puppet_keys(&p, "\0221");
	puppet_see(&p, "- Breathe out.");
	puppet_row(&p, 0, "Craving");
	puppet_row(&p, 1, "Ride the wave");
	puppet_row(&p, 2, "- Look at the clock.");
	puppet_keys(&p, "2");
	puppet_see(&p, "- Stand up now.");
	puppet_keys(&p, "0");
	puppet_see(&p, "1. Craving");
	puppet_leave(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_key_shows_it_and_the_line_stays),
		cmocka_unit_test(in_the_middle_of_a_chord_or_of_leaving_too),
		cmocka_unit_test(two_keys_show_the_best_card),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
