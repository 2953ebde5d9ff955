"""Times llama.cpp on a GGUF file the way `isthmus bench engine` times a step of ours.

usage: llama_steps.py MODEL.gguf THREADS CONTEXT REPEATS ROWS[,ROWS...]

For each number of rows: a window of that many tokens is scored after CONTEXT tokens, with logits for every row of it,
then the cache is cut back. Prints one JSON object: {"version": ..., "steps": {"<rows>": {"median_ms": ..., "min_ms": ...}}}.
Needs llama-cpp-python.
"""
import ctypes
import json
import statistics
import sys
import time

import llama_cpp


def main():
    path, threads, context, repeats = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    rows_wanted = [int(part) for part in sys.argv[5].split(",")]
    llama_cpp.llama_log_set(SILENT, ctypes.c_void_p(0))
    llama_cpp.llama_backend_init()
    model_params = llama_cpp.llama_model_default_params()
    model = llama_cpp.llama_model_load_from_file(path.encode(), model_params)
    if not model:
        sys.exit(f"llama.cpp cannot load {path}")
    params = llama_cpp.llama_context_default_params()
    params.n_ctx = context + max(rows_wanted) + 64
    params.n_batch = 512
    params.n_ubatch = 512
    params.n_threads = threads
    params.n_threads_batch = threads
    session = llama_cpp.llama_init_from_model(model, params)
    vocab = llama_cpp.llama_model_get_vocab(model)
    size = llama_cpp.llama_vocab_n_tokens(vocab)
    memory = llama_cpp.llama_get_memory(session)
    batch = llama_cpp.llama_batch_init(512, 0, 1)

    def score(first, count):
        batch.n_tokens = count
        for i in range(count):
            batch.token[i] = (first + i) * 7919 % (size - 100) + 50
            batch.pos[i] = first + i
            batch.n_seq_id[i] = 1
            batch.seq_id[i][0] = 0
            batch.logits[i] = 1
        if llama_cpp.llama_decode(session, batch) != 0:
            sys.exit("llama_decode failed")
        # the decode above is finished only when its logits are asked for
        llama_cpp.llama_get_logits_ith(session, count - 1)[0]

    score(0, context)
    steps = {}
    for rows in rows_wanted:
        times = []
        for turn in range(repeats + 3):
            begin = time.perf_counter()
            score(context, rows)
            times.append((time.perf_counter() - begin) * 1000)
            llama_cpp.llama_memory_seq_rm(memory, 0, context, -1)
        times = times[3:]
        steps[str(rows)] = {"median_ms": statistics.median(times), "min_ms": min(times)}
    print(json.dumps({"version": llama_cpp.__version__, "threads": threads, "context": context, "steps": steps}))


@llama_cpp.llama_log_callback
def SILENT(level, text, user_data):
    pass


if __name__ == "__main__":
    main()
