/* SPDX-License-Identifier: MIT */
#include "support/puppet.h"

#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "full/full.h"
#include "support/fake_client.h"

enum { GROUP = 7, MESSAGES_MAX = 1000, DAY_MS = 24 * 3600 * 1000 };

#define MONDAY INT64_C(1795442700000) /* 23 November 2026, 14:05 in UTC */

enum what { ORDER_MESSAGE, ORDER_LINK, ORDER_OWN, ORDER_RESULT };

/* One write to the pipe is one order. */
struct order {
	enum what what;
	int a, b;
	char who[32], text[4004];
};
_Static_assert(sizeof(struct order) <= PIPE_BUF, "a pipe takes an order whole");

/* The child's side. */
struct strings {
	struct pl_client client;
	struct pl_group group;
	struct pl_message messages[MESSAGES_MAX];
	char *words[2 * MESSAGES_MAX];
	int word_count, says, older, olders;
	struct puppet_seen *seen;
};

static const struct pl_person people[] = {
	{ 1, "Ana", PL_PATIENT, PL_HERE },
	{ 2, "Ben", PL_FACILITATOR, PL_LINE_DOWN },
	{ 3, "Cy", PL_PATIENT, PL_HERE },
};

static const char *keep(struct strings *s, const char *text)
{
	return s->words[s->word_count++] = mem_dup(text, strlen(text));
}

/* ---- the child ---- */

static struct pl_message *add(struct strings *s, const char *who, const char *text)
{
	struct pl_message *m = &s->messages[s->client.message_count++];
	int64_t n = (int64_t)s->client.message_count;

	*m = (struct pl_message) {
		.id = (uint64_t)n,
		.seq = n,
		.member = strcmp(who, "Ana") == 0 ? 1 : 2,
		.who = keep(s, who),
		.text = keep(s, text),
		.warning = "",
		.utc_ms = MONDAY + n * 1000,
		.state = PL_AT_SERVER,
	};
	m->mine = m->member == 1;
	s->group.last_seq = n;
	s->client.changed |= PL_CHANGED_MESSAGES | PL_CHANGED_GROUPS;
	return m;
}

static void do_message(struct strings *s, const struct order *o)
{
	add(s, o->who, o->text);
}

static void do_link(struct strings *s, const struct order *o)
{
	s->client.link.link = (enum pl_link)o->a;
	s->client.changed |= PL_CHANGED_LINK;
}

static void do_own(struct strings *s, const struct order *o)
{
	for (size_t i = s->client.message_count; i-- > 0;) {
		if (!s->messages[i].mine)
			continue;
		s->messages[i].state = (enum pl_state)o->a;
		s->messages[i].shown_to = o->b;
		break;
	}
	s->client.changed |= PL_CHANGED_MESSAGES;
}

static void do_result(struct strings *s, const struct order *o)
{
	s->client.result = (enum pl_failure)o->a;
	s->client.changed |= PL_CHANGED_ACCOUNT;
}

static void (*const orders[])(struct strings *s, const struct order *o) = {
	[ORDER_MESSAGE] = do_message,
	[ORDER_LINK] = do_link,
	[ORDER_OWN] = do_own,
	[ORDER_RESULT] = do_result,
};

static void tell(struct strings *s)
{
	struct puppet_seen *seen = s->seen;
	const struct pl_client *c = &s->client;

	seen->says = c->says;
	seen->drafts = c->drafts;
	seen->sign_ins = c->sign_ins;
	seen->connects = c->connects;
	seen->seen_seq = c->seen_seq;
	snprintf(seen->said, sizeof(seen->said), "%s", c->said ? c->said : "");
	snprintf(seen->draft, sizeof(seen->draft), "%s", c->draft ? c->draft : "");
	snprintf(seen->passphrase, sizeof(seen->passphrase), "%s", c->passphrase);
}

