package corral.front.fuse;

import static corral.front.fuse.Operation.prompt;
import static corral.front.fuse.Operation.silent;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.front.fuse.Operation.Manner;
import corral.front.fuse.protocol.Answer;
import corral.front.fuse.protocol.Arguments.Init;
import corral.front.fuse.protocol.Negotiation;
import corral.front.fuse.protocol.Opcode;
import corral.front.fuse.protocol.Request;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;

/** Knows how each kind of request is answered; what is not known is refused (ENOSYS). */
final class Dispatcher {
  private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

  private static final Operation UNKNOWN =
      prompt(
          (_, _) -> {
            throw new ContainerException(Errno.ENOSYS);
          });

  private final Map<Opcode, Operation> operations = new EnumMap<>(Opcode.class);

  /** Answers these, and what belongs to the protocol itself. */
  Dispatcher(Map<Opcode, Operation> operations) {
    this.operations.putAll(operations);
    this.operations.put(Opcode.INIT, prompt(Dispatcher::initialise));
    this.operations.put(Opcode.DESTROY, prompt((_, _) -> {}));
    // What is under way ends soon. Its caller gets the answer, or has ended.
    this.operations.put(Opcode.INTERRUPT, silent((_, _) -> {}));
  }

  private static void initialise(Request request, Answer answer) throws ContainerException {
    var kernel = Init.of(request);
    if (kernel.major() == Negotiation.MAJOR && kernel.minor() < Negotiation.OLDEST_MINOR) {
      throw new ContainerException(Errno.EINVAL, "the kernel's FUSE is too old");
    }
    answer.initialised(Negotiation.with(kernel));
  }

  Manner manner(Opcode opcode) {
    return operation(opcode).manner();
  }

  private Operation operation(Opcode opcode) {
    return operations.getOrDefault(opcode, UNKNOWN);
  }

  /**
   * Carries a request out.
   *
   * @return the answer to be sent; to silent requests there is none, and this means nothing
   */
  ByteBuffer answer(Request request, Answer answer) {
    answer.to(request.unique());
    try {
      operation(request.opcode()).handler().handle(request, answer);
      return answer.success();
    } catch (ContainerException refused) {
      return answer.refusal(refused.errno());
    } catch (RuntimeException | Error failed) {
      LOG.log(Level.ERROR, request.opcode() + " failed", failed);
      return answer.refusal(Errno.EIO);
    }
  }
}
