/* SPDX-License-Identifier: MIT */
#include "support/ear.h"

#include <ctype.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "support/loopback.h"

#define YASR      "/usr/bin/yasr"
#define YASR_CONF "/etc/yasr/yasr.conf"

enum { PEERS = 4, LINE_MAX_ = 8192, UTTERED = 4096, FILE_MAX = 65536, ECHO_MS = 60 };

struct peer {
	int fd;      /* -1: none */
	bool speaks; /* a text is on its way */
	struct buf in, text;
};

struct uttered {
	size_t at;       /* in `said` */
	int64_t from_ms; /* when its voice begins, and is through */
	int64_t to_ms;
	bool cut;
};

struct ear {
	struct screen *screen;
	int listens;
	struct peer peers[PEERS];
	struct buf said, hushed;
	struct buf flat; /* what was said, without its rows: what is waited for may be on two */
	int64_t wait_ms;
	struct uttered all[UTTERED];
	size_t count, hushed_count;
	size_t found;    /* behind what ear_hears found last */
	int64_t last_ms; /* when it last said or wrote something */
};

/* ---- what is said ---- */

static void utter(struct ear *e, const char *text)
{
	const int64_t now = clock_ms();
	const int64_t before = e->count ? e->all[e->count - 1].to_ms : 0;
	struct uttered *u = &e->all[e->count];

	if (!text[strspn(text, " ")] || e->count == UTTERED)
		return;
	*u = (struct uttered) { .at = e->said.n, .from_ms = before > now ? before : now };
	u->to_ms = u->from_ms + (int64_t)strlen(text) * 1000 / EAR_LETTERS;
	e->count++;
	buf_adds(&e->said, text);
	buf_adds(&e->said, "\n");
	buf_adds(&e->flat, text);
	buf_adds(&e->flat, " ");
}

/* What has not been spoken by now never is. */
static void cancel(struct ear *e)
{
	const int64_t now = clock_ms();

	for (size_t i = e->count; i > 0 && e->all[i - 1].to_ms > now; i--) {
		e->all[i - 1].cut = true;
		e->all[i - 1].to_ms = now;
	}
}

static void answer(const struct peer *p, const char *words)
{
	if (send(p->fd, words, strlen(words), MSG_NOSIGNAL) < 0)
		return; /* it has gone: its end is read */
}

static void take_text(struct ear *e, struct peer *p, const char *line)
{
	if (strcmp(line, ".") != 0) {
		buf_adds(&p->text, p->text.n ? " " : "");
		buf_adds(&p->text, *line == '.' ? line + 1 : line);
		return;
	}
	utter(e, buf_text(&p->text));
	buf_reset(&p->text);
	p->speaks = false;
	answer(p, "225-1\r\n225 OK MESSAGE QUEUED\r\n");
}

/* Speech Dispatcher's protocol, as far as yasr speaks it. */
static void take_line(struct ear *e, struct peer *p, const char *line)
{
	if (p->speaks) {
		take_text(e, p, line);
		return;
	}
	if (strncasecmp(line, "SPEAK", 5) == 0) {
		p->speaks = true;
		answer(p, "230 OK RECEIVING DATA\r\n");
		return;
	}
	if (strncasecmp(line, "CHAR ", 5) == 0 || strncasecmp(line, "KEY ", 4) == 0)
		utter(e, strchr(line, ' ') + 1);
	else if (strncasecmp(line, "CANCEL", 6) == 0 || strncasecmp(line, "STOP", 4) == 0)
		cancel(e);
	answer(p, "200 OK\r\n");
}

static void take_lines(struct ear *e, struct peer *p)
{
	char line[LINE_MAX_];
	char *end;

	while (p->in.n && (end = memchr(p->in.p, '\n', p->in.n)) != NULL) {
		size_t n = (size_t)(end - p->in.p);
		const size_t whole = n + 1;

		while (n && p->in.p[n - 1] == '\r')
			n--;
		if (n >= sizeof(line))
			n = sizeof(line) - 1;
		memcpy(line, p->in.p, n);
		line[n] = '\0';
		memmove(p->in.p, p->in.p + whole, p->in.n - whole);
		p->in.n -= whole;
		take_line(e, p, line);
	}
}

