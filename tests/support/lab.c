/* SPDX-License-Identifier: MIT */
#include "support/lab.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/route.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "support/lab_line.h"
#include "support/lab_nat.h"

#define DEVICE "line"

#define INSIDE  "10.77.1.2"
#define OUTSIDE 0x0a4d0202 /* 10.77.2.2, and up */

const struct lab_profile lab_profiles[] = {
	{ "gprs", 600, 60, 35, 14, 10, NULL, 32768 },
	{ "bad-gprs", 900, 150, 20, 8, 50, NULL, 32768 },
	{ "edge", 400, 40, 120, 60, 10, NULL, 65536 },
	{ "satellite", 650, 10, 1000, 128, 5, NULL, 131072 },
	{ "rural-dsl", 60, 5, 768, 128, 20, NULL, 65536 },
	{ "clean", 2, 0, 0, 0, 0, NULL, 1048576 },
	{ 0 },
};

const struct lab_profile *lab_profile(const char *name)
{
	for (const struct lab_profile *p = lab_profiles; p->name; p++)
		if (strcmp(p->name, name) == 0)
			return p;
	return NULL;
}

struct lab {
	int tun[2], netns[2]; /* by enum lab_side */
	pthread_t thread;
	pthread_mutex_t lock;
	struct lab_line up, down;
	struct lab_nat nat;
	int64_t *trace_ms;
	FILE *log;
	int wake;
	bool ending;
};

static int64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Setting up a namespace: a child makes it and hands over its files. */

static bool set_up_interface(const char *name, const char *address)
{
	struct ifreq r = { 0 };
	struct sockaddr_in *a = (struct sockaddr_in *)&r.ifr_addr;
	int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool good;

	strncpy(r.ifr_name, name, IFNAMSIZ - 1);
	a->sin_family = AF_INET;
	good = !address || (inet_pton(AF_INET, address, &a->sin_addr) == 1 &&
			    ioctl(s, SIOCSIFADDR, &r) == 0);
	r.ifr_flags = IFF_UP | IFF_RUNNING;
	good = good && ioctl(s, SIOCSIFFLAGS, &r) == 0;
	close(s);
	return good;
}

bool lab_route(bool there)
{
	char device[] = DEVICE;
	struct rtentry r = { .rt_flags = RTF_UP, .rt_dev = device };
	int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	r.rt_dst.sa_family = r.rt_genmask.sa_family = AF_INET;
	bool good = s >= 0 && ioctl(s, there ? SIOCADDRT : SIOCDELRT, &r) == 0;

	if (s >= 0)
		close(s);
	return good;
}

static int open_tun(const char *name)
{
	struct ifreq r = { .ifr_flags = IFF_TUN | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);

	strncpy(r.ifr_name, name, IFNAMSIZ - 1);
	if (fd < 0 || ioctl(fd, TUNSETIFF, &r) == 0)
		return fd;
	close(fd);
	return -1;
}

