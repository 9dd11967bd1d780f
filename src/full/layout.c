/* SPDX-License-Identifier: MIT */
#include "full/layout.h"

#include <string.h>

#include "text/utf8.h"
#include "text/wrap.h"

/* A row: the `row`-th of an item.  One item behind the last is the end. */
struct place {
	size_t item, row;
};

/* One item's text, being cut into rows. */
struct cut {
	struct str all, line;
	struct wrap wrap;
	size_t strong, row;
	bool ended; /* its gap has come, too */
};

void layout_init(struct layout *l)
{
	memset(l, 0, sizeof(*l));
}

void layout_finish(struct layout *l)
{
	arena_finish(&l->mem);
	memset(l, 0, sizeof(*l));
}

/* ---- one item ---- */

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* All of an item as one text; *strong bytes of it are who speaks, or a heading. */
static struct str words_of_item(struct layout *l, const struct item *item, size_t *strong)
{
	const char *who = or_empty(item->who), *text = or_empty(item->text);
	const char *when = l->look.times ? or_empty(item->when) : "";
	const char *note = or_empty(item->note);
	const char *head =
		arena_fmt(&l->mem, "%s%s%s%s%s%s", l->look.found == item->id ? "> " : "",
			  item->role == ITEM_NOTICE ? "- " : "", item->mention ? "* " : "",
			  when, *when ? " " : "", who);

	*strong = *who ? strlen(head) : 0;
	if (item->role == ITEM_HEADING)
		*strong = strlen(head) + strlen(text);
	return str_of(arena_fmt(&l->mem, "%s%s%s%s%s%s", head, *who && *text ? ": " : "", text,
				!*note          ? ""
				: *who || *text ? " ("
						: "(",
				note, *note ? ")" : ""));
}

static void cut_begin(struct cut *c, struct layout *l, size_t item)
{
	*c = (struct cut) { 0 };
	c->all = words_of_item(l, &l->model->items[item], &c->strong);
	wrap_init(&c->wrap, c->all);
}

static int indent_of(const struct layout *l, size_t row)
{
	return row && !l->look.flush ? LAYOUT_INDENT : 0;
}

static bool cut_next(struct cut *c, const struct layout *l)
{
	const int indent = indent_of(l, c->row++);

	if (wrap_next(&c->wrap, l->look.cols - indent, &c->line))
		return true;
	c->line = (struct str) { c->all.p + c->all.n, 0 };
	c->ended = !c->ended;
	return l->look.gaps && c->ended;
}

static size_t rows_of(struct layout *l, size_t item)
{
	struct cut c;
	size_t n = 0;

	cut_begin(&c, l, item);
	while (cut_next(&c, l))
		n++;
	return n;
}

static size_t off_of(struct layout *l, struct place at)
{
	struct cut c;
	size_t off = 0;

	cut_begin(&c, l, at.item);
	for (size_t n = 0; n <= at.row && cut_next(&c, l); n++)
		off = (size_t)(c.line.p - c.all.p);
	return off;
}

static size_t row_with(struct layout *l, size_t item, size_t off)
{
	struct cut c;
	size_t row = 0;

	cut_begin(&c, l, item);
	for (size_t n = 0; cut_next(&c, l) && (size_t)(c.line.p - c.all.p) <= off; n++)
		row = n;
	return row;
}

/* ---- places ---- */

static struct place go_up(struct layout *l, struct place at, size_t by)
{
	while (by > at.row && at.item > 0) {
		by -= at.row;
		at.row = rows_of(l, --at.item);
	}
	at.row = by < at.row ? at.row - by : 0;
	return at;
}

static struct place go_down(struct layout *l, struct place at, size_t by)
{
	at.row += by;
	while (at.item < l->model->count) {
		size_t n = rows_of(l, at.item);

		if (at.row < n)
			break;
		at.row -= n;
		at.item++;
	}
	return at;
}

/* The first row when the newest is the last. */
static struct place last_top(struct layout *l)
{
	struct place end = { l->model->count, 0 };

