/* SPDX-License-Identifier: MIT */
#include "demo/house.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS_MAX = 24, OUT_MAX = 65536 };

/* ---- the folder and its keeper ---- */

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st, (void)kind, (void)ftw;
	return remove(path);
}

/* Until the other end is closed by all. */
static void keep(const char *folder, int end)
{
	char byte;

	setsid();
	while (read(end, &byte, 1) < 0 && errno == EINTR)
		;
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	_exit(0);
}

static bool start_keeper(struct house *h, struct err *err)
{
	int ends[2];

	if (pipe(ends) != 0)
		return err_set(err, ERR_NOT_NOW, "pipe: %s", strerror(errno));
	h->life = ends[1];
	h->keeper = fork();
	if (h->keeper == 0) {
		for (int i = 1; i < NSIG; i++)
			signal(i, SIG_IGN);
		close(ends[1]);
		keep(h->folder, ends[0]);
	}
	close(ends[0]);
	return h->keeper > 0 || err_set(err, ERR_NOT_NOW, "fork: %s", strerror(errno));
}

static bool make_secret(const struct house *h, struct err *err)
{
	unsigned char bytes[16];
	FILE *f = fopen(h->secret, "wxe");
	bool good = f && getrandom(bytes, sizeof(bytes), 0) == (ssize_t)sizeof(bytes);

	for (size_t i = 0; good && i < sizeof(bytes); i++)
		fprintf(f, "%02x", bytes[i]);
	if (f && fclose(f) != 0)
		good = false;
	return good || err_set(err, ERR_DISK, "%s cannot be written", h->secret);
}

/* Beside this program, as it was built or installed; else where programs are. */
static void find_program(struct house *h)
{
	char self[HOUSE_PATH / 2];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	self[n > 0 ? n : 0] = '\0';
	slash = strrchr(self, '/');
	snprintf(h->program, sizeof(h->program), "%.*s/porchlightd",
		 slash ? (int)(slash - self) : 0, self);
	if (access(h->program, X_OK) != 0)
		snprintf(h->program, sizeof(h->program), "porchlightd");
}

bool house_open(struct house *h, struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	int n;

	*h = (struct house) { .life = -1 };
	find_program(h);
	n = snprintf(h->folder, sizeof(h->folder), "%s/porchlight-practice-XXXXXX",
		     tmp && *tmp ? tmp : "/tmp");
	if (n >= (int)sizeof(h->folder) || !mkdtemp(h->folder)) {
		*h->folder = '\0';
		return err_set(err, ERR_DISK, "no folder can be made in %s",
			       tmp && *tmp ? tmp : "/tmp");
	}
	snprintf(h->data, sizeof(h->data), "%s/data", h->folder);
	snprintf(h->log, sizeof(h->log), "%s/log", h->folder);
	snprintf(h->secret, sizeof(h->secret), "%s/secret", h->folder);
	return start_keeper(h, err) && make_secret(h, err);
}

static void wait_for(pid_t pid)
{
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

void house_close(struct house *h)
{
	if (h->server > 0)
		kill(h->server, SIGTERM);
	wait_for(h->server);
	if (h->life >= 0)
		close(h->life);
	wait_for(h->keeper);
	if (h->keeper <= 0 && *h->folder)
		nftw(h->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* ---- porchlightd ---- */

/* Out of reach of the terminal's keys; it does not outlive us. */
static void become(const struct house *h, const char *const *argv, int out)
{
	const int log = open(h->log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	const int in = open("/dev/null", O_RDONLY);
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (in < 0 || log < 0 || dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
	    dup2(log, STDERR_FILENO) < 0)
		_exit(126);
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

static pid_t start(const struct house *h, const char *const *words, int *out)
{
	const char *argv[WORDS_MAX] = { h->program,  "--data",    h->data,
					"--host",    "127.0.0.1", "--address",
					"127.0.0.1", "--port",    "0" };
	size_t n = 9;
	int ends[2];
	pid_t pid;

	while (*words && n < WORDS_MAX - 1)
		argv[n++] = *words++;
	if (pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	pid = fork();
	if (pid == 0)
		become(h, argv, ends[1]);
	close(ends[1]);
	*out = ends[0];
	return pid;
}

/* What it said last of what went wrong. */
static bool fail(const struct house *h, const char *what, struct err *err)
{
	char line[160] = "it did not say why";
	FILE *f = fopen(h->log, "re");

	while (f && fgets(line, sizeof(line), f))
		;
	if (f)
		fclose(f);
	line[strcspn(line, "\n")] = '\0';
	return err_set(err, ERR_NOT_NOW, "%s: %.120s", what, line);
}

/* Until its end, or until a line is whole. */
static void gather(int from, struct buf *out, bool one_line)
{
	char byte;

	while (read(from, &byte, 1) == 1 && buf_add(out, &byte, 1))
		if (one_line && byte == '\n')
			return;
}

bool house_run(struct house *h, const char *const *words, struct buf *out, struct err *err)
{
	int from = -1, status = -1;
	pid_t pid = start(h, words, &from);

	if (pid > 0)
		gather(from, out, false);
	if (from >= 0)
		close(from);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return err_set(err, ERR_NOT_FOUND, "the program porchlightd is not here");
	return status == 0 || fail(h, words[0], err);
}

/* The pipe stays open: it may print more. */
bool house_serve(struct house *h, struct err *err)
{
	static const char *const words[] = { "serve", NULL };
	struct buf line;
	int from = -1;

	buf_init(&line, OUT_MAX);
	h->server = start(h, words, &from);
	if (h->server > 0)
		gather(from, &line, true);
	if (sscanf(buf_text(&line), "listening on %d", &h->port) != 1)
		h->port = 0;
	buf_finish(&line);
	return h->port > 0 || fail(h, "serve", err);
}
