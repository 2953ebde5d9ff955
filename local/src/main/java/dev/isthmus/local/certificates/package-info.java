/** Throwaway certificates, for one machine. */
package dev.isthmus.local.certificates;
