/* SPDX-License-Identifier: MIT */
/* A store that fails is one line of the log, and not one for each who wants something. */
#ifndef SERVER_TROUBLE_H
#define SERVER_TROUBLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum { TROUBLE_EACH_MS = 60000 };

struct trouble {
	bool told;       /* that it fails; not yet that it works again */
	int64_t told_ms; /* when last; 0: never */
};

enum trouble_news { TROUBLE_NONE, TROUBLE_BEGINS, TROUBLE_OVER };

/* What to say, when the store fails or works at `now_ms`: that it fails once in
 * TROUBLE_EACH_MS at most, that it works again once behind each of these. */
enum trouble_news trouble_judge(struct trouble *t, bool fails, int64_t now_ms);

/* What could not be stored, as a line of the log: where the disk is to blame, for who looks for
 * details alone. */
void trouble_log(const char *event, const struct err *err);

#endif
