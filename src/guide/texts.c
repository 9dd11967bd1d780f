/* SPDX-License-Identifier: MIT */
#include "guide/texts.h"

#include <string.h>

static const struct {
	const char *word, *folder;
} kinds[GUIDE_KINDS] = {
	[GUIDE_PLAN] = { "plan", "plans" },
	[GUIDE_EXERCISE] = { "exercise", "exercises" },
	[GUIDE_LESSON] = { "lesson", "lessons" },
};

const char *guide_kind_word(enum guide_kind k)
{
	return kinds[k].word;
}

const char *guide_kind_folder(enum guide_kind k)
{
	return kinds[k].folder;
}

const char *guide_find_in(enum guide_kind k, struct str name, const char *language)
{
	for (const struct guide_text *t = guide_texts; t->name; t++)
		if (t->kind == k && str_is(name, t->name) && !strcmp(t->language, language))
			return t->text;
	return NULL;
}

const char *guide_find(enum guide_kind k, struct str name)
{
	return guide_find_in(k, name, "");
}

bool guide_is_name(struct str name)
{
	return name.n <= GUIDE_NAME_MAX && str_made_of(name, STR_NAMES);
}
