/* SPDX-License-Identifier: MIT */
#include "support/screen.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <utf8proc.h>
#include <vterm.h>

#include "base/buf.h"
#include "base/clock.h"
#include "support/escapes.h"

enum { LOG_MAX = 64 * 1024 * 1024, CLOSE_MS = 20000 };

struct screen {
	struct escapes escapes;
	pid_t pid;
	int pty, pidfd; /* pty: -1 after it has been hung up */
	bool ended;     /* nothing more can be read */
	int status;     /* of the program; -1 while it runs */
	VTerm *vt;
	VTermScreen *cells;
	char part[4]; /* a character that a read has cut */
	size_t part_n;
	int rows, cols;
	bool alternate, cursor_shown, titled;
	struct buf title, log, text;
};

/* ---- what libvterm tells ---- */

static void set_title(struct screen *s, const char *title)
{
	s->titled = true;
	buf_adds(&s->title, title ? title : "");
}

static int on_prop(VTermProp prop, VTermValue *val, void *user)
{
	struct screen *s = user;

	if (prop == VTERM_PROP_ALTSCREEN)
		s->alternate = val->boolean;
	else if (prop == VTERM_PROP_CURSORVISIBLE)
		s->cursor_shown = val->boolean;
	else if (prop == VTERM_PROP_TITLE || prop == VTERM_PROP_ICONNAME)
		set_title(s, val->string);
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = on_prop };

/* ---- bytes ---- */

static void give(struct screen *s, const char *p, size_t n)
{
	while (n && s->pty >= 0) {
		ssize_t done = write(s->pty, p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return;
		p += done;
		n -= (size_t)done;
	}
}

/* What the terminal itself says: answers to questions, marks around a paste. */
static size_t take_answers(struct screen *s, char *out, size_t size)
{
	return vterm_output_read(s->vt, out, size);
}

static void give_answers(struct screen *s)
{
	char out[256];
	size_t n;

	while ((n = take_answers(s, out, sizeof(out))) > 0)
		give(s, out, n);
}

/* How many of the last bytes are the beginning of a character. */
static size_t cut_at_end(const char *p, size_t n)
{
	for (size_t back = 1; back <= 3 && back <= n; back++) {
		unsigned char c = (unsigned char)p[n - back];
		size_t whole = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;

		if (c < 0x80 || c >= 0xc0)
			return whole > back ? back : 0;
	}
	return 0;
}

/* libvterm 0.1.4 forgets a character that is cut in two behind plain text: it gets whole ones. */
static void show(struct screen *s, const char *p, size_t n)
{
	s->part_n = cut_at_end(p, n);
	memcpy(s->part, p + n - s->part_n, s->part_n);
	vterm_input_write(s->vt, p, n - s->part_n);
	vterm_screen_flush_damage(s->cells);
}

static bool take(struct screen *s)
{
	char bytes[sizeof(s->part) + 16384];
	size_t kept = s->part_n;
	ssize_t n = read(s->pty, bytes + kept, sizeof(bytes) - kept);

	if (n < 0 && errno == EINTR)
		return true;
	if (n <= 0) { /* EIO: the program has closed its side */
		s->ended = true;
		return false;
	}
	memcpy(bytes, s->part, kept);
	buf_add(&s->log, bytes + kept, (size_t)n);
	escapes_forbid(&s->escapes, bytes + kept, (size_t)n);
	show(s, bytes, kept + (size_t)n);
	give_answers(s);
	return true;
}

/* Waits for output until `end_ms`, and takes it; false: none came, or none can. */
static bool pump(struct screen *s, int64_t end_ms)
{
	struct pollfd fd = { .fd = s->pty, .events = POLLIN };
	int64_t left = end_ms - clock_ms();

	if (s->ended || s->pty < 0)
		return false;
	int n = poll(&fd, 1, left > 0 ? (int)left : 0);

	if (n < 0 && errno == EINTR)
		return true;
	return n > 0 && take(s);
}

int screen_fd(const struct screen *s)
{
	return s->ended ? -1 : s->pty;
}

void screen_work(struct screen *s)
{
	while (pump(s, 0))
		;
}

/* ---- life ---- */

static void make_terminal(struct screen *s, int rows, int cols)
{
	s->rows = rows;
	s->cols = cols;
	s->vt = vterm_new(rows, cols);
	vterm_set_utf8(s->vt, 1);
	s->cells = vterm_obtain_screen(s->vt);
	vterm_screen_set_callbacks(s->cells, &callbacks, s);
	vterm_screen_enable_altscreen(s->cells, 1);
	vterm_screen_reset(s->cells, 1);
	s->titled = false; /* the reset tells of an empty one */
	buf_reset(&s->title);
}

/* In the child, where nothing of the terminal has been made yet. */
static int exec_argv(void *arg)
{
	char *const *argv = arg;

	execvp(argv[0], argv);
	perror(argv[0]);
	_exit(127);
}

struct screen *screen_call(int (*run)(void *arg), void *arg, char *const env[], int rows,
			   int cols)
{
	struct winsize ws = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };
	struct screen *s = mem_get(sizeof(*s));

	buf_init(&s->title, 4096);
	buf_init(&s->log, LOG_MAX);
	buf_init(&s->text, 1 << 20);
	s->status = -1;
	s->pid = forkpty(&s->pty, NULL, NULL, &ws);
	if (s->pid < 0) {
		perror("forkpty");
		abort();
	}
	if (s->pid == 0) {
		free(s); /* what it is in nobody knows here any more */
		if (env)
			environ = (char **)env;
		exit(run(arg));
	}
	s->pidfd = pidfd_open(s->pid, 0);
	make_terminal(s, rows, cols);
	return s;
}

