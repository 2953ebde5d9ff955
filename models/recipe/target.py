"""The target model, read from its GGUF file and widened to float32."""

from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CHAT_END = 65535  # no token id: it stands behind each chat in a chats file


def device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def load(path):
    """Returns (model, tokenizer); the model is in float32, frozen, in evaluation mode."""
    path = Path(path)
    tokenizer = AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)
    model = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32)
    return model.eval().requires_grad_(False).to(device()), tokenizer


def turn_end(tokenizer):
    """The id that closes a turn of the chat template."""
    return tokenizer.convert_tokens_to_ids("<|im_end|>")
