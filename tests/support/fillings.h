/* SPDX-License-Identifier: MIT */
/* A client that fills in worksheets, without a line, and forms of the test's own. */
#ifndef SUPPORT_FILLINGS_H
#define SUPPORT_FILLINGS_H

#include "porchlight/worksheet.h"
#include "support/cached.h"

/* Forms as texts: an item "Text LINK", a form, choices. */
#define ITEM(link, type, rest)                                                                 \
	"{\"linkId\":\"" link "\",\"text\":\"Text " link "\",\"type\":\"" type "\"" rest "}"
#define FORM(items)  "{\"resourceType\":\"Questionnaire\",\"title\":\"T\",\"item\":[" items "]}"
#define OPTION(code) "{\"valueCoding\":{\"code\":\"" code "\",\"display\":\"Word " code "\"}}"
/* Behind an item's type: a, b and c. */
#define OPTIONS ",\"answerOption\":[" OPTION("a") "," OPTION("b") "," OPTION("c") "]"

struct desk_of {
	struct folder *folder;
	struct pl_client *client;
};

/* Keeps nothing on disk; or in the folder, from which it is opened again. */
void fillings_guest(struct desk_of *d);
void fillings_open(struct desk_of *d, struct folder *f);
void fillings_close(struct desk_of *d);

/* From now on there is such a form; another one of this name goes. */
void fillings_form(struct desk_of *d, const char *name, const char *json);

/* The question of this linkId (and copy, as pl_question.item has it); fails where there is none. */
const struct pl_question *fillings_question(struct desk_of *d, const char *item);
uint64_t fillings_id(struct desk_of *d, const char *item);
enum pl_fault fillings_type(struct desk_of *d, const char *item, const char *typed);
enum pl_fault fillings_choose(struct desk_of *d, const char *item, size_t choice);
/* Fails the test where its words are others. */
void fillings_is(struct desk_of *d, const char *item, const char *answer);
uint64_t fillings_begin(struct desk_of *d, const char *form);
/* The first choice of all that is asked; or something that fits. */
void fillings_answer_all(struct desk_of *d, size_t choice);

#endif
