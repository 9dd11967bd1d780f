/* SPDX-License-Identifier: MIT */
#include "full/theme.h"

static const struct {
	struct theme_pair of_8, of_16;
} rows[THEME_ROLES] = {
	[THEME_OWN] = { { 6, 0 }, { 14, 0 } },
	[THEME_TROUBLE] = { { 0, 6 }, { 0, 11 } },
};

struct theme_pair theme_pair(enum theme_role role, int colours)
{
	return colours < 16 ? rows[role].of_8 : rows[role].of_16;
}
