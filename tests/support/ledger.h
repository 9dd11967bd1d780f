/* SPDX-License-Identifier: MIT */
/* A model of the program that knows only the rows in the store, written a second time: who sees
 * what, and who is expected where. */
#ifndef SUPPORT_LEDGER_H
#define SUPPORT_LEDGER_H

#include "support/planned.h"

enum { LEDGER_SERIES = 12, LEDGER_REQUESTS = 200 };

/* A row of the store, as the model reads it. */
struct said {
	bool there, gone;
	struct wire_msg m;
	int64_t at, ms, to, to_ms; /* of a request: its occurrences */
	char text[640];
};

struct ledger {
	struct arena mem;
	struct said series[LEDGER_SERIES], requests[LEDGER_REQUESTS];
	bool in[GROUPS_END][PEOPLE_END];
};

void ledger_read(struct ledger *l, const struct planned *t);
void ledger_end(struct ledger *l);
bool ledger_sees_series(const struct ledger *l, const struct said *s, int64_t member);
bool ledger_sees_request(const struct ledger *l, const struct said *q, int64_t member);
bool ledger_expected(const struct ledger *l, int64_t series, int64_t ms, int64_t member);
/* A row as a client has it. */
void ledger_render(const struct wire_msg *m, bool gone, char *out, size_t size);

#endif
