"""Writes a mixture-of-experts model with random weights: small enough for a repository, complete enough to be served.

It says nothing that makes sense. It is there to see experts placed, moved and lost. Standard library only:
python tiny_moe.py ../tiny-moe
"""

import json
import pathlib
import random
import struct
import sys

HIDDEN, HEADS, KV_HEADS, HEAD = 64, 4, 2, 16
LAYERS, EXPERTS, ACTIVE, INNER = 4, 8, 2, 96
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def byte_characters():
    """GPT-2's printable stand-ins for the 256 bytes, in the order of the bytes."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    further = iter(range(256, 512))
    return [chr(byte if byte in printable else next(further)) for byte in range(256)]


def tokenizer():
    vocabulary = {token: i for i, token in enumerate(SPECIAL + byte_characters())}
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": i, "content": token, "single_word": False, "lstrip": False, "rstrip": False,
             "normalized": False, "special": True}
            for i, token in enumerate(SPECIAL)
        ],
        "normalizer": None,
        "pre_tokenizer": level,
        "post_processor": None,
        "decoder": level,
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
                  "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "vocab": vocabulary,
                  "merges": []},
    }


def config(vocabulary):
    return {
        "architectures": ["MixtralForCausalLM"], "model_type": "mixtral", "torch_dtype": "bfloat16",
        "hidden_size": HIDDEN, "num_attention_heads": HEADS, "num_key_value_heads": KV_HEADS, "head_dim": HEAD,
        "num_hidden_layers": LAYERS, "num_local_experts": EXPERTS, "num_experts_per_tok": ACTIVE,
        "intermediate_size": INNER, "hidden_act": "silu", "vocab_size": vocabulary, "max_position_embeddings": 2048,
        "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "sliding_window": None, "tie_word_embeddings": False,
        "bos_token_id": 0, "eos_token_id": 2, "pad_token_id": 0,
    }


def shapes(vocabulary):
    """Rows by columns of every matrix; norms have one dimension."""
    yield "model.embed_tokens.weight", (vocabulary, HIDDEN)
    for layer in range(LAYERS):
        at = f"model.layers.{layer}."
        yield at + "input_layernorm.weight", (HIDDEN,)
        yield at + "post_attention_layernorm.weight", (HIDDEN,)
        yield at + "self_attn.q_proj.weight", (HEADS * HEAD, HIDDEN)
        yield at + "self_attn.k_proj.weight", (KV_HEADS * HEAD, HIDDEN)
        yield at + "self_attn.v_proj.weight", (KV_HEADS * HEAD, HIDDEN)
        yield at + "self_attn.o_proj.weight", (HIDDEN, HEADS * HEAD)
        yield at + "block_sparse_moe.gate.weight", (EXPERTS, HIDDEN)
        for expert in range(EXPERTS):
            yield at + f"block_sparse_moe.experts.{expert}.w1.weight", (INNER, HIDDEN)
            yield at + f"block_sparse_moe.experts.{expert}.w2.weight", (HIDDEN, INNER)
            yield at + f"block_sparse_moe.experts.{expert}.w3.weight", (INNER, HIDDEN)
    yield "model.norm.weight", (HIDDEN,)
    yield "lm_head.weight", (vocabulary, HIDDEN)


def bfloat16(values):
    """Rounded to nearest, little-endian."""
    words = (struct.unpack("<I", struct.pack("<f", value))[0] for value in values)
    return b"".join(struct.pack("<H", (word + 0x7FFF + ((word >> 16) & 1)) >> 16) for word in words)


def weights(chance, shape):
    if len(shape) == 1:
        return bfloat16([1.0] * shape[0])
    spread = 1.5 / shape[1] ** 0.5
    return bfloat16(chance.gauss(0, spread) for _ in range(shape[0] * shape[1]))


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    words = tokenizer()
    vocabulary = len(words["model"]["vocab"])
    chance = random.Random(20_240)
    header, data = {}, bytearray()
    for name, shape in shapes(vocabulary):
        begin = len(data)
        data += weights(chance, shape)
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [begin, len(data)]}
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(head)) + head + data)
    for name, content in {
        "config.json": config(vocabulary),
        "tokenizer.json": words,
        "tokenizer_config.json": {"bos_token": SPECIAL[0], "eos_token": SPECIAL[2], "chat_template": TEMPLATE},
        "generation_config.json": {"eos_token_id": 2},
    }.items():
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


main(pathlib.Path(sys.argv[1]))
