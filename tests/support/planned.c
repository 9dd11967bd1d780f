/* SPDX-License-Identifier: MIT */
#include "support/planned.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const char planned_a[] = "DTSTART;TZID=America/Denver:20261201T180000\n"
			 "DURATION:PT90M\n"
			 "RRULE:FREQ=WEEKLY;COUNT=20\n";
const char planned_b[] = "DTSTART;TZID=America/Denver:20261203T180000\n"
			 "DURATION:PT90M\n"
			 "RRULE:FREQ=WEEKLY;COUNT=20\n";

static void person(struct planned *t, int64_t group, int64_t member)
{
	program_put_person(t->p, &(struct program_somebody) { .group = group,
							      .member = member,
							      .leads = member == LEADER ||
								       member == LEADS_B,
							      .family = member == KIN });
}

static void people(struct planned *t)
{
	static const struct {
		int64_t group, from, to;
	} rows[] = {
		{ SECTION_A, ANA, BOTH },       { SECTION_B, BOTH, GUS },
		{ SECTION_A, KIN, KIN },        { SECTION_A, LEADER, LEADER },
		{ SECTION_B, LEADER, LEADS_B }, { GROUP_C, OTHER, OTHER },
		{ GROUP_C, LEADER, LEADER },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (int64_t m = rows[i].from; m <= rows[i].to; m++)
			person(t, rows[i].group, m);
}

void planned_begin(struct planned *t)
{
	*t = (struct planned) { .p = program_create(), .now_utc_ms = FIRST_A - WEEK_MS };
	people(t);
	planned_follow(t);
}

static void rows_free(struct planned *t)
{
	for (size_t i = 0; i < t->rows_count; i++)
		free((char *)(uintptr_t)t->rows[i].text.p);
	free(t->rows);
}

void planned_end(struct planned *t)
{
	program_destroy(t->p);
	rows_free(t);
}

void planned_join(struct planned *t, int64_t group, int64_t member)
{
	person(t, group, member);
	planned_follow(t);
}

/* The store: a row keeps who made it. */
static int64_t store(struct planned *t, const struct program_put *put)
{
	struct program_row *r = NULL;

	for (size_t i = 0; i < t->rows_count && put->number; i++)
		if (t->rows[i].kind == put->kind && t->rows[i].number == put->number)
			r = &t->rows[i];
	if (!r) {
		assert_int_equal(put->number, 0);
		t->rows = mem_grow(t->rows, (t->rows_count + 1) * sizeof(*t->rows));
		r = &t->rows[t->rows_count++];
		*r = (struct program_row) { .kind = put->kind,
					    .number = ++t->numbers[put->kind],
					    .member = put->member,
					    .device = put->device,
					    .ticket = put->ticket };
	}
	free((char *)(uintptr_t)r->text.p);
	r->text = (struct str) { mem_dup(buf_text(&put->text), put->text.n), put->text.n };
	r->version = ++t->version;
	return r->number;
}

static void take(struct planned *t, struct program_put *put)
{
	if (put->kind == PROGRAM_JOIN) {
		person(t, put->group, put->member);
	} else {
		t->row = store(t, put);
		assert_true(program_took(t->p, put, t->row, t->version));
		assert_int_equal(program_version(t->p), t->version);
	}
	buf_finish(&put->text);
}

void planned_follow(struct planned *t)
{
	const int64_t row = t->row;
	struct program_put puts[64];
	int rounds = 0, n;

	/* As the server has it: several are on their way to the store at once. */
	do {
		for (n = 0; n < 64 && program_follows(t->p, t->now_utc_ms, &puts[n]); n++)
			;
		for (int i = 0; i < n; i++) {
			for (int k = 0; k < i && puts[i].number; k++)
				assert_false(puts[i].kind == puts[k].kind &&
					     puts[i].number == puts[k].number);
			take(t, &puts[i]);
		}
		assert_in_range(++rounds, 1, 100);
	} while (n);
	t->row = row;
}

const char *planned_act(struct planned *t, int64_t by, const struct wire_msg *m)
{
	const struct program_act a = {
		.m = m, .member = by, .device = 100 + by, .now_utc_ms = t->now_utc_ms
	};
	struct program_put put;
	const char *no =
		m->type == WIRE_SET ? program_set(t->p, &a, &put) : program_ask(t->p, &a, &put);

	t->row = no ? 0 : put.number;
	if (no)
		assert_null(put.text.p);
	else if (put.text.n)
		take(t, &put);
	planned_follow(t);
	return no;
}

const char *planned_set(struct planned *t, int64_t by, const struct planned_series *s)
{
	const struct wire_msg m = {
		.type = WIRE_SET,
		.has = WIRE_K | WIRE_D | WIRE_G | WIRE_R | WIRE_X | WIRE_B | WIRE_C | WIRE_N |
		       (s->leader ? WIRE_U : 0u) | (s->number ? WIRE_S : 0u),
		.k = ++t->ticket,
		.d = s->base < 0 ? t->version : s->base,
		.g = s->group,
		.s = s->number,
		.n = s->cap,
		.u = s->leader,
		.r = str_of(s->kind ? s->kind : "group.c"),
		.x = str_of(s->title ? s->title : "Skills"),
		.c = str_of(s->track),
		.b = str_of(s->lines ? s->lines : planned_a),
	};

	return planned_act(t, by, &m);
}

const char *planned_drop(struct planned *t, int64_t by, int64_t series)
{
	const struct wire_msg m = { .type = WIRE_SET,
				    .has = WIRE_K | WIRE_D | WIRE_S,
				    .k = ++t->ticket,
				    .d = t->version,
				    .s = series };

	return planned_act(t, by, &m);
}

const char *planned_ask(struct planned *t, int64_t by, const char *what, const char *at,
			const char *x)
{
	const struct wire_msg m = { .type = WIRE_ASK,
				    .has = WIRE_K | WIRE_R | WIRE_C | WIRE_B |
					   (x ? WIRE_X : 0u),
				    .k = ++t->ticket,
				    .r = str_of(what),
				    .c = str_of(at),
				    .x = str_of(x),
				    .b = str_of("please") };

	return planned_act(t, by, &m);
}

const char *planned_answer(struct planned *t, int64_t by, const char *word, int64_t request)
{
	const struct wire_msg m = { .type = WIRE_ASK,
				    .has = WIRE_K | WIRE_R | WIRE_S | WIRE_B,
				    .k = ++t->ticket,
				    .r = str_of(word),
				    .s = request,
				    .b = str_of("because") };

	return planned_act(t, by, &m);
}

void planned_restart(struct planned *t)
{
	struct program *before = t->p;

	t->p = program_create();
	for (size_t i = 0; i < t->rows_count; i++)
		assert_true(program_take(t->p, &t->rows[i]) || !t->rows[i].text.n);
	/* Who is in a group is known by the rows of those who came. */
	for (size_t i = 0; i < t->rows_count; i++)
		if (t->rows[i].kind == PROGRAM_MEMBER)
			person(t, t->rows[i].ticket, t->rows[i].member);
	program_destroy(before);
	planned_follow(t);
}

/* Hearing */

static const char *const states[] = { "-",         "asked", "granted",  "refused", "waiting",
				      "withdrawn", "full",  "too-late", "gone",    "role" };

static void say(struct planned *t, const struct wire_msg *m)
{
	const size_t n = strlen(t->heard);
	char *out = t->heard + n;
	const size_t size = sizeof(t->heard) - n;

	if (m->type == WIRE_SERIES)
		snprintf(out, size, "S %lld %s\n", (long long)m->s,
			 m->has & WIRE_G ? m->x.p : "gone");
	else if (m->type == WIRE_REQUEST)
		snprintf(out, size, "Q %lld %s %s%s%s%s\n", (long long)m->s, m->r.p,
			 states[m->n], m->x.n ? " " : "", m->x.n ? m->x.p : "",
			 m->has & WIRE_K ? " own" : "");
	else
		snprintf(out, size, "P %lld\n", (long long)m->k);
}

const char *planned_hear_on(struct planned *t)
{
	struct wire_msg m;

	t->heard[0] = '\0';
	while (program_next(t->p, &t->cursor, &m))
		say(t, &m);
	return t->heard;
}

const char *planned_hear(struct planned *t, int64_t member, int64_t told)
{
	t->cursor = (struct program_cursor) { .told = told,
					      .member = member,
					      .device = 100 + member };
	program_begin(t->p, &t->cursor);
	return planned_hear_on(t);
}

const char *planned_at(int64_t series, int64_t ms)
{
	static char all[4][48];
	static unsigned next;
	char *out = all[next++ % 4];

	snprintf(out, sizeof(all[0]), "%lld.%lld", (long long)series, (long long)ms);
	return out;
}

void planned_sections(struct planned *t)
{
	assert_null(planned_set(t, LEADER,
				&(struct planned_series) { .group = SECTION_A,
							   .cap = 6,
							   .track = "skills",
							   .title = "Skills A" }));
	assert_null(planned_set(t, LEADER,
				&(struct planned_series) { .group = SECTION_B,
							   .cap = 5,
							   .track = "skills",
							   .title = "Skills B",
							   .lines = planned_b }));
}

enum wire_request planned_state(struct planned *t, int64_t request)
{
	char text[64];
	const char *at, *end;

	snprintf(text, sizeof(text), "Q %lld ", (long long)request);
	at = strstr(planned_hear(t, LEADER, 0), text);
	assert_non_null(at);
	at = strchr(at + strlen(text), ' ') + 1;
	end = at + strcspn(at, " \n");
	for (int i = 0; i < 10; i++)
		if (strlen(states[i]) == (size_t)(end - at) &&
		    strncmp(states[i], at, strlen(states[i])) == 0)
			return (enum wire_request)i;
	fail();
	return WIRE_REQUEST_ROLE;
}
