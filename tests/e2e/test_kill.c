/* SPDX-License-Identifier: MIT */
/*
 * The server is killed in each stage of a session, as if the power went.  What those who lead
 * and those who take part are told of it is the same before and after, and no interval of
 * attendance that had ended has changed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/town.h"

enum { PEOPLE = 3, TEXT_MAX = 65536 };
enum who { GRACE, ANA, JO };

/* What somebody types, and what then has to be told to whom. */
struct step {
	enum who who;
	const char *line;
	enum who hears;
	const char *words;
};

static const char *const names[PEOPLE] = { "Grace", "Ana", "Jo" };

static const char plan[] = "waiting\n"
			   "norms Be kind.\n"
			   "stage welcome quiet 5 Welcome\n"
			   "stage round turns 15 Check-in\n"
			   "stage agenda open 5 Agenda\n"
			   "stage work turns 40 Work\n"
			   "stage exercise quiet 5 Exercise\n"
			   "exercise breathing\n"
			   "stage work quiet 20 Lesson\n"
			   "lesson stress\n"
			   "stage round turns 15 Check-out\n"
			   "stage closed open 0 Closed\n";

/* Behind these steps the server is killed; `told`: what somebody is then told of how it
 * stands, by what they ask for. */
static const struct kill {
	const char *in;
	struct step steps[8];
	enum who asks;
	const char *told;
} kills[] = {
	{ "the waiting room",
	  { { GRACE, "/open all", ANA, "You are in the waiting room." },
	    { GRACE, NULL, JO, "You are in the waiting room." },
	    { JO, "/side May I come in?", GRACE, "Jo, to the facilitators alone: May I" } },
	  GRACE,
	  "Ana: number 1" },
	{ "the welcome",
	  { { GRACE, "/admit Ana", ANA, "You are in the room now." },
	    { GRACE, "/admit Jo", JO, "You are in the room now." },
	    { JO, "/accept", JO, "The server has your yes to the norms." } },
	  ANA,
	  "Stage 1 of 8: Welcome." },
	{ "the middle of a turn of the check-in",
	  { { ANA, "/accept", ANA, "The server has your yes to the norms." },
	    { GRACE, "/stage next", ANA, "You have the floor." },
	    { ANA, "/rate 7", ANA, "Your number is noted." },
	    { ANA, "A good week.", JO, "Ana: A good week." },
	    { ANA, "/more", JO, "Ana has more to say." } },
	  JO,
	  "Ana has the floor" },
	{ "the agenda",
	  { { ANA, "/done", JO, "You have the floor." },
	    { JO, "/pass", ANA, "Nobody has the floor." },
	    { GRACE, "/stage next", ANA, "Now: Agenda." },
	    { GRACE, "/topic Sleep", JO, "The topic: Sleep" },
	    { GRACE, "/mute Jo 60", JO, "A facilitator has muted you until" } },
	  GRACE,
	  "In the room: 3" },
	{ "the work, with hands up",
	  { { GRACE, "/unmute Jo", JO, "You may talk again." },
	    { GRACE, "/stage next", JO, "Now: Work." },
	    { JO, "/hand", GRACE, "Jo has raised a hand." },
	    { ANA, "/hand about Sunday", GRACE, "Ana has raised a hand: about Sunday" } },
	  ANA,
	  "Hands up: Jo, Ana. You are number 2." },
	{ "a turn of the work, with somebody muted",
	  { { GRACE, "/next", JO, "You have the floor." },
	    { GRACE, "/mute Ana 60", ANA, "A facilitator has muted you until" },
	    { GRACE, "/lock on", GRACE, "The door changes." } },
	  GRACE,
	  "muted until" },
	{ "the exercise",
	  { { GRACE, "/unmute Ana", ANA, "You may talk again." },
	    { GRACE, "/stage next", ANA, "Now: Exercise." },
	    { GRACE, "/exercise", JO, "An exercise begins: Slow breathing." } },
	  JO,
	  "Slow breathing" },
	{ "the second page of a lesson, with a question",
	  { { GRACE, "/stage next", JO, "Now: Lesson." },
	    { GRACE, "/lesson", JO, "The lesson begins: What stress does." },
	    { GRACE, "/page next", JO, "When it does not stop" },
	    { JO, "/ask Does it ever stop?", GRACE, "Does it ever stop?" } },
	  ANA,
	  "What stress does" },
	{ "the check-out, with somebody asked to step out",
	  { { GRACE, "/stage next", ANA, "You have the floor." },
	    { GRACE, "/stepout Jo", JO, "A facilitator has asked you to step out" } },
	  GRACE,
	  "Jo: stepped out" },
	{ "the end",
	  { { GRACE, "/stage next", ANA, "The session is over." } },
	  ANA,
	  "No session is under way here." },
};

