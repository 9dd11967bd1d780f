/* SPDX-License-Identifier: MIT */
#include "support/braille.h"

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "support/loopback.h"

#define BRLTTY "/bin/brltty"

/* The image: columns, rows, the cursor's; then all characters, all attributes, and which window. */
enum { ROWS_MAX = 66, COLS_MAX = 132, IMAGE = 4 + ROWS_MAX * COLS_MAX * 2, PLAIN = 7 };
enum { LOG_MAX = 1 << 20, LOOK_MS = 20 };

struct braille {
	struct screen *screen;
	int shm, listens, fd; /* fd: -1 before it has come */
	unsigned char *image;
	pid_t pid;
	struct buf in;
	char line[BRAILLE_CELLS * 4 + 1];
};

bool braille_is_here(void)
{
	return access(BRLTTY, X_OK) == 0;
}

/* ---- what brltty sees ---- */

/* It knows one byte a cell here: what has more is a question mark. */
static void publish_row(struct braille *b, int row, int cols, int rows)
{
	unsigned char *text = b->image + 4 + row * cols, *attributes = text + rows * cols;

	for (int col = 0; col < cols; col++) {
		const struct screen_cell cell = screen_cell(b->screen, row, col);

		text[col] = !*cell.text         ? ' '
			    : cell.text[1] != 0 ? '?'
						: (unsigned char)*cell.text;
		attributes[col] = PLAIN;
	}
}

static void publish(struct braille *b)
{
	enum { ROWS = 24, COLS = 80 };
	int row, col;

	for (int i = 0; i < ROWS; i++)
		publish_row(b, i, COLS, ROWS);
	screen_cursor(b->screen, &row, &col);
	b->image[0] = COLS;
	b->image[1] = ROWS;
	b->image[2] = (unsigned char)col;
	b->image[3] = (unsigned char)row;
}

/* ---- what it shows ---- */

/* `Visual "..."`: the characters of the line. */
static void take_line(struct braille *b, const char *line)
{
	size_t n = 0;

	if (strncmp(line, "Visual \"", 8) != 0)
		return;
	for (line += 8; *line && *line != '"' && n + 1 < sizeof(b->line); line++) {
		line += *line == '\\' && line[1];
		b->line[n++] = *line;
	}
	while (n && b->line[n - 1] == ' ')
		n--;
	b->line[n] = '\0';
}

static void take(struct braille *b)
{
	char bytes[4096], line[512];
	const ssize_t got = read(b->fd, bytes, sizeof(bytes));
	char *end;

	if (got <= 0) {
		close(b->fd);
		b->fd = -1;
		return;
	}
	buf_add(&b->in, bytes, (size_t)got);
	while (b->in.n && (end = memchr(b->in.p, '\n', b->in.n)) != NULL) {
		const size_t n = (size_t)(end - b->in.p);

		snprintf(line, sizeof(line), "%.*s", (int)n, b->in.p);
		memmove(b->in.p, end + 1, b->in.n - n - 1);
		b->in.n -= n + 1;
		take_line(b, line);
	}
}

static void say(struct braille *b, const char *line)
{
	if (b->fd >= 0 && send(b->fd, line, strlen(line), MSG_NOSIGNAL) < 0)
		perror("brltty");
}

static void meet(struct braille *b)
{
	char cells[32];

	b->fd = accept(b->listens, NULL, NULL);
	snprintf(cells, sizeof(cells), "cells %d\n", BRAILLE_CELLS);
	say(b, cells);
}

static void work(struct braille *b, int ms)
{
	struct pollfd fds[] = {
		{ .fd = screen_fd(b->screen), .events = POLLIN },
		{ .fd = b->fd, .events = POLLIN },
		{ .fd = b->fd < 0 ? b->listens : -1, .events = POLLIN },
	};

	if (poll(fds, 3, ms) <= 0)
		return;
	if (fds[0].revents)
		screen_work(b->screen);
	if (fds[1].revents)
		take(b);
	if (fds[2].revents)
		meet(b);
	publish(b);
}

/* ---- life ---- */

static bool make_image(struct braille *b, const char *dir)
{
	const key_t key = ftok(dir, 'b'); /* brltty asks so for its HOME */

	b->shm = shmget(key, IMAGE, IPC_CREAT | 0700);
	b->image = b->shm >= 0 ? shmat(b->shm, NULL, 0) : (void *)-1;
	if (b->image == (void *)-1)
		return false;
	publish(b);
	return true;
}

static bool start(struct braille *b, const char *dir)
{
	char home[256], pid[256], log[256], device[64];
	const char *const env[] = { home, "PATH=/usr/bin:/bin", "LANG=C.UTF-8", NULL };
	const char *const words[] = { BRLTTY,
				      "-n",
				      "-q",
				      "-e",
				      "-f",
				      "/dev/null",
				      "-b",
				      "vr",
				      "-d",
				      device,
				      "-x",
				      "sc",
				      "-s",
				      "no",
				      "-N",
				      "-P",
				      pid,
				      "-L",
				      log,
				      "-U",
				      (char *)(uintptr_t)dir,
				      "-W",
				      (char *)(uintptr_t)dir,
				      NULL };
	posix_spawn_file_actions_t quiet;
	int port;
	bool ok;

	b->listens = loopback_listen(&port);
	snprintf(home, sizeof(home), "HOME=%s", dir);
	snprintf(pid, sizeof(pid), "%s/pid", dir);
	snprintf(log, sizeof(log), "%s/log", dir);
	snprintf(device, sizeof(device), "client:127.0.0.1:%d", port);
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", 1 /* O_WRONLY */, 0);
	ok = posix_spawn(&b->pid, BRLTTY, &quiet, NULL, (char *const *)(uintptr_t)words,
			 (char *const *)(uintptr_t)env) == 0;
	posix_spawn_file_actions_destroy(&quiet);
	return ok;
}

struct braille *braille_open(struct screen *s, const char *dir)
{
	struct braille *b = mem_get(sizeof(*b));

	*b = (struct braille) { .screen = s, .fd = -1, .listens = -1, .shm = -1 };
	buf_init(&b->in, LOG_MAX);
	if (make_image(b, dir) && start(b, dir))
		return b;
	braille_close(b);
	return NULL;
}

void braille_close(struct braille *b)
{
	if (b->pid > 0) {
		kill(b->pid, SIGKILL);
		waitpid(b->pid, NULL, 0);
	}
	if (b->fd >= 0)
		close(b->fd);
	if (b->listens >= 0)
		close(b->listens);
	if (b->image && b->image != (void *)-1)
		shmdt(b->image);
	if (b->shm >= 0)
		shmctl(b->shm, IPC_RMID, NULL);
	buf_finish(&b->in);
	free(b);
}

/* ---- reading ---- */

bool braille_sees(struct braille *b, const char *text)
{
	const int64_t until_ms = clock_ms() + BRAILLE_WAIT_MS;

	while (!strstr(b->line, text)) {
		if (clock_ms() >= until_ms || screen_fd(b->screen) < 0) {
			fprintf(stderr, "braille: \"%s\" was not shown; the line: \"%s\"\n%s\n",
				text, b->line, screen_text(b->screen));
			return false;
		}
		work(b, LOOK_MS);
	}
	return true;
}

void braille_press(struct braille *b, const char *command)
{
	char line[64];

	snprintf(line, sizeof(line), "%s\n", command);
	say(b, line);
}
