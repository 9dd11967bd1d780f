/* SPDX-License-Identifier: MIT */
#include "line/tty.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { OUT_MAX = 256 * 1024 };

bool tty_write(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t did = write(fd, p, n);

		if (did < 0 && errno != EINTR)
			return false;
		if (did > 0) {
			p += did;
			n -= (size_t)did;
		}
	}
	return true;
}

static void flush(struct tty *t)
{
	if (t->out.n && !tty_write(STDOUT_FILENO, t->out.p, t->out.n))
		t->lost = true;
	if (t->out.p)
		explicit_bzero(t->out.p, t->out.n);
	buf_reset(&t->out);
}

static void size(int *rows, int *cols)
{
	struct winsize w = { 0 };
	bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0;

	*rows = known && w.ws_row ? w.ws_row : 24;
	*cols = known && w.ws_col ? w.ws_col : 80;
}

/* Ctrl-C and Ctrl-Z stay signals; Ctrl-S, Ctrl-Q and Ctrl-V become keys; and Ctrl-C drops nothing. */
static void set_raw(struct tty *t)
{
	struct termios raw = t->before;

	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | IEXTEN);
	raw.c_lflag |= NOFLSH;
	raw.c_iflag &= ~(tcflag_t)IXON;
	raw.c_cc[VQUIT] = _POSIX_VDISABLE;
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	if (t->caps.paste_on)
		buf_adds(&t->out, t->caps.paste_on);
	flush(t);
	t->raw = true;
}

bool tty_open(struct tty *t)
{
	int rows, cols;

	*t = (struct tty) { 0 };
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
	    tcgetattr(STDIN_FILENO, &t->before) != 0 ||
	    !caps_open(&t->caps, NULL, STDOUT_FILENO))
		return false;
	buf_init(&t->out, OUT_MAX);
	size(&rows, &cols);
	area_init(&t->area, &t->caps, rows, cols);
	set_raw(t);
	return true;
}

void tty_leave(struct tty *t)
{
	if (!t->raw)
		return;
	if (t->area.shown.n)
		area_leave(&t->area, &t->out);
	if (t->caps.paste_off)
		buf_adds(&t->out, t->caps.paste_off);
	flush(t);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &t->before);
	t->raw = false;
}

void tty_return(struct tty *t)
{
	area_begin(&t->area);
	set_raw(t);
}

void tty_close(struct tty *t)
{
	tty_leave(t);
	buf_finish(&t->out);
	area_finish(&t->area);
	caps_close(&t->caps);
}

void tty_resize(struct tty *t)
{
	int rows, cols;

	size(&rows, &cols);
	area_resize(&t->area, rows, cols, &t->out);
	flush(t);
}

void tty_tell(struct tty *t, const char *text, bool rings)
{
	if (rings && t->caps.ring)
		buf_adds(&t->out, t->caps.ring);
	area_tell(&t->area, text, &t->out);
	flush(t);
}

void tty_show(struct tty *t, struct str text, size_t at)
{
	area_show(&t->area, text, at, &t->out);
	flush(t);
}

bool tty_wipe(struct tty *t)
{
	if (t->area.shown.n)
		area_leave(&t->area, &t->out);
	caps_wipe(&t->caps, &t->out);
	area_begin(&t->area);
	flush(t);
	return t->caps.wipe && t->caps.scrollback;
}

void tty_enter(struct tty *t)
{
	area_leave(&t->area, &t->out);
}
