package corral.front.fuse;

import static corral.front.fuse.Operation.prompt;
import static corral.front.fuse.Operation.silent;
import static corral.front.fuse.Operation.waiting;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.Entry;
import corral.front.fuse.protocol.Answer;
import corral.front.fuse.protocol.Arguments;
import corral.front.fuse.protocol.Arguments.Forgotten;
import corral.front.fuse.protocol.Arguments.Rename;
import corral.front.fuse.protocol.Arguments.SetAttributes;
import corral.front.fuse.protocol.Opcode;
import corral.front.fuse.protocol.Request;
import java.time.Duration;
import java.util.Map;

/** What is done with names and attributes: each a call of the one who knows the rules. */
final class TreeOperations {
  /** The tree changes from inside, too: the kernel asks for a directory each time. */
  private static final Duration DIRECTORY = Duration.ZERO;

  /** A file is asked about whenever it is used, so that its name may be remembered. */
  private static final Duration FILE = Duration.ofMinutes(1);

  private static final int EXCHANGE_OR_WHITEOUT = ~1;
  private static final int PERMISSIONS = 07777;

  private final ContainerAdmin admin;
  private final Nodes nodes;
  private final Callers callers;
  private final PopulationFiles populations;

  TreeOperations(ContainerAdmin admin, Nodes nodes, Callers callers, PopulationFiles populations) {
    this.admin = admin;
    this.nodes = nodes;
    this.callers = callers;
    this.populations = populations;
  }

  /** How each kind of request is answered. */
  Map<Opcode, Operation> operations() {
    return Map.ofEntries(
        Map.entry(Opcode.LOOKUP, prompt(this::lookup)),
        Map.entry(Opcode.FORGET, silent((request, _) -> forget(Forgotten.one(request)))),
        Map.entry(
            Opcode.BATCH_FORGET,
            silent((request, _) -> Forgotten.many(request).forEach(this::forget))),
        Map.entry(Opcode.GETATTR, prompt(this::attributes)),
        Map.entry(Opcode.SETATTR, waiting(this::setAttributes)),
        Map.entry(Opcode.ACCESS, prompt((request, _) -> access(request))),
        Map.entry(Opcode.STATFS, prompt((_, answer) -> answer.statistics())),
        Map.entry(Opcode.MKDIR, waiting(this::mkdir)),
        Map.entry(Opcode.RMDIR, waiting((request, _) -> rmdir(request))),
        Map.entry(Opcode.RENAME, waiting((request, _) -> rename(request, Rename.of(request)))),
        Map.entry(
            Opcode.RENAME2, waiting((request, _) -> rename(request, Rename.withFlags(request)))),
        Map.entry(Opcode.CREATE, refused(Errno.EACCES)),
        Map.entry(Opcode.MKNOD, refused(Errno.EPERM)),
        Map.entry(Opcode.SYMLINK, refused(Errno.EPERM)),
        Map.entry(Opcode.LINK, refused(Errno.EPERM)),
        Map.entry(Opcode.UNLINK, refused(Errno.EPERM)));
  }

  /** Files come and go with subsystems, not by the hand of a user; and with the directory. */
  private Operation refused(Errno errno) {
    return prompt(
        (request, _) -> {
          nodes.path(request.node());
          throw new ContainerException(errno);
        });
  }

  private void lookup(Request request, Answer answer) throws ContainerException {
    answerEntry(request, Arguments.name(request), answer);
  }

  private void answerEntry(Request request, String name, Answer answer) throws ContainerException {
    var entry = nodes.find(request.node(), parent -> admin.entry(parent + "/" + name));
    long number = nodes.number(request.node(), entry);
    populations.looked(number, 1);
    answer.entry(nodes.attributes(number, entry), entry.isDirectory() ? DIRECTORY : FILE);
  }

  private void forget(Forgotten forgotten) {
    var node = nodes.node(forgotten.node());
    if (node.isDirectory()) {
      nodes.view().forget(node.directory());
    } else {
      populations.forgotten(forgotten.node(), forgotten.lookups());
    }
  }

  private void attributes(Request request, Answer answer) throws ContainerException {
    answer.freshAttributes(nodes.attributes(request.node(), entry(request)));
  }

  private Entry entry(Request request) throws ContainerException {
    return nodes.find(request.node(), admin::entry);
  }

  /** Truncating changes nothing, for a file has no length; it takes the right to write. */
  private void setAttributes(Request request, Answer answer) throws ContainerException {
    var wanted = SetAttributes.of(request);
    var caller = callers.of(request);
    nodes.change(request.node(), path -> set(wanted, path, caller));
    attributes(request, answer);
  }

  private void set(SetAttributes wanted, String path, Caller caller) throws ContainerException {
    if (wanted.has(SetAttributes.TIMES)) {
      throw new ContainerException(Errno.EPERM, path, "times cannot be set");
    }
    if (wanted.has(SetAttributes.SIZE)) {
      Rights.checkWrite(admin.entry(path), caller);
    }
    if (wanted.has(SetAttributes.UID | SetAttributes.GID)) {
      admin.changeOwner(
          path,
          wanted.has(SetAttributes.UID) ? wanted.uid() : ContainerAdmin.UNCHANGED,
          wanted.has(SetAttributes.GID) ? wanted.gid() : ContainerAdmin.UNCHANGED,
          caller);
    }
    if (wanted.has(SetAttributes.MODE)) {
      admin.changeMode(path, wanted.mode() & PERMISSIONS, caller);
    }
  }

  private void access(Request request) throws ContainerException {
    Rights.check(Arguments.accessMask(request), entry(request), callers.of(request));
  }

  private void mkdir(Request request, Answer answer) throws ContainerException {
    var name = Arguments.mkdir(request);
    var caller = callers.of(request);
    nodes.change(request.node(), parent -> admin.makeContainer(parent + "/" + name, caller));
    answerEntry(request, name, answer);
  }

  private void rmdir(Request request) throws ContainerException {
    var name = Arguments.name(request);
    var caller = callers.of(request);
    nodes.change(request.node(), parent -> admin.removeContainer(parent + "/" + name, caller));
  }

  private void rename(Request request, Rename rename) throws ContainerException {
    if ((rename.flags() & EXCHANGE_OR_WHITEOUT) != 0) {
      throw new ContainerException(Errno.EINVAL, "containers cannot be exchanged");
    }
    var caller = callers.of(request);
    nodes.change(
        request.node(),
        parent -> {
          var to = nodes.path(rename.directory()) + "/" + rename.to();
          admin.rename(parent + "/" + rename.from(), to, caller);
        });
  }
}
