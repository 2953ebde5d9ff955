"""Lets the target write the chats that its draft learns from."""

import argparse
import itertools
from pathlib import Path

import torch

import chats
import target

OPENINGS = """What is
What are
Why do
How can I
How does
Who was
Where is
When did
Which of
Can you explain
Explain
Describe
Compare
Summarize
Summarize this text:
Translate
Rewrite this sentence:
Correct the grammar:
List
Give me three
Name
Write a short story about
Write a poem about
Write an email to
Write a Python function that
Write a JSON object with
Fix this code:
What does this code do?
Solve:
Tell me
I want to
Imagine
Is it true that""".split("\n")


def continued(model, tokenizer, prompts, stop, limit, **sampling):
    """Continues a batch of id lists until the stop id or the limit; returns only what was added."""
    longest = max(map(len, prompts))
    pad = stop
    ids = torch.tensor([[pad] * (longest - len(p)) + p for p in prompts], device=model.device)
    mask = torch.tensor([[0] * (longest - len(p)) + [1] * len(p) for p in prompts], device=model.device)
    out = model.generate(
        ids, attention_mask=mask, max_new_tokens=limit, eos_token_id=stop, pad_token_id=pad, **sampling
    )
    added = []
    for row in out[:, longest:].tolist():
        added.append(row[: row.index(stop) + 1] if stop in row else row)
    return added


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--limit", type=int, default=2400, help="chats to write")
    parser.add_argument("--batch", type=int, default=33)
    parser.add_argument("--tokens", type=int, default=416, help="most tokens of a chat")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    model, tokenizer = target.load(args.target)
    stop = target.turn_end(tokenizer)
    head = tokenizer.apply_chat_template([{"role": "user", "content": "@"}], tokenize=False).split("@")[0]
    answer = tokenizer.encode("\n<|im_start|>assistant\n", add_special_tokens=False)
    openings = itertools.cycle(OPENINGS)
    Path(args.out).parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with open(args.out, "wb") as file:
        for turn in itertools.count():
            if written >= args.limit:
                break
            begun = [tokenizer.encode(head + next(openings), add_special_tokens=False) for _ in range(args.batch)]
            asked = continued(model, tokenizer, begun, stop, 96, do_sample=True, temperature=1.0, top_p=0.95, top_k=0)
            # A question that did not end is no question.
            prompts = [b + a + answer for b, a in zip(begun, asked) if a[-1:] == [stop]]
            if not prompts:
                continue
            greedy = turn % 2 == 0
            style = {"do_sample": False} if greedy else {"do_sample": True, "temperature": 0.8, "top_p": 0.95, "top_k": 0}
            longest = max(map(len, prompts))
            for prompt, text in zip(prompts, continued(model, tokenizer, prompts, stop, args.tokens - longest, **style)):
                chats.append(file, prompt + text)
                written += 1
            print(f"{written} chats", flush=True)


if __name__ == "__main__":
    main()