struct screen *screen_open(char *const argv[], char *const env[], int rows, int cols)
{
	return screen_call(exec_argv, (void *)argv, env, rows, cols);
}

static int status_of(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static bool reap(struct screen *s, int timeout_ms)
{
	struct pollfd fd = { .fd = s->pidfd, .events = POLLIN };
	int status;

	if (s->status >= 0)
		return true;
	if (poll(&fd, 1, timeout_ms) <= 0 || waitpid(s->pid, &status, 0) != s->pid)
		return false;
	s->status = status_of(status);
	return true;
}

int screen_wait_exit(struct screen *s, int timeout_ms)
{
	int64_t end_ms = clock_ms() + timeout_ms;

	while (pump(s, end_ms))
		;
	int64_t left = end_ms - clock_ms();

	return reap(s, left > 0 ? (int)left : 0) ? s->status : -1;
}

int screen_close(struct screen *s)
{
	if (s->pty >= 0)
		close(s->pty); /* SIGHUP for it */
	s->pty = -1;
	if (!reap(s, CLOSE_MS)) {
		fprintf(stderr, "screen_close: the program does not go; killed\n");
		kill(s->pid, SIGKILL);
		reap(s, CLOSE_MS);
	}
	int status = s->status;

	close(s->pidfd);
	vterm_free(s->vt);
	buf_finish(&s->title);
	buf_finish(&s->log);
	buf_finish(&s->text);
	free(s);
	return status;
}

void screen_signal(const struct screen *s, int sig)
{
	if (s->status < 0)
		kill(s->pid, sig);
}

/* ---- the person's side ---- */

void screen_keys(struct screen *s, const char *bytes)
{
	give(s, bytes, strlen(bytes));
}

/* Terminals send '\r' for each line's end. */
void screen_paste(struct screen *s, const char *text)
{
	char *bytes = mem_dup(text, strlen(text));

	for (char *p = bytes; *p; p++)
		if (*p == '\n')
			*p = '\r';
	vterm_keyboard_start_paste(s->vt);
	give_answers(s);
	give(s, bytes, strlen(bytes));
	vterm_keyboard_end_paste(s->vt);
	give_answers(s);
	free(bytes);
}

void screen_resize(struct screen *s, int rows, int cols)
{
	struct winsize ws = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	s->rows = rows;
	s->cols = cols;
	vterm_set_size(s->vt, rows, cols);
	ioctl(s->pty, TIOCSWINSZ, &ws); /* SIGWINCH for it */
}

void screen_spoil(struct screen *s, const char *bytes)
{
	vterm_input_write(s->vt, bytes, strlen(bytes));
}

/* ---- what is shown ---- */

struct screen_cell screen_cell(const struct screen *s, int row, int col)
{
	VTermScreenCell cell = { 0 };
	struct screen_cell out = { 0 };
	size_t n = 0;

	vterm_screen_get_cell(s->cells, (VTermPos) { row, col }, &cell);
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
		if (cell.chars[i] < 0x110000) /* else: a wide one's second half */
			n += (size_t)utf8proc_encode_char((int32_t)cell.chars[i],
							  (utf8proc_uint8_t *)out.text + n);
	out.width = cell.width;
	out.bold = cell.attrs.bold;
	out.reverse = cell.attrs.reverse;
	out.underline = cell.attrs.underline;
	out.coloured =
		!VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg);
	return out;
}

