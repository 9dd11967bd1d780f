/* SPDX-License-Identifier: MIT */
/*
 * Every verb and every view is reached in both faces: by its word in the line
 * face, on a terminal that can do nothing too, and by its word and its key in
 * the full face.  What there is comes from the tables of the stage.  go_act and
 * go_view are ours (-Wl,--wrap): they note what was reached.
 */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "line/line.h"
#include "line/lines.h"
#include "line/signals.h"
#include "support/puppet.h"
#include "support/sheaf.h"
#include "view/go.h"

enum { ACTS_MAX = 500, PRESSES_MOST = 3, AT_ONCE = 16, ROWS = 24, COLS = 80 };

/* What was reached, in memory that the face's process shares. */
static struct reached {
	int count;
	struct {
		const void *row; /* of a verb, or a view */
		bool by_key;
	} acts[ACTS_MAX];
} * reached;

static int bell[2];      /* the face's process writes a byte when something was reached */
static bool opens_sheet; /* the worksheet comes up in earnest */

int __real_go_view(struct stage *s, const struct view *view, const char *rest);
int __wrap_go_act(struct stage *s, const struct verb *verb, const char *rest);
int __wrap_go_view(struct stage *s, const struct view *view, const char *rest);

static int note(struct stage *s, const void *row, const char *rest)
{
	char told[32];

	if (reached->count == ACTS_MAX)
		return DID_NOTHING;
	reached->acts[reached->count].row = row;
	reached->acts[reached->count].by_key = !rest;
	snprintf(told, sizeof(told), "Reached: %d.", ++reached->count);
	if (write(bell[1], "", 1) != 1)
		return DID_QUIT;
	return stage_tell(s, told);
}

int __wrap_go_act(struct stage *s, const struct verb *verb, const char *rest)
{
	return note(s, verb, rest);
}

int __wrap_go_view(struct stage *s, const struct view *view, const char *rest)
{
	if (opens_sheet && view == &view_sheet && rest && *rest)
		return __real_go_view(s, view, rest);
	return note(s, view, rest);
}

/* ---- all that there is ---- */

struct act {
	const char *word;
	int32_t key;
	const void *row;
};

struct acts {
	struct act all[ACTS_MAX];
	size_t count;
};

static void add(struct acts *a, const char *word, int32_t key, const void *row)
{
	assert_true(a->count < ACTS_MAX);
	a->all[a->count++] = (struct act) { word, key, row };
}

static void add_verbs(struct acts *a, const struct verb *v)
{
	for (; v && v->word; v++)
		add(a, v->word, v->key, v);
}

/* What works everywhere. */
static struct acts acts_everywhere(void)
{
	struct acts a = { .count = 0 };

	for (const struct verb_table *t = stage_tables; t->verbs; t++)
		add_verbs(&a, t->verbs);
	for (size_t i = 0; stage_views[i]; i++)
		add(&a, stage_views[i]->name, stage_views[i]->key, stage_views[i]);
	assert_true(a.count > 100);
	return a;
}

/* What a view has for itself.  Another than the worksheet must be put up here,
 * too. */
static struct acts acts_of_a_sheet(void)
{
	struct acts a = { .count = 0 };

	for (size_t i = 0; stage_views[i]; i++) {
		if (stage_views[i]->verbs && stage_views[i] != &view_sheet)
			fail_msg("/%s has verbs that no test reaches", stage_views[i]->name);
		add_verbs(&a, stage_views[i]->verbs);
	}
	assert_true(a.count > 3);
	return a;
}

/* ---- keys ---- */

/* What a terminal sends, press by press; how many presses. */
static int presses(int32_t key, char out[8])
{
	const char letter = (char)(key & 0x7f);

	if (key >= KEY_SECOND(0))
		return snprintf(out, 8, "%c%c%c", KEY_CHORD_FIRST, KEY_SECOND_FIRST, letter);
	if (key >= KEY_CHORD(0))
		return snprintf(out, 8, "%c%c", KEY_CHORD_FIRST, letter);
	if (key >= KEY_ALT(0))
		return snprintf(out, 8, "\033%c", letter) - 1;
	assert_true(key < 128); /* no key that only some keyboards have */
	return snprintf(out, 8, "%c", letter);
}

/* ---- the faces ---- */

static int line_face(struct pl_client *client)
{
	struct lines in;
	struct line_options o = { .in = &in, .wait_ms = 1000 };

	signals_hold(true);
	lines_init(&in, 0);
	const int status = line_run(client, &o);

	lines_finish(&in);
	return status;
}

static void fill(struct pl_client *c)
{
	sheaf_open(c);
	sheaf_measure(c);
	c->sheets.opened = 0;
}

static void open_face(struct puppet *p, const char *term, int (*face)(struct pl_client *))
{
	reached->count = 0;
	puppet_open(p, &(struct puppet_start) { .term = term,
						.rows = ROWS,
						.cols = COLS,
						.messages = 2,
						.link = PL_LINK_LIVE,
						.schedule = opens_sheet ? fill : NULL,
						.face = face });
	puppet_see(p, "Ben: line 2");
	if (!opens_sheet)
		return;
	puppet_keys(p, "/sheet 1\r");
	puppet_see(p, "Little interest");
}

