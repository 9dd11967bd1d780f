/* SPDX-License-Identifier: MIT */
/* Help, made from the rows that do the work: it cannot fall behind them. */
#include <stdlib.h>

#include "text/edit.h"
#include "text/keys.h"
#include "view/session.h"
#include "view/words_caseload.h"

static void heading(struct model *out, enum word w)
{
	model_add(out, view_id(ID_HELP, w), ITEM_HEADING)->text = words_of(w);
}

static const char *key_name(struct model *out, int32_t key)
{
	char name[24];

	keys_word(key, name, sizeof(name));
	return model_text(out, words_row(name)); /* "Left" has a word, "Alt-B" is as it is */
}

/* Ids behind those of the headings; the rows are always the same. */
static struct item *add_row(struct model *out)
{
	return model_add(out, view_id(ID_HELP, 0x10000 + out->count), ITEM_HELP);
}

/* That of the table and what is set beside it, or one of them; NULL: there is none. */
static const char *keys_of(const struct stage *s, struct model *out, const char *word, int key)
{
	const int own = stage_key_of(s, word, key), other = stage_other_key(key);
	const bool keeps = own == key || rebind_keeps(word);
	const char *name = own ? key_name(out, own) : NULL;

	if (keeps && own != key)
		name = words_keys(&out->mem, key_name(out, key), name);
	return keeps && other ? words_keys(&out->mem, name, key_name(out, other)) : name;
}

static void tell_verbs(const struct stage *s, struct model *out, const struct verb *v)
{
	for (; v && v->word; v++) {
		struct item *it = add_row(out);
		const char *args = *v->args ? words_row(v->args) : "";

		it->who = arena_fmt(&out->mem, "/%s%s%s", v->word, *args ? " " : "", args);
		it->text = words_row(v->help);
		it->note = keys_of(s, out, v->word, v->key);
	}
}

static void tell_views(const struct stage *s, struct model *out)
{
	for (size_t i = 0; stage_views[i]; i++) {
		struct item *it = add_row(out);

		it->who = arena_fmt(&out->mem, "/%s", stage_views[i]->name);
		it->text = words_row(stage_views[i]->help);
		it->note = keys_of(s, out, stage_views[i]->name, stage_views[i]->key);
	}
}

/* Those that the person has not set for a word. */
static void tell_editor(const struct stage *s, struct model *out)
{
	for (const struct edit_row *r = edit_rows; r->help; r++) {
		const bool first = !rebind_takes(s->wants.keys, r->key);
		const bool other = r->other && !rebind_takes(s->wants.keys, r->other);
		const char *key = key_name(out, first ? r->key : r->other);

		if (!first && !other)
			continue;
		struct item *it = add_row(out);

		it->who = first && other ? words_keys(&out->mem, key, key_name(out, r->other))
					 : key;
		it->text = words_row(r->help);
	}
}

/* ---- its parts ---- */

struct parts {
	struct stage *s;
	struct model *out;
	int n; /* of those so far */
};

/* Is the next part to be told?  Its heading is, then; of those that only are named, so many rows. */
static bool part(struct parts *p, enum word w, int rows)
{
	p->n++;
	if (p->s->help_part == STAGE_HELP_PARTS) {
		struct item *it = add_row(p->out);

		it->who = arena_fmt(&p->out->mem, "/help %d", p->n);
		it->text = words_help_part(&p->out->mem, words_of(w), rows);
		return false;
	}
	if (p->s->help_part != STAGE_HELP_ALL && p->s->help_part != p->n)
		return false;
	heading(p->out, w);
	return true;
}

static int verbs_count(const struct verb *v)
{
	int n = 0;

	for (; v && v->word; v++)
		n++;
	return n;
}

/* All views, and how many verbs they have that work in no other. */
static int views_count(int *verbs)
{
	int n = 0;

	for (*verbs = 0; stage_views[n]; n++)
		*verbs += verbs_count(stage_views[n]->verbs);
	return n;
}

static int editor_count(void)
{
	int n = 0;

	while (edit_rows[n].help)
		n++;
	return n;
}

static int parts_count(void)
{
	int n = 3; /* beside the tables: views, what works in one of them alone, the editor */

	for (const struct verb_table *t = stage_tables; t->verbs; t++)
		n++;
	return n;
}

static void tell_parts(struct stage *s, struct model *out)
{
	struct parts p = { s, out, 0 };
	int others;

	if (part(&p, WORD_HELP_VIEWS, views_count(&others)))
		tell_views(s, out);
	for (const struct verb_table *t = stage_tables; t->verbs; t++)
		if (part(&p, t->heading, verbs_count(t->verbs)))
			tell_verbs(s, out, t->verbs);
	if (part(&p, WORD_HELP_VIEW_VERBS, others))
		for (size_t i = 0; stage_views[i]; i++)
			tell_verbs(s, out, stage_views[i]->verbs);
	if (part(&p, WORD_HELP_EDIT, editor_count()))
		tell_editor(s, out);
}

static void build(struct stage *s, struct model *out)
{
	const bool names = s->help_part == STAGE_HELP_PARTS;
	struct pl_link_info info;

	pl_client_link(s->client, &info);
	out->title = words_of(WORD_HELP);
	out->status = words_link_first(&out->mem, &info);
	if (names || s->help_part == STAGE_HELP_ALL)
		model_add(out, view_id(ID_HELP, WORD_HELP_HOW), ITEM_NOTICE)->text =
			words_of(WORD_HELP_HOW);
	tell_parts(s, out);
	if (names)
		model_add(out, view_id(ID_HELP, WORD_HELP_PARTS), ITEM_NOTICE)->text =
			words_of(WORD_HELP_PARTS);
}

/* What no part has the number of is not told: all that there is, is. */
int help_go(struct stage *s, const char *rest)
{
	const int number = rest ? (int)strtol(rest, NULL, 10) : 0;

	s->help_part = s->in_parts ? STAGE_HELP_PARTS : STAGE_HELP_ALL;
	if (rest && words_read_all(rest))
		s->help_part = STAGE_HELP_ALL;
	else if (number > 0 && number <= parts_count())
		s->help_part = number;
	return stage_show(s, &view_help);
}

const char *stage_greeting(const struct stage *s)
{
	const bool own = stage_key_of(s, view_help.name, view_help.key) == view_help.key;

	return words_of(own ? WORD_FIRST_PRESS : WORD_FIRST_TYPE);
}

const struct view view_help = {
	"help", '?', N_("Every word and every key, with what it does."), build, NULL,
};
