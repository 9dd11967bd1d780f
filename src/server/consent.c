/* SPDX-License-Identifier: MIT */
#include "server/consent.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "server/session.h"
#include "text/utf8.h"

static const struct body_field form[CONSENT_FIELDS] = {
	[CONSENT_F_ACT] = { .key = "act" },
	[CONSENT_F_NUMBER] = { .key = "consent", .kind = BODY_NUMBER },
	[CONSENT_F_KIND] = { .key = "category" },
	[CONSENT_F_WHAT] = { .key = "class" },
	[CONSENT_F_PATIENT] = { .key = "patient" },
	[CONSENT_F_DISCLOSER] = { .key = "organization" },
	[CONSENT_F_RECIPIENT] = { .key = "recipient" },
	[CONSENT_F_PURPOSE] = { .key = "purpose" },
	[CONSENT_F_UNTIL] = { .key = "period" },
	[CONSENT_F_TEXT] = { .key = "source" },
	[CONSENT_F_TEXT_ES] = { .key = "source_es" },
	[CONSENT_F_SIGNER] = { .key = "performer" },
	[CONSENT_F_LANGUAGE] = { .key = "language" },
	[CONSENT_F_PAPER] = { .key = "paper", .kind = BODY_NUMBER },
	[CONSENT_F_WHY] = { .key = "reason" },
	[CONSENT_F_GROUND] = { .key = "ground" },
	[CONSENT_F_BY] = { .key = "agent" },
	[CONSENT_F_COMMAND] = { .key = "command" },
};

void consent_field(struct body_field f[CONSENT_FIELDS], enum consent_field which,
		   const char *text)
{
	/* body_write only reads it. */
	f[which].text = (char *)(uintptr_t)(text ? text : "");
	f[which].there = true;
}

void consent_fields(struct body_field f[CONSENT_FIELDS], const char *act, int64_t number)
{
	memcpy(f, form, sizeof(form));
	consent_field(f, CONSENT_F_ACT, act);
	f[CONSENT_F_NUMBER].number = number;
	f[CONSENT_F_NUMBER].there = true;
}

void consents_finish(struct consents *c)
{
	free(c->all);
	free(c->uses);
	arena_finish(&c->mem);
	*c = (struct consents) { 0 };
}

/* ---- what a row does ---- */

struct taking {
	struct consents *log;
	const struct store_message *row;
	const struct body_field *f;
};

static const char *text_of(const struct taking *t, enum consent_field which)
{
	return arena_text(&t->log->mem, t->f[which].text);
}

/* In the log of all, each is where its number says. */
const struct consent *consents_find(const struct consents *c, int64_t number)
{
	if (!c->own)
		return number > 0 && (size_t)number <= c->count ? &c->all[number - 1] : NULL;
	for (size_t i = 0; i < c->count; i++)
		if (c->all[i].number == number)
			return &c->all[i];
	return NULL;
}

/* The consent that the row speaks of, if it is this person's. */
static struct consent *of_row(const struct taking *t)
{
	struct consent *c = (struct consent *)(uintptr_t)consents_find(
		t->log, t->f[CONSENT_F_NUMBER].number);

	return c && c->member == t->row->member ? c : NULL;
}

/* The day that is named counts, all of it. */
static int64_t end_of(const char *until)
{
	int64_t day;

	return consent_read_day(until, &day) ? day + INT64_C(86400000) : 0;
}

static bool on_offer(const struct taking *t)
{
	struct consents *log = t->log;
	const int64_t number = t->f[CONSENT_F_NUMBER].number;
	struct consent c = { .number = log->own ? number : (int64_t)log->count + 1,
			     .member = t->row->member,
			     .kind = consent_find_kind(text_of(t, CONSENT_F_KIND)),
			     .offered_ms = t->row->utc_ms,
			     .patient = text_of(t, CONSENT_F_PATIENT),
			     .discloser = text_of(t, CONSENT_F_DISCLOSER),
			     .recipient = text_of(t, CONSENT_F_RECIPIENT),
			     .purpose = text_of(t, CONSENT_F_PURPOSE),
			     .until = text_of(t, CONSENT_F_UNTIL),
			     .signer = "",
			     .language = "",
			     .why = "" };

	if (!c.kind || !consent_read_what(text_of(t, CONSENT_F_WHAT), &c.what) ||
	    number != c.number)
		return false;
	for (int l = 0; l < CONSENT_LANGUAGES; l++)
		c.texts[l] = text_of(t, (enum consent_field)(CONSENT_F_TEXT + l));
	c.until_ms = end_of(c.until);
	log->all = mem_grow(log->all, (log->count + 1) * sizeof(c));
	log->all[log->count++] = c;
	return true;
}

static bool on_sign(const struct taking *t)
{
	struct consent *c = of_row(t);
	const struct body_field *paper = &t->f[CONSENT_F_PAPER];

	if (!c || c->signed_ms || c->ended_ms)
		return false;
	c->paper = paper->there;
	c->signed_ms = paper->there ? paper->number : t->row->utc_ms;
	c->signer = text_of(t, CONSENT_F_SIGNER);
	c->language = text_of(t, CONSENT_F_LANGUAGE);
	return true;
}

