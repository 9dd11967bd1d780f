/* SPDX-License-Identifier: MIT */
#include "support/caser.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "forms/forms.h"

/* ---- a world ---- */

static const char check_in[] =
	"{\"resourceType\":\"Questionnaire\",\"title\":\"Check-in\",\"item\":["
	"{\"linkId\":\"1\",\"type\":\"integer\",\"text\":\"Mood\",\"extension\":["
	"{\"url\":\"http://hl7.org/fhir/StructureDefinition/minValue\",\"valueInteger\":0},"
	"{\"url\":\"http://hl7.org/fhir/StructureDefinition/maxValue\",\"valueInteger\":10}]},"
	"{\"linkId\":\"2\",\"type\":\"integer\",\"text\":\"Craving\"},"
	"{\"linkId\":\"4\",\"type\":\"string\",\"text\":\"One line\"}]}";

static const char *find_name(const void *user, int64_t group, int64_t member)
{
	const struct caser *t = user;

	(void)group;
	for (size_t i = 0; i < 5; i++)
		if (t->people[i].id == member)
			return t->people[i].name;
	return "";
}

static bool find_people(const void *user, int64_t group, const struct pl_person **out,
			size_t *n)
{
	const struct caser *t = user;

	*out = t->people;
	*n = 5;
	return group == 1;
}

static bool find_form(void *user, const char *name, struct sheets_form *out)
{
	const struct caser *t = user;

	for (size_t i = 0; i < CASER_FORMS; i++)
		if (strcmp(t->forms[i].name, name) == 0) {
			*out = (struct sheets_form) { t->forms[i].q->title, t->forms[i].kind,
						      t->forms[i].q, 1 };
			return true;
		}
	return false;
}

static int find_missed(const void *user, int64_t group, int64_t member)
{
	const struct caser *t = user;

	(void)group;
	return member == CASER_BEA ? t->missed : 0;
}

static void read_forms(struct caser *t)
{
	static const struct caser_form forms[CASER_FORMS] = {
		{ "phq-9", NULL, PL_FORM_MEASURE, NULL },
		{ "gad-7", NULL, PL_FORM_MEASURE, NULL },
		{ "check-in", check_in, PL_FORM_CHECK_IN, NULL },
		{ "safety-plan", check_in, PL_FORM_SAFETY_PLAN, NULL },
	};
	struct err err = { 0 };

	memcpy(t->forms, forms, sizeof(forms));
	for (size_t i = 0; i < CASER_FORMS; i++) {
		struct caser_form *f = &t->forms[i];

		f->q = questionnaire_read(f->json ? str_of(f->json)
						  : form_find(str_of(f->name))->json,
					  NULL, &err);
		assert_non_null(f->q);
	}
}

void caser_open(struct caser *t, bool leads)
{
	static const struct pl_person people[5] = {
		{ CASER_ME, "Ana", PL_PATIENT, PL_HERE },
		{ CASER_MARA, "Mara", PL_FACILITATOR, PL_HERE },
		{ CASER_ROBIN, "Robin", PL_FACILITATOR, PL_HERE },
		{ CASER_BEA, "Bea", PL_PATIENT, PL_HERE },
		{ CASER_CY, "Cy", PL_PATIENT, PL_HERE },
	};

	*t = (struct caser) { .world = { .self = leads ? CASER_MARA : CASER_ME,
					 .now_utc_ms = CASER_NOW,
					 .clock = { "2026-11-30", "2026-11-30T12:00:00Z" },
					 .name = find_name,
					 .people = find_people,
					 .form = find_form,
					 .missed = find_missed } };
	memcpy(t->people, people, sizeof(people));
	t->world.user = t;
	t->world.own = &t->own;
	read_forms(t);
	rows_init(&t->rows);
	sheets_news_init(&t->news);
}

void caser_close(struct caser *t)
{
	rows_finish(&t->rows);
	sheets_news_finish(&t->news);
	sheets_list_finish(&t->list);
	sheets_finish(&t->own);
	for (size_t i = 0; i < CASER_FORMS; i++)
		questionnaire_free(t->forms[i].q);
}

/* ---- what comes ---- */

static struct wire_msg *decode(struct arena *mem, enum wire_side from, const char *json,
			       size_t *n)
{
	char *text = arena_dup(mem, json, strlen(json));
	struct wire_frame f;
	struct err err = { 0 };
	struct wire_msg *out;

	for (char *p = text; *p; p++)
		if (*p == '\'')
			*p = '"';
	if (!wire_decode(str_of(text), from, mem, &f, &err))
		fail_msg("%s: %s", text, err.text);
	out = arena_get(mem, (f.n + 1) * sizeof(*out));
	for (size_t i = 0; i < f.n; i++)
		out[i] = f.msgs[i];
	*n = f.n;
	return out;
}

