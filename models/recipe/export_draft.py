"""Writes a draft's folder: weights, head, shape, reference outputs."""

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import LlamaConfig, LlamaModel

import target


def loaded(model, layers):
    """The draft as it will be read: bfloat16 weights widened to float32, over the target's embedding."""
    config = model.config.to_dict()
    config["num_hidden_layers"] = 1 + max(int(n.split(".")[2]) for n in layers if n.startswith("model.layers."))
    draft = LlamaModel(LlamaConfig(**config)).eval().to(model.device)
    draft.load_state_dict({name.removeprefix("model."): t.float() for name, t in layers.items()}, strict=False)
    draft.embed_tokens.weight = model.model.embed_tokens.weight
    return draft


@torch.no_grad()
def reference(model, draft, tokenizer, kept, cases):
    """What the draft says at the end of each prompt, for 16 tokens of its own, and along the target's answer."""
    head = model.model.embed_tokens.weight[kept]

    def logits(ids):
        return draft(torch.tensor([ids], device=model.device)).last_hidden_state[0] @ head.t()

    for case in cases:
        prompt, answer = case["prompt_ids"], case["greedy_ids"]
        own = []
        for _ in range(16):
            own.append(int(kept[logits(prompt + own)[-1].argmax()]))
        best = logits(prompt)[-1].topk(5)
        along = logits(prompt + answer[:-1])[len(prompt) - 1 :].argmax(-1)
        yield {
            "prompt_ids": prompt,
            "greedy_ids": own,
            "greedy_text": tokenizer.decode(own),
            "top5_first": [[int(kept[i]), round(float(v), 5)] for v, i in zip(best.values, best.indices)],
            "along_target": [int(kept[i]) for i in along],
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--target", required=True)
    parser.add_argument("--draft", required=True)
    parser.add_argument("--lessons", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--uri", required=True, help="where the target's file is fetched from")
    parser.add_argument("--prompts", required=True, help="golden.json of the target: prompt_ids and greedy_ids")
    parser.add_argument("--limit", type=int, default=6, help="prompts")
    args = parser.parse_args()
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    saved = torch.load(args.draft, weights_only=True)
    model, tokenizer = target.load(args.target)
    draft = loaded(model, saved["layers"])
    kept = torch.tensor(saved["head_ids"], device=model.device)
    save_file(saved["layers"], out / "layers.safetensors", metadata={"format": "pt"})
    (out / "head_ids.json").write_text(json.dumps(saved["head_ids"], separators=(",", ":")))
    c = model.config
    shape = {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "hidden_size": c.hidden_size,
        "intermediate_size": c.intermediate_size,
        "num_hidden_layers": len(draft.layers),
        "num_attention_heads": c.num_attention_heads,
        "num_key_value_heads": c.num_key_value_heads,
        "head_dim": c.hidden_size // c.num_attention_heads,
        "vocab_size": c.vocab_size,
        "rope_theta": c.rope_theta,
        "rms_norm_eps": c.rms_norm_eps,
        "hidden_act": "silu",
        "tie_word_embeddings": True,
        "max_position_embeddings": c.max_position_embeddings,
        "bos_token_id": tokenizer.bos_token_id,
        "eos_token_id": target.turn_end(tokenizer),
        "attention_bias": False,
        "mlp_bias": False,
        "torch_dtype": "bfloat16",
    }
    (out / "config.json").write_text(json.dumps(shape, indent=2))
    digest = hashlib.sha256(Path(args.target).read_bytes()).hexdigest()
    composed = {
        "base": {"uri": args.uri, "digest": f"sha256:{digest}"},
        "layers": "layers.safetensors",
        "headIds": "head_ids.json",
    }
    (out / "composed.json").write_text(json.dumps(composed, indent=2) + "\n")
    cases = json.loads(Path(args.prompts).read_text())["cases"][: args.limit]
    golden = {
        "reference": "transformers, fp32, over the target's dequantised embeddings",
        "head": "head_ids.json",
        "cases": list(reference(model, draft, tokenizer, kept, cases)),
    }
    (out / "golden.json").write_text(json.dumps(golden, indent=1))
    chats_file = Path(args.lessons) / "chats.bin"
    if chats_file.resolve() != (out / "chats.bin").resolve():
        shutil.copy(chats_file, out / "chats.bin")


if __name__ == "__main__":
    main()
