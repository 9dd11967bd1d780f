/* SPDX-License-Identifier: MIT */
/*
 * What a client says that cleans nothing: the list of hostile texts, through the server,
 * to a pipe and to two screens whose terminals are looked at.
 */
#include <regex.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/hostile.h"
#include "support/seat.h"
#include "text/utf8.h"
#include "wire/limits.h"

enum { SKIPPED = 77, SCREENS = 2, FRAME_ROOM = 60000, LOOK_EVERY = 4 };

static const char hostile_name[] = "Mal\033]0;owned\007\n\u202e\u200b";
static const struct seat seats[SCREENS] = { { "Ines", "--full", 24, 80 },
					    { "Noor", "--full", 10, 40 } };

struct stage_of_it {
	struct town *town;
	struct child robin, mal;
	struct screen *screens[SCREENS];
	char name[64]; /* hostile_name as others may see it */
	int tickets, cases;
	struct buf wanted; /* the lines that Robin has to be told, one a row */
};

/* ---- saying ---- */

static void open_raw(struct town *t, struct child *c, const char *name)
{
	char script[512], *invite = town_invite(t, "patient");
	const char *argv[] = {
		"/usr/bin/python3", script, invite, name, TOWN_PASSPHRASE, NULL
	};

	snprintf(script, sizeof(script), "%s/tests/e2e/raw_client.py", getenv("SOURCE"));
	assert_true(child_open(c, argv, NULL));
	assert_true(child_wait_for(c, "me "));
	free(invite);
}

/* The raw client's verb, these bytes in hexadecimal; it answers with `answer`. */
static void send_hex(struct child *mal, const char *verb, struct str bytes, const char *answer)
{
	struct buf line;

	buf_init(&line, 1 << 18);
	buf_adds(&line, verb);
	for (size_t i = 0; i < bytes.n; i++)
		buf_addf(&line, "%02x", (unsigned char)bytes.p[i]);
	assert_true(child_say(mal, buf_text(&line)));
	assert_true(child_wait_for(mal, answer));
	buf_finish(&line);
}

static void say(struct stage_of_it *s, struct str text, const char *answer)
{
	char verb[48];

	snprintf(verb, sizeof(verb), "say %d 1 ", ++s->tickets);
	send_hex(&s->mal, verb, text, answer);
}

/* What the page of the protocol says of such a text. */
static const char *answer_to(struct str text)
{
	if (memchr(text.p, 0, text.n))
		return "refused form\n";
	if (text.n > WIRE_TEXT_MAX)
		return "refused large\n";
	return utf8_valid(text) && !utf8_blank(text) ? "stored " : "refused form\n";
}

static void want(struct stage_of_it *s, struct str text)
{
	struct arena mem = { 0 };
	char *clean = utf8_clean(&mem, text);

	for (char *p = clean; *p; p++)
		*p = *p == '\n' ? ' ' : *p;
	buf_addf(&s->wanted, "%s: %s\n", s->name, clean);
	arena_finish(&mem);
}

static void try(struct stage_of_it *s, struct str text)
{
	const char *answer = answer_to(text);

	if (text.n > FRAME_ROOM)
		return; /* no frame holds it */
	say(s, text, answer);
	s->cases++;
	if (*answer == 's')
		want(s, text);
}

/* As much of it as a message may have. */
static struct str first_part(struct str text)
{
	text.n = WIRE_TEXT_MAX;
	while (text.n && ((unsigned char)text.p[text.n] & 0xc0) == 0x80)
		text.n--;
	return text;
}

/* ---- looking ---- */

struct look {
	int rows;
	const char *newest;
};

/* All is where it belongs: the title, the newest message, the status, the line. */
static bool is_whole(struct screen *s, const void *what)
{
	const struct look *l = what;
	int row, col;

	screen_cursor(s, &row, &col);
	return row == l->rows - 1 && col == 2 && screen_cursor_shown(s) &&
	       strcmp(screen_row(s, 0), "Evening") == 0 &&
	       strcmp(screen_row(s, l->rows - 3), l->newest) == 0 &&
	       strncmp(screen_row(s, l->rows - 2), "Evening. ", 9) == 0 &&
	       strstr(screen_row(s, l->rows - 2), "Connected.") &&
	       strcmp(screen_row(s, l->rows - 1), ">") == 0;
}

static void see_whole(struct screen *s, const struct look *l, const char *name)
{
	if (!screen_wait(s, is_whole, l, SEAT_WAIT_MS))
		fail_msg("%s: \"%s\" and the screen around it", name, l->newest);
	assert_null(screen_title(s));
	assert_true(screen_alternate(s));
}

static char *snapshot(struct screen *s, const struct seat *seat)
{
	struct buf b;

	buf_init(&b, 1 << 20);
	for (int row = 0; row < seat->rows; row++) {
		for (int col = 0; col < seat->cols;) {
			struct screen_cell c = screen_cell(s, row, col);

			/* The looks of a wide one's second half are those of what was there before. */
			col += c.width > 1 ? c.width : 1;
			buf_addf(&b, "%s%s%s%s%s", *c.text ? c.text : " ", c.bold ? "*" : "",
				 c.reverse ? "!" : "", c.underline ? "_" : "",
				 c.coloured ? "+" : "");
		}
		buf_adds(&b, "\n");
	}
	buf_adds(&b, "");
	return b.p; /* the caller's */
}

