package io.homeostat.cli.demo;

import io.homeostat.cli.KafkaAccess;
import io.homeostat.cli.TextTable;
import io.homeostat.cli.view.Described;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runs the troubles one after the other on a plane that is ready, shows each as it goes, and judges it from the topics. */
public final class Demo {

    private static final Duration FLEET_LIMIT = Duration.ofSeconds(60);
    private static final long VISIBLE_POLL_MS = 10;
    private static final Set<String> ANSWERS = Set.of("ACCEPTED", "DONE", "REFUSED", "AWAITING_APPROVAL");

    private final Fleet fleet;
    private final KafkaAccess access;
    private final Path directory;
    private final PrintWriter out;
    private final long deadline;
    private final BooleanSupplier asked;

    /**
     * A demo on a plane that is ready.
     *
     * @param directory for the workers' settings files
     * @param asked true once the user wants the end
     */
    public Demo(KafkaAccess access, Path directory, PrintWriter out, Duration limit, BooleanSupplier asked) {
        this.access = access;
        this.fleet = new Fleet(access, System.getProperty("java.class.path"));
        this.directory = directory;
        this.out = out;
        this.deadline = System.nanoTime() + limit.toNanos();
        this.asked = asked;
    }

    /** Where the demo's policies stand: shorter times, nothing else. */
    public static Path policies() {
        return Path.of(System.getProperty("homeostat.home", "."), "deploy", "demo", "policies");
    }

    /** True if every trouble left exactly the records that it must. */
    public boolean run() throws InterruptedException {
        try (var ledger = new Ledger(access)) {
            var script = new Script(fleet, directory);
            if (!startFleet(script.workers(), ledger)) {
                return false;
            }
            var outcomes = new ArrayList<Outcome>();
            for (var trouble : script.troubles()) {
                if (over()) {
                    say("stopped before '" + trouble.title() + "'");
                    return false;
                }
                outcomes.add(run(trouble, ledger));
            }
            outcomes.add(await(script.aftermath(), ledger));
            return report(outcomes);
        }
    }

    private boolean startFleet(List<DemoComponent> workers, Ledger ledger) throws InterruptedException {
        long start = System.nanoTime();
        workers.forEach(fleet::declare);
        for (var worker : workers) {
            var id = worker.workerId();
            var alive = ledger.await(0, FLEET_LIMIT, this::over, Trouble.record("worker-status", id, "state", "ALIVE"));
            if (alive.isEmpty()) {
                say("worker " + id + " did not come up within " + FLEET_LIMIT.toSeconds() + " s");
                return false;
            }
        }
        say("");
        say("fleet: " + workers.size() + " worker processes alive after "
                + Outcome.seconds(Duration.ofNanos(System.nanoTime() - start)));
        return true;
    }

    /** What takes its time, and may have come while other troubles went on. */
    private Outcome await(Aftermath aftermath, Ledger ledger) throws InterruptedException {
        say("");
        say("still to come: " + aftermath.title());
        long start = System.nanoTime();
        var came = ledger.await(0, aftermath.limit(), this::over, aftermath.wanted());
        came.ifPresent(record -> show(record, start));
        var differences = came.isPresent()
                ? List.<String>of()
                : List.of("did not come within " + aftermath.limit().toSeconds() + " s");
        return new Outcome(aftermath.title(), new Outcome.Times(null, null, null), 1, differences);
    }

    private Outcome run(Trouble trouble, Ledger ledger) throws InterruptedException {
        say("");
        say("trouble: " + trouble.title());
        int mark = ledger.size();
        long start = System.nanoTime();
        ledger.show(record -> show(record, start));
        trouble.inject().run(ledger, mark);
        var times = new Times(ledger, mark, start, trouble.limit());
        var ended = times.of(trouble.ended());
        var unseen = unseen(trouble.visible(), ended, start);
        var detected = times.past(trouble.detected());
        var decided = times.past(trouble.decided());
        ledger.await(mark, trouble.settle(), this::over, _ -> false); // time in which a record too many would show
        ledger.show(_ -> {});
        return judge(trouble, ledger.since(mark), unseen, new Outcome.Times(detected, decided, ended));
    }

