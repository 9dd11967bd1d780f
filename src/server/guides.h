/* SPDX-License-Identifier: MIT */
/* Plans, exercises and lessons by name: the clinic's own, in the data folder as FOLDER/NAME.txt,
 * before those that come with the program. */
#ifndef SERVER_GUIDES_H
#define SERVER_GUIDES_H

#include "guide/texts.h"
#include "server/conf.h"

/* The caller's to free; empty where there is none of that name. */
struct str guides_find(const struct conf *c, enum guide_kind k, struct str name);
/* Is it of its form, and what it names there?  If not, in words, and where by its line. */
bool guides_sound(const struct conf *c, enum guide_kind k, struct str text, struct err *err);
/* Says of each of the clinic's own what is wrong with it, a line each; false: something is. */
bool guides_check(const struct conf *c, struct buf *say);

#endif
