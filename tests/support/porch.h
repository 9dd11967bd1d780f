/* SPDX-License-Identifier: MIT */
/* A stage with a client of the test's own: Ana, in two groups, with one short talk. */
#ifndef SUPPORT_PORCH_H
#define SUPPORT_PORCH_H

#include "support/fake_client.h"
#include "view/views.h"

struct porch {
	struct pl_client client;
	struct stage stage;
};

/* In "Evening group" (7): one of Ben's and one of Ana's read, two not, one kept here. */
extern const struct pl_message porch_talk[5];
extern const struct pl_group porch_groups[2];

/* cmocka's setup and teardown; *state is a struct porch. */
int porch_open(void **state);
int porch_close(void **state);

/* Is it somewhere in a speaker, a text or a note? */
bool porch_holds(const struct model *m, const char *words);
const struct item *porch_item(const struct model *m, uint64_t id); /* NULL: none */
const struct view *porch_view(const char *name);                   /* NULL: none */

#endif
