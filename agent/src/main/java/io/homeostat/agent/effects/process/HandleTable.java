package io.homeostat.agent.effects.process;

import java.util.List;
import java.util.Optional;

/** Elsewhere: what the JDK shows. Without the variables of other processes, a start that was interrupted is UNKNOWN. */
final class HandleTable implements ProcessTable {

    @Override
    public Optional<String> mark(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .map(Object::toString);
    }

    @Override
    public Optional<List<Entry>> carrying(String variable, String value) {
        return Optional.empty();
    }
}