static void take(struct ear *e, struct peer *p)
{
	char bytes[4096];
	ssize_t n = read(p->fd, bytes, sizeof(bytes));

	if (n <= 0) {
		close(p->fd);
		p->fd = -1;
		return;
	}
	buf_add(&p->in, bytes, (size_t)n);
	take_lines(e, p);
}

static void accept_peer(struct ear *e)
{
	int fd = accept(e->listens, NULL, NULL);

	for (int i = 0; fd >= 0 && i < PEERS; i++) {
		if (e->peers[i].fd >= 0)
			continue;
		e->peers[i].fd = fd;
		return;
	}
	if (fd >= 0)
		close(fd);
}

/* Waits no longer than so many ms for anything; false: nothing came. */
static bool work(struct ear *e, int64_t ms)
{
	struct pollfd fds[PEERS + 2];

	for (int i = 0; i < PEERS; i++)
		fds[i] = (struct pollfd) { .fd = e->peers[i].fd, .events = POLLIN };
	fds[PEERS] = (struct pollfd) { .fd = e->listens, .events = POLLIN };
	fds[PEERS + 1] = (struct pollfd) { .fd = screen_fd(e->screen), .events = POLLIN };
	if (poll(fds, PEERS + 2, ms > 0 ? (int)ms : 0) <= 0)
		return false;
	for (int i = 0; i < PEERS; i++)
		if (fds[i].revents)
			take(e, &e->peers[i]);
	if (fds[PEERS].revents)
		accept_peer(e);
	if (fds[PEERS + 1].revents)
		screen_work(e->screen);
	e->last_ms = clock_ms();
	return true;
}

/* ---- life ---- */

bool ear_is_here(void)
{
	return access(YASR, X_OK) == 0 && access(YASR_CONF, R_OK) == 0;
}

/* Debian's settings, but for where the voice is. */
static void write_conf(const char *path, int port)
{
	FILE *in = fopen(YASR_CONF, "r"), *out = fopen(path, "w");
	char line[512];

	while (in && out && fgets(line, sizeof(line), in))
		if (strncmp(line, "synthesizer port=", 17) == 0)
			fprintf(out, "synthesizer port=127.0.0.1:%d\n", port);
		else
			fputs(line, out);
	if (!in || !out || fclose(out) != 0) {
		perror(path);
		abort();
	}
	fclose(in);
}

/* yasr takes options that stand behind the program for its own. */
static void write_program(const char *path, const char *const *argv)
{
	FILE *f = fopen(path, "w");

	if (!f) {
		perror(path);
		abort();
	}
	fputs("#!/bin/sh\nexec", f);
	for (; *argv; argv++)
		fprintf(f, " '%s'", *argv);
	fputs("\n", f);
	fclose(f);
	chmod(path, 0700);
}

struct ear *ear_open(const char *const *argv, const char *dir, int rows, int cols)
{
	struct ear *e = mem_get(sizeof(*e));
	char conf[256], program[256], home[256], lang[] = "LANG=C.UTF-8", term[] = "TERM=linux";
	char path[] = "PATH=/usr/bin:/bin";
	char *const env[] = { term, home, lang, path, NULL };
	char *const words[] = { (char *)(uintptr_t)YASR, (char *)(uintptr_t) "-C", conf,
				program, NULL };
	int port;

