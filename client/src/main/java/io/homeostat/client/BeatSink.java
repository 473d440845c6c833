package io.homeostat.client;

import java.time.Duration;

/** Where beats go. Only the beat thread calls it; it may make that thread wait for a few seconds, never the worker. */
interface BeatSink {

    /** Where that is, for the reader of a log. */
    String destination();

    /**
     * Takes one beat on its way and answers, later or at once, what became of it. An exception is an answer too:
     * failed.
     */
    void send(Beat beat, Outcome outcome);

    /** The last beat got no answer for much too long: the next is to start from scratch. */
    void reset();

    /** Lets go of everything, waiting at most this long for what is on its way. */
    void close(Duration atMost);

    /** Receives the fate of one beat, from any thread; only the first call counts. */
    interface Outcome {

        void stored();

        void failed(Throwable cause);
    }
}
