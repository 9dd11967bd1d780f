/* SPDX-License-Identifier: MIT */
#include "server/chain.h"

#include <string.h>

#include <sodium.h>

enum { HASH_BYTES = crypto_generichash_BYTES };

void chain_begin(struct buf *row)
{
	unsigned char chance[CHAIN_CHANCE / 2];
	char text[CHAIN_CHANCE + 1];

	randombytes_buf(chance, sizeof(chance));
	sodium_bin2hex(text, sizeof(text), chance, sizeof(chance));
	buf_addf(row, "~%s\n", text);
}

/* The first line with its end, and what is behind it. */
static struct str line_of(struct str text, struct str *behind)
{
	const char *end = text.n ? memchr(text.p, '\n', text.n) : NULL;
	const size_t n = end ? (size_t)(end - text.p) + 1 : text.n;

	*behind = (struct str) { text.p + n, text.n - n };
	return (struct str) { text.p, n };
}

static bool is_marked(struct str row)
{
	return row.n && *row.p == '~';
}

static bool is_erased(struct str head)
{
	return head.n > 1 && head.p[1] == '-';
}

struct str chain_rest(struct str row, bool *erased)
{
	struct str rest = row, head;

	*erased = false;
	if (!is_marked(row))
		return row;
	head = line_of(row, &rest);
	*erased = is_erased(head);
	return rest;
}

/* "~-PROOF\n" and the first line of the rest. */
static void put_proof(struct str head, struct str rest, struct buf *out)
{
	unsigned char hash[HASH_BYTES];
	char proof[SECRET_HASH];
	struct str words;
	const struct str line = line_of(rest, &words);

	crypto_generichash(hash, sizeof(hash), (const unsigned char *)words.p, words.n,
			   (const unsigned char *)head.p + 1, CHAIN_CHANCE);
	sodium_bin2hex(proof, sizeof(proof), hash, sizeof(hash));
	buf_addf(out, "~-%s\n", proof);
	buf_add(out, line.p, line.n);
}

/* Of a head that is none nothing is made: the mark will not fit. */
struct str chain_of(struct str row, struct buf *own)
{
	struct str rest;
	const struct str head = is_marked(row) ? line_of(row, &rest) : row;

	if (!is_marked(row) || is_erased(head) || head.n != CHAIN_CHANCE + 2)
		return row;
	buf_reset(own);
	put_proof(head, rest, own);
	return (struct str) { buf_text(own), own->n };
}

bool chain_erase(struct str row, struct buf *out)
{
	struct str rest, head;

	if (!is_marked(row))
		return false;
	head = line_of(row, &rest);
	if (is_erased(head) || head.n != CHAIN_CHANCE + 2)
		return false;
	put_proof(head, rest, out);
	return true;
}
