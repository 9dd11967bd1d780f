/* SPDX-License-Identifier: MIT */
/*
 * What a screen reader says of the program, event by event: the table of acceptance.  yasr and
 * Fenrir (real) speak to the test, brltty (real) shows a line of 40 cells.  Words beyond what an
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
	HEARD = 10,
	PROMPT_WORDS = 3, /* "1 to 4>" */
	NEVER = -1,
	IDLE_MS = 5000,
	BAD_WAIT_MS = 1500
};

struct trial {
	struct scene scene;
	enum reader reader;
	int face;
	struct scene_how how;
	int failed; /* rows */
};

/* ---- the table ---- */

#define QUESTION                                                                               \
	"Over the last 2 weeks, how often have you been bothered by any of the following "     \
	"problems? 1. Little interest or pleasure in doing things"

/*
 * `extra`: so many words beyond, of each face; NEVER: not there, and of the bad program, which
 * has to fail: not asked.  `prompt` may be said once, wherever.  `fenrir`: words of its own: the
 * row that a first letter is typed into.  A row without a name prepares.
 */
struct row {
	const char *what;
	const char *acts[ACTS + 1];
	const char *heard[HEARD + 1];
	int extra[FACES];
	const char *prompt; /* NULL: none that has words */
	int fenrir[FACES];
};

static const struct row meeting[] = {
	{ "message while idle",
	  { "robin Good evening, all of you." },
	  { "Robin: Good evening, all of you." },
	  .extra = { 0, 0, 0 } },
	{ "two at once",
	  { "robin One is here.", "robin Two is here." },
	  { "Robin: One is here.", "Robin: Two is here." },
	  .extra = { 0, 0, 0 } },
	{ "while typing",
	  { "type I am", "robin While you type.", "type  heres" },
	  { "Robin: While you type." },
	  .extra = { 0, 0, 0 },
	  .fenrir = { 1, 1 } },
	{ "letter deleted", { "type \177" }, { "s" }, .extra = { 0, 0, NEVER } },
	{ "letter under the cursor", { "type \033[D" }, { "e" }, .extra = { 0, 0, NEVER } },
	{ NULL, { "type \033[C" }, { NULL }, .extra = { 0, 0, NEVER } },
	{ "typing", { "type  and well." }, { NULL }, .extra = { 0, 0, NEVER } },
	{ "sending",
	  { "enter ", "told I am here and well." },
	  { NULL },
	  .extra = { 0, NEVER, NEVER } },
	{ "sending, whole screen",
	  { "enter ", "told I am here and well." },
	  { "Ana: I am here and well." },
	  .extra = { NEVER, 0, NEVER } },
	{ "quiet",
	  { "type \017,q", "robin To all of you.", "robin And to Ana." },
	  { "Quiet is on. You are told only what names you, calls on you, or is about danger. "
	    "To end it, type /quiet off.",
	    "Robin: And to Ana." },
	  .extra = { 0, 0, NEVER } },
	{ "quiet, over",
	  { "type \017,q" },
	  { "Quiet is off. 1 sentence waits to be heard. Type /unheard." },
	  .extra = { 0, 0, NEVER } },
	{ "what was not heard",
	  { "type \017,u" },
	  { "Robin: To all of you." },
	  .extra = { 0, 0, NEVER } },
	{ "pause",
	  { "type \017,h", "robin Ana, in the pause." },
	  { "Pause is on. You are told of danger, and of nothing else. To end it, type "
	    "/pause off." },
	  .extra = { 0, 0, NEVER } },
	{ "pause, over",
	  { "type \017,h" },
	  { "Pause is off.", "Robin: Ana, in the pause." },
	  .extra = { 0, 0, NEVER } },
	{ "idle", { "idle" }, { NULL }, .extra = { 0, 0, 0 } },
	{ "line down",
	  { "down" },
	  { "The line is down. What you write is kept here and goes out later." },
	  .extra = { 0, 0, NEVER } },
	{ "line back", { "up" }, { "The line is back." }, .extra = { 0, 0, NEVER } },
	{ NULL,
	  { "robin /retry", "robin /wait connected", "robin /open group",
	    "hears You are in the waiting room.", "robin /admit",
	    "hears You are in the room now.", "enter /accept", "robin /stage 4" },
	  { NULL },
	  .extra = { 0, 0, NEVER } },
	{ "raise a hand",
	  { "enter /hand about Sunday", "told Ana has raised a hand: about Sunday" },
	  { "Your hand goes up.", "You are next." },
	  .extra = { 0, 0, NEVER } },
	{ "called on while typing",
	  { "type I", "robin /next" },
	  { "You have the floor. Say what you like, then type /done." },
	  .extra = { 0, 0, NEVER },
	  .fenrir = { 1, 1 } },
	{ 0 },
};

