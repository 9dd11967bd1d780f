/* SPDX-License-Identifier: MIT */
/* The safety plan: the one sheet of its form, and as much of it as may lie readable. */
#include "client/kit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "client/cache_kit.h"
#include "client/cache_sheets.h"
#include "client/core.h"
#include "client/plan_parts.h"
#include "client/vault.h"
#include "text/wrap.h"

#define PLAN_FORM "safety-plan"
#define OPEN_WORD "plan-open"

enum { PRINT_COLUMNS = 72, PRINT_MAX = 4 * UNLOCKED_BYTES_MAX };

/* ---- the plan ---- */

static const struct sheet *plan_sheet(const struct pl_client *c)
{
	for (size_t i = 0; i < c->sheets.count; i++)
		if (strcmp(c->sheets.all[i].form, PLAN_FORM) == 0)
			return &c->sheets.all[i];
	return NULL;
}

/* Shared from another device, and not here: it is read, and can be taken up again. */
static bool find_shared(struct pl_client *c, struct sheet_row *out)
{
	return worksheets_row_last(
		c, &(struct sheet_search) { .form = PLAN_FORM, .before_utc_ms = INT64_MAX },
		out);
}

static void read_answers(struct pl_client *c, struct str answers, int64_t utc_ms)
{
	struct response *r = filling_read(c, PLAN_FORM, answers, utc_ms, NULL);

	if (r)
		plan_parts_read(r, &c->kit.text);
	c->kit.text.plan.utc_ms = c->kit.text.has_plan ? utc_ms : 0;
	response_free(r);
}

static void read_own(struct pl_client *c, const struct sheet *sheet)
{
	char *answers = cache_sheet_answers(c->cache, sheet->id);

	read_answers(c, str_of(answers), sheet->utc_ms);
	if (answers)
		explicit_bzero(answers, strlen(answers));
	free(answers);
}

static void read_crisis(struct pl_client *c)
{
	struct pl_crisis crisis;

	pl_client_crisis(c, &crisis);
	for (size_t i = 0; i < crisis.count; i++)
		kit_text_call(&c->kit.text, str_of(crisis.lines[i]));
	c->kit.text.crisis.dated_utc_ms = crisis.dated_utc_ms;
}

/* All that there is to read, looked up where it may have changed. */
static struct kit_text *look(struct pl_client *c)
{
	const struct sheet *sheet = plan_sheet(c);
	struct sheet_row row;
	struct kit *k = &c->kit;

	if (k->is_current)
		return &k->text;
	kit_text_reset(&k->text);
	if (sheet)
		read_own(c, sheet);
	else if (find_shared(c, &row))
		read_answers(c, row.answers, row.utc_ms);
	read_crisis(c);
	k->is_current = true;
	return &k->text;
}

/* ---- what lies readable ---- */

static bool unlocked_is(const char *path, const struct buf *text)
{
	struct buf there;
	bool same;

	buf_init(&there, UNLOCKED_BYTES_MAX);
	same = unlocked_load(path, &there) && there.n == text->n &&
	       memcmp(buf_text(&there), buf_text(text), text->n) == 0;
	buf_finish(&there);
	return same;
}

/* What a kill left half written may hold words that are not allowed any more. */
static void drop_half(const char *dir)
{
	char path[1024];
	int half;

	vault_path(dir, UNLOCKED_FILE ".new", path);
	half = file_hold(path);
	unlink(path);
	file_let_go(half);
}

/* The file is as it has to be.  On a full disk words that are allowed stay as they were, and words
 * that are not go. */
static bool keep_unlocked(struct pl_client *c, bool with_plan)
{
	const char *dir = cache_folder(c->cache);
	struct buf text;
	char path[1024];
	bool good;
	int old;

	if (!dir || !c->host)
		return true;
	buf_init(&text, UNLOCKED_BYTES_MAX);
	vault_path(dir, UNLOCKED_FILE, path);
	drop_half(dir);
	old = file_hold(path);
	if (!unlocked_write(look(c), with_plan, &text))
		good = file_remove(path, NULL);
	else
		good = unlocked_is(path, &text) ||
		       file_replace(path, (struct str) { text.p, text.n }, 0600, NULL);
	if (!good && !with_plan)
		file_remove(path, NULL);
	file_let_go(old); /* what it said before */
	explicit_bzero(text.p, text.size);
	buf_finish(&text);
	return good;
}

static void changed(struct pl_client *c)
{
	c->kit.is_current = false;
	keep_unlocked(c, c->kit.open == KIT_OPEN_YES);
	c->changed |= PL_CHANGED_SHEETS;
}

void kit_sheet_changed(struct pl_client *c, const char *form)
{
	if (strcmp(form, PLAN_FORM) == 0)
		changed(c);
}

void kit_filed(struct pl_client *c, const struct wire_msg *m)
{
	if (!plan_sheet(c) && (!(m->has & WIRE_U) || m->u == c->state.self.id))
		changed(c);
}

void kit_crisis_changed(struct pl_client *c)
{
	changed(c);
}

