/* SPDX-License-Identifier: MIT */
/* What is said of a lost passphrase, and of wiping what is kept on this device. */
#ifndef VIEW_WORDS_WIPE_H
#define VIEW_WORDS_WIPE_H

#include "view/words.h"

enum wipe_word {
	WIPE_PASSPHRASE_LOST, /* before one is chosen */
	WIPE_FORGOTTEN,       /* after some that were wrong, before anything is open */
	WIPE_FORGOTTEN_LOCK,  /* on a locked screen */
	WIPE_ASK,             /* of the command */
	WIPE_YES,             /* what is to be typed for it */
	WIPE_NO,
	WIPE_SURE, /* of the verb */
	WIPE_ENDS,
	WIPE_GUEST,
	WIPE_NOTHING, /* there is nothing to wipe */
	WIPE_FAILED,
	WIPE_DONE,
	WIPE_STAYS, /* what stays, and where */
	WIPE_SWAP,  /* of memory that could not be locked */
	WIPE_WORDS,
};

const char *words_wipe(enum wipe_word w);

#endif
