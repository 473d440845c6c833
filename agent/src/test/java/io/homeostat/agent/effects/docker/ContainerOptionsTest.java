package io.homeostat.agent.effects.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.agent.effects.docker.ContainerOptions.Volume;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Parsed;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerOptionsTest {

    @Test
    void everything_that_may_be_said() {
        assertThat(valid("""
                {"network": "plane_default", "entrypoint": ["java", "-cp"], "user": "10001:10001", "memoryMb": 6, "cpus": 0.5,
                 "readOnly": true, "temporary": ["/tmp"], "volumes": ["data:/var/lib/x", "conf:/etc/x:ro"], "labels": {"team": "a"}}
                """))
                .isEqualTo(new ContainerOptions(
                        "plane_default",
                        List.of("java", "-cp"),
                        "10001:10001",
                        6L,
                        new BigDecimal("0.5"),
                        true,
                        List.of("/tmp"),
                        List.of(new Volume("data", "/var/lib/x", false), new Volume("conf", "/etc/x", true)),
                        Map.of("team", "a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}"})
    void nothing_said_is_the_images_own_way(String container) {
        assertThat(valid(container))
                .isEqualTo(
                        new ContainerOptions(null, List.of(), null, null, null, false, List.of(), List.of(), Map.of()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "the host's network | {\"network\": \"host\"} | parameters.container.network",
                "another container's network | {\"network\": \"container:x\"} | container.network",
                "a directory of the host | {\"volumes\": [\"/etc:/etc\"]} | container.volumes",
                "a relative directory of the host | {\"volumes\": [\"./x:/etc\"]} | container.volumes",
                "another mode of a volume | {\"volumes\": [\"x:/etc:shared\"]} | container.volumes",
                "a label of the agent's own | {\"labels\": {\"io.homeostat.worker-id\": \"w\"}} | container.labels",
                "less memory than an engine grants | {\"memoryMb\": 5} | container.memoryMb",
                "no processor at all | {\"cpus\": 0} | container.cpus",
                "a relative temporary directory | {\"temporary\": [\"tmp\"]} | container.temporary"
            })
    void refused(String what, String container, String field) {
        assertThat(parse(container))
                .as(what)
                .isInstanceOfSatisfying(
                        Parsed.Rejected.class,
                        rejected -> assertThat(rejected.message()).contains(field.replace("parameters.", "")));
    }

    private static ContainerOptions valid(String container) {
        return switch (parse(container)) {
            case Parsed.Valid<ContainerOptions>(var options) -> options;
            case Parsed.Rejected<ContainerOptions> rejected -> throw new AssertionError(rejected.message());
        };
    }

    private static Parsed<ContainerOptions> parse(String container) {
        var json = "{\"subject\":\"w\",\"agent\":\"a\",\"executor\":\"docker\",\"parameters\":{\"container\":"
                + container + "}}";
        return switch (Component.parse("w", json.getBytes(StandardCharsets.UTF_8))) {
            case Parsed.Valid<Component>(var component) -> ContainerOptions.of(component);
            case Parsed.Rejected<Component> rejected -> throw new AssertionError(rejected.message());
        };
    }
}
