package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.FlagScalar;
import org.jspecify.annotations.Nullable;

/**
 * A value that a command wants for a flag.
 *
 * @param field of the command in which it stands
 * @param value null where it is no value at all
 * @param found what stands there, as text
 */
public record WantedFlag(
        String name, String field, @Nullable FlagScalar value, String found) {}
