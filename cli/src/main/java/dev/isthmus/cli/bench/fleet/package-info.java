/** {@code isthmus bench fleet}: the control plane under a large simulated fleet. */
package dev.isthmus.cli.bench.fleet;