struct people {
	struct town *t;
	struct child all[PEOPLE];
	int marks;
};

/* ---- what is told ---- */

/* The line at `*at`, and behind it; NULL: there is none. */
static char *next_line(char **at)
{
	char *line = *at;
	size_t n = line ? strcspn(line, "\n") : 0;

	if (!line || !*line)
		return NULL;
	*at = line + n + (line[n] == '\n');
	line[n] = '\0';
	return line;
}

/* Asks, and takes what is told up to a mark of ours: the answer to a word there is not. */
static void ask(struct people *p, enum who who, const char *line, struct buf *out)
{
	struct child *c = &p->all[who];
	char mark[32];
	size_t at;

	snprintf(mark, sizeof(mark), "/nosuch%d", ++p->marks);
	at = c->seen.n;
	assert_true(child_say(c, line));
	assert_true(child_say(c, mark));
	assert_true(child_wait_for(c, mark + 1));
	buf_adds(out, buf_text(&c->seen) + at);
}

/* What goes on while the server is away: how long something has been so, and who is back. */
static bool is_of_time(const char *line)
{
	return strstr(line, "nosuch") || strstr(line, "Connect") || strstr(line, "onnection") ||
	       strstr(line, "is down") || strstr(line, "is back") || !*line;
}

/* Without the sentences that begin so. */
static void leave_out(char *line, const char *begins)
{
	char *at;

	while ((at = strstr(line, begins)) != NULL) {
		const char *end = at + strcspn(at, ".");

		memmove(at, end + (*end != '\0'), strlen(end + (*end != '\0')) + 1);
	}
}

static void add_line(struct buf *out, char *line)
{
	char *since = strstr(line, ", for ");

	if (!since)
		since = strstr(line, ": for "); /* the heading says what is so */
	if (is_of_time(line))
		return;
	if (since)
		*since = '\0';
	leave_out(line, "Time left: ");
	leave_out(line, "You have waited ");
	buf_addf(out, "%s\n", line);
}

/* How it stands, in the words of all three; without how long. */
static void look(struct people *p, struct buf *out)
{
	struct buf raw;

	buf_init(&raw, TEXT_MAX);
	for (int i = 0; i < PEOPLE; i++)
		ask(p, (enum who)i, "/stage", &raw);
	ask(p, GRACE, "/console", &raw);
	for (char *at = raw.p, *line; (line = next_line(&at));)
		add_line(out, line);
	buf_finish(&raw);
}

/* News may still come in between: until it is the same twice. */
static void look_still(struct people *p, struct buf *out)
{
	struct buf before;

	buf_init(&before, TEXT_MAX);
	do {
		buf_reset(&before);
		buf_adds(&before, buf_text(out));
		buf_reset(out);
		look(p, out);
	} while (strcmp(buf_text(&before), buf_text(out)) != 0);
	buf_finish(&before);
}

/* ---- attendance ---- */

static void attendance(struct people *p, struct buf *out)
{
	const char *const words[] = { "attendance", "Evening", "--for=internal", NULL };

	assert_int_equal(town_admin(p->t, out, words), 0);
}

/* An interval that has ended: two moments are in it. */
static bool has_ended(const char *row)
{
	const char *first = strstr(row, "Z,");

	return first && strstr(first + 2, "Z,");
}

static void check_attendance(struct buf *before, const struct buf *after)
{
	for (char *at = before->p, *row; (row = next_line(&at));) {
		if (!has_ended(row) || strstr(buf_text(after), row))
			continue;
		print_error("before: %s\nafter:\n%s", row, buf_text(after));
		fail();
	}
}

