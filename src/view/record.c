/* SPDX-License-Identifier: MIT */
/* All that the clinic's server has of this person: into a file; and the wish to have it erased, which goes to
 * those who lead as a worksheet that is finished. */
#include <string.h>

#include "porchlight/worksheet.h"
#include "view/session.h"
#include "view/sheets.h"
#include "view/words_reads.h"

int record_act(struct stage *s, const char *rest)
{
	char path[SESSION_TYPED_MAX];
	enum pl_failure f;

	if (!session_given(rest) || !session_take(path, rest, strlen(rest)))
		return session_how(s, "record");
	f = pl_client_record(s->client, path);
	if (f == PL_FAIL_NOT_NOW)
		return stage_tell(s, words_reads(RECORD_BUSY));
	if (f != PL_OK)
		return stage_tell(s, words_failure_of_act(f)) | DID_KEEP;
	s->record_asked = true;
	memcpy(s->record_path, path, sizeof(path));
	return stage_tell(s, words_reads(RECORD_ASKED));
}

int record_came(struct stage *s)
{
	struct pl_record r;

	pl_client_record_state(s->client, &r);
	if (!s->record_asked || r.busy)
		return DID_NOTHING;
	s->record_asked = false;
	return stage_tell(
		s, words_record(&s->model.mem, &r, model_line(&s->model, s->record_path)));
}

/* ---- the wish to be erased ---- */

static const char erasure[] = "erasure";

/* NULL: there is none.  One that never went out is no wish yet. */
static const struct pl_sheet *find_wish(struct stage *s, bool sent)
{
	const struct pl_sheet *all;
	const size_t n = pl_client_sheets(s->client, &all);

	for (size_t i = 0; i < n; i++) {
		const bool is_out =
			all[i].state >= PL_SHEET_SENDING && all[i].state != PL_SHEET_REFUSED;

		if (strcmp(all[i].form, erasure) == 0 && is_out == sent)
			return &all[i];
	}
	return NULL;
}

/* A form with one question, and its answer is yes. */
static enum pl_failure fill(struct stage *s)
{
	uint64_t id;
	enum pl_failure f = pl_client_sheet_begin(s->client, erasure, &id);

	if (f != PL_OK)
		return f;
	if (pl_client_choose(s->client, pl_client_question_go(s->client, 0, 1), 0) ==
	    PL_ANSWER_TAKEN)
		return pl_client_sheet_finish(s->client, true, 0);
	pl_client_sheet_shut(s->client);
	return PL_FAIL_DISK;
}

/* What lies here from a try that came to nothing goes; what is being filled in is open again. */
static enum pl_failure send(struct stage *s)
{
	const uint64_t open = pl_client_sheet_opened(s->client);
	const struct pl_sheet *left = find_wish(s, false);
	enum pl_failure f;

	if (left)
		pl_client_sheet_drop(s->client, left->id);
	f = fill(s);
	left = f == PL_OK ? NULL : find_wish(s, false);
	if (left)
		pl_client_sheet_drop(s->client, left->id);
	if (open)
		pl_client_sheet_open(s->client, open);
	return f;
}

/* Once: it tells first what comes of it, and then where it is. */
int record_erase(struct stage *s, const char *rest)
{
	static const struct pl_wish asked = { .act = (enum pl_act)(PL_ACTS + 101) };
	struct arena *a = &s->model.mem;
	const struct pl_sheet *sent = find_wish(s, true);
	const char *names = model_line(&s->model, review_readers(s, a, 0));
	struct pl_link_info info;
	enum pl_failure f;

	(void)rest;
	if (sent)
		return stage_tell(s, words_erasure_known(a, sent));
	if (!*names)
		return stage_tell(s, words_reads(RECORD_ERASE_NOBODY));
	if (!stage_asked(s, &asked))
		return stage_tell(s, words_reads(RECORD_ERASE)) | DID_KEEP;
	f = send(s);
	if (f == PL_FAIL_NOT_NOW)
		return stage_tell(s, words_reads(RECORD_ERASE_NOBODY));
	if (f != PL_OK)
		return stage_tell(s, words_failure_of_sheet(f)) | DID_KEEP;
	pl_client_link(s->client, &info);
	return stage_tell(
		s, words_erasure_sent(a, names,
				      info.link == PL_LINK_LIVE || info.link == PL_LINK_QUIET));
}
