/* SPDX-License-Identifier: MIT */
/* The line face while it is locked or hidden: see view/shade.h. */
#ifndef LINE_COVER_H
#define LINE_COVER_H

#include <stdbool.h>
#include <stdint.h>

struct line;

void line_cover_open(struct line *l);
void line_cover_close(struct line *l);
bool line_cover_is_on(const struct line *l);
/* DID_SHADE was answered: what is told is told at once, past what is held. */
void line_cover_follow(struct line *l);
/* True: nothing else may have the key, or the line. */
bool line_cover_key(struct line *l, int32_t key);
bool line_cover_line(struct line *l, const char *text);
/* Ctrl-\ where the terminal edits the line. */
void line_cover_quit(struct line *l);

#endif
