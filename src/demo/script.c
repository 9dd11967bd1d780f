/* SPDX-License-Identifier: MIT */
#include "demo/script.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"

/* One file being read. */
struct reading {
	struct script *s;
	const char *file;
	int row;
	enum script_kind kind; /* of the section that lines go to */
	struct err *err;
};

static bool refuse(const struct reading *r, const char *what)
{
	return err_set(r->err, ERR_BAD_INPUT, "%s:%d: %s", r->file, r->row, what);
}

static struct str trim(struct str t)
{
	while (t.n && isspace((unsigned char)t.p[0]))
		t = (struct str) { t.p + 1, t.n - 1 };
	while (t.n && isspace((unsigned char)t.p[t.n - 1]))
		t.n--;
	return t;
}

/* What is before the first `sep` goes out trimmed; false, with all of it, if there is none. */
static bool cut(struct str *rest, char sep, struct str *out)
{
	const char *at = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
	size_t n = at ? (size_t)(at - rest->p) : rest->n;

	*out = trim((struct str) { rest->p, n });
	*rest = at ? (struct str) { at + 1, rest->n - n - 1 } : (struct str) { rest->p + n, 0 };
	return at != NULL;
}

static const char *keep(struct script *s, struct str t)
{
	return arena_dup(&s->mem, t.p, t.n);
}

/* Sections. */

static const struct {
	const char *word;
	enum script_kind kind;
} kinds[] = {
	{ "cast", SCRIPT_CAST },
	{ "play", SCRIPT_PLAY },
	{ "round", SCRIPT_ROUND },
	{ "pool", SCRIPT_POOL },
};

static enum script_kind kind_of(struct str word)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_is(word, kinds[i].word))
			return kinds[i].kind;
	return SCRIPT_NONE;
}

static void add_scene(struct script *s, enum script_kind kind, struct str name, struct str cues)
{
	struct script_scene *scene;

	s->scenes = mem_grow(s->scenes, (s->scenes_count + 1) * sizeof(*s->scenes));
	scene = &s->scenes[s->scenes_count++];
	*scene = (struct script_scene) { .kind = kind,
					 .name = keep(s, name),
					 .cues = keep(s, cues),
					 .first = s->lines_count };
}

static bool read_section(struct reading *r, struct str row)
{
	struct str head, word, rest;

	if (row.p[row.n - 1] != ']')
		return refuse(r, "a section ends in ']'");
	rest = (struct str) { row.p + 1, row.n - 2 };
	cut(&rest, ':', &head);
	cut(&head, ' ', &word);
	head = trim(head);
	r->kind = kind_of(word);
	if (r->kind == SCRIPT_NONE)
		return refuse(r, "a section is cast, play, round or pool");
	if (r->kind == SCRIPT_CAST)
		return true;
	if (!head.n)
		return refuse(r, "this section needs a name");
	add_scene(r->s, r->kind, head, trim(rest));
	return true;
}

/* Lines. */

static bool read_member(struct reading *r, struct str row)
{
	struct str name, role;
	bool leads;

	cut(&row, '|', &name);
	role = trim(row);
	leads = str_is(role, "facilitator");
	if (!name.n || (!leads && !str_is(role, "patient")))
		return refuse(r, "a member is \"NAME | patient\" or \"NAME | facilitator\"");
	if (script_member(r->s, name) >= 0)
		return refuse(r, "this name is in the cast already");
	if (r->s->cast_count == SCRIPT_CAST_MAX)
		return refuse(r, "the cast is too large");
	r->s->cast[r->s->cast_count++] = (struct script_member) { keep(r->s, name), leads };
	return true;
}

static bool read_pause(struct str t, int *pause_s)
{
	char *end;
	long v;

	if (!t.n || !isdigit((unsigned char)t.p[0]))
		return false;
	/* A '|' stands behind it. */
	v = strtol(t.p, &end, 10);
	if (end != t.p + t.n || v > SCRIPT_PAUSE_MAX_S)
		return false;
	*pause_s = (int)v;
	return true;
}

/* The speaker; *known is false for a name that the cast has not. */
static int read_speaker(const struct script *s, struct str who, bool *known)
{
	int member = script_member(s, who);

	*known = true;
	if (str_is(who, "-"))
		return SCRIPT_WAIT;
	if (str_is(who, "*"))
		return SCRIPT_ANYONE;
	*known = member >= 0;
	return member;
}

