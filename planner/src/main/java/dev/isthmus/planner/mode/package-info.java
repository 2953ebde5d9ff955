/** How a request is decoded: what each mode would cost, which one is chosen, and why. Pure. */
package dev.isthmus.planner.mode;
