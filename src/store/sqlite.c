/* SPDX-License-Identifier: MIT */
#include "store/sqlite_in.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "store/schema.h"

/* The parameters of all statements, integers first. */
static const char *const names[] = { ":group",  ":member", ":device",  ":ticket", ":seq",
				     ":utc_ms", ":limit",  ":message", ":a",      ":b",
				     ":c",      ":d",      NULL };
enum { INTS = 8, TEXTS = 4 };

static void bind(struct sql_stmt *st, const struct store_req *r)
{
	const int64_t ints[INTS] = { r->group, r->member, r->device, r->ticket,
				     r->seq,   r->utc_ms, r->limit,  r->message };
	const struct str texts[TEXTS] = { r->a, r->b, r->c, r->d };
	const int *at = sql_params(st, names);

	for (size_t i = 0; i < INTS; i++)
		if (at[i])
			sql_int(st, at[i], ints[i]);
	for (size_t i = 0; i < TEXTS; i++)
		if (at[INTS + i])
			sql_text(st, at[INTS + i], texts[i]);
}

struct sql_stmt *sqlite_ready(struct sql *s, const char *text, const struct store_req *r,
			      struct err *err)
{
	struct sql_stmt *st = sql_get(s, text, err);

	if (st)
		bind(st, r);
	return st;
}

bool sqlite_do(struct sql *s, const char *text, const struct store_req *r, struct err *err)
{
	struct sql_stmt *st = sqlite_ready(s, text, r, err);

	return st && sql_do(st, err);
}

bool sqlite_do_some(struct sql *s, const char *text, const struct store_req *r,
		    enum err_code none, struct err *err)
{
	if (!sqlite_do(s, text, r, err))
		return false;
	return sql_changes(s) > 0 || err_set(err, none, "store: op %d fits no row", r->op);
}

enum sql_got sqlite_find(struct sql *s, const char *text, const struct store_req *r,
			 struct sql_stmt **st, struct err *err)
{
	*st = sqlite_ready(s, text, r, err);
	return *st ? sql_step(*st, err) : SQL_FAILED;
}

/* Messages. */

static bool say_new(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char count[] =
		"UPDATE groups SET last_seq = last_seq + 1 WHERE id = :group AND EXISTS"
		" (SELECT 1 FROM members WHERE group_id = :group AND user_id = :member)";
	static const char put[] =
		"INSERT INTO messages"
		" (group_id, seq, user_id, device_id, ticket, utc_ms, text, warning)"
		" SELECT id, last_seq, :member, :device, :ticket, :utc_ms, :a, :b"
		" FROM groups WHERE id = :group";
	static const char number[] = "SELECT last_seq FROM groups WHERE id = :group";
	struct err *err = &a->r.err;
	struct sql_stmt *st;

	if (!sqlite_do_some(s, count, r, ERR_REFUSED, err) || !sqlite_do(s, put, r, err) ||
	    sqlite_find(s, number, r, &st, err) != SQL_ROW)
		return false;
	a->r.seq = sql_get_int(st, 0);
	a->r.utc_ms = r->utc_ms;
	return true;
}

bool sqlite_said(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char before[] = "SELECT seq, utc_ms, group_id, text FROM messages WHERE"
				     " user_id = :member AND device_id = :device AND"
				     " ticket = :ticket";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, before, r, &st, &a->r.err);

	if (got != SQL_ROW)
		return got == SQL_DONE;
	if (sql_get_int(st, 2) != r->group || !str_eq(sql_get_text(st, 3), r->a))
		return err_set(&a->r.err, ERR_REFUSED, "store: the ticket is another line's");
	a->r.seq = sql_get_int(st, 0);
	a->r.utc_ms = sql_get_int(st, 1);
	a->r.repeated = true;
	return true;
}

bool sqlite_say(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return sqlite_said(s, r, a) && (a->r.repeated || say_new(s, r, a));
}

