/* SPDX-License-Identifier: MIT */
#include "support/caseworker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "forms/forms.h"
#include "worksheet/answers.h"

/* Who is where: a bit a group. */
static const unsigned where[CASE_PEOPLE] = {
	[ANA] = 1u << EVENING,   [BEN] = 1u << EVENING | 1u << MORNING,
	[CY] = 1u << EVENING,    [KIN] = 1u << EVENING,
	[ROBIN] = 1u << EVENING, [MARA] = 1u << EVENING,
	[DEE] = 1u << MORNING,   [SAM] = 1u << MORNING,
};

bool caseworker_is_in(int64_t group, int64_t member)
{
	return where[member] & 1u << group;
}

static void person(struct caseworker *t, int64_t group, int64_t member)
{
	const bool leads = member == ROBIN || member == MARA || member == SAM;
	const struct caseload_somebody who = { .group = group,
					       .member = member,
					       .leads = leads,
					       .patient = !leads && member != KIN };

	caseload_put_person(t->c, &who);
}

static void people(struct caseworker *t)
{
	for (int64_t g = 1; g < CASE_GROUPS; g++)
		for (int64_t m = 1; m < CASE_PEOPLE; m++)
			if (caseworker_is_in(g, m))
				person(t, g, m);
}

void caseworker_begin(struct caseworker *t)
{
	memset(t, 0, sizeof(*t));
	t->c = caseload_create();
	t->now_utc_ms = CASE_NOW;
	people(t);
}

static void free_text(struct str s)
{
	free((char *)(uintptr_t)s.p);
}

void caseworker_end(struct caseworker *t)
{
	caseload_destroy(t->c);
	for (size_t i = 0; i < t->rows_count; i++)
		free_text(t->rows[i].text);
	free(t->rows);
}

void caseworker_join(struct caseworker *t, int64_t group, int64_t member)
{
	t->joined[t->joined_count].group = group;
	t->joined[t->joined_count].member = member;
	t->joined[t->joined_count++].version = ++t->version;
	person(t, group, member);
	caseload_joined(t->c, group, member, t->version);
}

/* The store */

static struct caseload_row *stored_row(struct caseworker *t, const struct caseload_put *put)
{
	struct caseload_row *r;

	for (size_t i = 0; i < t->rows_count; i++) {
		r = &t->rows[i];
		if (r->kind == put->kind && r->number == put->number)
			return r;
	}
	assert_int_equal(put->number, 0);
	t->rows = mem_grow(t->rows, (t->rows_count + 1) * sizeof(*r));
	r = &t->rows[t->rows_count++];
	memset(r, 0, sizeof(*r));
	r->kind = put->kind;
	r->number = ++t->numbers[put->kind];
	r->member = put->member;
	r->device = put->device;
	r->ticket = put->ticket;
	return r;
}

/* A ticket is good for one change: the caseload never asks for a second. */
static void note_ticket(struct caseworker *t, const struct caseload_put *put)
{
	for (size_t i = 0; put->ticket && i < t->puts_count; i++)
		assert_false(t->puts[i].member == put->member &&
			     t->puts[i].device == put->device &&
			     t->puts[i].ticket == put->ticket);
	if (!put->ticket || t->puts_count == CASE_PUTS)
		return;
	t->puts[t->puts_count].member = put->member;
	t->puts[t->puts_count].device = put->device;
	t->puts[t->puts_count++].ticket = put->ticket;
}

void caseworker_put(struct caseworker *t, struct caseload_put *put)
{
	struct caseload_row *r = stored_row(t, put);

	note_ticket(t, put);
	free_text(r->text);
	r->text.p = mem_dup(buf_text(&put->text), put->text.n);
	r->text.n = put->text.n;
	r->version = ++t->version;
	t->row = r->number;
	t->stored++;
	assert_true(caseload_took(t->c, put, r->number, r->version));
	assert_int_equal(caseload_version(t->c), t->version);
	buf_finish(&put->text);
}

void caseworker_follow(struct caseworker *t)
{
	const int64_t row = t->row;
	struct caseload_put put;
	int rounds = 0;

	while (caseload_follows(t->c, &put)) {
		caseworker_put(t, &put);
		assert_in_range(++rounds, 1, 1000);
	}
	t->row = row;
}

void caseworker_restart(struct caseworker *t)
{
	caseload_destroy(t->c);
	t->c = caseload_create();
	for (int k = CASELOAD_ASSIGNED; k < CASELOAD_KINDS_END; k++)
		for (size_t i = 0; i < t->rows_count; i++)
			if (t->rows[i].kind == (enum caseload_kind)k)
				assert_true(caseload_take(t->c, &t->rows[i]));
	people(t);
	for (size_t i = 0; i < t->joined_count; i++) {
		person(t, t->joined[i].group, t->joined[i].member);
		caseload_joined(t->c, t->joined[i].group, t->joined[i].member,
				t->joined[i].version);
	}
	caseworker_follow(t);
}

/* Acts */