	return go_up(l, end, l->look.rows > 0 ? (size_t)l->look.rows : 0);
}

static bool is_before(struct place a, struct place b)
{
	return a.item != b.item ? a.item < b.item : a.row < b.row;
}

static bool find(const struct model *m, uint64_t id, size_t *at)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->items[i].id == id) {
			*at = i;
			return true;
		}
	return false;
}

/* Where it was, if it is gone, is what was below it; if that is gone too, they were the oldest. */
static struct place place_of_item(struct layout *l, const struct layout_pos *pos)
{
	struct place at = { 0, 0 };

	if (find(l->model, pos->id, &at.item))
		at.row = row_with(l, at.item, pos->off);
	else if (pos->next)
		find(l->model, pos->next, &at.item);
	return at;
}

static struct place place_of(struct layout *l, const struct layout_pos *pos, struct place end)
{
	struct place at = { 0, 0 };

	if (pos->follow)
		return end;
	if (pos->id && l->model->count)
		at = place_of_item(l, pos);
	return is_before(at, end) ? at : end;
}

static struct layout_pos pos_of(struct layout *l, struct place at, struct place end)
{
	if (!is_before(at, end))
		return (struct layout_pos) { .follow = true };
	const struct item *item = &l->model->items[at.item];

	return (struct layout_pos) {
		.id = item->id,
		.off = off_of(l, at),
		.next = at.item + 1 < l->model->count ? item[1].id : 0,
	};
}

struct layout_pos layout_scroll(struct layout *l, const struct layout_pos *pos, int by)
{
	struct place end = last_top(l), at = place_of(l, pos, end);

	at = by < 0 ? go_up(l, at, (size_t)-by) : go_down(l, at, (size_t)by);
	return pos_of(l, at, end);
}

struct layout_pos layout_to(struct layout *l, uint64_t id, int above)
{
	struct place at = place_of_item(l, &(struct layout_pos) { .id = id });

	return pos_of(l, go_up(l, at, (size_t)above), last_top(l));
}

/* ---- rows ---- */

static void add_row(struct layout *l, const struct item *item, const struct cut *c)
{
	size_t off = (size_t)(c->line.p - c->all.p);
	struct layout_row *row = &l->rows[l->count++];

	*row = (struct layout_row) {
		.id = item->id,
		.off = off,
		.text = c->line,
		.role = item->role,
		.indent = indent_of(l, off > 0),
		.mine = item->mine,
		.mention = item->mention,
	};
	if (off < c->strong)
		row->strong = c->strong - off < c->line.n ? c->strong - off : c->line.n;
}

void layout_build(struct layout *l, const struct model *m, const struct layout_look *look,
		  const struct layout_pos *pos)
{
	size_t room = look->rows > 0 ? (size_t)look->rows : 0;

	arena_reset(&l->mem);
	l->model = m;
	l->look = *look;
	l->rows = arena_get(&l->mem, room * sizeof(*l->rows));
	l->count = 0;
	struct place end = last_top(l), at = place_of(l, pos, end);

	l->at_end = !is_before(at, end);
	for (size_t i = at.item; i < m->count && l->count < room; i++) {
		struct cut c;

		cut_begin(&c, l, i);
		for (size_t n = 0; l->count < room && cut_next(&c, l); n++)
			if (i > at.item || n >= at.row)
				add_row(l, &m->items[i], &c);
	}
}

static bool has(const char *hay, struct str what)
{
	return hay && utf8_contains(str_of(hay), what);
}

uint64_t layout_search(const struct model *m, uint64_t from, const char *what)
{
	struct str needle = str_of(what);
	size_t i = m->count;

	if (!needle.n)
		return 0;
	if (from)
		for (size_t k = 0; k < m->count; k++)
			if (m->items[k].id == from)
				i = k;
	while (i-- > 0)
		if (has(m->items[i].text, needle) || has(m->items[i].who, needle))
			return m->items[i].id;
	return 0;
}
