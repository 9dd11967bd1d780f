/* SPDX-License-Identifier: MIT */
/*
 * A pack that porchlightd takes the client takes, and each form of it can be answered; what is
 * written of one is read back the same.  The input is pack.txt, and its files in their order, each
 * behind a byte 1e; hashes and sizes are taken as right.
 */
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "packs/check.h"
#include "support/sheets.h"

static void must(int good, const char *what)
{
	if (!good) {
		fprintf(stderr, "%s\n", what);
		abort();
	}
}

static struct str next(struct str *rest)
{
	const char *end = rest->n ? memchr(rest->p, 0x1e, rest->n) : NULL;
	const struct str part = { rest->p, end ? (size_t)(end - rest->p) : rest->n };

	rest->p += part.n + (end != NULL);
	rest->n -= part.n + (end != NULL);
	return part;
}

static void comes_back(const struct pack *p, struct str text)
{
	struct pack *again = mem_get(sizeof(*again));
	struct buf out;

	buf_init(&out, PACK_TEXT_MAX + 64 * PACK_FILES_MAX);
	must(pack_head(text, &out), "the head is not written");
	for (size_t i = 0; i < p->count; i++)
		must(pack_row(&p->files[i], &out), "a row is not written");
	must(out.n > PACK_TEXT_MAX ||
		     pack_read((struct str) { buf_text(&out), out.n }, again, NULL),
	     "what was written is not read");
	must(out.n > PACK_TEXT_MAX ||
		     (again->count == p->count && again->version == p->version &&
		      strcmp(again->name, p->name) == 0 &&
		      strcmp(again->licence, p->licence) == 0),
	     "it comes back as another");
	buf_finish(&out);
	free(again);
}

/* Of a regular expression nobody knows whether anything is of it: check says so. */
static void can_be_answered(const struct pack_form *form)
{
	const struct questionnaire_options options = { .sets = form->sets,
						       .set_count = form->set_count };
	struct questionnaire *q = questionnaire_read(form->json, &options, NULL);
	struct response *r = q ? response_new(q, sheets_clock) : NULL;
	struct blank *b = NULL;

	must(r != NULL, "a form that was taken is not read");
	sheets_fill(r, 1);
	sheets_fill(r, 2);
	while ((b = response_missing(r, b)))
		must(b->item->pattern != NULL, "a form that was taken cannot be answered");
	response_free(r);
	questionnaire_free(q);
}

static void hear(void *user, const struct pack_finding *f)
{
	size_t *n = user;

	must(f->file && f->item && f->words && *f->words, "something is said without words");
	++*n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str rest = { (const char *)data, n };
	const struct str text = next(&rest);
	struct pack *p = mem_get(sizeof(*p));
	struct str sets[PACK_FILES_MAX];
	size_t heard = 0, set_count;
	const struct pack_report report = { hear, &heard };

	if (pack_read(text, p, NULL)) {
		for (size_t i = 0; i < p->count; i++) {
			p->files[i].bytes = next(&rest);
			p->files[i].size = p->files[i].bytes.n;
			memcpy(p->files[i].seen, p->files[i].hash, PACK_HASH);
		}
		if (pack_check(p, &report)) {
			must(pack_check(p, NULL), "the client does not take it");
			set_count = pack_sets(p, sets);
			for (size_t i = 0; i < p->count; i++)
				if (p->files[i].kind == PACK_FORM)
					can_be_answered(&(struct pack_form) {
						"", p->files[i].bytes, sets, set_count });
		}
		for (size_t i = 0; i < p->count; i++)
			p->files[i].size = p->files[i].size ? p->files[i].size : 1;
		comes_back(p, text);
	}
	free(p);
	return 0;
}
