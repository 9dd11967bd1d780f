/* SPDX-License-Identifier: MIT */
#include "view/model.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

void model_init(struct model *m)
{
	*m = (struct model) { .title = "", .status = "" };
}

void model_reset(struct model *m)
{
	arena_reset(&m->mem);
	m->title = m->status = "";
	m->count = 0;
	m->unread_id = m->at_id = 0;
	m->takes_text = m->is_talk = m->untitled = m->says_first = false;
	m->grid = (struct model_grid) { 0 };
}

void model_finish(struct model *m)
{
	arena_finish(&m->mem);
	free(m->items);
	model_init(m);
}

struct item *model_add(struct model *m, uint64_t id, enum item_role role)
{
	if (m->count == m->size) {
		m->size = m->size ? m->size * 2 : 64;
		m->items = mem_grow(m->items, m->size * sizeof(*m->items));
	}
	struct item *it = &m->items[m->count++];

	*it = (struct item) { .id = id ? id : 1, .role = role };
	return it;
}

/* C0 and DEL are one byte; C1, in UTF-8, is 0xc2 and one of 0x80 to 0x9f. */
static size_t control_at(const char *p)
{
	unsigned char c = (unsigned char)p[0], next = (unsigned char)p[1];

	if ((c < 0x20 && c != '\n') || c == 0x7f)
		return 1;
	return c == 0xc2 && next >= 0x80 && next <= 0x9f ? 2 : 0;
}

void model_clean(char *text)
{
	for (char *p = text; *p; p++) {
		size_t n = control_at(p);

		if (!n)
			continue;
		memset(p, ' ', n);
		p += n - 1;
	}
}

void model_flatten(char *text)
{
	for (; *text; text++)
		if (*text == '\n')
			*text = ' ';
}

const char *model_text(struct model *m, const char *s)
{
	char *out = arena_text(&m->mem, s);

	model_clean(out);
	return out;
}

const char *model_line(struct model *m, const char *s)
{
	char *out = arena_text(&m->mem, s);

	model_clean(out);
	model_flatten(out);
	return out;
}
