package io.homeostat.client;

/** A record that does not say one thing. It never counts as "off": what follows from it is for its reader to say. */
final class UnclearRecord extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int QUOTE_CHARACTERS_MAX = 120;

    UnclearRecord(String why) {
        super(quoted(why), null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }

    /** Bounds what bad input can bring into a log, and keeps it from steering a terminal. */
    static String quoted(String text) {
        var cut = text.length() > QUOTE_CHARACTERS_MAX ? text.substring(0, QUOTE_CHARACTERS_MAX) + "…" : text;
        var printable = new StringBuilder(cut.length());
        cut.codePoints().forEach(c -> printable.appendCodePoint(Character.isISOControl(c) ? '\u00b7' : c));
        return printable.toString();
    }
}
