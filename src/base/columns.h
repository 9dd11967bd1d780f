/* SPDX-License-Identifier: MIT */
/* How wide sentences may be that are told without a face. */
#ifndef BASE_COLUMNS_H
#define BASE_COLUMNS_H

/* Columns that a line may fill there; INT_MAX where lines are not to be broken: it is no
 * terminal, one that does not know its width, or TERM is dumb or not set. */
int columns_of(int fd);

#endif
