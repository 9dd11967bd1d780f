/* SPDX-License-Identifier: MIT */
#include "start/face.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "line/ask.h"
#include "line/line.h"
#include "line/lines.h"
#include "line/signals.h"
#include "view/words_sheets.h"
#include "view/words_start.h"

enum { TRIES = 5 };

static const struct {
	const char *word; /* in the file */
	enum start_word told;
} rows[FACES] = {
	[FACE_LINE] = { "line\n", START_FACE_LINE },
	[FACE_FULL] = { "full\n", START_FACE_FULL },
};

bool face_variable(const char *name)
{
	const char *value = getenv(name);

	return value && *value && strcmp(value, "0") != 0;
}

/* No terminal, or one that can do nothing but write on. */
static bool is_plain(void)
{
	const char *term = getenv("TERM");

	if (!term || !*term || strcmp(term, "dumb") == 0)
		return true;
	return !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO);
}

bool face_is_line(const struct settings *s)
{
	if (s->face_asked)
		return s->face == FACE_LINE;
	return face_variable("ACCESSIBLE") || is_plain() || s->face == FACE_LINE;
}

/* ACCESSIBLE=0 says it too. */
static bool is_said(const struct settings *s)
{
	return s->face_asked || s->face != FACE_AUTO || s->accessible != ACCESSIBLE_AUTO ||
	       getenv("ACCESSIBLE") || is_plain();
}

/* ---- what was answered ---- */

static bool place(char out[SETTINGS_PATH])
{
	return settings_place("XDG_STATE_HOME", ".local/state", "porchlight/face", out);
}

static enum face kept(void)
{
	char path[SETTINGS_PATH], line[16] = "";
	FILE *f = place(path) ? fopen(path, "re") : NULL;

	if (!f)
		return FACE_AUTO;
	if (!fgets(line, sizeof(line), f))
		line[0] = '\0';
	fclose(f);
	for (int i = FACE_LINE; i < FACES; i++)
		if (strcmp(line, rows[i].word) == 0)
			return (enum face)i;
	return FACE_AUTO;
}

static bool keep(enum face face)
{
	char path[SETTINGS_PATH];

	if (!place(path))
		return false;
	settings_folders(path);
	return file_replace(path, str_of(rows[face].word), 0600, NULL);
}

/* ---- the question ---- */

static void tell_aid(struct ask *a, void *user)
{
	const struct settings *s = user;

	aid_tell_unlocked(a, s->door.guest ? NULL : s->dir);
}

static void tell(struct ask *a, enum start_word w)
{
	struct arena mem = { 0 };

	ask_tell(a, words_start(&mem, w, "", ""));
	arena_finish(&mem);
}

/* FACE_AUTO: there was no answer. */
static enum face answer(struct ask *a)
{
	enum start_word question = START_ASK_FACE;
	struct arena mem = { 0 };
	enum face face = FACE_AUTO;
	char typed[ASK_MAX];

	for (int i = 0; i < TRIES && face == FACE_AUTO; i++) {
		if (ask_for(a, words_start(&mem, question, "", ""), false, typed) != ASK_GIVEN)
			break;
		const int said = words_read_yes_no(typed);

		face = said == 0 ? FACE_LINE : said == 1 ? FACE_FULL : FACE_AUTO;
		question = START_ASK_FACE_AGAIN;
	}
	arena_finish(&mem);
	return face;
}

/* A guest leaves nothing on the device, not even that. */
static enum face ask_face(struct settings *s, struct lines *in)
{
	struct ask a;
	enum face face;

	ask_init(&a, in, signals_open(), &s->keys);
	a.tell_aid = tell_aid;
	a.user = s;
	face = answer(&a);
	if (face != FACE_AUTO) {
		tell(&a, rows[face].told);
		if (!s->door.guest && !keep(face))
			tell(&a, START_FACE_LOST);
	}
	ask_finish(&a);
	if (a.signals >= 0)
		close(a.signals);
	return face;
}

bool face_find(struct settings *s, struct lines *in)
{
	if (is_said(s))
		return true;
	s->face = s->door.guest ? FACE_AUTO : kept();
	if (s->face == FACE_AUTO)
		s->face = ask_face(s, in);
	return s->face != FACE_AUTO;
}

int face_choose(struct settings *s)
{
	struct lines in;

	if (s->face == FACE_AUTO) {
		lines_init(&in, STDIN_FILENO);
		s->face = ask_face(s, &in);
		lines_finish(&in);
		return s->face == FACE_AUTO ? LINE_FAILED : LINE_OK;
	}
	struct ask a = { .out = STDOUT_FILENO };
	const bool good = keep(s->face);

	tell(&a, good ? rows[s->face].told : START_FACE_LOST);
	return good ? LINE_OK : LINE_FAILED;
}
