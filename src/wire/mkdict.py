#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""mkdict.py CORPUS... OUT.c

Makes the dictionary of the wire: the bytes that prime raw deflate on both sides of
porchlight.1.d2, as a C file.  The same corpus gives the same bytes, always.

CORPUS files have one utterance a line; lines that begin with '#' are skipped.

zlib writes a shorter distance in fewer bits, and reaches back 32506 bytes at most, so
the order is: least useful first, most useful last.

  1. Utterances.  They are more than fit, so they are chosen: again and again the one
     whose pieces (runs of PIECE letters) are worth most for its length.  A piece is worth
     the square root of the number of other lines it occurs in, and nothing once it is
     there.  Those chosen first stand last.
  2. Frames, with the keys, the order and the numbers that server and client send.

Tried on sentences that are not in the corpus, and no better: pieces of 4 to 8 letters,
only the new words of each utterance, rare frames at the far end.
"""
import heapq
import math
import sys

SIZE = 32506  # what zlib's deflate reaches: 32768 less its look-ahead of 262
PIECE = 5
TIME = 1790000000000  # an ordinary moment in ms: its first digits are what all share


def lines_of(paths):
    seen = {}
    for path in paths:
        with open(path, encoding="utf-8") as f:
            for line in f:
                line = line.strip()
                if line and not line.startswith("#"):
                    seen.setdefault(line, None)
    return list(seen)


def frames():
    """Every type once or more, the commonest last."""
    return [
        '[{"t":"e","c":"token"}]',
        '[{"t":"e","c":"disabled"}]',
        '[{"t":"e","c":"form","b":"not JSON"}]',
        '[{"t":"e","c":"large"}]',
        '[{"t":"e","g":2,"c":"group"}]',
        '[{"t":"e","g":1,"k":3,"c":"store"}]',
        '[{"t":"e","g":1,"k":21,"c":"rate"}]',
        '[{"t":"o","g":1,"s":71,"n":50}]',
        '[{"t":"h","d":%d,"u":3,"x":"Maria","r":"admin"},' % TIME
        + '{"t":"g","g":1,"s":120,"n":118,"x":"Monday evening group"},'
        '{"t":"g","g":2,"s":0,"n":0,"x":"Skills group"},'
        '{"t":"p","g":1,"u":5,"n":2,"x":"Rosa","r":"family"},'
        '{"t":"p","g":1,"u":3,"n":1,"x":"Sam","r":"facilitator"},'
        '{"t":"p","g":1,"u":4,"n":0,"x":"Jay","r":"patient"}]',
        '[{"t":"m","g":1,"s":15,"d":%d,"u":2,"b":"' % (TIME + 61000),
        '[{"t":"w","g":1,"s":119,"n":6},{"t":"w","g":2,"s":43,"n":1}]',
        '[{"t":"p","g":1,"u":7,"n":0,"x":"Alex","r":"patient"}]',
        '[{"t":"a","g":1,"s":121},{"t":"a","g":2,"s":36}]',
        '[{"t":"k","g":1,"d":4000,"k":14}]',
        '[{"t":"w","g":1,"s":12,"n":3}]',
        '[{"t":"a","g":1,"s":13}]',
        '[{"t":"y","g":1,"k":2,"b":"',
        # In one frame, behind another message.
        '"},{"t":"m","g":1,"d":12000,"u":2,"k":5,"b":"',
        # Who speaks, of a group's first dozen, and the end of a time in whole seconds.
        *('000,"u":%d,"b":"' % u for u in range(13, 0, -1)),
        '[{"t":"m","g":1,"d":1',
    ]


def pieces(line):
    line = " " + line + " "
    return {line[i:i + PIECE] for i in range(len(line) - PIECE + 1)}


def choose(lines, room):
    """The utterances that fit in `room` bytes, the most useful first."""
    of = {line: pieces(line) for line in lines}
    count = {}
    for line in lines:
        for p in of[line]:
            count[p] = count.get(p, 0) + 1
    # Whole numbers: a sum of fractions would depend on the order of a set.
    value = {p: math.isqrt(10000 * (n - 1)) for p, n in count.items()}
    chosen, have = [], set()

    def worth(line):
        return sum(value[p] for p in of[line] if p not in have) / (len(line.encode()) + 1)

    # Worth only ever falls, so what is still on top when looked at again is the best.
    heap = [(-worth(line), i) for i, line in enumerate(lines)]
    heapq.heapify(heap)
    while heap:
        i = heap[0][1]
        line = lines[i]
        now = (-worth(line), i)
        if now != heap[0]:
            heapq.heapreplace(heap, now)
            continue
        heapq.heappop(heap)
        n = len(line.encode()) + 1
        if n > room:
            continue
        room -= n
        have |= of[line]
        chosen.append(line)
    return chosen


def dictionary(lines):
    tail = "".join(frames())
    chosen = choose(lines, SIZE - len(tail.encode()))
    # A space between two stands for the one before a word; sentences seldom end in a full stop.
    return ("".join(line + " " for line in reversed(chosen)) + tail).encode()


def c_source(data):
    rows = [data[i:i + 16] for i in range(0, len(data), 16)]
    return "\n".join([
        "/* Made by mkdict.py: change the corpus instead. */",
        '#include "wire/wire.h"',
        "const unsigned char wire_dictionary[] = {",
        *("\t" + ", ".join(str(b) for b in row) + "," for row in rows),
        "};",
        "const unsigned wire_dictionary_size = sizeof wire_dictionary;",
        "",
    ])


def main(args):
    if len(args) < 2:
        sys.exit(__doc__)
    data = dictionary(lines_of(args[:-1]))
    assert len(data) <= 32768
    with open(args[-1], "w", encoding="ascii") as f:
        f.write(c_source(data))


if __name__ == "__main__":
    main(sys.argv[1:])
