package io.homeostat.cli.simulate;

import io.homeostat.simulation.engine.LoggedRecord;
import io.homeostat.simulation.line.OutputLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Prints records as lines. */
final class RecordPrinter {

    private final OutputFilter filter;
    private final OutputStream out;

    RecordPrinter(OutputFilter filter, OutputStream out) {
        this.filter = filter;
        this.out = out;
    }

    void add(LoggedRecord record) {
        if (filter.shows(record)) {
            try {
                out.write(OutputLine.bytes(record));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write: " + e.getMessage(), e);
            }
        }
    }
}
