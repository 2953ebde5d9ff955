"""Chats on disk: uint16 token ids, a 65535 behind each chat."""

import numpy as np

from target import CHAT_END


def read(path, limit=None):
    ids = np.fromfile(path, dtype=np.uint16)
    ends = np.flatnonzero(ids == CHAT_END)
    starts = np.concatenate([[0], ends[:-1] + 1])
    chats = [ids[start:end].astype(np.int64) for start, end in zip(starts, ends)]
    return chats[:limit]


def append(file, chat):
    np.asarray(list(chat) + [CHAT_END], dtype=np.uint16).tofile(file)


def answer_start(chat, marker):
    """Index of the first token of the last answer: behind the last occurrence of the marker's ids."""
    size = len(marker)
    for start in range(len(chat) - size, -1, -1):
        if list(chat[start : start + size]) == marker:
            return start + size
    raise ValueError("a chat without an answer")
