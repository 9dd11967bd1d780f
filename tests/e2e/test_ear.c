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

#include "support/braille.h"
#include "support/ear.h"
#include "support/spoken.h"
#include "support/town.h"

enum { LINE, FULL, BAD, FACES };
enum { ACTS = 8, HEARD = 6, WORDS = 24, NEVER = -1, IDLE_MS = 5000, BAD_WAIT_MS = 1500 };

struct scene {
	struct town *t;
	struct ear *e;
	struct child robin;
	int fifo; /* of the bad program, or -1 */
	int face;
	int failed; /* rows */
};

/* ---- what happens ---- */

static void act_robin(struct scene *s, const char *what)
{
	char line[256];
	const int n = snprintf(line, sizeof(line), "Robin: %s\n", what);

	if (s->fifo < 0)
		assert_true(child_say(&s->robin, what));
	else if (*what != '/')
		assert_int_equal(write(s->fifo, line, (size_t)n), n);
}

static void act_type(struct scene *s, const char *what)
{
	ear_type(s->e, what);
}

static void act_enter(struct scene *s, const char *what)
{
	ear_type(s->e, what);
	ear_type(s->e, "\r");
}

static void act_pass(struct scene *s, const char *what)
{
	ear_pass(s->e, *what);
}

static void act_hears(struct scene *s, const char *what)
{
	assert_true(ear_hears(s->e, what));
}

static void act_told(struct scene *s, const char *what)
{
	if (s->fifo < 0)
		assert_true(child_wait_for(&s->robin, what));
}

static void act_idle(struct scene *s, const char *what)
{
	const char *ms = getenv("EAR_IDLE_MS");

	(void)what;
	ear_listen(s->e, ms ? (int)strtol(ms, NULL, 10) : IDLE_MS);
}

static void act_down(struct scene *s, const char *what)
{
	(void)what;
	town_kill(s->t);
}

static void act_up(struct scene *s, const char *what)
{
	(void)what;
	assert_true(town_serve(s->t));
}

static const struct {
	const char *word;
	void (*act)(struct scene *s, const char *what);
} acts[] = {
	{ "robin ", act_robin }, { "type ", act_type },   { "enter ", act_enter },
	{ "pass ", act_pass },   { "hears ", act_hears }, { "told ", act_told },
	{ "idle", act_idle },    { "down", act_down },    { "up", act_up },
};

static void do_act(struct scene *s, const char *what)
{
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++) {
		const size_t n = strlen(acts[i].word);

		if (strncmp(acts[i].word, what, n) == 0) {
			acts[i].act(s, what + n);
			return;
		}
	}
	fail_msg("what is \"%s\"?", what);
}

/* ---- the table ---- */

/* `extra`: so many words beyond, of each face; NEVER: not there, and of the bad program, which
 * has to fail: not asked.  A row without a name prepares. */
struct row {
	const char *what;
	const char *acts[ACTS + 1];
	const char *heard[HEARD + 1];
	int extra[FACES];
};

#define CRISIS                                                                                 \
	"If you or someone else is in danger now, call 911 or your local emergency number."

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
	{ "sending", { "enter ", "told I am here and well." }, { NULL }, { 0, 0, NEVER } },
	{ "idle", { "idle" }, { NULL }, { 0, 0, 0 } },
	{ "view switched",
	  { "enter /groups" },
	  { "Groups", "1: Evening, up now" },
	  { 0, NEVER, NEVER } },
	{ "view switched, list",
	  { "enter /groups" },
	  { "Groups", "1: Evening, up now, 1 of 1" },
	  { NEVER, 0, NEVER } },
	{ NULL, { "enter /help" }, { NULL }, { NEVER, 0, NEVER } },
	{ "list move",
	  { "type \033[B" },
	  { "What you can look at, 2 of 205" },
	  { NEVER, 0, NEVER } },
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

static void judge_row(struct scene *s, const struct row *r)
{
	static const char *const names[] = { "line", "full", "bad" };
	struct spoken j;
	const char *said;
	bool good;

	for (int i = 0; r->acts[i]; i++)
		do_act(s, r->acts[i]);
	for (int i = 0; r->heard[i] && r->what; i++)
		ear_hears(s->e, r->heard[i]);
	said = ear_hush(s->e);
	if (!r->what)
		return;
	j = spoken_judge(said, r->heard);
	good = j.extra <= r->extra[s->face] && !j.repeated && !j.missed && !j.cut;
	s->failed += !good;
	print_message("yasr %s %-24s extra %3d  repeated %d  missed %d  cut %d%s\n",
		      names[s->face], r->what, j.extra, j.repeated, j.missed, j.cut,
		      good ? "" : "  FAILS");
	if (!good && s->face != BAD)
		print_message("%s", said);
}

/* How many rows were judged. */
static int judge_all(struct scene *s)
{
	int n = 0;

	ear_hush(s->e); /* how it begins is told elsewhere */
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (!row_is_here(&rows[i], s->face))
			continue;
		judge_row(s, &rows[i]);
		n += rows[i].what != NULL;
	}
	return n;
}

