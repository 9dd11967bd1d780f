/* SPDX-License-Identifier: MIT */
#include "server/trouble.h"

#include "base/log.h"

enum trouble_news trouble_judge(struct trouble *t, bool fails, int64_t now_ms)
{
	if (!fails) {
		const bool told = t->told;

		t->told = false;
		return told ? TROUBLE_OVER : TROUBLE_NONE;
	}
	if (t->told || (t->told_ms && now_ms - t->told_ms < TROUBLE_EACH_MS))
		return TROUBLE_NONE;
	t->told = true;
	t->told_ms = now_ms;
	return TROUBLE_BEGINS;
}

void trouble_log(const char *event, const struct err *err)
{
	log_event(err->code == ERR_DISK ? LOG_DEBUG_ : LOG_ERROR_, event, "why=\"%s\"",
		  err->text);
}
