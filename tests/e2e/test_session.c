/* SPDX-License-Identifier: MIT */
/*
 * A session from its waiting room to its end, in line mode, with TLS.  The server is killed
 * in each stage: the meeting goes on where it was.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sql/sql.h"
#include "support/town.h"

struct people {
	struct town *t;
	struct child grace, ana, jo;
};

#define SAYS(c, line)  assert_true(child_say(c, line))
#define HEARS(c, text) assert_true(child_wait_for(c, text))

#define ASK_UNTIL(c, ask, end, wanted) assert_true(child_ask_until(c, ask, end, wanted))

/* As if the power went; everybody is back when it is over. */
static void kill_server(struct people *p)
{
	struct child *all[] = { &p->grace, &p->ana, &p->jo };

	town_kill(p->t);
	assert_true(town_serve(p->t));
	for (int i = 0; i < 3; i++) {
		SAYS(all[i], "/retry");
		ASK_UNTIL(all[i], "/status", "You are in 1 group.", "\nConnected.");
	}
}

static void open_session(struct people *p)
{
	SAYS(&p->grace, "/open group");
	HEARS(&p->grace, "A session is under way here.");
	HEARS(&p->grace, "Now: Welcome.");
	HEARS(&p->ana, "You are in the waiting room.");
	HEARS(&p->jo, "You are in the waiting room.");
	HEARS(&p->ana, "The norms: What is said here stays here.");
	SAYS(&p->ana, "Can you hear me?");
	HEARS(&p->ana, "You are in the waiting room. You can talk once you are let in.");
}

static void let_in(struct people *p)
{
	kill_server(p);
	SAYS(&p->grace, "/console");
	HEARS(&p->grace, "Ana: number 1");
	SAYS(&p->grace, "/meeting");
	SAYS(&p->grace, "/admit Ana");
	HEARS(&p->grace, "Ana is let in.");
	HEARS(&p->ana, "You are in the room now.");
	SAYS(&p->grace, "/admit");
	HEARS(&p->jo, "You are in the room now.");
	SAYS(&p->ana, "/accept");
	HEARS(&p->ana, "The server has your yes to the norms.");
	SAYS(&p->jo, "/accept");
	HEARS(&p->jo, "The server has your yes to the norms.");
	SAYS(&p->ana, "Hello all.");
	HEARS(&p->ana, "Only the facilitators talk now.");
}

static void check_in(struct people *p)
{
	SAYS(&p->grace, "/stage next");
	HEARS(&p->ana, "Now: Check-in.");
	HEARS(&p->ana, "You have the floor.");
	HEARS(&p->jo, "Ana has the floor.");
	SAYS(&p->jo, "Me first.");
	HEARS(&p->jo, "It is not your turn.");
	kill_server(p);
	SAYS(&p->ana, "A good week.");
	HEARS(&p->jo, "Ana: A good week.");
	SAYS(&p->ana, "/rate 7");
	HEARS(&p->ana, "Your number is noted.");
	SAYS(&p->ana, "/done");
	HEARS(&p->jo, "You have the floor.");
	SAYS(&p->jo, "/pass");
	HEARS(&p->ana, "Nobody has the floor.");
}

static void work(struct people *p)
{
	SAYS(&p->grace, "/stage 4");
	HEARS(&p->ana, "Now: Work.");
	HEARS(&p->jo, "Now: Work.");
	SAYS(&p->ana, "/hand about Sunday");
	HEARS(&p->grace, "Ana has raised a hand: about Sunday");
	SAYS(&p->jo, "/hand");
	HEARS(&p->grace, "Jo has raised a hand.");
	kill_server(p);
	ASK_UNTIL(&p->jo, "/stage", "Stage 4 of 7: Work.",
		  "Hands up: Ana, Jo. You are number 2.");
	SAYS(&p->grace, "/next");
	HEARS(&p->ana, "You have the floor.");
	HEARS(&p->jo, "You are next.");
	SAYS(&p->grace, "/mute Ana 10");
	HEARS(&p->grace, "Ana is muted. Type /undo");
	HEARS(&p->ana, "A facilitator has muted you until");
	SAYS(&p->ana, "But I have the floor.");
	HEARS(&p->ana, "You are muted for now.");
	SAYS(&p->grace, "/undo");
	HEARS(&p->ana, "You may talk again.");
	SAYS(&p->ana, "On Sunday I went out.");
	HEARS(&p->jo, "Ana: On Sunday I went out.");
	SAYS(&p->jo, "/side I need a word.");
	HEARS(&p->grace, "Jo, to the facilitators alone: I need a word.");
}