/* "Ben: older 1" and so on, before all that is here. */
static void add_older(struct strings *s)
{
	size_t n = s->client.message_count, more = (size_t)s->older;
	struct pl_message *m = s->messages;
	char text[32];

	s->older = 0;
	s->client.missing = (struct pl_range) { 0 };
	memmove(m + more, m, n * sizeof(*m));
	for (size_t i = 0; i < more; i++) {
		snprintf(text, sizeof(text), "older %zu", i + 1);
		m[i] = m[more];
		m[i].id = 5000 + i;
		m[i].text = keep(s, text);
	}
	s->client.message_count += more;
	for (size_t i = 0; i < n + more; i++)
		m[i].seq = (int64_t)i + 1;
	s->group.last_seq += (int64_t)more;
	s->group.read_seq += (int64_t)more;
	s->client.changed |= PL_CHANGED_MESSAGES;
}

static void drop(struct strings *s, uint64_t id)
{
	size_t n = s->client.message_count, at = 0;

	while (at < n && s->messages[at].id != id)
		at++;
	if (at == n)
		return;
	memmove(&s->messages[at], &s->messages[at + 1], (n - at - 1) * sizeof(*s->messages));
	s->client.message_count--;
	s->client.changed |= PL_CHANGED_MESSAGES;
}

/* What Ana says comes back as everybody's does. */
static void on_work(struct pl_client *c)
{
	struct strings *s = c->user;
	struct order o;

	if (c->says > s->says) {
		s->says = c->says;
		add(s, "Ana", c->said)->state = PL_KEPT_HERE;
	}
	if (c->olders > s->olders && s->older)
		add_older(s);
	s->olders = c->olders;
	if (c->dropped) {
		drop(s, c->dropped);
		c->dropped = 0;
	}
	if (c->seen_seq > s->group.read_seq)
		s->group.read_seq = c->seen_seq;
	while (read(c->fd, &o, sizeof(o)) == (ssize_t)sizeof(o)) {
		orders[o.what](s, &o);
		s->seen->orders++;
	}
	tell(s);
}

static void fill(struct strings *s, const struct puppet_start *how)
{
	char text[32];

	s->group = (struct pl_group) { .id = GROUP, .name = "Evening group" };
	s->client = (struct pl_client) {
		.link = { .link = how->link },
		.self = people[0],
		.enrolled = true,
		.groups = &s->group,
		.group_count = 1,
		.people = people,
		.person_count = 3,
		.messages = s->messages,
		.message_group = GROUP,
		.session = how->session,
		.timeout_ms = -1,
		.on_work = on_work,
		.user = s,
	};
	if (how->draft)
		s->client.draft = mem_dup(how->draft, strlen(how->draft));
	for (int i = 1; i <= how->messages; i++) {
		snprintf(text, sizeof(text), "line %d", i);
		add(s, "Ben", text)->utc_ms -= DAY_MS;
	}
	s->group.read_seq = how->messages - how->unread;
	s->group.last_seq += how->coming;
	s->older = how->older;
	s->client.missing = (struct pl_range) { 1, how->older };
	if (how->schedule)
		how->schedule(&s->client);
	s->client.changed = 0;
}

struct begin {
	const struct puppet_start *how;
	struct puppet_seen *seen;
	int orders;
};

static int run(void *arg)
{
	const struct begin *b = arg;
	struct strings *s = mem_get(sizeof(*s));
	struct timespec cpu;

	s->seen = b->seen;
	fill(s, b->how);
	s->client.fd = b->orders;
	const struct full_options o = { .is_new = b->how->is_new,
					.bell = true,
					.grid = !b->how->no_grid,
					.wants = { .week_start = 1 } };
	int status = b->how->face ? b->how->face(&s->client) : full_run(&s->client, &o);

	tell(s);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
	s->seen->cpu_ms = (double)cpu.tv_sec * 1e3 + (double)cpu.tv_nsec / 1e6;
	fake_client_finish(&s->client);
	for (int i = 0; i < s->word_count; i++)
		free(s->words[i]);
	free(s);
	return status == FULL_NO_TERMINAL ? 99 : status;
}

/* ---- the parent ---- */

/* "NAME=value", from our own environment where `value` is NULL; false: it has none. */
static bool put(char *out, size_t size, const char *name, const char *value)
{
	value = value ? value : getenv(name);
	snprintf(out, size, "%s=%s", name, value ? value : "");
	return value;
}

