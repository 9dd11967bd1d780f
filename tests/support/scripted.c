/* SPDX-License-Identifier: MIT */
#include "support/scripted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "line/lines.h"

static void on_work(struct pl_client *c)
{
	struct scripted *s = c->user;

	if (++s->works != s->at || !s->then)
		return;
	s->says_then = c->says;
	s->then(s);
	c->changed |= PL_CHANGED_LINK | PL_CHANGED_MESSAGES;
}

int scripted_open(void **state)
{
	struct scripted *s = mem_get(sizeof(*s));
	void *porch;

	porch_open(&porch);
	s->porch = porch;
	memcpy(s->msgs, porch_talk, sizeof(porch_talk));
	memcpy(s->groups, porch_groups, sizeof(porch_groups));
	struct pl_client *c = &s->porch->client;

	c->messages = s->msgs;
	c->message_count = 1;
	c->groups = s->groups;
	c->on_work = on_work;
	c->user = s;
	c->timeout_ms = 1;
	s->groups[0].last_seq = s->groups[0].read_seq = 1;
	s->o.wait_ms = LINE_WAIT_MS;
	*state = s;
	return 0;
}

int scripted_close(void **state)
{
	struct scripted *s = *state;
	void *porch = s->porch;

	free(s->heard);
	porch_close(&porch);
	free(s);
	return 0;
}

int scripted_memory(const char *text, size_t n)
{
	int fd = memfd_create("lines", MFD_CLOEXEC);

	if (fd < 0 || write(fd, text, n) != (ssize_t)n || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	return fd;
}

static char *all_of(int fd)
{
	off_t n = lseek(fd, 0, SEEK_END);
	char *text = mem_get((size_t)n + 1);

	if (pread(fd, text, (size_t)n, 0) != n)
		abort();
	return text;
}

/* The script on standard input; what came out in `heard`; the exit status. */
int scripted_run_bytes(struct scripted *s, const char *script, size_t n)
{
	int in = scripted_memory(script, n), out = scripted_memory("", 0), kept_in = dup(0),
	    kept_out = dup(1);
	struct lines lines;

	fflush(stdout);
	dup2(in, 0);
	dup2(out, 1);
	lines_init(&lines, 0);
	s->o.in = &lines;
	int status = line_run(&s->porch->client, &s->o);

	lines_finish(&lines);
	dup2(kept_in, 0);
	dup2(kept_out, 1);
	free(s->heard);
	s->heard = all_of(out);
	close(in);
	close(out);
	close(kept_in);
	close(kept_out);
	return status;
}

int scripted_run(struct scripted *s, const char *script)
{
	return scripted_run_bytes(s, script, strlen(script));
}
