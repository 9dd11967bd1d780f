/* SPDX-License-Identifier: MIT */
#include "packs/check.h"

#include <stdlib.h>
#include <string.h>

#include "packs/cards.h"
#include "text/utf8.h"
#include "worksheet/response.h"

/* What is being looked at. */
struct look {
	const struct pack_report *report;
	const char *file;
	bool good;
};

static void say(struct look *l, enum pack_says says, const char *item, const char *words)
{
	l->good = l->good && says != PACK_BAD;
	if (l->report)
		l->report->say(l->report->user,
			       &(struct pack_finding) { says, l->file, item, words });
}

/* ---- a form ---- */

static const char *const lacks[LACKS] = {
	[LACK_TYPE] = "cannot be answered here",
	[LACK_EXTENSION] = "an extension without effect here",
	[LACK_MODIFIER] = "a modifier extension without effect here, and it may matter",
	[LACK_EXPRESSION] = "an expression that is not done here",
	[LACK_LANGUAGE] = "an expression that is not FHIRPath",
	[LACK_VALUE_SET] = "its choices are in a value set that is not here: any text is taken",
	[LACK_FILTER] = "of its value set only the listed choices are there",
	[LACK_OPTION] = "a choice that cannot be given here: left out",
	[LACK_PATTERN] = "a regular expression that is not done here: any text is taken",
	[LACK_CONTROL] = "a way to show it that is not known here",
	[LACK_CONDITION] = "a condition that cannot be read",
	[LACK_INITIAL] = "a first answer that is not of its type: left out",
	[LACK_VALUE] = "not as FHIR R4 has it: left out",
	[LACK_TOO_MANY] = "too many: the rest is left out",
};

static void tell_lacks(struct look *l, const struct questionnaire *q)
{
	struct buf words;

	for (size_t i = 0; i < q->lack_count; i++) {
		const struct questionnaire_lack *lack = &q->lacks[i];

		buf_init(&words, 4096);
		buf_addf(&words, "%s%s%.300s", lacks[lack->lack], *lack->what ? ": " : "",
			 lack->what);
		say(l, PACK_NOTE, lack->link_id, buf_text(&words));
		buf_finish(&words);
	}
	if (q->lack_total > q->lack_count)
		say(l, PACK_NOTE, "", "and more of these");
}

/* Required, and never to be answered by anybody. */
static const char *barred(const struct sheet_item *item)
{
	const bool filled = item->calculated || item->begins || item->initial_count;

	if (!item->required || item->hidden || item->type == ITEM_TYPE_GROUP ||
	    item->type == ITEM_TYPE_DISPLAY)
		return NULL;
	if (!item_asks(item))
		return "it has to be answered, and cannot be here";
	return item->read_only && !filled ? "it has to be answered, and is read-only" : NULL;
}

static bool try_choices(struct response *r, struct blank *b)
{
	for (size_t i = 0; i < b->item->choice_count; i++)
		if (response_choose(r, b, i) == RESPONSE_TAKEN)
			return true;
	return false;
}

static bool try_bounds(struct response *r, struct blank *b)
{
	const struct sheet_value *ends[] = { &b->item->least, &b->item->most };

	for (size_t i = 0; i < 2; i++)
		if (ends[i]->kind != VALUE_NONE &&
		    response_set(r, b, ends[i]) == RESPONSE_TAKEN)
			return true;
	return false;
}

static bool try_typed(struct response *r, struct blank *b, const char *typed)
{
	struct arena mem = { 0 };
	bool good = response_type(r, b, typed) == RESPONSE_TAKEN;

	for (size_t i = 0; !good && i < b->item->unit_count; i++) {
		const struct sheet_value *unit = &b->item->units[i];
		const char *name = unit->text ? unit->text : unit->display;

		good = name && response_type(r, b, arena_fmt(&mem, "%s %s", typed, name)) ==
				       RESPONSE_TAKEN;
	}
	arena_finish(&mem);
	return good;
}

/* As long as it has to be. */
static bool try_long(struct response *r, struct blank *b)
{
	char text[2001];
	const size_t n = b->item->min_length;

	if (!n || n >= sizeof(text))
		return false;
	memset(text, 'x', n);
	text[n] = '\0';
	return response_type(r, b, text) == RESPONSE_TAKEN;
}

static bool try_all(struct response *r, struct blank *b)
{
	static const char *const typed[] = { "1",     "0",     "words",      "2026-11-26",
					     "10:30", "72.5",  "a@b.org",    "2026-11-26 10:30",
					     "120",   "12345", "5555551234", "https://b.org/" };
	const struct sheet_value yes = { .kind = VALUE_BOOLEAN, .number = 1 };
	bool good = response_set(r, b, &yes) == RESPONSE_TAKEN || try_choices(r, b) ||
		    try_bounds(r, b) || try_long(r, b);

	for (size_t i = 0; !good && i < sizeof(typed) / sizeof(typed[0]); i++)
		good = try_typed(r, b, typed[i]);
	return good;
}

