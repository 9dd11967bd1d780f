/* SPDX-License-Identifier: MIT */
#include "sql/sql.h"

#include <stdio.h>

/* The version is looked at inside: another program may have climbed meanwhile. */
static bool climb(struct sql *s, const char *step, int from, struct err *err)
{
	char set[48];
	bool ok;

	if (!sql_begin(s, err))
		return false;
	if (sql_version(s) != from) {
		sql_rollback(s);
		return true;
	}
	snprintf(set, sizeof(set), "PRAGMA user_version = %d", from + 1);
	ok = sql_run(s, step, err) && sql_run(s, set, err) && sql_commit(s, err);
	if (!ok)
		sql_rollback(s);
	return ok;
}

bool sql_migrate(struct sql *s, const char *const *steps, size_t n, struct err *err)
{
	int version = sql_version(s);

	while (version >= 0 && (size_t)version < n) {
		if (!climb(s, steps[version], version, err))
			return false;
		version = sql_version(s);
	}
	if (version < 0)
		return err_set(err, ERR_DISK, "the database's version cannot be read");
	if ((size_t)version > n)
		return err_set(err, ERR_TOO_OLD,
			       "the database has version %d, this program knows %zu", version,
			       n);
	return true;
}
