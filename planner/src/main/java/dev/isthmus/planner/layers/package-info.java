/**
 * Cuts a model's layers into stages over nodes: an exact partition for up to twelve distinct nodes,
 * a beam beyond. After EdgeShard (2405.14371, section IV: partition and device selection as one
 * dynamic program, for latency and for throughput) and PipeDream (1806.03377, section 3.2: the
 * slowest stage as objective).
 */
package dev.isthmus.planner.layers;
