package corral.front.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeTest {
  private static final long ROOT = 7;

  @ParameterizedTest
  @CsvSource({"7,0", "7,16", "8,0", "8,65535", "140737488355327,16"})
  void aNumberLeadsBackToItsNode(long directory, int file) {
    var node = new Node(directory, file);
    assertEquals(node, Node.of(node.number(ROOT), ROOT));
  }

  @Test
  void theRootHasTheNumberThatTheKernelKnows() {
    assertEquals(Node.ROOT, Node.of(ROOT).number(ROOT));
    assertNotEquals(Node.ROOT, new Node(ROOT, 16).number(ROOT));
  }

  @Test
  void filesKeepTheirNumbers() {
    var files = new FileNumbers("");
    int tasks = files.of("tasks");
    int agent = files.of("release_agent");
    assertNotEquals(tasks, agent);
    var next = new FileNumbers(files.left());
    assertEquals("tasks", next.name(tasks));
    assertEquals(agent, next.of("release_agent"));
    assertEquals("new", next.name(next.of("new")));
    assertNotEquals(new Node(0, tasks).number(0), Node.ROOT);
  }
}
