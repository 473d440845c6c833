package io.homeostat.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** What stands in the deployment files is what the services understand, and runs with no more rights than they need. */
class DeploymentTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path KUBERNETES = ROOT.resolve("deploy/kubernetes");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SETTING = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9._-]*)");
    private static final int DOOR = 8080;

    @ParameterizedTest
    @ValueSource(
            strings = {"heartbeat-service", "restart-service", "pattern-service", "autofix-service", "rollback-service"
            })
    void a_service_has_its_state_its_probes_and_its_account(String name) {
        var set = only("StatefulSet", name);
        var pod = set.at("/spec/template/spec");
        var container = pod.path("containers").path(0);
        assertThat(container.path("args")).extracting(JsonNode::asText).containsExactly(name + ".jar");
        assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(DOOR);
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/health/liveness");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/liveness");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/readiness");
        for (var probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container.path(probe).path("httpGet").path("port").asText())
                    .isEqualTo(container.at("/ports/0/name").asText());
        }
        assertThat(set.at("/spec/volumeClaimTemplates/0/metadata/name").asText())
                .isEqualTo("state");
        assertThat(container.path("volumeMounts"))
                .anyMatch(mount -> mount.path("name").asText().equals("state")
                        && mount.path("mountPath").asText().equals("/var/lib/homeostat"));
        assertThat(pod.path("serviceAccountName").asText()).isEqualTo(name);
        only("ServiceAccount", name);
        assertThat(only("Service", name)
                        .at("/spec/selector/app.kubernetes.io~1name")
                        .asText())
                .isEqualTo(name)
                .isEqualTo(set.at("/spec/selector/matchLabels/app.kubernetes.io~1name")
                        .asText())
                .isEqualTo(set.at("/spec/template/metadata/labels/app.kubernetes.io~1name")
                        .asText());
    }

    @Test
    void every_pod_runs_without_rights() {
        assertThat(pods()).hasSize(6).allSatisfy(pod -> {
            var user = pod.path("securityContext");
            assertThat(user.path("runAsNonRoot").asBoolean()).isTrue();
            assertThat(user.path("runAsUser").asInt()).isEqualTo(10001);
            assertThat(user.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.path("hostNetwork").asBoolean()
                            || pod.path("hostPID").asBoolean()
                            || pod.path("hostIPC").asBoolean())
                    .isFalse();
            assertThat(pod.path("volumes")).noneMatch(volume -> volume.has("hostPath"));
            assertThat(pod.path("containers")).hasSize(1).allSatisfy(container -> {
                var rights = container.path("securityContext");
                assertThat(rights.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(rights.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(rights.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
                assertThat(container.at("/resources/requests/memory").asText()).isNotEmpty();
                assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
                assertThat(container.path("image").asText()).isEqualTo("homeostat:0.1.0");
            });
        });
    }

    @Test
    void the_network_lets_the_services_to_the_broker_and_to_names_only() {
        var egress = only("NetworkPolicy", "homeostat").at("/spec/egress");
        assertThat(StreamSupport.stream(egress.spliterator(), false)
                        .flatMap(rule -> StreamSupport.stream(rule.path("ports").spliterator(), false))
                        .map(port -> port.path("port").asInt()))
                .containsOnly(9092, 53);
        assertThat(only("NetworkPolicy", "homeostat")
                        .at("/spec/ingress/0/ports/0/port")
                        .asInt())
                .isEqualTo(DOOR);
    }

    @Test
    void the_kustomization_names_every_file() throws IOException {
        try (var files = Files.list(KUBERNETES)) {
            var named = documents(KUBERNETES.resolve("kustomization.yaml"))
                    .getFirst()
                    .path("resources");
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(file -> !file.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrderElementsOf(StreamSupport.stream(named.spliterator(), false)
                            .map(JsonNode::asText)
                            .toList());
        }
    }

    @Test
    void every_variable_of_a_container_is_a_setting_of_a_service() throws IOException {
        var known = settings();
        var variables = new TreeSet<String>();
        pods().forEach(pod -> pod.path("containers")
                .path(0)
                .path("env")
                .forEach(variable -> variables.add(variable.path("name").asText())));
        only("ConfigMap", "homeostat").path("data").fieldNames().forEachRemaining(variables::add);
        compose().path("services").forEach(service -> {
            if (!service.path("image").asText().startsWith("apache/kafka")) {
                service.path("environment").fieldNames().forEachRemaining(variables::add);
            }
        });
        assertThat(variables).contains("KAFKA_BOOTSTRAP_SERVERS", "HOMEOSTAT_AGENT_DOCKER_HOST");
        assertThat(variables).allSatisfy(variable -> assertThat(known).contains(plain(variable)));
    }

    @Test
    void the_composed_services_run_without_rights_and_one_has_the_engine() {
        var services = compose().path("services");
        var names = new ArrayList<String>();
        services.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "kafka",
                        "topics",
                        "heartbeat-service",
                        "restart-service",
                        "pattern-service",
                        "autofix-service",
                        "rollback-service",
                        "agent",
                        "fleet");
        for (var name : names) {
            var service = services.path(name);
            assertThat(service.at("/cap_drop/0").asText()).as(name).isEqualTo("ALL");
            assertThat(service.at("/security_opt/0").asText()).as(name).isEqualTo("no-new-privileges:true");
            assertThat(service.path("mem_limit").asText()).as(name).isNotEmpty();
            assertThat(service.path("privileged").asBoolean()).as(name).isFalse();
            assertThat(service.path("read_only").asBoolean()).as(name).isEqualTo(!name.equals("kafka"));
            assertThat(service.path("volumes").toString().contains("docker.sock"))
                    .as(name)
                    .isEqualTo(name.equals("agent"));
        }
    }

    private static List<JsonNode> pods() {
        return all().filter(each -> each.at("/spec/template/spec").isObject())
                .map(each -> each.at("/spec/template/spec"))
                .toList();
    }

    private static JsonNode only(String kind, String name) {
        var found = all().filter(each -> each.path("kind").asText().equals(kind)
                        && each.at("/metadata/name").asText().equals(name))
                .toList();
        assertThat(found).as("%s %s", kind, name).hasSize(1);
        return found.getFirst();
    }

    private static Stream<JsonNode> all() {
        try (var files = Files.list(KUBERNETES)) {
            return files.sorted().toList().stream().flatMap(file -> documents(file).stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode compose() {
        return documents(ROOT.resolve("docker-compose.yml")).getFirst();
    }

    private static List<JsonNode> documents(Path file) {
        var loader = new LoaderOptions();
        loader.setAllowDuplicateKeys(false);
        var dumper = new DumperOptions();
        var yaml = new Yaml(new SafeConstructor(loader), new Representer(dumper), dumper, loader, new Resolver());
        try (var text = Files.newBufferedReader(file)) {
            var documents = new ArrayList<JsonNode>();
            yaml.loadAll(text).forEach(document -> documents.add(JSON.valueToTree(document)));
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All settings that any service reads, out of its sources. */
    private static Set<String> settings() throws IOException {
        var known = new HashSet<String>();
        try (var modules = Files.list(ROOT)) {
            for (var module : modules.map(each -> each.resolve("src/main"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (var files = Files.walk(module)) {
                    for (var file : files.filter(each -> each.toString().matches(".*\\.(java|yml)"))
                            .toList()) {
                        SETTING.matcher(Files.readString(file))
                                .results()
                                .forEach(found -> known.add(plain(found.group(1))));
                    }
                }
            }
        }
        return known;
    }

    /** A variable and the property that it sets are the same but for case and punctuation. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
