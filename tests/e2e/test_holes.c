/* SPDX-License-Identifier: MIT */
/*
 * Holes of a real line, packet by packet (support/lab.h): nothing is lost, and no connection is
 * given up that could be waited for.  LAB_HOLES is how many holes are lived through (at first
 * one, the longest of real lines), LAB_GAPS what is between them, and LAB_SEED
 * where that is left to chance another one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/valley.h"

enum { HOLE_MS = 11600 };

/*
 * A second carries two packets, but for a hole of 3G now and then: LAB_TRACE_BYTES each.  With
 * LAB_GAPS=even 3 s between two holes, which is worse than any line that was measured.
 */
static int64_t write_trace(const char *path, int holes)
{
	const char *gaps = getenv("LAB_GAPS");
	bool even = !gaps || strcmp(gaps, "even") == 0;
	FILE *f = fopen(path, "w");
	unsigned seed = (unsigned)valley_setting("LAB_SEED", VALLEY_SEED);
	int64_t ms = 0;

	assert_non_null(f);
	for (int hole = 0; hole < holes; hole++) {
		int packets = even ? 8 : 8 + rand_r(&seed) % 70;

		for (int n = 0; n < packets; n++)
			fprintf(f, "%lld\n", (long long)(ms += 400));
		ms += even ? (hole % 2 ? 7000 : HOLE_MS)
			   : 500 + rand_r(&seed) % (HOLE_MS - 499);
	}
	fprintf(f, "%lld\n", (long long)(ms += 400));
	fclose(f);
	return ms;
}

/* None was needed while the one that is there could be waited for: it was silent for longer than
 * any hole, so it was TCP that did not use the way. */
static int count_needed(struct valley *v, int joins)
{
	int now = valley_in_log(v, "event=joined");
	/* The server may have it in its log before anything of it is heard here. */
	int64_t broken_ms = v->broken_ms > v->silent_ms ? v->broken_ms : v->silent_ms;

	v->broken_ms = 0;
	if (now == joins)
		return now;
	print_message("line %d: a new connection, after %.1f s of silence\n", v->said,
		      (double)broken_ms / 1000);
	assert_true(broken_ms > HOLE_MS);
	return now;
}

static void holes_of_a_real_line_cost_no_connection(void **state)
{
	struct valley *v = valley_of(state);
	const struct lab_profile p = { "holes", 300, 0, 0, 0, 0, v->trace, 65536 };
	int64_t until_ms;
	int joins, before;

	until_ms = clock_ms() + write_trace(v->trace, valley_setting("LAB_HOLES", 1));
	joins = before = valley_in_log(v, "event=joined");
	lab_set(valley_lab, &p);
	while (clock_ms() < until_ms) {
		valley_say(v, PATIENT);
		valley_pass(v, 700);
		valley_say(v, PEER);
		valley_pass(v, 700);
		joins = count_needed(v, joins);
		assert_true(valley_link(v, PATIENT).link == PL_LINK_LIVE ||
			    valley_link(v, PATIENT).link == PL_LINK_QUIET);
	}
	lab_set(valley_lab, lab_profile("clean")); /* the rest of it */
	valley_until(v, valley_both_have_all);
	joins = count_needed(v, joins);
	print_message("%d lines, holes: %d, new connections: %d\n", v->said,
		      valley_setting("LAB_HOLES", 1), joins - before);
	if (valley_setting("LAB_HOLES", 1) == 1)
		assert_int_equal(joins, before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(holes_of_a_real_line_cost_no_connection,
						valley_open, valley_close),
	};

	return cmocka_run_group_tests(tests, valley_begin, valley_end);
}
