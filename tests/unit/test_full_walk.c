/* SPDX-License-Identifier: MIT */
/*
 * What scrolling and sending of differences leave on the terminal is what a whole
 * new picture shows, whatever happened before: random walks, with a printed seed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "support/puppet.h"

enum { WAIT = PUPPET_WAIT_MS, WALKS = 6, STEPS = 30 };

struct walk {
	struct puppet p;
	uint32_t chance;
	int given; /* orders */
	int marks; /* letters typed to see that all before them is painted */
};

static unsigned pick(struct walk *w, unsigned n)
{
	w->chance = w->chance * 1664525 + 1013904223;
	return (w->chance >> 16) % n;
}

/* ---- steps ---- */

static void step_message(struct walk *w)
{
	static const char *const words[] = {
		"short",
		"a word or two more than fits on one row of the terminal, so that it is cut ",
		"\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e ",
		"e\xcc\x81\xcc\x82 ",
		"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d ",
		"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 ",
		"\n",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"Ana ",
	};
	char text[2000] = "";

	for (unsigned n = pick(w, 6) + 1; n > 0; n--)
		strncat(text, words[pick(w, 9)], sizeof(text) - strlen(text) - 1);
	puppet_message(&w->p, pick(w, 2) ? "Cy" : "\xe5\xb1\xb1\xe7\x94\xb0", text);
	w->given++;
}

static void step_own(struct walk *w)
{
	puppet_own(&w->p, pick(w, 2) ? PL_AT_SERVER : PL_SHOWN, (int)pick(w, 12));
	w->given++;
}

static void step_link(struct walk *w)
{
	puppet_link(&w->p, pick(w, 2) ? PL_LINK_LIVE : PL_LINK_WAITING);
	w->given++;
}

static void step_size(struct walk *w)
{
	screen_resize(w->p.screen, (int)pick(w, 30) + 2, (int)pick(w, 130) + 20);
}

static void step_keys(struct walk *w)
{
	static const char *const all[] = {
		"\033[5~",
		"\033[5~",
		"\033[6~",
		"\033<",
		"\033>",
		"\033v",
		"\033k",
		"\033p",
		"\033m",
		"\033w",
		"\007",
		"\033[D",
		"\033[A",
		"\033[B",
		"\177",
		"\025",
		"word ",
		"a",
		"\r",
		"/search o\r",
		"\033/",
		"\xe6\x97\xa5",
		"a line that is longer than the terminal is wide, "
		"so that it must be cut into rows and pushes up all that stands above it",
	};

	puppet_keys(&w->p, all[pick(w, sizeof(all) / sizeof(*all))]);
}

/* ---- what must be so ---- */

static bool ends_with_mark(struct screen *s, const void *what)
{
	const char *all = screen_text(s);
	size_t n = strlen(all);

	while (n && all[n - 1] == '\n')
		n--;
	return n >= 3 && memcmp(all + n - 3, what, 3) == 0;
}

/* Types "Q", a letter and "W" at the end of an empty line. */
static void settle(struct walk *w)
{
	do {
		char mark[] = { 'Q', (char)('A' + w->marks++ % 26), 'W', '\0' };

		puppet_keys(&w->p, "\025\005\025");
		puppet_keys(&w->p, mark);
		assert_true(screen_wait(w->p.screen, ends_with_mark, mark, WAIT));
	} while (w->p.seen->orders < w->given);
}

static void assert_same_as_new(struct walk *w)
{
	char before[64 * 1024];
	int row, col;

	settle(w);
	screen_cursor(w->p.screen, &row, &col);
	screen_keys(w->p.screen, "\177");
	assert_true(screen_wait_cursor(w->p.screen, row, col - 1, WAIT));
	snprintf(before, sizeof(before), "%s", screen_text(w->p.screen));
	screen_spoil(w->p.screen, "\033[H\033[2J");
	puppet_keys(&w->p, "\014W"); /* all is sent again, and the letter with it */
	assert_true(screen_wait_cursor(w->p.screen, row, col, WAIT));
	puppet_keys(&w->p, "\177");
	assert_true(screen_wait_cursor(w->p.screen, row, col - 1, WAIT));
	if (strcmp(screen_text(w->p.screen), before) != 0)
		fprintf(stderr, "%s-- before:\n%s", screen_text(w->p.screen), before);
	assert_string_equal(screen_text(w->p.screen), before);
}

static void walk(unsigned seed)
{
	static void (*const steps[])(struct walk * w) = {
		step_message, step_message, step_message, step_own,  step_link,
		step_keys,    step_keys,    step_keys,    step_keys, step_size,
	};
	struct walk w = { .chance = seed };

	puppet_plain(&w.p, (int)pick(&w, 60));
	for (int i = 0; i < STEPS; i++) {
		steps[pick(&w, sizeof(steps) / sizeof(*steps))](&w);
		if (pick(&w, 3) == 0)
			settle(&w);
		if (pick(&w, 10) == 0)
			assert_same_as_new(&w);
	}
	screen_resize(w.p.screen, 24, 80);
	assert_same_as_new(&w);
	puppet_leave(&w.p);
}

static void the_screen_is_always_what_a_new_picture_shows(void **state)
{
	const char *given = getenv("SEED");
	unsigned seed = given ? (unsigned)strtoul(given, NULL, 10) : (unsigned)time(NULL);

	(void)state;
	for (int i = 0; i < (given ? 1 : WALKS); i++) {
		print_message("SEED=%u\n", seed + (unsigned)i);
		walk(seed + (unsigned)i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_screen_is_always_what_a_new_picture_shows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
