/** Sites that lie in this cluster, as workloads: what their agents and routers run in. Pure. */
package dev.isthmus.operator.workload;
