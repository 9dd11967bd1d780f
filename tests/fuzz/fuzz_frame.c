/* SPDX-License-Identifier: MIT */
/* What we accept we can encode, and it decodes to the same.  The first byte says which side. */
#include "fuzz/fuzz.h"

#include <assert.h>

#include "wire/wire.h"

/* Larger than a frame may be: escapes can make what was accepted that long. */
static struct str encode(struct buf *json, const struct wire_msg *msgs, size_t count)
{
	buf_init(json, (size_t)8 << 20);
	for (size_t i = 0; i < count; i++) {
		assert(wire_add(json, &msgs[i], NULL));
	}
	assert(wire_close(json));
	return (struct str) { json->p, json->n };
}

static void round_trip(struct str first, enum wire_side from, struct arena *mem)
{
	struct wire_frame got = { 0 };
	struct buf again, frame, back;

	buf_init(&frame, first.n + 1);
	buf_init(&back, WIRE_FRAME_INFLATED_MAX);
	assert(wire_decode(first, from, mem, &got, NULL));
	assert(str_eq(first, encode(&again, got.msgs, got.n)));
	assert(wire_pack(first, &frame));
	assert(frame.n > WIRE_FRAME_MAX ||
	       (wire_unpack((struct str) { frame.p, frame.n }, &back, NULL) &&
		str_eq(first, (struct str) { back.p, back.n })));
	buf_finish(&again);
	buf_finish(&frame);
	buf_finish(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	enum wire_side from = n && data[0] & 1 ? WIRE_CLIENT : WIRE_SERVER;
	struct str in = { (const char *)data + 1, n ? n - 1 : 0 };
	struct wire_frame got = { 0 };
	struct arena mem = { 0 };
	struct buf inflated, json;

	buf_init(&inflated, WIRE_FRAME_INFLATED_MAX);
	if (n && data[0] & 2 && wire_unpack(in, &inflated, NULL))
		in = (struct str) { buf_text(&inflated), inflated.n };
	if (wire_decode(in, from, &mem, &got, NULL) && got.n) {
		struct str first = encode(&json, got.msgs, got.n);

		if (first.n <= WIRE_FRAME_INFLATED_MAX)
			round_trip(first, from, &mem);
		buf_finish(&json);
	}
	buf_finish(&inflated);
	arena_finish(&mem);
	return 0;
}
