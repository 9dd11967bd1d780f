/* SPDX-License-Identifier: MIT */
/*
 * A PHQ-9 whose last answer is not "not at all", filled in without a line, behind all else
 * that waits: what leaves first when the line is back.  The frames are printed, in order.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "client/core.h"
#include "support/sender.h"

/* What each frame said first, a line each; printed as they are. */
static const char *frame(const char *heard, int n)
{
	for (; n > 0 && heard; n--) {
		heard = strchr(heard, '\n');
		heard = heard ? heard + 1 : NULL;
	}
	return heard ? heard : "";
}

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static void wait_for_all(struct pair *p)
{
	pair_until(p, sender_has_none_kept);
	pair_until(p, pair_has_none_kept);
	pair_settle(p);
}

static void write_before(struct pair *p)
{
	assert_int_equal(pl_client_say(p->client, FAKE_GROUP, "I am at home today."), PL_OK);
	assert_int_equal(pl_client_say(p->client, FAKE_GROUP, "It is loud here."), PL_OK);
	sender_fill(p, "gad-7", "2222222", true);
}

static void what_leaves_first(void **state)
{
	struct pair *p = *state;
	const struct pl_sheet *all;
	const char *heard;

	sender_join(p);
	sender_cut(p);
	write_before(p);
	sender_fill(p, "phq-9", "110000001", true);
	assert_int_equal(pl_client_sheets(p->client, &all), 2);
	assert_true(all[0].danger || all[1].danger);
	buf_reset(&p->server.heard);
	sender_resume(p);
	wait_for_all(p);
	heard = buf_text(&p->server.heard);
	print_message("GET /w?%s\n%s", p->server.query, heard);
	assert_true(begins(frame(heard, 0), "[{\"t\":\"I\""));
	assert_true(strstr(heard, "phq-9") < frame(heard, 1));
	/* In a frame of its own: nothing makes it later. */
	assert_null(memmem(heard, (size_t)(frame(heard, 1) - heard), "},{", 3));
	assert_non_null(strstr(frame(heard, 1), "gad-7"));
	assert_non_null(strstr(frame(heard, 1), "I am at home today."));
}

/* The same after the program was killed: the store has it, and its place. */
static void also_after_a_new_start(void **state)
{
	struct pair *p = *state;

	sender_join(p);
	sender_cut(p);
	write_before(p);
	sender_fill(p, "phq-9", "110000001", true);
	buf_reset(&p->server.heard);
	sender_restart(p);
	wait_for_all(p);
	assert_true(begins(buf_text(&p->server.heard), "[{\"t\":\"I\""));
	assert_true(strstr(buf_text(&p->server.heard), "phq-9") <
		    strstr(buf_text(&p->server.heard), "gad-7"));
}

/* While the link is in doubt nothing else is said: this is. */
static void while_the_link_is_doubted(void **state)
{
	struct pair *p = *state;
	struct buf json, other;

	sender_join(p);
	sender_cut(p);
	write_before(p);
	sender_fill(p, "phq-9", "110000001", true);
	buf_init(&json, 12000);
	buf_init(&other, 12000);
	meet_write_first(p->client, &json); /* what outbound.c writes then */
	assert_non_null(strstr(buf_text(&json), "phq-9"));
	assert_null(strstr(buf_text(&json), "gad-7"));
	meet_write_first(p->client, &other);
	assert_int_equal(other.n, 0); /* once a connection */
	buf_finish(&json);
	buf_finish(&other);
}

/* No danger, no haste: in the order in which it was done. */
static void without_danger__in_its_order(void **state)
{
	struct pair *p = *state;

	sender_join(p);
	sender_cut(p);
	write_before(p);
	sender_fill(p, "phq-9", "110000000", true);
	buf_reset(&p->server.heard);
	sender_resume(p);
	wait_for_all(p);
	assert_true(strstr(buf_text(&p->server.heard), "gad-7") <
		    strstr(buf_text(&p->server.heard), "phq-9"));
	assert_true(begins(buf_text(&p->server.heard), "[{\"t\":\"y\""));
}

/* As sent: the payload of the WebSocket's frame.  What grows is worth it, or does not grow. */
static void what_it_costs(void **state)
{
	struct pair *p = *state;

	sender_join(p);
	pair_settle(p);
	sender_fill(p, "phq-9", "110000001", true);
	pair_until(p, sender_has_none_kept);
	print_message("%-44s %4zu of %4d bytes\n", "a PHQ-9 with danger, up",
		      p->server.frame_bytes, 105);
	assert_in_range(p->server.frame_bytes, 1, 105);
	sender_cut(p);
	buf_reset(&p->server.heard);
	sender_resume(p);
	pair_settle(p);
	assert_non_null(
		strstr(p->server.query, "&v=0")); /* four bytes, and a few for a version */
	assert_int_equal(p->server.heard.n, 0);   /* and nothing more is said of it */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_leaves_first, sender_open, pair_close),
		cmocka_unit_test_setup_teardown(also_after_a_new_start, sender_open,
						pair_close),
		cmocka_unit_test_setup_teardown(while_the_link_is_doubted, sender_open,
						pair_close),
		cmocka_unit_test_setup_teardown(what_it_costs, sender_open, pair_close),
		cmocka_unit_test_setup_teardown(without_danger__in_its_order, sender_open,
						pair_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
