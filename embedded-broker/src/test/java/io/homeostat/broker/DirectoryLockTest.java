package io.homeostat.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DirectoryLockTest {

    private Path directory = Path.of("");

    @BeforeEach
    void realPath(@TempDir Path temporary) throws IOException {
        directory = temporary.toRealPath();
    }

    @Test
    void a_second_one_in_this_process_is_refused() throws IOException {
        try (var lock = DirectoryLock.take(directory)) {
            assertThat(lock).isNotNull();
            assertThatExceptionOfType(BrokerStartException.class)
                    .isThrownBy(() -> DirectoryLock.take(directory))
                    .withMessage("data directory " + directory + " is in use by another broker in this process");
        }
    }

    @Test
    void a_second_process_is_refused_and_told_who_holds_it() throws IOException {
        try (var lock = DirectoryLock.take(directory)) {
            assertThat(lock).isNotNull();
            assertThat(tryInAnotherProcess())
                    .isEqualTo("data directory " + directory + " is in use by process "
                            + ProcessHandle.current().pid());
        }
    }

    /** POSIX gives all locks of a process on a file back when it closes any channel of that file. */
    @Test
    void a_refusal_in_this_process_does_not_free_the_directory_for_others() throws IOException {
        try (var lock = DirectoryLock.take(directory)) {
            assertThat(lock).isNotNull();
            assertThatExceptionOfType(BrokerStartException.class).isThrownBy(() -> DirectoryLock.take(directory));

            assertThat(tryInAnotherProcess()).contains("is in use by process");
        }
    }

    @Test
    void a_closed_lock_is_free_for_this_and_other_processes() throws IOException {
        var lock = DirectoryLock.take(directory);
        lock.close();
        lock.close();

        assertThat(tryInAnotherProcess()).isEqualTo("taken");
        DirectoryLock.take(directory).close();
    }

    @Test
    void closing_twice_does_not_free_the_lock_of_the_next_holder() throws IOException {
        var first = DirectoryLock.take(directory);
        first.close();
        try (var second = DirectoryLock.take(directory)) {
            first.close();

            assertThat(second).isNotNull();
            assertThat(tryInAnotherProcess()).contains("is in use by process");
            assertThatExceptionOfType(BrokerStartException.class).isThrownBy(() -> DirectoryLock.take(directory));
        }
    }

    @Test
    void a_killed_holder_does_not_block_the_next_one() throws IOException {
        try (var other = ChildJvm.run(Holder.class, directory.toString())) {
            assertThat(other.answer("lock: ")).isEqualTo("taken");
            assertThatExceptionOfType(BrokerStartException.class)
                    .isThrownBy(() -> DirectoryLock.take(directory))
                    .withMessage("data directory " + directory + " is in use by process " + other.pid());

            other.kill();

            DirectoryLock.take(directory).close();
        }
    }

    @Test
    void a_lock_that_cannot_be_made_leaves_nothing_held() throws IOException {
        var blocker = Files.createDirectory(directory.resolve(DirectoryLock.FILE));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> DirectoryLock.take(directory));

        Files.delete(blocker);

        DirectoryLock.take(directory).close();
    }

    private String tryInAnotherProcess() throws IOException {
        try (var other = ChildJvm.run(Holder.class, directory.toString())) {
            return other.answer("lock: ");
        }
    }

    /** Takes the lock, says how that went, and holds it until its standard input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (var lock = DirectoryLock.take(Path.of(arguments[0]))) {
                System.out.println("lock: " + (lock == null ? "none" : "taken"));
                System.in.transferTo(System.out);
            } catch (BrokerStartException e) {
                System.out.println("lock: " + e.getMessage());
            }
        }
    }
}
