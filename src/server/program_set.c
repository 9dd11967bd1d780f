/* SPDX-License-Identifier: MIT */
/* What those who lead make of the program. */
#include <string.h>

#include "server/program_in.h"
#include "server/rights.h"
#include "text/utf8.h"

static size_t count(const struct program *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->series_count; i++)
		n += !p->series[i]->gone;
	return n;
}

static bool lines_are_good(const struct wire_msg *m)
{
	struct calendar *c =
		m->b.n <= CALENDAR_LINES_MAX ? calendar_of_lines(m->b, m->x.p) : NULL;

	calendar_free(c);
	return c != NULL;
}

/* "workshop.oc": the kind, and a letter for each flag.  The ticket has the place of the flags
 * in what is sent; here they have it again. */
static bool read_kind(struct wire_msg *m)
{
	static const char letters[] = WIRE_FLAG_OPTIONAL WIRE_FLAG_COUNTS;
	size_t n = 0;

	while (n < m->r.n && m->r.p[n] != '.')
		n++;
	m->k = 0;
	for (size_t i = n + 1; i < m->r.n; i++) {
		const char *at = strchr(letters, m->r.p[i]);

		if (!at || !*at)
			return false;
		m->k |= INT64_C(1) << (at - letters);
	}
	m->r.n = n;
	m->has = m->k ? m->has | WIRE_K : m->has & ~(unsigned)WIRE_K;
	return program_word(program_kinds, KINDS, m->r) >= 0;
}

static const char *check_fields(const struct program *p, const struct wire_msg *m)
{
	if (m->x.n > PROGRAM_TITLE_MAX || m->n > PROGRAM_CAP_MAX || m->b.n > CALENDAR_LINES_MAX)
		return WIRE_E_LARGE;
	if (m->u && !program_leads(p, m->g, m->u))
		return WIRE_E_WHO;
	return lines_are_good(m) ? NULL : WIRE_E_FORM;
}

/* As a row has it.  One that is no more keeps who may hear of it. */
static const char *make(const struct program *p, const struct program_act *a,
			const struct series *s, struct wire_msg *m)
{
	const unsigned must = WIRE_G | WIRE_R | WIRE_X | WIRE_B;

	*m = *a->m;
	m->type = WIRE_SERIES;
	m->has &= ~(unsigned)(WIRE_D | (m->u ? 0 : WIRE_U) | (m->n ? 0 : WIRE_N) |
			      (m->c.n ? 0 : WIRE_C));
	if (a->m->has & WIRE_G)
		return (m->has & must) == must && !utf8_blank(m->x) && read_kind(m)
			       ? check_fields(p, m)
			       : WIRE_E_FORM;
	if (!s)
		return WIRE_E_FORM; /* nothing can go that never was */
	m->has = WIRE_S | WIRE_G | WIRE_R | (*s->track ? WIRE_C : 0u);
	m->g = s->group;
	m->r = str_of(program_kinds[s->kind]);
	m->c = str_of(s->track);
	return NULL;
}

/* Nobody else has changed it since. */
static bool is_newest(const struct series *s, const struct program_act *a)
{
	return a->m->d >= s->version || (s->by_device == a->device && a->m->d >= s->base);
}

/* The group that it was, or is to be, in: one that this person leads. */
static const char *check_series(const struct program *p, const struct program_act *a,
				const struct series *s)
{
	const int64_t group = a->m->has & WIRE_G ? a->m->g : s ? s->group : 0;

	if (a->m->has & WIRE_S && (!s || s->gone || !program_sees(p, s, a->member)))
		return WIRE_E_GONE;
	if (!program_person(p, group, a->member))
		return WIRE_E_GROUP;
	if (!right_may(right_of(RIGHT_SCHEDULE, str_of("set")),
		       program_is(p, group, a->member)))
		return WIRE_E_ROLE;
	if (s && s->group != group)
		return WIRE_E_STATE;
	if (!s && (!(a->m->has & WIRE_G)))
		return WIRE_E_FORM;
	if (!s && count(p) >= PROGRAM_SERIES_MAX)
		return WIRE_E_LARGE;
	return !s || is_newest(s, a) ? NULL : WIRE_E_STATE;
}

/* It came before, and is as it was made then. */
static bool repeated(const struct program *p, const struct program_act *a, int64_t *number)
{
	for (size_t i = 0; i < p->series_count; i++) {
		const struct series *s = p->series[i];

		*number = s->number;
		if ((s->member == a->member && s->device == a->device &&
		     s->ticket == a->m->k) ||
		    (s->by_device == a->device && s->by_ticket == a->m->k))
			return true;
	}
	return false;
}

const char *program_set(struct program *p, const struct program_act *a, struct program_put *out)
{
	const struct series *s = a->m->has & WIRE_S ? program_any_series(p, a->m->s) : NULL;
	struct wire_msg m;
	const char *no;

	*out = (struct program_put) { .kind = PROGRAM_SERIES,
				      .member = a->member,
				      .device = a->device,
				      .ticket = a->m->k };
	if (repeated(p, a, &out->number))
		return NULL;
	out->number = s ? s->number : 0;
	no = check_series(p, a, s);
	no = no ? no : make(p, a, s, &m);
	if (!no)
		program_text(&out->text, &m, a->device, a->m->k);
	return no;
}
