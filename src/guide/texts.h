/* SPDX-License-Identifier: MIT */
/*
 * What leads a group: plans of sessions, exercises and lessons, by name.  Those of
 * src/content come with both programs, so that a name and a sum are all that has to go over
 * the wire.
 */
#ifndef GUIDE_TEXTS_H
#define GUIDE_TEXTS_H

#include "base/buf.h"

/* NAME.LANGUAGE.txt is NAME in another language: as many lines, pages and answers. */
enum guide_kind { GUIDE_PLAN, GUIDE_EXERCISE, GUIDE_LESSON, GUIDE_KINDS };

enum {
	GUIDE_NAME_MAX = 32,   /* bytes of a name */
	GUIDE_TEXT_MAX = 3900, /* bytes of a text: with its name it is one message */
	GUIDE_TITLE_MAX = 64,
};

struct guide_text {
	enum guide_kind kind;
	const char *name, *text;
	const char *language; /* "es"; "": English, the one whose sum goes over the wire */
};
extern const struct guide_text
	guide_texts[]; /* made by mktexts.py; ended by a row without a name */

const char *guide_kind_word(enum guide_kind k);   /* "exercise" */
const char *guide_kind_folder(enum guide_kind k); /* "exercises" */
/* The one that comes with the program; NULL: none is called so. */
const char *guide_find(enum guide_kind k, struct str name);
/* The same in a person's own language; NULL: there is none. */
const char *guide_find_in(enum guide_kind k, struct str name, const char *language);
/* Of the letters a to z, digits and hyphens. */
bool guide_is_name(struct str name);

#endif