/* What is not in a message is nothing, as wire_decode has it. */
static void clear(struct wire_msg *m)
{
	int64_t *const numbers[] = { &m->g, &m->s, &m->d, &m->u, &m->k, &m->n };
	struct str *const texts[] = { &m->x, &m->r, &m->c, &m->b };

	for (unsigned i = 0; i < 6; i++)
		if (!(m->has & 1u << i))
			*numbers[i] = 0;
	for (unsigned i = 0; i < 4; i++)
		if (!(m->has & 1u << (6 + i)))
			*texts[i] = (struct str) { "", 0 };
}

const char *caseworker_act(struct caseworker *t, int64_t by, const struct wire_msg *m)
{
	struct wire_msg mine = *m;
	const struct caseload_act a = {
		.m = &mine, .member = by, .device = 100 + by, .now_utc_ms = t->now_utc_ms
	};
	struct caseload_put put;
	const char *no;
	int parts = 0;

	mine.type = WIRE_WORK;
	mine.has |= WIRE_K | WIRE_R;
	mine.k = mine.k ? mine.k : ++t->ticket;
	clear(&mine);
	t->stored = 0;
	do {
		no = caseload_act(t->c, &a, &put);
		t->row = no ? 0 : put.number;
		if (no)
			assert_null(put.text.p);
		else if (put.text.n)
			caseworker_put(t, &put);
		if (!no && t->stored && t->by && !put.number)
			caseload_own(t->by, put.kind, t->version);
	} while (!no && put.more && ++parts != t->parts);
	caseworker_follow(t);
	return no;
}

const char *caseworker_assign(struct caseworker *t, int64_t by, int64_t to, const char *form)
{
	const struct wire_msg m = { .has = WIRE_G | WIRE_C | WIRE_D | (to ? WIRE_U : 0u),
				    .g = EVENING,
				    .u = to,
				    .r = str_of("assign"),
				    .c = str_of(form),
				    .d = t->now_utc_ms + 7 * CASE_DAY };

	return caseworker_act(t, by, &m);
}

const char *caseworker_file(struct caseworker *t, int64_t by, const char *form,
			    const char *answers)
{
	const struct form_text *known = form_find(str_of(form));
	char sum[24];
	const struct wire_msg m = {
		.has = WIRE_G | WIRE_C | WIRE_D | WIRE_B | WIRE_X,
		.g = caseworker_is_in(EVENING, by) ? EVENING : MORNING,
		.r = str_of("file"),
		.c = str_of(form),
		.d = t->now_utc_ms - 60000,
		.x = { sum, (size_t)snprintf(sum, sizeof(sum), "%lld",
					     (long long)(known ? str_sum(known->json) : 1)) },
		.b = str_of(answers)
	};

	return caseworker_act(t, by, &m);
}

const char *caseworker_do(struct caseworker *t, int64_t by, const char *what, int64_t row,
			  const char *words)
{
	const struct wire_msg m = { .has = WIRE_S | (words ? WIRE_B : 0u),
				    .s = row,
				    .r = str_of(what),
				    .b = str_of(words) };

	return caseworker_act(t, by, &m);
}

/* Hearing */

static void say_sheet(const struct wire_msg *m, char *out, size_t size)
{
	const bool filed = m->type == WIRE_FILED;

	if (!(m->has & WIRE_C))
		snprintf(out, size, "%s %lld gone\n", filed ? "C" : "B", (long long)m->s);
	else
		snprintf(out, size, "%s %lld %.*s %s %lld%s\n", filed ? "C" : "B",
			 (long long)m->s, (int)m->c.n, m->c.p, filed ? "of" : "to",
			 (long long)m->u, m->n ? " review" : "");
}

static void say(struct caseworker *t, const struct wire_msg *m)
{
	const size_t n = strlen(t->heard);
	char *out = t->heard + n;
	const size_t size = sizeof(t->heard) - n;

	if (m->type == WIRE_ASSIGNED || m->type == WIRE_FILED)
		say_sheet(m, out, size);
	else if (m->type == WIRE_NOTED)
		snprintf(out, size, "D %lld %.*s %lld\n", (long long)m->s, (int)m->r.n, m->r.p,
			 (long long)m->k);
	else if (m->type == WIRE_CLINIC)
		snprintf(out, size, "M %lld %.*s\n", (long long)m->s, m->b.n ? (int)m->b.n : 4,
			 m->b.n ? m->b.p : "gone");
	else
		snprintf(out, size, "V %lld\n", (long long)m->k);
}

const char *caseworker_hear_on(struct caseworker *t)
{
	struct wire_msg m;

	t->heard[0] = '\0';
	while (caseload_next(t->c, &t->cursor, &m))
		say(t, &m);
	assert_false(caseload_has_news(t->c, &t->cursor));
	return t->heard;
}

const char *caseworker_hear(struct caseworker *t, int64_t member, int64_t told)
{
	memset(&t->cursor, 0, sizeof(t->cursor));
	t->cursor.told = told;
	t->cursor.member = member;
	t->cursor.fresh_utc_ms = t->now_utc_ms - CASELOAD_FRESH_DAYS * CASE_DAY;
	caseload_begin(t->c, &t->cursor);
	return caseworker_hear_on(t);
}
