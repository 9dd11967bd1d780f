/* SPDX-License-Identifier: MIT */
/* A person's whole record, to standard output: see whole.h. */
#include "base/clock.h"
#include "server/giving.h"
#include "server/whole.h"

bool admin_record(struct admin *a, struct err *err)
{
	struct whole w = { .a = a, .now_utc_ms = clock_utc_ms() };
	struct giving g = { .ground = { .row = NULL } };
	bool good = admin_open(a, err) && admin_find_user(a, a->args[0], &w.member, err) &&
		    giving_begin(&g, a, 0, w.member, err) &&
		    admin_access(a,
				 (struct access_note) { .what = ACCESS_RECORD,
							.action = ACCESS_EXPORT,
							.whose = w.member },
				 err);

	w.ground = &g.ground;
	good = good && whole_write(&w, stdout, err);
	giving_end(&g);
	return good;
}
