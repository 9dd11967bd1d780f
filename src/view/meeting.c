/* SPDX-License-Identifier: MIT */
/* What is said in one group. */
#include <string.h>
#include <time.h>

#include "text/keys.h"
#include "view/session.h"

enum { QUARTER_MS = 15 * 60 * 1000 }; /* what time zones differ by, or several of it */

/* One pass over the messages. */
struct telling {
	struct model *m;
	struct stage *stage;
	int64_t read;          /* messages up to this seq were read before */
	int64_t last;          /* the seq before; 0: none */
	struct pl_range asked; /* read before or not: they are news to who asked */
	bool gaps;             /* what is missing stays missing until it is asked for */
	int64_t day;           /* of the newest heading so far */
	int64_t quarter;       /* of an hour, of the message before: no day begins within one */
	uint64_t unread;       /* the first message not read before, or 0 */
};

/* Grows with the calendar, in local time; not a count of days. */
static int64_t local_day(int64_t utc_ms)
{
	time_t t = (time_t)(utc_ms / 1000);
	struct tm tm;

	if (!localtime_r(&t, &tm))
		return 0;
	return (int64_t)tm.tm_year * 366 + tm.tm_yday;
}

const struct pl_message *meeting_first_unread(const struct stage *s)
{
	const struct pl_message *msgs;
	const struct pl_group *g = stage_group(s);
	size_t n = g ? pl_client_messages(s->client, g->id, &msgs) : 0;
	bool is_new = g && s->unread_from < 0; /* it comes up with the next build */
	bool waits = g && hush_is_unheard(&s->wants.hush);
	bool anew = is_new || (waits && s->unread_to <= g->read_seq); /* as stage.c's miss */
	int64_t from = anew ? g->read_seq : s->unread_from;
	int64_t to = is_new || waits ? g->last_seq : s->unread_to;

	for (size_t i = 0; i < n; i++)
		if (!msgs[i].mine && msgs[i].seq > from && msgs[i].seq <= to)
			return &msgs[i];
	return NULL;
}

static const enum item_about
	own[PL_STATES] = {
		[PL_KEPT_HERE] = ABOUT_TALK,    [PL_AT_SERVER] = ABOUT_SENT,
		[PL_SHOWN] = ABOUT_SENT,        [PL_HELD] = ABOUT_TALK,
		[PL_NOT_ACCEPTED] = ABOUT_CALL, /* it must not look as if it had been said */
	};

static enum item_about about_of(const struct pl_message *msg, bool mention)
{
	return msg->mine ? own[msg->state] : mention ? ABOUT_NAMED : ABOUT_TALK;
}

static enum item_voice voice_of(const struct pl_message *msg, enum item_about about)
{
	return msg->mine && about != ABOUT_CALL ? VOICE_SILENT : hush_worth(HUSH_NORMAL, about);
}

static bool is_amiss(const struct pl_message *msg)
{
	return msg->mine && (msg->state == PL_KEPT_HERE || msg->state == PL_NOT_ACCEPTED ||
			     msg->state == PL_HELD);
}

/* How far it has come, and what was said to it; NULL: nothing. */
static const char *note_of(struct model *m, const struct pl_message *msg)
{
	const char *state = msg->mine ? words_state(&m->mem, msg) : NULL;
	const char *said = words_reactions(&m->mem, msg);

	if (!*said)
		return state;
	return state ? arena_fmt(&m->mem, "%s, %s", state, said) : said;
}

/* All but the words, and whom they name. */
static void fill(const struct stage *s, struct model *m, struct item *it,
		 const struct pl_message *msg)
{
	it->note = note_of(m, msg);
	it->when = s->times ? words_when(&m->mem, msg->utc_ms) : NULL;
	it->mine = msg->mine;
	it->amiss = is_amiss(msg);
	it->about = about_of(msg, it->mention);
	it->voice = voice_of(msg, it->about);
}

void meeting_fill(const struct stage *s, struct model *m, struct item *it,
		  const struct pl_message *msg)
{
	it->who = model_text(m, msg->who);
	it->text = model_text(m, stage_words_of(s, &m->mem, msg));
	it->mention = !msg->mine && mention_of(it->text, pl_client_called(s->client, s->group));
	fill(s, m, it, msg);
}

/* A clock that was set back gives no second heading for a day. */
static void tell_day(struct telling *t, int64_t utc_ms)
{
	int64_t quarter = utc_ms / QUARTER_MS;

	if (quarter == t->quarter)
		return;
	t->quarter = quarter;
	int64_t day = local_day(utc_ms);

	if (day <= t->day)
		return;
	t->day = day;
	model_add(t->m, view_id(ID_DAY, (uint64_t)day), ITEM_HEADING)->text =
		words_day(&t->m->mem, utc_ms);
}

