/* SPDX-License-Identifier: MIT */
/*
 * Inside the sqlite backend.  A statement's parameters have the names of a request's
 * fields (:group :member :device :ticket :seq :utc_ms :limit :message :a :b :c :d) and are bound
 * from it.
 */
#ifndef STORE_SQLITE_IN_H
#define STORE_SQLITE_IN_H

#include "sql/sql.h"
#include "store/backend.h"

/* One request; what it could not do is in the answer's err, and it answers false. */
typedef bool sqlite_op(struct sql *s, const struct store_req *r, struct store_answer *a);

/* The rows of sqlite_people.c, sqlite_events.c, sqlite_drop.c and sqlite_reports.c; those of messages and groups are in sqlite.c. */
sqlite_op sqlite_invite_add, sqlite_enrol, sqlite_user_find, sqlite_users, sqlite_user_set,
	sqlite_user_pass, sqlite_device_add, sqlite_device_find, sqlite_device_drop,
	sqlite_devices_drop, sqlite_members, sqlite_event, sqlite_events, sqlite_session,
	sqlite_messages_drop, sqlite_events_drop, sqlite_reports_drop, sqlite_report,
	sqlite_resolve, sqlite_report_heard, sqlite_reports, sqlite_say, sqlite_said,
	sqlite_let, sqlite_hide, sqlite_hidden;

/* sqlite_names.c */
sqlite_op sqlite_name;
/* r->member has come into groups: nobody is called there as somebody else is. */
bool sqlite_name_newcomer(struct sql *s, const struct store_req *r, struct err *err);

/* sqlite_numbers.c */
/* Who has no number yet in a group gets one; 0 is none. */
bool sqlite_number_newcomers(struct sql *s, struct err *err);
/* The number of the next account: none that anybody has in a group. */
#define SQLITE_NEXT_USER                                                                       \
	"(WITH RECURSIVE next(i) AS (SELECT coalesce(max(id), 0) + 1 FROM users"               \
	" UNION ALL SELECT i + 1 FROM next"                                                    \
	"  WHERE EXISTS (SELECT 1 FROM members WHERE number = i)) SELECT max(i) FROM next)"

/* sqlite_figures.c */
sqlite_op sqlite_figures_set, sqlite_figures, sqlite_figures_use, sqlite_invite_find,
	sqlite_device_used;

/* What is read of a message: a hidden one has no words. */
#define SQLITE_MESSAGE                                                                         \
	"seq, user_id, device_id, ticket, utc_ms, CASE hidden WHEN 0 THEN text ELSE '' END,"   \
	" CASE hidden WHEN 0 THEN warning ELSE '' END, hidden"
/* Messages, by a statement that selects those. */
bool sqlite_read(struct sql *s, const char *text, const struct store_req *r,
		 struct store_answer *a);

sqlite_op sqlite_reply, sqlite_replies_drop, sqlite_legal, sqlite_legal_of, sqlite_look,
	sqlite_looks, sqlite_put, sqlite_rows, sqlite_rows_drop, sqlite_access, sqlite_accesses,
	sqlite_accesses_of, sqlite_given, sqlite_access_drop;
sqlite_op sqlite_consent, sqlite_consents, sqlite_consents_end;
/* sqlite_erase.c */
sqlite_op sqlite_said_by, sqlite_erase, sqlite_erased, sqlite_event_erase;

/* Bound, not stepped; NULL with err. */
struct sql_stmt *sqlite_ready(struct sql *s, const char *text, const struct store_req *r,
			      struct err *err);
/* Bound and stepped to the end. */
bool sqlite_do(struct sql *s, const char *text, const struct store_req *r, struct err *err);
/* The same, and false with `none` when no row was changed. */
bool sqlite_do_some(struct sql *s, const char *text, const struct store_req *r,
		    enum err_code none, struct err *err);
/* The first row, if there is one. */
enum sql_got sqlite_find(struct sql *s, const char *text, const struct store_req *r,
			 struct sql_stmt **st, struct err *err);

#endif
