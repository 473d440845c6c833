package io.homeostat.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An agent in a JVM of its own, which can be killed, frozen and thawed. */
final class AgentProcess implements AutoCloseable {

    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();

    private AgentProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().start(() -> read(process.inputReader(UTF_8)));
    }

    static AgentProcess start(String name, String bootstrapServers, Path data) throws IOException {
        var builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=homeostat-logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AgentApplication.class.getName()))
                .redirectErrorStream(true);
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        builder.environment().put("HOMEOSTAT_AGENT_NAME", name);
        builder.environment().put("HOMEOSTAT_AGENT_DATA_DIR", data.toString());
        builder.environment().put("HOMEOSTAT_HTTP_PORT", "-1");
        builder.environment().put("AGENT_SECRET", "not for workers");
        return new AgentProcess(builder.start());
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks it to end, and waits. */
    int terminate() {
        process.destroy();
        return process.onExit().join().exitValue();
    }

    int exitCode() {
        return process.onExit().join().exitValue();
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    List<String> output() {
        return List.copyOf(output);
    }

    private void read(BufferedReader reader) {
        reader.lines().forEach(output::add);
    }

    @Override
    public void close() {
        kill();
    }
}