/* Answers all that is required, as far as it goes; with `l` what is not answered is told. */
static void fill(struct response *r, struct look *l)
{
	struct blank *b = NULL;

	while ((b = response_missing(r, b))) {
		if (try_all(r, b) || !l)
			continue;
		if (b->item->pattern)
			say(l, PACK_NOTE, b->item->link_id,
			    "it has to be answered by a regular expression: try whether it "
			    "can be");
		else
			say(l, PACK_BAD, b->item->link_id,
			    "it has to be answered, and no answer is taken");
	}
}

/* What is answered may ask for more, before it in the form too: so it is gone through twice. */
static void look_through(struct look *l, const struct questionnaire *q)
{
	static const struct response_clock clock = { "2026-11-26",
						     "2026-11-26T18:00:00-07:00" };
	struct response *r = response_new(q, clock);

	for (size_t i = 0; i < q->count; i++) {
		const char *why = barred(q->items[i]);

		if (why)
			say(l, PACK_BAD, q->items[i]->link_id, why);
	}
	fill(r, NULL);
	fill(r, l);
	response_free(r);
	tell_lacks(l, q);
}

static struct questionnaire *read_form(struct look *l, const struct pack_form *form)
{
	const struct questionnaire_options options = { .sets = form->sets,
						       .set_count = form->set_count };
	struct err err = { 0 };
	struct questionnaire *q = questionnaire_read(form->json, &options, &err);

	if (!q)
		say(l, PACK_BAD, "", err.text);
	else if (utf8_blank(str_of(q->title)))
		say(l, PACK_BAD, "", "it has no title, and people could not find it");
	return q;
}

bool pack_check_form(const char *file, const struct pack_form *form,
		     const struct pack_report *report)
{
	struct look l = { report, file, true };
	struct questionnaire *q = read_form(&l, form);

	if (q && report)
		look_through(&l, q);
	if (report && l.good)
		say(&l, PACK_GOOD, "", "it can be filled in");
	questionnaire_free(q);
	return l.good;
}

/* ---- a pack ---- */

size_t pack_sets(const struct pack *p, struct str *out)
{
	size_t n = 0;

	for (size_t i = 0; i < p->count; i++)
		if (p->files[i].kind == PACK_VALUE_SET && p->files[i].bytes.p)
			out[n++] = p->files[i].bytes;
	return n;
}

static void check_file(struct look *l, const struct pack_file *f)
{
	if (!f->bytes.p)
		say(l, PACK_BAD, "", "it is missing");
	else if (f->bytes.n != f->size)
		say(l, PACK_BAD, "", "it is not as long as pack.txt says");
	else if (strcmp(f->seen, f->hash) != 0)
		say(l, PACK_BAD, "", "it has changed since pack.txt was made");
	else if (!utf8_valid(f->bytes))
		say(l, PACK_BAD, "", "it is not UTF-8");
}

static void check_cards(struct look *l, const struct pack_file *f)
{
	struct pack_cards *cards = mem_get(sizeof(*cards));
	struct arena mem = { 0 };
	struct err err = { 0 };

	if (!pack_cards_read(f->bytes, &mem, cards, &err))
		say(l, PACK_BAD, "", err.text);
	arena_finish(&mem);
	free(cards);
}

static char *title_of(const struct pack_file *f)
{
	struct questionnaire *q = questionnaire_read(f->bytes, NULL, NULL);
	char *title = mem_dup(q ? q->title : "", q ? strlen(q->title) : 0);

	questionnaire_free(q);
	return title;
}

/* Nobody could tell one from the other. */
static void check_titles(struct look *l, const struct pack *p)
{
	char *titles[PACK_FILES_MAX] = { NULL };

	for (size_t i = 0; i < p->count; i++) {
		if (p->files[i].kind == PACK_FORM)
			titles[i] = title_of(&p->files[i]);
		l->file = p->files[i].path;
		for (size_t k = 0; titles[i] && *titles[i] && k < i; k++)
			if (titles[k] && strcmp(titles[k], titles[i]) == 0)
				say(l, PACK_BAD, "", "another form of the pack has its title");
	}
	for (size_t i = 0; i < p->count; i++)
		free(titles[i]);
}

bool pack_check(const struct pack *p, const struct pack_report *report)
{
	struct look l = { report, PACK_TEXT, true };
	struct str sets[PACK_FILES_MAX];
	const size_t set_count = pack_sets(p, sets);

	for (size_t i = 0; i < p->count && (l.good || report); i++) {
		l.file = p->files[i].path;
		check_file(&l, &p->files[i]);
	}
	for (size_t i = 0; i < p->count && (l.good || report); i++) {
		const struct pack_file *f = &p->files[i];
		const struct pack_form form = { "", f->bytes, sets, set_count };

		l.file = f->path;
		if (f->kind == PACK_FORM && f->bytes.p)
			l.good = pack_check_form(f->path, &form, report) && l.good;
		if (f->kind == PACK_CARDS && f->bytes.p)
			check_cards(&l, f);
	}
	if (report && l.good)
		check_titles(&l, p);
	return l.good;
}