/* It goes on in each client while the server is away, and whoever comes back is where all are. */
static void exercise(struct people *p)
{
	SAYS(&p->grace, "/stage 5");
	HEARS(&p->grace, "Now: Exercise.");
	HEARS(&p->grace, "When all are ready, type /exercise breathing");
	SAYS(&p->grace, "/exercise");
	HEARS(&p->ana, "An exercise begins: Slow breathing.");
	HEARS(&p->ana, "We breathe together for 4 minutes");
	HEARS(&p->jo, "We breathe together for 4 minutes");
	SAYS(&p->jo, "/skip");
	HEARS(&p->jo, "You leave the exercise. Nobody is told.");
	kill_server(p);
	ASK_UNTIL(&p->ana, "/exercise",
		  "Slow breathing. Time left:", "Slow breathing. Time left:");
	assert_int_equal(child_count(&p->ana, "We breathe together for 4 minutes"), 1);
	SAYS(&p->grace, "/exercise stop");
	HEARS(&p->ana, "A facilitator has ended the exercise.");
	SAYS(&p->ana, "/exercise");
	HEARS(&p->ana, "No exercise is under way.");
}

static void lesson(struct people *p)
{
	SAYS(&p->grace, "/lesson nothing");
	HEARS(&p->grace, "The server has no such text");
	SAYS(&p->grace, "/lesson stress");
	HEARS(&p->ana, "The lesson begins: What stress does.");
	HEARS(&p->ana, "Page 1. The alarm.");
	HEARS(&p->grace, "Page 1. The alarm.");
	SAYS(&p->grace, "/page 4");
	HEARS(&p->ana, "To answer, type /answer and the letter.");
	kill_server(p);
	SAYS(&p->ana, "/answer b");
	ASK_UNTIL(&p->grace, "/page", "Answers: A", "Answers: A 0, B 1, C 0.");
	SAYS(&p->jo, "/ask Does it pass?");
	HEARS(&p->grace, "Jo asks: Does it pass?");
	SAYS(&p->grace, "/question");
	HEARS(&p->ana, "A question: Does it pass?");
	SAYS(&p->grace, "/answered");
	SAYS(&p->grace, "/page next");
	HEARS(&p->ana, "You said B. What is right: B: Breathe out slowly");
	HEARS(&p->jo, "What is right: B: Breathe out slowly");
	HEARS(&p->ana, "Page 5. Your own signs.");
	SAYS(&p->ana, "/page 2");
	HEARS(&p->ana, "What stress does, page 2 of 7. When it does not stop.");
}

/* What waits is not lost with the server, and goes to all once. */
static void hold(struct people *p)
{
	SAYS(&p->grace, "/talk open");
	HEARS(&p->jo, "All may talk.");
	SAYS(&p->grace, "/hold on");
	HEARS(&p->jo, "From now on the facilitators read each message first");
	HEARS(&p->ana, "From now on the facilitators read each message first");
	SAYS(&p->ana, "May I say this?");
	HEARS(&p->ana, "Your message waits for a facilitator.");
	HEARS(&p->grace, "Ana wants to say: May I say this?");
	kill_server(p);
	SAYS(&p->grace, "/let");
	HEARS(&p->jo, "Ana: May I say this?");
	SAYS(&p->jo, "/thanks Ana");
	HEARS(&p->ana, "Jo: thank you. You had said: May I say this?");
	SAYS(&p->jo, "/thanks Ana");
	HEARS(&p->jo, "You have said that to this message before. It stands.");
	assert_int_equal(child_count(&p->jo, "Jo: thank you."), 0);
	SAYS(&p->ana, "Too much.");
	HEARS(&p->grace, "Ana wants to say: Too much.");
	SAYS(&p->grace, "/refuse Ana: Please wait.");
	HEARS(&p->ana,
	      "did not let your message through. To change it, type /edit. The reason: "
	      "Please wait.");
	kill_server(p);
	SAYS(&p->grace, "/hold off");
	HEARS(&p->jo, "Messages go to all at once again.");
	SAYS(&p->grace, "/hide Ana");
	HEARS(&p->jo, "A message of Ana was hidden by a facilitator.");
	assert_int_equal(child_count(&p->jo, "Ana: May I say this?"), 1);
	assert_int_equal(child_count(&p->jo, "Too much."), 0);
}

