/* SPDX-License-Identifier: MIT */
/* The word that wipes what is kept on this device. */
#include "text/keys.h"
#include "view/views.h"
#include "view/words_wipe.h"

/* What waits for the line is told before it is lost. */
static const char *what_goes(struct stage *s)
{
	struct pl_link_info info;
	struct arena *a = &s->model.mem;

	pl_client_link(s->client, &info);
	if (!info.kept)
		return words_wipe(WIPE_SURE);
	return arena_fmt(a, "%s %s", words_kept(a, info.kept), words_wipe(WIPE_SURE));
}

/* One slip must not cost anybody their words: it asks, by its key as well.  No act of the library
 * has this number. */
int wipe_act(struct stage *s, const char *rest)
{
	const struct pl_wish question = { .act = PL_ACTS };

	(void)rest;
	if (!stage_asked(s, &question))
		return stage_tell(s, what_goes(s)) | DID_KEEP;
	if (pl_client_wipe_at_end(s->client) != PL_OK)
		return stage_tell(s, words_wipe(WIPE_GUEST));
	return stage_tell(s, words_wipe(WIPE_ENDS)) | DID_QUIT;
}
