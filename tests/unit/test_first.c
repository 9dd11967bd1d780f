/* SPDX-License-Identifier: MIT */
/* What somebody who is new here is told, in both faces, and where it leads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "line/line.h"
#include "line/lines.h"
#include "line/signals.h"
#include "support/puppet.h"

static const char press[] = "Press ? to see all that you can do here.";
static const char type[] = "Type /help to hear all that you can do here.";

/* ---- the full face ---- */

static void by_eye_it_is_told_until_one_looks_at_something(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(&p,
		     &(struct puppet_start) {
			     .rows = 24, .cols = 80, .is_new = true, .link = PL_LINK_LIVE });
	puppet_see(&p, press);
	puppet_keys(&p, "?");
	puppet_see(&p, "What you can look at");
	assert_int_equal(screen_find(p.screen, press), -1);
	puppet_keys(&p, "\007");
	puppet_see(&p, "Nothing has been said yet.");
	assert_int_equal(screen_find(p.screen, press), -1);
	puppet_leave(&p);
}

static void by_eye_it_stands_beside_what_was_missed(void **state)
{
	struct puppet p;

	(void)state;
	puppet_begin(&p, &(struct puppet_start) { .rows = 24,
						  .cols = 80,
						  .is_new = true,
						  .messages = 100,
						  .unread = 100,
						  .link = PL_LINK_LIVE });
	puppet_see(&p, "80 messages you have not read are");
	puppet_see(&p, press);
	puppet_leave(&p);
}

static void help_says_its_first_line_once(void **state)
{
	struct puppet p;

	(void)state;
	puppet_plain(&p, 0);
	assert_int_equal(screen_find(p.screen, press), -1);
	puppet_keys(&p, "?");
	puppet_see(&p, "- Type a word with its slash, then Enter. Or press the key in");
	puppet_row(&p, 22, "Connected.");
	puppet_leave(&p);
}

/* ---- the line face ---- */

static int line_face(struct pl_client *client, bool is_new)
{
	struct lines in;
	struct line_options o = { .in = &in, .wait_ms = 1000, .is_new = is_new };

	signals_hold(true);
	lines_init(&in, 0);
	int status = line_run(client, &o);

	lines_finish(&in);
	return status;
}

static int face_of_a_newcomer(struct pl_client *client)
{
	return line_face(client, true);
}

static int face_of_a_member(struct pl_client *client)
{
	return line_face(client, false);
}

static void begin_line(struct puppet *p, const char *term, int (*face)(struct pl_client *))
{
	puppet_open(p, &(struct puppet_start) { .term = term,
						.rows = 10,
						.cols = 60,
						.messages = 2,
						.link = PL_LINK_LIVE,
						.face = face });
	puppet_see(p, "Ben: line 2");
}

static void by_ear_it_is_told_once_behind_what_was_said(void **state)
{
	static const char *const terms[] = { "xterm", "dumb" };
	struct puppet p;

	(void)state;
	for (size_t i = 0; i < sizeof(terms) / sizeof(*terms); i++) {
		begin_line(&p, terms[i], face_of_a_newcomer);
		puppet_see(&p, type);
		puppet_row(&p, screen_find(p.screen, type) - 1, "Ben: line 2");
		puppet_message(&p, "Cy", "Hi Ana.");
		puppet_see(&p, "Cy: Hi Ana.");
		puppet_row(&p, screen_find(p.screen, "Cy: Hi Ana.") - 1, type);
		assert_int_equal(puppet_close(&p), LINE_OK);
	}
}

static void who_is_not_new_is_not_told(void **state)
{
	struct puppet p;

	(void)state;
	begin_line(&p, "xterm", face_of_a_member);
	puppet_message(&p, "Cy", "Hi Ana.");
	puppet_see(&p, "Cy: Hi Ana.");
	assert_false(screen_wrote(p.screen, type));
	assert_int_equal(puppet_close(&p), LINE_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_eye_it_is_told_until_one_looks_at_something),
		cmocka_unit_test(by_eye_it_stands_beside_what_was_missed),
		cmocka_unit_test(help_says_its_first_line_once),
		cmocka_unit_test(by_ear_it_is_told_once_behind_what_was_said),
		cmocka_unit_test(who_is_not_new_is_not_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
