/* SPDX-License-Identifier: MIT */
/*
 * Keys that the person has set for words, in place of those of the tables.  A key of the line
 * that is typed may be taken for a word; those that send it, leave or take away may not.
 */
#ifndef VIEW_REBIND_H
#define VIEW_REBIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REBIND_MOST = 128 };

struct rebind {
	struct rebind_row {
		const char *word; /* of the table, which stays */
		int32_t key;      /* 0: it has none */
		int line;         /* where it was set, for who is told */
	} rows[REBIND_MOST];
	size_t count;
};

enum rebind_end {
	REBIND_OK,
	REBIND_NO_WORD, /* no verb and no view is called so */
	REBIND_NO_KEY,  /* no key is called so */
	REBIND_FIXED,   /* that key is not to be had, or the word's own may not be taken away */
	REBIND_TWICE,   /* the word was set before, or too many were */
};

/* `key` as keys_word says it, upper and lower case taken as one; "none": the word has none. */
enum rebind_end rebind_set(struct rebind *r, const char *word, const char *key, int line);
/* The key of a word; `key` is that of its table.  `r` may be NULL: nothing is set. */
int32_t rebind_key(const struct rebind *r, const char *word, int32_t key);
/* Words that keep the key of their table beside the one that is set: whom to call, and to hide. */
bool rebind_keeps(const char *word);
/* The first row whose key another word has too, which is in *other; NULL: there is none. */
const struct rebind_row *rebind_clash(const struct rebind *r, const char **other);
/* Is it set for a word, so that it does nothing else any more? */
bool rebind_takes(const struct rebind *r, int32_t key);

#endif
