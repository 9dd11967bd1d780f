/* SPDX-License-Identifier: MIT */
#include "start/settings.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "hear/hold.h"
#include "start/configuration.h"

enum { REMIND_MAX = 24 * 60, LOCK_AFTER_MAX = 24 * 60 };

static const char *const face_words[FACES] = { "auto", "line", "full" };

/* ---- values ---- */

static bool set_face(struct settings *s, const char *value)
{
	for (int i = 0; i < FACES; i++)
		if (strcmp(value, face_words[i]) == 0) {
			s->face = (enum face)i;
			return true;
		}
	return false;
}

static bool number(const char *value, int64_t most, int64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoll(value, &end, 10);
	return *value >= '0' && *value <= '9' && !*end && !errno && *out <= most;
}

/* The first or the second word. */
static bool one_of(const char *value, const char *no, const char *yes, bool *out)
{
	*out = strcmp(value, yes) == 0;
	return *out || strcmp(value, no) == 0;
}

static bool yes_or_no(const char *value, bool *out)
{
	return one_of(value, "no", "yes", out);
}

static bool set_hold(struct settings *s, const char *value)
{
	s->line.hold_ms = HOLD_UNTIL_ENTER;
	return strcmp(value, "enter") == 0 || number(value, 60000, &s->line.hold_ms);
}

static bool set_times(struct settings *s, const char *value)
{
	return yes_or_no(value, &s->line.times);
}

static bool set_bell(struct settings *s, const char *value)
{
	return yes_or_no(value, &s->line.bell);
}

static bool set_quiet(struct settings *s, const char *value)
{
	return yes_or_no(value, &s->line.wants.hush.quiet);
}

static bool set_verbosity(struct settings *s, const char *value)
{
	return hush_read(value, &s->line.wants.hush.level);
}

static bool set_remind(struct settings *s, const char *value)
{
	int64_t minutes;
	const bool good = number(value, REMIND_MAX, &minutes);

	s->line.wants.remind = good ? (int)minutes : 0;
	return good;
}

static bool set_lock_after(struct settings *s, const char *value)
{
	int64_t minutes;
	const bool good = number(value, LOCK_AFTER_MAX, &minutes);

	s->line.wants.lock_after = good ? (int)minutes : 0;
	return good;
}

static bool set_blank_locks(struct settings *s, const char *value)
{
	return yes_or_no(value, &s->line.wants.blank_locks);
}

static bool set_week_start(struct settings *s, const char *value)
{
	static const char *const days[] = { "sunday",   "monday", "tuesday", "wednesday",
					    "thursday", "friday", "saturday" };

	for (int i = 0; i < 7; i++)
		if (strcmp(value, days[i]) == 0) {
			s->line.wants.week_start = i;
			return true;
		}
	return false;
}

static bool set_grid(struct settings *s, const char *value)
{
	return yes_or_no(value, &s->grid);
}

/* auto: where the environment asks for it. */
static bool set_accessible(struct settings *s, const char *value)
{
	static const char *const names[ACCESSIBLES] = { "auto", "yes", "no" };

	for (int i = 0; i < ACCESSIBLES; i++)
		if (strcmp(value, names[i]) == 0) {
			s->accessible = (enum accessible)i;
			return true;
		}
	return false;
}

static bool set_braille_cursor(struct settings *s, const char *value)
{
	return yes_or_no(value, &s->braille_cursor);
}

static bool set_theme(struct settings *s, const char *value)
{
	return one_of(value, "colour", "plain", &s->plain_theme);
}

static bool set_contrast(struct settings *s, const char *value)
{
	return one_of(value, "normal", "high", &s->high_contrast);
}

static bool set_gaps(struct settings *s, const char *value)
{
	return yes_or_no(value, &s->gaps);
}

static bool set_speech(struct settings *s, const char *value)
{
	return yes_or_no(value, &s->speech);
}

static bool set_wait(struct settings *s, const char *value)
{
	int64_t seconds;
	bool good = number(value, 86400, &seconds);

	s->line.wait_ms = seconds * 1000;
	return good;
}

static bool set_metered(struct settings *s, const char *value)
{
	return words_read_metered(value, &s->metered);
}

static bool set_allowance(struct settings *s, const char *value)
{
	return words_read_bytes(value, &s->allowance);
}

static bool set_dir(struct settings *s, const char *value)
{
	free(s->dir);
	s->dir = mem_dup(value, strlen(value));
	return *value;
}

static bool set_name(struct settings *s, const char *value)
{
	s->door.name = value;
	return *value;
}

static bool set_passphrase_file(struct settings *s, const char *value)
{
	s->door.passphrase_file = value;
	return *value;
}

static bool set_config(struct settings *s, const char *value)
{
	free(s->config);
	s->config = mem_dup(value, strlen(value));
	return *value;
}

static bool set_guest(struct settings *s, const char *value)
{
	(void)value;
	return s->door.guest = true;
}

static bool set_line(struct settings *s, const char *value)
{
	(void)value;
	return s->face_asked = set_face(s, "line");
}

