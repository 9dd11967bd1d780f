/* SPDX-License-Identifier: MIT */
/* A calendar of a test, and what is in it as lines of text. */
#ifndef TESTS_SUPPORT_AGENDA_H
#define TESTS_SUPPORT_AGENDA_H

#include "schedule/occur.h"

/* A VCALENDAR with a VEVENT of these properties. */
struct calendar *agenda_of(const char *properties);
/* All that is in [from, to) of `here`, given as "20261201T180000" of it: "2026-12-01 18:00 60",
 * with the minutes, and " cancelled", " moved", " day", " floating" where it is so. */
const char *agenda(struct calendar *c, const char *from, const char *to, const char *here);
/* What is amiss, as "3 zone Mars/Olympus": line, fault and what. */
const char *agenda_problems(const struct calendar_problems *p);

#endif
