/* SPDX-License-Identifier: MIT */
/*
 * The door, in line mode, with TLS: who waits is asked, those who lead look, and what was
 * replied is nowhere when the session is over.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/clock.h"
#include "sql/sql.h"
#include "support/town.h"

#define SAYS(c, line)  assert_true(child_say(c, line))
#define HEARS(c, text) assert_true(child_wait_for(c, text))

struct people {
	struct town *t;
	struct child grace, ana, jo;
};

/* How often the bytes are in a file of the data folder; a file that is not there has none. */
static int count_in(const struct town *t, const char *name, const char *what)
{
	char path[160], *bytes = calloc(1, 1 << 22);
	int found = 0;
	size_t n = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", t->data, name);
	f = fopen(path, "re");
	if (f) {
		n = fread(bytes, 1, 1 << 22, f);
		assert_true(feof(f));
		fclose(f);
	}
	for (char *at = bytes; (at = memmem(at, n - (size_t)(at - bytes), what, strlen(what)));
	     at++)
		found++;
	free(bytes);
	return found;
}

static int count(const struct town *t, const char *what)
{
	return count_in(t, "porchlight.db", what) + count_in(t, "porchlight.db-wal", what);
}

static bool key_is_there(const struct town *t)
{
	char path[160];
	struct stat st;

	snprintf(path, sizeof(path), "%s/replies-1.key", t->data);
	if (stat(path, &st) != 0)
		return false;
	assert_int_equal(st.st_mode & 0777, 0600);
	return true;
}

/* What the database has of Ana's first reply. */
static void read_sealed(const struct town *t, char out[512])
{
	struct err err = { 0 };
	struct sql_stmt *st;
	struct str text;
	struct sql *s;
	char path[160];

	snprintf(path, sizeof(path), "%s/porchlight.db", t->data);
	s = sql_open(path, NULL, &err);
	assert_non_null(s);
	st = sql_get(s, "SELECT sealed FROM papers WHERE group_id = 1 AND kind = 1", &err);
	assert_non_null(st);
	assert_int_equal(sql_step(st, &err), SQL_ROW);
	text = sql_get_text(st, 0);
	assert_in_range(text.n, 40, 511);
	snprintf(out, 512, "%.*s", (int)text.n, text.p);
	sql_close(s);
}

/* Asks again and again until `wanted` comes; `end` is in each answer. */
static void ask_until(struct child *c, const char *ask, const char *end, const char *wanted)
{
	const int64_t until_ms = clock_ms() + CHILD_WAIT_MS;

	while (child_count(c, wanted) == 0) {
		assert_true(clock_ms() < until_ms);
		SAYS(c, ask);
		HEARS(c, end);
	}
}

static void ask(struct people *p)
{
	SAYS(&p->grace, "/open group");
	HEARS(&p->ana, "You are first in the waiting room.");
	HEARS(&p->jo, "You are number 2 in the waiting room.");
	HEARS(&p->ana, "Where are you now?");
	SAYS(&p->ana, "/reply At home, in Ohio");
	HEARS(&p->ana, "Who is near you?");
	SAYS(&p->ana, "/reply skip");
	HEARS(&p->ana, "What number can we call you back on?");
	SAYS(&p->ana, "/reply 555 0100, ask for Jo");
	HEARS(&p->ana, "That was all. Thank you.");
	SAYS(&p->ana, "/reply where: At my aunt's, in Ohio");
	HEARS(&p->ana, "Your reply is on its way.");
}

/* The server is killed: whoever asks is told what was replied before. */
static void look(struct people *p)
{
	town_kill(p->t);
	assert_true(town_serve(p->t));
	SAYS(&p->ana, "/retry");
	SAYS(&p->grace, "/retry");
	ask_until(&p->grace, "/status", "You are in 1 group.", "\nConnected.");
	ask_until(&p->grace, "/where Ana", "The number of Ana: 555 0100, ask for Jo",
		  "Ana is here: At my aunt's, in Ohio");
	assert_int_equal(child_count(&p->grace, "Near Ana"), 0);
	SAYS(&p->grace, "/console");
	HEARS(&p->grace, "replied to 2 of 3, skipped 1");
	SAYS(&p->grace, "/meeting");
}