/* ---- the walk through the stages ---- */

/* What whoever did it was told, and has before them. */
static void fail_in(struct people *p, const struct kill *k, const struct step *s)
{
	struct buf told;

	buf_init(&told, TEXT_MAX);
	ask(p, s->who, "/stage", &told);
	ask(p, s->who, "/console", &told);
	print_error("%s:\n%s", s->line ? s->line : "", buf_text(&told));
	fail_msg("in %s", k->in);
}

static void take_steps(struct people *p, const struct kill *k)
{
	for (const struct step *s = k->steps; s->words; s++) {
		if (s->line)
			assert_true(child_say(&p->all[s->who], s->line));
		if (!child_wait_for(&p->all[s->hears], s->words))
			fail_in(p, k, s);
	}
}

/* Until this person's console, or stage, says what it said before. */
static void come_back(struct people *p)
{
	const int64_t until_ms = clock_ms() + CHILD_WAIT_MS;

	for (int i = 0; i < PEOPLE; i++) {
		struct buf said;

		buf_init(&said, TEXT_MAX);
		assert_true(child_say(&p->all[i], "/retry"));
		do {
			assert_true(clock_ms() < until_ms);
			buf_reset(&said);
			ask(p, (enum who)i, "/status", &said);
		} while (!strstr(buf_text(&said), "\nConnected."));
		buf_finish(&said);
	}
}

static void kill_server(struct people *p)
{
	town_kill(p->t);
	assert_true(town_serve(p->t));
	come_back(p);
}

/* The lines of those who come back are seen to be there one after the other. */
static void look_until(struct people *p, const struct buf *wanted, const char *in)
{
	const int64_t until_ms = clock_ms() + CHILD_WAIT_MS;
	struct buf is;

	buf_init(&is, TEXT_MAX);
	do {
		if (clock_ms() >= until_ms)
			fail_msg("in %s it was\n%sand is\n%s", in, buf_text(wanted),
				 buf_text(&is));
		buf_reset(&is);
		look(p, &is);
	} while (strcmp(buf_text(&is), buf_text(wanted)) != 0);
	buf_finish(&is);
}

static void kill_in(struct people *p, const struct kill *k)
{
	struct buf was, spans_before, spans_after, told;

	buf_init(&was, TEXT_MAX);
	buf_init(&spans_before, TEXT_MAX);
	buf_init(&spans_after, TEXT_MAX);
	buf_init(&told, TEXT_MAX);
	take_steps(p, k);
	look_still(p, &was);
	ask(p, k->asks, k->asks == GRACE ? "/console" : "/stage", &told);
	if (!strstr(buf_text(&told), k->told))
		fail_msg("in %s it was told: %s", k->in, buf_text(&told));
	attendance(p, &spans_before);
	kill_server(p);
	look_until(p, &was, k->in);
	attendance(p, &spans_after);
	check_attendance(&spans_before, &spans_after);
	buf_finish(&was);
	buf_finish(&spans_before);
	buf_finish(&spans_after);
	buf_finish(&told);
}

static void write_plan(const struct town *t)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/plans", t->data);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/plans/all.txt", t->data);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(plan, f);
	assert_int_equal(fclose(f), 0);
}

static void it_goes_on_where_it_was_in_each_stage(void **state)
{
	struct people p = { .t = *state };

	write_plan(p.t);
	for (int i = 0; i < PEOPLE; i++) {
		town_join(p.t, &p.all[i], names[i], i == GRACE ? "facilitator" : "patient");
		assert_true(child_wait_for(&p.all[i], "You have joined."));
	}
	for (size_t i = 0; i < sizeof(kills) / sizeof(kills[0]); i++)
		kill_in(&p, &kills[i]);
	for (int i = 0; i < PEOPLE; i++) {
		child_end_input(&p.all[i]);
		assert_int_equal(child_end(&p.all[i]), 0);
		child_finish(&p.all[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_goes_on_where_it_was_in_each_stage,
						town_open, town_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
