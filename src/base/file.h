/* SPDX-License-Identifier: MIT */
/* Small files, and what must be done so that one is there after the power went. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * A new file of these bytes and this mode, whole or not at all, on disk with its name when it
 * answers.  ERR_EXISTS where one is.  PATH.new beside it is used on the way: two programs
 * must not make the same file at once.
 */
bool file_make(const char *path, struct str bytes, mode_t mode, struct err *err);
/* The same in place of the one that may be there: who reads it finds the old or the new. */
bool file_replace(const char *path, struct str bytes, mode_t mode, struct err *err);
/* It is not there any more, nor what a program that was killed left of it; on disk. */
bool file_remove(const char *path, struct err *err);
/* A folder of its owner's alone, on disk with its name when it answers, as far as the folder that
 * it is in may be read; fine where it is there. */
bool file_folder(const char *path, struct err *err);
/* A new file of bytes that come one after the other, as file_make: nothing is there before its end. */
struct file_parts {
	char *path, *part;
	int fd;
	bool failed;
};
bool file_parts_begin(struct file_parts *f, const char *path, mode_t mode, struct err *err);
void file_parts_add(struct file_parts *f, struct str bytes);
void file_parts_anew(struct file_parts *f); /* as begun: what was added goes */
/* Always, once, after it has begun.  Not `good`: there is no file. */
bool file_parts_end(struct file_parts *f, bool good, struct err *err);
/* What the file holds, and its name in its folder, are on disk. */
bool file_sync(const char *path, struct err *err);

/*
 * For words that are not to stay on the disk under a file that is gone: held open before, and then
 * overwritten, on disk when it answers.  It helps on a disk that writes in place, and nowhere else.
 * -1: there is no file, or it has other names too.
 */
int file_hold(const char *path);
void file_overwrite(int fd); /* and closed; -1 is fine */
/* The same if it has no name any more; else it is only closed. */
void file_let_go(int fd);

#endif
