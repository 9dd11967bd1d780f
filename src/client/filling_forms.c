/* SPDX-License-Identifier: MIT */
/* Forms by their names: those of the program, and those of the clinic's packs. */
#include <stdlib.h>
#include <string.h>

#include "client/core.h"
#include "forms/forms.h"
#include "worksheet/answers.h"
#include "worksheet/score.h"

static const char *const kind_words[PL_FORM_KINDS] = {
	"worksheet", "measure", "check-in", "urge", "script", "safety-plan", "wish",
};

struct source {
	struct str json;
	const char *kind;       /* NULL: what it is follows from what it asks */
	const struct str *sets; /* value sets of its pack */
	size_t set_count;
};

/* False: there is none. */
static bool find_source(struct pl_client *c, const char *name, struct source *out)
{
	const struct form_text *own = form_find(str_of(name));
	const struct pack_form *packed = own ? NULL : packs_form(c, str_of(name));

	if (own)
		*out = (struct source) { .json = own->json, .kind = own->kind };
	else if (packed)
		*out = (struct source) { packed->json, NULL, packed->sets, packed->set_count };
	return own || packed;
}

static enum pl_form_kind kind_of(const struct questionnaire *q, const char *word)
{
	for (int i = 0; word && i < PL_FORM_KINDS; i++)
		if (strcmp(word, kind_words[i]) == 0)
			return (enum pl_form_kind)i;
	if (score_measure(q))
		return PL_FORM_MEASURE;
	for (size_t i = 0; i < q->count; i++)
		if (item_asks(q->items[i]))
			return PL_FORM_WORKSHEET;
	return PL_FORM_SCRIPT;
}

/* How many questions somebody is to answer, as it begins. */
static size_t count_questions(struct pl_client *c, const struct questionnaire *q)
{
	struct filling_now now;
	struct response *r = response_new(q, filling_clock(&now, schedule_now(c)));
	const size_t n = response_place(r, NULL).of;

	response_free(r);
	return n;
}

static struct filling_form *read_form(struct pl_client *c, const char *name,
				      const struct source *from)
{
	const struct questionnaire_options options = { .language = c->filling.language,
						       .sets = from->sets,
						       .set_count = from->set_count };
	struct filling_form *f = mem_get(sizeof(*f));

	f->name = mem_dup(name, strlen(name));
	f->q = questionnaire_read(from->json, &options, NULL);
	if (!f->q)
		return f;
	f->kind = kind_of(f->q, from->kind);
	f->sum = str_sum(from->json);
	f->questions = count_questions(c, f->q);
	return f;
}

/* One that cannot be read is kept, too: it is not tried each time. */
const struct filling_form *filling_form(struct pl_client *c, const char *name)
{
	struct filling *f = &c->filling;
	struct source from;

	for (size_t i = 0; i < f->forms_count; i++)
		if (strcmp(f->forms[i]->name, name) == 0)
			return f->forms[i]->q ? f->forms[i] : NULL;
	if (!find_source(c, name, &from))
		return NULL;
	f->forms = mem_grow(f->forms, (f->forms_count + 1) * sizeof(struct filling_form *));
	f->forms[f->forms_count++] = read_form(c, name, &from);
	return f->forms[f->forms_count - 1]->q ? f->forms[f->forms_count - 1] : NULL;
}

void filling_drop_forms(struct pl_client *c)
{
	struct filling *f = &c->filling;

	for (size_t i = 0; i < f->forms_count; i++) {
		questionnaire_free(f->forms[i]->q);
		free(f->forms[i]->name);
		free(f->forms[i]);
	}
	free(f->forms);
	f->forms = NULL;
	f->forms_count = 0;
	f->is_listed = false;
}

/* ---- what there is ---- */

static void read_all(struct pl_client *c)
{
	const struct pack_form *packed;

	for (const struct form_text *t = form_texts; t->name; t++)
		filling_form(c, t->name);
	for (size_t i = 0; (packed = packs_form_at(c, i)); i++)
		filling_form(c, packed->name);
	c->filling.is_listed = true;
}

static int by_title(const void *a, const void *b)
{
	const struct pl_form *x = a, *y = b;
	const int order = strcmp(x->title, y->title);

	return order ? order : strcmp(x->name, y->name);
}

static const char *or_name(const char *title, const char *name)
{
	return *title ? title : name;
}

size_t pl_client_forms(struct pl_client *c, const struct pl_form **out)
{
	struct filling *f = &c->filling;
	size_t n = 0;

	if (!f->is_listed)
		read_all(c);
	f->list = mem_grow(f->list, (f->forms_count + 1) * sizeof(*f->list));
	for (size_t i = 0; i < f->forms_count; i++) {
		const struct filling_form *one = f->forms[i];

		if (one->q)
			f->list[n++] =
				(struct pl_form) { .name = one->name,
						   .title = or_name(one->q->title, one->name),
						   .about = one->q->description,
						   .copyright = one->q->copyright,
						   .kind = one->kind,
						   .questions = one->questions,
						   .lacks = one->q->lack_total };
	}
	qsort(f->list, n, sizeof(*f->list), by_title);
	*out = f->list;
	return n;
}

/* The same order in both: see questionnaire.h. */
_Static_assert((int)PL_LACK_KINDS == (int)LACKS, "a lack has no kind");

size_t pl_client_lacks(struct pl_client *c, const char *form, const struct pl_lack **out)
{
	struct filling *f = &c->filling;
	const struct filling_form *one = form ? filling_form(c, form) : NULL;
	const struct questionnaire *q = form ? (one ? one->q : NULL) : f->q;
	const size_t n = q ? q->lack_count : 0;

	f->lacks = mem_grow(f->lacks, (n + 1) * sizeof(*f->lacks));
	for (size_t i = 0; i < n; i++)
		f->lacks[i] = (struct pl_lack) { (enum pl_lack_kind)q->lacks[i].lack,
						 q->lacks[i].link_id, q->lacks[i].what };
	*out = f->lacks;
	return n;
}
