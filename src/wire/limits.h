/* SPDX-License-Identifier: MIT */
/* Every limit of the wire.  What breaks one is refused with a named error. */
#ifndef WIRE_LIMITS_H
#define WIRE_LIMITS_H

enum {
	WIRE_TEXT_MAX = 4000,     /* bytes of UTF-8 in one message */
	WIRE_ANSWERS_MAX = 16000, /* bytes of the answers of a finished worksheet */
	WIRE_NAME_MAX = 64,       /* bytes of a chosen name or a group's name */
	WIRE_CODE_MAX = 64,       /* bytes of an invite code, an error code, a role */
	WIRE_TOKEN_MAX = 128,
	WIRE_KNOWN_MAX = 128,  /* bytes of what tells a device that signed in before */
	WIRE_FIGURES_MAX = 64, /* bytes of a phone's figures, or of a recovery code, as typed */
	WIRE_PASSPHRASE_MIN = 8,          /* characters */
	WIRE_PASSPHRASE_MAX = 256,        /* bytes */
	WIRE_FRAME_MAX = 65536,           /* bytes of a frame as sent */
	WIRE_FRAME_INFLATED_MAX = 262144, /* bytes of a frame's JSON */
	WIRE_FRAME_MESSAGES_MAX = 256,
	WIRE_FRAME_VALUES_MAX =
		4096,            /* commas between values: bounds what a frame costs to read */
	WIRE_FRAME_NEST_MAX = 8, /* lists and objects in one another */
	WIRE_PAGE = 50,          /* messages in one page of catching up */
	WIRE_GROUPS_MAX = 32,    /* cursors in one upgrade URI */
	WIRE_BODY_MAX = 4096,    /* bytes of an HTTP request's body */
	WIRE_FILE_MAX = 1000000, /* bytes of a file that HTTP gives: of a pack */
	WIRE_RECORD_PART = 500000, /* bytes of a part of a person's record, */
	WIRE_RECORD_PARTS = 200,   /* and how many there may be */
};

#endif
