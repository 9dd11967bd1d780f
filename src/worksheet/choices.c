/* SPDX-License-Identifier: MIT */
/* Choices: those of an item itself, and those of a value set that the form has or was given. */
#include <string.h>

#include "worksheet/reader.h"

enum { CHOICES_IN_ALL = 100000 };
enum { SETS_DEPTH_MAX = 6 }; /* of value sets in value sets, and of concepts in concepts */

struct gather {
	struct reader *r;
	const struct sheet_item *item; /* for what is told */
	struct sheet_choice *all;
	size_t count, size;
	bool filtered, full;
	int depth;
};

static struct sheet_choice *one_more(struct gather *g)
{
	g->full |= g->count == QUESTIONNAIRE_CHOICES_MAX || g->r->choices == CHOICES_IN_ALL;
	if (g->full)
		return NULL;
	g->r->choices++;
	if (g->count == g->size) {
		struct sheet_choice *bigger;

		g->size = g->size ? 2 * g->size : 8;
		bigger = arena_get(g->r->mem, g->size * sizeof(*bigger));
		if (g->count)
			memcpy(bigger, g->all, g->count * sizeof(*bigger));
		g->all = bigger;
	}
	return &g->all[g->count++];
}

/* ---- answerOption ---- */

static void read_option_extensions(struct reader *r, const cJSON *o, struct sheet_choice *c)
{
	const cJSON *e, *url, *inner = reader_get(o, "valueCoding");

	for (int i = 0; i < 2; i++, o = inner)
		cJSON_ArrayForEach(e, reader_get(o, "extension"))
		{
			const char *tail;

			url = reader_get(e, "url");
			tail = cJSON_IsString(url) ? reader_tail(url->valuestring) : "";
			if (strcmp(tail, "questionnaire-optionExclusive") == 0)
				c->exclusive = cJSON_IsTrue(reader_get(e, "valueBoolean"));
			if (strcmp(tail, "questionnaire-optionPrefix") == 0)
				c->prefix = value_clean(r->mem, reader_get(e, "valueString"));
		}
}

/* A choice is answered with what its options are; all else with its own kind. */
static bool is_option(const struct sheet_item *item, enum value_kind kind)
{
	if (item->type != ITEM_TYPE_CHOICE && item->type != ITEM_TYPE_OPEN_CHOICE)
		return kind == item_kind(item);
	return kind == VALUE_CODING || kind == VALUE_STRING || kind == VALUE_INTEGER ||
	       kind == VALUE_DATE || kind == VALUE_TIME;
}

static void read_option(struct gather *g, const cJSON *o)
{
	struct sheet_choice *c,
		made = { .initial = cJSON_IsTrue(reader_get(o, "initialSelected")) };
	struct sheet_value *v = &made.value;

	if (!value_read(g->r->mem, o, "value", v) || !is_option(g->item, v->kind) ||
	    (v->kind == VALUE_STRING &&
	     !value_exact(g->r->mem, reader_get(o, "valueString")))) {
		reader_lacks(g->r, g->item, LACK_OPTION, "answerOption");
		return;
	}
	made.text = v->kind == VALUE_CODING
			    ? reader_text(g->r, reader_get(o, "valueCoding"), "display")
			    : reader_text(g->r, o, "valueString");
	if (!made.text && v->kind == VALUE_INTEGER)
		made.text = arena_fmt(g->r->mem, "%.0f", v->number);
	if (!made.text)
		made.text = v->text ? v->text : "";
	read_option_extensions(g->r, o, &made);
	c = one_more(g);
	if (c)
		*c = made;
}

/* ---- value sets ---- */

/* In the language asked for, where the concept says how it is called there. */
static const char *designated(struct reader *r, const cJSON *concept)
{
	const cJSON *d, *language;

	if (r->language)
		cJSON_ArrayForEach(d, reader_get(concept, "designation"))
		{
			const size_t n = strcspn(r->language, "-_");

			language = reader_get(d, "language");
			if (cJSON_IsString(language) &&
			    strncmp(language->valuestring, r->language, n) == 0)
				return value_clean(r->mem, reader_get(d, "value"));
		}
	return reader_text(r, concept, "display");
}

/* A concept of a set or a code system, and those within it. */
static void add_concept(struct gather *g, const cJSON *o, const cJSON *system,
			const char *within)
{
	const cJSON *e, *own = reader_get(o, "system");
	struct sheet_value v;
	cJSON *as;

	if (g->full)
		return;
	as = cJSON_CreateObject();
	/* value_read takes a coding as an element of another */
	cJSON_AddItemReferenceToObject(as, "valueCoding", (cJSON *)o);
	if (!cJSON_IsTrue(reader_get(o, "abstract")) && reader_get(o, "code") &&
	    value_read(g->r->mem, as, "value", &v)) {
		struct sheet_choice *c = one_more(g);
		const char *text = designated(g->r, o);

		v.system = value_exact(g->r->mem, own ? own : system);
		if (c)
			*c = (struct sheet_choice) { .value = v, .text = text ? text : v.text };
	}
	cJSON_Delete(as);
	if (++g->depth <= SETS_DEPTH_MAX)
		cJSON_ArrayForEach(e, reader_get(o, within)) add_concept(g, e, system, within);
	g->depth--;
}

static bool is_named(const cJSON *o, const char *type, const char *url)
{
	const cJSON *t = reader_get(o, "resourceType"), *u = reader_get(o, "url"),
		    *id = reader_get(o, "id");
	const size_t n = strcspn(url, "|");

	if (!cJSON_IsString(t) || strcmp(t->valuestring, type) != 0)
		return false;
	if (*url == '#')
		return cJSON_IsString(id) && strcmp(id->valuestring, url + 1) == 0;
	return cJSON_IsString(u) && strlen(u->valuestring) == n &&
	       strncmp(u->valuestring, url, n) == 0;
}

