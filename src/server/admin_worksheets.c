/* SPDX-License-Identifier: MIT */
/* Who has done what with worksheets, by group and person, in words. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/clock.h"
#include "server/caseload.h"
#include "server/giving.h"
#include "server/report.h"
#include "text/utf8.h"

/* Nobody has this number: it leads all groups, and so is told all there is. */
enum { READER = -1 };

struct sheets {
	struct report names; /* of people */
	struct arena mem;
	struct caseload *all;
	struct wire_msg *rows; /* their texts are the caseload's */
	size_t rows_count;
	int64_t *groups;
	char **titles;
	size_t groups_count, page;
	int64_t only; /* this group; 0: all */
	int64_t kind, number;
};

/* ---- reading ---- */

static void on_rows(void *user, const struct store_reply *reply)
{
	struct sheets *s = user;

	s->page = reply->count;
	for (size_t i = 0; i < reply->count; i++) {
		const struct store_message *m = &reply->messages[i];
		const struct caseload_row row = { .kind = (enum caseload_kind)s->kind,
						  .number = m->seq,
						  .version = m->utc_ms,
						  .text = m->text };

		s->number = m->seq;
		caseload_take(s->all, &row);
	}
}

static bool read_rows(struct sheets *s, struct admin *a, struct err *err)
{
	for (s->kind = CASELOAD_ASSIGNED; s->kind <= CASELOAD_NOTED; s->kind++) {
		s->number = 0;
		do {
			const struct store_req r = { .op = STORE_ROWS,
						     .limit = (int)s->kind,
						     .seq = s->number,
						     .done = on_rows,
						     .user = s };

			if (!admin_ask(a, r, err))
				return false;
		} while (s->page == STORE_ROWS_MAX);
	}
	return true;
}

static void on_groups(void *user, const struct store_reply *reply)
{
	struct sheets *s = user;

	s->groups = mem_get((reply->count + 1) * sizeof(*s->groups));
	s->titles = mem_get((reply->count + 1) * sizeof(*s->titles));
	for (size_t i = 0; i < reply->count; i++) {
		const struct caseload_somebody reader = { .group = reply->groups[i].id,
							  .member = READER,
							  .leads = true };

		if (s->only && s->only != reader.group)
			continue;
		caseload_put_person(s->all, &reader);
		s->titles[s->groups_count] =
			mem_dup(reply->groups[i].name.p, reply->groups[i].name.n);
		s->groups[s->groups_count++] = reader.group;
	}
}

static void collect(struct sheets *s)
{
	struct caseload_cursor at = { .member = READER };
	struct wire_msg m;

	caseload_begin(s->all, &at);
	while (caseload_next(s->all, &at, &m)) {
		s->rows = mem_grow(s->rows, (s->rows_count + 1) * sizeof(m));
		s->rows[s->rows_count++] = m;
	}
}

/* ---- printing ---- */

static const char *name(struct sheets *s, int64_t member)
{
	return utf8_clean_name(&s->mem, str_of(report_name(&s->names, member)), WIRE_NAME_MAX);
}

static bool is_note(const struct wire_msg *m, const struct wire_msg *of, const char *what)
{
	return m->type == WIRE_NOTED && m->k == of->s && str_is(m->r, what);
}

/* "read by Grace, Mara" */
static void put_by(struct sheets *s, const struct wire_msg *of, const char *what,
		   const char *words)
{
	size_t n = 0;

	for (size_t i = 0; i < s->rows_count; i++)
		if (is_note(&s->rows[i], of, what))
			printf("%s%s", n++ ? ", " : words, name(s, s->rows[i].u));
}

static size_t count(const struct sheets *s, const struct wire_msg *of, const char *what)
{
	size_t n = 0;

	for (size_t i = 0; i < s->rows_count; i++)
		n += is_note(&s->rows[i], of, what);
	return n;
}

