/* SPDX-License-Identifier: MIT */
/*
 * Sentences said aloud by speech-dispatcher, for those without a screen reader.  Its library is
 * loaded when it is wanted, so that nothing needs it.
 */
#ifndef SPEECH_SPEECH_H
#define SPEECH_SPEECH_H

#include <stdbool.h>

struct speech;

/*
 * NULL: the library is not there, or no speech-dispatcher answers.  It may start one, so call it
 * before fence_calls.  `language`: two letters of ISO 639.
 */
struct speech *speech_open(const char *language);
void speech_close(struct speech *s); /* NULL is fine */
/* Behind what is being said; an urgent one before what waits. */
void speech_say(struct speech *s, const char *sentence, bool urgent);
/* What is being said, and all that waits, is said no more. */
void speech_stop(struct speech *s);

#endif
