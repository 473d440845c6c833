package io.homeostat.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs a command line as a user does. */
public final class CommandLines {

    private CommandLines() {}

    /** The exit code, and behind it what was printed, errors included. */
    public static String run(String... arguments) {
        var out = new StringWriter();
        int code = Homeostat.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(arguments);
        return code + ": " + out;
    }
}
