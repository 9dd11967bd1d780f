/* SPDX-License-Identifier: MIT */
/* The script of the golden session: who comes, and what each does when. */
#ifndef SUPPORT_EVENING_H
#define SUPPORT_EVENING_H

#include "support/golden.h"

#define EVENING_SIDE "May I speak with you after the group?"

enum { EVENING_END_S = 2940 };

extern const char evening_plan[];
extern struct attend evening_people[]; /* those who lead come first */
extern const size_t evening_people_count;
extern const struct golden_act evening_acts[];
extern const size_t evening_acts_count;

#endif
