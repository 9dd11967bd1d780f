/* SPDX-License-Identifier: MIT */
/*
 * fill FORM.json...: reads each form, fills it by chance and writes the response beside it, as
 * FORM.json.response; for each a line: its items, what is not supported, and whether the
 * response is of the form.  Exits with 1 where a form is not read or a response is wrong.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/sheets.h"

static const char *const lack_names[LACKS] = {
	"type",      "extension",     "modifier", "expression", "language",
	"value set", "filter",        "option",   "pattern",    "control",
	"condition", "initial value", "element",  "too many",
};

static void tell_lacks(const struct questionnaire *q)
{
	for (size_t i = 0; i < q->lack_count; i++)
		printf("  %s %s: %s\n", *q->lacks[i].link_id ? q->lacks[i].link_id : "(form)",
		       lack_names[q->lacks[i].lack], q->lacks[i].what);
	if (q->lack_total > q->lack_count)
		printf("  and %zu more\n", q->lack_total - q->lack_count);
}

static bool keep(const char *path, const struct buf *out)
{
	char name[4096];
	FILE *f;

	snprintf(name, sizeof(name), "%s.response", path);
	f = fopen(name, "wb");
	if (!f)
		return false;
	fwrite(out->p, 1, out->n, f);
	return fclose(f) == 0;
}

static bool fill(const char *path)
{
	const struct response_cover cover = { .completed = true, .authored = sheets_clock.now };
	const struct str form = sheets_file(path);
	struct err err = { 0 };
	struct questionnaire *q = questionnaire_read(form, NULL, &err);
	struct response *r = q ? response_new(q, sheets_clock) : NULL;
	const char *wrong = NULL;
	struct buf out;
	size_t empty;

	if (!r) {
		printf("%s: not read: %s\n", path, err.text);
		free((char *)form.p);
		return false;
	}
	buf_init(&out, RESPONSE_BYTES_MAX);
	empty = sheets_fill(r, 7);
	if (!response_write(r, &cover, &out) || !keep(path, &out))
		wrong = "it is not written";
	else
		wrong = sheets_wrong(form, (struct str) { out.p, out.n });
	printf("%s: %zu items, %zu lacks, %zu left empty, %zu bytes: %s\n", path, q->count,
	       q->lack_total, empty, out.n, wrong ? wrong : "good");
	tell_lacks(q);
	buf_finish(&out);
	response_free(r);
	questionnaire_free(q);
	free((char *)form.p);
	return !wrong;
}

int main(int argc, char **argv)
{
	bool good = argc > 1;

	for (int i = 1; i < argc; i++)
		good &= fill(argv[i]);
	return !good;
}
