/* SPDX-License-Identifier: MIT */
#include "view/go.h"

#include <stdio.h>

#include "view/kit.h"
#include "view/schedule.h"
#include "view/sheets.h"
#include "view/work.h"

/* Those that have something behind their word: NULL, by the key. */
static const struct {
	const struct view *view;
	int (*go)(struct stage *s, const char *rest);
	bool steps; /* it understands "+1", too */
} goes[] = {
	{ &view_week, week_go, true },      { &view_month, month_go, true },
	{ &view_work, work_go, false },     { &view_sheet, sheet_go, false },
	{ &view_trend, work_trend, false }, { &view_plan, kit_plan_go, false },
	{ &view_cards, cards_go, false },   { &view_packs, packs_go, false },
	{ &view_reads, reads_go, false },   { &view_help, help_go, false },
};

int go_act(struct stage *s, const struct verb *verb, const char *rest)
{
	return verb->act(s, rest);
}

int go_view(struct stage *s, const struct view *view, const char *rest)
{
	for (size_t i = 0; i < sizeof(goes) / sizeof(*goes); i++)
		if (goes[i].view == view)
			return goes[i].go(s, rest);
	return stage_show(s, view);
}

int stage_step(struct stage *s, int by)
{
	char typed[16];

	if (s->view == &view_sheet)
		return sheet_step(s, by);
	snprintf(typed, sizeof(typed), "%+d", by);
	for (size_t i = 0; i < sizeof(goes) / sizeof(*goes); i++)
		if (goes[i].view == s->view && goes[i].steps)
			return goes[i].go(s, typed);
	return DID_NOTHING;
}
