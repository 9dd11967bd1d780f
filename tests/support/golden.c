/* SPDX-License-Identifier: MIT */
#include "support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "net/loop.h"
#include "support/bottled.h"

/* ---- the session ---- */

static struct golden *held;

static struct attend *find(const char *name)
{
	for (size_t i = 0; i < held->people_count; i++)
		if (strcmp(held->people[i].name, name) == 0)
			return &held->people[i];
	fail_msg("there is no %s", name);
	return NULL;
}

static void show(const struct attend *a)
{
	buf_addf(&held->screens, "==== %s, ", a->name);
	attend_time(&held->screens);
	buf_adds(&held->screens, "\n");
	bottle_shown(a->glass, &held->screens);
}

static void begin_scene(const char *name)
{
	for (size_t i = 0; i < held->people_count; i++)
		buf_addf(&held->people[i].told, "==== %s\n", name);
}

static void press(struct attend *a, const char *keys)
{
	if (a->by_ear) {
		attend_time(&a->told);
		buf_addf(&a->told, " > (%s)\n",
			 strcmp(keys, GOLDEN_DOWN) == 0 ? "the arrow down" : "a key");
	}
	attend_keys(a, keys);
}

static void act(void *arg)
{
	const struct golden_act *e = arg;
	struct attend *a;

	if (strcmp(e->who, GOLDEN_ALL) == 0) {
		begin_scene(e->does + strlen(GOLDEN_SCENE));
		return;
	}
	a = find(e->who);
	if (!e->does)
		attend_open(a, bottled_invite((size_t)(a - held->people)));
	else if (strcmp(e->does, GOLDEN_SHOW) == 0)
		show(a);
	else if (strcmp(e->does, GOLDEN_LOOK) == 0)
		held->look(a);
	else if (*e->does == '\033' || *e->does == '\017')
		press(a, e->does);
	else
		attend_type(a, e->does);
}

static void end(void *arg)
{
	(void)arg;
	bottle_stop();
}

void golden_hold(struct golden *g)
{
	struct loop *script = loop_create();

	held = g;
	buf_init(&g->screens, BOTTLED_OUT_MAX);
	for (size_t i = 0; i < g->acts_count; i++)
		bottle_post(script, clock_ms() + g->acts[i].s * INT64_C(1000), act,
			    (void *)(uintptr_t)&g->acts[i]);
	bottle_post(script, clock_ms() + g->end_s * INT64_C(1000), end, NULL);
	bottled_serve();
	loop_destroy(script);
}

/* ---- the record ---- */

static bool writes_record(void)
{
	const char *how = getenv("GOLDEN");

	return how && strcmp(how, "write") == 0;
}

static char *read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = mem_get(BOTTLED_OUT_MAX);

	if (f) {
		text[fread(text, 1, BOTTLED_OUT_MAX - 1, f)] = '\0';
		fclose(f);
	}
	return text;
}

/* The first line in which they differ, and some before it. */
static void tell_difference(const char *name, const char *was, const char *is)
{
	size_t at = 0, line = 1, from = 0;

	while (was[at] && was[at] == is[at]) {
		if (was[at] == '\n') {
			line++;
			from = at + 1;
		}
		at++;
	}
	print_error("%s:%zu is not the record (GOLDEN=write makes it so)\n- %.*s\n+ %.*s\n",
		    name, line, (int)strcspn(was + from, "\n"), was + from,
		    (int)strcspn(is + from, "\n"), is + from);
}

bool golden_compare(const char *name, const struct buf *is)
{
	char path[512];
	char *was;
	bool same;

	snprintf(path, sizeof(path), "%s/%s.txt", GOLDEN_DATA, name);
	if (writes_record()) {
		FILE *f = fopen(path, "w");

		assert_non_null(f);
		fwrite(buf_text(is), 1, is->n, f);
		assert_int_equal(fclose(f), 0);
		return true;
	}
	was = read_file(path);
	same = strcmp(was, buf_text(is)) == 0;
	if (!same)
		tell_difference(name, was, buf_text(is));
	free(was);
	return same;
}
