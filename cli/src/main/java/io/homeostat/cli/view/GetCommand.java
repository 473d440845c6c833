package io.homeostat.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.BrokerOptions;
import io.homeostat.cli.TextTable;
import io.homeostat.cli.TopicReader;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code homeostat get WHAT}: the present state, read from the topics. */
@Command(
        name = "get",
        description = "Show the present state of workers, restarts, fixes, promotions, the kill switch and more.")
public final class GetCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final BrokerOptions broker = new BrokerOptions();

    @Parameters(
            index = "0",
            paramLabel = "WHAT",
            completionCandidates = WhatCandidates.class,
            description = "one of ${COMPLETION-CANDIDATES}")
    private String what = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "only the row of this id")
    private @Nullable String id;

    @Option(names = "--json", description = "the whole records, one JSON object a line")
    private boolean json;

    @Override
    public Integer call() {
        var view = view();
        var access = broker.access();
        var last = new LinkedHashMap<String, Described>();
        new TopicReader(access).readAll(List.of(view.topic()), record -> {
            var described = Described.of(record, access.topics());
            var identity = identity(view, described);
            var before = last.remove(identity); // the latest change comes last
            if (record.value() != null) {
                last.put(identity, view.row().after(before, described));
            }
        });
        var rows = last.values().stream()
                .filter(row -> id == null
                        || row.key().equals(id)
                        || row.ids().contains(id)
                        || id.equals(row.value().path(view.identity()).textValue()))
                .toList();
        print(view, rows);
        return rows.isEmpty() && id != null ? 1 : 0;
    }

    private void print(View view, List<Described> rows) {
        var out = BrokerOptions.out(spec);
        if (json) {
            rows.forEach(row -> out.println(row.value()));
            return;
        }
        var table = new TextTable(view.columns());
        rows.forEach(row -> table.add(
                view.columns().stream().map(column -> cell(row.value(), column)).toList()));
        table.lines().forEach(out::println);
        out.flush();
    }

    /** What can be shown. */
    static final class WhatCandidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return View.names().iterator();
        }
    }

    private View view() {
        return View.ALL.stream()
                .filter(view -> view.name().equals(what))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        BrokerOptions.spec(spec).commandLine(), "'" + what + "' is none of " + View.names()));
    }

    private static String identity(View view, Described described) {
        return switch (view.identity()) {
            case "key" -> described.key();
            case "coordinates" -> described.coordinates();
            default -> described.value().path(view.identity()).asText(described.coordinates());
        };
    }

    private static String cell(JsonNode value, String column) {
        var node = value.path(column);
        return node.isMissingNode() || node.isNull() ? "-" : Lines.printable(node.asText());
    }
}
