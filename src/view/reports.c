/* SPDX-License-Identifier: MIT */
/* Reports of messages: for who leads all that are open, for all others their own. */
#include <string.h>

#include "text/keys.h"
#include "text/utf8.h"
#include "view/session.h"

/* By its number in the group; NULL: it is not here. */
static const struct pl_message *message_of(const struct stage *s, int64_t seq)
{
	const struct pl_message *msgs;
	size_t n = pl_client_messages(s->client, s->group, &msgs);

	for (size_t i = 0; i < n; i++)
		if (msgs[i].seq == seq)
			return &msgs[i];
	return NULL;
}

/* As it is shown in the meeting: "Ben: Welcome." */
static const char *quoted(const struct stage *s, struct model *m, const struct pl_message *msg)
{
	struct item it = { .id = 1 };

	meeting_fill(s, m, &it, msg);
	return arena_fmt(&m->mem, "%s: %s", it.who, it.text);
}

static void tell(struct stage *s, struct model *out, const struct pl_report *r)
{
	const struct pl_message *msg = message_of(s, r->message_seq);
	struct item *it = model_add(out, view_id(ID_REPORT, (uint64_t)r->number), ITEM_NOTICE);

	it->text = model_text(out, words_report(&out->mem, r,
						r->member == pl_client_self(s->client).id,
						msg ? quoted(s, out, msg) : NULL));
}

void reports_tell_open(struct stage *s, struct model *out)
{
	const struct pl_report *all;
	size_t n = pl_client_reports(s->client, s->group, &all);

	for (size_t i = 0; i < n; i++)
		if (!all[i].done_by)
			tell(s, out, &all[i]);
}

/* What is open first. */
static void build(struct stage *s, struct model *out)
{
	const struct pl_report *all;
	size_t n = pl_client_reports(s->client, s->group, &all);
	int open;

	out->title = words_of(WORD_REPORTS);
	reports_tell_open(s, out);
	open = (int)out->count;
	for (size_t i = 0; i < n; i++)
		if (all[i].done_by)
			tell(s, out, &all[i]);
	out->status = words_reports(&out->mem, open);
	if (!n)
		model_add(out, view_id(ID_REPORT, 0), ITEM_NOTICE)->text = out->status;
}

const struct view view_reports = {
	"reports", KEY_CHORD('I'), N_("Reports of messages that wait for an answer."),
	build,     NULL,
};

/* Making one */

/* The newest of the messages by others, or by `who` of them; `back` 1 is that, 2 the one
 * before it. */
static const struct pl_message *find(const struct stage *s, int64_t who, int64_t back)
{
	const struct pl_message *msgs;
	size_t n = pl_client_messages(s->client, s->group, &msgs);

	for (; n > 0; n--)
		if (!msgs[n - 1].mine && (!who || msgs[n - 1].member == who) && --back == 0)
			return &msgs[n - 1];
	return NULL;
}

/* "Ben: it hurts", "3: it hurts", or "it hurts", which may have a colon in it. */
static const struct pl_message *take(const struct stage *s, const char **why)
{
	const size_t n = strcspn(*why, ":");
	const char *rest = *why + n + strspn(*why + n, ": ");
	const struct pl_person *who;
	char typed[SESSION_TYPED_MAX];
	int64_t back;

	if (!(*why)[n] || !session_take(typed, *why, n))
		return find(s, 0, 1);
	if (session_number(typed, &back)) {
		*why = rest;
		return find(s, 0, back);
	}
	who = session_find(s, typed, strlen(typed));
	if (!who)
		return find(s, 0, 1);
	*why = rest;
	return find(s, who->id, 1);
}

int notes_report(struct stage *s, const char *rest)
{
	const struct pl_message *msg;
	struct pl_wish w = { .act = PL_ACT_REPORT };

	if (!session_given(rest))
		return session_how(s, "report");
	msg = take(s, &rest);
	if (!msg)
		return stage_tell(s, words_of(WORD_NO_SUCH_MESSAGE)) | DID_KEEP;
	if (!session_given(rest))
		return session_how(s, "report");
	w.n = msg->seq;
	w.text = rest;
	return session_wish_for(s, &w, quoted(s, &s->model, msg));
}

/* "3 we talked" */
int notes_resolve(struct stage *s, const char *rest)
{
	const size_t n = session_given(rest) ? strcspn(rest, " :\n") : 0;
	struct pl_wish w = { .act = PL_ACT_RESOLVE };
	char typed[SESSION_TYPED_MAX];

	if (!n || !session_take(typed, rest, n) || !session_number(typed, &w.n) ||
	    !session_given(rest + n))
		return session_how(s, "resolve");
	w.text = rest + n + strspn(rest + n, " :\n");
	return session_wish_for(s, &w, model_text(&s->model, typed));
}
