/* SPDX-License-Identifier: MIT */
#include "support/enrolled.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct desk_of enrolled;

int enrolled_open(void **state)
{
	struct folder *f;

	if (make_folder(state))
		return -1;
	f = *state;
	assert_true(cache_set(reopen(f), account, 5, CACHE_OTHER));
	cache_close(f->cache);
	f->cache = NULL;
	fillings_open(&enrolled, f);
	return 0;
}

int enrolled_close(void **state)
{
	fillings_close(&enrolled);
	return drop_folder(state);
}

void enrolled_again(void)
{
	struct folder *f = enrolled.folder;

	fillings_close(&enrolled);
	fillings_open(&enrolled, f);
	pl_client_language(enrolled.client, "en");
}
