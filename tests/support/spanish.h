/* SPDX-License-Identifier: MIT */
/* libc's translations, in their place: the machine of a test may have no other language. */
#ifndef SUPPORT_SPANISH_H
#define SUPPORT_SPANISH_H

/* English, and what it is in Spanish; ended by NULL. */
typedef const char *const spanish_row[2];

/* From now on these are in Spanish, and all else is in English; borrowed.  NULL: nothing is. */
void spanish_speak(const spanish_row *rows);

#endif
