/* SPDX-License-Identifier: MIT */
/* The commands of porchlightd(8): one table.  Each is a process of its own, and works on the
 * database beside a running server. */
#ifndef SERVER_ADMIN_H
#define SERVER_ADMIN_H

#include <stdbool.h>

#include "base/err.h"
#include "server/access.h"
#include "server/conf.h"
#include "server/options.h"
#include "store/store.h"

enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct admin {
	struct conf conf;
	struct options options;
	const char *const *args; /* the words behind the command's */
	size_t args_count;
	struct store *store;           /* from admin_open on */
	int64_t id;                    /* of the last answer */
	const struct command *command; /* which one runs */
};

struct command {
	const char *words;
	/* "NAME": as many as it wants, the last of them may be left out if it is "[NAME]"; "" */
	const char *args;
	const char *help;
	/* False without a text in `err`: it has said itself what is wrong. */
	bool (*run)(struct admin *a, struct err *err);
};
extern const struct command admin_commands[]; /* ended by a row without words */

/* An option that is no setting. */
struct admin_flag {
	const char *key, *arg;
	const char *commands; /* whose it is, each between bars; NULL: everyone's */
	const char *help;
};
extern const struct admin_flag admin_flags[]; /* ended by a row without a key */

/* The whole program: answers with its exit status. */
int admin_main(int argc, char **argv);

/* For the commands */

/* Opens what init made. */
bool admin_open(struct admin *a, struct err *err);
/* Asks and waits; r.done gets the rows, if it is not NULL. */
bool admin_ask(struct admin *a, struct store_req r, struct err *err);
/* The log of a group's sessions from its beginning, a row at a time; false ends it. */
typedef bool admin_take(void *user, const struct store_message *row, struct err *err);
bool admin_log(struct admin *a, int64_t group, admin_take *take, void *user, struct err *err);
/* A running server looks again at who is who. */
void admin_tell_server(const struct admin *a);
/* The option, or what it is when it is not given. */
const char *admin_option(const struct admin *a, const char *key, const char *otherwise);

/* admin_files.c */
bool admin_init(struct admin *a, struct err *err);
bool admin_clock_confirm(struct admin *a, struct err *err);
bool admin_renew(struct admin *a, struct err *err);
bool admin_backup(struct admin *a, struct err *err);
bool admin_restore(struct admin *a, struct err *err);

/* admin_people.c */
bool admin_print_invite(struct admin *a, const char *role, int64_t group, int days,
			struct err *err);
bool admin_clean_name(const char *given, char **out, struct err *err); /* the caller's */
bool admin_invite(struct admin *a, struct err *err);
bool admin_user_list(struct admin *a, struct err *err);
bool admin_user_disable(struct admin *a, struct err *err);
bool admin_user_enable(struct admin *a, struct err *err);
bool admin_user_reset(struct admin *a, struct err *err);
bool admin_user_cutoff(struct admin *a, struct err *err);
bool admin_group_list(struct admin *a, struct err *err);
bool admin_group_add(struct admin *a, struct err *err);
bool admin_group_join(struct admin *a, struct err *err);

/* admin_figures.c */
bool admin_user_totp(struct admin *a, struct err *err);

/* By name or number; `name` NULL: the only one there is. */
bool admin_find_group(struct admin *a, const char *name, int64_t *id, struct err *err);

/* By name, without regard to ASCII case; opens the store if it is not yet. */
bool admin_find_user(struct admin *a, const char *given, int64_t *id, struct err *err);

/* admin_attendance.c, admin_hours.c, admin_correct.c: what the logs of sessions say */
bool admin_attendance(struct admin *a, struct err *err);
bool admin_hours(struct admin *a, struct err *err);
bool admin_correct(struct admin *a, struct err *err);
/* Says of each group's log whether its chain is whole. */
bool admin_check_logs(struct admin *a);

/* admin_note.c */
bool admin_note(struct admin *a, struct err *err);

/* admin_reports.c */
bool admin_reports(struct admin *a, struct err *err);

/* admin_schedule.c */
bool admin_schedule(struct admin *a, struct err *err);
bool admin_import(struct admin *a, struct err *err);

/* admin_packs.c */
bool admin_pack_key(struct admin *a, struct err *err);
bool admin_pack_trust(struct admin *a, struct err *err);
bool admin_pack_make(struct admin *a, struct err *err);
bool admin_pack_check(struct admin *a, struct err *err);
bool admin_pack_add(struct admin *a, struct err *err);
bool admin_pack_remove(struct admin *a, struct err *err);
bool admin_pack_list(struct admin *a, struct err *err);

/* admin_worksheets.c, admin_export.c */
bool admin_export(struct admin *a, struct err *err);
bool admin_worksheets(struct admin *a, struct err *err);

/* The beginning of a day in UTC, "2026-11-26"; 0 for NULL. */
bool admin_day(const char *key, const char *text, int64_t *out, struct err *err);

/* admin_papers.c */
bool admin_user_legal(struct admin *a, struct err *err);
bool admin_looks(struct admin *a, struct err *err);

/* admin_consent.c */
bool admin_consent_offer(struct admin *a, struct err *err);
bool admin_consent_signed(struct admin *a, struct err *err);
bool admin_consent_revoke(struct admin *a, struct err *err);
bool admin_consent_show(struct admin *a, struct err *err);
bool admin_consent_list(struct admin *a, struct err *err);
bool admin_disclosures(struct admin *a, struct err *err);
/* admin_access.c: who has read what */
/*
 * Notes that a command gives something out: to be asked before it is.  `n` without by, device and
 * way, which are those of a command: --by NAME, where it was given, else 0.  False: it could not
 * be noted, and nothing may be given.
 */
bool admin_access(struct admin *a, struct access_note n, struct err *err);
/* All rows, oldest first, borrowed for the call; false, with what came before it given, where the chain is
 * broken. */
bool admin_read_access(struct admin *a, void (*each)(void *user, const struct access_note *n),
		       void *user, struct err *err);
/* Says whether the chain of the access log is whole. */
bool admin_check_access(struct admin *a);

/* admin_erase.c */
bool admin_erase(struct admin *a, struct err *err);

/* admin_record.c */
bool admin_record(struct admin *a, struct err *err);

/* admin_reads.c */
bool admin_reads(struct admin *a, struct err *err);

/* admin_retention.c */
bool admin_retention(struct admin *a, struct err *err);

/* check.c */
bool admin_check(struct admin *a, struct err *err);

#endif
