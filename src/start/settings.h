/* SPDX-License-Identifier: MIT */
/* What the command line and the configuration of the client say. */
#ifndef START_SETTINGS_H
#define START_SETTINGS_H

#include "demo/practice.h"
#include "line/door.h"
#include "line/line.h"
#include "porchlight/client.h"
#include "view/words.h"

enum { SETTINGS_PATH = 4096 };

enum face { FACE_AUTO, FACE_LINE, FACE_FULL, FACES };
enum accessible { ACCESSIBLE_AUTO, ACCESSIBLE_YES, ACCESSIBLE_NO, ACCESSIBLES };

struct settings {
	enum face face;
	bool face_asked; /* on the command line */
	bool help, version, practises, prints_plan, wipes;
	bool chooses_face;           /* FACE_AUTO: it is asked which */
	char *dir, *config, *invite; /* ours; config NULL: the usual one, if it is there */
	enum pl_metered metered;
	uint64_t allowance; /* bytes a month */
	struct door door;
	struct line_options line; /* its `bell` and `wants` are the full face's too */
	bool speech;              /* of the line face, aloud */
	bool grid, gaps, plain_theme, high_contrast; /* of the full face */
	enum accessible accessible;                  /* the full face for who listens to it */
	bool braille_cursor;
	struct practice practice;
	struct rebind keys;
};

/* False, with the person told what was not understood; `prints_plan` is true all the same where
 * that was asked for. */
bool settings_take(struct settings *s, int argc, char **argv);
void settings_finish(struct settings *s);
/* Each option, a line. */
void settings_help(void);

/* False, with the person told. */
bool settings_refuse(enum word w, const char *what);
/* A folder of ours below that of the environment, or below the one in the home. */
bool settings_place(const char *variable, const char *in_home, const char *end,
		    char out[SETTINGS_PATH]);
/* The folders above what is called so, made where they are missing. */
void settings_folders(char *path);

#endif
