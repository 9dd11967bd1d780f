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

enum { WORDS_MAX = 16 * 1024 };

void ask_init(struct ask *a, struct lines *in, int signals)
{
	*a = (struct ask) { .in = in, .signals = signals };
	a->is_terminal = isatty(in->fd);
	a->out = isatty(STDOUT_FILENO) ? STDOUT_FILENO : STDERR_FILENO;
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

/* In rows of whole words; what is blank at their end stays, for the answer goes there. */
static void put_words(const struct ask *a, const char *words, const char *end)
{
	size_t n = strlen(words);
	int cols = columns_of(a->out);
	struct wrap rows;
	struct str row;
	struct buf out;

	while (n && words[n - 1] == ' ')
		n--;
	buf_init(&out, WORDS_MAX);
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

void ask_tell(const struct ask *a, const char *words)
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
static void stop(const struct ask *a, const char *words, bool secret)
{
	echo(a, true);
	signals_stop();
	if (secret)
		echo(a, false);
	put_words(a, words, "");
}

/* Until a line, an end, or a signal that ends. */
static enum ask_end wait_for(struct ask *a, const char *words, bool secret, char **line)
{
	struct pollfd fds[] = { { .fd = a->in->fd, .events = POLLIN },
				{ .fd = a->signals, .events = POLLIN } };

	while (!(*line = lines_take(a->in))) {
		if (a->in->ended)
			return ASK_NOTHING;
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			return ASK_NOTHING;
		int bits = fds[1].revents ? signals_take(a->signals) : 0;

		if (bits & (SIGNALS_LEAVE | SIGNALS_BREAK))
			return ASK_LEFT;
		if (bits & SIGNALS_STOP)
			stop(a, words, secret);
		else if (fds[0].revents)
			lines_read(a->in);
	}
	return ASK_GIVEN;
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

	out[0] = '\0';
	bool hidden = secret && echo(a, false); /* before anybody knows that they may type */

	if (a->is_terminal)
		put_words(a, words, "");
	enum ask_end end = wait_for(a, words, secret, &line);

	if (hidden) {
		echo(a, true);
		put(a, "\n", 1); /* the person's own was not shown */
	}
	if (end == ASK_GIVEN)
		copy(out, line, secret);
	lines_wipe(line);
	return end;
}