/* The first row that differs is told. */
static void assert_same(const char *before, const char *after, const char *name)
{
	for (int row = 0; *before && *after; row++) {
		size_t n = strcspn(before, "\n"), m = strcspn(after, "\n");

		if (n != m || memcmp(before, after, n) != 0)
			fail_msg("%s: drawn again, row %d is another:\n%.*s\n%.*s", name, row,
				 (int)n, before, (int)m, after);
		before += n + 1;
		after += m + 1;
	}
}

/* What stands there is what the program thinks: drawn again it is the same. */
static void look_closely(struct screen *s, const struct seat *seat, const struct look *l,
			 const char *name)
{
	char *before = snapshot(s, seat), *after;

	screen_spoil(s, "\0337\033[1;20Hspoilt\0338");
	screen_keys(s, "\014"); /* Ctrl-L */
	assert_true(screen_wait_gone(s, "spoilt", SEAT_WAIT_MS));
	see_whole(s, l, name);
	after = snapshot(s, seat);
	assert_same(before, after, name);
	free(before);
	free(after);
}

static void look(struct stage_of_it *s, const char *name, bool closely)
{
	char mark[32], newest[128];

	snprintf(mark, sizeof(mark), "after %d", s->tickets);
	say(s, str_of(mark), "stored ");
	want(s, str_of(mark));
	snprintf(newest, sizeof(newest), "%s: %s", s->name, mark);
	for (int i = 0; i < SCREENS; i++) {
		struct look l = { seats[i].rows, newest };

		see_whole(s->screens[i], &l, name);
		if (closely)
			look_closely(s->screens[i], &seats[i], &l, name);
	}
}

/*
 * Every order to the terminal is one that painting needs: cursor, clearing, looks, the
 * rows that scroll, and what xterm's own entry has to take the screen over.
 */
static void assert_no_orders(struct screen *s)
{
	static const char needed[] = "^\033(\\[([0-9]+;[0-9]+)?H|\\[C|\\[2J|\\[K|"
				     "\\[(1|7|[34][0-79]|(9|10)[0-7])?m|\\[[0-9]+;[0-9]+r|M|"
				     "\\[\\?(1049|2004)h|\\[22;0;0t)";
	size_t n;
	const char *wrote = screen_all(s, &n);
	regex_t order;

	assert_int_equal(strlen(wrote), n); /* and no NUL */
	assert_int_equal(regcomp(&order, needed, REG_EXTENDED | REG_NOSUB), 0);
	for (const char *p = wrote; *p; p++) {
		if (*p == '\033' && regexec(&order, p, 0, NULL, 0) != 0)
			fail_msg("this order was sent: ESC %.12s", p + 1);
		assert_true((unsigned char)*p >= ' ' || strchr("\033\r\n\b", *p));
		assert_int_not_equal(*p, 0x7f);
		assert_false(*p == '\302' && (unsigned char)p[1] < 0xa0); /* C1 */
	}
	regfree(&order);
}

/* ---- what the pipe got ---- */

static void assert_text_alone(const struct buf *seen)
{
	struct str all = { buf_text(seen), seen->n };
	size_t n;

	assert_true(utf8_valid(all));
	for (size_t at = 0; at < all.n; at += n) {
		int32_t c = utf8_at(all, at, &n);

		assert_true(c == '\n' || c == '\r' || (c >= ' ' && c != 0x7f));
		assert_false(c >= 0x80 && c <= 0x9f);
		assert_false(c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e));
	}
}

/* Row by row, those that are the speaker's. */
static void assert_told_as_wanted(const struct stage_of_it *s)
{
	const char *got = buf_text(&s->robin.seen), *want_at = buf_text(&s->wanted);
	size_t head = strlen(s->name);

	for (; *got; got += strcspn(got, "\n") + 1) {
		size_t n = strcspn(got, "\n"), want_n = strcspn(want_at, "\n");

		assert_int_equal(got[n], '\n');
		if (strncmp(got, s->name, head) != 0)
			continue;
		if (n != want_n || memcmp(got, want_at, n) != 0)
			fail_msg("told:   %.*s\nwanted: %.*s", (int)n, got, (int)want_n,
				 want_at);
		want_at += want_n + 1;
	}
	assert_string_equal(want_at, "");
}

/* ---- the tests ---- */

static void open_all(struct stage_of_it *s, struct town *t)
{
	static const char rows[] = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn\no\np\nq\nr\ns\nt";
	struct arena mem = { 0 };

	*s = (struct stage_of_it) { .town = t };
	buf_init(&s->wanted, 1 << 22);
	snprintf(s->name, sizeof(s->name), "%s",
		 utf8_clean_name(&mem, str_of(hostile_name), WIRE_NAME_MAX));
	arena_finish(&mem);
	town_join(t, &s->robin, "Robin", "facilitator");
	for (int i = 0; i < SCREENS; i++) {
		s->screens[i] = seat_join(t, &seats[i], "patient");
		seat_see(s->screens[i], "Connected.");
		screen_keys(s->screens[i], "\r"); /* takes away what a newcomer is told */
	}
	assert_true(child_wait_for(&s->robin, "Evening\n"));
	open_raw(t, &s->mal, hostile_name);
	try(s, str_of(rows)); /* from here on the newest is the lowest */
}

