/* SPDX-License-Identifier: MIT */
/* What the connection costs: the totals first, so that who listens may stop there. */
#include "text/keys.h"
#include "view/views.h"

enum { AT_TOTALS, AT_HOUR, AT_RECONNECT, AT_ALLOWANCE, AT_METERED, AT_SENT };

static void tell(struct model *out, uint64_t at, const char *words)
{
	model_add(out, view_id(ID_DATA, at), ITEM_NOTICE)->text = words;
}

static void build(struct stage *s, struct model *out)
{
	struct arena *a = &out->mem;
	struct pl_link_info info;
	struct pl_data d;

	pl_client_link(s->client, &info);
	pl_client_data(s->client, &d);
	out->title = words_of(WORD_DATA);
	out->status = words_link_first(a, &info);
	tell(out, AT_TOTALS, words_data(a, &d));
	tell(out, AT_HOUR, words_data_hour(a, &d));
	if (d.reconnect)
		tell(out, AT_RECONNECT, words_data_reconnect(a, &d));
	tell(out, AT_ALLOWANCE, words_data_allowance(a, &d));
	tell(out, AT_METERED, words_metered(&d));
	tell(out, AT_SENT, words_data_sent(a, &d));
}

int stage_notice(struct stage *s)
{
	int percent = pl_client_notice(s->client);
	struct pl_data d;

	if (!percent)
		return DID_NOTHING;
	pl_client_data(s->client, &d);
	pl_client_told(s->client);
	return stage_tell(s, words_data_notice(&s->model.mem, &d, percent));
}

const struct view view_data = {
	"data", KEY_ALT('t'), N_("How much data was used: this session, today, this month."),
	build,  NULL,
};
