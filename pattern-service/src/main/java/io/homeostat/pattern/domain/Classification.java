package io.homeostat.pattern.domain;

import static io.homeostat.common.contract.FailureKind.CRASH;
import static io.homeostat.common.contract.FailureKind.DEPENDENCY_DOWN;
import static io.homeostat.common.contract.FailureKind.HEARTBEAT_TIMEOUT;
import static io.homeostat.common.contract.FailureKind.OUT_OF_MEMORY;
import static io.homeostat.common.contract.FailureKind.RESOURCE_EXHAUSTED;
import static io.homeostat.common.contract.FailureKind.STUCK;
import static io.homeostat.common.contract.FailureKind.TIMEOUT;
import static io.homeostat.common.contract.FailureKind.ZOMBIE;

import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The table that classifies failures: kind, exit code and message, the first row that fits wins. What no row fits is
 * UNKNOWN, never guessed.
 */
public final class Classification {

    /** Characters of a message that are looked at. */
    static final int MESSAGE_CHARACTERS_MAX = 4_096;

    /** A row; null fits everything. */
    private record Row(
            @Nullable FailureKind kind,
            @Nullable Integer exitCode,
            @Nullable Pattern message,
            Taxonomy taxonomy) {

        boolean fits(Failure failure, String text) {
            return (kind == null || kind == failure.kind())
                    && (exitCode == null || exitCode.equals(failure.exitCode()))
                    && (message == null || message.matcher(text).find());
        }
    }

    private static final List<Row> ROWS = rows();

    private Classification() {}

    /** What this failure is. */
    public static Taxonomy of(Failure failure) {
        var message = failure.message() == null ? "" : failure.message();
        var bounded =
                message.length() > MESSAGE_CHARACTERS_MAX ? message.substring(0, MESSAGE_CHARACTERS_MAX) : message;
        // A worker called timeout-checker does not time out whenever its name is in the message.
        var text = Signature.withoutSubject(bounded, failure.subject());
        if (failure.kind() == ZOMBIE && memoryWasFull(failure)) {
            return Taxonomy.OUT_OF_MEMORY;
        }
        for (var row : ROWS) {
            if (row.fits(failure, text)) {
                return row.taxonomy;
            }
        }
        return Taxonomy.UNKNOWN;
    }

    /** The last reading of a zombie, where its reporter gives one: {@code memoryMb} and {@code memoryLimitMb}. */
    private static boolean memoryWasFull(Failure failure) {
        var used = failure.numericAttribute("memoryMb");
        var limit = failure.numericAttribute("memoryLimitMb");
        return used != null && limit != null && limit.signum() > 0 && used.compareTo(limit) >= 0;
    }

    private static List<Row> rows() {
        var rows = new ArrayList<Row>();
        kinds(rows);
        resources(rows);
        surroundings(rows);
        network(rows);
        code(rows);
        data(rows);
        // Kinds that say what it is where the message does not.
        rows.add(new Row(TIMEOUT, null, null, Taxonomy.TIMEOUT));
        rows.add(new Row(DEPENDENCY_DOWN, null, null, Taxonomy.EXTERNAL_SERVICE_UNAVAILABLE));
        rows.add(new Row(RESOURCE_EXHAUSTED, null, null, Taxonomy.RESOURCE_CONTENTION));
        return List.copyOf(rows);
    }

    private static void kinds(List<Row> rows) {
        rows.add(new Row(OUT_OF_MEMORY, null, null, Taxonomy.OUT_OF_MEMORY));
        rows.add(new Row(null, 137, null, Taxonomy.OUT_OF_MEMORY)); // SIGKILL: what the kernel does to the greedy
        rows.add(new Row(ZOMBIE, null, message("time[d]?[ -]?out"), Taxonomy.TIMEOUT));
        rows.add(new Row(ZOMBIE, null, null, Taxonomy.UNRESPONSIVE));
        rows.add(new Row(STUCK, null, null, Taxonomy.UNRESPONSIVE));
        rows.add(new Row(HEARTBEAT_TIMEOUT, null, null, Taxonomy.HEARTBEAT_TIMEOUT));
        rows.add(new Row(CRASH, 126, null, Taxonomy.PERMISSION_DENIED)); // as shells answer
        rows.add(new Row(CRASH, 127, null, Taxonomy.COMMAND_NOT_FOUND));
        rows.add(new Row(CRASH, 134, null, Taxonomy.ASSERTION_FAILURE)); // SIGABRT
        rows.add(new Row(CRASH, 139, null, Taxonomy.UNCAUGHT_EXCEPTION)); // SIGSEGV
    }

