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
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "support/loopback.h"

enum {
	PEERS = 4,
	LINE_MAX_ = 8192,
	UTTERED = 4096,
	FILE_MAX = 65536,
	ECHO_MS = 60,
	KEY_MS = 400,
	GONE_MS = 5000
};

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
	enum reader reader;
	struct screen *screen;
	int listens;
	struct peer peers[PEERS];
	struct buf said, hushed;
	struct buf flat; /* its words: what is waited for may be on two rows */
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
	ear_bare(text, &e->flat);
}

/* Fenrir says several rows at once, with a pause behind each. */
static void utter_rows(struct ear *e, const char *text)
{
	static const char pause[] = "  , ";
	struct buf row;

	buf_init(&row, FILE_MAX);
	for (const char *end; (end = strstr(text, pause)) != NULL; text = end + strlen(pause)) {
		buf_reset(&row);
		buf_add(&row, text, (size_t)(end - text));
		utter(e, buf_text(&row));
	}
	utter(e, text);
	buf_finish(&row);
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
	utter_rows(e, buf_text(&p->text));
	buf_reset(&p->text);
	p->speaks = false;
	answer(p, "225-1\r\n225 OK MESSAGE QUEUED\r\n");
}

/* Speech Dispatcher's protocol, as far as the readers speak it. */
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
	answer(p, strncasecmp(line, "HISTORY", 7) == 0 ? "245-1\r\n245 OK CLIENT ID SENT\r\n"
						       : "200 OK\r\n");
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

struct ear *ear_open(enum reader r, const char *const *argv, const char *dir, int rows,
		     int cols)
{
	struct ear *e = mem_get(sizeof(*e));
	char home[256], lang[] = "LANG=C.UTF-8", term[] = "TERM=linux";
	char path[] = "PATH=/usr/bin:/bin";
	struct reader_run run;
	char *const env[] = { term, home, lang, path, run.speech, NULL };
	int port;

	*e = (struct ear) { .reader = r,
			    .listens = loopback_listen(&port),
			    .wait_ms = EAR_WAIT_MS };
	for (int i = 0; i < PEERS; i++) {
		e->peers[i].fd = -1;
		buf_init(&e->peers[i].in, FILE_MAX);
		buf_init(&e->peers[i].text, FILE_MAX);
	}
	buf_init(&e->said, EAR_SAID_MAX);
	buf_init(&e->flat, EAR_SAID_MAX);
	buf_init(&e->hushed, EAR_SAID_MAX);
	snprintf(home, sizeof(home), "HOME=%s", dir);
	reader_prepare(r, argv, dir, port, &run);
	e->screen = screen_open(run.words, env, rows, cols);
	e->last_ms = clock_ms();
	return e;
}

/* A reader whose terminal goes while it goes itself may stay for ever. */
static void wait_gone(struct ear *e)
{
	const int64_t until_ms = clock_ms() + GONE_MS;
	int64_t now;

	while (screen_fd(e->screen) >= 0 && (now = clock_ms()) < until_ms)
		work(e, until_ms - now);
}

int ear_close(struct ear *e)
{
	int status;

	wait_gone(e);
	status = screen_close(e->screen);
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
		work(e, KEY_MS); /* some keys change nothing */
		wait_quiet(e, ECHO_MS);
	}
}

void ear_paste(struct ear *e, const char *text)
{
	screen_paste(e->screen, text);
	work(e, KEY_MS);
	wait_quiet(e, ECHO_MS);
}

void ear_pass(struct ear *e, char key)
{
	const char bytes[] = { key, '\0' };

	ear_type(e, reader_bypass(e->reader));
	ear_type(e, bytes);
}

static bool find(struct ear *e, const struct buf *what)
{
	const char *from = buf_text(&e->flat) + e->found;
	const char *at = strstr(from, buf_text(what));

	if (at)
		e->found = (size_t)(at - buf_text(&e->flat)) + what->n;
	return at;
}

bool ear_hears(struct ear *e, const char *text)
{
	const int64_t until_ms = clock_ms() + e->wait_ms;
	struct buf what;
	bool found;

	buf_init(&what, EAR_SAID_MAX);
	ear_bare(text, &what);
	while (!(found = find(e, &what))) {
		const int64_t left = until_ms - clock_ms();

		if (left <= 0 || screen_fd(e->screen) < 0)
			break;
		work(e, left);
	}
	buf_finish(&what);
	if (!found)
		fprintf(stderr, "ear: \"%s\" was not said behind:\n%s\nthe screen:\n%s\n", text,
			buf_text(&e->flat) + e->found, screen_text(e->screen));
	return found;
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
	e->found = e->flat.n;
	return buf_text(&e->hushed);
}

/* ---- counting ---- */

void ear_bare(const char *said, struct buf *out)
{
	bool word = false;

	for (; *said; said++) {
		const bool is = isalnum((unsigned char)*said) || (unsigned char)*said >= 0x80;

		if (!is && word)
			buf_adds(out, " ");
		if (is)
			buf_add(out, said, 1);
		word = is;
	}
	buf_adds(out, word ? " " : "");
}

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
