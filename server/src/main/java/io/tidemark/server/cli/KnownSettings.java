package io.tidemark.server.cli;

import io.tidemark.config.TidemarkProperties;
import io.tidemark.server.http.edge.HttpSettings;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The settings that a ledger has. One that is misspelt would be passed over in silence, and a ledger that drains by
 * another policy than it was told writes that down for ever.
 */
final class KnownSettings {

    /** Full names by what is compared: Spring takes a name with or without dashes, in any case. */
    private final SortedMap<String, String> names = new TreeMap<>();

    KnownSettings() {
        add("tidemark", TidemarkProperties.class);
        add("tidemark.http", HttpSettings.class);
    }

    /** Refuses properties, given as {@code --NAME=VALUE}, that are called like settings of the ledger and are none. */
    void require(List<String> properties) {
        for (String property : properties) {
            String name = property.substring(2, property.indexOf('='));
            if (name.startsWith("tidemark.") && !names.containsKey(compared(name))) {
                throw new CommandException(
                        ExitCode.USAGE, "there is no setting " + name + "; there are " + String.join(", ", near(name)));
            }
        }
    }

    /** The settings beside the one that was meant, or all. */
    private Collection<String> near(String name) {
        String group = name.substring(0, name.lastIndexOf('.') + 1);
        List<String> beside = names.values().stream()
                .filter(known -> known.startsWith(group) && known.indexOf('.', group.length()) < 0)
                .toList();
        return beside.isEmpty() || group.equals("tidemark.") ? names.values() : beside;
    }

    private void add(String prefix, Class<?> settings) {
        for (RecordComponent component : settings.getRecordComponents()) {
            String name = prefix + "." + dashed(component.getName());
            if (component.getType().isRecord()) {
                add(name, component.getType());
            } else {
                names.put(compared(name), name);
            }
        }
    }

    private static String dashed(String camelCase) {
        return camelCase
                .codePoints()
                .mapToObj(c -> Character.isUpperCase(c)
                        ? "-" + Character.toString(Character.toLowerCase(c))
                        : Character.toString(c))
                .collect(Collectors.joining());
    }

    private static String compared(String name) {
        return name.replaceFirst("\\[[0-9]+]$", "")
                .replace("-", "")
                .replace("_", "")
                .toLowerCase(Locale.ROOT);
    }
}
