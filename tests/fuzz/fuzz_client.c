/* SPDX-License-Identifier: MIT */
/*
 * Frames of a server at a client: each view can be built of what came, and has no text that is
 * not clean.  Byte 1e ends a frame; one that begins with '[' is packed first.
 */
#include "fuzz/fuzz.h"

#include <assert.h>
#include <string.h>

#include "client/core.h"
#include "support/bottle.h"
#include "text/utf8.h"
#include "view/stage.h"
#include "view/views.h"

enum { FRAMES_MAX = 24 };

#define MOMENT INT64_C(1796173200000)

static void is_clean(const char *text)
{
	if (!text)
		return;
	assert(utf8_valid(str_of(text)));
	for (; *text; text++)
		assert((unsigned char)*text >= ' ' || *text == '\n');
}

static void is_shown(struct stage *s, const struct view *v)
{
	s->view = v;
	stage_build(s);
	is_clean(s->model.title);
	is_clean(s->model.status);
	for (size_t i = 0; i < s->model.count; i++) {
		const struct item *item = &s->model.items[i];

		assert(item->id);
		is_clean(item->who);
		is_clean(item->text);
		is_clean(item->note);
		is_clean(item->when);
		is_clean(item->brief);
	}
}

static void frame(struct pl_client *c, struct str in)
{
	struct buf packed;

	buf_init(&packed, WIRE_FRAME_INFLATED_MAX);
	if (in.n && *in.p == '[' && wire_pack(in, &packed))
		in = (struct str) { buf_text(&packed), packed.n };
	client_on_frame(c, in, true);
	buf_finish(&packed);
}

static void frames(struct pl_client *c, const uint8_t *data, size_t n)
{
	for (int i = 0; n && i < FRAMES_MAX; i++) {
		const uint8_t *end = memchr(data, 0x1e, n);
		const size_t part = end ? (size_t)(end - data) : n;

		frame(c, (struct str) { (const char *)data, part });
		data += part + (end != NULL);
		n -= part + (end != NULL);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct pl_options options = { .guest = true };
	enum pl_failure why;
	struct pl_client *c;
	struct stage stage;

	bottle_open(1, MOMENT);
	c = pl_client_open(&options, &why);
	assert(c);
	state_set_self(&c->state, 7, "Ana", n && data[0] & 1 ? PL_FACILITATOR : PL_PATIENT);
	stage_init(&stage, c);
	frames(c, data + (n > 0), n - (n > 0));
	pl_client_work(c);
	while (stage_news(&stage, 1) & DID_SAY)
		is_clean(stage.answer);
	for (size_t i = 0; stage_views[i]; i++)
		is_shown(&stage, stage_views[i]);
	stage_finish(&stage);
	pl_client_close(c);
	bottle_close();
	return 0;
}