static void hand_over(int to, const int *fds)
{
	char one = 0, room[CMSG_SPACE(2 * sizeof(int))] = { 0 };
	struct iovec io = { &one, 1 };
	struct msghdr m = { .msg_iov = &io,
			    .msg_iovlen = 1,
			    .msg_control = room,
			    .msg_controllen = sizeof(room) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(2 * sizeof(int));
	memcpy(CMSG_DATA(c), fds, 2 * sizeof(int));
	sendmsg(to, &m, 0);
}

static bool take_over(int from, int *fds)
{
	char one, room[CMSG_SPACE(2 * sizeof(int))];
	struct iovec io = { &one, 1 };
	struct msghdr m = { .msg_iov = &io,
			    .msg_iovlen = 1,
			    .msg_control = room,
			    .msg_controllen = sizeof(room) };

	if (recvmsg(from, &m, MSG_CMSG_CLOEXEC) != 1 || !CMSG_FIRSTHDR(&m))
		return false;
	memcpy(fds, CMSG_DATA(CMSG_FIRSTHDR(&m)), 2 * sizeof(int));
	return true;
}

static void make_side(int to, const char *address)
{
	char device[] = DEVICE;
	int fds[2];

	if (unshare(CLONE_NEWNET) != 0)
		_exit(1);
	fds[0] = open_tun(device);
	fds[1] = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (fds[0] < 0 || fds[1] < 0 || !set_up_interface("lo", NULL) ||
	    !set_up_interface(device, address) || !lab_route(true))
		_exit(2);
	hand_over(to, fds);
	_exit(0);
}

static bool open_side(struct lab *l, enum lab_side side, const char *address, struct err *err)
{
	int pair[2], fds[2], status;
	bool good;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return err_set(err, ERR_NOT_NOW, "no socket pair: %s", strerror(errno));
	pid = fork();
	if (pid == 0)
		make_side(pair[1], address);
	close(pair[1]);
	good = pid > 0 && take_over(pair[0], fds);
	close(pair[0]);
	if (pid > 0)
		waitpid(pid, &status, 0);
	if (!good)
		return err_set(err, ERR_REFUSED,
			       "network namespaces and TUN are not to be had here");
	l->tun[side] = fds[0];
	l->netns[side] = fds[1];
	return true;
}

/* The relay: a thread between the two TUN devices. */

/* IPv4 and TCP, or the NAT would not have let it by. */
static void log_packet(const struct lab *l, const char *way, const unsigned char *p, size_t n)
{
	size_t ip = (p[0] & 15U) * 4, tcp = ip + (p[ip + 12] >> 4) * 4U;

	if (l->log)
		fprintf(l->log, "%lld %s %zu %zu %02x\n", (long long)(now_us() / 1000), way, n,
			n - tcp, p[ip + 13]);
}

static void take_in(struct lab *l, enum lab_side side)
{
	unsigned char p[LAB_MTU];
	ssize_t n = read(l->tun[side], p, sizeof(p));

	if (n <= 0)
		return;
	if (side == LAB_AT_PATIENT && lab_nat_out(&l->nat, p, (size_t)n)) {
		log_packet(l, "up", p, (size_t)n);
		lab_line_put(&l->up, p, (size_t)n, now_us());
	} else if (side == LAB_AT_SERVER && lab_nat_in(&l->nat, p, (size_t)n)) {
		log_packet(l, "down", p, (size_t)n);
		lab_line_put(&l->down, p, (size_t)n, now_us());
	}
}

static void put_out(struct lab_line *from, int fd)
{
	struct lab_packet *p;

	while ((p = lab_line_take(from, now_us())) != NULL) {
		/* The device's queue is longer than the line is fast. */
		if (write(fd, p->bytes, p->n) != (ssize_t)p->n)
			from->lost++;
		free(p);
	}
}

static int wait_us(const struct lab *l, struct timespec *t)
{
	int64_t up = lab_line_due_us(&l->up), down = lab_line_due_us(&l->down);
	int64_t due = up < down ? up : down, left = due - now_us();

	if (due == INT64_MAX)
		return 0;
	left = left > 0 ? left : 0;
	*t = (struct timespec) { left / 1000000, left % 1000000 * 1000 };
	return 1;
}

static void *relay(void *arg)
{
	struct lab *l = arg;

	pthread_mutex_lock(&l->lock);
	while (!l->ending) {
		struct pollfd fds[3] = { { l->tun[0], POLLIN, 0 },
					 { l->tun[1], POLLIN, 0 },
					 { l->wake, POLLIN, 0 } };
		struct timespec t;
		bool timed = wait_us(l, &t);

		pthread_mutex_unlock(&l->lock);
		ppoll(fds, 3, timed ? &t : NULL, NULL);
		pthread_mutex_lock(&l->lock);
		for (int side = 0; side < 2; side++)
			if (fds[side].revents)
				take_in(l, (enum lab_side)side);
		put_out(&l->up, l->tun[LAB_AT_SERVER]);
		put_out(&l->down, l->tun[LAB_AT_PATIENT]);
	}
	pthread_mutex_unlock(&l->lock);
	return NULL;
}

static void set_line(struct lab_line *line, const struct lab_profile *p, int kbit)
{
	line->delay_us = (int64_t)p->rtt_ms * 500;
	line->jitter_us = (int64_t)p->jitter_ms * 500;
	line->bits_per_s = (int64_t)kbit * 1000;
	line->loss_ppm = p->loss_per_mille * 1000;
	line->queue_bytes = (size_t)p->queue_bytes;
}

static void set_trace(struct lab *l, struct lab_line *line, size_t count)
{
	line->trace_ms = l->trace_ms;
	line->trace_count = count;
	line->trace_at = 0;
	line->trace_left = 0;
	line->trace_base_us = now_us();
}

void lab_set(struct lab *l, const struct lab_profile *p)
{
	size_t count = 0;
	int64_t *trace_ms = p->trace ? lab_trace_read(p->trace, &count) : NULL;

	pthread_mutex_lock(&l->lock);
	set_line(&l->up, p, p->up_kbit);
	set_line(&l->down, p, p->down_kbit);
	free(l->trace_ms);
	l->trace_ms = trace_ms;
	set_trace(l, &l->up, count);
	set_trace(l, &l->down, count);
	pthread_mutex_unlock(&l->lock);
}

struct lab *lab_open(const struct lab_profile *p, uint64_t seed, struct err *err)
{
	struct lab *l = mem_get(sizeof(*l));

	l->tun[0] = l->tun[1] = l->netns[0] = l->netns[1] = -1;
	l->wake = eventfd(0, EFD_CLOEXEC);
	pthread_mutex_init(&l->lock, NULL);
	lab_line_init(&l->up, seed);
	lab_line_init(&l->down, seed + 1);
	l->nat.outside = OUTSIDE;
	inet_pton(AF_INET, INSIDE, &l->nat.inside);
	l->nat.inside = ntohl(l->nat.inside);
	lab_set(l, p);
	if (open_side(l, LAB_AT_SERVER, LAB_SERVER, err) &&
	    open_side(l, LAB_AT_PATIENT, INSIDE, err) &&
	    pthread_create(&l->thread, NULL, relay, l) == 0)
		return l;
	l->ending = true;
	lab_close(l);
	return NULL;
}

static void stop(struct lab *l)
{
	const uint64_t one = 1;

	pthread_mutex_lock(&l->lock);
	l->ending = true;
	pthread_mutex_unlock(&l->lock);
	if (write(l->wake, &one, sizeof(one)) == (ssize_t)sizeof(one))
		pthread_join(l->thread, NULL);
}

void lab_close(struct lab *l)
{
	if (!l)
		return;
	if (!l->ending)
		stop(l);
	for (int side = 0; side < 2; side++) {
		if (l->tun[side] >= 0)
			close(l->tun[side]);
		if (l->netns[side] >= 0)
			close(l->netns[side]);
	}
	close(l->wake);
	lab_line_finish(&l->up);
	lab_line_finish(&l->down);
	pthread_mutex_destroy(&l->lock);
	free(l->trace_ms);
	free(l);
}

int lab_netns(const struct lab *l, enum lab_side side)
{
	return l->netns[side];
}

void lab_outage(struct lab *l, bool on)
{
	pthread_mutex_lock(&l->lock);
	l->up.down = l->down.down = on;
	pthread_mutex_unlock(&l->lock);
}

void lab_rebind(struct lab *l)
{
	pthread_mutex_lock(&l->lock);
	lab_nat_rebind(&l->nat);
	pthread_mutex_unlock(&l->lock);
}

void lab_log(struct lab *l, FILE *log)
{
	pthread_mutex_lock(&l->lock);
	l->log = log;
	pthread_mutex_unlock(&l->lock);
}

void lab_counts(struct lab *l, struct lab_count *out)
{
	pthread_mutex_lock(&l->lock);
	*out = (struct lab_count) { l->up.bytes, l->down.bytes, l->up.packets, l->down.packets,
				    l->up.lost + l->down.lost };
	pthread_mutex_unlock(&l->lock);
}
