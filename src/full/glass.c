/* SPDX-License-Identifier: MIT */
#include "full/glass.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <curses.h>
#include <term.h>

#include "full/theme.h"

enum { OUT_MAX = 16 * 1024 * 1024, UNKNOWN = -1 };

/* Marks begin and end of what is pasted; terminals that cannot do it ignore it. */
static const char pastes_on[] = "\033[?2004h", pastes_off[] = "\033[?2004l";

struct glass {
	struct buf out;
	int rows, cols;
	int row, col;    /* the cursor; UNKNOWN also behind the last column */
	int style;       /* of what is put now */
	int top, bottom; /* the region that is set */
	bool colours, high;
	struct termios before;
};

/* ---- out ---- */

/* A capability's bytes.  Padding was for terminals of paper and glass: it is left out. */
static void say(struct glass *g, const char *bytes)
{
	const char *pad;

	for (; bytes && (pad = strstr(bytes, "$<")); bytes = strchr(pad, '>') + 1) {
		buf_add(&g->out, bytes, (size_t)(pad - bytes));
		if (!strchr(pad, '>'))
			return;
	}
	if (bytes)
		buf_adds(&g->out, bytes);
}

/* Another program on the same terminal may have made it one that does not wait. */
static bool can_write(void)
{
	struct pollfd fd = { .fd = STDOUT_FILENO, .events = POLLOUT };

	return poll(&fd, 1, -1) > 0;
}

void glass_send(struct glass *g)
{
	const char *p = buf_text(&g->out);
	size_t n = g->out.n;

	while (n) {
		ssize_t done = write(STDOUT_FILENO, p, n);

		if (done < 0 && (errno == EINTR || (errno == EAGAIN && can_write())))
			continue;
		if (done <= 0)
			break; /* it is gone: reading will tell */
		p += done;
		n -= (size_t)done;
	}
	buf_reset(&g->out);
}

/* ---- life ---- */

static void use_utf8(void)
{
	setlocale(LC_ALL, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
}

static bool is_able(void)
{
	int err;

	if (setupterm(NULL, STDOUT_FILENO, &err) != OK)
		return false;
	return cursor_address && clear_screen && clr_eol;
}

/* Ctrl-C, Ctrl-Q and Ctrl-S are keys, and '\n' goes straight down. */
static bool make_raw(struct glass *g)
{
	struct termios raw;

	if (tcgetattr(STDOUT_FILENO, &g->before) != 0)
		return false;
	raw = g->before;
	cfmakeraw(&raw);
	return tcsetattr(STDOUT_FILENO, TCSADRAIN, &raw) == 0;
}

static bool wants_colours(void)
{
	const char *no = getenv("NO_COLOR");

	return !(no && *no) && max_colors >= 8 && set_a_foreground && set_a_background;
}

static void free_glass(struct glass *g)
{
	if (cur_term)
		del_curterm(cur_term);
	buf_finish(&g->out);
	free(g);
}

struct glass *glass_open(void)
{
	struct glass *g = mem_get(sizeof(*g));

	use_utf8();
	buf_init(&g->out, OUT_MAX);
	if (!is_able() || !make_raw(g)) {
		free_glass(g);
		return NULL;
	}
	g->colours = wants_colours();
	g->rows = lines > 0 ? lines : 24;
	g->cols = columns > 0 ? columns : 80;
	glass_resize(g);
	glass_return(g);
	return g;
}

void glass_look(struct glass *g, bool plain, bool high)
{
	g->colours = g->colours && !plain && !high;
	g->high = high;
}

static void set_style(struct glass *g, int style);

void glass_close(struct glass *g)
{
	if (!g)
		return;
	set_style(g, 0);
	if (change_scroll_region)
		say(g, tiparm(change_scroll_region, 0, g->rows - 1));
	g->row = UNKNOWN;
	glass_go(g, g->rows - 1, 0);
	say(g, clr_eol);
	say(g, pastes_off);
	say(g, exit_ca_mode);
	glass_send(g);
	tcsetattr(STDOUT_FILENO, TCSADRAIN, &g->before);
	free_glass(g);
}

void glass_resize(struct glass *g)
{
	struct winsize ws;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) != 0 || !ws.ws_row || !ws.ws_col)
		return;
	g->rows = ws.ws_row;
	g->cols = ws.ws_col;
}

int glass_rows(const struct glass *g)
{
	return g->rows;
}

/* Where a full row makes the terminal wrap at once, the last column stays free. */
int glass_cols(const struct glass *g)
{
	return auto_right_margin && !eat_newline_glitch && g->cols > 1 ? g->cols - 1 : g->cols;
}

/* ---- attributes ---- */

/* sgr0, but for the change of the character set: none but the terminal's own is used. */
static const char *plain(void)
{
	static const char set[] = "\033(B";
	const char *all = exit_attribute_mode;

	return all && strncmp(all, set, strlen(set)) == 0 ? all + strlen(set) : all;
}

/* What of it this terminal and this person have.  A colour has its own ground: nothing is reversed
 * there. */
