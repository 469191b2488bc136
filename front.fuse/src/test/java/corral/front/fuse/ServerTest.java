package corral.front.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import corral.framework.api.ContainerException;
import corral.framework.api.Errno;
import corral.framework.api.host.FuseChannel;
import corral.front.fuse.protocol.Opcode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server on a channel that the test feeds. */
@Timeout(60)
class ServerTest {
  private static final int END = Integer.MIN_VALUE;
  private static final int HEADER = 40;

  private final BlockingQueue<Integer> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<Long> answers = new LinkedBlockingQueue<>();
  private final CountDownLatch open = new CountDownLatch(1);
  private final Semaphore ended = new Semaphore(0);

  private final FuseChannel channel =
      new FuseChannel() {
        private long unique;

        @Override
        public boolean receive(ByteBuffer request) {
          int opcode = take(requests);
          if (opcode == END) {
            return false;
          }
          request.clear().order(ByteOrder.nativeOrder());
          request.putInt(0, HEADER).putInt(4, opcode).putLong(8, ++unique).limit(HEADER);
          return true;
        }

        @Override
        public boolean send(ByteBuffer message) {
          int error = message.order(ByteOrder.nativeOrder()).getInt(4);
          return answers.add(message.getLong(8) * (error == 0 ? 1 : -1));
        }

        @Override
        public void close() {
          requests.add(END);
        }
      };

  private final Server server =
      new Server(
          "test",
          channel,
          new Dispatcher(
              Map.of(
                  Opcode.WRITE, Operation.waiting((_, _) -> await(open)),
                  Opcode.FORGET, Operation.silent((_, _) -> {}),
                  Opcode.LOOKUP, Operation.prompt((_, _) -> {}),
                  Opcode.OPEN,
                      Operation.prompt(
                          (_, _) -> {
                            throw new ContainerException(Errno.EACCES);
                          }),
                  Opcode.READ,
                      Operation.prompt(
                          (_, _) -> {
                            throw new IllegalStateException("a bug, for a test");
                          }))),
          ended::release);

  private static <T> T take(BlockingQueue<T> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void ask(Opcode opcode) {
    requests.add(opcode.code());
  }

  @Test
  void aReaderIsAnsweredWhileWritersWait() throws InterruptedException {
    server.start();
    for (int i = 0; i < 5; i++) {
      ask(Opcode.WRITE);
    }
    ask(Opcode.LOOKUP);
    assertEquals(6, answers.take());
    open.countDown();
    long sum = 0;
    for (int i = 0; i < 5; i++) {
      sum += answers.take();
    }
    assertEquals(1 + 2 + 3 + 4 + 5, sum);
    server.stop();
    assertEquals(0, ended.availablePermits(), "it was asked to stop");
  }

  @Test
  void whatFailsIsRefusedAndTheNextIsAnswered() throws InterruptedException {
    server.start();
    ask(Opcode.OPEN);
    ask(Opcode.READ);
    ask(Opcode.OTHER);
    ask(Opcode.FORGET);
    ask(Opcode.LOOKUP);
    assertEquals(-1, answers.take());
    assertEquals(-2, answers.take());
    assertEquals(-3, answers.take());
    assertEquals(5, answers.take());
    server.stop();
  }

  @Test
  void theEndOfTheChannelIsToldOnce() throws InterruptedException {
    server.start();
    ask(Opcode.WRITE);
    requests.add(END);
    ended.acquire();
    assertTrue(server.hasEnded());
    open.countDown();
    assertEquals(1, answers.take());
    server.stop();
    assertEquals(0, ended.availablePermits());
  }
}