static void put_filed(struct sheets *s, const struct wire_msg *m)
{
	const size_t comments = count(s, m, "comment");
	char when[32];

	printf("    %.*s, sent %s", (int)m->c.n, m->c.p, report_moment(m->d, when));
	if (m->n && !count(s, m, "reviewed"))
		printf("; asks for a review, and nobody has seen to it");
	put_by(s, m, "reviewed", "; seen to by ");
	if (count(s, m, "read"))
		put_by(s, m, "read", "; read by ");
	else
		printf("; nobody has read it");
	if (comments)
		printf("; %zu %s", comments, comments == 1 ? "comment" : "comments");
	if (count(s, m, "again"))
		printf("; asked for again");
	puts("");
}

static bool is_done(const struct sheets *s, const struct wire_msg *assigned)
{
	for (size_t i = 0; i < s->rows_count; i++)
		if (s->rows[i].type == WIRE_FILED && s->rows[i].k == assigned->s)
			return true;
	return false;
}

static void put_assigned(struct sheets *s, const struct wire_msg *m)
{
	char until[32];

	printf("    %.*s, assigned", (int)m->c.n, m->c.p);
	if (m->k)
		printf(" by %s", name(s, m->k));
	if (m->d)
		printf(", until %.10s", report_moment(m->d, until));
	puts(m->d && m->d < clock_utc_ms() ? ": not sent, overdue" : ": not sent");
}

static bool put_person(struct sheets *s, int64_t group, int64_t member)
{
	size_t n = 0;

	for (size_t i = 0; i < s->rows_count; i++) {
		const struct wire_msg *m = &s->rows[i];

		if (m->g != group || m->u != member ||
		    (m->type != WIRE_FILED && m->type != WIRE_ASSIGNED) ||
		    (m->type == WIRE_ASSIGNED && is_done(s, m)))
			continue;
		if (n++ == 0)
			printf("  %s\n", name(s, member));
		if (m->type == WIRE_FILED)
			put_filed(s, m);
		else
			put_assigned(s, m);
	}
	arena_reset(&s->mem);
	return n > 0;
}

static void put_all(struct sheets *s)
{
	for (size_t g = 0; g < s->groups_count; g++) {
		bool any = false;

		printf("%s\n", utf8_clean_name(&s->mem, str_of(s->titles[g]), WIRE_NAME_MAX));
		for (size_t i = 0; i < s->names.people_count; i++)
			any |= put_person(s, s->groups[g], s->names.people[i].id);
		if (!any)
			puts("  no worksheets");
	}
}

/* Which worksheets each has sent is told, and not what is in them. */
static bool note_all(struct admin *a, struct sheets *s, struct err *err)
{
	for (size_t i = 0; i < s->names.people_count; i++)
		for (size_t k = 0; k < s->rows_count; k++)
			s->names.people[i].read += s->rows[k].type == WIRE_FILED &&
						   s->rows[k].u == s->names.people[i].id;
	return report_access(
		a, &s->names,
		(struct access_note) { .what = ACCESS_WORKSHEET, .group = s->only }, err);
}

static void end(struct sheets *s)
{
	for (size_t i = 0; i < s->groups_count; i++)
		free(s->titles[i]);
	free(s->titles);
	free(s->groups);
	free(s->rows);
	caseload_destroy(s->all);
	report_finish(&s->names);
	arena_finish(&s->mem);
}

bool admin_worksheets(struct admin *a, struct err *err)
{
	struct sheets s = { .all = caseload_create() };
	struct giving g = { .ground = { .row = NULL } };
	const struct store_req groups = { .op = STORE_GROUPS, .done = on_groups, .user = &s };
	bool good = admin_open(a, err) && report_read_people(&s.names, a, err);

	if (good && a->args_count)
		good = admin_find_group(a, a->args[0], &s.only, err);
	good = good && admin_ask(a, groups, err) && read_rows(&s, a, err) &&
	       giving_begin(&g, a, s.only, 0, err);
	if (good) {
		ground_put_words(&g.ground, stdout);
		collect(&s);
		good = note_all(a, &s, err);
	}
	if (good)
		put_all(&s);
	end(&s);
	giving_end(&g);
	return good;
}
