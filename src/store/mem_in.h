/* SPDX-License-Identifier: MIT */
/* Inside the backend in memory. */
#ifndef STORE_MEM_IN_H
#define STORE_MEM_IN_H

#include "store/backend.h"

struct mem_report {
	struct store_report said; /* its texts are ours */
	int64_t device, ticket;
};

struct mem_group {
	struct str name;
	struct store_message *messages; /* seq is the place in it, from 1 */
	size_t count;
	size_t gone; /* so many of the first are not kept: their texts are empty */
	struct store_message *events; /* as `messages`; ticket: it begins a session */
	size_t events_count;
	size_t events_gone;         /* as `gone` */
	struct mem_report *reports; /* as well by number */
	size_t reports_count;
};

struct mem_user {
	struct str name, role, pass_hash;
	bool disabled;
	int64_t made_utc_ms, erased_utc_ms;
};

struct mem_member {
	int64_t group, user, seen_seq, number;
	struct str called; /* "": as the account is */
};

struct mem_device {
	int64_t id, user, made_utc_ms, used_utc_ms;
	struct str token_hash;
};

/* The figures of a user's phone. */
struct mem_figures {
	int64_t user, step;
	bool confirmed;
	struct str sealed;
};

struct mem_recovery {
	int64_t user;
	struct str hash;
};

struct mem_invite {
	struct str code_hash, role;
	int64_t group, expires_utc_ms;
	bool used;
};

struct mem_paper {
	int64_t group, user, kind;
	struct str sealed;
};

struct mem_row {
	int64_t kind;
	struct store_message said; /* as STORE_ROWS has it */
};

/* What a device was given. */
struct mem_given {
	int64_t device, version;
};

/* As STORE_ERASED has it. */
struct mem_erased {
	int64_t group, user, last_seq;
};

/* What a ticket has put. */
struct mem_put {
	int64_t member, device, ticket, kind, number, version;
};

/* Groups and users are never removed: an id is the place in the list, from 1. */
struct mem {
	struct mem_group *groups;
	struct mem_user *users;
	struct mem_member *members;
	struct mem_device *devices;
	struct mem_invite *invites;
	size_t groups_count, users_count, members_count, devices_count, invites_count;
	int64_t last_device;
	struct mem_figures *figures;
	struct mem_recovery *recoveries;
	size_t figures_count, recoveries_count;
	struct mem_paper *papers;
	struct store_message *looks; /* as STORE_LOOKS has them, oldest first */
	size_t papers_count, looks_count;
	struct store_message
		*consents; /* as STORE_CONSENTS has them; seq is the place, from 1 */
	size_t consents_count;
	struct mem_row *rows;
	struct mem_put *puts;
	size_t rows_count, puts_count;
	int64_t version, numbers[STORE_ROW_KINDS]; /* the last */
	/* As STORE_ACCESSES has them; seq is the place, from 1; so many of the first are gone. */
	struct store_message *accesses;
	size_t accesses_count, accesses_gone;
	struct mem_given *given;
	size_t given_count;
	struct mem_erased *erased;
	size_t erased_count;
};

typedef bool mem_op(struct mem *m, const struct store_req *r, struct store_answer *a);

mem_op mem_name; /* mem_names.c */
/* They have come into its group: nobody is called there as somebody else is. */
void mem_name_newcomer(struct mem *m, struct mem_member *who);
/* They get a number there: no account has so high a one in memory. */
void mem_number_newcomer(struct mem *m, struct mem_member *who);
mem_op mem_members, mem_users, mem_user_find, mem_device_add, mem_device_find, mem_device_drop,
	mem_devices_drop, mem_event, mem_events, mem_session, mem_user_set, mem_user_pass,
	mem_invite_add, mem_enrol, mem_messages_drop, mem_events_drop, mem_reports_drop,
	mem_wipe, mem_report, mem_resolve, mem_report_heard, mem_reports;

mem_op mem_figures_set, mem_figures, mem_figures_use, mem_invite_find, mem_device_used;
void mem_figures_free(struct mem *m);

mem_op mem_say, mem_said, mem_let, mem_hide, mem_hidden;
void mem_answer_message(struct store_answer *a, const struct store_message *said);

/* Room for one more row. */
void *mem_more(void *rows, size_t count, size_t size);
struct str mem_text(struct str text); /* a copy, for mem_drop */
void mem_drop(struct str text);
bool mem_same_name(struct str a, struct str b); /* ASCII case does not matter */
/* NULL: there is none. */
struct mem_group *mem_group(const struct mem *m, int64_t id);
struct mem_user *mem_user(const struct mem *m, int64_t id);
struct mem_member *mem_member(const struct mem *m, int64_t group, int64_t user);
void mem_member_put(struct mem *m, int64_t group, int64_t user); /* may be there */
bool mem_not_found(struct store_answer *a);
mem_op mem_reply, mem_replies_drop, mem_legal, mem_legal_of, mem_look, mem_looks;
void mem_papers_free(struct mem *m);
mem_op mem_put, mem_rows, mem_rows_drop;
mem_op mem_consent, mem_consents, mem_consents_end;
void mem_consents_free(struct mem *m);
void mem_rows_free(struct mem *m);
mem_op mem_access, mem_accesses, mem_accesses_of, mem_given, mem_access_drop;
void mem_access_free(struct mem *m);
mem_op mem_said_by, mem_erase, mem_erased, mem_event_erase;
void mem_erased_free(struct mem *m);
void mem_reports_free(struct mem_group *g);

#endif
