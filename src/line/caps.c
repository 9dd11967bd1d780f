/* SPDX-License-Identifier: MIT */
#include "line/caps.h"

#include <stdlib.h>
#include <string.h>

#include <curses.h>
#include <term.h>

#include "base/buf.h"

/* Padding is for terminals that are slower than a modem: "$<5>" is left out. */
static char *plain(const char *s)
{
	struct buf out;

	if (!s || s == (char *)-1 || !*s)
		return NULL;
	buf_init(&out, 256);
	while (*s) {
		const char *pad = strstr(s, "$<"), *end = pad ? strchr(pad, '>') : NULL;
		size_t n = end ? (size_t)(pad - s) : strlen(s);

		buf_add(&out, s, n);
		s = end ? end + 1 : s + n;
	}
	return out.p ? out.p : mem_dup("", 0);
}

/* Names of terminfo's, those of xterm's kind at the end. */
static void load(struct caps *c)
{
	const struct {
		char **to;
		const char *name;
	} rows[] = {
		{ &c->up, "cuu1" },      { &c->ups, "cuu" },    { &c->insert, "il1" },
		{ &c->inserts, "il" },   { &c->clear, "el" },   { &c->right, "cuf1" },
		{ &c->rights, "cuf" },   { &c->ring, "bel" },   { &c->paste_on, "BE" },
		{ &c->paste_off, "BD" }, { &c->wipe, "clear" }, { &c->scrollback, "E3" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char name[8];

		memcpy(name, rows[i].name, strlen(rows[i].name) + 1);
		*rows[i].to = plain(tigetstr(name));
	}
}

bool caps_open(struct caps *c, const char *name, int fd)
{
	int err;
	char *term = name ? mem_dup(name, strlen(name)) : NULL;

	*c = (struct caps) { 0 };
	int got = setupterm(term, fd, &err);

	free(term);
	if (got != OK)
		return false;
	c->terminal = cur_term;
	load(c);
	if ((c->up || c->ups) && (c->insert || c->inserts) && c->clear &&
	    (c->right || c->rights))
		return true;
	caps_close(c);
	return false;
}

void caps_close(struct caps *c)
{
	char *all[] = {
		c->up,     c->ups,  c->insert,   c->inserts,   c->clear, c->right,
		c->rights, c->ring, c->paste_on, c->paste_off, c->wipe,  c->scrollback
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		free(all[i]);
	if (c->terminal)
		del_curterm(c->terminal);
	*c = (struct caps) { 0 };
}

/* By the one that takes a number, or so many times the one that does not. */
static void times(const char *one, const char *many, int n, struct buf *out)
{
	if (n > 0 && many && (n > 1 || !one))
		buf_adds(out, tiparm(many, n));
	else
		while (n-- > 0 && one)
			buf_adds(out, one);
}

void caps_up(const struct caps *c, int n, struct buf *out)
{
	times(c->up, c->ups, n, out);
}

void caps_right(const struct caps *c, int n, struct buf *out)
{
	times(c->right, c->rights, n, out);
}

void caps_insert(const struct caps *c, int n, struct buf *out)
{
	times(c->insert, c->inserts, n, out);
}

void caps_wipe(const struct caps *c, struct buf *out)
{
	if (c->wipe)
		buf_adds(out, c->wipe);
	if (c->scrollback)
		buf_adds(out, c->scrollback);
}

void caps_clear(const struct caps *c, struct buf *out)
{
	buf_adds(out, c->clear);
}