/* What is wrong with a line, or NULL. */
static const char *wrong_with(enum script_kind kind, const struct script_line *l, bool known)
{
	bool pool = kind == SCRIPT_POOL;

	if (!known)
		return pool ? NULL : "this name is not in the cast";
	if (pool && l->who == SCRIPT_WAIT)
		return "a pool has no waits";
	if (!pool && l->who == SCRIPT_ANYONE)
		return "only a pool's line may be anyone's";
	if ((l->who == SCRIPT_WAIT) != (l->text[0] == '\0'))
		return "a wait has no text, and everything else has some";
	return NULL;
}

static bool read_line(struct reading *r, struct str row)
{
	struct script *s = r->s;
	struct script_line l = { 0 };
	struct str who, pause;
	const char *wrong;
	bool known;

	if (!cut(&row, '|', &who) || !cut(&row, '|', &pause) || !who.n)
		return refuse(r, "a line is \"WHO | SECONDS | TEXT\"");
	if (!read_pause(pause, &l.pause_s))
		return refuse(r, "the pause is not a number of seconds");
	l.if_silent = who.p[who.n - 1] == '?';
	who = trim((struct str) { who.p, who.n - l.if_silent });
	l.who = read_speaker(s, who, &known);
	l.text = keep(s, trim(row));
	wrong = wrong_with(r->kind, &l, known);
	if (wrong)
		return refuse(r, wrong);
	if (!known)
		return true;
	if (s->lines_count == SCRIPT_LINES_MAX)
		return refuse(r, "too many lines");
	s->lines = mem_grow(s->lines, (s->lines_count + 1) * sizeof(*s->lines));
	s->lines[s->lines_count++] = l;
	s->scenes[s->scenes_count - 1].count++;
	return true;
}

static bool read_row(struct reading *r, struct str row)
{
	if (!row.n || row.p[0] == '#')
		return true;
	if (row.p[0] == '[')
		return read_section(r, row);
	if (r->kind == SCRIPT_NONE)
		return refuse(r, "this line is in no section");
	if (r->kind != SCRIPT_CAST && !r->s->cast_count)
		return refuse(r, "the cast comes before the first line");
	return r->kind == SCRIPT_CAST ? read_member(r, row) : read_line(r, row);
}

bool script_add(struct script *s, const char *file, struct str text, struct err *err)
{
	struct reading r = { .s = s, .file = file, .err = err };
	struct str row;

	while (text.n) {
		r.row++;
		cut(&text, '\n', &row);
		if (!read_row(&r, row))
			return false;
	}
	return true;
}

void script_finish(struct script *s)
{
	arena_finish(&s->mem);
	free(s->scenes);
	free(s->lines);
	*s = (struct script) { 0 };
}

/* Looking. */

int script_member(const struct script *s, struct str name)
{
	for (size_t i = 0; i < s->cast_count; i++)
		if (str_is(name, s->cast[i].name))
			return (int)i;
	return -1;
}

/* Bytes of a letter beyond ASCII are letters. */
static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool has_word(const char *text, struct str word, bool any_ending)
{
	for (const char *p = text; *p; p++) {
		if (p > text && is_letter(p[-1]))
			continue;
		if (strncasecmp(p, word.p, word.n) == 0 &&
		    (any_ending || !is_letter(p[word.n])))
			return true;
	}
	return false;
}

int script_named(const struct script *s, const char *text)
{
	for (size_t i = 0; i < s->cast_count; i++)
		if (has_word(text, str_of(s->cast[i].name), false))
			return (int)i;
	return -1;
}

static bool has_cue(const char *text, struct str cue)
{
	bool any_ending = cue.n > 1 && cue.p[cue.n - 1] == '*';

	if (str_is(cue, "?"))
		return strchr(text, '?') != NULL;
	return cue.n && has_word(text, (struct str) { cue.p, cue.n - any_ending }, any_ending);
}

bool script_cued(const char *cues, const char *text)
{
	struct str cue, rest = str_of(cues);

	while (rest.n) {
		cut(&rest, ',', &cue);
		if (has_cue(text, cue))
			return true;
	}
	return false;
}

const struct script_scene *script_pool(const struct script *s, const char *name)
{
	for (size_t i = 0; i < s->scenes_count; i++)
		if (s->scenes[i].kind == SCRIPT_POOL && s->scenes[i].count &&
		    strcmp(s->scenes[i].name, name) == 0)
			return &s->scenes[i];
	return NULL;
}
