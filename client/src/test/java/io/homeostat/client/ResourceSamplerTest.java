package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResourceSamplerTest {

    @Test
    void samples_this_process() {
        var sampler = new ResourceSampler();
        sampler.sample();

        var sample = sampler.sample();

        assertThat(sample.cpuPercent()).isBetween(-1, 100);
        assertThat(sample.memoryMb())
                .as("the heap of this JVM is bounded by the build")
                .isBetween(4L, Runtime.getRuntime().maxMemory() / (1024 * 1024) + 512);
        assertThat(sample.openFiles()).matches(files -> files == Beat.UNKNOWN || files >= 3);
    }
}