    private static void resources(List<Row> rows) {
        text(rows, "out of memory|OutOfMemory|MemoryError|cannot allocate memory|oom.?kill", Taxonomy.OUT_OF_MEMORY);
        text(rows, "no space left|disk (is )?full|disk quota|ENOSPC", Taxonomy.DISK_FULL);
        text(rows, "token (budget|limit)|budget exceeded|out of tokens", Taxonomy.TOKEN_BUDGET_EXCEEDED);
        text(rows, "rate.?limit|too many requests|\\b429\\b", Taxonomy.RATE_LIMIT);
        text(rows, "cpu (time|limit|exhaust|throttl)", Taxonomy.CPU_EXHAUSTION);
        text(rows, "max(imum)?.?retries|retries (exceeded|exhausted)", Taxonomy.MAX_RETRIES_EXCEEDED);
        text(rows, "circuit.?breaker", Taxonomy.CIRCUIT_BREAKER_TRIPPED);
    }

    private static void surroundings(List<Row> rows) {
        text(
                rows,
                "unauthori[sz]ed|authentication fail|invalid (credential|signature|token)|certificate",
                Taxonomy.SECURITY);
        text(rows, "permission denied|access denied|operation not permitted|EACCES|EPERM", Taxonomy.PERMISSION_DENIED);
        text(rows, "command not found|executable file not found", Taxonomy.COMMAND_NOT_FOUND);
        text(rows, "no such file or directory|FileNotFound|NoSuchFile|ENOENT", Taxonomy.PATH_NOT_FOUND);
    }

    private static void network(List<Row> rows) {
        text(
                rows,
                "network is unreachable|no route to host|UnknownHost|name (or service not known|resolution)|ENETUNREACH",
                Taxonomy.NETWORK_UNREACHABLE);
        text(
                rows,
                "(connect(ion)?|socket|read|network|request)[ -]?tim(ed|e)[ -]?out|ConnectTimeout|ReadTimeout|SocketTimeout"
                        + "|ETIMEDOUT",
                Taxonomy.NETWORK_TIMEOUT);
        text(
                rows,
                "connection (refused|reset|closed|aborted)|ECONNREFUSED|ECONNRESET|broken pipe|service unavailable"
                        + "|bad gateway|\\b50[234]\\b",
                Taxonomy.EXTERNAL_SERVICE_UNAVAILABLE);
        text(rows, "time[d]?[ -]?out|deadline exceeded", Taxonomy.TIMEOUT);
    }

    private static void code(List<Row> rows) {
        text(
                rows,
                "ImportError|ModuleNotFound|No module named|Cannot find module|NoClassDefFound|ClassNotFound"
                        + "|cannot open shared object",
                Taxonomy.DEPENDENCY_MISSING);
        text(
                rows,
                "(missing|invalid|bad|unknown|required) (configuration|config\\b|setting|environment variable)"
                        + "|configuration error|misconfigur",
                Taxonomy.CONFIGURATION_ERROR);
        text(rows, "schema|validation (error|failed)", Taxonomy.SCHEMA_VIOLATION);
        text(
                rows,
                "JSONDecodeError|invalid input|malformed|cannot parse|parse error|unexpected (token|character|end of)",
                Taxonomy.INVALID_INPUT);
        text(
                rows,
                "Assertion|TypeError|ValueError|KeyError|IndexError|AttributeError|ZeroDivision|NullPointer|ClassCast"
                        + "|IndexOutOfBounds|IllegalArgument|IllegalState|NumberFormat|Arithmetic(Error|Exception)|panic:"
                        + "|segmentation fault",
                Taxonomy.UNCAUGHT_EXCEPTION);
        text(rows, "api error|HTTP (status )?4\\d\\d|HTTP (status )?500|internal server error", Taxonomy.API_ERROR);
    }

    private static void data(List<Row> rows) {
        text(rows, "corrupt|checksum|CRC mismatch", Taxonomy.DATA_CORRUPTION);
        text(
                rows,
                "concurrent.?modification|version conflict|optimistic lock|write conflict|serialization failure",
                Taxonomy.CONCURRENT_MODIFICATION);
        text(rows, "deadlock|lock (wait|timeout)|resource (is )?busy|EBUSY|contention", Taxonomy.RESOURCE_CONTENTION);
    }

    private static void text(List<Row> rows, String regex, Taxonomy taxonomy) {
        rows.add(new Row(null, null, message(regex), taxonomy));
    }

    private static Pattern message(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
