package corral.front.fuse;

import static corral.front.fuse.Operation.prompt;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.ContainerAdmin;
import corral.front.fuse.protocol.Answer;
import corral.front.fuse.protocol.Arguments;
import corral.front.fuse.protocol.Arguments.Read;
import corral.front.fuse.protocol.Attributes;
import corral.front.fuse.protocol.Opcode;
import corral.front.fuse.protocol.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How directories are listed: in one picture, taken when a reader is at the beginning. */
final class DirectoryOperations {
  private static final int NO_FLAGS = 0;

  private final ContainerAdmin admin;
  private final Nodes nodes;
  private final Handles<List<Name>> handles = new Handles<>();

  /** An entry of a listing. */
  private record Name(long number, int mode, String name) {}

  DirectoryOperations(ContainerAdmin admin, Nodes nodes) {
    this.admin = admin;
    this.nodes = nodes;
  }

  /** How each kind of request is answered. */
  Map<Opcode, Operation> operations() {
    return Map.of(
        Opcode.OPENDIR, prompt(this::open),
        Opcode.READDIR, prompt(this::read),
        Opcode.RELEASEDIR, prompt((request, _) -> handles.remove(Arguments.handle(request))));
  }

  private void open(Request request, Answer answer) throws ContainerException {
    nodes.path(request.node());
    answer.opened(handles.add(List.of()), NO_FLAGS);
  }

  private void read(Request request, Answer answer) throws ContainerException {
    var read = Read.of(request);
    var names = handles.get(read.handle());
    if (names == null || read.offset() == 0) {
      names = list(request.node());
      handles.put(read.handle(), names);
    }
    boolean fits = true;
    for (int i = (int) Math.min(read.offset(), names.size()); fits && i < names.size(); i++) {
      var name = names.get(i);
      fits = answer.directoryEntry(name.number(), i + 1, name.mode(), name.name(), read.size());
    }
  }

  /** What goes while it is listed is not listed. */
  private List<Name> list(long directory) throws ContainerException {
    var names = new ArrayList<Name>();
    names.add(new Name(directory, Attributes.DIRECTORY, "."));
    names.add(new Name(directory, Attributes.DIRECTORY, ".."));
    for (var entry : nodes.find(directory, admin::list)) {
      names.add(new Name(nodes.listedNumber(directory, entry), Nodes.mode(entry), entry.name()));
    }
    return names;
  }
}