/* A latecomer hears nothing of what is said until let in, and then all of it. */
static void come_late(struct people *p)
{
	struct child lee;

	town_join(p->t, &lee, "Lee", "patient");
	HEARS(&lee, "You are in the waiting room.");
	SAYS(&lee, "/accept");
	HEARS(&lee, "The server has your yes to the norms.");
	SAYS(&p->grace, "Lee waits outside.");
	HEARS(&p->jo, "Lee waits outside.");
	SAYS(&lee, "/side May I come in?");
	HEARS(&p->grace, "Lee, to the facilitators alone: May I come in?");
	assert_int_equal(child_count(&lee, "Lee waits outside."), 0);
	assert_int_equal(child_count(&lee, "On Sunday I went out."), 0);
	SAYS(&p->grace, "/topic Sleep");
	SAYS(&p->grace, "/admit");
	HEARS(&lee, "You are in the room now.");
	HEARS(&lee, "The topic: Sleep");
	HEARS(&lee, "Lee waits outside.");
	child_end_input(&lee);
	assert_int_equal(child_end(&lee), 0);
	assert_int_equal(child_count(&lee, "I need a word."), 0);
	child_finish(&lee);
}

static void round_out(struct people *p)
{
	SAYS(&p->grace, "/stage 6");
	HEARS(&p->jo, "Now: Check-out.");
	kill_server(p);
	SAYS(&p->jo, "/stage");
	HEARS(&p->jo, "Stage 6 of 7: Check-out.");
	SAYS(&p->grace, "/stage next");
	HEARS(&p->ana, "The session is over.");
	HEARS(&p->jo, "The session is over.");
	kill_server(p);
	SAYS(&p->ana, "And now we just talk.");
	HEARS(&p->jo, "Ana: And now we just talk.");
}

static size_t count(const char *all, const char *what)
{
	size_t n = 0;

	for (const char *p = all; (p = strstr(p, what)); p++)
		n++;
	return n;
}

/* Runs porchlightd; what it printed has `text`. */
static void runs(struct town *t, int status, const char *text, const char *const *words)
{
	struct buf out;

	buf_init(&out, 1 << 20);
	if (town_admin(t, &out, words) != status || !strstr(buf_text(&out), text))
		fail_msg("%s is not in: %s", text, buf_text(&out));
	buf_finish(&out);
}

#define RUNS(t, status, text, ...)                                                             \
	runs(t, status, text, (const char *const[]) { __VA_ARGS__, NULL })

/* An addendum, while the server runs and knows nothing of it: the log goes on behind it. */
static void correct(struct people *p)
{
	struct town *t = p->t;

	RUNS(t, 1, "--by is a facilitator or an admin, not Jo", "correct", "Evening", "1",
	     "Ana", "55", "Phone.", "--by=Jo");
	RUNS(t, 1, "Evening has no session 2", "correct", "Evening", "2", "Ana", "55", "Phone.",
	     "--by=Grace");
	RUNS(t, 2, "MINUTES is a number from 0 to 1440", "correct", "Evening", "1", "Ana",
	     "1441", "Phone.", "--by=Grace");
	RUNS(t, 2, "say with --by who corrects it", "correct", "Evening", "1", "Ana", "55",
	     "Phone.");
	RUNS(t, 0, "session 1, Ana: 55 minutes, counted 0", "correct", "Evening", "1", "Ana",
	     "55", "She was on the phone.", "--by=Grace");
	SAYS(&p->ana, "/attendance");
	HEARS(&p->ana, "The server is asked.");
	HEARS(&p->ana, "55 minutes of 9 hours. Still to go: 8 hours 5 minutes.");
	HEARS(&p->ana,
	      "Grace has put this right; it was 0 minutes. Why: She was on the phone.");
	SAYS(&p->grace, "/open talk");
	HEARS(&p->grace, "A session is under way here.");
	HEARS(&p->ana, "A session is under way here.");
	SAYS(&p->ana, "/modality phone");
	HEARS(&p->ana, "It is noted that you take part by phone.");
}

