/* SPDX-License-Identifier: MIT */
/* What a program is from its first line on. */
#ifndef BASE_PROCESS_H
#define BASE_PROCESS_H

/*
 * What people write does not belong into a core file, nor into files that others read: files
 * are made 0600 and folders 0700, there are no core files, and no other process of the same
 * user looks into this one's memory.
 */
void process_keep_private(void);
/* What is freed is overwritten at once, but for the allocator's own few bytes (glibc). */
void process_wipe_freed(void);

#endif
