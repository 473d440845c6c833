package io.homeostat.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.contract.Decimals;
import io.homeostat.common.contract.FlagScalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the snake_case JSON of one policy with types, ranges and defaults, and collects every problem with its exact path.
 * Reading goes on after a problem, so that an author sees all of them at once; {@link #finish} then refuses.
 */
final class PolicyReader {

    /** Unknown keys that a similar one is looked for: the search costs more than anything else here. */
    private static final int SUGGESTIONS_MAX = 20;

    private final String path;
    private final JsonNode object;
    private final List<PolicyProblem> problems;
    private final Set<String> known = new LinkedHashSet<>();

    private PolicyReader(String path, JsonNode object, List<PolicyProblem> problems) {
        this.path = path;
        this.object = object;
        this.problems = problems;
    }

    /** A reader of the policy {@code name}. */
    static PolicyReader of(String name, JsonNode policy) {
        var reader = new PolicyReader(name, policy, new ArrayList<>());
        if (!policy.isObject()) {
            reader.add(new PolicyProblem(name, policy.toString(), "is no object"));
        }
        return reader;
    }

    /** A whole number within inclusive bounds. */
    long whole(String key, long otherwise, long min, long max) {
        var node = take(key);
        if (node == null) {
            return otherwise;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            return problem(key, node, "is no whole number", otherwise);
        }
        return node.longValue() < min || node.longValue() > max
                ? problem(key, node, "is not within " + min + " and " + max, otherwise)
                : node.longValue();
    }

    /** A decimal number within inclusive bounds; exact, as thresholds must not depend on binary fractions. */
    BigDecimal decimal(String key, String otherwise, String min, String max) {
        var node = take(key);
        if (node == null) {
            return new BigDecimal(otherwise);
        }
        if (!node.isNumber()) {
            return problem(key, node, "is no number", new BigDecimal(otherwise));
        }
        var value = node.decimalValue();
        if (!Decimals.isBounded(value)) {
            return problem(key, node, "has more than " + Decimals.PLACES_MAX + " places", new BigDecimal(otherwise));
        }
        return value.compareTo(new BigDecimal(min)) < 0 || value.compareTo(new BigDecimal(max)) > 0
                ? problem(key, node, "is not within " + min + " and " + max, new BigDecimal(otherwise))
                : value;
    }

    /** A decimal number within inclusive bounds, or null where absent. */
    @Nullable
    BigDecimal optionalDecimal(String key, String min, String max) {
        var node = object.get(key);
        known.add(key);
        return node == null || node.isNull() ? null : decimal(key, min, min, max);
    }

    /** A text, number or truth value as JSON text, or null where absent. */
    @Nullable
    String optionalScalar(String key) {
        var node = take(key);
        if (node == null) {
            return null;
        }
        return node.isValueNode() ? node.toString() : problem(key, node, "is no text, number or truth value", "");
    }

    /** True or false. */
    boolean flag(String key, boolean otherwise) {
        var node = take(key);
        if (node == null) {
            return otherwise;
        }
        return node.isBoolean() ? node.booleanValue() : problem(key, node, "is not true or false", otherwise);
    }

    /** A text; null where absent. */
    @Nullable
    String optionalText(String key) {
        var node = take(key);
        if (node == null || node.isTextual()) {
            return node == null ? null : node.textValue();
        }
        add(new PolicyProblem(path + '.' + key, node.toString(), "is no text"));
        return null;
    }

    /** An enum constant, lower case in JSON. */
    <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
        var node = take(key);
        if (node == null) {
            return otherwise;
        }
        var names = Arrays.stream(type.getEnumConstants())
                .map(e -> e.name().toLowerCase(Locale.ROOT))
                .toList();
        int index = node.isTextual() ? names.indexOf(node.textValue()) : -1;
        return index < 0
                ? problem(key, node, "is none of " + String.join(", ", names), otherwise)
                : type.getEnumConstants()[index];
    }

    /** A list of whole numbers, each within inclusive bounds. */
    List<Long> wholes(String key, List<Long> otherwise, long min, long max) {
        var node = take(key);
        if (node == null) {
            return otherwise;
        }
        var all = new ArrayList<Long>();
        if (!node.isArray() || node.isEmpty()) {
            return problem(key, node, "is no list of whole numbers", otherwise);
        }
        for (var item : node) {
            if (!item.isIntegralNumber()
                    || !item.canConvertToLong()
                    || item.longValue() < min
                    || item.longValue() > max) {
                return problem(key, item, "is no whole number within " + min + " and " + max, otherwise);
            }
            all.add(item.longValue());
        }
        return List.copyOf(all);
    }

    /** A list of texts out of a closed set. */
    List<String> choices(String key, List<String> otherwise, Set<String> allowed) {
        var node = take(key);
        if (node == null) {
            return otherwise;
        }
        var all = new ArrayList<String>();
        for (var item : node) {
            if (!item.isTextual() || !allowed.contains(item.textValue())) {
                return problem(key, item, "is none of " + String.join(", ", allowed), otherwise);
            }
            all.add(item.textValue());
        }
        return node.isArray() ? List.copyOf(all) : problem(key, node, "is no list", otherwise);
    }

    /** A list of texts. */
    List<String> texts(String key, List<String> otherwise) {
        var node = take(key);
        if (node == null) {
            return otherwise;
        }
        var all = new ArrayList<String>();
        for (var item : node) {
            if (!item.isTextual()) {
                return problem(key, item, "is no text", otherwise);
            }
            all.add(item.textValue());
        }
        return node.isArray() ? List.copyOf(all) : problem(key, node, "is no list", otherwise);
    }

    /** A list of texts, each of a form. */
    List<String> texts(String key, List<String> otherwise, Pattern form, String reason) {
        var node = take(key);
        if (node == null) {
            return otherwise;
        }
        var all = new ArrayList<String>();
        for (var item : node) {
            if (!item.isTextual() || !form.matcher(item.textValue()).matches()) {
                return problem(key, item, reason, otherwise);
            }
            all.add(item.textValue());
        }
        return node.isArray() && !all.isEmpty()
                ? List.copyOf(all)
                : problem(key, node, "is no list, or an empty one", otherwise);
    }

    /** A nested object; an absent one is read as empty, so that its defaults apply. */
    <T> T object(String key, Function<PolicyReader, T> reader) {
        var node = take(key);
        var present = node != null && node.isObject()
                ? node
                : com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        if (node != null && !node.isObject()) {
            problem(key, node, "is no object", "");
        }
        var nested = new PolicyReader(path + '.' + key, present, problems);
        var value = reader.apply(nested);
        nested.refuseUnknown();
        return value;
    }

    /** Nested objects by free key. */
    <T> Map<String, T> objects(String key, Function<PolicyReader, T> reader) {
        var all = new LinkedHashMap<String, T>();
        object(key, outer -> {
            outer.object.fieldNames().forEachRemaining(name -> all.put(name, outer.object(name, reader)));
            return all;
        });
        return all;
    }

    /** A value of a flag, or null where absent. */
    @Nullable
    FlagScalar scalar(String key) {
        var node = take(key);
        var scalar = FlagScalar.of(node);
        if (node != null && scalar == null) {
            problem(key, node, "is no value of a flag", "");
        }
        return scalar;
    }

    /** True if the key is not there. */
    boolean isAbsent(String key) {
        return take(key) == null;
    }

    /** Accepts a key that this version stores but does not use yet. */
    void accept(String... keys) {
        known.addAll(List.of(keys));
    }

    /** Records a combination that makes no sense. */
    void refuseIf(boolean wrong, String key, @Nullable Object found, String reason) {
        if (wrong) {
            add(new PolicyProblem(path + '.' + key, String.valueOf(found), reason));
        }
    }

    /** Ends the reading. @throws PolicyRejected with every problem found */
    void finish() throws PolicyRejected {
        refuseUnknown();
        if (!problems.isEmpty()) {
            throw new PolicyRejected(problems);
        }
    }

    private void refuseUnknown() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                var similar = problems.size() < SUGGESTIONS_MAX ? DidYouMean.closest(name, known) : null;
                add(new PolicyProblem(
                        path + '.' + name,
                        "",
                        "is an unknown key" + (similar == null ? "" : ", did you mean '" + similar + "'?")));
            }
        });
    }

    /** The first ones are enough to mend a policy, and an answer that lists them must stay small. */
    private void add(PolicyProblem problem) {
        if (problems.size() < PolicyRejected.PROBLEMS_MAX) {
            problems.add(problem);
        }
    }

    private @Nullable JsonNode take(String key) {
        known.add(key);
        var node = object.get(key);
        return node == null || node.isNull() ? null : node;
    }

    private <T> T problem(String key, JsonNode found, String reason, T otherwise) {
        add(new PolicyProblem(path + '.' + key, found.toString(), reason));
        return otherwise;
    }
}
