/* SPDX-License-Identifier: MIT */
/* What is done with worksheets that are, or are to be, at the clinic: the public side. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cache_cases.h"
#include "client/cache_sheets.h"
#include "client/core.h"
#include "text/utf8.h"

static bool leads(struct pl_client *c, int64_t group)
{
	struct sheets_world w = worksheets_world(c);

	return sheets_leads(&w, group, w.self);
}

/* Clean; PL_FAIL_NOT_NOW: there is nothing to see. */
static enum pl_failure read_words(struct pl_client *c, const char *text, size_t most,
				  const char **out)
{
	arena_reset(&c->frame);
	*out = text ? utf8_clean(&c->frame, str_of(text)) : "";
	if (strlen(*out) > most)
		return PL_FAIL_TOO_LONG;
	return strspn(*out, " \n") == strlen(*out) ? PL_FAIL_NOT_NOW : PL_OK;
}

/* ---- sending ---- */

/* The first group in which there is somebody who leads; 0: there is none. */
static int64_t first_led(const struct pl_client *c)
{
	for (size_t i = 0; i < c->state.groups_count; i++) {
		const struct state_group *g = c->state.groups[i];

		for (size_t p = 0; p < g->people_count; p++)
			if (g->people[p].role == PL_FACILITATOR ||
			    g->people[p].role == PL_ADMIN)
				return g->pub.id;
	}
	return 0;
}

static int64_t group_for(const struct pl_client *c, const struct sheet *s, int64_t group)
{
	const struct rows_assigned *a =
		s->assignment ? rows_find_assigned(&c->worksheets.rows, s->assignment) : NULL;

	if (group)
		return state_find_group(&c->state, group) ? group : 0;
	return a ? a->group : first_led(c);
}

/* A "file" of it as it is; its texts are in `answers` and in the client's frame. */
static bool write_file(struct pl_client *c, const struct sheet *s, struct buf *answers,
		       struct cache_work *out)
{
	buf_init(answers, WIRE_ANSWERS_MAX);
	if (!filling_wire(c, s, answers))
		return false;
	out->sheet = s->id;
	out->m = (struct wire_msg) { .type = WIRE_WORK,
				     .has = WIRE_K | WIRE_R | WIRE_G | WIRE_C | WIRE_X |
					    WIRE_D | WIRE_B | (s->assignment ? WIRE_S : 0u) |
					    (s->danger ? WIRE_N : 0u),
				     .s = s->assignment,
				     .d = s->utc_ms,
				     .n = s->danger,
				     .r = str_of("file"),
				     .c = str_of(s->form),
				     .x = str_of(arena_fmt(&c->frame, "%" PRId64, s->sum)),
				     .b = { buf_text(answers), answers->n } };
	return true;
}

static enum pl_failure keep_file(struct pl_client *c, const struct sheet *s, int64_t group,
				 int64_t *ticket)
{
	struct cache_work work = { .utc_ms = schedule_now(c) };
	struct buf answers;
	enum pl_failure f = PL_FAIL_TOO_LONG;

	arena_reset(&c->frame);
	if (write_file(c, s, &answers, &work)) {
		work.m.g = group;
		f = worksheets_keep(c, &work, 1);
	}
	filling_wipe(&answers);
	*ticket = work.m.k;
	return f;
}

/* It is on its way, or is kept here after all. */
static void set_sent(struct pl_client *c, struct sheet *s, int64_t group, int64_t ticket)
{
	s->state = ticket ? PL_SHEET_SENDING : PL_SHEET_KEPT;
	s->group = ticket ? group : 0;
	s->ticket = ticket;
	cache_sheet_put(c->cache, s);
	c->changed |= PL_CHANGED_SHEETS;
}

enum pl_failure worksheets_send(struct pl_client *c, uint64_t id, int64_t group)
{
	struct sheet *s = sheets_find(&c->sheets, id);
	int64_t ticket = 0;
	enum pl_failure f;

