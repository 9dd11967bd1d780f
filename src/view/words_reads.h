/* SPDX-License-Identifier: MIT */
/* Who has read what of this person's record, in words. */
#ifndef VIEW_WORDS_READS_H
#define VIEW_WORDS_READS_H

#include "porchlight/reads.h"
#include "porchlight/worksheet.h"
#include "view/words.h"

enum reads_word {
	READS_TITLE,
	READS_NONE,  /* nobody has */
	READS_ASKED, /* they are being asked for */
	READS_BUSY,  /* still */
	READS_END,   /* there are no older ones */
	READS_HOW,
	RECORD_ASKED, /* it is being fetched */
	RECORD_BUSY,
	RECORD_CHANGED,      /* while it was fetched */
	RECORD_ERASE,        /* what would go, what would stay, and how to wish it */
	RECORD_ERASE_NOBODY, /* there is nobody to send it to */
	READS_WORDS,
};
const char *words_reads(enum reads_word w);
/* "Tue 24 Nov, 10:15: Robin read your PHQ-9 of Fri 20 Nov."  `title`: of its form. */
const char *words_was_read(struct arena *a, const struct pl_was_read *r, const char *title);
/* The wish to be erased is on its way to `names`; `live`: now. */
const char *words_erasure_sent(struct arena *a, const char *names, bool live);
/* It was sent before, and where it is. */
const char *words_erasure_known(struct arena *a, const struct pl_sheet *sent);
/* How the fetch of the whole record has ended. */
const char *words_record(struct arena *a, const struct pl_record *r, const char *path);
const char *words_reads_state(struct arena *a, const struct pl_reads *r);

#endif
