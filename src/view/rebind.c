/* SPDX-License-Identifier: MIT */
#include "view/rebind.h"

#include <string.h>
#include <strings.h>

#include "text/keys.h"
#include "view/stage.h"

/* ---- words ---- */

/* Every word that has a key, one after the other: verbs of all views, then views. */
struct walk {
	const struct verb *verb;
	size_t table, view, name;
};

struct named {
	const char *word; /* NULL: that were all */
	int32_t key;
};

static const struct verb *next_table(struct walk *w)
{
	if (stage_tables[w->table].verbs)
		return stage_tables[w->table++].verbs;
	while (stage_views[w->view])
		if (stage_views[w->view++]->verbs)
			return stage_views[w->view - 1]->verbs;
	return NULL;
}

static struct named next_word(struct walk *w)
{
	while (!w->verb || !w->verb->word) {
		w->verb = next_table(w);
		if (w->verb)
			continue;
		const struct view *v = stage_views[w->name];

		w->name += v != NULL;
		return (struct named) { v ? v->name : NULL, v ? v->key : 0 };
	}
	const struct verb *v = w->verb++;

	return (struct named) { v->word, v->key };
}

static struct named find_word(const char *word)
{
	struct walk w = { 0 };
	struct named n;

	do
		n = next_word(&w);
	while (n.word && strcmp(n.word, word) != 0);
	return n;
}

/* ---- keys ---- */

static const char *const keeping[] = { "plan", "blank" };

bool rebind_keeps(const char *word)
{
	for (size_t i = 0; i < sizeof(keeping) / sizeof(*keeping); i++)
		if (strcmp(keeping[i], word) == 0)
			return true;
	return false;
}

/* Of the faces: these send, leave, take away, and begin other keys. */
static const int32_t fixed[] = {
	KEY_CTRL('c'),   KEY_CTRL('d'), KEY_CTRL('g'), KEY_CTRL('['), KEY_CTRL('z'),
	KEY_CHORD_FIRST, KEY_ALT('<'),  KEY_ALT('>'),  KEY_ALT('\r'), KEY_ALT(127),
};

/* What is printed begins a line, but for the key that help has. */
static bool is_fixed(int32_t key)
{
	if (key >= ' ' && key <= KEYS_PASTE_END && key != '?')
		return true;
	for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++)
		if (fixed[i] == key)
			return true;
	return false;
}

static const struct rebind_row *row_of(const struct rebind *r, const char *word)
{
	for (size_t i = 0; r && i < r->count; i++)
		if (strcmp(r->rows[i].word, word) == 0)
			return &r->rows[i];
	return NULL;
}

int32_t rebind_key(const struct rebind *r, const char *word, int32_t key)
{
	const struct rebind_row *row = row_of(r, word);

	return row ? row->key : key;
}

bool rebind_takes(const struct rebind *r, int32_t key)
{
	for (size_t i = 0; r && i < r->count; i++)
		if (r->rows[i].key == key)
			return true;
	return false;
}

static enum rebind_end look_at_key(const char *word, const char *name, int32_t *key)
{
	const bool none = strcasecmp(name, "none") == 0;

	*key = none ? 0 : keys_read(name);
	if (none)
		return rebind_keeps(word) ? REBIND_FIXED : REBIND_OK;
	if (!*key)
		return REBIND_NO_KEY;
	return is_fixed(*key) ? REBIND_FIXED : REBIND_OK;
}

enum rebind_end rebind_set(struct rebind *r, const char *word, const char *key, int line)
{
	const struct named n = find_word(word);
	enum rebind_end end;
	int32_t code;

	if (!n.word)
		return REBIND_NO_WORD;
	end = look_at_key(n.word, key, &code);
	if (end != REBIND_OK)
		return end;
	if (r->count == REBIND_MOST || row_of(r, n.word))
		return REBIND_TWICE;
	r->rows[r->count++] = (struct rebind_row) { n.word, code, line };
	return REBIND_OK;
}

/* ---- two words for one key ---- */

static bool has_key(const struct rebind *r, const struct named *n, int32_t key)
{
	const bool own = !row_of(r, n->word) || rebind_keeps(n->word);

	if (own && (n->key == key || stage_other_key(n->key) == key))
		return true;
	return rebind_key(r, n->word, n->key) == key;
}

/* A view may have a word of its own for what elsewhere has it too. */
static const char *other_of(const struct rebind *r, const struct rebind_row *row)
{
	struct walk w = { 0 };

	for (struct named n = next_word(&w); row->key && n.word; n = next_word(&w))
		if (strcmp(n.word, row->word) != 0 && has_key(r, &n, row->key))
			return n.word;
	return NULL;
}

const struct rebind_row *rebind_clash(const struct rebind *r, const char **other)
{
	for (size_t i = 0; i < r->count; i++)
		if ((*other = other_of(r, &r->rows[i])))
			return &r->rows[i];
	return NULL;
}
