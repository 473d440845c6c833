package io.homeostat.heartbeat.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Heartbeat;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus.HealthStatus;
import io.homeostat.heartbeat.domain.Ages;
import io.homeostat.heartbeat.domain.Life;
import io.homeostat.heartbeat.domain.Report;
import io.homeostat.heartbeat.domain.Start;
import io.homeostat.heartbeat.domain.WorkerRecord;
import io.homeostat.heartbeat.domain.WorkerRecord.EarlyResult;
import io.homeostat.heartbeat.domain.WorkerRecord.Fence;
import io.homeostat.heartbeat.domain.WorkerRecord.Identity;
import io.homeostat.heartbeat.domain.WorkerRecord.Trail;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkerCodecTest {

    private static final String ID = "image-resizer-7f9c-2";
    private static final long AT = Instant.parse("2026-11-22T05:44:00Z").toEpochMilli();

    @Test
    void a_typical_worker_takes_less_than_300_bytes_and_comes_back_whole() {
        var tracked = new Tracked(typical(WorkerState.ALIVE), 90_061_000L);
        var bytes = WorkerCodec.encode(tracked);
        assertThat(bytes.length).isLessThan(180);
        assertThat(WorkerCodec.decode(ID, bytes)).isEqualTo(tracked);
    }

    @ParameterizedTest
    @EnumSource(WorkerState.class)
    void every_state_comes_back(WorkerState state) {
        var tracked = new Tracked(typical(state), -1);
        assertThat(WorkerCodec.decode(ID, WorkerCodec.encode(tracked))).isEqualTo(tracked);
    }

    @Test
    void extremes_come_back() {
        var worker = new WorkerRecord(
                ID,
                new Identity("ü", "", "\u0000", "環境".repeat(100), true),
                WorkerState.FAILED,
                Long.MIN_VALUE + 1,
                new Life(null, Integer.MAX_VALUE, Long.MAX_VALUE, Life.NEVER, Life.NEVER, AT),
                new Ages(5, Long.MIN_VALUE, Long.MAX_VALUE, -30_000, 0),
                new Report(Report.UNKNOWN, null, Long.MIN_VALUE, "", false, new Heartbeat.Tokens(Long.MAX_VALUE, 0)),
                new Trail(Long.MIN_VALUE, Long.MAX_VALUE, 0, null),
                new Start("cmd", "pod", Life.NEVER, Start.Outcome.SUCCEEDED, AT, true),
                List.of(
                        new EarlyResult("cmd-2", CommandResult.Status.REFUSED, null, AT),
                        new EarlyResult("cmd-3", CommandResult.Status.SUCCEEDED, "pod-7", Life.NEVER),
                        new EarlyResult("cmd-4", CommandResult.Status.UNKNOWN, "", Long.MAX_VALUE),
                        new EarlyResult("cmd-5", CommandResult.Status.FAILED, null, 0)),
                IntStream.range(0, WorkerRecord.FENCES_MAX)
                        .mapToObj(i -> new Fence("old-" + i, "cmd-" + i, i % 2 == 0))
                        .toList());
        var tracked = new Tracked(worker, Long.MIN_VALUE);
        assertThat(WorkerCodec.decode(ID, WorkerCodec.encode(tracked))).isEqualTo(tracked);
    }

    @Test
    void broken_bytes_and_other_versions_are_said_to_be_so() {
        var bytes = WorkerCodec.encode(new Tracked(typical(WorkerState.ALIVE), 1));
        for (int length = 0; length < bytes.length; length++) {
            var cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> WorkerCodec.decode(ID, cut))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is broken");
        }
        bytes[0] = 9;
        assertThatThrownBy(() -> WorkerCodec.decode(ID, bytes)).hasMessageContaining("unknown version 9");
    }

    private static WorkerRecord typical(WorkerState state) {
        return new WorkerRecord(
                ID,
                new Identity("image-resizer", "images", "1.4.2", "production", false),
                state,
                AT,
                new Life("01JD3ZK8Q4W0000000000000AB", 0, 4_242, AT, AT + 90_000_000, Life.NEVER),
                new Ages(3, 90_001_000, 90_001_000, 1_000, 89_971_000),
                new Report(97, HealthStatus.HEALTHY, 55L, "t-9", true, new Heartbeat.Tokens(50_000, 12_000)),
                new Trail(AT, 3, 1, state == WorkerState.ALIVE ? null : Ids.of("inc", ID, 1)),
                null,
                List.of(),
                List.of());
    }
}
