/* SPDX-License-Identifier: MIT */
#include "wire/wire.h"

#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

enum { STORED = 0 };

/* What is left off at the end of a deflated frame, by its flag: nearly all end in one of these. */
static const char *const tails[] = { NULL, "", "}]", "\"}]" };
enum { TAILS = sizeof tails / sizeof tails[0] };

/* The last of the table that fits. */
static int tail_of(struct str json)
{
	int flag = TAILS - 1;

	for (size_t n; flag > 1; flag--) {
		n = strlen(tails[flag]);
		if (json.n > n && !memcmp(json.p + json.n - n, tails[flag], n))
			break;
	}
	return flag;
}

enum { RAW = -15, LEVEL = 9, MEM_LEVEL = 8 }; /* a 32 KB window with no header */
enum { LARGE = 2048, LARGE_LEVEL = 6 }; /* twice as quick from here on, for 3 bytes in 1,000 */

static void prime(z_stream *z)
{
	if (deflateInit2(z, LEVEL, Z_DEFLATED, RAW, MEM_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
		abort(); /* out of memory: nothing else fails here */
	deflateSetDictionary(z, wire_dictionary, wire_dictionary_size);
}

/* How many bytes in `out`; 0 when the deflated form is not shorter than `json`. */
static size_t deflate_into(z_stream *z, struct str json, unsigned char *out)
{
	z->next_in = (const unsigned char *)json.p;
	z->avail_in = (uInt)json.n;
	z->next_out = out;
	z->avail_out = (uInt)json.n;
	bool whole = deflate(z, Z_FINISH) == Z_STREAM_END;
	size_t n = whole && z->total_out < json.n ? z->total_out : 0;
	deflateEnd(z);
	return n;
}

static bool add_form(struct buf *out, int flag, const void *p, size_t n)
{
	const char first = (char)flag;

	if (out->n > out->cap || n + 1 > out->cap - out->n)
		return false;
	return buf_add(out, &first, 1) && buf_add(out, p, n);
}

/* `z` is primed, and has ended when this answers; `room` is for what `json` needs. */
static bool pack_with(z_stream *z, struct str json, unsigned char *room, struct buf *out)
{
	int flag = tail_of(json);
	struct str short_form = { json.p, json.n - strlen(tails[flag]) };
	size_t n = deflate_into(z, short_form, room);
	return n ? add_form(out, flag, room, n) : add_form(out, STORED, json.p, json.n);
}

bool wire_pack(struct str json, struct buf *out)
{
	z_stream z = { 0 };
	if (json.n > WIRE_FRAME_INFLATED_MAX)
		return false;
	if (!json.n)
		return add_form(out, STORED, "", 0);
	prime(&z);
	unsigned char *room = mem_get(json.n);
	bool ok = pack_with(&z, json, room, out);
	free(room);
	return ok;
}

/* To prime a stream takes 140 us, a copy of one that is primed 15 us: as long as nobody has
 * to find the memory for it.  So a packer has one block, and takes from its front. */
enum { BLOCK = 1 << 20, ALIGN = 16 };

struct wire_packer {
	z_stream primed;
	size_t used, used_by_primed;
	_Alignas(ALIGN) unsigned char block[BLOCK];
	unsigned char room[WIRE_FRAME_INFLATED_MAX];
};

static voidpf take(voidpf packer, uInt n, uInt size)
{
	struct wire_packer *p = packer;
	size_t want = ((size_t)n * size + ALIGN - 1) / ALIGN * ALIGN;
	if (want > BLOCK - p->used)
		return NULL;
	p->used += want;
	return p->block + p->used - want;
}

static void give_back(voidpf packer, voidpf p)
{
	(void)packer;
	(void)p;
}

struct wire_packer *wire_packer_create(void)
{
	struct wire_packer *p = mem_get(sizeof *p);
	p->primed = (z_stream) { .zalloc = take, .zfree = give_back, .opaque = p };
	prime(&p->primed);
	p->used_by_primed = p->used;
	return p;
}

void wire_packer_destroy(struct wire_packer *p)
{
	free(p);
}

bool wire_packer_pack(struct wire_packer *p, struct str json, struct buf *out)
{
	z_stream z;
	if (!json.n || json.n > WIRE_FRAME_INFLATED_MAX)
		return wire_pack(json, out);
	p->used = p->used_by_primed;
	if (deflateCopy(&z, &p->primed) != Z_OK)
		abort(); /* the block is too small */
	if (json.n > LARGE)
		deflateParams(&z, LARGE_LEVEL, Z_DEFAULT_STRATEGY);
	return pack_with(&z, json, p->room, out);
}

static bool inflate_all(z_stream *z, struct buf *json, struct err *err)
{
	unsigned char some[4096];
	int rc = Z_OK;
	while (rc == Z_OK) {
		z->next_out = some;
		z->avail_out = sizeof some;
		rc = inflate(z, Z_NO_FLUSH);
		if (!buf_add(json, some, sizeof some - z->avail_out))
			return err_set(err, ERR_TOO_LARGE,
				       "a frame inflates to more than %zu bytes", json->cap);
	}
	if (rc != Z_STREAM_END)
		return err_set(err, ERR_BAD_INPUT, "a frame is cut short or damaged");
	if (z->avail_in)
		return err_set(err, ERR_BAD_INPUT, "something behind the deflated frame");
	return true;
}

static bool inflate_into(struct str in, struct buf *json, struct err *err)
{
	z_stream z = { 0 };
	if (inflateInit2(&z, RAW) != Z_OK)
		abort();
	inflateSetDictionary(&z, wire_dictionary, wire_dictionary_size);
	z.next_in = (const unsigned char *)in.p;
	z.avail_in = (uInt)in.n;
	bool ok = inflate_all(&z, json, err);
	inflateEnd(&z);
	return ok;
}

static bool unpack(struct str frame, struct buf *json, struct err *err)
{
	if (!frame.n)
		return err_set(err, ERR_BAD_INPUT, "an empty frame");
	if (frame.n > WIRE_FRAME_MAX)
		return err_set(err, ERR_TOO_LARGE, "a frame of more than %d bytes",
			       WIRE_FRAME_MAX);
	struct str rest = { frame.p + 1, frame.n - 1 };
	int flag = (unsigned char)frame.p[0];
	if (flag >= TAILS)
		return err_set(err, ERR_BAD_INPUT, "a frame's first byte is above %d",
			       TAILS - 1);
	if (flag != STORED)
		return inflate_into(rest, json, err) &&
		       (buf_adds(json, tails[flag]) ||
			err_set(err, ERR_TOO_LARGE, "a frame inflates to more than %zu bytes",
				json->cap));
	if (!buf_add(json, rest.p, rest.n))
		return err_set(err, ERR_TOO_LARGE, "a frame of more than %zu bytes", json->cap);
	return true;
}

bool wire_unpack(struct str frame, struct buf *json, struct err *err)
{
	buf_reset(json);
	if (unpack(frame, json, err))
		return true;
	buf_reset(json);
	return false;
}