static void take(struct caser *t, const struct wire_msg *m)
{
	struct rows_gone gone;

	if (m->type == WIRE_CASE) {
		if (m->k < t->rows.version) {
			sheets_news_all_anew(&t->news);
			while (rows_next_stale(&t->rows, t->world.now_utc_ms, &gone))
				rows_drop(&t->rows, gone);
		}
		t->rows.version = m->k;
		sheets_news_after(&t->news, &t->rows, &t->world);
		return;
	}
	sheets_news_before(&t->news, &t->rows, &t->world, m);
	rows_take(&t->rows, m);
	sheets_news_taken(&t->news, &t->rows, &t->world, m);
}

void caser_frame(struct caser *t, const char *json)
{
	struct arena mem = { 0 };
	size_t n;
	const struct wire_msg *all = decode(&mem, WIRE_SERVER, json, &n);

	for (size_t i = 0; i < n; i++)
		take(t, &all[i]);
	arena_finish(&mem);
}

const char *caser_measure(const char *form, const char *digits)
{
	static const char *const phq[] = { "44250-9", "44255-8", "44259-0",
					   "44254-1", "44251-7", "44258-2",
					   "44252-5", "44253-3", "44260-8" };
	static const char *const gad[] = { "69725-0", "68509-9", "69733-4", "69734-2",
					   "69735-9", "69689-8", "69736-7" };
	const char *const *items = strcmp(form, "phq-9") == 0 ? phq : gad;
	static char text[400];
	size_t n = 0;

	*text = 0;
	for (size_t i = 0; digits[i]; i++)
		if (digits[i] != '-')
			n += (size_t)snprintf(text + n, sizeof(text) - n, "/%s\t#%c\n",
					      items[i], digits[i]);
	return text;
}

void caser_filed(struct caser *t, const struct caser_row *row)
{
	const bool danger = strcmp(row->form, "phq-9") == 0 && row->digits[8] != '0';
	const struct wire_msg m = { .type = WIRE_FILED,
				    .has = WIRE_S | WIRE_U | WIRE_G | WIRE_C | WIRE_D | WIRE_B |
					   WIRE_N,
				    .s = row->number,
				    .u = row->member,
				    .g = 1,
				    .c = str_of(row->form),
				    .d = CASER_NOW - row->days * DAY_MS,
				    .n = danger,
				    .b = str_of(caser_measure(row->form, row->digits)) };

	take(t, &m);
}

struct sheet *caser_own(struct caser *t, uint64_t id, const char *form, int days,
			const char *answers)
{
	char name[64];
	struct sheet s = { .id = id,
			   .state = answers ? PL_SHEET_KEPT : PL_SHEET_DRAFT,
			   .utc_ms = CASER_NOW - days * DAY_MS,
			   .answered = 1,
			   .questions = 9,
			   .answers = (char *)(uintptr_t)answers };

	snprintf(name, sizeof(name), "%s", form);
	s.form = name;
	if (id & SHEETS_ASSIGNED)
		s.assignment = (int64_t)(id & ~SHEETS_ASSIGNED);
	return sheets_put(&t->own, &s);
}

struct rows_act *caser_act(struct caser *t, int64_t ticket, uint64_t sheet, const char *json)
{
	struct arena mem = { 0 };
	struct rows_act *a;
	struct buf text;
	size_t n;
	struct wire_msg *m = decode(&mem, WIRE_CLIENT, json, &n);

	m->k = ticket;
	buf_init(&text, WIRE_FRAME_MAX);
	assert_true(wire_add(&text, m, NULL) && wire_close(&text));
	a = rows_keep(&t->rows, ticket, CASER_NOW, sheet, (struct str) { text.p, text.n });
	buf_finish(&text);
	arena_finish(&mem);
	return a;
}

/* ---- as text ---- */

static struct buf text;

static void begin(void)
{
	buf_finish(&text);
	buf_init(&text, 100000);
}

static int days(int64_t utc_ms)
{
	return (int)((utc_ms - CASER_NOW) / DAY_MS);
}

static void add_score(const struct pl_score *s)
{
	if (!s->measure)
		return;
	buf_addf(&text, " %s=%d/%d", s->measure, s->sum, s->most);
	if (s->missing)
		buf_addf(&text, " missing %d", s->missing);
	if (s->before >= 0)
		buf_addf(&text, " was %d", s->before);
}

