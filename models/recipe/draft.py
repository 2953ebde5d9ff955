"""The draft: some layers of the target over its embedding, and a head over a part of the vocabulary."""

import copy

import numpy as np
import torch
from transformers import LlamaConfig, LlamaModel


def begin(target_model, layers):
    """A draft whose layers and norm are copies of the target's; the embedding is shared and frozen."""
    config = copy.deepcopy(target_model.config)
    config.num_hidden_layers = len(layers)
    draft = LlamaModel(LlamaConfig(**config.to_dict())).to(target_model.device)
    for own, theirs in enumerate(layers):
        draft.layers[own].load_state_dict(target_model.model.layers[theirs].state_dict())
    draft.norm.load_state_dict(target_model.model.norm.state_dict())
    draft.embed_tokens.weight = target_model.model.embed_tokens.weight
    draft.embed_tokens.weight.requires_grad_(False)
    return draft


def head_ids(chats, lessons_ids, vocabulary, size, always=()):
    """The ids met most often in the chats, then those that the target thought of most often; ascending."""
    met = np.zeros(vocabulary, dtype=np.int64)
    for chat in chats:
        met += np.bincount(chat, minlength=vocabulary)
    thought = np.bincount(lessons_ids.reshape(-1).astype(np.int64), minlength=vocabulary)
    met[list(always)] = np.iinfo(np.int64).max
    # lexsort's last key counts first; ids break the remaining ties.
    order = np.lexsort((np.arange(vocabulary), -thought, -met))
    return np.sort(order[:size])


def layer_tensors(draft):
    """What makes the draft different from its target, by Hugging Face's names, in bfloat16."""
    return {
        f"model.{name}": tensor.to(torch.bfloat16).contiguous().cpu()
        for name, tensor in draft.state_dict().items()
        if not name.startswith("embed_tokens")
    }
