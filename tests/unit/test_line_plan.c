/* SPDX-License-Identifier: MIT */
/* The safety plan by ear: one key in the middle of a line, on a terminal that does what it can. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "line/line.h"
#include "line/lines.h"
#include "line/signals.h"
#include "support/fake_client.h"
#include "support/puppet.h"

/* Those that the person has set; NULL: none. */
static const struct rebind *own_keys;

static int face(struct pl_client *client)
{
	struct lines in;
	struct line_options o = {
		.in = &in, .hold_ms = 60, .wait_ms = 1000, .wants = { .keys = own_keys }
	};

	signals_hold(true);
	lines_init(&in, 0);
	int status = line_run(client, &o);

	lines_finish(&in);
	return status;
}

static void with_a_plan(struct pl_client *c)
{
	c->kit.plan = &fake_kit_plan;
}

static void open_face(struct puppet *p, const char *term, int cols)
{
	puppet_open(p, &(struct puppet_start) { .term = term,
						.rows = 60,
						.cols = cols,
						.messages = 2,
						.link = PL_LINK_WAITING,
						.schedule = with_a_plan,
						.face = face });
	puppet_see(p, "Ben: line 2");
}

static void leave(struct puppet *p)
{
	assert_int_equal(screen_wait_exit(p->screen, PUPPET_WAIT_MS), LINE_OK);
	assert_true(screen_cooked(p->screen));
	puppet_close(p);
}

/* The terminal edits the line: what was typed of it when the key came is the draft. */
static void on_a_dumb_terminal_too_one_key_shows_the_plan(void **state)
{
	struct puppet p;

	(void)state;
	open_face(&p, "dumb", 60);
	screen_keys(p.screen, "half a tho\030");
	puppet_see(&p, "Warning signs: I stop sleeping");
	puppet_see(&p, "988");
	puppet_see(&p, "Type /draft to hear it");
	assert_string_equal(p.seen->draft, "half a tho");
	screen_keys(p.screen, "\030/people\n");
	puppet_see(&p, "Ben: facilitator, line down");
	assert_int_equal(p.seen->says, 0);
	screen_keys(p.screen, "\004");
	leave(&p);
}

/* Ctrl-O, let go, and what follows, as everywhere; what was typed before it is the draft. */
static void on_a_dumb_terminal_a_chord_is_heard(void **state)
{
	struct puppet p;

	(void)state;
	open_face(&p, "dumb", 60);
	screen_keys(p.screen, "half a tho\017 ");
	puppet_see(&p, "Warning signs: I stop sleeping");
	puppet_see(&p, "Type /draft to hear it");
	assert_string_equal(p.seen->draft, "half a tho");
	screen_keys(p.screen, "\017,q");
	puppet_see(&p, "Quiet is on.");
	screen_keys(p.screen, "\017,");
	screen_keys(p.screen, "v/people\n"); /* what comes behind it is a line again */
	puppet_see(&p, "Verbosity is normal.");
	puppet_see(&p, "Ben: facilitator, line down");
	screen_keys(p.screen, "\017\007/who\n"); /* taken back */
	puppet_see(&p, "Here now: ");
	assert_int_equal(p.seen->says, 0);
	screen_keys(p.screen, "\004");
	leave(&p);
}

/* A key that was set is heard there, too: with Enter behind it, for the terminal has the line. */
static void on_a_dumb_terminal_a_key_of_ones_own_is_heard(void **state)
{
	static struct rebind set;
	struct puppet p;

	(void)state;
	assert_int_equal(rebind_set(&set, "people", "Ctrl-T", 1), REBIND_OK);
	assert_int_equal(rebind_set(&set, "status", "Ctrl-O Comma 9", 2), REBIND_OK);
	own_keys = &set;
	open_face(&p, "dumb", 60);
	screen_keys(p.screen, "\024\r");
	puppet_see(&p, "People");
	screen_keys(p.screen, "\017,9");
	puppet_see(&p, "Nothing waits here");
	assert_int_equal(p.seen->says, 0);
	own_keys = NULL;
	screen_keys(p.screen, "\004");
	leave(&p);
}

/* Its first line is the first thing said, then how to go on; and the line goes on as it was. */
static void the_plan_is_heard_and_the_line_goes_on(void **state)
{
	struct puppet p;
	int row;

	(void)state;
	open_face(&p, "xterm", 60);
	screen_keys(p.screen, "half a ");
	puppet_see(&p, "> half a");
	screen_keys(p.screen, "\030");
	puppet_see(&p, "To change your plan");
	row = screen_find(p.screen, "Warning signs: I stop sleeping");
	assert_true(row > 0);
	assert_int_equal(screen_find(p.screen, "Below your plan: whom to call."), row + 1);
	assert_true(screen_find(p.screen, "Your safety plan") < 0);
	screen_keys(p.screen, "thought");
	puppet_see(&p, "> half a thought");
	screen_keys(p.screen, "\r/who");
	puppet_see(&p, "> /who");
	assert_int_equal(p.seen->says, 1);
	assert_string_equal(p.seen->said, "half a thought");
	screen_keys(p.screen, "\025\004");
	leave(&p);
}

/* Signed out, while the passphrase is asked for again: what was typed of it begins anew. */
static void while_signing_in_it_is_one_key_too(void **state)
{
	struct puppet p;

	(void)state;
	open_face(&p, "xterm", 60);
	puppet_link(&p, PL_LINK_OFF);
	screen_keys(p.screen, "/signin");
	puppet_see(&p, "> /signin");
	screen_keys(p.screen, "\r");
	puppet_see(&p, "Your passphrase");
	screen_keys(p.screen, "half\030");
	puppet_see(&p, "Warning signs: I stop sleeping");
	puppet_see(&p, "988");
	screen_keys(p.screen, "opensesame\r");
	puppet_see(&p, "Signing in.");
	assert_string_equal(p.seen->passphrase, "opensesame");
	assert_false(screen_wrote(p.screen, "half"));
	screen_keys(p.screen, "\025\004");
	leave(&p);
}

static void on_40_columns_no_word_is_lost(void **state)
{
	struct puppet p;

	(void)state;
	open_face(&p, "xterm", 40);
	puppet_see(&p, ">");
	screen_keys(p.screen, "\030");
	puppet_see(&p, "To change your plan");
	assert_true(screen_find(p.screen, "Whom can I ask? Maria, 555-0199") > 0);
	assert_true(screen_find(p.screen, "In the US, call or text 988 at any") > 0);
	screen_keys(p.screen, "\004");
	leave(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_a_dumb_terminal_too_one_key_shows_the_plan),
		cmocka_unit_test(on_a_dumb_terminal_a_chord_is_heard),
		cmocka_unit_test(on_a_dumb_terminal_a_key_of_ones_own_is_heard),
		cmocka_unit_test(the_plan_is_heard_and_the_line_goes_on),
		cmocka_unit_test(while_signing_in_it_is_one_key_too),
		cmocka_unit_test(on_40_columns_no_word_is_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
