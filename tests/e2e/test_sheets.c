/* SPDX-License-Identifier: MIT */
/*
 * Worksheets between real clients and a real server: assigned, filled in without a network, at the
 * clinic when it is back, read, commented and seen to; and both ends killed between.
 */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "porchlight/caseload.h"
#include "support/town.h"

enum { PATIENCE_MS = 30000 };
enum who { GRACE, ANA, PEOPLE };

struct clinic {
	struct town *town;
	struct pl_client *all[PEOPLE]; /* NULL: is not there */
};

static const char *const names[PEOPLE] = { "Grace", "Ana" };

static void turn(struct clinic *c)
{
	struct pollfd fds[PEOPLE];

	for (int i = 0; i < PEOPLE; i++) {
		fds[i].fd = c->all[i] ? pl_client_fd(c->all[i]) : -1;
		fds[i].events = POLLIN;
	}
	poll(fds, PEOPLE, 50);
	for (int i = 0; i < PEOPLE; i++)
		if (c->all[i])
			pl_client_work(c->all[i]);
}

typedef bool truth(struct clinic *c);

static void until(struct clinic *c, truth *is_so, const char *what)
{
	const int64_t end = clock_ms() + PATIENCE_MS;

	while (!is_so(c)) {
		if (clock_ms() > end)
			fail_msg("never %s", what);
		turn(c);
	}
}

#define until_it_is(c, words) until(c, words, #words)

/* ---- coming and going ---- */

static void come(struct clinic *c, enum who who)
{
	char dir[128];
	struct pl_options o = { .dir = dir, .passphrase = TOWN_PASSPHRASE };
	enum pl_failure why;

	snprintf(dir, sizeof(dir), "%s/%s", c->town->dir, names[who]);
	c->all[who] = pl_client_open(&o, &why);
	assert_non_null(c->all[who]);
}

static void leave(struct clinic *c, enum who who)
{
	pl_client_close(c->all[who]);
	c->all[who] = NULL;
}

static bool in_a_group(struct clinic *c)
{
	const struct pl_group *g;

	for (int i = 0; i < PEOPLE; i++)
		if (c->all[i] && !pl_client_groups(c->all[i], &g))
			return false;
	return true;
}

static void join(struct clinic *c, enum who who, const char *role)
{
	char *invite = town_invite(c->town, role);

	come(c, who);
	assert_int_equal(pl_client_join(c->all[who], invite, names[who], TOWN_PASSPHRASE),
			 PL_OK);
	free(invite);
	until_it_is(c, in_a_group);
}

static int open_clinic(void **state)
{
	struct clinic *c = mem_get(sizeof(*c));
	void *town;

	if (town_open(&town) != 0)
		return -1;
	c->town = town;
	join(c, GRACE, "facilitator");
	join(c, ANA, "patient");
	*state = c;
	return 0;
}

static int close_clinic(void **state)
{
	struct clinic *c = *state;
	void *town = c->town;

	for (int i = 0; i < PEOPLE; i++)
		leave(c, (enum who)i);
	free(c);
	return town_close(&town);
}

static void server_again(struct clinic *c)
{
	assert_true(town_serve(c->town));
	for (int i = 0; i < PEOPLE; i++)
		if (c->all[i])
			pl_client_connect_now(c->all[i]);
}

/* ---- what there is ---- */

/* The only one that Ana has, and that Grace sees; NULL: there is none. */
static const struct pl_sheet *of_ana(struct clinic *c)
{
	const struct pl_sheet *s;
	const size_t n = pl_client_sheets(c->all[ANA], &s);

	assert_in_range(n, 0, 1);
	return n ? s : NULL;
}

static const struct pl_sheet *of_grace(struct clinic *c)
{
	const struct pl_sheet *s;
	const size_t n = pl_client_group_sheets(c->all[GRACE], 1, 0, &s);

	assert_in_range(n, 0, 1);
	return n ? s : NULL;
}

static bool is(const struct pl_sheet *s, enum pl_sheet_state state)
{
	return s && s->state == state;
}

static bool assigned_to_ana(struct clinic *c)
{
	return is(of_ana(c), PL_SHEET_ASSIGNED);
}

static bool at_the_clinic(struct clinic *c)
{
	return is(of_ana(c), PL_SHEET_AT_CLINIC);
}

static bool told_to_grace_as_danger(struct clinic *c)
{
	return of_grace(c) && of_grace(c)->danger;
}

static bool read_by_grace(struct clinic *c)
{
	return is(of_ana(c), PL_SHEET_READ) && strcmp(of_ana(c)->reader, "Grace") == 0;
}

static bool commented_and_seen_to(struct clinic *c)
{
	return of_ana(c) && of_ana(c)->comments == 1 &&
	       strcmp(of_ana(c)->reviewer, "Grace") == 0;
}

static bool nothing_kept(struct clinic *c)
{
	return pl_client_acts_kept(c->all[ANA]) == 0 && pl_client_acts_kept(c->all[GRACE]) == 0;
}

/* ---- what is done ---- */

static void assign(struct clinic *c)
{
	const struct pl_group *g;
	const struct pl_assignment a = { .group = 1,
					 .form = "phq-9",
					 .words = "Before Friday" };

	assert_int_equal(pl_client_groups(c->all[GRACE], &g), 1);
	assert_int_equal(pl_client_assign(c->all[GRACE], &a), PL_OK);
	until_it_is(c, assigned_to_ana);
	assert_string_equal(of_ana(c)->words, "Before Friday");
	assert_string_equal(of_ana(c)->from, "Grace");
}

/* Each question by its second choice: "several days". */
static void fill_in(struct clinic *c)
{
	struct pl_client *ana = c->all[ANA];
	int answered = 0;

	assert_int_equal(pl_client_sheet_open(ana, of_ana(c)->id), PL_OK);
	for (uint64_t q = 0; (q = pl_client_question_go(ana, q, 1)); answered++)
		assert_int_equal(pl_client_choose(ana, q, 1), PL_ANSWER_TAKEN);
	assert_true(answered >= 9);
	assert_true(pl_client_sheet_danger(ana));
	assert_int_equal(pl_client_sheet_finish(ana, true, 0), PL_OK);
	assert_true(is(of_ana(c), PL_SHEET_SENDING));
}

static void from_assigned_to_seen_to(void **state)
{
	struct clinic *c = *state;

	assign(c);
	town_kill(c->town);
	fill_in(c);
	leave(c, ANA);
	come(c, ANA);
	server_again(c);
	until_it_is(c, at_the_clinic);
	until_it_is(c, told_to_grace_as_danger);
	assert_int_equal(of_grace(c)->score.sum, 9);
	assert_int_equal(pl_client_sheet_open(c->all[GRACE], of_grace(c)->id), PL_OK);
	until_it_is(c, read_by_grace);
	assert_int_equal(pl_client_comment(c->all[GRACE], of_grace(c)->id, "/44260-8",
					   "Shall we talk today?"),
			 PL_OK);
	assert_int_equal(pl_client_sheet_reviewed(c->all[GRACE], of_grace(c)->id, "Called."),
			 PL_OK);
	until_it_is(c, commented_and_seen_to);
	/* Neither program has it twice when it comes back, or has anything left to send. */
	for (int i = 0; i < PEOPLE; i++) {
		leave(c, (enum who)i);
		come(c, (enum who)i);
	}
	town_kill(c->town);
	server_again(c);
	until_it_is(c, commented_and_seen_to);
	until_it_is(c, nothing_kept);
	assert_string_equal(of_grace(c)->reviewer, "Grace");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(from_assigned_to_seen_to, open_clinic,
						close_clinic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
