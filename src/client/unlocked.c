/* SPDX-License-Identifier: MIT */
#include "client/unlocked.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/vault.h"
#include "text/utf8.h"

/* The year 2286. */
#define MOMENT_MAX_MS INT64_C(10000000000000)

/* ---- texts ---- */

/* One more place at the end of a list in the arena, which doubles. */
static const char **grow(struct arena *mem, const char **list, size_t count)
{
	const char **grown;

	if (count & (count - 1) || (count > 0 && count < 8))
		return list;
	grown = arena_get(mem, (count ? 2 * count : 8) * sizeof(*grown));
	if (count)
		memcpy(grown, list, count * sizeof(*grown));
	return grown;
}

static const char *clean(struct kit_text *t, struct str s)
{
	return utf8_clean_name(&t->mem, s, UNLOCKED_LINE_MAX);
}

/* The next line of a text, taken off it. */
static struct str take_line(struct str *text)
{
	const char *end = text->n ? memchr(text->p, '\n', text->n) : NULL;
	const size_t n = end ? (size_t)(end - text->p) : text->n;
	const struct str line = { text->p, n };

	text->p += n + (end != NULL);
	text->n -= n + (end != NULL);
	return line;
}

static void add_lines(struct kit_text *t, const char ***list, size_t *count, struct str text)
{
	while (text.n && *count < UNLOCKED_LINES_MAX) {
		const char *line = clean(t, take_line(&text));

		if (!*line)
			continue;
		*list = grow(&t->mem, *list, *count);
		(*list)[(*count)++] = line;
	}
}

void kit_text_part(struct kit_text *t, struct str title)
{
	struct pl_plan *p = &t->plan;

	p->parts = t->parts;
	if (p->count < UNLOCKED_PARTS_MAX)
		t->parts[p->count++] = (struct pl_plan_part) { .title = clean(t, title) };
}

void kit_text_line(struct kit_text *t, struct str line)
{
	const size_t at = t->plan.count ? t->plan.count - 1 : 0;
	struct pl_plan_part *part = &t->parts[at];

	if (!t->plan.count)
		return;
	add_lines(t, &t->lines[at], &part->count, line);
	part->lines = t->lines[at];
	t->plan.is_empty = t->plan.is_empty && !part->count;
	t->has_plan = t->has_plan || part->count;
}

void kit_text_call(struct kit_text *t, struct str line)
{
	add_lines(t, &t->calls, &t->crisis.count, line);
	t->crisis.lines = t->calls;
}

void kit_text_init(struct kit_text *t)
{
	*t = (struct kit_text) {
		.plan = { .is_empty = true, .shared = PL_SHEET_KEPT, .reader = "" }
	};
}

void kit_text_reset(struct kit_text *t)
{
	arena_finish(&t->mem);
	kit_text_init(t);
}

/* ---- the file ---- */

static void write_part(const struct pl_plan_part *part, struct buf *out)
{
	if (part->count)
		buf_addf(out, "part %s\n", part->title);
	for (size_t i = 0; i < part->count; i++)
		buf_addf(out, "line %s\n", part->lines[i]);
}

bool unlocked_write(const struct kit_text *t, bool with_plan, struct buf *out)
{
	const struct pl_crisis *c = &t->crisis;

	buf_adds(out, "porchlight unlocked 1\n");
	if (c->dated_utc_ms)
		buf_addf(out, "dated %lld\n", (long long)c->dated_utc_ms);
	for (size_t i = 0; i < c->count; i++)
		buf_addf(out, "call %s\n", c->lines[i]);
	if (t->has_plan)
		buf_addf(out, "plan %lld\n", with_plan ? (long long)t->plan.utc_ms : 0LL);
	for (size_t i = 0; with_plan && i < t->plan.count; i++)
		write_part(&t->plan.parts[i], out);
	return c->count || t->has_plan;
}

/* A moment; what is none is 0. */
static int64_t moment(struct str s)
{
	char digits[24] = "";
	int64_t utc_ms;

	memcpy(digits, s.p, s.n < sizeof(digits) ? s.n : sizeof(digits) - 1);
	utc_ms = strtoll(digits, NULL, 10);
	return utc_ms > 0 && utc_ms < MOMENT_MAX_MS ? utc_ms : 0;
}

static void read_dated(struct kit_text *t, struct str rest)
{
	t->crisis.dated_utc_ms = moment(rest);
}

static void read_plan(struct kit_text *t, struct str rest)
{
	t->has_plan = true;
	t->plan.utc_ms = moment(rest);
}

static const struct {
	const char *word;
	void (*read)(struct kit_text *t, struct str rest);
} rows[] = {
	{ "dated", read_dated },   { "call", kit_text_call }, { "plan", read_plan },
	{ "part", kit_text_part }, { "line", kit_text_line },
};

static void parse_line(struct str line, struct kit_text *t)
{
	const char *blank = line.n ? memchr(line.p, ' ', line.n) : NULL;
	const size_t n = blank ? (size_t)(blank - line.p) : 0;

	for (size_t i = 0; n && i < sizeof(rows) / sizeof(*rows); i++)
		if (str_is((struct str) { line.p, n }, rows[i].word))
			rows[i].read(t, (struct str) { blank + 1, line.n - n - 1 });
}

void unlocked_parse(struct str text, struct kit_text *t)
{
	while (text.n)
		parse_line(take_line(&text), t);
	t->plan.is_open = !t->plan.is_empty;
}

/* ---- before the store is opened ---- */

struct unlocked {
	struct pl_unlocked pub; /* first: it is what the caller has */
	struct kit_text text;
};

bool unlocked_load(const char *path, struct buf *out)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
	ssize_t n = -1;

	if (fd < 0)
		return false;
	out->p = mem_get(UNLOCKED_BYTES_MAX + 1);
	out->size = UNLOCKED_BYTES_MAX + 1;
	while (out->n < UNLOCKED_BYTES_MAX &&
	       (n = read(fd, out->p + out->n, UNLOCKED_BYTES_MAX - out->n)) > 0)
		out->n += (size_t)n;
	close(fd);
	return n >= 0;
}

struct pl_unlocked *pl_unlocked_read(const char *dir)
{
	struct unlocked *u;
	struct buf text;
	char path[1024];

	buf_init(&text, UNLOCKED_BYTES_MAX);
	vault_path(dir, UNLOCKED_FILE, path);
	if (!unlocked_load(path, &text)) {
		buf_finish(&text);
		return NULL;
	}
	u = mem_get(sizeof(*u));
	kit_text_init(&u->text);
	unlocked_parse((struct str) { text.p, text.n }, &u->text);
	buf_finish(&text);
	u->pub = (struct pl_unlocked) { u->text.crisis, u->text.plan, u->text.has_plan };
	return &u->pub;
}

void pl_unlocked_free(struct pl_unlocked *u)
{
	struct unlocked *all = (struct unlocked *)(void *)u;

	if (!u)
		return;
	kit_text_reset(&all->text);
	free(all);
}
