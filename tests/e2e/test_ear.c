/* SPDX-License-Identifier: MIT */
/*
 * What a screen reader says of the program, event by event: the table of acceptance.  yasr
 * (real) speaks to the test, brltty (real) shows a line of 40 cells.  Words beyond what an
 * event has to say are counted, and too many fail.  A program that is bad on purpose must fail
 * the same rows.  EAR_IDLE_MS=60000 listens for a minute where nothing happens.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/abreast.h"
#include "support/braille.h"
#include "support/scene.h"
#include "support/spoken.h"

enum { LINE, FULL, BAD, FACES };
enum {
	ACTS = 8,
	HEARD = 9,
	NEVER = -1,
	PROMPT = 3 /* "1 to 4>" */,
	IDLE_MS = 5000,
	BAD_WAIT_MS = 1500
};

struct trial {
	struct scene scene;
	int face;
	int failed; /* rows */
};

/* ---- the table ---- */

/* `extra`: so many words beyond, of each face; NEVER: not there, and of the bad program, which
 * has to fail: not asked.  A row without a name prepares. */
struct row {
	const char *what;
	const char *acts[ACTS + 1];
	const char *heard[HEARD + 1];
	int extra[FACES];
};

#define CRISIS "Are you or someone else in danger now? Call 911 or your local emergency number."

static const struct row rows[] = {
	{ "message while idle",
	  { "robin Good evening, all of you." },
	  { "Robin: Good evening, all of you." },
	  { 0, 0, 0 } },
	{ "two at once",
	  { "robin One is here.", "robin Two is here." },
	  { "Robin: One is here.", "Robin: Two is here." },
	  { 0, 0, 0 } },
	{ "while typing",
	  { "type I am", "robin While you type.", "type  here." },
	  { "Robin: While you type." },
	  { 0, 0, 0 } },
	{ "letter deleted", { "type \177" }, { "." }, { 0, 0, NEVER } },
	{ "letter under the cursor", { "type \033[D" }, { "e" }, { 0, 0, NEVER } },
	{ NULL, { "type \033[C" }, { NULL }, { 0, 0, NEVER } },
	{ "typing", { "type  and well." }, { NULL }, { 0, 0, NEVER } },
	{ "sending", { "enter ", "told I am here and well." }, { NULL }, { 0, NEVER, NEVER } },
	{ "sending, whole screen",
	  { "enter ", "told I am here and well." },
	  { "Ana: I am here and well." },
	  { NEVER, 0, NEVER } },
	{ "idle", { "idle" }, { NULL }, { 0, 0, 0 } },
	{ "view switched",
	  { "enter /groups" },
	  { "Groups", "1: Evening, up now" },
	  { 0, NEVER, NEVER } },
	{ "view switched, list",
	  { "enter /groups" },
	  { "Groups", "1: Evening, up now, 1 of 1" },
	  { NEVER, 0, NEVER } },
	{ "worksheet question",
	  { "enter /new phq-9" },
	  { "PHQ-9, 1 of 10",
	    "Over the last 2 weeks, how often have you been bothered by any of the following "
	    "problems?",
	    "1. Little interest or pleasure in doing things", "1. Not at all",
	    "2. Several days", "3. More than half the days", "4. Nearly every day",
	    "Enter alone goes on, < goes back, and /what helps. Each answer is saved at "
	    "once." },
	  { PROMPT, PROMPT, NEVER } },
	{ "error in a field",
	  { "enter 9" },
	  { "That is none of the choices. Please type a number from 1 to 4, or the words of a "
	    "choice." },
	  { PROMPT, PROMPT, NEVER } },
	{ NULL, { "type \025", "enter /keep", "enter /meeting" }, { NULL }, { 0, 0, NEVER } },
	{ NULL, { "enter /help" }, { NULL }, { NEVER, 0, NEVER } },
	{ "list move",
	  { "type \033[B" },
	  { "What you can look at, 2 of" },
	  { NEVER, 1 /* how many */, NEVER } },
	{ "back to the meeting", { "enter /meeting" }, { "Evening" }, { 0, 0, NEVER } },
	{ "crisis key",
	  { "pass \030" },
	  { CRISIS, "Type /meeting to go back to the meeting. In the US" },
	  { 200 /* all of it is for reading on */, 200, NEVER } },
	{ "back from it", { "enter /meeting" }, { "Evening" }, { 0, 0, NEVER } },
	{ "line down",
	  { "down" },
	  { "The line is down. What you write is kept here and goes out later." },
	  { 0, 0, NEVER } },
	{ "line back", { "up" }, { "The line is back." }, { 0, 0, NEVER } },
	{ NULL,
	  { "robin /retry", "robin /wait connected", "robin /open group",
	    "hears You are in the waiting room.", "robin /admit",
	    "hears You are in the room now.", "enter /accept", "robin /stage 4" },
	  { NULL },
	  { 0, 0, NEVER } },
	{ "raise a hand",
	  { "enter /hand about Sunday", "told Ana has raised a hand: about Sunday" },
	  { "Your hand goes up.", "You are next." },
	  { 0, 0, NEVER } },
	{ "called on while typing",
	  { "type I", "robin /next" },
	  { "You have the floor. Say what you like, then type /done." },
	  { 0, 0, NEVER } },
};