    /** What workers did not show in time, in one sentence; empty where they did or have nothing to show. */
    private List<String> unseen(Trouble.@Nullable Visible visible, @Nullable Duration ended, long start)
            throws InterruptedException {
        if (visible == null || ended == null) {
            return List.of();
        }
        long from = start + ended.toNanos();
        while (!visible.shows().getAsBoolean()) {
            if (System.nanoTime() - from > visible.within().toNanos()) {
                return List.of(
                        visible.what() + ": not within " + visible.within().toMillis() + " ms of the record");
            }
            TimeUnit.MILLISECONDS.sleep(VISIBLE_POLL_MS);
        }
        var after = Duration.ofNanos(System.nanoTime() - from);
        say("  seen from outside: " + visible.what() + ", " + Outcome.seconds(after) + " after the record");
        return List.of();
    }

    private Outcome judge(Trouble trouble, List<Described> records, List<String> unseen, Outcome.Times times) {
        var differences = new ArrayList<>(unseen);
        if (times.healed() == null) {
            differences.add("did not end within " + trouble.limit().toSeconds() + " s");
        }
        trouble.expectations().forEach(expectation -> differences.addAll(expectation.differences(records)));
        var subjects = trouble.expectations().stream().map(Expectation::subject).toList();
        records.stream()
                .filter(record -> record.topic().equals("dead-letters")
                        || (Expectation.judges(record) && !subjects.contains(Expectation.subject(record))))
                .forEach(record -> differences.add(
                        "nobody expected " + record.key() + " on " + record.topic() + ": " + record.line()));
        int expected =
                trouble.expectations().stream().mapToInt(Expectation::size).sum();
        return new Outcome(trouble.title(), times, expected, differences);
    }

    private boolean report(List<Outcome> outcomes) {
        var table = new TextTable(List.of("trouble", "detected", "decided", "healed after", "records", "verdict"));
        for (var outcome : outcomes) {
            table.add(List.of(
                    outcome.trouble(),
                    Outcome.seconds(outcome.times().detected()),
                    Outcome.seconds(outcome.times().decided()),
                    Outcome.seconds(outcome.times().healed()),
                    outcome.passed() ? outcome.records() + " of " + outcome.records() : "differ",
                    outcome.passed() ? "ok" : "FAILED"));
        }
        say("");
        table.lines().forEach(this::say);
        outcomes.forEach(outcome -> outcome.differences().forEach(difference -> say("  " + difference)));
        boolean passed = outcomes.stream().allMatch(Outcome::passed);
        say("");
        say(passed ? "every trouble left exactly the expected records" : "the demo FAILED");
        return passed;
    }

    private void show(Described record, long start) {
        if (record.topic().equals("audit")
                && !ANSWERS.contains(record.value().path("decision").asText())) {
            return; // the decision itself is shown already; what a person wanted is only answered here
        }
        say(String.format(
                "  %8s  %-17s %-10s %s",
                "+" + Outcome.seconds(Duration.ofNanos(System.nanoTime() - start)),
                record.topic(),
                record.key(),
                record.line()));
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    private boolean over() {
        return asked.getAsBoolean() || System.nanoTime() > deadline;
    }

    /** When records came, counted from the injection, by this process's clock. */
    private final class Times {
        private final Ledger ledger;
        private final int mark;
        private final long start;
        private final Duration limit;

        Times(Ledger ledger, int mark, long start, Duration limit) {
            this.ledger = ledger;
            this.mark = mark;
            this.start = start;
            this.limit = limit;
        }

        @Nullable
        Duration of(Predicate<Described> wanted) throws InterruptedException {
            return since(ledger.await(mark, limit, Demo.this::over, wanted));
        }

        @Nullable
        Duration past(Predicate<Described> wanted) throws InterruptedException {
            return since(ledger.await(mark, Duration.ZERO, Demo.this::over, wanted));
        }

        private @Nullable Duration since(Optional<Described> record) {
            return record.map(r -> Duration.ofNanos(ledger.arrivedAt(r) - start))
                    .orElse(null);
        }
    }
}
