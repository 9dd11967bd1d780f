/* SPDX-License-Identifier: MIT */
#include "support/deafdns.h"

#include <arpa/inet.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/certs.h"

enum { DNS_PORT = 53 };

static const char hosts[] = "/etc/hosts", resolver[] = "/etc/resolv.conf";
static int deaf = -1; /* takes the questions */
static bool mounted;

static bool write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	return f && fputs(text, f) >= 0 && fclose(f) == 0;
}

static bool put_over(const struct town *t, const char *name, const char *over, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", t->dir, name);
	return write_file(path, text) && mount(path, over, NULL, MS_BIND, NULL) == 0;
}

static bool open_deaf(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(DNS_PORT) };

	a.sin_addr.s_addr = inet_addr("127.0.0.2");
	deaf = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return deaf >= 0 && bind(deaf, (struct sockaddr *)&a, sizeof(a)) == 0;
}

/* No answer within minutes: longer than any wait of a test. */
static bool open_names(const struct town *t)
{
	if (unshare(CLONE_NEWNS) != 0 ||
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
		return false;
	mounted = put_over(t, "hosts", hosts, "127.0.0.1 " DEAFDNS_NAME "\n") &&
		  put_over(t, "resolv.conf", resolver,
			   "nameserver 127.0.0.2\noptions timeout:30 attempts:5\n");
	return mounted;
}

static bool write_conf(const struct town *t)
{
	static const struct certs_want want = { "DNS:" DEAFDNS_NAME, -1, 30 };
	char path[128], ca[128], text[512];
	struct certs c;

	certs_make(&c, t->dir, "named", &want);
	snprintf(ca, sizeof(ca), "%s/named-ca.pem", t->dir);
	snprintf(path, sizeof(path), "%s/porchlightd.conf", t->data);
	snprintf(text, sizeof(text), "cert = %s\nkey = %s\nca = %s\n", c.cert_file, c.key_file,
		 ca);
	return chmod(c.key_file, 0600) == 0 && write_file(ca, c.ca_pem) &&
	       write_file(path, text);
}

bool deafdns_open(struct town *t)
{
	if (!open_deaf() || !open_names(t) || !write_conf(t)) {
		deafdns_close();
		return false;
	}
	snprintf(t->host, sizeof(t->host), "%s", DEAFDNS_NAME);
	town_kill(t);
	return town_serve(t);
}

void deafdns_forget(const struct town *t)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/hosts", t->dir);
	write_file(path, "# nobody\n");
}

void deafdns_close(void)
{
	if (deaf >= 0)
		close(deaf);
	deaf = -1;
	if (mounted) {
		umount2(hosts, MNT_DETACH);
		umount2(resolver, MNT_DETACH);
	}
	mounted = false;
}