bool sqlite_read(struct sql *s, const char *text, const struct store_req *r,
		 struct store_answer *a)
{
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, text, r, &st, &a->r.err);

	for (; got == SQL_ROW; got = sql_step(st, &a->r.err))
		*answer_message(a) = (struct store_message) {
			.seq = sql_get_int(st, 0),
			.member = sql_get_int(st, 1),
			.device = sql_get_int(st, 2),
			.ticket = sql_get_int(st, 3),
			.utc_ms = sql_get_int(st, 4),
			.text = answer_text(a, sql_get_text(st, 5)),
			.warning = answer_text(a, sql_get_text(st, 6)),
			.hidden = sql_get_int(st, 7) != 0,
			.erased = sql_get_int(st, 7) == 2,
		};
	return got == SQL_DONE;
}

static bool read_on(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return sqlite_read(s,
			   "SELECT " SQLITE_MESSAGE " FROM messages"
			   " WHERE group_id = :group AND seq > :seq ORDER BY seq LIMIT :limit",
			   r, a);
}

static bool read_newest(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	return sqlite_read(s,
			   "SELECT * FROM (SELECT " SQLITE_MESSAGE
			   " FROM messages WHERE group_id = :group AND seq > :seq"
			   " ORDER BY seq DESC LIMIT :limit) ORDER BY seq",
			   r, a);
}

static bool seen(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char raise[] =
		"UPDATE members SET seen_seq = max(seen_seq,"
		" min(:seq, (SELECT last_seq FROM groups WHERE id = :group)))"
		" WHERE group_id = :group AND user_id = :member";
	static const char now[] = "SELECT seen_seq FROM members"
				  " WHERE group_id = :group AND user_id = :member";
	struct sql_stmt *st;

	if (!sqlite_do_some(s, raise, r, ERR_REFUSED, &a->r.err) ||
	    sqlite_find(s, now, r, &st, &a->r.err) != SQL_ROW)
		return false;
	a->r.seq = sql_get_int(st, 0);
	return true;
}

/* Groups. */

static bool group_add(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	if (!sqlite_do(s, "INSERT INTO groups (name) VALUES (:a)", r, &a->r.err))
		return false;
	a->r.id = sql_last_id(s);
	return true;
}

static bool groups(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char all[] =
		"SELECT g.id, g.name, g.last_seq, 0, g.first_seq, ifnull(e.utc_ms, 0), '', 0"
		" FROM groups g LEFT JOIN messages e ON e.group_id = g.id AND e.seq = "
		"g.last_seq"
		" ORDER BY g.id";
	static const char of_one[] =
		"SELECT g.id, g.name, g.last_seq, m.seen_seq, g.first_seq, ifnull(e.utc_ms, 0),"
		" coalesce(m.name, ''), m.number FROM members m JOIN groups g ON g.id = "
		"m.group_id"
		" LEFT JOIN messages e ON e.group_id = g.id AND e.seq = g.last_seq"
		" WHERE m.user_id = :member ORDER BY g.id";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, r->member ? of_one : all, r, &st, &a->r.err);

	for (; got == SQL_ROW; got = sql_step(st, &a->r.err))
		*answer_group(a) = (struct store_group) {
			.id = sql_get_int(st, 0),
			.name = answer_text(a, sql_get_text(st, 1)),
			.last_seq = sql_get_int(st, 2),
			.seen_seq = sql_get_int(st, 3),
			.first_seq = sql_get_int(st, 4),
			.last_utc_ms = sql_get_int(st, 5),
			.called = answer_text(a, sql_get_text(st, 6)),
			.number = sql_get_int(st, 7),
		};
	return got == SQL_DONE;
}

static bool member_add(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	static const char both[] =
		"SELECT 1 FROM groups g, users u WHERE g.id = :group AND u.id = :member";
	static const char put[] = "INSERT OR IGNORE INTO members (group_id, user_id)"
				  " VALUES (:group, :member)";
	struct sql_stmt *st;
	enum sql_got got = sqlite_find(s, both, r, &st, &a->r.err);

	if (got == SQL_DONE)
		return err_set(&a->r.err, ERR_NOT_FOUND, "store: no such group or member");
	return got == SQL_ROW && sqlite_do(s, put, r, &a->r.err) &&
	       sqlite_name_newcomer(s, r, &a->r.err) && sqlite_number_newcomers(s, &a->r.err);
}