static bool set_full(struct settings *s, const char *value)
{
	(void)value;
	return s->face_asked = set_face(s, "full");
}

static bool set_link(struct settings *s, const char *value)
{
	s->practice.link = value;
	return practice_has_link(value);
}

static bool set_as(struct settings *s, const char *value)
{
	s->practice.member = strcmp(value, "member") == 0;
	return s->practice.member || strcmp(value, "facilitator") == 0;
}

static bool set_help(struct settings *s, const char *value)
{
	(void)value;
	return s->help = true;
}

static bool set_version(struct settings *s, const char *value)
{
	(void)value;
	return s->version = true;
}

/* ---- the command line ---- */

struct option_row {
	const char *word, *arg; /* `arg` NULL: it takes none */
	const char *help;
	bool (*set)(struct settings *s, const char *value);
};

static const struct option_row options[] = {
	{ "line", NULL, N_("Speak in lines: for screen readers, braille, and scripts."),
	  set_line },
	{ "full", NULL, N_("Use the whole screen."), set_full },
	{ "guest", NULL, N_("Keep nothing on this device."), set_guest },
	{ "dir", "DIR", N_("Keep what is kept in this folder."), set_dir },
	{ "name", "NAME", N_("The name to join with."), set_name },
	{ "passphrase-file", "FILE", N_("Read the passphrase from this file's first line."),
	  set_passphrase_file },
	{ "config", "FILE", N_("Read the settings from this file."), set_config },
	{ "hold-ms", "MS", N_("Hold what arrives so long after a key, or \"enter\"."),
	  set_hold },
	{ "times", "YESNO", N_("Say the times of messages: yes or no."), set_times },
	{ "bell", "YESNO",
	  N_("Ring when a message names you, and before a session: yes or no."), set_bell },
	{ "quiet", "YESNO", N_("Tell only what calls on you: yes or no."), set_quiet },
	{ "verbosity", "LEVEL", N_("How much is told: low, normal or high."), set_verbosity },
	{ "remind", "MINUTES", N_("Tell so long before a session; 0: not at all."),
	  set_remind },
	{ "lock-after", "MINUTES", N_("Lock after so long without a key; 0: never."),
	  set_lock_after },
	{ "blank-locks", "YESNO", N_("Lock when the screen is hidden: yes or no."),
	  set_blank_locks },
	{ "week-start", "DAY", N_("The first day of a week: monday, sunday."), set_week_start },
	{ "grid", "YESNO", N_("Show weeks as a grid where there is room: yes or no."),
	  set_grid },
	{ "accessible", "WHEN",
	  N_("The whole screen for a screen reader, in one column: auto, yes or no."),
	  set_accessible },
	{ "braille-cursor", "YESNO",
	  N_("There, the cursor rests on the newest message while you type nothing: yes or "
	     "no."),
	  set_braille_cursor },
	{ "theme", "NAME", N_("The colours of the whole screen: colour or plain."), set_theme },
	{ "contrast", "HOW",
	  N_("The whole screen without colours, bold only where you type: normal or high."),
	  set_contrast },
	{ "gaps", "YESNO", N_("A free row below each message: yes or no."), set_gaps },
	{ "speech", "YESNO", N_("Say aloud what is told in lines: yes or no."), set_speech },
	{ "wait", "SECONDS", N_("A script waits no longer than this."), set_wait },
	{ "metered", "WHEN", N_("Fetch nothing unasked: auto, yes or no."), set_metered },
	{ "data-allowance", "AMOUNT", N_("Your data for a month: 20MB."), set_allowance },
	{ "link", "LINK",
	  N_("Practice: how bad your line is: bad-gprs, gprs, edge, satellite, rural-dsl or "
	     "good."),
	  set_link },
	{ "as", "ROLE", N_("Practice: what you are: facilitator or member."), set_as },
	{ "help", NULL, N_("Show this."), set_help },
	{ "version", NULL, N_("Show the version."), set_version },
	{ NULL, NULL, NULL, NULL },
};

enum { OPTIONS = sizeof(options) / sizeof(*options) };

bool settings_refuse(enum word w, const char *what)
{
	struct arena a = { 0 };

	fprintf(stderr, "porchlight: %s\n", words_with(&a, w, what));
	arena_finish(&a);
	return false;
}

static bool refuse_option(const char *word)
{
	char option[64];

	snprintf(option, sizeof(option), "--%s", word);
	return settings_refuse(WORD_OPTION_VALUE, option);
}

static void fill_long(struct option out[OPTIONS])
{
	for (size_t i = 0; i < OPTIONS; i++)
		out[i] = (struct option) { options[i].word,
					   options[i].arg ? required_argument : no_argument,
					   NULL, (int)i + 256 };
}

