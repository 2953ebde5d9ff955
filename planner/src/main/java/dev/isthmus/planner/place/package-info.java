/**
 * Where a service's models run: verifiers at cloud sites, a drafter at each edge site, within the
 * fleet's memory. Pure: the same fleet, ledger and demand give the same plan.
 */
package dev.isthmus.planner.place;
