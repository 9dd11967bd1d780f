/* SPDX-License-Identifier: MIT */
#include "line/cover.h"

#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/locked.h"
#include "line/run.h"
#include "speech/speech.h"
#include "text/keys.h"
#include "text/utf8.h"
#include "view/words_shade.h"

enum { SECRET_MAX = 1024 };

void line_cover_open(struct line *l)
{
	struct buf *b = &l->cover.secret;

	/* All at once: a buf that grows leaves copies behind. */
	buf_init(b, SECRET_MAX);
	b->size = SECRET_MAX + 1;
	b->p = mem_get(b->size);
	locked_hold(b->p, b->size);
	shade_touch(&l->stage, l->now_ms);
}

static void wipe_secret(struct line *l)
{
	explicit_bzero(l->cover.secret.p, l->cover.secret.size);
	buf_reset(&l->cover.secret);
}

/* A terminal that edits the line shows what is typed, unless it is told not to. */
static void echo(const struct line *l, bool on)
{
	struct termios t;

	if (l->edits || !l->somebody || tcgetattr(l->o.in->fd, &t) != 0)
		return;
	t.c_lflag = on ? t.c_lflag | ECHO : t.c_lflag & ~(tcflag_t)ECHO;
	tcsetattr(l->o.in->fd, TCSADRAIN, &t);
}

void line_cover_close(struct line *l)
{
	if (l->cover.on)
		echo(l, true);
	wipe_secret(l);
	buf_finish(&l->cover.secret);
}

bool line_cover_is_on(const struct line *l)
{
	return l->cover.on;
}

/* ---- what is told ---- */

static void tell(struct line *l, const char *words)
{
	struct arena a = { 0 };
	const char *row = arena_fmt(&a, "%s\n", tell_one_line(&a, words));

	if (l->edits)
		tty_tell(&l->tty, tell_one_line(&a, words), false);
	else if (!tty_write(STDOUT_FILENO, row, strlen(row)))
		l->tty.lost = true;
	arena_finish(&a);
}

/* False: what stands above is still there to be read. */
static bool wipe_screen(struct line *l)
{
	return l->edits ? tty_wipe(&l->tty) : !l->somebody;
}

static void tell_locked(struct line *l)
{
	stage_clock(&l->stage, clock_utc_ms());
	stage_build(&l->stage);
	for (size_t i = 0; i < l->stage.model.count; i++)
		tell(l, l->stage.model.items[i].text);
}

static void tell_dull(struct line *l)
{
	struct arena a = { 0 };

	if (!l->edits && l->somebody)
		tty_write(STDOUT_FILENO, "\n",
			  1); /* behind the key, which the terminal has shown */
	stage_clock(&l->stage, clock_utc_ms());
	tell(l, shade_dull(&l->stage, &a));
	arena_finish(&a);
}

static void begin(struct line *l)
{
	const bool wiped = wipe_screen(l);

	if (l->o.speech)
		speech_stop(l->o.speech);
	wipe_secret(l);
	if (l->edits)
		typing_keep_draft(l, true);
	echo(l, false);
	l->cover.on = true;
	l->cover.wiped = l->edits && wiped;
	if (l->stage.shade.blank)
		tell_dull(l);
	else
		tell_locked(l);
	if (!wiped && !l->stage.shade.blank)
		tell(l, words_shade(SHADE_NOT_WIPED));
}

static void end(struct line *l)
{
	l->cover.on = false;
	wipe_secret(l);
	echo(l, true);
	tell(l, words_shade(SHADE_OPENED));
	if (l->cover.wiped)
		tell(l, words_shade(SHADE_WIPED));
	l->stale = true;
}

void line_cover_follow(struct line *l)
{
	if (shade_covers(&l->stage))
		begin(l);
	else if (l->cover.on)
		end(l);
}

/* ---- what comes in ---- */

static void follow(struct line *l, int bits)
{
	if (bits & DID_SAY)
		tell(l, l->stage.answer);
	if (bits & DID_QUIT)
		line_leave(l);
	if (bits & DID_SHADE)
		line_cover_follow(l);
	if (bits & DID_VIEW)
		line_follow(l, DID_VIEW);
}

bool line_cover_line(struct line *l, const char *text)
{
	shade_touch(&l->stage, l->now_ms);
	if (!l->cover.on)
		return false;
	follow(l, shade_line(&l->stage, text, l->now_ms));
	return true;
}

static void enter(struct line *l)
{
	const int bits = shade_line(&l->stage, buf_text(&l->cover.secret), l->now_ms);

	wipe_secret(l);
	tty_enter(&l->tty);
	follow(l, bits);
}

static void back(struct line *l)
{
	struct buf *b = &l->cover.secret;

	b->n = utf8_prev((struct str) { b->p, b->n }, b->n);
	memset(b->p + b->n, 0, b->size - b->n);
}

static void paste(struct line *l)
{
	struct buf *from = &l->typing.typed.paste;

	buf_add(&l->cover.secret, buf_text(from), strcspn(buf_text(from), "\n"));
	explicit_bzero(from->p, from->n);
}

static const struct {
	int32_t key;
	void (*act)(struct line *l);
} rows[] = {
	{ KEYS_ENTER, enter },
	{ KEYS_BACKSPACE, back },
	{ KEY_CTRL('u'), wipe_secret },
	{ KEYS_PASTE_END, paste },
};

static void secret_key(struct line *l, int32_t key)
{
	char out[4];

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (rows[i].key == key) {
			rows[i].act(l);
			return;
		}
	if (key >= ' ' && key < KEYS_NONE)
		buf_add(&l->cover.secret, out, utf8_put(key, out));
	explicit_bzero(out, sizeof(out));
}

bool line_cover_key(struct line *l, int32_t key)
{
	int bits = DID_NOTHING;

	shade_touch(&l->stage, l->now_ms);
	if (!l->cover.on)
		return false;
	if (shade_key(&l->stage, key, &bits))
		follow(l, bits);
	else
		secret_key(l, key);
	return true;
}

void line_cover_quit(struct line *l)
{
	if (!l->somebody)
		l->left = true; /* as the signal would have it */
	else if (!line_cover_key(l, KEY_CTRL('\\')))
		line_key(l, KEY_CTRL('\\'));
}
