/* SPDX-License-Identifier: MIT */
/*
 * A terminal for tests: a program runs on a pty, and libvterm holds what it shows.
 * Waiting is for output and never for time: a wait looks at the screen whenever the
 * program has written, and a wait that fails prints the screen on stderr.
 *
 * To show that something does not come, do something behind it that does come.
 * A paint may arrive in two reads: wait for what must be there, do not only look.
 * Text that a getter gives is borrowed until the next call on the same screen.
 */
#ifndef SUPPORT_SCREEN_H
#define SUPPORT_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct screen;

/* One cell, as the terminal has it. */
struct screen_cell {
	char text[32]; /* UTF-8, marks too; "" is a cell that nothing was written to */
	int width;     /* 2 for the first half of a wide one */
	bool bold, reverse, underline, coloured;
};

/* Runs a program.  `env` NULL: our own; else all of it ("TERM=..." too), ended by NULL. */
struct screen *screen_open(char *const argv[], char *const env[], int rows, int cols);
/* Runs a function of the test's in a child; what it answers is the exit status. */
struct screen *screen_call(int (*run)(void *arg), void *arg, char *const env[], int rows,
			   int cols);
/*
 * Hangs up if the program still runs, and waits for it: its exit status, 128 + n when
 * signal n ended it.  One that does not go within 20 s is killed.
 */
int screen_close(struct screen *s);
/* Takes what it still writes until it ends; the status as above, -1 if it does not end. */
int screen_wait_exit(struct screen *s, int timeout_ms);
void screen_signal(const struct screen *s, int sig);

void screen_keys(struct screen *s, const char *bytes);
/* As a terminal pastes: between marks if the program has asked for them. */
void screen_paste(struct screen *s, const char *text);
void screen_resize(struct screen *s, int rows, int cols);
/* Something else writes to the terminal. */
void screen_spoil(struct screen *s, const char *bytes);

/* Until a row holds the text; until none does; false if that does not come to be. */
bool screen_wait_for(struct screen *s, const char *text, int timeout_ms);
bool screen_wait_gone(struct screen *s, const char *text, int timeout_ms);
bool screen_wait_cursor(struct screen *s, int row, int col, int timeout_ms);
bool screen_wait(struct screen *s, bool (*is_so)(struct screen *s, const void *what),
		 const void *what, int timeout_ms);

/* For a loop of the caller's: the pty, and taking what has come without waiting. */
int screen_fd(const struct screen *s);
void screen_work(struct screen *s);

int screen_find(struct screen *s, const char *text); /* the first row that holds it, or -1 */
const char *screen_row(struct screen *s, int row);   /* without spaces behind it */
const char *screen_text(struct screen *s);           /* every row and a '\n' */
void screen_cursor(const struct screen *s, int *row, int *col);
bool screen_cursor_shown(const struct screen *s);
struct screen_cell screen_cell(const struct screen *s, int row, int col);
const char *screen_title(const struct screen *s); /* NULL: it was never set */
bool screen_alternate(const struct screen *s);    /* is the alternate screen up? */
bool screen_marks_pastes(struct screen *s);
bool screen_cooked(const struct screen *s); /* the pty's modes are a shell's again */

uint64_t screen_bytes(const struct screen *s);                /* that the program wrote */
bool screen_wrote(const struct screen *s, const char *bytes); /* at any time, in one piece */
const char *screen_all(const struct screen *s, size_t *n);    /* all that it wrote */
pid_t screen_pid(const struct screen *s);

#endif
