/* SPDX-License-Identifier: MIT */
/* bench: a meeting over a bad link, in bytes and seconds, beside what it may cost */
#include <getopt.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/wire_parts.h"

enum { SKIPPED = 77, KEEP_ALIVES_MS = 720000, HOUR_MS = 3600000 };

/* The names are those of `--json`. */
static const struct figure figures[WIRE_FIGURES] = {
	[MEETING_BYTES] = { "meeting_bytes", "B", "240 messages, both ways", 42000, 0, 0 },
	[MEETING_DOWN] = { "meeting_bytes_down", "B", "of these to the patient", -1, 0, 0 },
	[MEETING_UP] = { "meeting_bytes_up", "B", "and from her", -1, 0, 0 },
	[MEETING_PACKETS] = { "meeting_packets", "", "both ways", -1, 0, 0 },
	[ENROL_BYTES] = { "enrol_bytes", "B", "invite line to connected, once in a life", -1, 0,
			  0 },
	[COLD_BYTES_FIRST] = { "cold_bytes_first", "B", "join and last 50, no TLS ticket", 6500,
			       0, 0 },
	[COLD_BYTES_RESUMED] = { "cold_bytes_resumed", "B", "the same with a ticket", 4500, 0,
				 0 },
	[COLD_S] = { "cold_s", "s", "start to last 50 on screen, ticket, median of 5", 3.6, 0,
		     0 },
	[IDLE_HOUR_BYTES] = { "idle_hour_bytes", "B", "connected, nobody speaks", 3200, 0, 0 },
	[OUTAGE_S] = { "outage_s", "s", "60 s dead, 50 missed: caught up after", 5, 0, 0 },
	[OUTAGE_BYTES] = { "outage_bytes", "B", "of that outage", -1, 0, 0 },
	[REBIND_S] = { "rebind_s", "s", "the same with a new address", 6, 0, 0 },
	[REBIND_BYTES] = { "rebind_bytes", "B", "of that outage", -1, 0, 0 },
	[LOST] = { "lost", "", "lines that somebody does not have", 0, 0, 0 },
	[DOUBLED] = { "doubled", "", "lines that somebody has twice", 0, 0, 0 },
	[PTY_BYTES] = { "pty_bytes", "B", "to the terminal, 80x24, in the meeting", 35000, 0,
			0 },
	[CLIENT_CPU_S] = { "client_cpu_s", "s", "processor, in the meeting", 0.35, 0, 0 },
};

static const struct part {
	const char *name;
	bool (*run)(struct wire_bench *b);
} parts[] = {
	{ "meeting", part_meeting }, { "cold", part_cold },     { "idle", part_idle },
	{ "outage", part_outage },   { "rebind", part_rebind },
};

struct asked {
	const char *json, *only, *packets;
	uint64_t seed;
};

static int usage(void)
{
	fputs("usage: wire [--json FILE] [--profile NAME] [--seed N] [--only PART,PART]\n"
	      "            [--speed N] [--repeats N] [--full] [--packets FILE]\n"
	      "parts: meeting cold idle outage rebind; --full: an idle hour of an hour;\n"
	      "--packets: a line for each, \"MS up|down BYTES PAYLOAD FLAGS\"\n",
	      stderr);
	return 2;
}

static bool read_options(int argc, char **argv, struct wire_bench *b, struct asked *a)
{
	static const struct option options[] = {
		{ "json", 1, NULL, 'j' },  { "profile", 1, NULL, 'p' },
		{ "seed", 1, NULL, 's' },  { "only", 1, NULL, 'o' },
		{ "speed", 1, NULL, 'x' }, { "repeats", 1, NULL, 'r' },
		{ "full", 0, NULL, 'f' },  { "packets", 1, NULL, 'k' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 'j')
			a->json = optarg;
		else if (c == 'p')
			b->profile = lab_profile(optarg);
		else if (c == 's')
			a->seed = strtoull(optarg, NULL, 10);
		else if (c == 'o')
			a->only = optarg;
		else if (c == 'x')
			b->speed = strtod(optarg, NULL);
		else if (c == 'r')
			b->repeats = (int)strtol(optarg, NULL, 10);
		else if (c == 'k')
			a->packets = optarg;
		else if (c == 'f')
			b->idle_ms = HOUR_MS;
		else
			return false;
	}
	return optind == argc && b->profile && b->speed > 0 && b->repeats > 0 &&
	       b->repeats <= WIRE_REPEATS_MAX;
}

