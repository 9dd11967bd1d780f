/* SPDX-License-Identifier: MIT */
/* For who leads, when somebody is not safe: who that is, and what to do, step by step. */
#include "view/protocol.h"

#include <string.h>

#include "text/keys.h"
#include "view/tools.h"

static const char *const *steps(void)
{
	for (const struct protocol *p = protocols; p->language; p++)
		if (strcmp(p->language, words_of(WORD_LANGUAGE)) == 0)
			return p->steps;
	return protocols[0].steps;
}

static void build(struct stage *s, struct model *out)
{
	const char *const *all = steps();
	struct pl_link_info info;

	pl_client_link(s->client, &info);
	out->title = words_of(WORD_PROTOCOL);
	out->status = words_link_first(&out->mem, &info);
	tools_tell_alerts(s, out);
	for (size_t i = 0; all[i]; i++)
		model_add(out, view_id(ID_PROTOCOL, i), ITEM_NOTICE)->text = all[i];
}

const struct view view_protocol = {
	"protocol",
	KEY_CHORD('S'),
	N_("For facilitators: what to do when someone is not safe."),
	build,
	NULL,
};