void kit_language_changed(struct pl_client *c)
{
	kit_cards_forget(c);
	changed(c);
}

/* ---- life ---- */

static void on_ask(void *user)
{
	struct pl_client *c = user;

	c->changed |= PL_CHANGED_SHEETS;
}

static enum kit_open read_open(struct pl_client *c)
{
	char *word = cache_get(c->cache, OPEN_WORD);
	enum kit_open open = KIT_OPEN_UNSAID;

	if (word)
		open = strcmp(word, "yes") == 0 ? KIT_OPEN_YES : KIT_OPEN_NO;
	free(word);
	return open;
}

/* Whatever a kill has left of the last life is put right; of a plan with its words when it is
 * known in which language: kit_language_changed. */
void kit_open(struct pl_client *c)
{
	kit_text_init(&c->kit.text);
	c->kit.ask = loop_timer_create(c->loop, on_ask, c);
	c->kit.open = read_open(c);
	kit_cards_open(c);
	if (c->kit.open != KIT_OPEN_YES)
		keep_unlocked(c, false);
}

void kit_finish(struct pl_client *c)
{
	loop_timer_destroy(c->kit.ask);
	kit_text_reset(&c->kit.text);
	arena_finish(&c->kit.cards.mem);
	free(c->kit.cards.used);
	c->kit = (struct kit) { 0 };
}

void kit_forget(struct pl_client *c)
{
	const char *dir = cache_folder(c->cache);
	char path[1024];

	if (dir) {
		vault_path(dir, UNLOCKED_FILE, path);
		file_remove(path, NULL);
	}
	kit_finish(c);
	kit_open(c);
}

/* ---- the public face ---- */

void pl_client_plan(struct pl_client *c, struct pl_plan *out)
{
	*out = look(c)->plan;
	worksheets_plan(c, plan_sheet(c), out);
	out->is_open = c->kit.open == KIT_OPEN_YES;
	out->asks_open =
		!out->is_empty && c->kit.open == KIT_OPEN_UNSAID && cache_folder(c->cache);
}

enum pl_failure pl_client_plan_edit(struct pl_client *c)
{
	const struct sheet *sheet = plan_sheet(c);
	struct sheet_row row;
	uint64_t id;

	if (!sheet && find_shared(c, &row))
		return pl_client_sheet_reopen(c, SHEETS_FILED | (uint64_t)row.filed);
	if (sheet && sheet_is_finished(sheet))
		return pl_client_sheet_reopen(c, sheet->id);
	if (sheet)
		return pl_client_sheet_open(c, sheet->id);
	return pl_client_sheet_begin(c, PLAN_FORM, &id);
}

/* First the copy, then that it may be there: what a kill comes between is no at the next start. */
enum pl_failure pl_client_plan_open_set(struct pl_client *c, bool on)
{
	const struct cache_word word = { OPEN_WORD, on ? "yes" : "no" };

	if (!cache_folder(c->cache) || !c->host)
		return PL_FAIL_NOT_NOW;
	if (!on) /* whatever becomes of it, no copy is made any more */
		c->kit.open = KIT_OPEN_NO;
	if (!keep_unlocked(c, on))
		return PL_FAIL_DISK;
	if (!cache_set(c->cache, &word, 1, CACHE_SAME)) {
		keep_unlocked(c, false);
		return PL_FAIL_DISK;
	}
	c->kit.open = on ? KIT_OPEN_YES : KIT_OPEN_NO;
	c->changed |= PL_CHANGED_SHEETS;
	return PL_OK;
}

/* ---- on paper ---- */

static void print_line(const char *line, const char *before, struct buf *out)
{
	struct wrap rows;
	struct str row;

	wrap_init(&rows, str_of(line));
	while (wrap_next(&rows, PRINT_COLUMNS, &row)) {
		buf_addf(out, "%s%.*s\n", before, (int)row.n, row.p);
		before = "  ";
	}
}

static void print_part(const struct pl_plan_part *part, struct buf *out)
{
	buf_adds(out, "\n");
	print_line(part->title, "", out);
	for (size_t i = 0; i < part->count; i++)
		print_line(part->lines[i], "- ", out);
}

enum pl_failure pl_client_plan_save(struct pl_client *c, const char *path)
{
	const struct filling_form *form = filling_form(c, PLAN_FORM);
	const struct kit_text *t = look(c);
	struct buf out;
	bool good;

	if (!form)
		return PL_FAIL_TEXT;
	buf_init(&out, PRINT_MAX);
	print_line(form->q->title, "", &out);
	for (size_t i = 0; i < t->plan.count; i++)
		print_part(&t->plan.parts[i], &out);
	buf_adds(&out, t->crisis.count ? "\n" : "");
	for (size_t i = 0; i < t->crisis.count; i++)
		print_line(t->crisis.lines[i], "", &out);
	good = file_make(path, (struct str) { out.p, out.n }, 0600, NULL);
	explicit_bzero(out.p, out.size);
	buf_finish(&out);
	return good ? PL_OK : PL_FAIL_FILE;
}
