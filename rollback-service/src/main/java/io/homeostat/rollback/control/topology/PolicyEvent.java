package io.homeostat.rollback.control.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.PolicyDocument;
import io.homeostat.common.contract.PolicyRequest;
import io.homeostat.common.policy.Policies;
import io.homeostat.common.streams.Addressed;
import io.homeostat.common.streams.InputParser;
import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.rollback.control.domain.PolicyInput;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed input of the stage that keeps the policies. */
sealed interface PolicyEvent extends Addressed {

    /** The longest key under which a request that cannot be read is answered. */
    int ANSWER_CHARACTERS_MAX = 400;

    /** The stage has one task: nothing can be misplaced. */
    @Override
    default @Nullable String subject() {
        return null;
    }

    /** Something about the policy {@code key}. */
    record About(String key, PolicyInput input) implements PolicyEvent {}

    /** An approval or rejection. */
    record Commanded(ForwardedCommand command) implements PolicyEvent {}

    /**
     * A record that is no request.
     *
     * @param about the policy that it seems to be about; null where it does not say, or says what no policy is called
     */
    record Refused(
            Origin origin,
            @Nullable String key,
            byte @Nullable [] value,
            String error,
            @Nullable About about) implements PolicyEvent {}

    /** The plane's clock: the record's timestamp is now. */
    record Ticked() implements PolicyEvent {}

    /** A record of the log under a key that no policy has: no reader takes it for anything, so there is nothing to keep. */
    record Foreign(Origin origin, @Nullable String key, byte @Nullable [] value) implements PolicyEvent {}

    /** The parsers of the stage's topics. */
    static Map<TopicSpec, InputParser<PolicyEvent>> parsers() {
        return Map.of(
                Topics.POLICY_REQUESTS, PolicyEvent::request,
                Topics.POLICY_APPROVALS, PolicyEvent::approval,
                Topics.POLICIES, PolicyEvent::found);
    }

    private static Parsed<PolicyEvent> request(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return new Parsed.Valid<>(
                switch (PolicyRequest.parse(key, value)) {
                    case Parsed.Valid<PolicyRequest>(var request) ->
                        new About(request.key(), new PolicyInput.Requested(request, origin.coordinates()));
                    case Parsed.Rejected<PolicyRequest> rejected ->
                        new Refused(origin, key, value, rejected.message(), about(key, value, rejected, origin));
                });
    }

    private static Parsed<PolicyEvent> approval(@Nullable String key, byte @Nullable [] value, Origin origin) {
        if (Ticks.isTick(key)) {
            return new Parsed.Valid<>(new Ticked());
        }
        return value == null
                ? Parsed.rejected("value", "is null")
                : ForwardedCommand.read(value).map(Commanded::new);
    }

    /** Never refused: what stands in the log is what every reader has to live with. */
    private static Parsed<PolicyEvent> found(@Nullable String key, byte @Nullable [] value, Origin origin) {
        if (key == null || !Policies.isKey(key)) {
            return new Parsed.Valid<>(new Foreign(origin, key, value));
        }
        var at = origin.coordinates();
        if (value == null) {
            return new Parsed.Valid<>(new About(key, new PolicyInput.Found(null, null, null, at)));
        }
        return new Parsed.Valid<>(
                switch (PolicyDocument.parse(value)) {
                    case Parsed.Rejected<PolicyDocument> rejected ->
                        new About(key, new PolicyInput.Found(null, null, rejected.message(), at));
                    case Parsed.Valid<PolicyDocument>(var document) ->
                        document.key().equals(key)
                                ? new About(key, new PolicyInput.Found(document, text(value, "id"), null, at))
                                : new About(
                                        key,
                                        new PolicyInput.Found(null, null, "field 'key': differs from its own", at));
                });
    }

    private static @Nullable About about(
            @Nullable String key, byte @Nullable [] value, Parsed.Rejected<?> rejected, Origin origin) {
        var name = value == null || value.length > PolicyDocument.BYTES_MAX ? null : text(value, "name");
        var scope = name == null || value == null ? null : text(value, "scope");
        var named = name == null || scope == null ? name : name + '/' + scope;
        var about = named == null ? key : named;
        if (about == null || !isAnswerable(about)) {
            return null;
        }
        var actor = name == null || value == null ? null : text(value, "actor");
        return new About(
                about,
                new PolicyInput.Unreadable(
                        origin.coordinates(),
                        actor == null ? "unknown" : actor,
                        rejected.field(),
                        rejected.found(),
                        rejected.reason()));
    }

    /** An answer needs a key, and only the name of a policy makes one: everything else is somebody's invention. */
    private static boolean isAnswerable(String about) {
        int slash = about.indexOf('/');
        return about.length() <= ANSWER_CHARACTERS_MAX
                && Policies.NAMES.contains(slash < 0 ? about : about.substring(0, slash));
    }

    private static @Nullable String text(byte[] value, String name) {
        var text = Json.read(value, JsonNode.class) instanceof Parsed.Valid<JsonNode>(var record)
                ? record.path(name).textValue()
                : null;
        return text == null || text.isEmpty() || text.length() > 256 ? null : text;
    }
}
