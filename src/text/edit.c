/* SPDX-License-Identifier: MIT */
#include "text/edit.h"

#include <stdlib.h>
#include <string.h>

#include "text/keys.h"
#include "text/utf8.h"
#include "text/width.h"

/* Marks words for the translators, as in view/words.h. */
#define N_(s) (s)

/* ---- memory: nothing that was typed is left behind in it ---- */

/* All at once: a buf that grows would leave copies behind. */
static void room_init(struct buf *b, size_t max)
{
	buf_init(b, max);
	b->p = mem_get(max + 1);
	b->size = max + 1;
}

static void wipe(char **text)
{
	if (*text)
		explicit_bzero(*text, strlen(*text));
	free(*text);
	*text = NULL;
}

void edit_init(struct edit *e, size_t max)
{
	*e = (struct edit) { 0 };
	room_init(&e->text, max);
	room_init(&e->killed, max);
}

void edit_finish(struct edit *e)
{
	buf_wipe(&e->text);
	buf_wipe(&e->killed);
	wipe(&e->kept);
	for (size_t i = 0; i < e->history_count; i++)
		wipe(&e->history[i]);
	e->history_count = e->history_at = e->at = 0;
}

/* ---- the text ---- */

static struct str all(const struct edit *e)
{
	return (struct str) { e->text.p, e->text.n };
}

/* To a cluster's edge: a change may have joined what stands on both sides of it. */
static void go(struct edit *e, size_t at)
{
	size_t edge = at < e->text.n ? utf8_next(all(e), utf8_prev(all(e), at)) : e->text.n;

	e->at = at ? edge : 0;
}

static void erase(struct edit *e, size_t from, size_t to)
{
	memmove(e->text.p + from, e->text.p + to, e->text.n - to + 1);
	e->text.n -= to - from;
	go(e, from);
}

static void insert(struct edit *e, struct str s)
{
	memmove(e->text.p + e->at + s.n, e->text.p + e->at, e->text.n - e->at + 1);
	memcpy(e->text.p + e->at, s.p, s.n);
	e->text.n += s.n;
	go(e, e->at + s.n);
}

/* Adds what may stand in a text; false when not all of it fits. */
static bool add_plain(struct buf *out, struct str s)
{
	char raw[4];
	size_t n;

	for (size_t at = 0; at < s.n; at += n) {
		int32_t code = utf8_plain(s, at, &n);

		if (code && !buf_add(out, raw, utf8_put(code, raw)))
			return false;
	}
	return true;
}

bool edit_insert(struct edit *e, struct str s)
{
	struct buf plain;
	bool fits;

	e->killing = false; /* what is pasted parts two cuts as a key does */
	room_init(&plain, e->text.cap - e->text.n);
	fits = add_plain(&plain, s);
	if (fits)
		insert(e, (struct str) { plain.p, plain.n });
	buf_wipe(&plain);
	return fits;
}

/* No more than fits, and no half of a cluster at its end. */
static void show(struct edit *e, const char *text)
{
	struct str s;

	explicit_bzero(e->text.p, e->text.n);
	buf_reset(&e->text);
	if (!add_plain(&e->text, str_of(text))) {
		s = all(e);
		e->text.n = utf8_prev(s, s.n);
		e->text.p[e->text.n] = '\0';
	}
	e->at = e->text.n;
}

void edit_set(struct edit *e, const char *text)
{
	show(e, text);
	wipe(&e->kept);
	e->history_at = e->history_count;
	e->killing = false;
}

