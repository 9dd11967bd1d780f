/* SPDX-License-Identifier: MIT */
/* The groups, with the numbers that /group takes. */
#include "text/keys.h"
#include "view/views.h"

/* "up now, 3 not read", either of them, or nothing. */
static const char *note_of(struct model *out, const struct pl_group *g, bool up)
{
	int64_t unread = g->last_seq - g->read_seq;
	const char *now = words_of(WORD_GROUP_UP);

	if (unread <= 0)
		return up ? now : NULL;
	const char *new = words_unread(&out->mem, unread);

	return up ? arena_fmt(&out->mem, "%s, %s", now, new) : new;
}

static void build(struct stage *s, struct model *out)
{
	const struct pl_group *groups;
	size_t n = pl_client_groups(s->client, &groups);

	out->title = words_of(WORD_GROUPS);
	out->status = words_groups(&out->mem, (int)n);
	for (size_t i = 0; i < n; i++) {
		const struct pl_group *g = &groups[i];
		struct item *it =
			model_add(out, view_id(ID_GROUP, (uint64_t)g->id), ITEM_CHOICE);

		it->who = arena_fmt(&out->mem, "%zu", i + 1);
		it->text = model_text(out, g->name);
		it->note = note_of(out, g, g->id == s->group);
	}
	if (!n)
		model_add(out, view_id(ID_NOTICE, 5), ITEM_NOTICE)->text =
			words_of(WORD_NO_GROUP);
}

const struct view view_groups = {
	"groups", KEY_ALT('g'), N_("Your groups. Type /group and a number to go to one."),
	build,    NULL,
};
