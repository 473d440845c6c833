package io.homeostat.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * What the reader thread does, one step at a time: read on, and prove again and again that what is known is all.
 *
 * <p><b>Contact.</b> A poll that returns nothing proves nothing: without a broker it returns nothing either. So every
 * few seconds both partitions are asked where they end; the answer comes from their leaders. When everything before
 * these ends is applied, what is known is complete as of the moment at which the question was <em>sent</em>, and from
 * then on it ages. A broker that answers but cannot be read from (a corrupt record, say) is no contact either. With the
 * ends it is asked whether the logs are still those that were read.
 *
 * <p>Nothing is put up before the first contact, nor while a topic is read anew from its start: half of a log would show
 * what was long changed.
 */
final class FlagFollower {

    /** Between two attempts after one failed. */
    static final Duration RETRY_EVERY = Duration.ofSeconds(1);

    static final Duration POLL = Duration.ofMillis(500);

    private final TopicPartition killSwitch;
    private final TopicPartition flags;
    private final FlagBook book;
    private final FlagBoard board;
    private final Supplier<Consumer<byte[], byte[]>> connect;
    private final BeatClock clock;
    private final FlagLog log;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final FirstRecords firsts = new FirstRecords();

    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private @Nullable Question question;
    private boolean complete;
    private long askNanos;
    private long contactNanos;

    /** Where both partitions ended, asked at this time. */
    private record Question(long askedNanos, Map<TopicPartition, Long> ends) {}

    FlagFollower(
            Topics topics,
            FlagBook book,
            FlagBoard board,
            Supplier<Consumer<byte[], byte[]>> connect,
            BeatClock clock) {
        this.killSwitch = new TopicPartition(topics.prefix() + "kill-switch", 0);
        this.flags = new TopicPartition(topics.prefix() + "flags", 0);
        this.book = book;
        this.board = board;
        this.connect = connect;
        this.clock = clock;
        this.log = new FlagLog(topics.servers(), clock.nanos());
    }

    /** Where the two topics are. */
    record Topics(String prefix, String servers) {}

    /** Reads on; answers how many nanoseconds to wait before the next step (0: none, the step waits for records). */
    long step() {
        try {
            var connected = connected();
            long now = clock.nanos();
            if (question == null && now - askNanos >= 0) {
                ask(connected, now);
            }
            settle(connected);
            read(connected);
            settle(connected);
            log.waiting(clock.nanos());
            return 0;
        } catch (TimeoutException unanswered) {
            log.failed(unanswered, clock.nanos());
            askNanos = clock.nanos();
            return 0; // the step has waited already
        } catch (WakeupException asked) {
            return 0;
        } catch (InterruptException foreign) {
            var _ = Thread.interrupted(); // nobody has a reason to: the flag would make every wait end at once
            return 0;
        } catch (InvalidOffsetException elsewhere) {
            startOver(elsewhere.partitions(), elsewhere.toString());
            return 0;
        } catch (RuntimeException | Error refused) {
            disconnect(); // whatever was polled and not applied is polled again
            log.failed(refused, clock.nanos());
            return RETRY_EVERY.toNanos();
        }
    }

    /** Any thread: ends a wait for Kafka. */
    void wakeup() {
        var present = consumer;
        if (present != null) {
            present.wakeup();
        }
    }

    /** Lets go of the consumer without waiting for the broker: without a group there is nothing to tell it. */
    void disconnect() {
        var old = consumer;
        consumer = null;
        question = null;
        complete = false;
        askNanos = clock.nanos();
        if (old != null) {
            close(old);
        }
    }

    private Consumer<byte[], byte[]> connected() {
        var present = consumer;
        if (present != null) {
            return present;
        }
        var made = connect.get();
        try {
            requireOnePartition(made, killSwitch);
            requireOnePartition(made, flags);
            made.assign(List.of(killSwitch, flags));
            for (var partition : made.assignment()) {
                var offset = next.get(partition);
                if (offset == null) {
                    made.seekToBeginning(List.of(partition));
                } else {
                    made.seek(partition, offset);
                }
            }
        } catch (RuntimeException refused) {
            close(made);
            throw refused;
        }
        askNanos = clock.nanos();
        consumer = made;
        return made;
    }

    // With a second partition, a scope's records could be where nobody looks.
    private void requireOnePartition(Consumer<byte[], byte[]> made, TopicPartition partition) {
        int partitions = made.partitionsFor(partition.topic(), patience()).size();
        if (partitions != 1) {
            throw new IllegalStateException(
                    "the topic " + partition.topic() + " must have one partition, and has " + partitions);
        }
    }

    private void ask(Consumer<byte[], byte[]> connected, long now) {
        askNanos = now + new FlagPace(book.staleAfter()).every().toNanos();
        var anew = firsts.ofOtherLogs(connected, List.of(killSwitch, flags), patience());
        if (!anew.isEmpty()) {
            startOver(anew, "it begins with another record");
        }
        question = new Question(now, connected.endOffsets(List.of(killSwitch, flags), patience()));
    }

    private void read(Consumer<byte[], byte[]> connected) {
        var polled = connected.poll(untilSomethingIsDue());
        for (var record : polled) {
            if (record.topic().equals(killSwitch.topic())) {
                book.switched(record.offset(), record.key(), record.value());
            } else {
                book.flagged(record.offset(), record.key(), record.value());
            }
        }
        if (complete && !polled.isEmpty()) {
            board.put(book.snapshot(), contactNanos, book.staleAfter());
        }
        for (var partition : polled.partitions()) {
            next.put(partition, connected.position(partition, patience()));
        }
    }

    private void settle(Consumer<byte[], byte[]> connected) {
        var asked = question;
        if (asked == null) {
            return;
        }
        for (var end : asked.ends().entrySet()) {
            if (connected.position(end.getKey(), patience()) < end.getValue()) {
                return;
            }
        }
        question = null;
        complete = true;
        contactNanos = asked.askedNanos();
        board.put(book.snapshot(), contactNanos, book.staleAfter());
        log.contact(clock.nanos());
    }

    /** The log no longer is where it was read (deleted, truncated, made anew): it is read again from its start. */
    private void startOver(Set<TopicPartition> elsewhere, String why) {
        log.startOver(elsewhere, why);
        complete = false;
        question = null;
        for (var partition : elsewhere) {
            next.remove(partition);
            if (partition.equals(flags)) {
                book.forgetFlags();
            }
        }
        var present = consumer;
        if (present != null) {
            present.seekToBeginning(elsewhere);
        }
    }

    private Duration untilSomethingIsDue() {
        long wait = Math.min(POLL.toNanos(), Math.max(0, board.nanosUntilStale()));
        if (question == null) {
            wait = Math.min(wait, Math.max(0, askNanos - clock.nanos()));
        }
        // Not less than a moment: what is stale already stays so, and must not make this thread spin.
        return Duration.ofNanos(Math.max(wait, POLL.toNanos() / 10));
    }

    private Duration patience() {
        return new FlagPace(book.staleAfter()).patience();
    }

    private void close(Consumer<byte[], byte[]> old) {
        try {
            old.close(CloseOptions.timeout(Duration.ZERO));
        } catch (RuntimeException unclean) {
            log.unclean(unclean);
        }
    }
}