static bool take_options(struct settings *s, int argc, char **argv)
{
	struct option longs[OPTIONS];
	int got;

	fill_long(longs);
	opterr = 0;
	optind = 0; /* from the beginning, for this is done twice */
	while ((got = getopt_long(argc, argv, ":", longs, NULL)) != -1) {
		const char *word = argv[optind - 1];

		if (got == '?')
			return settings_refuse(WORD_OPTION_UNKNOWN, word);
		if (got == ':')
			return settings_refuse(WORD_OPTION_VALUE, word);
		const struct option_row *row = &options[got - 256];

		if (!row->set(s, optarg ? optarg : ""))
			return refuse_option(row->word);
	}
	return true;
}

/* "practice", and maybe the name of a plan. */
static bool take_practice(struct settings *s, int argc, char **argv)
{
	s->practises = true;
	s->practice.plan = optind + 1 < argc ? argv[optind + 1] : "group";
	if (!practice_has_plan(s->practice.plan))
		return settings_refuse(WORD_OPTION_VALUE, "practice");
	return optind + 2 >= argc || settings_refuse(WORD_COMMAND_UNKNOWN, argv[optind + 2]);
}

/* The invite line, whole or without its first words, as one argument or several. */
static bool take_invite(struct settings *s, int argc, char **argv)
{
	int at = optind;

	while (at < argc &&
	       (strcmp(argv[at], "porchlight") == 0 || strcmp(argv[at], "join") == 0))
		at++;
	if (at == argc)
		return true;
	if (at + 1 < argc)
		return settings_refuse(WORD_COMMAND_UNKNOWN, argv[at + 1]);
	if (strcmp(argv[at], "-") == 0)
		return true; /* it is asked for: by a pipe it is the first line */
	if (!strchr(argv[at], '/'))
		return settings_refuse(WORD_COMMAND_UNKNOWN, argv[at]);
	s->invite = mem_dup(argv[at], strlen(argv[at]));
	s->door.invite = s->invite;
	explicit_bzero(argv[at],
		       strlen(argv[at])); /* `ps` shows it to all who use this computer */
	return true;
}

/* ---- the configuration ---- */

static const struct {
	const char *key;
	bool (*set)(struct settings *s, const char *value);
} keys[] = {
	{ "face", set_face },
	{ "dir", set_dir },
	{ "hold_ms", set_hold },
	{ "times", set_times },
	{ "bell", set_bell },
	{ "quiet", set_quiet },
	{ "verbosity", set_verbosity },
	{ "theme", set_theme },
	{ "contrast", set_contrast },
	{ "gaps", set_gaps },
	{ "speech", set_speech },
	{ "wait", set_wait },
	{ "metered", set_metered },
	{ "data_allowance", set_allowance },
	{ "lock_after", set_lock_after },
	{ "blank_locks", set_blank_locks },
	{ "remind", set_remind },
	{ "week_start", set_week_start },
	{ "grid", set_grid },
	{ "accessible", set_accessible },
	{ "braille_cursor", set_braille_cursor },
};

bool settings_set(struct settings *s, const char *key, const char *value, bool *known)
{
	*known = false;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys) && !*known; i++)
		if (strcmp(keys[i].key, key) == 0) {
			*known = true;
			return keys[i].set(s, value);
		}
	return false;
}

/* "face", and maybe which: what was answered once is asked anew, or set. */
static bool take_face(struct settings *s, int argc, char **argv)
{
	s->chooses_face = true;
	s->face = FACE_AUTO;
	if (optind + 1 < argc && (!set_face(s, argv[optind + 1]) || s->face == FACE_AUTO))
		return settings_refuse(WORD_OPTION_VALUE, "face");
	return optind + 2 >= argc || settings_refuse(WORD_COMMAND_UNKNOWN, argv[optind + 2]);
}

static bool take_words(struct settings *s, int argc, char **argv)
{
	if (s->prints_plan || s->wipes)
		return optind + 1 == argc ||
		       settings_refuse(WORD_COMMAND_UNKNOWN, argv[optind + 1]);
	if (optind < argc && strcmp(argv[optind], "face") == 0)
		return take_face(s, argc, argv);
	if (optind < argc && strcmp(argv[optind], "practice") == 0)
		return take_practice(s, argc, argv);
	return take_invite(s, argc, argv);
}

/* The command line says where the configuration is, and then wins over it. */
bool settings_take(struct settings *s, int argc, char **argv)
{
	if (!take_options(s, argc, argv))
		return false;
	s->prints_plan = optind < argc && strcmp(argv[optind], "plan") == 0;
	s->wipes = optind < argc && strcmp(argv[optind], "wipe") == 0;
	return configuration_take(s) && take_options(s, argc, argv) &&
	       take_words(s, argc, argv);
}

void settings_finish(struct settings *s)
{
	free(s->dir);
	free(s->config);
	if (s->invite)
		explicit_bzero(s->invite, strlen(s->invite));
	free(s->invite);
}

void settings_help(void)
{
	for (const struct option_row *r = options; r->word; r++)
		printf("--%s%s%s: %s\n", r->word, r->arg ? " " : "", r->arg ? r->arg : "",
		       words_row(r->help));
}