static bool is_asked(const struct asked *a, const char *part)
{
	size_t n = strlen(part);

	for (const char *at = a->only; at && *at;) {
		size_t len = strcspn(at, ",");

		if (len == n && strncmp(at, part, n) == 0)
			return true;
		at += len + (at[len] == ',');
	}
	return !a->only;
}

static bool run_parts(struct wire_bench *b, const struct asked *a)
{
	if (!part_enrol(b))
		return false;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (!is_asked(a, parts[i].name))
			continue;
		fprintf(stderr, "wire: %s\n", parts[i].name);
		if (!parts[i].run(b))
			return false;
	}
	return part_truth(b);
}

static void tell_conditions(const struct wire_bench *b)
{
	const struct lab_profile *p = b->profile;
	double load[3] = { 0 };

	getloadavg(load, 3);
	printf("%s: RTT %d ms, jitter %d ms, %d/%d kbit/s, %.1f %% loss; %zu messages, %g "
	       "times "
	       "as fast.\nBytes are IP's, headers included, lost packets too.  Load when it "
	       "ended: %.2f.\n",
	       p->name, p->rtt_ms, p->jitter_ms, p->down_kbit, p->up_kbit,
	       p->loss_per_mille / 10.0, b->meeting.n, b->speed, load[1]);
	if (b->figures[IDLE_HOUR_BYTES].there && b->idle_ms < HOUR_MS)
		printf("The idle hour is %d minutes, times %d.\n", b->idle_ms / 60000,
		       HOUR_MS / b->idle_ms);
}

/* Everybody but the patient lives at the server's end of the line. */
static int run(struct wire_bench *b, const struct asked *a, const char *transcript)
{
	void *town;
	bool good;

	talk_read(&b->meeting, transcript);
	if (b->meeting.n == 0)
		return 2;
	if (setns(lab_netns(b->lab, LAB_AT_SERVER), CLONE_NEWNET) != 0) {
		perror("setns");
		return 2;
	}
	town = b->town = town_open_at(LAB_SERVER);
	cast_open(&b->cast, b->town, &b->meeting, WIRE_PATIENT);
	good = run_parts(b, a);
	if (b->screen)
		screen_close(b->screen);
	cast_close(&b->cast);
	good = town_close(&town) == 0 && good;
	if (!good)
		return 2;
	tell_conditions(b);
	good = figures_print(b->figures, WIRE_FIGURES);
	return (!a->json || figures_write(b->figures, WIRE_FIGURES, a->json)) && good ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct wire_bench b = { .profile = lab_profile("gprs"),
				.speed = 10,
				.idle_ms = KEEP_ALIVES_MS,
				.repeats = 3 };
	struct asked a = { .seed = 1 };
	const char *source = getenv("SOURCE");
	struct err err = { 0 };
	char path[512];
	int status;

	memcpy(b.figures, figures, sizeof(figures));
	if (!read_options(argc, argv, &b, &a))
		return usage();
	snprintf(path, sizeof(path), "%s/tests/data/meeting.txt", source ? source : ".");
	b.lab = lab_open(b.profile, a.seed, &err);
	if (!b.lab) {
		printf("wire: skipped: %s\n", err.text);
		return SKIPPED;
	}
	b.packets = a.packets ? fopen(a.packets, "w") : NULL;
	lab_log(b.lab, b.packets);
	status = run(&b, &a, path);
	talk_forget(&b.meeting);
	talk_forget(&b.said);
	lab_close(b.lab);
	if (b.packets)
		fclose(b.packets);
	return status;
}
