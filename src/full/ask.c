/* SPDX-License-Identifier: MIT */
#include "full/ask.h"

#include <stdlib.h>
#include <string.h>

#include "full/hand.h"
#include "text/keys.h"
#include "text/utf8.h"
#include "view/words.h"

/* ---- a passphrase: no cell of the screen ever holds it ---- */

static void ask_for(struct desk *d, enum word question)
{
	d->secret_asks = true;
	d->secret_word = question;
	buf_reset(&d->secret);
	d->dirty = true;
}

void ask_secret(struct desk *d)
{
	ask_for(d, WORD_ASK_PASSPHRASE);
	desk_say(d, "");
}

/* What is said of them, such as a key for the phone, stays. */
void ask_figures(struct desk *d)
{
	ask_for(d, WORD_ASK_FIGURES);
}

static void wipe_secret(struct desk *d)
{
	explicit_bzero(d->secret.p, d->secret.size);
	buf_reset(&d->secret);
}

static void end_secret(struct desk *d)
{
	wipe_secret(d);
	d->secret_asks = false;
	d->dirty = true;
}

void ask_secret_begin(struct desk *d, bool asks)
{
	wipe_secret(d);
	d->secret_asks = asks;
}

/* What comes in place of bytes that are not UTF-8; nobody's passphrase has it. */
static bool was_unreadable(const struct desk *d)
{
	return strstr(buf_text(&d->secret), "\xef\xbf\xbd");
}

static void secret_enter(struct desk *d)
{
	int bits = DID_NOTHING;

	if (shade_covers(&d->stage))
		bits = shade_line(&d->stage, buf_text(&d->secret), d->now_ms) & ~DID_SAY;
	else if (was_unreadable(d))
		desk_say(d, words_failure(PL_FAIL_ENCODING));
	else if (d->secret_word == WORD_ASK_FIGURES)
		bits = stage_figures(&d->stage, buf_text(&d->secret));
	else if (d->secret.n)
		bits = stage_sign_in(&d->stage, buf_text(&d->secret));
	end_secret(d);
	hand_follow(d, bits);
}

/* Another key, and what was asked for is not given. */
static void leave_secret(struct desk *d)
{
	const bool figures = d->secret_word == WORD_ASK_FIGURES;

	end_secret(d);
	if (figures)
		hand_follow(d, stage_figures(&d->stage, NULL));
}

static void secret_back(struct desk *d)
{
	struct str s = { d->secret.p, d->secret.n };

	d->secret.n = utf8_prev(s, s.n);
	memset(d->secret.p + d->secret.n, 0, d->secret.size - d->secret.n);
}

static void secret_paste(struct desk *d)
{
	struct buf *paste = &d->input.paste;

	buf_add(&d->secret, buf_text(paste), strcspn(buf_text(paste), "\n"));
	explicit_bzero(paste->p, paste->n);
}

static const struct {
	int32_t key;
	void (*act)(struct desk *d);
} secret_rows[] = {
	{ KEYS_ENTER, secret_enter },    { KEYS_BACKSPACE, secret_back },
	{ KEY_CTRL('u'), wipe_secret },  { KEYS_PASTE_END, secret_paste },
	{ KEY_CTRL('c'), leave_secret }, { KEY_CTRL('g'), leave_secret },
	{ KEY_CTRL('['), leave_secret },
};

bool ask_secret_key(struct desk *d, int32_t key)
{
	char out[4];
	size_t n = key >= ' ' && key < KEYS_NONE ? utf8_put(key, out) : 0;

	if (n) {
		buf_add(&d->secret, out, n);
		explicit_bzero(out, sizeof(out));
		return true;
	}
	for (size_t i = 0; i < sizeof(secret_rows) / sizeof(*secret_rows); i++)
		if (secret_rows[i].key == key) {
			secret_rows[i].act(d);
			return true;
		}
	/* The plan is shown, and what was typed stays. */
	if (!stage_key_is(&d->stage, "plan", KEY_CTRL('x'), key))
		leave_secret(d);
	return false;
}

/* ---- a paste ---- */

static int lines_of(struct str s)
{
	int n = 1;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

void ask_paste_end(struct desk *d)
{
	free(d->paste_before);
	d->paste_before = NULL;
	d->paste_asks = false;
}

void ask_paste_undo(struct desk *d)
{
	edit_set(&d->edit, d->paste_before);
	desk_typed(d);
	ask_paste_end(d);
}

static void say_lines(struct desk *d, int lines)
{
	struct arena a = { 0 };

	desk_say(d, words_with_count(&a, WORD_PASTE, lines));
	arena_finish(&a);
}

void ask_paste(struct desk *d)
{
	struct str s = { buf_text(&d->input.paste), d->input.paste.n };
	char *before = mem_dup(buf_text(&d->edit.text), d->edit.text.n);

	while (s.n && s.p[s.n - 1] == '\n')
		s.n--;
	if (d->input.full || !edit_insert(&d->edit, s)) {
		desk_say(d, words_of(WORD_TOO_LONG));
		free(before);
		return;
	}
	desk_typed(d);
	if (lines_of(s) < 2 || d->paste_asks) {
		free(before);
		return;
	}
	d->paste_asks = true;
	d->paste_before = before;
	say_lines(d, lines_of(s));
}