/* Done behind the commit: see sqlite_commit. */
static bool wipe(struct sql *s, const struct store_req *r, struct store_answer *a)
{
	(void)s;
	(void)r;
	(void)a;
	return true;
}

static sqlite_op *const rows[STORE_OPS] = {
	[STORE_SAY] = sqlite_say,
	[STORE_SAID] = sqlite_said,
	[STORE_LET] = sqlite_let,
	[STORE_HIDE] = sqlite_hide,
	[STORE_HIDDEN] = sqlite_hidden,
	[STORE_READ] = read_on,
	[STORE_READ_NEWEST] = read_newest,
	[STORE_SEEN] = seen,
	[STORE_GROUP_ADD] = group_add,
	[STORE_GROUPS] = groups,
	[STORE_MEMBER_ADD] = member_add,
	[STORE_MEMBERS] = sqlite_members,
	[STORE_NAME] = sqlite_name,
	[STORE_INVITE_ADD] = sqlite_invite_add,
	[STORE_ENROL] = sqlite_enrol,
	[STORE_INVITE_FIND] = sqlite_invite_find,
	[STORE_USER_FIND] = sqlite_user_find,
	[STORE_USERS] = sqlite_users,
	[STORE_USER_SET] = sqlite_user_set,
	[STORE_USER_PASS] = sqlite_user_pass,
	[STORE_DEVICE_ADD] = sqlite_device_add,
	[STORE_DEVICE_FIND] = sqlite_device_find,
	[STORE_DEVICE_DROP] = sqlite_device_drop,
	[STORE_DEVICES_DROP] = sqlite_devices_drop,
	[STORE_DEVICE_USED] = sqlite_device_used,
	[STORE_FIGURES_SET] = sqlite_figures_set,
	[STORE_FIGURES] = sqlite_figures,
	[STORE_FIGURES_USE] = sqlite_figures_use,
	[STORE_EVENT] = sqlite_event,
	[STORE_EVENTS] = sqlite_events,
	[STORE_SESSION] = sqlite_session,
	[STORE_MESSAGES_DROP] = sqlite_messages_drop,
	[STORE_EVENTS_DROP] = sqlite_events_drop,
	[STORE_REPORTS_DROP] = sqlite_reports_drop,
	[STORE_WIPE] = wipe,
	[STORE_REPORT] = sqlite_report,
	[STORE_RESOLVE] = sqlite_resolve,
	[STORE_REPORT_HEARD] = sqlite_report_heard,
	[STORE_REPORTS] = sqlite_reports,
	[STORE_REPLY] = sqlite_reply,
	[STORE_REPLIES_DROP] = sqlite_replies_drop,
	[STORE_LEGAL] = sqlite_legal,
	[STORE_LEGAL_OF] = sqlite_legal_of,
	[STORE_LOOK] = sqlite_look,
	[STORE_LOOKS] = sqlite_looks,
	[STORE_PUT] = sqlite_put,
	[STORE_ROWS] = sqlite_rows,
	[STORE_ROWS_DROP] = sqlite_rows_drop,
	[STORE_CONSENT] = sqlite_consent,
	[STORE_CONSENTS] = sqlite_consents,
	[STORE_CONSENTS_END] = sqlite_consents_end,
	[STORE_ACCESS] = sqlite_access,
	[STORE_ACCESSES] = sqlite_accesses,
	[STORE_ACCESSES_OF] = sqlite_accesses_of,
	[STORE_GIVEN] = sqlite_given,
	[STORE_ACCESS_DROP] = sqlite_access_drop,
	[STORE_SAID_BY] = sqlite_said_by,
	[STORE_ERASE] = sqlite_erase,
	[STORE_ERASED] = sqlite_erased,
	[STORE_EVENT_ERASE] = sqlite_event_erase,
};