	*e = (struct ear) { .listens = loopback_listen(&port), .wait_ms = EAR_WAIT_MS };
	for (int i = 0; i < PEERS; i++) {
		e->peers[i].fd = -1;
		buf_init(&e->peers[i].in, FILE_MAX);
		buf_init(&e->peers[i].text, FILE_MAX);
	}
	buf_init(&e->said, EAR_SAID_MAX);
	buf_init(&e->flat, EAR_SAID_MAX);
	buf_init(&e->hushed, EAR_SAID_MAX);
	snprintf(conf, sizeof(conf), "%s/yasr.conf", dir);
	snprintf(program, sizeof(program), "%s/program", dir);
	snprintf(home, sizeof(home), "HOME=%s", dir);
	write_conf(conf, port);
	write_program(program, argv);
	e->screen = screen_open(words, env, rows, cols);
	e->last_ms = clock_ms();
	return e;
}

int ear_close(struct ear *e)
{
	int status = screen_close(e->screen);

	for (int i = 0; i < PEERS; i++) {
		if (e->peers[i].fd >= 0)
			close(e->peers[i].fd);
		buf_finish(&e->peers[i].in);
		buf_finish(&e->peers[i].text);
	}
	close(e->listens);
	buf_finish(&e->said);
	buf_finish(&e->flat);
	buf_finish(&e->hushed);
	free(e);
	return status;
}

/* ---- the person's side ---- */

static void wait_quiet(struct ear *e, int64_t ms)
{
	const int64_t most_ms = clock_ms() + e->wait_ms;
	int64_t now;

	e->last_ms = clock_ms();
	while ((now = clock_ms()) < e->last_ms + ms && now < most_ms)
		work(e, e->last_ms + ms - now);
}

void ear_type(struct ear *e, const char *bytes)
{
	char key[16];

	for (size_t n; *bytes; bytes += n) {
		n = *bytes == '\033' ? strcspn(bytes + 1, "\033") + 1 : 1;
		while ((bytes[n] & 0xc0) == 0x80)
			n++;
		snprintf(key, sizeof(key), "%.*s", (int)n, bytes);
		screen_keys(e->screen, key);
		wait_quiet(e, ECHO_MS);
	}
}

void ear_pass(struct ear *e, char key)
{
	const char bytes[] = { '\016', key, '\0' }; /* Ctrl-N: yasr's "bypass" */

	ear_type(e, bytes);
}

bool ear_hears(struct ear *e, const char *text)
{
	const int64_t until_ms = clock_ms() + e->wait_ms;

	for (;;) {
		const char *from = buf_text(&e->flat) + e->found;
		const char *at = strstr(from, text);
		const int64_t left = until_ms - clock_ms();

		if (at) {
			e->found = (size_t)(at - buf_text(&e->flat)) + strlen(text);
			return true;
		}
		if (left <= 0 || screen_fd(e->screen) < 0)
			break;
		work(e, left);
	}
	fprintf(stderr, "ear: \"%s\" was not said behind:\n%s\nthe screen:\n%s\n", text,
		buf_text(&e->said) + e->found, screen_text(e->screen));
	return false;
}

void ear_patience(struct ear *e, int ms)
{
	e->wait_ms = ms;
}

void ear_listen(struct ear *e, int ms)
{
	const int64_t until_ms = clock_ms() + ms;

	for (int64_t now; (now = clock_ms()) < until_ms;)
		work(e, until_ms - now);
}

const char *ear_hush(struct ear *e)
{
	wait_quiet(e, EAR_HUSH_MS);
	buf_reset(&e->hushed);
	for (size_t i = e->hushed_count; i < e->count; i++) {
		const char *line = buf_text(&e->said) + e->all[i].at;

		buf_adds(&e->hushed, e->all[i].cut ? "[cut] " : "");
		buf_add(&e->hushed, line, strcspn(line, "\n") + 1);
	}
	e->hushed_count = e->count;
	e->found = e->said.n;
	return buf_text(&e->hushed);
}

/* ---- counting ---- */

int ear_words(const char *said)
{
	int n = 0;

	for (const char *p = said; *p; p++)
		n += isalnum((unsigned char)*p) && (p == said || strchr(" \n", p[-1]) != NULL);
	return n;
}

int ear_count(const char *said, const char *text)
{
	int n = 0;

	for (; (said = strstr(said, text)) != NULL; said += strlen(text))
		n++;
	return n;
}
