package io.homeostat.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.policy.FixSpec.Arithmetic;
import io.homeostat.common.policy.FixSpec.Kind;
import io.homeostat.common.policy.FixSpec.Operation;
import io.homeostat.common.policy.FixSpec.Prerequisite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code auto-fix-registry}: the catalogue of fixes, data and not code. Fixes of the document lie over the built-in ones,
 * key by key, so that {@code {"fixes": {"increase_memory": {"enabled": false}}}} is enough to switch one off.
 *
 * @param fixes by name, sorted
 */
public record AutoFixRegistry(Map<String, FixSpec> fixes) {

    public AutoFixRegistry {
        fixes = Collections.unmodifiableMap(new TreeMap<>(fixes));
    }

    /** Key in {@code policies}. */
    public static final String NAME = "auto-fix-registry";

    private static final String BUILT_IN_FILE = "auto-fix-registry.json";
    private static final String LOWEST = "-1000000000000";
    private static final String HIGHEST = "1000000000000";
    private static final Set<String> CATEGORIES =
            Set.of("transient", "resource", "systemic", "data", "environmental", "security", "unknown");
    private static final Set<String> KINDS = Arrays.stream(FailureKind.values())
            .filter(FailureKind::inPatterns)
            .map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());
    private static final JsonNode BUILT_IN = builtIn();

    /** The fixes whose match is equal to {@code classification}: the safest first, then by name. */
    public List<FixSpec> matching(String classification) {
        return fixes.values().stream()
                .filter(fix -> fix.match().contains(classification))
                .sorted((a, b) -> b.safety().compareTo(a.safety()))
                .toList();
    }

    /** Reads and validates the document over the built-in catalogue. @throws PolicyRejected with every problem */
    public static AutoFixRegistry read(JsonNode json) throws PolicyRejected {
        var reader = PolicyReader.of(NAME, json.isObject() ? PolicyMerge.merge(BUILT_IN, json) : json);
        var names = new TreeMap<String, FixSpec>();
        reader.objects("fixes", Draft::new).forEach((name, draft) -> names.put(name, draft.named(name)));
        reader.finish();
        return new AutoFixRegistry(names);
    }

    /** A fix before it has its name. */
    private record Draft(FixSpec fix) {

        Draft(PolicyReader reader) {
            this(AutoFixRegistry.fix(reader));
        }

        FixSpec named(String name) {
            return new FixSpec(
                    name,
                    fix.enabled(),
                    fix.match(),
                    fix.kind(),
                    fix.settings(),
                    fix.safety(),
                    fix.requiresApproval(),
                    fix.minConfidence(),
                    fix.prerequisites(),
                    fix.recursOn(),
                    fix.revert(),
                    fix.thenRestart());
        }
    }

    private static FixSpec fix(PolicyReader reader) {
        var kind = reader.choice("kind", Kind.class, Kind.SETTINGS);
        boolean changes = kind == Kind.SETTINGS;
        var match = reader.texts("match", List.of());
        var settings = reader.objects("settings", AutoFixRegistry::arithmetic);
        var fix = new FixSpec(
                "",
                reader.flag("enabled", true),
                match,
                kind,
                settings,
                reader.decimal("safety", "0.5", "0", "1"), // who says nothing is asked for approval
                reader.flag("requires_approval", false),
                reader.decimal("min_confidence", "0", "0", "1"),
                prerequisites(reader),
                reader.object(
                        "success",
                        success -> success.choices("no_failures_of", List.copyOf(KINDS), KINDS).stream()
                                .map(FailureKind::valueOf)
                                .collect(Collectors.toUnmodifiableSet())),
                reader.flag("revert", changes),
                reader.flag("then_restart", false));
        reader.refuseIf(match.isEmpty(), "match", "[]", "is missing or empty: the fix would never be chosen");
        match.stream()
                .filter(Predicate.not(AutoFixRegistry::isClassification))
                .forEach(wrong -> reader.refuseIf(
                        true,
                        "match",
                        wrong,
                        "is no category:type with a category of "
                                + CATEGORIES.stream().sorted().toList()));
        reader.refuseIf(changes && settings.isEmpty(), "settings", "{}", "is missing: there is nothing to change");
        reader.refuseIf(!changes && !settings.isEmpty(), "settings", settings.keySet(), "is not for kind restart");
        reader.refuseIf(!changes && fix.revert(), "revert", true, "is not for kind restart: it changes nothing");
        reader.refuseIf(!changes && fix.thenRestart(), "then_restart", true, "is not for kind restart: it is one");
        reader.refuseIf(fix.recursOn().isEmpty(), "success.no_failures_of", "[]", "is empty: it would always succeed");
        return fix;
    }

    private static Set<Prerequisite> prerequisites(PolicyReader reader) {
        var names = Arrays.stream(Prerequisite.values())
                .map(p -> p.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        return reader.choices("prerequisites", List.of(), names).stream()
                .map(name -> Prerequisite.valueOf(name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Arithmetic arithmetic(PolicyReader reader) {
        var multiply = reader.optionalDecimal("multiply", "0", HIGHEST);
        var add = reader.optionalDecimal("add", LOWEST, HIGHEST);
        var set = reader.optionalScalar("set");
        var min = reader.optionalDecimal("min", LOWEST, HIGHEST);
        var max = reader.optionalDecimal("max", LOWEST, HIGHEST);
        int operations = (multiply == null ? 0 : 1) + (add == null ? 0 : 1) + (set == null ? 0 : 1);
        reader.refuseIf(
                operations != 1, "multiply", operations, "operations: exactly one of multiply, add, set is needed");
        reader.refuseIf(is(multiply, BigDecimal.ONE), "multiply", 1, "never changes anything");
        reader.refuseIf(is(add, BigDecimal.ZERO), "add", 0, "never changes anything");
        reader.refuseIf(
                set != null && (min != null || max != null), "set", String.valueOf(set), "needs no min and max");
        reader.refuseIf(
                min != null && max != null && min.compareTo(max) > 0,
                "min",
                String.valueOf(min),
                "is above max (" + max + "), so no value is allowed");
        if (multiply != null) {
            return new Arithmetic(Operation.MULTIPLY, multiply, min, max, null);
        }
        return add != null
                ? new Arithmetic(Operation.ADD, add, min, max, null)
                : new Arithmetic(Operation.SET, null, null, null, set == null ? "null" : set);
    }

    private static boolean is(@Nullable BigDecimal number, BigDecimal other) {
        return number != null && number.compareTo(other) == 0;
    }

    private static boolean isClassification(String text) {
        int colon = text.indexOf(':');
        return colon > 0 && CATEGORIES.contains(text.substring(0, colon)) && text.matches("[a-z]+:[a-z0-9_]+");
    }

    private static JsonNode builtIn() {
        try (var file = AutoFixRegistry.class.getResourceAsStream(BUILT_IN_FILE)) {
            if (file == null) {
                throw new IllegalStateException(BUILT_IN_FILE + " is missing");
            }
            return switch (Json.read(file.readAllBytes(), JsonNode.class)) {
                case Parsed.Valid<JsonNode>(var tree) -> tree;
                case Parsed.Rejected<JsonNode> rejected -> throw new IllegalStateException(rejected.message());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(BUILT_IN_FILE, e);
        }
    }
}