static void add_row(struct screen *s, int row)
{
	size_t begin = s->text.n;

	for (int col = 0; col < s->cols;) {
		struct screen_cell cell = screen_cell(s, row, col);

		buf_adds(&s->text, *cell.text ? cell.text : " ");
		col += cell.width > 1 ? cell.width : 1;
	}
	while (s->text.n > begin && s->text.p[s->text.n - 1] == ' ')
		s->text.p[--s->text.n] = '\0';
}

const char *screen_row(struct screen *s, int row)
{
	buf_reset(&s->text);
	add_row(s, row);
	return buf_text(&s->text);
}

const char *screen_text(struct screen *s)
{
	buf_reset(&s->text);
	for (int row = 0; row < s->rows; row++) {
		add_row(s, row);
		buf_adds(&s->text, "\n");
	}
	return buf_text(&s->text);
}

int screen_find(struct screen *s, const char *text)
{
	for (int row = 0; row < s->rows; row++)
		if (strstr(screen_row(s, row), text))
			return row;
	return -1;
}

void screen_cursor(const struct screen *s, int *row, int *col)
{
	VTermPos at;

	vterm_state_get_cursorpos(vterm_obtain_state(s->vt), &at);
	*row = at.row;
	*col = at.col;
}

bool screen_cursor_shown(const struct screen *s)
{
	return s->cursor_shown;
}

const char *screen_title(const struct screen *s)
{
	return s->titled ? buf_text(&s->title) : NULL;
}

bool screen_alternate(const struct screen *s)
{
	return s->alternate;
}

bool screen_marks_pastes(struct screen *s)
{
	char out[16];

	vterm_keyboard_start_paste(s->vt);
	return take_answers(s, out, sizeof(out)) > 0;
}

bool screen_cooked(const struct screen *s)
{
	struct termios t;

	if (tcgetattr(s->pty, &t) != 0)
		return false;
	return (t.c_lflag & ICANON) && (t.c_lflag & ECHO) && (t.c_lflag & ISIG);
}

uint64_t screen_bytes(const struct screen *s)
{
	return s->log.n;
}

bool screen_wrote(const struct screen *s, const char *bytes)
{
	return s->log.n && memmem(s->log.p, s->log.n, bytes, strlen(bytes));
}

const char *screen_all(const struct screen *s, size_t *n)
{
	*n = s->log.n;
	return buf_text(&s->log);
}

pid_t screen_pid(const struct screen *s)
{
	return s->pid;
}

/* ---- waiting ---- */

bool screen_wait(struct screen *s, bool (*is_so)(struct screen *s, const void *what),
		 const void *what, int timeout_ms)
{
	int64_t end_ms = clock_ms() + timeout_ms;

	while (!is_so(s, what)) {
		if (pump(s, end_ms))
			continue;
		int row, col;

		screen_cursor(s, &row, &col);
		fprintf(stderr, "screen: %s; cursor at %d,%d of:\n%s",
			s->ended ? "the program ended" : "it did not come to be", row, col,
			screen_text(s));
		return false;
	}
	return true;
}

static bool is_shown(struct screen *s, const void *what)
{
	return screen_find(s, what) >= 0;
}

static bool is_gone(struct screen *s, const void *what)
{
	return screen_find(s, what) < 0;
}

static bool is_at(struct screen *s, const void *what)
{
	const int *want = what;
	int row, col;

	screen_cursor(s, &row, &col);
	return row == want[0] && col == want[1];
}

static bool told(bool ok, const char *verb, const char *text)
{
	if (!ok)
		fprintf(stderr, "screen: \"%s\" %s\n", text, verb);
	return ok;
}

bool screen_wait_for(struct screen *s, const char *text, int timeout_ms)
{
	return told(screen_wait(s, is_shown, text, timeout_ms), "was not shown", text);
}

bool screen_wait_gone(struct screen *s, const char *text, int timeout_ms)
{
	return told(screen_wait(s, is_gone, text, timeout_ms), "did not go", text);
}

bool screen_wait_cursor(struct screen *s, int row, int col, int timeout_ms)
{
	int want[2] = { row, col };

	return screen_wait(s, is_at, want, timeout_ms);
}
