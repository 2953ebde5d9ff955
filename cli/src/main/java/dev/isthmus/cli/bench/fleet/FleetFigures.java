package dev.isthmus.cli.bench.fleet;

/**
 * What a run measured. Times in ms.
 *
 * @param firstPlacement from the operator's start until every service's roles stood on Kafka
 * @param changeP50 from a written manifest to its assignment on Kafka
 * @param changeP99 the same
 * @param changeWorst the same
 * @param changes how many there were
 * @param heartbeats how many were sent at once
 * @param heartbeatWrites statuses that were written meanwhile; without a change there is none to
 *     write
 * @param heartbeatMillis until the operator had taken them in
 * @param restart from the start of a killed operator until a change that waited for it stood on
 *     Kafka
 * @param restartAssignments assignments that the restarted operator wrote beside that change
 * @param operatorPeakMebibytes resident
 */
record FleetFigures(
    int nodes,
    int sites,
    int services,
    double firstPlacement,
    double changeP50,
    double changeP99,
    double changeWorst,
    int changes,
    long heartbeats,
    long heartbeatWrites,
    double heartbeatMillis,
    double restart,
    long restartAssignments,
    long operatorPeakMebibytes) {}