/* With what arrives held for as long as it is for everybody, and not for less to save time. */
static const struct row held[] = {
	{ "two at once",
	  { "robin One is here.", "robin Two is here." },
	  { "Robin: One is here.", "Robin: Two is here." },
	  .extra = { 0, 0, 0 } },
	{ "while typing",
	  { "type I am", "robin While you type.", "type  here" },
	  { "Robin: While you type." },
	  .extra = { 0, 0, 0 } },
	{ 0 },
};

static const struct row views[] = {
	{ "view switched",
	  { "enter /groups" },
	  { "Groups", "1: Evening, up now" },
	  .extra = { 0, NEVER, NEVER } },
	{ "view switched, list",
	  { "enter /groups" },
	  { "Groups", "1: Evening, up now, 1 of 1" },
	  .extra = { NEVER, 0, NEVER } },
	{ "worksheet question",
	  { "enter /new phq-9" },
	  { "PHQ-9, 1 of 10", QUESTION, "1. Not at all", "2. Several days",
	    "3. More than half the days", "4. Nearly every day",
	    "Enter alone goes on, < goes back, and /what helps. Each answer is saved at "
	    "once." },
	  .extra = { 0, 0, NEVER },
	  .prompt = "1 to 4" },
	{ "help on request",
	  { "enter /what" },
	  { "Please type a number from 1 to 4, or the words of a choice. Enter alone goes on, "
	    "< goes back, and /what helps. Each answer is saved at once." },
	  .extra = { 0, 0, NEVER },
	  .prompt = "1 to 4" },
	{ "error in a field",
	  { "enter 9" },
	  { "That is none of the choices. Please type a number from 1 to 4, or the words of a "
	    "choice." },
	  .extra = { 0, 0, NEVER },
	  .prompt = "1 to 4",
	  .fenrir = { 1, 1 } },
	{ NULL, { "type \025", "enter 2" }, { NULL }, .extra = { 0, 0, NEVER } },
	{ "field focused",
	  { "enter <" },
	  { "PHQ-9, 1 of 10", QUESTION, "1. Not at all", "2. Several days, your answer",
	    "3. More than half the days", "4. Nearly every day" },
	  .extra = { 0, 0, NEVER },
	  .prompt = "1 to 4" },
	{ NULL, { "enter /keep", "enter /meeting" }, { NULL }, .extra = { 0, 0, NEVER } },
	{ NULL, { "enter /help" }, { NULL }, .extra = { NEVER, 0, NEVER } },
	{ "list move",
	  { "type \033[B" },
	  { "What you can look at, 2 of" },
	  .extra = { NEVER, 1 /* how many */, NEVER } },
	{ "back to the meeting",
	  { "enter /meeting" },
	  { "Evening" },
	  .extra = { 0, 0, NEVER } },
	{ "crisis key",
	  { "pass \030" },
	  { "Are you or someone else in danger now?",
	    "Call 911 or your local emergency number.",
	    "Type /meeting to go back to the meeting.",
	    "In the US, call or text 988 at any hour to talk with a trained person. It is "
	    "free.",
	    "Outside the US, call the crisis line or the number for help where you live.",
	    "Nobody watches this program for emergencies. Do not wait for an answer here.",
	    "If you can, go to someone you trust and stay with them.",
	    "To tell your facilitators that you are not safe, type /unsafe. Nobody else is "
	    "told.",
	    "You have no safety plan on this device yet. To make one, type /plan edit. Nobody "
	    "else sees it until you share it." },
	  .extra = { 0, 0, NEVER } },
	{ "back from it", { "enter /meeting" }, { "Evening" }, .extra = { 0, 0, NEVER } },
	{ 0 },
};

static bool row_is_here(const struct row *r, int face)
{
	return r->extra[face] != NEVER;
}

static struct spoken judge_said(const struct trial *t, const struct row *r, const char *said)
{
	struct spoken j = spoken_judge(said, r->heard);

	if (r->prompt && spoken_rows(said, r->prompt))
		j.extra -= PROMPT_WORDS;
	if (t->reader == READER_FENRIR)
		j.extra -= j.extra < r->fenrir[t->face] ? j.extra : r->fenrir[t->face];
	return j;
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
	j = judge_said(t, r, said);
	good = j.extra <= r->extra[t->face] && !j.repeated && !j.missed && !j.cut;
	t->failed += !good;
	print_message("%-6s %s %-24s words %3d  extra %3d  repeated %d  missed %d  cut %d%s\n",
		      reader_name(t->reader), names[t->face], r->what, j.words, j.extra,
		      j.repeated, j.missed, j.cut, good ? "" : "  FAILS");
	if (!good && t->face != BAD)
		print_message("%s", said);
}

/* How many rows were judged. */
static int judge_all(struct trial *t, const struct row *rows)
{
	int n = 0;

	ear_hush(t->scene.e); /* how it begins is told elsewhere */
	for (const struct row *r = rows; r->what || r->acts[0]; r++) {
		if (!row_is_here(r, t->face))
			continue;
		judge_row(t, r);
		n += r->what != NULL;
	}
	return n;
}

