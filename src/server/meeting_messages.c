/* SPDX-License-Identifier: MIT */
/* What the events of messages do: what is hidden, and what was said of them. */
#include "server/meeting_in.h"

/* The words are the store's and the hub's: here is known who did it, for a minute. */
const char *meeting_check_hide(const struct meeting *m, const struct meeting_wish *w,
			       struct meeting_event *e)
{
	(void)e;
	return w->n > w->newest || meeting_act_on(m, MEETING_HIDE, w->n) ? WIRE_E_STATE : NULL;
}

void meeting_do_hide(struct meeting *m, struct meeting_seat *s, const struct meeting_event *e)
{
	(void)s;
	meeting_remember(m, e, 0, 1);
}

void meeting_put_nothing(struct meeting *m, struct meeting_seat *s, int64_t value,
			 const struct meeting_event *e)
{
	(void)m;
	(void)s;
	(void)value;
	(void)e;
}
