/* SPDX-License-Identifier: MIT */
/*
 * The client library as a test wants it: what is set here is what the getters give.
 * Zeroed it is a client that is signed out, in no group.  Nothing is owned but `said`
 * and `draft`.
 */
#ifndef SUPPORT_FAKE_CLIENT_H
#define SUPPORT_FAKE_CLIENT_H

#include "porchlight/session.h"
#include "support/fake_caseload.h"
#include "support/fake_kit.h"
#include "support/fake_packs.h"
#include "support/fake_reads.h"
#include "support/fake_schedule.h"
#include "support/fake_sheets.h"

enum { FAKE_REACH = 8 };

struct pl_client {
	struct pl_link_info link;
	struct pl_data data;
	int notice;              /* percent */
	struct pl_range missing; /* what pl_client_older answers */
	struct pl_person self;
	bool enrolled;
	const char *opens_with; /* what pl_client_check takes; NULL: nothing */
	const struct pl_group *groups;
	size_t group_count;
	const struct pl_person *people; /* of every group */
	size_t person_count;
	int wipes;
	int64_t renamed; /* a person whose account is called something else, or 0 */
	const char *account;
	const char *called; /* this person, in every group; NULL: as the account */
	const struct pl_message *messages; /* of `message_group` alone; 0: of every group */
	size_t message_count;
	int64_t message_group;

	const struct pl_session *session; /* of every group; NULL: none runs */
	const struct pl_notice *notices;
	size_t notice_count;
	const struct pl_report *reports; /* of every group */
	size_t report_count;
	const struct pl_alert *alerts;
	size_t alert_count;
	int64_t reach[FAKE_REACH]; /* of a member, and 1; 0: not known */
	struct pl_wish wish;       /* the last pl_client_wish; its text in wish_text */
	char wish_text[256];
	int wishes;
	struct pl_attendance attendance;
	int attendance_asks;
	int skips;
	bool skip; /* the last pl_client_skip */
	struct fake_packs packs;
	struct fake_reads reads;
	struct fake_schedule schedule;
	struct fake_sheets sheets;
	struct fake_caseload caseload;
	struct fake_kit kit;

	enum pl_failure answer; /* what the acts answer */
	enum pl_failure result; /* how the act under way ends */
	char figures[64];       /* of pl_client_figures; "": given up */
	const char *secret, *recovery;
	int wait_s; /* pl_client_wait_s */
	bool busy;
	const char *refused_name; /* pl_client_join of this name ends with PL_FAIL_NAME */

	/* The loop's side.  `on_work` is called by each pl_client_work, before it answers. */
	int fd, timeout_ms; /* as they are given: -1 and -1 for neither */
	unsigned changed;   /* what the next pl_client_work answers, once */
	void (*on_work)(struct pl_client *c);
	void *user; /* the test's own */

	/* What was asked of it. */
	char *said;        /* the last pl_client_say, or NULL */
	char warning[128]; /* of the last pl_client_warn */
	int64_t said_group;
	int says, connects, sign_outs, sign_outs_all, cut_offs, seens;
	int64_t seen_seq;
	char cut_off_name[64];
	const char *note;     /* what pl_client_note_text gives; NULL is "" */
	const char *consents; /* what pl_client_consents_text gives */
	char note_name[64];   /* the last pl_client_note */
	char note_path[128];  /* the last pl_client_note_save */
	enum pl_failure save_answer;
	uint64_t dropped; /* the last pl_client_drop */
	char *draft; /* the last pl_client_draft_set, whatever the group; or what was kept */
	int64_t draft_group;
	int drafts, sign_ins, joins, tolds, olders, meters;
	char passphrase[64], invite[256], name[64];
};

extern bool fake_may_be_swapped; /* what pl_client_may_be_swapped answers */

void fake_client_finish(struct pl_client *c);

/*
 * For pl_client_exists and pl_client_open: the client that a store holds, and the
 * passphrase that opens it ("" makes a new one).  NULL: there is no store.
 */
extern struct pl_client *fake_client_stored;
extern const char *fake_client_passphrase;
extern int fake_client_opens, fake_client_closes;

#endif
