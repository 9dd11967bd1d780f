/* SPDX-License-Identifier: MIT */
/* Is a pack, or a form, what this program can take?  One rule for both programs. */
#ifndef PACKS_CHECK_H
#define PACKS_CHECK_H

#include "packs/pack.h"

enum pack_says {
	PACK_GOOD,
	PACK_NOTE, /* it works, and this of it does not */
	PACK_BAD,
};

/* Told of each finding; `item` is a linkId, or "". */
struct pack_finding {
	enum pack_says says;
	const char *file, *item;
	const char *words;
};
struct pack_report {
	void (*say)(void *user, const struct pack_finding *f);
	void *user;
};

/*
 * Is everything there, as pack.txt says (bytes and `seen` of its files are filled in), and can
 * each form be read?  With a report each finding is told, and each form is looked through: what
 * of it is not done here, what has to be answered and cannot be.  NULL: that is not looked at,
 * and it ends at the first that is bad.  What passes with a report passes without one.
 */
bool pack_check(const struct pack *p, const struct pack_report *report);
/* One form alone. */
bool pack_check_form(const char *file, const struct pack_form *form,
		     const struct pack_report *report);

/* The value sets of a pack, for each of its forms: `out` has room for PACK_FILES_MAX. */
size_t pack_sets(const struct pack *p, struct str *out);

#endif
