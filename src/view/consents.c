/* SPDX-License-Identifier: MIT */
/* What the person lets the program give out: to read, to sign and to take back. */
#include <stdlib.h>
#include <string.h>

#include "text/keys.h"
#include "text/utf8.h"
#include "view/session.h"

/* The view is up: they are asked for anew. */
void consents_watch(struct stage *s)
{
	s->consents_asked = pl_client_consents(s->client) == PL_OK;
	if (s->consents_asked)
		s->done = words_of(WORD_CONSENTS_HERE);
}

/* Told anew, with what has come: who listens has heard that it was asked for and no more, and in
 * lines the view was left again.  Who fills in a sheet by now is not taken away from it. */
int consents_came(struct stage *s)
{
	if (!s->consents_asked || pl_client_busy(s->client))
		return DID_NOTHING;
	s->consents_asked = false;
	if (s->view == &view_sheet || pl_client_result(s->client) != PL_OK)
		return DID_NOTHING;
	s->done = NULL;
	s->view = &view_consents;
	return DID_VIEW;
}

static void put_line(struct model *out, uint64_t line, const char *at, size_t n)
{
	struct item *it = model_add(out, view_id(ID_CONSENT, line), ITEM_NOTICE);

	it->text = model_text(out, arena_dup(&out->mem, at, n));
	it->voice = VOICE_POLITE;
}

static enum word status_of(const char *text)
{
	if (!text)
		return WORD_CONSENTS_ASKED;
	return *text ? WORD_CONSENTS_HOW : WORD_CONSENTS_NONE;
}

/* A line an item: who listens can go through it line by line. */
static void build(struct stage *s, struct model *out)
{
	const char *at = pl_client_consents_text(s->client);

	out->title = words_of(WORD_CONSENTS);
	out->status = words_of(status_of(at));
	model_add(out, view_id(ID_CONSENT, 0), ITEM_NOTICE)->text = out->status;
	for (uint64_t line = 1; at && *at; line++) {
		const size_t n = strcspn(at, "\n");

		if (n)
			put_line(out, line, at, n);
		at += n + (at[n] == '\n');
	}
}

const struct view view_consents = {
	"consents",
	KEY_SECOND('c'),
	N_("Your consents: what may be given out of your record, to whom, and what was."),
	build,
	NULL,
};

/* "3 Ana Bell": the number, and what is behind it. */
static bool read_number(const char *rest, int64_t *number, char name[SESSION_TYPED_MAX])
{
	char typed[SESSION_TYPED_MAX], *end;

	if (!session_given(rest) || !session_take(typed, rest, strlen(rest)) || *typed < '1' ||
	    *typed > '9')
		return false;
	*number = strtoll(typed, &end, 10);
	while (*end == ' ')
		end++;
	memcpy(name, end, strlen(end) + 1);
	return true;
}

static int asked(struct stage *s, enum pl_failure f, enum word done)
{
	if (f != PL_OK)
		return stage_tell(s, words_failure_of_act(f)) | DID_KEEP;
	s->done = words_of(done);
	return stage_tell(s, words_of(WORD_ATTENDANCE_ASKED));
}

static int act_sign(struct stage *s, const char *rest)
{
	char name[SESSION_TYPED_MAX];
	int64_t number;

	if (!read_number(rest, &number, name) || !*name)
		return session_how(s, "sign");
	return asked(s, pl_client_consent_sign(s->client, number, name), WORD_CONSENT_SIGNED);
}

static int act_revoke(struct stage *s, const char *rest)
{
	char name[SESSION_TYPED_MAX];
	int64_t number;

	if (!read_number(rest, &number, name) || *name)
		return session_how(s, "revoke");
	return asked(s, pl_client_consent_revoke(s->client, number), WORD_CONSENT_REVOKED);
}

const struct verb consents_verbs[] = {
	{ "sign", KEY_SECOND('x'), N_("NUMBER NAME"),
	  N_("Sign a consent of yours with the name that is in it."), act_sign },
	{ "revoke", KEY_SECOND('X'), N_("NUMBER"),
	  N_("Take a consent back. Nothing more is given out by it."), act_revoke },
	{ "record", KEY_SECOND('R'), N_("FILE"),
	  N_("Put all that the clinic's server has of you into a new file."), record_act },
	{ "erase", KEY_SECOND('e'), "",
	  N_("Tell what goes and what stays when your record is erased. A second time it "
	     "sends your clinic the wish."),
	  record_erase },
	{ NULL, 0, NULL, NULL, NULL },
};
