/* SPDX-License-Identifier: MIT */
/* How the line is, what is kept here, who one is. */
#include <string.h>

#include "text/keys.h"
#include "view/reread.h"
#include "view/words_wipe.h"

/* The same sentence's place keeps its id, whatever it says. */
enum {
	AT_LINK,
	AT_FAILURE,
	AT_KEPT,
	AT_BYTES,
	AT_GROUPS,
	AT_SELF,
	AT_METERED,
	AT_HUSH,
	AT_MEMORY
};

static void tell(struct model *out, uint64_t at, const char *words)
{
	model_add(out, view_id(ID_STATUS, at), ITEM_NOTICE)->text = words;
}

static void build(struct stage *s, struct model *out)
{
	struct pl_person me = pl_client_self(s->client);
	const struct pl_group *groups;
	struct pl_link_info info;
	struct pl_data data;
	struct arena *a = &out->mem;
	const char *link, *kept;

	pl_client_link(s->client, &info);
	pl_client_data(s->client, &data);
	out->title = words_of(WORD_STATUS);
	out->status = words_link_first(a, &info);
	link = words_link(a, &info);
	kept = words_kept(a, info.kept);
	tell(out, AT_LINK, link);
	if (info.failure != PL_OK && info.link != PL_LINK_LIVE && info.link != PL_LINK_QUIET)
		tell(out, AT_FAILURE, words_failure(info.failure));
	if (!strstr(link, kept)) /* once is enough, by ear above all */
		tell(out, AT_KEPT, kept);
	tell(out, AT_BYTES, words_data(a, &data));
	if (info.is_metered)
		tell(out, AT_METERED, words_of(WORD_METERED));
	tell(out, AT_GROUPS, words_groups(a, (int)pl_client_groups(s->client, &groups)));
	reread_status(s, out, view_id(ID_STATUS, AT_HUSH));
	me.name = model_text(out, me.name);
	tell(out, AT_SELF, words_self(a, &me));
	if (pl_client_may_be_swapped())
		tell(out, AT_MEMORY, words_wipe(WIPE_SWAP));
}

const struct view view_status = {
	"status", KEY_ALT('s'), N_("How the line is, what is kept here, and who you are."),
	build,    NULL,
};
