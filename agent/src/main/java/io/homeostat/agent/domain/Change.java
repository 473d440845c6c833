package io.homeostat.agent.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.FixCommand;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.RollbackCommand;

/** A command that changes components of this agent: their settings, or the version that they run. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Change.Settings.class, name = "settings"),
    @JsonSubTypes.Type(value = Change.Rollback.class, name = "rollback")
})
public sealed interface Change {

    /** The plane's id of the command. */
    String commandId();

    /** Target or service: the key of the command's records. */
    String subject();

    /** Names the {@link SubjectHistory}; begins with {@code ~}, as no worker id does. */
    String key();

    /** What orders the commands of one subject. */
    Fence fence();

    /** Who is to carry it out. */
    Executor executor();

    /** Where it comes from and how long it is valid. */
    Provenance provenance();

    /** A record of {@code fix-commands}. */
    record Settings(FixCommand command) implements Change {

        private static final String KEY_PREFIX = "~fix/";

        /** Key of a target's history. */
        public static String keyOf(String target) {
            return KEY_PREFIX + target;
        }

        @Override
        public String commandId() {
            return command.commandId();
        }

        @Override
        public String subject() {
            return command.target();
        }

        @Override
        public String key() {
            return keyOf(command.target());
        }

        @Override
        public Fence fence() {
            return new Fence(command.planeGeneration(), command.generation());
        }

        @Override
        public Executor executor() {
            return command.executor();
        }

        @Override
        public Provenance provenance() {
            return command.provenance();
        }
    }

    /** A record of {@code rollback-commands}. */
    record Rollback(RollbackCommand command) implements Change {

        private static final String KEY_PREFIX = "~rollback/";

        /** Key of a service's history. */
        public static String keyOf(String service) {
            return KEY_PREFIX + service;
        }

        @Override
        public String commandId() {
            return command.commandId();
        }

        @Override
        public String subject() {
            return command.service();
        }

        @Override
        public String key() {
            return keyOf(command.service());
        }

        @Override
        public Fence fence() {
            return new Fence(command.planeGeneration(), command.generation());
        }

        @Override
        public Executor executor() {
            return command.executor();
        }

        @Override
        public Provenance provenance() {
            return command.provenance();
        }
    }
}
