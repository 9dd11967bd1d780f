/* SPDX-License-Identifier: MIT */
#include "text/typed.h"

#include <string.h>

#include "text/keys.h"
#include "text/utf8.h"

void typed_init(struct typed *in)
{
	memset(in, 0, sizeof(*in));
	buf_init(&in->paste, TYPED_PASTE_MAX);
}

void typed_finish(struct typed *in)
{
	buf_wipe(&in->paste);
	explicit_bzero(in, sizeof(*in));
}

static bool is_end(char c)
{
	return c == '\r' || c == '\n';
}

/*
 * Text, a line's end and more text in one read: nobody types so, and terminals that
 * do not mark pastes send them so.  No key but Enter and Tab has a place in it.
 */
static bool is_burst(const char *p, size_t n)
{
	size_t begin = 0, end;

	for (size_t i = 0; i < n; i++)
		if (((unsigned char)p[i] < ' ' && !is_end(p[i]) && p[i] != '\t') ||
		    p[i] == 0x7f)
			return false;
	while (n > 0 && is_end(p[n - 1]))
		n--;
	while (begin < n && is_end(p[begin]))
		begin++;
	for (end = begin; end < n && !is_end(p[end]);)
		end++;
	return end < n;
}

static void begin_paste(struct typed *in, enum typed_paste mode)
{
	if (in->paste.p)
		explicit_bzero(in->paste.p, in->paste.n);
	buf_reset(&in->paste);
	in->mode = mode;
	in->cr = in->full = false;
	in->chord = 0;
}

void typed_add(struct typed *in, const char *p, size_t n, int64_t now_ms)
{
	memmove(in->raw, in->raw + in->at, in->n - in->at);
	in->n -= in->at;
	in->at = 0;
	if (n > sizeof(in->raw) - in->n)
		n = sizeof(in->raw) - in->n;
	if (in->mode == TYPED_KEYS && !in->n && is_burst(p, n))
		begin_paste(in, TYPED_BURST);
	memcpy(in->raw + in->n, p, n);
	in->n += n;
	in->came_ms = now_ms;
}

static void paste_key(struct typed *in, int32_t key)
{
	bool cr = key == '\r';
	char out[4];
	size_t n = 0;

	if (cr || (key == '\n' && !in->cr))
		out[n++] = '\n';
	else if (key == '\t' || key == KEYS_TAB)
		out[n++] = ' ';
	else if (key >= ' ' && key != 0x7f && key < KEYS_NONE)
		n = utf8_put(key, out);
	in->cr = cr;
	if (!in->full && n && !buf_add(&in->paste, out, n))
		in->full = true;
}

/* What follows in a chord; a key that is none is what it always is. */
static bool take_chord(struct typed *in, int32_t *key)
{
	const int32_t chord = in->chord;

	in->chord = 0;
	if (chord == KEY_CHORD(0) && *key == KEY_SECOND_FIRST) {
		in->chord = KEY_SECOND(0);
		return false;
	}
	if (*key >= ' ' && *key < KEYS_NONE)
		*key |= chord;
	return *key != KEY_CTRL('[') && *key != KEY_CTRL('g') && *key != KEY_CHORD_FIRST;
}

/* Keys, not a paste. */
static bool take_key(struct typed *in, int32_t *key)
{
	if (*key == KEYS_NONE || *key == KEYS_PASTE_END)
		return false;
	if (in->chord)
		return take_chord(in, key);
	if (*key == KEY_CHORD_FIRST)
		in->chord = KEY_CHORD(0);
	return !in->chord;
}

/* Looks at one key; true if it is one for the person's side. */
static bool take(struct typed *in, int32_t *key)
{
	if (*key == KEYS_PASTE) {
		begin_paste(in, TYPED_MARKED);
		return false;
	}
	if (in->mode == TYPED_KEYS)
		return take_key(in, key);
	/* Ctrl-C: the mark of the end was lost on its way, and the person is stuck. */
	if (*key == KEYS_PASTE_END || *key == KEY_CTRL('c')) {
		in->mode = TYPED_KEYS;
		*key = KEYS_PASTE_END;
		return true;
	}
	paste_key(in, *key);
	return false;
}

bool typed_next(struct typed *in, int64_t now_ms, int32_t *key)
{
	bool last = now_ms - in->came_ms >= TYPED_ESC_MS;

	while (in->at < in->n) {
		char first = in->raw[in->at];
		size_t n = keys_decode(in->raw + in->at, in->n - in->at, last, key);

		if (!n)
			return false;
		if (in->mode != TYPED_KEYS && is_end(first))
			*key = (unsigned char)first; /* which of the two, Enter does not tell */
		explicit_bzero(in->raw + in->at, n); /* it may be of a passphrase */
		in->at += n;
		if (take(in, key))
			return true;
	}
	if (in->mode != TYPED_BURST || !last)
		return false;
	in->mode = TYPED_KEYS;
	*key = KEYS_PASTE_END;
	return true;
}

int typed_timeout_ms(const struct typed *in, int64_t now_ms)
{
	int64_t left = in->came_ms + TYPED_ESC_MS - now_ms;

	if (in->at == in->n && in->mode != TYPED_BURST)
		return -1;
	return left > 0 ? (int)left : 0;
}
