package io.homeostat.cli.provision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.homeostat.cli.CommandFailure;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.PolicyDocument;
import io.homeostat.common.policy.Policies;
import io.homeostat.common.policy.PolicyRejected;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Policies out of a directory: {@code heartbeat-policy.json} everywhere, {@code heartbeat-policy@type=gpu.json} for a
 * scope. A file holds the policy's own JSON, so the files of the systems that are replaced load unchanged. The version is
 * the content's hash: the same file is the same version.
 */
final class PolicyFiles {

    private static final int VERSION_CHARACTERS = 12;

    private PolicyFiles() {}

    /** All valid documents. @throws CommandFailure naming file, path and reason if any is refused */
    static Collection<PolicyDocument> read(Path directory) {
        var policies = Policies.defaults();
        for (var file : JsonFiles.in(directory).entrySet()) {
            var document = document(file.getKey(), file.getValue());
            try {
                policies = policies.with(document);
            } catch (PolicyRejected e) {
                throw new CommandFailure("policy file " + file.getKey() + ".json is refused: " + e.getMessage(), e);
            }
        }
        return policies.documents().values();
    }

    /** Every document as the file says it, for somebody who judges it. @throws CommandFailure if a file's name is wrong */
    static Map<String, byte[]> unchecked(Path directory) {
        var all = new TreeMap<String, byte[]>();
        JsonFiles.in(directory).forEach((file, content) -> {
            var policy = Json.read(content, JsonNode.class) instanceof Parsed.Valid<JsonNode>(var tree)
                    ? tree
                    : TextNode.valueOf("no JSON");
            var document = document(file, content, policy);
            all.put(document.key(), Json.bytes(document));
        });
        return all;
    }

    private static PolicyDocument document(String file, byte[] content) {
        return switch (Json.read(content, JsonNode.class)) {
            case Parsed.Rejected<JsonNode> rejected ->
                throw new CommandFailure("policy file " + file + ".json is refused: " + rejected.message());
            case Parsed.Valid<JsonNode>(var policy) -> document(file, content, policy);
        };
    }

    private static PolicyDocument document(String file, byte[] content, JsonNode policy) {
        var named = PolicyFileName.of(file);
        return new PolicyDocument(
                named.name(),
                named.scope(),
                "sha-" + Ids.sha256Hex(content).substring(0, VERSION_CHARACTERS),
                "provisioning",
                "seeded from a file at first start",
                null,
                policy);
    }
}
