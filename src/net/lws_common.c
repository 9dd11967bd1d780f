/* SPDX-License-Identifier: MIT */
#include "net/lws_common.h"

#include "base/log.h"
#include "net/loop_uv.h"
#include "net/scratch.h"

/* libwebsockets names peers and paths in its lines: only its errors, as a bare event. */
static void on_lws_log(int level, const char *line)
{
	(void)line;
	if (level == LLL_ERR)
		log_event(LOG_DEBUG_, "lws", "problem=error");
}

struct lws_context *common_context(struct loop *l, void *user)
{
	struct lws_context_creation_info i = { 0 };
	void *loops[1] = { loop_uv(l) };

	lws_set_log_level(LLL_ERR, on_lws_log);
	i.options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
		    LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS;
	i.foreign_loops = loops;
	i.user = user;
	i.gid = (gid_t)-1;
	i.uid = (uid_t)-1;
	i.port = CONTEXT_PORT_NO_LISTEN;
	i.pt_serv_buf_size = SCRATCH_BYTES;
	i.timeout_secs = 60;
	i.connect_timeout_secs = 45;
	return lws_create_context(&i);
}

enum gather common_gather(struct lws *wsi, struct buf *in, const void *p, size_t n)
{
	if (lws_is_first_fragment(wsi))
		buf_reset(in);
	if (!buf_add(in, p, n))
		return GATHER_TOO_LARGE;
	if (lws_is_final_fragment(wsi) && lws_remaining_packet_payload(wsi) == 0)
		return GATHER_WHOLE;
	return GATHER_MORE;
}

bool common_write(struct lws *wsi, struct buf *wire, const struct buf *frame, bool binary)
{
	static const char pre[LWS_PRE];

	buf_reset(wire);
	if (!buf_add(wire, pre, sizeof(pre)) || !buf_add(wire, frame->p, frame->n))
		return false;
	return lws_write(wsi, (unsigned char *)wire->p + LWS_PRE, frame->n,
			 binary ? LWS_WRITE_BINARY : LWS_WRITE_TEXT) >= 0;
}