/* What a batch does. */

/* To empty the log file takes as long as several commits: seldom, so that fewer of those who
 * talk wait for it.  In pages of 4 KB. */
static const char seldom[] = "PRAGMA wal_autocheckpoint = 8000";
/* What is deleted is written over with zeros. */
static const char gone[] = "PRAGMA secure_delete = ON";
/* And its traces in the log go. */
static const char emptied[] = "PRAGMA wal_checkpoint(TRUNCATE)";

struct sqlite {
	struct sql *s;
	bool wipes; /* the transaction under way is to */
};

/* An older program cannot read what the steps make of it: as it was, it stays beside it. */
static bool copy_before_steps(const char *path, int version, struct err *err)
{
	const size_t size = strlen(path) + sizeof(STORE_BEFORE) + 12;
	char *to = mem_get(size);
	bool good;

	snprintf(to, size, "%s" STORE_BEFORE "%d", path, version);
	unlink(to); /* of one that was cut off */
	good = store_backup(path, to, err);
	if (good)
		log_event(LOG_INFO_, "copied_before_upgrade", "from=%d to=%d", version,
			  SCHEMA_VERSION);
	free(to);
	return good;
}

static bool may_open(const char *path, struct err *err)
{
	const int version = sql_version_of(path, NULL);

	if (version > SCHEMA_VERSION)
		return err_set(err, ERR_TOO_OLD,
			       "the database has version %d, this program knows %d: it needs "
			       "the newer porchlightd, or a backup of before",
			       version, SCHEMA_VERSION);
	return version == 0 || version == SCHEMA_VERSION ||
	       copy_before_steps(path, version, err);
}

static void *sqlite_open(const char *path, struct err *err)
{
	struct sql *s = may_open(path, err) ? sql_open(path, NULL, err) : NULL;
	struct sqlite *at;

	if (s && (!sql_migrate(s, schema_steps, SCHEMA_VERSION, err) ||
		  !sqlite_number_newcomers(s, err) || !sql_run(s, seldom, err) ||
		  !sql_run(s, gone, err))) {
		sql_close(s);
		return NULL;
	}
	if (!s)
		return NULL;
	at = mem_get(sizeof(*at));
	at->s = s;
	return at;
}

static void sqlite_close(void *at)
{
	sql_close(((struct sqlite *)at)->s);
	free(at);
}

static bool sqlite_begin(void *at, struct err *err)
{
	((struct sqlite *)at)->wipes = false;
	return sql_begin(((struct sqlite *)at)->s, err);
}

static bool sqlite_run(void *at, const struct store_req *r, struct store_answer *a)
{
	struct sqlite *store = at;
	struct sql *s = store->s;
	bool ok;

	store->wipes |= r->op == STORE_WIPE;

	if (!store_op_writes(r->op)) {
		rows[r->op](s, r, a);
		return sql_begun(s);
	}
	if (!sqlite_do(s, "SAVEPOINT op", r, &a->r.err))
		return false;
	ok = rows[r->op](s, r, a);
	/* A full disk may have ended the whole transaction, and the savepoint with it. */
	return (ok || sqlite_do(s, "ROLLBACK TO op", r, NULL)) &&
	       sqlite_do(s, "RELEASE op", r, &a->r.err);
}

static bool sqlite_commit(void *at, struct err *err)
{
	struct sqlite *store = at;

	if (!sql_commit(store->s, err))
		return false;
	if (store->wipes)
		sql_run(store->s, emptied, NULL);
	return true;
}

static void sqlite_rollback(void *at)
{
	sql_rollback(((struct sqlite *)at)->s);
}

const struct store_backend sqlite_backend = {
	.kind = "sqlite",
	.open = sqlite_open,
	.close = sqlite_close,
	.begin = sqlite_begin,
	.run = sqlite_run,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
};
