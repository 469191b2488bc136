package corral.shell.top;

import static java.util.stream.Collectors.flatMapping;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import corral.figures.api.Absence;
import corral.figures.api.Figure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** Says why figures are not known, in the words of the columns. */
final class Notes {
  private Notes() {}

  /** Why figures are not known somewhere. */
  private record Reason(String place, String text) {}

  /** The same in several places. */
  private record Note(String headers, String text) {}

  /** A line for each reason for which something is not to be seen. */
  static List<String> on(List<Absence> absences) {
    var figures =
        absences.stream()
            .collect(
                groupingBy(
                    absence -> new Reason(absence.place(), absence.reason()),
                    LinkedHashMap::new,
                    flatMapping(absence -> absence.figures().stream(), toSet())));
    var places = new LinkedHashMap<Note, String>();
    figures.forEach(
        (reason, missing) ->
            places.merge(
                new Note(headers(missing), reason.text()),
                reason.place(),
                (before, place) -> before + ", " + place));
    return places.entrySet().stream()
        .filter(note -> !note.getKey().headers().isEmpty())
        .map(
            note ->
                "%s in %s: %s"
                    .formatted(note.getKey().headers(), note.getValue(), note.getKey().text()))
        .toList();
  }

  private static String headers(Set<Figure> missing) {
    return Field.ALL.stream()
        .filter(field -> field.figures().stream().anyMatch(missing::contains))
        .map(Field::header)
        .collect(joining(", "));
  }
}