/* Painting and telling take their time, which is not waited for. */
static bool comes(struct puppet *p, int count)
{
	struct pollfd fds[] = { { .fd = bell[0], .events = POLLIN },
				{ .fd = screen_fd(p->screen), .events = POLLIN } };
	char byte;

	while (reached->count < count) {
		if (poll(fds, 2, PUPPET_WAIT_MS) <= 0)
			return false;
		if (fds[0].revents && read(bell[0], &byte, 1) != 1)
			return false;
		if (fds[1].revents)
			screen_work(p->screen);
	}
	return true;
}

/* Row and way are those of the last that was reached. */
static void is_reached(struct puppet *p, const struct act *a, bool by_key, int count)
{
	if (!comes(p, count))
		fail_msg("/%s is not reached by its %s", a->word, by_key ? "key" : "word");
	if (reached->acts[count - 1].row != a->row || reached->acts[count - 1].by_key != by_key)
		fail_msg("/%s: its %s does something else", a->word, by_key ? "key" : "word");
}

/* One by one; or, `some` at a time, with a key between the lines that no paste
 * has. */
static void by_words(struct puppet *p, const struct acts *acts, size_t some)
{
	const int before = reached->count;
	char lines[AT_ONCE * 64];

	for (size_t from = 0, i = 0; from < acts->count; from = i) {
		for (size_t n = 0; i < acts->count && i < from + some; i++)
			n += (size_t)snprintf(lines + n, sizeof(lines) - n, "/%s\r%s",
					      acts->all[i].word, some > 1 ? "\005" : "");
		puppet_keys(p, lines);
		for (size_t k = from; k < i; k++)
			is_reached(p, &acts->all[k], false, before + (int)k + 1);
		if (from == 0) { /* what it answers is told, too */
			snprintf(lines, sizeof(lines), "Reached: %zu.", i);
			puppet_see(p, lines);
		}
	}
}

/* The beginning of what a terminal sends for other keys: nothing may follow it
 * at once. */
static bool begins_others(int32_t key)
{
	return key == KEY_ALT('O') || key == KEY_ALT('[');
}

/* Some at a time, as fast as they come. */
static void by_keys(struct puppet *p, const struct acts *acts)
{
	const int before = reached->count;
	char bytes[8 * AT_ONCE];

	for (size_t from = 0, i = 0; from < acts->count; from = i) {
		bool more = true;

		for (size_t n = 0; more && i < acts->count && i < from + AT_ONCE; i++) {
			const int keys = presses(acts->all[i].key, bytes + n);

			if (keys < 1 || keys > PRESSES_MOST)
				fail_msg("/%s needs %d keys", acts->all[i].word, keys);
			n += strlen(bytes + n);
			more = !begins_others(acts->all[i].key);
		}
		puppet_keys(p, bytes);
		for (size_t k = from; k < i; k++)
			is_reached(p, &acts->all[k], true, before + (int)k + 1);
	}
}

/* ---- the tests ---- */

static void each_is_reached(const struct acts *acts, const char *term,
			    int (*face)(struct pl_client *), bool has_keys)
{
	struct puppet p;

	open_face(&p, term, face);
	by_words(&p, acts, has_keys ? AT_ONCE : 1);
	if (has_keys)
		by_keys(&p, acts);
	assert_int_equal(reached->count, (has_keys ? 2 : 1) * (int)acts->count);
	puppet_close(&p);
}

static void in_the_full_face(void **state)
{
	const struct acts acts = acts_everywhere();

	(void)state;
	opens_sheet = false;
	each_is_reached(&acts, "xterm", NULL, true);
}

static void in_the_line_face(void **state)
{
	const struct acts acts = acts_everywhere();

	(void)state;
	opens_sheet = false;
	each_is_reached(&acts, "xterm", line_face, true);
}

static void where_the_terminal_edits_the_line(void **state)
{
	const struct acts acts = acts_everywhere();

	(void)state;
	opens_sheet = false;
	each_is_reached(&acts, "dumb", line_face, false);
}

static void in_a_worksheet(void **state)
{
	const struct acts acts = acts_of_a_sheet();

	(void)state;
	opens_sheet = true;
	each_is_reached(&acts, "xterm", NULL, true);
	each_is_reached(&acts, "xterm", line_face, true);
	each_is_reached(&acts, "dumb", line_face, false);
}

/* By ear its title and its items, by eye its rows. */
static void each_view_has_something_for_both(void **state)
{
	struct porch *p = *state;

	for (size_t i = 0; stage_views[i]; i++) {
		p->stage.view = stage_views[i];
		stage_build(&p->stage);
		if (!p->stage.model.title || !*p->stage.model.title || !p->stage.model.count)
			fail_msg("/%s shows nothing", stage_views[i]->name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_the_full_face),
		cmocka_unit_test(in_the_line_face),
		cmocka_unit_test(where_the_terminal_edits_the_line),
		cmocka_unit_test(in_a_worksheet),
		cmocka_unit_test_setup_teardown(each_view_has_something_for_both, porch_open,
						porch_close),
	};

	reached = mmap(NULL, sizeof(*reached), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (reached == MAP_FAILED || pipe2(bell, O_CLOEXEC) != 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
