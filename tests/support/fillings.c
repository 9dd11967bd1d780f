/* SPDX-License-Identifier: MIT */
#include "support/fillings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/core.h"
#include "worksheet/answers.h"

void fillings_guest(struct desk_of *d)
{
	const struct pl_options o = { .guest = true };
	enum pl_failure why;

	*d = (struct desk_of) { 0 };
	d->client = pl_client_open(&o, &why);
	assert_non_null(d->client);
}

void fillings_open(struct desk_of *d, struct folder *f)
{
	const struct pl_options o = { .dir = f->dir, .passphrase = PASSPHRASE };
	enum pl_failure why;

	*d = (struct desk_of) { .folder = f };
	d->client = pl_client_open(&o, &why);
	assert_non_null(d->client);
}

void fillings_close(struct desk_of *d)
{
	pl_client_close(d->client);
	d->client = NULL;
}

void fillings_form(struct desk_of *d, const char *name, const char *json)
{
	struct filling *f = &d->client->filling;
	struct filling_form *form = mem_get(sizeof(*form));
	size_t at = 0;

	form->name = mem_dup(name, strlen(name));
	form->q = questionnaire_read(str_of(json), NULL, NULL);
	assert_non_null(form->q);
	form->sum = str_sum(str_of(json));
	while (at < f->forms_count && strcmp(f->forms[at]->name, name) != 0)
		at++;
	f->forms = mem_grow(f->forms, (f->forms_count + 1) * sizeof(struct filling_form *));
	if (at == f->forms_count)
		f->forms_count++;
	else {
		questionnaire_free(f->forms[at]->q);
		free(f->forms[at]->name);
		free(f->forms[at]);
	}
	f->forms[at] = form;
}

const struct pl_question *fillings_question(struct desk_of *d, const char *item)
{
	const struct pl_question *all;
	const size_t n = pl_client_questions(d->client, &all);

	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].item, item) == 0)
			return &all[i];
	fail_msg("no question %s", item);
	return NULL;
}

uint64_t fillings_id(struct desk_of *d, const char *item)
{
	return fillings_question(d, item)->id;
}

enum pl_fault fillings_type(struct desk_of *d, const char *item, const char *typed)
{
	return pl_client_sheet_answer(d->client, fillings_id(d, item), typed);
}

enum pl_fault fillings_choose(struct desk_of *d, const char *item, size_t choice)
{
	return pl_client_choose(d->client, fillings_id(d, item), choice);
}

void fillings_is(struct desk_of *d, const char *item, const char *answer)
{
	assert_string_equal(fillings_question(d, item)->answer, answer);
}

uint64_t fillings_begin(struct desk_of *d, const char *form)
{
	uint64_t id = 0;

	assert_int_equal(pl_client_sheet_begin(d->client, form, &id), PL_OK);
	assert_true(id != 0);
	return id;
}

static void answer_one(struct desk_of *d, uint64_t question, size_t choice)
{
	static const char *const tries[] = { "some words", "3", "2026-11-26", "18:00",
					     "2026-11-26 18:00" };

	if (pl_client_choose(d->client, question, choice) == PL_ANSWER_TAKEN)
		return;
	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++)
		if (pl_client_sheet_answer(d->client, question, tries[i]) == PL_ANSWER_TAKEN)
			return;
	fail_msg("a question takes nothing");
}

void fillings_answer_all(struct desk_of *d, size_t choice)
{
	uint64_t at = 0;

	while ((at = pl_client_question_go(d->client, at, 1)) != 0)
		answer_one(d, at, choice);
}