	if (!s)
		return PL_FAIL_GONE;
	if (s->state != PL_SHEET_KEPT && s->state != PL_SHEET_REFUSED &&
	    !(s->state == PL_SHEET_SENDING && !rows_sending(&c->worksheets.rows, id)))
		return PL_FAIL_STATE;
	group = group_for(c, s, group);
	f = group ? keep_file(c, s, group, &ticket) : PL_FAIL_NOT_NOW;
	if (f == PL_OK || s->state == PL_SHEET_SENDING)
		set_sent(c, s, group, f == PL_OK ? ticket : 0);
	return f;
}

enum pl_failure pl_client_sheet_send(struct pl_client *c, uint64_t id, int64_t group)
{
	return worksheets_send(c, id, group);
}

/* ---- the safety plan ---- */

static const char plan_form[] = "safety-plan";

static const struct sheet *find_plan(const struct pl_client *c)
{
	for (size_t i = 0; i < c->sheets.count; i++)
		if (strcmp(c->sheets.all[i].form, plan_form) == 0)
			return &c->sheets.all[i];
	return NULL;
}

/* What of it never went out is forgotten: it stays with the person. */
static void drop_unsent(struct pl_client *c, uint64_t plan)
{
	const struct rows_act *a;

	while ((a = rows_sending(&c->worksheets.rows, plan)) && !a->left)
		worksheets_drop(c, a->ticket);
}

/* Is it a plan of this person's, from whichever device? */
static bool is_shared_plan(const struct pl_client *c, const struct rows_filed *f)
{
	return f->member == c->state.self.id && strcmp(f->form, plan_form) == 0;
}

/* Each copy that the server has, or may have, is to go. */
static enum pl_failure unfile_all(struct pl_client *c, uint64_t plan)
{
	const struct sheet_rows *r = &c->worksheets.rows;
	const size_t acts = r->acts_count;
	enum pl_failure f = PL_OK;

	for (size_t i = 0; i < r->filed_count && f == PL_OK; i++)
		if (is_shared_plan(c, &r->filed[i]) &&
		    !rows_about(r, "unfile", r->filed[i].number))
			f = worksheets_do(c, "unfile", r->filed[i].number, NULL);
	for (size_t i = 0; i < acts && f == PL_OK; i++) {
		struct cache_work w = { .m = { .type = WIRE_WORK,
					       .has = WIRE_K | WIRE_R | ROWS_UNFILE_WAITS,
					       .d = r->acts[i].ticket,
					       .r = str_of("unfile") },
					.utc_ms = schedule_now(c) };

		if (plan && r->acts[i].sheet == plan && !rows_taking_back(r, r->acts[i].ticket))
			f = worksheets_keep(c, &w, 1);
	}
	return f;
}

/* At the server it takes the place of the one before it. */
static enum pl_failure share(struct pl_client *c, const struct sheet *plan, int64_t group)
{
	struct sheet now = *plan;
	int64_t ticket;
	enum pl_failure f;

	group = group_for(c, plan, group);
	if (!group)
		return PL_FAIL_NOT_NOW;
	drop_unsent(c, plan->id);
	now.utc_ms = schedule_now(c);
	now.answers = cache_sheet_answers(c->cache, plan->id); /* it is a draft always */
	if (!now.answers)
		return PL_FAIL_DISK;
	f = keep_file(c, &now, group, &ticket);
	explicit_bzero(now.answers, strlen(now.answers));
	free(now.answers);
	return f;
}

enum pl_failure pl_client_plan_share(struct pl_client *c, bool on, int64_t group)
{
	const struct sheet *plan = find_plan(c);

	if (on)
		return plan ? share(c, plan, group) : PL_FAIL_GONE;
	if (plan)
		drop_unsent(c, plan->id);
	worksheets_changed(c);
	return unfile_all(c, plan ? plan->id : 0);
}

/* The newest that is at the server; NULL: there is none. */
static const struct rows_filed *shared_plan(const struct pl_client *c)
{
	const struct sheet_rows *r = &c->worksheets.rows;

	for (size_t i = r->filed_count; i > 0; i--)
		if (is_shared_plan(c, &r->filed[i - 1]))
			return &r->filed[i - 1];
	return NULL;
}