static void check_reports(struct town *t)
{
	RUNS(t, 0,
	     "  Ana: 55 minutes as corrected; counted: 0 minutes.\n    Corrected to 55 "
	     "minutes by Grace at ",
	     "attendance", "Evening", "--for=internal", "--as", "words");
	RUNS(t, 0, "\"length\":{\"value\":55,\"unit\":\"min\"", "attendance", "Evening",
	     "--for=internal", "--as=fhir", "--person=Ana");
	RUNS(t, 0, ",phone,", "attendance", "Evening", "--for=internal", "--person", "Ana");
	RUNS(t, 2, "--as is csv, words or fhir, not 'pdf'", "attendance", "Evening",
	     "--for=internal", "--as", "pdf");
	RUNS(t, 0, "\nAna: 55 minutes, under by 8 hours 5 minutes.\n", "hours", "Evening",
	     "--for=internal");
	RUNS(t, 0, "3 of 3 under the target.", "hours", "Evening", "--for=internal");
	RUNS(t, 0, "\nAna: 55 minutes.\n", "hours", "Evening", "--for=internal",
	     "--target_hours", "0");
	RUNS(t, 0, "in week 2020-W53: Monday 2020-12-28 to Sunday 2021-01-03", "hours",
	     "Evening", "--for=internal", "2020-W53");
	RUNS(t, 0, "\nAna: 0 minutes, under by 9 hours.\n", "hours", "Evening",
	     "--for=internal", "2020-W53");
	RUNS(t, 2, "WEEK is as 2026-W48, or a day of it, not '2021-W53'", "hours", "Evening",
	     "--for=internal", "2021-W53");
	RUNS(t, 0, "ok   the log of Evening is whole: ", "check");
}

/* The log as it is, and then with one letter changed. */
static void check_attendance(struct town *t)
{
	const char *const words[] = { "attendance", "Evening", "--for=internal", NULL };
	struct err err = { 0 };
	struct sql_stmt *st;
	struct sql *s;
	struct buf out;
	char path[128];

	buf_init(&out, 1 << 20);
	assert_int_equal(town_admin(t, &out, words), 0);
	assert_int_equal(count(buf_text(&out), "\ntotal,1,"), 4);
	assert_true(count(buf_text(&out), "\nwaited,1,2,\"Ana\",") >= 1);
	assert_true(count(buf_text(&out), "\nline down,1,2,\"Ana\",") >= 3);
	assert_true(count(buf_text(&out), ",admit,") >= 2);
	snprintf(path, sizeof(path), "%s/porchlight.db", t->data);
	s = sql_open(path, NULL, &err);
	assert_non_null(s);
	st = sql_get(s, "UPDATE events SET utc_ms = utc_ms + 1 WHERE seq = 7", &err);
	assert_true(st && sql_do(st, &err));
	sql_close(s);
	buf_finish(&out);
	RUNS(t, 1, "event 7 of the log was changed", "attendance", "Evening", "--for=internal");
	RUNS(t, 1, "bad  the log of Evening: event 7 of the log was changed, or one before it",
	     "check");
}

static void a_session_goes_on_where_it_was(void **state)
{
	struct people p = { .t = *state };

	town_join(p.t, &p.grace, "Grace", "facilitator");
	HEARS(&p.grace, "You have joined.");
	town_join(p.t, &p.ana, "Ana", "patient");
	HEARS(&p.ana, "You have joined."); /* the round goes in the order of coming */
	town_join(p.t, &p.jo, "Jo", "patient");
	open_session(&p);
	let_in(&p);
	check_in(&p);
	work(&p);
	hold(&p);
	come_late(&p);
	exercise(&p);
	lesson(&p);
	round_out(&p);
	assert_int_equal(child_count(&p.ana, "I need a word."), 0);
	correct(&p);
	check_reports(p.t);
	check_attendance(p.t);
	child_finish(&p.grace);
	child_finish(&p.ana);
	child_finish(&p.jo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_session_goes_on_where_it_was, town_open,
						town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
