/* SPDX-License-Identifier: MIT */
#include "view/words_names.h"

#include <libintl.h>

#include "view/words_in.h"

#define _(s) gettext(s)

const char *words_called(struct arena *a, const char *called, const char *group, bool leads)
{
	const char *const what[] = { called, group };
	const char *how =
		leads ? _("You are called %s in %s. Facilitators have one name in all groups, "
			  "so that people can tell who read what.")
		      : _("You are called %s in %s. To change that, type /name and the name. "
			  "Your other groups do not hear of it.");

	return words_fill(a, how, what, 2);
}

const char *words_name_sure(struct arena *a, const char *name, const char *group)
{
	const char *const what[] = { name, group };

	return words_fill(a,
			  _("You would be called %s in %s. The others there are told, with the "
			    "name you have now. The facilitators still see the name you joined "
			    "with. To do it, send it once more."),
			  what, 2);
}

const char *words_account(struct arena *a, const char *role, const char *account)
{
	const char *const what[] = { role, account };

	return words_fill(a, _("%s, joined as %s"), what, 2);
}

const char *words_renamed(struct arena *a, const struct pl_notice *n)
{
	const char *const what[] = { n->who, n->text };

	if (n->n)
		return words_fill(a, _("You are called %s in this group now."), what + 1, 1);
	return words_fill(a, _("%s is called %s now."), what, 2);
}
