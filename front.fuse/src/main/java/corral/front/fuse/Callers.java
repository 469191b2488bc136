package corral.front.fuse;

import corral.framework.api.Caller;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.host.FuseMounts;
import corral.front.fuse.protocol.Request;

/** Tells on whose behalf a request comes. Thread-safe. */
final class Callers {
  private final ContainerAdmin admin;
  private final FuseMounts host;

  Callers(ContainerAdmin admin, FuseMounts host) {
    this.admin = admin;
    this.host = host;
  }

  Caller of(Request request) {
    return new Caller(process(request.thread()), request.uid(), request.gid());
  }

  /** Mostly the thread is the first of a process that is known; then nobody has to be asked. */
  int process(int thread) {
    return thread == 0 || admin.task(thread).isPresent() ? thread : host.processOf(thread);
  }
}
