/* SPDX-License-Identifier: MIT */
#include "line/ask.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/columns.h"
#include "line/signals.h"
#include "text/wrap.h"
#include "view/model.h"

enum { WORDS_MAX = 16 * 1024 };

struct question {
	const char *words;
	bool secret;
	struct buf *before; /* what was typed of the answer before the crisis key */
};

void ask_init(struct ask *a, struct lines *in, int signals, const struct rebind *keys)
{
	*a = (struct ask) { .in = in, .signals = signals };
	a->is_terminal = isatty(in->fd);
	a->out = isatty(STDOUT_FILENO) ? STDOUT_FILENO : STDERR_FILENO;
	aid_begin(&a->aid, in->fd, keys);
}

static void put(const struct ask *a, const char *words, size_t n)
{
	while (n) {
		ssize_t did = write(a->out, words, n);

		if (did < 0 && errno != EINTR)
			return; /* nobody listens */
		n -= did > 0 ? (size_t)did : 0;
		words += did > 0 ? did : 0;
	}
}

void ask_finish(struct ask *a)
{
	if (a->below)
		put(a, "\n", 1);
	aid_end(&a->aid);
}

/* In rows of whole words; what is blank at their end stays, for the answer goes there. */
static void put_words(struct ask *a, const char *words, const char *end)
{
	size_t n = strlen(words);
	int cols = columns_of(a->out);
	struct wrap rows;
	struct str row;
	struct buf out;

	while (n && words[n - 1] == ' ')
		n--;
	buf_init(&out, WORDS_MAX);
	buf_adds(&out, a->below ? "\n" : "");
	a->below = false;
	wrap_init(&rows, (struct str) { words, n });
	while (wrap_next(&rows, cols, &row)) {
		buf_add(&out, row.p, row.n);
		if (!rows.ended)
			buf_adds(&out, "\n");
	}
	buf_addf(&out, "%s%s", words + n, end);
	put(a, buf_text(&out), out.n);
	buf_finish(&out);
}

void ask_tell(struct ask *a, const char *words)
{
	put_words(a, words, "\n");
}

/* False: this is no terminal, or it does not obey. */
static bool echo(const struct ask *a, bool on)
{
	struct termios t;

	if (!a->is_terminal || tcgetattr(a->in->fd, &t) != 0)
		return false;
	t.c_lflag = on ? t.c_lflag | ECHO : t.c_lflag & ~(tcflag_t)ECHO;
	return tcsetattr(a->in->fd, TCSADRAIN, &t) == 0;
}

/* Ctrl-Z while a question stands: the terminal is given back as it was. */
static void stop(struct ask *a, const char *words, bool secret)
{
	aid_end(&a->aid);
	echo(a, true);
	signals_stop();
	aid_begin(&a->aid, a->in->fd, a->aid.set);
	if (secret)
		echo(a, false);
	put_words(a, words, "");
}

/* What was typed before a key, after what came of it was told; NULL: none was pressed.  Of the keys
 * the crisis key alone means something here. */
static char *take_aid(struct ask *a)
{
	int32_t key;
	char *typed = a->tell_aid ? aid_take(&a->aid, a->in, &key) : NULL;

	if (!typed)
		return NULL;
	put(a, "\n", 1);
	if (aid_is_crisis(a->aid.set, key))
		a->tell_aid(a, a->user);
	return typed;
}

/* A word or a key in place of an answer: each is shorter than any passphrase is. */
static bool is_aid_word(const struct ask *a, const char *line)
{
	int32_t key;

	if (!a->tell_aid || !a->is_terminal)
		return false;
	return strcmp(line, "/crisis") == 0 || strcmp(line, "/plan") == 0 ||
	       (aid_is_key(line, &key) && aid_is_crisis(a->aid.set, key));
}

static void tell_aid_again(struct ask *a, const struct question *q)
{
	if (q->secret)
		a->below = true; /* the person's own was not shown */
	a->tell_aid(a, a->user);
	put_words(a, q->words, "");
}

void ask_look(struct ask *a)
{
	char *typed;

	if (a->is_terminal && !a->in->ended)
		lines_read(a->in);
	while ((typed = take_aid(a)))
		lines_wipe(typed);
}

/* A secret is to be typed anew, for nobody sees how far one was; of all else nothing is lost. */
static void look_for_aid(struct ask *a, const struct question *q)
{
	char *typed;

	while ((typed = take_aid(a))) {
		model_clean(typed);
		if (!q->secret)
			buf_adds(q->before, typed);
		lines_wipe(typed);
		put_words(a, q->words, buf_text(q->before));
	}
}

/* Until a line, an end, or a signal that ends. */
static enum ask_end wait_for(struct ask *a, const struct question *q, char **line)
{
	struct pollfd fds[] = { { .fd = a->in->fd, .events = POLLIN },
				{ .fd = a->signals, .events = POLLIN } };

	for (;;) {
		look_for_aid(a, q);
		*line = a->aid.typed ? NULL : lines_take(a->in);
		if (*line && is_aid_word(a, *line)) {
			lines_wipe(*line);
			tell_aid_again(a, q);
			continue;
		}
		if (*line)
			return ASK_GIVEN;
		if (a->in->ended)
			return ASK_NOTHING;
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			return ASK_NOTHING;
		int bits = fds[1].revents ? signals_take(a->signals) : 0;

		if (bits & (SIGNALS_LEAVE | SIGNALS_BREAK))
			return ASK_LEFT;
		if (bits & SIGNALS_STOP)
			stop(a, q->words, q->secret);
		else if (fds[0].revents)
			lines_read(a->in);
	}
}

static void copy(char out[ASK_MAX], const char *line, bool secret)
{
	size_t from = secret ? 0 : strspn(line, " \t"), n = strlen(line + from);

	while (!secret && n && strchr(" \t", line[from + n - 1]))
		n--;
	if (n >= ASK_MAX)
		n = ASK_MAX - 1;
	memcpy(out, line + from, n);
	out[n] = '\0';
}

enum ask_end ask_for(struct ask *a, const char *words, bool secret, char out[ASK_MAX])
{
	char *line = NULL;
	struct buf all;
	const struct question q = { words, secret, &all };

	buf_init(&all, ASK_MAX);
	out[0] = '\0';
	bool hidden = secret && echo(a, false); /* before anybody knows that they may type */

	if (a->is_terminal)
		put_words(a, words, "");
	enum ask_end end = wait_for(a, &q, &line);

	if (hidden) {
		echo(a, true);
		a->below = true; /* the person's own was not shown */
	}
	if (end == ASK_GIVEN && all.n && buf_adds(&all, line))
		copy(out, buf_text(&all), secret);
	else if (end == ASK_GIVEN)
		copy(out, line, secret);
	buf_finish(&all);
	lines_wipe(line);
	return end;
}
