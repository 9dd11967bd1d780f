/* SPDX-License-Identifier: MIT */
#include "support/townsfolk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

void town_bring(struct town *t, struct child *c, const char *name, const char *role)
{
	town_join(t, c, name, role);
	assert_true(child_say(c, "/status"));
	assert_true(child_wait_for(c, "Connected."));
}

void town_leave(struct child *c)
{
	child_end_input(c);
	assert_int_equal(child_end(c), 0);
	child_finish(c);
}

int town_count_in_log(const struct town *t, const char *words)
{
	char line[1024];
	FILE *f = fopen(t->log, "re");
	int n = 0;

	while (f && fgets(line, sizeof(line), f))
		n += strstr(line, words) != NULL;
	if (f)
		fclose(f);
	return n;
}
