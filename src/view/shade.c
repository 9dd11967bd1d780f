/* SPDX-License-Identifier: MIT */
#include "view/shade.h"

#include <stdio.h>
#include <string.h>

#include "view/kit.h"
#include "view/views.h"
#include "view/words_shade.h"
#include "view/words_wipe.h"

bool shade_covers(const struct stage *s)
{
	return s->shade.locked || s->shade.blank;
}

static void say(struct stage *s, const char *words)
{
	snprintf(s->shade.said, sizeof(s->shade.said), "%s", words);
}

static int lock(struct stage *s)
{
	s->shade.locked = true;
	s->shade.plan_up = s->shade.leave_asked = false;
	say(s, "");
	return DID_SHADE;
}

/* Where there is no passphrase it would stay locked for ever. */
static bool can_lock(const struct stage *s)
{
	return !s->wants.never_locks && pl_client_self(s->client).id;
}

static int blank(struct stage *s)
{
	s->shade.blank = !s->shade.blank;
	if (s->shade.blank && s->wants.blank_locks && can_lock(s))
		lock(s);
	return DID_SHADE;
}

/* ---- when nobody is there ---- */

void shade_touch(struct stage *s, int64_t now_ms)
{
	s->shade.touched_ms = now_ms;
}

int64_t shade_due_ms(const struct stage *s, int64_t now_ms)
{
	const int64_t left_ms =
		s->shade.touched_ms + (int64_t)s->wants.lock_after * 60000 - now_ms;

	if (s->shade.locked || !s->wants.lock_after || !can_lock(s))
		return -1;
	return left_ms > 0 ? left_ms : 0;
}

int shade_tick(struct stage *s, int64_t now_ms)
{
	return shade_due_ms(s, now_ms) == 0 ? lock(s) : DID_NOTHING;
}

/* ---- what is done while it covers ---- */

static int show_plan(struct stage *s)
{
	s->shade.blank = false;
	s->shade.plan_up = s->shade.locked;
	return DID_SHADE | (s->shade.locked ? 0 : stage_show(s, &view_plan));
}

static int quit(struct stage *s)
{
	(void)s;
	return DID_QUIT;
}

static int show_again(struct stage *s)
{
	(void)s;
	return DID_SHADE;
}

static int leave(struct stage *s)
{
	if (s->shade.leave_asked)
		return DID_QUIT;
	s->shade.leave_asked = true;
	say(s, words_of(WORD_LEAVE_ASK));
	return DID_SHADE;
}

/* From the plan back to how it is opened. */
static int take_away(struct stage *s)
{
	s->shade.plan_up = false;
	say(s, "");
	return DID_SHADE;
}

static const struct {
	const char *word; /* whose key it is; "": nobody's */
	int key;
	int (*act)(struct stage *s);
} keys[] = {
	{ "blank", KEY_CTRL('\\'), blank }, { "plan", KEY_CTRL('x'), show_plan },
	{ "quit", KEY_CTRL('q'), quit },    { "redraw", KEY_CTRL('l'), show_again },
	{ "", KEY_CTRL('c'), leave },       { "", KEY_CTRL('g'), take_away },
	{ "", KEY_CTRL('['), take_away },
};

bool shade_key(struct stage *s, int key, int *bits)
{
	const bool asked = s->shade.leave_asked;

	s->shade.leave_asked = asked && key == KEY_CTRL('c');
	if (asked && !s->shade.leave_asked)
		say(s, "");
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (stage_key_is(s, keys[i].word, keys[i].key, key)) {
			*bits = keys[i].act(s);
			return true;
		}
	return false;
}

static const struct {
	const char *word;
	bool blank; /* it means something on a hidden screen, too */
	int (*act)(struct stage *s);
} words[] = {
	{ "/blank", true, blank },
	{ "/quit", true, quit },
	{ "/plan", false, show_plan },
	{ "/crisis", false, show_plan },
};

/* ---- the passphrase ---- */

static int wait_s(int wrong)
{
	const int doubled = wrong - SHADE_TRIES;

	return doubled > 3 ? SHADE_MOST_S : SHADE_FIRST_S << doubled;
}

static int tell(struct stage *s, const char *w)
{
	say(s, w);
	return stage_tell(s, w);
}

static const char *wait_words(struct stage *s, int64_t now_ms)
{
	const int64_t left_ms = s->shade.again_ms - now_ms;

	return words_shade_wait(&s->model.mem, (int)((left_ms + 999) / 1000));
}

