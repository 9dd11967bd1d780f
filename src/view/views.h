/* SPDX-License-Identifier: MIT */
/* What the files of this folder share; not for the faces. */
#ifndef VIEW_VIEWS_H
#define VIEW_VIEWS_H

#include "view/stage.h"
#include "view/words.h"

extern const struct view view_packs;
extern const struct view view_reads;
extern const struct view view_meeting, view_people, view_groups, view_status, view_help,
	view_crisis, view_mentions, view_data, view_console, view_reports, view_protocol,
	view_notes, view_today, view_week, view_month, view_program, view_requests, view_hours,
	view_worksheets, view_sheet, view_trend, view_caseload, view_work, view_reading,
	view_plan, view_cards, view_consents;
/* The view of consents comes up: they are asked for. */
void consents_watch(struct stage *s);
/* They have come; else DID_NOTHING. */
int consents_came(struct stage *s);

/* What an item is about, so that the same number of two kinds gives two ids. */
enum id_kind {
	ID_DAY = 1,
	ID_MARK,
	ID_NOTICE,
	ID_PERSON,
	ID_GROUP,
	ID_PACK,
	ID_READ,
	ID_HELP,
	ID_CRISIS,
	ID_STATUS,
	ID_MENTIONS,
	ID_MENTION,
	ID_DATA,
	ID_GAP,
	ID_NOTE,
	ID_HELD,
	ID_SEAT,
	ID_QUESTION,
	ID_REPORT,
	ID_ALERT,
	ID_PROTOCOL,
	ID_POLL,
	ID_PIN,
	ID_SIGHT,
	ID_DRAFT_NOTE,
	ID_PART,
	ID_SCHEDULED,
	ID_SCHEDULE,
	ID_PLAN,
	ID_SERIES,
	ID_EXCEPTION,
	ID_REQUEST,
	ID_HOURS,
	ID_SHEET,
	ID_SHEET_LINE,
	ID_ITEM,
	ID_ITEM_CHOICE,
	ID_COMMENT,
	ID_TREND,
	ID_CASELOAD,
	ID_CASE,
	ID_WORK,
	ID_WORK_PART,
	ID_WORK_REVIEW,
	ID_READING,
	ID_READING_QUESTION,
	ID_READING_COMMENT,
	ID_CARD,
	ID_CONSENT,
	ID_SHADE,
};

/* Never that of a message: those are small or random, these begin with 0xfe. */
uint64_t view_id(enum id_kind kind, uint64_t n);

/* Shows a view.  DID_VIEW. */
int stage_show(struct stage *s, const struct view *view);
/* Shows the meeting of this group.  DID_VIEW. */
int stage_go_to(struct stage *s, int64_t group);
/* Puts words into the answer, cut at a character's edge where they are too long.  DID_SAY. */
int stage_tell(struct stage *s, const char *words);
/* Says it in the group's meeting; the bits to answer with. */
int stage_say(struct stage *s, const char *text);
/* The group whose meeting is up, or NULL. */
const struct pl_group *stage_group(const struct stage *s);

/* Does the text hold the name as whole words, upper and lower case taken as one? */
bool mention_of(const char *text, const char *name);
/* Is this the same name, upper and lower case taken as one? */
bool mention_same(const char *a, const char *b);

/* The word for one's own attendance, and its answer when it has come; else DID_NOTHING. */
int attendance_act(struct stage *s, const char *rest);
int attendance_came(struct stage *s);

extern const struct verb shade_verbs[];          /* shade.c */
int wipe_act(struct stage *s, const char *rest); /* wipe.c */

/* packs.c: what is behind /packs; and how a fetch that was asked for has ended, once. */
int packs_go(struct stage *s, const char *rest);
int packs_came(struct stage *s);
/* reads.c: what is behind /reads; and how what was asked for has ended, once. */
int reads_go(struct stage *s, const char *rest);
int help_go(struct stage *s, const char *rest); /* a part's number, "all", or "" */
int reads_came(struct stage *s);
/* record.c: how the fetch of the whole record has ended, once. */
int record_came(struct stage *s);
/* A calendar address that was asked for has come: tells it; else DID_NOTHING. */
int calendar_came(struct stage *s);

/* "Ana: Hello. (me too 2)"; lives until the next build. */
const char *message_sentence(struct stage *s, const struct pl_message *m);
/* Fills an item from a message. */
void meeting_fill(const struct stage *s, struct model *m, struct item *it,
		  const struct pl_message *msg);
/* The first message of the group that was not read before, or NULL. */
const struct pl_message *meeting_first_unread(const struct stage *s);

#endif