static void add_sheet(const struct pl_sheet *s)
{
	static const char *const states[PL_SHEET_STATES] = { "assigned", "draft",     "kept",
							     "sending",  "at-clinic", "read",
							     "again",    "refused" };

	buf_addf(&text, "%s %s of %s", states[s->state], s->title, s->mine ? "me" : s->who);
	if (*s->from)
		buf_addf(&text, " from %s", s->from);
	if (*s->words)
		buf_addf(&text, " '%s'", s->words);
	if (s->due_utc_ms)
		buf_addf(&text, " due %d", days(s->due_utc_ms));
	if (*s->reader)
		buf_addf(&text, " by %s", s->reader);
	if (s->comments)
		buf_addf(&text, " %d said%s", s->comments, s->comments_new ? " new" : "");
	add_score(&s->score);
	if (s->danger)
		buf_addf(&text, " DANGER%s%s", *s->reviewer ? " seen by " : "", s->reviewer);
	buf_adds(&text, "\n");
}

static const char *all_sheets(const struct pl_sheet *all, size_t n)
{
	begin();
	for (size_t i = 0; i < n; i++)
		add_sheet(&all[i]);
	return buf_text(&text);
}

const char *caser_sheets(struct caser *t)
{
	const struct pl_sheet *all;
	const size_t n = sheets_list_own(&t->list, &t->rows, &t->world, &all);

	return all_sheets(all, n);
}

const char *caser_group(struct caser *t, int64_t member)
{
	const struct pl_sheet *all;
	const size_t n = sheets_list_group(&t->list, &t->rows, &t->world,
					   (struct sheets_whose) { 1, member }, &all);

	return all_sheets(all, n);
}

static const char *const news_words[PL_SHEET_NEWS_KINDS] = {
	"assigned", "cancelled", "read",   "comment",  "again", "refused", "stored",
	"due",      "filed",     "danger", "reviewed", "more",  "pack",
};

static void mark(struct caser *t, const struct sheets_note *n)
{
	if (n->pub.what == PL_SHEET_NEWS_DANGER)
		rows_find_filed(&t->rows, n->row)->told = true;
	if (n->pub.what == PL_SHEET_NEWS_DUE)
		rows_find_assigned(&t->rows, n->row)->told = true;
}

const char *caser_news(struct caser *t)
{
	const struct pl_sheet_note *all;
	const size_t n = sheets_news_list(&t->news, &all);

	begin();
	for (size_t i = 0; i < n; i++) {
		buf_addf(&text, "%s", news_words[all[i].what]);
		if (*all[i].title)
			buf_addf(&text, " %s", all[i].title);
		if (*all[i].who)
			buf_addf(&text, " %s", all[i].who);
		if (all[i].count)
			buf_addf(&text, " %d", all[i].count);
		buf_adds(&text, "\n");
		mark(t, &t->news.notes[i]);
	}
	sheets_news_said(&t->news, n);
	return buf_text(&text);
}

const char *caser_comments(struct caser *t, uint64_t sheet)
{
	const struct pl_comment *all;
	const size_t n = sheets_comments(&t->list, &t->rows, &t->world, sheet, &all);

	begin();
	for (size_t i = 0; i < n; i++)
		buf_addf(&text, "%s%s [%.20s] %s%s\n", all[i].mine ? "me" : all[i].who,
			 all[i].asks_again ? " asks" : "", all[i].question, all[i].text,
			 all[i].is_kept ? " (kept)" : "");
	return buf_text(&text);
}

const char *caser_trends(struct caser *t, int64_t member)
{
	const struct pl_trend *all;
	const size_t n = sheets_trends(&t->list, &t->rows, &t->world, member, &all);

	begin();
	for (size_t i = 0; i < n; i++) {
		buf_addf(&text, "%s: %s %d-%d %s", all[i].form, all[i].title, all[i].least,
			 all[i].most, all[i].less_is_better ? "less" : "more");
		for (size_t k = 0; k < all[i].count; k++)
			buf_addf(&text, " %d:%d", days(all[i].points[k].utc_ms),
				 all[i].points[k].value);
		buf_adds(&text, "\n");
	}
	return buf_text(&text);
}

const char *caser_reviews(struct caser *t)
{
	const struct pl_case *all;
	const size_t n = sheets_to_review(&t->list, &t->rows, &t->world, 1, &all);

	begin();
	for (size_t i = 0; i < n; i++)
		buf_addf(&text, "%s: %d\n", all[i].who, all[i].alerts);
	return buf_text(&text);
}

const char *caser_cases(struct caser *t)
{
	const struct pl_case *all;
	const size_t n = sheets_caseload(&t->list, &t->rows, &t->world, 1, &all);

	begin();
	for (size_t i = 0; i < n; i++) {
		buf_addf(&text, "%s: alerts %d unread %d overdue %d assigned %d missed %d",
			 all[i].who, all[i].alerts, all[i].unread, all[i].overdue,
			 all[i].assigned, all[i].missed);
		add_score(&all[i].score);
		buf_adds(&text, "\n");
	}
	return buf_text(&text);
}
