/* SPDX-License-Identifier: MIT */
#include "server/rights.h"

#define NOBODY   0
#define ANYBODY  RIGHT_ANYBODY
#define ACCOUNT  RIGHT_ACCOUNT
#define STAFF    RIGHT_STAFF
#define MEMBER   RIGHT_MEMBER
#define LEADS    RIGHT_LEADS
#define IN_GROUP RIGHT_IN_GROUP
#define OWN      RIGHT_OWN
#define SESSION  RIGHT_SESSION
#define ROOM     RIGHT_ROOM
#define HEARS    RIGHT_HEARS
#define BELOW    RIGHT_BELOW
#define OTHER    RIGHT_OTHER
#define LED      RIGHT_LED

/* clang-format off */
const struct right rights[] = {
	/* by                  what           who          when                   why */
	{RIGHT_HTTP,     "/v1/ca",      ANYBODY,     0,                     "a new device has to know whom it talks to"},
	{RIGHT_HTTP,     "/v1/enrol",   ANYBODY,     0,                     "the code of an invite is what proves who it is"},
	{RIGHT_HTTP,     "/v1/signin",  ANYBODY,     0,                     "the passphrase is what proves who it is"},
	{RIGHT_HTTP,     "/v1/signout", ACCOUNT,     0,                     "one's own devices"},
	{RIGHT_HTTP,     "/v1/cutoff",  STAFF,       LED,                   "a device was lost or stolen, and its owner can tell nobody else"},
	{RIGHT_HTTP,     "/v1/consents", ACCOUNT,    0,                     "one's own consents"},
	{RIGHT_HTTP,     "/v1/consents/sign", ACCOUNT, 0,                   "nobody else can consent for a person"},
	{RIGHT_HTTP,     "/v1/consents/revoke", ACCOUNT, 0,                 "a consent may be taken back at any time"},
	{RIGHT_HTTP,     "/v1/reads",   ACCOUNT,     0,                     "who has read one's own record"},
	{RIGHT_HTTP,     "/v1/reads/",  ACCOUNT,     0,                     "a page of it"},
	{RIGHT_HTTP,     "/v1/record",  ACCOUNT,     0,                     "one's own record, all of it: 45 CFR 164.524"},
	{RIGHT_HTTP,     "/v1/record/", ACCOUNT,     0,                     "a part of it"},
	{RIGHT_HTTP,     "/v1/note",    LEADS,       0,                     "the note of a session is written by who led it"},
	{RIGHT_HTTP,     "/calendar/",  ANYBODY,     0,                     "a calendar program has no token: the address is the secret"},
	{RIGHT_HTTP,     "/packs",      ACCOUNT,     0,                     "forms are the same for all, and say nothing of anybody"},
	{RIGHT_HTTP,     "/packs/",     ACCOUNT,     0,                     "as the list of them"},

	{RIGHT_MESSAGE,  "say",         IN_GROUP,    0,                     "one talks in one's own groups; in a session see meeting_may_say"},
	{RIGHT_MESSAGE,  "seen",        IN_GROUP,    0,                     "what oneself was shown"},
	{RIGHT_MESSAGE,  "more",        IN_GROUP,    HEARS,                 "what was said in one's own group, unless one is not let in just now"},
	{RIGHT_MESSAGE,  "wish",        IN_GROUP,    0,                     "each wish has a row of its own"},
	{RIGHT_MESSAGE,  "text",        IN_GROUP,    HEARS,                 "what is done in the session that one is in"},
	{RIGHT_MESSAGE,  "attendance",  ACCOUNT,     0,                     "one's own"},
	{RIGHT_MESSAGE,  "ask",         ACCOUNT,     0,                     "each thing that is asked has a row of its own"},
	{RIGHT_MESSAGE,  "set",         ACCOUNT,     0,                     "see set of the schedule"},
	{RIGHT_MESSAGE,  "feed",        ACCOUNT,     0,                     "one's own calendar"},
	{RIGHT_MESSAGE,  "hours-ask",   LEADS,       0,                     "hours decide about treatment: who leads has to see them"},
	{RIGHT_MESSAGE,  "work",        ACCOUNT,     0,                     "each act has a row of its own"},

	{RIGHT_WISH,     "watch",       LEADS,       0,                     "who leads has to know whom a word has reached"},
	{RIGHT_WISH,     "look",        LEADS,       0,                     "an emergency: legal name, and where somebody is; it is noted who looked"},
	{RIGHT_WISH,     "looks",       IN_GROUP,    0,                     "who has looked at one's own"},
	{RIGHT_WISH,     "report",      IN_GROUP,    0,                     "whoever reads a message may say that it is not right"},
	{RIGHT_WISH,     "resolve",     LEADS,       0,                     "who leads answers for the group"},
	{RIGHT_WISH,     "heard",       IN_GROUP,    0,                     "of one's own report, that one knows its end"},
	{RIGHT_WISH,     "name",        MEMBER,      0,                     "what one is called there; staff are called the same everywhere, as in the access log"},
	{RIGHT_WISH,     "open",        LEADS,       0,                     "who leads begins"},
	{RIGHT_WISH,     "stage",       LEADS,       SESSION,               "who leads goes on"},
	{RIGHT_WISH,     "extend",      LEADS,       SESSION,               "who leads has the time"},
	{RIGHT_WISH,     "talk",        LEADS,       SESSION,               "who leads says who may speak"},
	{RIGHT_WISH,     "come",        IN_GROUP,    SESSION,               "one comes for oneself"},
	{RIGHT_WISH,     "lost",        NOBODY,      SESSION,               "the server notes it"},
	{RIGHT_WISH,     "back",        NOBODY,      SESSION,               "the server notes it"},
	{RIGHT_WISH,     "leave",       IN_GROUP,    SESSION,               "anybody may go, always"},
	{RIGHT_WISH,     "accept",      IN_GROUP,    SESSION,               "one accepts for oneself"},
	{RIGHT_WISH,     "admit",       LEADS,       SESSION,               "who leads lets in"},
	{RIGHT_WISH,     "raise",       IN_GROUP,    SESSION | ROOM,        "one's own hand"},
	{RIGHT_WISH,     "lower",       IN_GROUP,    SESSION | ROOM | OTHER,"one's own hand; who leads may lower any"},
	{RIGHT_WISH,     "pass",        IN_GROUP,    SESSION | ROOM,        "nobody has to speak"},
	{RIGHT_WISH,     "done",        IN_GROUP,    SESSION | ROOM,        "one's own turn"},
	{RIGHT_WISH,     "more",        IN_GROUP,    SESSION | ROOM,        "one's own turn"},
	{RIGHT_WISH,     "rate",        IN_GROUP,    SESSION | ROOM,        "one's own number"},
	{RIGHT_WISH,     "invite",      LEADS,       SESSION | ROOM,        "who leads invites to speak"},
	{RIGHT_WISH,     "call",        LEADS,       SESSION,               "who leads gives the floor"},
	{RIGHT_WISH,     "mute",        LEADS,       SESSION | BELOW,       "who leads keeps the room safe"},
	{RIGHT_WISH,     "stepout",     LEADS,       SESSION | ROOM | BELOW,"who leads keeps the room safe"},
	{RIGHT_WISH,     "remove",      LEADS,       SESSION | BELOW,       "who leads keeps the room safe"},
	{RIGHT_WISH,     "lock",        LEADS,       SESSION,               "who leads has the door"},
	{RIGHT_WISH,     "slow",        LEADS,       SESSION,               "who leads has the pace"},
	{RIGHT_WISH,     "undo",        LEADS,       SESSION,               "what who leads did by mistake"},
	{RIGHT_WISH,     "topic",       LEADS,       SESSION,               "who leads says what it is about"},
	{RIGHT_WISH,     "decide",      LEADS,       SESSION,               "who leads writes down what was agreed"},
	{RIGHT_WISH,     "side",        IN_GROUP,    SESSION | OTHER,       "one to one with who leads, also when muted or at the door"},
	{RIGHT_WISH,     "modality",    IN_GROUP,    SESSION | OTHER,       "how one takes part; who leads may have heard it"},
	{RIGHT_WISH,     "correct",     NOBODY,      0,                     "the administration's, by porchlightd"},
	{RIGHT_WISH,     "danger",      IN_GROUP,    0,                     "whoever is not safe says so, whenever"},
	{RIGHT_WISH,     "take",        LEADS,       0,                     "who leads sees to who is not safe"},
	{RIGHT_WISH,     "baton",       LEADS,       SESSION | ROOM,        "who leads hands the lead on"},
	{RIGHT_WISH,     "lead",        LEADS,       SESSION,               "who leads takes the lead on"},
	{RIGHT_WISH,     "poll",        LEADS,       SESSION,               "who leads asks all"},
	{RIGHT_WISH,     "vote",        MEMBER,      SESSION | ROOM,        "one's own choice"},
	{RIGHT_WISH,     "count",       LEADS,       SESSION,               "who leads ends it"},
	{RIGHT_WISH,     "pin",         LEADS,       SESSION,               "who leads says what stays up"},
	{RIGHT_WISH,     "unpin",       LEADS,       SESSION,               "who leads says what stays up"},
	{RIGHT_WISH,     "exercise",    LEADS,       SESSION,               "who leads does it with all"},
	{RIGHT_WISH,     "stop",        LEADS,       SESSION,               "who leads ends it"},
	{RIGHT_WISH,     "lesson",      LEADS,       SESSION,               "who leads does it with all"},
	{RIGHT_WISH,     "page",        LEADS,       SESSION,               "who leads turns the pages"},
	{RIGHT_WISH,     "answer",      MEMBER,      SESSION | ROOM,        "one's own answer; who leads knows the right one"},
	{RIGHT_WISH,     "ask",         IN_GROUP,    SESSION | ROOM,        "one's own question"},
	{RIGHT_WISH,     "question",    LEADS,       SESSION,               "who leads takes questions up"},
	{RIGHT_WISH,     "answered",    LEADS,       SESSION,               "who leads ends them"},
	{RIGHT_WISH,     "reply",       IN_GROUP,    SESSION,               "one's own, to the questions of the door"},
	{RIGHT_WISH,     "hide",        LEADS,       SESSION,               "who leads keeps the room safe"},
	{RIGHT_WISH,     "hold",        LEADS,       SESSION,               "who leads keeps the room safe"},
	{RIGHT_WISH,     "held",        NOBODY,      SESSION,               "the server notes it"},
	{RIGHT_WISH,     "let",         LEADS,       SESSION,               "who leads has read it"},
	{RIGHT_WISH,     "refuse",      LEADS,       SESSION,               "who leads has read it"},
	{RIGHT_WISH,     "react",       IN_GROUP,    SESSION | ROOM,        "one's own"},
	{RIGHT_WISH,     "mark",        NOBODY,      SESSION,               "the server notes it"},

	{RIGHT_SCHEDULE, "late",        MEMBER,      0,                     "of oneself; who leads changes the series instead"},
	{RIGHT_SCHEDULE, "listening",   MEMBER,      0,                     "of oneself"},
	{RIGHT_SCHEDULE, "absent",      MEMBER,      0,                     "of oneself"},
	{RIGHT_SCHEDULE, "swap",        MEMBER,      0,                     "of oneself; who leads has to grant it"},
	{RIGHT_SCHEDULE, "sign-up",     MEMBER,      0,                     "of oneself"},
	{RIGHT_SCHEDULE, "withdraw",    OWN,         0,                     "one's own request"},
	{RIGHT_SCHEDULE, "grant",       LEADS,       0,                     "who leads either group has the seats"},
	{RIGHT_SCHEDULE, "refuse",      LEADS,       0,                     "who leads either group has the seats"},
	{RIGHT_SCHEDULE, "set",         LEADS,       0,                     "who leads plans for the group"},

	{RIGHT_WORK,     "assign",      LEADS,       0,                     "who leads assigns, to people of the group"},
	{RIGHT_WORK,     "unassign",    LEADS,       0,                     "who leads takes it back"},
	{RIGHT_WORK,     "file",        OWN,         0,                     "one's own answers; nobody answers for another"},
	{RIGHT_WORK,     "unfile",      OWN,         0,                     "one's own safety plan, which one may take back"},
	{RIGHT_WORK,     "read",        LEADS,       0,                     "that it was read by who leads"},
	{RIGHT_WORK,     "comment",     OWN | LEADS, 0,                     "between who filed it and who leads"},
	{RIGHT_WORK,     "again",       LEADS,       0,                     "who leads asks for it"},
	{RIGHT_WORK,     "reviewed",    LEADS,       0,                     "somebody has seen to who may not be safe"},
};
/* clang-format on */
const size_t rights_count = sizeof(rights) / sizeof(rights[0]);

const struct right *right_of(enum right_door door, struct str word)
{
	for (size_t i = 0; i < rights_count; i++)
		if (rights[i].door == door && str_is(word, rights[i].word))
			return &rights[i];
	return NULL;
}

bool right_may(const struct right *r, unsigned is)
{
	return r && (r->who & (is | ANYBODY)) != 0;
}

unsigned right_in_group(bool is_in, bool leads)
{
	return !is_in ? 0 : leads ? LEADS : MEMBER;
}
