/* SPDX-License-Identifier: MIT */
/* The program, for those who build it: each series with its number, and what is not as planned. */
#include <string.h>

#include "text/keys.h"
#include "view/plan.h"

enum { DAYS_SHOWN = 60, EXCEPTIONS_MAX = 5 };

static const int64_t day_ms = INT64_C(24) * 3600 * 1000;

/* The sessions to come, for all series. */
struct ahead {
	const struct pl_occurrence *all;
	size_t n;
};

static struct ahead look_ahead(struct stage *s)
{
	struct ahead a;

	a.n = pl_client_schedule(s->client, stage_now(s), stage_now(s) + DAYS_SHOWN * day_ms,
				 &a.all);
	return a;
}

static const struct pl_occurrence *next_of(const struct ahead *a, int64_t series)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->all[i].series == series && !a->all[i].cancelled)
			return &a->all[i];
	return NULL;
}

static const char *leader_of(struct stage *s, const struct pl_series *series)
{
	const struct pl_person *people;
	const size_t n = pl_client_people(s->client, series->group, &people);

	for (size_t i = 0; i < n; i++)
		if (people[i].id == series->leader)
			return people[i].name;
	return "";
}

static const char *rule_of(struct arena *a, const struct pl_series *series, const char **place)
{
	struct pl_pattern p;

	*place = "";
	if (!pl_pattern_of(series, &p))
		return words_program(a, PROGRAM_UNREADABLE, "", "");
	*place = arena_fmt(a, "%s", p.place);
	return arena_fmt(a, "%s.", words_rule(a, &p, pl_zone_here()));
}

static const char *seats_of(struct arena *a, const struct pl_series *series,
			    const struct pl_occurrence *next)
{
	if (series->cap && next)
		return words_program(a, PROGRAM_SEATS_OF, words_count(a, next->taken),
				     words_count(a, series->cap));
	return series->cap ? words_program(a, PROGRAM_SEATS, words_count(a, series->cap), "")
			   : "";
}

/* A part and the blank before it, where there is something to say. */
static const char *part(struct arena *a, enum program_word w, const char *what)
{
	return what && *what ? arena_fmt(a, " %s", words_program(a, w, what, "")) : "";
}

static const char *series_words(struct stage *s, struct arena *a,
				const struct pl_series *series, const struct ahead *ahead)
{
	const char *place, *rule = rule_of(a, series, &place);
	const char *seats = seats_of(a, series, next_of(ahead, series->id));

	return arena_fmt(a, "%s. %s. %s%s%s%s%s%s%s%s", series->title, words_kind(series->kind),
			 rule, part(a, PROGRAM_WITH, leader_of(s, series)), *seats ? " " : "",
			 seats, part(a, PROGRAM_ROOM, place),
			 part(a, PROGRAM_SECTIONS, series->track),
			 part(a, PROGRAM_BRING, series->bring),
			 part(a, PROGRAM_SIGN_UP, series->optional ? "1" : ""));
}

static void tell_exceptions(struct model *out, const struct ahead *ahead, int64_t series)
{
	size_t told = 0, more = 0;

	for (size_t i = 0; i < ahead->n; i++) {
		const struct pl_occurrence *o = &ahead->all[i];

		if (o->series != series || (!o->cancelled && !o->moved && !o->substitute))
			continue;
		if (told == EXCEPTIONS_MAX) {
			more++;
			continue;
		}
		told++;
		model_add(out, view_id(ID_EXCEPTION, o->id), ITEM_NOTICE)->text =
			model_text(out, words_exception(&out->mem, o));
	}
	if (more)
		model_add(out, view_id(ID_EXCEPTION, (uint64_t)series << 40), ITEM_NOTICE)
			->text = words_more_sessions(&out->mem, more);
}

static void tell_series(struct stage *s, struct model *out, size_t number,
			const struct ahead *ahead)
{
	const struct pl_series *series = plan_series(s, (int64_t)number);
	struct item *it;

	if (!series)
		return;
	it = model_add(out, view_id(ID_SERIES, (uint64_t)series->id), ITEM_CHOICE);
	it->who = arena_fmt(&out->mem, "%zu", number);
	it->text = model_text(out, series_words(s, &out->mem, series, ahead));
	tell_exceptions(out, ahead, series->id);
}

static void tell_group(struct stage *s, struct model *out, int64_t group)
{
	const struct pl_group *groups;
	const size_t n = pl_client_groups(s->client, &groups);

	for (size_t i = 0; n > 1 && i < n; i++)
		if (groups[i].id == group)
			model_add(out, view_id(ID_SERIES, (uint64_t)group << 32), ITEM_HEADING)
				->text = model_text(out, groups[i].name);
}

static void tell_all(struct stage *s, struct model *out)
{
	const struct ahead ahead = look_ahead(s);
	const struct plan *p = plan_of(s);
	int64_t group = 0;

	for (size_t i = 1; i <= p->series_count; i++) {
		const struct pl_series *series = plan_series(s, (int64_t)i);

		if (series && series->group != group)
			tell_group(s, out, series->group);
		group = series ? series->group : group;
		tell_series(s, out, i, &ahead);
	}
	if (!p->series_count)
		model_add(out, view_id(ID_SERIES, 0), ITEM_NOTICE)->text =
			words_program(&out->mem, PROGRAM_NO_SERIES, "", "");
}

/* What was done before, and how that went. */
static void tell_sent(struct stage *s, struct model *out)
{
	struct plan *p = plan_of(s);
	int kept, refused;

	pl_client_change_news(s->client, &kept, &refused);
	p->refused = p->refused || refused;
	if (p->refused)
		model_add(out, view_id(ID_PLAN, 6), ITEM_NOTICE)->text =
			words_program(&out->mem, PROGRAM_REFUSED, "", "");
	if (kept)
		model_add(out, view_id(ID_PLAN, 7), ITEM_NOTICE)->text =
			words_changes_kept(&out->mem, kept);
}

static void build(struct stage *s, struct model *out)
{
	const struct plan *p = plan_of(s);
	struct pl_link_info info;

	pl_client_link(s->client, &info);
	out->title = words_program(&out->mem, PROGRAM_TITLE, "", "");
	out->status = p->count ? words_program(&out->mem, PROGRAM_STATUS_PLAN, "", "")
			       : words_link_first(&out->mem, &info);
	if (!session_leads(s)) {
		model_add(out, view_id(ID_SERIES, 1), ITEM_NOTICE)->text =
			words_program(&out->mem, PROGRAM_LEADERS_ONLY, "", "");
		return;
	}
	if (p->new_series.asks)
		model_add(out, view_id(ID_PLAN, 5), ITEM_NOTICE)->text =
			words_series_question(p->new_series.at);
	tell_sent(s, out);
	plan_tell(s, out);
	if (p->count)
		model_add(out, view_id(ID_PLAN, 8), ITEM_HEADING)->text =
			words_program(&out->mem, PROGRAM_NOW_TITLE, "", "");
	plan_number(s);
	tell_all(s, out);
}

const struct view view_program = {
	"program",
	KEY_CHORD('G'),
	N_("For facilitators: each series with its number, and the changes that wait."),
	build,
	NULL,
};
