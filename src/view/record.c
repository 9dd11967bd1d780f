/* SPDX-License-Identifier: MIT */
/* All that the clinic's server has of this person: into a file; and what it would be to have it erased. */
#include <string.h>

#include "view/session.h"
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

int record_erase(struct stage *s, const char *rest)
{
	(void)rest;
	return stage_tell(s, words_reads(RECORD_ERASE));
}