static bool row_is_here(const struct row *r, int face)
{
	return r->extra[face] != NEVER;
}

static void judge_row(struct trial *t, const struct row *r)
{
	static const char *const names[] = { "line", "full", "bad" };
	struct spoken j;
	const char *said;
	bool good;

	for (int i = 0; r->acts[i]; i++)
		scene_act(&t->scene, r->acts[i]);
	for (int i = 0; r->heard[i] && r->what; i++)
		ear_hears(t->scene.e, r->heard[i]);
	said = ear_hush(t->scene.e);
	if (!r->what)
		return;
	j = spoken_judge(said, r->heard);
	good = j.extra <= r->extra[t->face] && !j.repeated && !j.missed && !j.cut;
	t->failed += !good;
	print_message("yasr %s %-24s extra %3d  repeated %d  missed %d  cut %d%s\n",
		      names[t->face], r->what, j.extra, j.repeated, j.missed, j.cut,
		      good ? "" : "  FAILS");
	if (!good && t->face != BAD)
		print_message("%s", said);
}

/* How many rows were judged. */
static int judge_all(struct trial *t)
{
	int n = 0;

	ear_hush(t->scene.e); /* how it begins is told elsewhere */
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (!row_is_here(&rows[i], t->face))
			continue;
		judge_row(t, &rows[i]);
		n += rows[i].what != NULL;
	}
	return n;
}

/* ---- the programs ---- */

static int idle_ms(void)
{
	const char *ms = getenv("EAR_IDLE_MS");

	return ms ? (int)strtol(ms, NULL, 10) : IDLE_MS;
}

static bool open_face(struct trial *t, struct town *town, int face, const char *option)
{
	struct scene *s = &t->scene;
	struct child robin;
	char *invite;

	if (!ear_is_here()) {
		print_message("yasr is not installed: nobody listens\n");
		return false;
	}
	*t = (struct trial) { .face = face };
	invite = town_invite(town, "patient");
	town_join(town, &robin, "Robin", "facilitator");
	assert_true(child_wait_for(&robin, "Evening\n"));
	scene_open(s, town, scene_words(town, option, invite, false));
	s->robin = robin;
	s->idle_ms = idle_ms();
	free(invite);
	assert_true(ear_hears(s->e, "Nothing has been said yet."));
	return true;
}

static void in_lines(void **state)
{
	struct trial t;

	if (!open_face(&t, *state, LINE, "--line"))
		skip();
	judge_all(&t);
	scene_close(&t.scene);
	assert_int_equal(t.failed, 0);
}

static void in_full(void **state)
{
	struct trial t;

	if (!open_face(&t, *state, FULL, "--full"))
		skip();
	judge_all(&t);
	scene_close(&t.scene);
	assert_int_equal(t.failed, 0);
}

