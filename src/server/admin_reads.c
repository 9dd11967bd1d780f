/* SPDX-License-Identifier: MIT */
/* Who has read what of whose record: all of the log, or what is asked for of it, oldest first. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/report.h"

struct reads {
	struct report r; /* of people */
	int64_t of, reader, since_utc_ms;
	void (*put)(struct reads *g, const struct access_note *n);
};

static const char *reader_of(const struct reads *g, const struct access_note *n)
{
	return access_reader(n, &g->r);
}

static void put_text(FILE *out, struct str text, void (*put)(FILE *out, const char *text))
{
	char *copy = mem_dup(text.p, text.n);

	put(out, copy);
	free(copy);
}

/* ---- the forms ---- */

static void put_words(struct reads *g, const struct access_note *n)
{
	char at[32], day[32];

	printf("%s: %s, %s, ", report_moment(n->utc_ms, at), reader_of(g, n),
	       access_ways[n->way]);
	printf("%s %s %s", access_outcomes[n->outcome], access_actions[n->action],
	       access_whats[n->what]);
	if (n->subject.n)
		printf(" %.*s", (int)n->subject.n, n->subject.p);
	if (n->count > 1)
		printf(", %" PRId64 " of them", n->count);
	if (n->day_utc_ms)
		printf(", of %.10s", report_moment(n->day_utc_ms, day));
	if (n->whose)
		printf(", of %s", report_name(&g->r, n->whose));
	if (n->why.n)
		printf(", for %.*s", (int)n->why.n, n->why.p);
	puts(".");
}

static void put_csv(struct reads *g, const struct access_note *n)
{
	char at[32], day[32];

	printf("%" PRId64 ",%s,", n->seq, report_moment(n->utc_ms, at));
	report_put_cell(stdout, reader_of(g, n));
	printf(",%s,%s,%s,%s,", access_ways[n->way], access_actions[n->action],
	       access_outcomes[n->outcome], access_whats[n->what]);
	put_text(stdout, n->subject, report_put_cell);
	printf(",%" PRId64 ",%s,", n->count, report_moment(n->day_utc_ms, day));
	report_put_cell(stdout, report_name(&g->r, n->whose));
	putchar(',');
	put_text(stdout, n->why, report_put_cell);
	fputs("\r\n", stdout);
}

static void put_fhir(struct reads *g, const struct access_note *n)
{
	access_fhir(n, &g->r, stdout);
}

static const struct {
	const char *word, *head;
	void (*put)(struct reads *g, const struct access_note *n);
} forms[] = {
	{ "words", "", put_words },
	{ "csv",
	  "row,recorded,agent,way,action,outcome,what,which,count,of,patient,purpose\r\n",
	  put_csv },
	{ "fhir", "", put_fhir },
};
enum { FORMS = sizeof(forms) / sizeof(forms[0]) };

/* ---- the command ---- */

static bool find_form(const char *word, size_t *form, struct err *err)
{
	for (*form = 0; *form < FORMS; ++*form)
		if (strcmp(forms[*form].word, word) == 0)
			return true;
	return err_set(err, ERR_BAD_INPUT, "--as is words, csv or fhir here, not '%s'", word);
}

static void each(void *user, const struct access_note *n)
{
	struct reads *g = user;

	if ((g->of && n->whose != g->of) || (g->reader && n->by != g->reader) ||
	    n->utc_ms < g->since_utc_ms)
		return;
	g->put(g, n);
}

static bool find_person(struct admin *a, const char *key, int64_t *id, struct err *err)
{
	const char *name = options_find(&a->options, key);

	return !name || admin_find_user(a, name, id, err);
}

/* Who reads the log is in it before. */
bool admin_reads(struct admin *a, struct err *err)
{
	struct reads g = { .of = 0 };
	size_t form = 0;
	bool good =
		find_form(admin_option(a, "as", "words"), &form, err) &&
		admin_day("since", options_find(&a->options, "since"), &g.since_utc_ms, err) &&
		admin_open(a, err) && find_person(a, "of", &g.of, err) &&
		find_person(a, "reader", &g.reader, err) && report_read_people(&g.r, a, err) &&
		admin_access(
			a,
			(struct access_note) { .what = ACCESS_LOG,
					       .action = form ? ACCESS_EXPORT : ACCESS_READ,
					       .whose = g.of },
			err);

	if (good) {
		g.put = forms[form].put;
		fputs(forms[form].head, stdout);
		good = admin_read_access(a, each, &g, err);
	}
	report_finish(&g.r);
	return good;
}
