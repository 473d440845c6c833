package io.homeostat.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same input gives the same bytes: again, in another place of the world, and in another process. */
class DeterminismTest {

    private final Locale locale = Locale.getDefault();
    private final TimeZone zone = TimeZone.getDefault();

    @AfterEach
    void go_home() {
        Locale.setDefault(locale);
        TimeZone.setDefault(zone);
    }

    @Test
    void the_same_bytes_in_another_language_and_time_zone_and_with_seeds_in_another_order() {
        var here = BusyHour.bytes(false);

        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));

        assertThat(BusyHour.bytes(true)).isEqualTo(here);
    }

    /** Another process has other hash seeds: orders of immutable sets and maps differ from process to process. */
    @Test
    void the_same_bytes_in_other_processes() throws IOException, InterruptedException {
        var here = BusyHour.digest(BusyHour.bytes(false));

        assertThat(elsewhere("-Duser.timezone=Asia/Kathmandu", "-Duser.language=tr", "-XX:ActiveProcessorCount=1"))
                .isEqualTo(here);
        assertThat(elsewhere("-Duser.timezone=America/St_Johns", "-Duser.language=th", "-XX:ActiveProcessorCount=4"))
                .isEqualTo(here);
    }

    private static String elsewhere(String... flags) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BusyHour.class.getName()));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.lines()
                .filter(line -> line.startsWith("sha256 "))
                .findFirst()
                .orElse(output);
    }
}
