/* SPDX-License-Identifier: MIT */
#include "forms/forms.h"

#include <string.h>

const struct form_text *form_find(struct str name)
{
	for (const struct form_text *t = form_texts; t->name; t++)
		if (str_is(name, t->name))
			return t;
	return NULL;
}

static bool is_word(struct str s)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

	for (size_t i = 0; i < s.n; i++)
		if (!memchr(letters, s.p[i], sizeof(letters) - 1))
			return false;
	return s.n > 0;
}

bool form_is_name(struct str name)
{
	const char *slash = name.n ? memchr(name.p, '/', name.n) : NULL;
	struct str pack;

	if (name.n > FORMS_NAME_MAX)
		return false;
	if (!slash)
		return is_word(name);
	pack = (struct str) { name.p, (size_t)(slash - name.p) };
	return is_word(pack) && is_word((struct str) { slash + 1, name.n - pack.n - 1 });
}
