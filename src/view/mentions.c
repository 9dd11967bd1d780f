/* SPDX-License-Identifier: MIT */
/* Every message that names this person, group by group; groups have numbers in common. */
#include "text/keys.h"
#include "view/views.h"

static size_t tell_group(struct stage *s, struct model *out, const struct pl_group *g)
{
	const struct pl_message *msgs;
	size_t n = pl_client_messages(s->client, g->id, &msgs), found = 0;
	const char *me = pl_client_called(s->client, g->id);

	for (size_t i = 0; i < n; i++) {
		if (msgs[i].mine || !mention_of(stage_words_of(s, &out->mem, &msgs[i]), me))
			continue;
		if (!found++)
			model_add(out, view_id(ID_MENTIONS, (uint64_t)g->id), ITEM_HEADING)
				->text = model_text(out, g->name);
		uint64_t id = view_id(ID_MENTION, (uint64_t)g->id << 32 | msgs[i].id);
		struct item *it = model_add(out, id, ITEM_MESSAGE);

		meeting_fill(s, out, it, &msgs[i]);
		it->mention = true; /* by the name in that group */
		it->note = words_day(&out->mem, msgs[i].utc_ms);
	}
	return found;
}

static void build(struct stage *s, struct model *out)
{
	const struct pl_group *groups;
	size_t n = pl_client_groups(s->client, &groups), found = 0;
	struct pl_link_info info;

	pl_client_link(s->client, &info);
	out->title = words_of(WORD_MENTIONS);
	out->status = words_link_first(&out->mem, &info);
	for (size_t i = 0; i < n; i++)
		found += tell_group(s, out, &groups[i]);
	if (!found)
		model_add(out, view_id(ID_NOTICE, 3), ITEM_NOTICE)->text =
			words_of(WORD_NO_MENTION);
}

const struct view view_mentions = {
	"mentions", KEY_ALT('n'), N_("The messages that name you."), build, NULL,
};
