/* SPDX-License-Identifier: MIT */
/* The clinic's packs of forms: what is here, what is newer, and how to fetch it. */
#include <string.h>

#include "text/keys.h"
#include "view/session.h"
#include "view/views.h"
#include "view/words_packs.h"

static void build(struct stage *s, struct model *out)
{
	struct arena *a = &out->mem;
	const struct pl_pack *all;
	const size_t n = pl_client_packs(s->client, &all);
	struct pl_packs state;

	pl_client_packs_state(s->client, &state);
	out->title = words_packs(PACKS_TITLE);
	out->status = words_packs_state(a, &state);
	for (size_t i = 0; i < n; i++)
		model_add(out, view_id(ID_PACK, i + 1), ITEM_NOTICE)->text =
			model_text(out, words_pack(a, &all[i]));
	if (!n)
		model_add(out, view_id(ID_PACK, 0), ITEM_NOTICE)->text =
			words_packs(PACKS_NONE);
}

static int say(struct stage *s, enum packs_word w)
{
	return stage_tell(s, words_packs(w));
}

/* How many are here, in versions: more of it is news. */
static int64_t count(struct stage *s)
{
	const struct pl_pack *all;
	const size_t n = pl_client_packs(s->client, &all);
	int64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += all[i].version;
	return sum;
}

static int began(struct stage *s, enum pl_failure f, enum packs_word w)
{
	if (f == PL_FAIL_NOT_NOW)
		return say(s, PACKS_BUSY);
	if (f != PL_OK)
		return stage_tell(s, words_failure(f)) | DID_KEEP;
	s->packs_asked = true;
	return say(s, w);
}

static int get(struct stage *s, const char *rest)
{
	(void)rest;
	s->packs_were = count(s);
	return began(s, pl_client_packs_fetch(s->client), PACKS_ASKED);
}

static int trust(struct stage *s, const char *name)
{
	enum pl_failure f;

	s->packs_were = count(s);
	f = pl_client_pack_trust(s->client, name);
	if (f == PL_FAIL_GONE || f == PL_FAIL_STATE)
		return say(s, PACKS_NAME) | DID_KEEP;
	return began(s, f, PACKS_TRUSTED);
}

static const struct {
	const char *word;
	int (*act)(struct stage *s, const char *rest);
} words[] = { { "get", get }, { "trust", trust } };

int packs_go(struct stage *s, const char *rest)
{
	const size_t n = rest ? strcspn(rest, " \n") : 0;

	if (!n)
		return stage_show(s, &view_packs);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i].word) == n && strncasecmp(words[i].word, rest, n) == 0)
			return words[i].act(s, rest + n + strspn(rest + n, " \n"));
	return say(s, PACKS_HOW) | DID_KEEP;
}

int packs_came(struct stage *s)
{
	struct pl_packs state;

	if (!s->packs_asked)
		return DID_NOTHING;
	pl_client_packs_state(s->client, &state);
	if (state.busy)
		return DID_NOTHING;
	s->packs_asked = false;
	if (state.failure != PL_OK)
		return stage_tell(s, words_failure(state.failure));
	if (count(s) != s->packs_were)
		return say(s, PACKS_CAME);
	return say(s, PACKS_SAME);
}

const struct view view_packs = {
	"packs",
	KEY_ALT('$'),
	N_("Forms of the clinic: what is here. /packs get looks for new ones."),
	build,
	NULL,
};