/* ---- the programs ---- */

/* The line face does not mind being told to be accessible. */
static const char *const *words_of_face(struct town *t, const char *face, const char *invite)
{
	static const char *words[WORDS];
	const char *const *all = town_words(t, "Ana", face, invite);
	size_t n = 0;

	words[n++] = all[0];
	words[n++] = "--accessible";
	words[n++] = "yes";
	for (size_t i = 1; all[i] && n + 1 < WORDS; i++)
		words[n++] = all[i];
	words[n] = NULL;
	return words;
}

static void open_face(struct scene *s, const char *face)
{
	char *invite = town_invite(s->t, "patient");
	char dir[128];

	town_join(s->t, &s->robin, "Robin", "facilitator");
	assert_true(child_wait_for(&s->robin, "Evening\n"));
	snprintf(dir, sizeof(dir), "%s/ear", s->t->dir);
	mkdir(dir, 0700);
	s->e = ear_open(words_of_face(s->t, face, invite), dir, 24, 80);
	s->fifo = -1;
	free(invite);
	assert_true(ear_hears(s->e, "Nothing has been said yet."));
}

static void close_face(struct scene *s)
{
	child_kill(&s->robin, 9);
	child_end(&s->robin);
	child_finish(&s->robin);
	ear_type(s->e, "\021");
	ear_close(s->e);
}

static void in_lines(void **state)
{
	struct scene s = { .t = *state, .face = LINE };

	if (!ear_is_here()) {
		print_message("yasr is not installed: nobody listens\n");
		skip();
	}
	open_face(&s, "--line");
	judge_all(&s);
	close_face(&s);
	assert_int_equal(s.failed, 0);
}

static void in_full(void **state)
{
	struct scene s = { .t = *state, .face = FULL };

	if (!ear_is_here())
		skip();
	open_face(&s, "--full");
	judge_all(&s);
	close_face(&s);
	assert_int_equal(s.failed, 0);
}

static void bad_one(void **state)
{
	struct scene s = { .t = *state, .face = BAD };
	const char *const program = getenv("BADCHAT");
	char dir[128], fifo[160];
	int judged;

	if (!ear_is_here() || !program)
		skip();
	snprintf(dir, sizeof(dir), "%s/ear", s.t->dir);
	snprintf(fifo, sizeof(fifo), "%s/fifo", dir);
	mkdir(dir, 0700);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	s.fifo = open(fifo, O_RDWR | O_CLOEXEC);
	s.e = ear_open((const char *const[]) { program, fifo, NULL }, dir, 24, 80);
	assert_true(ear_hears(s.e, "Evening"));
	ear_patience(s.e, BAD_WAIT_MS);
	judged = judge_all(&s);
	assert_true(judged > 0);
	assert_int_equal(s.failed, judged);
	ear_close(s.e);
	close(s.fifo);
}

/* ---- braille ---- */

static struct screen *open_screen(struct town *t, const char *face)
{
	char *invite = town_invite(t, "patient");
	struct screen *s;

	setenv("TERM", "linux", 1);
	s = screen_open((char *const *)(uintptr_t)town_words(t, "Ana", face, invite), NULL, 24,
			80);
	setenv("TERM", "dumb", 1);
	free(invite);
	return s;
}

/* The line shows where one types; a step up is the newest message, whole. */
static void braille_lines(void **state)
{
	struct town *t = *state;
	struct child robin;
	struct braille *b;
	struct screen *s;
	char dir[128];

	if (!braille_is_here()) {
		print_message("brltty is not installed: nobody feels\n");
		skip();
	}
	town_join(t, &robin, "Robin", "facilitator");
	assert_true(child_wait_for(&robin, "Evening\n"));
	s = open_screen(t, "--line");
	snprintf(dir, sizeof(dir), "%s/braille", t->dir);
	mkdir(dir, 0700);
	b = braille_open(s, dir);
	assert_non_null(b);
	assert_true(braille_sees(b, ">"));
	assert_true(child_say(&robin, "Good evening, all of you."));
	assert_true(screen_wait_for(s, "Good evening", BRAILLE_WAIT_MS));
	screen_keys(s, "hello");
	assert_true(braille_sees(b, "> hello"));
	braille_press(b, "LNUP");
	assert_true(braille_sees(b, "Robin: Good evening, all of you."));
	braille_close(b);
	screen_keys(s, "\021");
	screen_close(s);
	child_kill(&robin, 9);
	child_end(&robin);
	child_finish(&robin);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(in_lines, town_open, town_close),
		cmocka_unit_test_setup_teardown(in_full, town_open, town_close),
		cmocka_unit_test_setup_teardown(bad_one, town_open, town_close),
		cmocka_unit_test_setup_teardown(braille_lines, town_open, town_close),
	};
	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
