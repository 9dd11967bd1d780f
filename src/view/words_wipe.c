/* SPDX-License-Identifier: MIT */
#include "view/words_wipe.h"

#include <libintl.h>

#define _(s) gettext(s)

static const char *const rows[WIPE_WORDS] = {
	[WIPE_PASSPHRASE_LOST] = N_(
		"Nobody can read this passphrase back to you. If you lose it, what is kept on "
		"this device stays shut for good: what you have not sent yet, and what you "
		"have not finished. What you sent is at the server, and stays there. Your "
		"facilitator can get you a new passphrase for that."),
	[WIPE_FORGOTTEN] = N_(
		"Have you forgotten it? Then nobody can open what is kept on this device. What "
		"you sent is still at the server. Ask your facilitator for a new passphrase "
		"and "
		"an invite. Then type: porchlight wipe. After that, type: porchlight join. "
		"Give "
		"the name you had, and the new passphrase."),
	[WIPE_FORGOTTEN_LOCK] = N_(
		"Have you forgotten it? Nothing that you sent is lost: the server has it. To "
		"leave, type /quit. Then type: porchlight. It tells you what to do."),
	[WIPE_ASK] = N_(
		"This wipes all that Porchlight keeps on this device: what was said, what you "
		"have not sent, your worksheets and your plan. Nobody can bring it back. What "
		"is at the server stays there. To do it, type: wipe. To leave it, press "
		"Enter: "),
	[WIPE_YES] = N_("wipe"),
	[WIPE_NO] = N_("Nothing was wiped."),
	[WIPE_SURE] = N_(
		"This ends Porchlight, and wipes all that it keeps on this device: what was "
		"said, what you have not sent, your worksheets and your plan. Nobody can bring "
		"it back. What is at the server stays there. To do it, send it once more."),
	[WIPE_ENDS] = N_("Porchlight ends, and wipes what it kept."),
	[WIPE_GUEST] = N_("You are a guest here. Nothing is kept on this device."),
	[WIPE_NOTHING] = N_("There is nothing to wipe: nothing is kept here."),
	[WIPE_FAILED] =
		N_("Not all of it could be wiped. The disk may be full or locked. Please "
		   "try again, or ask somebody who knows this device."),
	[WIPE_DONE] =
		N_("It is wiped. What you sent is at the server. To come back, type: "
		   "porchlight join. Use an invite, the name you had and your passphrase."),
	[WIPE_SWAP] =
		N_("This system does not let Porchlight keep your passphrase out of its swap "
		   "space. A part of it may get onto the disk. That matters if others use "
		   "this device. Whoever looks after it can allow more locked memory."),
	[WIPE_STAYS] = N_(
		"Still here are your settings, and files that you saved yourself. This window "
		"may still show what was said: close it. A memory card, a solid state disk or "
		"a backup may hold old copies. Those are locked, but for the part of your plan "
		"that you let be read without the passphrase."),
};

const char *words_wipe(enum wipe_word w)
{
	return _(rows[w]);
}
