/* SPDX-License-Identifier: MIT */
/* What is planned, to those whom it concerns: see server/program.h. */
#include "server/hub.h"

#include "server/hub_in.h"

void hub_put_program(struct hub *h, struct program *p)
{
	h->program = p;
}

void hub_program_begin(struct hub *h, struct hub_conn *c, int64_t have)
{
	if (!h->program || have < 1)
		return;
	c->program = h->program;
	c->program_at = (struct program_cursor) {
		.told = have - 1, .member = c->member, .device = c->device, .gated = h->gated
	};
	program_begin(h->program, &c->program_at);
}

bool hub_program_told(struct hub_conn *c)
{
	return !c->program || !program_has_news(c->program, &c->program_at);
}

void hub_program_changed(struct hub *h)
{
	for (struct hub_conn *c = h->conns; c; c = c->next)
		if (!hub_program_told(c))
			hub_mark(h, c);
}

bool hub_program_unread(const struct hub_conn *c, struct program_upto *upto,
			program_reading_fn *each, void *user)
{
	if (c->program)
		*upto = program_unread(c->program, &c->program_at, each, user);
	return c->program;
}

void hub_program_noted(struct hub *h, struct hub_conn *c, const struct program_upto *upto)
{
	program_noted(&c->program_at, upto);
	if (!hub_program_told(c))
		hub_mark(h, c);
}

void hub_add_program(struct frame *f, struct hub_conn *c)
{
	struct wire_msg m;

	if (!c->program)
		return;
	while (!hub_full(f)) {
		if (!program_next(c->program, &c->program_at, &m))
			return;
		hub_add(f, &m);
	}
	if (program_break(c->program, &c->program_at, &m))
		hub_add(f, &m);
}
