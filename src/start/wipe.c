/* SPDX-License-Identifier: MIT */
#include "start/wipe.h"

#include <strings.h>
#include <unistd.h>

#include "line/ask.h"
#include "line/line.h"
#include "line/signals.h"
#include "porchlight/client.h"
#include "view/words_wipe.h"

static const char *words_for(enum pl_failure f)
{
	if (f == PL_FAIL_NOT_NOW)
		return words_wipe(WIPE_NOTHING);
	if (f == PL_FAIL_DISK)
		return words_wipe(WIPE_FAILED);
	return words_failure(f);
}

bool wipe_tell(const char *dir)
{
	struct ask a = { .out = STDOUT_FILENO };
	const enum pl_failure f = pl_client_wipe(dir);

	if (f == PL_OK) {
		ask_tell(&a, words_wipe(WIPE_DONE));
		ask_tell(&a, words_wipe(WIPE_STAYS));
	} else {
		ask_tell(&a, words_for(f));
	}
	return f == PL_OK || f == PL_FAIL_NOT_NOW;
}

static bool is_sure(struct ask *a)
{
	char answer[ASK_MAX];

	return ask_for(a, words_wipe(WIPE_ASK), false, answer) == ASK_GIVEN &&
	       strcasecmp(answer, words_wipe(WIPE_YES)) == 0;
}

int wipe_ask(const char *dir)
{
	struct lines in;
	struct ask a = { 0 };
	bool sure;

	lines_init(&in, STDIN_FILENO);
	ask_init(&a, &in, signals_open(), NULL);
	sure = is_sure(&a);
	if (!sure)
		ask_tell(&a, words_wipe(WIPE_NO));
	ask_finish(&a);
	if (a.signals >= 0)
		close(a.signals);
	lines_finish(&in);
	return sure && wipe_tell(dir) ? LINE_OK : LINE_FAILED;
}
