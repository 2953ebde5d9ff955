package dev.isthmus.agent.assign;

import java.nio.file.Path;

/**
 * Where and how engines run on this node.
 *
 * @param cacheDir models and prepared weights, shared by the machine's processes
 * @param home what relative {@code file:} URIs stand on
 * @param threads threads of a step
 * @param kvBytes bytes of KV for a role whose assignment says nothing
 */
public record EngineRoom(Path cacheDir, Path home, int threads, long kvBytes) {}
