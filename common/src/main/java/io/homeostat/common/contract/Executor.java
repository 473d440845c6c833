package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who carries out the commands of a component; lower case on the wire. */
public enum Executor {
    TOPIC,
    PROCESS,
    SCRIPT,
    WEBHOOK,
    DOCKER,
    KUBERNETES;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