static int tell_wait(struct stage *s, int64_t now_ms)
{
	return tell(s, wait_words(s, now_ms));
}

/* Once: whoever has forgotten it would else try for ever. */
static int tell_forgotten(struct stage *s, int64_t now_ms)
{
	return tell(s, arena_fmt(&s->model.mem, "%s %s", wait_words(s, now_ms),
				 words_wipe(WIPE_FORGOTTEN_LOCK)));
}

static int refuse(struct stage *s, int64_t now_ms)
{
	if (++s->shade.wrong < SHADE_TRIES)
		return tell(s, words_shade(SHADE_WRONG));
	s->shade.again_ms = now_ms + (int64_t)wait_s(s->shade.wrong) * 1000;
	if (s->shade.wrong == SHADE_TRIES)
		return tell_forgotten(s, now_ms);
	return tell_wait(s, now_ms);
}

static int try_passphrase(struct stage *s, const char *passphrase, int64_t now_ms)
{
	enum pl_failure f;

	if (!*passphrase)
		return DID_NOTHING;
	if (s->shade.wrong >= SHADE_TRIES && now_ms < s->shade.again_ms)
		return tell_wait(s, now_ms);
	f = pl_client_check(s->client, passphrase);
	if (f == PL_FAIL_PASSPHRASE)
		return refuse(s, now_ms);
	if (f != PL_OK)
		return tell(s, words_failure(f));
	s->shade = (struct shade) { .touched_ms = now_ms };
	return DID_SHADE;
}

int shade_line(struct stage *s, const char *line, int64_t now_ms)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(words[i].word, line) == 0 && (words[i].blank || !s->shade.blank))
			return words[i].act(s);
	return s->shade.blank ? DID_NOTHING : try_passphrase(s, line, now_ms);
}

/* ---- what is shown ---- */

static void put(struct model *m, enum item_role role, const char *text)
{
	struct item *it = model_add(m, view_id(ID_SHADE, m->count + 1), role);

	it->text = text;
	it->voice = VOICE_NOW;
}

/* As much of it as the person lets be read without the passphrase. */
static void put_plan(struct stage *s, struct model *m)
{
	static const struct pl_plan none = { .is_empty = true, .reader = "" };
	struct pl_crisis crisis;
	struct pl_plan plan;

	pl_client_plan(s->client, &plan);
	pl_client_crisis(s->client, &crisis);
	kit_show(m, &(struct kit_shown) { .plan = plan.is_open ? &plan : &none,
					  .crisis = &crisis,
					  .has_plan = !plan.is_empty,
					  .is_locked = true,
					  .now_utc_ms = s->now_utc_ms });
}

void shade_build(struct stage *s, struct model *out)
{
	char key[24];

	out->title = words_shade(SHADE_TITLE);
	out->status = "";
	if (s->shade.plan_up)
		put_plan(s, out);
	if (s->shade.said[0])
		put(out, ITEM_NOTICE, model_text(out, s->shade.said));
	put(out, ITEM_NOTICE, words_shade(SHADE_LOCKED));
	if (s->shade.plan_up)
		return;
	keys_word(KEY_CTRL('x'), key, sizeof(key));
	put(out, ITEM_NOTICE, words_kit(&out->mem, KIT_KEY, key));
	put(out, ITEM_NOTICE, words_shade(SHADE_WORDS_TOO));
}

const char *shade_dull(const struct stage *s, struct arena *a)
{
	return words_dated(a, s->now_utc_ms);
}

/* ---- verbs ---- */

static int act_lock(struct stage *s, const char *rest)
{
	(void)rest;
	return can_lock(s) ? lock(s) : stage_tell(s, words_shade(SHADE_NOBODY));
}

static int act_blank(struct stage *s, const char *rest)
{
	(void)rest;
	return blank(s);
}

const struct verb shade_verbs[] = {
	{ "lock-screen", KEY_SECOND('l'), "",
	  N_("Lock the screen. Your passphrase opens it. You stay connected."), act_lock },
	{ "blank", KEY_CTRL('\\'), "",
	  N_("Hide the screen at once, behind the date. The same key or word shows it again."),
	  act_blank },
	{ "wipe", KEY_SECOND('W'), "",
	  N_("Wipe all that is kept on this device, and leave. It asks first."), wipe_act },
	{ NULL, 0, NULL, NULL, NULL },
};