static void close_all(struct stage_of_it *s)
{
	char row[128];

	for (int i = 0; i < SCREENS; i++) {
		assert_no_orders(s->screens[i]);
		assert_true(screen_marks_pastes(s->screens[i]));
		assert_int_equal(seat_leave(s->screens[i]), 0);
	}
	snprintf(row, sizeof(row), "%s: after %d\n", s->name, s->tickets - 1);
	assert_true(child_wait_for(&s->robin, row));
	assert_true(child_say(&s->robin, "/people")); /* the name is in a list too */
	snprintf(row, sizeof(row), "%s: member, here\n", s->name);
	assert_true(child_wait_for(&s->robin, row));
	buf_adds(&s->wanted, row);
	child_end_input(&s->robin);
	assert_int_equal(child_end(&s->robin), 0);
	assert_text_alone(&s->robin.seen);
	assert_told_as_wanted(s);
	child_end_input(&s->mal);
	assert_int_equal(child_end(&s->mal), 0);
	child_finish(&s->mal);
	child_finish(&s->robin);
	buf_finish(&s->wanted);
}

static void hostile_texts_are_harmless_in_both_faces(void **state)
{
	struct hostile_list list;
	struct stage_of_it s;
	char path[512];

	snprintf(path, sizeof(path), "%s/tests/data/hostile.txt", getenv("SOURCE"));
	assert_true(hostile_open(&list, path));
	assert_true(list.count >= 60);
	open_all(&s, *state);
	for (size_t i = 0; i < list.count; i++) {
		struct hostile *h = &list.cases[i];
		struct str text = { buf_text(&h->text), h->text.n };

		try(&s, text);
		if (text.n > WIRE_TEXT_MAX)
			try(&s, first_part(text));
		look(&s, h->name, i % LOOK_EVERY == 0 || i + 1 == list.count);
	}
	print_message("%zu texts, said %d times, at 80x24, at 40x10 and on a pipe\n",
		      list.count, s.cases);
	close_all(&s);
	hostile_close(&list);
}

static void frames_that_are_not_of_the_form_reach_nobody(void **state)
{
	static const struct {
		const char *verb, *bytes, *answer;
	} rows[] = {
		{ "text ", "\xff\xfe", "refused form\n" },
		{ "text ", "[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"\xc3\x28\"}]",
		  "refused form\n" },
		{ "text ", "[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"\xed\xa0\x80\"}]",
		  "refused form\n" },
		{ "text ", "[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"\\ud800\"}]",
		  "refused form\n" },
		{ "text ", "[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"a\\u0000b\"}]",
		  "refused form\n" },
		{ "text ", "[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"\033[2J\"}]",
		  "refused form\n" },
		{ "text ", "[{\"t\":\"m\",\"g\":1,\"s\":1,\"u\":1,\"d\":1,\"b\":\"I am you\"}]",
		  "refused form\n" },
		{ "text ", "{}", "refused form\n" },
		{ "text ", "[]", "refused form\n" },
		{ "text ", "[[[[[[[[[[[[[[", "refused large\n" },
		{ "binary ", "[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"in binary\"}]",
		  "refused form\n" },
		{ "say 1 1 ", "", "refused form\n" },
		{ "say 1 9 ", "nowhere", "refused group\n" },
		{ "size ", "", "refused form\n" },
		{ "say 1 1 ", "Good evening.", "stored 1\n" },
	};
	struct town *t = *state;
	struct child robin, mal;

	town_join(t, &robin, "Robin", "facilitator");
	open_raw(t, &mal, "Mal");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (strcmp(rows[i].verb, "size ") != 0) {
			send_hex(&mal, rows[i].verb, str_of(rows[i].bytes), rows[i].answer);
		} else {
			assert_true(child_say(&mal, "size 65536"));
			assert_true(child_wait_for(&mal, rows[i].answer));
		}
	assert_true(child_wait_for(&robin, "Mal: Good evening.\n"));
	assert_true(child_say(&mal, "size 65537"));
	assert_true(child_wait_for(&mal, "closed 1009\n"));
	assert_int_equal(child_end(&mal), 0);
	child_end_input(&robin);
	assert_int_equal(child_end(&robin), 0);
	assert_int_equal(child_count(&robin, "Mal: "), 1);
	assert_int_equal(child_count(&robin, "I am you"), 0);
	child_finish(&mal);
	child_finish(&robin);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(hostile_texts_are_harmless_in_both_faces,
						town_open, town_close),
		cmocka_unit_test_setup_teardown(frames_that_are_not_of_the_form_reach_nobody,
						town_open, town_close),
	};

	if (!child_has_python("asyncio, ssl"))
		return SKIPPED;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
