/* SPDX-License-Identifier: MIT */
/*
 * What the device keeps of this person's sheets.  As cache.h says of writing: an answer is
 * written as a draft is, each as it is given; what is finished is there after a power cut, too.
 */
#ifndef CLIENT_CACHE_SHEETS_H
#define CLIENT_CACHE_SHEETS_H

#include "client/cache.h"
#include "client/sheets.h"

/* All of them, into empty ones. */
bool cache_sheets_load(struct cache *c, struct sheets *s, struct err *err);
/* An id that no sheet had; 0: the disk. */
uint64_t cache_sheet_id(struct cache *c);
/* All of it but its answers, as it is now; durable where it is finished. */
bool cache_sheet_put(struct cache *c, const struct sheet *s);
/* With its answers, as text in place of those that are there, and of what is being typed. */
bool cache_sheet_put_answers(struct cache *c, const struct sheet *s, struct str answers);
bool cache_sheet_drop(struct cache *c, uint64_t id);
/* Its answers as text; the caller's.  NULL: the disk. */
char *cache_sheet_answers(struct cache *c, uint64_t id);

/* One answer: a line of that text, in its two parts; and when. */
struct cache_answer {
	uint64_t sheet;
	struct str name, value;
	int64_t utc_ms;
	bool was_typed; /* what is being typed is it, and goes */
};
bool cache_answer_set(struct cache *c, const struct cache_answer *a);

/* Where the person is in it, and what they are typing. */
bool cache_sheet_place_set(struct cache *c, const struct sheet *s, const char *name);
bool cache_sheet_typing_set(struct cache *c, uint64_t id, const char *text);
/* The caller's; NULL: there is none. */
char *cache_sheet_place(struct cache *c, uint64_t id);
char *cache_sheet_typing(struct cache *c, uint64_t id);

#endif
