/* SPDX-License-Identifier: MIT */
/* What is said of names in a group. */
#ifndef VIEW_WORDS_NAMES_H
#define VIEW_WORDS_NAMES_H

#include "view/words.h"

/* How one is called in `group`, and how to change it; `leads`: that one cannot. */
const char *words_called(struct arena *a, const char *called, const char *group, bool leads);
/* Before it is done. */
const char *words_name_sure(struct arena *a, const char *name, const char *group);
/* What somebody is in the group, and as whom they enrolled. */
const char *words_account(struct arena *a, const char *role, const char *account);

#endif
