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

bool form_is_name(struct str name)
{
	const char *slash = name.n ? memchr(name.p, '/', name.n) : NULL;
	struct str pack;

	if (name.n > FORMS_NAME_MAX)
		return false;
	if (!slash)
		return str_made_of(name, STR_NAMES);
	pack = (struct str) { name.p, (size_t)(slash - name.p) };
	return str_made_of(pack, STR_NAMES) &&
	       str_made_of((struct str) { slash + 1, name.n - pack.n - 1 }, STR_NAMES);
}
