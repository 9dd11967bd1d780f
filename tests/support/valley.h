/* SPDX-License-Identifier: MIT */
/*
 * A patient on a line of the link laboratory (lab.h), a peer and the server at its other end.
 * Needs root and network namespaces: where they are not to be had valley_of skips the test.
 * LAB_PROFILE is the line, where the test leaves that open.
 */
#ifndef SUPPORT_VALLEY_H
#define SUPPORT_VALLEY_H

#include <stdbool.h>
#include <stdint.h>

#include "porchlight/client.h"
#include "support/lab.h"
#include "support/town.h"

enum valley_who { PATIENT, PEER, PEOPLE };
enum { VALLEY_SEED = 7 };

struct valley {
	struct town *town;
	struct pl_client *clients[PEOPLE];
	int64_t group;
	int said, heard[PEOPLE];
	int quiet_ms;      /* longer than there and back takes on the line */
	int64_t silent_ms; /* the patient's line, now */
	int64_t broken_ms; /* the longest silence that ended, since whoever reads it set this to 0 */
	char dir[128], trace[128];
};

extern struct lab *valley_lab; /* one for all; NULL: there is none here */

/* For cmocka: of the group, and of each test. */
int valley_begin(void **state);
int valley_end(void **state);
int valley_open(void **state);
int valley_close(void **state);
struct valley *valley_of(void **state); /* skips where there is no laboratory */

int valley_setting(const char *name, int otherwise); /* a whole number of the environment */
void valley_use(struct valley *v, const char *otherwise); /* LAB_PROFILE, or this line */
void valley_move_to(enum valley_who who); /* their namespace: sockets belong to one */
int valley_heard(struct valley *v, enum valley_who who);
struct pl_link_info valley_link(const struct valley *v, enum valley_who who);
bool valley_both_have_all(struct valley *v);
bool valley_patient_is_live(struct valley *v);
int64_t valley_until(struct valley *v, bool (*is_so)(struct valley *v)); /* ms it took */
void valley_pass(struct valley *v, int ms);
void valley_until_quiet(struct valley *v); /* nothing more goes over the line */
uint64_t valley_bytes(void);
void valley_say(struct valley *v, enum valley_who who);
int valley_in_log(const struct valley *v, const char *word); /* lines of the server's log */
void valley_enter(struct valley *v,
		  enum valley_who who); /* opens the client; in their namespace */
void valley_leave(struct valley *v, enum valley_who who);

#endif
