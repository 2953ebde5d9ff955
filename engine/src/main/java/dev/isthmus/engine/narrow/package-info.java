/**
 * Experts of unequal bit width (EdgeMoE, 2308.14352). How much each expert puts out otherwise with
 * 4 bits a weight is measured along real text; those that cost the output least are kept narrow.
 */
package dev.isthmus.engine.narrow;