static void bad_one(void **state)
{
	struct trial t = { .face = BAD };
	const char *const program = getenv("BADCHAT");
	struct town *town = *state;
	char fifo[160];
	int judged;

	if (!ear_is_here() || !program)
		skip();
	snprintf(fifo, sizeof(fifo), "%s/fifo", town->dir);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	scene_open(&t.scene, town, (const char *const[]) { program, fifo, NULL });
	t.scene.fifo = open(fifo, O_RDWR | O_CLOEXEC);
	t.scene.idle_ms = BAD_WAIT_MS;
	assert_true(ear_hears(t.scene.e, "Evening"));
	ear_patience(t.scene.e, BAD_WAIT_MS);
	judged = judge_all(&t);
	assert_true(judged > 0);
	assert_int_equal(t.failed, judged);
	close(t.scene.fifo);
	scene_close(&t.scene);
}

/* ---- braille ---- */

struct touch {
	struct child robin;
	struct screen *s;
	struct braille *b;
};

static bool touch_open(struct touch *t, struct town *town, const char *face)
{
	char dir[128], *invite;

	if (!braille_is_here()) {
		print_message("brltty is not installed: nobody feels\n");
		return false;
	}
	town_join(town, &t->robin, "Robin", "facilitator");
	assert_true(child_wait_for(&t->robin, "Evening\n"));
	invite = town_invite(town, "patient");
	setenv("TERM", "linux", 1);
	t->s = screen_open((char *const *)(uintptr_t)scene_words(town, face, invite, true),
			   NULL, 24, 80);
	setenv("TERM", "dumb", 1);
	free(invite);
	snprintf(dir, sizeof(dir), "%s/braille", town->dir);
	mkdir(dir, 0700);
	t->b = braille_open(t->s, dir);
	assert_non_null(t->b);
	return true;
}

static void touch_close(struct touch *t)
{
	braille_close(t->b);
	screen_keys(t->s, "\021");
	screen_close(t->s);
	child_kill(&t->robin, 9);
	child_end(&t->robin);
	child_finish(&t->robin);
}

/* The line shows where one types; a step up is the newest message, whole. */
static void braille_lines(void **state)
{
	struct touch t;

	if (!touch_open(&t, *state, "--line"))
		skip();
	assert_true(braille_sees(t.b, ">"));
	assert_true(child_say(&t.robin, "Good evening, all of you."));
	assert_true(screen_wait_for(t.s, "Good evening", BRAILLE_WAIT_MS));
	screen_keys(t.s, "hello");
	assert_true(braille_sees(t.b, "> hello"));
	braille_press(t.b, "LNUP");
	assert_true(braille_sees(t.b, "Robin: Good evening, all of you."));
	touch_close(&t);
}

/* Each message is under the fingers when it comes; the first key takes them to the line. */
static void braille_whole(void **state)
{
	struct touch t;

	if (!touch_open(&t, *state, "--full"))
		skip();
	assert_true(screen_wait_for(t.s, "Nothing has been said", BRAILLE_WAIT_MS));
	assert_true(child_say(&t.robin, "Good evening, all of you."));
	assert_true(braille_sees(t.b, "Robin: Good evening, all of you."));
	assert_true(child_say(&t.robin, "Who begins?"));
	assert_true(braille_sees(t.b, "Robin: Who begins?"));
	screen_keys(t.s, "I");
	assert_true(braille_sees(t.b, "> I"));
	screen_keys(t.s, "\177");
	assert_true(braille_sees(t.b, "Robin: Who begins?"));
	screen_keys(t.s, "/help\r");
	assert_true(braille_sees(t.b, "Type a word with its slash, then Enter."));
	screen_keys(t.s, "\033[B");
	assert_true(braille_sees(t.b, "What you can look at, 2 of"));
	touch_close(&t);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(in_lines, town_open, town_close),
		cmocka_unit_test_setup_teardown(in_full, town_open, town_close),
		cmocka_unit_test_setup_teardown(bad_one, town_open, town_close),
		cmocka_unit_test_setup_teardown(braille_lines, town_open, town_close),
		cmocka_unit_test_setup_teardown(braille_whole, town_open, town_close),
	};
	if (argc < 2)
		return abreast(argv[0], tests, sizeof(tests) / sizeof(*tests));
	cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
