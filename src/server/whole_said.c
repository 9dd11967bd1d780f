/* SPDX-License-Identifier: MIT */
/* What a person wrote: to a group, in its sessions, and when they reported a message. */
#include "server/whole.h"

#include <inttypes.h>

#include "server/session.h"

static void begin(struct whole *w, const char *stem, int64_t group, int64_t number)
{
	char id[40];

	snprintf(id, sizeof(id), "%s-%" PRId64, stem, group);
	entries_begin(&w->e, "Communication", id, number);
}

/* What all have, behind what says which one it is. */
static void put_rest(struct whole *w, const char *kind, int64_t utc_ms, struct str words)
{
	struct entries *e = &w->e;

	fprintf(e->out, ",\"status\":\"completed\",\"category\":[{\"text\":\"%s\"}]", kind);
	entries_person(e, "subject", "Patient", w->member);
	entries_person(e, "sender", "Patient", w->member);
	entries_moment(e, "sent", utc_ms);
	if (words.n) {
		fputs(",\"payload\":[{\"id\":\"words\"", e->out);
		entries_text(e, "contentString", words);
		fputs("}]", e->out);
	}
}

/* ---- to a group ---- */

static void put_message(struct whole *w, int64_t group, const struct store_message *m)
{
	begin(w, "message", group, m->seq);
	put_rest(w, "A message to the group", m->utc_ms, m->text);
	fprintf(w->e.out, ",\"about\":[{\"reference\":\"Group/group-%" PRId64 "\"}]", group);
	if (m->warning.n) {
		fputs(",\"topic\":{\"id\":\"warning\"", w->e.out);
		entries_text(&w->e, "text", m->warning);
		fputc('}', w->e.out);
	}
	if (m->hidden)
		fputs(",\"note\":[{\"text\":\"It was hidden from the group by those who "
		      "lead.\"}]",
		      w->e.out);
	entries_end(&w->e);
}

static void on_messages(void *user, const struct store_reply *r)
{
	struct whole_page *p = user;

	p->rows = r->count;
	for (size_t i = 0; i < r->count; i++) {
		p->seq = r->messages[i].seq;
		if (r->messages[i].utc_ms <= p->w->now_utc_ms)
			put_message(p->w, p->group, &r->messages[i]);
	}
}

bool whole_messages(struct whole *w, struct err *err)
{
	bool good = true;

	for (size_t i = 0; good && i < w->groups_count; i++) {
		struct whole_page p = { .w = w, .group = w->groups[i].id };

		good = whole_pages(&p,
				   (struct store_req) { .op = STORE_SAID_BY,
							.group = p.group,
							.member = w->member,
							.done = on_messages },
				   err);
	}
	return good;
}

/* ---- in a session ---- */

static const struct {
	enum meeting_kind kind;
	const char *words;
} kinds[] = {
	{ MEETING_RAISE, "A hand, and why" }, { MEETING_SIDE, "To those who lead, alone" },
	{ MEETING_ASK, "A question" },        { MEETING_HELD, "A line that had to wait" },
	{ MEETING_DANGER, "Was not safe" },
};

static void put_event(struct whole *w, int64_t group, const struct store_message *row)
{
	struct meeting_event e;

	if (!row->text.n || !meeting_read(row->text, &e) || e.by != w->member)
		return;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (kinds[i].kind != e.kind)
			continue;
		begin(w, "session", group, row->seq);
		put_rest(w, kinds[i].words, row->utc_ms, e.text);
		entries_end(&w->e);
	}
}

static void on_events(void *user, const struct store_reply *r)
{
	struct whole_page *p = user;

	p->rows = r->count;
	for (size_t i = 0; i < r->count; i++) {
		p->seq = r->messages[i].seq;
		put_event(p->w, p->group, &r->messages[i]);
	}
}

bool whole_spoken(struct whole *w, struct err *err)
{
	bool good = true;

	for (size_t i = 0; good && i < w->groups_count; i++) {
		struct whole_page p = { .w = w, .group = w->groups[i].id };

		good = whole_pages(&p,
				   (struct store_req) { .op = STORE_EVENTS,
							.group = p.group,
							.done = on_events },
				   err);
	}
	return good;
}

/* ---- reports ---- */

static void put_report(struct whole *w, int64_t group, const struct store_report *r)
{
	begin(w, "report", group, r->number);
	put_rest(w, "A report of a message", r->utc_ms, r->why);
	if (r->done_by) {
		fputs(",\"note\":[{\"id\":\"done\"", w->e.out);
		entries_field(&w->e, "authorString", report_name(&w->names, r->done_by));
		entries_moment(&w->e, "time", r->done_utc_ms);
		entries_text(&w->e, "text", r->done);
		fputs("}]", w->e.out);
	}
	entries_end(&w->e);
}

static void on_reports(void *user, const struct store_reply *r)
{
	struct whole_page *p = user;

	p->rows = r->count;
	for (size_t i = 0; i < r->count; i++) {
		p->seq = r->reports[i].number;
		if (r->reports[i].member == p->w->member)
			put_report(p->w, p->group, &r->reports[i]);
	}
}

bool whole_reports(struct whole *w, struct err *err)
{
	bool good = true;

	for (size_t i = 0; good && i < w->groups_count; i++) {
		struct whole_page p = { .w = w, .group = w->groups[i].id };

		good = whole_pages(&p,
				   (struct store_req) { .op = STORE_REPORTS,
							.group = p.group,
							.done = on_reports },
				   err);
	}
	return good;
}
