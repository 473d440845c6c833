package io.homeostat.common.contract;

/** P0 whole plane, data loss or security … P3 minor. */
public enum Severity {
    P0,
    P1,
    P2,
    P3
}