void worksheets_plan(struct pl_client *c, const struct sheet *plan, struct pl_plan *out)
{
	struct sheets_world w = worksheets_world(c);
	const struct rows_act *a = plan ? rows_sending(&c->worksheets.rows, plan->id) : NULL;
	const struct rows_filed *f = shared_plan(c);
	const struct pl_sheet *s = NULL;

	out->shared = a ? PL_SHEET_SENDING : PL_SHEET_KEPT;
	out->is_older = a && a->m.d < plan->utc_ms;
	out->reader = "";
	if (a || !f)
		return;
	s = sheets_list_filed(&c->worksheets.list, &c->worksheets.rows, &w, f);
	out->shared = s->state == PL_SHEET_AT_CLINIC ? PL_SHEET_AT_CLINIC : PL_SHEET_READ;
	out->is_older = plan && f->utc_ms < plan->utc_ms;
	out->reader = s->reader;
	out->read_utc_ms = s->read_utc_ms;
}

/* ---- what is said to a sheet ---- */

static enum pl_failure say(struct pl_client *c, const struct rows_filed *f, const char *item,
			   const char *text)
{
	struct cache_work w = { .m = { .type = WIRE_WORK,
				       .has = WIRE_K | WIRE_R | WIRE_S | WIRE_B |
					      (*item ? WIRE_C : 0u),
				       .s = f->number,
				       .r = str_of(rows_note_word(ROWS_COMMENT)),
				       .c = str_of(item),
				       .b = str_of(text) },
				.utc_ms = schedule_now(c) };

	return worksheets_keep(c, &w, 1);
}

enum pl_failure pl_client_comment(struct pl_client *c, uint64_t sheet, const char *item,
				  const char *text)
{
	const struct rows_filed *f = rows_filed_by_id(&c->worksheets.rows, sheet);
	const char *words;
	enum pl_failure fail;

	if (!f)
		return sheets_find(&c->sheets, sheet) ? PL_FAIL_STATE : PL_FAIL_GONE;
	if (f->member != c->state.self.id && !leads(c, f->group))
		return PL_FAIL_REFUSED;
	fail = read_words(c, text, SHEETS_TEXT_MAX, &words);
	if (fail == PL_OK && item && strlen(item) > WIRE_CODE_MAX)
		fail = PL_FAIL_TOO_LONG;
	return fail == PL_OK ? say(c, f, item ? item : "", words) : fail;
}

/* Of another's that this person may answer for; PL_OK, or why not. */
static enum pl_failure find_led(struct pl_client *c, uint64_t sheet,
				const struct rows_filed **out)
{
	*out = rows_filed_by_id(&c->worksheets.rows, sheet);
	if (!*out)
		return PL_FAIL_GONE;
	return (*out)->member != c->state.self.id && leads(c, (*out)->group) ? PL_OK
									     : PL_FAIL_REFUSED;
}

enum pl_failure pl_client_sheet_again(struct pl_client *c, uint64_t sheet, const char *words)
{
	const struct rows_filed *f;
	enum pl_failure fail = find_led(c, sheet, &f);

	if (fail == PL_OK)
		fail = read_words(c, words, SHEETS_TEXT_MAX, &words);
	return fail == PL_OK ? worksheets_do(c, rows_note_word(ROWS_AGAIN), f->number, words)
			     : fail;
}

enum pl_failure pl_client_sheet_reviewed(struct pl_client *c, uint64_t sheet, const char *words)
{
	const struct rows_filed *f;
	enum pl_failure fail = find_led(c, sheet, &f);

	if (fail == PL_OK && !f->danger)
		fail = PL_FAIL_STATE;
	else if (fail == PL_OK &&
		 (rows_reviewer(&c->worksheets.rows, f) ||
		  rows_about(&c->worksheets.rows, rows_note_word(ROWS_REVIEWED), f->number)))
		fail = PL_FAIL_TWICE;
	if (fail == PL_OK)
		fail = read_words(c, words, SHEETS_TEXT_MAX, &words);
	/* That it was seen to may be said without a word. */
	return fail == PL_OK || fail == PL_FAIL_NOT_NOW
		       ? worksheets_do(c, rows_note_word(ROWS_REVIEWED), f->number, words)
		       : fail;
}

