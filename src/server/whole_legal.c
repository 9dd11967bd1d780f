/* SPDX-License-Identifier: MIT */
/* The legal name of the person whose record it is: opened for nobody else (45 CFR 164.524). */
#include "server/seal.h"
#include "server/whole.h"

enum { NAME_MAX_BYTES = 1024 };

/* Words for the person, by what came of it. */
static const char *const says[] = {
	[WHOLE_LEGAL_NONE] = "None is kept of you here.",
	[WHOLE_LEGAL_OPEN] =
		"It is in Patient: the name whose use is official. The clinic keeps "
		"it sealed.",
	[WHOLE_LEGAL_SHUT] =
		"One is kept of you, sealed, and it could not be opened: the key to "
		"it is gone, or is another. So it is not in here. Ask your clinic "
		"for it.",
	[WHOLE_LEGAL_BACK] =
		"Where one is kept it is sealed, and goes to nobody but the person. "
		"So it is not in here.",
};

static void on_sealed(void *user, const struct store_reply *r)
{
	struct whole *w = user;

	if (!r->count)
		return;
	w->has_legal = seal_open(&w->a->conf, SEAL_LEGAL, r->messages[0].text, &w->legal)
			       ? WHOLE_LEGAL_OPEN
			       : WHOLE_LEGAL_SHUT;
}

bool whole_legal_open(struct whole *w, struct err *err)
{
	const bool own = !w->ground || (w->ground->row->needs & GROUND_OWN);

	buf_init(&w->legal, NAME_MAX_BYTES);
	w->has_legal = own ? WHOLE_LEGAL_NONE : WHOLE_LEGAL_BACK;
	return !own || admin_ask(w->a,
				 (struct store_req) { .op = STORE_LEGAL_OF,
						      .member = w->member,
						      .done = on_sealed,
						      .user = w },
				 err);
}

const char *whole_legal_says(const struct whole *w)
{
	return says[w->has_legal];
}

void whole_legal_put(const struct whole *w)
{
	if (w->has_legal != WHOLE_LEGAL_OPEN)
		return;
	fputs(",{\"use\":\"official\"", w->e.out);
	entries_text(&w->e, "text", (struct str) { w->legal.p, w->legal.n });
	fputc('}', w->e.out);
}