static int style_here(const struct glass *g, int style)
{
	if (!exit_attribute_mode)
		return 0;
	if (g->high)
		style &= ~GLASS_BOLD;
	if (style & GLASS_FOCUS)
		style |= GLASS_BOLD;
	style &= ~GLASS_FOCUS;
	if (!g->colours)
		return style & (GLASS_BOLD | GLASS_REVERSE);
	return style & (GLASS_OWN | GLASS_TROUBLE) ? style & ~GLASS_REVERSE : style;
}

static void say_colour(struct glass *g, enum theme_role role)
{
	const struct theme_pair pair = theme_pair(role, max_colors);

	say(g, tiparm(set_a_foreground, pair.fore));
	say(g, tiparm(set_a_background, pair.ground));
}

static void set_style(struct glass *g, int style)
{
	style = style_here(g, style);
	if (style == g->style)
		return;
	int more = style & ~g->style;

	if (g->style & ~style) {
		say(g, plain());
		more = style;
	}

	if (more & GLASS_BOLD)
		say(g, enter_bold_mode);
	if (more & GLASS_REVERSE)
		say(g, enter_reverse_mode);
	if (more & GLASS_OWN)
		say_colour(g, THEME_OWN);
	if (more & GLASS_TROUBLE)
		say_colour(g, THEME_TROUBLE);
	g->style = style;
}

/* ---- the cursor ---- */

void glass_clear(struct glass *g)
{
	set_style(g, 0);
	g->top = g->bottom = UNKNOWN; /* a terminal that was resized may have lost it */
	glass_region(g, 0, g->rows - 1);
	say(g, clear_screen);
	g->row = g->col = 0;
}

/* A short way to somewhere near; a region's last row is never left by '\n'. */
static bool go_near(struct glass *g, int row, int col)
{
	if (g->row == row && g->col == col)
		return true;
	if (g->row == row && g->col == col + 1 && cursor_left)
		say(g, cursor_left);
	else if (g->row == row && g->col == col - 1 && cursor_right)
		say(g, cursor_right);
	else if (g->row == row && col == 0)
		say(g, "\r");
	else if (g->row + 1 == row && col == 0 && g->row != g->bottom && g->row != UNKNOWN)
		say(g, "\r\n");
	else
		return false;
	return true;
}

void glass_go(struct glass *g, int row, int col)
{
	set_style(g, 0);
	if (g->row == UNKNOWN || !go_near(g, row, col))
		say(g, tiparm(cursor_address, row, col));
	g->row = row;
	g->col = col;
}

void glass_put(struct glass *g, struct str text, int cols, int style)
{
	set_style(g, style);
	buf_add(&g->out, text.p, text.n);
	g->col += cols;
	if (g->col >= g->cols)
		g->row = UNKNOWN;
}

void glass_clear_right(struct glass *g)
{
	set_style(g, 0);
	say(g, clr_eol);
}

/* Without regions, rows are taken out at one end and put in at the other. */
static bool has_regions(void)
{
	return change_scroll_region && scroll_forward && scroll_reverse;
}

bool glass_region(struct glass *g, int top, int bottom)
{
	if (top >= bottom || (!has_regions() && !(delete_line && insert_line)))
		return false;
	if (g->top == top && g->bottom == bottom)
		return true;
	g->top = top;
	g->bottom = bottom;
	if (!has_regions())
		return true;
	set_style(g, 0);
	say(g, tiparm(change_scroll_region, top, bottom));
	g->row = UNKNOWN; /* some go home by it, some do not */
	return true;
}

static void move_row(struct glass *g, int from, int to)
{
	glass_go(g, from, 0);
	say(g, delete_line);
	glass_go(g, to, 0);
	say(g, insert_line);
}

static void wipe(struct glass *g)
{
	const char *scrollback = tigetstr("E3");

	glass_clear(g);
	if (scrollback && scrollback != (const char *)-1)
		say(g, scrollback);
}

/* First what is there goes: where there is no other screen, leaving it shows it again. */
void glass_hide(struct glass *g, const char *words)
{
	wipe(g);
	say(g, exit_ca_mode);
	wipe(g);
	buf_adds(&g->out, words);
	buf_adds(&g->out, "\r\n");
	g->row = UNKNOWN;
	glass_send(g);
}

void glass_return(struct glass *g)
{
	say(g, enter_ca_mode);
	say(g, pastes_on);
	glass_clear(g);
}

void glass_ring(struct glass *g)
{
	if (bell)
		say(g, bell);
}

void glass_scroll_up(struct glass *g)
{
	if (!has_regions()) {
		move_row(g, g->top, g->bottom);
		return;
	}
	glass_go(g, g->bottom, 0);
	say(g, scroll_forward);
}

void glass_scroll_down(struct glass *g)
{
	if (!has_regions()) {
		move_row(g, g->bottom, g->top);
		return;
	}
	glass_go(g, g->top, 0);
	say(g, scroll_reverse);
}
