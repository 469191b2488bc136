package corral.bench;

import java.io.PrintStream;
import java.util.List;

/** Figures in lines of at most 80 characters. */
record Table(PrintStream out) {
  void print(String title, List<Figure> figures) {
    line(title, "measured", "goal", "kernel");
    for (var figure : figures) {
      line(
          (figure.wrong() ? "! " : "  ") + figure.what(),
          figure.measured(),
          figure.goal(),
          figure.kernel());
    }
    out.println();
  }

  private void line(String what, String measured, String goal, String kernel) {
    out.println("%-36s %20s %11s %9s".formatted(what, measured, goal, kernel).stripTrailing());
  }
}
