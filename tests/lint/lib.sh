# SPDX-License-Identifier: MIT
# What the lints share.  Each lint is called in the folder that it looks at.

# All C of the tree.
c_files() {
	find src include tests -name '*.[ch]' 2>/dev/null | sort
}

# All that people wrote and a program reads: sources, scripts, build files, manual pages.
written_files() {
	find src include tests man po run .ci meson.build meson_options.txt \
		\( -name __pycache__ -prune \) -o -type f \( -name '*.[ch]' -o -name '*.sh' -o \
		-name '*.py' -o -name '*.awk' -o -name '*.sql' -o -name '*.in' -o -name '*.service' \
		-o -name '*.[1-8]' -o -name 'meson*' -o -name run -o -name ARROWS -o -name '*.supp' \
		\) -print 2>/dev/null | sort
}

# A lint that cannot be done here says why, and meson counts it as skipped.
skip() {
	echo "skipped: $*"
	exit 77
}

has() {
	command -v "$1" >/dev/null 2>&1 || skip "$1 is not installed"
}