/* ---- the programs ---- */

static int idle_ms(void)
{
	const char *ms = getenv("EAR_IDLE_MS");

	return ms ? (int)strtol(ms, NULL, 10) : IDLE_MS;
}

static const char *const options[] = { "--line", "--full" };

static bool open_face(struct trial *t, struct town *town, enum reader reader, int face,
		      const struct row *rows)
{
	struct scene *s = &t->scene;
	struct child robin;
	char *invite;

	if (!reader_is_here(reader)) {
		print_message("%s is not installed: it does not listen\n", reader_name(reader));
		return false;
	}
	*t = (struct trial) { .face = face,
			      .reader = reader,
			      .how = { .a_second = rows == held } };
	invite = town_invite(town, "patient");
	town_join(town, &robin, "Robin", "facilitator");
	assert_true(child_wait_for(&robin, "Evening\n"));
	scene_open(s, town, reader, scene_words(town, options[face], invite, &t->how));
	s->robin = robin;
	s->idle_ms = idle_ms();
	free(invite);
	assert_true(ear_hears(s->e, "Nothing has been said yet."));
	return true;
}

static void try_face(void **state, enum reader reader, int face, const struct row *rows)
{
	struct trial t;

	if (!open_face(&t, *state, reader, face, rows))
		skip();
	judge_all(&t, rows);
	scene_close(&t.scene);
	assert_int_equal(t.failed, 0);
}

#define TRIAL(name, reader, face, rows)                                                        \
	static void name(void **state)                                                         \
	{                                                                                      \
		try_face(state, reader, face, rows);                                           \
	}

TRIAL(a_meeting_in_lines, READER_YASR, LINE, meeting)
TRIAL(views_in_lines, READER_YASR, LINE, views)
TRIAL(a_second_in_lines, READER_YASR, LINE, held)
TRIAL(a_meeting_in_full, READER_YASR, FULL, meeting)
TRIAL(views_in_full, READER_YASR, FULL, views)
TRIAL(a_meeting_in_lines_by_fenrir, READER_FENRIR, LINE, meeting)
TRIAL(views_in_lines_by_fenrir, READER_FENRIR, LINE, views)
TRIAL(a_meeting_in_full_by_fenrir, READER_FENRIR, FULL, meeting)
TRIAL(views_in_full_by_fenrir, READER_FENRIR, FULL, views)

static void try_bad_one(struct town *town, enum reader reader)
{
	struct trial t = { .face = BAD, .reader = reader };
	const char *const program = getenv("BADCHAT");
	char fifo[160];
	int judged;

	if (!reader_is_here(reader) || !program)
		skip();
	snprintf(fifo, sizeof(fifo), "%s/fifo", town->dir);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	scene_open(&t.scene, town, reader, (const char *const[]) { program, fifo, NULL });
	t.scene.fifo = open(fifo, O_RDWR | O_CLOEXEC);
	t.scene.idle_ms = BAD_WAIT_MS;
	assert_true(ear_hears(t.scene.e, "Evening"));
	ear_patience(t.scene.e, BAD_WAIT_MS);
	judged = judge_all(&t, meeting);
	assert_true(judged > 0);
	assert_int_equal(t.failed, judged);
	close(t.scene.fifo);
	scene_close(&t.scene);
}

static void bad_one(void **state)
{
	try_bad_one(*state, READER_YASR);
}

static void bad_one_by_fenrir(void **state)
{
	try_bad_one(*state, READER_FENRIR);
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
	t->s = screen_open((char *const *)(uintptr_t)scene_words(
				   town, face, invite, &(struct scene_how) { .braille = true }),
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
		cmocka_unit_test_setup_teardown(a_meeting_in_lines, town_open, town_close),
		cmocka_unit_test_setup_teardown(views_in_lines, town_open, town_close),
		cmocka_unit_test_setup_teardown(a_second_in_lines, town_open, town_close),
		cmocka_unit_test_setup_teardown(a_meeting_in_full, town_open, town_close),
		cmocka_unit_test_setup_teardown(views_in_full, town_open, town_close),
		cmocka_unit_test_setup_teardown(bad_one, town_open, town_close),
		cmocka_unit_test_setup_teardown(a_meeting_in_lines_by_fenrir, town_open,
						town_close),
		cmocka_unit_test_setup_teardown(views_in_lines_by_fenrir, town_open,
						town_close),
		cmocka_unit_test_setup_teardown(a_meeting_in_full_by_fenrir, town_open,
						town_close),
		cmocka_unit_test_setup_teardown(views_in_full_by_fenrir, town_open, town_close),
		cmocka_unit_test_setup_teardown(bad_one_by_fenrir, town_open, town_close),
		cmocka_unit_test_setup_teardown(braille_lines, town_open, town_close),
		cmocka_unit_test_setup_teardown(braille_whole, town_open, town_close),
	};
	if (argc < 2)
		return abreast(argv[0], tests, sizeof(tests) / sizeof(*tests));
	cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
