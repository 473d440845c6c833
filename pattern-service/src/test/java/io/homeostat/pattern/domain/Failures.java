package io.homeostat.pattern.domain;

import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Failures for tests, as they come out of the parser. */
final class Failures {

    static final Instant TIME = Instant.parse("2026-11-25T08:00:00Z");
    static final Origin ORIGIN = new Origin("failures", 2, 7, TIME);

    private final Map<String, Object> fields = new LinkedHashMap<>();
    private String attributes = "{}";

    private Failures(FailureKind kind) {
        fields.put("workerId", "w-1");
        fields.put("kind", kind);
    }

    static Failures of(FailureKind kind) {
        return new Failures(kind);
    }

    Failures with(String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
        return this;
    }

    Failures exit(@Nullable Integer exitCode) {
        return with("exitCode", exitCode);
    }

    Failures saying(@Nullable String message) {
        return with("message", message);
    }

    Failures attributes(String json) {
        attributes = json.replace('\'', '"');
        return this;
    }

    Failure get() {
        var text = Json.text(fields);
        var json = text.substring(0, text.length() - 1) + ",\"attributes\":" + attributes + "}";
        return switch (Failure.parse(null, json.getBytes(StandardCharsets.UTF_8), ORIGIN)) {
            case Parsed.Valid<Failure>(var failure) -> failure;
            case Parsed.Rejected<Failure> rejected -> throw new AssertionError(rejected.message());
        };
    }
}