static const cJSON *find_entry(const cJSON *bundle, const char *type, const char *url)
{
	const cJSON *e;

	cJSON_ArrayForEach(
		e, reader_get(bundle,
			      "entry")) if (is_named(reader_get(e, "resource"), type,
						     url)) return reader_get(e, "resource");
	return NULL;
}

/* Contained, in the Bundle that the form is in, or handed in. */
static const cJSON *find_resource(struct reader *r, const char *type, const char *url)
{
	const cJSON *found = find_entry(r->whole, type, url), *e;

	cJSON_ArrayForEach(e, reader_get(r->root, "contained")) if (!found &&
								    is_named(e, type, url))
		found = e;
	for (size_t i = 0; !found && i < r->set_count; i++)
		found = is_named(r->sets[i], type, url) ? r->sets[i]
							: find_entry(r->sets[i], type, url);
	return found;
}

static void add_set(struct gather *g, const cJSON *set);

static void add_include(struct gather *g, const cJSON *o)
{
	const cJSON *system = reader_get(o, "system"), *e, *found;
	const cJSON *concepts = reader_get(o, "concept"), *sets = reader_get(o, "valueSet");

	cJSON_ArrayForEach(e, concepts) add_concept(g, e, system, "concept");
	g->filtered |= reader_get(o, "filter") != NULL;
	cJSON_ArrayForEach(e, sets)
	{
		found = cJSON_IsString(e) ? find_resource(g->r, "ValueSet", e->valuestring)
					  : NULL;
		if (found)
			add_set(g, found);
		g->filtered |= !found;
	}
	if (concepts || sets || reader_get(o, "filter"))
		return;
	found = cJSON_IsString(system) ? find_resource(g->r, "CodeSystem", system->valuestring)
				       : NULL;
	cJSON_ArrayForEach(e, reader_get(found, "concept"))
		add_concept(g, e, system, "concept");
	g->filtered |= !found;
}

static void take_out(struct gather *g, const cJSON *o)
{
	const cJSON *system = reader_get(o, "system"), *e, *code;
	size_t n;

	cJSON_ArrayForEach(e, reader_get(o, "concept"))
	{
		code = reader_get(e, "code");
		n = 0;
		for (size_t i = 0; i < g->count; i++) {
			const struct sheet_value *v = &g->all[i].value;

			if (!cJSON_IsString(code) || !cJSON_IsString(system) || !v->system ||
			    strcmp(v->text, code->valuestring) != 0 ||
			    strcmp(v->system, system->valuestring) != 0)
				g->all[n++] = g->all[i];
		}
		g->count = n;
	}
}

static void add_set(struct gather *g, const cJSON *set)
{
	const cJSON *compose = reader_get(set, "compose"), *e;
	const cJSON *expansion = reader_get(reader_get(set, "expansion"), "contains");

	if (++g->depth > SETS_DEPTH_MAX || g->full) {
		g->filtered = true;
	} else if (expansion) {
		cJSON_ArrayForEach(e, expansion) add_concept(g, e, NULL, "contains");
	} else {
		cJSON_ArrayForEach(e, reader_get(compose, "include")) add_include(g, e);
		cJSON_ArrayForEach(e, reader_get(compose, "exclude")) take_out(g, e);
	}
	g->depth--;
}

/* Of all items that name it, read once. */
static const struct known_set *know_set(struct reader *r, const struct sheet_item *item,
					const char *url)
{
	struct known_set *k = r->known;
	struct gather g = { .r = r, .item = item };
	const cJSON *set;

	while (k && strcmp(k->url, url) != 0)
		k = k->next;
	if (k)
		return k;
	set = find_resource(r, "ValueSet", url);
	if (set)
		add_set(&g, set);
	if (g.full)
		reader_lacks(r, item, LACK_TOO_MANY, url);
	k = arena_get(r->mem, sizeof(*k));
	*k = (struct known_set) { arena_text(r->mem, url), g.all, g.count, g.filtered,
				  r->known };
	r->known = k;
	return k;
}

static void read_set(struct reader *r, struct sheet_item *item, const char *url)
{
	const struct known_set *k = know_set(r, item, url);

	item->choices = k->choices;
	item->choice_count = k->count;
	if (k->count && k->filtered)
		reader_lacks(r, item, LACK_FILTER, url);
	if (!k->count)
		reader_lacks(r, item, LACK_VALUE_SET, url);
	item->unlisted = !k->count || k->filtered;
}

void choices_read(struct reader *r, const cJSON *o, struct sheet_item *item)
{
	const cJSON *set = reader_get(o, "answerValueSet"),
		    *options = reader_get(o, "answerOption");
	struct gather g = { .r = r, .item = item };
	const bool chooses =
		item->type == ITEM_TYPE_CHOICE || item->type == ITEM_TYPE_OPEN_CHOICE;
	const cJSON *e;

	if (!options && !set) {
		item->unlisted = chooses;
		if (chooses)
			reader_lacks(r, item, LACK_VALUE_SET, "");
		return;
	}
	if (!item_asks(item) || item->type == ITEM_TYPE_BOOLEAN ||
	    item->type == ITEM_TYPE_QUANTITY) {
		reader_lacks(r, item, LACK_VALUE, options ? "answerOption" : "answerValueSet");
		return;
	}
	cJSON_ArrayForEach(e, options) read_option(&g, e);
	item->choices = g.all;
	item->choice_count = g.count;
	if (g.full)
		reader_lacks(r, item, LACK_TOO_MANY, "answerOption");
	if (!g.count && cJSON_IsString(set))
		read_set(r, item, set->valuestring);
	else if (!g.count)
		item->unlisted = chooses;
}
