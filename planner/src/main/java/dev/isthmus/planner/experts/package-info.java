/**
 * Where a model's experts live: heaviest first by observed load, with further homes for those that
 * are asked for most (DeepSeek's EPLB, expert parallelism load balancer), over nodes of unequal
 * memory and speed, moving as few bytes as that takes. Pure.
 */
package dev.isthmus.planner.experts;
