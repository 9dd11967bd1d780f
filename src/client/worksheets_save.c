/* SPDX-License-Identifier: MIT */
/* A sheet as a file: to be read, or for another program. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "client/cache_sheets.h"
#include "client/core.h"
#include "worksheet/answers.h"
#include "worksheet/bundle.h"

enum { FILE_BYTES_MAX = 8 * 1024 * 1024 };

/* What is to be saved: a draft, too. */
struct saving {
	uint64_t id;
	struct response *r;
	int64_t utc_ms, member;
	bool completed;
};

static enum pl_failure read_own(struct pl_client *c, const struct sheet *s, struct saving *out)
{
	char *answers = cache_sheet_answers(c->cache, s->id);

	if (!answers)
		return PL_FAIL_DISK;
	out->r = filling_read(c, s->form, str_of(answers), s->utc_ms, NULL);
	out->utc_ms = s->utc_ms;
	out->member = c->state.self.id;
	out->completed = sheet_is_finished(s);
	explicit_bzero(answers, strlen(answers));
	free(answers);
	return out->r ? PL_OK : PL_FAIL_TEXT;
}

static enum pl_failure read_any(struct pl_client *c, uint64_t id, struct saving *out)
{
	const struct sheet *own = sheets_find(&c->sheets, id);
	struct sheet_row row;

	*out = (struct saving) { .id = id, .completed = true };
	if (own)
		return read_own(c, own, out);
	if (!worksheets_row(c, id, &row) || !row.answers.p)
		return PL_FAIL_GONE;
	out->r = filling_read(c, row.form, row.answers, row.utc_ms, NULL);
	out->utc_ms = row.utc_ms;
	out->member = row.member;
	return out->r ? PL_OK : PL_FAIL_TEXT;
}

/* ---- FHIR ---- */

static bool write_json(const struct saving *s, struct buf *out)
{
	struct arena mem = { 0 };
	struct filling_now now;
	const char *who = s->member ? arena_fmt(&mem, "Patient/%" PRId64, s->member) : NULL;
	const struct response_cover cover = {
		.completed = s->completed,
		.id = arena_fmt(&mem, "%" PRIu64, s->id),
		.authored = filling_clock(&now, s->utc_ms).now,
		.subject = who,
		.author = who,
	};
	const bool good = bundle_write(s->r, &cover, out);

	arena_finish(&mem);
	return good;
}

/* ---- text: the form's words and the person's, and none of ours ---- */

static void indent(const struct blank *b, struct buf *out)
{
	for (size_t i = 0; i < b->item->depth; i++)
		buf_adds(out, "  ");
}

static void add_question(const struct blank *b, struct buf *out)
{
	const char *prefix = b->item->prefix ? b->item->prefix : "";

	buf_adds(out, "\n");
	indent(b, out);
	buf_addf(out, "%s%s%s\n", prefix, *prefix ? " " : "", b->item->text);
}

/* Each line of an answer stands under its question. */
static void add_answer(const struct blank *b, struct buf *out)
{
	const char *text, *end;
	struct buf words;

	buf_init(&words, FILE_BYTES_MAX);
	if (b->value.kind == VALUE_BOOLEAN)
		buf_adds(&words, b->value.number > 0 ? "[x]" : "[ ]");
	else
		answers_words(b, &words);
	for (text = buf_text(&words); *text; text = *end ? end + 1 : end) {
		end = strchrnul(text, '\n');
		indent(b, out);
		buf_addf(out, "  %.*s\n", (int)(end - text), text);
	}
	filling_wipe(&words);
}

static void add_blank(const struct blank *b, struct buf *out)
{
	if (!blank_shown(b) || b->item->type == ITEM_TYPE_DISPLAY)
		return;
	if (!b->index || b->item->type == ITEM_TYPE_GROUP)
		add_question(b, out);
	if (b->value.kind != VALUE_NONE)
		add_answer(b, out);
}

static void write_text(const struct saving *s, struct buf *out)
{
	const struct questionnaire *q = response_form(s->r);
	struct pl_score score;
	struct filling_now now;

	filling_clock(&now, s->utc_ms);
	buf_addf(out, "%s\n%s\n", q->title, now.today);
	for (const struct blank *b = response_first(s->r); b; b = blank_next(b))
		add_blank(b, out);
	if (filling_score(s->r, &score) && !score.missing)
		buf_addf(out, "\n%s: %d / %d\n", score.measure, score.sum, score.most);
	if (*q->copyright)
		buf_addf(out, "\n%s\n", q->copyright);
}

static bool is_json(const char *path)
{
	const size_t n = strlen(path);

	return n > 5 && strcmp(path + n - 5, ".json") == 0;
}

enum pl_failure pl_client_sheet_save(struct pl_client *c, uint64_t id, const char *path)
{
	struct saving s;
	enum pl_failure why = read_any(c, id, &s);
	struct buf out;

	if (why != PL_OK)
		return why;
	buf_init(&out, FILE_BYTES_MAX);
	if (!is_json(path))
		write_text(&s, &out);
	else if (!write_json(&s, &out))
		why = PL_FAIL_TOO_LONG;
	if (why == PL_OK &&
	    !file_make(path, (struct str) { buf_text(&out), out.n }, 0600, NULL))
		why = PL_FAIL_FILE;
	filling_wipe(&out);
	response_free(s.r);
	return why;
}
