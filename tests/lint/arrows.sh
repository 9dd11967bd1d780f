#!/bin/sh
# SPDX-License-Identifier: MIT
# Who includes whom is as src/ARROWS says.
. "$(dirname "$0")/lib.sh"
exec awk -f "$(dirname "$0")/arrows.awk" src/ARROWS $(find src include -name '*.[ch]' | sort)
