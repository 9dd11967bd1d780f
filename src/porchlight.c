/* SPDX-License-Identifier: MIT */
/* The client's main: what the settings say, then a face. */
#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "demo/practice.h"
#include "fence/fence.h"
#include "full/full.h"
#include "line/aid.h"
#include "line/door.h"
#include "hear/hold.h"
#include "line/line.h"
#include "line/lines.h"
#include "line/signals.h"
#include "porchlight/client.h"
#include "porchlight/schedule.h"
#include "speech/speech.h"
#include "start/face.h"
#include "start/settings.h"
#include "start/wipe.h"
#include "text/typed.h"
#include "view/words.h"

enum { REMIND_MINUTES = 10, LOCK_MINUTES = 10, A_MONDAY = 19971201 };

static int show_help(void)
{
	printf("%s\n", words_of(WORD_USAGE));
	settings_help();
	return LINE_OK;
}

static int show_version(void)
{
	printf("porchlight %s\n", PORCHLIGHT_VERSION);
	return LINE_OK;
}

/* What people write does not belong into a core file, nor into files that others read. */
static void keep_private(void)
{
	const struct rlimit none = { 0 };

	umask(077);
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
	signal(SIGPIPE, SIG_IGN);
}

static void choose_language(void)
{
	setlocale(LC_ALL, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	bindtextdomain("porchlight", PORCHLIGHT_LOCALEDIR);
	bind_textdomain_codeset("porchlight", "UTF-8");
	textdomain("porchlight");
}

/* Before it ends for want of memory: the words were looked up in time, and the terminal's own
 * ways are back. */
static struct termios terminal;
static const char *no_memory;
static bool has_terminal;

static void say_no_memory(void)
{
	static const char clear[] = "\r\n";

	if (has_terminal)
		tcsetattr(STDIN_FILENO, TCSANOW, &terminal);
	if (write(STDERR_FILENO, clear, has_terminal ? 2 : 0) < 0 ||
	    write(STDERR_FILENO, no_memory, strlen(no_memory)) < 0 ||
	    write(STDERR_FILENO, "\n", 1) < 0)
		return;
}

static void watch_memory(void)
{
	has_terminal = tcgetattr(STDIN_FILENO, &terminal) == 0;
	no_memory = words_of(WORD_NO_MEMORY);
	mem_on_none(say_no_memory);
}

/* Of the locale's calendar: 0 is Sunday.  It counts days from a Sunday or from a Monday. */
static int week_start(void)
{
	const intptr_t counts_from = (intptr_t)nl_langinfo(_NL_TIME_WEEK_1STDAY);
	const int first = (unsigned char)*nl_langinfo(_NL_TIME_FIRST_WEEKDAY);

	return (first + 6 + (counts_from == A_MONDAY)) % 7;
}

static bool place_dir(struct settings *s)
{
	char path[SETTINGS_PATH];

	if (!s->dir && settings_place("XDG_DATA_HOME", ".local/share", "porchlight", path))
		s->dir = mem_dup(path, strlen(path));
	return s->dir;
}

static bool find_dir(struct settings *s)
{
	if (s->door.guest)
		return true;
	if (!place_dir(s))
		return settings_refuse(WORD_NO_FOLDER, "");
	settings_folders(s->dir);
	s->door.dir = s->dir;
	return true;
}

/* The full face takes fewer signals: the others have their old course there. */
static int run_full(struct pl_client *client, const struct settings *s)
{
	char rest[TYPED_READ_MAX];
	const bool hears = s->accessible == ACCESSIBLE_YES ||
			   (s->accessible == ACCESSIBLE_AUTO && face_variable("ACCESSIBLE"));
	const struct hear_options hear = { .hold_ms = s->line.hold_ms,
					   .times = s->line.times,
					   .braille = s->braille_cursor,
					   .is_new = s->door.joined };
	const struct full_options o = {
		.is_new = s->door.joined,
		.bell = s->line.bell,
		.grid = s->grid && !face_variable("ACCESSIBLE"),
		.plain = s->plain_theme,
		.high_contrast = s->high_contrast,
		.gaps = s->gaps,
		.wants = s->line.wants,
		.typed = rest,
		.typed_count = lines_rest(s->line.in, rest, sizeof(rest)),
		.hear = hears ? &hear : NULL,
	};

	signals_hold(false);
	full_hold_signals();
	int status = full_run(client, &o);

	explicit_bzero(rest, sizeof(rest));
	signals_hold(true);
	return status;
}

static int run_face(struct pl_client *client, const struct settings *s)
{
	pl_client_language(client, words_of(WORD_LANGUAGE));
	pl_client_meter(client, s->metered);
	pl_client_allow(client, s->allowance);
	pl_client_remind(client, s->line.wants.remind);
	int status = face_is_line(s) ? FULL_NO_TERMINAL : run_full(client, s);
	return status == FULL_NO_TERMINAL ? line_run(client, &s->line) : status;
}

/* It may start a program, which nothing here may from then on. */
static void open_speech(struct settings *s)
{
	s->line.speech = s->speech ? speech_open(words_of(WORD_LANGUAGE)) : NULL;
	s->line.speech_lost = s->speech && !s->line.speech;
}

static int run(struct settings *s)
{
	struct lines in;
	int status = LINE_FAILED;

	open_speech(s);
	fence_calls(FENCE_PROGRAM,
		    NULL);  /* where the kernel can: it runs nothing from here on */
	signals_hold(true); /* before anything starts a thread */
	lines_init(&in, STDIN_FILENO);
	s->door.in = s->line.in = &in;
	struct pl_client *client =
		face_find(s, &in) && find_dir(s) ? door_open(&s->door) : NULL;

	s->line.is_new = s->door.joined;
	if (client)
		status = run_face(client, s);
	const bool wipes = client && pl_client_wipes_at_end(client);

	pl_client_close(client);
	if (wipes)
		status = wipe_tell(s->dir) ? LINE_OK : LINE_FAILED;
	speech_close(s->line.speech);
	s->line.speech = NULL;
	s->door.in = s->line.in = NULL;
	lines_finish(&in);
	return status;
}

/* Whom to call needs no folder, no store and no passphrase. */
static int print_plan(struct settings *s)
{
	aid_print(!s->door.guest && place_dir(s) ? s->dir : NULL);
	return LINE_OK;
}

/* Whoever has forgotten the passphrase needs none for it. */
static int wipe(struct settings *s)
{
	if (!place_dir(s)) {
		settings_refuse(WORD_NO_FOLDER, "");
		return LINE_FAILED;
	}
	signals_hold(true);
	return wipe_ask(s->dir);
}

/* In a process of its own: a guest in the room that practice has made. */
static int visit(void *user, const struct practice_guest *g)
{
	struct settings *s = user;

	s->door.guest = true;
	s->line.wants.never_locks = true; /* its passphrase was made up by the program */
	s->door.invite = g->invite;
	s->door.name = g->name;
	s->door.passphrase_file = g->secret;
	return run(s);
}

static int practise(struct settings *s)
{
	struct practice *p = &s->practice;
	struct lines in;

	lines_init(&in, STDIN_FILENO);
	const bool found = face_find(s, &in);

	lines_finish(&in);
	if (!found)
		return LINE_FAILED;
	p->name = s->door.name ? s->door.name : p->member ? "Sam" : "Robin";
	p->asks = !face_is_line(s);
	return practice_run(p, visit, s);
}

int main(int argc, char **argv)
{
	struct settings s = { .line = { .hold_ms = HOLD_PAUSE_MS,
					.wait_ms = LINE_WAIT_MS,
					.wants = { .remind = REMIND_MINUTES,
						   .lock_after = LOCK_MINUTES } },
			      .grid = true };
	int status;

	keep_private();
	choose_language();
	watch_memory();
	s.line.wants.week_start = week_start();
	s.line.wants.keys = s.door.keys = &s.keys;
	if (!settings_take(&s, argc, argv) && !s.prints_plan)
		status = LINE_USAGE;
	else if (s.help)
		status = show_help();
	else if (s.prints_plan)
		status = print_plan(&s);
	else if (s.wipes)
		status = wipe(&s);
	else if (s.chooses_face)
		status = face_choose(&s);
	else
		status = s.version ? show_version() : s.practises ? practise(&s) : run(&s);
	settings_finish(&s);
	return status;
}
