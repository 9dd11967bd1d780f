/* SPDX-License-Identifier: MIT */
/* The words for reports, notes, and what is kept for how long. */
#include <string.h>

#include "text/keys.h"
#include "view/session.h"

static int act_about(struct stage *s, const char *rest)
{
	const struct pl_group *g = stage_group(s);

	(void)rest;
	return stage_tell(s, g ? words_about(&s->model.mem, g) : words_of(WORD_NO_GROUP));
}

/* The note */

/* A line an item: who listens can go through it line by line. */
static void build(struct stage *s, struct model *out)
{
	const char *at = pl_client_note_text(s->client);
	uint64_t line = 1;

	out->title = words_of(WORD_NOTE);
	out->status = words_of(*at ? WORD_NOTE_SAVE_HOW : WORD_NOTE_NONE);
	if (!*at)
		model_add(out, view_id(ID_DRAFT_NOTE, 0), ITEM_NOTICE)->text = out->status;
	for (; *at; line++) {
		const size_t n = strcspn(at, "\n");
		struct item *it;

		if (n) {
			it = model_add(out, view_id(ID_DRAFT_NOTE, line), ITEM_NOTICE);
			it->text = model_text(out, arena_dup(&out->mem, at, n));
			it->voice = VOICE_POLITE;
		}
		at += n + (at[n] == '\n');
	}
}

const struct view view_notes = {
	"notes", KEY_ALT('='), N_("For facilitators: the note that you asked for last."),
	build,   NULL,
};

static int act_note(struct stage *s, const char *rest)
{
	const struct pl_person *who;
	const char *account;
	enum pl_failure f;

	if (!session_given(rest))
		return session_how(s, "note");
	who = session_find(s, rest, strlen(rest));
	if (!who)
		return session_no_such(s);
	account = pl_client_account(s->client, s->group, who->id);
	f = pl_client_note(s->client, s->group, *account ? account : who->name);
	if (f != PL_OK)
		return stage_tell(s, words_failure_of_act(f)) | DID_KEEP;
	s->done = words_of(WORD_NOTE_HERE);
	return stage_tell(s, words_with(&s->model.mem, WORD_NOTE_ASKED,
					model_text(&s->model, who->name)));
}

static int act_save(struct stage *s, const char *rest)
{
	char path[SESSION_TYPED_MAX];
	enum pl_failure f;

	if (!session_given(rest) || !session_take(path, rest, strlen(rest)))
		return session_how(s, "save");
	f = pl_client_note_save(s->client, path);
	if (f == PL_FAIL_NOT_NOW)
		return stage_tell(s, words_of(WORD_NOTE_NONE)) | DID_KEEP;
	if (f != PL_OK)
		return stage_tell(s, words_failure(f)) | DID_KEEP;
	return stage_tell(
		s, words_with(&s->model.mem, WORD_NOTE_SAVED, model_text(&s->model, path)));
}

const struct verb notes_verbs[] = {
	{ "about", KEY_ALT('q'), "", N_("Tell how long what is said here is kept."),
	  act_about },
	{ "report", KEY_CHORD('i'), N_("WHY, or NAME: WHY, or NUMBER: WHY"),
	  N_("Tell the facilitators alone what is wrong with a message: the last one, the last "
	     "of NAME, or NUMBER back."),
	  notes_report },
	{ "resolve", KEY_ALT('Z'), N_("NUMBER and what was done"),
	  N_("For facilitators: settle a report. Who made it is told what you write."),
	  notes_resolve },
	{ "note", KEY_ALT('O'), N_("NAME"),
	  N_("For facilitators, after a session: get the draft of a note about a person."),
	  act_note },
	{ "save", KEY_ALT('+'), N_("FILE"),
	  N_("For facilitators: save the draft of a note that you have to a file."), act_save },
	{ NULL, 0, NULL, NULL, NULL },
};