static bool on_revoke(const struct taking *t)
{
	struct consent *c = of_row(t);

	if (!c || c->ended_ms)
		return false;
	c->ended_ms = t->row->utc_ms;
	c->why = text_of(t, CONSENT_F_WHY);
	return true;
}

static bool on_use(const struct taking *t)
{
	struct consents *log = t->log;

	log->uses = mem_grow(log->uses, (log->uses_count + 1) * sizeof(*log->uses));
	log->uses[log->uses_count++] =
		(struct consent_use) { .seq = t->row->seq,
				       .utc_ms = t->row->utc_ms,
				       .member = t->row->member,
				       .consent = t->f[CONSENT_F_NUMBER].number,
				       .ground = text_of(t, CONSENT_F_GROUND),
				       .what = text_of(t, CONSENT_F_WHAT),
				       .recipient = text_of(t, CONSENT_F_RECIPIENT),
				       .why = text_of(t, CONSENT_F_WHY),
				       .by = text_of(t, CONSENT_F_BY),
				       .command = text_of(t, CONSENT_F_COMMAND) };
	return true;
}

static const struct {
	const char *word;
	bool (*run)(const struct taking *t);
} acts[] = {
	{ "offer", on_offer },
	{ "sign", on_sign },
	{ "revoke", on_revoke },
	{ "use", on_use },
};

static bool apply(const struct taking *t)
{
	const char *word = t->f[CONSENT_F_ACT].text;

	for (size_t i = 0; word && i < sizeof(acts) / sizeof(acts[0]); i++)
		if (strcmp(acts[i].word, word) == 0)
			return acts[i].run(t);
	return false;
}

/* ---- the chain ---- */

/* What is added comes behind that row. */
static void move_to(struct consents *c, const struct store_message *row,
		    const char mark[SECRET_HASH])
{
	c->seq = row->seq;
	c->utc_ms = row->utc_ms;
	memcpy(c->mark, mark, SECRET_HASH);
}

bool consents_take(struct consents *c, const struct store_message *row, struct err *err)
{
	const struct store_req as_stored = {
		.group = row->member, .seq = row->seq, .utc_ms = row->utc_ms, .a = row->text
	};
	struct body_field f[CONSENT_FIELDS];
	char mark[SECRET_HASH];
	bool good;

	if (!c->own && row->seq != c->seq + 1)
		return err_set(err, ERR_DISK, "row %" PRId64 " of the consents is missing",
			       c->seq + 1);
	session_next_mark(c->mark, &as_stored, mark);
	if (!c->own && !str_is(row->mark, mark))
		return err_set(err, ERR_DISK,
			       "row %" PRId64 " of the consents was changed, or one before it",
			       row->seq);
	memcpy(f, form, sizeof(form));
	good = body_read(row->text, f, CONSENT_FIELDS) && apply(&(struct taking) { c, row, f });
	body_finish(f, CONSENT_FIELDS);
	if (!good)
		return err_set(err, ERR_DISK, "row %" PRId64 " of the consents cannot be read",
			       row->seq);
	if (!c->own)
		move_to(c, row, mark);
	return true;
}

void consents_end(struct consents *c, const struct store_message *row)
{
	char mark[SECRET_HASH];

	snprintf(mark, sizeof(mark), "%s", row->mark.p);
	move_to(c, row, mark);
}

bool consents_next(const struct consents *c, int64_t member, int64_t utc_ms,
		   const struct body_field f[CONSENT_FIELDS], struct consents_row *out)
{
	struct store_req *r = &out->req;

	buf_init(&out->text, CONSENT_ROW_MAX);
	if (!body_write(&out->text, f, CONSENT_FIELDS))
		return false;
	*r = (struct store_req) { .op = STORE_CONSENT,
				  .group = member,
				  .seq = c->seq + 1,
				  .utc_ms = utc_ms > c->utc_ms ? utc_ms : c->utc_ms,
				  .a = { out->text.p, out->text.n } };
	session_next_mark(c->mark, r, out->mark);
	r->group = 0;
	r->member = member;
	r->b = str_of(out->mark);
	return true;
}

/* ---- what holds ---- */

enum consent_state consent_state(const struct consent *c, int64_t now_utc_ms)
{
	if (c->ended_ms || (c->until_ms && now_utc_ms >= c->until_ms))
		return CONSENT_INACTIVE;
	return c->signed_ms ? CONSENT_ACTIVE : CONSENT_PROPOSED;
}

const char *consent_may_sign(const struct consent *c, int64_t member, const char *name,
			     int64_t now_utc_ms)
{
	if (!c || c->member != member)
		return WIRE_E_GONE;
	if (consent_state(c, now_utc_ms) != CONSENT_PROPOSED)
		return WIRE_E_STATE;
	return utf8_blank(str_of(name)) || strlen(name) > CONSENT_WORDS_MAX ? WIRE_E_FORM
									    : NULL;
}
