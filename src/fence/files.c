/* SPDX-License-Identifier: MIT */
#include "fence/fence.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/landlock.h>
#include <sys/syscall.h>

/* The C library has no names for these calls, and older headers none for this bit. */
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif
enum { ABI_TRUNCATE = 3 };

static const uint64_t reads = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const uint64_t writes = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |
			       LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
			       LANDLOCK_ACCESS_FS_REMOVE_DIR;
/* Nobody is given one of these. */
static const uint64_t never = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
			      LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM |
			      LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_SOCK;
/* What there is to do with a file that is no folder. */
static const uint64_t of_file = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |
				LANDLOCK_ACCESS_FS_TRUNCATE;

static bool add_path(int rules, const struct fence_path *p, uint64_t handled)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access =
			handled &
			(p->write ? reads | writes | LANDLOCK_ACCESS_FS_TRUNCATE : reads),
		.parent_fd = open(p->path, O_PATH | O_CLOEXEC),
	};
	struct stat st;
	bool good;

	if (rule.parent_fd < 0)
		return true;
	good = fstat(rule.parent_fd, &st) == 0;
	if (good && !S_ISDIR(st.st_mode))
		rule.allowed_access &= of_file;
	good = good &&
	       syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	close(rule.parent_fd);
	return good;
}

static bool hold(int rules, const struct fence_path *paths, size_t count, uint64_t handled)
{
	for (size_t i = 0; i < count; i++)
		if (!add_path(rules, &paths[i], handled))
			return false;
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       syscall(SYS_landlock_restrict_self, rules, 0) == 0;
}

bool fence_files(const struct fence_path *paths, size_t count, struct err *err)
{
	const long abi = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
				 LANDLOCK_CREATE_RULESET_VERSION);
	const struct landlock_ruleset_attr attr = {
		.handled_access_fs = reads | writes | never |
				     (abi >= ABI_TRUNCATE ? LANDLOCK_ACCESS_FS_TRUNCATE : 0),
	};
	bool good;
	int rules;

	if (abi < 1)
		return err_set(err, ERR_NOT_FOUND, "this kernel has no Landlock: %s",
			       strerror(errno));
	rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
	good = rules >= 0 && hold(rules, paths, count, attr.handled_access_fs);
	if (!good)
		err_set(err, ERR_REFUSED, "Landlock refuses: %s", strerror(errno));
	if (rules >= 0)
		close(rules);
	return good;
}
