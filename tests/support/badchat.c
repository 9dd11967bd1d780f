/* SPDX-License-Identifier: MIT */
/*
 * A chat as many are: two panes, a border, a status bar with a clock, and all of it drawn
 * again for each thing that happens.  What the ear finds wrong with it shows that the ear
 * hears.  badchat FILE: what others say comes from that FIFO, a line each.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { ROWS = 24, SAID = 18, WIDTH = 60, TEXT = 200, PEOPLE_AT = 62, TICK_MS = 1000 };

static struct {
	char said[SAID][TEXT];
	int count;
	char typed[TEXT];
	size_t n;
} chat;

static void add(const char *line)
{
	if (chat.count == SAID) {
		memmove(chat.said[0], chat.said[1], sizeof(chat.said) - TEXT);
		chat.count--;
	}
	snprintf(chat.said[chat.count++], TEXT, "%s", line);
}

static void draw_status(void)
{
	const time_t now = time(NULL);
	struct tm at;
	char clock[16];

	strftime(clock, sizeof(clock), "%H:%M:%S", localtime_r(&now, &at));
	printf("\033[%d;1H\033[7m [%s] [Evening] [%d messages] \033[0m", ROWS - 1, clock,
	       chat.count);
	printf("\033[%d;1H> %s", ROWS, chat.typed);
	fflush(stdout);
}

static void draw(void)
{
	printf("\033[2J\033[1;1HEvening");
	for (int i = 0; i < SAID; i++)
		printf("\033[%d;1H%s\033[%d;%dH| %s", i + 2, i < chat.count ? chat.said[i] : "",
		       i + 2, WIDTH,
		       i == 0   ? "Robin"
		       : i == 1 ? "Ana"
				: "");
	for (int i = 0; i < WIDTH; i++)
		printf("\033[%d;%dH-", ROWS - 3, i + 1);
	draw_status();
}

static void take_key(char key)
{
	if (key == '\r') {
		char line[TEXT + 8];

		snprintf(line, sizeof(line), "Ana: %s", chat.typed);
		add(line);
		chat.n = 0;
	} else if (key == 127 && chat.n) {
		chat.n--;
	} else if (key >= ' ' && chat.n + 1 < TEXT) {
		chat.typed[chat.n++] = key;
	}
	chat.typed[chat.n] = '\0';
	draw();
}

static void take_said(int fd)
{
	static char line[TEXT];
	static size_t n;
	char c;

	while (read(fd, &c, 1) == 1) {
		if (c != '\n' && n + 1 < TEXT) {
			line[n++] = c;
			continue;
		}
		line[n] = '\0';
		n = 0;
		add(line);
		draw();
	}
}

int main(int argc, char **argv)
{
	struct termios raw;
	struct pollfd fds[2] = { { .fd = 0, .events = POLLIN },
				 { .fd = -1, .events = POLLIN } };
	char key;

	if (argc < 2 || (fds[1].fd = open(argv[1], O_RDWR | O_NONBLOCK)) < 0)
		return 1;
	tcgetattr(0, &raw);
	cfmakeraw(&raw);
	tcsetattr(0, TCSANOW, &raw);
	for (draw(); poll(fds, 2, TICK_MS) >= 0;) {
		if (fds[0].revents && (read(0, &key, 1) != 1 || key == '\021'))
			return 0;
		if (fds[0].revents)
			take_key(key);
		if (fds[1].revents)
			take_said(fds[1].fd);
		if (!fds[0].revents && !fds[1].revents)
			draw_status();
	}
	return 0;
}
