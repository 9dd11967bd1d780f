/* SPDX-License-Identifier: MIT */
/* What may be done with worksheets: the table of acts, about what, and with what.  By whom is in
 * rights.c. */
#include "server/caseload_in.h"
#include "server/rights.h"

/* One row for each act. */
static const struct act {
	const char *word;
	unsigned must, may; /* fields, beside k and r */
	enum caseload_kind
		row;  /* of s, where that is what it is about; 0: it is about a group */
	size_t words; /* bytes of b, at most */
	acting_fn *run;
} acts[] = {
	{ "assign", WIRE_G | WIRE_C, WIRE_U | WIRE_D | WIRE_X | WIRE_B, 0, CASELOAD_WORDS_MAX,
	  caseload_assign },
	{ "unassign", WIRE_S, 0, CASELOAD_ASSIGNED, 0, caseload_unassign },
	{ "file", WIRE_G | WIRE_C | WIRE_D | WIRE_B, WIRE_X | WIRE_S | WIRE_N, 0,
	  WIRE_ANSWERS_MAX, caseload_file },
	{ "unfile", WIRE_S, 0, CASELOAD_FILED, 0, caseload_unfile },
	{ "read", WIRE_S, 0, CASELOAD_FILED, 0, caseload_read_mark },
	{ "comment", WIRE_S | WIRE_B, WIRE_C, CASELOAD_FILED, CASELOAD_COMMENT_MAX,
	  caseload_comment },
	{ "again", WIRE_S | WIRE_B, 0, CASELOAD_FILED, CASELOAD_COMMENT_MAX, caseload_again },
	{ "reviewed", WIRE_S, WIRE_B, CASELOAD_FILED, CASELOAD_COMMENT_MAX, caseload_reviewed },
};
enum { ACTS = sizeof(acts) / sizeof(acts[0]) };

static const struct act *find_act(struct str word)
{
	for (size_t i = 0; i < ACTS; i++)
		if (str_is(word, acts[i].word))
			return &acts[i];
	return NULL;
}

static const char *is_whole(const struct act *act, const struct wire_msg *m)
{
	const unsigned has = m->has & ~(unsigned)(WIRE_K | WIRE_R);

	if ((has & act->must) != act->must || has & ~(act->must | act->may))
		return WIRE_E_FORM;
	return m->b.n > act->words ? WIRE_E_LARGE : NULL;
}

static bool may(const struct acting *a, const struct act *act, int64_t group, int64_t whose)
{
	const unsigned is = right_in_group(caseload_person(a->c, group, a->act->member),
					   caseload_leads(a->c, group, a->act->member));

	return right_may(right_of(RIGHT_WORK, str_of(act->word)),
			 is | (whose == a->act->member ? RIGHT_OWN : 0u));
}

/* Of what one is not told, there is nothing. */
static const char *find_row(struct acting *a, const struct act *act)
{
	a->row = caseload_row(a->c, act->row, a->m->s);
	if (!a->row || !caseload_sees(a->c, a->row, a->act->member))
		return WIRE_E_GONE;
	return may(a, act, a->row->group, a->row->member) ? NULL : WIRE_E_ROLE;
}

static const char *find_group(const struct acting *a, const struct act *act)
{
	if (!caseload_person(a->c, a->m->g, a->act->member))
		return WIRE_E_GROUP;
	return may(a, act, a->m->g, a->act->member) ? NULL : WIRE_E_ROLE;
}

/* It came before, and all of it was done. */
static bool repeated(const struct acting *a, struct caseload_put *out)
{
	const struct row *r = caseload_ticket(a->c, a->act->member, a->act->device, a->m->k);

	while (r &&
	       (r->ticket != a->m->k || r->by != a->act->member || r->device != a->act->device))
		r = r->same;
	if (!r)
		return false;
	*out = (struct caseload_put) { .kind = r->kind, .number = r->number };
	return true;
}

const char *caseload_act(struct caseload *c, const struct caseload_act *act,
			 struct caseload_put *out)
{
	struct acting a = { .c = c, .act = act, .m = act->m };
	const struct act *row = find_act(act->m->r);
	const char *no;

	caseload_go_live(c);
	*out = (struct caseload_put) { .kind = CASELOAD_NOTED };
	if (repeated(&a, out))
		return NULL;
	no = row ? is_whole(row, act->m) : WIRE_E_FORM;
	if (!no)
		no = row->row ? find_row(&a, row) : find_group(&a, row);
	return no ? no : row->run(&a, out);
}
