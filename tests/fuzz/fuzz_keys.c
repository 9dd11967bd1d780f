/* SPDX-License-Identifier: MIT */
/* Keys always go on; the line stays valid text, with the cursor at the edge of a cluster. */
#include "fuzz/fuzz.h"

#include <assert.h>
#include <stdlib.h>

#include "text/edit.h"
#include "text/keys.h"
#include "text/utf8.h"

enum { LINE_MAX_BYTES = 200 };

static void check(const struct edit *e)
{
	struct str s = { e->text.p, e->text.n };
	size_t at = 0;

	while (at < e->at)
		at = utf8_next(s, at);
	assert(at == e->at && s.n <= LINE_MAX_BYTES && s.p[s.n] == '\0' && utf8_valid(s));
	assert(e->killed.n <= LINE_MAX_BYTES && e->history_at <= e->history_count);
}

/* Byte by byte at first, as over a slow line. */
static size_t one_key(const uint8_t *data, size_t n, int32_t *key)
{
	size_t len = 0;

	for (size_t part = 1; part <= n && part <= 64 && !len; part++)
		len = keys_decode((const char *)data, part, 0, key);
	return len ? len : keys_decode((const char *)data, n, 1, key);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct edit e;

	edit_init(&e, LINE_MAX_BYTES);
	while (n) {
		char word[24];
		int32_t key;
		size_t len = one_key(data, n, &key);

		assert(len > 0 && len <= n);
		keys_word(key, word, sizeof(word));
		if (key == KEYS_ENTER)
			free(edit_take(&e));
		else if (key == KEYS_PASTE)
			edit_insert(&e, (struct str) { (const char *)data, n });
		else
			edit_key(&e, key);
		check(&e);
		data += len;
		n -= len;
	}
	edit_finish(&e);
	return 0;
}
