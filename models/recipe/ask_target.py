"""Asks the target what it would say at every position of the chats' answers.

Writes to the folder: positions.npy (chat, index), ids.npy and probabilities.npy (24 most probable next tokens), hidden.npy
(the last hidden state, behind the norm), chats.bin (a copy), all in the same order of positions.
"""

import argparse
import shutil
from pathlib import Path

import numpy as np
import torch

import chats
import target

KEPT = 24


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", required=True)
    parser.add_argument("--chats", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--limit", type=int, default=None, help="chats to ask about")
    args = parser.parse_args()
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    model, tokenizer = target.load(args.target)
    marker = tokenizer.encode("<|im_start|>assistant\n", add_special_tokens=False)
    positions, ids, probabilities, hidden = [], [], [], []
    for number, chat in enumerate(chats.read(args.chats, args.limit)):
        start = chats.answer_start(chat, marker)
        with torch.no_grad():
            state = model.model(torch.tensor(chat[None], device=model.device)).last_hidden_state[0]
            # Position i says what follows token i, so the answer's first token is asked of the one before it.
            state = state[start - 1 : len(chat) - 1]
            best = torch.softmax(model.lm_head(state), dim=-1).topk(KEPT, dim=-1)
        positions.append(np.stack([np.full(len(state), number), np.arange(start - 1, len(chat) - 1)], axis=1))
        ids.append(best.indices.cpu().numpy().astype(np.uint16))
        probabilities.append(best.values.cpu().numpy().astype(np.float16))
        hidden.append(state.cpu().numpy().astype(np.float16))
        if number % 50 == 0:
            print(f"chat {number}", flush=True)
    np.save(out / "positions.npy", np.concatenate(positions).astype(np.int32))
    np.save(out / "ids.npy", np.concatenate(ids))
    np.save(out / "probabilities.npy", np.concatenate(probabilities))
    np.save(out / "hidden.npy", np.concatenate(hidden))
    if Path(args.chats).resolve() != (out / "chats.bin").resolve():
        shutil.copy(args.chats, out / "chats.bin")


if __name__ == "__main__":
    main()