static void name(struct people *p)
{
	const char *const words[] = { "user", "legal", "Ana", "Anna Lopez", NULL };
	const char *const looks[] = { "looks", NULL };
	struct buf out;

	buf_init(&out, 1 << 16);
	assert_int_equal(town_admin(p->t, NULL, words), 0);
	SAYS(&p->grace, "/legal Ana");
	HEARS(&p->grace, "The legal name of Ana: Anna Lopez");
	SAYS(&p->grace, "/legal Jo");
	HEARS(&p->grace, "No legal name is kept for Jo.");
	SAYS(&p->ana, "/legal");
	HEARS(&p->ana, "Grace looked at your replies:");
	HEARS(&p->ana, "Grace looked at your legal name:");
	SAYS(&p->jo, "/retry");
	ask_until(&p->jo, "/status", "You are in 1 group.", "\nConnected.");
	SAYS(&p->jo, "/legal");
	HEARS(&p->jo, "Nobody has looked at your legal name");
	SAYS(&p->jo, "/legal Ana");
	HEARS(&p->jo, "The server does not let you do that.");
	assert_int_equal(town_admin(p->t, &out, looks), 0);
	assert_non_null(strstr(buf_text(&out), "Z\tGrace\tAna\tlegal name\n"));
	assert_non_null(strstr(buf_text(&out), "Z\tGrace\tAna\treplies\n"));
	buf_finish(&out);
	assert_int_equal(count(p->t, "Lopez"), 0);
}

static void end(struct people *p)
{
	char sealed[512];

	assert_true(key_is_there(p->t));
	read_sealed(p->t, sealed);
	assert_true(count(p->t, sealed) > 0);
	assert_int_equal(count(p->t, "Ohio"), 0);
	SAYS(&p->grace, "/stage 7");
	HEARS(&p->grace, "The session is over.");
	SAYS(&p->grace, "/where Ana");
	HEARS(&p->grace, "No replies of Ana are kept.");
	assert_false(key_is_there(p->t));
	assert_int_equal(count(p->t, sealed), 0);
	assert_int_equal(child_count(&p->jo, "Ohio"), 0);
	assert_int_equal(child_count(&p->jo, "Lopez"), 0);
}

static void replies_are_read_by_who_leads__and_go_with_the_session(void **state)
{
	struct people p = { .t = *state };

	town_join(p.t, &p.grace, "Grace", "facilitator");
	HEARS(&p.grace, "You have joined.");
	town_join(p.t, &p.ana, "Ana", "patient");
	HEARS(&p.ana, "You have joined.");
	town_join(p.t, &p.jo, "Jo", "patient");
	HEARS(&p.jo, "You have joined.");
	ask(&p);
	look(&p);
	name(&p);
	end(&p);
	child_finish(&p.grace);
	child_finish(&p.ana);
	child_finish(&p.jo);
}

/* All that somebody hears who waits, is asked, and is let in. */
static void the_waiting_room_in_line_mode__whole(void **state)
{
	struct town *t = *state;
	struct child grace, lee;
	char want[8192] = "", path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/data/waiting-room.txt", getenv("SOURCE"));
	f = fopen(path, "re");
	assert_non_null(f);
	assert_true(fread(want, 1, sizeof(want) - 1, f) > 0);
	fclose(f);
	town_join(t, &grace, "Grace", "facilitator");
	HEARS(&grace, "You have joined.");
	SAYS(&grace, "/open group");
	HEARS(&grace, "Now: Welcome.");
	town_join(t, &lee, "Lee", "patient");
	HEARS(&lee, "Where are you now?");
	SAYS(&lee, "Hello?");
	HEARS(&lee, "You can talk once you are let in.");
	SAYS(&lee, "/reply At home");
	HEARS(&lee, "Who is near you?");
	SAYS(&lee, "/reply skip");
	HEARS(&lee, "What number can we call you back on?");
	SAYS(&lee, "/reply 555 0100");
	HEARS(&lee, "That was all.");
	SAYS(&grace, "/admit");
	HEARS(&lee, "You are in the room now.");
	child_end_input(&lee);
	child_end(&lee); /* 1: a line of its script was not done */
	if (strcmp(buf_text(&lee.seen), want) != 0)
		fprintf(stderr, "it was:\n%s", buf_text(&lee.seen));
	assert_string_equal(buf_text(&lee.seen), want);
	child_finish(&lee);
	child_finish(&grace);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			replies_are_read_by_who_leads__and_go_with_the_session, town_open,
			town_close),
		cmocka_unit_test_setup_teardown(the_waiting_room_in_line_mode__whole, town_open,
						town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
