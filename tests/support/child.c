/* SPDX-License-Identifier: MIT */
#include "support/child.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

struct birth {
	const char *const *argv;
	const char *log;
	int netns;
};

static void become(const struct birth *b, const int *to, const int *from)
{
	int errors = b->log ? open(b->log, O_WRONLY | O_CREAT | O_APPEND, 0600) : from[1];

	if (b->netns >= 0 && setns(b->netns, CLONE_NEWNET) != 0)
		_exit(126);
	signal(SIGPIPE, SIG_DFL);
	dup2(to[0], STDIN_FILENO);
	dup2(from[1], STDOUT_FILENO);
	dup2(errors, STDERR_FILENO);
	execv(b->argv[0], (char *const *)(uintptr_t)b->argv);
	_exit(127);
}

bool child_open_in(struct child *c, const char *const *argv, const char *log, int netns)
{
	const struct birth birth = { argv, log, netns };
	int to[2], from[2];

	*c = (struct child) { .in = -1, .out = -1 };
	signal(SIGPIPE, SIG_IGN);
	buf_init(&c->seen, CHILD_OUT_MAX);
	if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0)
		return false;
	c->pid = fork();
	if (c->pid == 0)
		become(&birth, to, from);
	close(to[0]);
	close(from[1]);
	c->in = to[1];
	c->out = from[0];
	return c->pid > 0;
}

bool child_say(struct child *c, const char *line)
{
	size_t n = strlen(line);

	return c->in >= 0 && write(c->in, line, n) == (ssize_t)n && write(c->in, "\n", 1) == 1;
}

void child_end_input(struct child *c)
{
	if (c->in >= 0)
		close(c->in);
	c->in = -1;
}

bool child_open(struct child *c, const char *const *argv, const char *log)
{
	return child_open_in(c, argv, log, -1);
}

/* False when there will be no more, or none came in time. */
static bool read_more(struct child *c, int64_t until_ms)
{
	struct pollfd p = { .fd = c->out, .events = POLLIN };
	int64_t left = until_ms - clock_ms();
	char some[4096];
	ssize_t n;

	if (c->out < 0 || left <= 0 || poll(&p, 1, (int)left) <= 0)
		return false;
	n = read(c->out, some, sizeof(some));
	if (n > 0)
		escapes_forbid(&c->escapes, some, (size_t)n);
	if (n > 0 && buf_add(&c->seen, some, (size_t)n))
		return true;
	close(c->out);
	c->out = -1;
	return false;
}

/* Is it behind what was found before?  Then that is behind it from now on. */
static bool finds(struct child *c, const char *text)
{
	const char *from = buf_text(&c->seen) + c->at;
	const char *found = memmem(from, c->seen.n - c->at, text, strlen(text));

	if (found)
		c->at += (size_t)(found - from) + strlen(text);
	return found != NULL;
}

bool child_wait_for_either(struct child *c, const char *one, const char *other)
{
	int64_t until_ms = clock_ms() + CHILD_WAIT_MS;

	do {
		if (finds(c, one) || finds(c, other))
			return true;
	} while (read_more(c, until_ms));
	fprintf(stderr, "waited for \"%s\" in vain; it wrote:\n%s\n", one, buf_text(&c->seen));
	return false;
}

bool child_wait_for(struct child *c, const char *text)
{
	return child_wait_for_either(c, text, text);
}

int child_count(const struct child *c, const char *text)
{
	const char *at = buf_text(&c->seen);
	int n = 0;

	for (; (at = strstr(at, text)) != NULL; at += strlen(text))
		n++;
	return n;
}

bool child_ask_until(struct child *c, const char *ask, const char *end, const char *wanted)
{
	const int before = child_count(c, wanted);
	const int64_t until_ms = clock_ms() + CHILD_WAIT_MS;

	while (child_count(c, wanted) == before)
		if (clock_ms() >= until_ms || !child_say(c, ask) || !child_wait_for(c, end))
			return false;
	return true;
}

void child_kill(struct child *c, int number)
{
	if (c->pid > 0)
		kill(c->pid, number);
}

int child_end(struct child *c)
{
	int64_t until_ms = clock_ms() + CHILD_WAIT_MS;
	int status;

	while (read_more(c, until_ms))
		;
	if (c->pid <= 0 || c->out >= 0 || waitpid(c->pid, &status, 0) != c->pid)
		return -2;
	c->pid = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void child_finish(struct child *c)
{
	child_end_input(c);
	if (c->pid > 0) {
		kill(c->pid, SIGKILL);
		waitpid(c->pid, NULL, 0);
	}
	if (c->out >= 0)
		close(c->out);
	buf_finish(&c->seen);
	*c = (struct child) { .in = -1, .out = -1 };
}

bool child_has_python(const char *modules)
{
	char line[64];
	const char *argv[] = { "/usr/bin/python3", "-c", line, NULL };
	struct child c;
	bool there;

	snprintf(line, sizeof(line), "import %s", modules);
	there = child_open(&c, argv, NULL) && child_end(&c) == 0;
	child_finish(&c);
	return there;
}
