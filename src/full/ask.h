/* SPDX-License-Identifier: MIT */
/* What is asked about the line: a passphrase in its place, a paste of several lines. */
#ifndef FULL_ASK_H
#define FULL_ASK_H

#include "full/desk.h"

void ask_secret(struct desk *d);
void ask_figures(struct desk *d); /* the same of a phone's */
/* The same without a question, which is the screen's; or no more. */
void ask_secret_begin(struct desk *d, bool asks);
/* False: no key of a passphrase's; the asking has ended and others may have it. */
bool ask_secret_key(struct desk *d, int32_t key);

/* A paste has come, whole: it is put in, and never sent before Enter. */
void ask_paste(struct desk *d);
void ask_paste_end(struct desk *d);
/* Puts the line back as it was before. */
void ask_paste_undo(struct desk *d);

#endif
