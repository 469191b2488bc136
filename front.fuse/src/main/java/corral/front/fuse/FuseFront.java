package corral.front.fuse;

import corral.framework.api.ContainerException;
import corral.framework.api.admin.ContainerAdmin;
import corral.framework.api.admin.HostMounts;
import corral.framework.api.admin.Watch;
import corral.framework.api.host.FuseMount;
import corral.framework.api.host.FuseMounts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Keeps the machine's mounts in line with Corral's: what is mounted here appears there, if there is
 * a directory for it. When this goes the machine's mounts stay, and their users wait for the next
 * version of this.
 */
@Component(immediate = true)
public final class FuseFront implements HostMounts {
  private static final Logger LOG = System.getLogger(FuseFront.class.getName());

  private final ContainerAdmin admin;
  private final FuseMounts host;

  /** What is mounted, by its place; guarded by this. */
  private final Map<String, MountedView> views = new HashMap<>();

  /** Guarded by this. */
  private final GivenUp givenUp = new GivenUp();

  /** Does what a thread of a server cannot do, which would have to wait for itself. */
  private final ThreadPoolExecutor keeper =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().name("corral-fuse keeper").factory(),
          // A file system may end while this does.
          new ThreadPoolExecutor.DiscardPolicy());

  private @Nullable Watch watch;

  /** Guarded by this. */
  private boolean closed;

  /** Why something is not mounted, by its place. */
  private final Map<String, String> obstacles = new ConcurrentHashMap<>();

  /** Shows what this service administers on that machine. */
  @Activate
  public FuseFront(@Reference ContainerAdmin admin, @Reference FuseMounts host) {
    this.admin = admin;
    this.host = host;
    keeper.allowCoreThreadTimeOut(true);
  }

  /** Takes over what the last version of this has left, and mounts what is not yet. */
  @Activate
  public void open() {
    watch = admin.watchMounts(this::update);
    update();
  }

  /** Somebody may still call who has heard of a change before this was closed. */
  private synchronized void update() {
    if (closed) {
      return;
    }
    var wanted = wanted();
    try {
      removeAllBut(wanted);
      takeOver(wanted);
      for (var view : wanted.entrySet()) {
        if (!views.containsKey(view.getKey())) {
          mount(view.getKey(), view.getValue());
        }
      }
      obstacles.keySet().retainAll(wanted.keySet());
      givenUp.retainAll(wanted.keySet());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, View> wanted() {
    var wanted = new LinkedHashMap<String, View>();
    for (var mount : admin.mounts()) {
      if (mount.onHost()) {
        putIfThere(wanted, mount.path(), () -> new ContainerView(admin, mount));
      }
    }
    for (var path : admin.reportMounts()) {
      putIfThere(wanted, path, () -> new ReportView(admin, path));
    }
    return wanted;
  }

  /** Makes what is shown at a place. */
  @FunctionalInterface
  private interface ViewMaker {
    View make() throws ContainerException;
  }

  private static void putIfThere(Map<String, View> views, String path, ViewMaker maker) {
    try {
      views.put(path, maker.make());
    } catch (ContainerException e) {
      LOG.log(Level.DEBUG, "Unmounted meanwhile", e);
    }
  }

  private void removeAllBut(Map<String, View> wanted) throws InterruptedException {
    for (var mounted : List.copyOf(views.values())) {
      var view = wanted.get(mounted.directory());
      if (view == null || !mounted.shows(view) || mounted.hasEnded()) {
        views.remove(mounted.directory());
        mounted.unmount();
      }
    }
  }

  private void takeOver(Map<String, View> wanted) {
    for (var mount : host.mounts()) {
      var view = wanted.get(mount.directory());
      if (views.containsKey(mount.directory())) {
        continue;
      }
      if (view != null && MountedView.isOf(view, mount)) {
        serve(mount, view);
      } else {
        mount.unmount();
      }
    }
  }

  private void mount(String path, View view) {
    if (givenUp.isAgain(path)) {
      obstacles.put(
          path, "the kernel gave it up twice within a minute; unmount it and mount it again");
      return;
    }
    try {
      serve(host.mount(path), view);
      obstacles.remove(path);
    } catch (ContainerException refused) {
      var reason = refused.reason();
      obstacles.put(path, reason == null ? refused.errno().text() : reason);
    }
  }

  private void serve(FuseMount mount, View view) {
    var mounted = new MountedView(mount, view, admin, host, this::channelEnded);
    mounted.start();
    views.put(mount.directory(), mounted);
  }

  /** The kernel has no more requests for one of them, which nobody here has asked for. */
  private void channelEnded() {
    keeper.execute(this::repair);
  }

  /** What was unmounted from outside is unmounted here, too; what was given up is mounted again. */
  private synchronized void repair() {
    for (var mounted : List.copyOf(views.values())) {
      if (mounted.hasEnded() && mounted.isMounted()) {
        givenUp.add(mounted.directory(), System.nanoTime());
      } else if (mounted.hasEnded()) {
        unmountHere(mounted.directory());
      }
    }
    update();
  }

  private void unmountHere(String path) {
    try {
      admin.unmount(path, admin.self());
    } catch (ContainerException refused) {
      LOG.log(Level.WARNING, "Unmounted from outside, and mounted again", refused);
    }
  }

  /** Leaves everything to the next version of this. */
  @Deactivate
  public void close() throws InterruptedException {
    if (watch != null) {
      watch.close();
    }
    keeper.close();
    synchronized (this) {
      closed = true;
      for (var mounted : views.values()) {
        mounted.leave();
      }
      views.clear();
    }
  }

  @Override
  public Optional<String> obstacle(String mountPoint) {
    return Optional.ofNullable(obstacles.get(mountPoint));
  }

  @Override
  public synchronized String status() {
    return host.obstacle()
        .map(reason -> "other programs do not see what is mounted: " + reason)
        .orElse(views.size() + " mounted for other programs");
  }
}