/* Once; by whoever leads. */
void worksheets_opened(struct pl_client *c, uint64_t id)
{
	const struct rows_filed *f;
	struct rows_noted *notes;
	size_t n;

	if (find_led(c, id, &f) != PL_OK ||
	    rows_about(&c->worksheets.rows, rows_note_word(ROWS_READ), f->number))
		return;
	n = rows_notes(&c->worksheets.rows, f->number, &notes);
	for (size_t i = 0; i < n; i++)
		if (notes[i].what == ROWS_READ && notes[i].by == c->state.self.id)
			return;
	worksheets_do(c, rows_note_word(ROWS_READ), f->number, NULL);
}

/* ---- assigning ---- */

/* A member of the group who does not lead it. */
static bool is_led(struct pl_client *c, int64_t group, int64_t member)
{
	struct sheets_world w = worksheets_world(c);
	const struct state_group *g = state_find_group(&c->state, group);

	return g && state_find_person(g, member) && !sheets_leads(&w, group, member);
}

static enum pl_failure may_assign(struct pl_client *c, const struct pl_assignment *a,
				  const char **words)
{
	arena_reset(&c->frame);
	*words = a->words ? utf8_clean(&c->frame, str_of(a->words)) : "";
	if (!a->form || !filling_form(c, a->form))
		return PL_FAIL_TEXT;
	if (!leads(c, a->group))
		return PL_FAIL_REFUSED;
	if (a->member && !is_led(c, a->group, a->member))
		return PL_FAIL_WHO;
	return strlen(*words) > SHEETS_WORDS_MAX ? PL_FAIL_TOO_LONG : PL_OK;
}

/* Of one in a pack, which those who are to fill it may not have yet. */
static struct str title_for(struct pl_client *c, const char *form)
{
	const char *title = strchr(form, '/') ? filling_form(c, form)->q->title : "";

	return str_of(utf8_clean_name(&c->frame, str_of(title), WIRE_NAME_MAX));
}

enum pl_failure pl_client_assign(struct pl_client *c, const struct pl_assignment *a)
{
	const char *words;
	enum pl_failure f = may_assign(c, a, &words);
	struct cache_work w = { .utc_ms = schedule_now(c) };

	if (f != PL_OK)
		return f;
	w.m = (struct wire_msg) { .type = WIRE_WORK,
				  .r = str_of("assign"),
				  .g = a->group,
				  .u = a->member,
				  .d = a->due_utc_ms,
				  .c = str_of(a->form),
				  .x = title_for(c, a->form),
				  .b = str_of(words) };
	w.m.has = WIRE_K | WIRE_R | WIRE_G | WIRE_C | (a->due_utc_ms > 0 ? WIRE_D : 0u) |
		  (a->member ? WIRE_U : 0u) | (w.m.x.n ? WIRE_X : 0u) | (*words ? WIRE_B : 0u);
	return worksheets_keep(c, &w, 1);
}

enum pl_failure pl_client_unassign(struct pl_client *c, uint64_t sheet)
{
	const struct rows_assigned *a = rows_assigned_by_id(&c->worksheets.rows, sheet);

	if (!a || rows_filed_for(&c->worksheets.rows, a->number))
		return PL_FAIL_GONE;
	if (!leads(c, a->group))
		return PL_FAIL_REFUSED;
	if (rows_about(&c->worksheets.rows, "unassign", a->number))
		return PL_FAIL_TWICE;
	return worksheets_do(c, "unassign", a->number, NULL);
}

int pl_client_acts_kept(const struct pl_client *c)
{
	static const char *const words[] = { "assign", "unassign", "again", "reviewed" };
	const struct sheet_rows *r = &c->worksheets.rows;
	int n = 0;

	for (size_t i = 0; i < r->acts_count; i++)
		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			n += rows_act_is(&r->acts[i], words[k]);
	return n;
}
