/* SPDX-License-Identifier: MIT */
/* Who has read what of this person's record: newest first, a sentence each. */
#include <string.h>
#include <strings.h>

#include "porchlight/worksheet.h"
#include "text/keys.h"
#include "view/session.h"
#include "view/views.h"
#include "view/words_reads.h"

static const char *title_of(struct stage *s, const char *name)
{
	const struct pl_form *forms;
	const size_t n = pl_client_forms(s->client, &forms);

	for (size_t i = 0; i < n; i++)
		if (strcmp(forms[i].name, name) == 0)
			return forms[i].title;
	return name;
}

static void build(struct stage *s, struct model *out)
{
	struct arena *a = &out->mem;
	const struct pl_was_read *all;
	const size_t n = pl_client_reads(s->client, &all);
	struct pl_reads state;

	pl_client_reads_state(s->client, &state);
	out->title = words_reads(READS_TITLE);
	out->status = words_reads_state(a, &state);
	out->untitled = s->reads_titled;
	for (size_t i = 0; i < n; i++) {
		struct item *it =
			model_add(out, view_id(ID_READ, (uint64_t)all[i].number), ITEM_NOTICE);

		it->text =
			model_line(out, words_was_read(a, &all[i], title_of(s, all[i].form)));
		it->seen_only = all[i].number >= s->reads_heard.from &&
				all[i].number <= s->reads_heard.to;
	}
	if (!n && !state.busy)
		model_add(out, view_id(ID_READ, 0), ITEM_NOTICE)->text =
			words_reads(READS_NONE);
}

/* From the oldest to the newest that is here; 0, 0: none. */
static struct stage_reads here(struct stage *s)
{
	const struct pl_was_read *all;
	const size_t n = pl_client_reads(s->client, &all);

	return n ? (struct stage_reads) { all[n - 1].number, all[0].number }
		 : (struct stage_reads) { 0, 0 };
}

static int more(struct stage *s)
{
	const enum pl_failure f = pl_client_reads_older(s->client);

	if (f == PL_FAIL_NOT_NOW)
		return stage_tell(s, words_reads(READS_BUSY));
	if (f == PL_FAIL_GONE)
		return stage_tell(s, words_reads(READS_END));
	if (f != PL_OK)
		return stage_tell(s, words_failure(f)) | DID_KEEP;
	s->reads_asked = true;
	s->reads_had = here(s);
	return stage_tell(s, words_reads(READS_ASKED));
}

/* What is here is shown at once, and asked for is what is newer. */
int reads_go(struct stage *s, const char *rest)
{
	struct pl_link_info info;

	if (rest && strncasecmp(rest, "more", 4) == 0)
		return more(s);
	if (rest && *rest)
		return stage_tell(s, words_reads(READS_HOW)) | DID_KEEP;
	s->reads_titled = false;
	s->reads_heard = (struct stage_reads) { 0, 0 };
	s->reads_had = here(s);
	pl_client_link(s->client, &info);
	if (info.link == PL_LINK_LIVE)
		s->reads_asked = pl_client_reads_fetch(s->client) == PL_OK;
	return stage_show(s, &view_reads);
}

/* Who listens has heard the others. */
int reads_came(struct stage *s)
{
	const struct stage_reads now = here(s);
	struct pl_reads state;

	pl_client_reads_state(s->client, &state);
	if (!s->reads_asked || state.busy)
		return DID_NOTHING;
	s->reads_asked = false;
	s->reads_titled = true;
	s->reads_heard = s->reads_had;
	if (state.failure != PL_OK)
		return stage_tell(s, words_failure(state.failure));
	if (now.from == s->reads_had.from && now.to == s->reads_had.to)
		return now.to ? DID_NOTHING : stage_tell(s, words_reads(READS_NONE));
	return stage_show(s, &view_reads);
}

const struct view view_reads = {
	"reads",
	KEY_SECOND('r'),
	N_("Who read what of your record, newest first. /reads more shows older ones."),
	build,
	NULL,
};
