/* SPDX-License-Identifier: MIT */
#include "support/spanish.h"

#include <libintl.h>
#include <stddef.h>
#include <string.h>

static const spanish_row *known;

void spanish_speak(const spanish_row *rows)
{
	known = rows;
}

char *dcgettext(const char *domain, const char *text, int category)
{
	(void)domain;
	(void)category;
	for (const spanish_row *r = known; r && (*r)[0]; r++)
		if (strcmp((*r)[0], text) == 0)
			return (char *)(*r)[1];
	return (char *)text;
}

#undef gettext
char *gettext(const char *text)
{
	return dcgettext(NULL, text, 0);
}