/* Its lower end stays while it is filled from above. */
static void tell_gap(struct telling *t, int64_t seq)
{
	struct item *it;

	if (t->gaps && t->last && seq > t->last + 1) {
		it = model_add(t->m, view_id(ID_GAP, (uint64_t)t->last), ITEM_NOTICE);
		it->text = words_missing(&t->m->mem, seq - t->last - 1);
		it->voice = VOICE_POLITE;
	}
	t->last = seq;
}

static bool is_asked(const struct telling *t, int64_t seq)
{
	return seq >= t->asked.first && seq < t->asked.first + t->asked.n;
}

static void tell_message(struct telling *t, const struct pl_message *msg)
{
	if (msg->seq)
		tell_gap(t, msg->seq);
	tell_day(t, msg->utc_ms);
	if (msg->id == t->unread) {
		/* A mark elsewhere is another: nobody who reads at this one is taken along. */
		model_add(t->m, view_id(ID_MARK, msg->id), ITEM_NOTICE)->text =
			words_of(WORD_UNREAD);
		t->m->unread_id = msg->id;
	}
	const struct told_row *row =
		told_of(&t->stage->told, msg, stage_words_of(t->stage, &t->m->mem, msg));
	struct item *it = model_add(t->m, msg->id, ITEM_MESSAGE);

	it->who = row->who;
	it->text = row->text;
	it->mention = row->mention;
	fill(t->stage, t->m, it, msg);
	/* Read before, here or elsewhere: no news when the server sends it once more. */
	if (!msg->mine && msg->seq <= t->read)
		it->voice = VOICE_SILENT;
	if (is_asked(t, msg->seq)) {
		it->voice = VOICE_POLITE;
		it->about = ABOUT_ASKED;
	}
}

static void tell_all(struct stage *s, struct model *out, bool is_metered)
{
	const struct pl_message *msgs, *unread = meeting_first_unread(s);
	size_t n = pl_client_messages(s->client, s->group, &msgs);
	struct telling t = { .m = out,
			     .quarter = -1,
			     .stage = s,
			     .read = s->unread_from,
			     .gaps = is_metered,
			     .unread = unread ? unread->id : 0 };

	if (s->asked_group == s->group)
		t.asked = s->asked;
	size_t note = 0;

	told_begin(&s->told, pl_client_called(s->client, s->group));
	for (size_t i = 0; i < n; i++) {
		if (!msgs[i].seq)
			continue;
		session_tell(s, out, msgs[i].seq - 1, &note);
		tell_message(&t, &msgs[i]);
	}
	session_tell(s, out, INT64_MAX, &note);
	for (size_t i = 0; i < n; i++)
		if (!msgs[i].seq)
			tell_message(&t, &msgs[i]);
	told_end(&s->told);
	if (!n && !note)
		model_add(out, view_id(ID_NOTICE, 1), ITEM_NOTICE)->text =
			words_of(WORD_NOTHING_SAID);
}

static int people_here(const struct stage *s)
{
	const struct pl_person *people;
	size_t n = pl_client_people(s->client, s->group, &people);
	int here = 0;

	for (size_t i = 0; i < n; i++)
		here += people[i].presence == PL_HERE;
	return here;
}

static void build(struct stage *s, struct model *out)
{
	const struct pl_group *g = stage_group(s);
	struct pl_link_info info;

	pl_client_link(s->client, &info);
	const char *link = words_link_first(&out->mem, &info);

	out->takes_text = out->is_talk = true;
	out->title = words_of(WORD_MEETING);
	out->status = link;
	if (!g) {
		model_add(out, view_id(ID_NOTICE, 2), ITEM_NOTICE)->text =
			words_of(WORD_NO_GROUP);
		return;
	}
	out->title = model_text(out, g->name);
	out->status = arena_fmt(&out->mem, "%s. %s %s%s%s", out->title,
				words_people_here(&out->mem, people_here(s)), link,
				info.is_metered ? " " : "",
				info.is_metered ? words_of(WORD_METERED) : "");
	if (session_of_stage(s)->stage)
		out->status = arena_fmt(&out->mem, "%s %s", out->status,
					words_session(&out->mem, session_of_stage(s)));
	tell_all(s, out, info.is_metered);
}

const struct view view_meeting = {
	"meeting", KEY_ALT('m'), N_("What is said in the group. What you type is said here."),
	build,     NULL,
};