static size_t line_begin(const struct edit *e, size_t at)
{
	while (at > 0 && e->text.p[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_end(const struct edit *e, size_t at)
{
	return at + strcspn(e->text.p + at, "\n");
}

/* ---- history ---- */

static void remember(struct edit *e)
{
	if (e->history_count &&
	    str_is((struct str) { e->text.p, e->text.n }, e->history[e->history_count - 1]))
		return;
	if (e->history_count == EDIT_HISTORY) {
		wipe(&e->history[0]);
		memmove(e->history, e->history + 1, (EDIT_HISTORY - 1) * sizeof(*e->history));
		e->history_count--;
	}
	e->history[e->history_count++] = mem_dup(e->text.p, e->text.n);
}

char *edit_take(struct edit *e)
{
	char *text = mem_dup(e->text.p, e->text.n);

	if (e->text.n)
		remember(e);
	edit_set(e, "");
	return text;
}

/* What was changed in a line of the past stays changed: no typing is lost on the way. */
static void show_past(struct edit *e, size_t nth)
{
	char **here = e->history_at < e->history_count ? &e->history[e->history_at] : &e->kept;

	wipe(here);
	*here = mem_dup(e->text.p, e->text.n);
	e->history_at = nth;
	show(e, nth < e->history_count ? e->history[nth] : e->kept);
}

/* ---- what the keys do ---- */

static bool act_left(struct edit *e)
{
	e->at = utf8_prev(all(e), e->at);
	return true;
}

static bool act_right(struct edit *e)
{
	e->at = utf8_next(all(e), e->at);
	return true;
}

static bool act_word_left(struct edit *e)
{
	e->at = utf8_word_prev(all(e), e->at);
	return true;
}

static bool act_word_right(struct edit *e)
{
	e->at = utf8_word_next(all(e), e->at);
	return true;
}

static bool act_home(struct edit *e)
{
	e->at = line_begin(e, e->at);
	return true;
}

static bool act_end(struct edit *e)
{
	e->at = line_end(e, e->at);
	return true;
}

/* Into the line that begins at `begin`, below or above the same column. */
static void go_line(struct edit *e, size_t begin)
{
	size_t from = line_begin(e, e->at);
	int cols = width_of((struct str) { e->text.p + from, e->at - from }), used;
	struct str line = { e->text.p + begin, line_end(e, begin) - begin };

	e->at = begin + width_fit(line, cols, &used);
}

static bool act_up(struct edit *e)
{
	size_t begin = line_begin(e, e->at);

	if (begin > 0)
		go_line(e, line_begin(e, begin - 1));
	else if (e->history_at > 0)
		show_past(e, e->history_at - 1);
	return true;
}

static bool act_down(struct edit *e)
{
	size_t end = line_end(e, e->at);

	if (end < e->text.n)
		go_line(e, end + 1);
	else if (e->history_at < e->history_count)
		show_past(e, e->history_at + 1);
	return true;
}

static bool act_delete(struct edit *e)
{
	erase(e, e->at, utf8_next(all(e), e->at));
	return true;
}

static bool act_backspace(struct edit *e)
{
	erase(e, utf8_prev(all(e), e->at), e->at);
	return true;
}

/* Kills in a row gather: backwards ones in front, so that yank gives one piece. */
static void kill_text(struct edit *e, size_t from, size_t to)
{
	const size_t n = to - from;
	struct buf *k = &e->killed;
	const size_t old = e->killing ? k->n : 0;
	const size_t front = from < e->at ? n : 0;

	/* A cut of nothing goes on with what the key before cut, but begins no piece. */
	e->cut = n > 0 || e->killing;
	if (n == 0)
		return;
	memmove(k->p + front, k->p, old);
	memcpy(k->p + (front ? 0 : old), e->text.p + from, n);
	k->n = old + n;
	erase(e, from, to);
}

static bool act_kill_end(struct edit *e)
{
	size_t end = line_end(e, e->at);

	kill_text(e, e->at, end > e->at ? end : utf8_next(all(e), e->at));
	return true;
}

static bool act_kill_begin(struct edit *e)
{
	size_t begin = line_begin(e, e->at);

	kill_text(e, begin < e->at ? begin : utf8_prev(all(e), e->at), e->at);
	return true;
}

static bool act_kill_word(struct edit *e)
{
	kill_text(e, e->at, utf8_word_next(all(e), e->at));
	return true;
}

static bool act_kill_word_back(struct edit *e)
{
	kill_text(e, utf8_word_prev(all(e), e->at), e->at);
	return true;
}

static bool act_yank(struct edit *e)
{
	return edit_insert(e, (struct str) { e->killed.p, e->killed.n });
}

/* The cluster before the cursor and the one behind it; at a line's end the last two. */
static bool act_swap(struct edit *e)
{
	const size_t mid = e->at == line_end(e, e->at) ? utf8_prev(all(e), e->at) : e->at;
	const size_t from = utf8_prev(all(e), mid), to = utf8_next(all(e), mid);
	char *first;

	if (from < line_begin(e, e->at) || from == mid || mid == to || e->text.p[mid] == '\n')
		return true;
	first = mem_dup(e->text.p + from, mid - from);
	memmove(e->text.p + from, e->text.p + mid, to - mid);
	memcpy(e->text.p + from + (to - mid), first, mid - from);
	explicit_bzero(first, mid - from);
	free(first);
	go(e, to);
	return true;
}

static bool act_newline(struct edit *e)
{
	return edit_insert(e, str_of("\n"));
}

const struct edit_row edit_rows[] = {
	{ KEYS_LEFT, KEY_CTRL('b'), N_("Move one letter to the left."), act_left },
	{ KEYS_RIGHT, KEY_CTRL('f'), N_("Move one letter to the right."), act_right },
	{ KEYS_WORD_LEFT, KEY_ALT('b'), N_("Move one word to the left."), act_word_left },
	{ KEYS_WORD_RIGHT, KEY_ALT('f'), N_("Move one word to the right."), act_word_right },
	{ KEYS_HOME, KEY_CTRL('a'), N_("Go to the start of the line."), act_home },
	{ KEYS_END, KEY_CTRL('e'), N_("Go to the end of the line."), act_end },
	{ KEYS_UP, KEY_CTRL('p'), N_("Go up a line, or back to what you typed before."),
	  act_up },
	{ KEYS_DOWN, KEY_CTRL('n'), N_("Go down a line, or forward to what you typed later."),
	  act_down },
	{ KEYS_BACKSPACE, KEY_CTRL('h'), N_("Delete the letter before the cursor."),
	  act_backspace },
	{ KEYS_DELETE, KEY_CTRL('d'), N_("Delete the letter at the cursor."), act_delete },
	{ KEY_CTRL('w'), KEY_ALT(127), N_("Cut the word before the cursor."),
	  act_kill_word_back },
	{ KEY_ALT('d'), 0, N_("Cut the word at the cursor."), act_kill_word },
	{ KEY_CTRL('u'), 0, N_("Cut from the start of the line to the cursor."),
	  act_kill_begin },
	{ KEY_CTRL('k'), 0, N_("Cut from the cursor to the end of the line."), act_kill_end },
	{ KEY_CTRL('y'), 0, N_("Put back what you cut."), act_yank },
	{ KEY_CTRL('t'), 0, N_("Swap the two letters at the cursor."), act_swap },
	{ KEY_ALT('\r'), 0, N_("Start a new line without sending."), act_newline },
	{ 0, 0, NULL, NULL },
};

/* ---- one key ---- */

static bool insert_key(struct edit *e, int32_t key)
{
	char raw[4];
	size_t n = key > 0 && key < KEYS_NONE && key != '\n' ? utf8_put(key, raw) : 0, used;
	struct str s = { raw, n };

	return n && utf8_plain(s, 0, &used) == key && edit_insert(e, s);
}

static bool act_on(struct edit *e, int32_t key)
{
	for (const struct edit_row *r = edit_rows; r->help; r++)
		if (key == r->key || (r->other && key == r->other))
			return r->act(e);
	return insert_key(e, key);
}

void edit_tried(struct edit *e)
{
	e->tried = e->text.n && e->text.p[0] == '/' && e->at == e->text.n;
}

bool edit_key(struct edit *e, int32_t key)
{
	bool known;

	if (e->tried && key == '/') {
		char *before = edit_take(e);

		wipe(&before);
	}
	e->tried = e->cut = false;
	known = act_on(e, key == 127 ? KEYS_BACKSPACE : key);
	e->killing = e->cut;
	return known;
}
