/* SPDX-License-Identifier: MIT */
/* A model that has a grid, for a wide screen: rows of cells, and then all of its items. */
#ifndef FULL_WEEKS_H
#define FULL_WEEKS_H

#include "view/model.h"

/*
 * Into `out`, emptied first: what stands above the first heading, the grid in so many
 * columns of the terminal, one item a row, and the rest.  The items' texts are those of `in`.
 */
void weeks_lay(struct model *out, const struct model *in, int cols);

#endif
