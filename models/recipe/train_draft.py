"""Teaches the draft what the target would say."""

import argparse
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import chats
import draft as drafts
import target

HELD_OUT = 48


class Lessons:
    """Chats with the target's answers to every position of them that counts."""

    def __init__(self, folder, limit=None):
        folder = Path(folder)
        self.chats = chats.read(folder / "chats.bin", limit)
        positions = np.load(folder / "positions.npy")
        self.ids = np.load(folder / "ids.npy")
        self.probabilities = np.load(folder / "probabilities.npy")
        self.hidden = np.load(folder / "hidden.npy", mmap_mode="r")
        asked = int(positions[-1, 0]) + 1
        self.chats = self.chats[:asked]
        counts = np.bincount(positions[:, 0], minlength=asked)
        self.first = np.concatenate([[0], np.cumsum(counts)])
        self.index = positions[:, 1]

    def batches(self, numbers, tokens, generator):
        """Lists of chats of about so many tokens together, of similar length, in random order."""
        order = sorted(numbers, key=lambda n: (len(self.chats[n]), generator.random()))
        groups, group, longest = [], [], 0
        for number in order:
            longest = max(longest, len(self.chats[number]))
            if group and longest * (len(group) + 1) > tokens:
                groups.append(group)
                group, longest = [], len(self.chats[number])
            group.append(number)
        groups.append(group)
        generator.shuffle(groups)
        return groups

    def tensors(self, group, column_of, device):
        longest = max(len(self.chats[n]) for n in group)
        ids = np.zeros((len(group), longest), dtype=np.int64)
        rows, flat = [], []
        for i, n in enumerate(group):
            ids[i, : len(self.chats[n])] = self.chats[n]
            span = range(self.first[n], self.first[n + 1])
            rows.extend(span)
            flat.extend(i * longest + self.index[row] for row in span)
        columns = torch.tensor(column_of[self.ids[rows].astype(np.int64)], device=device)
        weights = torch.tensor(self.probabilities[rows].astype(np.float32), device=device)
        states = torch.tensor(self.hidden[np.asarray(rows)].astype(np.float32), device=device)
        # Padding stands behind the text, where a causal model's earlier rows do not see it.
        return torch.tensor(ids, device=device), torch.tensor(flat, device=device), columns, weights, states


def loss_of(draft, head, batch):
    ids, flat, columns, weights, states = batch
    with torch.autocast(ids.device.type, dtype=torch.bfloat16):
        own = draft(ids).last_hidden_state.flatten(0, 1)[flat]
        logits = own @ head.t()
    own, logits = own.float(), logits.float()
    known = columns >= 0
    share = torch.where(known, weights, 0)
    logprob = F.log_softmax(logits, dim=-1).gather(1, columns.clamp(min=0))
    guess = -(share * logprob).sum(1) / share.sum(1).clamp(min=1e-6)
    distance = (own - states).square().sum(1) / states.square().sum(1)
    right = logits.argmax(1) == columns[:, 0]
    return guess.mean() + 0.5 * distance.mean(), right.float()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", required=True)
    parser.add_argument("--lessons", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--layers", default="0,1,2,29", help="layers of the target that it starts from")
    parser.add_argument("--head", type=int, default=16384, help="ids that the head scores")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--tokens", type=int, default=3072, help="tokens of a batch")
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--limit", type=int, default=None, help="steps")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    generator = np.random.default_rng(args.seed)
    model, tokenizer = target.load(args.target)
    lessons = Lessons(args.lessons)
    vocabulary = model.config.vocab_size
    kept = drafts.head_ids(lessons.chats, lessons.ids, vocabulary, args.head, tokenizer.all_special_ids)
    column_of = np.full(vocabulary, -1, dtype=np.int64)
    column_of[kept] = np.arange(len(kept))
    embedding = model.model.embed_tokens.weight
    head = embedding[torch.tensor(kept, device=embedding.device)].contiguous()
    draft = drafts.begin(model, [int(layer) for layer in args.layers.split(",")])
    numbers = np.arange(len(lessons.chats))
    held = min(HELD_OUT, len(numbers) // 4)
    learned, tested = numbers[:-held], numbers[-held:]
    steps = [g for _ in range(args.epochs) for g in lessons.batches(learned, args.tokens, generator)][: args.limit]
    optimizer = torch.optim.AdamW(
        [p for p in draft.parameters() if p.requires_grad], lr=args.rate, betas=(0.9, 0.95), weight_decay=0.01
    )
    warm = min(60, max(1, len(steps) // 10))
    for step, group in enumerate(steps):
        progress = max(0, step - warm) / max(1, len(steps) - warm)
        scale = min(1, (step + 1) / warm) * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * progress)))
        optimizer.param_groups[0]["lr"] = args.rate * scale
        loss, right = loss_of(draft, head, lessons.tensors(group, column_of, head.device))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(draft.parameters(), 1.0)
        optimizer.step()
        if step % 20 == 0:
            print(f"step {step} of {len(steps)}: loss {loss.item():.3f}, first guess right {right.mean().item():.3f}", flush=True)
    with torch.no_grad():
        rights = [loss_of(draft, head, lessons.tensors([n], column_of, head.device))[1] for n in tested]
    print(f"held out: first guess right {torch.cat(rights).mean().item():.3f} of {sum(map(len, rights))} positions")
    torch.save({"layers": drafts.layer_tensors(draft), "head_ids": kept.tolist()}, args.out)


if __name__ == "__main__":
    main()