void puppet_open(struct puppet *p, const struct puppet_start *how)
{
	const char *const names[][2] = {
		{ "TERM", how->term ? how->term : "xterm-256color" },
		{ "NO_COLOR", how->no_color ? "1" : "" },
		{ "LC_ALL", "C.UTF-8" },
		{ "TZ", "UTC" },
		{ "ASAN_OPTIONS", NULL },
		{ "LSAN_OPTIONS", NULL },
		{ "UBSAN_OPTIONS", NULL },
	};
	enum { NAMES = sizeof(names) / sizeof(*names) };
	char text[NAMES][512], *env[NAMES + 1];
	int n = 0, ends[2];

	for (size_t i = 0; i < NAMES; i++)
		if (put(text[i], sizeof(text[i]), names[i][0], names[i][1]))
			env[n++] = text[i];
	env[n] = NULL;
	p->seen = mmap(NULL, sizeof(*p->seen), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (p->seen == MAP_FAILED || pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0)
		abort();
	struct begin b = { how, p->seen, ends[0] };

	p->orders = ends[1];
	p->screen = screen_call(run, &b, env, how->rows, how->cols);
	close(ends[0]);
}

int puppet_close(struct puppet *p)
{
	int status = screen_close(p->screen);

	close(p->orders);
	munmap(p->seen, sizeof(*p->seen));
	return status;
}

static void give(struct puppet *p, const struct order *o)
{
	if (write(p->orders, o, sizeof(*o)) != (ssize_t)sizeof(*o))
		abort();
}

void puppet_message(struct puppet *p, const char *who, const char *text)
{
	struct order o = { .what = ORDER_MESSAGE };

	snprintf(o.who, sizeof(o.who), "%s", who);
	snprintf(o.text, sizeof(o.text), "%s", text);
	give(p, &o);
}

void puppet_link(struct puppet *p, enum pl_link link)
{
	give(p, &(struct order) { .what = ORDER_LINK, .a = (int)link });
}

void puppet_own(struct puppet *p, enum pl_state state, int shown_to)
{
	give(p, &(struct order) { .what = ORDER_OWN, .a = (int)state, .b = shown_to });
}

void puppet_result(struct puppet *p, enum pl_failure result)
{
	give(p, &(struct order) { .what = ORDER_RESULT, .a = (int)result });
}

/* ---- with asserts ---- */

void puppet_begin(struct puppet *p, const struct puppet_start *how)
{
	puppet_open(p, how);
	puppet_see(p, ">");
	assert_null(screen_title(p->screen));
}

void puppet_plain(struct puppet *p, int messages)
{
	puppet_begin(p, &(struct puppet_start) { .rows = 24,
						 .cols = 80,
						 .messages = messages,
						 .link = PL_LINK_LIVE });
}

void puppet_keys(struct puppet *p, const char *bytes)
{
	screen_keys(p->screen, bytes);
}

void puppet_see(struct puppet *p, const char *text)
{
	assert_true(screen_wait_for(p->screen, text, PUPPET_WAIT_MS));
}

void puppet_gone(struct puppet *p, const char *text)
{
	assert_true(screen_wait_gone(p->screen, text, PUPPET_WAIT_MS));
}

void puppet_row(struct puppet *p, int row, const char *want)
{
	assert_string_equal(screen_row(p->screen, row), want);
}

void puppet_rows(struct puppet *p, const char *const *want, int n)
{
	for (int i = 0; i < n; i++) {
		const char *is = screen_row(p->screen, i + 1);
		const size_t len = strlen(want[i]);

		if (strncmp(is, want[i], len) != 0 || strspn(is + len, " ") != strlen(is + len))
			fail_msg("row %d is \"%s\"", i + 1, is);
	}
}

void puppet_leave(struct puppet *p)
{
	puppet_keys(p, "\003");
	puppet_see(p, "Press Ctrl-C again");
	puppet_keys(p, "\003");
	assert_int_equal(screen_wait_exit(p->screen, PUPPET_WAIT_MS), 0);
	assert_false(screen_alternate(p->screen));
	assert_false(screen_marks_pastes(p->screen));
	assert_true(screen_cooked(p->screen));
	assert_true(screen_cursor_shown(p->screen));
	assert_null(screen_title(p->screen));
	assert_int_equal(puppet_close(p), 0);
}
