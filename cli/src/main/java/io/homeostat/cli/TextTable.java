package io.homeostat.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under a header, each column as wide as its widest cell. */
public final class TextTable {

    private static final int CELL_CHARACTERS_MAX = 72;

    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(List<String> header) {
        rows.add(header.stream().map(String::toUpperCase).toList());
    }

    /** Adds a row with as many cells as the header. */
    public void add(List<String> cells) {
        rows.add(cells.stream().map(TextTable::cut).toList());
    }

    public List<String> lines() {
        int columns = rows.getFirst().size();
        var widths = new int[columns];
        for (var row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    private static String cut(String cell) {
        return cell.length() <= CELL_CHARACTERS_MAX ? cell : cell.substring(0, CELL_CHARACTERS_MAX - 1) + "…";
    }
}
