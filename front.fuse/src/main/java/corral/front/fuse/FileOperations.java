package corral.front.fuse;

import static corral.front.fuse.Operation.prompt;
import static corral.front.fuse.Operation.waiting;

import corral.framework.api.Caller;
import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.OpenFile;
import corral.front.fuse.protocol.Answer;
import corral.front.fuse.protocol.Arguments;
import corral.front.fuse.protocol.Arguments.Poll;
import corral.front.fuse.protocol.Arguments.Read;
import corral.front.fuse.protocol.Arguments.Write;
import corral.front.fuse.protocol.Opcode;
import corral.front.fuse.protocol.Request;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** What is done with control files and reports. */
final class FileOperations {
  private static final int ACCESS_MODE = 3;
  private static final int WRITE_ONLY = 1;
  private static final int READ_WRITE = 2;

  /** The handle by which Corral itself tells those who watch; it has no file. */
  private static final long TELLING = 0;

  private static final int DIRECT_IO = 1;
  private static final int NO_FLUSH = 1 << 5;
  private static final int PARALLEL_DIRECT_WRITES = 1 << 6;

  /** Every read and write comes here as it is, and a writer that waits keeps no other one out. */
  private static final int FLAGS = DIRECT_IO | NO_FLUSH | PARALLEL_DIRECT_WRITES;

  private final ContainerAdmin admin;
  private final Nodes nodes;
  private final Callers callers;
  private final PopulationFiles populations;
  private final Waiters waiters;
  private final Semaphore work;
  private final Handles<OpenedFile> handles = new Handles<>();

  /**
   * Operations on the files of one file system.
   *
   * @param work released when somebody waits for a file to change
   */
  FileOperations(
      ContainerAdmin admin,
      Nodes nodes,
      Callers callers,
      PopulationFiles populations,
      Waiters waiters,
      Semaphore work) {
    this.admin = admin;
    this.nodes = nodes;
    this.callers = callers;
    this.populations = populations;
    this.waiters = waiters;
    this.work = work;
  }

  /** How each kind of request is answered. */
  Map<Opcode, Operation> operations() {
    return Map.of(
        Opcode.OPEN, prompt(this::open),
        Opcode.READ, prompt(this::read),
        Opcode.WRITE, waiting(this::write),
        Opcode.POLL, prompt(this::poll),
        Opcode.RELEASE, prompt((request, _) -> release(Arguments.handle(request))));
  }

  /** A file that is opened to be read only is read at once: the picture is that of now. */
  private void open(Request request, Answer answer) throws ContainerException {
    int mode = Arguments.openFlags(request) & ACCESS_MODE;
    var caller = callers.of(request);
    if (mode == WRITE_ONLY && populations.isTelling(request.node(), caller)) {
      answer.opened(TELLING, FLAGS);
      return;
    }
    var entry = nodes.find(request.node(), admin::entry);
    if (mode != WRITE_ONLY) {
      Rights.checkRead(entry);
    }
    if (mode == WRITE_ONLY || mode == READ_WRITE) {
      Rights.checkWrite(entry, caller);
    }
    var file = opened(request.node(), caller);
    if (mode != WRITE_ONLY && mode != READ_WRITE) {
      file.take();
    }
    answer.opened(handles.add(file), FLAGS);
  }

  private OpenedFile opened(long node, Caller caller) throws ContainerException {
    return new OpenedFile(who -> openAgain(node, who), caller, open(node, caller));
  }

  /** Who has a file open is not told that there is none, but that it is no more. */
  private OpenFile openAgain(long node, Caller caller) throws ContainerException {
    try {
      return open(node, caller);
    } catch (ContainerException refused) {
      throw refused.errno() == Errno.ENOENT
          ? new ContainerException(Errno.ENODEV, refused.subject(), refused.reason())
          : refused;
    }
  }

  private OpenFile open(long node, Caller caller) throws ContainerException {
    return nodes.find(node, path -> admin.open(path, caller));
  }

  private void read(Request request, Answer answer) throws ContainerException {
    var read = Read.of(request);
    var picture = file(read.handle(), request).picture(read.offset());
    int from = (int) Math.min(read.offset(), picture.length);
    answer.data(picture, from, Math.min(read.size(), picture.length - from));
  }

  private void write(Request request, Answer answer) throws ContainerException {
    var write = Write.of(request);
    if (write.handle() != TELLING) {
      carryOut(write, request);
    }
    answer.written(write.size());
  }

  private void carryOut(Write write, Request request) throws ContainerException {
    file(write.handle(), request).write(write.text(), callers.process(request.thread()));
  }

  /** Who is to be told has to be known before it is asked whether there is something to tell. */
  private void poll(Request request, Answer answer) throws ContainerException {
    var poll = Poll.of(request);
    var file = file(poll.handle(), request);
    if (poll.wantsNotice()) {
      waiters.add(poll, file);
      work.release();
    }
    answer.polled(PollEvents.of(file.hasChanged()));
  }

  private void release(long handle) {
    handles.remove(handle);
    waiters.remove(handle);
  }

  /** What was opened before an update of this bundle is opened again when it is used. */
  private OpenedFile file(long handle, Request request) throws ContainerException {
    var known = handles.get(handle);
    if (known != null) {
      return known;
    }
    try {
      var again = opened(request.node(), callers.of(request));
      handles.put(handle, again);
      return again;
    } catch (ContainerException e) {
      throw new ContainerException(Errno.ENODEV, e.subject(), e.reason());
    }
  }
}
